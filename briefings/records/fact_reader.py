"""Trees to records: every mistake of every file in one run, each at its place.

Entities, sources, measures and matters are read first, so that what refers to them resolves names and aliases
while it is read; facts refer to facts by id, which `checks.py` looks after when all are there. A file's tree
is let go as soon as its records are read: what is wrong with them later is found by reading their stretch of
the file again.
"""

from __future__ import annotations

import re
import unicodedata
from collections import abc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from ..core.problems import (
    MAX_PROBLEMS,
    MAX_SUGGESTIONS,
    Mark,
    Problem,
    ProblemList,
    TextFile,
    nearest,
    one_of,
)
from ..core.scripts import without_joiners
from ..core.units import DeclaredUnits
from . import yaml_slips
from .desk_settings import Desk
from .entities import BASE_KINDS, Entity, Measure, UnitRecord
from .fact_kinds import FACT_KINDS, ClaimRecord, FactRecord, field_of, keys_of, singular
from .field_types import UNREAD, Record
from .judgements import JUDGEMENT_KINDS
from .placeholders import is_no_value
from .unread_records import UnreadRecords
from .validation_errors import LENGTHS, no_value, node_at, unknown_key, validation_problem
from .yaml_tree import MappingNode, Node, ScalarNode, SequenceNode, parse, reparsed, span_bounds, span_mark

_MODELS: tuple[type[Any], ...] = (Desk, *BASE_KINDS, *FACT_KINDS, *JUDGEMENT_KINDS)
RECORD_MODELS: dict[str, type[Record]] = {model.kind: model for model in _MODELS}


