"""One mapping to its record: a fact's keys split from those of its claims, and every mistake at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from pydantic import ValidationError

from ..core.problems import MAX_PROBLEMS, Problem, ProblemList, TextFile
from .base_record import Record
from .entries import Entry, RecordSpan
from .fact_kinds import FACT_KINDS
from .fact_records import ClaimRecord, FactRecord, field_of, keys_of, singular
from .field_readers import UNREAD
from .name_register import NameRegister
from .placeholders import is_no_value
from .record_models import RECORD_MODELS
from .validation_errors import LENGTHS, no_value, unknown_key, validation_problem
from .yaml_tree import MappingNode, Node, ScalarNode, SequenceNode, parse, span_bounds

_FACTS = {model.kind for model in FACT_KINDS}
_NATURAL = {model.kind for model in FACT_KINDS if model.has_default_id()}


HEAD = "from"  # the key of what every claim of a file has in common
_HEAD_LINE = re.compile(rf"^[\"']?{HEAD}[\"']?:", re.MULTILINE)
# What a claim has for itself: its identity, what it corrects and what it says of time.
_NEVER_SHARED = ("id", "corrects", "from", "until", "preferred", "because", "at", "quote", "read_as")
HEAD_KEYS = tuple(key for key in keys_of(ClaimRecord) if key not in _NEVER_SHARED)


@lru_cache(maxsize=64)  # asked for by each record of a file
def claim_head(file: TextFile) -> MappingNode | None:
    """The keys of a file's `from:`, which each of its claims has unless it has its own; None without."""
    if file.refused or not _HEAD_LINE.search(file.text):
        return None
    tree, _ = parse(file)
    key = tree.key(HEAD) if isinstance(tree, MappingNode) else None
    head = tree[key] if isinstance(tree, MappingNode) and key is not None else None
    if not isinstance(head, MappingNode):
        return None
    known = {key: value for key, value in head.items() if key in HEAD_KEYS}
    return MappingNode(known, head.file, head.span)


def _with_head(data: dict[ScalarNode, Node], head: MappingNode | None) -> dict[ScalarNode, Node]:
    """A claim's keys, and behind them those of its file's head that it does not have."""
    shared = {} if head is None else {key: value for key, value in head.items() if key not in data}
    return {**data, **shared}


def read_entry(kind: str, node: MappingNode, register: NameRegister, problems: ProblemList) -> Entry | None:
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
    head = claim_head(node.file)
    written = None if (listing := node.key("claims")) is None else node[listing]
    if written is None:
        claims = [(MappingNode(_with_head(said, head), node.file, node.span), node)]
    else:
        problems += _beside_claims(model, said, written)
        listed = _listed_claims(model, written, _shared_label(node, model), problems)
        claims = [(MappingNode(_with_head(data, head), at.file, at.span), at) for data, at in listed]
    record = _validate(model, own, node, register, problems, mistyped)
    unknown = [problem for problem in problems[before:] if problem.code == "unknown-key"]
    read_claims = tuple(
        _validate(model.claim, data, data, register, problems, mistyped | _mistyped(unknown, data))
        for data, _ in claims
    )
    if record is None or None in read_claims or len(problems) > before:
        return None
    assert isinstance(record, FactRecord)
    identity = record.identity(read_claims)  # type: ignore[arg-type]
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
    above = labelled if head is None else RecordSpan.of(head, labelled)
    begun = [next((key for key in data if key in at), None) for data, at in claims]
    places = zip(claims, begun, strict=True)
    stretches = tuple(RecordSpan.of(at, above, begin) for (_, at), begin in places)
    return Entry(model.kind, identity, record, whole, read_claims, stretches)  # type: ignore[arg-type]


def _mistyped(problems: Iterable[Problem], node: MappingNode) -> set[str]:
    """The keys that unknown ones within a mapping were taken for."""
    start, end = span_bounds(node.span)
    header = {span_bounds(key.span)[0] for key in node}  # a table's row has its keys elsewhere
    within = (p for p in problems if start <= p.mark.offset <= end or p.mark.offset in header)
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


def _shared_label(node: MappingNode, model: type[FactRecord]) -> dict[ScalarNode, Node]:
    """The label beside a fact's list of claims, which is the desk's; empty if the fact is its one claim."""
    if node.key("claims") is None:
        return {}
    return {key: value for key, value in node.items() if key in model.claim.labels}


def with_filed_claims(
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
        head = claim_head(node.file)
        said = {**_shared_label(held.node.tree, model), **own}
        data = MappingNode(_with_head(said, head), node.file, node.span)
        problems += unknown
        claim = None if unknown else _validate(model.claim, data, data, register, problems)
        if isinstance(claim, ClaimRecord):
            begun = next(iter(own), None)
            above = held.node if head is None else RecordSpan.of(head, held.node)
            added.setdefault(held.id, []).append((claim, RecordSpan.of(node, above, begun)))
    return [
        _with_claims(entry, added[entry.id]) if facts.get(entry.id) is entry and entry.id in added else entry
        for entry in entries
    ]


def _with_claims(entry: Entry, added: list[tuple[ClaimRecord, RecordSpan]]) -> Entry:
    claims, nodes = zip(*added, strict=True)
    return replace(entry, claims=(*entry.claims, *claims), claim_nodes=(*entry.claim_nodes, *nodes))


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
