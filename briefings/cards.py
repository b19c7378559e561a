"""What the catalogue keeps of one record: where it stands, what finds it, what it said, when it certainly shows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from .claims import Claim
from .entities import Entity, Source
from .index import FACTS
from .reading import KINDS, Entry, Stretch, folded
from .records import FACT_KINDS
from .release import highest
from .stock import cited, own, rank
from .yamltree import bounds

FACTS_OF = tuple(kind.kind for kind in FACT_KINDS)
ENTITIES = tuple(kind for kind, model in KINDS.items() if issubclass(model, Entity))
# The kinds that a key such as `fact/…` may mean.
ANY = {kind: (kind,) for kind in KINDS} | {"fact": FACTS_OF, "entity": ENTITIES}
NEVER = "never"


@dataclass(frozen=True)
class Row:
    """A record as it is catalogued."""

    number: int
    kind: str
    id: str
    own: str
    cited: tuple[str, ...]
    keys: frozenset[str]


def row(found: Any) -> Row:
    """From the database's columns of one."""
    number, kind, id, own, cited, keys = found
    return Row(number, kind, id, own, tuple(cited.split()), frozenset(keys.split("\t")) - {""})


def columns(entry: Entry, keys: Iterable[str], source: Callable[[str], Source]) -> tuple[Any, ...]:
    """What the database holds of a record, its number apart. `source` finds one by its id."""
    record = entry.record
    name, names, misnomers = "", [""][:0], ""
    if isinstance(record, Entity):
        name, names = str(record.name), list(map(folded, record.names))
        misnomers = json.dumps(record.misnomers) if record.misnomers else ""
    elif isinstance(record, Source):
        names = [folded(record.publisher)]
    marking = highest([entry])
    outside = [[node.file.path, node.span] for node in filed(entry)]
    return (
        entry.kind, str(entry.id), rank(entry.kind), entry.node.file.path, entry.node.span,
        json.dumps(outside) if outside else "",
        own(entry), " ".join(cited(entry)), marking.value if marking else "", "\t".join(sorted(keys)),
        name, "\n".join(names), misnomers, _certain(entry, source),
    )  # fmt: skip


def _certain(entry: Entry, source: Callable[[str], Source]) -> str:
    """The day from which a fact certainly shows; a text after all days where there is none."""
    if not entry.claims or any(claim.corrects for claim in entry.claims):
        return NEVER
    claims = (Claim(claim, source(claim.source), entry, node, "")
              for claim, node in zip(entry.claims, entry.claim_nodes, strict=True))  # fmt: skip
    return min(claim.certain_from.isoformat() for claim in claims)


def filed(entry: Entry) -> list[Stretch]:
    """Where the claims of a fact stand that stand apart from it."""
    return [node for node in entry.claim_nodes if apart(entry, node)]


def apart(entry: Entry, node: Stretch) -> bool:
    """Whether a claim stands outside its fact."""
    (begun, over), (start, end) = bounds(entry.node.span), bounds(node.span)
    return node.file.path != entry.node.file.path or not begun <= start <= end <= over


def implied(kind: str, id: str) -> set[str]:
    """The keys that follow from what a record is."""
    named = {f"{any}/{id}" for any, kinds in ANY.items() if kind in kinds}
    return {kind, *named, *((FACTS,) if kind in FACTS_OF else ())}
