"""What is to become of each document of an order: left as it is, or made anew, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from ..core import filenames
from ..core.digests import digest, sha256
from ..core.problems import BriefingsError
from ..core.values import Marking
from ..facts.fact_base import FactBase, Viewpoint
from ..facts.published_issues import Ledger, latest_of_issue
from ..files.desk_files import Output, published_file
from ..files.fingerprint import BuildInputs
from ..files.output_folder import OutputFolder
from ..pages import page_render, search_data
from ..pages.page_render import COUNTRY_SHAPES, RenderedDocument
from ..pages.template_environment import TemplateEnvironment
from ..pdf.pdf_assets import STYLE, pdf_assets
from ..pdf.pdf_assets import STYLESHEET as STYLESHEET
from ..records.judgements import Issue
from ..template_api import documents
from ..template_api.documents import Document
from . import build_trace, rebuild_receipt
from .build_trace import RebuildReason, Trace, TraceDetails

if TYPE_CHECKING:
    from ..checks.broken_files import BrokenFiles
    from ..pictures.country_shapes import Atlas
    from .leak_scan import WithheldTexts

INDEX, MANIFEST = "index.html", "manifest.json"


@dataclass(frozen=True)
class BuildOrder:
    """What to build: the viewpoint's days, which documents, which forms, and where PDFs are made."""

    as_of: date
    known: date
    release: Marking
    fixed: bool = False
    wanted: tuple[str, ...] = ()
    html: bool = True
    pdf: bool = True
    single: bool = False
    jobs: int = 0
    executor: str = ""
    around: BrokenFiles | None = None  # files with errors, which no document may depend on


@dataclass(frozen=True)
class FailedDocument:
    document: str
    error: BriefingsError


@dataclass(frozen=True)
class PlannedDocument:
    """One document: its trace before and after, and which of its files are to be made."""

    document: Document
    before: Trace | None
    after: Trace
    reasons: tuple[RebuildReason, ...] = ()
    page: bytes = b""  # empty where nothing need be rendered
    writes: bool = False  # its page
    press: bool = False  # its PDF
    copy: bytes = b""  # the PDF of a published issue

    @property
    def changes(self) -> bool:
        return self.writes or self.press

    @property
    def receipt(self) -> rebuild_receipt.ReceiptEntry:
        before = self.before if self.reasons else None
        return rebuild_receipt.receipt_entry(self.document.id, self.reasons, before, self.after)


@dataclass(frozen=True)
class _Inspected:
    """A document before anything is rendered: why it is to be made anew, and what lies in its place
    (SHA-256)."""

    document: Document
    before: Trace | None
    reasons: tuple[RebuildReason, ...]
    page: str | None
    pdf: str | None
    ledger: Ledger | None

    @property
    def pages_before(self) -> int:
        """How long its PDF was; 0 if there was none."""
        return int(self.before.pdf.get("pages", 0)) if self.before else 0


