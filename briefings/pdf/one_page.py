"""A one-pager on one page: all its rows are measured once, and those that do not fit are cut by their rank.

Rows bear `data-row`, their rank among all rows of the page; lists that may be cut bear `data-list`. What is
cut is said below its list. Sections of the class `flexible` stand in whichever column is shorter. If no row
is left to cut, the type is made smaller: a page always comes out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

PAGE_HEIGHT = 297 * 96 / 25.4  # CSS pixels of an A4 page
MARGINS = (14.0, 13.0, 13.0)  # top, sides and bottom in mm: one house margin for all one-pagers
TYPE_SIZE, LEADING = 9.0, 1.22  # one house size, in points
# Where not even a page without rows fits, as its texts alone are longer than a page.
SMALLER = (8.0, 7.0, 6.0, 5.0, 4.0)
ROWS_LOOKED_AT = 40  # of one list; more cannot stand on a page
# For guessing which column is shorter: characters of a line, rows that a list usually keeps, lines of a map.
CHARACTERS, USUAL_ROWS, PICTURE_LINES = {"main": 66, "side": 38}, 5, 13
NOTE_HEIGHT = 13.0  # of the line that says what was cut, in pixels

Element = Any  # xml.etree.ElementTree.Element, as WeasyPrint holds it
Layout = Callable[[Element, str], Any]


@dataclass
class _Row:
    """A row that may be cut: its rank, its list, the column it stands in and how high it is."""

    element: Element
    parent: Element
    rank: int
    listing: Element
    column: str
    height: float = 0.0


@dataclass
class FittedPage:
    """The layout of a one-pager, and the facts whose rows it has left out."""

    document: Any
    left_out: list[str] = field(default_factory=list)


def rules(size: float = TYPE_SIZE, height: str = "297mm") -> str:
    """The style of a one-pager's page."""
    top, side, bottom = MARGINS
    page = f"@page {{ size: 210mm {height}; margin: {top}mm {side}mm {bottom}mm }}"
    return f"{page} html {{ font-size: {size}pt; line-height: {LEADING} }}"


def fitted(tree: Element, lay_out: Layout) -> FittedPage:
    """Lay a page out on one page: measured once at any height, then with the rows that fit."""
    parents = _Parents(tree)
    parents.drop_beyond(ROWS_LOOKED_AT)
    parents.place_flexible()
    rows = parents.rows()
    room = PAGE_HEIGHT - (MARGINS[0] + MARGINS[2]) * 96 / 25.4
    measure = _Measure(lay_out(tree, rules(height="6000mm")))
    if measure.whole > room:
        _cut(rows, measure, room, parents)
    parents.say_what_was_cut()
    return _laid_out(tree, rows, parents, lay_out)


