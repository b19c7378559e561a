"""The portion marks of a page above TLP:CLEAR: which marking each paragraph, row and figure has.

A portion has the highest marking of what it cites and of what `data-marking` says of it, or of what it stands
in. That is read from the page itself, so that a template of the desk's own is marked as the shipped ones are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from ..core.markings import Marking
from ..records.entities import Source
from ..template_api.page_context import PageContext
from .page_tree import TAG, VOID_ELEMENTS

_PORTIONS = ("p", "li", "tr", "figure", "caption")
# Words of the template's own, which bear a mark only where they show something that is marked higher.
_FRAMES = ("header", "nav", "footer", "thead")
_FRAME_CLASS = re.compile(r'\bclass="(?:[^"]* )?(?:none|legend|counts|gaps|matter)[" ]')
# A mark stands before the tag of what moved, and within the last words rather than behind their element.
_BEHIND = re.compile(r'\s*(?:<span class="moved [^>]*>[^<]*</span>)?(?:\s|</span>)*$')
_EVIDENCE = re.compile(r'\b(data-facts?|data-marking|href|id)="([^"]*)"')


def with_portion_marks(html: str, page: PageContext) -> str:
    """Return a page with a mark behind each of its portions; as it is where all of it is TLP:CLEAR."""
    if page.marking == Marking.CLEAR:
        return html
    marked, before = "", 0
    for portion in _portions(html, _levels(page), page.view.desk.marking):
        place = portion.start + _end_of_words(portion.name, html[portion.start : portion.end])
        marked += html[before:place] + portion_mark(portion.marking)
        before = place
    return marked + html[before:]


def portion_mark(marking: Marking) -> str:
    """Return the mark of a portion as it is printed: "(AMBER)"."""
    return f' <small class="portion portion-{marking.word.lower()}">({marking.removeprefix("TLP:")})</small>'


def _levels(page: PageContext) -> Mapping[str, Marking]:
    """The markings of the facts by id, and of the sources by the addresses of their rows."""
    levels = {}
    for id, fact in page.facts.items():
        named = [entity.marking for ref in fact.entities if (entity := page.view.entity(ref))]
        highest = max(filter(None, (page.markings[id], *named)))
        levels[id] = min(highest, page.marking)  # it may name one that is not printed
    for id, number in page.sources.items():
        source = page.view.record("sources", id, Source)
        if source is not None and source.marking is not None:
            levels[f"#source-{number}"] = source.marking
    return levels


@dataclass
class _Element:
    """An open element of the page; a portion if it is the outermost one that bears a mark."""

    name: str
    start: int
    marking: Marking
    is_portion: bool = False
    is_frame: bool = False
    end: int = 0


def _portions(html: str, levels: Mapping[str, Marking], floor: Marking) -> Iterator[_Element]:
    """The portions of a page in its order, each with the highest marking of what it shows."""
    opened: list[_Element] = []
    for tag in TAG.finditer(html):
        name, attributes = tag[2], tag[3]
        if name is None:  # a comment
            continue
        if tag[1]:
            while opened and opened[-1].name != name:  # never closed, as HTML allows
                opened.pop()
            closed = opened.pop() if opened else None
            if closed and closed.is_portion and (closed.marking > floor or not closed.is_frame):
                closed.end = tag.start()
                yield closed
            continue
        marking = max(opened[-1].marking if opened else floor, *_own_markings(attributes, levels), floor)
        within = next((one for one in opened if one.is_portion), None)
        if within is not None:
            within.marking = max(within.marking, marking)
        if name not in VOID_ELEMENTS and not attributes.endswith("/"):
            is_frame = bool(_FRAME_CLASS.search(attributes)) or any(one.name in _FRAMES for one in opened)
            is_portion = within is None and name in _PORTIONS
            opened.append(_Element(name, tag.end(), marking, is_portion, is_frame))


def _own_markings(attributes: str, levels: Mapping[str, Marking]) -> Iterator[Marking]:
    for name, value in _EVIDENCE.findall(attributes):
        if name == "data-marking":
            yield Marking(value)
        else:
            ids = [f"#{value}"] if name == "id" else unescape(value).split(" ")
            yield from (levels[id] for id in ids if id in levels)


def _end_of_words(name: str, content: str) -> int:
    """The place at which a portion's words end: of a row its first cell, of an item its first paragraph."""
    if name == "figure":
        return content.rfind("</figcaption>") if "</figcaption>" in content else len(content)
    ends = {"tr": "</th>|</td>", "li": "</p>|<ul|<ol"}
    words = re.split(ends[name], content, maxsplit=1)[0] if name in ends else content
    return len(_BEHIND.sub("", words))
