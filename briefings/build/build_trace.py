"""Traces: what each document was made from, and so the reasons to make it anew. Input to the next build.

A trace names everything that can show in a document, with a digest of its content: what it looked up, the
templates and data it loaded, the program and the libraries that shaped it, and the bytes that came out. While
all of them are as they were, so is the document. Time stamps do not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import chain

from ..core.digests import digest
from ..core.json_types import Json
from ..core.markings import Marking
from ..facts.claims import Viewpoint
from ..facts.fact_base import FactBase
from ..facts.labels import FactSummary
from ..facts.lookup_keys import PUBLISHED_KEY, SCOPES_KEY
from ..facts.view import LookupLog, View
from ..files.atomic_folder import NOTES_FOLDER, Output, is_inside
from ..files.checksummed import compact, fits, parsed_json, unwrap_bytes, wrap_bytes
from ..files.fingerprint import BuildInputs
from ..pages.page_render import RenderedDocument
from ..records.judgements import Topic
from ..template_api.documents import Document

# Traces of many documents are kept in several files, of which only those with a change are written.
TRACE_FILES = tuple(f"{NOTES_FOLDER}/traces-{number:x}" for number in range(16))
LOWER = "lower"  # among the keys of a trace: it also looked things up in less than its edition holds
_FEW = 64  # documents; the traces of no more are in one file


@dataclass(frozen=True)
class RebuildReason:
    """Something that is not as it was: `what` it is, and its states `before` and `after` if known."""

    kind: str
    what: str
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        states = f" {self.before} -> {self.after}" if self.before and self.after else ""
        return f"{_PHRASES[self.kind].format(self.what)}{states}"


_PHRASES = {
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
    """The part of a trace that is read only if a document is made anew, or explained."""

    # By viewpoint and key: digests of what the base held, and of what the viewpoint showed of it.
    reads: Mapping[str, Mapping[str, tuple[str, str]]]
    queries: Mapping[str, str]
    facts: Mapping[str, FactSummary]
    shown: Mapping[str, str]  # a digest of each fact that is printed

    @property
    def packed(self) -> bytes:
        """As JSON."""
        return _json(vars(self))


@dataclass(frozen=True)
class Trace:
    """One document as it was last made."""

    document: Mapping[str, str]
    files: Mapping[str, str]
    shape: Mapping[str, str]
    page: str  # SHA-256 of its HTML, of which a file is kept if `html` is true
    record: Mapping[str, Json]  # its record in the manifest
    kept: bytes = field(repr=False)  # the details packed: a tenth of the memory, and hardly ever read
    looked_up: str = field(default="", repr=False)  # all its keys, with tabs between
    state: str = ""  # of its edition, when the trace was last known to hold
    sent: str = ""  # a digest of what had been published then
    html: bool = False
    pdf: Mapping[str, Json] = field(default_factory=dict)  # `key`; `sha256` and `pages` if a file is kept
    # `key`; `files`, the SHA-256 of each copy for mail; `note`, what is to be said of their size
    mail: Mapping[str, Json] = field(default_factory=dict)

    @cached_property
    def details(self) -> TraceDetails:
        """The details, unpacked; empty where they make no sense."""
        details = parsed_json(self.kept)
        return TraceDetails(**details) if fits(details, _DETAILS) else TraceDetails({}, {}, {}, {})

    @property
    def keys(self) -> frozenset[str]:
        """All keys that it looked up."""
        return frozenset(self.looked_up.split("\t"))

    def sharing(self, inputs: BuildInputs) -> Trace:
        """Return this trace with the digests of the inputs it was made with: there are many traces, and each
        that comes from another process brings its own."""
        files = {name: inputs.files.get(name, "") for name in self.files}
        return replace(self, files=files, shape=inputs.shape)

    def stamped(self, base: FactBase) -> Trace:
        """Return this trace, stamped with the state of a base for which it holds."""
        return replace(self, state=base.stock.state, sent=base.digest(PUBLISHED_KEY))

    def restamped(self, base: FactBase) -> Trace:
        """Return this trace, stamped anew if its details had to be read to know that it holds."""
        return self.stamped(base) if "details" in vars(self) else self

    def reasons(self, document: Document, base: FactBase, inputs: BuildInputs) -> Iterator[RebuildReason]:
        """Yield the reasons why the page may come out differently; `base` is the edition that it is for."""
        now = document_state(document)
        for name in now.keys() | self.document.keys():
            if (old := self.document.get(name, "")) != (new := now.get(name, "")):
                yield RebuildReason("document", name, old, new)
        yield from (RebuildReason("facts", key) for key in self._changed_keys(base))
        if "details" in vars(self) and not self.details.reads:  # every page reads something
            yield RebuildReason("damaged", "the notes of its last build")
        for name, old in self.files.items():
            if inputs.files.get(name, "") != old:
                yield RebuildReason("file", name)
        for name in inputs.shape.keys() | self.shape.keys():
            if (old := self.shape.get(name, "")) != (new := inputs.shape.get(name, "")):
                versions = () if name == "briefings" else (old, new)
                yield RebuildReason("tool", name, *versions)

    def _changed_keys(self, base: FactBase) -> Iterator[str]:
        """Yield the keys that find something else than they did, if that shows from their viewpoint."""
        suspects = base.changed_since(self.state)
        if suspects is not None and Topic.kind in suspects:
            suspects |= {SCOPES_KEY}
        published_as_before = self.sent == base.digest(PUBLISHED_KEY)
        unmoved = suspects is not None and published_as_before and suspects.isdisjoint(self.keys)
        if unmoved and not (suspects and LOWER in self.keys):
            return
        for text, keys in self.details.reads.items():
            at, below = _viewpoint(text)
            held_by = base if below is None else base.lower(below) or base
            view = View(held_by, at)
            for key, (held, shown) in keys.items():
                # what a marking takes out of a lower base is not among what changed in this one
                if below is None and suspects is not None and key not in suspects and key != PUBLISHED_KEY:
                    continue
                if held_by.digest(key) != held and view.digest(key) != shown:
                    yield key


def document_trace(
    page: RenderedDocument, base: FactBase, inputs: BuildInputs, made: str, record: Mapping[str, Json]
) -> Trace:
    """Return the trace of a page that was just rendered; `made` is the SHA-256 of its bytes."""
    facts = View(base, page.document.at).facts
    details = TraceDetails(
        dict(_all_looked_up(base, page)),
        dict(sorted(page.queries.items())),
        dict(sorted(page.gists.items())),
        {id: facts[id].digest for id in page.facts},
    )
    found = {key for keys in details.reads.values() for key in keys}
    keys = "\t".join(sorted(found | ({LOWER} if page.lower_reads else set())))
    files = {name: inputs.files.get(name, "") for name in sorted(page.templates)}
    trace = Trace(document_state(page.document), files, inputs.shape, made, record, details.packed, keys)
    return trace.stamped(base)


def _all_looked_up(
    base: FactBase, page: RenderedDocument
) -> Iterator[tuple[str, dict[str, tuple[str, str]]]]:
    """Yield what a page looked up from each viewpoint, and in what is left of the base below its marking."""
    logs: list[tuple[Marking | None, LookupLog]] = [(None, page.reads), *page.lower_reads.items()]
    for below, reads in logs:
        held_by = base if below is None else base.lower(below) or base
        for at in reads.keys:
            yield _text(at, below), dict(sorted(_looked_up(held_by, reads, at)))


def _looked_up(base: FactBase, reads: LookupLog, at: Viewpoint) -> Iterator[tuple[str, tuple[str, str]]]:
    view = View(base, at)
    keys = reads.keys[at]
    for key in keys:
        if not (key.startswith("fact/") and "facts" in keys):  # what depends on all need not name each
            yield key, (base.digest(key), view.digest(key))


def document_state(document: Document) -> dict[str, str]:
    """Return what is settled of a document before it is rendered, by name."""
    return {
        "title": str(document.title),  # a text of a file brings the file with it where it is sent elsewhere
        "kind": document.kind,
        "template": document.template,
        "subject": document.about,
        "as of": _text(document.at),
        "since": _text(document.since) if document.since else "",
        "week": document.week.id if document.week else "",
        "one page": str(document.one_page),
        "ways": digest(*(part for way in document.ways for part in (way.label, *chain(*way.targets)))),
    }


def _text(at: Viewpoint, below: Marking | None = None) -> str:
    lower = f" {below.value}" if below else ""
    return f"{at.as_of} known {at.known} {at.release.value}{lower}"


def _viewpoint(text: str) -> tuple[Viewpoint, Marking | None]:
    """Return the viewpoint of a text, and the marking above which its base held nothing; None for all."""
    as_of, _, known, release, *below = text.split(" ")
    at = Viewpoint(date.fromisoformat(as_of), date.fromisoformat(known), Marking(release))
    return at, Marking(" ".join(below)) if below else None


# ---------------------------------------------------------------- kept in the build folder


def _is_viewpoint(text: str) -> bool:
    try:
        return bool(_viewpoint(text))
    except ValueError:
        return False


def _reads_fit(reads: Json) -> bool:
    return fits(reads, {str: {str: (str, str)}}) and all(map(_is_viewpoint, reads))


def _is_record(record: object) -> bool:
    """True for a document's record in the manifest."""
    words = dict.fromkeys(("id", "kind", "title", "as_of", "known"), str)
    lists = {"facts": [str], "sources": [str]}
    numbers = {"number?": int, "revision?": int, "published?": str}
    summary = {"question": str, "bottom_line": [str], "sentence": str, "trend": str}
    return fits(
        record,
        {**words, **lists, **numbers, "summary": summary, "marking": lambda word: word in set(Marking)},
    )


