"""What is marked above a release is as if it had never been written: no output of a lower edition depends on it."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml

from briefings.build import build_steps as steps
from briefings.build.build_plan import BuildPlan
from briefings.checks import desk_loading
from briefings.core.markings import Marking
from briefings.core.problems import TextFile
from briefings.facts import withheld_records
from briefings.facts.claims import Viewpoint
from briefings.facts.fact_base import FactBase
from briefings.facts.issue_approvals import Approval
from briefings.facts.view import View
from briefings.files import atomic_folder, desk_files
from briefings.records.recipients import RecipientGroup
from briefings.records.record_models import RECORD_MODELS
from briefings.tasks import (
    comparison_report,
    export_files,
    issue_publication,
    mail_drafts,
    review_page,
)
from briefings.template_api.documents import Publication
from conftest import EXAMPLE, SmallDesk, base_of
from secrets_desk import FOLDER, SEED, Texts, fields_of, secrets

BELOW = [(mark, release) for mark in Marking for release in Marking if mark > release]
DAY = date(2021, 9, 17)
NUMBERS = ("8,888", "4,242", "7,777", "5,150", "9,999", "4,343", "7,373", "5,252", "805")
# An id of three letters holds no word; the others follow from what the record is about, which is canaries.
NO_CANARY = {("countries", "id"), *((kind, "id") for kind in ("borders", "memberships", "offices", "designations"))}

# The small desk holds a cable that is AMBER: what its own marking hides is the same with and without the secrets.


# ---------------------------------------------------------------- what the secrets are


def at(value: Any, path: tuple[str, ...]) -> Iterator[str]:
    """Every text at a path of keys; a claim's stand on its fact or in its list of claims."""
    if isinstance(value, list):
        for item in value:
            yield from at(item, path)
    elif not path:
        yield str(value)
    elif isinstance(value, dict):
        for held in (value, *value.get("claims", ())):
            if path[0] in held:
                yield from at(held[path[0]], path[1:])


def held(name: str) -> dict[str, Any]:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    return dict(yaml.load(text, yaml.CBaseLoader))


def test_every_word_of_every_kind_has_a_canary() -> None:
    """A field that is added tomorrow fails here until it is among the secrets."""
    assert [kind for kind, model in RECORD_MODELS.items() if "marking" not in model.model_fields] == []
    secret, partly = held("secret"), held("partly")
    missing = []
    tried = 0
    for kind in RECORD_MODELS.keys() - {"desk"}:
        for path, part in fields_of(kind).items():
            for name, file in [("secret", secret), *([("partly", partly)] if part else [])]:
                tried += 1
                if (kind, ".".join(path)) not in NO_CANARY and not any("CANARY" in t for t in at(file.get(kind), path)):
                    missing.append(f"{name}.yaml: {kind}.{'.'.join(path)}")
    assert missing == []
    assert tried > 200


def _less(value: Any) -> Any:
    """Without every part that is marked."""
    if isinstance(value, list):
        return [_less(item) for item in value if not (isinstance(item, dict) and item.get("marking") == "MARK")]
    if isinstance(value, dict):
        return {key: _less(inner) for key, inner in value.items()}
    return value


def desk_with(more: Texts) -> Texts:
    """The small desk, with a country more in its region so that its restricted bottom line would be printed."""
    files = desk_files.fact_files(EXAMPLE)
    texts = [TextFile(f.path, f.text.replace("[AFG, TJK, KGZ, ARM]", "[AFG, TJK, KGZ, ARM, TKM]")) for f in files]
    return [*texts, *more]


PUBLIC = [TextFile("facts/partly.yaml", yaml.safe_dump(_less(held("partly")), allow_unicode=True, sort_keys=False))]


# ---------------------------------------------------------------- what an edition is


@cache
def base_with(marking: Marking | None, seed: str = SEED) -> FactBase:
    """The desk with secrets of a marking; without any where it is None."""
    loaded = desk_loading.load(desk_with(secrets(marking, seed)[0] if marking else PUBLIC), DAY)
    assert loaded.base is not None, "\n".join(map(str, loaded.errors))
    return loaded.base


