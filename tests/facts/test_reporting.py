"""Up to which day reporting reaches, and from when on its silence is said."""

from __future__ import annotations

import pytest

from briefings.core.dates import PartialDate
from briefings.core.markings import Marking
from briefings.facts.reporting import follows_gap, is_silent, reporting_days
from conftest import SmallDesk
from facts_desk import view

EVENT = "type: attack, title: A raid, in: AFG, parties: [{who: AFG}], status: done"
SOURCES = (
    "sources:\n"
    "  - {id: handbook, publisher: Handbook, title: T, published: 2021-12-30, medium: reference, reliability: B}\n"
    "  - {id: list, publisher: List, title: T, published: 2021~, medium: press, reliability: B}\n"
    "  - {id: old, publisher: Old, title: T, published: 1995-12-12, medium: official, reliability: A}\n"
)


def days(text: str) -> list[str]:
    seen = view(SOURCES + text)
    return [day.text for day in reporting_days(seen, seen.facts.values())]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (f"events:\n  - {{id: a, {EVENT}, source: wire-2}}\n", ["2021-07-02"]),
        (f"events:\n  - {{id: a, {EVENT}, source: wire-2}}\n  - {{id: b, {EVENT}, source: wire-1}}\n",
         ["2021-07-02", "2021-07-01"]),
        (f"events:\n  - {{id: a, {EVENT}, source: wire-2, date: 2021-06-28}}\n", ["2021-06-28"]),
        # one source is one day, however many days it speaks of
        (f"events:\n  - {{id: a, {EVENT}, source: wire-2, date: 2021-06-28}}\n"
         f"  - {{id: b, {EVENT}, source: wire-2, date: 2021-05-01}}\n", ["2021-06-28"]),
        # a day within the one before is no day before it
        (f"events:\n  - {{id: a, {EVENT}, source: wire-2, date: 2021-06-28/2021-06-30}}\n"
         f"  - {{id: b, {EVENT}, source: daily-1, date: 2021-06-29}}\n", ["2021-06-28/2021-06-30"]),
        # a plan is known on the day of its report
        ("events:\n  - {id: a, type: meeting, title: Talks, status: planned, date: 2021-11-01, source: wire-2}\n",
         ["2021-07-02"]),
        # standing works, sources of a whole year, documents of long ago, and what stands
        (f"events:\n  - {{id: a, {EVENT}, source: handbook}}\n", []),
        (f"events:\n  - {{id: a, {EVENT}, source: list}}\n", []),
        (f"events:\n  - {{id: a, {EVENT}, source: old}}\n", []),
        ("borders:\n  - {between: [AFG, TJK], length: 1357 km, source: wire-2}\n", []),
    ],
)  # fmt: skip
def test_reporting_reaches_to_what_a_source_says_is_new(facts: str, expected: list[str]) -> None:
    assert days(facts) == expected


@pytest.mark.parametrize(
    ("review", "newest", "silent"),
    [
        ("90 days", "2021-06-19", False),  # the last day of the period
        ("90 days", "2021-06-18", True),
        ("90 days", "", True),
        ("", "2001-01-01", False),
        ("", "", True),
    ],
)
def test_silence_begins_after_the_shortest_review_period(
    desk: SmallDesk, review: str, newest: str, silent: bool
) -> None:
    if review:
        kinds = f"[{{kind: borders, after: 730 days}}, {{kind: forces, after: {review}}}]"
        desk.edit("desk.yaml", "  today:", f"  review: {kinds}\n  today:")
    held = [PartialDate.parse(newest)] if newest else []
    assert is_silent(desk.view("2021-09-17"), held) is silent


@pytest.mark.parametrize(
    ("held", "gap"),
    [
        (["2021-09-16", "2021-06-17"], True),
        (["2021-09-16", "2021-06-18"], False),
        (["2021-09-16/2021-09-17", "2021-06"], False),
        (["2021-09-16"], False),
        ([], False),
    ],
)
def test_a_gap_before_the_latest_reporting_is_longer_than_the_shortest_review_period(
    desk: SmallDesk, held: list[str], gap: bool
) -> None:
    days = [PartialDate.parse(day) for day in held]
    assert not follows_gap(desk.view("2021-09-17"), days), "the desk has no review period"
    desk.edit("desk.yaml", "  today:", "  review: [{kind: forces, after: 90 days}]\n  today:")
    assert follows_gap(desk.view("2021-09-17"), days) is gap


def test_what_an_edition_withholds_moves_no_day(desk: SmallDesk) -> None:
    """The cable of 10 September is marked above the release, and so is what the press reports of it."""
    desk.add(
        "x.yaml",
        "events:\n"
        "  - {id: x, type: meeting, title: Talks, in: ARM, status: done, date: 2021-09-14, source: press-2021-09,\n"
        '     marking: "TLP:AMBER"}\n'
        "  - {id: y, type: meeting, title: Talks, in: ARM, status: done, date: 2021-09-09, source: cable-2021-09}\n"
        "  - {id: z, type: meeting, title: Talks, in: ARM, status: done, date: 2021-08-09, source: wire-2021-08}\n",
    )

    def newest(release: Marking) -> list[str]:
        seen = desk.view(release=release)
        facts = (fact for fact in seen.facts.values() if fact.id in ("x", "y", "z"))
        return [day.text for day in reporting_days(seen, facts)]

    assert newest(Marking.GREEN) == ["2021-08-09"]
    assert newest(Marking.AMBER) == ["2021-09-14", "2021-09-09", "2021-08-09"]
