"""Short labels of facts and entities for lists, titles and pictures, made from their fields."""

from __future__ import annotations

from ..core import printed_amounts
from ..core.dates import PartialDate
from ..core.quantities import Quantity
from ..core.wording import listed
from ..records.entities import Country, Entity, Organization
from ..records.fact_kinds import (
    Border,
    Designation,
    Displacement,
    Event,
    Figure,
    Force,
    ForceClaim,
    Membership,
    Office,
    Statement,
    StatementClaim,
)
from ..records.fact_records import PROSPECTIVE_STATUSES, FactRecord, singular
from ..records.field_types import Places
from ..records.references import Ref
from ..records.yaml_tree import ScalarNode
from .agreement import stated_quantity, with_default_unit
from .claims import Fact
from .measures import measure_of, unit_of
from .view import View

# How a measure of displacement reads before a destination: as reported, and as a prospect.
_COUNTED = {
    "registered": ("registered in", "to be registered in"),
    "arrived": ("arrived in", "arriving in"),
    "hosted": ("hosted in", "to be hosted in"),
    "evacuated": ("evacuated to", "to be evacuated to"),
    "in-transit": ("in transit in", "to wait in transit in"),
    "at-border": ("at the border of", "expected at the border of"),
    "crossed": ("crossed into", "crossing into"),
    "resettled": ("resettled in", "to be resettled in"),
    "fleeing": ("fleeing to", "fleeing to"),
}
_ALONE = {"evacuated": ("evacuated", "to be evacuated"), "fleeing": ("in flight", "in flight")}
# Of people who stay in the country they leave.
_WITHIN = {
    "hosted": ("in", "expected in"),
    "fleeing": ("in flight in", "in flight in"),
    "evacuated": ("evacuated within", "to be evacuated within"),
    "resettled": ("resettled within", "to be resettled within"),
}
_STATUSES_SHOWN = ("requested", "offered", "pledged", "feared", "planned")


def entity_name(view: View, id: str) -> str:
    """An entity's short name, else its name; the id if it is unknown."""
    entity = view.entity(id)
    return (getattr(entity, "short", None) or entity.name) if entity else id


def name_in_sentence(view: View, id: str) -> str:
    """An entity's name within a sentence: "the United States" if the country or body has an article."""
    entity = view.entity(id)
    article = entity.article if isinstance(entity, Country | Organization) else None
    name = entity_name(view, id)
    return f"{article} {name}" if article else name


# Groups whose word in the files is no noun, or whose origin is the country they were in, not their own.
_GROUPS = {
    "internally-displaced": "internally displaced people",
    "deported": "people deported",
    "stateless": "stateless people",
    "crossings": "border crossings",
}
_FROM_WHERE_THEY_WERE = ("returnees", "deported", "stateless", "crossings")


def _displaced_people(view: View, record: Displacement) -> str:
    """The people of a displacement: "Afghan refugees", "nationals of Russia", "returnees from Iran"."""
    group = _GROUPS.get(record.who, record.who)
    if record.of:
        group += f" of {listed([name_in_sentence(view, ref) for ref in record.of])}"
    if record.who == "internally-displaced" or _stays_within(record):
        return group
    if record.who in _FROM_WHERE_THEY_WERE:
        return f"{group} from {name_in_sentence(view, record.leaving)}"
    origin = view.entity(record.leaving)
    if record.of or not isinstance(origin, Country):
        return group
    adjective = view.own_adjective(origin)
    return f"{adjective} {group}" if adjective else f"{group} from {name_in_sentence(view, record.leaving)}"


def _stays_within(record: Displacement) -> bool:
    """True for a displacement into the country that is left, or into none if its people leave none."""
    into = {str(ref) for ref in record.into.all} if record.into else set()
    return into == {str(record.leaving)} or (not into and record.who == "internally-displaced")


def destinations(view: View, fact: Fact) -> list[str]:
    """The names of the places that a displacement leads to; empty for other facts."""
    into = fact.record.into if isinstance(fact.record, Displacement) else None
    return [name_in_sentence(view, ref) for ref in into.all] if into else []


def displacement(view: View, fact: Fact, record: Displacement) -> str:
    """A label such as "Afghan refugees to be hosted in Tajikistan (pledged by Tajikistan)"."""
    status = fact.headline.record.status
    prospect = status in PROSPECTIVE_STATUSES
    into = record.into or Places()
    joined_by = "or" if prospect and not into.jointly else "and"
    where = listed(destinations(view, fact), joined_by)
    within = _stays_within(record)
    if within:
        where = name_in_sentence(view, record.leaving)
    counted = {**_COUNTED, **_WITHIN} if within else _COUNTED if where else _ALONE
    verbs = counted.get(record.measure, (record.measure, f"to be {record.measure}"))
    if record.who == "crossings":
        verbs = ("into", "into")
    text = f"{_displaced_people(view, record)} {verbs[prospect]} {where}".rstrip()
    if status in _STATUSES_SHOWN:
        by = listed([name_in_sentence(view, ref) for ref in record.by])
        text += f" ({status}{f' by {by}' if by else ''})"
    return text[0].upper() + text[1:]


