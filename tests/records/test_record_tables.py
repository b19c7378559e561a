"""Tables of records: rows under a header of keys, each a record with true places."""

from __future__ import annotations

from datetime import date

import jsonschema
import pytest

from briefings.core.problems import Problem, TextFile
from briefings.records import fact_reader
from briefings.records.entries import Entry
from briefings.records.json_schema import fact_file
from briefings.tasks.editor_desk import EditorDesk
from conftest import EXAMPLE, SmallDesk

FILES = SmallDesk(EXAMPLE).texts()
TABLE = """\
figures:
  - {id: by-itself, subject: TJK, measure: killed, value: 1, source: press-2021-09}
  - keys: [subject, measure, value, as_of, id]
    rows:
      - [TJK, killed, 5 people, 2021-09-01, ~]
      - [KGZ, killed, "~", ~, kgz-dead]
      - [ARM, killed, 7 people, 2021-09-02, arm-dead]
    source: press-2021-09
    credibility: 3
memberships:
  - {keys: [member, of], rows: [[AFG, CSTO]], role: observer, from: 2013, source: factbook-2021}
"""


def read(text: str) -> tuple[dict[str, Entry], list[Problem]]:
    entries, problems = fact_reader.read([*FILES, TextFile("facts/zz.yaml", text)])
    return {entry.id: entry for entry in entries if entry.mark.file.path == "facts/zz.yaml"}, problems


def test_each_row_is_a_record_with_what_stands_beside_the_rows() -> None:
    entries, problems = read(TABLE.replace('"~"', "~"))
    assert problems == []
    assert list(entries) == [
        "by-itself",
        "figure:TJK/killed",
        "kgz-dead",
        "arm-dead",
        "membership:AFG@CSTO/observer-2013",
    ]
    said = [(claim.source, claim.credibility, claim.as_of and claim.as_of.text) for entry in entries.values()
            for claim in entry.claims]  # fmt: skip
    assert said == [
        ("press-2021-09", None, None), ("press-2021-09", "3", "2021-09-01"), ("press-2021-09", "3", None),
        ("press-2021-09", "3", "2021-09-02"), ("factbook-2021", None, None),
    ]  # fmt: skip


def test_places_are_those_of_the_cells() -> None:
    entries, _ = read(TABLE.replace('"~"', "~"))
    row = entries["arm-dead"]
    assert (row.mark.line, row.mark.column) == (7, 9)
    assert [(str(row.at(key)), row.claim_nodes[0].at(key).line) for key in ("value", "source")] == [
        ("facts/zz.yaml:7:23", 7), ("facts/zz.yaml:8:13", 8),
    ]  # fmt: skip
    assert row.own_claims == row.claims


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", [("empty-value", 6, 23)]),  # what is quoted is a value, and none
        ("7 people", "7x people", [("empty-value", 6, 23), ("not-a-quantity", 7, 23)]),
        ('"~", ~', '"~"', [("shape", 6, 9)]),
        ("measure, value", "measur, value", [("empty-value", 6, 23), ("unknown-key", 3, 21)]),
        ("as_of, id]", "id, id]", [("duplicate-key", 3, 37)]),
        ("as_of, id]", "source, id]", [("duplicate-key", 3, 37)]),
        ("keys: [subject, measure, value, as_of, id]", "note: x", [("shape", 3, 5)]),
        ("keys: [subject, measure, value, as_of, id]", "keys: [[subject]]", [("shape", 3, 11)]),
        ("rows: [[AFG, CSTO]]", "rows: [AFG, CSTO]", [("empty-value", 6, 23), ("shape", 11, 33), ("shape", 11, 38)]),
        ("rows: [[AFG, CSTO]]", "rows: []", [("empty-value", 6, 23), ("shape", 11, 32)]),
    ],
)
def test_what_is_wrong_is_reported_where_it_can_be_mended(
    old: str, new: str, expected: list[tuple[str, int, int]]
) -> None:
    _, problems = read(TABLE.replace(old, new, 1) if old else TABLE)
    found = {(problem.code, problem.mark.line, problem.mark.column) for problem in problems}
    assert set(expected) <= found
    assert all(problem.expected for problem in problems)
    assert len(found) == len(expected)


def test_a_row_is_read_again_alone_and_an_edit_of_it_is_found(desk: SmallDesk) -> None:
    """As after every edit of a large desk, where only what was touched is judged again."""
    desk.add("zz.yaml", TABLE.replace('"~"', "~"))
    assert desk.run("check").code == 0
    desk.edit("zz.yaml", "7 people", "7 km")
    run = desk.run("check")
    assert run.code == 1 and "facts/zz.yaml:7:23" in run.err
    desk.edit("zz.yaml", "7 km", "8 people")
    assert desk.run("check").code == 0
    assert "zz.yaml:7: figures arm-dead" in desk.run("impact", "arm-dead").out


def test_editors_know_tables() -> None:
    validator = jsonschema.Draft7Validator(fact_file())
    source = {"source": "press-2021-09"}
    good = {"keys": ["member", "of", "role"], "rows": [["TJK", "CSTO", "full"]], **source}
    assert list(validator.iter_errors({"memberships": [good]})) == []
    for wrong in ({**good, "keys": ["membr"]}, {**good, "rows": "x"}, {**good, "rol": "full"}, {"rows": [["TJK"]]}):
        assert list(validator.iter_errors({"memberships": [wrong]})) != []


def test_editors_and_new_records_see_the_ids_of_rows(desk: SmallDesk) -> None:
    desk.add("zz.yaml", """\
measures:
  - {keys: [id, label, unit], rows: [[tents, tents, units], [houses-lost, Houses, houses]]}
figures:
  - {keys: [subject, measure, value], rows: [[TJK, tents, 5 units]], as_of: 2021-09, source: press-2021-09}
""")  # fmt: skip
    assert desk.run("check").code == 0
    found = EditorDesk.of(desk.texts(), date(2021, 9, 17)).renamed("tents", "shelters")
    marks = [place.file.mark(place.start, place.end) for place in found]
    assert [mark.line for mark in marks] == [2, 4]
    assert {place.file.text[place.start : place.end] for place in found} == {"tents"}
    run = desk.run("new", "measure", "--set", "label=Tents", "--set", "unit=units")
    assert run.lines[0].endswith("measure tents-2")
