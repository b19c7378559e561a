"""Tables as rows of named texts, whatever program wrote them."""

from __future__ import annotations

import datetime
import io
import json
import zipfile

import openpyxl
import pytest

from briefings.core.problems import BriefingsError
from briefings.tasks import import_tables
from briefings.tasks.import_tables import Table, cell_text, read_table, unpivoted

ROWS = [{"country": "TJK", "people": "1,400"}, {"country": "KGZ", "people": "9.50"}]


def xlsx(*rows: list[object], title: str = "Data") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def cells(table: Table) -> list[dict[str, str]]:
    return [dict(row.cells) for row in table.rows]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b'country,people\nTJK,"1,400"\n\nKGZ,9.50\n'),
        ("a.CSV", b"\xef\xbb\xbfcountry;people\r\nTJK;1,400\r\nKGZ;9.50\r\n"),
        ("a.tsv", b"country\tpeople\nTJK\t1,400\nKGZ\t9.50\n"),
        ("a.json", json.dumps(ROWS).encode()),
        ("a.json", json.dumps({"page": 1, "items": ROWS}).encode()),
        ("a.jsonl", b'{"country": "TJK", "people": "1,400"}\n\n{"country": "KGZ", "people": 9.50}\n'),
        ("a.xlsx", xlsx(["country", "people"], ["TJK", "1,400"], [None, None], ["KGZ", "9.50"])),
    ],
)
def test_a_table_is_the_same_in_every_form(name: str, data: bytes) -> None:
    table = read_table(name, data)
    assert (table.columns, cells(table)) == (("country", "people"), ROWS)


def test_a_row_has_the_number_that_its_editor_shows() -> None:
    table = read_table("a.csv", b'Sum\n\nname,note\nA,"two\nlines"\nB,\n', skip=1)
    assert [(row.number, row.cells["name"]) for row in table.rows] == [(4, "A"), (6, "B")]
    sheet = read_table("a.xlsx", xlsx(["name"], ["A"], [None], ["B"]))
    assert [row.number for row in sheet.rows] == [2, 4]


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (1357.0, "1357"), (0.1, "0.1"), (1234567.5, "1234567.5"), (True, "true"), (" a ", "a"),
     (datetime.datetime(2021, 3, 2), "2021-03-02"), (datetime.date(2021, 3, 2), "2021-03-02"),
     (datetime.datetime(2021, 3, 2, 4, 5), "2021-03-02T04:05:00")],
)  # fmt: skip
def test_a_typed_cell_reads_as_a_person_would_write_it(value: object, text: str) -> None:
    assert cell_text(value) == text


def test_an_object_within_one_is_told_by_its_path() -> None:
    row = {"country": {"iso": "TJK"}, "item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q863"}}
    assert cells(read_table("a.json", json.dumps([row]).encode())) == [{"country.iso": "TJK", "item": "Q863"}]


