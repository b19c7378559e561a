"""The record of published issues: numbered, immutable, copied by builds, and held against what is held now."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from briefings.build import incremental_load
from briefings.build.build_trace import stored_traces
from briefings.checks import desk_loading
from briefings.facts import published_issues
from briefings.files import desk_files
from briefings.files.atomic_folder import Output
from briefings.files.ledger_files import LedgerFile
from conftest import COMMAND, EXAMPLE, ROOT, SmallDesk, ends_within, unpublished
from walk_through import Edit, steps

FIRST, SECOND = "facts/issues/2021-W33/r1/TLP-GREEN", "facts/issues/2021-W37/r1/TLP-GREEN"
CORRECTED = ("2021-W33.yaml", '"<= 100000 people"', '"<= 90000 people"')


def published(desk: SmallDesk, week: str, *more: str) -> None:
    """As a person does it: build, read, publish."""
    assert desk.run("weekly", week, "--html").code == 0
    run = desk.run("publish", f"weekly/{week}", *more)
    assert run.code == 0, run.out + run.err


def ledger(desk: SmallDesk, folder: str = FIRST) -> dict[str, Any]:
    held: dict[str, Any] = json.loads((desk.root / folder / "ledger.json").read_text(encoding="utf-8"))
    return held


def text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> SmallDesk:
    """A desk whose first issue is out; only to be copied."""
    from conftest import EXAMPLE

    desk = SmallDesk(tmp_path_factory.mktemp("record") / "desk")
    shutil.copytree(EXAMPLE, desk.root)
    published(desk, "2021-W33")
    return desk


@pytest.fixture
def out(first: SmallDesk, tmp_path: Path) -> SmallDesk:
    """A desk of this test's own whose first issue is out."""
    shutil.copytree(first.root, tmp_path / "desk")
    return SmallDesk(tmp_path / "desk")


def test_an_issue_is_recorded_with_its_page_its_pdf_and_a_ledger(first: SmallDesk) -> None:
    files = first.files(FIRST)
    assert list(files) == ["2021-W33.html", "2021-W33.pdf", "ledger.json"]
    held = ledger(first)
    assert (held["issue"], held["number"], held["revision"], held["reason"]) == ("2021-W33", 1, 1, None)
    assert (held["as_of"], held["known"], held["published"]) == ("2021-08-20", "2021-08-20", "2021-09-17")
    (offer,) = [fact for fact in held["facts"] if fact["id"] == "tjk-offer-2021"]
    assert offer["printed"][0] == {"field": "value", "text": "up to 100,000\N{NO-BREAK SPACE}people", "claim": 0}
    assert offer["claims"][0]["source"] == "wire-2021-08" and offer["claims"][0]["grade"] == "B2"
    words = " ".join(text(files["2021-W33.html"].decode().split("<body")[1].split("<script")[0]).split())
    assert "No. 1" in words and "draft" not in words.casefold() and "not published" not in words
    assert "weekly/2021-W33, issued 17 September 2021" in words


def test_a_published_page_is_one_file(first: SmallDesk) -> None:
    html = first.files(FIRST)["2021-W33.html"].decode()
    assert re.findall(r'<(?:link|script|img)[^>]*(?:href|src)="(?!data:)', html) == []
    assert re.findall(r'url\("(?!data:)', html) == []
    assert "index.html" not in html and len(html) < 250_000


def test_a_build_copies_what_was_published_and_never_renders_it_again(out: SmallDesk) -> None:
    out.edit(*CORRECTED)
    run = out.run("build")
    assert run.code == 0, run.err
    record, built = out.files(FIRST), out.files()
    assert built["weekly/2021-W33.html"] == record["2021-W33.html"]
    assert built["weekly/2021-W33.pdf"] == record["2021-W33.pdf"]
    assert "unchanged weekly/2021-W33" in out.run("build").out or "nothing" in out.run("build").out
    line = next(d for d in json.loads(built["manifest.json"])["documents"] if d["id"] == "weekly/2021-W33")
    assert (line["number"], line["revision"]) == (1, 1)


