"""Ledgers of published issues: what an issue printed, from which claims, at which clocks, and what it was
made of.

A ledger is `facts/issues/WEEK/rN/EDITION/ledger.json`, beside the HTML and PDF it vouches for. It is written
once, by `briefings publish`; everything here only reads. `seal` is the digest of all the rest of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError

from ..core.digests import digest
from ..core.problems import Mark, Problem, TextFile
from ..core.values import Marking
from ..files.ledger_files import ISSUES_FOLDER, LEDGER_NAME, LedgerFile


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PrintedClaim(_Part):
    """A claim as it stood when it was printed; `said` holds its fields by their YAML keys, as text."""

    id: str | None
    source: str
    publisher: str
    at: tuple[int, ...]
    origin: tuple[str, ...]
    as_of: str | None
    grade: str
    said: Mapping[str, str]


class PrintedValue(_Part):
    """One number, date or name as it stands on the page, and which of the fact's claims it is from."""

    field: str
    text: str
    claim: int


class PrintedFact(_Part):
    """A fact that the issue shows: every claim it showed or cited, and what it printed of them."""

    id: str
    kind: str
    label: str
    about: tuple[str, ...]
    marking: Marking
    digest: str
    claims: tuple[PrintedClaim, ...]
    printed: tuple[PrintedValue, ...]

    def of(self, claim: PrintedClaim) -> tuple[PrintedValue, ...]:
        """What was printed from one claim."""
        return tuple(item for item in self.printed if self.claims[item.claim] is claim)


class PrintedJudgement(_Part):
    id: str
    likelihood: str
    confidence: str


class IssueFile(_Part):
    """A file of the issue: its name in the ledger's folder, its digest and size in bytes."""

    name: str
    sha256: str
    bytes: int


class Correction(_Part):
    """A correction that the issue states: of a fact in an earlier issue. `now` digests what it says holds."""

    issue: str
    fact: str
    now: str


class IssueInputs(_Part):
    """What the issue was made of, each by its digest, as a trace of a build has it.

    `reads` are the keys that were looked up, by viewpoint, with digests of what was held and what was shown;
    `files` templates, style, fonts and map data; `shape` the program, Python and libraries by version.
    """

    document: Mapping[str, str]
    reads: Mapping[str, Mapping[str, tuple[str, str]]]
    sources: Mapping[str, str]
    files: Mapping[str, str]
    shape: Mapping[str, str]


class Ledger(_Part):
    """The record of one edition of one revision of an issue."""

    format: Literal[1] = 1
    issue: str
    number: int
    revision: int
    reason: str | None
    title: str
    first: date
    cutoff: date
    as_of: date
    known: date
    since: date | None
    release: Marking
    marking: Marking
    published: date
    html: IssueFile
    pdf: IssueFile
    pages: int
    facts: tuple[PrintedFact, ...]
    judgements: tuple[PrintedJudgement, ...]
    corrections: tuple[Correction, ...]
    inputs: IssueInputs
    seal: str = ""
    # Where its files lie on this machine: told by whoever read it, never written.
    _place: str = PrivateAttr("")

    @property
    def place(self) -> str:
        return self._place

    @property
    def document(self) -> str:
        """The document's id: `weekly/2021-W37`."""
        return f"weekly/{self.issue}"

    @property
    def name(self) -> str:
        """How other issues and messages call it."""
        return f"No. {self.number} ({self.issue}{f', revision {self.revision}' if self.revision > 1 else ''})"

    @property
    def folder(self) -> str:
        return edition_folder(self.issue, self.revision, self.release)

    def fact(self, id: str) -> PrintedFact | None:
        return next((fact for fact in self.facts if fact.id == id), None)

    def cites(self, source: str) -> bool:
        return source in self.inputs.sources

    def with_seal(self) -> Ledger:
        return self.model_copy(update={"seal": self._digest()})

    def _digest(self) -> str:
        plain = self.model_copy(update={"seal": ""}).model_dump(mode="json")
        return digest(json.dumps(plain, sort_keys=True, ensure_ascii=False))

    @property
    def is_intact(self) -> bool:
        return self.seal == self._digest()

    def text(self) -> str:
        return json.dumps(self.model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n"


def edition_folder(issue: str, revision: int, release: Marking) -> str:
    """Where an edition of an issue is kept, from the desk's folder."""
    return f"{ISSUES_FOLDER}/{issue}/r{revision}/{release.file_name}"


def read(files: Iterable[LedgerFile]) -> tuple[tuple[Ledger, ...], list[Problem]]:
    """The ledgers by cut-off, revision and release; and what is wrong with what lies in the record."""
    ledgers: list[Ledger] = []
    problems: list[Problem] = []
    for file in files:
        try:
            if file.refused:
                raise ValueError(file.refused.message)
            ledger = Ledger.model_validate_json(file.text)
        except (ValidationError, ValueError) as error:
            said = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
            problems.append(
                Problem("published-unreadable", f"not a ledger: {said}", _mark(file), expected=_RESTORE)
            )
            continue
        ledger._place = file.place
        ledgers.append(ledger)
        problems += _changed(file, ledger)
    ledgers.sort(key=lambda ledger: (ledger.cutoff, ledger.revision, ledger.release.rank))
    return tuple(ledgers), problems


_RESTORE = "the file as published: git checkout it; to change an issue, publish a revision: briefings publish --reason"


def _changed(file: LedgerFile, ledger: Ledger) -> Iterator[Problem]:
    """What was published is never edited: the ledger and its two files are what they were."""
    if not ledger.is_intact or file.path != f"{ledger.folder}/{LEDGER_NAME}":
        yield Problem(
            "published-changed",
            f"the ledger of {ledger.issue} was edited or moved",
            _mark(file, '"seal"'),
            expected=_RESTORE,
        )
    for copy in (ledger.html, ledger.pdf):
        if file.beside.get(copy.name) != copy.sha256:
            what = "is not what was published" if copy.name in file.beside else "is gone"
            yield Problem(
                "published-changed",
                f"{ledger.folder}/{copy.name} {what}",
                _mark(file, copy.sha256),
                expected=_RESTORE,
            )


def _mark(file: TextFile, near: str = "") -> Mark:
    """The first place of a text in a file; else its beginning."""
    start = max(0, file.text.find(near))
    return file.mark(start, start + max(1, len(near)))


def fact_mark(file: TextFile, id: str) -> Mark:
    """Where a ledger tells of a fact."""
    return _mark(file, f'"id": {json.dumps(id, ensure_ascii=False)}')


def latest_of_issue(ledgers: Iterable[Ledger], issue: str, release: Marking) -> Ledger | None:
    """The latest revision of an issue in an edition."""
    return next((found for found in reversed(latest_of_each(ledgers, release)) if found.issue == issue), None)


def latest_of_each(ledgers: Iterable[Ledger], release: Marking) -> list[Ledger]:
    """The latest revision of each issue in an edition, by cut-off."""
    latest = {ledger.issue: ledger for ledger in ledgers if ledger.release == release}
    return sorted(latest.values(), key=lambda ledger: ledger.cutoff)
