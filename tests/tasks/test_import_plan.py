"""The plan of an import, beside a desk's facts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from briefings.checks import desk_loading
from briefings.core.problems import BriefingsError, TextFile
from briefings.tasks import import_plan
from briefings.tasks.import_map import read_map
from briefings.tasks.import_plan import ImportPlan, file_text, file_texts, plan_import, remembering
from briefings.tasks.import_rows import RowMemory
from briefings.tasks.import_tables import read_table, unpivoted

TODAY = date(2025, 9, 19)
DESK = """
desk: {title: D, publisher: P, contact: c@d.example, region: [KGZ, TJK]}
countries:
  - {id: KGZ, name: Kyrgyzstan, adjective: Kyrgyz, aliases: [Kyrgyz Republic]}
  - {id: TJK, name: Tajikistan, adjective: Tajik}
  - {id: AFG, name: Afghanistan, adjective: Afghan}
  - {id: UKR, name: Ukraine, adjective: Ukrainian}
measures: [{id: killed, label: People killed, unit: people}]
sources:
  - {id: atlas-2020, publisher: A, title: A, published: 2020, medium: reference, edition_of: atlas, credibility: 2}
  - {id: atlas-2023, publisher: A, title: A, published: 2023, medium: reference, edition_of: atlas, credibility: 2}
  - {id: press-2021, publisher: B, title: B, published: 2021-06-01, medium: press, credibility: 2}
figures:
  - id: by-hand
    subject: TJK
    measure: killed
    claims:
      - {value: 100 people, as_of: 2019, source: atlas-2020}
