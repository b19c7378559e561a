"""What a build makes anew, exactly: which documents, and what it says of why."""

from __future__ import annotations

import json
import os
import pickle
import pickletools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from briefings.build import build_steps, rebuild_receipt
from briefings.checks import desk_loading
from briefings.core.markings import Marking
from briefings.core.problems import BriefingsError
from briefings.files import atomic_folder, desk_files
from briefings.files.output_folder import OutputFolder
from conftest import SmallDesk

DAY = date(2021, 9, 17)
COUNTRIES = {"countries/afghanistan", "countries/tajikistan", "countries/kyrgyzstan", "countries/armenia"}
WEEKLIES = {"weekly/2021-W33", "weekly/2021-W37"}
EVERY = COUNTRIES | WEEKLIES | {"topics/refugees"}


@dataclass
class Done:
    """What a build did: documents whose files are new, those it looked at anew, and what it says."""

    built: set[str] = field(default_factory=set)
    rendered: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    removed: tuple[str, ...] = ()
    receipt: list[str] = field(default_factory=list)


class Folder:
    """A desk that is built again and again, in this process and as HTML, which is quick."""

    def __init__(self, desk: SmallDesk) -> None:
        self.desk = desk
        self.build()

    def build(self, release: Marking = Marking.GREEN, **order: object) -> Done:
        base = desk_loading.load(self.desk.texts(), DAY).base
        assert base is not None, list(map(str, desk_loading.load(self.desk.texts(), DAY).errors))
        done, entries = Done(), []
        wish = build_steps.BuildOrder(DAY, DAY, release, **{"pdf": False, **order})  # type: ignore[arg-type]
        output = atomic_folder.Output(self.desk.root / "build")
        for event in build_steps.build(base, wish, desk_files.template_files(self.desk.root), output):
            if isinstance(event, build_steps.DocumentBuilt):
                done.rendered |= {event.document.id} if event.receipt.reasons else set()
                if event.changed:
                    done.built.add(event.document.id)
                    entries.append(event.receipt)
            elif isinstance(event, build_steps.FailedDocument):
                done.failed.add(event.document)
            elif isinstance(event, build_steps.BuildFinished):
                done.removed = event.removed
        done.receipt = rebuild_receipt.receipt_lines(entries)
        return done

    def after(self, name: str, old: str, new: str) -> Done:
        """A build after one edit of a fact file."""
        self.desk.edit(name, old, new)
        return self.build()

    def shipped(self, name: str, old: str, new: str) -> Done:
        """A build after one edit of a copied template."""
        text = (desk_files.shipped_templates_folder() / name).read_text(encoding="utf-8")
        assert text.count(old) == 1
        self.desk.template(name, text.replace(old, new))
        return self.build()


@pytest.fixture
def folder(desk: SmallDesk) -> Folder:
    return Folder(desk)


# ---------------------------------------------------------------- facts


def test_a_corrected_length_rebuilds_the_two_sides_of_the_border(folder: Folder) -> None:
    done = folder.after("borders.yaml", "984 km", "991 km")
    assert done.built == {"countries/tajikistan", "countries/kyrgyzstan"}
    assert done.receipt == ["2 documents rebuilt: border:KGZ-TJK 984 -> 991 km"]


def test_a_new_fact_rebuilds_the_pages_that_print_it(folder: Folder) -> None:
    folder.desk.add("new.yaml", "figures:\n  - {id: arm-killed, subject: ARM, measure: killed, value: 3, "
                    "as_of: 2021-09-15, source: press-2021-09, credibility: 2}\n")  # fmt: skip
    done = folder.build()
    assert done.built == {"countries/armenia", "weekly/2021-W37"}
    assert done.receipt == ["2 documents rebuilt: arm-killed new 3 people"]


def test_a_deleted_fact_rebuilds_the_pages_that_printed_it(folder: Folder) -> None:
    done = folder.after(
        "memberships.yaml",
        "  - {member: ARM, of: CSTO, role: full, from: 1992-05-15, source: factbook-2021, credibility: 2}\n",
        "",
    )
    assert done.built == {"countries/armenia"}
    assert done.receipt == ["1 document rebuilt: membership:ARM@CSTO/full-1992 gone"]


