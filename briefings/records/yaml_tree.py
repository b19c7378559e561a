"""YAML text to a tree of text scalars that know where they stand.

Only libyaml's events are used: nothing is resolved to a type here, so `NO` stays Norway and `1.10` keeps its
zero. What a hand-kept fact file never needs (anchors, tags, merges, several documents) is refused;
`characters.py` says which characters are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Self

import yaml

from ..core.problems import MAX_FILE as MAX_FILE
from ..core.problems import MAX_PROBLEMS, SPLIT, Mark, Problem, TextFile
from . import yaml_slips
from .forbidden_characters import character_problems

MAX_DEPTH = 24

Event = Any  # of libyaml, or a mark in one


class ScalarNode(str):
    """Text as written, with its place. `plain` is false for a quoted or block scalar.

    There are a million of them on a large desk: the place is one number, and a `Mark` is made when it is
    asked for.
    """

    __slots__ = ("file", "span")
    file: TextFile
    span: int

    def __new__(cls, text: str, file: TextFile, span: int) -> Self:
        self = super().__new__(cls, text)
        self.file = file
        self.span = span
        return self

    @property
    def mark(self) -> Mark:
        """Its place in the file."""
        return span_mark(self.file, self.span)

    @property
    def plain(self) -> bool:
        """True if it was written without quotes and not as a block."""
        return bool(self.span & 1)

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (str(self), self.file, self.span))


class SequenceNode(list["Node"]):
    """A YAML list with its place."""

    __slots__ = ("file", "span")

    def __init__(self, items: Iterable[Node], file: TextFile, span: int) -> None:
        super().__init__(items)
        self.file = file
        self.span = span

    @property
    def mark(self) -> Mark:
        """Its place in the file."""
        return span_mark(self.file, self.span)

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (list(self), self.file, self.span))


class MappingNode(dict[ScalarNode, "Node"]):
    """A YAML mapping with its place; its keys are `Scalar`s, so each knows its own."""

    __slots__ = ("file", "span")

    def __init__(self, items: dict[ScalarNode, Node], file: TextFile, span: int) -> None:
        super().__init__(items)
        self.file = file
        self.span = span

    @property
    def mark(self) -> Mark:
        """Its place in the file."""
        return span_mark(self.file, self.span)

    def key(self, name: str) -> ScalarNode | None:
        """The key as written, or None."""
        return next((key for key in self if key == name), None) if name in self else None

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (dict(self), self.file, self.span))


Node = ScalarNode | SequenceNode | MappingNode

_bare = str.__new__
_BITS = 21  # enough for the length of a file, MAX_FILE, in characters
_MASK = (1 << _BITS) - 1


def packed_span(start: int, end: int, plain: bool = True) -> int:
    """The place of a node in one number: where it starts, where it ends, and whether it is a plain scalar."""
    return start << _BITS + 1 | end << 1 | plain


def span_bounds(span: int) -> tuple[int, int]:
    """The first and last character of a node in its file."""
    return span >> _BITS + 1, span >> 1 & _MASK


def span_mark(file: TextFile, span: int) -> Mark:
    """The place that a span tells."""
    return file.mark(*span_bounds(span))


def key_mark(mapping: MappingNode, name: str) -> Mark:
    """The place of a key, or of the mapping where the key is missing."""
    key = mapping.key(name)
    return key.mark if key is not None else mapping.mark


class _Refused(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def parse(file: TextFile) -> tuple[Node | None, list[Problem]]:
    """The tree of one file and its problems; the tree is None for an empty or unreadable file.

    Duplicate keys are all reported and the first kept; anything else that is refused ends the file.
    """
    problems: list[Problem] = []
    if file.refused:
        why = file.refused
        place = file.mark(why.offset, why.offset + 1)
        return None, [Problem(why.code, why.message, place, expected=why.expected)]
    if len(file.text) > MAX_FILE or len(file.text.encode("utf-8", "surrogatepass")) > MAX_FILE:
        return None, [
            Problem("too-large", f"larger than {MAX_FILE:,} bytes", file.mark(0, 1), expected=SPLIT)
        ]
    bad = [
        Problem("merge-conflict", slip.message, file.mark(slip.start, slip.end), expected=slip.expected)
        for slip in yaml_slips.conflicts(file.text)
    ]
    bad += [
        Problem("odd-space", slip.message, file.mark(slip.start, slip.end), expected=slip.expected)
        for slip in yaml_slips.odd_indents(file.text)
    ]
    bad += character_problems(file)
    if bad:
        return None, bad
    try:
        return _Tree(file, file.text, 0, problems).document(), problems
    except _Refused as stop:
        return None, [*problems, stop.problem]
    except yaml.MarkedYAMLError as error:
        return None, [*problems, _syntax_problem(file, error)]
    except yaml.YAMLError as error:  # the reader's errors carry no mark
        message = f"not readable as YAML: {error}"
        return None, [*problems, Problem("syntax", message, file.mark(0, 1), expected="valid YAML")]


@lru_cache(maxsize=64)  # several places of one record are asked for one after another
def reparsed(file: TextFile, span: int) -> Node | None:
    """A node that was read once, read again from its stretch of the file.

    Trees take ten times the memory of the records made of them, and are asked for only where something is
    wrong.
    """
    start, end = span_bounds(span)
    begun = file.text.rfind("\n", 0, start) + 1
    # as many spaces as stood before it keep a block's lines below one another
    return _Tree(file, " " * (start - begun) + file.text[start:end], begun, []).document()


class _Tree:
    """libyaml's events to a tree; `origin` is where in the file the text that is read begins."""

    def __init__(self, file: TextFile, text: str, origin: int, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        self._origin = origin
        # each kind of event has its own attributes; that all have marks holds for libyaml only
        self._next: Callable[[], Event] = yaml.CSafeLoader(text).get_event

    def document(self) -> Node | None:
        tree: Node | None = None
        seen = False
        while not isinstance(event := self._next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                if seen:
                    expected = "one document a file: delete the line '---'"
                    raise self._refuse(event, "several-documents", "a second document in one file", expected)
                seen = True
                tree = self._node(self._next(), 1)
        if isinstance(tree, ScalarNode) and tree == "" and tree.plain:
            return None
        return tree

    def _node(self, event: Event, depth: int) -> Node:
        kind = type(event)
        if kind is yaml.AliasEvent:
            expected = "the value written out; quotes around a text that begins with *"
            raise self._refuse(event, "anchor", f"alias '*{event.anchor}'", expected)
        if event.anchor:
            expected = (
                "no anchor: the value written out where needed; quotes around a text that begins with &"
            )
            raise self._refuse(event, "anchor", f"anchor '&{event.anchor}'", expected)
        if event.tag is not None:
            expected = "no tag: the schema gives each value its type; quotes around a text that begins with !"
            raise self._refuse(event, "tag", f"tag {event.tag!r}", expected)
        if depth > MAX_DEPTH:
            raise self._refuse(event, "too-deep", "nested too deeply", f"at most {MAX_DEPTH} levels")
        if kind is yaml.ScalarEvent:
            return self._scalar(event)
        return (
            self._sequence(event, depth) if kind is yaml.SequenceStartEvent else self._mapping(event, depth)
        )

    def _scalar(self, event: Event) -> ScalarNode:
        style = event.style
        start, end = event.start_mark.index + self._origin, event.end_mark.index + self._origin
        scalar = _bare(ScalarNode, event.value)  # as Scalar(…) would, in half the time
        scalar.file = self.file
        # libyaml's style of plain text is '', PyYAML's own is None
        scalar.span = packed_span(start, end, plain=not style)
        if style == '"':
            written = self.file.text[start:end]
            if "\\" in written or "\n" in written:  # what escapes and joined lines have brought in
                self.problems += character_problems(self.file, scalar, scalar.mark)
        return scalar

    def _span(self, start: Event, end: Event) -> int:
        return packed_span(start.start_mark.index + self._origin, end.end_mark.index + self._origin)

    def _sequence(self, start: Event, depth: int) -> SequenceNode:
        items: list[Node] = []
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            items.append(self._node(event, depth + 1))
        return SequenceNode(items, self.file, self._span(start, event))

    def _mapping(self, start: Event, depth: int) -> MappingNode:
        items: dict[ScalarNode, Node] = {}
        written: dict[str, ScalarNode] | None = None  # keys as they read, once one is written otherwise
        while type(event := self._next()) is not yaml.MappingEndEvent:
            key = self._node(event, depth + 1)
            if not isinstance(key, ScalarNode):
                braces = "{{" in self.file.line(key.mark.line)
                expected = "quotes around a text that begins with {{" if braces else "a word as the key"
                raise self._refuse(event, "key-shape", "a list or mapping used as a key", expected)
            if odd := yaml_slips.odd_space(key):
                raise self._refuse(event, "odd-space", f"{odd} in a key", yaml_slips.ORDINARY_SPACE, key.span)
            if key == "<<":
                expected = "the keys written out; merges are not used"
                raise self._refuse(event, "anchor", "merge key '<<'", expected)
            value = self._node(self._next(), depth + 1)
            if written is None and not key.isascii():
                written = {unicodedata.normalize("NFKC", known): known for known in items}
            same = key if written is None else unicodedata.normalize("NFKC", key)
            if same in (items if written is None else written):
                first = next(known for known in items if known == key) if written is None else written[same]
                self._twice(event, key, first)
            else:
                items[key] = value
                if written is not None:
                    written[same] = key
        return MappingNode(items, self.file, self._span(start, event))

    def _twice(self, event: Event, key: ScalarNode, first: ScalarNode) -> None:
        self.problems.append(
            Problem(
                "duplicate-key",
                f"key '{key}' stands twice",
                key.mark,
                expected="each key once",
                related=((first.mark, "first defined here"),),
            )
        )
        if len(self.problems) > MAX_PROBLEMS:
            raise self._refuse(
                event, "too-many", "too many problems in one file", "the problems above mended first"
            )

    def _refuse(
        self, event: Event, code: str, message: str, expected: str, span: int | None = None
    ) -> _Refused:
        place = span_mark(self.file, self._span(event, event) if span is None else span)
        return _Refused(Problem(code, message, place, expected=expected))


def _syntax_problem(file: TextFile, error: yaml.MarkedYAMLError) -> Problem:
    where = error.problem_mark or error.context_mark
    offset = min(where.index, len(file.text)) if where else 0
    opened = min(error.context_mark.index, len(file.text)) if error.context_mark else None
    message = (error.problem or "not readable as YAML").strip()
    slip = yaml_slips.named(file.text, offset, opened, message)
    if slip is not None:
        return Problem("syntax", slip.message, file.mark(slip.start, slip.end), expected=slip.expected)
    mark = file.mark(offset, offset + (offset < len(file.text) and file.text[offset] not in "\r\n"))
    return Problem("syntax", message, mark, expected="valid YAML")
