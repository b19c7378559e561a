"""What is out that holds a record: published issues, the groups that were sent them, documents as built."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from ..facts.fact_base import FactBase
from .impact_report import issues_naming


def published_lines(base: FactBase, id: str) -> Iterator[str]:
    """Yield a line for each published edition that holds a record: what of it, and to whom it was sent."""
    for ledger, printed in issues_naming(base.ledgers, id):
        groups = ", ".join(ledger.sent_to) or "no group that is noted"
        yield f"{ledger.name}, {ledger.release.value}: {'; '.join(printed)}; sent to {groups}"


def groups_told(base: FactBase, id: str) -> list[str]:
    """Return the ids of the groups that were sent any of that, each once."""
    named = (ledger for ledger, _ in issues_naming(base.ledgers, id))
    return sorted({group for ledger in named for group in ledger.sent_to})


def built_lines(manifests: Mapping[str, bytes | None], id: str) -> Iterator[str]:
    """Yield a line for each built document that prints a fact or cites a source; `manifests` by their folder.

    A manifest that is none is passed over: the next build makes it anew.
    """
    for folder, text in manifests.items():
        try:
            documents = json.loads(text or b"{}").get("documents", [])
            for document in documents:
                if id in document["facts"] or id in document["sources"]:
                    forms = [document[form] for form in ("html", "pdf") if document[form]]
                    yield from (f"{folder}/{name}" for name in forms)
        except (ValueError, AttributeError, KeyError, TypeError, RecursionError):
            continue