def test_a_source_graded_anew_rebuilds_the_pages_that_cite_it(folder: Folder) -> None:
    done = folder.after("sources.yaml", "medium: press, reliability: C", "medium: press, reliability: D")
    assert done.built == EVERY - {"countries/armenia", "weekly/2021-W33"} | {"countries/armenia"}
    assert "  afg-arrived-tajikistan graded C2 -> D2" in "\n".join(done.receipt)


def test_a_claim_graded_anew_rebuilds_the_pages_that_print_its_grade(folder: Folder) -> None:
    done = folder.after("2021-W33.yaml", "at: 9\n    credibility: 3", "at: 9\n    credibility: 2")
    assert "countries/tajikistan" in done.built and not done.built & {"countries/afghanistan", "topics/refugees"}
    assert done.receipt[0].endswith("csto-base-tajikistan graded B3 -> B2")


def test_a_later_claim_leaves_the_issues_before_it_alone(folder: Folder) -> None:
    """It is not even looked at: what their viewpoint shows is the same."""
    folder.desk.add("later.yaml", "claims:\n  - {fact: afg-arrived-tajikistan, value: 9900 people, "
                    "as_of: 2021-09-16, source: press-2021-09, credibility: 2}\n")  # fmt: skip
    done = folder.build()
    assert "weekly/2021-W37" in done.built
    assert "weekly/2021-W33" not in done.rendered


def test_a_further_alias_rebuilds_the_pages_that_name_the_country_and_no_other(folder: Folder) -> None:
    """Its own, and that of its neighbour, which prints their border."""
    done = folder.after("entities.yaml", "aliases: [Kirghizia]", "aliases: [Kirghizia, Kirgizstan]")
    assert done.built == {"countries/kyrgyzstan", "countries/tajikistan"}


def test_an_alias_that_comes_to_name_another_country_rebuilds_both(folder: Folder) -> None:
    assert folder.after("borders.yaml", "between: [TJK, KGZ]", "between: [TJK, Kirghizia]").rendered == set()
    folder.desk.edit("entities.yaml", "Kyrgyz, aliases: [Kirghizia]", "Kyrgyz")
    done = folder.after("entities.yaml", "adjective: Armenian", "adjective: Armenian, aliases: [Kirghizia]")
    also = {"countries/afghanistan", "weekly/2021-W37"}  # which name Armenia, and so can be found by its names
    assert done.built == {"countries/armenia", "countries/kyrgyzstan", "countries/tajikistan"} | also
    assert "  border:ARM-TJK new 984 km (countries/tajikistan, countries/armenia)" in done.receipt


