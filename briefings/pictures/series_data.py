"""Facts to series: the dated values of each fact that has three or more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from ..core import wording
from ..core.dates import PartialDate
from ..core.units import conversion_factor, kind_of
from ..facts.agreement import main_quantity
from ..facts.claims import Fact
from ..facts.view import View
from .series_chart import DatedValue, Series, series_chart

FEWEST_VALUES = 3  # two are a change, and told in words
_MOST = 9  # series of one chart: three rows of three


def fact_series(view: View, facts: Sequence[Fact], label: Callable[[Fact], str], key: str, title: str) -> str:
    """Return a chart of the facts with three or more dated values, those with most first; "" without any."""
    series = [one for fact in facts if (one := _series(view, fact, label(fact)))]
    series.sort(key=lambda one: -len(one.values))
    shown = series[:_MOST]
    if not shown:
        return ""
    wide = series_chart(shown, key=key, title=title)
    return wide + series_chart(shown, key=key, title=title, narrow=True)


def _series(view: View, fact: Fact, label: str) -> Series | None:
    """Return a fact's values by day; of two for one day the better, the other is replaced by it."""
    head = main_quantity(fact.headline)
    if head is None or fact.headline.record.negated:
        return None
    values: dict[date, DatedValue] = {}
    replaced: dict[tuple[date, object], DatedValue] = {}
    for claim in fact.claims:  # best first
        value, day = main_quantity(claim), claim.record.as_of
        if value is None or value.middle is None or day is None or kind_of(value.unit) != kind_of(head.unit):
            continue
        amount = value.middle * conversion_factor(value.unit, head.unit)
        words = wording.amount(value, view.desk.locale, view.desk.units, with_unit=False)
        spoken = wording.date_or_interval(PartialDate.of(day.last), view.desk.locale, short=True)
        dated = DatedValue(day.last, amount, f"{words} on {spoken}", claim.source.publisher)
        if values.setdefault(day.last, dated).value != amount:
            replaced[day.last, amount] = dated
    if len(values) < FEWEST_VALUES:
        return None
    days = sorted(values)
    ends = [
        wording.date_or_interval(PartialDate.of(day), view.desk.locale, short=True)
        for day in (days[0], days[-1])
    ]
    counted = f"{head.unit[:1].upper()}{head.unit[1:]}, {ends[0]} to {ends[1]}"
    return Series(label, counted, tuple(values[day] for day in days), tuple(replaced.values()))
