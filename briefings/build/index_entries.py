"""The index's entry of a record: its place, keys, names and digests."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ..core.digests import digest
from ..facts.record_store import cited_sources, kind_rank, own_digest
from ..facts.withheld_records import highest_marking
from ..records.entities import Entity, Source
from ..records.entries import Entry, RecordSpan
from ..records.name_register import folded_name
from ..records.yaml_tree import span_bounds

ROW = "number, kind, id, own, cited, written, keys"  # the columns of an `IndexRow`


@dataclass(frozen=True)
class IndexRow:
    """A record as it is indexed."""

    number: int
    kind: str
    id: str
    own: str
    cited: tuple[str, ...]
    written: str
    keys: frozenset[str]


def index_row(found: Any) -> IndexRow:
    """Return a record's row from its columns in the database."""
    number, kind, id, own, cited, written, keys = found
    return IndexRow(number, kind, id, own, tuple(cited.split()), written, frozenset(keys.split("\t")) - {""})


def column_values(entry: Entry, keys: Iterable[str]) -> tuple[object, ...]:
    """Return a record's columns in the database, apart from its number and what its rules read."""
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
    stands = (entry.node.file.path, entry.node.span, json.dumps(outside) if outside else "")
    content = (own_digest(entry), " ".join(cited_sources(entry)), marking.value if marking else "")
    found_by = (text_digest(entry), "\t".join(sorted(keys)), name, "\n".join(names), misnomers)
    rank = kind_rank(entry.kind)
    return (entry.kind, str(entry.id), rank, *stands, *content, *found_by)


def detached_claims(entry: Entry) -> list[RecordSpan]:
    """Return the places of the claims that are filed apart from their fact."""
    return [node for node in entry.claim_nodes if is_detached(entry, node)]


def is_detached(entry: Entry, node: RecordSpan) -> bool:
    """Return True if a claim is filed apart from its fact."""
    (begun, over), (start, end) = span_bounds(entry.node.span), span_bounds(node.span)
    return node.file.path != entry.node.file.path or not begun <= start <= end <= over


def text_digest(entry: Entry) -> str:
    """A digest of a record as it is written, to the end of its last line, wherever it stands."""
    nodes = {id(node): node for start in (entry.node, *entry.claim_nodes) for node in _with_shared(start)}
    parts: list[str] = []
    for node in nodes.values():
        text, (start, end) = node.file.text, span_bounds(node.span)
        line_end = text.find("\n", end)
        parts.append(text[start : line_end if line_end >= 0 else None])
    return digest(*parts)


def _with_shared(node: RecordSpan) -> Iterator[RecordSpan]:
    """A record's or claim's place, and those of what it shares keys with."""
    yield node
    if node.fact is not None:
        yield from _with_shared(node.fact)
