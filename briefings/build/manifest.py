"""The manifest of a build: what each document is and rests on, and the digests of its files."""

from __future__ import annotations

import json

from ..core.json_types import JsonObject
from ..facts.published_issues import WEEKLY, Ledger
from ..pages.page_render import RenderedDocument
from ..pages.page_summary import page_summary
from .build_trace import Trace

MANIFEST = "manifest.json"


def document_record(page: RenderedDocument) -> JsonObject:
    """The manifest's record of a document, apart from its files."""
    document = page.document
    return {
        "id": document.id,
        "kind": document.kind,
        "title": str(document.title),
        "marking": page.marking.value,
        "as_of": document.at.as_of.isoformat(),
        "known": document.at.known.isoformat(),
        "facts": list(page.facts),
        "sources": list(page.sources),
        "summary": page_summary(page.html),
    }


def published_record(ledger: Ledger, kind: str, html: str) -> JsonObject:
    """The manifest's record of a published issue of a kind, apart from its files; `html` is its page."""
    series = {} if ledger.series == WEEKLY else {"series": ledger.series}
    return {
        "id": ledger.document,
        "kind": kind,
        "title": ledger.title,
        "marking": ledger.marking.value,
        "as_of": ledger.as_of.isoformat(),
        "known": ledger.known.isoformat(),
        "facts": [fact.id for fact in ledger.facts],
        "sources": list(ledger.inputs.sources),
        "summary": page_summary(html),
        **series,
        "number": ledger.number,
        "revision": ledger.revision,
        "published": ledger.published.isoformat(),
    }


def manifest_entry(trace: Trace) -> JsonObject:
    """A document's entry: its record, and the names and SHA-256 of its files, None for a form it lacks."""
    id = trace.record["id"]
    digests = {"html": trace.page if trace.html else None, "pdf": trace.pdf.get("sha256")}
    names = {form: f"{id}.{form}" if made else None for form, made in digests.items()}
    return {**trace.record, **names, "pages": trace.pdf.get("pages"), "sha256": digests}


def manifest_content(title: str, entries: list[JsonObject]) -> bytes:
    """The manifest as JSON with an entry a line, so that a diff of two shows which documents changed."""
    head = json.dumps({"desk": title}, ensure_ascii=False)
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    return f'{head[:-1]}, "documents": [\n{lines}\n]}}\n'.encode()
