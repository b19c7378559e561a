"""Above TLP:CLEAR each paragraph, row and figure of a page says how it is marked."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from briefings.build import build_steps
from briefings.checks import desk_loading
from briefings.core.markings import Marking
from briefings.core.problems import TextFile
from briefings.files import atomic_folder, desk_files
from conftest import EXAMPLE, SmallDesk
from secrets_desk import secrets

DAY = date(2021, 9, 17)
PORTION = re.compile(r'<small class="portion portion-[a-z-]+">\(([A-Z+]+)\)</small>')
_BLOCK = re.compile(r"<(p|li|tr|figure|caption)\b[^>]*>.*?</\1>", re.DOTALL)  # the outer of two


def read(page: str) -> str:
    """What a person reads of a page: its main part, without pictures and data."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"<(svg|script)\b.*?</\1>", "", main, flags=re.DOTALL)


def portions(page: str) -> list[tuple[str, str]]:
    """The outer blocks, as words, each with its mark; "" without one."""
    found = [block[0] for block in _BLOCK.finditer(read(page))]
    marks = [next(iter(PORTION.findall(block)), "") for block in found]
    words = [" ".join(re.sub("<[^>]*>", "", PORTION.sub("", block)).split()) for block in found]
    return list(zip(words, marks, strict=True))


def edition(files: list[TextFile], release: Marking, root: Path) -> dict[str, str]:
    """The pages of an edition, by document."""
    base = desk_loading.load(files, DAY).base
    assert base is not None
    order = build_steps.BuildOrder(DAY, DAY, release, pdf=False)
    list(build_steps.build(base, order, desk_files.template_files(EXAMPLE), atomic_folder.Output(root)))
    paths = [path for path in sorted(root.rglob("*.html")) if path.name != "index.html"]
    return {f"{path.parent.name}/{path.stem}": path.read_text(encoding="utf-8") for path in paths}


def marking_of(page: str) -> str:
    found = re.search(r'<span class="tlp">TLP:([^<]*)</span>', page)
    assert found
    return found[1]


def desk_with_region() -> list[TextFile]:
    """The small desk, with a country more in its region so that its restricted bottom line is printed."""
    files = desk_files.fact_files(EXAMPLE)
    return [TextFile(f.path, f.text.replace("[AFG, TJK, KGZ, ARM]", "[AFG, TJK, KGZ, ARM, TKM]")) for f in files]


@pytest.fixture(scope="module")
def restricted(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], list[str]]:
    """A desk with AMBER records of every kind and AMBER parts of public ones, each text with a word of its own."""
    more, words = secrets(Marking.AMBER)
    return edition([*desk_with_region(), *more], Marking.AMBER, tmp_path_factory.mktemp("amber")), words


def test_a_page_is_marked_as_its_highest_portion(restricted: tuple[dict[str, str], list[str]]) -> None:
    """The analyst sees which lines make a page AMBER."""
    pages, _ = restricted
    highest = {}
    for name, page in pages.items():
        marks = [Marking(f"TLP:{mark}") for mark in PORTION.findall(page)]
        highest[name] = max(marks, default=Marking.CLEAR).word
    assert highest == {name: marking_of(page) for name, page in pages.items()}
    assert {"AMBER"} <= {*highest.values()}


def test_every_portion_with_a_restricted_word_bears_its_mark(restricted: tuple[dict[str, str], list[str]]) -> None:
    pages, words = restricted
    secret = re.compile("|".join(words))
    shown = [(name, text, mark) for name, page in pages.items() for text, mark in portions(page) if secret.search(text)]
    assert len(shown) > 50
    assert "\n".join(map(str, (row for row in shown if row[2] != "AMBER"))) == ""