def test_what_was_printed_and_is_corrected_is_told_stated_once_and_then_no_more(out: SmallDesk) -> None:
    """The whole life of a correction: check tells it, the next issue states it, and once that is out it is done."""
    out.edit(*CORRECTED)
    check = out.run("check")
    assert (check.code, check.out.count("[published-corrected]")) == (0, 1)
    assert "No. 1 (2021-W33) printed 'up to 100,000 people' for tjk-offer-2021" in check.out
    published(out, "2021-W37")
    said = text(out.files(SECOND)["2021-W37.html"].decode())
    assert "No. 1 (2021-W33) printed up to 100,000 people[" in said.replace("\N{NO-BREAK SPACE}", " ")
    assert "what holds is up to 90,000 people" in said.replace("\N{NO-BREAK SPACE}", " ")
    assert [c["fact"] for c in ledger(out, SECOND)["corrections"]] == ["tjk-offer-2021"]
    assert "published-corrected" not in out.run("check").out


def test_only_a_check_compares_all_that_issues_printed(out: SmallDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told by warnings, which a build does not print: there it would only take time."""
    out.edit(*CORRECTED)
    files, asked = desk_files.fact_files(out.root), list[object]()
    real = desk_loading.outdated_issues

    def counted(*arguments: Any) -> Any:
        asked.append(arguments)
        return real(*arguments)

    monkeypatch.setattr(desk_loading, "outdated_issues", counted)
    monkeypatch.setattr(incremental_load, "outdated_issues", counted)
    monkeypatch.setattr(incremental_load, "_WORTH_IT", 0)
    held = {}
    for which in ("from nothing", "by the index"):
        for wanted in (True, False):
            notes = Output(out.root / f"notes of {which if wanted else 'a build'}")
            if which == "by the index":
                incremental_load.load_incrementally(files, date(2021, 9, 20), notes)
            asked.clear()
            held[wanted] = incremental_load.load_incrementally(files, date(2021, 9, 20), notes, of_issues=wanted)
            assert len(asked) == wanted
        told = [problem.code for problem in held[True].problems]
        assert told.count("published-corrected") == 1
        assert [code for code in told if code != "published-corrected"] == [p.code for p in held[False].problems]


def test_a_one_pager_states_corrections_of_its_own_facts_only(out: SmallDesk) -> None:
    out.edit(*CORRECTED)
    assert out.run("build", "countries/*", "topics/*", "--html").code == 0
    stated = {name for name in out.files() if name.endswith(".html") and "Corrected." in text(out.page(name[:-5]))}
    assert stated == {"countries/afghanistan.html", "countries/tajikistan.html"}
    assert "printed up to 100,000" in text(out.page("topics/refugees")).replace("\N{NO-BREAK SPACE}", " ")


def test_only_documents_that_could_state_a_correction_look_its_fact_up(out: SmallDesk) -> None:
    """Each would be rendered again with every fact that any issue printed."""
    assert out.run("build", "countries/*", "topics/*", "--html").code == 0
    traces = stored_traces(Output(out.root / "build"))
    assert len(traces) > 3
    looking = {id for id, trace in traces.items() if "fact/tjk-offer-2021" in trace.keys}
    assert looking == {"countries/afghanistan", "countries/tajikistan", "topics/refugees"}


def test_a_claim_that_corrects_another_is_stated_with_its_day(out: SmallDesk) -> None:
    out.edit("2021-W33.yaml", "- {value: 5700 people,", "- {id: arrived-1, value: 5700 people,")
    out.edit(
        "2021-W33.yaml",
        "- {value: 9400 people, as_of: 2021-09-10,",
        "- {value: 4700 people, as_of: 2021-08-15, corrects: arrived-1,",
    )
    if "afg-arrived-tajikistan" not in [fact["id"] for fact in ledger(out)["facts"]]:
        pytest.fail("the first issue does not print the count")
    assert "printed '5,700" in out.run("check").out.replace("\N{NO-BREAK SPACE}", " ")
    assert out.run("weekly", "2021-W37", "--html").code == 0
    said = text(out.page("weekly/2021-W37")).replace("\N{NO-BREAK SPACE}", " ")
    assert re.search(
        r"No\. 1 \(2021-W33\) printed 5,700 people\[\d\]; what holds is 4,700 people\[\d\], since 16 Sept", said
    )


def test_a_withdrawn_source_corrects_what_rested_on_it(out: SmallDesk) -> None:
    out.edit(
        "sources.yaml",
        "published: 2021-08-20, medium: wire,",
        "published: 2021-08-20, withdrawn: 2021-09-12, medium: wire,",
    )
    out.edit("2021-W37.yaml", "source: wire-2021-08, origin: map-project", "source: press-2021-09, origin: map-project")
    out.edit("borders.yaml", "credibility: 1}", "credibility: 2}")
    found = out.run("check").out
    assert "for tjk-offer-2021: source withdrawn [published-corrected]" in found


def test_a_newer_state_of_things_corrects_nothing(out: SmallDesk) -> None:
    """9,400 came after 5,700: both were so."""
    assert "published-corrected" not in out.run("check").out


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("weekly/2021-W33",), "No. 1 (2021-W33) is published as TLP:GREEN"),
        (("weekly/2021-W37",), "weekly/2021-W37 is not built"),
        (("weekly/2021-W38",), "which is still to come"),
        (("weekly/2021-W32",), "an earlier week cannot be numbered after it"),
        (("weekly/2021-W37", "--reason", "Why"), "was not published before"),
        (("weekly/2021-W33", "--reason", "Why"), "weekly/2021-W33 is not built"),
        (("2021-37",), "is not a week"),
    ],
)  # fmt: skip
def test_what_must_not_go_out_does_not(out: SmallDesk, args: tuple[str, ...], said: str) -> None:
    before = out.files("facts")
    run = out.run("publish", *args)
    assert run.code == 1 and said in run.err and "Traceback" not in run.err
    assert out.files("facts") == before


def test_a_draft_that_is_older_than_the_facts_does_not_go_out(out: SmallDesk) -> None:
    assert out.run("weekly", "2021-W37", "--html").code == 0
    out.edit("2021-W37.yaml", "value: 210", "value: 215")
    run = out.run("publish", "weekly/2021-W37")
    assert run.code == 1 and "is not built as the facts are now" in run.err


def test_nothing_goes_out_with_an_error_in_the_facts(out: SmallDesk) -> None:
    assert out.run("weekly", "2021-W37", "--html").code == 0
    out.edit("2021-W37.yaml", "measure: districts-held", "measur: districts-held")
    run = out.run("publish", "weekly/2021-W37")
    assert run.code == 1 and "[unknown-key]" in run.err
    assert not (out.root / "facts/issues/2021-W37").exists()


def test_publishing_says_that_kept_texts_are_not_here_and_stops_at_what_they_do_not_bear_out(out: SmallDesk) -> None:
    out.edit("desk.yaml", "desk:\n", "desk:\n  texts: texts\n")
    out.edit("sources.yaml", "{id: wire-2021-08,", f"{{id: wire-2021-08, sha256: {'0' * 64},")
    run = out.run("publish", "weekly/2021-W37")
    assert "kept texts are not here, of wire-2021-08: no claim is held against them [source-text]" in run.out
    assert "weekly/2021-W37 is not built" in run.err
    (out.root / "texts").mkdir()
    (out.root / "texts/wire-2021-08.txt").write_text("Other words.\n", encoding="utf-8")
    run = out.run("publish", "weekly/2021-W37")
    assert run.code == 1 and "[source-changed]" in run.err and "1 error; nothing goes out" in run.err


# ---------------------------------------------------------------- documents that are no weekly

DOCUMENTS = """\
  documents:
    - {template: flash.html.j2, each: event, one_page: true, folder: flash}
    - {template: daily.html.j2, each: day, folder: daily}
  today:"""
FLASH, ONE_PAGER = "flash/summit-2021-09", "countries/tajikistan"


def went_out(desk: SmallDesk, *documents: str) -> str:
    """As a person does it: build, read, publish; what the last publication printed."""
    assert desk.run("build", *documents, "--html").code == 0
    runs = [desk.run("publish", document) for document in documents]
    assert [run.code for run in runs] == [0] * len(runs), [run.err for run in runs]
    return runs[-1].out


@pytest.fixture(scope="module")
def further(first: SmallDesk, tmp_path_factory: pytest.TempPathFactory) -> SmallDesk:
    """A desk of which a flash, the daily and a one-pager are out; only to be copied."""
    desk = SmallDesk(tmp_path_factory.mktemp("further") / "desk")
    shutil.copytree(first.root, desk.root)
    desk.edit("desk.yaml", "  today:", DOCUMENTS)
    assert went_out(desk, FLASH, "daily/2021-09-17", ONE_PAGER).splitlines()[:2] == [
        "published countries/tajikistan-2021-09-17 as No. 1 (tajikistan-2021-09-17), TLP:GREEN, 1 page",
        "wrote facts/issues/countries/tajikistan-2021-09-17/r1/TLP-GREEN/tajikistan-2021-09-17.html",
    ]
    return desk


@pytest.fixture
def sheets(further: SmallDesk, tmp_path: Path) -> SmallDesk:
    shutil.copytree(further.root, tmp_path / "desk")
    return SmallDesk(tmp_path / "desk")


def test_any_document_is_numbered_in_its_series_and_served_beside_the_one_that_goes_on(sheets: SmallDesk) -> None:
    assert sheets.run("build", "--html").code == 0
    built, record = sheets.files(), sheets.files("facts/issues")
    issues = {
        f"{FLASH}-2021-09-17": "Flash No. 1",
        "daily/2021-09-17": "Daily No. 1",
        f"{ONE_PAGER}-2021-09-17": "No. 1",
    }
    for name, number in issues.items():
        folder, own = f"{name}/r1/TLP-GREEN", name.rpartition("/")[2]
        assert built[f"{name}.html"] == record[f"{folder}/{own}.html"], name
        assert f"published as {number} (" in next(x for x in sheets.run("list").lines if x.startswith(f"{name} "))
        assert f"{number}: " in built["feed.atom"].decode() and f'href="{name}.html"' in built["index.html"].decode()
        assert "No. 1 · published 17 September 2021" in text(sheets.page(name))
        assert name in built["assets/search-data.js"].decode()
    assert "Published: No. 1 (tajikistan-2021-09-17)" in text(sheets.page(ONE_PAGER))
    assert "unchanged" in sheets.run("build", "--html").out


def test_an_error_in_a_flash_is_stated_by_the_next_of_its_series_or_the_weekly(sheets: SmallDesk) -> None:
    sheets.edit(
        "2021-W37.yaml",
        "title: CSTO summit in Dushanbe\n    date: 2021-09-16",
        "title: CSTO summit in Dushanbe\n    date: 2021-09-15",
    )
    sheets.edit("desk.yaml", "today: 2021-09-17", "today: 2021-09-18")
    told = [line for line in sheets.run("check").lines if "published-corrected" in line]
    assert len([line for line in told if "Flash No. 1 (summit-2021-09-2021-09-17) printed" in line]) == 1
    assert went_out(sheets, FLASH).startswith("published flash/summit-2021-09-2021-09-18 as Flash No. 2 ")
    said = text(sheets.page(FLASH)).replace("\N{NO-BREAK SPACE}", " ")
    assert "not 16 Sept 2021" in said and "as in Flash No. 1" in said
    left = [line for line in sheets.run("check").lines if "published-corrected" in line]
    assert left and not [line for line in left if "Flash No." in line]  # other series have other readers
    assert "Flash No. 1" in sheets.run("withdraw", "summit-2021-09").out


def test_a_one_pager_goes_out_again_as_the_next_number_and_its_issue_as_a_revision(sheets: SmallDesk) -> None:
    again = sheets.run("publish", ONE_PAGER)
    assert again.code == 1 and "No. 1 (tajikistan-2021-09-17) is published as TLP:GREEN" in again.err
    sheets.edit("desk.yaml", "today: 2021-09-17", "today: 2021-09-19")
    assert "as No. 2 (tajikistan-2021-09-19)" in went_out(sheets, ONE_PAGER)
    issue = f"{ONE_PAGER}-2021-09-17"
    assert sheets.run("build", "--reproduce", issue).lines[0] == (
        "No. 1 (tajikistan-2021-09-17): as of 2021-09-17, known 2021-09-17, TLP:GREEN"
    )
    run = sheets.run("publish", issue, "--reason", "A name was misspelt.")
    assert "as No. 1 (tajikistan-2021-09-17, revision 2)" in run.out, run.err
    assert sheets.run("build", ONE_PAGER, "--html").code == 0
    assert "Published: No. 2 (tajikistan-2021-09-19) · No. 1 (tajikistan-2021-09-17, revision 2)" in text(
        sheets.page(ONE_PAGER)
    )


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("daily/2021-09-16",), "an earlier day cannot be numbered after it"),
        (("daily/2021-09-18",), "no document 'daily/2021-09-18'"),
        (("flash/*",), "flash/summit-2021-09 is not built"),
        (("countries/*",), "names 4 documents"),
        (("topics/refugees",), "topics/refugees is not built"),
        (("topics/refugees", "--reason", "Why"), "was not published before"),
    ],
)  # fmt: skip
def test_what_must_not_go_out_of_them_does_not(further: SmallDesk, args: tuple[str, ...], said: str) -> None:
    before = further.files("facts")
    run = further.run("publish", *args, "--out", "nowhere")
    assert run.code == 1 and "Traceback" not in run.err and (said in run.err or "is published" in run.err), run.err
    assert further.files("facts") == before


# ---------------------------------------------------------------- tampering


@pytest.mark.parametrize("name", ["2021-W33.html", "2021-W33.pdf", "ledger.json"])
def test_a_published_file_that_was_edited_stops_everything(out: SmallDesk, name: str) -> None:
    path = out.root / FIRST / name
    path.write_bytes(path.read_bytes().replace(b"100,000", b"100,001") + b"\n" * name.endswith(".pdf"))
    for command in ("check", "build"):
        run = out.run(command)
        assert run.code == 1 and "[published-changed]" in run.out + run.err
    path.unlink()
    again = out.run("check")
    assert again.code == 1 and "[published-changed]" in again.err


def test_two_branches_that_publish_have_one_number_and_check_says_which(out: SmallDesk, tmp_path: Path) -> None:
    """Each branch took the next number; the later issue is taken back and published again under the one after."""
    branch = SmallDesk(tmp_path / "branch")
    shutil.copytree(out.root, branch.root)
    shutil.rmtree(branch.root / "facts/issues")
    published(branch, "2021-W37")
    shutil.copytree(branch.root / "facts/issues/2021-W37", out.root / "facts/issues/2021-W37")
    run = out.run("check")
    assert run.code == 1
    assert "facts/issues/2021-W37/r1/TLP-GREEN/ledger.json:4:" in run.err
    assert "2021-W37 is No. 1, and 2021-W33 is No. 1 [published-number]" in run.err
    assert "git rm -r facts/issues/2021-W37, then briefings publish weekly/2021-W37" in run.err
    shutil.rmtree(out.root / "facts/issues/2021-W37")
    published(out, "2021-W37")
    assert ledger(out, "facts/issues/2021-W37/r1/TLP-GREEN")["number"] == 2
    assert "[published-number]" not in out.run("check").err
    # each names the page of the one before it, which so cannot be taken out unseen
    assert ledger(out, "facts/issues/2021-W37/r1/TLP-GREEN")["after"] == ledger(out)["html"]["sha256"]
    shutil.rmtree(out.root / "facts/issues/2021-W33")
    assert "No. 2 (2021-W37) follows an issue that is not here" in out.run("check").err


def test_two_that_publish_at_once_take_two_numbers(tmp_path: Path) -> None:
    desk = SmallDesk(tmp_path / "desk")
    shutil.copytree(EXAMPLE, desk.root)
    weeks = ("2021-W33", "2021-W37")
    for week in weeks:
        assert desk.run("weekly", week, "--html").code == 0
    started = [subprocess.Popen([*COMMAND, "publish", f"weekly/{week}"], cwd=desk.root) for week in weeks]
    codes = [process.wait(timeout=240) for process in started]
    numbers = {week: ledger(desk, f"facts/issues/{week}/r1/TLP-GREEN")["number"]
               for week, code in zip(weeks, codes, strict=True) if code == 0}  # fmt: skip
    # the one of the later week may have been first, and then the earlier one is too late
    assert numbers in ({"2021-W33": 1, "2021-W37": 2}, {"2021-W37": 1})


def test_a_ledger_that_cannot_be_read_is_told(out: SmallDesk) -> None:
    (out.root / FIRST / "ledger.json").write_text("{}", encoding="utf-8")
    run = out.run("check")
    assert run.code == 1 and "[published-unreadable]" in run.err


def _set(held: dict[str, Any], path: tuple[str | int, ...], value: object) -> None:
    for key in path[:-1]:
        held = held[key]  # type: ignore[index]
    held[path[-1]] = value  # type: ignore[index]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("issue",), "2021-W99"),
        (("issue",), "x"),
        (("facts", 0, "printed", 0, "claim"), 99),
        (("facts", 0, "printed", 0, "claim"), -1),
        (("facts", 0, "printed", 0, "claim"), 10**20),
        (("facts", 0, "claims"), []),
        (("facts", 0, "claims", 0, "grade"), "\x1b"),
    ],
)
def test_a_ledger_that_says_what_none_can_say_is_told(
    first: SmallDesk, path: tuple[str | int, ...], value: object
) -> None:
    """Whoever forges one knows how to seal it; what follows it may rely on what it says having a meaning."""
    held = ledger(first)
    _set(held, path, value)
    file = LedgerFile(f"{FIRST}/ledger.json", json.dumps(held))
    ledgers, problems = published_issues.read([file])
    assert not ledgers and [problem.code for problem in problems] == ["published-unreadable"]


# ---------------------------------------------------------------- once more


def test_an_issue_made_again_from_the_same_inputs_is_the_same_bytes(out: SmallDesk) -> None:
    run = out.run("build", "--reproduce", "weekly/2021-W33")
    assert run.code == 0, run.out + run.err
    assert run.out.count("the same bytes") == 2 and "every input is as it was" in run.out


def test_an_issue_made_again_names_what_differs_and_a_revision_says_why(out: SmallDesk) -> None:
    out.edit(*CORRECTED)
    out.template("card.html.j2", "no part of it")
    run = out.run("build", "--reproduce", "weekly/2021-W33")
    assert run.code == 1 and run.out.count("not the same bytes") == 2
    differs = [line for line in run.lines if "differs:" in line]
    assert len(differs) >= 1 and "fact tjk-offer-2021: up to 100,000" in differs[0] and "up to 90,000" in differs[0]
    before = out.files(FIRST)
    run = out.run("publish", "weekly/2021-W33", "--reason", "The pledge was misread.")
    assert run.code == 0, run.err
    assert out.files(FIRST) == before
    held = ledger(out, FIRST.replace("r1", "r2"))
    assert (held["number"], held["revision"], held["reason"]) == (1, 2, "The pledge was misread.")
    assert out.run("build", "weekly/2021-W33", "--html").code == 0
    page = text(out.page("weekly/2021-W33"))
    assert "revision 2: The pledge was misread." in page and "90,000" in page
    assert "published-corrected" not in out.run("check").out  # the revision that stands says what holds


def test_a_publication_killed_at_any_moment_is_whole_or_not_there(out: SmallDesk) -> None:
    """Kill -9 at moments spread over the end of a publication; KILLS says how often."""
    kills, killed, chance = int(os.environ.get("KILLS", "4")), 0, random.Random(5)
    record = out.root / "facts/issues/2021-W37"
    assert out.run("weekly", "2021-W37").code == 0
    begun = time.monotonic()
    assert out.run("publish", "weekly/2021-W37").code == 0
    length, whole = time.monotonic() - begun, out.files(SECOND)
    for number in range(kills):
        shutil.rmtree(record, ignore_errors=True)
        begun = time.monotonic()
        if ends_within(out.root, length * chance.uniform(0.5, 1.1), "publish", "weekly/2021-W37"):
            length = time.monotonic() - begun
        else:
            killed += 1
        assert out.files(SECOND) in ({}, whole)
        if number % 10 == 0:
            assert " 0 errors" in f" {out.run('check').out}"
    assert killed


# ---------------------------------------------------------------- the walk-through


def test_the_walk_through_of_the_docs_runs_and_prints_what_it_says(tmp_path: Path) -> None:
    """Every command and every edit of docs/publishing.md, in order; `…` stands for whatever is printed there."""
    desk = unpublished(tmp_path / "desk")
    ran = edited = 0
    for step in steps((ROOT / "docs/publishing.md").read_text(encoding="utf-8")):
        if isinstance(step, Edit):
            step.make(desk)
            edited += 1
            continue
        run = desk.run(*step.words)
        assert run.code == ("--reproduce" in step.line), f"{step.line}\n{run.out}{run.err}"
        assert step.is_what(run.out), f"{step.line}\n{run.out}\nis not\n{step.said}"
        ran += 1
    assert (ran, edited) == (13, 1)
    assert "published-corrected" not in desk.run("check").out
