"""The exports that people open in a spreadsheet and on a map."""

from __future__ import annotations

import io
import json
from datetime import datetime

import openpyxl
import pytest

from briefings.facts.fact_base import FactBase
from briefings.tasks import export_files
from conftest import SmallDesk

PLACES = """
places:
  - {id: dushanbe, name: Dushanbe, country: TJK, latitude: "38.54", longitude: "68.78", source: factbook-2021}
events:
  - {id: talks, type: talks, title: Talks, date: 2021-09-10, in: TJK, place: dushanbe, source: press-2021-09}
"""


@pytest.fixture
def base(desk: SmallDesk) -> FactBase:
    desk.add("places.yaml", PLACES)
    desk.add("odd.yaml", "organizations: [{id: odd, name: '=1+1', type: outlet}]\n")
    return desk.facts()


def exported(base: FactBase, desk: SmallDesk, name: str, **options: bool) -> bytes:
    (data,) = export_files.export_files(base, desk.view().at, name, **options).values()
    return data


def test_a_spreadsheet_has_a_sheet_a_kind_with_types(base: FactBase, desk: SmallDesk) -> None:
    book = openpyxl.load_workbook(io.BytesIO(exported(base, desk, "xlsx")))
    assert {"borders", "events", "countries", "sources", "places"} <= set(book.sheetnames)
    rows = list(book["borders"].values)
    row = dict(zip(rows[0], rows[1], strict=True))
    assert row["fact"] == "border:AFG-TJK"
    assert isinstance(row["low"], int) and isinstance(row["true_first"], datetime) and row["headline"] is True
    assert isinstance(row["line"], int)
    assert "leaving" not in row
    claims = sum(len(fact.claims) for fact in desk.view().facts.values())
    kinds = {fact.kind for fact in desk.view().facts.values()}
    assert sum(book[kind].max_row - 1 for kind in kinds) == claims


def test_a_text_that_begins_like_a_formula_stays_a_text(base: FactBase, desk: SmallDesk) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(exported(base, desk, "xlsx")))["organizations"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]


def test_the_same_facts_make_the_same_bytes_which_a_scan_can_read(base: FactBase, desk: SmallDesk) -> None:
    first, again = (exported(base, desk, "xlsx") for _ in range(2))
    assert first == again and b"Emomali Rahmon" in first


def test_events_and_forces_stand_where_the_places_are(base: FactBase, desk: SmallDesk) -> None:
    features = json.loads(exported(base, desk, "geojson"))["features"]
    by_id = {feature["properties"]["id"]: feature for feature in features}
    assert by_id["dushanbe"]["geometry"] == {"type": "Point", "coordinates": [68.78, 38.54]}
    talks = by_id["talks"]
    assert talks["geometry"] == by_id["dushanbe"]["geometry"]
    assert (talks["properties"]["label"], talks["properties"]["date"]) == ("Talks", "2021-09-10")


def test_excel_gets_its_mark_and_nobody_else(base: FactBase, desk: SmallDesk) -> None:
    plain = exported(base, desk, "csv")
    assert exported(base, desk, "csv", excel=True) == b"\xef\xbb\xbf" + plain
