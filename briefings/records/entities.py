"""Records that facts rest on and speak of: sources, entities, measures, matters."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated, ClassVar

from pydantic import Field, ValidationInfo, field_validator

from ..core.quantities import Quantity
from ..core.unit_vocabulary import MEASURES
from ..core.units import Unit, find_unit
from .amounts import COUNTED, PEOPLE, UNIT_KINDS, Amount, UnitName, measures
from .fact_kinds import Trend
from .field_types import (
    CountryId,
    Date,
    DeskNote,
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
    field_error,
    vocabulary,
)

MEDIA = ("wire", "official", "state media", "reference", "opinion", "press", "think tank")


class Passage(Record):
    """A doubt about a place in a source: a garbled translation, a slip, a caption of another day."""

    at: Annotated[tuple[Line, ...], Several]
    note: DeskNote
    marking: Tlp | None = None


class Source(Record):
    """One publication. `lines` counts the stored article's non-blank lines, which `at` refers to."""

    kind: ClassVar[str] = "sources"
    id: Slug
    publisher: Text
    title: Text
    author: Text | None = None
    published: Date
    published_note: DeskNote | None = None
    url: Text | None = None
    medium: Annotated[str, vocabulary("medium", *MEDIA)]
    reliability: Reliability = "F"
    reliability_reason: DeskNote | None = None
    lines: Line | None = None
    passages: Annotated[tuple[Passage, ...], Several] = ()
    withdrawn: Date | None = None
    note: DeskNote | None = None
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
    note: DeskNote | None = None
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
    code: Annotated[str, vocabulary("kind of code", "user-assigned")] | None = (
        None  # for ids that ISO has not
    )
    official: Text | None = None
    adjective: Text | None = None
    article: Annotated[str, vocabulary("article", "the")] | None = None
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


class UnitRecord(Record):
    """A unit of the desk's own: what it measures, and how much of that one is (`factor`: 1066.8 m).

    `counted` are things of which there are only whole ones; a `scale` is compared with itself alone.
    """

    kind: ClassVar[str] = "units"
    id: Slug
    name: Text | None = None
    plural: Text | None = None
    measures: Annotated[str, vocabulary("kind of unit", *UNIT_KINDS)] = Field(COUNTED, alias="kind")
    factor: Annotated[Amount | None, Field(validate_default=True)] = None
    aliases: Texts = ()
    note: Narrative | None = None

    @field_validator("factor")
    @classmethod
    def _of_its_kind(cls, factor: Quantity | None, info: ValidationInfo) -> Quantity | None:
        kind = info.data.get("measures", COUNTED)
        fits = factor is not None and (factor.exact or 0) > 0 and measures(factor.unit, kind)
        if (factor is not None or kind in MEASURES) and not fits:
            given = "no factor" if factor is None else repr(factor.text)
            expected = "how much one is, such as 1066.8 m"
            raise field_error("unit-mismatch", f"{given} for a unit of {kind}", expected)
        return factor

    @property
    def unit(self) -> Unit:
        """The unit by which amounts are read and compared."""
        one = self.name or str(self.id)
        plural = self.plural or one
        whole = self.measures in (COUNTED, PEOPLE)
        if self.factor is not None and self.factor.exact is not None:
            base = find_unit(self.factor.unit)
            assert base is not None
            return Unit(plural, one, base.kind, Fraction(self.factor.exact) * base.factor, whole)
        return Unit(plural, one, PEOPLE if self.measures == PEOPLE else plural, whole=whole)


class Measure(Record):
    """A quantity that figures count. `worse` is the direction in which a change is bad news."""

    kind: ClassVar[str] = "measures"
    id: Slug
    label: Text
    unit: UnitName
    worse: Annotated[str, vocabulary("direction", "up", "down", "neither")] = "neither"
    parts: Annotated[tuple[MeasureId, ...], Several] = ()
    headline: Flag = False
    note: DeskNote | None = None


class Matter(Record):
    """A question on which positions are taken, so worded that one can be for or against it."""

    kind: ClassVar[str] = "matters"
    id: Slug
    question: Text
    about: Entities = ()
    note: DeskNote | None = None


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
    note: DeskNote | None = None
    marking: Tlp | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


# In the order in which one may refer to another by name.
BASE_KINDS: tuple[type[Record], ...] = (
    Country,
    Organization,
    Person,
    Source,
    Place,
    UnitRecord,
    Measure,
    Matter,
)
