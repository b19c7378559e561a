"""Two clocks: nothing is seen before it was known; a past view is what one would have had without what came later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from briefings import loading, workspace
from briefings.disputes import within
from briefings.factbase import FactBase, View, Viewpoint
from briefings.values import Marking

HELD = loading.load(workspace.fact_files(Path(__file__).parent.parent))
assert HELD.base is not None
BASE: FactBase = HELD.base
DAYS = st.integers(0, 500).map(lambda days: date(2021, 6, 1) + timedelta(days))


def shown(view: View) -> dict[str, object]:
    """What a view shows of each fact, and which of it is in dispute."""
    return {
        id: (fact.digest, [claim.digest for claim in fact.claims], [len(found.claims) for found in within(fact)])
        for id, fact in view.facts.items()
    }


@given(DAYS, DAYS)
@settings(max_examples=15)
def test_the_view_at_a_cut_off_is_the_view_with_all_later_claims_deleted(as_of: date, known: date) -> None:
    at = Viewpoint(as_of, known, Marking.GREEN)
    entries = []
    for entry in BASE.all:
        told = BASE.claims(entry)
        keep = [n for n, claim in enumerate(told) if claim.known_on is None or claim.known_on <= known]
        if told and not keep:
            continue
        if len(keep) < len(told):
            entry = replace(
                entry,
                claims=tuple(entry.claims[n] for n in keep),
                claim_nodes=tuple(entry.claim_nodes[n] for n in keep),
            )
        entries.append(entry)
    assert shown(FactBase.of(entries).view(at)) == shown(BASE.view(at))


@given(DAYS, DAYS)
@settings(max_examples=15)
def test_no_claim_is_seen_before_it_was_known(as_of: date, known: date) -> None:
    facts = BASE.view(Viewpoint(as_of, known, Marking.RED)).facts.values()
    early = [c for fact in facts for c in fact.claims if c.known_on is not None and c.known_on > known]
    assert early == []
    assert len(list(facts)) > 10
