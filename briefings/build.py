"""The sequence of a build: render, make PDFs, write. Yields events and prints nothing."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from importlib import resources
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from . import documents, render
from .documents import Document
from .factbase import FactBase, Viewpoint
from .loading import load as load
from .problems import BriefingsError
from .render import Rendered
from .values import Marking
from .workspace import Output

if TYPE_CHECKING:
    from .atlas import Atlas
    from .pdf import Press

STYLESHEET = "assets/briefing.css"
TRACES = ".traces.json"
_MANIFEST = (
    "id", "kind", "title", "marking", "as_of", "known", "html", "pdf", "pages", "facts", "sources", "sha256",
)  # fmt: skip
LENGTHS = {"weekly": (2, 4), "topic": (4, 8)}
# Whatever these libraries do shows on the page, so their versions belong to what a PDF is made of.
_SHAPING = ("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "fonttools", "pyphen")


@dataclass(frozen=True)
class Order:
    """What to build: the viewpoint's days, which documents, which forms."""

    as_of: date
    known: date
    release: Marking
    fixed: bool = False
    wanted: tuple[str, ...] = ()
    html: bool = True
    pdf: bool = True
    jobs: int = 0


@dataclass(frozen=True)
class Built:
    """One document is done; `changed` tells whether any of its files are new, `pages` how long its PDF is."""

    document: Document
    changed: bool
    pages: int | None = None

    @property
    def note(self) -> str:
        """What to tell of its length: agreed with readers, not enforced."""
        least, most = LENGTHS.get(self.document.kind, (0, 99))
        if self.pages is None or least <= self.pages <= most:
            return ""
        return f"{self.document.id}: {self.pages} pages, {least} to {most} are meant"


@dataclass(frozen=True)
class Failed:
    document: str
    error: BriefingsError


@dataclass(frozen=True)
class Started:
    total: int


Event = Started | Built | Failed


def build(base: FactBase, order: Order, templates: Mapping[str, bytes], output: Output) -> Iterator[Event]:
    """Make what is ordered; each document's event follows once its files are safely written."""
    base = base.edition(order.release)
    at = Viewpoint(order.as_of, order.known, order.release)
    all_documents = documents.every(base, at, order.fixed)
    chosen = documents.chosen(all_documents, order.wanted)
    yield Started(len(chosen))
    assets = _assets(templates)
    env = render.environment({name: data.decode() for name, data in templates.items() if name.endswith(".j2")})
    atlas = _atlas(templates)
    rendered: list[Rendered] = []
    failed: list[Failed] = []
    for document in chosen:
        try:
            rendered.append(render.document(base, document, env, STYLESHEET, atlas))
        except BriefingsError as error:
            failed.append(Failed(document.id, error))
    traces = _traces(output)
    for name, data in assets.items():
        output.write(name, data)
    recorded = {item["id"]: item for item in traces.get("documents", [])}
    made: dict[str, Any] = {}
    for result in _pdfs(rendered, order, _for_print(templates), traces, output):
        if isinstance(result, Failed):
            failed.append(result)
            continue
        page, changed, pdf = result
        name, html = f"{page.document.id}.html", page.html.encode()
        if order.html:
            changed |= output.write(name, html)
        elif output.read(name) != html:
            output.remove(name)
        made[page.document.id] = _record(page, output, pdf)
        yield Built(page.document, changed, pdf.get("pages"))
    for failure in failed:  # an earlier page in its place would pass for today's
        for ending in ("html", "pdf"):
            output.remove(f"{failure.document}.{ending}")
        recorded.pop(failure.document, None)
        yield failure
    _finish(base, at, all_documents, {**recorded, **made}, env, output)


def _assets(templates: Mapping[str, bytes]) -> dict[str, bytes]:
    """What pages need beside them: style, scripts and the screen's fonts."""
    return {
        f"assets/{name}": data
        for name, data in templates.items()
        if name.endswith((".css", ".js")) or (name.startswith("fonts/") and name.endswith(".woff2"))
    }


def _atlas(templates: Mapping[str, bytes]) -> Atlas | None:
    from .atlas import Atlas

    data = templates.get("maps/countries-50m.json")
    return Atlas.of(data) if data else None


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\x1f".join(parts)).hexdigest()


def _traces(output: Output) -> dict[str, Any]:
    """What the last build recorded; anything damaged or foreign is left out, which makes for a clean build."""
    try:
        held = json.loads(output.read(TRACES) or b"{}")
    except ValueError:
        return {}
    if not isinstance(held, dict):
        return {}
    documents, pdfs = held.get("documents"), held.get("pdf")
    wanted = set(_MANIFEST) | {"trace"}
    return {
        "documents": [
            item for item in (documents if isinstance(documents, list) else [])
            if isinstance(item, dict) and wanted <= item.keys() and isinstance(item["id"], str)
        ],
        "pdf": {
            id: item for id, item in (pdfs if isinstance(pdfs, dict) else {}).items() if isinstance(item, dict)
        },
    }  # fmt: skip


@dataclass(frozen=True)
class _Sheet:
    """A PDF to make: all a worker needs besides the assets it was started with."""

    name: str
    html: str
    one_page: bool


_press: Press | None = None  # a worker process's own, made once when it starts


def _start_worker(assets: Mapping[str, bytes], stylesheet: str) -> None:
    global _press
    from .pdf import Press

    _press = Press(assets, stylesheet)


