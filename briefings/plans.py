"""What is to become of each document of an order: left as it is, or made anew, and why."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from . import documents, freshness, receipts, render, search
from .companion import beside
from .digests import digest, sha256
from .documents import Document
from .factbase import FactBase, Viewpoint
from .freshness import Reason, Trace
from .guarding import Environment
from .index import FACTS
from .inputs import Kit, printing
from .judgements import Issue
from .problems import BriefingsError
from .published import Ledger, of_issue
from .render import SHAPES, Rendered
from .sheets import STYLE
from .sheets import STYLESHEET as STYLESHEET
from .shelf import Shelf
from .values import Marking
from .workspace import Output
from .workspace import kept as kept_bytes

if TYPE_CHECKING:
    from .atlas import Atlas
    from .breakage import Broken
    from .scanning import Withheld

FEW = 200  # documents; fewer are planned in one process
INDEX, MANIFEST = "index.html", "manifest.json"


@dataclass(frozen=True)
class Order:
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
    around: Broken | None = None  # files with errors, which no document may depend on


@dataclass(frozen=True)
class Failed:
    document: str
    error: BriefingsError


@dataclass(frozen=True)
class Planned:
    """One document: its trace before and after, and which of its files are to be made."""

    document: Document
    before: Trace | None
    after: Trace
    reasons: tuple[Reason, ...] = ()
    page: bytes = b""  # empty where nothing need be rendered
    writes: bool = False  # its page
    press: bool = False  # its PDF
    copy: bytes = b""  # the PDF of a published issue

    @property
    def changes(self) -> bool:
        return self.writes or self.press

    @property
    def receipt(self) -> receipts.Entry:
        return receipts.entry(self.document.id, self.reasons, self.before, self.after)


class Work:
    """One order on one fact base: which documents there are, what each is made with, and the folder they go to."""

    def __init__(self, base: FactBase, order: Order, templates: Mapping[str, bytes], output: Output) -> None:
        self.order = order
        self.whole = base  # never read but to know what the edition must not tell
        self.base = base.edition(order.release)
        self.templates = templates
        self.at = Viewpoint(order.as_of, order.known, order.release)
        self.every = documents.every(self.base, self.at, order.fixed)
        self.chosen = documents.chosen(self.every, order.wanted)
        self.shelf = Shelf(output.root)
        self.assets = assets(templates)
        self.printing = printing(templates)
        self.print = self.printing.files
        self.kit = Kit.of(templates, self.printing.style)
        self.env = Environment({n: data.decode() for n, data in templates.items() if n.endswith(".j2")})
        self._shapes = cache(lambda: _atlas(templates))

    @property
    def names(self) -> list[str]:
        """Every file that is ordered."""
        forms = [form for form, asked in (("html", self.order.html), ("pdf", self.order.pdf)) if asked]
        return [*self.assets, INDEX, MANIFEST, search.NAME, *(f"{d.id}.{form}" for d in self.chosen for form in forms)]

    @cached_property
    def withheld(self) -> Withheld | None:
        """What the edition must not tell; None where nothing is withheld from it."""
        if self.base is self.whole:
            return None
        from .scanning import Withheld

        texts = [data.decode() for name, data in self.templates.items() if name.endswith((".j2", ".css", ".js"))]
        return Withheld.of(self.whole.all, self.base.all, texts)

    def is_asset(self, name: str) -> bool:
        """Whether a file is a copy of a template's, in which nothing of a fact can stand."""
        return name in self.assets

    def plan(self, traces: Mapping[str, Trace]) -> Iterator[Planned | Failed]:
        """Each document with what is to become of it, rendered where its trace does not hold.

        Where pages are all that is made, a second process does half of them; PDFs keep every core busy as it is.
        """
        if self.order.pdf or self.order.jobs == 1 or len(self.chosen) < FEW:
            yield from self._each(self.chosen, traces)
            return
        self.base.found(FACTS)  # indexed before the fork, so that both have it
        for start in range(0, len(self.chosen), FEW):  # no more at once, as pages take memory
            batch = self.chosen[start : start + FEW]
            mine, other = batch[::2], batch[1::2]
            awaited = beside(lambda other=other: _packed(self._each(other, traces)))  # type: ignore[misc]
            yield from self._each(mine, traces)
            data = awaited()
            yield from self._each(other, traces) if data is None else _unpacked(data, other, traces)

    def _each(self, chosen: Iterable[Document], traces: Mapping[str, Trace]) -> Iterator[Planned | Failed]:
        for document in chosen:
            try:
                planned = self._planned(document, traces.get(document.id))
                self._spared(planned)
                yield planned
            except BriefingsError as error:
                yield Failed(document.id, error)

    def _planned(self, document: Document, before: Trace | None) -> Planned:
        page_lies, pdf_lies = (self.shelf.digest(f"{document.id}.{form}") for form in ("html", "pdf"))
        if ledger := self._ledger(document):
            return self._copied(document, ledger, before, page_lies, pdf_lies)
        reasons = [Reason("new", document.id)]
        if before:
            reasons = list(before.reasons(document, self.base, self.kit))
            reasons += self._astray(document, before, page_lies, pdf_lies)
        if before and not reasons:
            return Planned(document, before, before)
        rendered = self.rendered(document)
        page = rendered.html.encode()
        made = sha256(page)
        key = digest(made, self.kit.printing, str(document.one_page))
        # laid out with the same, the same page is the same PDF
        pdf = before.pdf if before and pdf_lies else {}
        if (pdf.get("key"), pdf.get("sha256")) != (key, pdf_lies):
            pdf = {}
        after = freshness.of(rendered, self.base, self.kit, made, _record(rendered))
        if pdf or self.order.pdf:
            after = replace(after, files={**after.files, **self.print_files})
        after = replace(after, pdf=pdf or {"key": key}, html=self.order.html or page_lies == made)
        writes = self.order.html and page_lies != made
        return Planned(document, before, after, tuple(reasons), page, writes, self.order.pdf and not pdf)

    def _spared(self, planned: Planned) -> None:
        """Raise BriefingsError where a broken file may hold what the document is made from."""
        if self.order.around is None:
            return
        keys = {key for looked_up in planned.after.reads.values() for key in looked_up}
        # which issue was the last one is settled before a document looks anything up
        if file := self.order.around.touching(keys | {Issue.kind}):
            raise BriefingsError(
                f"{planned.document.id}: not built, {file} may touch it", "mend the file: briefings check"
            )

    def rendered(self, document: Document) -> Rendered:
        return render.document(self.base, document, self.env, STYLESHEET, self._shapes)

    def _ledger(self, document: Document) -> Ledger | None:
        """The record of a weekly that was published in this edition: such a one is copied, never rendered again."""
        if document.kind != "weekly" or document.week is None:
            return None
        return of_issue(self.base.ledgers, document.week.id, self.order.release)

    def _copied(
        self, document: Document, ledger: Ledger, before: Trace | None, page_lies: str | None, pdf_lies: str | None
    ) -> Planned:
        told = {**freshness.described(document), "published": ledger.seal}
        reasons = [Reason("new", document.id)]
        if before:
            reasons = [] if before.document.get("published") == ledger.seal else [Reason("document", "published")]
            reasons += self._astray(document, before, page_lies, pdf_lies)
        if before and not reasons:
            return Planned(document, before, before)
        html, pdf = kept_bytes(ledger)
        facts, shown = (before.facts, before.shown) if before else ({}, {})
        after = Trace(told, {}, {}, {}, {}, facts, shown, ledger.html.sha256, _published(ledger))
        if self.order.pdf or pdf_lies == ledger.pdf.sha256:
            after = replace(after, pdf={"key": ledger.seal, "sha256": ledger.pdf.sha256, "pages": ledger.pages})
        after = replace(after, html=self.order.html or page_lies == ledger.html.sha256)
        return Planned(document, before, after, tuple(reasons), html, copy=pdf, writes=True)

    @property
    def print_files(self) -> dict[str, str]:
        return {name: made for name, made in self.kit.files.items() if name == STYLE or name.endswith(".ttf")}

    def _astray(self, document: Document, before: Trace, page: str | None, pdf: str | None) -> Iterator[Reason]:
        """The files of a document that do not lie there as they were written."""
        forms = (
            ("html", self.order.html, before.html, before.page, page),
            ("pdf", self.order.pdf, "sha256" in before.pdf, before.pdf.get("sha256"), pdf),
        )
        for form, asked, kept, made, lies in forms:
            if asked and not (kept and made == lies):
                yield Reason("asked" if not kept else "missing" if lies is None else "damaged", f"{document.id}.{form}")


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


