"""A document bears the marking of the highest thing it prints: on every page, at both ends, in the TLP colours."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from briefings.build import build_steps as steps
from briefings.build.build_plan import BuildPlan
from briefings.checks import desk_loading
from briefings.core.markings import Marking
from briefings.core.problems import TextFile
from briefings.facts.claims import Viewpoint
from briefings.facts.fact_base import FactBase
from briefings.facts.view import View
from briefings.files import atomic_folder, desk_files
from briefings.pdf.pdf_assets import STYLESHEET
from briefings.pdf.pdf_renderer import PdfRenderer
from conftest import EXAMPLE, SmallDesk

DAY = date(2021, 9, 17)
# TLP 2.0, tables 2 and 3: the letters' colour, on black.
COLOURS = {
    Marking.CLEAR: (0xFF, 0xFF, 0xFF),
    Marking.GREEN: (0x33, 0xFF, 0x00),
    Marking.AMBER: (0xFF, 0xC0, 0x00),
    Marking.AMBER_STRICT: (0xFF, 0xC0, 0x00),
    Marking.RED: (0xFF, 0x2B, 0x2B),
}
HIGH = Marking.AMBER_STRICT
Pages = dict[str, tuple[dict[str, Any], str]]


def base_of(change: Callable[[str, str], str]) -> FactBase:
    files = [TextFile(f.path, change(Path(f.path).name, f.text)) for f in desk_files.fact_files(EXAMPLE)]
    loaded = desk_loading.load(files, DAY)
    assert loaded.base is not None, "\n".join(map(str, loaded.errors))
    return loaded.base


def pages(base: FactBase, root: Path, release: Marking = Marking.RED) -> Pages:
    """Every document: its line in the manifest, and its page."""
    order = steps.BuildOrder(DAY, DAY, release, pdf=False)
    list(steps.build(base, order, desk_files.template_files(EXAMPLE), atomic_folder.Output(root)))
    lines = json.loads((root / "manifest.json").read_text(encoding="utf-8"))["documents"]
    return {line["id"]: (line, (root / line["html"]).read_text(encoding="utf-8")) for line in lines}


def marked(name: str, old: str, new: str) -> Callable[[str, str], str]:
    def change(file: str, text: str) -> str:
        assert file != name or text.count(old) == 1, (name, old)
        return text.replace(old, new.replace("MARK", f'marking: "{HIGH.value}"')) if file == name else text

    return change


LISTED = {
    "fact": ("2021-W37.yaml", "    type: exercise", "    type: exercise\n    MARK", "facts", "csto-exercise-2021-10"),
    "claim": ("2021-W37.yaml", "source: press-2021-09, origin: map-project, credibility: 4}",
              "source: press-2021-09, origin: map-project, credibility: 4, MARK}", "facts", "afg-districts-taliban"),
    "source": ("sources.yaml", 'marking: "TLP:AMBER"', "MARK", "sources", "cable-2021-09"),
}  # fmt: skip
TEXTS = {
    "judgement": ("judgements.yaml", "    likelihood: likely", "    likelihood: likely\n    MARK",
                  "Arrivals in Tajikistan go on through the autumn"),
    "section": ("judgements.yaml", "{heading: Who will host,", "{MARK, heading: Who will host,", "Who will host"),
    "trend": ("judgements.yaml", "reason: The first issue.", "reason: The first issue., MARK", "The first issue."),
    "bottom line of a country": ("entities.yaml", "        trend: worsening", "        trend: worsening\n        MARK",
                                 "is the thing to watch"),
    "position": ("2021-W37.yaml", "stance: for}", "stance: for, if: Asked to., MARK}", "Asked to."),
}  # fmt: skip


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """Nothing but the cable is marked in the small desk, and CLEAR is what the desk is; the cable is left out."""
    return pages(base_of(lambda name, text: text), tmp_path_factory.mktemp("plain"), Marking.GREEN)


def raised(found: Pages) -> set[str]:
    levels = {line["marking"] for line, _ in found.values()}
    assert levels <= {"TLP:CLEAR", HIGH.value, "TLP:AMBER"}
    for line, page in found.values():
        words = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
        # in the head of the page and at its foot, in its colours, and in no other
        assert re.findall(r'<span class="tlp">([^<]*)</span>', words) == [line["marking"]] * 2
        assert f'tlp-{str(line["marking"])[4:].lower().replace("+", "-")}">' in words
    return {id for id, (line, _) in found.items() if line["marking"] == HIGH.value}


def test_nothing_marked_raises_nothing(plain: Pages) -> None:
    assert {line["marking"] for line, _ in plain.values()} == {"TLP:CLEAR"}


@pytest.mark.parametrize("what", LISTED)
def test_a_fact_a_claim_or_a_source_marks_what_prints_it(what: str, tmp_path: Path) -> None:
    name, old, new, key, id = LISTED[what]
    base = base_of(marked(name, old, new))
    found = pages(base, tmp_path)

    def bears(line: dict[str, Any]) -> bool:
        """Whether a document prints what is marked, by the facts as they were known on its own day."""
        at = Viewpoint(date.fromisoformat(line["as_of"]), date.fromisoformat(line["known"]), Marking.RED)
        claims = [(fact, claim) for fact in line["facts"] for claim in View(base, at).facts[fact].claims]
        return id in line["sources"] or any(
            (fact == id and (what == "fact" or claim.marking == HIGH)) or str(claim.source.id) == id
            for fact, claim in claims
        )

    prints = {doc for doc, (line, _) in found.items() if bears(line)}
    assert raised(found) == prints
    assert any(id in found[doc][0][key] for doc in prints)
    assert prints < found.keys()


# Documents that do not print a text, and would be others without it: one compares with an issue that has the
# trend, one leaves out of a list what another list tells.
SHOWS_OTHERWISE = {
    "trend": {"weekly/2021-W37", "countries/tajikistan"}, "position": {"countries/tajikistan"},
}  # fmt: skip


@pytest.mark.parametrize("what", TEXTS)
def test_a_text_marks_what_prints_it(what: str, tmp_path: Path) -> None:
    name, old, new, words = TEXTS[what]
    found = pages(base_of(marked(name, old, new)), tmp_path)
    prints = {doc for doc, (_, page) in found.items() if words in page}
    assert raised(found) == prints | SHOWS_OTHERWISE.get(what, set())
    assert prints and prints < found.keys()


def test_a_record_that_no_page_prints_marks_none(tmp_path: Path, plain: Pages) -> None:
    extra = f'people:\n  - {{id: nobody, name: Nobody, marking: "{HIGH.value}"}}\n'
    base = base_of(lambda name, text: text + extra if name == "borders.yaml" else text)
    found = pages(base, tmp_path, HIGH)
    assert raised(found) == set() and found.keys() == plain.keys()


def test_every_page_says_of_what_its_counts_are(plain: Pages) -> None:
    """Whether or not anything is withheld, so that it tells nothing."""
    assert [
        id for id, (_, page) in plain.items() if page.count("Counts and sums are of what this edition shows.") != 1
    ] == []


@pytest.mark.parametrize("marking", COLOURS)
def test_every_printed_page_bears_its_marking_at_both_ends_in_its_colour(marking: Marking, tmp_path: Path) -> None:
    templates = desk_files.template_files(EXAMPLE)
    work = BuildPlan(
        base_of(lambda name, text: text.replace("title: Refugees", f'title: Refugees\n    marking: "{marking.value}"')
                if name == "judgements.yaml" else text),
        steps.BuildOrder(DAY, DAY, Marking.RED, wanted=("topics/refugees",)), templates, atomic_folder.Output(tmp_path),
    )  # fmt: skip
    html = work.rendered(work.chosen[0]).html
    html = html.replace(
        '<section class="closing"', f'<p>{"One line after another. " * 900}</p><section class="closing"'
    )
    made = PdfRenderer(work.print, STYLESHEET).pdf("topics/refugees", html, False)
    path = tmp_path / "x.pdf"
    path.write_bytes(made.data)
    assert made.pages > 1
    boxes = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True).stdout
    subprocess.run(["pdftoppm", "-r", "72", "-png", path, tmp_path / "page"], check=True)
    words = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(TLP:[^<]*)</word>')
    for number, page in enumerate(boxes.split("<page ")[1:], 1):
        found = [(*map(float, word[:4]), word[4]) for word in words.findall(page)]
        assert [word[4] for word in found] == [marking.value] * 2
        assert found[0][1] < 60 and found[1][1] > 842 - 60 and min(word[0] for word in found) > 400
        with Image.open(next(tmp_path.glob(f"page-*{number}.png"))) as picture:
            for left, top, right, bottom, _ in found:
                box = picture.convert("RGB").crop((int(left), int(top), int(right), int(bottom)))
                pixels = list(box.get_flattened_data())
                assert max(map(sum, pixels)) > 0 and pixels.count((0, 0, 0)) > len(pixels) / 4  # on black
                near = [p for p in pixels if sum(abs(a - b) for a, b in zip(p, COLOURS[marking], strict=True)) < 60]
                assert len(near) > len(pixels) / 50


TOTALS = """
figures:
  - {id: killed-north, subject: TJK, measure: killed, value: 4, as_of: 2021-09-14, source: press-2021-09, part_of: killed-all, tags: [refugees]}
  - {id: killed-south, subject: KGZ, measure: killed, value: 7, as_of: 2021-09-14, source: press-2021-09, part_of: killed-all, tags: [refugees], MARK}
  - {id: killed-all, subject: AFG, measure: killed, value: 11, as_of: 2021-09-14, source: press-2021-09, tags: [refugees], MARK}
