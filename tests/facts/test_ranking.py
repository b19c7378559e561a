"""What counts as happened, which ranks a claim that had it planned below one that saw it done."""

from __future__ import annotations

import pytest

from briefings.core.problems import TextFile
from conftest import at, base_of

GROUND = """\
desk: {title: T, publisher: P, contact: c, region: [AFG], today: 2022-01-01}
countries: [{id: AFG, name: Afghanistan}]
sources:
  - {id: good, publisher: A, title: T, published: 2021-07-01, medium: press, reliability: A}
  - {id: poor, publisher: B, title: T, published: 2021-07-02, medium: press, reliability: C}
events:
  - id: x
    type: meeting
    title: A meeting
    date: 2021-07-20
    in: AFG
    claims:
"""


@pytest.mark.parametrize(
    ("status", "printed_first"),
    [
        ("done", "poor"),
        ("ongoing", "poor"),
        ("cancelled", "poor"),
        ("planned", "good"),
        ("scheduled", "good"),
        ("unknown", "good"),
    ],
)
def test_a_plan_of_a_better_source_comes_after_a_report_that_it_happened(status: str, printed_first: str) -> None:
    claims = (
        "      - {status: planned, source: good, credibility: 1}\n"
        f"      - {{status: {status}, source: poor, credibility: 3}}\n"
    )
    fact = base_of([TextFile("facts/a.yaml", GROUND + claims)]).view(at("2022-01-01")).fact("x")
    assert fact is not None
    assert [claim.source.id for claim in fact.claims] == sorted(("good", "poor"), key=lambda s: s != printed_first)
