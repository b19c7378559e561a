"""Rules of the desk's own key figures: at most one border, and a firm one first."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.problems import Mark, Problem
from ..facts import key_figures
from ..facts.claims import Fact
from ..facts.view import View
from ..records.entities import Country
from ..records.entries import Entry
from ..records.judgements import Issue, Topic
from .rule_context import AnyRule, Rule, RuleContext
from .text_views import view_of

Picking = Country | Topic | Issue


def _picked(view: View, record: Picking) -> list[Fact]:
    """The key figures that a record picks, as its page shows them."""
    return [fact for ref in record.key_figures if (fact := view.fact(ref)) is not None]


def _mark(record: Picking, fact: Fact) -> Mark:
    """The place where a record names a fact."""
    return next(ref.mark for ref in record.key_figures if ref == fact.id)


def borders_among_key_figures(
    context: RuleContext, entry: Entry, record: Country | Issue
) -> Iterator[Problem]:
    """A country or an issue picks one border at most; a topic may be about borders."""
    view = view_of(context, entry)
    borders = [fact for fact in _picked(view, record) if key_figures.is_of_borders(view, fact)]
    if len(borders) > 1:
        yield Problem(
            "key-figure-borders",
            f"{len(borders)} of the key figures are lengths of borders",
            _mark(record, borders[1]),
            expected=f"at most one, such as {borders[0].id}: the map and the table have the others",
        )


def weak_leads(context: RuleContext, entry: Entry, record: Picking) -> Iterator[Problem]:
    """A weak figure is not picked to go before a firm one, unless it is the `leading_figure`."""
    picked = _picked(view_of(context, entry), record)
    figures = [fact for fact in picked if key_figures.has_number(fact)]
    if record.leading_figure is not None or not figures:
        return
    weak, first = figures[0], key_figures.led_by_a_firm_one(figures)[0]
    if first is not weak:
        yield Problem(
            "key-figure-weak",
            f"{weak.id} is picked first, and is weak: {', '.join(key_figures.weaknesses(weak))}",
            _mark(record, weak),
            expected=f"{first.id} first, as it is printed, or 'leading_figure: {weak.id}'",
        )


RULES: tuple[AnyRule, ...] = (
    Rule(Country, borders_among_key_figures),
    Rule(Issue, borders_among_key_figures),
    Rule(Country, weak_leads),
    Rule(Topic, weak_leads),
    Rule(Issue, weak_leads),
)