"""  # noqa: E501
FORMULAS = ('sum("killed-north", "killed-south")', 'difference("killed-all", "killed-north")',
            'share("killed-north", "killed-all")')  # fmt: skip


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_number_computed_from_what_is_withheld_is_withheld(desk: SmallDesk, tmp_path: Path, formula: str) -> None:
    """Of a public text it is refused; a marked one goes whole with it, and so does the total itself."""
    desk.add("totals.yaml", TOTALS.replace("MARK", f'marking: "{HIGH.value}"'))
    text = "- {heading: Reckoned, text: 'In all {{ FORMULA }} were killed.'}".replace("FORMULA", formula)
    desk.edit("judgements.yaml", "    narrative:\n", f"    narrative:\n      {text}\n")
    assert "marking-bypass" in {problem.code for problem in desk.problems()}
    desk.edit("judgements.yaml", "were killed.'}", f'were killed.\', marking: "{HIGH.value}"}}')
    loaded = desk_loading.load(desk.texts(), DAY)
    assert loaded.base is not None, "\n".join(map(str, loaded.errors))
    low = pages(loaded.base, tmp_path / "low", Marking.GREEN)["topics/refugees"]
    high = pages(loaded.base, tmp_path / "high", HIGH)["topics/refugees"]
    assert "Reckoned" in high[1] and "Reckoned" not in low[1]
    assert {"killed-north", "killed-south", "killed-all"} & {*low[0]["facts"]} == {"killed-north"}
    assert "killed-all" not in low[1] and "killed-south" not in low[1]


SLIP = """
figures:
  - id: tjk-killed
    subject: TJK
    measure: killed
    tags: [refugees]
    claims:
      - {value: 4711, as_of: 2021-09-15, source: press-2021-09, credibility: 2}
      - {value: 12, as_of: 2021-08-01, source: wire-2021-08, credibility: 3}
