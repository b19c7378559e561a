"""What an incremental load keeps, and the proof that it gives what a whole load gives."""

from __future__ import annotations

from datetime import date

from briefings.checks.desk_loading import LoadResult
from briefings.core.problems import TextFile
from briefings.facts import lookup_keys
from briefings.records.entries import Entry
from law_desk import DAY, new_index


def written(texts: list[TextFile], held: LoadResult, day: date = DAY) -> bytes | None:
    made = new_index(texts, held, day)
    return made.written if made else None


def _places(entry: Entry) -> list[object]:
    """A record with the places of it and of its claims, each with all that stands in its file."""
    marks = [node.mark for node in (entry.node, *entry.claim_nodes)]
    places = [(m.file.path, m.file.text, m.line, m.column, m.end_line, m.end_column) for m in marks]
    return [entry.kind, entry.id, *places]


def same(resumed: LoadResult, whole: LoadResult) -> None:
    """Both hold the same records, found by the same keys, with the same problems."""
    assert list(map(str, resumed.problems)) == list(map(str, whole.problems))
    assert resumed.base is not None and whole.base is not None
    assert resumed.pinned == whole.pinned
    one, other = resumed.base, whole.base
    assert one.stock.state == other.stock.state
    assert one.stock.names == other.stock.names
    assert one.stock.highest == other.stock.highest
    assert list(map(_places, one.all)) == list(map(_places, other.all))
    assert [(e.record, e.claims) for e in one.all] == [(e.record, e.claims) for e in other.all]
    keys = {
        key
        for entry in other.all
        for key in (*lookup_keys.implied_keys(entry.kind, entry.id), *lookup_keys.all_keys(entry))
    }
    assert {key: one.digest(key) for key in keys} == {key: other.digest(key) for key in keys}
    assert {k: [e.id for e in one.found(k)] for k in keys} == {k: [e.id for e in other.found(k)] for k in keys}
