"""A desk as an editor asks about it: which ids fit, what they stand for and where, and the problems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from ..checks import desk_loading
from ..core.problems import BriefingsError, Problem, ProblemList, TextFile
from ..facts import labels
from ..facts.agreement import stated_quantity
from ..facts.claims import Claim, Viewpoint
from ..facts.fact_base import FactBase
from ..facts.view import View
from ..records import fact_reader, yaml_tree
from ..records.entities import BASE_KINDS, Entity, Source
from ..records.entries import Entry
from ..records.fact_records import FactRecord
from ..records.name_register import NameRegister
from ..records.record_tables import ROWS, is_table, rows
from ..records.yaml_tree import MappingNode, Node, ScalarNode, SequenceNode
from ..template_api import documents

MOST_COMPLETIONS = 100
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@:/+-]*")
_BEGUN = re.compile(r"[A-Za-z0-9._@:/+-]*\Z")
_KEY = re.compile(r"(\w+): *[\"'\[]?[^:]*\Z")
_FILED = re.compile(r"\bfact: *[\"']?([A-Za-z0-9._@:/+-]+)")
# Keys that are followed by records of one kind; elsewhere every id fits.
_KINDS_OF_KEYS = {
    "source": ("sources",),
    "measure": ("measures",),
    "on": ("matters",),
    "region": ("countries",),
    "between": ("countries",),
}
# Keys whose values are the desk's words: an id may stand in them by chance.
_WORDS = frozenset(
    (
        "name",
        "official",
        "adjective",
        "capital",
        "aliases",
        "misnomers",
        "title",
        "text",
        "what",
        "note",
        "internal",
        "label",
        "question",
        "publisher",
        "author",
        "contact",
        "because",
        "quote",
        "short",
        "heading",
        "plural",
    )
)
_BASE = {model.kind for model in BASE_KINDS}  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Occurrence:
    """A place at which an id stands: in a file, from one character to another."""

    file: TextFile
    start: int
    end: int


@dataclass(frozen=True)
class Completion:
    """An id that fits, with its kind and what it stands for."""

    id: str
    kind: str
    label: str


@dataclass
class EditorDesk:
    """The files of a desk, their records by id, and their problems as the last full check found them."""

    files: dict[str, TextFile]
    entries: dict[str, Entry]
    base: FactBase | None
    problems: tuple[Problem, ...]
    today: date
    # What files name beside the one that is edited, by its path.
    _others: dict[str, NameRegister] = field(default_factory=dict)

    @classmethod
    def of(cls, files: Iterable[TextFile], today: date) -> EditorDesk:
        """Read and check the files of a desk."""
        held = list(files)
        loaded = desk_loading.load(held, today)
        if loaded.base is not None:
            entries = list(loaded.base.all)
        else:
            entries, _ = fact_reader.read(held)
        desk = cls(
            {file.path: file for file in held},
            {one.id: one for one in entries},
            loaded.base,
            loaded.problems,
            today,
        )
        desk.completions("")  # what the first question would wait for
        return desk

    # ---------------------------------------------------------------- problems

    def problems_of(self, edited: TextFile) -> list[Problem]:
        """The problems that a file has by itself while it is edited; rules across files wait for a save."""
        if edited.path not in self._others:
            others = self._others[edited.path] = NameRegister()
            for entry in self.entries.values():
                if entry.kind in _BASE and entry.mark.file.path != edited.path:
                    others.add(entry)
        names = self._others[edited.path].copied()  # reading adds what the file names itself
        named = {name for name in _FILED.findall(edited.text) if name in self.entries}
        facts = [
            one for one in map(self.entries.__getitem__, sorted(named)) if one.mark.file.path != edited.path
        ]
        _, problems = fact_reader.read_with_names([edited], names, facts, ())
        return [problem for problem in problems if problem.mark.file.path == edited.path]

    # ---------------------------------------------------------------- ids

    def completions(self, before: str) -> list[Completion]:
        """The ids that fit behind a line up to the cursor, those that begin like it first."""
        begun = _BEGUN.search(before)
        word = begun[0].casefold() if begun else ""
        key = _KEY.search(before)
        kinds = _KINDS_OF_KEYS.get(key[1], ()) if key else ()
        first, then = [], []
        for folded, name, entry in self._sought:
            if kinds and entry.kind not in kinds:
                continue
            if folded.startswith(word):
                first.append(entry)
            elif word in folded or word in name:
                then.append(entry)
        chosen = [*sorted(first, key=lambda one: one.id), *then][:MOST_COMPLETIONS]
        return [Completion(one.id, one.kind, self.label(one)) for one in chosen]

    @cached_property
    def _sought(self) -> list[tuple[str, str, Entry]]:
        """Each record with its id and, unless it is a fact, its name, as they are searched."""
        return [
            (id.casefold(), "" if isinstance(one.record, FactRecord) else self._name(one).casefold(), one)
            for id, one in self.entries.items()
        ]

    def id_at(self, line: str, column: int) -> str:
        """The id of a record at a column of a line, counted from 0; "" if there is none."""
        for found in _ID.finditer(line):
            if found.start() <= column <= found.end():
                return next((id for id in (found[0], found[0].rstrip(".:")) if id in self.entries), "")
        return ""

    def occurrences(self, id: str) -> list[Occurrence]:
        """Every place at which an id stands as one: as a value, in a list, or in a narrative's quotation."""
        found: list[Occurrence] = []
        for file in fact_reader.fact_texts(self.files.values()):
            if id in file.text and not file.refused:
                tree, _ = yaml_tree.parse(file)
                found += _within(tree, id, "") if tree is not None else ()
        return found

    def renamed(self, id: str, new: str) -> list[Occurrence]:
        """The places that a rename changes; raises BriefingsError for an id that cannot be given."""
        if not re.fullmatch(_ID.pattern, new) or ".." in new or "//" in new:
            raise BriefingsError(f"{new!r} is no id", "letters, digits and . _ @ : / + -")
        if new in self.entries:
            raise BriefingsError(f"the id {new!r} is taken: {self.entries[new].mark}", "another id")
        if id not in self.entries:
            raise BriefingsError(f"nothing has the id {id!r}", "put the cursor on an id")
        if self.base is not None and any(ledger.names(id) for ledger in self.base.ledgers):
            raise BriefingsError(
                f"a published issue printed {id!r}, and what is published stays", "keep the id"
            )
        found = self.occurrences(id)
        if not any(place.file.path == self.entries[id].mark.file.path for place in found):
            raise BriefingsError(f"{id!r} follows from its record", "give the record an 'id' of its own")
        return found

    # ---------------------------------------------------------------- what an id stands for

    def label(self, entry: Entry) -> str:
        """What a record is called."""
        view = self._view
        fact = view.fact(entry.id) if view is not None and isinstance(entry.record, FactRecord) else None
        if view is None or fact is None:
            return self._name(entry)
        return labels.own_text(fact) or labels.fact_label(view, fact)

    def hover(self, id: str, texts: Mapping[str, TextFile]) -> str:
        """What an id stands for, as Markdown: label, number or day, grade, source, its line and documents.

        `texts` are the kept texts of sources by their path.
        """
        entry = self.entries[id]
        lines = [f"**{self.label(entry)}**", f"`{id}` ({entry.kind})"]
        view = self._view
        fact = view.fact(id) if view is not None and isinstance(entry.record, FactRecord) else None
        if view is not None and fact is not None:
            lines += [self._claim(claim, texts) for claim in fact.claims[:5]]
            shown = list(
                documents.documents_with(view, documents.all_documents(self._checked, view.at), fact)
            )
            lines.append(f"in {', '.join(shown)}" if shown else "in no one-pager or topic")
        elif isinstance(entry.record, Source):
            lines.append(
                f"{entry.record.publisher}, {entry.record.published.text}, {entry.record.medium}, "
                f"reliability {entry.record.reliability}"
            )
        return "\n\n".join(lines)

    def _claim(self, claim: Claim, texts: Mapping[str, TextFile]) -> str:
        amount = stated_quantity(claim)
        words = [
            amount.text if amount else "",
            f"of {claim.true_on.text},",
            f"{claim.grade},",
            claim.source.publisher,
        ]
        told = "- " + " ".join(filter(None, words))
        kept = next((file for path, file in texts.items() if path.endswith(f"/{claim.source.id}.txt")), None)
        if kept is None or not claim.record.at:
            return told
        lines = [line.strip() for line in kept.text.splitlines() if line.strip()]
        cited = [lines[number - 1] for number in claim.record.at if number <= len(lines)]
        return told + "".join(f"\n  > {line}" for line in cited)

    @property
    def _checked(self) -> FactBase:
        assert self.base is not None
        return self.base

    @cached_property
    def _view(self) -> View | None:
        """The desk as its highest reader sees it today; None while it has errors."""
        if self.base is None:
            return None
        day = documents.as_of_day(self.base, None, self.today)
        return View(self.base, Viewpoint(day, day, self.base.desk.release))

    def _name(self, entry: Entry) -> str:
        record = entry.record
        if isinstance(record, Entity):
            return record.name
        words = (getattr(record, key, None) for key in ("title", "label", "question", "name", "text"))
        return str(next((word for word in words if word), entry.id))