@dataclass(frozen=True, slots=True)
class RecordSpan:
    """The place of a record or a claim in its file. `fact` is the record whose label a claim shares."""

    file: TextFile
    span: int
    begin: int
    fact: RecordSpan | None = None

    @classmethod
    def of(
        cls, node: MappingNode, fact: RecordSpan | None = None, begin: ScalarNode | None = None
    ) -> RecordSpan:
        """The place of a mapping; `begin` is its first key if others were added before."""
        key = begin if begin is not None else next(iter(node), None)
        return cls(node.file, node.span, node.span if key is None else key.span, fact)

    @property
    def mark(self) -> Mark:
        """All of it."""
        return span_mark(self.file, self.span)

    @property
    def first(self) -> Mark:
        """Its first key: enough to find it by."""
        return span_mark(self.file, self.begin)

    @property
    def tree(self) -> MappingNode:
        """The mapping, parsed again from its file."""
        found = reparsed(self.file, self.span)
        assert isinstance(found, MappingNode)  # it was one when it was read
        return found

    def at(self, *path: str | int) -> Mark:
        """The place of the value at a path of keys, or the nearest there is."""
        tree = self.tree
        if self.fact is not None and path and tree.key(str(path[0])) is None:
            inherited = self.fact.tree
            tree = inherited if inherited.key(str(path[0])) is not None else tree
        return node_at(tree, path).mark


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as read: its kind, its id, the model, where it stands and, for a fact, its claims."""

    kind: str
    id: str
    record: Record
    node: RecordSpan
    claims: tuple[ClaimRecord, ...] = ()
    claim_nodes: tuple[RecordSpan, ...] = ()

    @property
    def mark(self) -> Mark:
        """The first line of the record: enough to find it by."""
        return self.node.first

    def at(self, *path: str | int) -> Mark:
        """The place of the value at a path of keys, or the nearest there is."""
        return self.node.at(*path)


_NOTHING: dict[str, str] = {}


@dataclass
class NameRegister:
    """Names of entities, sources, measures and matters: what references are resolved against while
    reading."""

    ids: dict[str, dict[str, str]] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    misnomers: dict[str, dict[str, str]] = field(default_factory=dict)
    shared: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    called: dict[str, list[str]] = field(default_factory=dict)
    units: DeclaredUnits = field(default_factory=DeclaredUnits)
    unread: UnreadRecords = field(default_factory=UnreadRecords)
    asked: int = 0

    def add(self, entry: Entry) -> None:
        """Add a record under its id and all its names."""
        if isinstance(entry.record, Entity):
            self.called.setdefault(entry.kind, []).append(entry.record.name)
            self.note(
                entry.kind,
                entry.id,
                map(folded_name, entry.record.names),
                map(folded_name, entry.record.misnomers),
            )
        else:
            self.note(entry.kind, entry.id)
            if isinstance(entry.record, UnitRecord):
                self.units.add(entry.record.unit, entry.record.aliases)

    def note(self, kind: str, id: str, names: Iterable[str] = (), misnomers: Iterable[str] = ()) -> None:
        """One more record, by its id and its folded names."""
        self.ids.setdefault(kind, {})[id] = id
        for name in names:
            if self.names.setdefault(kind, {}).setdefault(name, id) != id:
                self.shared.setdefault(name, []).append((kind, id))
        for name in misnomers:
            self.misnomers.setdefault(kind, {}).setdefault(name, id)

    def find(self, kinds: tuple[str, ...], name: str) -> str | None:
        """The canonical id of an id, name, alias or, last, a wrong name; None for an unknown one."""
        for kind in kinds:
            if found := self.ids.get(kind, _NOTHING).get(name):
                return found
        for names in (self.names, self.misnomers):  # a wrong name is found last, and warned of
            for kind in kinds:
                if found := names.get(kind, {}).get(folded_name(name)):
                    return found
        return None

    def bearers(self, kinds: tuple[str, ...], name: str) -> list[str]:
        """The ids of all entities of these kinds that a text names; one or none if it is an id."""
        if any(name in self.ids.get(kind, _NOTHING) for kind in kinds):
            return [name]
        folded = folded_name(name)
        first = (self.names.get(kind, _NOTHING).get(folded) for kind in kinds)
        further = (id for kind, id in self.shared.get(folded, ()) if kind in kinds)
        return list(dict.fromkeys(id for id in (*first, *further) if id))

    def is_unread(self, kinds: Iterable[str], name: str) -> bool:
        """Return True if a name may lead to a record that could not be read."""
        return self.unread.count(kinds, folded_name(name))

    def known(self, kinds: tuple[str, ...]) -> Iterable[str]:
        """Every id and own name of these kinds, for suggestions; nothing after too many questions."""
        self.asked += 1
        for kind in kinds if self.asked <= MAX_SUGGESTIONS else ():
            yield from self.ids.get(kind, {})
            yield from self.called.get(kind, ())


def folded_name(name: str) -> str:
    """A name for comparing: case, accents' encoding, joiners and spacing do not count."""
    return " ".join(unicodedata.normalize("NFKC", without_joiners(name)).casefold().split())


def read(files: Iterable[TextFile]) -> tuple[list[Entry], list[Problem]]:
    """Every record of every file, in file order but for what others refer to, and every mistake met on the
    way."""
    held = list(files)
    first = {file for file in held if file.refused or _SEEMS_BASE.search(file.text)}
    while True:
        try:
            return _Reading(held, first).entries()
        except _Unforeseen as unforeseen:
            first |= unforeseen.files


def reread(
    file: TextFile, kind: str, span: int, filed: Iterable[tuple[TextFile, int]], names: NameRegister
) -> Entry:
    """A record that was read once without a mistake, read again from its stretch; `filed` are its claims
    elsewhere."""
    node = reparsed(file, span)
    assert isinstance(node, MappingNode)
    problems = ProblemList()
    found = _entry(kind, node, names, problems)
    assert found is not None
    apart = [
        RecordSpan.of(claim) for file, span in filed if isinstance(claim := reparsed(file, span), MappingNode)
    ]
    return _with_filed_claims([found], apart, names, problems)[0] if apart else found


def read_with_names(
    files: Iterable[TextFile], names: NameRegister, facts: Iterable[Entry], filed: Iterable[RecordSpan]
) -> tuple[list[Entry], list[Problem]]:
    """The records of some files, where `names` are known from the others.

    `facts` stand in other files and have claims in these; they come back with them. `filed` are claims in
    other files.
    """
    held = list(files)
    reading = _Reading(held, set(held))
    reading.register = names
    return reading.entries(facts=facts, filed=filed)


