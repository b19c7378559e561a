"""Random markings. The law: an edition is byte for byte that of a desk written anew from what the edition holds.

`make fuzz` tries 500 desks (EDITIONS tells how many), every fifth of them the shipped one, with maps, a PDF and copies
for mail; `make test` tries 15 small ones. Nothing in them is typed out of what is withheld, so the last scan is silent.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from briefings.build import build_steps
from briefings.build.build_plan import BuildPlan
from briefings.checks import desk_loading
from briefings.core.dates import PartialDate
from briefings.core.markings import Marking
from briefings.core.problems import TextFile
from briefings.core.quantities import Quantity
from briefings.facts.claims import Viewpoint
from briefings.facts.fact_base import FactBase
from briefings.facts.view import View
from briefings.files import atomic_folder, desk_files
from briefings.pages.page_render import COUNTRY_SHAPES
from briefings.records.base_record import Record
from briefings.records.desk_settings import Desk, ReviewPeriod
from briefings.records.entries import Entry
from briefings.records.fact_reader import read
from briefings.records.fact_records import FactRecord
from briefings.tasks import comparison_report, export_files
from briefings.template_api import documents
from conftest import EXAMPLE

COUNT = int(os.environ.get("EDITIONS", "15"))
LONG = COUNT > 15
SHIPPED = Path(__file__).parent.parent.parent
LOWER = sorted(Marking)[:-1]
OWN = {f"{atomic_folder.NOTES_FOLDER}/scanned.json", f"{atomic_folder.NOTES_FOLDER}/lock"}


# Facts whose id follows from their claims, which tell different years; and what only one record uses.
MORE = """
memberships:
  - {member: KGZ, of: SCO, role: observer, claims: [{from: 2003-03-03, source: wire-2021-08, credibility: 2},
     {from: 2011, source: press-2021-09, credibility: 2}, {source: press-2021-09, credibility: 3}]}
offices:
  - {holder: rahmon, of: TJK, office: president, claims: [{from: 1994-11, source: wire-2021-08, credibility: 2},
     {from: 1997, source: press-2021-09, credibility: 2}]}
designations:
  - {by: KGZ, of: taliban, as: Banned, claims: [{from: 2005, source: wire-2021-08, credibility: 2},
     {from: 2009, source: press-2021-09, credibility: 2}]}
people: [{id: envoy, name: Envoy of Nowhere}]
units: [{id: shell, name: shell, plural: shells}]
measures: [{id: shells-found, label: Shells found, unit: shells, worse: up}]
matters: [{id: lease, question: The lease of Kant, about: [KGZ]}]
places: [{id: kant, name: Kant, latitude: 42.9, longitude: 74.8, source: factbook-2021}]
figures:
  - {id: found, subject: KGZ, measure: shells-found, claims: [{value: 12, as_of: 2021-09-14, source: press-2021-09,
     credibility: 2}, {value: 14 shells, as_of: 2021-08-15, source: wire-2021-08, credibility: 2}]}
statements:
  - {id: leased, speaker: envoy, date: 2021-09-15, text: Spoke of it., source: press-2021-09, credibility: 2,
     positions: [{holder: KGZ, on: lease, stance: for}]}
forces:
  - {id: kant-base, type: base, of: CSTO, in: KGZ, place: Kant, source: press-2021-09, credibility: 2}
topics:
  - {id: quoting, title: Quoting, question: What of it, scope: {about: [KGZ]}, narrative: [{heading: One,
     text: 'There were {{ fact("found") }}, and {{ fact("kant-base") }}.'}]}
