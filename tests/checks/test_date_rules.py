"""Odd years, what is done before its day, and days of publication entered as ends: told, with the remedy."""

from __future__ import annotations

import pytest

from check_examples import DESK, Example, codes, problems_of, records

SOURCE = "press-2021-09"  # published in September 2021, as the desk's day is


def event(date: str, key: str = "date") -> str:
    return records("events", f"id: x, type: talks, {key}: {date}, in: TJK, status: done, source: {SOURCE}")


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("1400-06-24", ["impossible-year"]),  # solar Hijri, of the source's year
        ("1400-06", ["impossible-year"]),
        ("1399-12-30", ["impossible-year"]),
        ("1400", ["odd-year"]),  # without a month it may be the Middle Ages
        ("1389-06-15", ["odd-year"]),  # a battle
        ("1443-02-07", ["impossible-year"]),  # lunar Hijri, of the source's year
        ("1433-02-07", ["odd-year"]),
        ("0021-09-14", ["impossible-year"]),
        ("0099", ["impossible-year"]),
        ("0110-09-14", ["odd-year"]),  # the Republic of China's
        ("0999", ["odd-year"]),
        ("1000", ["odd-year"]),  # five hundred years before its source
        ("1299", ["odd-year"]),
        ("1300", ["odd-year"]),
        ("1500", ["odd-year"]),
        ("1501", ["odd-year"]),
        ("1521", []),
        ("1648", []),
        ("1815-06-09", []),
        ("1921", []),
        ("2021-09-14", []),
        ("../2021-09", []),
        ("2564-09-14", ["impossible-year"]),
        ("2400", ["impossible-year"]),
    ],
)  # fmt: skip
def test_a_year_that_is_hardly_meant_is_told(date: str, expected: list[str]) -> None:
    found = [code for code in codes(event(date)) if code != "published-before"]
    assert found == expected


@pytest.mark.parametrize(
    ("date", "expected"), [("2121", []), ("2122", ["odd-year"]), ("2201-09-14", ["odd-year"]), ("2399", ["odd-year"])]
)
def test_a_forecast_reaches_a_hundred_years(date: str, expected: list[str]) -> None:
    text = records("events", f"id: x, type: talks, date: {date}, in: TJK, status: planned, source: {SOURCE}")
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("date", "meaning"),
    [
        ("1400-06-24", "2021 or 2022 if it is 1400 in Iran or Afghanistan (solar Hijri)"),
        ("1443-02-07", "2022 if it is 1443 of the Islamic calendar"),
        ("2564-09-14", "2021 if it is 2564 of the Buddhist era"),
        ("0110-09-14", "2021 if it is the year 110 of the Republic of China"),
        ("0021-09-14", "four digits: 2021"),
        ("0098-09-14", "four digits: 1998"),
        ("5782-01-08", "2021 or 2022 if it is 5782 of the Jewish calendar"),
        ("1021-09-14", "four digits: 2021"),
        ("2201-09-14", "four digits: 2021"),
    ],
)
def test_the_likely_year_is_named(date: str, meaning: str) -> None:
    problems = problems_of(DESK, Example("", False, False, event(date)))
    (expected,) = [problem.expected for problem in problems if problem.code.endswith("-year")]
    assert meaning in expected


@pytest.mark.parametrize("key", ["as_of", "recorded"])
def test_nothing_was_reported_or_entered_in_the_middle_ages(key: str) -> None:
    assert "impossible-year" in codes(event("1400", key))


def test_each_date_of_any_record_is_looked_at_in_its_place() -> None:
    text = (
        records("sources", "id: s, publisher: P, title: T, published: 1443-02, medium: wire")
        + records("assessments", "id: a, text: It goes on., question: arrivals, until: 2021-12-31, "
            "likelihood: likely, confidence: low, basis: arrived-2021, "
                  "about: AFG, author: A, date: 2564-09-10")
        + records("memberships", "member: AFG, of: CSTO, role: full, from: 0021-05, source: s")
    )  # fmt: skip
    problems = problems_of(DESK, Example("", False, False, text))
    lines = text.splitlines()
    places = [(p.code, lines[p.mark.line - 1][p.mark.column - 1 : p.mark.end_column - 1]) for p in problems]
    assert [place for place in places if place[0] == "impossible-year"] == [
        ("impossible-year", "1443-02"),
        ("impossible-year", "2564-09-10"),
        ("impossible-year", "0021-05"),
    ]


