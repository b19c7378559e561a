"""Ledgers of published issues: the facts and claims that an issue printed, and its inputs.

A ledger is `facts/issues/ISSUE/rN/EDITION/ledger.json`, beside the HTML and PDF it vouches for. It is written
once, by `briefings publish`; this module only reads. `seal` is the digest of the rest of it.

An issue is a document as it went out: a weekly is named for its week, a daily for its day, and a document
that goes on, such as a one-pager, for the day on which it went out (`countries/tajikistan-2022-05-06`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, model_validator

from ..core.dates import monday_of_week
from ..core.digests import digest
from ..core.json_types import JsonObject
from ..core.markings import Marking
from ..core.problems import Mark, Problem, TextFile
from ..files.ledger_files import ISSUES_FOLDER, LEDGER_NAME, LedgerFile
from .sent_issues import holding_groups


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PrintedClaim(_Part):
    """A claim as it was when printed; `said` holds its fields by their YAML keys, as text."""

    id: str | None
    source: str
    publisher: str
    at: tuple[int, ...]
    origin: tuple[str, ...]
    as_of: str | None
    grade: Annotated[str, Field(pattern="^[A-F][1-6]$")]
    said: Mapping[str, str]


class PrintedValue(_Part):
    """A number, date or name as printed; `claim` is the index of its claim in the fact."""

    field: str
    text: str
    claim: int


class PrintedFact(_Part):
    """A fact that the issue shows: every claim shown or cited, and the values printed from them."""

    id: str
    kind: str
    label: str
    about: tuple[str, ...]
    marking: Marking
    digest: str
    claims: tuple[PrintedClaim, ...]
    printed: tuple[PrintedValue, ...]

    @model_validator(mode="after")
    def _claims_are_there(self) -> Self:
        if not all(0 <= value.claim < len(self.claims) for value in self.printed):
            raise ValueError(f"{self.id}: a value of a claim that it has not")
        return self

    def of(self, claim: PrintedClaim) -> tuple[PrintedValue, ...]:
        """The values printed from one claim."""
        return tuple(item for item in self.printed if self.claims[item.claim] is claim)


class PrintedJudgement(_Part):
    """A judgement that the issue shows."""

    id: str
    likelihood: str
    confidence: str


class IssueFile(_Part):
    """A file of the issue: name in the ledger's folder, digest, size in bytes."""

    name: str
    sha256: str
    bytes: int


class Correction(_Part):
    """A correction of a fact in an earlier issue, stated by this one. `now` digests the corrected state."""

    issue: str
    fact: str
    now: str


class IssueInputs(_Part):
    """The inputs of the issue by their digests, as in the trace of a build.

    `reads` are lookup keys by viewpoint, with digests of the records found and of what the view showed;
    `files` are templates, style, fonts and map data; `shape` is the program, Python and libraries by version.
    """

    document: Mapping[str, str]
    reads: Mapping[str, Mapping[str, tuple[str, str]]]
    sources: Mapping[str, str]
    files: Mapping[str, str]
    shape: Mapping[str, str]


WEEKLY = "weekly"
_OF_SIGNED_ISSUES = ("signed", "reviewed", "approved_by", "pdf_unsigned")
_ADDED_LATER = ("series", "about", "after")  # than there were issues to read


