"""Commands that tell what to look at next, and what hangs on a record."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..core.json_types import JsonObject
from .desk_access import checked_facts, day_of, output_folder, templates
from .option_types import AsOfOption, OutOption, ReleaseOption
from .terminal_output import count_text

if TYPE_CHECKING:
    from ..checks.rule_context import RuleContext
    from ..core.markings import Marking
    from ..core.problems import Mark
    from ..facts.claims import Fact, Viewpoint
    from ..facts.fact_base import FactBase
    from ..records.entries import Entry
    from ..tasks.due_list import DueItem
    from ..tasks.page_places import Appearance, RenderedPages


class ListFormat(StrEnum):
    text = "text"
    json = "json"


ListFormatOption = Annotated[ListFormat, typer.Option("--format", help="How to print it.")]
_HEADINGS = {
    "stale": "Stale facts, by age x documents x doubt",
    "plans": "Planned dates passed without outcome",
    "signposts": "Signposts past due or unknown",
    "assessments": "Assessments with an outcome due or a stale basis",
    "issues": "Issues coming due",
    "unprinted": "Facts that no document prints",
}


def due(
    as_of: AsOfOption = None,
    limit: Annotated[int, typer.Option(min=1, help="How many of each group to print.")] = 10,
    format: ListFormatOption = ListFormat.text,
) -> None:
    """Tell what to review next, most pressing first, with file and line to open.

    Stale facts are ranked by their age in review periods, times one more than the documents of the day that
    show them, times the doubt of their grade: 1 for credibility 1, a quarter more for each step down to 5; 6
    (not judged) counts as 3. The source's letter breaks ties. Whatever its marking, a fact is told of: this
    is for the desk.
    """
    from ..tasks import due_list as agenda

    base, at = _today(as_of, None)
    context, pages = _context(base, at.as_of), _pages(base, at)
    items = agenda.due_items(context, at.as_of, lambda id: pages.showing(id, at), pages.printed)
    groups = {group: [item for item in items if item.group == group] for group in _HEADINGS}
    _warn(pages)
    if format is ListFormat.json:
        report = {group: [_item(item) for item in found[:limit]] for group, found in groups.items()}
        _print({"as_of": at.as_of.isoformat(), "formula": agenda.SCORE_FORMULA, **report})
        return
    for group, found in groups.items():
        if found:
            print(f"{_HEADINGS[group]}: {len(found)}")
            _list(found[:limit])
            if len(found) > limit:
                print(f"  and {len(found) - limit} more: --limit {len(found)}")
            print()
    print(f"{count_text(sum(map(len, groups.values())), 'thing')} to look at as of {at.as_of}")


def _list(items: Iterable[DueItem]) -> None:
    for item in items:
        rank = f" [{item.score:.1f}]" if item.group == "stale" else ""
        print(f"  {item.mark}: {item.id}{rank}")
        if item.label:
            print(f"    {item.label}")
        print(f"    {item.why}")
        if item.group in ("stale", "plans"):
            print(f"    shown in {', '.join(item.documents) or 'no document of the day'}")


def _item(item: DueItem) -> JsonObject:
    return {
        "id": item.id,
        "label": item.label,
        **_at(item.mark),
        "why": item.why,
        "score": round(item.score, 3),
        "documents": list(item.documents),
    }


def impact(
    name: Annotated[str, typer.Argument(help="The id of a fact, source, assessment …, or an entity's name.")],
    as_of: AsOfOption = None,
    release: ReleaseOption = None,
    format: ListFormatOption = ListFormat.text,
) -> None:
    """Tell which documents and published issues show a record, where, and what else hangs on it.

    Documents are those of the desk's release, or of the one asked for; what depends on it is told whatever
    its marking: this is for the desk.
    """
    from ..tasks import impact_report as hanging

    base, at = _today(as_of, release)
    context = _context(base, at.as_of)
    entry = hanging.entry_named(context, name)
    pages = _pages(base, at)
    _warn(pages)
    report = _impact(base, at, context, pages, entry)
    if format is ListFormat.json:
        _print(report)
    else:
        _print_impact(report)


def withdraw(
    name: Annotated[str, typer.Argument(help="The id of a fact, a source or a judgement.")],
    out: OutOption = Path("build"),
) -> None:
    """List what is out that holds a record: published, sent, built. Changes nothing."""
    from ..build.manifest import MANIFEST
    from ..core.markings import Marking
    from ..files.atomic_folder import Output
    from ..tasks import impact_report, withdrawal_list

    base, at = _today(None, None)
    id = impact_report.entry_named(_context(base, at.as_of), name).id
    folders = {output_folder(out, release) for release in (None, *Marking)}
    manifests = {str(folder): Output(folder).read(MANIFEST) for folder in sorted(folders)}
    groups = withdrawal_list.groups_told(base, id)
    for heading, lines in (
        ("published", list(withdrawal_list.published_lines(base, id))),
        ("sent to", groups),
        ("built", list(withdrawal_list.built_lines(manifests, id))),
    ):
        print(f"{heading}: {len(lines)}")
        for line in lines:
            print(f"  {line.replace(chr(0xA0), ' ')}")
    print(
        "next: mark it higher, or give its source 'withdrawn:'; build each edition again; "
        "briefings publish --reason; briefings send"
    )


def _impact(
    base: FactBase, at: Viewpoint, context: RuleContext, pages: RenderedPages, entry: Entry
) -> JsonObject:
    from ..records.entities import Entity, Source
    from ..tasks import impact_report as hanging

    source, entity = isinstance(entry.record, Source), isinstance(entry.record, Entity)
    report: JsonObject = {
        "kind": entry.kind,
        "id": entry.id,
        "label": hanging.entry_label(context, entry),
        **_at(entry.mark),
    }
    if entity:
        facts = [fact.id for fact in hanging.facts_about(context, entry.id)]
        shown = [(id, pages.of(id)) for id in facts]
        documents: dict[str, JsonObject] = {}
        for id, appearances in shown:
            for found in appearances:
                documents.setdefault(found.document, {**_appearance(found), "facts": []})["facts"].append(id)
        report["documents"] = [{**found, "places": []} for _, found in sorted(documents.items())]
    else:
        report["documents"] = [
            _appearance(found) for found in (pages.of_source if source else pages.of)(entry.id)
        ]
    report["dependents"] = [
        {"kind": d.kind, "id": d.id, "how": d.how, **_at(d.mark)}
        for d in hanging.dependents(context, entry.id)
    ]
    report["issues"] = [
        {
            "issue": ledger.issue,
            "revision": ledger.revision,
            "release": ledger.release.value,
            "printed": printed,
        }
        for ledger, printed in hanging.issues_naming(base.ledgers, entry.id)
    ]
    if source:
        left = hanging.withdrawal_loss(context, entry.id)
        report["withdrawn"] = {"without_source": _facts(left.unsourced), "of_one_origin": _facts(left.single)}
    return report


def _facts(facts: Iterable[Fact]) -> list[JsonObject]:
    return [{"id": fact.id, **_at(fact.entry.mark)} for fact in facts]


def _appearance(found: Appearance) -> JsonObject:
    return {
        "document": found.document,
        "title": found.title,
        "places": [{"section": place.section, "text": place.text} for place in found.places],
    }


def _print_impact(report: JsonObject) -> None:
    print(
        f"{report['file']}:{report['line']}: {report['kind']} {report['id']}"
        + (f": {report['label']}" if report["label"] else "")
    )
    print(f"\nshown in {count_text(len(report['documents']), 'document')}")
    for found in report["documents"]:
        print(f"  {found['document']}")
        for place in found["places"]:
            print(f"    {place['section']}: {place['text']}")
        if "facts" in found:
            print(
                f"    in {count_text(len(found['facts']), 'fact')}: {', '.join(found['facts'][:5])}"
                + (" …" if len(found["facts"]) > 5 else "")
            )
        elif not found["places"]:
            print("    in a chart or a map, or by name only")
    print(f"\n{count_text(len(report['dependents']), 'record')} hang on it")
    for one in report["dependents"]:
        print(f"  {one['file']}:{one['line']}: {one['id']} {one['how']}")
    if "withdrawn" in report:
        print("\nif it is withdrawn")
        for key, words in (
            ("without_source", "left without any source"),
            ("of_one_origin", "left with one origin"),
        ):
            print(f"  {count_text(len(report['withdrawn'][key]), 'fact')} {words}")
            for fact in report["withdrawn"][key]:
                print(f"    {fact['file']}:{fact['line']}: {fact['id']}")
    print(f"\nprinted in {count_text(len(report['issues']), 'published issue')}")
    for issue in report["issues"]:
        print(f"  {issue['issue']} r{issue['revision']} ({issue['release']}): {'; '.join(issue['printed'])}")


# ---------------------------------------------------------------- the desk


def _today(as_of: datetime.datetime | None, release: Marking | None) -> tuple[FactBase, Viewpoint]:
    from ..facts.claims import Viewpoint

    base = checked_facts(quiet=True)
    day = day_of(base, as_of)
    return base, Viewpoint(day, day, release or base.desk.release)


def _context(base: FactBase, day: datetime.date) -> RuleContext:
    from ..checks.rule_context import RuleContext

    return RuleContext(base, day)


def _pages(base: FactBase, at: Viewpoint) -> RenderedPages:
    from ..tasks import page_places

    return page_places.rendered_pages(base, at, templates())


def _warn(pages: RenderedPages) -> None:
    import sys

    for id, error in pages.broken.items():
        print(f"not looked at: {id}: {error}", file=sys.stderr)


def _at(mark: Mark) -> JsonObject:
    return {"file": mark.file.path, "line": mark.line}


def _print(value: object) -> None:
    print(json.dumps(value, indent=1, ensure_ascii=False))
