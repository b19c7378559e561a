"""The plan of an import: each row of a table as a record, and what it means beside the desk's facts.

Every row is written as a person would write it, one record a line of a file that is never saved, and read
by the reader of fact files: names, numbers, dates and units go through the same grammar, and mistakes come
with its remedies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ..checks import desk_loading
from ..core.dates import PartialDate
from ..core.problems import BriefingsError, Problem, Severity, TextFile
from ..core.quantities import Quantity
from ..core.units import UnitMismatchError, conversion_factor
from ..facts.agreement import agree, stated_quantity
from ..facts.claims import Claim, Viewpoint
from ..facts.fact_base import FactBase
from ..facts.revisions import of_one_time, revises
from ..facts.view import View
from ..records import fact_reader
from ..records.base_record import Record
from ..records.entities import Source
from ..records.entries import Entry
from ..records.fact_kinds import FACT_KINDS
from ..records.fact_records import FactRecord, compared_fields, keys_of
from ..records.field_types import Places
from ..records.record_models import FILED_CLAIMS
from ..records.references import FactRef, Ref
from ..template_api import documents
from .import_map import ImportMap
from .import_rows import RowMemory, RowRecord, keys_of_type, row_records
from .import_tables import Table, TableRow

# In the order in which they are printed.
VERDICTS = {
    "new": "no fact of the desk is the same thing",
    "newer state": "later than what the desk has",
    "earlier state": "of a day before those that the desk has",
    "further source": "agrees with what the desk has",
    "revision": "its own series has another number for the same time",
    "disagreement": "another number or date for the same time",
    "unchanged": "the desk has it from this source",
}
WRITTEN = ("new", "newer state", "earlier state", "further source", "revision", "disagreement")
_SCRATCH = "table"
_ROWS_A_FILE = 90  # the reader reports no more problems of one file than a hundred
_FILE_SIZE = 800_000
_FACT_MODELS = {model.kind: model for model in FACT_KINDS}


@dataclass(frozen=True)
class PlannedRow:
    """A row with its verdict; `line` is its record as it is to be written, below the key `kind`."""

    record: RowRecord
    verdict: str
    id: str
    kind: str
    line: str
    was: str = ""
    now: str = ""
    jump: Decimal | None = None
    documents: tuple[str, ...] = ()


@dataclass(frozen=True)
class RefusedRow:
    """A row that cannot be a record: why, and what was expected."""

    row: TableRow
    why: str
    remedy: str


@dataclass(frozen=True)
class ImportPlan:
    """What an import would do: the rows by verdict, those refused, those passed over, and further records."""

    rows: tuple[PlannedRow, ...]
    refused: tuple[RefusedRow, ...]
    remembered: tuple[TableRow, ...]
    rejected: tuple[TableRow, ...]
    empty: tuple[TableRow, ...]
    records: dict[str, tuple[str, ...]]

    def to_write(self, jumps: bool) -> list[PlannedRow]:
        """The rows that are written; those that jump only if asked for."""
        return [row for row in self.rows if row.verdict in WRITTEN and (jumps or row.jump is None)]


# ---------------------------------------------------------------- records beside the desk's


def plan_import(
    files: Sequence[TextFile],
    table: Table,
    mapping: ImportMap,
    memory: RowMemory,
    today: date,
    path: str,
) -> ImportPlan:
    """Return what importing a table into a desk would do; raises BriefingsError where the desk has errors.

    `path` is the file that would be written: what `check` would refuse in it is refused here.
    """
    loaded = desk_loading.load(files, today)
    if loaded.base is None:
        raise BriefingsError("the desk has errors of its own", "mend them first: briefings check")
    base = loaded.base
    read, empty = row_records(table, mapping)
    records = [_with_ids(record, base, mapping.kind) for record in read]
    rejected = tuple(record.row for record in records if record.digest in memory.rejected)
    done = tuple(record.row for record in records if record.digest in memory.done)
    open_ = [one for one in records if one.digest not in memory.rejected | memory.done]
    further = {
        kind: new for kind, lines in mapping.records.items() if (new := _unknown_records(base, kind, lines))
    }
    entries, refused = _read_rows(files, open_, mapping.kind, further)
    rows = _verdicts(base, entries, mapping, further)
    after, wrong = _load_with(files, rows, further, today, path)
    if wrong:
        rows = [row for row in rows if row.line not in wrong]
        after, _ = _load_with(files, rows, further, today, path)
    if after is not None:
        rows = list(_with_documents(after, rows, today))
    return ImportPlan(
        tuple(rows),
        tuple(sorted([*refused, *wrong.values()], key=lambda one: one.row.number)),
        done,
        rejected,
        tuple(empty),
        further,
    )


def _with_ids(record: RowRecord, base: FactBase, kind: str) -> RowRecord:
    """The row with ids for names where the id of any fact or entity may stand, as of a figure's subject."""
    found = {
        key: base.resolve(record.values[key].strip("'"))
        for key in keys_of_type(kind, FactRef)
        if key in record.values
    }
    return replace(record, values={**record.values, **{key: id for key, id in found.items() if id}})