class Ledger(_Part):
    """The record of one edition of one revision of an issue.

    Issues are numbered by `series`. `about` is the key of the record that it is about, "" for a weekly.
    `after` is the SHA-256 of the page of the issue before it in its edition, "" for the first.
    """

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
    signed: bool = False
    reviewed: str = ""
    approved_by: tuple[str, ...] = ()
    pdf_unsigned: IssueFile | None = None  # the PDF before a signature was put into it
    series: str = WEEKLY
    about: str = ""
    after: str = ""
    seal: str = ""
    _place: str = PrivateAttr("")  # set by `read`, never written
    _sent_to: tuple[str, ...] = PrivateAttr(())  # likewise

    @model_validator(mode="after")
    def _is_of_its_series(self) -> Ledger:
        """Refuse an issue named as if it were of another series, which may ask for fewer approvals."""
        own = (f"{self.series}/", f"{self.series}-")
        if self.series != WEEKLY and (self.series.startswith(f"{WEEKLY}/") or not self.issue.startswith(own)):
            raise ValueError(f"{self.issue} is no issue of {self.series}")
        assert self.first_day
        return self

    @property
    def first_day(self) -> date:
        """The first day that it is of by its name, before which it cannot have gone out."""
        name = self.issue.rpartition("/")[2]
        return monday_of_week(name[-8:]) if "-W" in name[-8:] else date.fromisoformat(name[-10:])

    @property
    def place(self) -> str:
        """The folder of its files on this machine; "" unless it was read from a file."""
        return self._place

    @property
    def sent_to(self) -> tuple[str, ...]:
        """The ids of the groups that it was sent to."""
        return self._sent_to

    @property
    def pdf_made(self) -> IssueFile:
        """The PDF as it was made, which is what is approved: without the signature that may be within it."""
        return self.pdf_unsigned or self.pdf

    @property
    def document(self) -> str:
        """The issue's id among documents: `weekly/2021-W37`, `countries/tajikistan-2022-05-06`."""
        return f"{WEEKLY}/{self.issue}" if self.series == WEEKLY else self.issue

    @property
    def of_document(self) -> str:
        """The document that goes on, `countries/tajikistan`; the issue's own if it is of a week or day."""
        return self.document.removesuffix(f"-{self.cutoff}")

    @property
    def name(self) -> str:
        """Its name in issues and messages: `No. 3 (2021-W37, revision 2)`, `Daily No. 2 (2022-05-06)`."""
        revision = f", revision {self.revision}" if self.revision > 1 else ""
        return f"{series_name(self.series)}No. {self.number} ({self.issue.rpartition('/')[2]}{revision})"

    @property
    def folder(self) -> str:
        """Its folder, relative to the desk's."""
        return edition_folder(self.issue, self.revision, self.release)

    def fact(self, id: str) -> PrintedFact | None:
        """A printed fact by id; None if the issue does not show it."""
        return next((fact for fact in self.facts if fact.id == id), None)

    def cites(self, source: str) -> bool:
        """Return True if the issue rests on a source."""
        return source in self.inputs.sources

    def names(self, id: str) -> bool:
        """Return True if a record is one by which the issue is held against what the desk says later."""
        named = {self.about.rpartition("/")[2], *(item.id for item in self.judgements), *self.sent_to}
        return id in named or self.cites(id) or any(id in (fact.id, *fact.about) for fact in self.facts)

    def with_seal(self) -> Ledger:
        """A copy with its seal set."""
        return self.model_copy(update={"seal": self._digest()})

    def _digest(self) -> str:
        plain = self.model_copy(update={"seal": ""})._content()
        return digest(json.dumps(plain, sort_keys=True, ensure_ascii=False))

    def approved_content(self) -> str:
        """The digest of what a person approves of it: all but who signed and approved it, and how."""
        apart = {
            *_OF_SIGNED_ISSUES,
            "seal",
            "pdf",
            "html",
            "pages",
            "inputs",
        }  # what an approval names itself
        plain = self.model_dump(mode="json", exclude=apart | self._unset(_ADDED_LATER))
        return digest(json.dumps(plain, sort_keys=True, ensure_ascii=False))

    def _content(self) -> JsonObject:
        """The content of its file; a weekly that nobody signed is written as before there was more."""
        return self.model_dump(mode="json", exclude=self._unset((*_OF_SIGNED_ISSUES, *_ADDED_LATER)))

    def _unset(self, names: Iterable[str]) -> set[str]:
        fields = type(self).model_fields
        return {name for name in names if getattr(self, name) == fields[name].default}

    @property
    def is_intact(self) -> bool:
        """True if the seal matches the content."""
        return self.seal == self._digest()

    def text(self) -> str:
        """The text of its file."""
        return json.dumps(self._content(), indent=1, ensure_ascii=False) + "\n"


def series_name(series: str) -> str:
    """Return what stands before a number: "Daily "; "" for the weekly and for a document's own numbers."""
    return "" if series == WEEKLY or "/" in series else f"{series.replace('-', ' ').capitalize()} "


def edition_folder(issue: str, revision: int, release: Marking) -> str:
    """The folder of an edition of an issue, relative to the desk's."""
    return f"{ISSUES_FOLDER}/{issue}/r{revision}/{release.file_name}"


def read(files: Iterable[LedgerFile]) -> tuple[tuple[Ledger, ...], list[Problem]]:
    """Return the ledgers by cut-off, revision and release, and the problems of unreadable or changed ones."""
    ledgers: list[Ledger] = []
    problems: list[Problem] = []
    files = list(files)
    for file in files:
        try:
            if file.refused:
                raise ValueError(file.refused.message)
            ledger = Ledger.model_validate_json(file.text)
        except (ValidationError, ValueError) as error:
            reason = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
            problem = Problem(
                "published-unreadable", f"not a ledger: {reason}", _mark(file), expected=_RESTORE
            )
            problems.append(problem)
            continue
        ledger._place = file.place
        ledger._sent_to, odd = holding_groups(file.sent, ledger.html.sha256, ledger.pdf.sha256)
        for name in odd:
            message = f"{name} says that something else was sent than was published"
            problems.append(Problem("published-changed", message, _mark(file), expected=_RESTORE))
        ledgers.append(ledger)
        problems += _changed(file, ledger)
    ledgers.sort(key=lambda ledger: (ledger.cutoff, ledger.revision, ledger.release.rank))
    by_path = {file.path: file for file in files}
    problems += _clashing(ledgers, by_path)
    problems += _without_the_one_before(ledgers, by_path)
    return tuple(ledgers), problems


