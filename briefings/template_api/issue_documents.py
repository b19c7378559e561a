"""Documents that are issues: under which name and in which series one goes out, and those that have.

A weekly and a daily are of their week or day, and go out once. Any other document goes on: what went out of
it on a day stands beside it as a document of its own, and that of another day may go out as the next number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from ..core.problems import BriefingsError
from ..facts.claims import Viewpoint
from ..facts.fact_base import FactBase
from ..facts.published_issues import WEEKLY, Ledger, latest_of_each
from ..records.weeks import week_by_id
from .documents import Document, Publication, Way, all_documents, weekly

_NUMBERED_TOGETHER = ("issue", "day", "event")  # by their folder; others each by itself
_KINDS = {"countries": "country", "topics": "topic"}
_LATEST = 3  # issues to which the document that goes on leads


def as_issue(document: Document, day: date) -> Document:
    """Return a document under the name of the issue as which it goes out on a day."""
    if document.week:
        return document
    return replace(document, id=f"{document.id}-{day}", out_of=document.id)


def issue_name(document: Document) -> str:
    """Return the name of an issue in the record: the week of a weekly, else the id of its document."""
    return document.id.removeprefix(f"{WEEKLY}/")


def series_of(document: Document) -> str:
    """Return the series in which a document is numbered: `weekly`, `flash`, `countries/tajikistan`."""
    if document.each in _NUMBERED_TOGETHER:
        return document.id.partition("/")[0]
    return document.out_of or document.id


def with_issues(base: FactBase, documents: Sequence[Document], at: Viewpoint, fixed: bool) -> list[Document]:
    """Return documents and the issues that went out of them in an edition, the newest first.

    A document that goes on leads to its latest issues. `fixed` leaves out those after the day of `at`.
    """
    others = [one for one in latest_of_each(base.ledgers, at.release) if one.series != WEEKLY]
    newest = [one for one in reversed(others) if not fixed or one.cutoff <= at.last_day]
    if not newest:
        return list(documents)
    made = {document.id for document in documents}
    return [
        *(_with_way(document, newest) for document in documents),
        *(_issue(base, ledger) for ledger in newest if ledger.document not in made),
    ]


def _with_way(document: Document, newest: Iterable[Ledger]) -> Document:
    own = [one for one in newest if one.of_document == document.id != one.document][:_LATEST]
    if not own:
        return document
    way = Way("Published", tuple((one.name, one.document, "") for one in own))
    return replace(document, ways=(*document.ways, way))


def _issue(base: FactBase, ledger: Ledger) -> Document:
    """An issue as the build copies it: nothing of it is looked up again."""
    folder = ledger.document.partition("/")[0]
    return Document(
        ledger.document,
        _KINDS.get(folder, folder),
        ledger.title,
        "",
        ledger.about,
        lambda: base.desk,
        Viewpoint(ledger.as_of, ledger.known, ledger.release),
        publication=_publication(ledger),
        out_of=ledger.of_document,
    )


def _publication(ledger: Ledger) -> Publication:
    return Publication(
        ledger.number, ledger.revision, ledger.reason, ledger.published, ledger.signed, ledger.reviewed
    )


def as_published(base: FactBase, ledger: Ledger) -> Document:
    """Return the document at the clocks and under the number of its ledger, to be made again.

    Raises BriefingsError if the desk has no such document any more.
    """
    at = Viewpoint(ledger.as_of, ledger.known, ledger.release)
    since = Viewpoint(ledger.since, ledger.since, ledger.release) if ledger.since else None
    document = next(_candidates(base, ledger, at), None)
    if document is None:
        remedy = "put back what it is about, or its entry in the desk's documents"
        raise BriefingsError(f"{ledger.name} cannot be made again: no document {ledger.of_document}", remedy)
    named = as_issue(document, ledger.cutoff) if ledger.series != WEEKLY else document
    return replace(named, since=since, publication=_publication(ledger))


def _candidates(base: FactBase, ledger: Ledger, at: Viewpoint) -> Iterator[Document]:
    if ledger.series == WEEKLY:
        yield weekly(base, week_by_id(ledger.issue, base.desk), at)
    else:
        yield from (one for one in all_documents(base, at) if one.id == ledger.of_document)