def test_layout_order_and_places_of_files_are_no_change(folder: Folder) -> None:
    """Nothing is even looked at anew."""
    facts = folder.desk.root / "facts"
    (facts / "far").mkdir()
    (facts / "memberships.yaml").rename(facts / "far/bodies.yaml")
    text = (facts / "far/bodies.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    (facts / "far/bodies.yaml").write_text("# turned round\n" + "".join([text[0], *reversed(text[1:])]))
    folder.desk.edit("borders.yaml", "tags: [borders]\n    claims:", "claims:")
    folder.desk.edit("borders.yaml", "at: 19, credibility: 2}", "at: 19, credibility: 2}\n    tags: [borders]")
    done = folder.build()
    assert (done.built, done.rendered) == (set(), set())


def test_a_setting_of_the_desk_is_looked_at_by_all_and_rebuilds_who_print_it(folder: Folder) -> None:
    done = folder.after("desk.yaml", "timezone: Asia/Tashkent", "timezone: Asia/Dushanbe")
    assert done.rendered == EVERY
    assert done.built == WEEKLIES


# ---------------------------------------------------------------- templates, libraries, program


def test_a_template_rebuilds_the_documents_made_with_it(folder: Folder) -> None:
    done = folder.shipped("country.html.j2", "<section><h2>Borders</h2>", "<section><h2>Its borders</h2>")
    assert (done.built, done.rendered) == (COUNTRIES, COUNTRIES)
    assert done.receipt == ["4 documents rebuilt: changed: country.html.j2"]


def test_a_macro_rebuilds_only_where_it_prints(folder: Folder) -> None:
    done = folder.shipped("parts.html.j2", '<ul class="signposts"', '<ul class="signposts watched"')
    assert done.rendered == EVERY
    assert done.built == {"countries/tajikistan", "topics/refugees"}


def test_a_style_for_screens_is_written_and_rebuilds_no_page(folder: Folder) -> None:
    folder.desk.template("screen.css", "body { color: black }\n")
    done = folder.build()
    assert (done.built, done.rendered) == (set(), set())
    assert (folder.desk.root / "build/assets/screen.css").read_text() == "body { color: black }\n"


def test_another_version_of_a_library_is_told_by_name(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    from briefings.files import fingerprint

    found = fingerprint.library_versions()
    monkeypatch.setattr(fingerprint, "library_versions", lambda: found | {"babel": "99.0"})
    done = folder.build()
    assert (done.rendered, done.built) == (EVERY, set())
    planned = next(iter(plan(folder, "topics/refugees")))
    assert [str(reason) for reason in planned.reasons] == []
    monkeypatch.undo()
    planned = next(iter(plan(folder, "topics/refugees")))
    assert [str(reason) for reason in planned.reasons] == [f"babel 99.0 -> {found['babel']}"]


def plan(folder: Folder, *wanted: str) -> Iterator[build_steps.PlannedDocument]:
    from briefings.build import build_trace
    from briefings.build.build_plan import BuildPlan

    base = desk_loading.load(folder.desk.texts(), DAY).base
    assert base is not None
    order = build_steps.BuildOrder(DAY, DAY, Marking.GREEN, wanted=wanted, pdf=False)
    output = atomic_folder.Output(folder.desk.root / "build")
    work = BuildPlan(base, order, desk_files.template_files(folder.desk.root), output)
    for item in work.plan(build_trace.stored_traces(work.output)):
        assert isinstance(item, build_steps.PlannedDocument)
        yield item


def test_what_a_process_sends_of_a_page_brings_no_file_along(folder: Folder) -> None:
    from briefings.build.build_plan import BuildPlan

    base = desk_loading.load(folder.desk.texts(), DAY).base
    assert base is not None
    order = build_steps.BuildOrder(DAY, DAY, Marking.GREEN, pdf=False)
    output = atomic_folder.Output(folder.desk.root / "build")
    work = BuildPlan(base, order, desk_files.template_files(folder.desk.root), output)
    assert {document.kind for document in work.chosen} >= {"country", "topic", "weekly"}
    for document in work.chosen:
        sent = work._page(document)
        names = {operand for _, operand, _ in pickletools.genops(pickle.dumps(sent)) if isinstance(operand, str)}
        assert "_PageWithTrace" in names
        assert names.isdisjoint({"TextFile", "_Undecoded", "ScalarNode", "Prose"})


# ---------------------------------------------------------------- outputs


def test_a_deleted_and_a_damaged_page_are_made_again_and_no_other(folder: Folder) -> None:
    before = folder.desk.files()
    (folder.desk.root / "build/countries/armenia.html").unlink()
    with (folder.desk.root / "build/topics/refugees.html").open("a") as file:
        file.write("<p>By hand.</p>")
    done = folder.build()
    assert done.built == {"countries/armenia", "topics/refugees"}
    assert done.rendered == done.built
    assert folder.desk.files() == before
    assert set(done.receipt[1:]) == {
        "  missing: countries/armenia.html (countries/armenia)",
        "  not as it was written: topics/refugees.html (topics/refugees)",
    }


@pytest.mark.parametrize("when", [315532800, 4102444800])  # 1980, 2100
def test_time_stamps_are_never_looked_at(desk: SmallDesk, when: int) -> None:
    desk.run("build", "--html")
    for path in desk.root.rglob("*"):
        os.utime(path, (when, when))
    before = {path: path.stat().st_mtime_ns for path in desk.root.rglob("*") if path.is_file()}
    run = desk.run("build", "--html")
    assert run.lines[-1].startswith("0 documents built, 7 unchanged")
    assert {path: path.stat().st_mtime_ns for path in desk.root.rglob("*") if path.is_file()} == before
    desk.edit("borders.yaml", "984 km", "991 km")
    os.utime(desk.root / "facts/borders.yaml", (when, when))
    assert desk.run("build", "--html").lines[-1].startswith("2 documents built, 5 unchanged")


def test_a_page_that_is_the_same_is_not_laid_out_again(desk: SmallDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder(desk)
    assert folder.build(wanted=("countries/armenia",), pdf=True).built == {"countries/armenia"}
    monkeypatch.setattr(build_steps, "_new_pool", lambda work: pytest.fail("a PDF was made"))
    desk.edit("entities.yaml", "name: Armenia,", "name: Armenia, internal: Not printed,")
    done = folder.build(wanted=("countries/armenia",), pdf=True)
    assert (done.rendered, done.built) == ({"countries/armenia"}, set())


def test_what_is_no_document_any_more_is_removed(folder: Folder) -> None:
    (folder.desk.root / "build/topics/notes.txt").write_text("mine")
    done = folder.after("judgements.yaml", "  - id: refugees\n", "  - id: flight\n")
    led = COUNTRIES | {"weekly/2021-W33", "weekly/2021-W37"}  # to the topic, from pages that are not about it
    assert (done.built, done.removed) == ({"topics/flight"} | led, ("topics/refugees",))
    names = set(folder.desk.files())
    assert "topics/refugees.html" not in names and "topics/flight.html" in names
    assert "topics/notes.txt" in names


def test_an_asset_that_is_gone_is_removed(folder: Folder) -> None:
    folder.desk.template("own.js", "// own")
    folder.build()
    assert "assets/own.js" in folder.desk.files()
    (folder.desk.root / "templates/own.js").unlink()
    folder.build()
    assert "assets/own.js" not in folder.desk.files()


def test_a_file_that_no_build_wrote_is_not_written_over(folder: Folder) -> None:
    place = folder.desk.root / "build/weekly/2021-W40.html"
    place.write_text("mine")
    before = folder.desk.files()
    folder.desk.edit("judgements.yaml", "issues:\n", "issues:\n  - id: 2021-W40\n")
    with pytest.raises(BriefingsError, match=r"no build wrote weekly/2021-W40\.html"):
        folder.build()
    assert folder.desk.files() == before
    place.unlink()
    led = COUNTRIES | {"topics/refugees", "weekly/2021-W37"}  # to the newest issue; the one before it to the next
    assert folder.build().built == {"weekly/2021-W40"} | led


def test_a_folder_with_pages_of_somebody_else_is_left_alone(desk: SmallDesk) -> None:
    (desk.root / "site").mkdir()
    (desk.root / "site/index.html").write_text("mine")
    run = desk.run("build", "--html", "--out", "site")
    assert run.code == 1
    assert run.err.startswith("error: no build wrote index.html in ")
    assert desk.files("site") == {"index.html": b"mine"}


def test_documents_of_two_orders_live_in_one_folder(folder: Folder) -> None:
    """A build of one document leaves the others, with their lines in the manifest and the index."""
    before = folder.desk.files()
    assert folder.build(wanted=("countries/armenia",)).built == set()
    assert folder.desk.files() == before


# ---------------------------------------------------------------- what is told


def test_a_dry_run_tells_what_a_build_does_and_touches_nothing(desk: SmallDesk) -> None:
    desk.run("build", "--html")
    desk.edit("borders.yaml", "984 km", "991 km")
    (desk.root / "build/countries/armenia.html").unlink()
    before = {path: path.read_bytes() for path in desk.root.rglob("*") if path.is_file()}
    run = desk.run("build", "--html", "--dry-run")
    assert run.lines == [
        "would build countries/tajikistan: border:KGZ-TJK 984 -> 991 km",
        "would build countries/kyrgyzstan: border:KGZ-TJK 984 -> 991 km",
        "would build countries/armenia: missing: countries/armenia.html",
        "3 documents to build, 4 unchanged, 0 would fail",
    ]
    assert {path: path.read_bytes() for path in desk.root.rglob("*") if path.is_file()} == before
    run = desk.run("build", "--html", "--out", "nowhere", "--dry-run")
    assert run.lines[-1] == "7 documents to build, 0 unchanged, 0 would fail"
    assert not (desk.root / "nowhere").exists()


def test_explain_names_facts_queries_and_templates(desk: SmallDesk) -> None:
    desk.run("build", "--html")
    run = desk.run("explain", "countries/armenia", "--html")
    assert run.lines[0] == "countries/armenia: up to date"
    assert "  fact        membership:ARM@CSTO/full-1992" in run.out
    assert "  query       standing_in(ARM)" in run.lines
    files = {line.split()[1] for line in run.lines if line.startswith("  file ")}
    assert {"country.html.j2", "parts.html.j2", "page.html.j2"} <= files and "topic.html.j2" not in files
    assert "about ARM" in run.out and "about KGZ" not in run.out
    old = "ARM, of: CSTO, role: full, from: 1992-05-15"
    desk.edit("memberships.yaml", old, old.replace("05-15", "06-15"))
    run = desk.run("explain", "countries/armenia", "--html")
    assert run.lines[:2] == [
        "countries/armenia: would be rebuilt",
        "  because     membership:ARM@CSTO/full-1992 of 1992-05-15 -> 1992-06-15",
    ]


def test_a_receipt_as_json(desk: SmallDesk) -> None:
    desk.run("build", "--html")
    desk.edit("borders.yaml", "984 km", "991 km")
    assert desk.run("build", "--html", "--receipt", "out/../receipt.json").code == 0
    told = json.loads((desk.root / "receipt.json").read_text(encoding="utf-8"))
    change = {
        "id": "border:KGZ-TJK",
        "before": {"value": "984 km", "status": "", "grade": "B2", "date": "2021"},
        "after": {"value": "991 km", "status": "", "grade": "B2", "date": "2021"},
    }
    assert [(item["document"], item["facts"]) for item in told["rebuilt"]] == [
        ("countries/tajikistan", [change]), ("countries/kyrgyzstan", [change]),
    ]  # fmt: skip
    assert set(told["unchanged"]) == EVERY - {"countries/tajikistan", "countries/kyrgyzstan"}
    assert (told["failed"], told["removed"]) == ([], [])


def entry(document: str, **gists: tuple[str, str]) -> rebuild_receipt.ReceiptEntry:
    changes = tuple(
        rebuild_receipt.FactChange(id, (old, "", "B2", "2021"), (new, "", "B2", "2021"))
        for id, (old, new) in gists.items()
    )
    return rebuild_receipt.ReceiptEntry(document, (rebuild_receipt.RebuildReason("facts", "x"),), changes)


@pytest.mark.parametrize(
    ("gists", "told"),
    [
        ({"a": ("1,357 km", "1,344 km")}, "a 1,357 -> 1,344 km"),
        ({"a": ("up to 100,000 people", "90,000 people")}, "a up to 100,000 -> 90,000 people"),
        ({"a": ("31", "32")}, "a 31 -> 32"),
        ({"a": ("km", "2 km")}, "a km -> 2 km"),
        ({"a": ("", "2 km")}, "a nothing -> 2 km"),
        ({"a": ("A long account of what the two of them said there", "Another")}, "a reworded"),
    ],
)
def test_a_change_is_told_with_its_unit_once(gists: Mapping[str, tuple[str, str]], told: str) -> None:
    assert rebuild_receipt.receipt_lines([entry("x", **gists)]) == [f"1 document rebuilt: {told}"]


def test_many_causes_are_told_once_each_and_cut_where_nobody_would_read_on() -> None:
    entries = [entry(f"d{n}", shared=("1 km", "2 km"), **{f"own{n}": ("3 km", "4 km")}) for n in range(30)]
    lines = rebuild_receipt.receipt_lines(entries)
    assert lines[0] == "30 documents rebuilt:"
    assert lines[1] == "  shared 1 -> 2 km (all)"
    assert lines[2] == "  own0 3 -> 4 km (d0)"
    assert lines[-1] == "  and 20 causes more" and len(lines) == 13


# ---------------------------------------------------------------- two builds


def test_a_second_build_waits_and_says_for_whom(folder: Folder) -> None:
    shelf = OutputFolder(folder.desk.root / "build")
    with shelf.alone() as take:
        assert take() == ""
        other = OutputFolder(Path(folder.desk.root / "build"))
        with other.alone() as second:
            assert second() == f"process {os.getpid()} on {os.uname().nodename}"
    with other.alone() as third:
        assert third() == ""
