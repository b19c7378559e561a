"""Who says what a claim says: the speaker or body, for whom, and through which outlets."""

from __future__ import annotations

from ..records.fact_kinds import Displacement, Office, Statement
from ..records.references import Ref
from . import labels
from .claims import Claim, Fact
from .view import View

# Of what somebody wants or promises, who does so is who says so.
_PROMISES = ("requested", "offered", "pledged")


def speakers(view: View, fact: Fact, claim: Claim) -> list[str]:
    """Return who says it, first the speaker, last the publisher: ["Peskov, for the Kremlin", "TASS"]."""
    chain: list[Ref] = list(reversed(claim.record.origin))
    record = fact.record
    if isinstance(record, Statement) and record.speaker not in chain:
        chain.insert(0, record.speaker)
    elif isinstance(record, Displacement) and claim.record.status in _PROMISES and not chain:
        chain = list(record.by)
    names = [_name(view, ref, first=number == 0) for number, ref in enumerate(chain)]
    return list(dict.fromkeys([*names, claim.source.publisher]))


def via(view: View, fact: Fact, claim: Claim) -> list[str]:
    """Return whom a claim's source itself relies on, who is neither its publisher nor the fact's speaker."""
    own = {str(getattr(fact.record, "speaker", "")), claim.outlet}
    refs = [ref for ref in claim.record.origin if str(ref) not in own]
    return [labels.name_in_sentence(view, ref) for ref in refs]


def _name(view: View, ref: Ref, first: bool) -> str:
    name = labels.entity_name(view, ref)
    if not first or view.entity(ref) is None:
        return name
    for office in view.of_kind("offices", holder=str(ref), ended=True):
        if isinstance(office.record, Office) and "spokes" in office.record.office:
            return f"{name}, for {labels.name_in_sentence(view, office.record.of)}"
    return name
