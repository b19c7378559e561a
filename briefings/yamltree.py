"""YAML text to a tree of text scalars that know where they stand.

Only libyaml's events are used: nothing is resolved to a type here, so `NO` stays Norway and `1.10` keeps its
zero. What a hand-kept fact file never needs (anchors, tags, merges, several documents) is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import yaml

from .problems import Mark, Problem, TextFile

MAX_DEPTH = 24


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

    __slots__ = ("mark",)

    def __init__(self, items: dict[Scalar, Node], mark: Mark) -> None:
        super().__init__(items)
        self.mark = mark

    def key(self, name: str) -> Scalar | None:
        """The key as written, or None."""
        return next((key for key in self if key == name), None)


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
    bad = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ufeff\ufffe\uffff\ue000-\uf8ff]", file.text)
    if bad:
        mark = _offset_mark(file, bad.start())
        return None, [
            Problem(
                "control-character",
                f"control character U+{ord(bad[0]):04X}",
                mark,
                expected="printable text; delete the character",
            )
        ]
    try:
        events = yaml.parse(file.text, Loader=yaml.CSafeLoader)
        return _document(_Events(file, events), problems), problems
    except _Refused as refused:
        return None, [*problems, refused.problem]
    except yaml.MarkedYAMLError as error:
        return None, [*problems, _syntax_problem(file, error)]
    except yaml.YAMLError as error:  # the reader's errors carry no mark
        return None, [*problems, Problem("syntax", f"not readable as YAML: {error}", Mark(file, 1, 1, 1, 2))]


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
        return Mark(self.file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

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
        return Scalar(event.value, events.mark(event), plain=event.style is None)
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
            raise events.refuse(event, "key-shape", "a list or mapping used as a key", "a word as the key")
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
        else:
            written[same] = key
            items[key] = value
    return Mapping(items, _span(events, start, event))


def _offset_mark(file: TextFile, offset: int) -> Mark:
    line = file.text.count("\n", 0, offset) + 1
    column = offset - (file.text.rfind("\n", 0, offset) + 1) + 1
    return Mark(file, line, column, line, column + 1)


def _syntax_problem(file: TextFile, error: yaml.MarkedYAMLError) -> Problem:
    where = error.problem_mark or error.context_mark
    line, column = (where.line + 1, where.column + 1) if where else (1, 1)
    mark = Mark(file, line, column, line, column + 1)
    text = file.line(line)
    expected = "valid YAML"
    if "\t" in text[: len(text) - len(text.lstrip())]:
        expected = "spaces for indentation, not tabs"
    elif re.search(r":\s*[>|%@`{\[&*!]", text):
        expected = "quotes around a value that begins with > | % @ ` { [ & * or !"
    message = (error.problem or "not readable as YAML").strip()
    return Problem("syntax", message, mark, expected=expected)
