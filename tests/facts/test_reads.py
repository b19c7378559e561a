"""A page depends on what it looked up in its view, and a view writes down all of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from briefings.facts import labels
from briefings.facts.claims import Viewpoint
from briefings.facts.criteria import field_key, holds_any
from briefings.facts.fact_base import FactBase
from briefings.facts.lookup_keys import SCOPES_KEY
from briefings.facts.view import LookupLog, View
from briefings.files import desk_files
from briefings.pages import page_data, page_render
from briefings.pages.page_render import RenderedDocument
from briefings.pages.template_environment import TemplateEnvironment
from briefings.pictures import chart_data, map_data
from briefings.template_api import documents, template_queries
from briefings.template_api.documents import Document
from briefings.template_api.page_context import PageContext
from briefings.template_api.template_queries import Facts
from conftest import EXAMPLE, SmallDesk, at, base_of

SHIPPED = Path(__file__).parent.parent.parent


def page_of(base: FactBase, document: Document) -> RenderedDocument:
    templates = desk_files.template_files(SHIPPED)
    env = TemplateEnvironment({name: data.decode() for name, data in templates.items() if name.endswith(".j2")})
    return page_render.rendered_document(base, document, env, "style.css")


def rendered(base: FactBase, day: date) -> Iterator[tuple[Document, RenderedDocument]]:
    for document in documents.all_documents(base, Viewpoint(day, day, base.desk.release)):
        yield document, page_of(base, document)


def pruned(base: FactBase, reads: LookupLog) -> FactBase:
    """A fact base that never held anything but what the reads found, and the sources of its claims."""
    found = [entry for keys in reads.keys.values() for key in keys for entry in base.found(key)]
    kept = {(entry.kind, entry.id) for entry in found} | {("desk", "desk")}
    if any(SCOPES_KEY in keys for keys in reads.keys.values()):
        kept |= {(entry.kind, entry.id) for entry in base.found("topics")}
    kept |= {("sources", str(claim.source)) for entry in found for claim in entry.claims}
    entries = list(base.all)
    return FactBase.of(entry for entry in entries if (entry.kind, entry.id) in kept)


@pytest.mark.parametrize(("desk", "day"), [(SHIPPED, date(2022, 5, 6)), (EXAMPLE, date(2021, 9, 17))])
def test_a_page_is_the_same_from_a_desk_that_holds_only_what_its_reads_name(desk: Path, day: date) -> None:
    """So nothing that shows on a page went unrecorded."""
    base = base_of(desk_files.fact_files(desk))
    held, seen = len(base.found("facts")), []
    for document, page in rendered(base, day):
        small = pruned(base, page.reads)
        assert page_of(small, document).html == page.html, document.id
        seen.append((document.kind, len(small.found("facts"))))
    assert {kind for kind, _ in seen} >= {"country", "topic", "weekly"}
    few = [kept for kind, kept in seen if kind == "country"]
    assert min(few) < held / 2 and max(few) < held


def test_a_one_pager_does_not_read_what_another_country_alone_is_about(desk: SmallDesk) -> None:
    pages = {document.id: page for document, page in rendered(desk.facts(), date(2021, 9, 17))}
    keys = set().union(*pages["countries/armenia"].reads.keys.values())
    assert "about ARM" in keys
    assert "facts" not in keys
    assert not {key for key in keys if key.startswith("about KGZ") or key.startswith("about AFG")}


def test_neither_a_page_nor_its_queries_hold_the_fact_base(desk: SmallDesk) -> None:
    """Only a view does, under a name that no other class can use by mistake."""
    view = desk.view()
    page = PageContext(view, lambda page, prose: page)  # type: ignore[arg-type, return-value]
    held = {name for thing in (page, Facts(page), view) for name, value in vars(thing).items()
            if isinstance(value, FactBase)}  # fmt: skip
    assert held == {"_View__base"}
    modules = sorted(Path(template_queries.__file__).parent.glob("template_*.py"))
    modules += [Path(module.__file__) for module in (labels, page_data, chart_data, map_data)]
    assert len(modules) > 8
    texts = {module.name: module.read_text(encoding="utf-8") for module in modules}
    assert [name for name, text in texts.items() if "FactBase" in text or "_View__" in text] == []


QUESTIONS: list[tuple[Any, set[str]]] = [
    (lambda view: view.of_kind("borders", of="TJK"), {"about TJK borders", "name tjk"}),
    (lambda view: view.of_kind("events", status="done"), {"events", "name done"}),
    (lambda view: view.about("Tajikistan", ["events", "forces"]),
     {"about TJK events", "about TJK forces", "name tajikistan"}),
    (lambda view: view.facts["border:KGZ-TJK"], {"fact/border:KGZ-TJK"}),
    (lambda view: list(view.facts.values()), {"facts"}),
    (lambda view: view.entity("TJK"), {"entity/TJK"}),
    (lambda view: view.source("factbook-2021"), {"sources/factbook-2021"}),
    (lambda view: view.signposts("TJK"), {"about TJK signposts"}),
]  # fmt: skip


@pytest.mark.parametrize(("question", "keys"), QUESTIONS)
def test_what_is_asked_is_written_down_as_the_narrowest_keys(desk: SmallDesk, question: Any, keys: set[str]) -> None:
    view = desk.view()
    question(view)
    assert view.reads.keys == {view.at: keys}


def test_another_viewpoint_writes_into_the_same_reads(desk: SmallDesk) -> None:
    view = desk.view("2021-09-17")
    view.beside(at("2021-08-20")).fact("border:KGZ-TJK")
    assert view.reads.keys == {at("2021-09-17"): set(), at("2021-08-20"): {"fact/border:KGZ-TJK"}}


def test_a_query_by_entity_finds_what_looking_at_every_fact_finds(desk: SmallDesk) -> None:
    """The index only narrows where to look."""
    base = base_of(desk_files.fact_files(SHIPPED))
    view = View(base, at("2022-05-06"))
    asked = 0
    for kind, key in [("borders", "of"), ("memberships", "member"), ("memberships", "of"), ("forces", "in_"),
                      ("forces", "of"), ("displacement", "into"), ("displacement", "leaving"), ("events", "party"),
                      ("figures", "subject"), ("statements", "speaker")]:  # fmt: skip
        everything = view.of_kind(kind, ended=True, negated=True)
        for name in ("TJK", "AFG", "CSTO", "taliban", "RUS"):
            id = view.resolve(name) or name
            found = view.of_kind(kind, ended=True, negated=True, **{key: id})
            assert found == tuple(f for f in everything if holds_any(f, field_key(kind, key), frozenset({id})))
            asked += len(found)
    assert asked > 60


def test_a_record_changed_in_a_copy_has_a_digest_of_its_own(desk: SmallDesk) -> None:
    fact = desk.view().facts["border:KGZ-TJK"]
    assert fact.record.digest == fact.record.model_copy().digest
    assert fact.record.digest != fact.record.model_copy(update={"tags": ("other",)}).digest