# In the order in which one may refer to another; organizations cite sources for their founding instruments.
READING_ORDER = {
    "units": 0,
    "sources": 0,
    "countries": 0,
    "organizations": 1,
    "people": 2,
    "measures": 4,
    "matters": 4,
}

# A file that holds what others refer to, told from its text; where that fails, all files are taken for such.
_SEEMS_BASE = re.compile(rf"^[ \"'{{?]*(?:{'|'.join(READING_ORDER)})\b", re.MULTILINE)


class _Unforeseen(Exception):
    """Files whose text did not suggest it have, or may have, a record that others refer to."""

    def __init__(self, files: Iterable[TextFile]) -> None:
        self.files = set(files)


class _Reading:
    """One run over files: those in `first` are read before the others, their trees are kept until their
    turn."""

    def __init__(self, files: abc.Sequence[TextFile], first: set[TextFile]) -> None:
        self.files = files
        self.first = first
        self.problems = ProblemList()
        self.register = NameRegister()
        self.filed: list[RecordSpan] = []  # claims that stand apart from their facts

    def entries(
        self, facts: Iterable[Entry] = (), filed: Iterable[RecordSpan] = ()
    ) -> tuple[list[Entry], list[Problem]]:
        """The records of all files; `facts` and `filed` are those of other files that claims tie to these."""
        kept = {file: list(self._nodes(file)) for file in self.files if file in self.first}
        base = [item for nodes in kept.values() for item in nodes if item[0] in READING_ORDER]
        for kind, node in base:  # one measure may name another, wherever that stands
            if kind == Measure.kind and (key := node.key("id")) is not None:
                self.register.note(kind, str(node[key]))
        entries: list[Entry] = []
        for kind, node in sorted(base, key=lambda item: READING_ORDER[item[0]]):
            if (entry := self._entry(kind, node)) is not None:
                entries.append(entry)
                self.register.add(entry)
        unforeseen = []
        for file in self.files:
            foreseen, unread = file in kept, self.register.unread.number
            nodes = kept.pop(file) if foreseen else self._nodes(file)
            entries += self._records(nodes, foreseen)
            if self.register.unread.number > unread and not foreseen:
                unforeseen.append(file)
        claims = [*self.filed, *filed]
        whole = _with_filed_claims([*entries, *facts], claims, self.register, self.problems)
        if unforeseen and any(problem.code == "unknown-id" for problem in self.problems):
            raise _Unforeseen(unforeseen)  # ids were judged before it was known what could not be read
        self.problems += self.register.unread.problems()
        return whole, self.problems

    def _nodes(self, file: TextFile) -> Iterator[tuple[str, MappingNode]]:
        """The records of a file as nodes; what is left of it is unread."""
        tree, found = parse(file)
        self.problems += found
        if tree is not None:
            for twice in [problem.mark for problem in found if problem.mark.column == 1][:1]:
                self.register.unread.add_text(folded_name(file.text[twice.offset :]), twice)
            yield from _record_nodes(tree, self.register, self.problems)
        elif found:
            text = None if file.refused else folded_name(file.text)
            self.register.unread.add_text(text, found[0].mark)

    def _records(self, nodes: Iterable[tuple[str, MappingNode]], foreseen: bool) -> Iterator[Entry]:
        """The records of a file besides what others refer to, which is not `foreseen` in every file."""
        for kind, node in nodes:
            if kind == FILED_CLAIMS:
                self.filed.append(RecordSpan.of(node))
            elif kind not in READING_ORDER:
                if (entry := self._entry(kind, node)) is not None:
                    yield entry
            elif not foreseen:
                raise _Unforeseen(self.files)

    def _entry(self, kind: str, node: MappingNode) -> Entry | None:
        full, before = self.problems.full(node.file), len(self.problems)
        entry = None if full else _entry(kind, node, self.register, self.problems)
        if entry is None:
            unread = self.register.unread
            cause = self.problems[before].mark if len(self.problems) > before else unread.last_cause
            place = node.mark if full or cause is None else cause
            unread.add_record(kind, _names_in(node), node.key("id") is not None, place)
        return entry


