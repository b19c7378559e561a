"""The sequence of a build: plan, make PDFs, write, sum up. Yields events and prints nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..core.digests import digest, sha256
from ..core.problems import BriefingsError
from ..core.values import Marking
from ..facts.fact_base import FactBase
from ..files.background import start_in_background
from ..files.checksummed import unwrap_json, wrap_json
from ..files.desk_files import NOTES_FOLDER, Output
from ..files.output_folder import WRITTEN
from ..pages import page_render, search_data, single_file
from ..pdf.pdf_assets import PdfJob
from ..template_api.documents import Document
from . import build_trace, rebuild_receipt
from .build_plan import INDEX, MANIFEST, BuildPlan, PlannedDocument
from .build_plan import BuildOrder as BuildOrder
from .build_plan import FailedDocument as FailedDocument
from .build_trace import Trace
from .last_build import LAST_BUILD_FILE

if TYPE_CHECKING:
    from ..pdf.pdf_pool import PdfPool
    from ..pdf.warm_worker import WarmWorker

AGREED_LENGTHS = {"weekly": (2, 4), "topic": (4, 8)}


@dataclass(frozen=True)
class BuildWaiting:
    """Another build writes to the folder; this one goes on when that is done."""

    holder: str


@dataclass(frozen=True)
class BuildStarted:
    total: int


@dataclass(frozen=True)
class DocumentBuilt:
    """One document is done; `changed` tells whether any of its files are new, `pages` how long its PDF is."""

    document: Document
    changed: bool
    receipt: rebuild_receipt.ReceiptEntry
    pages: int | None = None

    @property
    def note(self) -> str:
        """What to tell of its length: agreed with readers, not enforced."""
        least, most = AGREED_LENGTHS.get(self.document.kind, (0, 99))
        if self.pages is None or least <= self.pages <= most:
            return ""
        return f"{self.document.id}: {self.pages} pages, {least} to {most} are meant"


@dataclass(frozen=True)
class BuildFinished:
    """Everything is written: the files that are here now with their SHA-256, and the documents that are no
    more."""

    outputs: Mapping[str, str]
    removed: tuple[str, ...]


BuildEvent = BuildWaiting | BuildStarted | DocumentBuilt | FailedDocument | BuildFinished


def build(
    base: FactBase,
    order: BuildOrder,
    templates: Mapping[str, bytes],
    output: Output,
    standby: WarmWorker | None = None,
) -> Iterator[BuildEvent]:
    """Make what is ordered; each document's event follows once its files are safely written.

    PDFs are made by the process that stands by, where one does, else by as many as are ordered.
    """
    work = BuildPlan(base, order, templates, output)
    shelf = work.shelf
    with shelf.alone() as take:
        while holder := take():
            yield BuildWaiting(holder)
        if strangers := shelf.foreign_files(work.names):
            raise BriefingsError(
                f"no build wrote {', '.join(strangers[:5])} in {shelf.root}, and documents are to go there",
                "move such files away, or build into another folder: --out FOLDER",
            )
        yield BuildStarted(len(work.chosen))
        shelf.claim(work.names)
        shelf.delete_unfinished()
        before = build_trace.stored_traces(shelf)
        traces = dict(before)
        for name, data in work.assets.items():
            shelf.write(name, data)
        try:
            yield from _make(work, traces, standby)
        except BaseException:  # what is done need not be done again
            build_trace.store_traces(shelf, traces, before)
            raise
        if order.single:
            yield from _mail(work, traces)
        done = _sum_up(work, traces, before)
        _look_again(work, done)
        yield done


def _make(work: BuildPlan, traces: dict[str, Trace], standby: WarmWorker | None) -> Iterator[BuildEvent]:
    """Write every document that is not as it is to be; `traces` follow what is written."""
    pressed: dict[str, PlannedDocument] = {}
    with ExitStack() as stack:
        bench: PdfPool | WarmWorker | None = None
        for item in work.plan(dict(traces)):
            if isinstance(item, FailedDocument):
                yield _failed(work, item, traces)
            elif not item.press:
                yield _written(work, item, traces)
            else:
                bench = bench or _bench(work, standby, stack)
                pressed[item.document.id] = item
                sheet = PdfJob(item.document.id, item.page.decode(), item.document.one_page)
                yield from (_pressed(work, pressed.pop(id), made, traces) for id, made in bench.press(sheet))
        if bench:
            yield from (_pressed(work, pressed.pop(id), made, traces) for id, made in bench.remaining())


def _bench(work: BuildPlan, standby: WarmWorker | None, stack: ExitStack) -> PdfPool | WarmWorker:
    """Where PDFs are made. Loaded only when one is: the library behind it takes half a second."""
    if standby:
        return standby
    from ..pdf.pdf_pool import PdfPool

    processes = min(work.order.jobs or os.cpu_count() or 1, len(work.chosen))
    return stack.enter_context(PdfPool(work.printing, processes, work.order.executor))


def _pressed(work: BuildPlan, item: PlannedDocument, made: Any, traces: dict[str, Trace]) -> BuildEvent:
    """A document whose PDF came out, or did not."""
    if isinstance(made, BriefingsError):
        return _failed(work, FailedDocument(item.document.id, made), traces)
    work.shelf.write(f"{item.document.id}.pdf", made.data)
    pdf = {**item.after.pdf, "sha256": sha256(made.data), "pages": made.pages}
    return _written(work, replace(item, after=replace(item.after, pdf=pdf)), traces)


def _written(work: BuildPlan, item: PlannedDocument, traces: dict[str, Trace]) -> DocumentBuilt:
    """A document's page is written, and what is older than the page removed; then its trace is replaced."""
    id, after = item.document.id, item.after
    if item.reasons:
        if work.order.html:
            work.shelf.write(f"{id}.html", item.page)
        if work.order.pdf and item.copy:
            work.shelf.write(f"{id}.pdf", item.copy)
        elif not after.html:
            work.shelf.remove(f"{id}.html")
        if "sha256" not in after.pdf:  # an older PDF beside a newer page would be a wrong number in print
            work.shelf.remove(f"{id}.pdf")
    traces[id] = after
    return DocumentBuilt(item.document, item.changes, item.receipt, after.pdf.get("pages"))


