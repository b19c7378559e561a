"""Tables as rows of named texts, from CSV, XLSX, JSON or JSON Lines."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath

from ..core.problems import BriefingsError

MOST_ROWS = 100_000
MOST_COLUMNS = 16_384  # as many as a spreadsheet has
_MOST_CELLS = 5_000_000
_MOST_LINES = 1 << 20  # of a spreadsheet
_MOST_UNPACKED = 500_000_000  # bytes
FORMATS = ("csv", "xlsx", "json", "jsonl")
_ENDINGS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".xlsx": "xlsx",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}


@dataclass(frozen=True)
class TableRow:
    """A row: its number as a spreadsheet or an editor shows it, and its cells by column."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """A table as read: the names of its columns, and the rows that are not blank."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


def read_table(name: str, data: bytes, skip: int = 0, sheet: str = "") -> Table:
    """The table in a file, whose ending tells its format.

    `skip` lines stand before the line of column names. Raises BriefingsError where there is no table.
    """
    form = _ENDINGS.get(PurePath(name).suffix.lower())
    if form is None:
        raise BriefingsError(f"{name} is no table that can be read", "a file in .csv, .xlsx, .json or .jsonl")
    if form in ("json", "jsonl"):
        return _of_objects(name, list(_objects(name, _text(name, data), form)))
    lines = _sheet(name, data, sheet) if form == "xlsx" else _csv_lines(name, _text(name, data))
    return _of_lines(name, lines, skip)


def _text(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BriefingsError(
            f"{name}:{line}: a byte that is no UTF-8", "save it as UTF-8 (in Excel: CSV UTF-8)"
        ) from None


def _csv_lines(name: str, text: str) -> Iterator[tuple[int, Sequence[str]]]:
    """The lines of a CSV with their numbers, by the separator that its beginning has most of."""
    head = "".join(text.splitlines(keepends=True)[:6])
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    before = 0
    try:
        for cells in reader:
            yield before + 1, cells
            before = reader.line_num
    except csv.Error as error:
        raise BriefingsError(
            f"{name}:{before + 1}: {error}", "a quotation mark at the end of each cell that begins with one"
        ) from None


def _sheet(name: str, data: bytes, sheet: str) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows of a sheet of an XLSX file with their numbers: its first, or the one named."""
    import zipfile

    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > _MOST_UNPACKED:
            raise BriefingsError(
                f"{name} is {unpacked:,} bytes when it is unpacked",
                f"at most {_MOST_UNPACKED:,}: save it as .csv",
            )
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        if sheet and sheet not in book.sheetnames:
            raise BriefingsError(f"{name} has no sheet {sheet!r}", f"one of: {', '.join(book.sheetnames)}")
        chosen = book[sheet] if sheet else book.worksheets[0]
        chosen.reset_dimensions()  # the sheet says how large it is, and each row would be filled up to that
        for number, row in enumerate(chosen.iter_rows(values_only=True), 1):
            if number > _MOST_LINES:
                raise BriefingsError(
                    f"{name} has a row {number:,}", "a sheet as a spreadsheet program saves it"
                )
            if row:
                yield number, [cell_text(value) for value in row]
    except BriefingsError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged sheet makes it run into
        message = f"{name} is no XLSX file: {type(error).__name__}: {error}"[:300]
        raise BriefingsError(message, "save it again as .xlsx or .csv") from None


def cell_text(value: object) -> str:
    """The value of a typed cell as a person would write it: whole numbers without a point, days as ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return (
            f"{int(value)}" if value.is_integer() else f"{value:.12g}" if abs(value) < 1e12 else repr(value)
        )
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute) else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()


def _of_lines(name: str, lines: Iterable[tuple[int, Sequence[str]]], skip: int) -> Table:
    stripped = ((number, [cell.strip() for cell in cells]) for number, cells in lines if number > skip)
    filled = ((number, cells) for number, cells in stripped if any(cells))
    number, heading = next(filled, (0, []))
    if not heading:
        raise BriefingsError(f"{name} has no rows", "a line with the names of the columns, and rows below it")
    while not heading[-1]:
        heading.pop()
    if len(heading) > MOST_COLUMNS:
        raise BriefingsError(f"{name}:{number}: {len(heading):,} columns", f"at most {MOST_COLUMNS:,}")
    twice = next((column for column, times in Counter(heading).items() if column and times > 1), None)
    if twice:
        raise BriefingsError(f"{name}:{number}: two columns are called {twice!r}", "a name for each column")
    rows: list[TableRow] = []
    for at, cells in filled:
        rows.append(TableRow(at, dict(zip(heading, cells, strict=False))))
        _assure_size(name, len(rows), len(heading))
    return Table(tuple(filter(None, heading)), tuple(rows))


