"""The files of published issues as they lie on the disk, before anything is read in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from ..core.digests import digest, sha256
from ..core.problems import TextFile
from .plain_files import plain_bytes
from .ssh_signatures import SignatureFault, signer

LEDGER_NAME = "ledger.json"
ISSUES_FOLDER = "facts/issues"
APPROVAL_PREFIX = "approval-"  # of the files beside a ledger that approve what it vouches for
SENT_PREFIX = "sent-"  # of those that say to whom it was sent
SIGNERS = "facts/signers"  # allowed signers, as ssh-keygen reads them


@dataclass(frozen=True, eq=False)
class LedgerFile(TextFile):
    """A ledger's text, with the folder it lies in on this machine and the digest of each file found there.

    `signed` holds the signatures and approvals among those files, `signers` the desk's list of who may sign;
    None if it has none; `sent` the notes of to whom the issue was sent.
    """

    beside: Mapping[str, str] = field(default_factory=dict)
    place: str = ""
    signed: Mapping[str, bytes] = field(default_factory=dict)
    signers: bytes | None = None
    sent: Mapping[str, bytes] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """Of what lies beside it too: all of it must stay as it is."""
        found = repr(sorted(self.beside.items()))
        return digest(self.text, repr(self.refused), found, repr(self.signers))

    def signer(self, name: str, data: bytes, purpose: str, day: date) -> str:
        """Return who signed data, by the signature `name` beside the ledger; raises SignatureFault."""
        if name not in self.signed:
            raise SignatureFault(f"{name} is not there")
        return signer(data, self.signed[name], self.signers or b"", purpose, day)

    def unsigned_digest(self, name: str, length: int) -> str:
        """Return the digest of a PDF beside the ledger without the signature within it; raises SignatureFault
        if more than that was added to so many bytes."""
        from .pdf_signatures import unsigned_part

        return sha256(unsigned_part(plain_bytes(Path(self.place) / name), length))

    def __reduce__(self) -> tuple[type[TextFile], tuple[object, ...]]:  # type: ignore[override]
        return (LedgerFile, self._state())

    def _state(self) -> tuple[object, ...]:
        found = (self.beside, self.place, self.signed, self.signers, self.sent)
        return self.path, self.text, self.refused, *found
