"""The part that all facts and claims have in common: identity, links, whose account, from when until when.

A fact is its identity and links (`FactRecord`) and what its sources claim (`ClaimRecord`). What stands
beside a list of claims is the fact's identity, links and label; `entry_reader.py` splits the keys of the two
before they reach these models.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from ..core.dates import PartialDate
from ..core.quantities import Quantity
from .base_record import Record, annotation_parts
from .field_readers import LabelReader, field_error, vocabulary
from .field_types import (
    Credibility,
    Date,
    Entities,
    FactIds,
    Flag,
    Id,
    Lines,
    Places,
    Several,
    Text,
    Texts,
    Tlp,
)
from .prose_fields import DeskNote, Narrative, Prose
from .references import FactId, SourceId

STATUSES = tuple(
    """
    feared requested offered pledged planned scheduled postponed ongoing done cancelled unknown
    """.split()
)
# True as a plan from the day it was reported, whatever date it is for.
PROSPECTIVE_STATUSES = ("feared", "requested", "offered", "pledged", "planned", "scheduled", "postponed")
# Of what did not happen on the day that it was planned for.
CALLED_OFF_STATUSES = ("postponed", "cancelled")
# Of what a calendar tells: what was called off too, until its day has passed.
CALENDAR_STATUSES = ("planned", "scheduled", "postponed", "cancelled")

Status = Annotated[str, vocabulary("status", *STATUSES)]
Certainty = Annotated[str, vocabulary("certainty", "stated", "reported", "claimed", "estimated", "forecast")]


def _read_as(text: str) -> str:
    words, arrow, reading = map(str.strip, text.partition("->"))
    if not (words and arrow and reading):
        expected = "the source's words, -> and the value of the claim: two thousand -> tens years"
        raise field_error("value", f"{str(text)!r} does not say what is read as what", expected)
    return text


ReadAs = Annotated[Text, AfterValidator(_read_as)]


class ClaimRecord(Record):
    """One source's account of a fact; subclasses add the fields of a kind."""

    # The fields of the number that the kind is printed for, in the order tried; a kind without is told by its
    # date.
    numbers: ClassVar[tuple[str, ...]] = ()
    heading: ClassVar[str] = ""  # the key of the prose that names the fact in a list
    labels: ClassVar[tuple[str, ...]] = ("title", "what")  # the desk's own words, which claims may share
    # An interval stands for all its days, unless the claim says otherwise; else for one unknown day in it.
    lasts: ClassVar[bool] = True

    id: Id | None = None
    source: SourceId
    at: Lines = ()
    context: Lines = ()
    quote: Text | None = None
    read_as: Annotated[tuple[ReadAs, ...], Several] = ()
    origin: Entities = ()
    as_of: Date | None = None
    from_: Date | None = Field(None, alias="from")
    until: Date | None = None
    throughout: Flag | None = None
    status: Status | None = None
    outcome: Narrative | None = None
    certainty: Certainty = "stated"
    credibility: Credibility | None = None
    negated: Flag = False
    denied_by: FactId | None = None
    inferred: Narrative | None = None
    open: Flag = False
    garbled: Flag = False
    note: Narrative | None = None
    internal: DeskNote | None = None
    recorded: Date | None = None
    marking: Tlp | None = None
    corrects: Id | None = None
    preferred: Flag = False
    because: Narrative | None = None

    @property
    def date(self) -> PartialDate | None:
        """The day or days the claim is about, where the kind has such a date."""
        return self.from_

    @property
    def is_throughout(self) -> bool:
        """True if an interval stands for all its days; False if for some day within it."""
        return self.lasts if self.throughout is None else self.throughout

    @property
    def _is_period(self) -> bool:
        """True if `from` alone gives beginning and end, as an interval of all its days."""
        closed = self.from_ is not None and self.from_.is_closed and self.until is None
        return closed and self.is_throughout

    @property
    def is_somewhere_within(self) -> bool:
        """True if it is done, and no more is known than an interval in which it lay."""
        closed = self.from_ is not None and self.from_.is_closed and self.until is None
        return closed and not self.is_throughout and self.status == "done"

    @property
    def begins(self) -> PartialDate | None:
        """The day from which it holds; None if the claim gives none."""
        return self.from_.sides[0] if self.from_ and self._is_period else self.from_

    @property
    def ends(self) -> PartialDate | None:
        """The last day on which it holds; None if the claim gives none."""
        return self.from_.sides[1] if self.from_ and self._is_period else self.until


