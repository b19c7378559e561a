"""Dependencies among records: after an edit, the records for which the rules may find something else.

A dependency is a key, beside those of `lookup_keys.py`. A record has `to X` if it names X: as a link, in a
narrative, as its source, measure or matter; `part X` if it is a part of X; and a key for each group in which
the rules compare records: `role` (member and body), `office` (whose), `pledge` (whose), `claim`, `natural`
(ids), `borders` (of a country, with their total), `judged`.

`TIED` lists the rules that these keys cover, and `tests/build/test_incremental_load.py` compares each check
after an edit with a check of everything. While a rule is not in `TIED`, an edit is followed by the latter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from ..core.units import kind_of
from ..core.yardsticks import Yardstick
from ..facts import lookup_keys
from ..facts.record_store import RecordStore
from ..facts.used_names import quoted_ids
from ..records.entities import Organization
from ..records.entries import Entry
from ..records.fact_kinds import (
    Border,
    ClaimRecord,
    Displacement,
    FactRecord,
    Figure,
    FigureClaim,
    Membership,
    Office,
    Statement,
    StatementClaim,
)
from ..records.field_types import ENTITY_KINDS, Prose, Record, Ref
from ..records.judgements import Assessment
from . import (
    analysis_rules,
    citation_rules,
    date_rules,
    editorial_rules,
    fact_rules,
    geography_rules,
    judgement_rules,
    key_figure_rules,
    link_rules,
    review_rules,
    text_rules,
    unit_rules,
)
from .analysis_rules import PLEDGE_STATUSES
from .rule_context import references_in

# The rules that read no other records than those these keys lead to.
TIED = (
    fact_rules.before_founding, fact_rules.overlapping_roles, fact_rules.overlapping_offices,
    citation_rules.lines_of_sources, unit_rules.units_of_measures, unit_rules.uncompared,
    date_rules.odd_years, date_rules.done_too_early, date_rules.likely_bounds,
    text_rules.cut_texts, text_rules.curly_quotes,
    fact_rules.parts, fact_rules.published_before, fact_rules.out_of_office, fact_rules.movements,
    fact_rules.counted_people,
    fact_rules.hours, fact_rules.garbled, fact_rules.treaty_states, geography_rules.country_codes,
    geography_rules.borders_on_the_map,
    geography_rules.border_totals,
    review_rules.past_plans, review_rules.single_origin, review_rules.disagreement, review_rules.stale,
    analysis_rules.yardstick, analysis_rules.likelihood, analysis_rules.hedges, analysis_rules.basis_in_time,
    analysis_rules.stale_basis, analysis_rules.signposts, analysis_rules.positions, analysis_rules.trends,
    analysis_rules.markings_in_text, analysis_rules.quoted_markings, analysis_rules.quoted_in_time,
    analysis_rules.computable_numbers,
    *judgement_rules.RULES,
    key_figure_rules.borders_among_key_figures, key_figure_rules.weak_leads, link_rules.circles,
    editorial_rules.attributions, editorial_rules.lone_sources, editorial_rules.uncited_sentences,
    editorial_rules.avoided_words,
)  # fmt: skip

TARGET_PREFIX = "to "
PART_PREFIX = "part "
GROUP_PREFIXES = ("role ", "office ", "pledge ", "claim ", "natural ", "borders ", "judged")
LINK_PREFIXES = ("replaces ", "rivals ", PART_PREFIX)
# Kinds that many unrelated records name: an edit of one affects all that name it.
SHARED_KINDS = ("sources", "measures", "matters")


def dependency_keys(entry: Entry) -> set[str]:
    """Every dependency of a record."""
    record = entry.record
    keys: set[str] = set()
    for part in (record, *entry.claims):
        keys |= {f"{TARGET_PREFIX}{id}" for id in _targets(part)}
    if isinstance(record, FactRecord):
        keys |= set(_of_fact(entry, record))
    elif isinstance(record, Assessment):
        keys.add("judged")
    return keys


def _targets(part: Record) -> Iterator[str]:
    """The ids that a record or claim names, except entities'."""
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
            for claim in entry.claims:
                positions = claim.positions if isinstance(claim, StatementClaim) else ()
                yield from (f"pledge {p.holder}" for p in positions if p.stance == "against")
        case Border():
            yield from (f"borders {country}" for country in record.between)
        case Figure() if any(_may_be_a_length(claim) for claim in entry.claims):
            yield f"borders {record.subject}"
        case Displacement() if any(claim.status in PLEDGE_STATUSES for claim in entry.claims):
            yield from (f"pledge {holder}" for holder in record.by)


def _may_be_a_length(claim: ClaimRecord) -> bool:
    """True if a figure may be the total of a country's borders; without a unit, its measure would tell."""
    value = claim.value if isinstance(claim, FigureClaim) else None
    return value is not None and (not value.unit or kind_of(value.unit) == "length")


RecordsById = dict[tuple[str, str], Entry]


