"""The desk's record on a page: counts and the score as they may be printed."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.markings import highest
from ..facts.forecast_record import ForecastRecord, ScoredJudgement, forecast_record
from .escaped_names import EscapedName
from .page_context import PageContext
from .template_facts import ShownAnalysis
from .template_judgements import JudgementCourse, course_of


@dataclass(frozen=True)
class ShownBand:
    """One term of the yardstick with what came of the judgements that used it."""

    term: EscapedName
    span: EscapedName
    yes: EscapedName
    no: EscapedName
    unclear: EscapedName
    due: EscapedName


@dataclass(frozen=True)
class ShownRecord:
    """The desk's record: bands, score ("" if nothing is settled), and each judgement with its course."""

    bands: list[ShownBand]
    score: EscapedName
    scored: EscapedName
    running: EscapedName
    is_enough: bool
    ended: list[tuple[ShownAnalysis, JudgementCourse]]


def shown_record(page: PageContext) -> ShownRecord:
    """The record of the desk by the page's view, marked as highly as what it counts."""
    record = forecast_record(page.view)
    made = page.view.judgements_made()
    page.marked(highest(judgement.marking for judgement in made))
    return ShownRecord(
        [ShownBand(*(EscapedName(part) for part in vars(band).values())) for band in record.bands],
        EscapedName(score_text(record)),
        EscapedName(record.scored),
        EscapedName(record.running),
        record.is_enough,
        [_shown(page, one) for one in record.ended],
    )


def _shown(page: PageContext, one: ScoredJudgement) -> tuple[ShownAnalysis, JudgementCourse]:
    return ShownAnalysis(page, one.judgement), course_of(page, one.judgement)


def score_text(record: ForecastRecord) -> str:
    """The Brier score with two places, such as 0.02; "" without one."""
    return "" if record.brier is None else f"{float(record.brier):.2f}"
