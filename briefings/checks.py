"""Rules across facts: what no single record can tell by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from .fields import FactRef, Prose, Record, Ref
from .problems import Mark, Problem, Severity, nearest
from .prose import ProseMistake, bare_numbers, calls
from .reading import Entry
from .records import ClaimRecord, FactRecord
from .values import PartialDate, ValueProblem


def check(entries: Iterable[Entry]) -> list[Problem]:
    """Every problem of the records together."""
    entries = list(entries)
    problems = list(_duplicates(entries))
    ids = {entry.id for entry in entries}
    facts = {entry.id: entry for entry in entries if isinstance(entry.record, FactRecord)}
    sources = {entry.id for entry in entries if entry.kind == "sources"}
    problems += _duplicate_claims(facts.values())
    for entry in entries:
        for value in _scalars([entry.record, *entry.claims]):
            if isinstance(value, FactRef) and value not in ids:
                problems.append(_unknown(value.mark, str(value), ids))
            elif isinstance(value, Prose):
                problems += _prose(value, facts, sources)
            elif isinstance(value, Ref) and value.written != value and value.written.casefold() != value.casefold():
                message = f"'{value.written}' is another name of '{value}'"
                problems.append(Problem("alias", message, value.mark, Severity.WARNING, suggestion=str(value)))
    if not any(entry.kind == "desk" for entry in entries) and entries:
        mark = entries[0].node.mark
        problems.append(Problem("no-desk", "no desk settings in any file", mark, expected="one record 'desk:'"))
    return problems


def _scalars(value: object) -> Iterator[object]:
    if isinstance(value, Record):
        for name in type(value).model_fields:
            yield from _scalars(getattr(value, name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _scalars(item)
    elif isinstance(value, FactRef | Prose | Ref):
        yield value


def _duplicates(entries: list[Entry]) -> Iterator[Problem]:
    # one name space for all that can be cited by id, so that `part_of` and `basis` never need a kind
    for id, group in groupby(sorted(entries, key=lambda e: e.id), key=lambda e: e.id):
        first, *others = sorted(group, key=lambda e: (e.mark.file.path, e.mark.line))
        for entry in others:
            yield Problem(
                "duplicate-id", f"the id '{id}' stands twice", entry.mark,
                expected="each id once; file a further claim under 'claims:' with 'fact:'",
                related=((first.mark, "first defined here"),),
            )  # fmt: skip


def _duplicate_claims(facts: Iterable[Entry]) -> Iterator[Problem]:
    seen: dict[str, Mark] = {}
    named: list[tuple[ClaimRecord, Mark]] = [
        (claim, node.mark) for entry in facts for claim, node in zip(entry.claims, entry.claim_nodes, strict=True)
    ]
    for claim, mark in named:
        if claim.id and claim.id in seen:
            yield Problem("duplicate-id", f"the claim id '{claim.id}' stands twice", mark, expected="each id once",
                          related=((seen[claim.id], "first defined here"),))  # fmt: skip
        elif claim.id:
            seen[claim.id] = mark
    for claim, mark in named:
        if claim.corrects and claim.corrects not in seen:
            yield _unknown(mark, claim.corrects, seen, "claim")


def _unknown(mark: Mark, id: str, known: Iterable[str], what: str = "fact") -> Problem:
    return Problem("unknown-id", f"no {what} has the id '{id}'", mark, expected=f"the id of a {what}",
                   suggestion=nearest(id, known))  # fmt: skip


def _prose(prose: Prose, facts: dict[str, Entry], sources: set[str]) -> Iterator[Problem]:
    try:
        quoted = calls(prose)
        bare = bare_numbers(prose)
    except ProseMistake as mistake:
        yield Problem("bad-prose", str(mistake), _within(prose, mistake.near), expected=mistake.expected)
        return
    for word in dict.fromkeys(bare):
        yield Problem(
            "bare-number", f"a bare number in a narrative: '{word}'", _within(prose, word),
            expected='a quoted fact {{ fact("id") }}, a {{ date("…") }}, or {{ text("…") }} for a name',
        )  # fmt: skip
    for call in quoted:
        name = call.args[0]
        known = {"fact": facts.keys(), "cite": sources}.get(call.name)
        if known is not None and name not in known:
            yield _unknown(_within(prose, name), name, known, "fact" if call.name == "fact" else "source")
        elif call.name == "date":
            try:
                PartialDate.parse(name)
            except ValueProblem as problem:
                yield Problem("not-a-date", str(problem), _within(prose, name), expected=problem.expected)


def _within(prose: Prose, near: str) -> Mark:
    """The place of a word inside a narrative, looked up in the file's own lines."""
    whole = prose.mark
    if near:
        pattern = re.compile(rf"(?<![\w-]){re.escape(near)}(?![\w-])" if near[0].isalnum() else re.escape(near))
        for number in range(whole.line, whole.end_line + 1):
            start = whole.column - 1 if number == whole.line else 0
            found = pattern.search(whole.file.line(number), start)
            if found:
                return Mark(whole.file, number, found.start() + 1, number, found.end() + 1)
    return whole
