"""Approvals of issues: what a person's signature vouches for, and how many of them a desk asks for.

An approval states the digests of an issue's bytes and inputs, and of what its ledger says of them. It follows
from the ledger, so it holds for that one only: whatever changes, even a byte, makes another.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from ..core.digests import digest
from ..core.markings import Marking
from ..records.desk_settings import Approvals
from .published_issues import Ledger


class Approval(BaseModel):
    """The statement that is signed by who has read it: an edition of an issue as it goes out on one day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    document: str
    number: int
    revision: int
    release: Marking
    published: date
    html: str
    pdf: str
    inputs: str
    record: str

    def text(self) -> bytes:
        """Return the bytes that are signed."""
        return (json.dumps(self.model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n").encode()

    @classmethod
    def of(cls, ledger: Ledger) -> Approval:
        """Return what is approved of an issue."""
        inputs = json.dumps(ledger.inputs.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return cls(
            document=ledger.document,
            number=ledger.number,
            revision=ledger.revision,
            release=ledger.release,
            published=ledger.published,
            html=ledger.html.sha256,
            pdf=ledger.pdf_made.sha256,
            inputs=digest(inputs),
            record=ledger.approved_content(),
        )


def void_because(statement: bytes, ledger: Ledger) -> str:
    """Return why a statement does not approve an issue; "" if it does."""
    wanted = Approval.of(ledger)
    if statement == wanted.text():
        return ""
    try:
        given = Approval.model_validate_json(statement)
    except ValidationError:
        return "it is no approval, or was edited"
    differing = [name for name, value in wanted if getattr(given, name) != value]
    if "published" in differing:
        return f"it approves what goes out on {given.published}, not on {wanted.published}"
    words = {"html": "its page", "pdf": "its PDF", "inputs": "what it is made from", "record": "its ledger"}
    return f"since then {' and '.join(words.get(name, name) for name in differing) or 'its bytes'} changed"


def missing_approvals(policy: Approvals | None, ledger: Ledger, signer: str, persons: Collection[str]) -> int:
    """Return how many approvals an issue lacks that `persons` approved and `signer` publishes."""
    if policy is None or not policy.hold_on(max(ledger.published, ledger.first_day)):
        return 0
    counted = {person for person in persons if policy.not_by is None or person != signer}
    return max(0, policy.asked_of(ledger.series) - len(counted))