def edition(base: FactBase, release: Marking, root: Path, pdf: tuple[str, ...] = ()) -> dict[str, bytes]:
    """Every file that a build and an export leave, those that builds keep for themselves too."""
    order = steps.BuildOrder(DAY, DAY, release, pdf=bool(pdf), wanted=pdf, jobs=1, single=bool(pdf))
    templates = desk_files.template_files(EXAMPLE)
    events = list(steps.build(base, order, templates, atomic_folder.Output(root)))
    assert not [event for event in events if isinstance(event, steps.FailedDocument)]
    files = {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}
    told = export_files.export_files(base, Viewpoint(DAY, DAY, release), "all", places=False)
    return {**files, **{f"export/{name}": data for name, data in told.items()}}


def decoded(name: str, data: bytes) -> Iterator[bytes]:
    """A file's bytes; of a PDF every stream, string and attachment, and the words of its pages."""
    yield data
    if not name.endswith(".pdf"):
        return
    with pikepdf.open(io.BytesIO(data)) as opened:
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Stream):
                yield thing.read_bytes() if thing.get("/Subtype") != "/Image" else thing.read_raw_bytes()
            yield repr(thing).encode()
        assert "facts.json" in opened.attachments
        yield from (opened.attachments[file].get_file().read_bytes() for file in opened.attachments)
        assert len(opened.open_outline().root) > 0
        yield str(opened.docinfo).encode()
    yield subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout


def telling(files: Mapping[str, bytes], word: str) -> list[str]:
    return [name for name, data in files.items() if any(word.encode() in part.lower() for part in decoded(name, data))]


