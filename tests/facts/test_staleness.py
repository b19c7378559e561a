"""How old a fact is: last told, unchanged since, due."""

from __future__ import annotations

from datetime import date

import pytest

from briefings.facts import staleness
from briefings.facts.claims import Fact
from briefings.facts.staleness import overdue
from conftest import SmallDesk

CLAIM = "      - {{value: {value}, as_of: {day}, source: {source}, credibility: 2}}\n"


def claims(desk: SmallDesk, *told: tuple[str, str]) -> Fact:
    """A figure with a claim for each value and day."""
    lines = "".join(CLAIM.format(value=value, day=day, source="wire-2021-08") for value, day in told)
    desk.add("x.yaml", f"figures:\n  - id: x\n    subject: TJK\n    measure: districts-held\n    claims:\n{lines}")
    fact = desk.view("2022-05-01").fact("x")
    assert fact is not None
    return fact


@pytest.mark.parametrize(
    ("told", "since"),
    [
        ([("100", "2021-07-01")], None),
        ([("100", "2021-07-01"), ("100", "2021-08-01")], "2021-07-01"),
        ([("100", "2021-08-01"), ("100", "2021-07-01"), ("100", "2021-06-01")], "2021-06-01"),
        ([("90", "2021-06-01"), ("100", "2021-07-01"), ("100", "2021-08-01")], "2021-07-01"),
        ([("100", "2021-06-01"), ("90", "2021-07-01"), ("100", "2021-08-01")], None),
        ([("100", "2021-07"), ("100", "2021-07-20")], None),
        ([("not-stated", "2021-06"), ("100", "2021-07"), ("100", "2021-08")], "2021-07"),
    ],
)
def test_unchanged_since_is_the_first_day_of_an_unbroken_run(
    desk: SmallDesk, told: list[tuple[str, str]], since: str | None
) -> None:
    found = staleness.unchanged_since(claims(desk, *told))
    assert (found.text if found else None) == since


def test_a_source_that_states_no_day_confirms_nothing(desk: SmallDesk) -> None:
    desk.add(
        "x.yaml",
        "figures:\n  - id: x\n    subject: TJK\n    measure: districts-held\n    claims:\n"
        "      - {value: 100, as_of: 2021-06-01, source: wire-2021-08}\n"
        "      - {value: 100, source: wire-2021-08, at: 3}\n",
    )
    fact = desk.view("2022-05-01").fact("x")
    assert fact is not None
    assert staleness.unchanged_since(fact) is None


def test_a_fact_is_due_a_review_period_after_it_was_last_told(desk: SmallDesk) -> None:
    desk.edit("desk.yaml", "desk:\n", "desk:\n  review: [{kind: figures, after: 90 days}]\n")
    fact = claims(desk, ("100", "2021-06-01"), ("100", "2021-07-01"))
    due = staleness.review_schedule(desk.view("2022-05-01"), fact)
    assert due is not None
    assert (due.told, due.period, due.day) == (date(2021, 7, 1), 90, date(2021, 9, 29))
    assert [due.days_overdue(day) for day in (date(2021, 9, 29), date(2021, 9, 30))] == [0, 1]
    assert [due.age_in_periods(day) for day in (date(2021, 7, 1), date(2021, 9, 29))] == [0, 1]


def test_what_another_fact_replaces_is_due_no_more_once_the_other_is_shown(desk: SmallDesk) -> None:
    desk.edit("desk.yaml", "desk:\n", "desk:\n  review: [{kind: figures, after: 90 days}]\n")
    claims(desk, ("100", "2021-06-01"))
    one = "subject: TJK, measure: districts-held, value: 9, as_of: 2021-10-01, source: wire-2021-08"
    desk.add("y.yaml", f"figures:\n  - {{id: y, {one}, supersedes: x}}\n")
    told = [
        {due.fact.id for due in staleness.review_schedules(desk.view(day))} & {"x", "y"}
        for day in ("2021-09-01", "2021-11-01")
    ]
    assert told == [{"x"}, {"y"}]


