"""A published issue as its readers may still be told of it, after something in it was marked higher."""

from __future__ import annotations

from collections.abc import Mapping

from ..records.entries import Entry
from .published_issues import Ledger, PrintedClaim


def as_marked(ledger: Ledger, whole: Mapping[str, Entry], left: Mapping[str, Entry | None]) -> Ledger:
    """Return a ledger without what it printed, and groups it was sent to, that readers may not be told today.

    `whole` are the records of which something is withheld from them, `left` what is left of each by the same
    id. So no correction prints again what was marked higher since.
    """
    facts = []
    for fact in ledger.facts:
        rest = left.get(fact.id)
        if fact.id not in left:
            facts.append(fact)
        elif rest is not None and rest.id == fact.id:
            numbers = [n for n, claim in enumerate(fact.claims) if _is_left(claim, whole[fact.id], rest)]
            places = {number: place for place, number in enumerate(numbers)}
            printed = (
                v.model_copy(update={"claim": places[v.claim]}) for v in fact.printed if v.claim in places
            )
            claims = tuple(fact.claims[number] for number in numbers)
            if claims:
                facts.append(fact.model_copy(update={"claims": claims, "printed": tuple(printed)}))
    judgements = tuple(item for item in ledger.judgements if left.get(item.id, ...) is not None)
    groups = tuple(group for group in ledger.sent_to if left.get(group, ...) is not None)
    if groups != ledger.sent_to:
        ledger = ledger.model_copy()
        ledger._sent_to = groups
    if tuple(facts) == ledger.facts and judgements == ledger.judgements:
        return ledger
    return ledger.model_copy(update={"facts": tuple(facts), "judgements": judgements}).with_seal()


def _is_left(claim: PrintedClaim, whole: Entry, left: Entry) -> bool:
    """True if a printed claim is among those that are left of its fact."""
    every, some = ([c for c in entry.claims if str(c.source) == claim.source] for entry in (whole, left))
    if len(every) == len(some):
        return True  # nothing of its source is withheld
    if claim.id:
        return any(c.id == claim.id for c in some)
    days = (c.as_of.text if c.as_of else None for c in some if c.at == claim.at)
    return claim.as_of in days