_NAMING_KEYS = ("id", "name", "short", "aliases", "misnomers")


def _names_in(node: MappingNode) -> Iterator[str]:
    """The folded names by which a record would be found, whatever else is wrong with it."""
    for name in _NAMING_KEYS:
        key = node.key(name)
        value = None if key is None else node[key]
        for item in value if isinstance(value, SequenceNode) else (value,):
            if isinstance(item, ScalarNode) and item:
                yield folded_name(item)


def _with_filed_claims(
    entries: list[Entry], filed: list[RecordSpan], register: NameRegister, problems: ProblemList
) -> list[Entry]:
    """Add the claims that are filed apart from their fact: by week, say, while the fact stands elsewhere."""
    facts: dict[str, Entry] = {}
    added: dict[str, list[tuple[ClaimRecord, RecordSpan]]] = {}
    for entry in entries:
        if entry.kind in _FACTS:
            facts.setdefault(entry.id, entry)
    for stretch in filed:
        if problems.full(stretch.file):
            continue
        node = stretch.tree
        key = node.key("fact")
        name = node[key] if key is not None else None
        if not isinstance(name, ScalarNode):
            problems.append(
                Problem("missing-key", "no 'fact'", node.mark, expected="fact: the id the claim is about")
            )
            continue
        held = facts.get(name)
        kind = next((kind for kind in _NATURAL if name.startswith(f"{singular(kind)}:")), None)
        if held is None and register.is_unread(_FACTS - _NATURAL if kind is None else (kind,), name):
            continue
        if held is None and kind is not None and register.is_unread((), kind):
            continue  # a natural id stands nowhere, but the kind of its record does
        if held is None:
            problems.append(
                Problem(
                    "unknown-id",
                    f"no fact has the id '{name}'",
                    name.mark,
                    expected="the id of a fact",
                    suggestion=problems.nearest(name, facts),
                )
            )
            continue
        model = RECORD_MODELS[held.kind]
        assert issubclass(model, FactRecord)
        own = {k: value for k, value in node.items() if k != "fact"}
        unknown = [unknown_key(k, keys_of(model.claim), own[k]) for k in own if not field_of(model.claim, k)]
        data = MappingNode({**_shared_label(held.node.tree, model), **own}, node.file, node.span)
        problems += unknown
        claim = None if unknown else _validate(model.claim, data, data, register, problems)
        if isinstance(claim, ClaimRecord):
            begun = next(iter(own), None)
            added.setdefault(held.id, []).append((claim, RecordSpan.of(node, held.node, begun)))
    return [
        _with_claims(entry, added[entry.id]) if facts.get(entry.id) is entry and entry.id in added else entry
        for entry in entries
    ]


def _shared_label(node: MappingNode, model: type[FactRecord]) -> dict[ScalarNode, Node]:
    """The label beside a fact's list of claims, which is the desk's; empty if the fact is its one claim."""
    if node.key("claims") is None:
        return {}
    return {key: value for key, value in node.items() if key in model.claim.labels}


def _with_claims(entry: Entry, added: list[tuple[ClaimRecord, RecordSpan]]) -> Entry:
    claims, nodes = zip(*added, strict=True)
    return replace(entry, claims=(*entry.claims, *claims), claim_nodes=(*entry.claim_nodes, *nodes))


FILED_CLAIMS = "claims"  # the key of claims that stand apart from their fact's record
_FACTS = {model.kind for model in FACT_KINDS}
_NATURAL = {model.kind for model in FACT_KINDS if model.natural_id is not FactRecord.natural_id}


