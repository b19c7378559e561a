"""Exports that people open: a spreadsheet with types and a sheet a kind, and places for a map program."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from ..core.json_types import JsonObject
from ..facts import labels
from ..facts.claims import Fact
from ..records.entities import BASE_KINDS, Place
from ..records.fact_kinds import Event, Force
from ..records.name_register import folded_name
from .plain_records import DisclosedRecords

_NUMBERS = ("low", "high", "line")
_DAYS = ("true_first", "true_last", "known_on")
_WIDEST = 60
# The time of every part of a file: that of its making would make each file another.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MADE = "1980-01-01T00:00:00Z"


def workbook(shown: DisclosedRecords, rows: Iterable[Mapping[str, str]], columns: Sequence[str]) -> bytes:
    """An XLSX file with a sheet for each kind of fact, a row a claim, and one for each kind of other records.

    `rows` are those of the CSV, kind after kind. Its parts are not compressed, so that the last scan of an
    edition reads them.
    """
    from openpyxl import Workbook

    kinds: list[str] = [model.kind for model in BASE_KINDS]  # type: ignore[attr-defined]
    others = {kind: [shown.record(entry.record) for entry in shown.entries(kind)] for kind in kinds}

    book = Workbook(write_only=True)
    for kind, group in groupby(rows, key=lambda row: row["kind"]):
        held = list(group)
        used = [name for name in columns if name != "kind" and any(row.get(name) for row in held)]
        _write_sheet(book, kind, used, ([_typed(name, row.get(name, "")) for name in used] for row in held))
    for kind, records in others.items():
        used = list(dict.fromkeys(key for record in records for key in record))
        if records:
            cells = ([_plain(record.get(name, "")) for name in used] for record in records)
            _write_sheet(book, kind, used, cells)
    if not book.sheetnames:
        book.create_sheet("facts")
    made = io.BytesIO()
    book.save(made)
    return _reproducible(made.getvalue())


def _write_sheet(book: Any, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name)
    sheet.freeze_panes = "B2"
    held = [list(row) for row in rows]
    for number, column in enumerate(columns, 1):
        widest = max((len(str(row[number - 1])) for row in held), default=0)
        sheet.column_dimensions[get_column_letter(number)].width = min(max(widest, len(column)) + 2, _WIDEST)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(held) + 1}"
    heading = [WriteOnlyCell(sheet, column) for column in columns]
    for cell in heading:
        cell.font = Font(bold=True)
    sheet.append(heading)
    for row in held:
        sheet.append([_cell(WriteOnlyCell(sheet, value)) for value in row])


def _cell(cell: Any) -> Any:
    """The cell, as a text even if it begins like a formula."""
    if cell.data_type == "f":
        cell.data_type = "s"
    return cell


def _typed(column: str, text: str) -> object:
    """The value of a CSV cell with its type: number, day, true or false, else text without its apostrophe."""
    if not text:
        return None
    if column in _NUMBERS:
        return float(text) if "." in text or "e" in text.lower() else int(text)
    if column in _DAYS:
        return date.fromisoformat(text)
    if text in ("true", "false"):
        return text == "true"
    return text


def _plain(value: object) -> object:
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, list) and all(isinstance(item, str | int) for item in value):
        return "; ".join(map(str, value))
    return str(value)


def _reproducible(data: bytes) -> bytes:
    """The same file with fixed times and parts that are not compressed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as after:
        for name in sorted(before.namelist()):
            content = before.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", _MADE.encode(), content)
            after.writestr(zipfile.ZipInfo(name, _EPOCH), content)
    return made.getvalue()


# ---------------------------------------------------------------- GeoJSON


def places_geojson(shown: DisclosedRecords) -> JsonObject:
    """The places of a view, and its events and forces at the places that they name, as GeoJSON (RFC 7946)."""
    places = [entry.record for entry in shown.entries("places") if isinstance(entry.record, Place)]
    gazetteer: dict[str, list[Place]] = {}
    for place in places:
        for name in place.names:
            gazetteer.setdefault(folded_name(name), []).append(place)
    features = [_feature(place, {"kind": "places", "id": place.id, "name": place.name}) for place in places]
    for fact in shown.view.facts.values():
        if isinstance(fact.record, Event | Force):
            features += _sites(shown, fact, gazetteer)
    return {"type": "FeatureCollection", "features": features}


def _sites(shown: DisclosedRecords, fact: Fact, gazetteer: Mapping[str, list[Place]]) -> Iterator[JsonObject]:
    """A feature for each place that a fact names and that has coordinates."""
    countries = {str(id) for id in fact.get("in")}
    for name in filter(None, (fact.get("place"), *fact.get("sites"))):
        found = gazetteer.get(folded_name(name), [])
        place = next((one for one in found if one.country in countries), found[0] if found else None)
        if place is None:
            continue
        yield _feature(
            place,
            {
                "kind": fact.kind,
                "id": fact.id,
                "type": getattr(fact.record, "type", ""),
                "label": labels.own_text(fact) or labels.fact_label(shown.view, fact),
                "place": place.name,
                "date": fact.date.text,
                "status": fact.headline.record.status or "",
                "grade": str(fact.headline.grade),
                "source": fact.headline.source.id,
                "handling": shown.view.marking_of(fact).value,
            },
        )


def _feature(place: Place, properties: JsonObject) -> JsonObject:
    point = {"type": "Point", "coordinates": [float(place.longitude), float(place.latitude)]}
    return {
        "type": "Feature",
        "geometry": point,
        "properties": {**properties, "country": place.country or ""},
    }
