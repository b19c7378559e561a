"""The difference between the desk's export and a copy of it that was edited in a spreadsheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from ..core.problems import BriefingsError
from .export_files import csv_columns
from .import_tables import Table, TableRow

# What the export works out, and what some of it follows from: that is to be changed.
_FOLLOWS = {
    "low": "its quantity", "high": "its quantity", "grade": "source and credibility", "publisher": "source",
}  # fmt: skip
_DERIVED = frozenset(
    """
    label headline low high true_first true_last known_on grade publisher published handling file
    line
    """.split()
)
_NEEDED = ("kind", "fact", "source")


def differences(held: Table, edited: Table) -> Iterator[str]:
    """A line for each cell that was changed, each row that was added and each that is gone.

    Raises BriefingsError for a table that is no export.
    """
    missing = [column for column in _NEEDED if column not in edited.columns]
    if missing:
        raise BriefingsError(
            f"no export of facts: it lacks {', '.join(missing)}", "briefings export --format csv"
        )
    columns = [one for one in csv_columns() if one not in _DERIVED and one in edited.columns]
    before, after = _by_claim(held.rows), _by_claim(edited.rows)
    for key, row in after.items():
        if key in before:
            yield from _changes(before[key], row, columns)
        else:
            fact = row.cells.get("fact", "")
            yield f"row {row.number}: {fact} has no such claim in the desk: import it by a map"
    for key, row in before.items():
        if key not in after:
            yield f"{_place(row)}: {row.cells['fact']} is gone: withdraw or correct the claim"


def _by_claim(rows: Sequence[TableRow]) -> dict[tuple[str, ...], TableRow]:
    """The rows by fact, source and claim, counted where a source says several things of a fact."""
    seen: Counter[tuple[str, ...]] = Counter()
    found = {}
    for row in rows:
        key = tuple(row.cells.get(column, "") for column in ("fact", "source", "claim_id"))
        seen[key] += 1
        found[(*key, str(seen[key]))] = row
    return found


def _changes(before: TableRow, after: TableRow, columns: Sequence[str]) -> Iterator[str]:
    place = f"{_place(before)}: {before.cells['fact']}"
    for column in (*columns, *(column for column in _FOLLOWS if column in after.cells)):
        was, now = _plain(before.cells.get(column, "")), _plain(after.cells.get(column, ""))
        if was == now or (column in _FOLLOWS and _is_same_number(was, now)):
            continue
        follows = f", which follows from {_FOLLOWS[column]}: change that" if column in _FOLLOWS else ""
        yield f"{place}: {column}: {was or '(nothing)'} -> {now or '(nothing)'}{follows}"


def _is_same_number(one: str, other: str) -> bool:
    """True for a number that a spreadsheet wrote in another way, as 1E+06 or 1,000,000."""
    try:
        return Decimal(one.replace(",", "")) == Decimal(other.replace(",", ""))
    except InvalidOperation:
        return False


def _place(row: TableRow) -> str:
    return f"{row.cells.get('file', '')}:{row.cells.get('line', '')}"


def _plain(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return cell.removeprefix("'").strip()
