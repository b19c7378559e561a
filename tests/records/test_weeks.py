"""The desk's week and the viewpoint of its documents."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.core.problems import BriefingsError
from briefings.records import weeks
from briefings.records.desk_settings import WEEKDAYS, Cutoff, Desk
from briefings.template_api import documents
from conftest import SmallDesk, at

FRIDAY = Desk.model_construct(cutoff=Cutoff())


def desk_closing_on(weekday: str) -> Desk:
    return Desk.model_construct(cutoff=Cutoff.model_construct(weekday=weekday, hour="12:00"))


def test_a_saturday_belongs_to_the_issue_of_the_next_friday() -> None:
    assert weeks.week_of(date(2022, 4, 30), FRIDAY).id == "2022-W18"


def test_the_day_of_the_cutoff_belongs_to_its_own_week() -> None:
    issue = weeks.week_of(date(2021, 9, 17), FRIDAY)
    assert (issue.id, issue.first, issue.cutoff, issue.previous) == (
        "2021-W37", date(2021, 9, 11), date(2021, 9, 17), date(2021, 9, 10),
    )  # fmt: skip
    assert weeks.week_of(date(2021, 9, 18), FRIDAY).id == "2021-W38"


@pytest.mark.parametrize(
    ("day", "id"),
    [
        (date(2020, 12, 31), "2020-W53"),
        (date(2021, 1, 1), "2020-W53"),
        (date(2021, 1, 2), "2021-W01"),
        (date(2021, 12, 31), "2021-W52"),
        (date(2022, 1, 1), "2022-W01"),
        (date(2024, 12, 28), "2025-W01"),
        (date(2027, 1, 1), "2026-W53"),
    ],
)
def test_an_issue_bears_the_iso_week_of_its_cutoff_at_the_turn_of_a_year(day: date, id: str) -> None:
    assert weeks.week_of(day, FRIDAY).id == id


DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1))


@given(DAYS, st.sampled_from(WEEKDAYS))
def test_every_day_is_in_exactly_one_week_and_the_id_leads_back_to_it(day: date, weekday: str) -> None:
    desk = desk_closing_on(weekday)
    issue = weeks.week_of(day, desk)
    assert issue.first <= day <= issue.cutoff
    assert issue.cutoff - issue.first == timedelta(days=6)
    assert weeks.week_by_id(issue.id, desk) == issue
    assert weeks.week_of(issue.cutoff + timedelta(days=1), desk).previous == issue.cutoff


@given(DAYS, st.sampled_from(WEEKDAYS))
def test_the_issue_due_is_the_last_that_is_closed(day: date, weekday: str) -> None:
    desk = desk_closing_on(weekday)
    due = weeks.week_due(day, desk)
    assert due.cutoff <= day < due.cutoff + timedelta(days=7)


@pytest.mark.parametrize(
    "text", ["2021-37", "2021-W54", "2021-W00", "2021-W7", "W37", "", "2021-W53", "0000-W01", "2021-W377"]
)
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(BriefingsError) as told:
        weeks.week_by_id(text, FRIDAY)
    assert told.value.remedy == "a year and an ISO week, such as 2021-W37"


def test_a_year_with_53_weeks_has_its_last() -> None:
    assert weeks.week_by_id("2020-W53", FRIDAY).cutoff == date(2021, 1, 1)


def test_each_document_is_written_from_its_own_viewpoint(desk: SmallDesk) -> None:
    """Pages as of the day asked for; an issue as of its cut-off and as known then; changes since the issue before."""
    found = documents.all_documents(desk.facts(), at("2021-09-17", "2021-09-18"))
    page, w33, w37 = at("2021-09-17", "2021-09-18"), at("2021-08-20"), at("2021-09-17")
    assert [(d.id, d.at, d.since, d.one_page) for d in found] == [
        ("countries/afghanistan", page, w33, True),
        ("countries/tajikistan", page, w33, True),
        ("countries/kyrgyzstan", page, w33, True),
        ("countries/armenia", page, w33, True),
        ("topics/refugees", page, w33, False),
        ("weekly/2021-W33", w33, None, False),
        ("weekly/2021-W37", w37, w33, False),
    ]


def test_on_the_day_after_a_cutoff_that_issue_is_the_last(desk: SmallDesk) -> None:
    found = {d.id: d.since for d in documents.all_documents(desk.facts(), at("2021-09-18"))}
    assert found["countries/tajikistan"] == at("2021-09-17")


def test_a_fixed_day_leaves_later_issues_out(desk: SmallDesk) -> None:
    found = [d.id for d in documents.all_documents(desk.facts(), at("2021-09-16"), fixed=True)]
    assert [id for id in found if id.startswith("weekly/")] == ["weekly/2021-W33"]


def test_a_country_of_which_nothing_was_known_yet_has_a_page_all_the_same(desk: SmallDesk) -> None:
    found = [d.id for d in documents.all_documents(desk.facts(), at("2020-06-01"), fixed=True)]
    countries = {"countries/afghanistan", "countries/tajikistan", "countries/kyrgyzstan", "countries/armenia"}
    assert {id for id in found if id.startswith("countries/")} == countries


def test_the_day_is_the_one_asked_for_else_the_pinned_one_else_the_clocks(desk: SmallDesk) -> None:
    base = desk.facts()
    asked, clock = date(2021, 8, 1), date(2030, 1, 1)
    assert documents.as_of_day(base, asked, clock) == asked
    assert documents.as_of_day(base, None, clock) == date(2021, 9, 17)
    desk.edit("desk.yaml", "  today: 2021-09-17\n", "")
    assert documents.as_of_day(desk.facts(), None, clock) == clock


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ((), 7),
        (("countries/*",), 4),
        (("countries/t*", "weekly/*"), 3),
        (("topics/refugees", "topics/*"), 1),
        (("*",), 7),
        (("weekly/2021-W3[37]",), 2),
    ],
)
def test_names_and_globs_choose_documents_once_each(desk: SmallDesk, wanted: tuple[str, ...], expected: int) -> None:
    every = documents.all_documents(desk.facts(), at("2021-09-17"))
    chosen = documents.matching_documents(every, wanted)
    assert len(chosen) == expected
    assert len({d.id for d in chosen}) == expected


@pytest.mark.parametrize(
    ("wanted", "near"),
    [
        ("countries/tajikstan", "countries/tajikistan"),
        ("tajikistan", "countries/tajikistan"),
        ("topic/refugees", "topics/refugees"),
        ("weekly/2021-W38", "weekly/2021-W37"),
    ],
)
def test_an_unknown_document_suggests_the_nearest(desk: SmallDesk, wanted: str, near: str) -> None:
    with pytest.raises(BriefingsError) as told:
        documents.matching_documents(documents.all_documents(desk.facts(), at("2021-09-17")), [wanted])
    assert (str(told.value), told.value.remedy) == (f"no document {wanted!r}", f"did you mean {near!r}?")


def test_two_documents_of_one_name_are_refused(desk: SmallDesk) -> None:
    desk.edit("entities.yaml", "name: Armenia,", "name: tajikistan,")
    with pytest.raises(BriefingsError, match="two documents would be written as 'countries/tajikistan'"):
        documents.all_documents(desk.facts(), at("2021-09-17"))


def test_a_name_becomes_a_file_name_of_plain_letters() -> None:
    assert [documents.slug(n) for n in ["Côte d'Ivoire", "  São Tomé & Príncipe ", "Kyrgyzstan"]] == [
        "cote-d-ivoire", "sao-tome-principe", "kyrgyzstan",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "ids"),
    [
        ("2021-W37", ["2021-W37", "2021-W38", "2021-W39"]),
        ("2020-W52", ["2020-W52", "2020-W53", "2021-W01"]),
        ("2021-W52", ["2021-W52", "2022-W01", "2022-W02"]),
    ],
)
def test_the_weeks_after_one_follow_the_calendar(first: str, ids: list[str]) -> None:
    assert list(islice(weeks.ids_from(first), 3)) == ids
