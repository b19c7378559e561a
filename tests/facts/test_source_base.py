"""What a document rests on: citations by the reliability of their sources, and the leading source."""

from __future__ import annotations

import pytest

from briefings.facts.claims import Claim
from briefings.facts.source_base import source_base
from facts_desk import view

SOURCES = (
    "sources:\n"
    "  - {id: bad-1, publisher: Agency, title: T, published: 2021-07-01, medium: state media, reliability: D}\n"
    "  - {id: bad-2, publisher: Agency, title: T, published: 2021-07-02, medium: state media, reliability: D}\n"
)


def claims(*sources: str) -> list[Claim]:
    """A claim by each of the sources, of a fact of its own."""
    rows = "".join(
        f"  - {{id: f{number}, subject: AFG, measure: killed, value: {number + 1}, source: {source}}}\n"
        for number, source in enumerate(sources)
    )
    return [fact.headline for fact in view(f"{SOURCES}figures:\n{rows}").facts.values()]


def test_without_a_citation_there_is_no_base() -> None:
    assert source_base([]) is None


@pytest.mark.parametrize(
    ("sources", "leading", "share", "letters"),
    [
        (["wire-1"], "wire-1", 100, {"B": 1}),
        (["wire-1", "daily-1"], "daily-1", 50, {"B": 1, "C": 1}),  # as many: the less reliable is named
        (["wire-1", "wire-2", "daily-1"], "wire-2", 67, {"B": 2, "C": 1}),  # two reports of one outlet
        (["bad-1", "bad-1", "bad-2", "wire-1"], "bad-1", 75, {"B": 1, "D": 3}),
        (["bad-1"] * 5 + ["daily-1"], "bad-1", 83, {"C": 1, "D": 5}),
        (["daily-1", "wire-1", "post-1", "bad-1"], "bad-1", 25, {"B": 1, "C": 2, "D": 1}),
        (["wire-1"] * 399 + ["daily-1"], "wire-1", 99, {"B": 399, "C": 1}),  # not all
        (["wire-1"] * 2 + ["daily-1"] * 6, "daily-1", 75, {"B": 2, "C": 6}),
    ],
)
def test_the_leading_source_is_the_outlet_with_most_citations(
    sources: list[str], leading: str, share: int, letters: dict[str, int]
) -> None:
    base = source_base(claims(*sources))
    assert base is not None
    assert (base.leading.id, base.share, base.by_reliability) == (leading, share, letters)
    assert list(base.by_reliability) == sorted(base.by_reliability)
    assert base.total == sum(base.by_reliability.values()) == len(sources)


def test_a_claim_counts_once_however_often_it_is_cited() -> None:
    wire, daily = claims("wire-1", "daily-1")
    base = source_base([wire, daily, wire, wire])
    assert base is not None and base.total == 2
