"""What a document was made from, and whether it would come out the same: traces, and reasons to make it anew.

A trace names everything that can show in a document with a digest of its content: what it looked up, the
templates and data it loaded, the program and the libraries that shaped it, and the bytes that came out. While
all of them are as they were, so is the document. Time stamps are never looked at.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from ..core.digests import digest
from ..core.values import Marking
from ..facts.fact_base import PUBLISHED_KEY, FactBase, LookupLog, Viewpoint
from ..facts.labels import FactSummary
from ..files.checksummed import compact, unwrap_bytes, wrap_bytes
from ..files.desk_files import NOTES_FOLDER, Output
from ..files.fingerprint import BuildInputs
from ..pages.page_render import RenderedDocument
from ..template_api.documents import Document

# The files that traces are kept in: of many documents, those of a file where one changed are all that is
# written.
TRACE_FILES = tuple(f"{NOTES_FOLDER}/traces-{number:x}" for number in range(16))
_FEW = 64  # documents; the traces of no more are in one file


@dataclass(frozen=True)
class RebuildReason:
    """One thing that is not as it was. `what` is its name, `before` and `after` its states where they can be
    told."""

    kind: str
    what: str
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        moved = f" {self.before} -> {self.after}" if self.before and self.after else ""
        return f"{_SAID[self.kind].format(self.what)}{moved}"


_SAID = {
    "new": "not built before",
    "document": "{}",
    "facts": "changed: {}",
    "file": "changed: {}",
    "tool": "{}",
    "missing": "missing: {}",
    "damaged": "not as it was written: {}",
    "asked": "not made last time: {}",
}


@dataclass(frozen=True)
class TraceDetails:
    """What a trace tells that is asked for only where a document is made anew, or explained."""

    reads: Mapping[
        str, Mapping[str, tuple[str, str]]
    ]  # by viewpoint and key: what was held, and what was shown
    queries: Mapping[str, str]
    facts: Mapping[str, FactSummary]
    shown: Mapping[str, str]  # a digest of each fact that is printed

    @property
    def packed(self) -> bytes:
        return _text_of(vars(self))


@dataclass(frozen=True)
class Trace:
    """One document as it was last made. `kept` is what it tells, packed."""

    document: Mapping[str, str]
    files: Mapping[str, str]
    shape: Mapping[str, str]
    page: str  # SHA-256 of its HTML, whether or not a file of it is kept, as `html` tells
    record: Mapping[str, Any]  # what the manifest tells of it
    kept: bytes = field(repr=False)  # a tenth of what it takes unpacked, and hardly ever asked for
    looked_up: str = field(default="", repr=False)  # all its keys, with tabs between
    state: str = ""  # of its edition, when it was last known to hold
    sent: str = ""  # a digest of what had been published then
    html: bool = False
    pdf: Mapping[str, Any] = field(default_factory=dict)  # `key`; `sha256` and `pages` where a file is kept
    mail: Mapping[str, Any] = field(
        default_factory=dict
    )  # `key`, and `files` with the SHA-256 of each copy for mail

    @cached_property
    def told(self) -> TraceDetails:
        return TraceDetails(**json.loads(self.kept))

    @property
    def keys(self) -> frozenset[str]:
        """All that it looked up."""
        return frozenset(self.looked_up.split("\t"))

    def held(self, base: FactBase) -> Trace:
        """This trace, known to hold for a base."""
        return replace(self, state=base.stock.state, sent=base.digest(PUBLISHED_KEY))

    def restamped(self, base: FactBase) -> Trace:
        """This trace, which was found to hold for a base: the same where that took no more than a look at its
        keys."""
        return self.held(base) if "told" in vars(self) else self

    def reasons(self, document: Document, base: FactBase, kit: BuildInputs) -> Iterator[RebuildReason]:
        """Why the page may come out differently from `base`, which is the edition it is for."""
        now = document_state(document)
        for name in now.keys() | self.document.keys():
            if (old := self.document.get(name, "")) != (new := now.get(name, "")):
                yield RebuildReason("document", name, old, new)
        yield from (RebuildReason("facts", key) for key in self._moved(base))
        for name, old in self.files.items():
            if kit.files.get(name, "") != old:
                yield RebuildReason("file", name)
        for name in kit.shape.keys() | self.shape.keys():
            if (old := self.shape.get(name, "")) != (new := kit.shape.get(name, "")):
                yield RebuildReason("tool", name, *(() if name == "briefings" else (old, new)))

    def _moved(self, base: FactBase) -> Iterator[str]:
        """The keys that find something else than they did, and something that shows."""
        suspects = base.changed_since(self.state)
        if (
            suspects is not None
            and suspects.isdisjoint(self.looked_up.split("\t"))
            and self.sent == base.digest(PUBLISHED_KEY)
        ):
            return
        for at, keys in self.told.reads.items():
            view = base.view(_viewpoint(at))
            for key, (held, shown) in keys.items():
                if suspects is not None and key not in suspects and key != PUBLISHED_KEY:
                    continue
                if base.digest(key) != held and view.digest(key) != shown:
                    yield key


def document_trace(
    page: RenderedDocument, base: FactBase, kit: BuildInputs, made: str, record: Mapping[str, Any]
) -> Trace:
    """The trace of a page that was just rendered; `made` is the SHA-256 of its bytes."""
    facts = base.view(page.document.at).facts
    told = TraceDetails(
        {_text(at): dict(sorted(_looked_up(base, page.reads, at))) for at in page.reads.keys},
        dict(sorted(page.queries.items())),
        dict(sorted(page.gists.items())),
        {id: facts[id].digest for id in page.facts},
    )
    keys = "\t".join(sorted({key for keys in told.reads.values() for key in keys}))
    files = {name: kit.files.get(name, "") for name in sorted(page.templates)}
    return Trace(document_state(page.document), files, kit.shape, made, record, told.packed, keys).held(base)


def _looked_up(base: FactBase, reads: LookupLog, at: Viewpoint) -> Iterator[tuple[str, tuple[str, str]]]:
    view = base.view(at)
    keys = reads.keys[at]
    for key in keys:
        if not (key.startswith("fact/") and "facts" in keys):  # who depends on all need not name each
            yield key, (base.digest(key), view.digest(key))


def document_state(document: Document) -> dict[str, str]:
    """What of a document is settled before it is rendered, by name."""
    return {
        "title": document.title,
        "kind": document.kind,
        "template": document.template,
        "subject": document.about,
        "as of": _text(document.at),
        "since": _text(document.since) if document.since else "",
        "week": document.week.id if document.week else "",
        "one page": str(document.one_page),
    }


def _text(at: Viewpoint) -> str:
    return f"{at.as_of} known {at.known} {at.release.value}"


def _viewpoint(text: str) -> Viewpoint:
    as_of, _, known, release = text.split(" ")
    return Viewpoint(date.fromisoformat(as_of), date.fromisoformat(known), Marking(release))


# ---------------------------------------------------------------- kept in the build folder


def stored_traces(output: Output) -> dict[str, Trace]:
    """The traces of the last builds, without those that are damaged or foreign: such documents are built
    anew."""
    found: dict[str, Trace] = {}
    for name in TRACE_FILES:
        held = unwrap_bytes(output.read(name))
        if held is not None:
            first, *lines = bytes(held).split(b"\n")
            shared = json.loads(first)
            found |= (trace_from_lines(item, shared) for item in zip(*[iter(lines)] * 3, strict=True))
    return found


def store_traces(output: Output, traces: Mapping[str, Trace], before: Mapping[str, Trace]) -> None:
    """Replace the traces `before`; what those of a file share is written once."""
    old, new = _by_file(before), _by_file(traces)
    for name in TRACE_FILES:
        if name not in new:
            output.remove(name)
        elif old.get(name, {}).keys() != new[name].keys() or any(
            old[name][id] is not t for id, t in new[name].items()
        ):
            shared: dict[str, Mapping[str, str]] = {}
            lines = [
                line for id, trace in sorted(new[name].items()) for line in trace_lines(id, trace, shared)
            ]
            output.write(name, wrap_bytes(b"\n".join([_text_of(shared), *lines])))


def _by_file(traces: Mapping[str, Trace]) -> dict[str, dict[str, Trace]]:
    found: dict[str, dict[str, Trace]] = {}
    for id, trace in traces.items():
        number = 0 if len(traces) <= _FEW else int(digest(id)[0], 16)
        found.setdefault(TRACE_FILES[number], {})[id] = trace
    return found


def trace_lines(id: str, trace: Trace, shared: dict[str, Mapping[str, str]]) -> tuple[bytes, bytes, bytes]:
    """A trace as lines: what every build asks of it, what it looked up, and the rest. `shared` is added
    to."""
    head = {name: value for name, value in vars(trace).items() if name not in ("kept", "looked_up", "told")}
    for name in ("shape", "files"):
        key = digest(*(f"{name} {state}" for name, state in sorted(head[name].items())))
        shared[key] = head[name]
        head[name] = key
    return _text_of([id, head]), _text_of(trace.looked_up), trace.kept


def trace_from_lines(lines: Sequence[bytes], shared: Mapping[str, Mapping[str, str]]) -> tuple[str, Trace]:
    """A document's id and its trace, from lines."""
    head, keys, told = lines
    id, held = json.loads(head)
    held |= {name: shared[held[name]] for name in ("shape", "files")}
    return id, Trace(**held, kept=told, looked_up=json.loads(keys))


def _text_of(value: object) -> bytes:
    return compact(value).encode()