def _packed(items: Iterable[Planned | Failed]) -> bytes:
    """What another process planned, without the documents and traces that both have."""
    rows: list[Any] = []
    for item in items:
        if isinstance(item, Failed):
            rows.append((str(item.error), item.error.remedy))
        elif not item.reasons:
            rows.append(None)
        else:
            after = json.dumps(vars(item.after))  # as text, for plain values without their places in files
            reasons = [(r.kind, r.what, str(r.before), str(r.after)) for r in item.reasons]
            rows.append((after, reasons, item.page, item.writes, item.press, item.copy))
    return pickle.dumps(rows)


def _unpacked(data: bytes, chosen: Iterable[Document], traces: Mapping[str, Trace]) -> Iterator[Planned | Failed]:
    for document, row in zip(chosen, pickle.loads(data), strict=True):
        before = traces.get(document.id)
        if row is None:
            assert before is not None
            yield Planned(document, before, before)
        elif len(row) == 2:
            yield Failed(document.id, BriefingsError(*row))
        else:
            after, reasons, *rest = row
            yield Planned(document, before, Trace(**json.loads(after)), tuple(Reason(*r) for r in reasons), *rest)


def assets(templates: Mapping[str, bytes]) -> dict[str, bytes]:
    """What pages need beside them: style, scripts with their licence and the screen's fonts."""
    return {
        f"assets/{name}": data
        for name, data in templates.items()
        if name.endswith((".css", ".js", ".woff2")) or name.startswith("search/")
    }


def _atlas(templates: Mapping[str, bytes]) -> Atlas | None:
    from .atlas import Atlas

    data = templates.get(SHAPES)
    return Atlas.of(data) if data else None


def _record(page: Rendered) -> dict[str, Any]:
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
