"""Documents that a desk adds: one for each of its subjects, or one for all."""

from __future__ import annotations

import pytest

from briefings.template_api import documents
from conftest import SmallDesk


def with_documents(desk: SmallDesk, *entries: str) -> SmallDesk:
    desk.edit("desk.yaml", "  today:", f"  documents: [{', '.join(entries)}]\n  today:")
    return desk


def made(desk: SmallDesk, folder: str) -> dict[str, documents.Document]:
    base = desk.facts()
    every = documents.all_documents(base, desk.view().at)
    return {document.id: document for document in every if document.id.startswith(f"{folder}/")}


@pytest.mark.parametrize(
    ("each", "some"),
    [
        ("event", "sheets/summit-2021-09"), ("organization", "sheets/csto"), ("person", "sheets/rahmon"),
        ("matter", "sheets/host-refugees"), ("country", "sheets/tajikistan"), ("topic", "sheets/refugees"),
        ("issue", "sheets/2021-W37"), ("desk", "sheets/sheets"), ("day", "sheets/2021-09-17"),
    ],
)  # fmt: skip
def test_there_is_one_for_each_subject(desk: SmallDesk, each: str, some: str) -> None:
    found = made(with_documents(desk, f"{{template: x.html.j2, each: {each}, folder: sheets}}"), "sheets")
    assert some in found
    assert {document.each for document in found.values()} == {each}


def test_only_those_named_have_one(desk: SmallDesk) -> None:
    entry = "{template: flash.html.j2, each: event, folder: flash, only: [summit-2021-09]}"
    assert list(made(with_documents(desk, entry), "flash")) == ["flash/summit-2021-09"]


def test_a_subject_that_is_not_there_is_reported_at_its_line(desk: SmallDesk) -> None:
    with_documents(desk, "{template: flash.html.j2, each: event, folder: flash, only: [sumit-2021-09]}")
    (problem,) = desk.problems()
    assert (problem.code, problem.suggestion, problem.mark.file.path) == (
        "unknown-id",
        "summit-2021-09",
        "facts/desk.yaml",
    )


def test_the_shipped_kinds_are_made_listed_and_found(desk: SmallDesk) -> None:
    """A flash on one page, a daily with its hour, profiles of bodies and people."""
    with_documents(
        desk,
        "{template: flash.html.j2, each: event, one_page: true, folder: flash, only: [summit-2021-09]}",
        '{template: daily.html.j2, each: day, hour: "16:00", folder: daily}',
        "{template: profile.html.j2, each: organization, folder: bodies, only: [CSTO]}",
        "{template: profile.html.j2, each: person, folder: people, only: [rahmon]}",
    )
    run = desk.run("build", "--html", "flash/*", "daily/*", "bodies/*", "people/*")
    assert run.code == 0, run.err
    for name, words in {
        "flash/summit-2021-09": "What is reported",
        "daily/2021-09-17": "cut-off 16:00 ",
        "bodies/csto": "Members",
        "people/rahmon": "Profile",
    }.items():
        assert words in desk.page(name), name
    index = desk.page("index")
    assert 'href="flash/summit-2021-09.html"' in index and ">Daily</a>" in index
    listed = desk.run("list").out
    assert all(name in listed for name in ("flash/summit-2021-09", "daily/2021-09-17", "bodies/csto", "people/rahmon"))
    shown = desk.run("impact", "summit-2021-09").out
    assert "flash/summit-2021-09" in shown
    again = desk.run("build", "--html", "flash/*", "daily/*", "bodies/*", "people/*")
    assert "0 documents built, 4 unchanged" in again.out