class DependencyGraph:
    """The dependencies among the records of a store."""

    def __init__(self, stock: RecordStore, yardstick: Yardstick) -> None:
        self._stock = stock
        # the judgements of a desk decide together which row of its yardstick is used
        dropped = "" if len(yardstick.rows) > 1 else "judged"
        self._groups = tuple(group for group in GROUP_PREFIXES if group != dropped)

    def affected(
        self, changed: Iterable[Entry], gone: Mapping[tuple[str, str], Iterable[str]]
    ) -> RecordsById:
        """The records for which the rules may find something else after an edit.

        `changed` are the edited records as they are now; `gone` gives the earlier keys of edited and removed
        records, by kind and id.
        """
        affected = by_id(changed)
        for entry in list(affected.values()):
            if entry.kind in (*SHARED_KINDS, "organizations"):
                affected |= by_id(self._resting(entry))
        # a record that is no longer superseded, rivalled or a part affects all that name it
        ids = [id for _, id in gone]
        for keys in gone.values():
            for key in keys:
                ids += [key.removeprefix(link) for link in LINK_PREFIXES if key.startswith(link)]
        affected = self._chained(affected, ids)
        for entry in list(affected.values()):
            affected |= by_id(self._tied(entry.id, dependency_keys(entry)))
        for (_, id), keys in gone.items():
            affected |= by_id(self._tied(id, keys))
        return self._chained(affected, ())

    def context_of(self, judged: RecordsById) -> RecordsById:
        """The records that the rules read to judge some, themselves included."""
        context = dict(judged)
        for entry in judged.values():
            context |= by_id(self._tied(entry.id, dependency_keys(entry), entry.kind not in SHARED_KINDS))
        context = self._chained(context, ())
        for entry in judged.values():
            if entry.kind == "sources":  # one record that cites it is enough
                naming = self._stock.each(f"{TARGET_PREFIX}{entry.id}")
                context |= by_id(islice((other for other in naming if _cites(other, entry.id)), 1))
        ahead = list(context.values())
        while ahead:
            needed = by_id(other for entry in ahead for other in self._rests_on(entry))
            ahead = [other for key, other in needed.items() if key not in context]
            context |= needed
        return context

    def _tied(self, id: str, keys: Iterable[str], back: bool = True) -> Iterator[Entry]:
        """The records that one names, those that name it (if `back`), and those in a group with it."""
        for key in keys:
            if key.startswith(TARGET_PREFIX):
                yield from self._stock.found(f"id {key.removeprefix(TARGET_PREFIX)}")
            elif key.startswith(self._groups):
                yield from self._stock.found(key)
        if back:
            yield from self._stock.found(f"{TARGET_PREFIX}{id}")
            yield from self._stock.found(f"id {id}")  # another of the same id

    def _resting(self, entry: Entry) -> Iterator[Entry]:
        """The records that name a source, measure, matter or body."""
        yield from self._stock.found(f"{TARGET_PREFIX}{entry.id}")
        if isinstance(entry.record, Organization):
            yield from self._stock.found(f"about {entry.id} memberships")

    def _rests_on(self, entry: Entry) -> Iterator[Entry]:
        """The sources, measures, matters and body that a record names."""
        for key in dependency_keys(entry):
            if key.startswith(TARGET_PREFIX):
                id = key.removeprefix(TARGET_PREFIX)
                yield from (other for kind in SHARED_KINDS if (other := self._stock.entry(kind, id)))
        if isinstance(entry.record, Membership):
            yield from self._stock.found(f"entity/{entry.record.of}")

    def _chained(self, records: RecordsById, ids: Iterable[str]) -> RecordsById:
        """The records, and all that are linked to them or to `ids` by superseding, rivalry or parts."""
        chained = dict(records)
        seen: set[str] = set()
        ahead = [*ids, *(entry.id for entry in records.values() if _links(entry) is not None)]
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
    """True if a record cites a source, as claims and narratives do."""
    values = (value for part in (entry.record, *entry.claims) for value in references_in(part))
    return any(
        source in quoted_ids(v) if isinstance(v, Prose) else isinstance(v, Ref) and v == source
        for v in values
    )


def _links(entry: Entry) -> list[str] | None:
    """The ids that a fact or judgement is linked to; None for other records."""
    record = entry.record
    if isinstance(record, FactRecord):
        return [str(id) for id in (*record.supersedes, *record.rivals, *record.same_as, record.part_of) if id]
    if isinstance(record, Assessment):
        return [str(record.supersedes)] if record.supersedes else []
    return None


def by_id(entries: Iterable[Entry]) -> RecordsById:
    """Records by kind and id."""
    return {(entry.kind, entry.id): entry for entry in entries}


def all_keys(entry: Entry) -> set[str]:
    """All keys of a record: those of `lookup_keys.py`, and its dependencies."""
    return {*lookup_keys.own_keys(entry), *lookup_keys.content_keys(entry), *dependency_keys(entry)}
