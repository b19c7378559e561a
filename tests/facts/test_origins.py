"""Origins of claims, however many outlets repeat them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.facts.origins import origin_count, origins
from facts_desk import figure

SOURCES = ("wire-1", "wire-2", "daily-1", "post-1")


@pytest.mark.parametrize(
    ("claims", "count"),
    [
        (("source: wire-1", "source: wire-2"), 1),  # two articles of one outlet
        (("source: wire-1", "source: daily-1"), 2),
        (("source: wire-1, origin: ministry", "source: daily-1, origin: ministry"), 1),  # two outlets, one statement
        (("source: wire-1", "source: daily-1, origin: wire"), 1),  # an outlet that is the origin of another's claim
        (("source: wire-1, origin: ministry", "source: daily-1, origin: wire"), 1),  # and it has it from the ministry
        (("source: daily-1, origin: [wire, ministry]", "source: post-1, origin: ministry"), 1),
        (("source: daily-1, origin: [wire, ministry]", "source: post-1, origin: wire"), 1),
        (("source: wire-1, origin: daily", "source: daily-1, origin: wire"), 1),  # each quotes the other
        (
            ("source: wire-1, origin: ministry", "source: wire-2, at: 2"),
            2,
        ),  # the outlet's own count beside the ministry's
    ],
)
def test_evidence_counts_origins(claims: tuple[str, str], count: int) -> None:
    held = figure(*(f"value: 5, {claim}" for claim in claims))
    assert origin_count(held.claims) == origin_count(tuple(reversed(held.claims))) == count


CHAINS = st.tuples(st.sampled_from(SOURCES), st.lists(st.sampled_from(("wire", "daily", "ministry")), max_size=3))


@given(st.lists(CHAINS, min_size=1, max_size=5))
def test_further_claims_of_one_outlet_without_a_new_origin_add_none(chains: list[tuple[str, list[str]]]) -> None:
    """Telling a claim again, as another article of its outlet, is no evidence; and every claim has an origin."""
    texts = [
        f"value: 5, source: {s}, at: {n + 1}, origin: [{', '.join(dict.fromkeys(o))}]"
        for n, (s, o) in enumerate(chains)
    ]
    held = figure(*(text.replace(", origin: []", "") for text in texts))
    again = figure(*(text.replace(", origin: []", "") for text in (*texts, texts[0].replace("at: 1", "at: 99"))))
    assert origin_count(held.claims) == origin_count(again.claims)
    assert all(origins(held.claims))


@pytest.mark.parametrize(
    ("claims", "named"),
    [
        (("source: post-1, origin: daily", "source: daily-1, origin: wire"), ["wire", "wire"]),
        (("source: wire-1, origin: daily", "source: daily-1, origin: wire"), ["daily", "daily"]),  # a circle: its first
        (("source: post-1, origin: daily", "source: daily-1"), ["daily", "daily"]),
        (("source: post-1, origin: [daily, wire]", "source: wire-1, origin: ministry"), ["ministry", "ministry"]),
    ],
)
def test_the_origin_is_who_said_it_first(claims: tuple[str, str], named: list[str]) -> None:
    held = figure(*(f"value: 5, {claim}" for claim in claims))
    assert origins(held.claims) == [frozenset({name}) for name in named]
