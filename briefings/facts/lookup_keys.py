"""The keys by which records are looked up; a page depends on the keys that it looked up.

A *key* is a short text: `borders` (all of a kind), `borders/border:AFG-TJK` (one record), `fact/…` and
`entity/…` (one, of whichever kind), `about TJK`, `about TJK borders`, `tag camps`, `matter hosting`,
`adjective afghan` (countries that have it), `replaces A` (records that supersede the fact or judgement A),
`rivals A` (facts that name A as a rival, or as the same thing), `roles TJK@CSTO` (memberships of one in one
body), `facts` (all of them).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from ..records.entities import Country, Entity
from ..records.entries import Entry
from ..records.fact_kinds import FactRecord, Figure, Membership, Statement, field_of
from ..records.field_types import ENTITY_KINDS, Record, Ref, Reference, annotation_parts
from ..records.judgements import Assessment, Signpost
from ..records.name_register import folded_name

FACTS = "facts"
# Prefixes of most keys of a record. Checks ask for none of them, so those are indexed only when asked for.
FAR = ("about ", "tag ", "matter ")


def own_keys(entry: Entry) -> Iterator[str]:
    """The keys of a record that follow from its identity and its links."""
    kind, record = entry.kind, entry.record
    yield kind
    yield f"{kind}/{entry.id}"
    if isinstance(record, Entity):
        yield f"entity/{entry.id}"
        yield from {f"name {folded_name(name)}" for name in (entry.id, *record.names)}
    if isinstance(record, Country) and record.adjective:
        yield adjective_key(record.adjective)
    if isinstance(record, FactRecord):
        yield FACTS
        yield f"fact/{entry.id}"
        yield from {f"replaces {id}" for id in record.supersedes}
        yield from {f"rivals {id}" for id in (*record.rivals, *record.same_as)}
        if isinstance(record, Membership):
            yield f"roles {record.member}@{record.of}"
    elif isinstance(record, Assessment) and record.supersedes:
        yield f"replaces {record.supersedes}"


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
