"""`briefings import` as a person runs it."""

from __future__ import annotations

from conftest import SmallDesk

MAP = """
kind: figures
source: factbook-2021
keys: {subject: {column: who}, measure: districts-held, value: {column: n, unit: districts}, as_of: {column: when}}
"""


def test_a_plan_then_a_file_of_its_own_then_nothing(desk: SmallDesk) -> None:
    (desk.root / "m.yaml").write_text(MAP, encoding="utf-8")
    (desk.root / "t.csv").write_text("who,n,when\nKGZ,5,2019\nKGZ,6,2020\nNarnia,6,2020\n", encoding="utf-8")
    before = desk.files("facts")
    planned = desk.run("import", "t.csv", "--map", "m.yaml")
    assert planned.code == 0 and desk.files("facts") == before
    assert "new: 1 (no fact of the desk is the same thing)" in planned.lines
    assert any(line.startswith("  row 4: no fact has the id 'Narnia'") for line in planned.lines), planned.out
    rejecting = desk.run("import", "t.csv", "--map", "m.yaml", "--reject", "3", "--write")
    assert rejecting.lines[-1] == "remembered 2 rows in imports/m.rows.json"
    assert {name: data for name, data in desk.files("facts").items() if name in before} == before
    (added,) = set(desk.files("facts")) - set(before)
    assert added.startswith("imports/m-")
    again = desk.run("import", "t.csv", "--map", "m.yaml", "--write")
    assert [line for line in again.lines if not line.startswith("  ")] == [
        "refused: 1", "dealt with in an earlier import: 1", "rejected before: 1", "nothing to write",
    ]  # fmt: skip


def test_a_table_without_a_map_and_files_that_are_not_there_are_said(desk: SmallDesk) -> None:
    for args, message in (
        (["t.csv"], "error: a table needs a map of its columns"),
        (["t.csv", "--map", "m.yaml"], "error: m.yaml: No such file or directory"),
        (["--like", "t.csv"], "error: t.csv: No such file or directory"),
    ):
        run = desk.run("import", *args)
        assert (run.code, run.err.splitlines()[0]) == (1, message)


def test_our_own_export_reads_back_without_a_difference(desk: SmallDesk) -> None:
    desk.run("export", "--format", "csv")
    assert desk.run("import", "--like", "build/export/facts.csv").lines[-1].startswith("0 differences")
