"""The shipped desk: which documents there are, what stands in them, and that a new fact finds its pages by itself."""

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
from briefings.records.entities import Source

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2022, 5, 6)
COUNTRIES = {
    "afghanistan", "tajikistan", "uzbekistan", "turkmenistan", "kyrgyzstan", "kazakhstan",
    "russia", "china", "iran", "pakistan", "armenia", "belarus",
}  # fmt: skip
TOPICS = {"blocs", "borders", "foreign-bases", "moscow-taliban", "refugees", "terrorism-drugs", "troops"}
WEEKS = {"2021-W27", "2021-W28", "2021-W34", "2021-W35", "2021-W37", "2022-W18"}


def drafts() -> list[TextFile]:
    """The facts without the published issues, so that weeklies are made of the facts and templates as they are."""
    return [file for file in desk_files.fact_files(ROOT) if not file.path.startswith("facts/issues/")]


def html(folder: Path, extra: str = "", wanted: tuple[str, ...] = ()) -> dict[str, str]:
    """Every document's HTML by id, with `extra` as one more fact file."""
    files = drafts()
    held = desk_loading.load([*files, TextFile("facts/extra.yaml", extra)] if extra else files)
    assert held.base is not None, [str(problem) for problem in held.errors]
    order = build_steps.BuildOrder(DAY, DAY, Marking.GREEN, pdf=False, wanted=wanted)
    events = list(build_steps.build(held.base, order, desk_files.template_files(ROOT), atomic_folder.Output(folder)))
    assert not [event for event in events if isinstance(event, build_steps.FailedDocument)]
    pages = {str(path.relative_to(folder))[:-5]: path.read_text(encoding="utf-8") for path in folder.rglob("*.html")}
    return {id: page for id, page in pages.items() if id != "index"}


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return html(tmp_path_factory.mktemp("shipped"))


def test_the_desk_has_these_documents_and_no_others(shipped: dict[str, str]) -> None:
    assert set(shipped) == (
        {f"countries/{name}" for name in COUNTRIES}
        | {f"topics/{name}" for name in TOPICS}
        | {f"weekly/{week}" for week in WEEKS}
        | {"record/record"}
    )


