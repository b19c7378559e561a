"""Numbers on a page: each prints as a tagged element with its citation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from ..core import printed_amounts, printed_dates, wording
from ..core.quantities import Quantity
from ..core.units import display_unit, printed_unit
from ..facts.agreement import main_quantity, with_default_unit
from ..facts.claims import Claim, Fact
from ..facts.computed_numbers import ComputedNumber
from ..facts.measures import counts_people, unit_of
from .escaped_names import EscapedName
from .page_context import PageContext, citation, lead_to_fact

if TYPE_CHECKING:
    pass


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
        about = lead_to_fact(self._page, self._fact, self._claim)
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
        text = printed_amounts.amount(whole, desk.locale, desk.units, with_unit)
        if (
            not with_unit and not self.former
        ):  # the head of its column names the unit; a ledger has no columns
            self._page.told(self._claim, self._key, printed_amounts.amount(whole, desk.locale, desk.units))
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
        return self._text(with_unit=self._unit in printed_amounts.WITHOUT_SPACE)

    @property
    def brief(self) -> Markup:
        """The tagged number in two or three digits if it is large, its unit set apart; the tag has it whole.

        An estimate is no surer than two digits.
        """
        desk = self._page.view.desk
        whole = with_default_unit(self.value, self._unit)
        estimated = self._claim.record.certainty in ("estimated", "forecast")
        short = printed_amounts.brief(whole, 2 if estimated else 3)
        self._page.told(self._claim, self._key, printed_amounts.amount(whole, desk.locale, desk.units))
        together = not short.stated or short.word or self._unit in printed_amounts.WITHOUT_SPACE
        if together or display_unit(self._unit, desk.units) != self._unit:
            text = printed_amounts.amount(short, desk.locale, desk.units)
            return self._tag("data", text, self.value.number, self._unit)
        text = printed_amounts.amount(short, desk.locale, desk.units, with_unit=False)
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
        text = printed_amounts.amount(amount, desk.locale, desk.units)
        if not derived.has_one_date:
            days = [
                printed_dates.date_or_interval(day, desk.locale, short=True)
                for day in dict.fromkeys(derived.days)
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
            numbers.append(printed_amounts.amount(whole, desk.locale, desk.units).replace(wording.NBSP, " "))
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
