"""What ties records together: what the rules find wrong with one may be because of another.

A *tie* is a key, beside those of `index.py`. `to X` is borne by what names X: as a link, in a narrative, as its source,
measure or matter. `part X` is borne by the parts of X. What the rules group records by is a tie of its own: `role`
(member and body), `office` (whose), `pledge` (whose), `claim`, `natural` (ids), `judged`.

A rule that these ties cover stands in `TIED`. `tests/test_resuming.py` compares every check that followed ties with
one that looked at everything. While any rule is not in `TIED`, an edit is followed by a check of everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from . import consistency, index, tradecraft
from .entities import Organization
from .fields import ENTITY_KINDS, Prose, Ref
from .holdings import named
from .judgements import Assessment
from .reading import Entry
from .records import Displacement, FactRecord, Membership, Office, Statement
from .release import quoted
from .stock import Stock
from .tradecraft import PLEDGED
from .yardsticks import Yardstick

# The rules that read nothing of another record than what these ties lead to.
TIED = (
    consistency.before_founding, consistency.overlapping_roles, consistency.overlapping_offices, consistency.parts,
    consistency.past_plans, consistency.published_before, consistency.out_of_office, consistency.single_origin,
    consistency.disagreement, consistency.stale, tradecraft.yardstick, tradecraft.likelihood, tradecraft.hedges,
    tradecraft.basis, tradecraft.stale_basis, tradecraft.signposts, tradecraft.positions, tradecraft.trends,
    tradecraft.markings_in_text, tradecraft.markings, tradecraft.derivations,
)  # fmt: skip

TO = "to "
PART = "part "
GROUPS = ("role ", "office ", "pledge ", "claim ", "natural ", "judged")
LINKS = ("replaces ", "rivals ", PART)
# What is named by many and means no harm to them: a change of one is a change of all that name it.
BASE = ("sources", "measures", "matters")


def ties(entry: Entry) -> set[str]:
    """Every tie that a record bears."""
    found = {f"{TO}{id}" for part in (entry.record, *entry.claims) for id in _to(part)}
    record = entry.record
    if isinstance(record, FactRecord):
        found |= set(_of_fact(entry, record))
    elif isinstance(record, Assessment):
        found.add("judged")
    return found


def _to(part: Any) -> Iterator[str]:
    for value in named(part):
        if isinstance(value, Prose):
            yield from quoted(value) if "{{" in value else ()
        elif not (isinstance(value, Ref) and set(value.kinds) & set(ENTITY_KINDS)):
            yield str(value)


def _of_fact(entry: Entry, record: FactRecord) -> Iterator[str]:
    if record.part_of:
        yield f"{PART}{record.part_of}"
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
        case Displacement() if any(claim.status in PLEDGED for claim in entry.claims):
            yield from (f"pledge {holder}" for holder in record.by)


Records = dict[tuple[str, str], Entry]


class Web:
    """The ties among the records of a stock. `kept` gives the ties of those that are no more."""

    def __init__(self, stock: Stock, yardstick: Yardstick) -> None:
        self._stock = stock
        # which row of a yardstick is the desk's, all its judgements decide together
        self._groups = GROUPS if len(yardstick.rows) > 1 else tuple(group for group in GROUPS if group != "judged")

    def judged_anew(self, changed: Iterable[Entry], gone: Mapping[tuple[str, str], Iterable[str]]) -> Records:
        """The records of which the rules may say something else since some changed or went.

        `changed` are as they are now, `gone` tells the ties that changed ones bore before, by kind and id.
        """
        found = by_id(changed)
        found |= by_id(e for entry in (*changed,) if entry.kind in (*BASE, "organizations")
                        for e in self._resting(entry))  # fmt: skip
        # what a changed one no longer replaces stands again, and that is the matter of all that name it
        left = (
            key.removeprefix(link) for keys in gone.values() for key in keys for link in LINKS if key.startswith(link)
        )
        found = self._chained(found, (*(id for _, id in gone), *left))
        near = by_id(other for entry in found.values() for other in self._tied(entry.id, ties(entry)))
        near |= by_id(other for (_, id), keys in gone.items() for other in self._tied(id, keys))
        return self._chained(found | near, ())

    def held_against(self, judged: Records) -> Records:
        """The records that the rules look at to judge those, themselves included."""
        found = dict(judged)
        for entry in judged.values():
            found |= by_id(self._tied(entry.id, ties(entry), back=entry.kind not in BASE))
        found = self._chained(found, ())
        for entry in judged.values():
            if entry.kind == "sources":  # that it is cited at all
                naming = self._stock.each(f"{TO}{entry.id}")
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
            if key.startswith(TO):
                yield from self._stock.found(f"id {key.removeprefix(TO)}")
            elif key.startswith(self._groups):
                yield from self._stock.found(key)
        if back:
            yield from self._stock.found(f"{TO}{id}")
            yield from self._stock.found(f"id {id}")  # another of the same id

    def _resting(self, entry: Entry) -> Iterator[Entry]:
        """What rests on a source, measure, matter or body."""
        yield from self._stock.found(f"{TO}{entry.id}")
        if isinstance(entry.record, Organization):
            yield from self._stock.found(f"about {entry.id} memberships")

    def _rests_on(self, entry: Entry) -> Iterator[Entry]:
        for key in ties(entry):
            if key.startswith(TO):
                yield from (other for kind in BASE if (other := self._stock.entry(kind, key.removeprefix(TO))))
        if isinstance(entry.record, Membership):
            yield from self._stock.found(f"entity/{entry.record.of}")

    def _chained(self, found: Records, ids: Iterable[str]) -> Records:
        """With all that is linked at any remove by replacing, rivalling or being a part."""
        chained = dict(found)
        seen: set[str] = set()
        ahead = [*ids, *(entry.id for entry in found.values() if _links(entry) is not None)]
        while ahead:
            id = ahead.pop()
            if id in seen:
                continue
            seen.add(id)
            for key in (f"id {id}", f"replaces {id}", f"rivals {id}", f"{PART}{id}"):
                for other in self._stock.found(key):
                    links = _links(other)
                    if links is not None:
                        chained[other.kind, other.id] = other
                        ahead += [other.id, *links]
        return chained


def _cites(entry: Entry, source: str) -> bool:
    """Whether a record that names a source cites it; one that only rests on it does not."""
    values = (value for part in (entry.record, *entry.claims) for value in named(part))
    return any(source in quoted(v) if isinstance(v, Prose) else isinstance(v, Ref) and v == source for v in values)


def _links(entry: Entry) -> list[str] | None:
    """The ids that a fact or judgement is chained to; None for what is neither."""
    record = entry.record
    if isinstance(record, FactRecord):
        return [str(id) for id in (*record.supersedes, *record.rivals, record.part_of) if id]
    if isinstance(record, Assessment):
        return [str(record.supersedes)] if record.supersedes else []
    return None


def by_id(entries: Iterable[Entry]) -> Records:
    """Records by kind and id."""
    return {(entry.kind, entry.id): entry for entry in entries}


def every(entry: Entry) -> set[str]:
    """All that a record can be found by: what `index.py` knows, and its ties."""
    return {*index.near(entry), *index.far(entry), *ties(entry)}