def _laid_out(tree: Element, rows: list[_Row], parents: _Parents, lay_out: Layout) -> FittedPage:
    """The page with the rows that are left; more of them go while it takes a second page."""
    document = lay_out(tree, rules())
    while len(document.pages) > 1 and parents.cut:
        left = [row for row in rows if row.element not in parents.cut]
        if not left:
            break
        count = max(1, len(left) // 8)
        for row in sorted(left, key=lambda row: -row.rank)[:count]:
            parents.remove(row)
        parents.say_what_was_cut()
        document = lay_out(tree, rules())
    if len(document.pages) > 1 and not parents.cut:
        for row in sorted(rows, key=lambda row: -row.rank)[: max(1, len(rows) // 8)]:
            parents.remove(row)
        if parents.cut:
            parents.say_what_was_cut()
            return _laid_out(tree, rows, parents, lay_out)
    for size in SMALLER:
        if len(document.pages) == 1:
            break
        document = lay_out(tree, rules(size))
    return FittedPage(document, parents.facts_left_out())


def _cut(rows: list[_Row], measure: _Measure, room: float, parents: _Parents) -> None:
    """Remove the least important rows of the higher column until what is left fits."""
    for row in rows:
        row.height = measure.height(row.element)
    columns = {name: measure.height(element) for name, element in parents.columns.items()}
    rest = measure.whole - measure.columns(parents)
    listed = Counter(id(row.listing) for row in rows)
    left = sorted(rows, key=lambda row: row.rank)
    while left and rest + max(*columns.values(), 0.0) > room:
        highest = max(columns, key=lambda name: columns[name], default="")
        ranked = [row for row in left if row.column in (highest, "")]
        if not ranked:
            break
        row = ranked[-1]
        left.remove(row)
        parents.remove(row)
        freed = row.height
        if listed[id(row.listing)] > 0:  # the first cut of a list adds a line that says so
            freed -= NOTE_HEIGHT
            listed[id(row.listing)] = 0
        if row.column:
            columns[row.column] -= freed
        else:
            rest -= freed
        rest -= sum(measure.height(source) for source in parents.drop_unused_sources()) / 3


class _Measure:
    """The heights of the elements of a page that was laid out at any height, in CSS pixels."""

    def __init__(self, document: Any) -> None:
        self._boxes: dict[Element, float] = {}
        self._tops: dict[Element, tuple[float, float]] = {}
        page = document.pages[0]._page_box
        for box in page.descendants():
            element = getattr(box, "element", None)
            if element is None or element in self._boxes or not hasattr(box, "height"):
                continue
            high = box.margin_height() if hasattr(box, "margin_height") else box.height
            self._boxes[element] = float(high)
            if element.tag == "body":
                self.whole = float(high)

    def height(self, element: Element | None) -> float:
        """The height of an element with its margins; 0 if it was not laid out."""
        return self._boxes.get(element, 0.0) if element is not None else 0.0

    def columns(self, parents: _Parents) -> float:
        """The height of the higher of the two columns."""
        return max((self.height(element) for element in parents.columns.values()), default=0.0)


class _Parents:
    """A page's tree with the way up, its columns and what was cut of it."""

    def __init__(self, tree: Element) -> None:
        self._tree = tree
        self._up = {child: parent for parent in tree.iter() for child in parent}
        self.columns = {
            name: element
            for element in tree.iter("div")
            for name in ("main", "side")
            if name in element.get("class", "").split()
        }
        self.cut: dict[Element, Element] = {}  # row to its list
        self._facts = self._named_facts()
        self._totals = {listing: self._count(listing) for listing in tree.iter() if listing.get("data-list")}
        self._notes: dict[Element, Element] = {}

    def rows(self) -> list[_Row]:
        """Every row that may be cut, in the order of the page."""
        found = []
        for element in self._tree.iter():
            rank = element.get("data-row") if isinstance(element.tag, str) else None
            if rank is None or element in self.cut:
                continue
            listing = next((up for up in self._above(element) if up.get("data-list")), self._up[element])
            found.append(_Row(element, self._up[element], int(rank), listing, self._column(element)))
        return found

    def _above(self, element: Element) -> Iterator[Element]:
        while (element := self._up.get(element)) is not None:
            yield element

    def _column(self, element: Element) -> str:
        for up in self._above(element):
            for name, column in self.columns.items():
                if up is column:
                    return name
        return ""

    def _count(self, listing: Element) -> int:
        return sum(1 for element in listing.iter() if element.get("data-row"))

    def drop_beyond(self, most: int) -> None:
        """Leave out what could not stand on a page whatever else goes, so that it need not be measured."""
        for listing in list(self._totals):
            rows = [e for e in listing.iter() if e.get("data-row")]
            for row in sorted(rows, key=lambda e: int(e.get("data-row")))[most:]:
                self._up[row].remove(row)
            listing.set("data-total", str(len(rows)))

    def flexible(self) -> list[Element]:
        """The sections that may stand in either column."""
        return [e for e in self._tree.iter("section") if "flexible" in e.get("class", "").split()]

    def place_flexible(self) -> None:
        """Put each section that may stand in either column into the one that is shorter so far."""
        if len(self.columns) < 2:
            return
        sections = self.flexible()
        high = {name: self._lines(column, name, sections) for name, column in self.columns.items()}
        for section in sections:
            to = min(high, key=lambda name: high[name])
            high[to] += self._lines(section, to, [])
            self._up[section].remove(section)
            self.columns[to].append(section)
            self._up[section] = self.columns[to]

    def _lines(self, part: Element, column: str, apart: list[Element]) -> float:
        """Roughly the lines that a part takes in a column, with as many rows of a list as are usual."""
        lines = float(PICTURE_LINES * sum(1 for _ in part.iter("svg")))
        seen: Counter[Element | None] = Counter()
        for element in part.iter():
            if element.tag not in ("li", "tr", "p", "h2") or any(up in apart for up in self._above(element)):
                continue
            listing = next((up for up in self._above(element) if up.get("data-list")), None)
            seen[listing] += 1
            if listing is None or seen[listing] <= USUAL_ROWS:
                characters = sum(len(text.strip()) for text in element.itertext())
                lines += 1 + characters // CHARACTERS[column]
        return lines

    def remove(self, row: _Row) -> None:
        """Cut a row."""
        self._up[row.element].remove(row.element)
        self.cut[row.element] = row.listing

    def drop_unused_sources(self) -> list[Element]:
        """Leave out the sources that no reference of the page leads to; return those that went."""
        used = {a.get("href") for a in self._tree.iter("a") if a.get("class") == "cite"}
        sources = [e for e in self._tree.iter("li") if (e.get("id") or "").startswith("source-")]
        gone = [e for e in sources if f"#{e.get('id')}" not in used]
        for source in gone:
            self._up[source].remove(source)
        return gone

    def say_what_was_cut(self) -> None:
        """Say below each list that was cut how much of it the page shows."""
        lists = {id(listing): listing for listing in self.cut.values()}
        lists |= {id(e): e for e in self._totals if int(e.get("data-total", "0")) > self._count(e)}
        for listing in lists.values():
            note = self._notes.get(listing)
            if note is None:
                note = listing.makeelement("p", {"class": "cut"})
                parent = self._up[listing]
                parent.insert(list(parent).index(listing) + 1, note)
                self._notes[listing] = note
            total = listing.get("data-total") or str(self._totals.get(listing, 0))
            note.text = f"{self._count(listing)} of {total} shown; all of them on screen."
        for section in [e for e in self._tree.iter("section") if "filler" in e.get("class", "").split()]:
            if not self._count(section):  # it only filled the page
                self._up[section].remove(section)
        self.drop_unused_sources()

    def facts_left_out(self) -> list[str]:
        """The facts of the rows that were cut and that stand nowhere else on the page."""
        return sorted(self._facts - self._named_facts())

    def _named_facts(self) -> set[str]:
        return {e.get("data-fact") for e in self._tree.iter() if e.get("data-fact")}