def _failed(work: BuildPlan, failure: FailedDocument, traces: dict[str, Trace]) -> FailedDocument:
    for form in ("html", "pdf"):  # an earlier page in its place would pass for today's
        work.shelf.remove(f"{failure.document}.{form}")
    traces.pop(failure.document, None)
    return failure


def _mail(work: BuildPlan, traces: dict[str, Trace]) -> Iterator[FailedDocument]:
    """Copy each ordered document, in the forms that are there, to one file a form, named as the desk
    wants."""
    for document in work.chosen:
        trace = traces.get(document.id)
        if trace is None:
            continue
        name = f"{single_file.FOLDER}/{single_file.copy_name(document, Marking(trace.record['marking']), work.base.desk)}"
        forms = {"html": trace.page if trace.html else None, "pdf": trace.pdf.get("sha256")}
        key = digest(name, work.kit.single, *(f"{form} {made}" for form, made in forms.items()))
        copies = trace.mail.get("files", {})
        if trace.mail.get("key") != key or any(
            work.shelf.digest(file) != made for file, made in copies.items()
        ):
            try:
                names = {form: f"{name}.{form}" for form in forms if forms[form]}
                copies = _copied(work, document.id, names, whole="published" in trace.document)
            except BriefingsError as error:
                yield FailedDocument(document.id, error)
                continue
            traces[document.id] = replace(trace, mail={"key": key, "files": copies})


def _copied(work: BuildPlan, id: str, names: Mapping[str, str], whole: bool) -> dict[str, str]:
    """Write a document's copies for mail, by form; gives each file's SHA-256. `whole`: its page is one file
    already."""
    shelf = work.shelf
    if strangers := shelf.foreign_files(names.values()):
        raise BriefingsError(
            f"no build wrote {', '.join(strangers)}, and a copy is to go there", "move it away"
        )
    shelf.claim(names.values())
    made = {}
    for form, file in names.items():
        data = shelf.read(f"{id}.{form}") or b""
        if form == "html" and not whole:
            data = single_file.self_contained_page(
                data.decode(), {**work.print, **work.assets}, f"{id}.html"
            ).encode()
        shelf.write(file, data)
        made[file] = sha256(data)
    return made