def test_columns_become_rows() -> None:
    table = unpivoted(read_table("a.csv", b"c,2020,2021,note\nTJK,1,2,x\nKGZ,,3,y\n"), "[0-9]{4}", "year", "value")
    assert [tuple(row.values()) for row in cells(table)] == [
        ("TJK", "x", "2020", "1"), ("TJK", "x", "2021", "2"), ("KGZ", "y", "2021", "3"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.ods", b"", "a.ods is no table that can be read"),
        ("a.csv", b"", "a.csv has no rows"),
        ("a.csv", b"a,a\n1,2\n", "a.csv:1: two columns are called 'a'"),
        ("a.csv", b"name\nCaf\xe9\n", "a.csv:2: a byte that is no UTF-8"),
        ("a.xlsx", b"PK\x03\x04", "a.xlsx is no XLSX file"),
        ("a.xlsx", b"name,people\n", "a.xlsx is no XLSX file"),
        ("a.json", b'{"a": 1}', "a.json has no list of objects"),
        ("a.json", b'{"a": [{}], "b": [{}]}', "a.json has 2 lists of objects"),
        ("a.json", b"[" * 100_000, "a.json: no JSON"),
        ("a.jsonl", b'{"a": 1}\n[1]\n', "a.jsonl: row 2 is no object"),
        ("a.jsonl", b'{"a": 1}\n{\n', "a.jsonl:2: no JSON"),
        ("a.csv", b'a\n"' + b"x" * 200_000, "a.csv:2: field larger"),
        ("a.csv", b",".join(b"c%d" % n for n in range(16_385)), "a.csv:1: 16,385 columns"),
        ("a.csv", b"a\n" + b"1\n" * 100_001, "a.csv has more than 100,000 rows"),
        ("a.csv", b",".join(b"c%d" % n for n in range(5_000)) + b"\n1" * 1_001, "a.csv has more than 1,000 rows, with"),
        ("a.json", b'[{"a": "\\ud800"}]', "a.json: row 1 has half a character"),
    ],
)
def test_what_is_no_table_is_said_with_a_remedy(name: str, data: bytes, message: str) -> None:
    with pytest.raises(BriefingsError, match="^" + message.replace("(", "[(]")) as refused:
        read_table(name, data)
    assert refused.value.remedy


def test_a_sheet_or_a_pattern_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(BriefingsError, match="no sheet 'Dta'") as refused:
        read_table("a.xlsx", xlsx(["a"], ["b"]), sheet="Dta")
    assert refused.value.remedy == "one of: Data"
    table = read_table("a.csv", b"a,b\n1,2\n")
    for pattern in ("[0-9]{4}", "["):
        with pytest.raises(BriefingsError):
            unpivoted(table, pattern, "year", "value")


def with_sheet(rows: str, packed: bytes = xlsx(["a"], ["x"])) -> bytes:
    """An XLSX file whose sheet is as somebody wrote it by hand."""
    made = io.BytesIO()
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = f"{head}{rows}</worksheet>" if name == "xl/worksheets/sheet1.xml" else old.read(name)
            new.writestr(name, data)
    return made.getvalue()


HEADING = '<row r="1"><c r="A1" t="str"><v>a</v></c></row>'


@pytest.mark.parametrize(
    ("sheet", "message"),
    [
        (f"<sheetData>{HEADING}<row", "ParseError"),
        (f'<sheetData>{HEADING}<row r="1000000000000"><c r="A1"><v>1</v></c></row></sheetData>', "row 1,048,577"),
        (f'<sheetData>{HEADING}<row r="2"><c r="ZZZZ2"><v>1</v></c></row></sheetData>', "ValueError"),
        (f'<sheetData>{HEADING}<row r="2"><c r="A2" t="s"><v>99</v></c></row></sheetData>', "IndexError"),
        (f'<sheetData>{HEADING}<row r="2"><c r="A2"><v>{"9" * 5000}</v></c></row></sheetData>', "ValueError"),
    ],
)
def test_a_sheet_that_no_program_wrote_is_refused_with_what_is_wrong(sheet: str, message: str) -> None:
    with pytest.raises(BriefingsError, match=message):
        read_table("a.xlsx", with_sheet(sheet))


def test_a_sheet_that_says_it_is_huge_is_as_large_as_it_is() -> None:
    sheet = (
        f'<dimension ref="A1:XFD1048576"/><sheetData>{HEADING}<row r="1048576"><c r="XFD1048576"/></row></sheetData>'
    )
    assert read_table("a.xlsx", with_sheet(sheet)).rows == ()


def test_a_sheet_that_unpacks_to_more_than_can_be_borne_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_tables, "_MOST_UNPACKED", 1_000)
    with pytest.raises(BriefingsError, match=r"a\.xlsx is [0-9,]+ bytes when it is unpacked"):
        read_table("a.xlsx", xlsx(["a"], ["x"]))
