"""Records that facts rest on and speak of: sources, entities, measures, matters."""

from __future__ import annotations

import itertools
from datetime import date
from fractions import Fraction
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from ..core.dates import PartialDate
from ..core.geography import code_of
from ..core.quantities import Quantity
from ..core.unit_vocabulary import MEASURES
from ..core.units import Unit, find_unit
from .amounts import COUNTED, PEOPLE, UNIT_KINDS, Amount, UnitName, measures
from .base_record import Record
from .fact_kinds import Trend
from .fact_records import Certainty
from .field_readers import field_error, vocabulary
from .field_types import (
    Credibility,
    Date,
    Entities,
    FactIds,
    Flag,
    Latitude,
    Line,
    Lines,
    Longitude,
    Reliability,
    Several,
    Sha256,
    Slug,
    Text,
    Texts,
    Tlp,
)
from .prose_fields import DeskNote, Narrative
from .references import CountryId, FactId, MeasureId, SourceId

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
    edition_of: Slug | None = None
    reliability: Reliability = "F"
    reliability_reason: DeskNote | None = None
    credibility: Credibility = "6"
    lines: Line | None = None
    sha256: Sha256 | None = None
    quotable: Flag = True
    archived: Text | None = None
    accessed: Date | None = None
    passages: Annotated[tuple[Passage, ...], Several] = ()
    withdrawn: Date | None = None
    note: Narrative | None = None
    internal: DeskNote | None = None
    marking: Tlp | None = None

    @property
    def known_on(self) -> date | None:
        """The last day it can have become known; None for a standing reference, which always was."""
        return None if self.medium == "reference" else self.published.last


class FormerName(Record):
    """A name that a thing had from one day until another; what it does not give is as it is today.

    `until` is the last day of the old name, and the day after is the first on which the new one is known.
    """

    name: Text | None = None
    from_: Date | None = Field(None, alias="from")
    until: Date

    def holds(self, day: date) -> bool:
        """True if it was the name on a day."""
        return self.first <= day <= self.until.last

    @property
    def first(self) -> date:
        """The first day on which it may have been the name."""
        return self.from_.first if self.from_ else date.min

    def begins_before(self, end: PartialDate) -> bool:
        """True if it is said to have been the name before another ended, and began on a day that is known."""
        return self.from_ is not None and self.from_.last < end.first


class FormerCountryName(FormerName):
    """A name that a country, or its capital, had from one day until another."""

    official: Text | None = None
    adjective: Text | None = None
    capital: Text | None = None


class FormerBodyName(FormerName):
    """A name that an organization had from one day until another."""

    short: Text | None = None


_FORMER_KEYS = ("name", "short", "official", "adjective", "capital")


def _some_name(former: tuple[FormerName, ...]) -> tuple[FormerName, ...]:
    if any(not _former_values(one) for one in former):
        keys = [key for key in _FORMER_KEYS if key in type(former[0]).model_fields]
        raise field_error("missing-key", "a former name without a name", f"one of: {', '.join(keys)}")
    for one in former:
        if one.from_ is not None and one.from_.first > one.until.last:
            message = f"a name from {one.from_.text} until {one.until.text} was never used"
            raise field_error("not-a-date", message, "the first day it was used, and its last")
    for key in _FORMER_KEYS:
        named = [one for one in former if getattr(one, key, None)]
        for one, other in itertools.permutations(named, 2):
            if one.until.last < other.until.last and other.begins_before(one.until):
                message = f"two former names at once, until {one.until.text} and until {other.until.text}"
                raise field_error(
                    "not-a-date", message, "'from' of the later one, after the earlier one's end"
                )
    return former


def _former_values(former: FormerName) -> dict[str, str]:
    """The names that it gives, by their keys."""
    return {key: value for key in _FORMER_KEYS if (value := getattr(former, key, None))}


_SomeName = AfterValidator(_some_name)


