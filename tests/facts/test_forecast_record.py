"""The desk's record: the life of a judgement as docs/judgements.md tells it, and the score at its edges."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.core.problems import TextFile
from briefings.facts import outcomes
from briefings.facts.forecast_record import forecast_record
from briefings.facts.view import View
from briefings.files import desk_files
from conftest import EXAMPLE, at, base_of

TEXTS = desk_files.fact_files(EXAMPLE)
PAGE = Path(__file__).parents[2] / "docs" / "judgements.md"
QUESTION, CALL, MOVE, REPLACEMENT, OUTCOME = re.findall(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
LIFE = TextFile("facts/life.yaml", QUESTION + OUTCOME + CALL + MOVE + REPLACEMENT)


def view(day: str) -> View:
    return View(base_of([*TEXTS, LIFE]), at(day))


def test_a_judgement_lives_as_the_page_tells() -> None:
    october = view("2021-10-15")
    moved = october.standing("camps-2021-09")
    assert moved is not None and moved.id == "camps-2021-10"
    earlier = outcomes.moved_from(october, moved)
    assert earlier is not None and earlier.likelihood == "likely"
    november = view("2021-11-19")
    now = november.standing("camps-2021-09")
    assert now is not None and outcomes.moved_from(november, now) is None
    assert outcomes.replaced_by(november, now) == moved
    due = [one.judgement.id for one in forecast_record(view("2022-01-06")).ended if not one.outcome]
    assert due == ["arrivals-go-on", "camps-2021-09", "camps-2021-10"]
    record = forecast_record(view("2022-01-07"))
    assert (record.scored, record.brier, record.is_enough) == (2, Fraction(65**2 + 30**2, 20000), False)
    assert [(band.term, band.yes, band.no, band.due) for band in record.bands] == [
        ("unlikely", 0, 1, 0),
        ("likely", 0, 1, 1),
    ]
    assert record.running == 1


@pytest.mark.parametrize(
    ("term", "outcome", "score"),
    [
        ("almost certain", "yes", Fraction(5, 200) ** 2),
        ("remote chance", "yes", Fraction(195, 200) ** 2),
        ("realistic possibility", "no", Fraction(90, 200) ** 2),
        ("likely", "unclear", None),
    ],
)
def test_a_judgement_is_scored_by_the_middle_of_its_range(term: str, outcome: str, score: Fraction | None) -> None:
    assert forecast_record(_one(term, outcome)).brier == score


def _one(term: str, outcome: str) -> View:
    files = [file for file in TEXTS if file.path != "facts/judgements.yaml"]
    question = QUESTION + OUTCOME.replace("outcome: no", f"outcome: {outcome}")
    call = CALL.replace("likelihood: likely", f"likelihood: {term}")
    return View(base_of([*files, TextFile("facts/one.yaml", question + call)]), at("2022-01-07"))


@settings(max_examples=10)
@given(st.sampled_from(["2021-09-17", "2021-10-15", "2021-12-31", "2022-01-06", "2022-01-07", "2022-06-30"]))
def test_every_judgement_is_running_or_ended_and_stands_in_one_band(day: str) -> None:
    seen = view(day)
    record = forecast_record(seen)
    assert record.running + len(record.ended) == len(seen.judgements_made())
    assert sum(band.yes + band.no + band.unclear + band.due for band in record.bands) == len(record.ended)
    assert record.brier is None or 0 <= record.brier <= 1
