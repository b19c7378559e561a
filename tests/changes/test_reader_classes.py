"""The four classes of change that readers see: what is new lies in the period, and bookkeeping has no class."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.changes.change import Change
from briefings.changes.change_classes import CHANGE_CLASSES
from briefings.changes.classification import changes_between
from briefings.changes.reader_classes import FIRST_REPORTED, MOVED, NEW, READER_CLASSES, REVISED, reader_class
from briefings.core.problems import TextFile
from briefings.facts.view import View
from briefings.files import desk_files
from conftest import EXAMPLE, at, base_of

TEXTS = desk_files.fact_files(EXAMPLE)
EVENT = "{id: clash, type: clash, title: Clash, %s source: press-2021-09, status: done}"
FIRST, LAST = date(2021, 9, 11), date(2021, 9, 17)


def change_of(event: str, id: str = "clash") -> Change:
    """The change of one added event between the two issues of the small desk."""
    base = base_of([*TEXTS, TextFile("facts/more.yaml", f"events: [{event}]\n")])
    changes = changes_between(View(base, at("2021-08-20")), View(base, at("2021-09-17")))
    return next(change for change in changes if change.id == id)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("date: 2021-09-11,", NEW),
        ("date: 2021-09-17,", NEW),
        ("date: 2021-09-12/2021-09-15,", NEW),
        ("date: 2021-09-10,", FIRST_REPORTED),
        ("date: 2021-09-10/2021-09-12,", FIRST_REPORTED),
        ("date: 2021-09,", FIRST_REPORTED),
        ("", FIRST_REPORTED),
    ],
)
def test_what_surely_happened_in_the_period_is_new(day: str, name: object) -> None:
    assert reader_class(change_of(EVENT % day), FIRST, LAST) is name


DAYS = st.dates(date(2021, 8, 1), date(2021, 9, 17)).map(date.isoformat)


@settings(max_examples=20)
@given(DAYS, DAYS, DAYS)
def test_every_change_of_class_new_lies_in_the_period(day: str, one: str, other: str) -> None:
    first, last = sorted((date.fromisoformat(one), date.fromisoformat(other)))
    base = base_of([*TEXTS, TextFile("facts/more.yaml", f"events: [{EVENT % f'date: {day},'}]\n")])
    changes = changes_between(View(base, at("2021-08-20")), View(base, at("2021-09-17")))
    assert changes
    for change in changes:
        if reader_class(change, first, last) is NEW and change.fact:
            happened = change.fact.end[1] if change.kind == "expired" and change.fact.end else change.fact.stated_date
            happened = happened or change.fact.headline.record.as_of
            assert happened is not None and first <= happened.first and happened.last <= last


def test_each_finer_class_has_its_place() -> None:
    """Nothing that is minor reaches a reader, and every class of a reader is used."""
    moved = {kind for kind in CHANGE_CLASSES if kind.endswith(("moved", "replaced", "ended"))}
    template = change_of(EVENT % "date: 2021-09-12,")

    def of(kind: str, substantive: bool = True) -> object:
        return reader_class(Change(kind, (), None, template.after, substantive), FIRST, LAST)

    assert {of(kind, substantive=False) for kind in CHANGE_CLASSES} == {None}
    assert {of(kind) for kind in moved} == {MOVED}
    assert {of(kind) for kind in ("corrected", "updated", "withdrawn", "contradicted", "downgraded")} == {REVISED}
    assert {of(kind) for kind in ("restated", "upgraded", "further source", "due, outcome unknown")} == {None}
    assert {of(kind) for kind in CHANGE_CLASSES} == {*READER_CLASSES, None} - {FIRST_REPORTED} | {of("expired")}
