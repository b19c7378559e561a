"""The first index of a desk: the records as soon as all are read, then what the rules found of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ..checks.desk_loading import LoadResult
from ..core.digests import digest
from ..core.problems import TextFile
from ..facts.fact_base import FactBase
from ..files.ledger_files import LedgerFile
from ..records.entries import Entry
from ..records.fact_reader import fact_texts
from .kept_judgements import KeptJudgement
from .record_index import RecordIndex, format_digest


@dataclass(frozen=True)
class Findings:
    """The findings of the rules on a desk: judgements with the places of their records, and their day."""

    judgements: tuple[tuple[int, KeptJudgement], ...]
    day: str
    signed: str

    @classmethod
    def of(cls, files: Iterable[TextFile], loaded: LoadResult, today: date) -> Findings | None:
        """Return what was found of all files; None if there are errors."""
        if loaded.base is None:
            return None
        kept = ((place, KeptJudgement.of(judgement)) for place, judgement in enumerate(loaded.judgements))
        telling = tuple((place, one) for place, one in kept if one.problems or one.reads)
        day = "" if loaded.pinned else today.isoformat()
        return cls(telling, day, signatures_digest(files, loaded.base))


def unjudged_index(files: Iterable[TextFile], entries: Sequence[Entry]) -> RecordIndex:
    """An index of all records without what the rules find."""
    facts = fact_texts(files)
    made = RecordIndex.new(facts)
    made.add(entries)
    made.set_files(facts)
    made.set_note("shape", format_digest())
    made.record_state(frozenset())
    return made


def judged(index: RecordIndex, found: Findings) -> RecordIndex:
    """The same index with what the rules found."""
    index.set_first_judgements(found.judgements)
    index.set_note("day", found.day)
    index.set_note("signed", found.signed)
    return index


def signatures_digest(files: Iterable[TextFile], base: FactBase) -> str:
    """Return a digest of all that is read to judge the signatures of issues: ssh-keygen is asked once."""
    published = (file.digest for file in files if isinstance(file, LedgerFile))
    return digest(*published, repr(base.desk.approvals))
