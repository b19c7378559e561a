"""Exports hold what a document of the same view may print: all of it, nothing else, safe to open."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.core.dates import PartialDate
from briefings.core.markings import Marking
from briefings.facts.claims import Viewpoint
from briefings.records.entities import MEDIA
from briefings.records.fact_kinds import FACT_KINDS
from briefings.records.record_models import RECORD_MODELS
from briefings.tasks import export_files
from briefings.tasks.plain_records import DisclosedRecords
from conftest import EXAMPLE, SmallDesk, at
from secrets_desk import secrets

ROOT = Path(__file__).resolve().parent.parent.parent
BASES = {"small": SmallDesk(EXAMPLE).facts(), "shipped": SmallDesk(ROOT).facts()}
DAYS = st.dates(date(2021, 6, 1), date(2022, 6, 1))


def rows(shown: DisclosedRecords) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export_files.claims_csv(shown), newline="")))


def exported(desk: SmallDesk, *args: str) -> dict[str, bytes]:
    run = desk.run("export", "--out", "out", *args)
    assert run.code == 0, run.err
    return desk.files("out")


@pytest.mark.parametrize("name", BASES)
@settings(max_examples=15)
@given(DAYS, DAYS, st.sampled_from([Marking.CLEAR, Marking.GREEN, Marking.RED]))
def test_the_claims_exported_are_those_of_the_view(name: str, as_of: date, known: date, release: Marking) -> None:
    export = DisclosedRecords(BASES[name], Viewpoint(as_of, known, release))
    shown = [
        (f.id, c.source.id, c.true_on.text, c is f.headline, c.node.mark.file.path, c.node.mark.line)
        for f in export.view.facts.values()
        for c in f.claims
    ]
    told = json.loads(json.dumps(export_files.json_content(export), default=export_files._bounds))["facts"]
    assert [
        (f["id"], c["source"], c["true_on"], n == 0, c["file"], c["line"])
        for f in told
        for n, c in enumerate(f["claims"])
    ] == shown
    assert [(r["fact"], r["source"], r["headline"] == "true", r["file"], int(r["line"])) for r in rows(export)] == [
        (id, source, best, file, line) for id, source, _, best, file, line in shown
    ]


def test_the_clocks_see_claims() -> None:
    """Else the law above would hold of nothing."""
    assert (
        len(rows(DisclosedRecords(BASES["small"], at("2021-09-17"))))
        > len(rows(DisclosedRecords(BASES["small"], at("2021-08-25"))))
        > 5
    )
    assert len(rows(DisclosedRecords(BASES["shipped"], at("2022-05-06")))) > 400


def test_a_claim_is_a_row_that_a_spreadsheet_reads() -> None:
    (row,) = [r for r in rows(DisclosedRecords(BASES["small"], at("2021-09-17"))) if r["fact"] == "tjk-offer-2021"]
    assert {key: value for key, value in row.items() if value} == {
        "kind": "displacement", "fact": "tjk-offer-2021", "headline": "true", "high": "100000", "unit": "people",
        "label": "Afghan refugees to be hosted in Tajikistan (pledged by Tajikistan)",
        "true_first": "2021-08-20", "true_last": "2021-08-20", "known_on": "2021-08-20", "grade": "B2",
        "publisher": "Wire", "published": "2021-08-20", "handling": "TLP:CLEAR", "file": "facts/2021-W33.yaml",
        "line": "2", "tags": "refugees", "source": "wire-2021-08", "at": "4", "status": "pledged",
        "certainty": "stated", "credibility": "2", "negated": "false", "open": "false", "preferred": "false",
        "garbled": "false",
        "leaving": "AFG", "into": '{"any": ["TJK"]}', "who": "refugees", "measure": "hosted", "by": "TJK",
        "value": "<= 100000 people",
    }  # fmt: skip


def test_the_columns_are_those_of_the_documentation() -> None:
    page = (ROOT / "docs/exports.md").read_text(encoding="utf-8")
    table, listed = page.split("<!-- columns -->")
    head = [name for row in re.findall(r"^\| (`.+?`) \|", table, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)]
    keys = re.findall(r"`(\w+)`", listed.split("\n## ")[0])
    assert len(keys) > 60
    assert sorted(dict.fromkeys([*head, *keys])) == sorted(export_files.csv_columns())
    assert [name for name in export_files.csv_columns() if name not in export_files._HEAD] == keys


def test_every_kind_of_record_is_in_the_json_and_in_its_documentation() -> None:
    told = export_files.json_content(DisclosedRecords(BASES["shipped"], at("2022-05-06")))
    other = {kind for kind in RECORD_MODELS if kind != "desk" and kind not in {model.kind for model in FACT_KINDS}}
    other.remove("recipients")  # who reads an edition is no matter of its readers
    assert {key for key, value in told.items() if isinstance(value, list)} == {"facts", *other}
    page = (ROOT / "docs/exports.md").read_text(encoding="utf-8").split("## facts.json")[1]
    assert [kind for kind in sorted(other) if f"`{kind}`" not in page] == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", " =", "\t=", "\r=", "＝"])
def test_no_cell_is_a_formula(start: str) -> None:
    assert export_files.safe_cell(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"


@given(st.text(max_size=20))
def test_a_cell_keeps_its_text(text: str) -> None:
    assert export_files.safe_cell(text).removeprefix("'") == text.removeprefix("'")
    assert not export_files.safe_cell(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_quotes_commas_and_line_breaks_survive_the_csv(desk: SmallDesk) -> None:
    desk.add("odd.yaml", """\
