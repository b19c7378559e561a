"""The rows of a page that may be left out on paper: which there are, hiding and showing them, saying so.

Rows bear `data-row`, their rank among all rows of the page, and `data-in`, the topics that hold them; lists
that may be cut bear `data-list`: what they are of, or "rows" where the heading says it. A source that only
hidden rows cite is hidden with them. A section whose rows are all hidden goes, and one line says which.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..pages import embedded_data

Element = Any  # xml.etree.ElementTree.Element, as WeasyPrint holds it

COLUMNS = ("main", "side")
# For guessing which column is shorter: characters of a line, in a column and in the whole width; rows that a
# list usually keeps; lines of a map.
CHARACTERS, WIDE, USUAL_ROWS, PICTURE_LINES = {"main": 66, "side": 38}, 150, 5, 13
MOST_TOPICS = 2  # named where a list was cut
_HIDDEN = "display: none"
_BEYOND = re.compile(r'<li[^<>]* class="beyond"[^<>]*>.*?</li>', re.DOTALL)
_FACT = re.compile(r' data-fact="([^"]*)"')


@dataclass(frozen=True)
class PageRow:
    """A row that may be cut: its rank, its list, and the column it stands in; "" for the whole width."""

    element: Element
    rank: int
    listing: Element
    column: str


class PageRows:
    """A page's tree with the way up, its columns, its lists, and what was hidden of it."""

    def __init__(self, tree: Element) -> None:
        self._tree = tree
        self._up = {child: parent for parent in tree.iter() for child in parent}
        self.columns = {name: part for part in tree.iter("div") for name in COLUMNS if name in _classes(part)}
        self._facts = self._named_facts()
        self._lists = {listing: list(_rows(listing)) for listing in tree.iter() if listing.get("data-list")}
        self._lists_of: dict[Element, list[Element]] = {}
        for listing, rows in self._lists.items():
            for row in rows:
                self._lists_of.setdefault(row, []).append(listing)
        self._hidden: dict[Element, dict[Element, None]] = {listing: {} for listing in self._lists}
        self.changes: Counter[Element | None] = Counter()  # of each part, and of the sources under None
        self._notes: dict[Element, Element] = {}
        self._vanished: Element | None = None
        self._parts: dict[Element, list[Element]] = {}
        for listing in self._lists:
            self._parts.setdefault(self._part_of(listing), []).append(listing)
        self._only_lists = {part for part in self._parts if self._is_only_lists(part)}
        sources = (part for part in tree.iter("li") if (part.get("id") or "").startswith("source-"))
        self._sources = {f"#{source.get('id')}": source for source in sources}
        self._cited = Counter(_references(tree))

    def rows(self) -> list[PageRow]:
        """The rows that may be cut and are not, the most important first."""
        found = []
        for element in _rows(self._tree):
            listing = next((up for up in self._above(element) if up in self._lists), self._up[element])
            found.append(PageRow(element, _rank(element), listing, self.column(element)))
        return sorted(found, key=lambda row: row.rank)

    @property
    def parts(self) -> Mapping[Element, list[Element]]:
        """The sections that have lists which may be cut, or such lists themselves, each with its lists."""
        return self._parts

    def _part_of(self, listing: Element) -> Element:
        return next((up for up in self._above(listing) if up.tag == "section"), listing)

    def shown(self, listing: Element) -> int:
        """How many rows of a list are not hidden."""
        return len(self._lists[listing]) - len(self._hidden[listing])

    def hidden_rows(self, listing: Element) -> Collection[Element]:
        """The rows of a list that are hidden, those beyond the most for paper included."""
        return self._hidden[listing]

    def vanishes(self, part: Element) -> bool:
        """Return True if nothing of a section is left: it had lists only, and no row of them is shown."""
        return part in self._only_lists and not any(map(self.shown, self._parts[part]))

    def shown_sources(self) -> list[Element]:
        """The entries of the sources that are cited by what is shown."""
        return [source for source in self._sources.values() if not _is_hidden(source)]

    def _above(self, element: Element) -> Iterator[Element]:
        while (element := self._up.get(element)) is not None:
            yield element

    def column(self, element: Element) -> str:
        """The name of the column that an element is in; "" for the whole width."""
        above = set(self._above(element))
        return next((name for name, column in self.columns.items() if column in above), "")

    def drop_beyond(self, most: int, most_lines: int) -> None:
        """Leave out, for good, the rows that stand no chance: those beyond the most that a list may have on
        paper, and of a column those below so many lines of what cannot be cut and more important rows."""
        for rows in self._lists.values():
            for row in sorted(rows, key=_rank)[most:]:
                self._drop(row)
        lines = self._lines_kept()
        above = lines[""]
        for row in self.rows():
            if (above if row.column else 0) + lines[row.column] > most_lines:
                self._drop(row.element)
            lines[row.column] += _lines(row.element, CHARACTERS.get(row.column, WIDE))

    def _lines_kept(self) -> Counter[str]:
        """Roughly the lines of each column, and of the whole width, that are no rows and no sources."""
        lines: Counter[str] = Counter()
        parts, sources = [self._tree], set(self._sources.values())
        while parts:
            part = parts.pop()
            if part in sources or part.get("data-row"):
                continue
            if part.tag in ("li", "tr", "p", "h1", "h2"):
                column = self.column(part)
                lines[column] += _lines(part, CHARACTERS.get(column, WIDE))
            else:
                parts += part
        return lines

    def _drop(self, row: Element) -> None:
        self.hide(row)
        self._up[row].remove(row)

    def place_flexible(self) -> None:
        """Put each section that may stand in either column into the one that is shorter so far."""
        if len(self.columns) < 2:
            return
        sections = [part for part in self._tree.iter("section") if "flexible" in _classes(part)]
        high = {name: self._lines(column, name, sections) for name, column in self.columns.items()}
        for section in sections:
            to = min(high, key=lambda name: high[name])
            high[to] += self._lines(section, to, [])
            self._up[section].remove(section)
            self.columns[to].append(section)
            self._up[section] = self.columns[to]

    def _lines(self, part: Element, column: str, apart: list[Element]) -> float:
        """Roughly the lines that a part takes in a column, with as many rows of a list as are usual."""
        lines = float(PICTURE_LINES * sum(1 for _ in part.iter("figure")))
        seen: Counter[Element | None] = Counter()
        for element in part.iter():
            if element.tag not in ("li", "tr", "p", "h2") or any(up in apart for up in self._above(element)):
                continue
            listing = next((up for up in self._above(element) if up in self._lists), None)
            seen[listing] += 1
            if listing is None or seen[listing] <= USUAL_ROWS:
                lines += _lines(element, CHARACTERS[column])
        return lines

    def is_hidden(self, row: Element) -> bool:
        """Return True if a row is hidden."""
        return _is_hidden(row)

    def hide(self, row: Element) -> None:
        """Hide a row that is shown, and the sources that no other reference leads to."""
        row.set("style", _HIDDEN)
        gone = Counter(_references(row))
        self._cited.subtract(gone)
        for source in self._uncited(gone):
            source.set("style", _HIDDEN)
        for listing in self._lists_of.get(row, ()):
            self._hidden[listing][row] = None
        self._note_change(row)

    def show(self, row: Element) -> None:
        """Show a hidden row again, and the sources that it cites."""
        cited = Counter(_references(row))
        for part in (row, *self._uncited(cited)):
            part.attrib.pop("style", None)
        self._cited.update(cited)
        for listing in self._lists_of.get(row, ()):
            del self._hidden[listing][row]
        self._note_change(row)

    def _note_change(self, row: Element) -> None:
        self.changes.update([None, *map(self._part_of, self._lists_of.get(row, ()))])

    def _uncited(self, references: Iterable[str]) -> list[Element]:
        """The sources among these references that nothing shown leads to."""
        return [
            self._sources[href] for href in references if href in self._sources and self._cited[href] <= 0
        ]

    def say_what_was_cut(self) -> None:
        """Say below each list that was cut how much of it is on paper; hide the sections that have no row."""
        for part in self._only_lists:
            part.attrib.pop("style", None)
            if self.vanishes(part):
                part.set("style", _HIDDEN)
        for listing in self._lists:
            listing.attrib.pop("style", None)
            if not self.shown(listing):
                listing.set("style", _HIDDEN)
            is_cut = bool(self.hidden_rows(listing))
            note = self._note(listing) if is_cut else self._notes.get(listing)
            if note is None:
                continue
            note.attrib.pop("style", None)
            note.text = self.words_for(listing)
            if not is_cut:
                note.set("style", _HIDDEN)
        self._name_vanished()

    def words_for(self, listing: Element) -> str:
        """The words below a list that was cut: how much of it is shown, and where the rest stands."""
        rows, noun = self._lists[listing], listing.get("data-list")
        noun = "" if noun == "rows" else f"{noun} "
        return f"{self.shown(listing)} of {len(rows)} {noun}shown; {self._elsewhere(rows)}."

    def words_for_vanished(self) -> str:
        """The words that name the sections of which nothing is left; "" if there are none."""
        vanished = []
        for part in filter(self.vanishes, self._parts):
            total = sum(len(self._lists[listing]) for listing in self._parts[part])
            vanished.append(f"{_heading(part)} ({total})")
        return f"No room on this page for: {', '.join(vanished)}; all of it is on screen." if vanished else ""

    def _is_only_lists(self, part: Element) -> bool:
        """True if a section has a heading and lists that may be cut, and nothing else to read."""
        own = self._parts[part]
        return part not in own and all(inner.tag == "h2" or inner in own for inner in part)

    def _note(self, listing: Element) -> Element:
        if listing not in self._notes:
            self._notes[listing] = self._insert_after(listing, "cut")
        return self._notes[listing]

    def _insert_after(self, part: Element, kind: str) -> Element:
        parent = self._up[part]
        line = part.makeelement("p", {"class": kind})
        parent.insert(list(parent).index(part) + 1, line)
        self._up[line] = parent
        return line

    def _elsewhere(self, rows: Iterable[Element]) -> str:
        """The words for where the hidden rows of a list stand: on screen, and in which topics."""
        held = [set(filter(None, (row.get("data-in") or "").split("|"))) for row in rows if _is_hidden(row)]
        topics = sorted(set.intersection(*held)) if held else []
        if not topics:
            return "all of them on screen"
        return f"the rest in “{'” and “'.join(topics[:MOST_TOPICS])}” and on screen"

    def _name_vanished(self) -> None:
        words = self.words_for_vanished()
        if words and self._vanished is None:
            self._vanished = self._insert_after(self._foot(), "cut vanished")
        if self._vanished is not None:
            self._vanished.text = words
            self._vanished.attrib.pop("style", None)
            if not words:
                self._vanished.set("style", _HIDDEN)

    def _foot(self) -> Element:
        """The part below which the line on sections without a row stands: the columns, else the last list."""
        if self.columns:
            return self._up[next(iter(self.columns.values()))]
        last = list(self._lists)[-1]
        return next((up for up in self._above(last) if up.tag == "section"), last)

    def facts_left_out(self) -> list[str]:
        """The facts of the rows that were cut and that stand nowhere else on the page."""
        return sorted(self._facts - self._named_facts())

    def _named_facts(self) -> set[str]:
        named: set[str] = set()
        parts = [self._tree]
        while parts:
            part = parts.pop()
            if _is_hidden(part):
                continue
            named |= {part.get("data-fact")} - {None}
            parts += part
        return named


def facts_beyond(html: str) -> list[str]:
    """The facts that stand only in rows of class `beyond`, which the page has on screen alone."""
    shown = embedded_data.html_without_data(html)
    beyond = "".join(_BEYOND.findall(shown))
    return sorted({*_FACT.findall(beyond)} - {*_FACT.findall(_BEYOND.sub("", shown))})


def _rank(row: Element) -> int:
    return int(row.get("data-row"))


def _lines(part: Element, characters: int) -> int:
    """Roughly the lines that a part takes, of so many characters each."""
    return 1 + sum(len(text.strip()) for text in part.itertext()) // characters


def _is_hidden(part: Element) -> bool:
    return bool(part.get("style") == _HIDDEN)


def _classes(part: Element) -> list[str]:
    classes: str = part.get("class", "")
    return classes.split()


def _heading(section: Element) -> str:
    return " ".join("".join(next(section.iter("h2")).itertext()).split())


def _rows(part: Element) -> list[Element]:
    return [element for element in part.iter() if element.get("data-row")]


def _references(part: Element) -> Iterator[str]:
    """The addresses on the page that the citations within a part lead to."""
    return (link.get("href") for link in part.iter("a") if link.get("class") == "cite")