def alike(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """The names of files that differ. What was found clean is kept with a digest of what was looked for."""
    own = {f"{atomic_folder.NOTES_FOLDER}/scanned.json", f"{atomic_folder.NOTES_FOLDER}/lock"}
    return sorted(name for name in (one.keys() | other.keys()) - own if one.get(name) != other.get(name))


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> dict[Marking, dict[str, bytes]]:
    """What each edition is where nobody ever wrote a secret."""
    root = tmp_path_factory.mktemp("without")
    return {release: edition(base_with(None), release, root / str(release)) for release in sorted(Marking)[:-1]}


@pytest.mark.parametrize(("marking", "release"), BELOW)
def test_an_edition_is_as_if_what_is_withheld_had_never_been_written(
    without: dict[Marking, dict[str, bytes]], tmp_path: Path, marking: Marking, release: Marking
) -> None:
    """No canary in any byte of pages, index, search, manifest, notes of the build and exports; and the same bytes."""
    files = edition(base_with(marking), release, tmp_path)
    kinds = {name.rpartition("/")[0] for name in files}
    assert kinds >= {"", "countries", "topics", "weekly", atomic_folder.NOTES_FOLDER, "export"}
    assert {
        "index.html",
        "manifest.json",
        "assets/search-data.js",
        f"{atomic_folder.NOTES_FOLDER}/traces-0",
    } <= files.keys()
    assert telling(files, SEED) == []
    assert alike(files, without[release]) == []


def test_other_secrets_make_no_difference(without: dict[Marking, dict[str, bytes]], tmp_path: Path) -> None:
    files = edition(base_with(Marking.RED, "plughv"), Marking.GREEN, tmp_path)
    assert telling(files, "plughv") == []
    assert alike(files, without[Marking.GREEN]) == []


def test_a_pdf_and_a_copy_for_mail_tell_nothing_either(tmp_path: Path) -> None:
    """Pages, attachment, metadata, bookmarks and alternative texts of a country, a topic and a weekly."""
    wanted = ("countries/turkmenistan", "topics/refugees", "weekly/2021-W37")
    files = edition(base_with(Marking.AMBER), Marking.GREEN, tmp_path / "with", wanted)
    assert sum(name.endswith(".pdf") for name in files) == 2 * len(wanted)
    assert telling(files, SEED) == []
    assert alike(files, edition(base_with(None), Marking.GREEN, tmp_path / "without", wanted)) == []


def published(base: FactBase, release: Marking, root: Path) -> issue_publication.IssueEdition:
    order = steps.BuildOrder(DAY, DAY, release, wanted=("weekly/2021-W37",))
    work = BuildPlan(base, order, desk_files.template_files(EXAMPLE), atomic_folder.Output(root))
    issue = replace(work.chosen[0], publication=Publication(1, 1, None, DAY))
    return issue_publication.rendered_edition(work, issue)


def test_what_is_published_tells_nothing_and_tells_lower_editions_nothing(
    without: dict[Marking, dict[str, bytes]], tmp_path: Path
) -> None:
    """An issue with its ledger at a lower release; and one that holds the secrets, in the record of a lower edition."""
    lower = published(base_with(Marking.AMBER), Marking.GREEN, tmp_path)
    assert telling(lower.files, SEED) == []
    group = RecipientGroup.model_construct(id="readers", name="Readers", to=None, format="both")
    mail = message_from_bytes(mail_drafts.issue_draft(group, lower.ledger, lower.documents).data)
    parts = [part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()]
    sent = {str(number): bytes(part) for number, part in enumerate(parts)}  # type: ignore[arg-type]
    assert len(sent) == 4
    assert telling({**sent, "approval.json": Approval.of(lower.ledger).text()}, SEED) == []
    assert lower.files == published(base_with(None), Marking.GREEN, tmp_path).files
    higher = published(base_with(Marking.AMBER), Marking.AMBER, tmp_path)
    assert telling(higher.files, SEED) == [*higher.files]
    folder = tmp_path / "desk" / higher.ledger.folder
    folder.mkdir(parents=True)
    for name, data in higher.files.items():
        (folder / name).write_bytes(data)
    record = desk_files.fact_files(tmp_path / "desk")
    loaded = desk_loading.load([*desk_with(secrets(Marking.AMBER)[0]), *record], DAY)
    assert loaded.base is not None and len(loaded.base.ledgers) == 1
    assert alike(edition(loaded.base, Marking.GREEN, tmp_path / "green"), without[Marking.GREEN]) == []


def test_a_comparison_of_two_days_tells_nothing() -> None:
    def told(base: FactBase, release: Marking) -> str:
        days = (date(2021, 8, 31), DAY)
        before, after = (
            comparison_report.ComparedView(str(day), View(base, Viewpoint(day, day, release))) for day in days
        )
        found = comparison_report.Comparison(before, after)
        review = review_page.review_page(found, [], {}, "", {})
        return comparison_report.as_text(found) + comparison_report.as_data(found) + review

    lower = told(base_with(Marking.AMBER), Marking.GREEN)
    assert SEED not in lower.lower()
    assert lower == told(base_with(None), Marking.GREEN)
    assert SEED in told(base_with(Marking.AMBER), Marking.AMBER).lower()


def test_the_secrets_are_on_the_pages_of_a_release_that_holds_them(tmp_path: Path) -> None:
    """Else the tests above would pass with secrets that nothing prints."""
    files = edition(base_with(Marking.AMBER), Marking.AMBER, tmp_path)
    pages = "".join(data.decode() for name, data in files.items() if name.endswith(".html"))
    told = "".join(data.decode("utf-8", "replace") for name, data in files.items() if name.startswith("export/"))
    texts, words = secrets(Marking.AMBER)
    quotes = re.findall(r"\b(?:quote|read_as|internal): ([^,}\n]*)", "\n".join(text.text for text in texts))
    readers = re.findall(r"^recipients:\n.*$", "\n".join(text.text for text in texts), re.MULTILINE)
    quoted = set(re.findall(rf"{SEED}[a-z]{{2}}", " ".join([*quotes, *readers])))
    assert len(words) > 200
    assert sum(word in pages for word in words) > 80
    assert [word for word in words if word not in told.lower() and word not in quoted] == []
    assert len(quoted) > 20
    assert [word for word in quoted if word in told.lower()] == []  # words of sources and remarks are in no export
    assert [number for number in NUMBERS if number not in pages] == []


@pytest.mark.parametrize(("marking", "release"), BELOW)
def test_no_view_below_holds_a_canary(marking: Marking, release: Marking) -> None:
    """Every marking against every lower release: the linked base of an edition has lost every word of them."""
    base = base_with(marking)
    assert SEED not in said(base.edition(release)).lower()
    whole = said(base.edition(Marking.RED))
    assert [word for word in secrets(marking)[1] if word not in whole] == []


def said(base: FactBase) -> str:
    return repr([(e.id, e.record, e.claims) for e in base.all])


def test_a_sentence_copied_into_a_public_place_removes_the_edition(desk: SmallDesk) -> None:
    """What the gate cannot know: a template that types out what a restricted record says."""
    sentence = "The convoy of the envoy crosses near Panj at the end of the month"
    event = f"{{id: convoy, type: other, title: {sentence}, date: 2021-09-15, in: TJK, source: press-2021-09"
    desk.add("secret.yaml", f'events:\n  - {event}, marking: "TLP:RED"}}\n')
    assert desk.run("build", "--html", "--quiet").code == 0
    before = desk.files("build")
    assert desk.run("build", "--html", "--quiet").code == 0  # looked at once and found clean
    assert desk.files("build") == before
    desk.run("templates", "copy", "country.html.j2")
    path = desk.root / "templates" / "country.html.j2"
    text = path.read_text(encoding="utf-8")
    # in two pieces the wrong way round, so that the template itself is no permitted input that holds the sentence
    pieces = ["near Panj at the end of the month", "The convoy of the envoy crosses"]
    path.write_text(
        text.replace("</h1>", f"</h1><p>{{{{ {pieces}|last }}}} {{{{ {pieces}|first }}}}</p>"), encoding="utf-8"
    )
    run = desk.run("build", "--html")
    assert run.code == 1
    assert "told what is withheld from it and was removed" in run.err
    assert "facts/secret.yaml:2:" in run.err and "countries/tajikistan.html" in run.err
    assert sentence not in run.err + run.out
    assert desk.files("build") == {}
    assert "lies in .briefings/removed/TLP-GREEN" in run.err
    aside = desk.root / ".briefings/removed/TLP-GREEN"  # to be had back: all of it
    assert {str(p.relative_to(aside)) for p in aside.rglob("*") if p.is_file()} == before.keys()
    assert sentence.encode() in (aside / "countries/tajikistan.html").read_bytes()
    assert sentence.encode() not in b"".join(desk.files("build").values())
    path.write_text(text, encoding="utf-8")
    assert desk.run("build", "--html", "--quiet").code == 0
    assert {n: d for n, d in desk.files("build").items() if n.endswith(".html")} == {
        n: d for n, d in before.items() if n.endswith(".html")
    }


def test_an_edition_of_pdfs_is_read_too(desk: SmallDesk) -> None:
    desk.add("secret.yaml", 'people:\n  - {id: hidden-one, name: Hidden Personage of Panj, marking: "TLP:RED"}\n')
    run = desk.run("build", "countries/tajikistan", "--quiet")
    assert run.code == 0, run.err
    shipped = (Path(__file__).parent.parent.parent / "templates/country.html.j2").read_text(encoding="utf-8")
    desk.template("country.html.j2", shipped.replace("</h1>", "</h1><p>{{ ['hidden', 'one']|join('-') }}</p>"))
    run = desk.run("build", "countries/tajikistan", "--quiet")
    assert run.code == 1
    assert "countries/tajikistan.html" in run.err and "countries/tajikistan.pdf" in run.err


# ---------------------------------------------------------------- tables of the gate's decisions


@pytest.mark.parametrize(
    ("top", "default", "release", "expected"),
    [
        (None, Marking.CLEAR, Marking.CLEAR, False),
        (None, Marking.GREEN, Marking.CLEAR, True),
        (Marking.GREEN, Marking.CLEAR, Marking.GREEN, False),
        (Marking.AMBER, Marking.CLEAR, Marking.GREEN, True),
        (Marking.CLEAR, Marking.AMBER, Marking.GREEN, True),
    ],
)
def test_table_of_when_something_must_be_withheld(
    top: Marking | None, default: Marking, release: Marking, expected: bool
) -> None:
    assert withheld_records.must_withhold(top, default, release) is expected


GATED = """\
desk: {title: T, publisher: P, contact: c, region: [AFG], today: 2022-01-01}
countries: [{id: AFG, name: Afghanistan}, {id: TJK, name: Tajikistan}]
organizations: [{id: unit, name: Unit Nine, type: armed force, marking: "TLP:RED"}]
matters: [{id: talks, question: Talks}]
measures: [{id: killed, label: People killed, unit: people}]
sources:
  - {id: wire, publisher: Wire, title: T, published: 2021-07-01, medium: wire, reliability: B}
  - {id: cable, publisher: Cable, title: T, published: 2021-07-01, medium: wire, reliability: B, marking: "TLP:RED"}
"""
MEETING = "id: x, type: meeting, title: T"
SPEECH = "id: x, speaker: AFG, date: 2021-07-01, text: So., source: wire"
QUOTES = (
    "id: x, text: 'So: {{ fact(\"hidden\") }}.', question: arrivals, until: 2021-12-31, "
    "likelihood: likely, confidence: low, about: AFG, author: A, date: 2021"
)
JUDGED = (
    "id: x, text: So it is., question: arrivals, until: 2021-12-31, "
    "likelihood: likely, confidence: low, about: AFG, author: A, date: 2021-08-01"
)
DEAD = "id: x, subject: AFG, measure: killed"
ROW = "as_of: 2021-07-01, value"
WATCHED = "signposts: [{id: x, text: So., for: j, about: AFG, recorded: 2021-07-01, observations:"
HIDDEN = "figures: [{id: hidden, subject: AFG, measure: killed, value: 9, as_of: 2021-07-01, source: cable}]\n"


def green(text: str) -> dict[str, Any] | None:
    """The record `x` of the GREEN edition and its claims, as they were written; None if it is withheld."""
    texts = [TextFile("facts/a.yaml", GATED), TextFile("facts/b.yaml", text)]
    if "hidden" in text and "id: hidden" not in text:
        texts.append(TextFile("facts/c.yaml", HIDDEN))
    (entry,) = [e for e in base_of(texts).edition(Marking.GREEN).all if e.id == "x"] or [None]
    if entry is None:
        return None
    return {
        "record": entry.record.model_dump(mode="python", exclude_defaults=True, exclude={"id"}),
        "claims": [claim.model_dump(mode="python", exclude_defaults=True) for claim in entry.claims],
    }


KEPT = [
    pytest.param(f"events: [{{{MEETING}, date: 2021-07-01, source: wire, parties: [{{who: TJK}}]}}]",
                 f"events: [{{{MEETING}, date: 2021-07-01, source: wire, parties: [{{who: TJK}}]}}]",
                 id="names nothing that is withheld"),
    pytest.param(f"events: [{{{MEETING}, date: 2021-07-01, source: wire, parties: [{{who: TJK}}, {{who: unit}}]}}]",
                 None, id="a part without a marking of its own takes its claim with it"),
    pytest.param(f"figures: [{{{DEAD}, claims: [{{id: c1, {ROW}: 5, source: wire}}, "
                 f"{{{ROW}: 6, source: wire, corrects: c1}}, "
                 f'{{{ROW}: 7, source: wire, marking: "TLP:RED"}}]}}]',
                 f"figures: [{{{DEAD}, claims: [{{id: c1, {ROW}: 5, source: wire}}, "
                 f"{{{ROW}: 6, source: wire, corrects: c1}}]}}]",
                 id="a claim marked by itself goes, and the correction of another stays"),
    pytest.param(f"events: [{{{MEETING}, claims: [{{date: 2021-07-01, source: wire, parties: [{{who: unit}}]}}, "
                 "{date: 2021-07-02, source: wire}]}]",
                 f"events: [{{{MEETING}, claims: [{{date: 2021-07-02, source: wire}}]}}]",
                 id="another claim of the fact stays"),
    pytest.param(f"statements: [{{{SPEECH}, positions: [{{holder: unit, on: talks, stance: for}}, "
                 "{holder: TJK, on: talks, stance: for}]}]",
                 f"statements: [{{{SPEECH}, positions: [{{holder: TJK, on: talks, stance: for}}]}}]",
                 id="a part with a marking of its own goes by itself"),
    pytest.param(f"statements: [{{{SPEECH}, positions: [{{holder: TJK, on: talks, stance: for, "
                 'marking: "TLP:AMBER"}]}]',
                 f"statements: [{{{SPEECH}}}]", id="a part marked above the release goes"),
    pytest.param(f"statements: [{{{SPEECH}, positions: [{{holder: TJK, on: talks, stance: for, "
                 'marking: "TLP:GREEN"}]}]',
                 f"statements: [{{{SPEECH}, positions: [{{holder: TJK, on: talks, stance: for, "
                 'marking: "TLP:GREEN"}]}]', id="a part marked as the release stays"),
    pytest.param(f'figures: [{{{DEAD}, {ROW}: 5, source: wire, marking: "TLP:GREEN"}}]',
                 f'figures: [{{{DEAD}, {ROW}: 5, source: wire, marking: "TLP:GREEN"}}]',
                 id="a fact marked as the release stays"),
    pytest.param(f'figures: [{{{DEAD}, {ROW}: 5, source: wire, marking: "TLP:AMBER"}}]', None,
                 id="a fact marked above the release goes"),
    pytest.param(f"figures: [{{{DEAD}, {ROW}: 5, source: cable}}]", None, id="a fact of a withheld source goes"),
    pytest.param(f"figures: [{{{DEAD}, {ROW}: 5, source: wire, rivals: [hidden]}}]",
                 f"figures: [{{{DEAD}, {ROW}: 5, source: wire}}]", id="a link in a list is lost"),
    pytest.param(f"{WATCHED} [{{date: 2021-07-02, state: not}}, "
                 "{date: 2021-07-03, state: not, facts: [hidden]}]}]",
                 f"{WATCHED} [{{date: 2021-07-02, state: not}}, {{date: 2021-07-03, state: not}}]}}]",
                 id="so is a link of one part among several"),
    pytest.param(f"figures: [{{{DEAD}, {ROW}: 5, source: wire, part_of: hidden}}]",
                 f"figures: [{{{DEAD}, {ROW}: 5, source: wire}}]", id="a link by itself is lost"),
    pytest.param(f"figures: [{{{DEAD}, claims: [{{id: c1, {ROW}: 5, source: cable}}, "
                 f"{{{ROW}: 6, source: wire, corrects: c1}}, {{{ROW}: 7, source: wire}}]}}]",
                 f"figures: [{{{DEAD}, claims: [{{{ROW}: 6, source: wire}}, {{{ROW}: 7, source: wire}}]}}]",
                 id="a correction of a withheld claim reads as a claim"),
    pytest.param(f'figures: [{{{DEAD}, claims: [{{id: c1, {ROW}: 5, source: wire, marking: "TLP:RED"}}, '
                 f"{{id: c2, {ROW}: 6, source: wire, corrects: c1}}]}}]",
                 f"figures: [{{{DEAD}, claims: [{{id: c2, {ROW}: 6, source: wire}}]}}]",
                 id="so does one of a claim marked by itself, if it is the last of its fact"),
    pytest.param(f"figures: [{{{DEAD}, claims: [{{id: c1, {ROW}: 5, source: wire}}, "
                 f"{{{ROW}: 6, source: wire, corrects: c1}}, {{{ROW}: 7, source: cable}}]}}]",
                 f"figures: [{{{DEAD}, claims: [{{id: c1, {ROW}: 5, source: wire}}, "
                 f"{{{ROW}: 6, source: wire, corrects: c1}}]}}]", id="a correction of a claim that stays is kept"),
    pytest.param(f"assessments: [{{{JUDGED}, basis: [hidden]}}]", None, id="a judgement goes with all of its basis"),
    pytest.param(f"assessments: [{{{JUDGED}, basis: [hidden, seen], marking_reason: No word of it.}}]",
                 f"assessments: [{{{JUDGED}, basis: [seen]}}]", id="the reason for its marking goes in any case"),
    pytest.param(f"assessments: [{{{QUOTES}, basis: [hidden], marking_reason: No word of it.}}]", None,
                 id="a judgement that quotes what is withheld goes whatever its reason"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "shown"), KEPT)
def test_table_of_what_a_green_edition_keeps_of_a_record(written: str, shown: str | None) -> None:
    assert green(written) == (green(shown) if shown else None)


def test_the_rows_of_that_table_are_kept_and_withheld() -> None:
    """A row whose shown form were itself withheld would prove nothing."""
    assert [green(row.values[1]) is None for row in KEPT if row.values[1]] == [False] * 14


def test_that_table_has_a_judgement_whose_text_gives_nothing_away_without_its_basis() -> None:
    kept = green(f"assessments: [{{{JUDGED}, basis: [hidden], marking_reason: No word of it.}}]")
    assert kept is not None
    record = kept["record"]
    assert record["text"] == "So it is."
    assert not record["basis"]
    assert record.get("marking_reason") is None


def ids_in_green(text: str) -> set[str]:
    """The ids of the GREEN edition of records beside those of GATED."""
    base = base_of([TextFile("facts/a.yaml", GATED), TextFile("facts/b.yaml", text)])
    return {entry.id for entry in base.edition(Marking.GREEN).all} - GATED_IDS


GATED_IDS = {"desk", "AFG", "TJK", "talks", "killed", "wire"}
EARLY = '{from: 2003, source: wire, marking: "TLP:RED"}'
JOINED = "member: AFG, of: pact, role: observer"
PACT = "organizations: [{id: pact, name: Pact, type: bloc}]\n"
MAN = "people: [{id: man, name: Man}]\n"
RENAMED = [
    pytest.param(f"{PACT}memberships: [{{{JOINED}, claims: [{EARLY}, {{from: 2011, source: wire}}]}}]",
                 {"pact", "membership:AFG@pact/observer-2011"}, id="the year of a membership"),
    pytest.param(f"{MAN}offices: [{{holder: man, of: AFG, office: chief, claims: [{EARLY}, {{from: 2011, source: wire}}]}}]",  # noqa: E501
                 {"man", "office:man@AFG/chief-2011"}, id="the year of an office"),
    pytest.param(f"{PACT}designations: [{{by: AFG, of: pact, as: Banned, claims: [{EARLY}, {{from: 2011, source: wire}}]}}]",  # noqa: E501
                 {"pact", "designation:AFG/pact-2011"}, id="the year of a designation"),
    pytest.param(f"{PACT}memberships: [{{{JOINED}, claims: [{EARLY}, {{source: wire}}]}}]",
                 {"pact", "membership:AFG@pact/observer"}, id="no claim that is left tells a year"),
    pytest.param(f"{PACT}memberships: [{{{JOINED}, claims: [{{from: 2003, source: cable}}, {{from: 2011, source: wire}}]}}]",  # noqa: E501
                 {"pact", "membership:AFG@pact/observer-2011"}, id="a claim that goes with its source"),
    pytest.param(f'{PACT}memberships: [{{{JOINED}, claims: [{{from: 2011, source: wire, marking: "TLP:GREEN"}}, {EARLY}]}}]',  # noqa: E501
                 {"pact", "membership:AFG@pact/observer-2011"}, id="the year of the claim that stays"),
    pytest.param(f"{PACT}memberships: [{{{JOINED}, id: written-2003, claims: [{EARLY}, {{from: 2011, source: wire}}]}}]",  # noqa: E501
                 {"pact", "written-2003"}, id="an id that is written out stays"),
    pytest.param(f"{PACT}memberships: [{{{JOINED}, claims: [{EARLY}]}}]\n"
                 'claims: [{fact: "membership:AFG@pact/observer-2003", from: 2011, source: wire}]',
                 {"pact", "membership:AFG@pact/observer-2011"}, id="a claim that is filed apart is the first that is left"),  # noqa: E501
    pytest.param(f"{PACT}memberships: [{{{JOINED}, claims: [{EARLY}, {{from: 2011, source: wire}}]}},"
                 f"{{{JOINED}, from: 2011, source: wire}}]",
                 {"pact", "membership:AFG@pact/observer-2011"}, id="two facts of one id after that: the one that had it stays"),  # noqa: E501
    pytest.param(f"{PACT}memberships: [{{{JOINED}, claims: [{EARLY}, {{from: 2011, source: wire}}]}}]\n"
                 "assessments: [{id: y, text: 'It is {{ cite(\"wire\") }}.', question: arrivals, until: 2021-12-31, "
                     "likelihood: likely, confidence: low, about: AFG, "
                 'author: A, date: 2021-08-01, basis: ["membership:AFG@pact/observer-2003"]}]',
                 {"pact", "membership:AFG@pact/observer-2011"}, id="what names the id that tells the year goes"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "ids"), RENAMED)
def test_table_of_ids_that_follow_from_the_claims_that_are_left(written: str, ids: set[str]) -> None:
    assert ids_in_green(written) == ids


RED = 'marking: "TLP:RED"'
PLACE = "places: [{id: kant, name: Kant, aliases: [Qant], latitude: 42.9, longitude: 74.8, source: wire}]\n"
BASE = "type: base, of: AFG, in: TJK, source: wire"
PERSONS = "people: [{id: one, name: One}, {id: two, name: Two}]\n"
SAID = "date: 2021-07-01, text: So., source: wire"
PAPER = "publisher: Gazette, title: T, published: 2021-07-01, medium: press, reliability: B"
USED = [
    pytest.param(f"{PLACE}forces: [{{id: f, {BASE}, place: Kant}}]", {"f", "kant"}, id="a place that is shown"),
    pytest.param(f"{PLACE}forces: [{{id: f, {BASE}, place: Kant, {RED}}}]", set(), id="a place of the withheld alone"),
    pytest.param(f"{PLACE}forces: [{{id: f, {BASE}, place: Kant, {RED}}}, {{id: g, {BASE}, place: Qant}}]",
                 {"g", "kant"}, id="a place of both, by another name"),
    pytest.param(PLACE, {"kant"}, id="a place that nothing ever named"),
    pytest.param(f"{PERSONS}statements: [{{id: s, speaker: one, {SAID}, {RED}}}]", {"two"}, id="a person"),
    pytest.param(f"people: [{{id: one, name: One, country: UZB}}]\ncountries: [{{id: UZB, name: Uzbekistan}}]\n"
                 f"statements: [{{id: s, speaker: one, {SAID}, {RED}}}]", set(), id="and what only that person names"),
    pytest.param(f"sources: [{{id: paper, {PAPER}}}]\nfigures: [{{id: f, subject: AFG, measure: killed, claims: "
                 f"[{{{ROW}: 5, source: paper, {RED}}}, {{{ROW}: 6, source: wire}}]}}]", {"f"},
                 id="a source of a withheld claim of a fact that stays"),
    pytest.param("organizations: [{id: gazette, name: Gazette, type: outlet}]\n"
                 f"sources: [{{id: paper, {PAPER}, {RED}}}]", set(), id="the outlet of a withheld source"),
    pytest.param("measures: [{id: shells, label: Shells at Kant, unit: people}]\n"
                 f"figures: [{{id: f, subject: AFG, measure: shells, {ROW}: 5, source: wire, {RED}}}]", set(), id="a measure"),  # noqa: E501
    pytest.param("matters: [{id: lease, question: The lease}]\n"
                 f"statements: [{{id: s, speaker: AFG, {SAID}, positions: [{{holder: TJK, on: lease, stance: for, {RED}}}]}}]",  # noqa: E501
                 {"s"}, id="a matter of a withheld part"),
    pytest.param("units: [{id: shell, plural: shells}]\nfigures: [{id: f, subject: AFG, measure: killed, claims: "
                 f"[{{{ROW}: 5 shells, source: wire, {RED}}}, {{{ROW}: 6, source: wire}}]}}]", {"f"}, id="a unit"),
    pytest.param("units: [{id: shell, plural: shells}]\n"
                 f"forces: [{{id: f, {BASE}, count: 5 shells}}, {{id: g, {BASE}, count: 5 shells, {RED}}}]",
                 {"f", "shell"}, id="a unit of an amount that is shown"),
    pytest.param(f"units: [{{id: shell, plural: shells, {RED}}}]\nforces: [{{id: f, {BASE}, count: 5 shells}}]", set(),
                 id="an amount of a unit that is withheld goes"),
    pytest.param(f"measures: [{{id: shells, label: Shells at Kant, unit: people, {RED}}}]\n"
                 f"figures: [{{id: f, subject: AFG, measure: shells, {ROW}: 5, source: wire}}]", set(), id="a figure of such a measure"),  # noqa: E501
    pytest.param(f"matters: [{{id: lease, question: The lease, {RED}}}]\n"
                 f"statements: [{{id: s, speaker: AFG, {SAID}, positions: [{{holder: TJK, on: lease, stance: for}}]}}]",
                 {"s"}, id="a position on such a matter"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "ids"), USED)
def test_table_of_what_goes_because_only_the_withheld_use_it(written: str, ids: set[str]) -> None:
    assert ids_in_green(written) == ids


LONG = "borders: [{between: [AFG, TJK], claims: [{length: 1357 km, source: wire, MARK}, {disputed: By both., source: wire}]}]\n"  # noqa: E501
TOPIC = "topics: [{id: y, title: T, question: Q, scope: {}, bottom_line: ['TEXT']}]"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('It is {{ fact("border:AFG-TJK") }} long.', False),
        ('It is {{ fact("border:AFG-TJK", "length") }} long.', False),
        ('It is disputed: {{ fact("border:AFG-TJK", "disputed") }}.', True),
        ('So it is said {{ cite("wire") }}.', True),
    ],
)
def test_table_of_texts_that_go_with_the_number_that_they_quote(text: str, left: bool) -> None:
    """Nothing is printed with a gap where the number was."""
    topic = TOPIC.replace("TEXT", text)
    assert ("y" in ids_in_green(LONG.replace("MARK", RED) + topic)) is left
    assert "y" in ids_in_green(LONG.replace(", MARK", "") + topic)


def test_the_desk_is_there_in_an_edition_below_its_own_marking(desk: SmallDesk) -> None:
    """`marking` of the desk is that of what has none: it withholds records, never the settings."""
    desk.edit("desk.yaml", "marking: TLP:CLEAR", "marking: TLP:GREEN")
    view = View(base_of(desk.texts()), Viewpoint(DAY, DAY, Marking.CLEAR))
    assert view.desk.marking is Marking.GREEN
    assert view.desk.region == ()
    assert list(view.facts) == []
