"""The sequence of a build: plan, make PDFs, write, sum up. Yields events and prints nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..core.digests import digest, sha256
from ..core.markings import Marking
from ..core.problems import BriefingsError
from ..facts.fact_base import FactBase
from ..files.atomic_folder import NOTES_FOLDER, Output
from ..files.output_folder import WRITTEN, OutputFolder
from ..files.processors import processes
from ..pages import feeds, mail_body, page_render, search_data, single_file
from ..pages.script_isolation import with_isolated_scripts
from ..pages.search_data import SEARCH_DATA_FILE
from ..pdf.pdf_assets import PdfJob, RenderedPdf
from ..template_api.documents import Document
from . import build_trace, rebuild_receipt
from .build_plan import INDEX, BuildPlan, PlannedDocument
from .build_plan import BuildOrder as BuildOrder
from .build_plan import FailedDocument as FailedDocument
from .build_trace import Trace
from .exported_files import remove_stale_exports
from .kept_results import KeptResults
from .last_build import LAST_BUILD_FILE
from .manifest import MANIFEST, manifest_content, manifest_entry

if TYPE_CHECKING:
    from ..pdf.pdf_pool import PdfPool

AGREED_LENGTHS = {"weekly": (1, 3), "topic": (3, 6)}  # pages
SCAN_FILE = f"{NOTES_FOLDER}/scanned.json"
REMOVED_FOLDER = "removed"  # in the desk's notes: editions that told what is withheld from them


@dataclass(frozen=True)
class BuildWaiting:
    """Another build is writing to the folder; this one continues when that ends."""

    holder: str


@dataclass(frozen=True)
class BuildStarted:
    total: int


@dataclass(frozen=True)
class DocumentBuilt:
    """A document is done. `changed` says whether any of its files are new, `pages` how long its PDF is."""

    document: Document
    changed: bool
    receipt: rebuild_receipt.ReceiptEntry
    pages: int | None = None

    @property
    def note(self) -> str:
        """A warning if its length is not the one agreed with readers, which is not enforced; else empty."""
        least, most = AGREED_LENGTHS.get(self.document.kind, (0, 99))
        if self.pages is None or least <= self.pages <= most:
            return ""
        return f"{self.document.id}: {self.pages} pages, {least} to {most} are meant"


@dataclass(frozen=True)
class LargeCopy:
    """A copy for mail is larger than a mailbox takes gladly; the note says how large, and of what."""

    note: str


@dataclass(frozen=True)
class BuildFinished:
    """All is written: the files there are now with their SHA-256, and the documents that were removed."""

    outputs: Mapping[str, str]
    removed: tuple[str, ...]


BuildEvent = BuildWaiting | BuildStarted | DocumentBuilt | FailedDocument | LargeCopy | BuildFinished


def build(
    base: FactBase,
    order: BuildOrder,
    templates: Mapping[str, bytes],
    output: Output,
    pool: PdfPool | None = None,
) -> Iterator[BuildEvent]:
    """Make what is ordered and yield an event for each document once its files are safely written.

    PDFs are made in `pool`, or in one that starts when the first is needed. Raises BriefingsError if files of
    others are in the way, or if the edition discloses what is withheld from it, which is then removed.
    """
    plan = BuildPlan(base, order, templates, output)
    folder = plan.output
    with folder.alone() as take:
        while holder := take():
            yield BuildWaiting(holder)
        if foreign := folder.foreign_files(plan.names):
            raise BriefingsError(
                f"no build wrote {', '.join(foreign[:5])} in {folder.root}, and documents are to go there",
                "move such files away, or build into another folder: --out FOLDER",
            )
        yield BuildStarted(len(plan.chosen))
        folder.claim(plan.names)
        folder.delete_unfinished()
        before = build_trace.stored_traces(folder)
        traces = dict(before)
        for name, data in plan.assets.items():
            folder.write(name, data)
        try:
            yield from _make_documents(plan, traces, pool)
        except BaseException:  # what is done need not be done again
            build_trace.store_traces(folder, traces, before)
            raise
        if order.single:
            yield from _make_copies(plan, traces)
        # what was told before its marking was raised goes, whoever asked for what
        for document in plan.every:
            trace = traces.get(document.id)
            if trace and document not in plan.chosen and plan.tells_what_is_withheld(document, trace):
                del traces[document.id]
        finished = _sum_up(plan, traces, before)
        remove_stale_exports(folder, plan.base.stock.state)
        _check_for_leaks(plan, finished)
        yield finished


def _make_documents(plan: BuildPlan, traces: dict[str, Trace], pool: PdfPool | None) -> Iterator[BuildEvent]:
    """Write every document that is not as it should be, and update its trace."""
    waiting: dict[str, PlannedDocument] = {}

    def finish(id: str, made: RenderedPdf | BriefingsError) -> BuildEvent:
        return _finish_pdf(plan, waiting.pop(id), made, traces)

    with ExitStack() as stack:
        for item in plan.plan(dict(traces)):
            if isinstance(item, FailedDocument):
                yield _fail(plan, item, traces)
            elif not item.makes_pdf:
                yield _write(plan, item, traces)
            else:
                pool = pool or stack.enter_context(_new_pool(plan))
                document = item.document
                waiting[document.id] = item
                job = PdfJob(document.id, item.page.decode(), document.one_page)
                yield from (finish(id, made) for id, made in pool.submit(job))
        if pool:
            yield from (finish(id, made) for id, made in pool.remaining())


def _new_pool(plan: BuildPlan) -> PdfPool:
    from ..pdf.pdf_pool import PdfPool  # a build that makes no PDF does without

    workers = min(processes(plan.order.jobs), len(plan.chosen))
    return PdfPool(plan.printing, workers, plan.order.executor)


def _finish_pdf(
    plan: BuildPlan, item: PlannedDocument, made: RenderedPdf | BriefingsError, traces: dict[str, Trace]
) -> BuildEvent:
    if isinstance(made, BriefingsError):
        return _fail(plan, FailedDocument(item.document.id, made), traces)
    plan.output.write(f"{item.document.id}.pdf", made.data)
    pdf = {**item.after.pdf, "sha256": sha256(made.data), "pages": made.pages}
    return _write(plan, replace(item, after=replace(item.after, pdf=pdf)), traces)


def _write(plan: BuildPlan, item: PlannedDocument, traces: dict[str, Trace]) -> DocumentBuilt:
    """Write a document's page and remove what is older than it; then replace its trace."""
    id, after = item.document.id, item.after
    if item.reasons:
        if plan.order.html:
            plan.output.write(f"{id}.html", item.page)
        if plan.order.pdf and item.copy:
            plan.output.write(f"{id}.pdf", item.copy)
        elif not after.html:
            plan.output.remove(f"{id}.html")
        if "sha256" not in after.pdf:  # an older PDF beside a newer page would be a wrong number in print
            plan.output.remove(f"{id}.pdf")
    traces[id] = after
    return DocumentBuilt(item.document, item.changes, item.receipt, after.pdf.get("pages"))


