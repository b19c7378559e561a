"""Rules of judgements over time, at their edges."""

from __future__ import annotations

import pytest

from check_examples import codes, records

ASSESSED = "question: arrivals, until: 2021-12-31, likelihood: likely, basis: arrived-2021, about: TJK, author: A"


def judged(text: str, more: str = "confidence: low, date: 2021-09-17") -> str:
    return records("assessments", f"id: x, text: '{text}', {ASSESSED}, {more}")


@pytest.mark.parametrize(
    "span",
    [
        "within the coming year", "in the coming months", "in the next few weeks", "before the end of the year",
        "by year-end", "by the end of this month", "this autumn", "next spring", "within weeks", "in a few days",
        "soon", "in the near future", "in the short term", "by winter", "at the end of the year", "in due course",
    ],
)  # fmt: skip
def test_a_span_from_the_day_of_writing_is_refused(span: str) -> None:
    assert codes(judged(f"Arrivals will likely go on {span}.")) == ["relative-horizon"]


@pytest.mark.parametrize(
    "text",
    [
        'by the end of {{ date("2021") }}', 'until {{ date("2021-12-31") }}', 'by {{ date("2021-12") }}',
        'more than in {{ date("2021-07") }}', "in the north", "for weeks on end", "day by day", "as a season of change",
        "by the bridge", "with next of kin", "in the end",
    ],
)  # fmt: skip
def test_a_day_or_no_end_at_all_is_fine(text: str) -> None:
    assert codes(judged(f"Arrivals will likely go on {text}.")) == []


@pytest.mark.parametrize("end", ["2022", "2022-01-01", "2021-12-30", "2021-11"])
def test_a_text_runs_to_its_until(end: str) -> None:
    assert codes(judged(f'Arrivals will likely go on to {{{{ date("{end}") }}}}.')) == ["horizon-mismatch"]


@pytest.mark.parametrize(
    ("basis", "confidence", "found"),
    [
        ("arrived-2021", "high", ["lone-basis"]),
        ("[arrived-2021, summit-2021]", "high", []),
        ("arrived-2021", "low", []),
    ],
)
def test_confidence_wants_a_second_source(basis: str, confidence: str, found: list[str]) -> None:
    text = judged("Arrivals go on.", f"confidence: {confidence}, date: 2021-09-17")
    assert codes(text.replace("basis: arrived-2021", f"basis: {basis}")) == found


def test_a_source_that_came_later_makes_no_second_one() -> None:
    second = "claims: [{fact: arrived-2021, value: 5700 people, as_of: 2021-08-15, source: press-2021-09}]\n"
    assert codes(second + judged("Arrivals go on.", "confidence: moderate, date: 2021-09-15")) == ["lone-basis"]
    assert codes(second + judged("Arrivals go on.", "confidence: moderate, date: 2021-09-16")) == []