def _objects(name: str, text: str, form: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Each object of a JSON list or of a file with one a line, with its number."""
    if form == "jsonl":
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip():
                yield number, _mapping(name, number, _loaded(f"{name}:{number}", line))
        return
    for number, item in enumerate(_list_within(name, _loaded(name, text)), 1):
        yield number, _mapping(name, number, item)


def _loaded(place: str, text: str) -> object:
    try:
        return json.loads(text, parse_float=str, parse_int=str)  # numbers as written: 1.10 keeps its zero
    except (json.JSONDecodeError, RecursionError) as error:
        raise BriefingsError(f"{place}: no JSON: {error}", "a list of objects") from None


def _list_within(name: str, value: object) -> list[object]:
    """The list of rows: the value itself, or the only list of objects within it, as APIs answer."""
    found = list(_lists(value))
    if len(found) != 1:
        many = f"{len(found)} lists of objects" if found else "no list of objects"
        raise BriefingsError(f"{name} has {many}", "one list with an object a row")
    return found[0]


def _lists(value: object) -> Iterator[list[object]]:
    if isinstance(value, list):
        if value and all(isinstance(item, dict) for item in value):
            yield value
        else:
            for item in value:
                yield from _lists(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _lists(item)


def _mapping(name: str, number: int, value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise BriefingsError(f"{name}: row {number} is no object", 'an object a row: {"column": value}')
    return value


def _of_objects(name: str, objects: Sequence[tuple[int, Mapping[str, object]]]) -> Table:
    _assure_size(name, len(objects), 1)
    rows = [TableRow(number, dict(_cells(item, ""))) for number, item in objects]
    columns = dict.fromkeys(column for row in rows for column in row.cells)
    if not rows:
        raise BriefingsError(f"{name} has no rows", "an object a row")
    for row in rows:
        if any(_is_half(text) for cell in row.cells.items() for text in cell):
            raise BriefingsError(f"{name}: row {row.number} has half a character", "text that can be saved")
    return Table(tuple(columns), tuple(rows))


def _is_half(text: str) -> bool:
    """True for a text with one half of a character, as JSON may have it: no file can hold it."""
    return not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text)


def _cells(item: Mapping[str, object], before: str) -> Iterator[tuple[str, str]]:
    """The values of an object by the path to them: `country.value` for an object within it.

    A SPARQL result's `{"type": …, "value": …}` is its value, and of an item on Wikidata its name, Q889.
    """
    for key, value in item.items():
        if isinstance(value, dict) and {"type", "value"} <= value.keys():
            yield f"{before}{key}", re.sub(r"^https?://www\.wikidata\.org/entity/", "", str(value["value"]))
        elif isinstance(value, dict):
            yield from _cells(value, f"{before}{key}.")
        elif isinstance(value, list):
            yield f"{before}{key}", "; ".join(map(cell_text, value))
        else:
            yield f"{before}{key}", cell_text(value)


def _assure_size(name: str, rows: int, columns: int) -> None:
    most = min(MOST_ROWS, _MOST_CELLS // max(1, columns))
    if rows > most:
        told = f", with {columns:,} columns" if most < MOST_ROWS else ""
        raise BriefingsError(f"{name} has more than {most:,} rows{told}", "split the table")


def unpivoted(table: Table, pattern: str, name: str, value: str) -> Table:
    """The table with a row for each cell of the columns that a pattern matches, as `name` and `value`."""
    try:
        spread = [column for column in table.columns if re.fullmatch(pattern, column)]
    except re.error as error:
        raise BriefingsError(
            f"{pattern!r} is no pattern: {error}", "a regular expression, such as '[0-9]{4}'"
        ) from None
    if not spread:
        raise BriefingsError(
            f"no column is like {pattern!r}", f"the table has: {', '.join(table.columns[:20])}"
        )
    kept = [column for column in table.columns if column not in spread]
    return Table((*kept, name, value), tuple(_spread(table.rows, kept, spread, name, value)))


def _spread(
    rows: Iterable[TableRow], kept: Sequence[str], spread: Sequence[str], name: str, value: str
) -> Iterator[TableRow]:
    for row in rows:
        own = {column: row.cells.get(column, "") for column in kept}
        for column in spread:
            if cell := row.cells.get(column, ""):
                yield TableRow(row.number, {**own, name: column, value: cell})