def test_a_page_says_since_when_a_figure_is_unchanged_and_how_old_one_past_its_review_is(desk: SmallDesk) -> None:
    assert desk.run("build", "countries/kyrgyzstan", "--html", "--quiet").code == 0
    before = desk.page("countries/kyrgyzstan")
    assert "unchanged since" not in before and "aged" not in before
    desk.edit(
        "borders.yaml",
        "{between: [TJK, KGZ], length: 984 km, as_of: 2021, source: factbook-2021, credibility: 2, tags: [borders]}",
        "{between: [TJK, KGZ], tags: [borders], claims: [{length: 984 km, as_of: 2014, source: factbook-2021}, "
        "{length: 984 km, as_of: 2019, source: factbook-2021}]}",
    )
    desk.edit("desk.yaml", "today: 2021-09-17", "today: 2021-09-17\n  review: [{kind: borders, after: 365 days}]")
    run = desk.run("build", "countries/kyrgyzstan", "--html", "--quiet")
    assert run.code == 0, run.err
    page = desk.page("countries/kyrgyzstan")
    assert 'unchanged since <time datetime="2014">2014</time>' in page
    assert page.count(">over 20 months old</span>") == 1


# ---------------------------------------------------------------- plans that others show as held

DAY = "date: 2021-09-10, in: TJK"
PLAN = f"  - {{id: plan, type: summit, of: league, place: Khujand, {DAY}, status: scheduled, source: wire-2021-08}}"
AUTHOR = "parties: {who: league, capacity: author}"
LEAGUE = """\
organizations: [{id: league, name: League, type: bloc}]
sources:
  - {id: declaration, publisher: League, title: Declaration, published: 2021-09-10, medium: official, reliability: A}
  - {id: later, publisher: League, title: Report, published: 2021-09-13, medium: official, reliability: A}
"""
HELD = "status: done, source: press-2021-09"


@pytest.mark.parametrize(
    ("others", "is_overdue"),
    [
        ("", True),
        (f"  - {{id: x, type: summit, place: Khujand, {DAY}, {HELD}}}", False),
        (f"  - {{id: x, type: summit, of: league, date: 2021-09-10, {HELD}}}", False),
        (f"  - {{id: x, type: decision, date: 2021-09-10, in: TJK, part_of: plan, {HELD}}}", False),
        (f"  - {{id: x, type: decision, date: 2021-09-10, in: KGZ, {AUTHOR}, source: declaration}}", False),
        (
            "statements:\n  - {id: x, speaker: rahmon, date: 2021-09-10, text: Spoke., event: plan, about: TJK, "
            "source: press-2021-09}",
            False,
        ),
        # of another type, day, place, body; planned itself; denied; what the body published later
        (f"  - {{id: x, type: talks, place: Khujand, {DAY}, {HELD}}}", True),
        (f"  - {{id: x, type: summit, place: Khujand, date: 2021-09-12, in: TJK, {HELD}}}", True),
        (f"  - {{id: x, type: summit, place: Kulob, {DAY}, {HELD}}}", True),
        (f"  - {{id: x, type: summit, place: Khujand, {DAY}, status: scheduled, source: wire-2021-08}}", True),
        (f"  - {{id: x, type: summit, place: Khujand, {DAY}, negated: true, {HELD}}}", True),
        (f"  - {{id: x, type: decision, date: 2021-09-13, in: KGZ, {AUTHOR}, source: later}}", True),
    ],
)  # fmt: skip
def test_a_plan_is_overdue_unless_another_fact_shows_it_as_held(desk: SmallDesk, others: str, is_overdue: bool) -> None:
    desk.add("plans.yaml", f"{LEAGUE}events:\n{PLAN}\n{others}\n")
    view = desk.view()
    assert (overdue(view, view.facts["plan"]) is not None) == is_overdue


@pytest.mark.parametrize(
    ("plan", "due"),
    [
        ("type: call, status: scheduled, date: 2021-09-10", "2021-09-10"),
        ("type: call, status: postponed, planned_for: 2021-09-03, date: 2021-09-10", "2021-09-10"),
        ("type: call, status: postponed, planned_for: 2021-09-03", None),
        ("type: call, status: cancelled, date: 2021-09-10", None),
        ("type: anniversary, status: scheduled, date: 2021-09-10", None),
        ("type: call, status: scheduled, date: 2021-09-17", None),
    ],
)
def test_a_plan_falls_due_on_the_day_for_which_it_now_stands(desk: SmallDesk, plan: str, due: str | None) -> None:
    desk.add("plans.yaml", f"events:\n  - {{id: plan, in: TJK, {plan}, source: wire-2021-08}}\n")
    view = desk.view()
    day = overdue(view, view.facts["plan"])
    assert (day.text if day else None) == due