def _within(node: Node, id: str, key: str) -> Iterator[Occurrence]:
    """The places of an id in a tree; within the desk's words only as a narrative quotes it."""
    if isinstance(node, MappingNode):
        for record in rows(node, ProblemList()) if is_table(node) else ():
            yield from _within(_cells(record), id, "")
        for name, value in node.items():
            if not (is_table(node) and name == ROWS):
                yield from _within(value, id, str(name))
    elif isinstance(node, SequenceNode):
        for item in node:
            yield from _within(item, id, key)
    elif isinstance(node, ScalarNode):
        yield from _in_scalar(node, id, key)


def _cells(row: MappingNode) -> MappingNode:
    """The cells of a table's row, without what stands beside the rows."""
    start, end = yaml_tree.span_bounds(row.span)
    cells = {k: cell for k, cell in row.items() if start <= yaml_tree.span_bounds(cell.span)[0] < end}
    return MappingNode(cells, row.file, row.span)


def _in_scalar(node: ScalarNode, id: str, key: str) -> Iterator[Occurrence]:
    start, end = yaml_tree.span_bounds(node.span)
    written = node.file.text[start:end]
    if node == id and key not in _WORDS:
        at = written.find(id)
        if at >= 0:
            yield Occurrence(node.file, start + at, start + at + len(id))
    elif "{{" in node:
        for found in re.finditer(rf"(?<=[\"']){re.escape(id)}(?=\\?[\"'])", written):
            yield Occurrence(node.file, start + found.start(), start + found.end())