class Named(Record):
    """A record with a name that may have been another one in its time."""

    id: Slug
    name: Text
    aliases: Texts = ()
    formerly: Annotated[tuple[FormerName, ...], Several, _SomeName] = ()

    def named_as(self, as_of: date, known: date) -> Self:
        """The record as it was called on a day, as far as the desk could know on another."""
        day = min(as_of, known)
        holding = [former for former in self.formerly if former.holds(day)]
        over = tuple(former for former in self.formerly if former.until.last < day)
        update: dict[str, object] = {"formerly": over}  # nobody knows yet that a name will end
        for former in sorted(holding, key=lambda former: former.until.last, reverse=True):
            update |= _former_values(former)  # of two, the one that ended first
        return self.model_copy(update=update)

    @property
    def former_names(self) -> tuple[str, ...]:
        """The names and short names that it had, for finding it."""
        values = [_former_values(former) for former in self.formerly]
        return tuple(each[key] for each in values for key in ("name", "short") if key in each)


class Entity(Named):
    """A country, organization or person: one canonical record, its other names as aliases.

    A misnomer is a name a source uses wrongly; it is found in searches and warned of in facts.
    """

    kind: ClassVar[str]
    misnomers: Texts = ()
    internal: DeskNote | None = None
    marking: Tlp | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it answers to, its own first; misnomers are none."""
        short: str | None = getattr(self, "short", None)
        return (self.name, *self.aliases, *([short] if short else []), *self.former_names)


class BottomLine(Record):
    """The desk's judgement of a country in a sentence or two, and where things are going."""

    as_of: Date
    text: Narrative
    trend: Trend
    reason: Narrative | None = None
    author: Text | None = None
    marking: Tlp | None = None


def _country_code(code: str) -> str:
    if len(code) != 3:
        message = f"{str(code)!r} is no code of three letters"
        raise field_error("value", message, "the alpha-3 code of ISO 3166, such as TJK", code_of(code))
    return code


class Country(Entity):
    kind: ClassVar[str] = "countries"
    id: Annotated[Slug, AfterValidator(_country_code)]
    code: Annotated[str, vocabulary("kind of code", "user-assigned")] | None = (
        None  # for ids that ISO has not
    )
    official: Text | None = None
    adjective: Text | None = None
    article: Annotated[str, vocabulary("article", "the")] | None = None
    capital: Text | None = None
    capital_certainty: Certainty = "stated"
    capital_note: Narrative | None = None
    formerly: Annotated[tuple[FormerCountryName, ...], Several, _SomeName] = ()
    key_figures: FactIds = ()
    leading_figure: FactId | None = None
    bottom_lines: Annotated[tuple[BottomLine, ...], Several] = ()


class Instrument(Record):
    """A founding treaty or charter; the earliest signature is the body's founding for membership checks."""

    name: Text
    signed: Date
    in_force: Date | None = None
    source: SourceId
    at: Lines = ()
    certainty: Certainty = "stated"
    note: Narrative | None = None
    marking: Tlp | None = None


ORGANIZATION_TYPES = (
    "bloc", "government body", "armed force", "armed group", "political group", "outlet", "agency", "company",
    "think tank", "international organization",
)  # fmt: skip


class Organization(Entity):
    kind: ClassVar[str] = "organizations"
    short: Text | None = None
    article: Annotated[str, vocabulary("article", "the")] | None = None
    formerly: Annotated[tuple[FormerBodyName, ...], Several, _SomeName] = ()
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
    internal: DeskNote | None = None
    marking: Tlp | None = None

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
    """A quantity that figures count. `worse` is the direction in which a change is bad news.

    With `total_of: borders` it is the length of all land borders of a country, and held against them.
    """

    kind: ClassVar[str] = "measures"
    id: Slug
    label: Text
    unit: UnitName
    worse: Annotated[str, vocabulary("direction", "up", "down", "neither")] = "neither"
    parts: Annotated[tuple[MeasureId, ...], Several] = ()
    total_of: Annotated[str, vocabulary("what is totalled", "borders")] | None = None
    headline: Flag = False
    internal: DeskNote | None = None
    marking: Tlp | None = None


class Matter(Record):
    """A question on which positions are taken, so worded that one can be for or against it."""

    kind: ClassVar[str] = "matters"
    id: Slug
    question: Text
    about: Entities = ()
    internal: DeskNote | None = None
    marking: Tlp | None = None


class Place(Named):
    """A place that facts name (`place`, `sites`, a capital): rounded, from a general reference, for maps."""

    kind: ClassVar[str] = "places"
    country: CountryId | None = None
    latitude: Latitude
    longitude: Longitude
    source: SourceId
    internal: DeskNote | None = None
    marking: Tlp | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it answers to, its own first."""
        return (self.name, *self.aliases, *self.former_names)


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