def _make(sheet: _Sheet, press: Press | None = None) -> tuple[bytes, int]:
    press = press or _press
    assert press is not None
    made = press.pdf(sheet.name, sheet.html, sheet.one_page)
    return made.data, made.pages


def _pdfs(
    pages: Sequence[Rendered], order: Order, assets: Mapping[str, bytes], traces: dict[str, Any], output: Output
) -> Iterator[tuple[Rendered, bool, dict[str, Any]] | Failed]:
    """Each page with its PDF's record, made only where HTML, assets or libraries differ from the last time."""
    shape = "".join(f"{name} {version(name)};" for name in _SHAPING) + _own_code("pdf.py")
    common = _digest(shape.encode(), *(part for name in sorted(assets) for part in (name.encode(), assets[name])))
    held = traces.get("pdf", {})
    todo = []
    for page in pages:
        key = _digest(common.encode(), page.html.encode())
        name = f"{page.document.id}.pdf"
        old = held.get(page.document.id, {})
        data = output.read(name)
        if old.get("key") == key and data is not None and _digest(data) == old.get("sha256"):
            yield page, False, old
        elif order.pdf:
            todo.append((page, key))
        else:  # an older PDF beside a newer page would be a wrong number in print
            output.remove(name)
            yield page, False, {}
    if not todo:
        return
    for page, key, result in _run(todo, order, assets):
        if isinstance(result, BriefingsError):
            yield Failed(page.document.id, result)
            continue
        data, count = result
        changed = output.write(f"{page.document.id}.pdf", data)
        yield page, changed, {"key": key, "sha256": _digest(data), "pages": count}


def _run(
    todo: Sequence[tuple[Rendered, str]], order: Order, assets: Mapping[str, bytes]
) -> Iterator[tuple[Rendered, str, tuple[bytes, int] | BriefingsError]]:
    """Make PDFs, in this process for one, in worker processes for more."""
    jobs = min(order.jobs or os.cpu_count() or 1, len(todo))

    def sheet(page: Rendered) -> _Sheet:
        return _Sheet(page.document.id, page.html, page.document.one_page)

    if jobs == 1:
        from .pdf import Press

        press = Press(assets, STYLESHEET)
        for page, key in todo:
            try:
                yield page, key, _make(sheet(page), press)
            except BriefingsError as error:
                yield page, key, error
        return
    import briefings.pdf  # noqa: F401 - before the fork, so that workers share it

    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, context, _start_worker, (assets, STYLESHEET)) as pool:
        futures = {pool.submit(_make, sheet(page)): (page, key) for page, key in todo}
        for future in as_completed(futures):
            page, key = futures[future]
            try:
                yield page, key, future.result()
            except BriefingsError as error:
                yield page, key, error
            except BrokenProcessPool:
                yield page, key, BriefingsError(f"{page.document.id}: its worker process died", "build it again")


def _own_code(name: str) -> str:
    """The text of a module of ours: when it changes, so may what it makes."""
    return (resources.files("briefings") / name).read_text(encoding="utf-8")


def _for_print(templates: Mapping[str, bytes]) -> dict[str, bytes]:
    """The stylesheet and fonts of a PDF: plain TrueType, since unpacking WOFF2 costs a worker a third of a second."""
    fonts = {f"assets/{name}": data for name, data in templates.items() if name.endswith(".ttf")}
    sheet = templates["briefing.css"].decode().replace('.woff2") format("woff2")', '.ttf") format("truetype")')
    return {STYLESHEET: sheet.encode(), **fonts}


def _record(page: Rendered, output: Output, pdf: Mapping[str, Any]) -> dict[str, Any]:
    """A document's line in the manifest."""
    document = page.document
    html_name = f"{document.id}.html"
    html = output.read(html_name)
    return {
        "id": document.id,
        "kind": document.kind,
        "title": document.title,
        "marking": page.marking.value,
        "as_of": document.at.as_of.isoformat(),
        "known": document.at.known.isoformat(),
        "html": html_name if html is not None else None,
        "pdf": f"{document.id}.pdf" if pdf else None,
        "pages": pdf.get("pages"),
        "facts": list(page.facts),
        "sources": list(page.sources),
        "sha256": {"html": _digest(html) if html is not None else None, "pdf": pdf.get("sha256")},
        "trace": {"queries": dict(sorted(page.queries.items())), "pdf": dict(pdf)},
    }


def _finish(
    base: FactBase, at: Viewpoint, every: Sequence[Document], records: Mapping[str, Any], env: Any, output: Output
) -> None:
    """Write the traces, the manifest and the index of every document that is there."""
    order = [document.id for document in every]
    for id in records.keys() - set(order):  # a document that is no more leaves no page behind
        output.remove(f"{id}.html")
        output.remove(f"{id}.pdf")
    kept = [records[id] for id in order if id in records]
    manifest = [{key: record[key] for key in _MANIFEST} for record in kept]
    traces = {"documents": kept, "pdf": {r["id"]: r["trace"]["pdf"] for r in kept if r["trace"]["pdf"]}}
    index = env.get_template("index.html.j2").render(render.index(base, at, manifest))
    output.write("index.html", index.encode())
    output.write("manifest.json", _json({"desk": base.desk.title, "documents": manifest}))
    output.write(TRACES, _json(traces))


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()