def test_a_standing_fact_may_begin_in_the_middle_ages() -> None:
    text = records("organizations", "id: ORD, name: Order, type: bloc") + records(
        "memberships", f"member: AFG, of: ORD, role: full, from: 1400-06-24, source: {SOURCE}"
    )
    assert codes(text) == ["odd-year"]


def test_a_date_within_a_narrative_is_looked_at_too() -> None:
    text = records("events", "id: x, type: talks, title: 'Since {{ date(\"⟨⟩\") }}', source: wire-2021-08")
    assert codes(text.replace("⟨⟩", "2564-09")) == ["impossible-year"]
    assert codes(text.replace("⟨⟩", "1400-06-24")) == ["odd-year"]
    assert codes(text.replace("⟨⟩", "1815")) == []


def test_years_are_told_beside_other_mistakes() -> None:
    text = event("0021-09-14") + records("borders", "between: [AFG, TJK], length: x, source: wire-2021-08")
    assert codes(text) == ["impossible-year", "not-a-quantity"]


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("date: 2021-08-31, as_of: 2021-08-30, status: done", ["done-too-early"]),
        ("date: 2021-08-31, as_of: 2021-08-31, status: done", []),
        ("date: 2021-08, as_of: 2021-08-30, status: done", []),  # may have been before it
        ("date: 2021-09, as_of: 2021-08-30, status: done", ["done-too-early"]),
        ("date: 2021-08-31, as_of: 2021-08-30, status: ongoing", ["done-too-early"]),
        ("date: 2021-08-31, as_of: 2021-08-30, status: scheduled", ["past-plan"]),
        ("date: 2021-09-20, certainty: forecast, status: done", ["done-too-early"]),
        ("date: 2021-09-20, certainty: forecast, status: scheduled", []),
        ("date: 2012-10-05, until: 2042, status: done", []),  # how long an agreement is in force
        ("date: ../2021-09-15, as_of: 2021-08-30, status: done", []),
    ],
)
def test_nothing_is_done_before_its_day(claim: str, expected: list[str]) -> None:
    assert codes(records("events", f"id: x, type: talks, {claim}, in: TJK, source: {SOURCE}")) == expected


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("from: 2021-09-01, until: 2021-09-16, status: done", ["likely-bound"]),
        ("from: 2021-09-01, until: 2021-09-15, status: done", []),
        ("from: 2021-09-01, until: 2021-09-16, as_of: 2021-09-16, status: done", []),
        ("from: 2021-09-01/2021-09-16, status: done", ["likely-bound"]),
        ("from: 2021-09-01/2021-09-16, throughout: false, status: done", []),
        ("from: 2021-09-16, until: 2021-09-16, status: done", []),  # of one day
        ("from: 2021-09-01, until: 2021-09, status: done", []),
        ("from: 2021-09-01, until: 2021-09-30, status: done", ["done-too-early"]),
        ("from: 2021-09-01, until: 2021-09-30, status: ongoing", []),
    ],
)
def test_an_end_on_the_day_of_its_source_is_told_as_a_likely_bound(claim: str, expected: list[str]) -> None:
    found = codes(records("forces", f"id: x, type: exercise, of: TJK, in: TJK, {claim}, source: {SOURCE}"))
    assert found == expected


@pytest.mark.parametrize(
    ("kind", "record", "expected"),
    [
        ("memberships", "member: AFG, of: CSTO, role: full, from: 2021, until: 2019", ["not-a-date"]),
        ("memberships", "member: AFG, of: CSTO, role: full, from: 2021, until: 2021-01-01", []),
        ("memberships", "member: AFG, of: CSTO, role: full, from: 2021-03/2021-05, until: 2021-02", ["not-a-date"]),
        ("memberships", "member: AFG, of: CSTO, role: full, from: 2021-03, until: ../2022", []),
        ("events", "id: x, type: talks, in: TJK, status: done, date: 2021-09-14, until: 2021-09-10", ["not-a-date"]),
        ("forces", "id: x, type: base, of: CSTO, in: TJK, from: 2021-06, until: 2021-05", ["not-a-date"]),
    ],
)
def test_nothing_ends_before_it_begins(kind: str, record: str, expected: list[str]) -> None:
    found = codes(records(kind, f"{record}, source: {SOURCE}"))
    assert [code for code in found if code == "not-a-date"] == expected
