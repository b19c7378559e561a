"""Criteria of queries: the field that a keyword stands for, and whether a fact's field holds an id."""

from __future__ import annotations

from collections.abc import Iterator

from ..records.fact_kinds import FACT_KINDS, Party
from ..records.fact_records import FactRecord, keys_of
from ..records.field_types import Places
from .claims import Fact
from .lookup_keys import is_entity_field


def _entity_fields(kind: type[FactRecord]) -> set[str]:
    """The fields that name entities a fact is about, so that a query by them need not look at every fact."""
    keys = (*keys_of(kind), *keys_of(kind.claim))
    return {key for key in keys if is_entity_field(kind, key)}


ENTITY_FIELDS = {kind.kind: _entity_fields(kind) for kind in FACT_KINDS}
# A border is asked for by either of its countries, an event by any of its parties.
_OTHER_NAMES = {("borders", "of"): "between", ("events", "party"): "parties"}


def field_key(kind: str, criterion: str) -> str:
    """The YAML key that a keyword of a query stands for: `in_` is `in`."""
    key = criterion.rstrip("_")
    return _OTHER_NAMES.get((kind, key), key)


def holds_any(fact: Fact, key: str, wanted: frozenset[str]) -> bool:
    """Return True if a fact's field holds any of some ids; raises AttributeError without such a field."""
    return not wanted.isdisjoint(_ids_in(fact.get(key)))


def _ids_in(value: object) -> Iterator[str]:
    """The ids or words that a field's value holds."""
    if value is None:
        return
    if isinstance(value, tuple):
        for item in value:
            yield from _ids_in(item)
    elif isinstance(value, Places):
        yield from (str(place) for place in value.all)
    elif isinstance(value, Party):
        yield value.key
    else:
        yield str(value)
