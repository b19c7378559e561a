"""Rules of identity: every id, name, claim and mailed file belongs to one thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial

from ..core import filenames
from ..core.problems import Mark, Problem
from ..records.desk_settings import Desk
from ..records.entities import Country, Entity, Matter, Organization, Person, Place
from ..records.entries import Entry, RecordSpan
from ..records.fact_kinds import Event
from ..records.fact_records import FactRecord
from ..records.judgements import Issue, Topic
from ..records.name_register import folded_name
from ..records.yaml_tree import span_bounds
from .rule_context import AnyRule, Rule, RuleContext

MAX_CLAIMS = 100  # of one fact: every claim is compared with every other


def duplicate_ids(entries: Iterable[Entry]) -> Iterator[Problem]:
    """Records share one name space, so that `part_of` and `basis` never need a kind."""
    sharing: dict[str, list[Entry]] = {}
    for entry in entries:
        sharing.setdefault(entry.id, []).append(entry)
    twice = sorted(id for id, bearers in sharing.items() if len(bearers) > 1)
    for id in twice:
        first, *others = sorted(sharing[id], key=lambda e: (e.mark.file.path, e.mark.line))
        expected = "each id once; file a further claim under 'claims:' with 'fact:'"
        for entry in others:
            yield _duplicate("duplicate-id", f"the id '{id}' stands twice", entry.mark, expected, first.mark)


def _duplicate(code: str, message: str, mark: Mark, expected: str, first: Mark) -> Problem:
    return Problem(code, message, mark, expected, related=((first, "first defined here"),))


def duplicate_names(entries: Iterable[Entry]) -> Iterator[Problem]:
    """A name leads to one entity, except that people and bodies may have the same name in life.

    Theirs is a mistake only where it is used as a reference, and then the error is there. The short name of a
    body is a label: it never leads away from the id that is the same.
    """
    taken: dict[str, Entry] = {}
    for entry in entries:
        if not isinstance(entry.record, Entity):
            continue
        for name in dict.fromkeys(map(folded_name, (entry.id, *entry.record.names))):
            first = taken.setdefault(name, entry)
            if first.id != entry.id and not _may_share(name, first, entry):
                yield Problem(
                    "duplicate-name",
                    f"'{entry.id}' and '{first.id}' share the name '{name}'",
                    entry.mark,
                    expected="a name or alias that leads to one of them only",
                    related=((first.mark, "first used here"),),
                )


def _may_share(name: str, one: Entry, other: Entry) -> bool:
    ids = {folded_name(one.id), folded_name(other.id)}
    if name in ids:
        bearer = other if name == folded_name(one.id) else one
        short = getattr(bearer.record, "short", None)
        return short is not None and folded_name(short) == name
    return not any(isinstance(entry.record, Country) for entry in (one, other))


def too_many_claims(context: RuleContext, entry: Entry, record: FactRecord) -> Iterator[Problem]:
    """A fact with more than MAX_CLAIMS claims is several facts."""
    if len(entry.claims) > MAX_CLAIMS:
        expected = f"at most {MAX_CLAIMS}: a fact for each thing that is counted"
        yield Problem("too-many-claims", f"{len(entry.claims)} claims of one fact", entry.mark, expected)


def too_many_rivals(context: RuleContext, entry: Entry, record: FactRecord) -> Iterator[Problem]:
    """As `too_many_claims`, of facts that rival each other: each is compared with all of its group."""
    group, ahead = {entry.id}, [entry]
    while ahead and len(group) <= MAX_CLAIMS:
        one = ahead.pop()
        named = (*one.record.rivals, *one.record.same_as) if isinstance(one.record, FactRecord) else ()
        others = filter(None, map(context.fact, named[: MAX_CLAIMS + 1]))
        for other in (*others, *context.some(f"rivals {one.id}", MAX_CLAIMS + 1)):
            if other.id not in group:
                group.add(other.id)
                ahead.append(other)
    if len(group) > MAX_CLAIMS:
        message = f"more than {MAX_CLAIMS} facts that are rivals of {entry.id}, or of its rivals"
        yield Problem("too-many-claims", message, entry.mark, f"at most {MAX_CLAIMS}, told by their claims")


def duplicate_claims(context: RuleContext, entry: Entry, record: FactRecord) -> Iterator[Problem]:
    """The id of a claim is used once; of a fact with too many claims that is enough to say."""
    if len(entry.claims) > MAX_CLAIMS:
        return
    for claim, node in zip(entry.claims, entry.claim_nodes, strict=True):
        if claim.id:
            first = context.shared(("claim", claim.id), partial(_first_node, context, claim.id))
            if _place(first) < _place(node):
                message = f"the claim id '{claim.id}' stands twice"
                yield _duplicate("duplicate-id", message, node.mark, "each id once", first.mark)


def _first_node(context: RuleContext, id: str) -> RecordSpan:
    return min(_nodes_of(context, id), key=_place)


def _nodes_of(context: RuleContext, id: str) -> Iterator[RecordSpan]:
    """The places of the claims with an id."""
    for entry in context.found(f"claim {id}"):
        for claim, node in zip(entry.claims, entry.claim_nodes, strict=True):
            if claim.id == id:
                yield node


def _place(node: RecordSpan) -> tuple[str, int]:
    return node.file.path, span_bounds(node.span)[0]


def natural_ids(context: RuleContext, entry: Entry, record: FactRecord) -> Iterator[Problem]:
    """A fact whose kind has natural ids has that id, except for a year corrected later, and is filed once."""
    natural = record.natural_id(entry.claims[0]) if entry.claims else None
    if not natural:
        return
    first, is_single = context.shared(("natural", natural), partial(_first_filed, context, natural))
    if first.id != entry.id:
        message, expected = f"'{entry.id}' and '{first.id}' are one thing", "one record; file a further claim"
        expected += " under 'claims:' with 'fact:'"
        yield _duplicate("duplicate-identity", message, entry.mark, expected, first.mark)
    elif is_single and _without_year(entry.id) != _without_year(natural):
        yield Problem(
            "natural-id",
            f"'{entry.id}' is not what the record is about",
            entry.at("id"),
            expected=f"'{natural}', or no id: it follows from the record",
            suggestion=natural,
        )


def _first_filed(context: RuleContext, natural: str) -> tuple[Entry, bool]:
    """The first of the records with a natural id, and whether it is the only one."""
    same = context.found(f"natural {natural}")
    return min(same, key=lambda other: _place(other.node)), len(same) == 1


def _without_year(id: str) -> str:
    return re.sub(r"-\d{4}\Z", "", id)


def file_names(context: RuleContext, entry: Entry, desk: Desk) -> Iterator[Problem]:
    """Each document and its mailed copy have a name of their own, whatever its marking and its day."""
    groups: dict[str, list[tuple[str, str]]] = {}
    mailed = list(_mailed(context))
    counted = Counter(document.casefold() for document, *_ in mailed)
    twice = [document for document, *_ in mailed if counted[document.casefold()] > 1]
    if twice:
        place = entry.at("documents" if context.desk.documents else "region")
        message = f"two documents would be written as {twice[0]}"
        yield Problem("file-name-clash", message, place, expected="other names or ids, or another folder")
        return
    for document, kind, name, week in mailed:
        values = {"kind": kind, "name": name, "marking": "…"}
        undated = filenames.from_pattern(context.desk.files, **values, week="…", date="…").casefold()
        # a document named by the calendar may be made in the week of any issue
        file = filenames.from_pattern(context.desk.files, **values, week=week, date=week) if week else undated
        groups.setdefault(undated, []).append((document, file))
    for undated, named in groups.items():
        files = [file for _, file in named]
        if len(named) > 1 and (len(set(files)) < len(files) or undated in files):
            (one, _), (other, _) = named[:2]
            yield Problem(
                "file-name-clash",
                f"{one} and {other} would both be mailed as {undated}",
                entry.at("files"),
                expected="a pattern that tells them apart, by {kind}, {name} or {week}",
            )


def _mailed(context: RuleContext) -> Iterator[tuple[str, str, str, str]]:
    """Each document with its kind, its name and the week it belongs to, or ""."""
    names = {each: _names(context, each) for each in {"country", *(k.each for k in context.desk.documents)}}
    topics, issues = context.ids_of(Topic.kind), context.ids_of(Issue.kind)
    yield from ((f"countries/{name}", "country", name, "") for name in names["country"])
    yield from ((f"topics/{name}", "topic", name, "") for name in topics)
    yield from ((f"weekly/{week}", "weekly", "weekly", week) for week in issues)
    for kind in context.desk.documents:
        chosen = {_name(context, kind.each, id) for id in kind.only}
        for name in names[kind.each]:
            if chosen and name not in chosen and kind.each not in ("desk", "day"):
                continue
            week = name if kind.each == "issue" else ""
            document = f"{kind.folder}/{name or kind.folder}"
            yield document, kind.folder, filenames.document_name(kind.folder, name, kind.each), week


# What documents may be made for each of, by the kind of its records.
_KINDS = {
    "topic": Topic.kind, "issue": Issue.kind, "event": Event.kind, "organization": Organization.kind,
    "person": Person.kind, "place": Place.kind, "matter": Matter.kind,
}  # fmt: skip


def _names(context: RuleContext, each: str) -> list[str]:
    """The names of the documents that are made for each of something; "" for the desk's and the day's."""
    if each == "country":
        return [_name(context, each, id) for id in context.desk.region if context.record(Country, id)]
    if each not in _KINDS:
        return [""]
    ids = context.ids_of(_KINDS[each])
    return [_name(context, each, id) for id in ids]


def _name(context: RuleContext, each: str, id: str) -> str:
    """The name that the file of a document about a record has."""
    if each == "country" and (country := context.record(Country, id)):
        return filenames.slug(country.name) or id.lower()
    return filenames.slug(id) if each == "event" else id


FIRST: tuple[AnyRule, ...] = tuple(
    Rule(FactRecord, rule) for rule in (too_many_claims, too_many_rivals, duplicate_claims, natural_ids)
)
RULES = (Rule(Desk, file_names),)
