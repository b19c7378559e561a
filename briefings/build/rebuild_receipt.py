"""The receipt of a build: what was made anew, and why, as a few lines for people and as data.

No build reads it; what the next one goes by is in `build_trace`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..core.json_types import JsonObject
from ..facts.labels import FactSummary
from .build_trace import RebuildReason, Trace

_MOST = 12  # lines that are read rather than skipped
_NAMED = 4


@dataclass(frozen=True)
class FactChange:
    """A fact that a document prints differently from the last time; None where it is not printed."""

    id: str
    before: FactSummary | None
    after: FactSummary | None

    def __str__(self) -> str:
        if self.before is None:
            return f"{self.id} new{_value_of(self.after)}"
        if self.after is None:
            return f"{self.id} gone{_value_of(self.before)}"
        (old_value, old_status, old_grade, old_date), (value, status, grade, date) = self.before, self.after
        parts = []
        if old_value != value:
            parts.append(_change(old_value, value))
        if old_status != status:
            parts.append(_change(old_status, status))
        if old_grade != grade:
            parts.append(f"graded {old_grade} -> {grade}")
        if old_date != date:
            parts.append(f"of {old_date} -> {date}")
        return f"{self.id} {', '.join(parts) or 'reworded'}"


def _value_of(summary: FactSummary | None) -> str:
    return f" {summary[0]}" if summary and summary[0] else ""


def _change(before: str, after: str) -> str:
    """Return "1,357 -> 1,344 km": a unit that both have stands once."""
    if len(before) > 40 or len(after) > 40:
        return "reworded"
    old, new = before.split(), after.split()
    while len(old) > 1 and len(new) > 1 and old[-1] == new[-1]:
        old.pop()
        new.pop()
    return f"{' '.join(old) or 'nothing'} -> {after or 'nothing'}"


@dataclass(frozen=True)
class ReceiptEntry:
    """A document that was made anew, with the reasons and the facts that it prints differently."""

    document: str
    reasons: tuple[RebuildReason, ...]
    facts: tuple[FactChange, ...]

    @property
    def why(self) -> list[str]:
        """Each cause as a phrase. Keys that found other facts count only if none is printed differently."""
        causes = [reason for reason in self.reasons if reason.kind != "facts" or not self.facts]
        return [*map(str, self.facts), *map(str, causes)]

    def data(self) -> JsonObject:
        """The entry as JSON data."""
        return {
            "document": self.document,
            "why": self.why,
            "facts": [
                {"id": fact.id, "before": _summary_data(fact.before), "after": _summary_data(fact.after)}
                for fact in self.facts
            ],
            "reasons": [vars(reason) for reason in self.reasons],
        }


def _summary_data(summary: FactSummary | None) -> dict[str, str] | None:
    return None if summary is None else dict(zip(("value", "status", "grade", "date"), summary, strict=True))


def receipt_entry(
    document: str,
    reasons: Sequence[RebuildReason],
    before: Trace | None,
    after: Trace | None,
    withheld: Collection[str] = (),
) -> ReceiptEntry:
    """Return a document's entry; its facts are compared if there are traces of before and after.

    Of the facts of which anything is `withheld` it tells nothing that was printed before.
    """
    changes = []
    if before and after:
        old, new = before.details, after.details
        for id in sorted(old.shown.keys() | new.shown.keys()):
            if old.shown.get(id) == new.shown.get(id):
                continue
            if id not in withheld:
                changes.append(FactChange(id, old.facts.get(id), new.facts.get(id)))
            elif id in new.shown:
                changes.append(FactChange(id, new.facts.get(id), new.facts.get(id)))
        reasons = [r for r in reasons if r.kind != "facts" or r.what.rpartition("/")[2] not in withheld]
    return ReceiptEntry(document, tuple(reasons), tuple(changes))


def receipt_lines(entries: Iterable[ReceiptEntry]) -> list[str]:
    """Return lines that say which documents were made anew and why, each cause once, with its documents.

    Documents that were not built before are left out.
    """
    shown = [entry for entry in entries if entry.reasons and entry.reasons[0].kind != "new"]
    if not shown:
        return []
    causes: dict[str, list[str]] = {}
    for entry in shown:
        for cause in entry.why:
            causes.setdefault(cause, []).append(entry.document)
    count = f"{len(shown)} document{'' if len(shown) == 1 else 's'} rebuilt: "
    shared_by_all = all(len(documents) == len(shown) for documents in causes.values())
    if shared_by_all and len(causes) <= 2:
        return [count + "; ".join(causes)]
    lines = [count.rstrip()]
    for cause, documents in sorted(causes.items(), key=lambda item: -len(item[1])):
        lines.append(f"  {cause} ({_document_list(documents, len(shown))})")
    return lines if len(lines) <= _MOST else [*lines[:_MOST], f"  and {len(lines) - _MOST} causes more"]


def _document_list(documents: Sequence[str], total: int) -> str:
    if len(documents) == total and total > 1:
        return "all"
    rest = len(documents) - _NAMED
    return ", ".join(documents[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def receipt_data(
    entries: Iterable[ReceiptEntry],
    unchanged: Sequence[str],
    failed: Mapping[str, str],
    removed: Sequence[str],
) -> JsonObject:
    """Return the receipt as JSON data; `failed` has an error for each document."""
    return {
        "rebuilt": [entry.data() for entry in entries],
        "unchanged": list(unchanged),
        "failed": [{"document": id, "error": error} for id, error in failed.items()],
        "removed": list(removed),
    }
