"""Numbers, dates and names on a page: each prints as a tagged element with its citation.

`Page` is the document while it is rendered. It collects what was asked, printed and cited; that is its trace.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from ..core import wording
from ..core.dates import Day, PartialDate
from ..core.markings import Marking
from ..core.quantities import Quantity
from ..core.units import display_unit, printed_unit
from ..core.wording import DateSense
from ..facts.agreement import main_quantity, with_default_unit
from ..facts.claims import Claim, Fact
from ..facts.computed_numbers import ComputedNumber
from ..facts.measures import counts_people, unit_of
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
        title = (
            f"{source.publisher}, {wording.date_or_interval(source.published, self.locale)}{place}{graded}"
        )
        words = shown_quote(self.view, of[1]) if of else ""
        title += f": “{words}”" if words else ""
        about = _about(self, *of) if of else ""
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


def _about(page: PageContext, fact: Fact, claim: Claim) -> Markup:
    """Return the attributes that lead from a printed text to its fact; the headline is not numbered."""
    place = page.place(fact, claim)
    numbered = f' data-claim="{place}"' if place else ""
    return Markup(f' data-fact="{escape(fact.id)}"{numbered}')


class CitedValue:
    """A field of a fact: prints as a tagged element with its citation. `plain` leaves the citation out.

    `former`: it is printed as what was told before, so a ledger must not take it for what the desk stands by.
    """

    former = False

    def __init__(self, page: PageContext, fact: Fact, claim: Claim, key: str) -> None:
        self._page, self._fact, self._claim, self._key = page, fact, claim, key

    def _tag(self, element: str, text: str, machine: str, unit: str = "") -> Markup:
        self._page.printed(self._fact)
        if not self.former:
            self._page.told(self._claim, self._key, text)
        place = self._page.place(self._fact, self._claim)
        self._page.printed_texts.setdefault(self._fact.id, {})[place, self._key, text] = (machine, unit)
        attribute = "datetime" if element == "time" else "value"
        about = _about(self._page, self._fact, self._claim)
        measured = f' data-unit="{escape(unit)}"' if unit else ""
        return Markup(
            f'<{element} class="fact" {attribute}="{escape(machine)}"{about}'
            f' data-field="{escape(self._key)}" data-as-of="{escape(self._claim.true_on.text)}"{measured}'
            f">{escape(text)}</{element}>"
        )

    @property
    def plain(self) -> Markup:
        """The tagged value without its citation; every subclass gives its own."""
        raise NotImplementedError

    @property
    def cite(self) -> Markup:
        """The citation of the claim that the value is from."""
        self._page.printed(self._fact)
        return citation(self._page, self._fact, self._claim)

    def __html__(self) -> str:
        return self.plain + self.cite

    __str__ = __html__


class CitedAmount(CitedValue):
    """A quantity; `number` leaves the unit out too, for columns whose head names it."""

    def __init__(self, page: PageContext, fact: Fact, claim: Claim, key: str, value: Quantity) -> None:
        super().__init__(page, fact, claim, key)
        self.value = value
        self._unit = value.unit or unit_of(page.view, fact)

    @property
    def stated(self) -> bool:
        """True if the source gives a number."""
        return self.value.stated

    @property
    def unit(self) -> EscapedName:
        """The unit as printed beside a number; it may hold figures (km², Mi-17)."""
        return EscapedName(printed_unit(self._unit, False, self._page.view.desk.locale))

    def _text(self, with_unit: bool) -> Markup:
        desk = self._page.view.desk
        whole = with_default_unit(self.value, self._unit)
        text = wording.amount(whole, desk.locale, desk.units, with_unit)
        if (
            not with_unit and not self.former
        ):  # the head of its column names the unit; a ledger has no columns
            self._page.told(self._claim, self._key, wording.amount(whole, desk.locale, desk.units))
        return self._tag("data", text, self.value.number, self._unit)

    @property
    def plain(self) -> Markup:
        """The tagged amount with its unit, without a citation."""
        return self._text(with_unit=True)

    @property
    def number(self) -> Markup:
        """The tagged amount without its unit, except for per cent; "not stated" if the source gives none."""
        if not self.stated:
            return self._tag("data", "not reported", "")
        return self._text(with_unit=self._unit in wording.WITHOUT_SPACE)

    @property
    def brief(self) -> Markup:
        """The tagged number in two or three digits if it is large, its unit set apart; the tag has it whole.

        An estimate is no surer than two digits.
        """
        desk = self._page.view.desk
        whole = with_default_unit(self.value, self._unit)
        estimated = self._claim.record.certainty in ("estimated", "forecast")
        short = wording.brief(whole, 2 if estimated else 3)
        self._page.told(self._claim, self._key, wording.amount(whole, desk.locale, desk.units))
        together = not short.stated or short.word or self._unit in wording.WITHOUT_SPACE
        if together or display_unit(self._unit, desk.units) != self._unit:
            text = wording.amount(short, desk.locale, desk.units)
            return self._tag("data", text, self.value.number, self._unit)
        text = wording.amount(short, desk.locale, desk.units, with_unit=False)
        unit = printed_unit(self._unit, {short.low, short.high} - {None} == {1}, desk.locale)
        tagged = self._tag("data", text, self.value.number, self._unit)
        return tagged + (Markup(' <span class="unit">{}</span>').format(EscapedName(unit)) if unit else "")

    @property
    def other_than_people(self) -> bool:
        """True for a stated amount of anything else than people, such as families."""
        return self.stated and not counts_people(self.unit)

    @property
    def of_people(self) -> Markup:
        """The number for a column of people; the unit is named if it counts something else."""
        return self.plain if self.other_than_people else self.number


class CitedComputation:
    """A computed number: tagged with its formula and facts, cited with the sources of each."""

    def __init__(self, page: PageContext, derived: ComputedNumber) -> None:
        self._page, self._derived = page, derived

    @property
    def plain(self) -> Markup:
        """The tagged result without citations, with the days of its parts if they differ."""
        page, derived = self._page, self._derived
        desk = page.view.desk
        for fact in derived.facts:
            page.printed(fact)
        amount = derived.amount
        text = wording.amount(amount, desk.locale, desk.units)
        if not derived.has_one_date:
            days = [
                wording.date_or_interval(day, desk.locale, short=True) for day in dict.fromkeys(derived.days)
            ]
            text += f" (of {wording.listed(days)})"
        bounds = [
            format(bound, "f") for bound in dict.fromkeys((amount.low, amount.high)) if bound is not None
        ]
        about, ids = "~" * amount.approximate, " ".join(fact.id for fact in derived.facts)
        formula = f"{derived.formula}({', '.join(fact.id for fact in derived.facts)})"
        value = about + "..".join(bounds)
        page.derived[formula] = (text, value, amount.unit)
        return Markup(
            '<data class="fact derived" value="{}" data-formula="{}" data-facts="{}" data-as-of="{}" '
            'data-unit="{}"'
            ' title="{}">{}</data>'
        ).format(
            value,
            derived.formula,
            ids,
            " ".join(day.text for day in derived.days),
            amount.unit,
            f"Computed by the desk: {self._words}",
            text,
        )

    @property
    def _words(self) -> str:
        """ "the sum of 9,400 people and 5,700 people"."""
        desk, facts = self._page.view.desk, self._derived.facts
        numbers = []
        for fact in facts:
            value = main_quantity(fact.headline)
            assert value is not None
            whole = value if value.unit else with_default_unit(value, unit_of(self._page.view, fact))
            numbers.append(wording.amount(whole, desk.locale, desk.units).replace(wording.NBSP, " "))
        if self._derived.formula == "share":
            return f"{numbers[0]} as a share of {numbers[1]}"
        return f"the {self._derived.formula} of {wording.listed(numbers)}"

    @property
    def cite(self) -> Markup:
        """The citations of all facts that the result is computed from, one for each passage."""
        heads = {
            (fact.headline.source.id, fact.headline.record.at): fact for fact in reversed(self._derived.facts)
        }
        return Markup("").join(citation(self._page, fact, fact.headline) for fact in reversed(heads.values()))

    def __html__(self) -> str:
        return self.plain + self.cite

    __str__ = __html__


class CitedDate(CitedValue):
    """A date, with the hour of an event; `short` abbreviates the month and leaves the citation out."""

    def __init__(
        self,
        page: PageContext,
        fact: Fact,
        claim: Claim,
        key: str,
        value: PartialDate,
        hour: str = "",
        sense: DateSense | None = None,
    ) -> None:
        super().__init__(page, fact, claim, key)
        self.value, self.hour, self.sense = value, hour, sense or claim.sense_of(key)

    @property
    def plain(self) -> Markup:
        """The tagged date in full, without a citation."""
        return self._text(short=False)

    @property
    def short(self) -> Markup:
        """The tagged date in its short form, without a citation."""
        return self._text(short=True)

    @property
    def year(self) -> Markup:
        """The tagged year of the date, or years if it is in doubt between several, without a citation."""
        day = self.value.start or self.value.end
        assert day is not None
        words = wording.date_or_interval(_years(self.value), self._page.locale, sense=self.sense)
        return self._tag("time", words, f"{day.year:04}")

    def _text(self, short: bool) -> Markup:
        text = self._words(short)
        # <time> holds one day, month or year; an interval is told by its first part
        day = self.value.start or self.value.end
        assert day is not None
        if not self.hour or not (day.month and day.day):
            return self._tag("time", text, machine_date(day))
        clock = time.fromisoformat(self.hour.lstrip("~"))
        zone = ZoneInfo(self._page.view.desk.timezone)
        offset = datetime.combine(day.first, clock, zone).utcoffset() or timedelta()
        text += f", {wording.hour(self.hour, offset)}"
        return self._tag("time", text, f"{machine_date(day)}T{clock:%H:%M}")

    def _words(self, short: bool) -> str:
        return wording.date_or_interval(self.value, self._page.locale, short, self.sense)


def _years(value: PartialDate) -> PartialDate:
    """A date without its months and days."""
    start, end = (
        None if day is None else replace(day, month=None, day=None) for day in (value.start, value.end)
    )
    return PartialDate("", start, end)


class CitedPeriod(CitedDate):
    """The days from a beginning until an end; an end by another claim is tagged and cited on its own."""

    def __init__(
        self,
        page: PageContext,
        fact: Fact,
        begins: tuple[Claim, PartialDate] | None,
        ends: tuple[Claim, PartialDate] | None,
    ) -> None:
        claim, value = begins or ends or (None, None)
        assert claim is not None and value is not None
        super().__init__(page, fact, claim, "from" if begins else "until", value)
        self._ends: PartialDate | None = ends[1] if ends and begins else None
        self._other: CitedPeriod | None = None
        if begins and ends and begins[0] is not ends[0]:
            self._ends, self._other = None, CitedPeriod(page, fact, None, ends)

    def _words(self, short: bool) -> str:
        begins, ends = (self.value, self._ends) if self._key == "from" else (None, self.value)
        return wording.period(begins, ends, self._page.locale, short)

    def _text(self, short: bool) -> Markup:
        own = super()._text(short)
        return own if self._other is None else own + ", " + self._other._text(short) + self._other.cite


def machine_date(day: Day) -> str:
    """A day for `datetime=`: 2021, 2021-07 or 2021-07-07."""
    parts = [f"{day.year:04}"] + [f"{part:02}" for part in (day.month, day.day) if part]
    return "-".join(parts)


class EscapedName(str):
    """A name or label of a fact: escaped, and allowed to hold figures ("201st Military Base")."""

    def __html__(self) -> Markup:
        return escape(str(self))


class UncitedDate:
    """A date of the desk's own (of a judgement, say): printed without a citation."""

    def __init__(self, page: PageContext, value: PartialDate) -> None:
        self._page, self._value = page, value

    def __html__(self) -> Markup:
        return uncited_date(self._page.locale, self._value)

    @property
    def short(self) -> Markup:
        """The date in its short form, as a time element."""
        return uncited_date(self._page.locale, self._value, short=True)


def uncited_date(locale: str, value: PartialDate, short: bool = False) -> Markup:
    """Return a date in words, as a time element without a citation."""
    day = value.start or value.end
    assert day is not None
    words = escape(wording.date_or_interval(value, locale, short))
    return Markup(f'<time datetime="{machine_date(day)}">{words}</time>')
