"""Links from one record to the next: none leads back to where it began."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import pairwise

from ..core.problems import Mark, Problem
from ..records.base_record import Record
from ..records.entities import Measure
from ..records.entries import Entry
from ..records.fact_records import FactRecord
from ..records.judgements import Assessment
from .rule_context import Rule, RuleContext

# The ids that one id names by a key, each with its place.
Links = Mapping[str, Mark]


def circles(context: RuleContext, entry: Entry, record: Record) -> Iterator[Problem]:
    """No record supersedes, rivals or is a part of itself by others."""
    for key in ("supersedes", "part_of", "parts"):
        if named := _named(entry, key):
            yield from _circles(context, key, entry.id, named, partial(_links, context, key))
    for key in ("rivals", "same_as"):  # they hold both ways, so only a record's own id is wrong
        if entry.id in (named := _named(entry, key)):
            yield _circle(key, [entry.id, entry.id], named[entry.id])
    for claim in entry.claims:
        if claim.id and claim.corrects:
            corrected = _corrected(context, claim.id)
            yield from _circles(context, "corrects", claim.id, corrected, partial(_corrected, context))


def _links(context: RuleContext, key: str, id: str) -> Links:
    entry = context.entry(id)
    return {} if entry is None else _named(entry, key)


def _named(entry: Entry, key: str) -> Links:
    """The ids that a record names by a key."""
    match entry.record:
        case FactRecord() as fact if key != "parts":
            value = getattr(fact, key)
        case Assessment() as judgement if key == "supersedes":
            value = judgement.supersedes
        case Measure() as measure if key == "parts":
            value = measure.parts
        case _:
            value = ()
    values = value if isinstance(value, tuple) else (value,) if value else ()
    return {str(target): target.mark for target in values}


def _corrected(context: RuleContext, id: str) -> Links:
    """The id of the claim that a claim corrects."""
    for entry in context.found(f"claim {id}"):
        for claim, node in zip(entry.claims, entry.claim_nodes, strict=True):
            if claim.id == id and claim.corrects:
                return {str(claim.corrects): node.mark}
    return {}


def _circles(
    context: RuleContext, key: str, first: str, named: Links, links: Callable[[str], Links]
) -> Iterator[Problem]:
    """Yield the circles that are met on the way from an id, each once.

    What was walked is not walked again for another record: a circle is an error, for which all records are
    judged, and after an edit every new circle leads through an edited record, which is judged itself.
    """
    walked: set[str] = context.shared(("walked", key), set)
    path, ahead = {first: named}, [iter(named)]
    if first in walked:
        return
    while ahead:
        target = next(ahead[-1], None)
        if target is None:
            ahead.pop()
            walked.add(path.popitem()[0])
        elif target in path:
            ids = list(path)
            circle = [*ids[ids.index(target) :], target]
            least, then = min(pairwise(circle))
            yield _circle(key, _from(least, circle), path[least][then])
        elif target not in walked:
            path[target] = links(target)
            ahead.append(iter(path[target]))


def _circle(key: str, ids: list[str], mark: Mark) -> Problem:
    message = f"{key!r} goes in a circle: {' -> '.join(ids)}"
    return Problem("link-circle", message, mark, f"no {key!r} that leads back")


def _from(first: str, circle: list[str]) -> list[str]:
    """A circle as one that begins and ends with an id of it."""
    at = circle.index(first)
    return [*circle[at:-1], *circle[:at], first]


RULES = (Rule(Record, circles),)