"""


@cache
def entries_of(desk: Path) -> tuple[Entry, ...]:
    """The records of a desk without errors, and on the small one some with parts of every sort beside them."""
    files = desk_files.fact_files(desk)
    if desk == EXAMPLE:
        partly = (Path(__file__).parent.parent / "restricted" / "partly.yaml").read_text(encoding="utf-8")
        partly = partly.replace(', marking: "MARK"', "").replace('\n        marking: "MARK"', "").replace("CANARY", "")
        files = [*files, TextFile("facts/partly.yaml", partly), TextFile("facts/more.yaml", MORE)]
    loaded = desk_loading.load(files, date(2021, 9, 17))
    assert loaded.base is not None, "\n".join(map(str, loaded.errors))
    return loaded.base.all


def marked(random: random.Random, record: Any, share: float) -> Any:
    """The record with a marking here and there, on itself and on its parts."""
    changed: dict[str, Any] = {}
    for name in type(record).model_fields:
        value = getattr(record, name)
        if name == "marking" and random.random() < share:
            changed[name] = random.choice(list(Marking))
        elif isinstance(value, Record):
            changed[name] = marked(random, value, share)
        elif isinstance(value, tuple) and value and isinstance(value[0], Record):
            changed[name] = tuple(marked(random, part, share) for part in value)
    return record.model_copy(update=changed)


def marked_desk(seed: int, desk: Path) -> FactBase:
    chance = random.Random(seed)
    share = chance.choice((0.02, 0.1, 0.3))
    entries = []
    for entry in entries_of(desk):
        if isinstance(entry.record, Desk):
            entries.append(entry)
            continue
        # what much else names would take nearly all with it
        rarely = share / 5 if entry.kind in ("countries", "sources", "organizations", "measures") else share
        record = marked(chance, entry.record, rarely)
        entries.append(replace(entry, record=record, claims=tuple(marked(chance, c, share) for c in entry.claims)))
    return FactBase.of(entries)


# ---------------------------------------------------------------- a desk written anew


def plain(value: Any) -> Any:
    """A value of a record as a person would write it."""
    match value:
        case ReviewPeriod():
            return {"kind": value.kind, "after": f"{value.after} days"}
        case Record():
            fields = {info.alias or name: getattr(value, name) for name, info in type(value).model_fields.items()}
            return {key: plain(inner) for key, inner in fields.items() if inner is not None and inner != ()}
        case tuple():
            return [plain(item) for item in value]
        case Marking():
            return value.value
        case Quantity() | PartialDate():
            return value.text
        case bool():
            return str(value).lower()
        case float():
            return f"{value:.10g}"
        case _:
            return str(value)


def written_anew(entries: tuple[Entry, ...]) -> list[TextFile]:
    """The files of a desk of these records alone, each record in one file of its kind; JSON is YAML."""
    kinds: dict[str, Any] = {}
    for entry in entries:
        record = plain(entry.record)
        if isinstance(entry.record, FactRecord):
            own = entry.own_claims or entry.claims  # a natural id follows from these
            record["claims"] = [plain(claim) for claim in own]
            apart = entry.claims[len(own) :]
            kinds.setdefault("claims", []).extend({"fact": entry.id, **plain(claim)} for claim in apart)
        if isinstance(entry.record, Desk):
            kinds["desk"] = record
        else:
            kinds.setdefault(entry.kind, []).append(record)
    return [
        TextFile(f"facts/{kind}.yaml", json.dumps({kind: records}, ensure_ascii=False, indent=1))
        for kind, records in kinds.items()
        if records
    ]


# ---------------------------------------------------------------- what an edition is


def outputs(base: FactBase, desk: Path, release: Marking, root: Path, pdf: tuple[str, ...] = ()) -> dict[str, bytes]:
    """Every file of an edition, what its console says, its exports and a comparison of two days."""
    day = base.desk.today.last if base.desk.today else date(2021, 9, 17)
    order = build_steps.BuildOrder(day, day, release, pdf=bool(pdf), wanted=pdf, jobs=1, single=bool(pdf))
    templates = {name: data for name, data in desk_files.template_files(desk).items() if pdf or name != COUNTRY_SHAPES}
    lines = list(said(build_steps.build(base, order, templates, atomic_folder.Output(root))))
    files = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    at = Viewpoint(day, day, release)
    files |= {f"export/{name}": data for name, data in export_files.export_files(base, at, "all", places=False).items()}
    early = Viewpoint(date(2021, 8, 31), date(2021, 8, 31), release)
    views = (
        comparison_report.ComparedView("one", View(base, early)),
        comparison_report.ComparedView("two", View(base, at)),
    )
    compared = comparison_report.Comparison(*views)
    files["diff"] = (comparison_report.as_text(compared) + comparison_report.as_data(compared)).encode()
    files["console"] = "\n".join(lines).encode()
    return {name: data for name, data in files.items() if name not in OWN}


def said(events: Iterator[build_steps.BuildEvent]) -> Iterator[str]:
    for event in events:
        match event:
            case build_steps.DocumentBuilt():
                yield f"{event.document.id} {event.receipt} {event.note}"
            case build_steps.FailedDocument():
                yield f"{event.document} {event.error}"
            case build_steps.BuildFinished():
                yield f"{sorted(event.outputs)} {event.removed}"


def one_pager(edition: FactBase, release: Marking) -> tuple[str, ...]:
    """A one-pager of the edition, of Tajikistan if that is let out; none if all countries are withheld."""
    day = date(2022, 5, 6)
    every = documents.all_documents(edition, Viewpoint(day, day, release))
    ids = sorted(document.id for document in every if document.kind == "country")
    return tuple(ids[-1:] if "countries/tajikistan" not in ids else ["countries/tajikistan"])


@pytest.mark.parametrize("seed", range(COUNT))
def test_an_edition_is_that_of_a_desk_written_anew(seed: int, tmp_path: Path) -> None:
    desk = SHIPPED if LONG and not seed % 5 else EXAMPLE
    release = LOWER[seed % len(LOWER)]
    base = marked_desk(seed, desk)
    edition = base.edition(release)
    entries, problems = read(written_anew(edition.all))
    assert list(problems) == [], "\n".join(map(str, problems))
    assert sorted(entry.id for entry in entries) == sorted(entry.id for entry in edition.all)
    pdf = one_pager(edition, release) if LONG else ()
    one = outputs(base, desk, release, tmp_path / "one", pdf)
    other = outputs(FactBase.of(entries), desk, release, tmp_path / "other", pdf)
    assert len(one) > 20
    assert [name for name in one.keys() | other.keys() if one.get(name) != other.get(name)] == []


@pytest.mark.parametrize("seed", range(max(4, COUNT // 10)))
def test_a_page_is_that_of_a_desk_of_what_its_marking_lets_out(seed: int, tmp_path: Path) -> None:
    release = Marking.AMBER
    base = marked_desk(seed + 100, EXAMPLE).edition(release)
    order = build_steps.BuildOrder(date(2021, 9, 17), date(2021, 9, 17), release)
    work = BuildPlan(base, order, desk_files.template_files(EXAMPLE), atomic_folder.Output(tmp_path))
    pages = [work.rendered(document) for document in work.every]
    assert len(pages) > 4
    for marking in {page.marking for page in pages} - {release}:
        entries, _ = read(written_anew(base.edition(marking).all))
        less = BuildPlan(FactBase.of(entries), order, work.templates, work.output)
        others = {document.id: less.rendered(document).html for document in less.every}
        assert [
            page.document.id for page in pages if page.marking == marking and others.get(page.document.id) != page.html
        ] == []
