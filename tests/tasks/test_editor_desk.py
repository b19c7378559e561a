"""What an editor asks about a desk, without an editor."""

from __future__ import annotations

from datetime import date

import pytest

from briefings.core.problems import BriefingsError, TextFile
from briefings.facts.published_issues import IssueInputs, Ledger
from briefings.tasks.editor_desk import EditorDesk
from conftest import SmallDesk

TODAY = date(2021, 9, 17)


def editor(desk: SmallDesk) -> EditorDesk:
    return EditorDesk.of(desk.texts(), TODAY)


@pytest.mark.parametrize(
    ("before", "first"),
    [("    source: fact", "factbook-2021"), ("  - {member: TJ", "TJK"), ("    part_of: summ", "summit-2021-09"),
     ("    measure: kil", "killed"), ("    subject: Tajikis", "TJK"), ("    between: [AF", "AFG")],
)  # fmt: skip
def test_the_ids_that_fit_are_offered_with_their_labels(desk: SmallDesk, before: str, first: str) -> None:
    found = editor(desk).completions(before)
    assert found[0].id == first and found[0].label


def test_a_source_is_asked_for_by_its_key(desk: SmallDesk) -> None:
    assert {one.kind for one in editor(desk).completions("    source: ")} == {"sources"}


def test_an_id_is_found_under_the_cursor(desk: SmallDesk) -> None:
    line = '  - {fact: "border:AFG-TJK", source: factbook-2021}'
    found = editor(desk)
    assert [found.id_at(line, at) for at in (14, 20, 40, 5)] == [
        "border:AFG-TJK",
        "border:AFG-TJK",
        "factbook-2021",
        "",
    ]


def test_hover_tells_number_grade_source_line_and_documents(desk: SmallDesk) -> None:
    told = editor(desk).hover("border:AFG-TJK", {})
    assert told.startswith("**Border Afghanistan–Tajikistan**")
    assert "km of 2021" in told and "B" in told and "countries/tajikistan" in told
    texts = {"texts/press-2021-09.txt": TextFile("texts/press-2021-09.txt", "one\n\ntwo\nthe third\n")}
    assert "> the third" in editor(desk).hover("afg-arrived-tajikistan", texts)


def test_every_place_of_an_id_is_found_and_no_word_that_is_like_it(desk: SmallDesk) -> None:
    desk.add(
        "more.yaml",
        "topics:\n  - id: more\n    title: summit-2021-09\n    question: What?\n    scope: {facts: [summit-2021-09]}\n"
        '    bottom_line: ["See {{ fact(\\"summit-2021-09\\") }} and summit-2021-09."]\n',
    )
    places = [place for place in editor(desk).occurrences("summit-2021-09") if place.file.path == "facts/more.yaml"]
    assert [place.file.mark(place.start, place.end).line for place in places] == [5, 6]
    assert {place.file.text[place.start : place.end] for place in places} == {"summit-2021-09"}


def test_a_rename_leaves_a_desk_that_means_the_same(desk: SmallDesk) -> None:
    found = editor(desk)
    texts = {path: file.text for path, file in found.files.items()}
    for place in reversed(found.renamed("CSTO", "odkb")):
        text = texts[place.file.path]
        texts[place.file.path] = text[: place.start] + "odkb" + text[place.end :]
    after = EditorDesk.of([TextFile(path, text) for path, text in texts.items()], TODAY)
    assert "odkb" in after.entries and "CSTO" not in after.entries
    assert [problem.code for problem in after.problems if problem.code == "unknown-id"] == []


@pytest.mark.parametrize(
    ("id", "new", "message"),
    [
        ("CSTO", "a b", "no id"),
        ("CSTO", "SCO", "is taken"),
        ("nothing", "x", "nothing has"),
        ("border:AFG-TJK", "x", "follows from"),
    ],
)
def test_a_rename_that_cannot_be_is_refused(desk: SmallDesk, id: str, new: str, message: str) -> None:
    with pytest.raises(BriefingsError, match=message):
        editor(desk).renamed(id, new)


def test_a_slip_is_reported_as_it_is_typed_and_gone_when_mended(desk: SmallDesk) -> None:
    found = editor(desk)
    file = found.files["facts/borders.yaml"]
    broken = TextFile(file.path, file.text.replace("AFG", "AFX", 1).replace(" km", " kn", 1))
    codes = {problem.code for problem in found.problems_of(broken)}
    assert {"unknown-id", "unit-mismatch"} <= codes or len(codes) >= 2, codes
    assert found.problems_of(file) == []


def test_an_id_that_is_typed_anew_is_missed_where_it_stands_and_what_was_typed_before_is_forgotten(
    desk: SmallDesk,
) -> None:
    found = editor(desk)
    file = found.files["facts/entities.yaml"]
    more = "\nquestions:\n  - {id: visas, text: Will they?, yes_if: They do., about: [rahmon]}\n"
    renamed = TextFile(file.path, file.text.replace("id: rahmon", "id: rakhmon", 1) + more)
    assert "no id 'rahmon' among countries, organizations, people" in {
        one.message for one in found.problems_of(renamed)
    }
    back = TextFile(file.path, file.text + more.replace("rahmon", "rakhmon"))
    assert "no id 'rakhmon' among countries, organizations, people" in {one.message for one in found.problems_of(back)}
    assert found.problems_of(file) == []


def test_an_id_that_an_issue_holds_is_not_renamed(desk: SmallDesk) -> None:
    found = editor(desk)
    inputs = IssueInputs.model_construct(sources={})
    out = Ledger.model_construct(about="organizations/CSTO", judgements=(), facts=(), inputs=inputs)
    found.base = desk.facts().beside((out,))
    with pytest.raises(BriefingsError, match="a published issue printed 'CSTO'"):
        found.renamed("CSTO", "odkb")
    found.files = {path: TextFile(path, file.text) for path, file in found.files.items()}  # typed and undone
    assert found.renamed("SCO", "sho")


def test_a_desk_with_errors_still_answers(desk: SmallDesk) -> None:
    desk.add("more.yaml", "borders:\n  - {between: [AFG], source: factbook-2021}\n")
    found = editor(desk)
    assert found.base is None
    assert found.completions("    source: fact")[0].id == "factbook-2021"
    assert "`TJK`" in found.hover("TJK", {})
