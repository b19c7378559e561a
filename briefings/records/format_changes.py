"""Fact files of 0.1.0 brought to the form of today: what a program can change without knowing the sources.

- `note` of an entity or a judgement was a remark, and is `internal`.
- A key beside a fact's `claims` was the default of each claim; it stands in each claim now.

docs/upgrading.md lists every change, also those that a person has to make.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ..core.problems import TextFile
from .fact_records import FactRecord, field_of
from .record_models import RECORD_MODELS
from .record_tables import is_table
from .yaml_tree import MappingNode, Node, ScalarNode, SequenceNode, parse, span_bounds

REMARK, CLAIMED = "'note' is 'internal'", "keys beside 'claims' stand in each claim"
_PLAIN = re.compile(r"[^\W\d_][\w /.()'-]*\w|\d[\d.-]*[~?]?|\w", re.UNICODE)


@dataclass(frozen=True)
class ChangedFile:
    """A fact file in the form of today, and how often each change was made in it."""

    path: str
    text: str
    changes: Counter[str]


@dataclass(frozen=True)
class _Edit:
    """A stretch of a text and what stands there instead."""

    start: int
    end: int
    text: str
    change: str = ""


def changed_file(file: TextFile) -> ChangedFile | None:
    """Return a file in the form of today; None if nothing in it is to be changed, or it cannot be read."""
    tree, problems = parse(file)
    if problems or not isinstance(tree, MappingNode):
        return None
    edits = [edit for kind, record in _records(tree) for edit in _edits(kind, record)]
    if not edits:
        return None
    text = file.text
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return ChangedFile(file.path, text, Counter(edit.change for edit in edits if edit.change))


def _records(tree: MappingNode) -> Iterator[tuple[str, MappingNode]]:
    for kind, items in tree.items():
        for item in items if isinstance(items, SequenceNode) else ():
            if isinstance(item, MappingNode) and kind in RECORD_MODELS and not is_table(item):
                yield str(kind), item


def question_stubs(file: TextFile) -> dict[int, str]:
    """Return what to write for each judgement without a question, by its line: key and record."""
    tree, problems = parse(file)
    if problems or not isinstance(tree, MappingNode):
        return {}
    unasked = [one for kind, one in _records(tree) if kind == "assessments" and one.key("question") is None]
    return {record.mark.line: _question_stub(record) for record in unasked}


def _question_stub(record: MappingNode) -> str:
    said = {name: _flow(record[key]) for name in ("id", "about", "text") if (key := record.key(name))}
    id, about = f"asked-{said.get('id', 'x')}", said.get("about", "[]")
    about = about if about.startswith("[") else f"[{about}]"
    asked = f'{{id: {id}, text: "…?", about: {about}, yes_if: {said.get("text", "…")}}}'
    return f"write 'question: {id}' here, and below 'questions:' - {asked}"


def _edits(kind: str, record: MappingNode) -> Iterator[_Edit]:
    model = RECORD_MODELS[kind]
    if not issubclass(model, FactRecord):
        note = record.key("note")
        if note is not None and not field_of(model, "note") and field_of(model, "internal"):
            yield _Edit(*span_bounds(note.span), "internal", REMARK)
        return
    key = record.key("claims")
    claims = record[key] if key is not None else None
    if not isinstance(claims, SequenceNode):
        return
    stray = {
        name: value
        for name, value in record.items()
        if field_of(model.claim, name) and not field_of(model, name) and name not in model.claim.labels
    }
    if not stray:
        return
    for name in stray:
        yield _without(record, name)
    for claim in claims:
        if isinstance(claim, MappingNode):
            added = {name: value for name, value in stray.items() if claim.key(str(name)) is None}
            if added:
                yield _with_keys(claim, added)


def _without(record: MappingNode, key: ScalarNode) -> _Edit:
    """Take a key and its value out of a mapping: with their lines, or from between the commas."""
    text = record.file.text
    start, end = span_bounds(key.span)[0], span_bounds(record[key].span)[1]
    if text[span_bounds(record.span)[0]] == "{":
        after = re.compile(r"\s*,\s*").match(text, end)
        if after:
            return _Edit(start, after.end(), "")
        return _Edit(len(text[:start].rstrip().removesuffix(",")), end, "")
    later = [span_bounds(other.span)[0] for other in record if span_bounds(other.span)[0] > start]
    if later:  # a first key stands behind the dash of its item, where the next one takes its place
        return _Edit(start, min(later), "")
    line = text.rfind("\n", 0, start)
    return _Edit(line, len(text[:end].rstrip()), "")


def _with_keys(claim: MappingNode, added: dict[ScalarNode, Node]) -> _Edit:
    """Add keys to a claim: in its braces, or as lines below its others."""
    text = claim.file.text
    start, end = span_bounds(claim.span)
    if text[start] == "{":
        said = "".join(f", {name}: {_flow(value)}" for name, value in added.items())
        place = len(text[: end - 1].rstrip())
        return _Edit(place, place, said, CLAIMED)
    place = len(text[:end].rstrip())
    indent = " " * (span_bounds(next(iter(claim)).span)[0] - text.rfind("\n", 0, start) - 1)
    said = "".join(f"\n{indent}{name}: {_flow(value)}" for name, value in added.items())
    return _Edit(place, place, said, CLAIMED)


def _flow(node: Node) -> str:
    """A value as it may stand within braces."""
    if isinstance(node, SequenceNode):
        return f"[{', '.join(map(_flow, node))}]"
    if isinstance(node, MappingNode):
        return f"{{{', '.join(f'{key}: {_flow(value)}' for key, value in node.items())}}}"
    text = str(node).strip()
    return text if _PLAIN.fullmatch(text) and ": " not in text else json.dumps(text, ensure_ascii=False)