"""
NEXT = "issues: [{id: 2021-W38, bottom_line: Quiet., trends: [{country: TJK, trend: stable, reason: Nothing moves.}]}]"
CLEAR = ("--release", "TLP:CLEAR")


def told(desk: SmallDesk) -> set[str]:
    """The files of the CLEAR edition that tell the number."""
    return {name for name, data in desk.files("build/TLP-CLEAR").items() if re.search(rb"4,?711", data)}


def test_what_is_marked_higher_after_it_was_told_is_told_no_more(desk: SmallDesk) -> None:
    """Other pages, copies for mail, search data and exports go with the first command; no correction, comparison or
    receipt tells it; check names the issue that did, which is not copied any more."""
    desk.add("slip.yaml", SLIP)
    for args in (("init", "-q"), ("add", "."), ("-c", "user.email=a@b", "-c", "user.name=a", "commit", "-qm", "one")):
        subprocess.run(["git", *args], cwd=desk.root, check=True)
    assert desk.run("build", "--html", "--single", *CLEAR).code == 0
    assert desk.run("export", *CLEAR).code == 0
    assert desk.run("publish", "weekly/2021-W37", *CLEAR).code == 0
    assert desk.run("build", "--html", "--single", *CLEAR).code == 0
    before = told(desk)
    assert {"topics/refugees.html", "weekly/2021-W37.html", "assets/search-data.js", "export/facts.csv"} <= before
    assert any(name.startswith("mail/") for name in before)

    desk.edit("slip.yaml", "as_of: 2021-09-15, source", 'as_of: 2021-09-15, marking: "TLP:RED", source')
    run = desk.run("country", "Tajikistan", "--html", *CLEAR)
    assert run.code == 0, run.err
    assert told(desk) == set()
    assert not re.search("4,?711", run.out + run.err)

    desk.add("next.yaml", NEXT)
    desk.edit("desk.yaml", "today: 2021-09-17", "today: 2021-09-24")
    run = desk.run("build", "--html", *CLEAR)
    assert run.code == 1
    assert "weekly/2021-W37: No. 1 (2021-W37) printed what TLP:CLEAR may not tell today" in run.err
    assert "weekly/2021-W38.html" in desk.files("build/TLP-CLEAR")
    assert told(desk) == set()
    for words in (
        run,
        desk.run("diff", "HEAD", "now", *CLEAR),
        desk.run("diff", "HEAD", "now", "--format", "json", *CLEAR),
    ):
        assert not re.search("4,?711", words.out + words.err)
    run = desk.run("check")
    assert "No. 1 (2021-W37) printed '4,711 people' for tjk-killed" in run.out + run.err
    assert "may not tell today [published-withheld]" in run.out + run.err
    assert "[published-corrected]" not in run.out + run.err


def test_a_page_is_marked_as_what_it_counts(desk: SmallDesk) -> None:
    """A number of facts that is one higher than in the edition below tells that there is one more."""
    desk.template("sheet.html.j2", "<p>{{ facts.count(facts.figures()) }} figures are known.</p>")
    desk.edit("desk.yaml", "  today:", "  documents: [{template: sheet.html.j2, each: desk, folder: sheets}]\n  today:")
    figure = "{id: f, subject: TJK, measure: killed, value: 5, as_of: 2021-09-01, source: press-2021-09, credibility: 2"
    desk.add("more.yaml", f'figures: [{figure}, marking: "TLP:GREEN"}}]\n')
    assert desk.run("build", "--html", "-q").code == 0
    lines = json.loads(desk.files("build")["manifest.json"])["documents"]
    (sheet,) = [line for line in lines if line["id"].startswith("sheets/")]
    assert sheet["marking"] == "TLP:GREEN"
    desk.edit("more.yaml", "TLP:GREEN", "TLP:AMBER")
    assert desk.run("build", "--html", "-q").code == 0
    lines = json.loads(desk.files("build")["manifest.json"])["documents"]
    (sheet,) = [line for line in lines if line["id"].startswith("sheets/")]
    assert sheet["marking"] == "TLP:CLEAR"