class FactRecord(Record):
    """Identity and links of one fact. `claim` is the model of its claims."""

    kind: ClassVar[str]
    claim: ClassVar[type[ClaimRecord]] = ClaimRecord
    lasting: ClassVar[bool] = False  # may have been so for years, and is no news when first told
    usual: ClassVar[tuple[str, ...]] = ("from",)  # keys that `briefings new` asks for beside those needed
    named_by: ClassVar[tuple[str, ...]] = ()  # keys whose values `briefings new` makes an id of

    id: Id | None = None
    marking: Tlp | None = None
    tags: Texts = ()
    supersedes: FactIds = ()
    rivals: FactIds = ()
    same_as: FactIds = ()
    tension: FactIds = ()
    part_of: FactId | None = None

    def natural_id(self, first: ClaimRecord) -> str | None:
        """The id that follows from identity (and, where told, the year of `first`); None where one must be
        given."""
        return None

    def default_id(self, first: ClaimRecord) -> str | None:
        """The id of a record that has none written: the natural one, or one that another may replace."""
        return self.natural_id(first)

    def identity(self, claims: Sequence[ClaimRecord]) -> str | None:
        """The id that is written, or else the default one by the first claim that tells a beginning."""
        dated = (claim for claim in claims if claim.from_)
        return self.id or self.default_id(next(dated, claims[0]))

    @classmethod
    def has_default_id(cls) -> bool:
        """True if a record of the kind needs no written id."""
        methods = (cls.natural_id, cls.default_id)
        return methods != (FactRecord.natural_id, FactRecord.default_id)

    @classmethod
    def is_occurrence(cls) -> bool:
        """True if the kind is of what happens on a day: it neither lasts nor is told by its number."""
        return not (cls.lasting or cls.claim.numbers)


class ComparedPart(Record):
    """A record in a list of a claim by which two claims are compared; those of other classes are wording."""

    @property
    def summary(self) -> str:
        """Its statement about the world, in a few words."""
        raise NotImplementedError


@cache
def _fields(model: type[Record]) -> dict[str, str]:
    return {field.alias or name: name for name, field in model.model_fields.items()}


def field_of(model: type[Record], key: str) -> str | None:
    """The attribute a YAML key fills, or None: `from` fills `from_`."""
    return _fields(model).get(key)


def keys_of(model: type[Record]) -> tuple[str, ...]:
    """The YAML keys of a record, in the order of its model."""
    return tuple(_fields(model))


@cache
def compared_fields(model: type[ClaimRecord]) -> dict[str, str]:
    """The fields by which two claims are compared, by key: numbers, dates, status, then lists and links.

    They say something of the world. Names, titles and texts are wording; sources, lines and notes are where
    it comes from.
    """
    own = [name for name in _fields(model).values() if name not in ClaimRecord.model_fields]
    parts = {name: set(_type_parts(model, name)) for name in own}
    numbers = [name for name in own if Quantity in parts[name] and name not in model.numbers]
    dates = [name for name in own if PartialDate in parts[name]]
    first = (*model.numbers, *numbers, *dates)
    others = [name for name in own if name not in first and not _is_wording(parts[name])]
    names = (*first, "from_", "until", "status", "negated", "denied_by", *others, "open")
    return {model.model_fields[name].alias or name: name for name in names}


def _type_parts(model: type[Record], name: str) -> Iterator[object]:
    field = model.model_fields[name]
    return annotation_parts(field.annotation, *field.metadata)


def _is_wording(parts: set[object]) -> bool:
    nested = [part for part in parts if isinstance(part, type) and issubclass(part, Record)]
    compared = all(issubclass(part, ComparedPart | Places) for part in nested)
    return not compared or any(_is_text(part) for part in parts)


def _is_text(part: object) -> bool:
    return isinstance(part, LabelReader) or (isinstance(part, type) and issubclass(part, Prose))


def singular(kind: str) -> str:
    """The word for one record of a kind: "border" of "borders"."""
    if kind == "people":
        return "person"
    return f"{kind[:-3]}y" if kind.endswith("ies") else kind.removesuffix("s")
