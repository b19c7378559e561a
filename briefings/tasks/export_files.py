"""Facts for other programs: CSV with a row a claim, JSON with everything, sources as CSL-JSON.

Everything goes through a view, so that an export holds what a document of that view may print and no more.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from decimal import Decimal

from ..core.dates import Day, PartialDate
from ..core.json_types import JsonObject
from ..core.problems import Mark
from ..core.quantities import Quantity
from ..facts import labels
from ..facts.agreement import main_quantity
from ..facts.claims import Claim, Fact, Viewpoint
from ..facts.fact_base import FactBase
from ..facts.measures import unit_of
from ..facts.view import View
from ..records.entities import BASE_KINDS, Person, Source
from ..records.fact_kinds import FACT_KINDS
from ..records.fact_records import ClaimRecord, FactRecord, keys_of
from ..records.judgements import JUDGEMENT_KINDS
from .export_tables import places_geojson, workbook
from .plain_records import NOT_EXPORTED, DisclosedRecords

FORMATS = ("csv", "json", "csl-json", "xlsx", "geojson")
# By this Excel knows that a CSV is UTF-8.
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
# What every row tells, whatever its kind; the keys of facts and claims follow as they stand in their records.
_HEAD = tuple(
    """
    kind fact label headline low high unit true_first true_last known_on grade publisher published
    handling file line
    """.split()
)


def csv_columns() -> tuple[str, ...]:
    """The columns of the CSV, in their order: the same for every desk and day."""
    keys = [*keys_of(FactRecord), *keys_of(ClaimRecord)]
    keys += [key for model in FACT_KINDS for key in (*keys_of(model), *keys_of(model.claim))]
    keys = [key for key in keys if key not in NOT_EXPORTED]
    renamed = ["fact_marking" if key == "marking" else "claim_id" if key == "id" else key for key in keys]
    return tuple(dict.fromkeys([*_HEAD, *renamed, "claim_marking"]))


def export_files(
    base: FactBase, at: Viewpoint, wanted: str, places: bool = True, excel: bool = False
) -> dict[str, bytes]:
    """The files of a format, or of all, by name; `excel` begins the CSV with a byte order mark.

    `places` gives file and line of each record, which an edition for others goes without: line numbers would
    tell how much was taken out between.
    """
    shown = DisclosedRecords(base, at)
    mark = BYTE_ORDER_MARK if excel else ""
    made: dict[str, tuple[str, Callable[[], str | bytes]]] = {
        "csv": ("facts.csv", lambda: mark + claims_csv(shown, places)),
        "json": ("facts.json", lambda: _json(json_content(shown, places))),
        "csl-json": ("sources.csl.json", lambda: _json(csl_sources(shown))),
        "xlsx": ("facts.xlsx", lambda: workbook(shown, claim_rows(shown, places), csv_columns())),
        "geojson": ("places.geojson", lambda: _json(places_geojson(shown))),
    }
    chosen = FORMATS if wanted == "all" else (wanted,)
    contents = {made[name][0]: made[name][1]() for name in chosen}
    return {name: data if isinstance(data, bytes) else data.encode() for name, data in contents.items()}


def _json(value: object) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False, default=_bounds) + "\n"


def _bounds(value: Quantity) -> JsonObject:
    """As printed, and its bounds as numbers; a bound that the source does not give is left out."""
    found: JsonObject = {"text": value.text}
    if value.stated:
        bounds = (("low", value.low), ("high", value.high))
        found |= {name: _number(bound) for name, bound in bounds if bound is not None}
    if value.unit:
        found["unit"] = value.unit
    return found | {name: True for name in ("approximate", "strict") if getattr(value, name)}


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


# ---------------------------------------------------------------- CSV


def claims_csv(shown: DisclosedRecords, places: bool = True) -> str:
    """A row a claim, in the order of the facts and best claim first; RFC 4180."""
    text = io.StringIO()
    writer = csv.DictWriter(text, csv_columns(), restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in claim_rows(shown, places):
        writer.writerow({key: safe_cell(value) for key, value in row.items()})
    return text.getvalue()


def claim_rows(shown: DisclosedRecords, places: bool) -> Iterator[dict[str, str]]:
    """Each claim as texts by column, in the order of the facts and best claim first."""
    for fact in shown.view.facts.values():
        for claim in fact.claims:
            place = _at(claim.node.mark) if places else {}
            yield {**_row(shown, fact, claim), **{key: str(value) for key, value in place.items()}}


def _row(shown: DisclosedRecords, fact: Fact, claim: Claim) -> dict[str, str]:
    own, said = shown.record(fact.record), shown.record(claim.record)
    row = {key: _cell(value) for key, value in (own | said).items() if key not in ("id", "marking")}
    amount = main_quantity(claim)
    row |= {
        "kind": fact.kind,
        "fact": fact.id,
        "label": labels.fact_label(shown.view, fact),
        "headline": _cell(claim is fact.headline),
        "true_first": _first(claim.true_on),
        "true_last": _last(claim.true_on),
        "known_on": claim.known_on.isoformat() if claim.known_on else "",
        "grade": str(claim.grade),
        "publisher": claim.source.publisher,
        "published": claim.source.published.text,
        "handling": shown.view.marking_of(fact).value,
        "claim_id": said.get("id", ""),
        "fact_marking": own.get("marking", ""),
        "claim_marking": said.get("marking", ""),
    }
    if amount is not None and amount.stated:
        row["low"] = _cell(_number(amount.low)) if amount.low is not None else ""
        row["high"] = _cell(_number(amount.high)) if amount.high is not None else ""
        row["unit"] = amount.unit or unit_of(shown.view, fact)
    return row


def _cell(value: object) -> str:
    """A value in one cell: lists with semicolons between, records within a fact as JSON."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Quantity):
        return value.text
    if isinstance(value, list) and all(isinstance(item, str | int) for item in value):
        return "; ".join(map(str, value))
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=_bounds)
    return str(value)


