"""Approvals of built documents that are no issues: one-pagers, topics and those of the desk's own.

Like that of an issue, an approval states digests: of page, PDF and everything that they were made from. It
holds for the bytes in the build folder on the day that they are of, and for none else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from ..build.build_plan import FailedDocument, PlannedDocument
from ..core.digests import digest
from ..core.markings import Marking
from ..core.problems import BriefingsError
from ..facts.issue_approvals import SignedStatement
from ..files.ssh_signatures import APPROVAL, ENDING, SignatureFault, signer
from .issue_signing import APPROVALS_FOLDER, signed_statement


class DocumentApproval(SignedStatement):
    """The statement that is signed: a document of a day, in an edition, as it was built."""

    release: Marking
    day: date
    html: str
    pdf: str
    inputs: str

    def void_because(self, day: date, built: Mapping[str, str]) -> str:
        """Return why it does not approve what is built, by form and digest, on a day; "" if it does."""
        if self.day != day:
            return f"it approves the document of {self.day}"
        words = {"html": "page", "pdf": "PDF"}
        changed = [word for form, word in words.items() if built.get(form) != getattr(self, form)]
        return f"since then its {' and its '.join(changed)} changed" if changed else ""


def folder_of(document: str, release: Marking) -> str:
    """The folder of the approvals of a document's edition, relative to the desk's."""
    return f"{APPROVALS_FOLDER}/{document}/{release.file_name}"


def document_approval(
    item: PlannedDocument | FailedDocument, release: Marking, day: date, key: Path, signers: bytes
) -> tuple[str, dict[str, bytes]]:
    """Return who approves a document, and the files of the approval by name.

    Raises BriefingsError unless page and PDF are built as the facts are now.
    """
    if isinstance(item, FailedDocument):
        raise item.error
    id, trace = item.document.id, item.after
    if item.reasons or item.changes:
        remedy = f"build it and read it before you approve it: briefings build {id}"
        raise BriefingsError(f"{id} is not built as the facts are now", remedy)
    made_from = [dict(trace.document), dict(trace.files), dict(trace.shape), trace.details.reads]
    statement = DocumentApproval(
        document=id, release=release, day=day, html=trace.page, pdf=str(trace.pdf["sha256"]),
        inputs=digest(json.dumps(made_from, sort_keys=True, ensure_ascii=False)),
    )  # fmt: skip
    return signed_statement(statement.text(), key, signers, day)


def approvers(
    files: Mapping[str, bytes], day: date, built: Mapping[str, str], signers: bytes
) -> tuple[list[str], list[str]]:
    """Return who approved what is built of a document, and why each other approval of it is void."""
    persons: set[str] = set()
    void: list[str] = []
    for name, text in sorted(files.items()):
        if name.endswith(ENDING):
            continue
        try:
            why = DocumentApproval.model_validate_json(text).void_because(day, built)
            person = (
                signer(text, files.get(f"{name}{ENDING}", b""), signers, APPROVAL, day) if not why else ""
            )
        except ValidationError:
            why = "it is no approval, or was edited"
        except SignatureFault as fault:
            why = str(fault)
        if why:
            void.append(why)
        else:
            persons.add(person)
    return sorted(persons), void
