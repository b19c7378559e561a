"""A document while it is rendered: what was asked, printed and cited, which is its trace."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from ..core import printed_dates
from ..core.markings import Marking
from ..facts.claims import Claim, Fact
from ..facts.view import View
from ..records.entities import Source
from ..records.prose_fields import Prose
from .source_words import shown_quote

if TYPE_CHECKING:
    from ..pictures.country_shapes import Atlas

ProseCompiler = Callable[["PageContext", Prose], Markup]


@dataclass
class PageContext:
    """One document while it is rendered: the view it reads, and what it has asked, printed and cited."""

    view: View
    compile: ProseCompiler
    shapes: Callable[[], Atlas | None] = lambda: None
    facts: dict[str, Fact] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)
    queries: dict[str, str] = field(default_factory=dict)
    marking: Marking = Marking.CLEAR
    # What was printed or cited of each claim: texts by field, "" for a citation. A ledger keeps it.
    claims: dict[str, dict[Claim, dict[str, str]]] = field(default_factory=dict)
    # Corrections of issues that were named: issue, fact and digest of what holds. A ledger keeps them.
    stated: dict[tuple[str, str, str], None] = field(default_factory=dict)
    grades: set[str] = field(default_factory=set)
    likelihoods: set[str] = field(default_factory=set)
    change_tags: Mapping[str, Markup] = field(default_factory=dict)
    # The classes of changes whose tag was printed, so that a legend is due.
    marks: set[str] = field(default_factory=set)
    # What stands on the page as number or date, by fact in the order printed: (claim, field, text) to (value,
    # unit).
    printed_texts: dict[str, dict[tuple[int, str, str], tuple[str, str]]] = field(default_factory=dict)
    derived: dict[str, tuple[str, str, str]] = field(
        default_factory=dict
    )  # by formula: as printed, its value, its unit
    earlier_claims: dict[str, list[Claim]] = field(default_factory=dict)
    labels: dict[str, Markup] = field(default_factory=dict)  # what facts were called on it, by id
    markings: dict[str, Marking] = field(default_factory=dict)  # of the facts printed, by id
    _printed: set[Fact] = field(default_factory=set)
    _places: dict[Claim, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.marking = self.view.desk.marking

    @property
    def atlas(self) -> Atlas | None:
        """The shapes of countries, read when a map is drawn; None where there are none."""
        return self.shapes()

    @property
    def locale(self) -> str:
        """The locale of the desk, for words and numbers."""
        return self.view.desk.locale

    def printed(self, fact: Fact) -> None:
        """Record that the page prints a fact, and raise the page's marking to the fact's."""
        if fact in self._printed:
            return
        self._printed.add(fact)
        # an earlier state of a fact may be printed beside the one this view holds
        self.facts.setdefault(fact.id, self.view.facts.get(fact.id, fact))
        marking = self.view.marking_of(fact)
        self.markings[fact.id] = max(marking, self.markings.get(fact.id, marking))
        self.marked(marking)

    def told(self, claim: Claim, key: str = "", text: str = "") -> None:
        """A claim was cited, or a field of it printed."""
        texts = self.claims.setdefault(claim.fact.id, {}).setdefault(claim, {})
        if key and len(text) > len(texts.get(key, "")):  # the fullest of it, with its unit
            texts[key] = text

    def may_name(self, marking: Marking | None) -> bool:
        """Return True if what bears a marking can be on the page without raising the page's own."""
        return marking is None or marking <= self.marking

    def marked(self, marking: Marking | None) -> None:
        """Raise the page's marking to this one if it is higher; None changes nothing."""
        if marking is not None and marking > self.marking:  # which is the desk's at least
            self.marking = marking

    def place(self, fact: Fact, claim: Claim) -> int:
        """The position of a claim among its fact's: in this view's order, then those of an earlier view."""
        if claim not in self._places:
            self._places[claim] = self._place(fact, claim)
        return self._places[claim]

    def _place(self, fact: Fact, claim: Claim) -> int:
        visible = self.view.fact(fact.id)
        claims = visible.claims if visible else ()
        for place, other in enumerate(claims):
            if other is claim:
                return place
        earlier = self.earlier_claims.setdefault(fact.id, [])
        earlier.append(claim)
        return len(claims) + len(earlier) - 1

    def cite(
        self, source: Source, at: tuple[int, ...] = (), grade: str = "", of: tuple[Fact, Claim] | None = None
    ) -> Markup:
        """A numbered reference; sources are numbered in the order in which they are first cited.

        `of` tells what it vouches for, so that a page can show that where the reference is pointed at.
        """
        number = self.sources.setdefault(source.id, len(self.sources) + 1)
        self.marked(source.marking)
        place = f", line {', '.join(map(str, at))}" if at else ""
        graded = f", graded {grade}" if grade else ""
        published = printed_dates.date_or_interval(source.published, self.locale)
        title = f"{source.publisher}, {published}{place}{graded}"
        words = shown_quote(self.view, of[1]) if of else ""
        title += f": “{words}”" if words else ""
        about = lead_to_fact(self, *of) if of else ""
        return Markup(
            f'<a class="cite" href="#source-{number}" title="{escape(title)}" '
            f'aria-label="Source {number}, {escape(source.publisher)}"{about}>[{number}]</a>'
        )

    def asked(self, query: str, result: Iterable[Fact]) -> None:
        """Record a query and a digest of its answer, for the page's trace."""
        digest = hashlib.sha256("\x1f".join(f"{fact.id} {fact.digest}" for fact in result).encode())
        self.queries[query] = digest.hexdigest()[:16]


def citation(page: PageContext, fact: Fact, *claims: Claim) -> Markup:
    """The citations of claims of a fact, one for each source; remembers their grades for the legend."""
    by_source: dict[str, list[Claim]] = {}
    for claim in claims:
        page.grades.add(str(claim.grade))
        page.told(claim)
        by_source.setdefault(claim.source.id, []).append(claim)
    marks = Markup("")
    for first, *others in by_source.values():
        lines = {line for claim in (first, *others) for line in claim.record.at}
        at = tuple(sorted(lines)) if others else first.record.at
        marks += page.cite(first.source, at, str(first.grade), of=(fact, first))
    return marks


def lead_to_fact(page: PageContext, fact: Fact, claim: Claim) -> Markup:
    """Return the attributes that lead from a printed text to its fact; the headline is not numbered."""
    place = page.place(fact, claim)
    numbered = f' data-claim="{place}"' if place else ""
    return Markup(f' data-fact="{escape(fact.id)}"{numbered}')
