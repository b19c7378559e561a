"""Rules of the desk's own key figures: at most one border, and a firm one first."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.problems import Problem
from ..facts import key_figures
from ..records.entities import Country
from ..records.entries import Entry
from ..records.judgements import Issue, Topic
from .analysis_rules import view_of
from .rule_context import RuleContext


def _picking(context: RuleContext) -> Iterator[tuple[Entry, Country | Topic | Issue]]:
    """The records that may pick key figures, each with its entry."""
    yield from context.records(Country)
    yield from context.records(Topic)
    yield from context.records(Issue)


def borders_among_key_figures(context: RuleContext) -> Iterator[Problem]:
    """A country or an issue picks one border at most; a topic may be about borders."""
    for entry, record in _picking(context):
        if isinstance(record, Topic):
            continue
        view = view_of(context, entry)
        picked = [fact for ref in record.key_figures if (fact := view.fact(ref)) is not None]
        borders = [fact for fact in picked if key_figures.is_of_borders(view, fact)]
        if len(borders) > 1:
            second = next(ref for ref in record.key_figures if ref == borders[1].id)
            yield Problem(
                "key-figure-borders",
                f"{len(borders)} of the key figures are lengths of borders",
                second.mark,
                expected=f"at most one, such as {borders[0].id}: the map and the table have the others",
            )


def weak_leads(context: RuleContext) -> Iterator[Problem]:
    """A weak figure is not picked to go before a firm one, unless it is the `leading_figure`."""
    for entry, record in _picking(context):
        if record.leading_figure is not None or not record.key_figures:
            continue
        view = view_of(context, entry)
        picked = [fact for ref in record.key_figures if (fact := view.fact(ref)) is not None]
        picked = [fact for fact in picked if key_figures.has_number(fact)]
        first = next(iter(key_figures.led_by_a_firm_one(picked)), None)
        if first is not None and first is not picked[0]:
            weak = picked[0]
            yield Problem(
                "key-figure-weak",
                f"{weak.id} is picked first, and is weak: {', '.join(key_figures.weaknesses(weak))}",
                next(ref for ref in record.key_figures if ref == weak.id).mark,
                expected=f"{first.id} first, as it is printed, or 'leading_figure: {weak.id}'",
            )


RULES = (borders_among_key_figures, weak_leads)
