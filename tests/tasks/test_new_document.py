"""`briefings new document NAME`: an entry in the desk's settings, and a template."""

from __future__ import annotations

import pytest

from briefings.core.problems import BriefingsError, TextFile
from briefings.pages.template_check import document_problems, template_problems
from briefings.records.desk_settings import SUBJECTS
from briefings.records.yaml_tree import ScalarNode
from briefings.tasks.new_document import desk_file, new_document, template_text, text_with_document
from conftest import ROOT, SmallDesk

SHIPPED = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "templates").glob("*.j2")}
ENTRY = "{template: a.html.j2, each: country, folder: a}"


@pytest.mark.parametrize("each", SUBJECTS)
def test_a_template_to_begin_with_is_sound_for_each_subject(each: str) -> None:
    text = template_text("border-sheets", each)
    assert list(template_problems([TextFile("templates/b.html.j2", text)], {**SHIPPED, "b.html.j2": text})) == []
    file = TextFile("facts/desk.yaml", f"b.html.j2 {each}")
    name, subject = ScalarNode("b.html.j2", file, 0), ScalarNode(each, file, 0)
    assert list(document_problems([(name, subject)], {**SHIPPED, "b.html.j2": text})) == []


@pytest.mark.parametrize(
    ("name", "each", "entry", "writes"),
    [
        ("flash", "", "{template: flash.html.j2, each: event, one_page: true, folder: flash}", False),
        ("daily", "", '{template: daily.html.j2, each: day, hour: "16:00", folder: daily}', False),
        ("profile", "person", "{template: profile.html.j2, each: person, folder: profiles}", False),
        ("visits", "", "{template: visits.html.j2, each: country, folder: visits}", True),
    ],
)
def test_what_ships_needs_no_template(name: str, each: str, entry: str, writes: bool) -> None:
    made, template, text = new_document(name, each, (), list(SHIPPED))
    assert (made, template, bool(text)) == (entry, f"{name}.html.j2", writes)


@pytest.mark.parametrize("name", ["", "A b", "../x", "-a", "a--b"])
def test_a_name_is_that_of_a_folder(name: str) -> None:
    with pytest.raises(BriefingsError, match="no name of a folder"):
        new_document(name, "", (), ())


def test_a_subject_is_one_of_those_there_are() -> None:
    with pytest.raises(BriefingsError) as refused:
        new_document("a", "events", (), ())
    assert refused.value.remedy == "did you mean 'event'?"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("desk:\n  title: A\n  region: [TJK]\n", f"desk:\n  title: A\n  region: [TJK]\n  documents:\n    - {ENTRY}\n"),
        ("desk:\n    title: A\n\n# end\ntopics: []\n",
         f"desk:\n    title: A\n    documents:\n      - {ENTRY}\n\n# end\ntopics: []\n"),
        ("desk:\n  documents:\n    - {template: b}\n  title: A\n",
         f"desk:\n  documents:\n    - {{template: b}}\n    - {ENTRY}\n  title: A\n"),
    ],
)  # fmt: skip
def test_an_entry_is_added_and_every_other_line_stays(text: str, after: str) -> None:
    assert text_with_document(TextFile("facts/desk.yaml", text), ENTRY) == after


@pytest.mark.parametrize(
    "text", ["desk: {title: A}\n", "desk:\n  title: A\n  documents: [{template: b}]\n", "desk: A\n"]
)
def test_an_unusual_layout_is_left_alone(text: str) -> None:
    with pytest.raises(BriefingsError, match="cannot be added to") as refused:
        text_with_document(TextFile("facts/desk.yaml", text), ENTRY)
    assert ENTRY in refused.value.remedy


def test_a_desk_without_settings_is_named() -> None:
    with pytest.raises(BriefingsError, match="no desk settings"):
        desk_file([TextFile("facts/a.yaml", "topics: []\n")])


def test_the_command_writes_both_and_the_pages_are_made(desk: SmallDesk) -> None:
    run = desk.run("new", "document", "visits", "--set", "each=country")
    assert run.lines[1:] == ["wrote templates/visits.html.j2", "next: briefings build"]
    assert desk.run("build", "--html", "visits/*").code == 0
    assert "Tajikistan" in desk.page("visits/tajikistan")
    for args, message in (
        (["document"], "error: a document without a name"),
        (["document", "a", "--set", "hour=5"], "error: a document has no 'hour' to set"),
        (["document", "profile", "--set", "each=person", "--set", "only=rahmom"], "error: no fact has the id 'rahmom'"),
        (["event", "extra"], "error: 'extra' is one word too many"),
    ):
        refused = desk.run("new", *args)
        assert (refused.code, refused.err.splitlines()[0]) == (1, message)