def _are_outputs(files: Json) -> bool:
    return fits(files, {str: str}) and all(map(is_inside, files))


def _is_mail(mail: object) -> bool:
    """True for what is noted of copies for mail; nothing is where none was asked for."""
    return mail == {} or fits(mail, {"key": str, "files": _are_outputs, "note": str})


# What JSON under a good checksum must be; the rest of the notes is judged as it is used.
_DETAILS = {
    "reads": _reads_fit,
    "queries": {str: str},
    "facts": {str: (str, str, str, str)},
    "shown": {str: str},
}
_HEAD = {
    "document": {str: str},
    "files": str,
    "shape": str,
    "page": str,
    "record": _is_record,
    "state": str,
    "sent": str,
    "html": bool,
    "pdf": {"key?": str, "sha256?": str, "pages?": int},
    "mail": _is_mail,
}


def stored_traces(output: Output) -> dict[str, Trace]:
    """Return the traces of the last builds by document, without files that are damaged or foreign."""
    traces: dict[str, Trace] = {}
    for name in TRACE_FILES:
        content = unwrap_bytes(output.read(name))
        first, *lines = bytes(content or b"").split(b"\n")
        shared = parsed_json(first)
        if not fits(shared, {str: {str: str}}):
            continue
        for start in range(0, len(lines), 3):
            found = _from_lines(lines[start : start + 3], shared)
            if found is not None:
                traces[found[0]] = found[1]
    return traces


