"""The index's entry of a record: its place, keys, names, digest, and when it certainly shows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from ..facts.claims import Claim
from ..facts.lookup_keys import FACTS
from ..facts.record_store import cited_sources, kind_rank, own_digest
from ..facts.release_gate import highest_marking
from ..records.entities import Entity, Source
from ..records.entries import Entry, RecordSpan
from ..records.fact_kinds import FACT_KINDS
from ..records.name_register import folded_name
from ..records.record_models import RECORD_MODELS
from ..records.yaml_tree import span_bounds

FACT_KIND_NAMES = tuple(kind.kind for kind in FACT_KINDS)
ENTITY_KIND_NAMES = tuple(kind for kind, model in RECORD_MODELS.items() if issubclass(model, Entity))
# The kinds that the first word of a key such as `fact/…` may stand for.
KINDS_BY_WORD = {kind: (kind,) for kind in RECORD_MODELS} | {
    "fact": FACT_KIND_NAMES,
    "entity": ENTITY_KIND_NAMES,
}
NEVER = "never"


@dataclass(frozen=True)
class IndexRow:
    """A record as it is indexed."""

    number: int
    kind: str
    id: str
    own: str
    cited: tuple[str, ...]
    keys: frozenset[str]


def index_row(found: Any) -> IndexRow:
    """Return a record's row from its columns in the database."""
    number, kind, id, own, cited, keys = found
    return IndexRow(number, kind, id, own, tuple(cited.split()), frozenset(keys.split("\t")) - {""})


def column_values(entry: Entry, keys: Iterable[str], source: Callable[[str], Source]) -> tuple[Any, ...]:
    """Return a record's columns in the database, apart from its number. `source` finds one by its id."""
    record = entry.record
    name, misnomers = "", ""
    names: list[str] = []
    if isinstance(record, Entity):
        name, names = str(record.name), list(map(folded_name, record.names))
        misnomers = json.dumps(record.misnomers) if record.misnomers else ""
    elif isinstance(record, Source):
        names = [folded_name(record.publisher)]
    marking = highest_marking([entry])
    outside = [[node.file.path, node.span] for node in detached_claims(entry)]
    place = (entry.node.file.path, entry.node.span, json.dumps(outside) if outside else "")
    content = (own_digest(entry), " ".join(cited_sources(entry)), marking.value if marking else "")
    found_by = ("\t".join(sorted(keys)), name, "\n".join(names), misnomers)
    rank = kind_rank(entry.kind)
    return (entry.kind, str(entry.id), rank, *place, *content, *found_by, _certain(entry, source))


def _certain(entry: Entry, source: Callable[[str], Source]) -> str:
    """Return the day from which a fact certainly shows, or NEVER, which sorts after all days."""
    if not entry.claims or any(claim.corrects for claim in entry.claims):
        return NEVER
    claims = (
        Claim(claim, source(claim.source), entry, node, "")
        for claim, node in zip(entry.claims, entry.claim_nodes, strict=True)
    )
    return min(claim.certain_from.isoformat() for claim in claims)


def detached_claims(entry: Entry) -> list[RecordSpan]:
    """Return the places of the claims that are filed apart from their fact."""
    return [node for node in entry.claim_nodes if is_detached(entry, node)]


def is_detached(entry: Entry, node: RecordSpan) -> bool:
    """Return True if a claim is filed apart from its fact."""
    (begun, over), (start, end) = span_bounds(entry.node.span), span_bounds(node.span)
    return node.file.path != entry.node.file.path or not begun <= start <= end <= over


def implied_keys(kind: str, id: str) -> set[str]:
    """Return the keys that follow from a record's kind and id."""
    named = {f"{any}/{id}" for any, kinds in KINDS_BY_WORD.items() if kind in kinds}
    return {kind, *named, *((FACTS,) if kind in FACT_KIND_NAMES else ())}
