"""A judgement's course on a page: what it moved or replaced, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from ..core.yardsticks import YARDSTICKS, Yardstick
from ..facts import outcomes
from ..pictures.yardstick_bar import CONFIDENCE, yardstick_bar
from ..records.judgements import Assessment
from .page_context import PageContext
from .template_facts import ShownAnalysis


@dataclass(frozen=True)
class JudgementMove:
    """How a judgement moved from an earlier one of the same question and end.

    `words`: "Raised to highly likely (80–90%) from likely (55–75%)"; `direction` of its likelihood: up, down
    or "".
    """

    words: Markup
    direction: str


@dataclass(frozen=True)
class JudgementCourse:
    """What a judgement moved, or else replaced; the outcome recorded of it, or that one is due."""

    move: JudgementMove | None
    replaced: ShownAnalysis | None
    outcome: ShownAnalysis | None
    is_due: bool
    bar: Markup


def course_of(page: PageContext, judgement: Assessment) -> JudgementCourse:
    """The course of a judgement, as a view shows it."""
    view = page.view
    earlier = outcomes.moved_from(view, judgement)
    replaced = outcomes.replaced_by(view, judgement)
    outcome = outcomes.outcome_of(view, judgement)
    return JudgementCourse(
        move_in_words(page, earlier, judgement) if earlier else None,
        ShownAnalysis(page, replaced) if replaced else None,
        ShownAnalysis(page, outcome) if outcome else None,
        outcomes.is_due(view, judgement),
        _bar(page, judgement, earlier),
    )


def _bar(page: PageContext, judgement: Assessment, earlier: Assessment | None) -> Markup:
    bands = YARDSTICKS[page.view.desk.yardstick].bands(judgement.likelihood)
    before = earlier.likelihood if earlier else ""
    bar = yardstick_bar(bands, judgement.likelihood, judgement.confidence, judgement.id, before)
    return Markup(bar)


def move_in_words(page: PageContext, earlier: Assessment, now: Assessment) -> JudgementMove | None:
    """How a judgement moved; None if its likelihood and confidence stayed, or the two cannot be compared."""
    if not outcomes.is_same_forecast(earlier, now):
        return None
    scale = YARDSTICKS[page.view.desk.yardstick]
    way = _direction(scale.place(earlier.likelihood), scale.place(now.likelihood))
    moves = []
    if earlier.likelihood != now.likelihood:
        page.likelihoods |= {earlier.likelihood, now.likelihood}
        old, new = (_with_span(scale, term) for term in (earlier.likelihood, now.likelihood))
        moves.append(Markup("{} to <b>{}</b> from {}").format(_VERBS[way], new, old))
    if earlier.confidence != now.confidence:
        places = [CONFIDENCE.index(word) for word in (earlier.confidence, now.confidence)]
        verb = _VERBS[_direction(*places)]
        moves.append(
            Markup("confidence {} to <b>{}</b> from {}").format(verb, now.confidence, earlier.confidence)
        )
    if not moves:
        return None
    words = Markup("; ").join(moves)
    return JudgementMove(words[:1].upper() + words[1:], way)


_VERBS = {"up": "raised", "down": "lowered", "": "changed"}


def _direction(old: int | None, new: int | None) -> str:
    return "" if old is None or new is None or old == new else "up" if new > old else "down"


def _with_span(scale: Yardstick, term: str) -> str:
    span = scale.span(term)
    return f"{term} ({span})" if span else term
