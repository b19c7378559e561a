"""What a build made anew, and why: for people in one block, and as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..facts.labels import FactSummary
from .build_trace import RebuildReason, Trace

_MOST = 12  # lines that are read rather than skipped
_NAMED = 4


@dataclass(frozen=True)
class FactChange:
    """How a fact that a document prints, or printed, differs from the last time."""

    id: str
    before: FactSummary | None
    after: FactSummary | None

    def __str__(self) -> str:
        if self.before is None:
            return f"{self.id} new{self._told(self.after)}"
        if self.after is None:
            return f"{self.id} gone{self._told(self.before)}"
        told = [
            _moved(old, new) for old, new in zip(self.before[:2], self.after[:2], strict=True) if old != new
        ]
        if self.before[2] != self.after[2]:
            told.append(f"graded {self.before[2]} -> {self.after[2]}")
        if self.before[3] != self.after[3]:
            told.append(f"of {self.before[3]} -> {self.after[3]}")
        return f"{self.id} {', '.join(told) or 'reworded'}"

    def _told(self, gist: FactSummary | None) -> str:
        return f" {gist[0]}" if gist and gist[0] else ""


def _moved(before: str, after: str) -> str:
    """ "1,357 -> 1,344 km": a unit that both have is said once."""
    if len(before) > 40 or len(after) > 40:
        return "reworded"
    old, new = before.split(), after.split()
    while len(old) > 1 and len(new) > 1 and old[-1] == new[-1]:
        old.pop()
        new.pop()
    return f"{' '.join(old) or 'nothing'} -> {after or 'nothing'}"


@dataclass(frozen=True)
class ReceiptEntry:
    """One document that was made anew: what is not as it was, and the facts that it now prints otherwise."""

    document: str
    reasons: tuple[RebuildReason, ...]
    facts: tuple[FactChange, ...]

    @property
    def why(self) -> list[str]:
        """Each cause in a phrase: facts by their change where they are printed, else by where they were
        looked up."""
        told = [str(fact) for fact in self.facts]
        for reason in self.reasons:
            if reason.kind != "facts" or not self.facts:
                told.append(str(reason))
        return told

    def data(self) -> dict[str, Any]:
        return {
            "document": self.document,
            "why": self.why,
            "facts": [{"id": f.id, "before": _said(f.before), "after": _said(f.after)} for f in self.facts],
            "reasons": [vars(reason) for reason in self.reasons],
        }


def _said(gist: FactSummary | None) -> dict[str, str] | None:
    return None if gist is None else dict(zip(("value", "status", "grade", "date"), gist, strict=True))


def receipt_entry(
    document: str, reasons: Sequence[RebuildReason], before: Trace | None, after: Trace | None
) -> ReceiptEntry:
    """What became of a document between two traces; None for a trace where there is none to compare with."""
    changes = []
    if before and after:
        old, new = before.told, after.told
        for id in sorted(old.shown.keys() | new.shown.keys()):
            if old.shown.get(id) != new.shown.get(id):
                changes.append(FactChange(id, old.facts.get(id), new.facts.get(id)))
    return ReceiptEntry(document, tuple(reasons), tuple(changes))


def receipt_lines(entries: Iterable[ReceiptEntry]) -> list[str]:
    """Lines that tell which documents were made anew and why; causes that several share are told once.

    What was not built before needs no reason and is left out.
    """
    shown = [entry for entry in entries if entry.reasons and entry.reasons[0].kind != "new"]
    if not shown:
        return []
    causes: dict[str, list[str]] = {}
    for entry in shown:
        for cause in entry.why:
            causes.setdefault(cause, []).append(entry.document)
    count = f"{len(shown)} document{'' if len(shown) == 1 else 's'} rebuilt: "
    whole = [cause for cause, documents in causes.items() if len(documents) == len(shown)]
    if len(whole) == len(causes) and len(causes) <= 2:
        return [count + "; ".join(causes)]
    lines = [count.rstrip()]
    for cause, documents in sorted(causes.items(), key=lambda item: -len(item[1])):
        lines.append(f"  {cause} ({_listed(documents, len(shown))})")
    return lines if len(lines) <= _MOST else [*lines[:_MOST], f"  and {len(lines) - _MOST} causes more"]


def _listed(documents: Sequence[str], total: int) -> str:
    if len(documents) == total and total > 1:
        return "all"
    rest = len(documents) - _NAMED
    return ", ".join(documents[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def receipt_data(
    entries: Iterable[ReceiptEntry],
    unchanged: Sequence[str],
    failed: Mapping[str, str],
    removed: Sequence[str],
) -> dict[str, Any]:
    """The receipt as data."""
    return {
        "rebuilt": [entry.data() for entry in entries],
        "unchanged": list(unchanged),
        "failed": [{"document": id, "error": error} for id, error in failed.items()],
        "removed": list(removed),
    }