def _record_nodes(
    tree: Node, register: NameRegister, problems: ProblemList
) -> Iterator[tuple[str, MappingNode]]:
    if not isinstance(tree, MappingNode):
        problems.append(
            Problem(
                "shape",
                "no kind of record at the top of the file",
                tree.mark,
                expected=one_of(RECORD_MODELS, 20),
            )
        )
        register.unread.add_text(_text_of(tree), tree.mark)
        return
    for key, value in tree.items():
        if problems.full(tree.file):
            register.unread.add_text(folded_name(tree.file.text[key.mark.offset :]), key.mark)
            break
        if key not in RECORD_MODELS and key != FILED_CLAIMS:
            problems.append(
                Problem(
                    "unknown-kind",
                    f"unknown kind of record '{key}'",
                    key.mark,
                    expected=one_of(RECORD_MODELS, 20),
                    suggestion=nearest(key, RECORD_MODELS),
                )
            )
            register.unread.add_text(_text_of(value), key.mark)
            continue
        yield from _items(key, value, register, problems)


def _text_of(node: Node) -> str:
    """The folded stretch of its file that a node takes up."""
    start, end = span_bounds(node.span)
    return folded_name(node.file.text[start:end])


def _items(
    key: ScalarNode, value: Node, register: NameRegister, problems: ProblemList
) -> Iterator[tuple[str, MappingNode]]:
    items: list[Node] = [value] if key == "desk" else list(value) if isinstance(value, SequenceNode) else []
    if isinstance(value, ScalarNode) and is_no_value(value):
        problems.append(no_value(f"'{key}'", "one '- ' a record", value))
    elif not isinstance(value, SequenceNode) and key != "desk":
        problems.append(
            Problem("shape", f"'{key}' holds no list", value.mark, expected="a list: one '- ' a record")
        )
        register.unread.add_text(_text_of(value), value.mark)
    for item in items:
        if isinstance(item, MappingNode):
            yield str(key), item
        elif isinstance(item, ScalarNode) and is_no_value(item):
            if not isinstance(value, ScalarNode):  # of which it has been said
                problems.append(no_value(f"an item of '{key}'", "keys and values, such as 'id: …'", item))
        elif not problems.full(item.file):
            problems.append(
                Problem(
                    "shape",
                    f"an item of '{key}' is no mapping",
                    item.mark,
                    expected=yaml_slips.missing_space(item) or "keys and values, such as 'id: …'",
                )
            )
            register.unread.add_text(_text_of(item), item.mark)


def _entry(kind: str, node: MappingNode, register: NameRegister, problems: ProblemList) -> Entry | None:
    model = RECORD_MODELS[kind]
    if issubclass(model, FactRecord):
        return _fact(model, node, register, problems)
    before = len(problems)
    record = _validate(model, node, node, register, problems)
    if record is None or len(problems) > before:
        return None
    return Entry(kind, str(getattr(record, "id", kind)), record, RecordSpan.of(node))


def _fact(
    model: type[FactRecord], node: MappingNode, register: NameRegister, problems: ProblemList
) -> Entry | None:
    """Split a fact's keys into its own and what its one claim says, then read both."""
    before = len(problems)
    own: dict[ScalarNode, Node] = {}
    said: dict[ScalarNode, Node] = {}
    for key, value in node.items():
        if field_of(model, key):
            own[key] = value
        elif field_of(model.claim, key):
            said[key] = value
        elif key != "claims" and not problems.full(node.file):
            problems.append(unknown_key(key, ("claims", *keys_of(model), *keys_of(model.claim)), value))
    mistyped = _mistyped(problems[before:], node)
    written = None if (listing := node.key("claims")) is None else node[listing]
    if written is None:
        claims = [(MappingNode(said, node.file, node.span), node)]
    else:
        problems += _beside_claims(model, said, written)
        claims = _listed_claims(model, written, _shared_label(node, model), problems)
    record = _validate(model, own, node, register, problems, mistyped)
    unknown = [problem for problem in problems[before:] if problem.code == "unknown-key"]
    read_claims = tuple(
        _validate(model.claim, data, data, register, problems, mistyped | _mistyped(unknown, data))
        for data, _ in claims
    )
    if record is None or None in read_claims or len(problems) > before:
        return None
    assert isinstance(record, FactRecord)
    dated = (claim for claim in read_claims if claim.from_)  # type: ignore[union-attr]
    identity = record.id or record.natural_id(next(dated, read_claims[0]))  # type: ignore[arg-type]
    if identity is None:
        problems.append(
            Problem(
                "missing-key",
                f"a record of '{model.kind}' without an id",
                node.mark,
                expected="id: a-name-a-person-would-guess",
            )
        )
        return None
    whole = RecordSpan.of(node)
    labelled = None if written is None else whole
    stretches = tuple(RecordSpan.of(at, labelled, next(iter(data), None)) for data, at in claims)
    return Entry(model.kind, identity, record, whole, read_claims, stretches)  # type: ignore[arg-type]


