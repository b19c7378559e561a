"""The view that a text of the desk is printed from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..core.dates import PartialDate
from ..facts.claims import Viewpoint
from ..facts.view import View
from ..records.base_record import Record
from ..records.entities import Country
from ..records.entries import Entry
from ..records.judgements import Assessment, Issue, Question, Signpost, Topic
from ..records.weeks import week_by_id
from .rule_context import RuleContext


def view_of(context: RuleContext, entry: Entry) -> View:
    """An issue's at its cut-off, all others today's, or of the later day on which they are written.

    Where a desk's `today` lies in its past, its records have texts of days that are still to come.
    """
    if isinstance(entry.record, Issue):
        day = week_by_id(entry.id, context.desk).cutoff
    else:
        day = max((date.min, *_written(entry.record)))
        if day <= context.now.at.last_day:
            return context.now
    return context.now.beside(Viewpoint(day, day, context.now.at.release))


def _written(record: Record) -> Iterator[date]:
    """The days on which the texts of a record were written, as far as it says."""
    dates: list[PartialDate | None] = []
    match record:
        case Topic():
            dates = [record.recorded]
        case Country():
            dates = [line.as_of for line in record.bottom_lines]
        case Assessment():
            dates = [record.date]
        case Signpost():
            dates = [record.recorded, *(seen.date for seen in record.observations)]
        case Question():
            dates = [outcome.date for outcome in record.outcomes]
    yield from (written.last for written in dates if written is not None)
