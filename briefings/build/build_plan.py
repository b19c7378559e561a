"""The plan of a build: which documents stay as they are, which are made anew, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING

from ..core import filenames
from ..core.digests import digest, sha256
from ..core.fonts import print_fonts, screen_fonts
from ..core.markings import Marking
from ..core.problems import BriefingsError
from ..facts.claims import Viewpoint
from ..facts.fact_base import FactBase
from ..facts.published_issues import Ledger, latest_of_each
from ..files.atomic_folder import Output
from ..files.desk_files import issue_signatures, published_file
from ..files.fingerprint import BuildInputs
from ..files.forked_processes import side_by_side
from ..files.output_folder import OutputFolder
from ..files.processors import processes
from ..pages import feeds, page_marking, page_render, search_data
from ..pages.page_render import RenderedDocument, map_atlas
from ..pages.template_environment import TemplateEnvironment
from ..pdf.pdf_assets import STYLE, pdf_assets
from ..pdf.pdf_assets import STYLESHEET as STYLESHEET
from ..records.judgements import Issue
from ..template_api import documents, issue_documents
from ..template_api.documents import Document
from . import build_trace, rebuild_receipt
from .build_trace import RebuildReason, Trace, TraceDetails
from .manifest import MANIFEST, document_record, published_record
from .untouched_files import UntouchedFiles

if TYPE_CHECKING:
    from ..checks.broken_files import BrokenFiles
    from .leak_scan import WithheldTexts

INDEX = "index.html"
_WORTH_A_PROCESS = 16  # pages: rendering these takes longer than a process needs to begin


@dataclass(frozen=True)
class BuildOrder:
    """An order for a build: the viewpoint's days, the documents, their forms, and where PDFs are made."""

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
    drafts: tuple[str, ...] = ()  # weeks whose issue is made without a record
    days: tuple[date, ...] = ()  # before the order's own, of which a daily is wanted
    around: BrokenFiles | None = None  # files with errors, which no document may depend on
    notes: Output | None = None  # the desk's own, to which goes an edition that must not go out


@dataclass(frozen=True)
class FailedDocument:
    """A document that could not be made, and why."""

    document: str
    error: BriefingsError


@dataclass(frozen=True)
class PlannedDocument:
    """A document of an order: its traces before and after, and which of its files are to be made."""

    document: Document
    before: Trace | None
    after: Trace
    reasons: tuple[RebuildReason, ...] = ()
    page: bytes = b""  # empty if nothing need be rendered
    writes: bool = False  # whether its page is written
    makes_pdf: bool = False  # whether its PDF is made
    copy: bytes = b""  # the PDF of a published issue
    withheld: Collection[str] = frozenset()  # ids of the records of which the edition holds a part or nothing

    @property
    def changes(self) -> bool:
        """True if any of its files will be new."""
        return self.writes or self.makes_pdf

    @property
    def receipt(self) -> rebuild_receipt.ReceiptEntry:
        """Why it is made anew, and which facts it prints differently."""
        before = self.before if self.reasons else None
        id, withheld = self.document.id, self.withheld
        return rebuild_receipt.receipt_entry(id, self.reasons, before, self.after, withheld)


@dataclass(frozen=True)
class _Inspected:
    """A document before it is rendered: the reasons to do so, and the SHA-256 of the files in its place."""

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


@dataclass(frozen=True)
class _PageWithTrace:
    """A page as it was rendered, with the trace of it."""

    html: bytes
    trace: Trace