topics: [{id: losses, title: Losses, question: Who?, scope: {kinds: [figures]}, bottom_line: [Few.]}]
"""
FILE = TextFile("facts/desk.yaml", DESK)
MAP = "kind: figures\nsource: {source}\nkeys:\n  subject: {{column: who}}\n  measure: killed\n" \
    "  value: {{column: n, unit: people}}\n  as_of: {{column: when}}\n"  # fmt: skip
NO_MEMORY = RowMemory()
PATH = "facts/imports/m-2025-09-19.yaml"


def plan(rows: str, source: str = "atlas-2023", memory: RowMemory = NO_MEMORY, also: str = "") -> ImportPlan:
    files = [FILE, *([TextFile("facts/also.yaml", also)] if also else [])]
    mapping = read_map(TextFile("m.yaml", MAP.format(source=source)))
    table = read_table("a.csv", f"who,n,when\n{rows}".encode())
    return plan_import(files, table, mapping, memory, TODAY, PATH)


@pytest.mark.parametrize(
    ("row", "source", "verdict"),
    [
        ("KGZ,5,2019", "atlas-2023", "new"),
        ("Kyrgyz Republic,5,2019", "atlas-2023", "new"),
        ("TJK,100,2019", "atlas-2020", "unchanged"),
        ("TJK,120,2021", "atlas-2023", "newer state"),
        ("TJK,90,2017", "atlas-2023", "earlier state"),
        ("TJK,100,2019", "press-2021", "further source"),
        ("TJK,120,2019", "atlas-2023", "revision"),
        ("TJK,120,2019", "press-2021", "disagreement"),
    ],
)
def test_a_row_is_judged_beside_the_facts_of_the_desk(row: str, source: str, verdict: str) -> None:
    (planned,) = plan(row, source).rows
    assert planned.verdict == verdict
    assert planned.id == ("by-hand" if row.startswith("TJK") else "figure:KGZ/killed")


def test_every_verdict_has_its_meaning_and_all_but_one_are_written() -> None:
    assert set(import_plan.WRITTEN) == {*import_plan.VERDICTS} - {"unchanged"}


def test_a_row_names_the_documents_that_its_fact_belongs_to() -> None:
    kgz, afg = plan("KGZ,5,2019\nAFG,5,2019\n").rows
    assert kgz.documents == ("countries/kyrgyzstan", "topics/losses")
    assert afg.documents == ("topics/losses",)


def test_what_jumps_is_held_back_until_it_is_let_through() -> None:
    fallen = plan("TJK,1,2021\nKGZ,7,2021\n")
    assert [(row.id, row.jump) for row in fallen.rows] == [("by-hand", -99), ("figure:KGZ/killed", None)]
    assert [row.id for row in fallen.to_write(False)] == ["figure:KGZ/killed"]
    assert [row.id for row in fallen.to_write(True)] == ["by-hand", "figure:KGZ/killed"]


def test_what_is_written_passes_check_and_a_second_import_writes_nothing() -> None:
    rows = "TJK,120,2021\nKyrgyz Republic,5,2019\nKGZ,6,2020\nKGZ,7,2021\n"
    first = plan(rows)
    text = file_text(first.to_write(False), first.records)
    assert text == (
        "claims:\n"
        "  - {fact: by-hand, source: atlas-2023, value: 120 people, as_of: 2021}\n"
        "  - {fact: 'figure:KGZ/killed', source: atlas-2023, value: 6 people, as_of: 2020}\n"
        "  - {fact: 'figure:KGZ/killed', source: atlas-2023, value: 7 people, as_of: 2021}\n"
        "\n"
        "figures:\n"
        "  - {measure: killed, source: atlas-2023, subject: KGZ, value: 5 people, as_of: 2019}\n"
    )
    assert desk_loading.load([FILE, TextFile(PATH, text)], TODAY).errors == []
    again = plan(rows, also=text)
    assert {row.verdict for row in again.rows} == {"unchanged"}
    memory = remembering(RowMemory(), first, False)
    remembered = plan(rows, memory=memory, also=text)
    assert (remembered.rows, len(remembered.remembered)) == ((), 4)


def test_a_rejected_row_is_not_offered_again() -> None:
    rows = "KGZ,5,2019\nKGZ,6,2020\n"
    digest = plan(rows).rows[0].record.digest
    rejecting = plan(rows, memory=RowMemory(rejected=frozenset([digest])))
    assert [row.number for row in rejecting.rejected] == [2]
    assert [row.record.row.number for row in rejecting.rows] == [3]


@pytest.mark.parametrize(
    ("row", "why", "remedy"),
    [
        ("Tajikstan,5,2019", "no fact has the id", ""),
        ("TJK,1.400,2019", "no whole number", "1400 people"),
        ("TJK,many,2019", "not a quantity", ""),
        ("TJK,5,last year", "not a date", ""),
        ('"TJK, x",5,2019', "", ""),
        ("TJK}\u200b,5,2019", "", ""),
    ],
)
def test_what_check_would_refuse_is_refused_with_its_row_and_the_others_go_on(row: str, why: str, remedy: str) -> None:
    made = plan(f"KGZ,5,2019\n{row}\n")
    assert [one.verdict for one in made.rows] == ["new"]
    (refused,) = made.refused
    assert (refused.row.number, why in refused.why, remedy in refused.remedy) == (3, True, True), refused


def test_a_desk_with_errors_takes_no_table() -> None:
    with pytest.raises(BriefingsError, match="the desk has errors"):
        plan("KGZ,5,2019\n", also="figures: [{value: 5}]\n")


def test_rows_beyond_the_size_of_a_fact_file_go_into_several(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_plan, "_FILE_SIZE", 200)
    made = plan("KGZ,5,2019\nAFG,6,2020\nUKR,7,2021\n")
    texts = file_texts(made.rows, {})
    assert len(texts) == 2 and "".join(texts).count("- {") == 3


def test_records_of_other_kinds_are_new_or_there_and_never_changed() -> None:
    mapping = read_map(TextFile("m.yaml", "kind: countries\nkeys: {id: {column: id}, name: {column: name}}\n"))
    table = read_table("a.csv", b"id,name\nKGZ,Kirghizia\nARM,Armenia\n")
    made = plan_import([FILE], table, mapping, RowMemory(), TODAY, PATH)
    assert [(row.id, row.verdict) for row in made.rows] == [("KGZ", "unchanged"), ("ARM", "new")]


# ---------------------------------------------------------------- the ready maps

DOCS = Path(__file__).parents[2] / "docs" / "import.md"
TABLES = Path(__file__).parent / "tables"
READY = dict(re.findall(r"```yaml (\S+)\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL))
EXPECTED = {
    "unhcr.csv": ["new", "newer state", "new", "new"],
    "worldbank.csv": ["new", "newer state", "newer state", "new", "newer state"],
    "un-members.csv": ["new", "new"],
    "wikidata.json": ["new"],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_ready_map_reads_the_table_it_is_for(name: str) -> None:
    assert set(READY) == set(EXPECTED)
    mapping = read_map(TextFile("m.yaml", READY[name]))
    table = read_table(name, (TABLES / name).read_bytes(), mapping.skip)
    if mapping.unpivot:
        table = unpivoted(table, *mapping.unpivot)
    made = plan_import([FILE], table, mapping, RowMemory(), TODAY, PATH)
    assert [row.verdict for row in made.rows] == EXPECTED[name]
    text = file_text(made.rows, made.records)
    assert desk_loading.load([FILE, TextFile(PATH, text)], TODAY).errors == []
    refused = [(one.row.number, one.remedy) for one in made.refused]
    assert refused == ([(4, "did you mean 'Tajikistan'?")] if name == "un-members.csv" else [])
    assert replace(made, rows=()).to_write(True) == []