def headings(page: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", found) for found in re.findall(r"<h2[^>]*>(.*?)</h2>", page)]


def test_every_one_pager_has_its_elements(shipped: dict[str, str]) -> None:
    for name in COUNTRIES:
        page = shipped[f"countries/{name}"]
        for heading in ("Borders", "Memberships", "Timeline", "Sources"):
            assert heading in headings(page), (name, heading)
        lacking = "".join(re.findall(r"No data on [^.]+\.", page))
        for heading, words in (("Forces, bases, exercises", "forces, bases"), ("Displacement", "displacement")):
            assert (heading in headings(page)) != (words in lacking), (name, heading)
        assert 'class="map locator"' in page and 'class="lead"' in page and '<p class="gaps"' in page, name


def test_every_weekly_has_its_elements(shipped: dict[str, str]) -> None:
    for week in WEEKS:
        found = " | ".join(headings(shipped[f"weekly/{week}"]))
        quiet, first = week == "2021-W28", week == "2021-W27"
        wanted = ["Bottom line", "Trends", "Key figures", "Judgements", "Indicators", "Sources"]
        wanted += [] if first else ["What moved since"]
        wanted += [] if quiet else ["Country by country", "Who said what", "What we do not know", "The weeks ahead"]
        for heading in wanted:
            assert heading in found, (week, heading)


def test_every_topic_opens_with_its_question_and_a_bottom_line(shipped: dict[str, str]) -> None:
    for name in TOPICS:
        page = shipped[f"topics/{name}"]
        assert 'class="question"' in page and 'class="lead"' in page, name
        assert re.search(r"Written 6\s+May\s+2022", re.sub(r"<[^>]+>", "", page)), name
        assert ("Positions" in headings(page)) == (name != "terrorism-drugs"), name  # of which none is on record


def test_the_week_in_which_nothing_was_published_says_so(shipped: dict[str, str]) -> None:
    page = shipped["weekly/2021-W28"]
    assert "We have no reporting published in this period." in page
    assert "No judgement, indicator or trend moved." in page
    assert "Key figures" in page and "Country by country" not in page


NEW = {
    "displacement": (
        "{id: new-fact, leaving: AFG, into: KGZ, measure: arrived, status: done, value: 77 people, "
        "as_of: 2022-05-01, TAGS}",
        {"countries/afghanistan", "countries/kyrgyzstan", "topics/refugees", "weekly/2022-W18"},
    ),
    "forces": (
        "{id: new-fact, type: exercise, of: [KAZ], in: KGZ, from: 2022-05-02, status: done, TAGS}",
        {"countries/kazakhstan", "countries/kyrgyzstan", "topics/troops", "weekly/2022-W18"},
    ),
    "events": (
        "{id: new-fact, type: meeting, title: A new meeting, date: 2022-05-03, in: BLR, parties: [{who: ARM}], TAGS}",
        {"countries/armenia", "countries/belarus", "topics/moscow-taliban", "weekly/2022-W18"},
    ),
    "memberships": (
        "{member: TKM, of: SCO, role: observer, from: 2022-05-01, TAGS}",
        {"countries/turkmenistan", "topics/blocs", "weekly/2022-W18"},
    ),
    "statements": (
        "{id: new-fact, speaker: putin, date: 2022-05-03, text: Something new., TAGS}",
        {"topics/moscow-taliban", "weekly/2022-W18"},
    ),
}
TAGS = {
    "displacement": "refugees", "forces": "troops", "events": "taliban-moscow", "memberships": "blocs",
    "statements": "taliban-moscow",
}  # fmt: skip


def test_a_new_fact_shows_up_where_it_belongs_with_no_change_to_a_template(
    shipped: dict[str, str], tmp_path: Path
) -> None:
    """One of each of these kinds, each with a source of its own to be known by."""
    more = "sources:\n"
    for kind in NEW:
        more += f"  - {{id: new-{kind}, publisher: New {kind}, title: New, published: 2022-05-04, medium: press, "
        more += "reliability: B}\n"
    for kind, (record, _) in NEW.items():
        tags = f"source: new-{kind}, credibility: 2, tags: [{TAGS[kind]}]"
        more += f"{kind}:\n  - {record.replace('TAGS', tags).replace('new-fact', f'new-fact-{kind}')}\n"
    pages = html(tmp_path, more)
    for kind, (_, expected) in NEW.items():
        assert {id for id, page in pages.items() if f">New {kind}</b>" in page} == expected, kind
        # what cites it is what changed, but for counts of facts and the minor lists that stand on the same pages
        assert expected <= {id for id in pages if pages[id] != shipped[id]}, kind


def test_each_issue_is_published_signed_and_approved_and_the_last_one_states_a_correction() -> None:
    """As tools/publish_issues.py does it: run `make issues` after facts or templates have changed."""
    held = desk_loading.load(desk_files.fact_files(ROOT))
    assert held.base is not None
    assert [problem for problem in held.problems if problem.code.startswith("published")] == []
    ledgers = held.base.ledgers
    assert [ledger.issue for ledger in ledgers] == sorted(WEEKS)
    assert {(ledger.number, ledger.cutoff == ledger.published) for ledger in ledgers} == {
        (n, True) for n in range(1, 7)
    }
    people = ("demonstration-reader@desk.example",)
    assert {ledger.approved_by for ledger in ledgers} == {people}
    corrected = [(c.issue, c.fact) for ledger in ledgers for c in ledger.corrections]
    assert corrected == [("2021-W35", "us-strike-kabul-is-killed")]


def test_the_record_of_judgements_is_a_page_of_the_build(shipped: dict[str, str]) -> None:
    page = re.sub(r"<[^>]+>", " ", shipped["record/record"])
    assert "Record of our judgements" in page and "Islamic State will carry out a further attack" in page
    assert re.search(r"Brier score 0\.\d\d, of \d+ settled", page)


def test_a_further_kind_of_document_is_a_template_and_a_line_in_the_desk(tmp_path: Path) -> None:
    line = "documents: [{template: card.html.j2, each: country, folder: cards}, {template: record"
    files = [TextFile(f.path, f.text.replace("documents: [{template: record", line)) for f in drafts()]
    held = desk_loading.load(files)
    assert held.base is not None, [str(problem) for problem in held.errors]
    templates = desk_files.template_files(ROOT)
    templates["card.html.j2"] = (
        b"<h1>{{ country.name }}</h1>{% for b in facts.borders(of=country) %}{{ b.length }}{% endfor %}"
    )
    order = build_steps.BuildOrder(DAY, DAY, Marking.GREEN, wanted=("cards/tajikistan",))
    events = list(build_steps.build(held.base, order, templates, atomic_folder.Output(tmp_path)))
    assert [type(event) for event in events] == [
        build_steps.BuildStarted,
        build_steps.DocumentBuilt,
        build_steps.BuildFinished,
    ]
    assert "1,357" in (tmp_path / "cards/tajikistan.html").read_text(encoding="utf-8")
    assert (tmp_path / "cards/tajikistan.pdf").read_bytes().startswith(b"%PDF")
    assert "Cards" in (tmp_path / "index.html").read_text(encoding="utf-8")


# ---------------------------------------------------------------- the second desk


SECOND = ROOT / "docs/examples/caucasus"


def test_the_second_desk_of_another_region_builds_without_a_problem(tmp_path: Path) -> None:
    files = desk_files.fact_files(SECOND)
    held = desk_loading.load(files)
    assert held.base is not None and list(map(str, held.problems)) == []
    day = date(2024, 12, 6)
    order = build_steps.BuildOrder(day, day, Marking.CLEAR, pdf=False)
    events = list(build_steps.build(held.base, order, desk_files.template_files(ROOT), atomic_folder.Output(tmp_path)))
    assert not [event for event in events if isinstance(event, build_steps.FailedDocument)]
    page = (tmp_path / "countries/armenia.html").read_text(encoding="utf-8")
    assert '<html lang="en-US"' in page
    assert "Reporting to May 24, 2024" in " ".join(re.sub(r"<[^>]+>", "", page).split())
    names = {name for path in tmp_path.rglob("*.js") for name in ("საქართველო", "Հայաստան", "Azərbaycan")
             if name in path.read_text(encoding="utf-8")}  # fmt: skip
    assert names == {"საქართველო", "Հայաստան", "Azərbaycan"}


def test_its_facts_take_less_than_three_lines_each_and_all_have_an_address() -> None:
    files = desk_files.fact_files(SECOND)
    base = desk_loading.load(files).base
    assert base
    facts = [entry for entry in base.all if entry.claims]
    assert len(facts) >= 150
    assert sum(file.text.count("\n") for file in files) < 3 * len(facts)
    cited = {str(claim.source) for entry in facts for claim in entry.claims}
    sources = {source.id: source.url for source in base.records("sources", Source)}
    assert len(cited) > 30 and all(sources[id] for id in cited)
