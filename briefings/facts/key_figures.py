"""The key figures of a page: which numbers may be one, in which order, and what makes one of them weak.

The rule, for every page that opens with numbers:

1. The desk's own picks come first, in its order; `leading_figure` goes before them.
2. What is added to them is the subject's own: figures of it, people who leave or reach it, forces in it or
   of it. At most one border, at the end, and none if the desk has picked one.
3. Never added: how many members a body has, a number in words ("thousands"), a plan or a pledge, what is
   over or replaced, what a country's strip of facts has already, and what is graded doubtful. Fewer figures
   are better than filler.
4. A weak figure, of a single source or doubtful or not judged, does not lead: the first firm one does. Only
   `leading_figure` overrules that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..records.fact_kinds import Border, Figure
from ..records.fact_records import PROSPECTIVE_STATUSES
from .agreement import stated_quantity
from .claims import Fact
from .measures import measure_of, unit_of
from .origins import origin_count
from .staleness import still_matters
from .view import View

MOST = 6  # two rows of three
# Measures of what stands in the strip of facts below a country's name.
STRIP_MEASURES = ("population", "area", "gdp", "armed-forces")
_COUNTS_STATES = ("states", "countries", "territories", "members")


def weaknesses(fact: Fact) -> tuple[str, ...]:
    """The reasons why a figure is weak: "single source", "doubtful", "not judged"; none if it is firm."""
    grade = fact.headline.grade
    words = ["single source"] if origin_count(fact.claims) < 2 else []
    if grade.is_doubtful:
        words.append("doubtful")
    elif grade.is_not_judged:
        words.append("not judged")
    return tuple(words)


def led_by_a_firm_one(figures: Sequence[Fact], leading: str = "") -> list[Fact]:
    """The figures in their order, the first firm one moved to the front; `leading` goes before it.

    If none is firm, they stay as they are: the page then says so before them.
    """
    rest = [fact for fact in figures if fact.id != leading]
    if leading and len(rest) < len(figures):
        return [fact for fact in figures if fact.id == leading] + rest
    first = next((fact for fact in figures if not weaknesses(fact)), None)
    return list(figures) if first is None else [first, *(fact for fact in figures if fact is not first)]


def of_country(view: View, country: str) -> list[Fact]:
    """The key figures of a country: the desk's picks, then its own numbers, the firm ones first."""
    record = view.country(country)
    picks = picked(view, record.key_figures, record.leading_figure or "")
    own = [
        *view.of_kind("displacement", into=country),
        *view.of_kind("displacement", leaving=country),
        *view.of_kind("figures", subject=country),
        *view.of_kind("forces", in_=country),
        *view.of_kind("forces", of=country),
    ]
    borders = [] if any(is_of_borders(view, fact) for fact in picks) else _longest_first(view, country)
    chosen = dict.fromkeys([*picks, *added(view, own), *borders[:1]])
    return led_by_a_firm_one([*chosen][:MOST], record.leading_figure or "")


def picked(view: View, ids: Iterable[str], leading: str = "") -> list[Fact]:
    """The facts that a record picks, each once, as far as the view shows them and they give a number."""
    wanted = dict.fromkeys(map(str, [leading, *ids] if leading else ids))
    facts = (fact for id in wanted if (fact := view.fact(id)) is not None)
    return led_by_a_firm_one([fact for fact in facts if has_number(fact)], leading)


def added(view: View, facts: Iterable[Fact]) -> list[Fact]:
    """Those of the facts that the rule may add: the firm ones first, then best graded, then newest."""
    may = [fact for fact in dict.fromkeys(facts) if _may_be_added(view, fact)]
    return sorted(may, key=_order)


def _order(fact: Fact) -> tuple[object, ...]:
    return len(weaknesses(fact)), fact.headline.grade.order, -fact.date.first.toordinal(), fact.id


def has_number(fact: Fact) -> bool:
    """True if the claim that is printed gives an amount, be it in words."""
    return stated_quantity(fact.headline) is not None and not fact.headline.record.negated


def _may_be_added(view: View, fact: Fact) -> bool:
    amount = stated_quantity(fact.headline)
    if amount is None or amount.word or fact.headline.record.negated or fact.headline.grade.is_doubtful:
        return False
    if fact.headline.record.status in (*PROSPECTIVE_STATUSES, "cancelled") or view.is_replaced(fact):
        return False
    if isinstance(fact.record, Figure) and str(fact.record.measure) in STRIP_MEASURES:
        return False
    if counts_members(view, fact) or is_of_borders(view, fact):
        return False
    return still_matters(view, fact)


def counts_members(view: View, fact: Fact) -> bool:
    """True for a number of states, or of the members that a figure lists by name."""
    amount = stated_quantity(fact.headline)
    unit = (amount.unit if amount else "") or unit_of(view, fact)
    lists = any(getattr(claim.record, "items", ()) for claim in fact.claims)
    return isinstance(fact.record, Figure) and (lists or unit in _COUNTS_STATES)


def is_of_borders(view: View, fact: Fact) -> bool:
    """True for the length of a border, and of all borders of a country."""
    measure = measure_of(view, fact) if isinstance(fact.record, Figure) else None
    return isinstance(fact.record, Border) or (measure is not None and measure.total_of == "borders")


def _longest_first(view: View, country: str) -> list[Fact]:
    borders = [fact for fact in view.of_kind("borders", of=country) if has_number(fact)]

    def order(fact: Fact) -> tuple[object, ...]:
        amount = stated_quantity(fact.headline)
        length = amount.middle if amount is not None else None
        return len(weaknesses(fact)), -(length or 0), fact.id

    return sorted(borders, key=order)