def _unknown_records(base: FactBase, kind: str, lines: Iterable[str]) -> tuple[str, ...]:
    """The records of a map that the desk does not have by their id."""
    read, _ = fact_reader.read([TextFile(_SCRATCH, _listed(kind, lines))])
    known = {entry.id for entry in read if base.stock.entry(kind, entry.id) is not None}
    by_line = {entry.mark.line: entry.id for entry in read}
    return tuple(line for number, line in enumerate(lines, 2) if by_line.get(number) not in known)


def _listed(kind: str, lines: Iterable[str]) -> str:
    return f"{kind}:\n" + "".join(f"  - {line}\n" for line in lines)


def file_text(rows: Iterable[PlannedRow], further: dict[str, tuple[str, ...]]) -> str:
    """The rows, and the records that they need, as a fact file: a record a line, kind after kind."""
    kinds: dict[str, list[str]] = {kind: list(lines) for kind, lines in further.items()}
    for row in rows:
        kinds.setdefault(row.kind, []).append(row.line)
    return "\n".join(_listed(kind, lines) for kind, lines in kinds.items())


def file_texts(rows: Sequence[PlannedRow], further: dict[str, tuple[str, ...]]) -> list[str]:
    """The texts of the files to write, none larger than a fact file may be; none if there is no row."""
    texts, some, size = list[str](), list[PlannedRow](), 0
    for row in rows:
        if size + len(row.line.encode()) > _FILE_SIZE:
            texts.append(file_text(some, further if not texts else {}))
            some, size = [], 0
        some.append(row)
        size += len(row.line.encode()) + 5
    return [*texts, file_text(some, further if not texts else {})] if some else texts


def remembering(memory: RowMemory, plan: ImportPlan, jumps: bool) -> RowMemory:
    """The memory after a plan is written: what was written, and what the desk had already."""
    unchanged = [row for row in plan.rows if row.verdict == "unchanged"]
    done = {row.record.digest for row in (*plan.to_write(jumps), *unchanged)}
    return RowMemory(memory.done | done, memory.rejected)


