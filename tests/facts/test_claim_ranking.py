"""Which claim of a fact is printed: one row for each boundary of the order."""

from __future__ import annotations

import pytest

from briefings.facts.claim_ranking import rank_reason, ranks
from facts_desk import fact, figure, view


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


PLAN = "date: 2021-07-05, status: planned, source: wire-1, credibility: 1"


@pytest.mark.parametrize(
    ("later", "ground"),
    [
        pytest.param("date: 2021-07-09, status: postponed, source: wire-2", "overtaken", id="put off later"),
        pytest.param("date: 2021-07-09, status: postponed, source: wire-1, at: 2", "overtaken", id="on the same day"),
        pytest.param("date: 2021-07-05, status: cancelled, source: daily-1", "overtaken", id="called off"),
        pytest.param("date: 2021-07-05, status: scheduled, source: daily-1", "grade", id="no further than a plan"),
    ],
)
def test_a_plan_goes_after_what_came_of_it(later: str, ground: str) -> None:
    meeting = fact("events", "    type: meeting\n    title: T\n", PLAN, f"{later}, credibility: 4")
    reason = rank_reason(*meeting.claims, meeting.claims)
    assert reason.ground == ground
    assert (meeting.claims[0].record.status == "planned") is (ground == "grade")


def test_a_claim_with_the_number_goes_before_one_without() -> None:
    base = fact(
        "forces",
        "    type: deployment\n    of: AFG\n",
        "as_of: 2021-07-01, what: Some of them., source: wire-1, credibility: 1",
        "as_of: 2021-07-01, strength: 500 soldiers, source: daily-1, credibility: 4",
    )
    assert [claim.source.id for claim in base.claims] == ["daily-1", "wire-1"]
    assert rank_reason(*base.claims, base.claims).ground == "tells"


def test_those_who_affirm_support_each_other_and_not_those_who_deny() -> None:
    meeting = fact(
        "events",
        "    type: meeting\n    title: T\n",
        "date: 2021-07-01, source: wire-1, credibility: 2",
        "date: 2021-07-01, source: daily-1, credibility: 2",
        "date: 2021-07-01, source: post-1, credibility: 2, negated: true",
    )
    support = dict(zip((claim.source.id for claim in meeting.claims), ranks(meeting.claims), strict=True))
    assert {source: -rank.origins for source, rank in support.items()} == {"wire-1": 2, "daily-1": 2, "post-1": 1}


def test_a_claim_by_itself_has_a_rank_and_no_support() -> None:
    (rank,) = ranks(figure("value: 5, as_of: 2021-07-01, source: wire-1, credibility: 2").claims)
    assert rank.origins == 0


def test_what_says_the_same_in_every_word_ranks_the_same() -> None:
    same = "value: 5, as_of: 2021-07-01, source: wire-1, credibility: 2, at: 3"
    (one,), (two,), (three,) = (ranks(figure(words).claims) for words in (same, same, f"{same}, note: So."))
    assert one == two and one != three
