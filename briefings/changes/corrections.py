"""What published issues printed that no longer holds: a ledger's claims against what a view shows now.

A newer state of things corrects nothing: a claim is corrected where another one says so (`corrects:`), where
its own entry now says something else, where its source was withdrawn, or where it is no longer held.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ..core.digests import digest
from ..facts.fact_base import Claim, Fact, View
from ..facts.measures import unit_of
from ..facts.published_issues import Ledger, PrintedClaim, PrintedFact
from ..records.entities import Source
from ..records.fact_kinds import ClaimRecord
from .snapshot import claim_values, value_text

# What a reader was told of a claim; a list or a remark that grew fuller makes nothing that was printed wrong.
_TOLD = ("date", "from", "until", "status", "negated", "positions")


@dataclass(frozen=True, eq=False)
class CorrectedClaim:
    """One claim that an issue printed and that no longer holds; `now` and `by` say what does, None for
    nothing."""

    ledger: Ledger
    fact: PrintedFact
    claim: PrintedClaim
    why: str
    now: Fact | None
    by: Claim | None
    since: date | None

    @property
    def key(self) -> tuple[str, str, str]:
        """The issue, the fact and a digest of what holds now: a correction that was stated has the same."""
        holds = sorted(claim_texts(self.by.record).items()) if self.now and self.by else []
        return (self.ledger.issue, self.fact.id, digest(self.why, *(part for pair in holds for part in pair)))

    @property
    def was(self) -> str:
        """What stood on the page: the printed number or date; "" where the claim was cited only."""
        texts = [item.text for item in self.fact.of(self.claim)]
        return texts[0] if texts else ""


def claim_texts(record: ClaimRecord, unit: str = "") -> dict[str, str]:
    """What a reader is told of a claim, by field, as texts that can be compared."""
    keys = (*record.numbers, *_TOLD)
    return {key: value_text(value) for key, value in claim_values(record, unit).items() if key in keys}


def outstanding(view: View, published: Iterable[Ledger]) -> list[CorrectedClaim]:
    """What issues printed that no longer holds and that no later one of them has stated, by issue and
    fact."""
    published = list(published)
    found = []
    for ledger in published:
        later = [other for other in published if other.cutoff > ledger.cutoff]
        stated = {(c.issue, c.fact, c.now) for other in later for c in other.corrections}
        found += [item for item in corrected_claims(view, ledger) if item.key not in stated]
    return found


def corrected_claims(view: View, ledger: Ledger) -> Iterator[CorrectedClaim]:
    """Every claim of an issue that no longer holds, one a fact and printed text."""
    for fact in ledger.facts:
        seen = set()
        for claim in fact.claims:
            item = _claim(view, ledger, fact, claim)
            if item and (item.was, item.why) not in seen:
                seen.add((item.was, item.why))
                yield item


def _claim(view: View, ledger: Ledger, printed: PrintedFact, claim: PrintedClaim) -> CorrectedClaim | None:
    fact = view.fact(printed.id)
    source = view.record("sources", claim.source, Source)
    if source and source.withdrawn and source.withdrawn.last <= view.at.known:
        by = fact.headline if fact else None
        return CorrectedClaim(ledger, printed, claim, "source withdrawn", fact, by, source.withdrawn.last)
    if fact is None:
        return CorrectedClaim(ledger, printed, claim, "no longer held", None, None, None)
    unit = unit_of(view, fact)
    own = [other for other in fact.claims if other.source.id == claim.source]
    if any(_says(claim_texts(other.record, unit), claim.said) for other in own):
        return None
    if by := _corrector(fact, claim, unit):
        return CorrectedClaim(
            ledger, printed, claim, "corrected", fact, by, by.known_on or by.source.published.last
        )
    if edited := _entry(own, claim):
        return CorrectedClaim(ledger, printed, claim, "entry corrected", fact, edited, None)
    return CorrectedClaim(ledger, printed, claim, "no longer held", fact, fact.headline, None)


def _says(now: Mapping[str, str], then: Mapping[str, str]) -> bool:
    return all(now.get(key) == value for key, value in then.items())


def _corrector(fact: Fact, claim: PrintedClaim, unit: str) -> Claim | None:
    """The standing claim that corrects one, over as many corrections as there are."""
    own = {
        record.id
        for record in fact.entry.claims
        if record.id
        and record.source == claim.source
        and (record.id == claim.id or (claim.id is None and _says(claim_texts(record, unit), claim.said)))
    }
    chain = [*own]
    for record in fact.entry.claims * len(
        fact.entry.claims
    ):  # a correction may stand before what it corrects
        if record.corrects in chain and record.id and record.id not in chain:
            chain.append(record.id)
    return next((held for held in fact.claims if held.record.corrects in chain), None)


def _entry(own: list[Claim], claim: PrintedClaim) -> Claim | None:
    """The claim's own entry as it stands now: by its id, else by its place in the source, else the only one
    left."""
    if claim.id:
        return next((other for other in own if other.record.id == claim.id), None)
    placed = [c for c in own if c.record.at == claim.at and tuple(map(str, c.record.origin)) == claim.origin]
    dated = [c for c in placed if (c.record.as_of.text if c.record.as_of else None) == claim.as_of]
    return next(iter([*dated, *placed]), None)
