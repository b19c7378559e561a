"""The numbered sources at the end of a document, and which of them are cited on paper.

What is `beyond` paper in a document of several pages stands on screen only, and so do the sources that
nothing else cites. A one-pager leaves out rows instead, with their sources, when it is laid out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from markupsafe import Markup

from ..records.entities import Source
from ..template_api.cited_dates import uncited_date
from ..template_api.escaped_names import EscapedName
from ..template_api.page_context import PageContext
from ..template_api.source_words import address, is_web_address
from .page_tree import TAG, VOID_ELEMENTS

_BEYOND = re.compile(r'\sclass="[^"]*\bbeyond\b')
_SOURCE = re.compile(r'\shref="#source-(\d+)"')


class SourceLine:
    """A numbered source at the end of a document."""

    on_paper = True

    def __init__(self, page: PageContext, number: int, source: Source) -> None:
        self.number, self.id = EscapedName(number), EscapedName(source.id)
        self.publisher, self.title = EscapedName(source.publisher), EscapedName(source.title)
        self.author = EscapedName(source.author) if source.author else None
        self.published = uncited_date(page.locale, source.published)
        self.medium, self.reliability = source.medium, source.reliability
        self.url = EscapedName(address(source))
        self.shown_url = EscapedName(address(source).partition("://")[2].rstrip("/"))
        archived = source.archived or ""
        self.archived = EscapedName(archived if is_web_address(archived) else "")
        self.accessed = uncited_date(page.locale, source.accessed) if source.accessed else None
        self.note = page.compile(page, source.note) if source.note else None


def listed_sources(page: PageContext, body: str, one_page: bool) -> list[SourceLine]:
    """Return the sources of a page by their numbers, each with whether it is cited on paper.

    What notes on sources cite is listed too, and stands on paper with the note.
    """
    listed: list[SourceLine] = []
    while new := list(islice(page.sources.items(), len(listed), None)):  # a note may cite yet another source
        listed += [SourceLine(page, number, page.view.source(id)) for id, number in new]
    if one_page:
        return listed
    waiting, on_paper = cited_on_paper(body), set[int]()
    while waiting:
        on_paper |= waiting
        notes = (line.note for number, line in enumerate(listed, 1) if number in waiting and line.note)
        waiting = {int(number) for note in notes for number in _SOURCE.findall(str(note))} - on_paper
    for number, line in enumerate(listed, 1):
        line.on_paper = number in on_paper
    return listed


def left_out(sources: Sequence[SourceLine]) -> Markup:
    """Return what paper says of the sources that only the screen cites; empty without any."""
    listed = sum(source.on_paper for source in sources)
    if listed == len(sources):
        return Markup("")
    words = "{} of {} sources listed, those of what is on paper; all of them on screen."
    return Markup(words).format(EscapedName(listed), EscapedName(len(sources)))


def cited_on_paper(html: str) -> set[int]:
    """Return the numbers of the sources that a page's body refers to outside what paper leaves out."""
    cited: set[int] = set()
    opened: list[tuple[str, bool]] = []  # with whether it, or what it is in, is beyond paper
    for token in TAG.finditer(html):
        end, tag, attributes = token.groups()
        if tag is None:
            continue
        if end:
            while opened and opened.pop()[0] != tag:
                pass
            continue
        beyond = bool(opened and opened[-1][1]) or _BEYOND.search(attributes) is not None
        source = _SOURCE.search(attributes)
        if source and not beyond:
            cited.add(int(source[1]))
        if tag not in VOID_ELEMENTS and not attributes.endswith("/"):
            opened.append((tag, beyond))
    return cited
