"""The rows of a table as records: the map's constants and cells, written as a person would write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from ..core.date_slips import intended_date
from ..core.dates import PartialDate
from ..core.digests import digest
from ..core.problems import BriefingsError, nearest
from ..core.quantities import Quantity
from ..core.quantity_slips import intended_forms
from ..records.base_record import annotation_parts
from ..records.fact_records import FactRecord
from ..records.record_models import RECORD_MODELS
from .import_map import ORDERS, ColumnRule, ImportMap, quoted
from .import_tables import Table, TableRow


@dataclass(frozen=True)
class RowRecord:
    """A row as a record: `values` by key, as YAML has them, and the digest of what the map reads of it."""

    row: TableRow
    values: dict[str, str]
    digest: str


@dataclass(frozen=True)
class RowMemory:
    """The digests of rows of earlier imports: those dealt with, and those that a person rejected."""

    done: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()


def with_rejected(memory: RowMemory, records: Sequence[RowRecord], rows: str) -> RowMemory:
    """The memory with rows such as "12,40-44" rejected; raises BriefingsError for rows that are not there."""
    wanted: set[int] = set()
    for part in rows.split(","):
        match = re.fullmatch(r"\s*([0-9]{1,6})(?:-([0-9]{1,6}))?\s*", part)
        if match is None:
            raise BriefingsError(f"{part!r} names no row", "row numbers as the plan prints them: 12,40-44")
        wanted |= set(range(int(match[1]), int(match[2] or match[1]) + 1))
    found = {record.digest for record in records if record.row.number in wanted}
    if not found:
        raise BriefingsError(
            f"the map takes no row of {rows}", "row numbers as the plan prints them: 12,40-44"
        )
    return RowMemory(memory.done, memory.rejected | found)


def row_records(table: Table, mapping: ImportMap) -> tuple[list[RowRecord], list[TableRow]]:
    """Each row that the map takes as a record, and the rows that have no value; raises BriefingsError."""
    for name in mapping.used_columns:
        if name not in table.columns:
            near = nearest(name, table.columns)
            remedy = f"did you mean {near!r}?" if near else f"the table has: {', '.join(table.columns[:30])}"
            raise BriefingsError(f"the table has no column {name!r}", remedy)
    records, empty = [], []
    for row in table.rows:
        if any(row.cells.get(column, "") not in words for column, words in mapping.where.items()):
            continue
        cells = [row.cells.get(column, "") for column in mapping.used_columns]
        values = {
            key: text for key, rule in mapping.columns.items() if (text := _value(key, rule, row, mapping))
        }
        if len(values) < len(mapping.columns) and _lacks(values, mapping):
            empty.append(row)
            continue
        records.append(
            RowRecord(row, {**mapping.constants, **values}, digest(*cells, repr(mapping.constants)))
        )
    return records, empty


def _lacks(values: dict[str, str], mapping: ImportMap) -> bool:
    """True if a row has none of the numbers that the map reads, or no key at all."""
    model = RECORD_MODELS[mapping.kind]
    known = model.claim.numbers if issubclass(model, FactRecord) else ()
    numbers = [key for key in mapping.columns if key in known]
    return not values or (bool(numbers) and not any(key in values for key in numbers))


def _value(key: str, rule: ColumnRule, row: TableRow, mapping: ImportMap) -> str:
    """A cell as the value of a key; "" where it holds nothing."""
    cell = row.cells.get(rule.column, "").strip()
    if cell in mapping.blank:
        return ""
    if cell in rule.names:
        return rule.names[cell]
    if rule.split:
        parts = [part.strip() for part in cell.split(rule.split)]
        return "[" + ", ".join(rule.names.get(part, quoted(part)) for part in parts if part) + "]"
    if key in keys_of_type(mapping.kind, PartialDate):
        return quoted(_plain_day(cell, rule.order))
    if rule.separator:
        cell = cell.replace(rule.separator, "")
    if key in keys_of_type(mapping.kind, Quantity):
        cell = _plain_form(" ".join(filter(None, (cell, rule.scale, rule.unit))))
    return quoted(cell)


@cache
def keys_of_type(kind: str, wanted: type) -> frozenset[str]:
    """The keys of a kind, or of its claims, whose values are of a type."""
    model = RECORD_MODELS[kind]
    models = (model, model.claim) if issubclass(model, FactRecord) else (model,)
    return frozenset(
        field.alias or name
        for one in models
        for name, field in one.model_fields.items()
        if wanted in set(annotation_parts(field.annotation, *field.metadata))
    )


def _plain_form(amount: str) -> str:
    """An amount in the desk's grammar where it is plain what is meant: 1,357 km is 1357 km."""
    try:
        Quantity.parse(amount)
    except ValueError:
        for _, form in intended_forms(amount):
            with suppress(ValueError):
                return Quantity.parse(form).text
    return amount


def _plain_day(cell: str, order: str) -> str:
    """A day in the desk's form where it is plain what is meant: 24 October 1945 is 1945-10-24."""
    cell = re.sub(r"T00:00:00(?:\.0+)?Z?$", "", cell)
    if order and (match := re.fullmatch(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})", cell)):
        day, month = match.group(1, 2) if order == ORDERS[0] else match.group(2, 1)
        return f"{match[3]}-{month:0>2}-{day:0>2}"
    try:
        PartialDate.parse(cell)
    except ValueError:
        return intended_date(cell) or cell
    return cell
