"""The words of a page for what came of a plan: took place, postponed, cancelled."""

from __future__ import annotations

from markupsafe import Markup

from ..core import printed_dates
from ..core.dates import PartialDate
from ..facts import plans
from ..facts.claims import Fact
from .cited_dates import CitedDate, machine_date
from .page_context import PageContext, citation


def came_of(page: PageContext, fact: Fact) -> Markup:
    """Return "postponed from 3 to 9 May 2021", "postponed, no new day", "cancelled", "took place" or nothing.

    A day that another claim than the headline gives stands with its own citation, and so does the fact by
    which a planned event was held.
    """
    if not plans.is_called_off(fact):
        shown_by = plans.shown_as_held(page.view, fact) if plans.is_due(page.view, fact) else None
        if shown_by is None:
            return Markup("")
        page.printed(shown_by)
        return Markup("took place") + citation(page, shown_by, shown_by.headline)
    page.printed(fact)
    former, later = plans.former_day(fact), plans.new_day(fact)
    if fact.headline.record.status == "cancelled":
        planned = fact.stated_date is None and former is not None
        return (
            Markup("cancelled, planned for {}").format(_day(page, fact, former))
            if planned
            else Markup("cancelled")
        )
    if later is None:
        start = Markup(" from {}").format(_day(page, fact, former)) if former else ""
        return Markup("postponed{}, no new day").format(start)
    if former is None:
        return Markup("postponed to {}").format(_day(page, fact, later))
    return Markup("postponed from {} to {}").format(
        _day(page, fact, former, later[1]), _day(page, fact, later)
    )


class _PlannedDay(CitedDate):
    """A day in its short form, without the month and year that it shares with one named after it."""

    def before(self, other: PartialDate | None) -> Markup:
        """The tagged day as it stands before another: "3" of "3 to 9 May 2021"."""
        words = printed_dates.date_or_interval(self.value, self._page.locale, short=True).split()
        shared = printed_dates.date_or_interval(other, self._page.locale, short=True).split() if other else []
        while len(words) > 1 and shared and words[-1] == shared[-1]:
            words.pop()
            shared.pop()
        day = self.value.start or self.value.end
        assert day is not None
        return self._tag("time", " ".join(words).rstrip(","), machine_date(day))


def _day(
    page: PageContext, fact: Fact, dated: plans.DatedClaim | None, other: PartialDate | None = None
) -> Markup:
    assert dated is not None
    claim, value = dated
    key = "planned_for" if getattr(claim.record, "planned_for", None) == value else ""
    key = key or ("date" if getattr(claim.record, "date_", None) else "from")
    day = _PlannedDay(page, fact, claim, key, value)
    return day.before(other) if claim is fact.headline else day.before(other) + day.cite
