"""Rules of citations: what is cited of a source stands within its lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from ..core.problems import Mark, Problem
from ..records.base_record import Record
from ..records.entities import Organization, Source
from ..records.entries import Entry
from ..records.fact_kinds import StatementClaim
from .rule_context import Rule, RuleContext, claim_mark

Citation = tuple[str, tuple[int, ...], Callable[..., Mark], tuple[str | int, ...]]


def lines_of_sources(context: RuleContext, entry: Entry, record: Record) -> Iterator[Problem]:
    """The lines that a claim, rendering, founding instrument or doubt is of are lines that its source has."""
    for source, numbers, place, path in _citations(context, entry, record):
        cited = context.entry(source) if numbers else None
        last = cited.record.lines if cited and isinstance(cited.record, Source) else None
        if cited is None or last is None or max(numbers) <= last:
            continue
        yield Problem(
            "source-line",
            f"line {max(numbers)} of {source}, which has {last}",
            place(*path),
            f"a line up to {last}, counting those that are not blank",
            related=((cited.at("lines"), "the lines of the source"),),
        )


def _citations(context: RuleContext, entry: Entry, record: Record) -> Iterator[Citation]:
    """Each source of which a record cites lines, their numbers, and what finds a place in it."""
    for claim in context.claims(entry):
        told, place = claim.record, partial(claim_mark, claim)
        yield str(told.source), told.at, place, ("at",)
        yield str(told.source), told.context, place, ("context",)
        for index, rendering in enumerate(told.renderings if isinstance(told, StatementClaim) else ()):
            if rendering.source:
                yield str(rendering.source), rendering.at, place, ("renderings", index, "at")
    for index, instrument in enumerate(record.founding if isinstance(record, Organization) else ()):
        yield str(instrument.source), instrument.at, entry.at, ("founding", index, "at")
    for index, passage in enumerate(record.passages if isinstance(record, Source) else ()):
        yield entry.id, passage.at, entry.at, ("passages", index, "at")


RULES = (Rule(Record, lines_of_sources),)
