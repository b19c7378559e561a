"""The four classes of change that a reader is shown, over the finer ones that data and `diff` keep.

`new`: it happened, or ended, in the period. `first reported now`: it is older than the period, or its day is
not known. `revised`: what was printed before was superseded or corrected. `moved`: a judgement, an indicator
or a trend. What only concerns the desk's books has no class.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..core.dates import PartialDate
from ..facts.claims import Fact
from ..records.judgements import Assessment
from .change import Change


@dataclass(frozen=True, slots=True)
class ReaderClass:
    """A class of changes in a reader's words, with its meaning."""

    name: str
    meaning: str


NEW = ReaderClass("new", "it happened, or ended, in this period")
FIRST_REPORTED = ReaderClass("first reported now", "older than this period, or of a day that is not reported")
REVISED = ReaderClass("revised", "what we printed before was superseded or corrected")
MOVED = ReaderClass("moved", "a judgement, an indicator or a trend changed")
READER_CLASSES = (NEW, FIRST_REPORTED, REVISED, MOVED)

_MOVES = ("judgement moved", "judgement replaced", "judgement ended", "signpost moved", "trend moved")
_REVISIONS = (
    "corrected", "withdrawn", "source withdrawn", "updated", "contradicted", "no longer disputed",
    "downgraded",
)  # fmt: skip


def reader_class(change: Change, first: date, last: date) -> ReaderClass | None:
    """The class of a change for readers of a period from `first` to `last`; None if it is none of theirs."""
    if not change.substantive:
        return None
    if change.kind in _MOVES:
        return MOVED
    if change.kind in _REVISIONS:
        return REVISED
    if change.kind not in ("new", "expired"):
        return None  # better grades; and what is due, which stands among what we do not know
    day = _day_of(change)
    in_period = day is not None and first <= day.first and day.last <= last
    return NEW if in_period else FIRST_REPORTED


def _day_of(change: Change) -> PartialDate | None:
    """The day on which a new item happened, or an expired one ended; None if it is not known."""
    subject = change.thing.subject
    if isinstance(subject, Assessment):
        return subject.date
    if not isinstance(subject, Fact):
        return None
    if change.kind == "expired":
        return subject.end[1] if subject.end else None
    return subject.stated_date or subject.headline.record.as_of
