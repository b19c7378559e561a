"""The trends of a region's countries in the last issues, for a grid, a line and a map."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..core.markings import Marking, highest
from ..facts.view import View
from ..records.judgements import Issue
from ..records.weeks import week_by_id
from .page_context import PageContext
from .template_facts import ShownEntity, shown_entities

ISSUES_SHOWN = 6


@dataclass(frozen=True)
class TrendHistory:
    """A country's trend in each of the last issues, earliest first; None where an issue gives none."""

    country: ShownEntity
    trends: list[str | None]
    handling: Marking | None


def shown_issues(view: View, most: int = ISSUES_SHOWN) -> list[Issue]:
    """The last issues with trends by the view's day, earliest first."""
    issues = {
        week_by_id(issue.id, view.desk).cutoff: issue
        for issue in view.records("issues", Issue)
        if issue.trends
    }
    return [issues[day] for day in sorted(issues) if day <= view.at.last_day][-most:]


def standing_since(view: View, country: str, trend: str) -> date | None:
    """The cut-off of the first issue since which all give a country this trend; None if only the latest."""
    since, runs = None, 0
    for issue in reversed(shown_issues(view, most=len(view.records("issues", Issue)) or 1)):
        if not any(row.country == country and row.trend == trend for row in issue.trends):
            break
        since, runs = week_by_id(issue.id, view.desk).cutoff, runs + 1
    return since if runs > 1 else None


def trend_histories(page: PageContext, issues: list[Issue]) -> list[TrendHistory]:
    """The trends of each country of the region in these issues, in the region's order."""
    return [trend_history(page, country, issues) for country in shown_entities(page, page.view.desk.region)]


def trend_history(page: PageContext, country: ShownEntity, issues: list[Issue]) -> TrendHistory:
    """The trends of a country in these issues; the page is marked as they are."""
    rows = [next((row for row in issue.trends if row.country == country.id), None) for issue in issues]
    marks = (
        mark for issue, row in zip(issues, rows, strict=True) if row for mark in (issue.marking, row.marking)
    )
    handling = highest(marks)
    page.marked(handling)
    return TrendHistory(country, [row.trend if row else None for row in rows], handling)
