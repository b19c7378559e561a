"""The feed of issues and the calendar of what is ahead: well formed for any text, and of one edition."""

from __future__ import annotations

from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.checks import desk_loading
from briefings.core.markings import Marking
from briefings.core.problems import TextFile
from briefings.facts.claims import Viewpoint
from briefings.facts.fact_base import FactBase
from briefings.facts.lookup_keys import PLANS
from briefings.facts.view import View
from briefings.files import desk_files
from briefings.pages.feeds import CALENDAR, FEED, _folded, atom_feed, feeds
from briefings.records.entries import Entry
from conftest import EXAMPLE
from secrets_desk import SEED, secrets

ATOM = "{http://www.w3.org/2005/Atom}"
SOURCE = "status: scheduled, source: press-2021-09, at: 3, credibility: 2"
EVENTS = f"""\
events:
  - {{id: talks-day, type: talks, title: "Talks; in Dushanbe, again", date: 2021-09-20, in: TJK, {SOURCE}}}
  - {{id: talks-month, type: talks, title: Talks of October, date: 2021-10, in: TJK, {SOURCE}}}
  - {{id: talks-year, type: talks, title: Talks of a year, date: 2022, in: TJK, {SOURCE}}}
  - {{id: talks-over, type: talks, title: Talks of August, date: 2021-08-25, in: TJK, {SOURCE}}}
"""


def base_of(*texts: TextFile) -> FactBase:
    loaded = desk_loading.load([*desk_files.fact_files(EXAMPLE), *texts], date(2021, 9, 17))
    assert loaded.base is not None, "\n".join(map(str, loaded.errors))
    return loaded.base


def at(release: Marking = Marking.GREEN) -> Viewpoint:
    return Viewpoint(date(2021, 9, 17), date(2021, 9, 17), release)


def issue(number: int, **more: Any) -> dict[str, Any]:
    id = f"weekly/2021-W{number + 30}"
    given = {
        "id": id, "title": "Weekly", "marking": "TLP:GREEN", "number": number, "revision": 1,
        "published": f"2021-08-{number + 10}", "html": f"{id}.html", "pdf": None,
        "summary": {"bottom_line": ["A line."]},
    }  # fmt: skip
    return given | more


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_the_calendar_has_each_event_ahead_with_a_day() -> None:
    """A month is shown as its days, a year is no appointment."""
    calendar = feeds(base_of(TextFile("facts/ahead.yaml", EVENTS)), at(), [])[CALENDAR].decode()
    lines = unfolded(calendar)
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    days = [line for line in lines if line.startswith("DTSTART") and "202109" not in line]
    assert days == ["DTSTART;VALUE=DATE:20211001"]
    start = lines.index("DTSTART;VALUE=DATE:20210920")
    assert lines[start + 1] == "DTEND;VALUE=DATE:20210921"
    assert "Talks\\; in Dushanbe\\, again" in lines[start + 2]
    assert "Talks of a year" not in calendar and "Talks of August" not in calendar
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") >= 2


def test_a_desk_without_issues_and_events_ahead_has_neither() -> None:
    later = Viewpoint(date(2023, 1, 1), date(2023, 1, 1), Marking.GREEN)
    assert feeds(base_of(), later, [issue(1, published=None), issue(2, html=None)]) == {}


@given(st.text())
def test_no_line_of_a_calendar_is_too_long_and_none_loses_a_letter(text: str) -> None:
    line = text.replace("\r", "").replace("\n", "")
    folded = _folded(line)
    assert all(len(row.encode("utf-8", "surrogatepass")) <= 75 for row in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == f"{line}\r\n"


def test_the_feed_has_the_issues_that_are_built_newest_first() -> None:
    made = feeds(base_of(), at(), [issue(1), issue(3, revision=2), issue(2, html=None), {"published": None}])[FEED]
    root = ElementTree.fromstring(made)
    entries = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [
        "[TLP:GREEN] No. 3, revision 2: Weekly", "[TLP:GREEN] No. 1: Weekly",
    ]  # fmt: skip
    assert root.findtext(f"{ATOM}updated") == "2021-08-13T00:00:00Z"
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2


@pytest.mark.parametrize("odd", ["</title><x>", "a & b", '"quoted"', "]]>", "<!--"])
def test_the_feed_is_well_formed_whatever_a_page_says(odd: str) -> None:
    desk = base_of().desk.model_copy(update={"title": odd, "publisher": odd, "address": "https://desk.example/a"})
    said = issue(1, title=odd, summary={"bottom_line": [odd]}, pdf="a.pdf")
    root = ElementTree.fromstring(atom_feed(desk, Marking.CLEAR, [said]))
    assert root.findtext(f"{ATOM}entry/{ATOM}summary") == odd
    assert root.get("{http://www.w3.org/XML/1998/namespace}base") == "https://desk.example/a/TLP-CLEAR/"


@pytest.mark.parametrize("release", [Marking.CLEAR, Marking.GREEN, Marking.AMBER])
def test_neither_tells_what_is_withheld(release: Marking) -> None:
    restricted, words = secrets(Marking.RED)
    ahead = TextFile("facts/ahead.yaml", EVENTS + EVENTS.replace("events:\n", "").replace("talks-", f"{SEED}-")
                     .replace("credibility: 2", 'credibility: 2, marking: "TLP:RED"'))  # fmt: skip
    base = base_of(*restricted, ahead)
    made = b"".join(feeds(base, at(release), [issue(1)]).values()).decode().lower()
    assert "talks of october" in made
    assert [word for word in (*words, SEED) if word in made] == []
    assert SEED in "".join(fact.id for fact in View(base, at(Marking.RED)).of_kind("events"))


def test_the_calendar_looks_up_what_is_planned_and_no_other_event(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk of years has thousands that are over."""
    base, asked, found = base_of(TextFile("facts/zz.yaml", EVENTS)), list[str](), FactBase.found

    def noted(self: FactBase, key: str) -> tuple[Entry, ...]:
        asked.append(key)
        return found(self, key)

    monkeypatch.setattr(FactBase, "found", noted)
    assert CALENDAR in feeds(base, at(), [])
    assert PLANS in asked and not {"events", "facts"} & {*asked}