class BuildPlan:
    """An order on a fact base: the documents there are, what each is made with, and the folder they go to."""

    def __init__(
        self, base: FactBase, order: BuildOrder, templates: Mapping[str, bytes], output: Output
    ) -> None:
        self.order = order
        self.whole = base  # read only to know what the edition must not disclose
        self.base = base.edition(order.release)
        self.templates = templates
        self.at = Viewpoint(order.as_of, order.known, order.release)
        _refuse_unknown_templates(base, templates)
        self.every = self._documents_of(self.base)
        self.chosen = documents.matching_documents(self.every, order.wanted)
        self.output = OutputFolder(output.root)
        self.assets = page_assets(templates)
        self.printing = pdf_assets(templates)
        self.print = self.printing.files
        self.inputs = BuildInputs.of(templates, self.printing.style)
        self.env = TemplateEnvironment(filenames.templates(templates))
        self._shapes = cache(lambda: map_atlas(templates))
        self._lower_documents = cache(self._documents_below)

    @property
    def names(self) -> list[str]:
        """The names of all files that are ordered."""
        forms = [form for form, ordered in (("html", self.order.html), ("pdf", self.order.pdf)) if ordered]
        documents = [f"{document.id}.{form}" for document in self.chosen for form in forms]
        return [*self.assets, INDEX, MANIFEST, search_data.SEARCH_DATA_FILE, *feeds.NAMES, *documents]

    @cached_property
    def withheld(self) -> WithheldTexts:
        """The texts that the edition must not disclose; empty if nothing is withheld from it."""
        from .leak_scan import WithheldTexts

        return WithheldTexts.between(self.whole, self.base, self.templates)

    @cached_property
    def withheld_ids(self) -> Collection[str]:
        """The ids of the records of which the edition holds a part, or nothing."""
        return self.whole.withheld(self.order.release).keys()

    def tells_what_is_withheld(self, document: Document, trace: Trace) -> bool:
        """True if a document as it was built may tell what is withheld from its edition today."""
        if ledger := self._ledger(document):
            return self._tells_too_much(ledger)
        if trace.state == self.base.stock.state or not self.withheld_ids:
            return False
        printed = {*trace.record["facts"], *trace.record["sources"]}
        moved = {
            reason.what
            for reason in trace.reasons(document, self.base, self.inputs)
            if reason.kind == "facts"
        }
        named = {key.rpartition("/")[2] for key in moved}
        return bool(moved) and not (printed | named).isdisjoint(self.withheld_ids)

    def is_asset(self, name: str) -> bool:
        """Return True if a file is a copy of an asset, which holds nothing of a fact."""
        return name in self.assets

    def plan(self, traces: Mapping[str, Trace]) -> Iterator[PlannedDocument | FailedDocument]:
        """Yield each document with what is to become of it: first those that stay, then the others, rendered.

        Long PDFs come first: the one-pagers even out what is left for each core at the end.
        """
        files = UntouchedFiles(self.output)
        inspected = [self._inspected(document, traces.get(document.id), files) for document in self.chosen]
        files.remember()
        unchanged = [item for item in inspected if not item.reasons]
        stale = [item for item in inspected if item.reasons]
        stale.sort(key=lambda item: (item.document.one_page, -item.pages_before))
        pages = self._pages([item.document for item in stale if item.ledger is None])
        for item in [*unchanged, *stale]:
            try:
                planned = replace(self._planned(item, pages), withheld=self.withheld_ids)
                self._refuse_if_broken(planned)
                yield planned
            except BriefingsError as error:
                yield FailedDocument(item.document.id, error)

    @property
    def processes(self) -> int:
        """How many may be forked for work on pages; one, which is this, where a pool makes PDFs of them.

        The pool keeps the cores busy, and its threads run: a fork beside them may copy a lock that is held.
        """
        return 1 if self.order.pdf else processes(self.order.jobs)

    def _inspected(self, document: Document, before: Trace | None, files: UntouchedFiles) -> _Inspected:
        """Find out whether a document is to be made anew, and why."""
        page, pdf = (files.digest(f"{document.id}.{form}") for form in ("html", "pdf"))
        ledger = self._ledger(document)
        reasons: list[RebuildReason] = []
        if before is None:
            reasons.append(RebuildReason("new", document.id))
        elif ledger is None:
            reasons += before.reasons(document, self.base, self.inputs)
        elif before.document.get("published") != ledger.seal:
            reasons.append(RebuildReason("document", "published"))
        if before:
            reasons += self._missing_or_damaged(document, before, page, pdf)
        return _Inspected(document, before, tuple(reasons), page, pdf, ledger)

    def _pages(self, stale: Sequence[Document]) -> Iterator[_PageWithTrace | BriefingsError]:
        """Yield what is rendered of each document, in their order; many in several processes."""
        return side_by_side(stale, self._page, self.processes, _WORTH_A_PROCESS)

    def _page(self, document: Document) -> _PageWithTrace | BriefingsError:
        try:
            rendered = self.rendered(document)
        except BriefingsError as error:
            return error
        page = rendered.html.encode()
        record = document_record(rendered)
        return _PageWithTrace(
            page, build_trace.document_trace(rendered, self.base, self.inputs, sha256(page), record)
        )

    def _planned(self, item: _Inspected, pages: Iterator[_PageWithTrace | BriefingsError]) -> PlannedDocument:
        document, before = item.document, item.before
        if before and not item.reasons:
            return PlannedDocument(document, before, before.restamped(self.base))
        if item.ledger:
            return self._copied(item, item.ledger)
        rendered = next(pages)
        if isinstance(rendered, BriefingsError):
            raise rendered
        page, after = rendered.html, rendered.trace.sharing(self.inputs)
        made = after.page
        key = digest(made, self.inputs.printing, str(document.one_page))
        pdf = before.pdf if before and item.pdf else {}
        if (pdf.get("key"), pdf.get("sha256")) != (key, item.pdf):
            pdf = {}  # else the same page, laid out with the same, is the same PDF
        if pdf or self.order.pdf:
            after = replace(after, files={**after.files, **self.print_files})
        after = replace(after, pdf=pdf or {"key": key}, html=self.order.html or item.page == made)
        writes = self.order.html and item.page != made
        return PlannedDocument(
            document, before, after, item.reasons, page, writes, self.order.pdf and not pdf
        )

    def _refuse_if_broken(self, planned: PlannedDocument) -> None:
        """Raise BriefingsError if a broken file may hold what the document is made from."""
        if self.order.around is None:
            return
        keys = planned.after.keys
        # The last issue is found before a document looks anything up.
        if file := self.order.around.first_matching(keys | {Issue.kind}):
            raise BriefingsError(
                f"{planned.document.id}: not built, {file} may touch it", "mend the file: briefings check"
            )

    def rendered(self, document: Document) -> RenderedDocument:
        """Render a document's page; raises BriefingsError naming the document."""

        def render(base: FactBase, document: Document, floor: Marking | None) -> RenderedDocument:
            return page_render.rendered_document(base, document, self.env, STYLESHEET, self._shapes, floor)

        def lower(marking: Marking) -> Document | None:
            found = self._lower_documents(marking).get(document.out_of or document.id)
            if found is None:
                return None
            return replace(
                found,
                id=document.id,
                out_of=document.out_of,
                publication=document.publication,
                at=document.at,
                ways=document.ways and found.ways,
            )

        return page_marking.marked_page(self.base, document, lower, render)

    def _documents_below(self, marking: Marking) -> dict[str, Document]:
        """The documents of the base less what is marked above a marking, by id."""
        less = self.base.lower(marking) or self.base
        return {document.id: document for document in self._documents_of(less)}

    def _documents_of(self, base: FactBase) -> list[Document]:
        order = self.order
        made = documents.all_documents(base, self.at, order.fixed, order.drafts, order.days)
        return issue_documents.with_issues(base, made, self.at, order.fixed)

    def _ledger(self, document: Document) -> Ledger | None:
        """Return the record of an issue published in this edition, which is copied and not rendered."""
        return self._published.get(document.id)

    @cached_property
    def _published(self) -> dict[str, Ledger]:
        """The latest revision of each issue in this edition, by its document."""
        return {one.document: one for one in latest_of_each(self.base.ledgers, self.order.release)}

    def signatures(self, built: Mapping[str, str]) -> dict[str, bytes]:
        """Return the signatures of the published files among what is built, to stand beside them.

        `built` has the SHA-256 of each output by name.
        """
        found: dict[str, bytes] = {}
        for ledger in self._published.values():
            for file, form in ((ledger.html, "html"), (ledger.pdf, "pdf")):
                if ledger.signed and built.get(f"{ledger.document}.{form}") == file.sha256:
                    folder = ledger.document.rpartition("/")[0]
                    signed = issue_signatures(ledger.place, [file.name])
                    found |= {f"{folder}/{name}": data for name, data in signed.items()}
        return found

    def _tells_too_much(self, ledger: Ledger) -> bool:
        """True if an issue printed what its edition may not tell today; the base has less of its ledger."""
        return all(ledger.seal != whole.seal for whole in self.whole.ledgers)

    def _copied(self, item: _Inspected, ledger: Ledger) -> PlannedDocument:
        document, before = item.document, item.before
        if self._tells_too_much(ledger):
            raise BriefingsError(
                f"{document.id}: {ledger.name} printed what {ledger.release.value} may not tell today",
                f"tell its readers, and publish a revision: briefings build --reproduce {document.id}, then "
                f"briefings publish {document.id} --reason",
            )
        state = {**build_trace.document_state(document), "published": ledger.seal}
        html, pdf = (
            published_file(ledger.place, ledger.folder, file.name, file.sha256)
            for file in (ledger.html, ledger.pdf)
        )
        facts, shown = (before.details.facts, before.details.shown) if before else ({}, {})
        details = TraceDetails({}, {}, facts, shown)
        record = published_record(ledger, document.kind, html.decode())
        after = Trace(state, {}, {}, ledger.html.sha256, record, details.packed)
        if self.order.pdf or item.pdf == ledger.pdf.sha256:
            after = replace(
                after, pdf={"key": ledger.seal, "sha256": ledger.pdf.sha256, "pages": ledger.pages}
            )
        after = replace(after, html=self.order.html or item.page == ledger.html.sha256)
        return PlannedDocument(document, before, after, item.reasons, html, copy=pdf, writes=True)

    @property
    def print_files(self) -> dict[str, str]:
        """The style and the fonts of PDFs, with their digests."""
        files = self.inputs.files
        return {name: files[name] for name in (STYLE, *print_fonts(files))}

    def _missing_or_damaged(
        self, document: Document, before: Trace, page: str | None, pdf: str | None
    ) -> Iterator[RebuildReason]:
        """Yield a reason for each ordered file of a document that is not there as it was written."""
        forms = (
            ("html", self.order.html, before.page if before.html else None, page),
            ("pdf", self.order.pdf, before.pdf.get("sha256"), pdf),
        )
        for form, ordered, written, found in forms:
            if ordered and (written is None or written != found):
                kind = "asked" if written is None else "missing" if found is None else "damaged"
                yield RebuildReason(kind, f"{document.id}.{form}")


def _refuse_unknown_templates(base: FactBase, templates: Mapping[str, bytes]) -> None:
    """Raise BriefingsError if a kind of document of the desk has no template, or one of another subject."""
    if not base.desk.documents:
        return
    from ..pages import template_check

    for problem in template_check.unknown_documents(base.desk, filenames.templates(templates)):
        raise BriefingsError(f"{problem.mark}: {problem.message}", f"expected {problem.expected}")


def page_assets(templates: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that pages need beside them: style, scripts, licences and the screen's fonts."""
    fonts = set(screen_fonts(templates))
    return {
        f"assets/{name}": data
        for name, data in templates.items()
        if name.endswith((".css", ".js")) or name.startswith("search/") or name in fonts
    }
