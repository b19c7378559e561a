"""The keys by which records are looked up; a page depends on the keys that it looked up.

A *key* is a short text: `borders` (all of a kind), `borders/border:AFG-TJK` (one record), `fact/…` and
`entity/…` (one, of whichever kind), `about TJK`, `about TJK borders`, `tag camps`, `matter hosting`,
`adjective afghan` (countries that have it), `replaces A` (records that supersede the fact or judgement A),
`rivals A` (facts that name A as a rival, or as the same thing), `roles TJK@CSTO` (memberships of one in one
body), `plans` (facts with a claim whose status a calendar tells of), `facts` (all of them).

Rules look up further ones: `id A` (the record of an id), `part A` (facts that are a part of A), `claim C`
(the fact of a claim with that id), `natural A` (facts that should have that id), `office P` (offices of a
holder), `pledge A` (displacements that A offers or pledges), `frontier A` (borders of a country), `publisher
x`, `misnomers` (entities that have any), `cites S`, `names M` and `quoted A` (what cites a source, names a
measure or matter, prints a fact in a narrative), `ids events` (the ids of a kind, whatever its records say),
`everything`. A problem of a rule adds `file facts/a.yaml`: where in it its records stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from ..records.base_record import Record, annotation_parts
from ..records.entities import Country, Entity, Source
from ..records.entries import Entry
from ..records.fact_kinds import FACT_KINDS, Border, Displacement, Figure, Membership, Office, Statement
from ..records.fact_records import CALENDAR_STATUSES, FactRecord, field_of
from ..records.judgements import Assessment, Signpost
from ..records.name_register import folded_name
from ..records.narrative import readable_calls
from ..records.prose_fields import Prose
from ..records.record_models import RECORD_MODELS
from ..records.references import ENTITY_KINDS, FactRef, Ref, Reference
from ..records.yaml_tree import ScalarNode

FACTS = "facts"
PLANS = "plans"
EVERYTHING = "everything"
IDS = "ids "
FILE = "file "
MISNOMERS = "misnomers"
PUBLISHED_KEY = "published"  # the published issues; this and the next are not looked up in a store
SCOPES_KEY = "scopes of topics"
PLEDGE_STATUSES = ("offered", "pledged")
# The first words of most keys of a record, which are indexed only when asked for.
OF_CONTENT = ("about", "tag", "matter")
OF_MENTIONS = ("cites", "names", "quoted")
_NAMED = frozenset(("measures", "matters"))
FACT_KIND_NAMES = tuple(kind.kind for kind in FACT_KINDS)
ENTITY_KIND_NAMES = tuple(kind for kind, model in RECORD_MODELS.items() if issubclass(model, Entity))
# The kinds that the first word of a key such as `fact/…` may stand for.
KINDS_BY_WORD = {kind: (kind,) for kind in RECORD_MODELS} | {
    "fact": FACT_KIND_NAMES,
    "entity": ENTITY_KIND_NAMES,
}
_WORDS_OF_KIND = {
    kind: tuple(word for word, kinds in KINDS_BY_WORD.items() if kind in kinds) for kind in RECORD_MODELS
}


def identity_keys(kind: str, id: str) -> set[str]:
    """The keys that find the record of a kind and id, and no other."""
    return {f"id {id}", *[f"{word}/{id}" for word in _WORDS_OF_KIND[kind]]}


def implied_keys(kind: str, id: str) -> set[str]:
    """The keys that follow from a record's kind and id."""
    return {kind, *identity_keys(kind, id), *((FACTS,) if kind in FACT_KIND_NAMES else ())}


def all_keys(entry: Entry) -> set[str]:
    """All keys that find a record, those that its kind and id imply left out."""
    found = {*own_keys(entry), *content_keys(entry), *mention_keys(entry)}
    return found - implied_keys(entry.kind, entry.id)


def own_keys(entry: Entry) -> Iterator[str]:
    """The keys of a record that follow from its identity and its links."""
    kind, record = entry.kind, entry.record
    yield kind
    yield f"{kind}/{entry.id}"
    yield f"id {entry.id}"
    if isinstance(record, Entity):
        yield f"entity/{entry.id}"
        yield from {f"name {folded_name(name)}" for name in (entry.id, *record.names)}
        if record.misnomers:
            yield MISNOMERS
    elif isinstance(record, Source):
        yield f"publisher {folded_name(record.publisher)}"
    if isinstance(record, Country) and record.adjective:
        yield adjective_key(record.adjective)
    if isinstance(record, FactRecord):
        yield FACTS
        yield f"fact/{entry.id}"
        yield from {f"replaces {id}" for id in record.supersedes}
        yield from {f"rivals {id}" for id in (*record.rivals, *record.same_as)}
        yield from _group_keys(entry, record)
    elif isinstance(record, Assessment) and record.supersedes:
        yield f"replaces {record.supersedes}"