def force(view: View, fact: Fact, record: Force) -> str:
    """A label such as "Russian base in Tajikistan", in brackets after the force's name if it has one."""
    owners = [view.entity(ref) for ref in record.of]
    whose = listed([_adjective(view, owner) for owner in owners if owner])
    where = listed([name_in_sentence(view, ref) for ref in fact.get("in")])
    text = f"{whose} {record.type}".strip() + (f" in {where}" if where else "")
    named = fact.get("name")
    return f"{named} ({text})" if named else text[0].upper() + text[1:]


def _adjective(view: View, entity: Entity) -> str:
    return (isinstance(entity, Country) and view.own_adjective(entity)) or entity.name


def figure(view: View, fact: Fact, record: Figure) -> str:
    """A label such as "Districts held (Taliban)"."""
    measure = measure_of(view, fact)
    label = own_text(fact) or (measure.label if measure else record.measure)
    by = listed([entity_name(view, ref) for ref in record.by])
    return f"{label} ({by})" if by else label


def own_text(fact: Fact) -> str:
    """The curator's short text of a fact; "" without one, or if it quotes facts and so needs a page."""
    for key in ("title", "what"):
        try:
            own = fact.get(key)
        except AttributeError:
            continue
        if own and "{{" not in own:
            return str(own).rstrip(".")
    return ""


def label_keys(fact: Fact) -> tuple[str, ...]:
    """The keys of the claims' fields that a fact's label is made of."""
    head = fact.headline.record
    named = isinstance(head, ForceClaim) and fact.get("name")
    if named:
        return "name", "in"
    if isinstance(head, StatementClaim):
        return ("text",)
    if head.heading and fact.get(head.heading):
        return (head.heading,)
    return ("in",) if isinstance(head, ForceClaim) else ()


FactSummary = tuple[str, str, str, str]


def fact_summary(view: View, fact: Fact) -> FactSummary:
    """A fact's number or text, its status, its grade and its date, for comparing it over time."""
    head = fact.headline
    amount = stated_quantity(head)
    text = ""
    if amount is not None:
        printed = printed_amounts.amount(
            with_default_unit(amount, unit_of(view, fact)), view.desk.locale, view.desk.units, True
        )
        text = " ".join(printed.split())  # without fixed spaces
    status = "not so" if head.record.negated else head.record.status or ""
    return text or own_text(fact), status, str(head.grade), fact.date.text


def fact_label(view: View, fact: Fact, within: str = "") -> str:
    """A fact's name in a list; `within` is the country of the page, which is not named again."""
    match fact.record:
        case Border(between=between):
            sides = [entity_name(view, ref) for ref in between if ref != within]
            far = [name_in_sentence(view, ref) for ref in between if ref != within]
            return f"Border with {far[0]}" if within else f"Border {'–'.join(sides)}"
        case Displacement() as record:
            return displacement(view, fact, record)
        case Force() as record:
            return force(view, fact, record)
        case Figure(subject=subject) as record:
            text = figure(view, fact, record)
            if subject == within:
                return text
            about = view.fact(subject)
            if about is None:
                return f"{text}, {entity_name(view, subject)}"
            inner = about.record.subject if isinstance(about.record, Figure) else ""
            known = (
                inner if inner and view.fact(inner) else ""
            )  # named no further: figures may go in a circle
            return f"{text}: {own_text(about) or fact_label(view, about, known)}"
        case Membership() as record:
            role = record.role.replace("-", " ")
            return f"{entity_name(view, record.member)} in {entity_name(view, record.of)}: {role}"
        case Office() as record:
            office = record.office.replace("-", " ")
            return f"{entity_name(view, record.holder)}, {office} ({entity_name(view, record.of)})"
        case Designation() as record:
            return f"{entity_name(view, record.of)} listed by {entity_name(view, record.by)} as {record.as_}"
        case Event() | Statement():
            return fact.id
        case _:
            return own_text(fact) or _identity(view, fact)


def _identity(view: View, fact: Fact) -> str:
    """The kind with what makes it this fact: "Sanction: European Union, Belarus, travel ban"."""
    own = (value for name, value in fact.record if name not in FactRecord.model_fields)
    words = [word for value in own for word in _words(view, value)]
    return f"{singular(fact.kind).replace('_', ' ').capitalize()}: {', '.join(words) or fact.id}"


def _words(view: View, value: object) -> list[str]:
    match value:
        case Ref():
            return [entity_name(view, value)]
        case str():
            return [str(value) if isinstance(value, ScalarNode) else value.replace("-", " ")]
        case Quantity() | PartialDate():
            return [value.text]
        case Places():
            return _words(view, value.all)
        case tuple():
            return [word for item in value for word in _words(view, item)]
    return []
