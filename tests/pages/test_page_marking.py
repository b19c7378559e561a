"""A page is marked as highly as all that shows in it: what it prints, counts, leaves out and leads to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from briefings.build import build_steps
from briefings.build.build_plan import BuildPlan
from briefings.core.markings import Marking
from briefings.core.problems import TextFile
from briefings.files import atomic_folder, desk_files
from conftest import EXAMPLE, base_of

DAY = date(2021, 9, 17)
ORDER = build_steps.BuildOrder(DAY, DAY, Marking.GREEN, pdf=False)
GREEN = "marking: TLP:GREEN"
NOBODY = f"people: [{{id: nobody, name: Nobody Known, {GREEN}}}]\n"
# What is marked, by the line of the desk that it follows; and a page on which it shows.
MARKED = {
    "a person whose statement the page prints": ("{id: rahmon, name: Emomali Rahmon", "countries/tajikistan"),
    "a matter on which the page gives positions": ("{id: host-refugees", "countries/tajikistan"),
    "a source of a figure on the page": ("{id: wire-2021-08", "topics/refugees"),
    "a country whose figure the page counts": ("{id: KGZ, name: Kyrgyzstan", "weekly/2021-W37"),
}


def plan(files: list[TextFile], root: Path, order: build_steps.BuildOrder = ORDER) -> BuildPlan:
    return BuildPlan(base_of(files), order, desk_files.template_files(EXAMPLE), atomic_folder.Output(root))


def desk(marked: str = "") -> list[TextFile]:
    """The small desk, with the record that is written so marked TLP:GREEN."""
    files = desk_files.fact_files(EXAMPLE)
    assert not marked or sum(file.text.count(marked) for file in files) == 1
    return [TextFile(f.path, f.text.replace(marked, f"{marked}, {GREEN}") if marked else f.text) for f in files]


def marking(files: list[TextFile], id: str, root: Path) -> Marking:
    work = plan(files, root)
    return work.rendered(next(document for document in work.every if document.id == id)).marking


@pytest.mark.parametrize("what", MARKED)
def test_a_page_is_marked_for_what_shows_in_it(what: str, tmp_path: Path) -> None:
    record, page = MARKED[what]
    assert marking(desk(), page, tmp_path) is Marking.CLEAR
    assert marking(desk(record), page, tmp_path) is Marking.GREEN


def test_a_page_in_which_nothing_marked_shows_keeps_its_marking(tmp_path: Path) -> None:
    files = [*desk(), TextFile("facts/more.yaml", NOBODY)]
    assert marking(files, "countries/armenia", tmp_path) is Marking.CLEAR


def test_a_page_is_made_anew_when_what_it_does_not_print_is_marked(tmp_path: Path) -> None:
    """The trace also holds what was looked up to know that a page may bear its marking."""
    files = [*desk(), TextFile("facts/more.yaml", NOBODY)]
    templates, output = desk_files.template_files(EXAMPLE), atomic_folder.Output(tmp_path)
    list(build_steps.build(base_of(files), ORDER, templates, output))
    marked = [*desk("{id: KGZ, name: Kyrgyzstan"), TextFile("facts/more.yaml", NOBODY)]
    list(build_steps.build(base_of(marked), ORDER, templates, output))
    again = {name: output.read(name) for name in plan(marked, tmp_path).names if name.endswith(".html")}
    fresh = atomic_folder.Output(tmp_path / "fresh")
    list(build_steps.build(base_of(marked), ORDER, templates, fresh))
    assert len(again) > 4
    assert [name for name, page in again.items() if page != fresh.read(name)] == []
