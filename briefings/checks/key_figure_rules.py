"""Rules of the desk's own key figures: at most one border, and a firm one first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..core.problems import Mark, Problem
from ..facts import key_figures
from ..facts.fact_base import Fact, View
from ..records.entities import Country
from ..records.entries import Entry
from ..records.judgements import Issue, Topic
from .analysis_rules import view_of
from .rule_context import RuleContext


@dataclass(frozen=True)
class _Picks:
    """The key figures that a record picks, as its page shows them."""

    record: Country | Topic | Issue
    view: View
    facts: list[Fact]

    def mark(self, fact: Fact) -> Mark:
        """The place where the record names a fact."""
        return next(ref.mark for ref in self.record.key_figures if ref == fact.id)


def _picks(context: RuleContext) -> Iterator[_Picks]:
    """Yield the key figures of each record that may pick some."""
    picking: list[tuple[Entry, Country | Topic | Issue]] = []
    picking += context.records(Country)
    picking += context.records(Topic)
    picking += context.records(Issue)
    for entry, record in picking:
        view = view_of(context, entry)
        facts = [fact for ref in record.key_figures if (fact := view.fact(ref)) is not None]
        yield _Picks(record, view, facts)


def borders_among_key_figures(context: RuleContext) -> Iterator[Problem]:
    """A country or an issue picks one border at most; a topic may be about borders."""
    for picks in _picks(context):
        if isinstance(picks.record, Topic):
            continue
        borders = [fact for fact in picks.facts if key_figures.is_of_borders(picks.view, fact)]
        if len(borders) > 1:
            yield Problem(
                "key-figure-borders",
                f"{len(borders)} of the key figures are lengths of borders",
                picks.mark(borders[1]),
                expected=f"at most one, such as {borders[0].id}: the map and the table have the others",
            )


def weak_leads(context: RuleContext) -> Iterator[Problem]:
    """A weak figure is not picked to go before a firm one, unless it is the `leading_figure`."""
    for picks in _picks(context):
        figures = [fact for fact in picks.facts if key_figures.has_number(fact)]
        if picks.record.leading_figure is not None or not figures:
            continue
        weak, first = figures[0], key_figures.led_by_a_firm_one(figures)[0]
        if first is not weak:
            yield Problem(
                "key-figure-weak",
                f"{weak.id} is picked first, and is weak: {', '.join(key_figures.weaknesses(weak))}",
                picks.mark(weak),
                expected=f"{first.id} first, as it is printed, or 'leading_figure: {weak.id}'",
            )


RULES = (borders_among_key_figures, weak_leads)
