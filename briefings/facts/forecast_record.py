"""The desk's record: how its judgements came out, by band of the yardstick, and their Brier score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..core.yardsticks import YARDSTICKS, Yardstick
from ..records.judgements import Assessment
from .outcomes import has_ended, outcome_of
from .view import View

# The standard error of a share of 20 is up to 11 points: below, a band cannot be told from its neighbour.
ENOUGH = 20


@dataclass(frozen=True)
class ScoredJudgement:
    """A judgement whose end has come, with its outcome: yes, no, unclear, or "" if none is recorded."""

    judgement: Assessment
    outcome: str


@dataclass(frozen=True)
class BandRecord:
    """The outcomes of the judgements of one term: how many came true, did not, are unclear or still due."""

    term: str
    span: str
    yes: int
    no: int
    unclear: int
    due: int


@dataclass(frozen=True)
class ForecastRecord:
    """The judgements that have ended, by term of the yardstick, lowest first.

    `brier` is the mean square of the distance between the middle of a term's range and what came: 0 is
    perfect, a quarter is what "even chance" always gets. None if no judgement is settled.
    """

    ended: Sequence[ScoredJudgement]
    bands: Sequence[BandRecord]
    scored: int
    brier: Fraction | None
    running: int

    @property
    def is_enough(self) -> bool:
        """True if enough judgements are settled for the score to tell anything."""
        return self.scored >= ENOUGH


def forecast_record(view: View) -> ForecastRecord:
    """Return the record of all judgements made by the view's day, those since superseded too.

    Each counts by itself: of three judgements of one question and end, all three are scored.
    """
    scale = YARDSTICKS[view.desk.yardstick]
    made = view.judgements_made()
    ended = [_scored(view, judgement) for judgement in made if has_ended(view, judgement)]
    row = scale.row(judgement.likelihood for judgement in made)
    bands = [_band(term, scale.span(term), ended) for term in row]
    squares = [square for one in ended if (square := _square(scale, one)) is not None]
    brier = sum(squares, Fraction(0)) / len(squares) if squares else None
    return ForecastRecord(
        ended,
        [band for band in bands if band.yes + band.no + band.unclear + band.due],
        len(squares),
        brier,
        len(made) - len(ended),
    )


def _scored(view: View, judgement: Assessment) -> ScoredJudgement:
    outcome = outcome_of(view, judgement)
    return ScoredJudgement(judgement, outcome.outcome if outcome else "")


def _band(term: str, span: str, ended: Sequence[ScoredJudgement]) -> BandRecord:
    outcomes = [one.outcome for one in ended if one.judgement.likelihood == term]
    counts = {outcome: outcomes.count(outcome) for outcome in ("yes", "no", "unclear", "")}
    return BandRecord(term, span, counts["yes"], counts["no"], counts["unclear"], counts[""])


def _square(scale: Yardstick, one: ScoredJudgement) -> Fraction | None:
    """The squared distance between what was judged and what came; None for what is not settled."""
    bounds = scale.bounds(one.judgement.likelihood)
    if bounds is None or one.outcome not in ("yes", "no"):
        return None
    judged = Fraction(bounds[0] + bounds[1], 200)
    return (judged - (1 if one.outcome == "yes" else 0)) ** 2
