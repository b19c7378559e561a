"""Facts to series: the dated values of each fact that has three or more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from ..core import printed_amounts, printed_dates
from ..core.dates import PartialDate
from ..core.units import conversion_factor, kind_of
from ..facts.agreement import main_quantity
from ..facts.claims import Claim, Fact
from ..facts.view import View
from .chart_data import DrawnChart
from .series_chart import DatedValue, Series, series_chart
from .svg_marks import capitalised

FEWEST_VALUES = 3  # two are a change, and told in words
_MOST = 9  # series of one chart: three rows of three


def fact_series(
    view: View, facts: Sequence[Fact], label: Callable[[Fact], str], key: str, title: str
) -> DrawnChart:
    """Return a chart of the facts with three or more dated values, those with most first; none without any.

    Those of one measure stand together, and on one scale.
    """
    series = [(fact, one) for fact in facts if (one := _series(view, fact, label(fact)))]
    most = Counter[str]()
    for _, one in series:
        most[one.scale] = max(most[one.scale], len(one.values))
    series.sort(key=lambda row: (-most[row[1].scale], row[1].scale, -len(row[1].values)))
    shown = [one for _, one in series[:_MOST]]
    if not shown:
        return DrawnChart()
    svg = series_chart(shown, key=key, title=title) + series_chart(shown, key=key, title=title, narrow=True)
    claims = [(fact, claim) for fact, _ in series[:_MOST] for claim in fact.claims if _is_dated(claim, fact)]
    return DrawnChart(svg, tuple(claims))


def _is_dated(claim: Claim, fact: Fact) -> bool:
    """Return True if a claim gives a value of a day, in a unit of the fact's kind."""
    value, head = main_quantity(claim), main_quantity(fact.headline)
    is_like = value is not None and head is not None and kind_of(value.unit) == kind_of(head.unit)
    return is_like and value is not None and value.middle is not None and claim.record.as_of is not None


def _series(view: View, fact: Fact, label: str) -> Series | None:
    """Return a fact's values by day; of two for one day the better, the other is replaced by it."""
    head = main_quantity(fact.headline)
    if head is None or fact.headline.record.negated:
        return None
    values: dict[date, DatedValue] = {}
    replaced: dict[tuple[date, object], DatedValue] = {}
    for claim in fact.claims:  # best first
        value, day = main_quantity(claim), claim.record.as_of
        if value is None or value.middle is None or day is None or not _is_dated(claim, fact):
            continue
        amount = value.middle * conversion_factor(value.unit, head.unit)
        words = printed_amounts.amount(value, view.desk.locale, view.desk.units, with_unit=False)
        spoken = printed_dates.date_or_interval(PartialDate.of(day.last), view.desk.locale, short=True)
        dated = DatedValue(day.last, amount, words, spoken, claim.source.publisher)
        if values.setdefault(day.last, dated).value != amount:
            replaced[day.last, amount] = dated
    if len(values) < FEWEST_VALUES:
        return None
    days = sorted(values)
    period = printed_dates.from_to(PartialDate.of(days[0]), PartialDate.of(days[-1]), view.desk.locale)
    counted = f"{capitalised(head.unit)}, {period}"
    scale = f"{fact.kind} {fact.get('measure') or fact.id} {head.unit}"
    return Series(label, counted, tuple(values[day] for day in days), tuple(replaced.values()), scale)
