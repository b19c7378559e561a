"""Places on pages that show a fact or a source: documents are rendered and read, so nothing is guessed."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from html.parser import HTMLParser

from ..core import filenames
from ..core.problems import BriefingsError
from ..facts.claims import Viewpoint
from ..facts.fact_base import FactBase
from ..pages import page_render
from ..pages.page_render import RenderedDocument
from ..pages.page_tree import VOID_ELEMENTS
from ..pages.template_environment import TemplateEnvironment
from ..template_api import documents

_BLOCKS = {
    "p",
    "li",
    "tr",
    "dd",
    "dt",
    "caption",
    "figcaption",
    "h1",
    "h2",
    "h3",
    "h4",
    "div",
    "figure",
    "text",
}
_LABELLED = {"section", "nav", "figure"}
_HEADINGS = {"h1", "h2", "h3"}
_UNREAD = {"script", "style"}
_BEFORE, _WIDTH = 45, 100  # characters of a line: before the match, and in all


@dataclass(frozen=True)
class PagePlace:
    """A place where a page shows something: the heading above it and the line of text around it."""

    section: str
    text: str


@dataclass(frozen=True)
class Appearance:
    """A document that shows something. Without places, it is only drawn there or named without citation."""

    document: str
    title: str
    places: tuple[PagePlace, ...]


@dataclass(frozen=True)
class RenderedPages:
    """All documents of a viewpoint as rendered; `broken` are those that could not be, with the reason."""

    rendered: tuple[RenderedDocument, ...]
    broken: Mapping[str, str]

    def of(self, id: str) -> list[Appearance]:
        """Return the documents that show a fact, an assessment or a signpost."""
        showing = [(page, reader) for page, reader in self._read if id in reader.ids or id in page.facts]
        return [_appearance(page, reader.ids.get(id, ())) for page, reader in showing]

    def of_source(self, id: str) -> list[Appearance]:
        """Return the documents that cite a source."""
        citing = [(page, reader) for page, reader in self._read if id in page.sources]
        return [
            _appearance(page, reader.sources.get(page.sources.index(id) + 1, ())) for page, reader in citing
        ]

    @cached_property
    def printed(self) -> frozenset[str]:
        """The ids of the facts that some document prints."""
        return frozenset(id for page in self.rendered for id in page.facts)

    @cached_property
    def _read(self) -> list[tuple[RenderedDocument, _PlaceReader]]:
        return [(page, _read(page)) for page in self.rendered]

    def showing(self, id: str, at: Viewpoint) -> list[str]:
        """Return ids of documents as of `at` that show a fact: earlier issues describe their own day."""
        return [page.document.id for page in self.rendered if id in page.facts and page.document.at == at]


def _appearance(page: RenderedDocument, places: Iterable[PagePlace]) -> Appearance:
    return Appearance(page.document.id, page.document.title, tuple(places))


def rendered_pages(base: FactBase, at: Viewpoint, templates: Mapping[str, bytes]) -> RenderedPages:
    """Render every document as of a viewpoint."""
    edition = base.edition(at.release)
    env = TemplateEnvironment(filenames.templates(templates))
    atlas = cache(lambda: page_render.map_atlas(templates))
    made, broken = [], {}
    for document in documents.all_documents(edition, at):
        try:
            made.append(page_render.rendered_document(edition, document, env, "", atlas))
        except BriefingsError as error:
            broken[document.id] = str(error)
    return RenderedPages(tuple(made), broken)


def _read(page: RenderedDocument) -> _PlaceReader:
    reader = _PlaceReader(page.document.title)
    reader.feed(page.html)
    reader.close()
    return reader


@dataclass
class _Open:
    """An element not closed yet. A block collects its text and the offsets of ids and sources in it."""

    tag: str
    label: str = ""
    text: str = ""
    ids: dict[str, int] = field(default_factory=dict)
    sources: dict[int, int] = field(default_factory=dict)

    def place(self, section: str, at: int) -> PagePlace:
        """Return its line, cut around the character `at` if it is long."""
        line, before = _plain(self.text), _plain(self.text[:at])
        start = line.rfind(" ", 0, max(0, len(before) - _BEFORE)) + 1 if len(line) > _WIDTH else 0
        words = textwrap.shorten(line[start:], _WIDTH, placeholder=" …")
        return PagePlace(section, f"… {words}" if start else words)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"\[\d+\]", "", text).split())


class _PlaceReader(HTMLParser):
    """Collects a page's places by fact and by the number of the source."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.ids: dict[str, list[PagePlace]] = {}
        self.sources: dict[int, list[PagePlace]] = {}
        self._open: list[_Open] = [_Open("div", title)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS and tag not in VOID_ELEMENTS:
            self._open.append(_Open(tag))
        block = self._block
        for id in filter(None, (given.get("data-fact"), given.get("data-record"))):
            block.ids.setdefault(id, len(block.text))
        if cited := re.fullmatch(r"#source-(\d+)", given.get("href", "")):
            block.sources.setdefault(int(cited[1]), len(block.text))
        if tag not in VOID_ELEMENTS | _BLOCKS:
            self._open.append(_Open(tag))
        if tag in _LABELLED:
            self._open[-1].label = given.get("aria-label", "")
        if tag in ("td", "th", "br", "dd", "span"):  # set apart on the page, so also in the line
            block.text += " "

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID_ELEMENTS or not any(element.tag == tag for element in self._open[1:]):
            return
        while (element := self._open.pop()).tag != tag:
            self._closed(element)
        self._closed(element)

    def handle_data(self, data: str) -> None:
        if not any(element.tag in _UNREAD for element in self._open):
            self._block.text += data

    def close(self) -> None:
        super().close()
        while self._open:
            self._closed(self._open.pop())

    @property
    def _block(self) -> _Open:
        """Return the innermost open block: the line a reader sees."""
        return next((e for e in reversed(self._open) if e.tag in _BLOCKS), self._open[0])

    def _closed(self, element: _Open) -> None:
        around = [*self._open, element]
        if element.tag in _HEADINGS:
            holder = next((e for e in reversed(self._open) if e.tag in _LABELLED), around[0])
            holder.label = _plain(element.text)
        section = next((e.label for e in reversed(around) if e.label), "")
        for id, at in element.ids.items():
            _keep(self.ids.setdefault(id, []), element.place(section, at))
        if element.tag in _BLOCKS and self._open:
            self._block.text += f" {element.text} "
        for number, at in element.sources.items():
            _keep(self.sources.setdefault(number, []), element.place(section, at))


def _keep(places: list[PagePlace], place: PagePlace) -> None:
    if place not in places:
        places.append(place)
