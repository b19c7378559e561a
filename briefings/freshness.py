"""What a document was made from, and whether it would come out the same: traces, and reasons to make it anew.

A trace names everything that can show in a document with a digest of its content: what it looked up, the templates
and data it loaded, the program and the libraries that shaped it, and the bytes that came out. While all of them are
as they were, so is the document. Time stamps are never looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .describing import Gist
from .digests import digest
from .documents import Document
from .factbase import PUBLISHED, FactBase, Reads, Viewpoint
from .inputs import Kit
from .render import Rendered
from .seals import opened, sealed
from .values import Marking
from .workspace import OWN, Output

TRACES = f"{OWN}/traces.json"


@dataclass(frozen=True)
class Reason:
    """One thing that is not as it was. `what` is its name, `before` and `after` its states where they can be told."""

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
class Trace:
    """One document as it was last made. `reads` tells, by viewpoint and key, what was held and what was shown."""

    document: Mapping[str, str]
    reads: Mapping[str, Mapping[str, tuple[str, str]]]
    files: Mapping[str, str]
    shape: Mapping[str, str]
    queries: Mapping[str, str]
    facts: Mapping[str, Gist]
    shown: Mapping[str, str]  # a digest of each fact that is printed
    page: str  # SHA-256 of its HTML, whether or not a file of it is kept, as `html` tells
    record: Mapping[str, Any]  # what the manifest tells of it
    state: str = ""  # of the fact files when it was last known to hold; "" where not all of them may be told of
    html: bool = False
    pdf: Mapping[str, Any] = field(default_factory=dict)  # `key`; `sha256` and `pages` where a file is kept
    mail: Mapping[str, Any] = field(default_factory=dict)  # `key`, and `files` with the SHA-256 of each copy for mail

    def reasons(self, document: Document, base: FactBase, kit: Kit) -> Iterator[Reason]:
        """Why the page may come out differently from `base`, which is the edition it is for."""
        now = described(document)
        for name in now.keys() | self.document.keys():
            if (old := self.document.get(name, "")) != (new := now.get(name, "")):
                yield Reason("document", name, old, new)
        suspects = base.changed_since(self.state)
        for at, keys in self.reads.items():
            view = base.view(_viewpoint(at))
            for key in (k for k in keys if suspects is None or k in suspects or k == PUBLISHED):
                held, shown = keys[key]
                if base.digest(key) != held and view.digest(key) != shown:
                    yield Reason("facts", key)
        for name, old in self.files.items():
            if kit.files.get(name, "") != old:
                yield Reason("file", name)
        for name in kit.shape.keys() | self.shape.keys():
            if (old := self.shape.get(name, "")) != (new := kit.shape.get(name, "")):
                yield Reason("tool", name, *(() if name == "briefings" else (old, new)))


def of(page: Rendered, base: FactBase, kit: Kit, made: str, record: Mapping[str, Any]) -> Trace:
    """The trace of a page that was just rendered; `made` is the SHA-256 of its bytes."""
    facts = base.view(page.document.at).facts
    return Trace(
        described(page.document),
        {_text(at): dict(sorted(_looked_up(base, page.reads, at))) for at in page.reads.keys},
        {name: kit.files.get(name, "") for name in sorted(page.templates)},
        kit.shape,
        dict(sorted(page.queries.items())),
        dict(sorted(page.gists.items())),
        {id: facts[id].digest for id in page.facts},
        made,
        record,
        base.state,
    )


def _looked_up(base: FactBase, reads: Reads, at: Viewpoint) -> Iterator[tuple[str, tuple[str, str]]]:
    view = base.view(at)
    keys = reads.keys[at]
    for key in keys:
        if not (key.startswith("fact/") and "facts" in keys):  # who depends on all need not name each
            yield key, (base.digest(key), view.digest(key))


def described(document: Document) -> dict[str, str]:
    """What of a document is settled before it is rendered, by name."""
    subject = document.subject
    return {
        "title": document.title,
        "kind": document.kind,
        "template": document.template,
        "subject": f"{type(subject).kind}/{getattr(subject, 'id', '')}",
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


def kept(output: Output) -> dict[str, Trace]:
    """The traces of the last builds; none where they are damaged or foreign, which makes for a clean build."""
    held = opened(output.read(TRACES))
    if held is None:
        return {}
    shapes = held["shapes"]
    return {id: Trace(**{**trace, "shape": shapes[trace["shape"]]}) for id, trace in held["traces"].items()}


def keep(output: Output, traces: Mapping[str, Trace]) -> None:
    """Replace the traces; what they share is written once."""
    shapes: dict[str, Mapping[str, str]] = {}
    written = {}
    for id, trace in traces.items():
        shape = digest(*(f"{name} {state}" for name, state in sorted(trace.shape.items())))
        shapes[shape] = trace.shape
        written[id] = {**vars(trace), "shape": shape}
    output.write(TRACES, sealed({"shapes": shapes, "traces": written}))
