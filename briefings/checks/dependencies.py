"""What ties records together: what the rules find wrong with one may be because of another.

A *tie* is a key, beside those of `index.py`. `to X` is borne by what names X: as a link, in a narrative, as
its source, measure or matter. `part X` is borne by the parts of X. What the rules group records by is a tie
of its own: `role` (member and body), `office` (whose), `pledge` (whose), `claim`, `natural` (ids), `judged`.

A rule that these ties cover stands in `TIED`. `tests/test_resuming.py` compares every check that followed
ties with one that looked at everything. While any rule is not in `TIED`, an edit is followed by a check of
everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from ..core.yardsticks import Yardstick
from ..facts import lookup_keys
from ..facts.record_store import RecordStore
from ..facts.release_gate import quoted_ids
from ..records.entities import Organization
from ..records.fact_kinds import Displacement, FactRecord, Membership, Office, Statement
from ..records.fact_reader import Entry
from ..records.field_types import ENTITY_KINDS, Prose, Ref
from ..records.judgements import Assessment
from . import analysis_rules, fact_rules
from .analysis_rules import PLEDGE_STATUSES
from .rule_context import references_in

# The rules that read nothing of another record than what these ties lead to.
TIED = (
    fact_rules.before_founding, fact_rules.overlapping_roles, fact_rules.overlapping_offices, fact_rules.parts,
    fact_rules.past_plans, fact_rules.published_before, fact_rules.out_of_office, fact_rules.single_origin,
    fact_rules.disagreement, fact_rules.stale, analysis_rules.yardstick, analysis_rules.likelihood, analysis_rules.hedges,
    analysis_rules.basis_in_time, analysis_rules.stale_basis, analysis_rules.signposts, analysis_rules.positions, analysis_rules.trends,
    analysis_rules.markings_in_text, analysis_rules.quoted_markings, analysis_rules.computable_numbers,
)  # fmt: skip

TARGET_PREFIX = "to "
PART_PREFIX = "part "
GROUP_PREFIXES = ("role ", "office ", "pledge ", "claim ", "natural ", "judged")
LINK_PREFIXES = ("replaces ", "rivals ", PART_PREFIX)
# What is named by many and means no harm to them: a change of one is a change of all that name it.
SHARED_KINDS = ("sources", "measures", "matters")


def dependency_keys(entry: Entry) -> set[str]:
    """Every tie that a record bears."""
    found = {f"{TARGET_PREFIX}{id}" for part in (entry.record, *entry.claims) for id in _to(part)}
    record = entry.record
    if isinstance(record, FactRecord):
        found |= set(_of_fact(entry, record))
    elif isinstance(record, Assessment):
        found.add("judged")
    return found


def _to(part: Any) -> Iterator[str]:
    for value in references_in(part):
        if isinstance(value, Prose):
            yield from quoted_ids(value) if "{{" in value else ()
        elif not (isinstance(value, Ref) and set(value.kinds) & set(ENTITY_KINDS)):
            yield str(value)


def _of_fact(entry: Entry, record: FactRecord) -> Iterator[str]:
    if record.part_of:
        yield f"{PART_PREFIX}{record.part_of}"
    if natural := record.natural_id(entry.claims[0]):
        yield f"natural {natural}"
    for claim in entry.claims:
        yield from (f"claim {id}" for id in (claim.id, claim.corrects) if id)
    match record:
        case Membership():
            yield f"role {record.member} {record.of}"
        case Office():
            yield f"office {record.holder}"
        case Statement():
            yield f"office {record.speaker}"
            claims: Iterable[Any] = entry.claims
            yield from (f"pledge {p.holder}" for c in claims for p in c.positions if p.stance == "against")
        case Displacement() if any(claim.status in PLEDGE_STATUSES for claim in entry.claims):
            yield from (f"pledge {holder}" for holder in record.by)


RecordsById = dict[tuple[str, str], Entry]


class DependencyGraph:
    """The ties among the records of a stock. `kept` gives the ties of those that are no more."""

    def __init__(self, stock: RecordStore, yardstick: Yardstick) -> None:
        self._stock = stock
        # which row of a yardstick is the desk's, all its judgements decide together
        self._groups = (
            GROUP_PREFIXES
            if len(yardstick.rows) > 1
            else tuple(group for group in GROUP_PREFIXES if group != "judged")
        )

    def affected(
        self, changed: Iterable[Entry], gone: Mapping[tuple[str, str], Iterable[str]]
    ) -> RecordsById:
        """The records of which the rules may say something else since some changed or went.

        `changed` are as they are now, `gone` tells the ties that changed ones bore before, by kind and id.
        """
        found = by_id(changed)
        found |= by_id(
            e
            for entry in (*changed,)
            if entry.kind in (*SHARED_KINDS, "organizations")
            for e in self._resting(entry)
        )
        # what a changed one no longer replaces stands again, and that is the matter of all that name it
        left = (
            key.removeprefix(link)
            for keys in gone.values()
            for key in keys
            for link in LINK_PREFIXES
            if key.startswith(link)
        )
        found = self._chained(found, (*(id for _, id in gone), *left))
        near = by_id(
            other for entry in found.values() for other in self._tied(entry.id, dependency_keys(entry))
        )
        near |= by_id(other for (_, id), keys in gone.items() for other in self._tied(id, keys))
        return self._chained(found | near, ())

    def context_of(self, judged: RecordsById) -> RecordsById:
        """The records that the rules look at to judge those, themselves included."""
        found = dict(judged)
        for entry in judged.values():
            found |= by_id(self._tied(entry.id, dependency_keys(entry), back=entry.kind not in SHARED_KINDS))
        found = self._chained(found, ())
        for entry in judged.values():
            if entry.kind == "sources":  # that it is cited at all
                naming = self._stock.each(f"{TARGET_PREFIX}{entry.id}")
                found |= by_id(islice((other for other in naming if _cites(other, entry.id)), 1))
        ahead = list(found.values())
        while ahead:
            needed = by_id(other for entry in ahead for other in self._rests_on(entry))
            ahead = [other for key, other in needed.items() if key not in found]
            found |= needed
        return found

    def _tied(self, id: str, keys: Iterable[str], back: bool = True) -> Iterator[Entry]:
        """What one names, what names it (`back`), and those in a group with it."""
        for key in keys:
            if key.startswith(TARGET_PREFIX):
                yield from self._stock.found(f"id {key.removeprefix(TARGET_PREFIX)}")
            elif key.startswith(self._groups):
                yield from self._stock.found(key)
        if back:
            yield from self._stock.found(f"{TARGET_PREFIX}{id}")
            yield from self._stock.found(f"id {id}")  # another of the same id

    def _resting(self, entry: Entry) -> Iterator[Entry]:
        """What rests on a source, measure, matter or body."""
        yield from self._stock.found(f"{TARGET_PREFIX}{entry.id}")
        if isinstance(entry.record, Organization):
            yield from self._stock.found(f"about {entry.id} memberships")

    def _rests_on(self, entry: Entry) -> Iterator[Entry]:
        for key in dependency_keys(entry):
            if key.startswith(TARGET_PREFIX):
                yield from (
                    other
                    for kind in SHARED_KINDS
                    if (other := self._stock.entry(kind, key.removeprefix(TARGET_PREFIX)))
                )
        if isinstance(entry.record, Membership):
            yield from self._stock.found(f"entity/{entry.record.of}")

    def _chained(self, found: RecordsById, ids: Iterable[str]) -> RecordsById:
        """With all that is linked at any remove by replacing, rivalling or being a part."""
        chained = dict(found)
        seen: set[str] = set()
        ahead = [*ids, *(entry.id for entry in found.values() if _links(entry) is not None)]
        while ahead:
            id = ahead.pop()
            if id in seen:
                continue
            seen.add(id)
            for key in (f"id {id}", f"replaces {id}", f"rivals {id}", f"{PART_PREFIX}{id}"):
                for other in self._stock.found(key):
                    links = _links(other)
                    if links is not None:
                        chained[other.kind, other.id] = other
                        ahead += [other.id, *links]
        return chained


def _cites(entry: Entry, source: str) -> bool:
    """Whether a record that names a source cites it; one that only rests on it does not."""
    values = (value for part in (entry.record, *entry.claims) for value in references_in(part))
    return any(
        source in quoted_ids(v) if isinstance(v, Prose) else isinstance(v, Ref) and v == source
        for v in values
    )


def _links(entry: Entry) -> list[str] | None:
    """The ids that a fact or judgement is chained to; None for what is neither."""
    record = entry.record
    if isinstance(record, FactRecord):
        return [str(id) for id in (*record.supersedes, *record.rivals, record.part_of) if id]
    if isinstance(record, Assessment):
        return [str(record.supersedes)] if record.supersedes else []
    return None


def by_id(entries: Iterable[Entry]) -> RecordsById:
    """Records by kind and id."""
    return {(entry.kind, entry.id): entry for entry in entries}


def all_keys(entry: Entry) -> set[str]:
    """All that a record can be found by: what `index.py` knows, and its ties."""
    return {*lookup_keys.own_keys(entry), *lookup_keys.content_keys(entry), *dependency_keys(entry)}