HEAD = """\
desk: {title: T, publisher: P, contact: c, region: [TJK], release: TLP:AMBER, today: 2021-09-17}
countries: [{id: TJK, name: Tajikistan, adjective: Tajik}, {id: AFG, name: Afghanistan, adjective: Afghan}]
people: [{id: rahmon, name: Emomali Rahmon}]
measures: [{id: camps, label: Camps, unit: camps}]
sources: [{id: s, publisher: Wire, title: T, published: 2021-09-16, medium: wire, reliability: B}]
topics: [{id: t, title: T, question: Q?, scope: {tags: [t]}, bottom_line: [Quiet.], recorded: 2021-09-16,
          narrative: [SECTIONS]}]
issues: [{id: 2021-W36, bottom_line: [Quiet.]}, {id: 2021-W37, bottom_line: [Quiet.]}]
"""
SECTION = '{heading: H, text: "Quiet WORD.\\n\\nThey WORD {{ fact(\\"d-WORD\\") }}.", marking: "MARK"}'
RECORDS = """\
forces: [{id: f-WORD, type: base, of: TJK, in: TJK, what: Base WORD, status: ongoing, source: s, tags: [t], marking: "MARK"}]
displacement:
  - {id: d-WORD, leaving: AFG, into: TJK, measure: hosted, value: 90 people, what: People WORD, source: s, tags: [t], marking: "MARK"}
events:
  - {id: e-WORD, type: meeting, title: Meeting WORD, date: 2021-09-14, in: TJK, source: s, tags: [t], marking: "MARK"}
  - {id: c-WORD, type: meeting, title: Plan WORD, date: 2021-09-24, in: TJK, status: scheduled, source: s, tags: [t], marking: "MARK"}
matters: [{id: m-WORD, question: Matter-WORD}]
statements:
  - {id: s-WORD, speaker: rahmon, text: Said WORD., date: 2021-09-15, about: TJK, source: s, tags: [t],
     positions: [{holder: rahmon, on: m-WORD, stance: for, if: asked WORD}], marking: "MARK"}
figures: [{id: g-WORD, subject: TJK, measure: camps, what: Camps WORD, value: 4, as_of: 2021-09-15, source: s, tags: [t], marking: "MARK"}]
questions: [{id: q-WORD, text: Asked WORD, yes_if: They stay., about: TJK, marking: "MARK"}]
assessments:
  - {id: j-WORD, text: They will likely stay WORD., question: q-WORD, until: 2021-12-31, likelihood: likely, confidence: low, basis: [e-WORD], about: [TJK], tags: [t],
     author: A, date: 2021-09-16, marking: "MARK"}
signposts: [{id: p-WORD, text: A camp WORD opens, for: j-WORD, about: [TJK], tags: [t], recorded: 2021-09-16, marking: "MARK"}]
"""  # noqa: E501
WORDS = {"bright": Marking.CLEAR, "verdant": Marking.GREEN, "golden": Marking.AMBER}


def level(text: str, word: str) -> str:
    return text.replace("WORD", word).replace("MARK", WORDS[word].value)


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[Marking, dict[str, str]]:
    """The editions of a desk whose records of each kind are CLEAR, GREEN and AMBER."""
    head = HEAD.replace("SECTIONS", ", ".join(level(SECTION, word) for word in WORDS))
    texts = [head, *(level(RECORDS, word) for word in WORDS)]
    files = [TextFile(f"facts/{number}.yaml", text) for number, text in enumerate(texts)]
    return {release: edition(files, release, tmp_path_factory.mktemp("edition")) for release in WORDS.values()}


def test_each_portion_bears_its_own_marking(editions: dict[Marking, dict[str, str]]) -> None:
    for release, least in ((Marking.AMBER, 80), (Marking.GREEN, 50)):
        shown = [portion for page in editions[release].values() for portion in portions(page)]
        words = [(word, mark) for text, mark in shown for word in WORDS if f" {word}" in text]
        assert len(words) >= least
        assert [pair for pair in words if not pair[1]] == []
        assert {mark for word, mark in words} == {m.word for m in WORDS.values() if m <= release}
        assert [pair for pair in words if pair[1] != WORDS[pair[0]].word] == []


def test_nothing_that_cites_is_left_without_a_mark(editions: dict[Marking, dict[str, str]]) -> None:
    blocks = [block[0] for page in editions[Marking.AMBER].values() for block in _BLOCK.finditer(read(page))]
    cited = [block for block in blocks if 'class="cite"' in block]
    assert len(cited) > 50
    assert [block for block in cited if not PORTION.search(block)] == []


def test_a_page_of_the_lowest_marking_bears_none(editions: dict[Marking, dict[str, str]]) -> None:
    assert [name for name, page in editions[Marking.CLEAR].items() if PORTION.search(page) or "AMBER" in page] == []
    assert [name for name, page in editions[Marking.GREEN].items() if "AMBER" in page] == []
    assert len(editions[Marking.CLEAR]) >= 4


def test_a_source_marks_its_row_and_what_rests_on_it(desk: SmallDesk) -> None:
    """A figure of an AMBER cable: its row and the line of the cable among the sources say so."""
    desk.edit("desk.yaml", "release: TLP:GREEN", "release: TLP:AMBER")
    assert desk.run("build", "countries/kyrgyzstan", "--html").code == 0
    marked = [text for text, mark in portions(desk.page("countries/kyrgyzstan")) if mark == "AMBER"]
    base, row, source = marked
    assert base.startswith("Source base") and "People killed" in row and "Cable of September" in source


def test_a_page_does_not_lead_to_a_document_whose_subject_is_marked_above_it(desk: SmallDesk) -> None:
    desk.edit("desk.yaml", "release: TLP:GREEN", "release: TLP:AMBER")
    desk.add("plans.yaml", PLANS)
    assert desk.run("build", "countries/armenia", "topics/quiet", "--html").code == 0
    page = desk.page("countries/armenia")
    assert marking_of(page) == "CLEAR" and "Quiet plans" not in page
    assert "Quiet plans" in desk.page("topics/quiet")


PLANS = """\
topics:
  - {id: quiet, title: Quiet plans, question: Where?, scope: {tags: [x]}, bottom_line: [So.], recorded: 2021-09-16,
     marking: TLP:AMBER}
"""