_RESTORE = (
    "the file as published: git checkout it; "
    "to change an issue, publish a revision: briefings publish --reason"
)


def _changed(file: LedgerFile, ledger: Ledger) -> Iterator[Problem]:
    """Problems of a ledger or of its two files that were edited, moved or removed."""
    if not ledger.is_intact or file.path != f"{ledger.folder}/{LEDGER_NAME}":
        message = f"the ledger of {ledger.issue} was edited or moved"
        yield Problem("published-changed", message, _mark(file, '"seal"'), expected=_RESTORE)
    for copy in (ledger.html, ledger.pdf):
        if file.beside.get(copy.name) != copy.sha256:
            what = "is not what was published" if copy.name in file.beside else "is gone"
            message = f"{ledger.folder}/{copy.name} {what}"
            yield Problem("published-changed", message, _mark(file, copy.sha256), expected=_RESTORE)


def _clashing(ledgers: Iterable[Ledger], files: Mapping[str, LedgerFile]) -> Iterator[Problem]:
    """Problems of numbers that two issues have, or an issue two of; `ledgers` are by cut-off.

    Two people who publish on branches of their own each take the next number.
    """
    numbers: dict[tuple[str, int], Ledger] = {}
    issues: dict[str, Ledger] = {}
    for ledger in ledgers:
        first = numbers.setdefault((ledger.series, ledger.number), ledger)
        own = issues.setdefault(ledger.issue, ledger)
        other = own if own.number != ledger.number else first if first.issue != ledger.issue else None
        file = files.get(f"{ledger.folder}/{LEDGER_NAME}")
        there = other and files.get(f"{other.folder}/{LEDGER_NAME}")
        if other and file and there:
            yield Problem(
                "published-number",
                f"{ledger.issue} is No. {ledger.number}, and {other.issue} is No. {other.number}",
                _mark(file, '"number"'),
                f"a number for each issue: git rm -r {ISSUES_FOLDER}/{ledger.issue}, then briefings publish "
                f"{ledger.of_document}, which takes the next one",
                related=((_mark(there, '"number"'), "published here"),),
            )


def _without_the_one_before(ledgers: Iterable[Ledger], files: Mapping[str, LedgerFile]) -> Iterator[Problem]:
    """Problems of issues that follow one which is not in the record.

    Who may sign for two desks signs no issue of one into the record of the other; and none is taken out
    unseen, but the last.
    """
    pages = {ledger.html.sha256 for ledger in ledgers}
    for ledger in ledgers:
        file = files.get(f"{ledger.folder}/{LEDGER_NAME}")
        if file and ledger.after and ledger.after not in pages:
            message = (
                f"{ledger.name} follows an issue that is not here: one was removed, or it is another desk's"
            )
            yield Problem("published-changed", message, _mark(file, '"after"'), expected=_RESTORE)


def page_before(ledgers: Iterable[Ledger], series: str, number: int, release: Marking) -> str:
    """Return the SHA-256 of the page of the issue before a number in its edition; "" if it is the first."""
    before = [
        one for one in ledgers if (one.series, one.release) == (series, release) and one.number < number
    ]
    return max(before, key=lambda one: (one.number, one.revision)).html.sha256 if before else ""


def _mark(file: TextFile, near: str = "") -> Mark:
    """The first place of a text in a file; else its beginning."""
    start = max(0, file.text.find(near))
    return file.mark(start, start + max(1, len(near)))


def ledger_mark(file: TextFile) -> Mark:
    """The beginning of a ledger's file, where what concerns all of it is said."""
    return _mark(file)


def fact_mark(file: TextFile, id: str) -> Mark:
    """The place of a fact in a ledger's file; else the beginning of the file."""
    return _mark(file, f'"id": {json.dumps(id, ensure_ascii=False)}')


def groups_holding(ledgers: Iterable[Ledger], printed: Ledger, fact: str, was: str) -> list[str]:
    """The ids of the groups that were sent what an issue printed of a fact, in any of its revisions."""
    groups: dict[str, None] = {}
    for ledger in ledgers:
        if (ledger.issue, ledger.release) == (printed.issue, printed.release):
            other = ledger.fact(fact)
            if other and (not was or any(value.text == was for value in other.printed)):
                groups |= dict.fromkeys(ledger.sent_to)
    return list(groups)


def latest_of_document(ledgers: Iterable[Ledger], document: str, release: Marking) -> Ledger | None:
    """The latest revision of an issue in an edition, by its document's id; None if it was not published."""
    return next((ledger for ledger in latest_of_each(ledgers, release) if ledger.document == document), None)


def latest_of_each(ledgers: Iterable[Ledger], release: Marking) -> list[Ledger]:
    """The latest revision of each issue in an edition, by cut-off; `ledgers` are by revision."""
    latest = {ledger.issue: ledger for ledger in ledgers if ledger.release == release}
    return sorted(latest.values(), key=lambda ledger: ledger.cutoff)
