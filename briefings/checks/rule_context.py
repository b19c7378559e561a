"""The records of a desk as a rule may look at them: each lookup is noted while a record is judged.

A rule judges one record and looks others up by the keys of `facts/lookup_keys.py`. Its problems hold while
those keys find what they found, so that nobody has to say beside a rule what it depends on. A rule that looks
at everything is asked anew after every edit: right, and slow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any, Generic, NamedTuple, TypeVar

from ..core.markings import Marking
from ..core.problems import MAX_SUGGESTIONS, Mark, Problem, nearest
from ..facts import lookup_keys
from ..facts.claims import Claim, Viewpoint
from ..facts.fact_base import FactBase
from ..facts.view import LookupLog, View
from ..records.base_record import Record
from ..records.desk_settings import Desk
from ..records.entities import Source
from ..records.entries import Entry
from ..records.fact_records import FactRecord
from ..records.prose_fields import Prose
from ..records.record_models import RECORD_MODELS
from ..records.references import FactRef, Ref, free_texts
from ..records.yaml_tree import ScalarNode

R = TypeVar("R", bound=Record)
T = TypeVar("T")
# Of these nothing changes without all records being judged.
_SHAPING = frozenset((Desk.kind, lookup_keys.MISNOMERS))
_FEW = 200  # ids among which looking for the one that was meant takes no time


class Mention(NamedTuple):
    """A reference or a narrative, its record and field, and the marking of the text it is printed with."""

    value: Ref | FactRef | Prose
    entry: Entry
    marking: Marking
    field: str


@dataclass(frozen=True)
class Rule(Generic[R]):
    """A rule: the records of a model that it judges, and the problems of one of them."""

    model: type[R]
    problems: Callable[[RuleContext, Entry, R], Iterable[Problem]]


AnyRule = Rule[Any]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The problems of a record by some rules, and the keys that these looked up.

    Keys that find the record itself, or what says something of it by its id (`part A`), are left out. The
    files that the problems point into are among them: what was looked up may say the same further down.
    """

    entry: Entry
    problems: tuple[Problem, ...]
    reads: tuple[str, ...]

    def and_also(self, other: Judgement) -> Judgement:
        """This judgement, and another of the same record by further rules."""
        return Judgement(self.entry, (*self.problems, *other.problems), tuple({*self.reads, *other.reads}))


class _OneLog(LookupLog):
    """The lookups made for a rule: one set, whatever day of a text they are for."""

    def __init__(self, noted: set[str]) -> None:
        super().__init__()
        self._noted = noted

    def noted(self, at: Viewpoint) -> set[str]:
        return self._noted


