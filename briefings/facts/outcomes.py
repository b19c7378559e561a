"""Outcomes of judgements: which judgements can be compared, which have fallen due, and what was recorded."""

from __future__ import annotations

from ..records.judgements import Assessment, Outcome, Question
from .view import View


def is_same_forecast(one: Assessment, other: Assessment) -> bool:
    """Return True if two judgements answer one question by one day, so that they can be compared."""
    return one.question == other.question and one.until.last == other.until.last


def question_of(view: View, judgement: Assessment) -> Question | None:
    """The question that a judgement answers; None if the view does not show it."""
    return view.record(Question.kind, judgement.question, Question)


def outcome_of(view: View, judgement: Assessment) -> Outcome | None:
    """Return the outcome of a judgement, as recorded by the view's day; None if none was."""
    question = question_of(view, judgement)
    recorded = [
        outcome
        for outcome in (question.outcomes if question else ())
        if outcome.until.last == judgement.until.last and outcome.date.last <= view.at.known
    ]
    return max(recorded, key=lambda outcome: outcome.date.last, default=None)


def has_ended(view: View, judgement: Assessment) -> bool:
    """Return True from the end day of a judgement on."""
    return judgement.until.last <= view.at.last_day


def is_due(view: View, judgement: Assessment) -> bool:
    """Return True if a judgement has reached its end and no outcome is recorded."""
    return has_ended(view, judgement) and outcome_of(view, judgement) is None


def moved_from(view: View, judgement: Assessment) -> Assessment | None:
    """The judgement of the same question and end that this one moved; None if it moved none."""
    earlier = earlier_judgement(view, judgement)
    return earlier if earlier and is_same_forecast(earlier, judgement) else None


def replaced_by(view: View, judgement: Assessment) -> Assessment | None:
    """The judgement of another question or end that this one took the place of; None if there is none."""
    earlier = earlier_judgement(view, judgement)
    return earlier if earlier and not is_same_forecast(earlier, judgement) else None


def earlier_judgement(view: View, judgement: Assessment) -> Assessment | None:
    """The judgement that this one supersedes; None if it is the first, or the view does not show that one."""
    line = view.history(judgement)
    return line[-2] if len(line) > 1 else None
