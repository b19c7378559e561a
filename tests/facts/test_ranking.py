"""Which claim of a fact is printed: one row for each boundary of the order."""

from __future__ import annotations

import pytest

from briefings.facts.ranking import rank_reason
from facts_desk import view


@pytest.mark.parametrize(
    ("status", "ground", "printed"),
    [
        pytest.param("done", "happened", "wire-1", id="done comes before planned"),
        pytest.param("ongoing", "happened", "wire-1", id="ongoing comes before planned"),
        pytest.param("cancelled", "happened", "wire-1", id="cancelled comes before planned"),
        pytest.param("scheduled", "grade", "daily-1", id="scheduled has not happened: the grade decides"),
        pytest.param("unknown", "grade", "daily-1", id="an unknown outcome is not one: the grade decides"),
        pytest.param("planned", "grade", "daily-1", id="two plans: the grade decides"),
    ],
)
def test_a_report_that_a_thing_happened_goes_before_its_plans(status: str, ground: str, printed: str) -> None:
    """The plan has the better grade, so it would be printed if the status did not decide."""
    fact = view(f"""\
events:
  - id: x
    type: meeting
    title: T
    claims:
      - {{date: 2021-07-01, status: {status}, source: wire-1, credibility: 4}}
      - {{date: 2021-07-01, status: planned, source: daily-1, credibility: 1}}
""").fact("x")
    assert fact is not None
    reason = rank_reason(*fact.claims, fact.claims)
    assert (fact.claims[0].source.id, reason.ground) == (printed, ground)
