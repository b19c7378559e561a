"""What came of judgements: only those of one question and one end are compared, and each end has its outcome."""

from __future__ import annotations

import itertools

import pytest

from briefings.core.problems import TextFile
from briefings.facts import outcomes
from briefings.facts.view import View
from briefings.files import desk_files
from conftest import EXAMPLE, at, base_of

TEXTS = desk_files.fact_files(EXAMPLE)
LATER = """
questions:
  - {id: camps, text: Will camps open, yes_if: UNHCR says so., about: [TJK], outcomes: [%s]}
assessments:
  - {id: later, question: %s, until: %s, text: They come., likelihood: likely, confidence: low, basis: [tjk-offer-2021],
     about: [TJK], author: A, date: 2021-09-20, supersedes: arrivals-go-on}
"""


def view(day: str = "2021-12-31", question: str = "arrivals", until: str = "2021-12-31", outcome: str = "") -> View:
    text = LATER % (outcome, question, until)
    return View(base_of([*TEXTS, TextFile("facts/later.yaml", text)]), at(day))


@pytest.mark.parametrize(
    ("question", "until", "is_move"),
    [
        ("arrivals", "2021-12-31", True),
        ("arrivals", "2022-01-01", False),
        ("arrivals", "2021-12-30", False),
        ("camps", "2021-12-31", False),
    ],
)
def test_a_judgement_moves_one_of_its_question_and_end_and_replaces_any_other(
    question: str, until: str, is_move: bool
) -> None:
    seen = view("2021-09-30", question, until)
    (judgement,) = seen.assessments()
    moved, replaced = outcomes.moved_from(seen, judgement), outcomes.replaced_by(seen, judgement)
    assert (moved is not None, replaced is not None) == (is_move, not is_move)


@pytest.mark.parametrize(
    ("day", "outcome", "due"),
    [
        ("2021-12-30", "", False),
        ("2021-12-31", "", True),
        ("2022-01-05", "{until: 2021-12-31, outcome: unclear, date: 2022-01-05}", False),
        ("2022-01-04", "{until: 2021-12-31, outcome: unclear, date: 2022-01-05}", True),
        ("2022-01-05", "{until: 2021-12-30, outcome: unclear, date: 2022-01-05}", True),
    ],
)
def test_a_judgement_falls_due_on_its_end_day_until_its_outcome_is_recorded(day: str, outcome: str, due: bool) -> None:
    seen = view(day, "camps", outcome=outcome)
    (judgement,) = seen.assessments()
    assert outcomes.is_due(seen, judgement) is due


def test_being_one_forecast_is_an_equivalence_that_the_end_day_decides() -> None:
    seen = view(question="camps")
    judged = [seen.assessments()[0], *seen.history(seen.assessments()[0])]
    pairs = list(itertools.product(judged, repeat=2))
    assert len(pairs) == 9
    for one, other in pairs:
        ends_alike = (one.question, one.until) == (other.question, other.until)
        assert outcomes.is_same_forecast(one, other) == outcomes.is_same_forecast(other, one) == ends_alike