def _sum_up(work: BuildPlan, traces: Mapping[str, Trace], before: Mapping[str, Trace]) -> BuildFinished:
    """Write the index and the manifest of every document that is there, and remove what is no more."""
    kept = {document.id: traces[document.id] for document in work.every if document.id in traces}
    manifest = [_line(trace) for trace in kept.values()]
    context = page_render.index_context(work.base, work.at, manifest)
    with page_render.template_errors(INDEX):
        index = work.env.get_template("index.html.j2").render(context)
    summaries = {
        INDEX: index.encode(),
        MANIFEST: _document_a_line({"desk": work.base.desk.title}, manifest),
    }
    pages = [(line["id"], line["sha256"]["html"]) for line in manifest if line["html"]]
    last = work.shelf.read(search_data.SEARCH_DATA_FILE) or b""
    summaries[search_data.SEARCH_DATA_FILE] = search_data.current_script(
        last,
        pages,
        lambda id: work.shelf.read(f"{id}.html"),
        start_in_background if work.order.jobs != 1 else None,
    )
    for name, data in summaries.items():
        work.shelf.write(name, data)
    outputs = {name: sha256(data) for name, data in (work.assets | summaries).items()}
    for line in manifest:
        outputs |= {line[form]: line["sha256"][form] for form in ("html", "pdf") if line[form]}
    for trace in kept.values():
        outputs |= trace.mail.get("files", {})
    gone = work.shelf.clear(outputs)
    build_trace.store_traces(work.shelf, kept, before)
    return BuildFinished(
        outputs, tuple(sorted({name.rpartition(".")[0] for name in gone if name.endswith(".html")}))
    )


SCAN_FILE = f"{NOTES_FOLDER}/scanned.json"


def _look_again(work: BuildPlan, done: BuildFinished) -> None:
    """Read every byte of the edition for what is withheld from it; a hit removes the edition and stops the
    build.

    A file that was found clean of the same secrets is not read again.
    """
    withheld = work.withheld
    if not withheld:
        return
    clean = _found_clean(work, withheld.digest)
    files = {
        name: made for name, made in done.outputs.items() if made not in clean and not work.is_asset(name)
    }
    notes = [name for name in (*build_trace.TRACE_FILES, WRITTEN) if work.shelf.exists(name)]
    leaks = [leak for name in (*files, *notes) for leak in withheld.leaks(name, work.shelf.read(name) or b"")]
    if not leaks:
        found = {
            "secrets": withheld.digest,
            "clean": sorted(clean & {*done.outputs.values()} | {*files.values()}),
        }
        work.shelf.write(SCAN_FILE, wrap_json(found))
        return
    work.shelf.clear(())
    for name in (*build_trace.TRACE_FILES, SCAN_FILE, LAST_BUILD_FILE):
        work.shelf.remove(name)
    told = "\n  ".join(str(leak) for leak in leaks[:20])
    raise BriefingsError(
        f"this edition told what is withheld from it and was removed, every file of it\n  {told}",
        "mark what tells it, or take the words out",
    )


def _found_clean(work: BuildPlan, secrets: str) -> set[str]:
    """The digests of files in which these very secrets were looked for and not found."""
    held = unwrap_json(work.shelf.read(SCAN_FILE))
    return set(held["clean"]) if held and held["secrets"] == secrets else set()


def _line(trace: Trace) -> dict[str, Any]:
    """A document's line in the manifest."""
    record, pdf = trace.record, trace.pdf
    html = trace.page if trace.html else None
    return {
        **record,
        "html": f"{record['id']}.html" if html else None,
        "pdf": f"{record['id']}.pdf" if "sha256" in pdf else None,
        "pages": pdf.get("pages"),
        "sha256": {"html": html, "pdf": pdf.get("sha256")},
    }


def _document_a_line(head: Mapping[str, Any], lines: list[dict[str, Any]]) -> bytes:
    """JSON with a line a document, so that a diff of two manifests tells which of them changed."""
    rows = ",\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "documents": [\n{rows}\n]}}\n'.encode()
