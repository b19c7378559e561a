"""Rules of citations: what is cited of a source stands within its lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from ..core.problems import Mark, Problem
from ..records.entities import Organization, Source
from ..records.fact_kinds import StatementClaim
from .rule_context import RuleContext, claim_mark

Citation = tuple[str, tuple[int, ...], Callable[..., Mark], tuple[str | int, ...]]


def lines_of_sources(context: RuleContext) -> Iterator[Problem]:
    """The lines that a claim, rendering, founding instrument or doubt is of are lines that its source has."""
    counted = {source.id: entry for entry, source in context.records(Source) if source.lines}
    for source, numbers, place, path in _citations(context) if counted else ():
        last = context.sources[source].lines if source in counted else None
        if last is None or not numbers or max(numbers) <= last:
            continue
        yield Problem(
            "source-line",
            f"line {max(numbers)} of {source}, which has {last}",
            place(*path),
            f"a line up to {last}, counting those that are not blank",
            related=((counted[source].at("lines"), "the lines of the source"),),
        )


def _citations(context: RuleContext) -> Iterator[Citation]:
    """Each source that lines of are cited, their numbers, and what gives the place of a path of keys."""
    for claims in context.claims.values():
        for claim in claims:
            record, place = claim.record, partial(claim_mark, claim)
            yield str(record.source), record.at, place, ("at",)
            yield str(record.source), record.context, place, ("context",)
            for index, rendering in enumerate(
                record.renderings if isinstance(record, StatementClaim) else ()
            ):
                if rendering.source:
                    yield str(rendering.source), rendering.at, place, ("renderings", index, "at")
    for entry, body in context.records(Organization):
        for index, instrument in enumerate(body.founding):
            yield str(instrument.source), instrument.at, entry.at, ("founding", index, "at")
    for entry, source in context.records(Source):
        for index, passage in enumerate(source.passages):
            yield str(source.id), passage.at, entry.at, ("passages", index, "at")


RULES = (lines_of_sources,)
