"""What hangs on a record: exactly the documents that show it, where in them, and what would be left without it."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape

import pytest

from briefings.checks.rule_context import RuleContext
from briefings.core.markings import Marking
from briefings.facts.claims import Viewpoint
from briefings.facts.published_issues import (
    IssueFile,
    IssueInputs,
    Ledger,
    PrintedClaim,
    PrintedFact,
    PrintedJudgement,
    PrintedValue,
)
from briefings.facts.view import View
from briefings.files import desk_files
from briefings.tasks import impact_report, page_places
from briefings.tasks.page_places import RenderedPages
from conftest import SmallDesk

DAY = date(2021, 9, 17)


def holdings(desk: SmallDesk) -> RuleContext:
    base = desk.facts()
    return RuleContext(base, DAY)


def pages(desk: SmallDesk) -> RenderedPages:
    base = desk.facts()
    return page_places.rendered_pages(
        base, Viewpoint(DAY, DAY, base.desk.release), desk_files.template_files(desk.root)
    )


def told(desk: SmallDesk, name: str) -> dict[str, list[dict[str, str]]]:
    run = desk.run("impact", name, "--format", "json")
    assert (run.code, run.err) == (0, "")
    found: dict[str, list[dict[str, str]]] = json.loads(run.out)
    return found


def text_of(html: str) -> str:
    plain = re.sub(r"<script.*?</script>|<[^>]*>|\[\d+\]", " ", html, flags=re.DOTALL)
    return re.sub(r"\W+", "", unescape(plain))


# ---------------------------------------------------------------- where it is shown


def test_documents_of_a_fact_or_source_are_those_whose_build_recorded_it(built: SmallDesk) -> None:
    manifest = json.loads((built.root / "build/manifest.json").read_text(encoding="utf-8"))["documents"]
    found = pages(built)
    ids = {id for document in manifest for id in document["facts"]}
    sources = {id for document in manifest for id in document["sources"]}
    assert len(ids) > 10 and len(sources) == 3
    for id in ids:
        assert [a.document for a in found.of(id)] == [d["id"] for d in manifest if id in d["facts"]]
    for id in sources:
        assert [a.document for a in found.of_source(id)] == [d["id"] for d in manifest if id in d["sources"]]


def test_each_place_is_a_line_of_the_page_below_its_heading(built: SmallDesk) -> None:
    looked = 0
    for id in View(built.facts(), Viewpoint(DAY, DAY, Marking.GREEN)).facts:
        for shown in pages_once(built).of(id):
            html = built.page(shown.document)
            for place in shown.places:
                looked += 1
                words = [w for w in place.text.split(" … ") for w in w.split()]
                line = re.sub(r"\W+", "", " ".join(w for w in words if w != "…"))
                assert line in text_of(html), (shown.document, place)
                assert re.sub(r"\W+", "", place.section) in text_of(html) or f'aria-label="{place.section}"' in html
    assert looked > 40


_PAGES: dict[str, RenderedPages] = {}


def pages_once(desk: SmallDesk) -> RenderedPages:
    return _PAGES.setdefault(str(desk.root), pages(desk))


def test_a_fact_is_found_in_tables_figures_and_narratives(built: SmallDesk) -> None:
    places = {a.document: {(p.section, p.text) for p in a.places} for a in pages_once(built).of("border:AFG-TJK")}
    assert ("Bottom line", "The border of 1,357 km is the thing to watch.") in places["countries/tajikistan"]
    assert {section for section, _ in places["countries/tajikistan"]} == {"Bottom line", "Key figures", "Borders"}
    assert {section for section, _ in places["countries/afghanistan"]} == {"Key figures", "Borders"}
    assert set(places) == {"countries/tajikistan", "countries/afghanistan"}


def test_a_long_line_is_cut_around_what_was_looked_for() -> None:
    reader = page_places._PlaceReader("T")
    words = "word " * 40
    reader.feed(f'<section><h2>Head [1]</h2><p>{words}<data data-fact="x">5 km</data> {words}</p></section>')
    reader.close()
    ((place,),) = reader.ids.values()
    assert place.section == "Head"
    assert "5 km" in place.text and len(place.text) <= 102 and place.text.startswith("… word")


def test_a_document_that_cannot_be_rendered_is_told_of_and_the_others_looked_at(desk: SmallDesk) -> None:
    desk.template("topic.html.j2", "{{ nothing }}")
    run = desk.run("impact", "border:AFG-TJK")
    assert run.code == 0
    assert run.err.startswith("not looked at: topics/refugees: ")
    assert "countries/tajikistan" in run.out


# ---------------------------------------------------------------- what hangs on it


def test_what_names_a_fact_is_told_with_how_and_where(desk: SmallDesk) -> None:
    desk.add("more.yaml", """\
