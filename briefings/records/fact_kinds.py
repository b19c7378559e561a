"""One model per kind of fact, with all that is peculiar to the kind."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field, model_validator

from ..core.dates import PartialDate
from .amounts import Amount, Count, CountOfPeople, Duration, Length, Money, Strength
from .base_record import Record
from .fact_records import ClaimRecord, ComparedPart, FactRecord, Status
from .field_readers import field_error, vocabulary
from .field_types import (
    Date,
    Destination,
    Entities,
    FactIds,
    Flag,
    Lines,
    Several,
    Slug,
    Text,
    Texts,
    Time,
    Tlp,
)
from .prose_fields import DeskNote, Narrative
from .references import CountryId, EntityId, FactId, MatterId, MeasureId, OrganizationId, PersonId, SourceId

Stance = Annotated[str, vocabulary("stance", "for", "against", "neutral", "undecided")]
Trend = Annotated[str, vocabulary("trend", "worsening", "stable", "improving", "mixed", "unknown")]


def _year(date: PartialDate | None) -> str:
    return f"-{date.start.year}" if date and date.start else ""


def _by(entities: tuple[str, ...]) -> str:
    return "@" + "+".join(entities) if entities else ""


# ---------------------------------------------------------------- facts


class BorderClaim(ClaimRecord):
    numbers: ClassVar[tuple[str, ...]] = ("length",)
    length: Length | None = None
    disputed: Narrative | None = None


def _two_sides(between: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(between)) == 1:
        raise field_error("value", f"a border of {between[0]} with itself", "two different countries")
    return between


class Border(FactRecord):
    """The boundary between two countries: one record for both, in any order."""

    kind: ClassVar[str] = "borders"
    claim: ClassVar[type[ClaimRecord]] = BorderClaim
    lasting: ClassVar[bool] = True
    usual: ClassVar[tuple[str, ...]] = ("length", "as_of")
    between: Annotated[tuple[CountryId, ...], Field(min_length=2, max_length=2), AfterValidator(_two_sides)]

    def natural_id(self, first: ClaimRecord) -> str:
        """The id of the two countries in alphabetical order: border:AFG-TJK."""
        return "border:" + "-".join(sorted(self.between))


MEMBERSHIP_ROLES = (
    "founding",
    "full",
    "associate",
    "observer",
    "guest",
    "candidate",
    "suspended",
    "withdrawing",
    "dialogue-partner",
)
# Roles that say how a full membership stands, which goes on beneath them.
OVERLAY_ROLES = ("suspended", "withdrawing")
FULL_ROLES = ("founding", "full")


class Membership(FactRecord):
    """Who is of what body, in which role, from when until when."""

    kind: ClassVar[str] = "memberships"
    lasting: ClassVar[bool] = True
    member: EntityId
    of: OrganizationId
    role: Annotated[str, vocabulary("role", *MEMBERSHIP_ROLES)]

    def natural_id(self, first: ClaimRecord) -> str:
        """The id of member, body and role, with the year it began if that is known."""
        return f"membership:{self.member}@{self.of}/{self.role}{_year(first.from_)}"


class Office(FactRecord):
    """Who holds which office (or post, or affiliation) of what country or body."""

    kind: ClassVar[str] = "offices"
    lasting: ClassVar[bool] = True
    holder: PersonId
    of: EntityId
    office: Slug

    def natural_id(self, first: ClaimRecord) -> str:
        """The id of holder, country or body and office, with the year it began if that is known."""
        return f"office:{self.holder}@{self.of}/{self.office}{_year(first.from_)}"


class Materiel(ComparedPart):
    """Equipment: what, and how many where the source says so."""

    what: Text
    count: Count | None = None

    @property
    def summary(self) -> str:
        return f"{self.what}: {self.count.text}" if self.count else self.what


FORCE_TYPES = ("base", "deployment", "exercise", "reinforcement", "withdrawal", "call-up", "assistance")


class ForceClaim(ClaimRecord):
    numbers: ClassVar[tuple[str, ...]] = ("strength", "count")
    heading: ClassVar[str] = "what"
    name: Text | None = None
    what: Narrative | None = None
    in_: Annotated[tuple[CountryId, ...], Several] = Field((), alias="in")
    near: Annotated[tuple[FactId, ...], Several] = ()
    place: Text | None = None
    sites: Texts = ()
    with_: Entities = Field((), alias="with")
    planned_for: Date | None = None
    count: Count | None = None
    strength: Strength | None = None
    duration: Duration | None = None
    distance: Length | None = None
    cost: Money | None = None
    equipment: Annotated[tuple[Materiel, ...], Several] = ()


class Force(FactRecord):
    """A base or a movement of troops: whose, where or near which border (a border's id), with whom, how
    many."""

    kind: ClassVar[str] = "forces"
    claim: ClassVar[type[ClaimRecord]] = ForceClaim
    usual: ClassVar[tuple[str, ...]] = ("what", "in", "status", "from", "strength", "tags")
    named_by: ClassVar[tuple[str, ...]] = ("of", "type", "in")
    type: Annotated[str, vocabulary("type of force", *FORCE_TYPES)]
    of: Entities

    def default_id(self, first: ClaimRecord) -> str | None:
        """The id of whose, what and where, with the year it began if that is known: force:RUS/base@TJK.

        None without a country.
        """
        if not (isinstance(first, ForceClaim) and first.in_):
            return None
        return f"force:{'-'.join(self.of)}/{self.type}@{'-'.join(first.in_)}{_year(first.from_)}"


DISPLACED_GROUPS = tuple(
    """
    refugees asylum-seekers internally-displaced returnees deported stateless evacuees soldiers
    nationals people crossings
    """.split()
)
DISPLACEMENT_MEASURES = tuple(
    """
    registered arrived hosted evacuated in-transit at-border crossed resettled fleeing
    """.split()
)


# What people write for those, and what it is here.
_OTHER_GROUPS = {
    "idp": "internally-displaced", "idps": "internally-displaced", "displaced": "internally-displaced",
    "displaced-people": "internally-displaced", "deportees": "deported", "expelled": "deported",
    "migrants": "people", "tourists": "people", "civilians": "people", "evacuated": "evacuees",
    "asylum-applicants": "asylum-seekers", "repatriated": "returnees", "returned": "returnees",
}  # fmt: skip
_OTHER_MEASURES = {
    "returned": "'measure: arrived' and 'who: returnees'",
    "repatriated": "'measure: arrived' and 'who: returnees'",
    "deported": "'measure: arrived' and 'who: deported'",
    "expelled": "'measure: arrived' and 'who: deported'",
    "internally-displaced": "'measure: hosted' and 'who: internally-displaced'",
    "displaced": "'measure: hosted' and 'who: internally-displaced'",
    "asylum-applications": "'measure: registered' and 'who: asylum-seekers'",
    "crossings": "'measure: crossed' and 'who: crossings'",
}


class DisplacementClaim(ClaimRecord):
    numbers: ClassVar[tuple[str, ...]] = ("value",)
    heading: ClassVar[str] = "what"
    value: CountOfPeople | None = None
    what: Narrative | None = None
    to: Entities = ()
    duration: Duration | None = None


class Displacement(FactRecord):
    """A figure of people who move: who leaves where for where, what is counted, how real it is (`status`),
    who says it will be. Internally displaced people stay in the country they leave; returnees and deported
    people leave the country they were in."""

    kind: ClassVar[str] = "displacement"
    claim: ClassVar[type[ClaimRecord]] = DisplacementClaim
    usual: ClassVar[tuple[str, ...]] = ("into", "status", "value", "as_of", "tags")
    named_by: ClassVar[tuple[str, ...]] = ("leaving", "measure", "into")
    leaving: EntityId
    into: Destination | None = None
    who: Annotated[str, vocabulary("group of people", *DISPLACED_GROUPS, instead=_OTHER_GROUPS)] = "refugees"
    of: Entities = ()  # nationals of …, employees of …
    measure: Annotated[str, vocabulary("thing counted", *DISPLACEMENT_MEASURES, instead=_OTHER_MEASURES)]
    by: Entities = ()

    def default_id(self, first: ClaimRecord) -> str:
        """The id of where from, where to, and what is counted: displacement:AFG-TJK/refugees-hosted."""
        ways = "-".join((self.leaving, *(self.into.all if self.into else ())))
        return f"displacement:{ways}/{self.who}-{self.measure}{_by(self.by)}"


EVENT_TYPES = tuple(
    """
    summit meeting call talks visit speech press-conference attack clash offensive takeover coup
    decision announcement agreement treaty ceasefire founding election referendum appointment
    resignation arrest trial evacuation withdrawal handover protest sanction death disaster accident
    anniversary other
    """.split()
)
# Events that bind those who sign them, so that each party may have signed, ratified or left.
BINDING_EVENTS = ("agreement", "treaty", "ceasefire")
PARTY_CAPACITIES = tuple(
    """
    member host guest observer invited chair speaker signatory author target attacker victim fought
    overthrown arrested accused candidate elected appointed giver recipient mediator participant
    unknown
    """.split()
)
TREATY_STATES = ("signed", "ratified", "acceded", "in-force", "suspended", "withdrawn")


class Party(ComparedPart):
    """One who takes part in an event, or is meant to: `who` has a record, `named` has none."""

    who: EntityId | None = None
    named: Text | None = None
    capacity: Annotated[str, vocabulary("capacity", *PARTY_CAPACITIES)] = "unknown"
    mode: Annotated[str, vocabulary("mode", "present", "remote", "absent")] | None = None
    level: Text | None = None
    negated: Flag = False
    inferred: Narrative | None = None
    status: Status | None = None
    state: Annotated[str, vocabulary("state of a treaty", *TREATY_STATES)] | None = None
    since: Date | None = None
    note: Narrative | None = None

    @model_validator(mode="after")
    def _one_name(self) -> Self:
        if self.who and self.named:
            message = f"a party with two names: {self.who} and {str(self.named)!r}"
            raise field_error("value", message, "'who:' for what has a record, else 'named:'")
        if not (self.who or self.named):
            raise field_error("missing-key", "a party without a name", "one of: who, named")
        if self.since and not self.state:
            expected = f"'state:' beside it: one of {', '.join(TREATY_STATES)}"
            raise field_error("missing-key", f"'since' without a state: {self.key}", expected)
        return self

    @property
    def key(self) -> str:
        """The id of its record, else the name that it has without one."""
        return str(self.who or self.named)

    @property
    def is_absent(self) -> bool:
        """True if it is said not to take part."""
        return self.negated or self.mode == "absent"

    @property
    def summary(self) -> str:
        state = f"{self.state} {self.since.text if self.since else ''}".strip() if self.state else ""
        words = ", ".join(filter(None, (self.capacity, self.mode, state)))
        return f"{'not ' if self.negated else ''}{self.key} ({words})"


class EventClaim(ClaimRecord):
    lasts: ClassVar[bool] = False
    heading: ClassVar[str] = "title"
    title: Narrative | None = None
    date_: Date | None = Field(None, alias="date")
    time: Time | None = None
    in_: Annotated[tuple[CountryId, ...], Several] = Field((), alias="in")
    near: FactIds = ()
    place: Text | None = None
    sites: Texts = ()
    planned_for: Date | None = None
    parties: Annotated[tuple[Party, ...], Several] = ()

    @property
    def date(self) -> PartialDate | None:
        """The stated date, else its beginning; None without either."""
        return self.date_ or self.from_


class Event(FactRecord):
    """Something that happened or is planned: a meeting, an attack, a decision."""

    kind: ClassVar[str] = "events"
    claim: ClassVar[type[ClaimRecord]] = EventClaim
    usual: ClassVar[tuple[str, ...]] = ("title", "date", "in", "status", "tags")
    named_by: ClassVar[tuple[str, ...]] = ("type", "in")
    type: Annotated[str, vocabulary("type of event", *EVENT_TYPES)]
    of: Entities = ()

    def default_id(self, first: ClaimRecord) -> str | None:
        """The id of what, where and when by the first claim: event:talks@TJK/2021-09-16.

        None without a country or a date.
        """
        if not (isinstance(first, EventClaim) and first.in_ and first.date and first.date.start):
            return None
        return f"event:{self.type}@{'-'.join(first.in_)}/{first.date.start.iso}"


class Position(ComparedPart):
    """The stance of a holder (not always the speaker) on a matter; `if` names a condition."""

    holder: EntityId
    on: MatterId
    stance: Stance
    if_: Narrative | None = Field(None, alias="if")
    inferred: Narrative | None = None
    marking: Tlp | None = None

    @property
    def summary(self) -> str:
        return f"{self.holder} {self.stance} {self.on}"


class Rendering(Record):
    """The same words as another text has them, told in ours."""

    text: Narrative
    source: SourceId | None = None
    at: Lines = ()
    internal: DeskNote | None = None
    marking: Tlp | None = None


class StatementClaim(ClaimRecord):
    lasts: ClassVar[bool] = False
    date_: Date | None = Field(None, alias="date")
    topic: Text | None = None
    text: Narrative | None = None
    to: Entities = ()
    event: FactId | None = None
    positions: Annotated[tuple[Position, ...], Several] = ()
    renderings: Annotated[tuple[Rendering, ...], Several] = ()

    @property
    def date(self) -> PartialDate | None:
        """The stated date, else its beginning; None without either."""
        return self.date_


class Statement(FactRecord):
    """Something that was said, in our words, and where the speaker or others stand by it."""

    kind: ClassVar[str] = "statements"
    claim: ClassVar[type[ClaimRecord]] = StatementClaim
    usual: ClassVar[tuple[str, ...]] = ("date", "text", "tags")
    named_by: ClassVar[tuple[str, ...]] = ("speaker",)
    speaker: EntityId
    about: Entities = ()


class FigureClaim(ClaimRecord):
    numbers: ClassVar[tuple[str, ...]] = ("value",)
    value: Amount | None = None
    date_: Date | None = Field(None, alias="date")
    items: Entities = ()
    what: Narrative | None = None

    @property
    def date(self) -> PartialDate | None:
        """The stated date, else its beginning; None without either."""
        return self.date_ or self.from_


class Figure(FactRecord):
    """Any other dated number: of what (`subject`: an entity's or a fact's id), by whom, in which measure."""

    kind: ClassVar[str] = "figures"
    claim: ClassVar[type[ClaimRecord]] = FigureClaim
    usual: ClassVar[tuple[str, ...]] = ("value", "as_of")
    named_by: ClassVar[tuple[str, ...]] = ("subject", "measure")
    subject: FactId
    by: Entities = ()
    measure: MeasureId

    def default_id(self, first: ClaimRecord) -> str:
        """The id of what is counted of what, and by whom: figure:AFG/population."""
        return f"figure:{self.subject}/{self.measure}{_by(self.by)}"


class Designation(FactRecord):
    """Who lists whom as what."""

    kind: ClassVar[str] = "designations"
    lasting: ClassVar[bool] = True
    by: EntityId
    of: EntityId
    as_: Text = Field(alias="as")

    def natural_id(self, first: ClaimRecord) -> str:
        """The id of who lists whom as what, with the year it began if that is known."""
        return f"designation:{self.by}/{self.of}{_year(first.from_)}"


FACT_KINDS: tuple[type[FactRecord], ...] = (
    Border, Membership, Office, Force, Displacement, Event, Statement, Figure, Designation,
)  # fmt: skip