class RuleContext:
    """The records of a base; `today` is the day for what is due, that which the desk pins by default."""

    def __init__(self, base: FactBase, today: date | None = None) -> None:
        pinned = base.desk.today
        self.desk, self.today = base.desk, today or (pinned.last if pinned else None)
        self._base = base
        self._noted: set[str] = set()
        self._log = _OneLog(self._noted)
        self._shared: dict[Hashable, tuple[object, frozenset[str]]] = {}
        self._mentioned: dict[str, tuple[Entry, tuple[Mention, ...]]] = {}
        self._claimed: tuple[Entry, tuple[Claim, ...]] | None = None
        self._worded: tuple[Entry | None, tuple[ScalarNode, ...]] = (None, ())
        self._suggested = 0

    def judged(self, entry: Entry, rules: Iterable[AnyRule]) -> Judgement:
        """Judge a record by rules for its model."""
        self._taken()
        problems = tuple(problem for rule in rules for problem in rule.problems(self, entry, entry.record))
        known = lookup_keys.identity_keys(entry.kind, entry.id) | _SHAPING
        reads = {key for key in self._taken() - known if key.partition(" ")[2] != entry.id}
        reads |= {f"{lookup_keys.FILE}{mark.file.path}" for problem in problems for mark in problem.marks}
        return Judgement(entry, problems, tuple(reads))

    def _taken(self) -> frozenset[str]:
        """Return the keys noted so far, and begin anew."""
        keys, self._claimed = frozenset(self._noted), None
        self._noted.clear()
        return keys

    def shared(
        self,
        name: Hashable,
        computed: Callable[[], T],
        under: Callable[[T], Iterable[Hashable]] = lambda _: (),
    ) -> T:
        """Return what several records need, computed once; each counts as having read what that read.

        `under` gives further names that the same is found under.
        """
        if name not in self._shared:
            before = self._taken()
            found = computed()
            kept = found, self._taken()
            self._shared |= dict.fromkeys((name, *under(found)), kept)
            self._noted |= before
        value, reads = self._shared[name]
        self._noted |= reads
        return value  # type: ignore[return-value]

    # -- single records

    def entry(self, id: str) -> Entry | None:
        """The record of an id; None if there is none."""
        return next(iter(self.found(f"id {id}")), None)

    def fact(self, id: str) -> Entry | None:
        """The record of a fact by its id; None if there is none."""
        entry = self.entry(id)
        return entry if entry is not None and isinstance(entry.record, FactRecord) else None

    def source(self, id: str) -> Source | None:
        """A source by its id; None if there is none."""
        return self.record(Source, id)

    def record(self, model: type[R], id: str | None) -> R | None:
        """A record of a model by its id; None if there is none."""
        entry = self.entry(id) if id else None
        return entry.record if entry is not None and isinstance(entry.record, model) else None

    def claims(self, entry: Entry | None) -> tuple[Claim, ...]:
        """The claims of a fact, visible or not; empty for other records."""
        if entry is None or not entry.claims:
            return ()
        if self._claimed is None or self._claimed[0] is not entry:  # rule after rule asks for those of one
            claims = self._base.claims(entry)
            self._noted.update([f"id {claim.record.source}" for claim in claims])
            self._claimed = entry, claims
        return self._claimed[1]

    def published_here(self, claim: Claim) -> tuple[tuple[Mark, str], ...]:
        """The place that says when the source of a claim was published, to be shown beside a problem."""
        source = self.entry(claim.source.id)
        return ((source.at("published"), "published here"),) if source else ()

    # -- several records

    def found(self, key: str) -> tuple[Entry, ...]:
        """The records that a key of `lookup_keys.py` finds, by kind and id."""
        self._noted.add(key)
        return self._base.found(key)

    def some(self, key: str, most: int) -> list[Entry]:
        """The first records that a key finds, of which there may be many."""
        self._noted.add(key)
        return list(islice(self._base.each(key), most))

    def exists(self, key: str) -> bool:
        """Return True if a key finds any record."""
        self._noted.add(key)
        return next(self._base.each(key), None) is not None

    def ids_of(self, kind: str) -> tuple[str, ...]:
        """The ids of all records of a kind, whatever else they say."""
        self._noted.add(f"{lookup_keys.IDS}{kind}")
        return self._base.stock.ids(kind)

    def records(self, model: type[R]) -> Iterator[tuple[Entry, R]]:
        """Each record of a model, with its entry."""
        kind = getattr(model, "kind", "")
        for entry in self.found(kind) if kind in RECORD_MODELS else self.entries:
            if isinstance(entry.record, model):
                yield entry, entry.record

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every record."""
        self._noted.add(lookup_keys.EVERYTHING)
        return self._base.all

    @property
    def ids(self) -> Mapping[str, Entry]:
        """Every record by its id."""
        return self.shared("ids", lambda: {entry.id: entry for entry in self.entries})

    @property
    def facts(self) -> Mapping[str, Entry]:
        """Every fact by its id."""
        return self.shared("facts", lambda: {entry.id: entry for entry in self.found(lookup_keys.FACTS)})

    def suggestion(self, id: str, known: Iterable[str]) -> str:
        """The id that was most likely meant, or ""; looked for among many a bounded number of times."""
        known = list(known)
        self._suggested += len(known) > _FEW
        return "" if self._suggested > MAX_SUGGESTIONS else nearest(id, known)

    @property
    def has_suggested(self) -> bool:
        """True if ids were looked for among many."""
        return self._suggested > 0

    # -- views

    @cached_property
    def all_time_view(self) -> View:
        """Everything the desk will ever have known, corrections applied."""
        return self._view(date.max)

    @cached_property
    def now(self) -> View:
        """The state of things today; the view of all time if there is no today."""
        return self.all_time_view if self.today is None else self._view(self.today)

    def _view(self, day: date) -> View:
        return View(self._base, Viewpoint(day, day, Marking.RED), self._log)

    # -- mentions

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Every reference and narrative of every record."""
        return tuple(mention for entry in self.entries for mention in self.mentions_of(entry))

    def mentions_of(self, entry: Entry) -> tuple[Mention, ...]:
        """Every reference and narrative of a record."""
        found = self._mentioned.get(entry.id)
        if found is None or found[0] is not entry:
            found = self._mentioned[entry.id] = entry, tuple(self._mentions(entry))
        return found[1]

    def _mentions(self, entry: Entry) -> Iterator[Mention]:
        own = getattr(entry.record, "marking", None) or self.desk.marking
        yield from _within(entry.record, entry, own, "")
        for claim in self.claims(entry):
            marking = claim.marking
            yield from _within(claim.record, entry, own if marking is None or marking <= own else marking, "")

    def texts_of(self, entry: Entry) -> tuple[ScalarNode, ...]:
        """Every text of a record that a person worded."""
        if self._worded[0] is not entry:  # several rules ask for those of the record that is judged
            parts = (entry.record, *entry.claims)
            self._worded = entry, tuple(text for part in parts for text in free_texts(part))
        return self._worded[1]

    def level(self, entry: Entry) -> Marking:
        """The lowest release in which any claim of the record appears."""
        own: Marking = getattr(entry.record, "marking", None) or self.desk.marking
        claims = self.claims(entry)
        return max(own, min(claim.marking or own for claim in claims)) if claims else own


def _within(value: object, entry: Entry, marking: Marking, name: str) -> Iterator[Mention]:
    if isinstance(value, ScalarNode):  # nearly all are: to be told from a record, which takes long, last
        if isinstance(value, FactRef | Prose | Ref):
            yield Mention(value, entry, marking, name)
    elif isinstance(value, tuple):
        for item in value:
            yield from _within(item, entry, marking, name)
    elif isinstance(value, Record):
        inner_marking = vars(value).get("marking")
        if inner_marking is not None and inner_marking > marking:
            marking = inner_marking
        for name in lookup_keys.bearing_fields(type(value)):
            inner = getattr(value, name)
            if inner is not None and inner != ():
                yield from _within(inner, entry, marking, name)


def claim_mark(claim: Claim, *path: str | int) -> Mark:
    """The place of a claim's value; the beginning of the claim if it has no such value of its own."""
    mark = claim.node.at(*path)
    return mark if mark != claim.node.mark else claim.node.first


def word_mark(prose: ScalarNode, near: str) -> Mark:
    """The first place of a word in a narrative's lines of the file; else the whole narrative."""
    whole = prose.mark
    if near:
        edge = (r"(?<![\w-])", r"(?![\w-])") if near[0].isalnum() else ("", "")
        pattern = re.compile(edge[0] + re.escape(near) + edge[1], re.IGNORECASE)
        for number in range(whole.line, whole.end_line + 1):
            start = whole.column - 1 if number == whole.line else 0
            match = pattern.search(whole.file.line(number), start)
            if match:
                return Mark(whole.file, number, match.start() + 1, number, match.end() + 1)
    return whole
