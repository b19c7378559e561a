"""The sequence of a build: plan, make PDFs, write, sum up. Yields events and prints nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from . import freshness, guarding, mail, precompiled, receipts, render, search
from .companion import beside
from .digests import digest, sha256
from .documents import Document
from .factbase import FactBase
from .freshness import Trace
from .lastbuild import LAST
from .plans import INDEX, MANIFEST, Planned, Work
from .plans import Failed as Failed
from .plans import Order as Order
from .problems import BriefingsError
from .seals import opened, sealed
from .sheets import Sheet
from .shelf import WRITTEN
from .values import Marking
from .workspace import OWN, Output

if TYPE_CHECKING:
    from .standby import StandBy
    from .workers import Bench

LENGTHS = {"weekly": (2, 4), "topic": (4, 8)}


@dataclass(frozen=True)
class Waiting:
    """Another build writes to the folder; this one goes on when that is done."""

    holder: str


@dataclass(frozen=True)
class Started:
    total: int


@dataclass(frozen=True)
class Built:
    """One document is done; `changed` tells whether any of its files are new, `pages` how long its PDF is."""

    document: Document
    changed: bool
    receipt: receipts.Entry
    pages: int | None = None

    @property
    def note(self) -> str:
        """What to tell of its length: agreed with readers, not enforced."""
        least, most = LENGTHS.get(self.document.kind, (0, 99))
        if self.pages is None or least <= self.pages <= most:
            return ""
        return f"{self.document.id}: {self.pages} pages, {least} to {most} are meant"


@dataclass(frozen=True)
class Finished:
    """Everything is written: the files that are here now with their SHA-256, and the documents that are no more."""

    outputs: Mapping[str, str]
    removed: tuple[str, ...]


Event = Waiting | Started | Built | Failed | Finished


def build(
    base: FactBase, order: Order, templates: Mapping[str, bytes], output: Output, standby: StandBy | None = None
) -> Iterator[Event]:
    """Make what is ordered; each document's event follows once its files are safely written.

    PDFs are made by the process that stands by, where one does, else by as many as are ordered.
    """
    guarding.remember(standby.compiled if standby else precompiled.held())
    work = Work(base, order, templates, output)
    shelf = work.shelf
    with shelf.alone() as take:
        while holder := take():
            yield Waiting(holder)
        if strangers := shelf.strangers(work.names):
            raise BriefingsError(
                f"no build wrote {', '.join(strangers[:5])} in {shelf.root}, and documents are to go there",
                "move such files away, or build into another folder: --out FOLDER",
            )
        yield Started(len(work.chosen))
        shelf.claim(work.names)
        shelf.sweep()
        before = freshness.kept(shelf)
        traces = dict(before)
        for name, data in work.assets.items():
            shelf.write(name, data)
        try:
            yield from _make(work, traces, standby)
        except BaseException:  # what is done need not be done again
            freshness.keep(shelf, traces, before)
            raise
        if order.single:
            yield from _mail(work, traces)
        done = _sum_up(work, traces, before)
        _look_again(work, done)
        yield done


def _make(work: Work, traces: dict[str, Trace], standby: StandBy | None) -> Iterator[Event]:
    """Write every document that is not as it is to be; `traces` follow what is written."""
    pressed: dict[str, Planned] = {}
    with ExitStack() as stack:
        bench: Bench | StandBy | None = None
        for item in work.plan(dict(traces)):
            if isinstance(item, Failed):
                yield _failed(work, item, traces)
            elif not item.press:
                yield _written(work, item, traces)
            else:
                bench = bench or _bench(work, standby, stack)
                pressed[item.document.id] = item
                sheet = Sheet(item.document.id, item.page.decode(), item.document.one_page)
                yield from (_pressed(work, pressed.pop(id), made, traces) for id, made in bench.press(sheet))
        if bench:
            yield from (_pressed(work, pressed.pop(id), made, traces) for id, made in bench.rest())


def _bench(work: Work, standby: StandBy | None, stack: ExitStack) -> Bench | StandBy:
    """Where PDFs are made. Loaded only when one is: the library behind it takes half a second."""
    if standby:
        return standby
    from .workers import Bench

    processes = min(work.order.jobs or os.cpu_count() or 1, len(work.chosen))
    return stack.enter_context(Bench(work.printing, processes, work.order.executor))


def _pressed(work: Work, item: Planned, made: Any, traces: dict[str, Trace]) -> Event:
    """A document whose PDF came out, or did not."""
    if isinstance(made, BriefingsError):
        return _failed(work, Failed(item.document.id, made), traces)
    work.shelf.write(f"{item.document.id}.pdf", made.data)
    pdf = {**item.after.pdf, "sha256": sha256(made.data), "pages": made.pages}
    return _written(work, replace(item, after=replace(item.after, pdf=pdf)), traces)


def _written(work: Work, item: Planned, traces: dict[str, Trace]) -> Built:
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
    return Built(item.document, item.changes, item.receipt, after.pdf.get("pages"))


def _failed(work: Work, failure: Failed, traces: dict[str, Trace]) -> Failed:
    for form in ("html", "pdf"):  # an earlier page in its place would pass for today's
        work.shelf.remove(f"{failure.document}.{form}")
    traces.pop(failure.document, None)
    return failure


def _mail(work: Work, traces: dict[str, Trace]) -> Iterator[Failed]:
    """Copy each ordered document, in the forms that are there, to one file a form, named as the desk wants."""
    for document in work.chosen:
        trace = traces.get(document.id)
        if trace is None:
            continue
        name = f"{mail.FOLDER}/{mail.name(document, Marking(trace.record['marking']), work.base.desk)}"
        forms = {"html": trace.page if trace.html else None, "pdf": trace.pdf.get("sha256")}
        key = digest(name, work.kit.single, *(f"{form} {made}" for form, made in forms.items()))
        copies = trace.mail.get("files", {})
        if trace.mail.get("key") != key or any(work.shelf.digest(file) != made for file, made in copies.items()):
            try:
                names = {form: f"{name}.{form}" for form in forms if forms[form]}
                copies = _copied(work, document.id, names, whole="published" in trace.document)
            except BriefingsError as error:
                yield Failed(document.id, error)
                continue
            traces[document.id] = replace(trace, mail={"key": key, "files": copies})


def _copied(work: Work, id: str, names: Mapping[str, str], whole: bool) -> dict[str, str]:
    """Write a document's copies for mail, by form; gives each file's SHA-256. `whole`: its page is one file already."""
    shelf = work.shelf
    if strangers := shelf.strangers(names.values()):
        raise BriefingsError(f"no build wrote {', '.join(strangers)}, and a copy is to go there", "move it away")
    shelf.claim(names.values())
    made = {}
    for form, file in names.items():
        data = shelf.read(f"{id}.{form}") or b""
        if form == "html" and not whole:
            data = mail.single(data.decode(), {**work.print, **work.assets}, f"{id}.html").encode()
        shelf.write(file, data)
        made[file] = sha256(data)
    return made


def _sum_up(work: Work, traces: Mapping[str, Trace], before: Mapping[str, Trace]) -> Finished:
    """Write the index and the manifest of every document that is there, and remove what is no more."""
    kept = {document.id: traces[document.id] for document in work.every if document.id in traces}
    manifest = [_line(trace) for trace in kept.values()]
    context = render.index(work.base, work.at, manifest)
    with render.blamed(INDEX):
        index = work.env.get_template("index.html.j2").render(context)
    summaries = {
        INDEX: index.encode(),
        MANIFEST: _document_a_line({"desk": work.base.desk.title}, manifest),
    }
    pages = [(line["id"], line["sha256"]["html"]) for line in manifest if line["html"]]
    last = work.shelf.read(search.NAME) or b""
    summaries[search.NAME] = search.script(
        last, pages, lambda id: work.shelf.read(f"{id}.html"), beside if work.order.jobs != 1 else None
    )
    for name, data in summaries.items():
        work.shelf.write(name, data)
    outputs = {name: sha256(data) for name, data in (work.assets | summaries).items()}
    for line in manifest:
        outputs |= {line[form]: line["sha256"][form] for form in ("html", "pdf") if line[form]}
    for trace in kept.values():
        outputs |= trace.mail.get("files", {})
    gone = work.shelf.clear(outputs)
    freshness.keep(work.shelf, kept, before)
    return Finished(outputs, tuple(sorted({name.rpartition(".")[0] for name in gone if name.endswith(".html")})))


SCANNED = f"{OWN}/scanned.json"


def _look_again(work: Work, done: Finished) -> None:
    """Read every byte of the edition for what is withheld from it; a hit removes the edition and stops the build.

    A file that was found clean of the same secrets is not read again.
    """
    withheld = work.withheld
    if not withheld:
        return
    clean = _found_clean(work, withheld.digest)
    files = {name: made for name, made in done.outputs.items() if made not in clean and not work.is_asset(name)}
    notes = [name for name in (*freshness.TRACES, WRITTEN) if work.shelf.stands(name)]
    leaks = [leak for name in (*files, *notes) for leak in withheld.leaks(name, work.shelf.read(name) or b"")]
    if not leaks:
        found = {"secrets": withheld.digest, "clean": sorted(clean & {*done.outputs.values()} | {*files.values()})}
        work.shelf.write(SCANNED, sealed(found))
        return
    work.shelf.clear(())
    for name in (*freshness.TRACES, SCANNED, LAST):
        work.shelf.remove(name)
    told = "\n  ".join(str(leak) for leak in leaks[:20])
    raise BriefingsError(
        f"this edition told what is withheld from it and was removed, every file of it\n  {told}",
        "mark what tells it, or take the words out",
    )


def _found_clean(work: Work, secrets: str) -> set[str]:
    """The digests of files in which these very secrets were looked for and not found."""
    held = opened(work.shelf.read(SCANNED))
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