def _fail(plan: BuildPlan, failure: FailedDocument, traces: dict[str, Trace]) -> FailedDocument:
    for form in ("html", "pdf"):  # an earlier page in its place would pass for today's
        plan.output.remove(f"{failure.document}.{form}")
    traces.pop(failure.document, None)
    return failure


def _make_copies(plan: BuildPlan, traces: dict[str, Trace]) -> Iterator[FailedDocument | LargeCopy]:
    """Copy each ordered document for mail, to one file a form named as the desk wants, and its mail text."""
    for document in plan.chosen:
        trace = traces.get(document.id)
        if trace is None:
            continue
        copy = single_file.copy_name(document, Marking(trace.record["marking"]), plan.base.desk)
        name = f"{single_file.FOLDER}/{copy}"
        forms = {"html": trace.page if trace.html else None, "pdf": trace.pdf.get("sha256")}
        key = digest(name, plan.inputs.single, *(f"{form} {made}" for form, made in forms.items()))
        copies = trace.mail.get("files", {})
        if trace.mail.get("key") == key and all(
            plan.output.digest(file) == made for file, made in copies.items()
        ):
            if note := trace.mail["note"]:
                yield LargeCopy(note)
            continue
        names = {form: f"{name}.{form}" for form, made in forms.items() if made}
        try:
            files = _copies(plan, trace, names, f"{name}.body.html")
            copies = _write_copies(plan.output, files)
        except BriefingsError as error:
            yield FailedDocument(document.id, error)
            continue
        note = single_file.size_note(names["html"], files[names["html"]]) if "html" in names else ""
        traces[document.id] = replace(trace, mail={"key": key, "files": copies, "note": note})
        if note:
            yield LargeCopy(note)


def _copies(plan: BuildPlan, trace: Trace, names: Mapping[str, str], body: str) -> dict[str, bytes]:
    """Return a document's copies, named by form, and the text of a mail that they are attached to."""
    id = trace.record["id"]
    files = {file: plan.output.read(f"{id}.{form}") or b"" for form, file in names.items()}
    if "html" in names:
        page = files[names["html"]].decode()
        attached = [file.rpartition("/")[2] for file in files]
        text = mail_body.mail_body(page, Marking(trace.record["marking"]), attached)
        if "published" not in trace.document:  # a published page is whole in itself
            page = single_file.self_contained_page(page, {**plan.print, **plan.assets}, f"{id}.html")
        files |= {names["html"]: page.encode(), body: text.encode()}
    return files


