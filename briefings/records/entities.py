"""Records that facts rest on and speak of: sources, entities, measures, matters."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from .fact_kinds import Trend
from .field_types import (
    CountryId,
    Date,
    Entities,
    FactIds,
    Flag,
    Latitude,
    Line,
    Longitude,
    MeasureId,
    Narrative,
    Record,
    Reliability,
    Several,
    Slug,
    SourceId,
    Text,
    Texts,
    Tlp,
    vocabulary,
)

MEDIA = ("wire", "official", "state media", "reference", "opinion", "press", "think tank")


class Passage(Record):
    """A doubt about a place in a source: a garbled translation, a slip, a caption of another day."""

    at: Annotated[tuple[Line, ...], Several]
    note: Narrative
    marking: Tlp | None = None


class Source(Record):
    """One publication. `lines` counts the stored article's non-blank lines, which `at` refers to."""

    kind: ClassVar[str] = "sources"
    id: Slug
    publisher: Text
    title: Text
    author: Text | None = None
    published: Date
    published_note: Narrative | None = None
    url: Text | None = None
    medium: Annotated[str, vocabulary("medium", *MEDIA)]
    reliability: Reliability = "F"
    reliability_reason: Narrative | None = None
    lines: Line | None = None
    passages: Annotated[tuple[Passage, ...], Several] = ()
    withdrawn: Date | None = None
    note: Narrative | None = None
    marking: Tlp | None = None

    @property
    def known_on(self) -> date | None:
        """The last day it can have become known; None for a standing reference, which always was."""
        return None if self.medium == "reference" else self.published.last


class Entity(Record):
    """A country, organization or person: one canonical record, its other names as aliases.

    A misnomer is a name a source uses wrongly; it is found in searches and warned of in facts.
    """

    kind: ClassVar[str]
    id: Slug
    name: Text
    aliases: Texts = ()
    misnomers: Texts = ()
    note: Narrative | None = None
    marking: Tlp | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it answers to, its own first; misnomers are none."""
        short: str | None = getattr(self, "short", None)
        return (self.name, *self.aliases, *([short] if short else []))


class BottomLine(Record):
    """The desk's judgement of a country in a sentence or two, and where things are going."""

    as_of: Date
    text: Narrative
    trend: Trend
    reason: Narrative | None = None
    author: Text | None = None
    marking: Tlp | None = None


class Country(Entity):
    kind: ClassVar[str] = "countries"
    id: Annotated[Slug, Field(min_length=3, max_length=3)]
    official: Text | None = None
    adjective: Text | None = None
    capital: Text | None = None
    key_figures: FactIds = ()
    bottom_lines: Annotated[tuple[BottomLine, ...], Several] = ()


class Instrument(Record):
    """A founding treaty or charter; the earliest signature is the body's founding for membership checks."""

    name: Text
    signed: Date
    in_force: Date | None = None
    source: SourceId
    marking: Tlp | None = None


ORGANIZATION_TYPES = (
    "bloc", "government body", "armed force", "armed group", "political group", "outlet", "agency", "company",
    "think tank", "international organization",
)  # fmt: skip


class Organization(Entity):
    kind: ClassVar[str] = "organizations"
    short: Text | None = None
    type: Annotated[str, vocabulary("type of organization", *ORGANIZATION_TYPES)]
    country: CountryId | None = None
    founding: Annotated[tuple[Instrument, ...], Several] = ()


class Person(Entity):
    kind: ClassVar[str] = "people"
    country: CountryId | None = None


class Measure(Record):
    """A quantity that figures count. `worse` is the direction in which a change is bad news."""

    kind: ClassVar[str] = "measures"
    id: Slug
    label: Text
    unit: Text
    worse: Annotated[str, vocabulary("direction", "up", "down", "neither")] = "neither"
    parts: Annotated[tuple[MeasureId, ...], Several] = ()
    headline: Flag = False
    note: Narrative | None = None


class Matter(Record):
    """A question on which positions are taken, so worded that one can be for or against it."""

    kind: ClassVar[str] = "matters"
    id: Slug
    question: Text
    about: Entities = ()
    note: Narrative | None = None


class Place(Record):
    """A place that facts name (`place`, `sites`, a capital): rounded, from a general reference, for maps."""

    kind: ClassVar[str] = "places"
    id: Slug
    name: Text
    aliases: Texts = ()
    country: CountryId | None = None
    latitude: Latitude
    longitude: Longitude
    source: SourceId
    note: Narrative | None = None
    marking: Tlp | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


# In the order in which one may refer to another by name.
BASE_KINDS: tuple[type[Record], ...] = (Country, Organization, Person, Source, Place, Measure, Matter)
