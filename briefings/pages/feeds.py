"""Files to follow beside the index: the published issues as an Atom feed, the days ahead as a calendar.

Both are of one edition: the feed is made from what its pages say, the calendar from the edition's facts.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from html import escape

from ..core.json_types import JsonObject
from ..core.markings import Marking
from ..facts import plans
from ..facts.claims import Fact, Viewpoint
from ..facts.fact_base import FactBase
from ..facts.published_issues import WEEKLY, series_name
from ..facts.view import View
from ..records.desk_settings import Desk
from ..records.fact_kinds import Event
from ..template_api.page_context import PageContext
from ..template_api.template_queries import Facts
from .page_render import compile_prose

FEED, CALENDAR = NAMES = "feed.atom", "calendar.ics"
_MOST_ISSUES = 50
_LONGEST = timedelta(days=31)  # of a date that a calendar can show: "in autumn" is no appointment
_LINE = 74  # octets of a line in a calendar, of the 75 allowed: a space begins each further one


def feeds(base: FactBase, at: Viewpoint, entries: Iterable[JsonObject]) -> dict[str, bytes]:
    """Return the feed and the calendar of an edition by name; what has nothing in it is left out.

    `entries` are the documents of its manifest.
    """
    issues = [entry for entry in entries if entry.get("published") and entry.get("html")]
    files: dict[str, bytes] = {}
    if issues:
        files[FEED] = atom_feed(base.desk, at.release, issues).encode()
    events = "".join(_event_lines(base, at))
    if events:
        title = _calendar_text(f"{base.desk.title} [{at.release.value}]")
        head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//briefings//EN", f"X-WR-CALNAME:{title}")
        files[CALENDAR] = f"{''.join(map(_folded, head))}{events}END:VCALENDAR\r\n".encode()
    return files


def atom_feed(desk: Desk, release: Marking, issues: Sequence[JsonObject]) -> str:
    """Return the published issues of an edition as Atom, the newest first."""
    newest = sorted(issues, key=lambda entry: (entry["published"], entry["id"]), reverse=True)[:_MOST_ISSUES]
    root = desk.address or desk.title
    folder = "" if release == desk.release or not desk.address else f"{release.file_name}/"
    base = f' xml:base="{escape(f"{desk.address}/{folder}")}"' if desk.address else ""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"{base}>
<id>{_id(root, release.value)}</id>
<title>{escape(f"{desk.title} [{release.value}]")}</title>
<updated>{newest[0]["published"]}T00:00:00Z</updated>
<author><name>{escape(desk.publisher)}</name></author>
<link rel="self" href="{FEED}"/>
{"".join(_entry(root, release, issue) for issue in newest)}</feed>
"""


def _entry(root: str, release: Marking, issue: JsonObject) -> str:
    marking, lines = issue["marking"], issue["summary"]["bottom_line"]
    revision = f", revision {issue['revision']}" if issue["revision"] > 1 else ""
    series = series_name(issue.get("series", WEEKLY))
    title = f"[{marking}] {series}No. {issue['number']}{revision}: {issue['title']}"
    pdf = (
        f'<link rel="enclosure" type="application/pdf" href="{escape(issue["pdf"])}"/>\n'
        if issue["pdf"]
        else ""
    )
    return f"""<entry>
<id>{_id(root, release.value, issue["id"])}</id>
<title>{escape(title)}</title>
<updated>{issue["published"]}T00:00:00Z</updated>
<link href="{escape(issue["html"])}"/>
{pdf}<summary>{escape(" ".join(lines))}</summary>
</entry>
"""


def _id(*parts: str) -> str:
    """Return a name that stays the same wherever the desk is published."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, ' '.join(parts))}"


def _event_lines(base: FactBase, at: Viewpoint) -> Iterator[str]:
    """Yield the lines of each event ahead that has a day, in the order of the days."""
    view = View(base, at)
    page = PageContext(view, compile_prose)
    facts = Facts(page)
    for shown in facts.calendar():
        fact = view.facts[str(shown.id)]
        if fact.kind != Event.kind or fact.headline.record.negated or view.is_over(fact):
            continue
        day = plans.day_ahead(fact)
        if day is None or day.last - day.first > _LONGEST:
            continue
        source = fact.headline.source
        about = f"{view.marking_of(fact).value}. {source.publisher}, {source.published.text}."
        lines = (
            "BEGIN:VEVENT",
            f"UID:{_id(base.desk.address or base.desk.title, fact.id)}",
            f"DTSTAMP:{source.published.last:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{day.first:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day.last + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_calendar_text(facts.label(shown).striptags())}",
            f"DESCRIPTION:{_calendar_text(about)}",
            f"STATUS:{_status(fact)}",
            "END:VEVENT",
        )
        yield from map(_folded, lines)


def _status(fact: Fact) -> str:
    status = fact.headline.record.status
    return "CANCELLED" if status == "cancelled" else "CONFIRMED" if status == "scheduled" else "TENTATIVE"


def _calendar_text(text: str) -> str:
    """Return a text in which no sign ends a value of a calendar."""
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        text = text.replace(sign, written)
    return text


def _folded(line: str) -> str:
    """Return a line broken after so many octets, never within a letter."""
    rows, row = list[str](), ""
    for letter in line:
        if len((row + letter).encode()) > _LINE:
            rows.append(row)
            row = ""
        row += letter
    return "\r\n ".join([*rows, row]) + "\r\n"