def _write_copies(folder: OutputFolder, files: Mapping[str, bytes]) -> dict[str, str]:
    """Write copies for mail; return their SHA-256. Raise BriefingsError if others' files are in the way."""
    if foreign := folder.foreign_files(files):
        raise BriefingsError(
            f"no build wrote {', '.join(foreign)}, and a copy is to go there", "move it away"
        )
    folder.claim(files)
    for file, data in files.items():
        folder.write(file, data)
    return {file: sha256(data) for file, data in files.items()}


def _sum_up(plan: BuildPlan, traces: Mapping[str, Trace], before: Mapping[str, Trace]) -> BuildFinished:
    """Write the index and the manifest of all documents, and remove what is no document any more."""
    kept = {document.id: traces[document.id] for document in plan.every if document.id in traces}
    manifest = [manifest_entry(trace) for trace in kept.values()]
    followed = feeds.feeds(plan.base, plan.at, manifest)
    context = page_render.index_context(plan.base, plan.at, manifest) | {"feeds": list(followed)}
    with page_render.template_errors(INDEX):
        index = with_isolated_scripts(plan.env.get_template("index.html.j2").render(context))
    pages = [(entry["id"], entry["sha256"]["html"]) for entry in manifest if entry["html"]]
    search = _search_script(plan.output, pages, plan.processes)
    summaries = {
        INDEX: index.encode(),
        MANIFEST: manifest_content(plan.base.desk.title, manifest),
        SEARCH_DATA_FILE: search,
        **followed,
    }
    for name, data in summaries.items():
        plan.output.write(name, data)
    outputs = {name: sha256(data) for name, data in (plan.assets | summaries).items()}
    for entry in manifest:
        outputs |= {entry[form]: entry["sha256"][form] for form in ("html", "pdf") if entry[form]}
    for name, data in plan.signatures(outputs).items():
        plan.output.write(name, data)
        outputs[name] = sha256(data)
    for trace in kept.values():
        outputs |= trace.mail.get("files", {})
    gone = plan.output.clear(outputs)
    build_trace.store_traces(plan.output, kept, before)
    removed = {name.rpartition(".")[0] for name in gone if name.endswith(".html")}
    return BuildFinished(outputs, tuple(sorted(removed)))


def _search_script(output: OutputFolder, pages: list[tuple[str, str]], jobs: int) -> bytes:
    """Return the search data for pages, each as id and SHA-256; pages that the last data has are not read."""
    name, results = "search data", KeptResults(output, LAST_BUILD_FILE)
    script = output.read(SEARCH_DATA_FILE) or b""
    ours = results.of(name, bool, {SEARCH_DATA_FILE: sha256(script)}.get)  # a browser runs it
    found = search_data.current_script(
        script if ours else b"", pages, lambda id: output.read(f"{id}.html"), jobs
    )
    results.keep(name, {SEARCH_DATA_FILE: sha256(found)}, True)
    results.write()
    return found


def _check_for_leaks(plan: BuildPlan, finished: BuildFinished) -> None:
    """Search every byte of the edition for what is withheld from it; raise BriefingsError and remove the
    edition if any is found.

    A file in which the same was looked for before is not read again.
    """
    withheld = plan.withheld
    if not withheld:
        return
    results, withheld_now = KeptResults(plan.output, SCAN_FILE), {"withheld": withheld.digest}
    clean = set(results.of("clean", [str], withheld_now.get) or ())
    files = {
        name: made for name, made in finished.outputs.items() if made not in clean and not plan.is_asset(name)
    }
    notes = [name for name in (*build_trace.TRACE_FILES, WRITTEN) if plan.output.exists(name)]
    leaks = [
        leak for name in (*files, *notes) for leak in withheld.leaks(name, plan.output.read(name) or b"")
    ]
    if not leaks:
        clean = clean & {*finished.outputs.values()} | {*files.values()}
        results.keep("clean", withheld_now, sorted(clean))
        results.write()
        return
    kept = _set_aside(plan, finished.outputs)
    plan.output.clear(())
    for name in (*build_trace.TRACE_FILES, SCAN_FILE, LAST_BUILD_FILE):
        plan.output.remove(name)
    report = "\n  ".join(str(leak) for leak in leaks[:20])
    raise BriefingsError(
        f"this edition told what is withheld from it and was removed, every file of it\n  {report}",
        f"mark what tells it, or take the words out; then briefings build makes the edition again{kept}",
    )


def _set_aside(plan: BuildPlan, names: Iterable[str]) -> str:
    """Move an edition to the desk's notes, whence it can be had back; return where, to be told."""
    notes, folder = plan.order.notes, f"{REMOVED_FOLDER}/{plan.at.release.file_name}"
    if notes is None:
        return ""
    shutil.rmtree(notes.path(f"{folder}/index.html").parent, ignore_errors=True)
    for name in names:
        if (data := plan.output.read(name)) is not None:
            notes.write(f"{folder}/{name}", data)
    return f"\n  what was removed lies in {notes.root.name}/{folder}, for the desk alone, until the next find"