statements:
  - {id: denial, speaker: taliban, date: 2021-09-10, text: 'Not {{ fact("tjk-offer-2021") }}.', source: press-2021-09}
displacement:
  - {id: part, leaving: AFG, into: TJK, measure: hosted, value: 5 people, status: pledged, by: TJK,
     part_of: tjk-offer-2021, source: press-2021-09, as_of: 2021-09-10, denied_by: denial}
""")  # fmt: skip
    found = told(desk, "tjk-offer-2021")["dependents"]
    assert {(d["id"], d["how"]) for d in found} == {
        ("arrivals-go-on", "rests on it"), ("part", "is part of it"), ("denial", "quotes it in its text"),
        ("refugees", "quotes it in its bottom line"), ("2021-W33", "quotes it in its bottom line"),
    }  # fmt: skip
    for one in found:
        line = (desk.root / one["file"]).read_text(encoding="utf-8").splitlines()[int(one["line"]) - 1]
        assert "tjk-offer-2021" in line
    assert [(d["id"], d["how"]) for d in told(desk, "denial")["dependents"]] == [("part", "is denied by it")]


def test_a_number_that_is_computed_from_a_fact_hangs_on_it(desk: SmallDesk) -> None:
    desk.edit("judgements.yaml", "Only *Tajikistan* is", 'By {{ share("afg-arrived-tajikistan", "tjk-offer-2021") }}')
    found = {(d.id, d.how) for d in impact_report.dependents(holdings(desk), "tjk-offer-2021")}
    assert ("refugees", "makes a share of it in its text") in found


@pytest.mark.parametrize("source", ["factbook-2021", "wire-2021-08", "press-2021-09", "cable-2021-09"])
def test_what_a_withdrawal_leaves_is_what_is_left_once_it_is_withdrawn(desk: SmallDesk, source: str) -> None:
    """The law, by doing it: the facts that go are those told of; those of one origin hold one."""
    left = impact_report.withdrawal_loss(holdings(desk), source)
    before = holdings(desk).now.facts
    assert left.unsourced or source == "factbook-2021"
    text = (desk.root / "facts/sources.yaml").read_text(encoding="utf-8")
    changed = re.sub(rf"(id: {source},)", r"\1 withdrawn: 2021-09-17,", text)
    assert changed != text
    (desk.root / "facts/sources.yaml").write_text(changed, encoding="utf-8")
    after = holdings(desk).now.facts
    assert {fact.id for fact in left.unsourced} == set(before) - set(after)
    from briefings.facts.origins import origin_count

    fewer = {id for id, fact in after.items() if len(fact.claims) < len(before[id].claims)}
    assert {fact.id for fact in left.single} == {id for id in fewer if origin_count(after[id].claims) == 1}


def test_an_entity_is_told_with_the_facts_that_speak_of_it(desk: SmallDesk) -> None:
    found = told(desk, "Kirghizia")
    assert (found["kind"], found["id"]) == ("countries", "KGZ")
    assert {d["document"]: d["facts"] for d in found["documents"]} == {
        "countries/kyrgyzstan": ["border:KGZ-TJK", "membership:KGZ@CSTO/full"],
        "countries/tajikistan": ["border:KGZ-TJK"],
    }
    assert ("membership:KGZ@CSTO/full", "names it as member") in {(d["id"], d["how"]) for d in found["dependents"]}


def test_an_assessment_is_told_where_it_is_printed_and_watched(desk: SmallDesk) -> None:
    found = told(desk, "arrivals-go-on")
    assert {d["document"] for d in found["documents"]} >= {"countries/tajikistan", "topics/refugees"}
    for document in found["documents"]:
        for place in document["places"]:  # type: ignore[attr-defined]
            assert place["text"].startswith("Arrivals in Tajikistan go on through the autumn.")
    assert [(d["id"], d["how"]) for d in found["dependents"]] == [("camps-opened", "watches for it")]


def test_what_is_restricted_is_told_to_the_desk_but_on_no_page_of_its_release(desk: SmallDesk) -> None:
    assert told(desk, "cable-2021-09")["documents"] == []
    assert [d["id"] for d in told(desk, "cable-2021-09")["dependents"]] == ["kgz-killed-2021-09"]
    run = desk.run("impact", "cable-2021-09", "--release", "TLP:AMBER", "--format", "json")
    assert [d["document"] for d in json.loads(run.out)["documents"]] != []


def test_the_text_tells_what_the_data_tell(desk: SmallDesk) -> None:
    run, data = desk.run("impact", "press-2021-09"), told(desk, "press-2021-09")
    assert run.lines[0] == "facts/sources.yaml:5: sources press-2021-09: Report of September"
    heads = [line for line in run.lines if line and not line.startswith(" ")][1:]
    assert heads == [
        f"shown in {len(data['documents'])} documents", f"{len(data['dependents'])} records hang on it",
        "if it is withdrawn", "printed in 0 published issues",
    ]  # fmt: skip
    places = [f"    {p['section']}: {p['text']}" for d in data["documents"] for p in d["places"]]  # type: ignore[index]
    assert len(places) > 5 and [line for line in run.lines if line in places] == places
    for one in data["dependents"]:
        assert f"  {one['file']}:{one['line']}: {one['id']} {one['how']}" in run.lines


def test_nothing_of_that_name_is_told_with_the_nearest(desk: SmallDesk) -> None:
    run = desk.run("impact", "tjk-ofer-2021")
    assert (run.code, run.out) == (1, "")
    assert run.err == "error: nothing is called 'tjk-ofer-2021'\n  did you mean 'tjk-offer-2021'?\n"
    assert "did you mean 'Tajikistan'?" in desk.run("impact", "Tajkistan").err


# ---------------------------------------------------------------- published issues


def ledger(issue: str) -> Ledger:
    claim = PrintedClaim(id=None, source="wire-2021-08", publisher="Wire", at=(4,), origin=(), as_of=None, grade="B2",
                         said={})  # fmt: skip
    fact = PrintedFact(
        id="tjk-offer-2021", kind="displacement", label="The pledge", about=("AFG", "TJK"), marking=Marking.CLEAR,
        digest="", claims=(claim,), printed=(PrintedValue(field="value", text="up to 100,000 people", claim=0),),
    )  # fmt: skip
    copy = IssueFile(name="x", sha256="", bytes=0)
    return Ledger(
        issue=issue, number=1, revision=1, reason=None, title="T", first=DAY, cutoff=DAY, as_of=DAY, known=DAY,
        since=None, release=Marking.GREEN, marking=Marking.CLEAR, published=DAY, html=copy, pdf=copy, facts=(fact,),
        judgements=(PrintedJudgement(id="arrivals-go-on", likelihood="likely", confidence="moderate"),), corrections=(),
        pages=1, inputs=IssueInputs(document={}, reads={}, sources={"wire-2021-08": "", "map": ""}, files={}, shape={}),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("id", "printed"),
    [
        ("tjk-offer-2021", ["up to 100,000 people"]),
        ("wire-2021-08", ["The pledge: up to 100,000 people"]),
        ("map", ["cited"]),
        ("TJK", ["The pledge"]),
        ("arrivals-go-on", ["likely, confidence moderate"]),
    ],
)
def test_published_issues_tell_what_they_printed_of_it(id: str, printed: list[str]) -> None:
    issue = ledger("2021-W33")
    assert list(impact_report.issues_naming([issue], id)) == [(issue, printed)]
    assert list(impact_report.issues_naming([issue], "another")) == []
