"""Files to records: every mistake of every file in one run, each at its place.

Entities, sources, measures and matters are read first, so that what refers to them resolves names and aliases
while it is read; facts refer to facts by id, which the rules of `checks` look after when all are there. A
file's tree is let go as soon as its records are read: what is wrong with them later is found by reading their
stretch of the file again.
"""

from __future__ import annotations

import re
from collections import abc
from collections.abc import Iterable, Iterator

from ..core.problems import Problem, ProblemList, TextFile, nearest, one_of
from ..files.ledger_files import LedgerFile
from ..files.unread_files import UnreadFile
from . import yaml_slips
from .cut_values import cut_values_told_once
from .entities import Measure
from .entries import Entry, RecordSpan
from .entry_reader import HEAD, HEAD_KEYS, read_entry, with_filed_claims
from .name_register import NameRegister, folded_name
from .placeholders import is_no_value
from .record_models import FILED_CLAIMS, RECORD_MODELS
from .record_tables import is_table, record_at, rows
from .validation_errors import no_value, unknown_key
from .yaml_tree import MappingNode, Node, ScalarNode, SequenceNode, parse, span_bounds


def fact_texts(files: Iterable[TextFile]) -> list[TextFile]:
    """The files that hold records, of those below facts/."""
    return [file for file in files if not isinstance(file, LedgerFile | UnreadFile)]


def read(files: Iterable[TextFile]) -> tuple[list[Entry], list[Problem]]:
    """Every record of every file that holds records, in file order but for what others refer to, and every
    mistake met on the way."""
    held = fact_texts(files)
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
    node = record_at(file, span)
    assert node is not None
    problems = ProblemList()
    found = read_entry(kind, node, names, problems)
    assert found is not None
    apart = [RecordSpan.of(claim) for file, span in filed if (claim := record_at(file, span)) is not None]
    return with_filed_claims([found], apart, names, problems)[0] if apart else found


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


def reading_place(entry: Entry) -> tuple[int, str, int]:
    """The place of a record in the order of reading, where files are read in the order of their paths."""
    after = len(READING_ORDER)
    return READING_ORDER.get(entry.kind, after), entry.node.file.path, span_bounds(entry.node.span)[0]


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
        whole = with_filed_claims([*entries, *facts], claims, self.register, self.problems)
        if unforeseen and any(problem.code == "unknown-id" for problem in self.problems):
            raise _Unforeseen(unforeseen)  # ids were judged before it was known what could not be read
        self.problems += self.register.unread.problems()
        return whole, _each_once(self.problems)

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
        entry = None if full else read_entry(kind, node, self.register, self.problems)
        self.problems[before:] = cut_values_told_once(self.problems[before:], node)
        if entry is None:
            unread = self.register.unread
            cause = self.problems[before].mark if len(self.problems) > before else unread.last_cause
            place = node.mark if full or cause is None else cause
            unread.add_record(kind, _names_in(node), node.key("id") is not None, place)
        return entry


def _each_once(problems: Iterable[Problem]) -> list[Problem]:
    """The problems without those said before: a mistake in a file's head is found with each of its claims."""
    return list({(one.code, one.mark, one.message): one for one in problems}.values())


_NAMING_KEYS = ("id", "name", "short", "aliases", "misnomers")


def _names_in(node: MappingNode) -> Iterator[str]:
    """The folded names by which a record would be found, whatever else is wrong with it."""
    for name in _NAMING_KEYS:
        key = node.key(name)
        value = None if key is None else node[key]
        for item in value if isinstance(value, SequenceNode) else (value,):
            if isinstance(item, ScalarNode) and item:
                yield folded_name(item)


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
        if key == HEAD:
            problems += _head_problems(value)
            continue
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


def _head_problems(head: Node) -> Iterator[Problem]:
    """The mistakes of a file's head; those of its values are found where a claim has them."""
    if not isinstance(head, MappingNode):
        expected = "{source: …, as_of: …}: what every claim of this file has unless it has its own"
        yield Problem("shape", f"'{HEAD}' holds no keys", head.mark, expected=expected)
        return
    for key, value in head.items():
        if key not in HEAD_KEYS:
            yield unknown_key(key, HEAD_KEYS, value, " that claims can have in common")


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
        if isinstance(item, MappingNode) and is_table(item) and key != "desk":
            wrong = ProblemList()
            yield from ((str(key), row) for row in list(rows(item, wrong)))
            problems += wrong
            if wrong:
                register.unread.add_text(_text_of(item), wrong[0].mark)
        elif isinstance(item, MappingNode):
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