def _group_keys(entry: Entry, record: FactRecord) -> Iterator[str]:
    """The keys of a fact among those that it is compared with."""
    if record.part_of:
        yield f"part {record.part_of}"
    if entry.claims and (natural := record.natural_id(entry.claims[0])):
        yield f"natural {natural}"
    yield from {f"claim {claim.id}" for claim in entry.claims if claim.id}
    if any(claim.status in CALENDAR_STATUSES for claim in entry.claims):
        yield PLANS
    match record:
        case Membership():
            yield f"roles {record.member}@{record.of}"
        case Office():
            yield f"office {record.holder}"
        case Border():
            yield from {f"frontier {country}" for country in record.between}
        case Displacement() if any(claim.status in PLEDGE_STATUSES for claim in entry.claims):
            yield from {f"pledge {holder}" for holder in record.by}


def adjective_key(adjective: str) -> str:
    """The key of the countries that share an adjective."""
    return f"adjective {folded_name(adjective)}"


def content_keys(entry: Entry) -> Iterator[str]:
    """The keys of a record that follow from its content."""
    kind, record = entry.kind, entry.record
    about: Iterable[str] = ()
    if isinstance(record, FactRecord):
        about = {str(ref) for part in (record, *entry.claims) for ref in mentioned_entities(part)}
        if isinstance(record, Statement):
            claims: Iterable[Any] = entry.claims
            yield from {f"matter {position.on}" for claim in claims for position in claim.positions}
    elif isinstance(record, Assessment | Signpost):
        about = {str(ref) for ref in record.about}
    for id in about:
        yield f"about {id}"
        yield f"about {id} {kind}"
    for tag in set(getattr(record, "tags", ())):
        yield f"tag {tag}"


def mention_keys(entry: Entry) -> Iterator[str]:
    """The keys of a record that follow from what it cites, names and prints in narratives."""
    found: set[str] = set()
    for part in (entry.record, *entry.claims):
        for value in references_in(part):
            if isinstance(value, Prose):
                for call in readable_calls(value) if "{{" in value else ():
                    how = {"cite": "cites", "fact": "quoted"}.get(call.name)
                    found |= {f"{how} {call.args[0]}"} if how else set()
            elif isinstance(value, Ref):
                found |= {f"cites {value}"} if "sources" in value.kinds else set()
                found |= {f"names {value}"} if _NAMED.intersection(value.kinds) else set()
    yield from found


def references_in(value: object) -> Iterator[Ref | FactRef | Prose]:
    """Every reference and narrative within a record."""
    if isinstance(value, ScalarNode):
        if isinstance(value, FactRef | Prose | Ref):
            yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from references_in(item)
    elif isinstance(value, Record):
        for name in bearing_fields(type(value)):
            if inner := getattr(value, name):
                yield from references_in(inner)


@cache
def bearing_fields(model: type[Record]) -> tuple[str, ...]:
    """The fields of a model that can hold a reference or narrative: a third of them, so the others are never
    looked at."""
    return tuple(name for name, field in model.model_fields.items() if _bears(field.annotation))


def _bears(annotation: object) -> bool:
    mentions = (FactRef, Prose, Ref, Record)
    return any(isinstance(part, type) and issubclass(part, mentions) for part in annotation_parts(annotation))


def mentioned_entities(record: Record) -> Iterator[str]:
    """Ids of the entities that a fact or a claim is about; origins do not count."""
    if isinstance(record, Figure):
        yield record.subject  # an entity's id, or a fact's, which is no entity's id and does no harm
    for name in _referring(type(record)):
        yield from _entities_in(getattr(record, name))


def is_entity_field(kind: type[FactRecord], key: str) -> bool:
    """Return True if a field, by its YAML key, names entities that the fact is about."""
    for model in (kind, kind.claim):
        if (name := field_of(model, key)) in _referring(model):
            return name is not None
    return key == "subject" and kind is Figure


def _entities_in(value: object) -> Iterator[str]:
    if isinstance(value, Ref):
        if not set(ENTITY_KINDS).isdisjoint(value.kinds):
            yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _entities_in(item)
    elif isinstance(value, Record):
        yield from mentioned_entities(value)


@cache
def _referring(model: type[Record]) -> tuple[str, ...]:
    """The fields of a model that name entities: a tenth of them, so the others are never looked at."""
    own = {name: field for name, field in model.model_fields.items() if name != "origin"}
    parts = {name: annotation_parts(field.annotation, *field.metadata) for name, field in own.items()}
    return tuple(name for name in own if any(map(_names_entity, parts[name])))


def _names_entity(part: object) -> bool:
    """True for a reference to an entity, or a record that holds one."""
    if isinstance(part, Reference):
        return not set(part.kinds).isdisjoint(ENTITY_KINDS)
    return isinstance(part, type) and issubclass(part, Record) and bool(_referring(part))
