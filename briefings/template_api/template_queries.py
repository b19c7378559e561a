"""`facts`, what a template asks: all queries, bound to one page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from markupsafe import Markup

from ..facts import row_importance
from .analysis_queries import AnalysisQueries
from .country_queries import CountryQueries
from .event_queries import EventQueries
from .figure_queries import FigureQueries
from .picture_queries import PictureQueries
from .template_facts import ShownAnalysis, ShownEntity, ShownFact, shown_entities

R = TypeVar("R", ShownFact, ShownAnalysis)


class Facts(EventQueries, CountryQueries, FigureQueries, PictureQueries, AnalysisQueries):
    """Every query that a template may ask, and what goes first where room is short."""

    def region(self) -> list[ShownEntity]:
        """The countries of the desk's region, in the desk's order."""
        return list(shown_entities(self._page, self._view.desk.region))

    def entity(self, id: str) -> ShownEntity | None:
        """The entity with an id or name; None if this view has none."""
        return next(shown_entities(self._page, [self._view.resolve(id) or id]), None)

    def ranked(self, name: str, rows: Iterable[R], as_given: bool = False) -> list[R]:
        """The rows of a list that may be cut, each with its rank: facts by importance, others as given.

        `as_given`: the order given, newest or most important first, is that of importance.
        """
        given = list(rows)
        facts = [row for row in given if isinstance(row, ShownFact)]
        changed = self._page.change_tags.__contains__
        order: list[R] = given
        if not facts:
            order = sorted(given, key=lambda row: not changed(row.id))
        elif not as_given:
            stored = row_importance.by_importance((self._view.facts[row.id] for row in facts), changed)
            place = {fact.id: number for number, fact in enumerate(stored)}
            order = sorted(given, key=lambda row: place[row.id])
        for number, row in enumerate(order):
            row.row = Markup(' data-row="{}"').format(row_importance.row_rank(name, number))
            if isinstance(row, ShownFact):
                row.row += self._in_topics(row)
        return order

    def _in_topics(self, row: ShownFact) -> Markup:
        """The attribute that names the topics which hold a fact: where to read what has no room here."""
        topics = self._view.topics_of(self._view.facts[row.id])
        titles = "|".join(topic.title for topic in topics if topic.marking is None)
        return Markup(' data-in="{}"').format(titles) if titles else Markup("")

    def kept(self, name: str) -> Markup:
        """The attribute of a row that is cut only where no other is left: a dispute, a correction."""
        return Markup(' data-row="{}"').format(row_importance.row_rank(name, 0))
