"""YAML text to a tree of text scalars that know where they stand.

Only libyaml's events are used: nothing is resolved to a type here, so `NO` stays Norway and `1.10` keeps its
zero. What a hand-kept fact file never needs (anchors, tags, merges, several documents) is refused; `characters.py`
says which characters are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Protocol

import yaml

from .characters import offset_mark, refused
from .problems import MAX_PROBLEMS, Mark, Problem, TextFile

MAX_DEPTH = 24
MAX_FILE = 1_000_000
SPLIT = f"at most {MAX_FILE:,} bytes: split the file"


class Scalar(str):
    """Text as written, with its place. `plain` is false for a quoted or block scalar."""

    __slots__ = ("mark", "plain")
    mark: Mark
    plain: bool

    def __new__(cls, text: str, mark: Mark, plain: bool = True) -> Scalar:
        self = super().__new__(cls, text)
        self.mark = mark
        self.plain = plain
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (str(self), self.mark, self.plain))


class Sequence(list["Node"]):
    """A YAML list with its place."""

    __slots__ = ("mark",)

    def __init__(self, items: list[Node], mark: Mark) -> None:
        super().__init__(items)
        self.mark = mark


class Mapping(dict[Scalar, "Node"]):
    """A YAML mapping with its place; its keys are `Scalar`s, so each knows its own."""

    __slots__ = ("_keys", "mark")

    def __init__(self, items: dict[Scalar, Node], mark: Mark) -> None:
        super().__init__(items)
        self.mark = mark
        self._keys: dict[str, Scalar] | None = None

    def key(self, name: str) -> Scalar | None:
        """The key as written, or None."""
        if self._keys is None or len(self._keys) != len(self):
            self._keys = {str(key): key for key in self}
        return self._keys.get(name)


Node = Scalar | Sequence | Mapping


def key_mark(mapping: Mapping, name: str) -> Mark:
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
        return None, [Problem(why.code, why.message, offset_mark(file, why.offset), expected=why.expected)]
    if len(file.text) > MAX_FILE or len(file.text.encode("utf-8", "surrogatepass")) > MAX_FILE:
        return None, [Problem("too-large", f"larger than {MAX_FILE:,} bytes", offset_mark(file, 0), expected=SPLIT)]
    bad = refused(file)
    if bad:
        return None, bad
    try:
        events = yaml.parse(file.text, Loader=yaml.CSafeLoader)
        return _document(_Events(file, events), problems), problems
    except _Refused as stop:
        return None, [*problems, stop.problem]
    except yaml.MarkedYAMLError as error:
        return None, [*problems, _syntax_problem(file, error)]
    except yaml.YAMLError as error:  # the reader's errors carry no mark
        return None, [
            *problems,
            Problem("syntax", f"not readable as YAML: {error}", Mark(file, 1, 1, 1, 2), expected="valid YAML"),
        ]


class _Events:
    """libyaml's events with one look ahead and marks of ours."""

    def __init__(self, file: TextFile, events: Iterator[yaml.Event]) -> None:
        self.file = file
        self._events = events

    def next(self) -> yaml.Event:
        return next(self._events)

    def mark(self, event: yaml.Event) -> Mark:
        start, end = event.start_mark, event.end_mark
        assert start is not None and end is not None  # libyaml gives both for every event
        return _mark(self.file, start, end)

    def refuse(self, event: yaml.Event, code: str, message: str, expected: str) -> _Refused:
        return _Refused(Problem(code, message, self.mark(event), expected=expected))


def _document(events: _Events, problems: list[Problem]) -> Node | None:
    tree: Node | None = None
    seen = False
    while not isinstance(event := events.next(), yaml.StreamEndEvent):
        if isinstance(event, yaml.DocumentStartEvent):
            if seen:
                raise events.refuse(
                    event,
                    "several-documents",
                    "a second document in one file",
                    "one document a file: delete the line '---'",
                )
            seen = True
            tree = _node(events, events.next(), problems, 1)
    if isinstance(tree, Scalar) and tree == "" and tree.plain:
        return None
    return tree


