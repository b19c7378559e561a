"""Corrections: claims that published issues printed and that no longer hold in a view.

A newer state of things corrects nothing. A printed claim no longer holds if another one `corrects:` it, its
own entry now says something else, its source was withdrawn, or it was removed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ..core.digests import digest
from ..facts.claims import Claim, Fact
from ..facts.measures import unit_of
from ..facts.published_issues import WEEKLY, Ledger, PrintedClaim, PrintedFact
from ..facts.view import View
from ..records.entities import Source
from ..records.fact_records import ClaimRecord
from .snapshot import claim_values, value_text

# Fields that make a printed claim wrong if they change; a list or a remark that grew longer does not.
_DECISIVE = ("date", "from", "until", "status", "negated", "positions")
Concerns = Callable[[Ledger, PrintedFact], bool]


@dataclass(frozen=True, eq=False)
class CorrectedClaim:
    """A printed claim that no longer holds; `now` and `by` are the fact and the claim that do, if any."""

    ledger: Ledger
    fact: PrintedFact
    claim: PrintedClaim
    why: str
    now: Fact | None
    by: Claim | None
    since: date | None

    @property
    def key(self) -> tuple[str, str, str]:
        """The issue, the fact and a digest of what holds now; equals that of the correction once stated."""
        parts = [self.why]
        if self.now and self.by:
            for pair in sorted(claim_texts(self.by.record).items()):
                parts += pair
        return (self.ledger.issue, self.fact.id, digest(*parts))

    @property
    def was(self) -> str:
        """The printed number or date; "" if the claim was only cited."""
        texts = [item.text for item in self.fact.of(self.claim)]
        return texts[0] if texts else ""


def claim_texts(record: ClaimRecord, unit: str = "") -> dict[str, str]:
    """The fields of a claim that make it wrong if they change, as texts that can be compared."""
    keys = (*record.numbers, *_DECISIVE)
    return {key: value_text(value) for key, value in claim_values(record, unit).items() if key in keys}


def outstanding(
    view: View, published: Iterable[Ledger], concerning: Concerns = lambda ledger, fact: True
) -> list[CorrectedClaim]:
    """The printed claims that no longer hold and that no later issue has corrected, by issue and fact.

    That is the weekly, which every reader has, or one of the same series. Only the printed facts that are
    asked for by `concerning` are looked up, so that a page depends on no others.
    """
    published = list(published)
    open_items = []
    for ledger in published:
        series = (ledger.series, WEEKLY)
        later = [other for other in published if other.cutoff > ledger.cutoff and other.series in series]
        stated = {(c.issue, c.fact, c.now) for other in later for c in other.corrections}
        facts = [fact for fact in ledger.facts if concerning(ledger, fact)]
        open_items += [item for item in _corrected_claims(view, ledger, facts) if item.key not in stated]
    return open_items


def _corrected_claims(view: View, ledger: Ledger, facts: Iterable[PrintedFact]) -> Iterator[CorrectedClaim]:
    """The claims of an issue that no longer hold, one for each of the facts, printed text and reason."""
    for fact in facts:
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
        since = by.known_on or by.source.published.last
        return CorrectedClaim(ledger, printed, claim, "corrected", fact, by, since)
    if edited := _entry(own, claim):
        return CorrectedClaim(ledger, printed, claim, "entry corrected", fact, edited, None)
    return CorrectedClaim(ledger, printed, claim, "no longer held", fact, fact.headline, None)


def _says(now: Mapping[str, str], then: Mapping[str, str]) -> bool:
    return all(now.get(key) == value for key, value in then.items())


def _corrector(fact: Fact, claim: PrintedClaim, unit: str) -> Claim | None:
    """The standing claim that corrects a printed one, directly or through other corrections; else None."""
    chain = set()
    for record in fact.entry.claims:
        if record.id and record.source == claim.source:
            same = claim.id is None and _says(claim_texts(record, unit), claim.said)
            if same or record.id == claim.id:
                chain.add(record.id)
    for record in fact.entry.claims * len(fact.entry.claims):  # a correction may precede what it corrects
        if record.corrects in chain and record.id:
            chain.add(record.id)
    return next((other for other in fact.claims if other.record.corrects in chain), None)


def _entry(own: list[Claim], claim: PrintedClaim) -> Claim | None:
    """The printed claim's entry as it is now: by its id, else by its place in the source; else None."""
    if claim.id:
        return next((other for other in own if other.record.id == claim.id), None)
    placed = [c for c in own if c.record.at == claim.at and tuple(map(str, c.record.origin)) == claim.origin]
    dated = [c for c in placed if (c.record.as_of.text if c.record.as_of else None) == claim.as_of]
    return next(iter(dated or placed), None)
