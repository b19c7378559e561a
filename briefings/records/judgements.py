"""Records that analysts write: assessments, signposts, topics and the text of an issue."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from ..core.dates import PartialDate
from ..core.yardsticks import TERMS
from .base_record import Record
from .fact_kinds import FACT_KINDS, Trend
from .field_readers import field_error, vocabulary
from .field_types import Date, Entities, FactIds, Narratives, Several, Slug, Text, Texts, Tlp, WeekId
from .prose_fields import DeskNote, Narrative
from .references import CountryId, FactId, MatterId

Likelihood = Annotated[str, vocabulary("likelihood", *TERMS)]
Confidence = Annotated[str, vocabulary("confidence", "low", "moderate", "high")]


def _whole_day(date: PartialDate) -> PartialDate:
    if date.is_day:
        return date
    last = date.last.isoformat() if date.end else "a day"
    raise field_error("not-a-day", f"{date.text!r} is not one day", f"the last day meant: {last}", last)


EndDay = Annotated[Date, AfterValidator(_whole_day)]


class Outcome(Record):
    """The answer to a question by one of its ends, as recorded on a day, with the facts that show it."""

    until: EndDay
    outcome: Annotated[str, vocabulary("outcome", "yes", "no", "unclear")]
    date: Date
    facts: FactIds = ()
    note: Narrative | None = None
    marking: Tlp | None = None


class Question(Record):
    """A question that judgements answer: one that a day can settle, and what would count as yes.

    Only judgements of one question and one end can be compared. On its end the desk records the outcome,
    which scores every judgement made of it.
    """

    kind: ClassVar[str] = "questions"
    id: Slug
    text: Text
    yes_if: Text
    about: Entities
    outcomes: Annotated[tuple[Outcome, ...], Several] = ()
    internal: DeskNote | None = None
    marking: Tlp | None = None


class Assessment(Record):
    """An analyst's judgement of a question by a day: how likely, and apart from that how confident the desk
    is in its basis."""

    kind: ClassVar[str] = "assessments"
    id: Slug
    question: FactId
    until: EndDay
    text: Narrative
    likelihood: Likelihood
    confidence: Confidence
    confidence_reason: Narrative | None = None
    basis: Annotated[FactIds, Field(min_length=1)]
    alternatives: Narratives = ()
    about: Entities
    tags: Texts = ()
    author: Text
    date: Date
    supersedes: FactId | None = None
    because: Narrative | None = None
    marking: Tlp | None = None
    marking_reason: DeskNote | None = None


class Observation(Record):
    """The state of a signpost on a day."""

    date: Date
    state: Annotated[str, vocabulary("state", "tripped", "not", "unknown")]
    facts: FactIds = ()
    note: Narrative | None = None
    marking: Tlp | None = None


class Signpost(Record):
    """A thing to watch for, dated: what would be seen, and which judgement it would move."""

    kind: ClassVar[str] = "signposts"
    id: Slug
    text: Narrative
    for_: FactId = Field(alias="for")
    about: Entities
    tags: Texts = ()
    due: Date | None = None
    recorded: Date
    observations: Annotated[tuple[Observation, ...], Several] = ()
    marking: Tlp | None = None


class Scope(Record):
    """The facts of a topic: of these kinds, and of any of these entities, tags, matters or ids."""

    kinds: Annotated[
        tuple[Annotated[str, vocabulary("kind of fact", *(k.kind for k in FACT_KINDS))], ...], Several
    ] = ()
    about: Entities = ()
    tags: Texts = ()
    matters: Annotated[tuple[MatterId, ...], Several] = ()
    facts: FactIds = ()


class Section(Record):
    """A headed passage of a topic's narrative."""

    heading: Text
    text: Narrative
    marking: Tlp | None = None


class Topic(Record):
    """One topic briefing: its question, what it is about, and the desk's text, which stands from `recorded`
    on."""

    kind: ClassVar[str] = "topics"
    id: Slug
    title: Text
    question: Text
    countries: Annotated[tuple[CountryId, ...], Several] = ()
    scope: Scope
    bottom_line: Narratives = ()
    narrative: Annotated[tuple[Section, ...], Several] = ()
    key_figures: FactIds = ()
    leading_figure: FactId | None = None
    recorded: Date | None = None
    marking: Tlp | None = None


class CountryTrend(Record):
    """The direction in which things are going in one country, and why; `unknown` is a state."""

    country: CountryId
    trend: Trend
    reason: Narrative | None = None
    marking: Tlp | None = None


class Issue(Record):
    """The part of an issue that people write; everything else in it is computed."""

    kind: ClassVar[str] = "issues"
    id: WeekId
    bottom_line: Narratives = ()
    trends: Annotated[tuple[CountryTrend, ...], Several] = ()
    key_figures: FactIds = ()
    leading_figure: FactId | None = None
    open_questions: Narratives = ()
    notes: Narrative | None = None
    marking: Tlp | None = None


def unwritten_issue(week: str) -> Issue:
    """The issue of a week of which people have written nothing."""
    return Issue.model_construct(id=week)


JUDGEMENT_KINDS: tuple[type[Record], ...] = (Question, Assessment, Signpost, Topic, Issue)