def _node(events: _Events, event: yaml.Event, problems: list[Problem], depth: int) -> Node:
    if isinstance(event, yaml.AliasEvent):
        raise events.refuse(event, "anchor", f"alias '*{event.anchor}'", "the value written out; aliases are not used")
    anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
    if anchor:
        raise events.refuse(event, "anchor", f"anchor '&{anchor}'", "no anchor; write the value out where needed")
    if tag is not None:
        raise events.refuse(event, "tag", f"tag {tag!r}", "no tag; the schema gives each value its type")
    if depth > MAX_DEPTH:
        raise events.refuse(event, "too-deep", "nested too deeply", f"at most {MAX_DEPTH} levels")
    if isinstance(event, yaml.ScalarEvent):
        plain = not event.style  # libyaml's style of plain text is '', PyYAML's own is None
        scalar = Scalar(event.value, events.mark(event), plain=plain)
        if event.style == '"' and "\\" in events.file.line(scalar.mark.line)[scalar.mark.column - 1 :]:
            problems += refused(events.file, scalar, scalar.mark)  # what escapes have brought in
        elif event.style == '"' and scalar.mark.line != scalar.mark.end_line:
            problems += refused(events.file, scalar, scalar.mark)
        return scalar
    if isinstance(event, yaml.SequenceStartEvent):
        return _sequence(events, event, problems, depth)
    return _mapping(events, event, problems, depth)


def _span(events: _Events, start: yaml.Event, end: yaml.Event) -> Mark:
    first, last = events.mark(start), events.mark(end)
    return Mark(events.file, first.line, first.column, last.end_line, last.end_column)


def _sequence(events: _Events, start: yaml.Event, problems: list[Problem], depth: int) -> Sequence:
    items: list[Node] = []
    while not isinstance(event := events.next(), yaml.SequenceEndEvent):
        items.append(_node(events, event, problems, depth + 1))
    return Sequence(items, _span(events, start, event))


def _mapping(events: _Events, start: yaml.Event, problems: list[Problem], depth: int) -> Mapping:
    items: dict[Scalar, Node] = {}
    written: dict[str, Scalar] = {}
    while not isinstance(event := events.next(), yaml.MappingEndEvent):
        key = _node(events, event, problems, depth + 1)
        if not isinstance(key, Scalar):
            braces = "{{" in events.file.line(key.mark.line)
            expected = "quotes around a text that begins with {{" if braces else "a word as the key"
            raise events.refuse(event, "key-shape", "a list or mapping used as a key", expected)
        if key == "<<":
            raise events.refuse(event, "anchor", "merge key '<<'", "the keys written out; merges are not used")
        value = _node(events, events.next(), problems, depth + 1)
        same = unicodedata.normalize("NFKC", key)
        if same in written:
            first = written[same]
            problems.append(
                Problem(
                    "duplicate-key",
                    f"key '{key}' stands twice",
                    key.mark,
                    expected="each key once",
                    related=((first.mark, "first defined here"),),
                )
            )
            if len(problems) > MAX_PROBLEMS:
                raise events.refuse(
                    event, "too-many", "too many problems in one file", "the problems above mended first"
                )
        else:
            written[same] = key
            items[key] = value
    return Mapping(items, _span(events, start, event))


class _Point(Protocol):
    """What libyaml's and PyYAML's marks have in common; both count from 0."""

    line: int
    column: int


def _mark(file: TextFile, start: _Point, end: _Point) -> Mark:
    """A mark of ours; libyaml ends a file without a last line break one line beyond it."""
    last = len(file.lines)
    line, column, end_line, end_column = start.line + 1, start.column + 1, end.line + 1, end.column + 1
    if line > last:
        line, column = last, len(file.lines[-1]) + 1
    if end_line > last:
        end_line, end_column = last, len(file.lines[-1]) + 1
    return Mark(file, line, column, end_line, end_column)


def _syntax_problem(file: TextFile, error: yaml.MarkedYAMLError) -> Problem:
    where = error.problem_mark or error.context_mark
    mark = _mark(file, where, where) if where else Mark(file, 1, 1, 1, 1)
    mark = Mark(file, mark.line, mark.column, mark.line, mark.column + (mark.column <= len(file.line(mark.line))))
    text = file.line(mark.line)
    expected = "valid YAML"
    if re.search(r":\s*[>|%@`{\[&*!]", text):
        expected = "quotes around a value that begins with > | % @ ` { [ & * or !"
    message = (error.problem or "not readable as YAML").strip()
    return Problem("syntax", message, mark, expected=expected)