events:
  - {id: odd, type: speech, date: 2021-09-01, source: press-2021-09, place: '=cmd|"a", b', tags: ["-x", "y, z"],
     note: "Broken\\nlines, \\"quoted\\", Тоҷикистон"}
""")  # fmt: skip
    (data,) = exported(desk, "--format", "csv").values()
    assert data.count(b"\r\n") == len(data.decode().split("\r\n")) - 1 > 10
    (row,) = [r for r in csv.DictReader(io.StringIO(data.decode(), newline="")) if r["fact"] == "odd"]
    assert (row["place"], row["tags"], row["note"]) == (
        "'=cmd|\"a\", b", "'-x; y, z", 'Broken\nlines, "quoted", Тоҷикистон',
    )  # fmt: skip


# ---------------------------------------------------------------- what is hidden


def test_what_was_not_known_yet_is_nowhere_in_an_export(desk: SmallDesk) -> None:
    early = exported(desk, "--as-of", "2021-08-25")
    assert set(early) == {"facts.csv", "facts.json", "sources.csl.json", "facts.xlsx", "places.geojson"}
    text = b"".join(early.values()).decode(errors="replace")
    # of the report of September, what it alone tells, and judgements that rest on it
    for later in (
        "press-2021-09",
        "summit-2021-09",
        "9400 people",
        "csto-exercise-2021-10",
        "arrivals-go-on",
        "Arrivals have risen",
    ):
        assert later not in text, later
    assert "tjk-offer-2021" in text and "5700" in text
    assert b"summit-2021-09" in b"".join(exported(desk).values())


def test_a_quotation_of_what_was_not_known_yet_reads_as_dots(desk: SmallDesk) -> None:
    told = json.loads(exported(desk, "--format", "json", "--as-of", "2021-08-25")["facts.json"])
    (topic,) = told["topics"]
    assert topic["bottom_line"] == [
        'Tajikistan pledged to take in {{ fact("tjk-offer-2021") }}; so far {{ fact("afg-arrived-tajikistan") }} came.'
    ]
    assert topic["narrative"][0]["text"] == 'Only *Tajikistan* is on record …, since {{ date("2021-08-20") }}.'
    assert [issue["id"] for issue in told["issues"]] == ["2021-W33"]


def test_an_edition_is_the_same_bytes_whatever_is_withheld_from_it(desk: SmallDesk) -> None:
    without = exported(desk, "--release", "TLP:GREEN")
    assert exported(desk) == without  # which is the desk's own release
    (whole, _), words = secrets(Marking.AMBER, "xyzzyk")
    desk.add("0-secret.yaml", whole.text)
    assert exported(desk, "--release", "TLP:GREEN") == exported(desk) == without
    amber = b"".join(exported(desk, "--release", "TLP:AMBER").values()).decode(errors="replace")
    assert sum(word in amber for word in words) > 50


def test_no_export_tells_lines_unless_the_desk_asks_for_them(desk: SmallDesk) -> None:
    for edition in (exported(desk), exported(desk, "--release", "TLP:GREEN")):
        assert b'"line"' not in edition["facts.json"] and b".yaml" not in b"".join(edition.values())
    own = json.loads(exported(desk, "--places")["facts.json"])
    records = [record for kind, held in own.items() if isinstance(held, list) for record in held]
    assert len(records) > 30
    for record in records:
        line = (desk.root / record["file"]).read_text(encoding="utf-8").splitlines()[record["line"] - 1]
        assert re.match(r"\s*-\s", line), line


def test_an_edition_goes_to_a_folder_of_its_own(desk: SmallDesk) -> None:
    run = desk.run("export", "--release", "TLP:AMBER+STRICT", "--format", "csl-json")
    place = desk.root / "build/TLP-AMBER-STRICT/export/sources.csl.json"
    assert run.lines == [f"wrote {place}", "as of 2021-09-17, known 2021-09-17, TLP:AMBER+STRICT"]
    assert "cable-2021-09" in place.read_text(encoding="utf-8")
    assert "cable-2021-09" not in exported(desk, "--format", "csl-json")["sources.csl.json"].decode()


# ---------------------------------------------------------------- CSL-JSON


def test_every_medium_has_its_type() -> None:
    assert set(export_files._TYPES) == set(MEDIA)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2021", {"date-parts": [[2021]]}),
        ("2021-07", {"date-parts": [[2021, 7]]}),
        ("2021-07-07~", {"date-parts": [[2021, 7, 7]], "circa": True}),
        ("2021-07-07/2021-07-09", {"date-parts": [[2021, 7, 7], [2021, 7, 9]]}),
        ("2021?/2022", {"date-parts": [[2021], [2022]], "circa": True}),
        ("2021-07/..", {"raw": "2021-07/.."}),
    ],
)
def test_dates_are_told_as_reference_managers_read_them(written: str, told: dict[str, Any]) -> None:
    assert export_files.csl_date(PartialDate.parse(written)) == told


def test_sources_are_what_a_reference_manager_needs(desk: SmallDesk) -> None:
    desk.add("more.yaml", """\
