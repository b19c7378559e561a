"""Queries of numbers: which of them lead a page, how old and firm they are, what follows from them."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from ..core import wording
from ..core.problems import BriefingsError
from ..facts import key_figures, staleness
from ..facts.computed_numbers import ComputationError, computed_number
from ..records.judgements import Issue, Topic
from .cited_dates import uncited_date
from .cited_values import CitedComputation
from .escaped_names import EscapedName
from .page_queries import PageQueries, entity_id
from .template_facts import ShownFact, shown_facts


class FigureQueries(PageQueries):
    """Key figures, and numbers computed from those of facts."""

    def key_figures(self, country: object, most: int = key_figures.MOST) -> list[ShownFact]:
        """The numbers a country's page opens with: those its record names, then its own."""
        id = entity_id(country)
        return self._answer(f"key_figures({id}, {most})", key_figures.of_country(self._view, id)[:most])

    def picked(self, record: Topic | Issue) -> list[ShownFact]:
        """The key figures that a record picks; a weak one does not lead unless it is the `leading_figure`."""
        leading = str(record.leading_figure or "")
        chosen = key_figures.picked(self._view, record.key_figures, leading)
        return self._answer(f"picked({record.id})", chosen)

    def headline(self, found: Iterable[ShownFact], most: int) -> list[ShownFact]:
        """Those of the facts that may be key figures: the firm ones first, then best graded and latest."""
        stored = key_figures.added(self._view, (self._view.facts[fact.id] for fact in found))
        return shown_facts(self._page, stored[:most])

    def besides(self, key: Iterable[ShownFact], figures: Iterable[ShownFact]) -> list[ShownFact]:
        """The figures without those among the key figures, unless there is more to say of them."""
        ids = {fact.id for fact in key}
        return [fact for fact in figures if fact.id not in ids or fact.caveats or fact.notes]

    def weaknesses(self, fact: ShownFact) -> list[EscapedName]:
        """The reasons why a figure is weak: "single source", "doubtful", "not judged"; none if it is firm."""
        stored = self._view.facts[fact.id]
        return [EscapedName(words) for words in key_figures.weaknesses(stored)]

    def firm(self, figures: Iterable[ShownFact]) -> list[ShownFact]:
        """Those of the facts that are not weak."""
        return [fact for fact in figures if not self.weaknesses(fact)]

    def aged(self, fact: ShownFact) -> Markup:
        """The age of a figure: since when later sources agree, and a mark if its review is overdue."""
        stored = self._view.facts[fact.id]
        remarks = Markup("")
        if since := staleness.unchanged_since(stored):
            remarks += Markup(" · unchanged since {}").format(
                uncited_date(self._page.locale, since, short=True)
            )
        due = staleness.review_schedule(self._view, stored)
        if due is not None and due.days_overdue(self._view.at.last_day) > 0:
            meaning = "Older than the desk's review period for such facts"
            age = EscapedName(wording.age((self._view.at.last_day - due.told).days))
            remarks += Markup(' · <span class="aged" title="{}">{}</span>').format(meaning, age)
        return remarks

    def sum(self, *facts: object) -> CitedComputation:
        """The sum of facts given by id or as found: bounds added, units converted, all sources cited."""
        return self._derived("sum", facts)

    def difference(self, larger: object, smaller: object) -> CitedComputation:
        """The larger fact's number less the smaller one's, with the sources of both."""
        return self._derived("difference", (larger, smaller))

    def share(self, part: object, whole: object) -> CitedComputation:
        """The part in per cent of the whole."""
        return self._derived("share", (part, whole))

    def _derived(self, formula: str, facts: Iterable[object]) -> CitedComputation:
        ids = [entity_id(fact) for fact in facts]
        visible = [fact for id in ids if (fact := self._view.fact(id)) is not None]
        if len(visible) < max(len(ids), 2):
            missing = ", ".join(id for id in ids if self._view.fact(id) is None) or "a second fact"
            raise BriefingsError(f"{formula}(): not in this view: {missing}", "facts that this view shows")
        self._page.asked(f"{formula}({', '.join(ids)})", visible)
        try:
            return CitedComputation(self._page, computed_number(self._view, formula, visible))
        except ComputationError as refusal:
            raise BriefingsError(
                f"{formula}(): {refusal} [{refusal.code}]", f"expected {refusal.expected}"
            ) from None