def _mistyped(problems: Iterable[Problem], node: MappingNode) -> set[str]:
    """The keys that unknown ones within a mapping were taken for."""
    start, end = span_bounds(node.span)
    within = (problem for problem in problems if start <= problem.mark.offset <= end)
    return {problem.suggestion for problem in within if problem.code == "unknown-key" and problem.suggestion}


def _beside_claims(model: type[FactRecord], said: dict[ScalarNode, Node], written: Node) -> Iterator[Problem]:
    """An error where something is said beside a list of claims, so that no source is known to say it."""
    stray = [key for key in said if key not in model.claim.labels]
    if stray:
        names = ", ".join(f"'{key}'" for key in stray)
        verb = "stands" if len(stray) == 1 else "stand"
        yield Problem(
            "unclaimed-field",
            f"{names} {verb} beside 'claims', so that no source says it",
            stray[0].mark,
            related=((written.mark, "the claims"),),
            expected=f"{stray[0]}: … in each claim whose source says it",
        )


def _listed_claims(
    model: type[FactRecord], written: Node, label: dict[ScalarNode, Node], problems: ProblemList
) -> list[tuple[MappingNode, MappingNode]]:
    """Each claim of a list with the label it shares, and its place."""
    if isinstance(written, ScalarNode) and is_no_value(written):
        problems.append(no_value("'claims'", "one '- {…}' a claim", written))
        return []
    if not isinstance(written, SequenceNode) or not written:
        problems.append(
            Problem("shape", "'claims' holds no list", written.mark, expected="one '- {…}' a claim")
        )
        return []
    merged: list[tuple[MappingNode, MappingNode]] = []
    for item in written:
        if problems.full(item.file):
            break
        if isinstance(item, ScalarNode) and is_no_value(item):
            problems.append(no_value("a claim", "{source: …, …}", item))
            continue
        if not isinstance(item, MappingNode):
            problems.append(
                Problem("shape", "a claim that is no mapping", item.mark, expected="{source: …, …}")
            )
            continue
        for key in item:
            if not field_of(model.claim, key):
                where = " of the fact, not of a claim" if field_of(model, key) else ""
                problems.append(unknown_key(key, keys_of(model.claim), item[key], where))
        known: dict[ScalarNode, Node] = {
            key: value for key, value in item.items() if field_of(model.claim, key)
        }
        shared = {key: value for key, value in label.items() if key not in known}
        merged.append((MappingNode({**shared, **known}, item.file, item.span), item))
    return merged


def _validate(
    model: type[Record],
    data: dict[ScalarNode, Node],
    node: MappingNode,
    register: NameRegister,
    problems: ProblemList,
    mistyped: Iterable[str] = (),
) -> Record | None:
    """A record of `data`; mistakes are looked up in `node`, which may hold more.

    `mistyped` are keys that are there in another spelling, which has been reported.
    """
    try:
        return model.model_validate(data, context={"names": register})
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)[: MAX_PROBLEMS + 1]
        within = {detail["loc"][:-1] for detail in details if detail["type"] not in LENGTHS}
        # what is short only because an item of it cannot be read is no second mistake
        short = [detail for detail in details if detail["type"] in LENGTHS and detail["loc"] in within]
        kept = [detail for detail in details if detail not in short and detail["type"] != UNREAD]
        found = [(detail, validation_problem(model, node, detail)) for detail in kept]
        # a key that is missing only because it is spelt otherwise is no second mistake
        spelt = {(*detail["loc"][:-1], problem.suggestion) for detail, problem in found if problem.suggestion}
        spelt |= {(key,) for key in mistyped}
        problems += [p for detail, p in found if detail["type"] != "missing" or detail["loc"] not in spelt]
        return None