sources:
  - {id: by-person, publisher: Daily, title: A, author: Emomali Rahmon, published: 2021-09-01, medium: press, url: "https://x.example/a"}
  - {id: by-list, publisher: Think, title: B, author: "Doe, Jane", published: 2021-09-01~, medium: think tank}
  - {id: by-desk, publisher: Daily, title: C, author: Foreign desk, published: 2021-09-01/2021-09-02, medium: wire,
     withdrawn: 2021-09-10}
""")  # fmt: skip
    items = {item["id"]: item for item in json.loads(exported(desk, "--format", "csl-json")["sources.csl.json"])}
    assert items["by-person"] == {
        "id": "by-person", "type": "article-newspaper", "title": "A", "issued": {"date-parts": [[2021, 9, 1]]},
        "container-title": "Daily", "publisher": "Daily", "author": [{"family": "Rahmon", "given": "Emomali"}],
        "URL": "https://x.example/a",
    }  # fmt: skip
    assert (items["by-list"]["type"], items["by-list"]["author"]) == ("report", [{"family": "Doe", "given": "Jane"}])
    assert items["by-list"]["issued"] == {"date-parts": [[2021, 9, 1]], "circa": True}
    assert items["by-desk"]["author"] == [{"literal": "Foreign desk"}]
    assert items["by-desk"]["status"] == "withdrawn 2021-09-10"
    assert set(items) == {"factbook-2021", "wire-2021-08", "press-2021-09", "by-person", "by-list", "by-desk"}