def safe_cell(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: one that begins like one gets an apostrophe before
    it."""
    # https://owasp.org/www-community/attacks/CSV_Injection; full-width forms are taken for the same by some
    return f"'{cell}" if cell.lstrip(" \u00a0\u3000")[:1] in tuple("=+-@\t\r\n＝＋－＠") and cell else cell


def _first(date: PartialDate) -> str:
    return date.first.isoformat() if date.start else ""


def _last(date: PartialDate) -> str:
    return date.last.isoformat() if date.end else ""


# ---------------------------------------------------------------- JSON


def json_content(shown: DisclosedRecords, places: bool = True) -> JsonObject:
    """Facts with their claims, what they rest on and what analysts wrote, each with its file and line."""
    view = shown.view
    facts = list(view.facts.values())
    found: JsonObject = {
        "desk": view.desk.title,
        "as_of": view.at.as_of.isoformat(),
        "known": view.at.known.isoformat(),
        "release": view.at.release.value,
        "facts": [_fact(shown, fact, places) for fact in facts],
    }
    markings = [view.marking_of(fact) for fact in facts]
    for model in (*BASE_KINDS, *JUDGEMENT_KINDS):
        kind: str = model.kind  # type: ignore[attr-defined]
        found[kind] = []
        for entry in shown.entries(kind):
            markings += filter(None, [getattr(entry.record, "marking", None)])
            found[kind].append(shown.record(entry.record) | (_at(entry.node.mark) if places else {}))
    return {"marking": max(markings, default=view.desk.marking).value, **found}


def _fact(shown: DisclosedRecords, fact: Fact, places: bool) -> JsonObject:
    said = {
        **{"kind": fact.kind, "id": fact.id, "label": labels.fact_label(shown.view, fact)},
        **shown.record(fact.record),
        "handling": shown.view.marking_of(fact).value,
        **(_at(fact.entry.node.mark) if places else {}),
    }
    return {**said, "claims": [_claim(shown, claim, places) for claim in fact.claims]}


def _claim(shown: DisclosedRecords, claim: Claim, places: bool) -> JsonObject:
    known = claim.known_on
    return {
        **shown.record(claim.record),
        "grade": str(claim.grade),
        "true_on": claim.true_on.text,
        "known_on": known.isoformat() if known else None,
        **(_at(claim.node.mark) if places else {}),
    }


def _at(mark: Mark) -> JsonObject:
    return {"file": mark.file.path, "line": mark.line}


# ---------------------------------------------------------------- CSL-JSON

# https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types
_TYPES = {
    "wire": "article-newspaper",
    "press": "article-newspaper",
    "state media": "article-newspaper",
    "opinion": "article-newspaper",
    "official": "document",
    "reference": "book",
    "think tank": "report",
}


def csl_sources(shown: DisclosedRecords) -> list[JsonObject]:
    """The sources that may be named, for reference managers."""
    return [_item(shown, e.record) for e in shown.entries("sources") if isinstance(e.record, Source)]


def _item(shown: DisclosedRecords, source: Source) -> JsonObject:
    kind = _TYPES[source.medium]
    item: JsonObject = {
        "id": source.id,
        "type": kind,
        "title": source.title,
        "issued": csl_date(source.published),
    }
    if kind == "article-newspaper":
        item["container-title"] = source.publisher
    item["publisher"] = source.publisher
    if source.author:
        item["author"] = [_author(shown.view, source.author)]
    if source.url:
        item["URL"] = source.url
    if source.withdrawn and source.withdrawn.last <= shown.at.known:
        item["status"] = f"withdrawn {source.withdrawn.text}"
    return item


def _author(view: View, name: str) -> dict[str, str]:
    """Family and given name of a person the desk holds, or of "Family, Given"; any other name as it
    stands."""
    family, comma, given = name.partition(", ")
    if comma and given and "," not in given:
        return {"family": family, "given": given}
    given, _, family = name.rpartition(" ")
    if given and isinstance(view.entity(view.resolve(name) or ""), Person):
        return {"family": family, "given": given}
    return {"literal": name}


def csl_date(date: PartialDate) -> JsonObject:
    """A date for a reference manager: one day, or two for an interval; a range open to one side is told in
    words."""
    if date.start is None or date.end is None:
        return {"raw": date.text}
    days = [date.start] if not date.is_interval else [date.start, date.end]
    doubtful = any(day.approximate or day.uncertain for day in days)
    return {"date-parts": [_parts(day) for day in days]} | ({"circa": True} if doubtful else {})


def _parts(day: Day) -> list[int]:
    return [part for part in (day.year, day.month, day.day) if part is not None]
