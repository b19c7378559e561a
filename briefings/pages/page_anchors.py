"""The places on a page that a link can lead to: sections, rows of facts, paragraphs.

Ids are made from the page's own HTML, so they name nothing that it does not print. A section is named by its
heading, the row of a fact `fact-ID`, that of a judgement `record-ID`, any other row or paragraph by its
section and its number there. An id that a template gives stays.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html import escape
from itertools import chain, count
from typing import NamedTuple

from markupsafe import Markup

from ..core.filenames import slug
from .page_tree import TAG, VOID_ELEMENTS

_FRAME = re.compile(
    r"content|facts|note|sources|ways|source-\d+"
)  # ids of what every page has around its body
_GIVEN, _FACT, _RECORD, _MARKING = (
    re.compile(rf'\s{name}="([^"]*)"') for name in ("id", "data-fact", "data-record", "data-marking")
)
_ANY_TAG = re.compile(r"<[^>]*>")
_UNSTEADY = re.compile(r"<(time|data|a)\b.*?</\1>|<[^>]*>|&[^;\s]*;", re.DOTALL)  # what each issue has anew
_ROWS = ("li", "tr")
_PARTS = (*_ROWS, "p")
_WITHOUT_IDS = ("svg", "thead")


@dataclass(frozen=True)
class Heading:
    """A section's heading as text, the id of the section, and the marking it is given, if any."""

    id: Markup
    text: Markup
    marking: str


@dataclass(eq=False)
class _Place:
    """An element that is to have an id: the place for it in the HTML, and what it is named by."""

    at: int
    tag: str
    id: str  # "" unless the template gives it
    section: _Place | None
    record: str
    fact: str  # that it shows; of a row the one that it shows most often, since its remarks may quote others
    marking: str = ""
    facts: Counter[str] = field(default_factory=Counter)
    heading: str = ""
    numbered: int = 0  # of a section: how many of its parts are named by their number


def anchored(html: str) -> tuple[Markup, list[Heading]]:
    """Return a page's body with ids, unique on the page, and the headings of its sections."""
    places, shown = _places(html)
    parts, last = [], 0
    for place in sorted(_named(places, shown, set(_GIVEN.findall(html))), key=lambda place: place.at):
        parts += [html[last : place.at], f' id="{escape(place.id)}"']
        last = place.at
    sections = [place for place in places if place.heading]
    headings = [
        Heading(Markup(escape(one.id)), Markup(_ANY_TAG.sub("", one.heading)), one.marking)
        for one in sections
    ]
    return Markup("".join([*parts, html[last:]])), headings


def _named(places: list[_Place], shown: dict[str, _Place], taken: set[str]) -> list[_Place]:
    """Return the places that the template leaves without an id, each named; a fact's row comes first."""
    named: list[_Place] = []

    def name(place: _Place, id: str, between: str = ".") -> None:
        """Give a place an id, with the next free number after it if it is taken."""
        numbers = (f"{id}{between}{number}" for number in count(2))
        place.id = next(
            free for free in chain([id], numbers) if free not in taken and not _FRAME.fullmatch(free)
        )
        taken.add(place.id)
        named.append(place)

    outside = _Place(0, "section", "part", None, "", "")
    unnamed = [place for place in places if not place.id]
    for place in unnamed:
        if place.heading:
            name(place, slug(_UNSTEADY.sub(" ", place.heading)) or "section", "-")
    rows = [place for place in unnamed if place.tag in _ROWS and place.fact and not place.record]
    for place in [*rows, *shown.values()]:
        if not place.id and f"fact-{place.fact}" not in taken:
            name(place, f"fact-{place.fact}")
    for place in unnamed:
        if place.id or place.tag == "section":
            continue
        if place.record:
            name(place, f"record-{place.record}")
        elif place.fact and place.tag in _ROWS:
            name(place, f"fact-{place.fact}")
        else:
            section = place.section or outside
            section.numbered += 1
            name(place, f"{section.id or 'part'}-{section.numbered}", "-")
    return named


class _Opened(NamedTuple):
    """An open element, with the section and the row that what is in it belongs to."""

    tag: str
    section: _Place | None = None
    row: _Place | None = None
    is_bare: bool = False  # nothing in it is given an id


def _places(html: str) -> tuple[list[_Place], dict[str, _Place]]:
    """Return the sections, rows and paragraphs of a page, and the first element that shows each fact."""
    places: list[_Place] = []
    shown: dict[str, _Place] = {}
    opened = [_Opened("")]
    for token in TAG.finditer(html):
        end, tag, attributes = token.groups()
        if end and (opened[-1].tag == tag or any(one.tag == tag for one in opened)):
            while opened.pop().tag != tag:
                pass
        within = opened[-1]
        if end or tag is None or within.is_bare:
            continue
        section, row = within.section, within.row
        fact = _value(_FACT, attributes)
        is_part = tag == "section" or (tag in _PARTS and row is None)
        if fact and row:
            row.facts[fact] += 1
        if is_part or (fact and fact not in shown):
            id, record, marking = (_value(name, attributes) for name in (_GIVEN, _RECORD, _MARKING))
            place = _Place(token.end() - 1, tag, id, section, record, fact, marking)
            if fact and not id:
                shown.setdefault(fact, place)
            if is_part:
                places.append(place)
                section = place if tag == "section" else section
                row = place if tag in _ROWS else row
        if tag == "h2" and section and not section.heading:
            section.heading = html[token.end() : html.find("</h2>", token.end())]
        if tag not in VOID_ELEMENTS and not attributes.endswith("/"):
            opened.append(_Opened(tag, section, row, tag in _WITHOUT_IDS))
    for place in places:
        if place.facts:
            place.fact = place.facts.most_common(1)[0][0]
    return places, shown


def _value(pattern: re.Pattern[str], attributes: str) -> str:
    match = pattern.search(attributes)
    return match[1] if match else ""