def store_traces(output: Output, traces: Mapping[str, Trace], before: Mapping[str, Trace]) -> None:
    """Write the files of traces with a change since `before`; what the traces of one share stands once."""
    old, new = _by_file(before), _by_file(traces)
    for name in TRACE_FILES:
        if name not in new:
            output.remove(name)
        elif not _same_objects(old.get(name, {}), new[name]):
            shared: dict[str, Mapping[str, str]] = {}
            lines: list[bytes] = []
            for id, trace in sorted(new[name].items()):
                lines += _lines(id, trace, shared)
            output.write(name, wrap_bytes(b"\n".join([_json(shared), *lines])))


def _by_file(traces: Mapping[str, Trace]) -> dict[str, dict[str, Trace]]:
    files: dict[str, dict[str, Trace]] = {}
    for id, trace in traces.items():
        number = 0 if len(traces) <= _FEW else int(digest(id)[0], 16)
        files.setdefault(TRACE_FILES[number], {})[id] = trace
    return files


def _same_objects(old: Mapping[str, Trace], new: Mapping[str, Trace]) -> bool:
    return old.keys() == new.keys() and all(old[id] is trace for id, trace in new.items())


def _lines(id: str, trace: Trace, shared: dict[str, Mapping[str, str]]) -> tuple[bytes, bytes, bytes]:
    """Return a trace as lines: what every build reads of it, its keys, and the rest. Adds to `shared`."""
    head = {
        name: value for name, value in vars(trace).items() if name not in ("kept", "looked_up", "details")
    }
    for name in ("shape", "files"):
        key = digest(*(f"{name} {state}" for name, state in sorted(head[name].items())))
        shared[key] = head[name]
        head[name] = key
    return _json([id, head]), _json(trace.looked_up), trace.kept


def _from_lines(lines: Sequence[bytes], shared: Mapping[str, Mapping[str, str]]) -> tuple[str, Trace] | None:
    """Return a document's id and its trace; None for lines that make no sense."""
    if len(lines) != 3:
        return None
    head, keys = parsed_json(lines[0]), parsed_json(lines[1])
    if not fits([head, keys], ((str, _HEAD), str)):
        return None
    id, fields = head
    if fields["shape"] not in shared or fields["files"] not in shared:
        return None
    fields |= {name: shared[fields[name]] for name in ("shape", "files")}
    return id, Trace(**fields, kept=lines[2], looked_up=keys)


def _json(value: object) -> bytes:
    return compact(value).encode()