def _mapping_line(values: dict[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in values.items()) + "}"


def _read_rows(
    files: Sequence[TextFile], records: Sequence[RowRecord], kind: str, further: dict[str, tuple[str, ...]]
) -> tuple[list[tuple[RowRecord, Entry]], list[RefusedRow]]:
    """Each row with its record as the reader reads it, and the rows that it refuses."""
    read: list[tuple[RowRecord, Entry]] = []
    refused: list[RefusedRow] = []
    ahead = list(records)
    while ahead:
        entries, problems = _read_once(files, ahead, kind, further)
        read += [(ahead[number], entry) for number, entry in entries.items()]
        refused += [_refusal(ahead[number], problem) for number, problem in problems.items()]
        # what stands beside a row that cannot be read at all is read without it
        left = [one for number, one in enumerate(ahead) if number not in entries.keys() | problems.keys()]
        if len(left) == len(ahead):
            refused += [RefusedRow(one.row, "it cannot be read", "see its cells") for one in left]
            break
        ahead = left
    return sorted(read, key=lambda item: item[0].row.number), refused


def _read_once(
    files: Sequence[TextFile], records: Sequence[RowRecord], kind: str, further: dict[str, tuple[str, ...]]
) -> tuple[dict[int, Entry], dict[int, Problem]]:
    """The entries and the first problems of rows, by their place among `records`."""
    places: dict[tuple[str, int], int] = {}
    scratch = [TextFile(f"{_SCRATCH}/with.yaml", file_text((), further))]
    for start in range(0, len(records), _ROWS_A_FILE):
        some, name = records[start : start + _ROWS_A_FILE], f"{_SCRATCH}/{start}.yaml"
        scratch.append(TextFile(name, _listed(kind, (_mapping_line(one.values) for one in some))))
        places |= {(name, line): start + line - 2 for line in range(2, len(some) + 2)}
    entries, problems = fact_reader.read([*files, *scratch])
    read = {(entry.mark.file.path, entry.mark.line): entry for entry in entries}
    wrong: dict[int, Problem] = {}
    for problem in problems:
        number = places.get((problem.mark.file.path, problem.mark.line))
        if number is not None and problem.severity is Severity.ERROR:
            wrong.setdefault(number, problem)
    return {number: read[at] for at, number in places.items() if at in read and number not in wrong}, wrong


def _refusal(record: RowRecord, problem: Problem) -> RefusedRow:
    remedy = f"did you mean {problem.suggestion!r}?" if problem.suggestion else problem.expected
    return RefusedRow(record.row, problem.message, remedy)


# ---------------------------------------------------------------- verdicts


def _verdicts(
    base: FactBase,
    entries: Sequence[tuple[RowRecord, Entry]],
    mapping: ImportMap,
    further: dict[str, tuple[str, ...]],
) -> list[PlannedRow]:
    """Each row beside the desk's facts, and beside the rows above it."""
    source_of = _sources(base, further)
    facts = {_identity(entry): entry for entry in base.all if entry.kind == mapping.kind}
    claims: dict[object, list[Claim]] = {}
    rows = []
    for record, entry in entries:
        identity = _identity(entry)
        held = facts.get(identity)
        if entry.kind not in _FACT_MODELS:
            line = _mapping_line(_resolved(record.values, entry.record))
            rows.append(PlannedRow(record, "unchanged" if held else "new", entry.id, entry.kind, line))
            facts.setdefault(identity, entry)
            continue
        if identity not in claims:
            claims[identity] = [] if held is None else list(base.claims(held))
        before = claims[identity]
        facts.setdefault(identity, entry)
        claim = Claim(entry.claims[0], source_of(entry.claims[0].source), entry, entry.claim_nodes[0], "")
        rows.append(_planned(record, facts[identity].id, claim, before, mapping.jump))
        before.append(claim)
    return rows


def _planned(record: RowRecord, id: str, claim: Claim, before: Sequence[Claim], bound: Decimal) -> PlannedRow:
    """A row of a fact beside the claims that it has: the record of a new fact, or a further claim of one."""
    entry = claim.fact
    values = _resolved(record.values, entry.record, claim.record)
    kind, line = entry.kind, _mapping_line(values)
    if before:
        keys = keys_of(type(claim.record))
        said = {key: value for key, value in values.items() if key in keys and key != "id"}
        kind, line = FILED_CLAIMS, _mapping_line({"fact": quoted_id(id), **said})
    verdict, other = _verdict(claim, before)
    jump = _jump(claim, before, bound) if verdict in WRITTEN else None
    return PlannedRow(record, verdict, id, kind, line, _told(other), _told(claim), jump)


# The kinds of which one record with the same keys is the same fact, whatever its id.
_BY_IDENTITY = ("borders", "memberships", "offices", "displacement", "figures", "designations")


def _identity(entry: Entry) -> object:
    """The identity of a record: what its kind tells it by, or else its id."""
    if entry.kind not in _BY_IDENTITY:
        return entry.id
    names = [name for name in type(entry.record).model_fields if name not in FactRecord.model_fields]
    values = [getattr(entry.record, name) for name in names]
    return tuple(repr(sorted(value)) if isinstance(value, tuple) else repr(value) for value in values)


def quoted_id(id: str) -> str:
    """An id as a value: in quotes if it has a colon."""
    return f"'{id}'" if ":" in id else id


def _sources(base: FactBase, further: dict[str, tuple[str, ...]]) -> Callable[[str], Source]:
    """The source of an id: one that the map brings, or the desk's."""
    brought, _ = fact_reader.read([TextFile(_SCRATCH, _listed("sources", further.get("sources", ())))])
    new = {entry.id: entry.record for entry in brought if isinstance(entry.record, Source)}
    return lambda id: new[id] if id in new else base.source(id)


def _verdict(claim: Claim, before: Sequence[Claim]) -> tuple[str, Claim | None]:
    """The verdict on a claim beside those of the same fact, and the one that decides it."""
    if not before:
        return "new", None
    same = next((one for one in before if one.source.id == claim.source.id and _same(one, claim)), None)
    if same is not None:
        return "unchanged", same
    meeting = [one for one in before if of_one_time(one, claim)]
    for one in meeting:
        if not _compatible(one, claim):
            return ("revision" if revises(claim, one) else "disagreement"), one
    if meeting:
        return "further source", meeting[0]
    latest = max(before, key=lambda one: one.true_on.last)
    return ("newer state" if claim.true_on.first > latest.true_on.last else "earlier state"), latest


def _same(one: Claim, other: Claim) -> bool:
    """True if two claims of one source say the same of the same day."""
    fields = compared_fields(type(one.record)).values()
    return one.record.as_of == other.record.as_of and all(
        _comparable(getattr(one.record, name)) == _comparable(getattr(other.record, name)) for name in fields
    )


def _comparable(value: object) -> object:
    return (value.low, value.high, value.unit, value.approximate) if isinstance(value, Quantity) else value


def _compatible(one: Claim, other: Claim) -> bool:
    """True if two claims of one time may both be right: their numbers agree, and no other field differs."""
    if not agree(one, other):
        return False
    for name in compared_fields(type(one.record)).values():
        a, b = getattr(one.record, name), getattr(other.record, name)
        if (
            isinstance(a, PartialDate)
            and isinstance(b, PartialDate)
            and (a.last < b.first or b.last < a.first)
        ):
            return False
    return True


def _jump(claim: Claim, before: Sequence[Claim], bound: Decimal) -> Decimal | None:
    """The change in per cent against the nearest earlier number; None if it is within the bound."""
    amount = stated_quantity(claim)
    others = [one for one in before if one is not claim and stated_quantity(one) is not None]
    if amount is None or amount.middle is None or not others:
        return None
    nearest_one = min(others, key=lambda one: abs(one.true_on.last - claim.true_on.last))
    old = stated_quantity(nearest_one)
    if old is None or not old.middle:
        return None
    try:
        factor = conversion_factor(amount.unit or old.unit, old.unit or amount.unit)
    except UnitMismatchError:
        return None
    change = (amount.middle * factor / old.middle - 1) * 100
    return change if abs(change) >= bound else None


def _told(claim: Claim | None) -> str:
    """A claim in a few words: its number or date, its day, its source."""
    if claim is None:
        return ""
    amount = stated_quantity(claim)
    words = [amount.text if amount else "", f"of {claim.true_on.text}", f"({claim.source.id})"]
    return " ".join(filter(None, words))


def _resolved(values: dict[str, str], *records: Record) -> dict[str, str]:
    """The values with ids in the place of names and aliases."""
    found = dict(values)
    for record in records:
        for name, field in type(record).model_fields.items():
            key, value = field.alias or name, getattr(record, name)
            if key not in found:
                continue
            if isinstance(value, Ref):
                found[key] = quoted_id(str(value))
            elif isinstance(value, tuple) and value and all(isinstance(item, Ref) for item in value):
                found[key] = _listed_ids(value)
            elif isinstance(value, Places) and not value.jointly:
                found[key] = _listed_ids(value.any)
    return found


def _listed_ids(ids: Sequence[str]) -> str:
    return quoted_id(ids[0]) if len(ids) == 1 else "[" + ", ".join(map(quoted_id, ids)) + "]"


# ---------------------------------------------------------------- what check and the documents say


def _load_with(
    files: Sequence[TextFile],
    rows: Sequence[PlannedRow],
    further: dict[str, tuple[str, ...]],
    today: date,
    path: str,
) -> tuple[FactBase | None, dict[str, RefusedRow]]:
    """The desk with the rows written, and by its line each row that `check` refuses then.

    Raises BriefingsError for an error that stands in no row.
    """
    new = [row for row in rows if row.verdict in WRITTEN]
    if not new:
        return None, {}
    text = file_text(new, further)
    loaded = desk_loading.load([*files, TextFile(path, text)], today)
    by_line = {row.line: row for row in new}
    lines = text.splitlines()
    refused: dict[str, RefusedRow] = {}
    for problem in loaded.errors:
        line = lines[problem.mark.line - 1].removeprefix("  - ") if problem.mark.file.path == path else ""
        if line not in by_line:
            summary = str(problem).splitlines()[0]
            raise BriefingsError(f"the table does not fit the desk: {summary}", problem.expected)
        refused.setdefault(line, _refusal(by_line[line].record, problem))
    return loaded.base, refused


def _with_documents(base: FactBase, rows: Sequence[PlannedRow], today: date) -> Iterator[PlannedRow]:
    """The rows, each with the documents that its fact belongs to."""
    day = documents.as_of_day(base, None, today)
    view = View(base, Viewpoint(day, day, base.desk.release))
    made = documents.all_documents(base, view.at)
    for row in rows:
        fact = view.fact(row.id) if row.verdict in WRITTEN else None
        yield replace(row, documents=tuple(documents.documents_with(view, made, fact))) if fact else row
