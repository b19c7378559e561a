"""The files of published issues as they lie on the disk, before anything is read in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..core.digests import digest
from ..core.problems import TextFile

LEDGER_NAME = "ledger.json"
ISSUES_FOLDER = "facts/issues"


@dataclass(frozen=True, eq=False)
class LedgerFile(TextFile):
    """A ledger's text, with the folder it lies in on this machine and the digest of each file found there."""

    beside: Mapping[str, str] = field(default_factory=dict)
    place: str = ""

    @cached_property
    def digest(self) -> str:
        """Of what lies beside it too: all of it must stay as it is."""
        return digest(self.text, repr(self.refused), repr(sorted(self.beside.items())))

    def __reduce__(self) -> tuple[type[TextFile], tuple[object, ...]]:  # type: ignore[override]
        return (LedgerFile, (self.path, self.text, self.refused, self.beside, self.place))