class BuildPlan:
    """One order on one fact base: which documents there are, what each is made with, and the folder they go
    to."""

    def __init__(
        self, base: FactBase, order: BuildOrder, templates: Mapping[str, bytes], output: Output
    ) -> None:
        self.order = order
        self.whole = base  # never read but to know what the edition must not tell
        self.base = base.edition(order.release)
        self._withholds = self.base is not base
        self.templates = templates
        self.at = Viewpoint(order.as_of, order.known, order.release)
        self.every = documents.all_documents(self.base, self.at, order.fixed)
        self.chosen = documents.matching_documents(self.every, order.wanted)
        self.shelf = OutputFolder(output.root)
        self.assets = page_assets(templates)
        self.printing = pdf_assets(templates)
        self.print = self.printing.files
        self.kit = BuildInputs.of(templates, self.printing.style)
        self.env = TemplateEnvironment(filenames.templates(templates))
        self._shapes = cache(lambda: _atlas(templates))

    @property
    def names(self) -> list[str]:
        """Every file that is ordered."""
        forms = [form for form, asked in (("html", self.order.html), ("pdf", self.order.pdf)) if asked]
        return [
            *self.assets,
            INDEX,
            MANIFEST,
            search_data.SEARCH_DATA_FILE,
            *(f"{d.id}.{form}" for d in self.chosen for form in forms),
        ]

    @cached_property
    def withheld(self) -> WithheldTexts | None:
        """What the edition must not tell; None where nothing is withheld from it."""
        if not self._withholds:
            return None
        from .leak_scan import WithheldTexts

        texts = [
            data.decode() for name, data in self.templates.items() if name.endswith((".j2", ".css", ".js"))
        ]
        return WithheldTexts.of(self.whole.all, self.base.all, texts)

    def is_asset(self, name: str) -> bool:
        """Whether a file is a copy of a template's, in which nothing of a fact can stand."""
        return name in self.assets

    def plan(self, traces: Mapping[str, Trace]) -> Iterator[PlannedDocument | FailedDocument]:
        """Yield each document with what is to become of it: first those that stay, then the others, rendered.

        Long PDFs come first: the one-pagers even out what is left for each core at the end.
        """
        looked = [self._looked_at(document, traces.get(document.id)) for document in self.chosen]
        for item in looked:
            if not item.reasons:
                yield from self._each([item])
        stale = [item for item in looked if item.reasons]
        stale.sort(key=lambda item: (item.document.one_page, -item.pages_before))
        yield from self._each(stale)

    def _each(self, looked: Iterable[_Inspected]) -> Iterator[PlannedDocument | FailedDocument]:
        for item in looked:
            try:
                planned = self._planned(item)
                self._spared(planned)
                yield planned
            except BriefingsError as error:
                yield FailedDocument(item.document.id, error)

    def _looked_at(self, document: Document, before: Trace | None) -> _Inspected:
        """Whether a document is to be made anew, and why."""
        page, pdf = (self.shelf.digest(f"{document.id}.{form}") for form in ("html", "pdf"))
        ledger = self._ledger(document)
        reasons = [RebuildReason("new", document.id)]
        if before and ledger:
            reasons = (
                []
                if before.document.get("published") == ledger.seal
                else [RebuildReason("document", "published")]
            )
        elif before:
            reasons = list(before.reasons(document, self.base, self.kit))
        if before:
            reasons += self._astray(document, before, page, pdf)
        return _Inspected(document, before, tuple(reasons), page, pdf, ledger)

    def _planned(self, item: _Inspected) -> PlannedDocument:
        document, before = item.document, item.before
        if before and not item.reasons:
            return PlannedDocument(document, before, before.restamped(self.base))
        if item.ledger:
            return self._copied(item, item.ledger)
        rendered = self.rendered(document)
        page = rendered.html.encode()
        made = sha256(page)
        key = digest(made, self.kit.printing, str(document.one_page))
        # laid out with the same, the same page is the same PDF
        pdf = before.pdf if before and item.pdf else {}
        if (pdf.get("key"), pdf.get("sha256")) != (key, item.pdf):
            pdf = {}
        after = build_trace.document_trace(rendered, self.base, self.kit, made, _record(rendered))
        if pdf or self.order.pdf:
            after = replace(after, files={**after.files, **self.print_files})
        after = replace(after, pdf=pdf or {"key": key}, html=self.order.html or item.page == made)
        writes = self.order.html and item.page != made
        return PlannedDocument(
            document, before, after, item.reasons, page, writes, self.order.pdf and not pdf
        )

    def _spared(self, planned: PlannedDocument) -> None:
        """Raise BriefingsError where a broken file may hold what the document is made from."""
        if self.order.around is None:
            return
        keys = planned.after.keys
        # which issue was the last one is settled before a document looks anything up
        if file := self.order.around.first_matching(keys | {Issue.kind}):
            raise BriefingsError(
                f"{planned.document.id}: not built, {file} may touch it", "mend the file: briefings check"
            )

    def rendered(self, document: Document) -> RenderedDocument:
        return page_render.rendered_document(self.base, document, self.env, STYLESHEET, self._shapes)

    def _ledger(self, document: Document) -> Ledger | None:
        """The record of a weekly that was published in this edition: such a one is copied, never rendered
        again."""
        if document.kind != "weekly" or document.week is None:
            return None
        return latest_of_issue(self.base.ledgers, document.week.id, self.order.release)

    def _copied(self, item: _Inspected, ledger: Ledger) -> PlannedDocument:
        document, before = item.document, item.before
        told = {**build_trace.document_state(document), "published": ledger.seal}
        html, pdf = (
            published_file(ledger.place, ledger.folder, file.name, file.sha256)
            for file in (ledger.html, ledger.pdf)
        )
        facts, shown = (before.told.facts, before.told.shown) if before else ({}, {})
        after = Trace(
            told, {}, {}, ledger.html.sha256, _published(ledger), TraceDetails({}, {}, facts, shown).packed
        )
        if self.order.pdf or item.pdf == ledger.pdf.sha256:
            after = replace(
                after, pdf={"key": ledger.seal, "sha256": ledger.pdf.sha256, "pages": ledger.pages}
            )
        after = replace(after, html=self.order.html or item.page == ledger.html.sha256)
        return PlannedDocument(document, before, after, item.reasons, html, copy=pdf, writes=True)

    @property
    def print_files(self) -> dict[str, str]:
        return {name: made for name, made in self.kit.files.items() if name == STYLE or name.endswith(".ttf")}

    def _astray(
        self, document: Document, before: Trace, page: str | None, pdf: str | None
    ) -> Iterator[RebuildReason]:
        """The files of a document that do not lie there as they were written."""
        forms = (
            ("html", self.order.html, before.html, before.page, page),
            ("pdf", self.order.pdf, "sha256" in before.pdf, before.pdf.get("sha256"), pdf),
        )
        for form, asked, kept, made, lies in forms:
            if asked and not (kept and made == lies):
                yield RebuildReason(
                    "asked" if not kept else "missing" if lies is None else "damaged", f"{document.id}.{form}"
                )


def _published(ledger: Ledger) -> dict[str, Any]:
    """What the manifest tells of a published issue, its files apart."""
    return {
        "id": ledger.document,
        "kind": "weekly",
        "title": ledger.title,
        "marking": ledger.marking.value,
        "as_of": ledger.as_of.isoformat(),
        "known": ledger.known.isoformat(),
        "facts": [fact.id for fact in ledger.facts],
        "sources": list(ledger.inputs.sources),
        "number": ledger.number,
        "revision": ledger.revision,
        "published": ledger.published.isoformat(),
    }


def page_assets(templates: Mapping[str, bytes]) -> dict[str, bytes]:
    """What pages need beside them: style, scripts with their licence and the screen's fonts."""
    return {
        f"assets/{name}": data
        for name, data in templates.items()
        if name.endswith((".css", ".js", ".woff2")) or name.startswith("search/")
    }


def _atlas(templates: Mapping[str, bytes]) -> Atlas | None:
    from ..pictures.country_shapes import Atlas

    data = templates.get(COUNTRY_SHAPES)
    return Atlas.of(data) if data else None


def _record(page: RenderedDocument) -> dict[str, Any]:
    """What the manifest tells of a document, its files apart."""
    document = page.document
    return {
        "id": document.id,
        "kind": document.kind,
        "title": document.title,
        "marking": page.marking.value,
        "as_of": document.at.as_of.isoformat(),
        "known": document.at.known.isoformat(),
        "facts": list(page.facts),
        "sources": list(page.sources),
    }
