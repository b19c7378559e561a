"""The documents of a desk, and the viewpoint from which each is written."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from ..core import printed_dates
from ..core.dates import PartialDate
from ..core.filenames import slug as slug
from ..core.problems import BriefingsError, nearest
from ..facts.claims import Fact, Viewpoint
from ..facts.fact_base import FactBase
from ..facts.labels import fact_label, own_text
from ..facts.view import View
from ..records.desk_settings import Desk, DocumentKind
from ..records.entities import Country, Matter, Organization, Person, Place
from ..records.fact_kinds import Event
from ..records.judgements import Issue, Topic, unwritten_issue
from ..records.weeks import Week, week_by_id


@dataclass(frozen=True)
class Publication:
    """The number, revision and day of an issue; a revision after the first gives its reason.

    `reviewed` is what it says of its review, "" for nothing; `signed` if its files are signed.
    """

    number: int
    revision: int
    reason: str | None
    published: date
    signed: bool = False
    reviewed: str = ""


@dataclass(frozen=True)
class Way:
    """The documents to which another leads under one label, each by its title, id and own marking or ""."""

    label: str
    targets: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Document:
    """One document: `id` is its path in the build folder without the ending."""

    id: str
    kind: str
    title: str
    template: str
    about: str  # kind and id of the record that it is about, as a key
    find: Callable[[], Any] = field(repr=False, compare=False)
    at: Viewpoint
    week: Week | None = None
    # The viewpoint of the last issue, against which marks and changes are computed; None for a first issue.
    since: Viewpoint | None = None
    one_page: bool = False
    # The cut-off of a document of the day; None for another.
    hour: str | None = None
    # What there is one of it for, which is also what its template calls its subject.
    each: str = "country"
    # None for a draft, and for what is not published as an issue.
    publication: Publication | None = None
    # Of an issue of a document that goes on: the id of that document; "" for any other.
    out_of: str = ""
    ways: tuple[Way, ...] = ()

    @property
    def last_day(self) -> date:
        """The last day that it is of: the cut-off of a week's or a day's, else that of its clocks."""
        return self.week.cutoff if self.week else self.at.last_day

    @cached_property
    def subject(self) -> Any:
        """The record that it is about, looked up on first use: most documents of a build stay as they are."""
        return self.find()


def all_documents(
    base: FactBase,
    at: Viewpoint,
    fixed: bool = False,
    drafts: Iterable[str] = (),
    days: Collection[date] = (),
) -> list[Document]:
    """All documents of the desk as of `at`. `fixed`: the day was asked for, so later issues are left out.

    `drafts` are weeks whose issue is made without a record, from the facts alone; `days` are earlier ones of
    which a daily is wanted.
    """
    base = base.edition(at.release)  # a document above the release is not there to be named
    last = last_issue(base, at.last_day)
    since = None if last is None else Viewpoint(last.cutoff, last.cutoff, at.release)
    # a country on which nothing is held has a page that says so
    held = [id for id in base.desk.region if base.stock.entry(Country.kind, id) is not None]
    documents = [country(base, id, at, since) for id in held]
    topics = sorted(base.records("topics", Topic), key=lambda t: t.id)
    documents += [
        Document(
            f"topics/{topic.id}",
            "topic",
            topic.title,
            "topic.html.j2",
            *_of(topic),
            at,
            since=since,
            each="topic",
        )
        for topic in topics
    ]
    documents += [
        weekly(base, issue_week, at)
        for issue_week in issue_weeks(base, drafts)
        if not fixed or issue_week.cutoff <= at.last_day
    ]
    documents = _with_ways(documents, topics, {d.about: _marking_of(base, d.about) for d in documents})
    documents += [
        further
        for kind in base.desk.documents
        for further in _further(kind, base, documents, at, since, days)
    ]
    clash = _clash(documents)
    if clash:
        raise BriefingsError(f"two documents would be written as {clash!r}", "give one of them another name")
    return documents


def _with_ways(
    documents: Sequence[Document], topics: Sequence[Topic], markings: Mapping[str, str]
) -> list[Document]:
    """Return the documents, each with its ways to others of them. Weeklies stand in order."""

    def target(document: Document) -> tuple[str, str, str]:
        return document.title, document.id, markings.get(document.about, "")

    countries = {d.about: target(d) for d in documents if d.kind == "country"}
    issues = [target(d) for d in documents if d.kind == "weekly"]
    places = {id: place for place, (_, id, _) in enumerate(issues)}
    newest = Way("Newest issue", tuple(issues[-1:]))
    concerned = {
        f"{Topic.kind}/{topic.id}": [f"{Country.kind}/{id}" for id in topic.countries] or [*countries]
        for topic in topics
    }
    members = {topic: frozenset(found) for topic, found in concerned.items()}
    all_topics = [(d.about, target(d)) for d in documents if d.kind == "topic"]

    def ways(document: Document) -> list[Way]:
        match document.kind:
            case "country":
                about = [target for topic, target in all_topics if document.about in members[topic]]
                return [newest, Way("Topics", tuple(about))]
            case "topic":
                about = [countries[id] for id in concerned[document.about] if id in countries]
                others = [target for topic, target in all_topics if topic != document.about]
                return [newest, Way("Countries", tuple(about)), Way("Other topics", tuple(others))]
        place = places[document.id]
        return [
            Way("Previous issue", tuple(issues[place - 1 : place] if place else ())),
            Way("Next issue", tuple(issues[place + 1 : place + 2])),
            Way("Countries", tuple(countries.values())),
            Way("Topics", tuple(target for _, target in all_topics)),
        ]

    return [replace(d, ways=tuple(way for way in ways(d) if way.targets)) for d in documents]


def _further(
    kind: DocumentKind,
    base: FactBase,
    documents: Sequence[Document],
    at: Viewpoint,
    since: Viewpoint | None,
    days: Collection[date],
) -> list[Document]:
    """The documents of a kind that the desk adds: one for each of its subjects, or one for all."""
    if kind.each == "day":
        earlier = sorted((day for day in days if day < at.last_day), reverse=True)
        return [
            _of_day(kind, base.desk, own) for own in (at, *(Viewpoint(d, d, at.release) for d in earlier))
        ]
    if kind.each == "desk":
        name = f"{kind.folder}/{kind.folder}"
        template, own = str(kind.template), _of(base.desk)
        return [
            Document(
                name, kind.folder, _heading(kind), template, *own, at, None, since, kind.one_page, each="desk"
            )
        ]
    if kind.each in _RECORDS:
        subjects = _subjects(kind.each, base, at)
        wanted = [one for one in subjects if not kind.only or one.id in kind.only]
        return [_about(kind, subject, base, documents, at, since) for subject in wanted]
    beside = [d for d in documents if d.each == kind.each and d.kind in ("country", "topic", "weekly")]
    return [
        replace(
            d,
            id=f"{kind.folder}/{d.id.split('/', 1)[1]}",
            kind=kind.folder,
            template=str(kind.template),
            one_page=kind.one_page,
        )
        for d in beside
        if not kind.only or d.about.partition("/")[2] in kind.only
    ]


def _of_day(kind: DocumentKind, desk: Desk, at: Viewpoint) -> Document:
    """The document of a day: since the day before, up to its hour."""
    day, before = at.last_day, at.last_day - timedelta(days=1)
    title = f"{_heading(kind)}, {printed_dates.date_or_interval(PartialDate.of(day), desk.locale)}"
    return Document(
        f"{kind.folder}/{day}",
        kind.folder,
        " ".join(title.split()),
        str(kind.template),
        *_of(desk),
        at,
        Week(day.isoformat(), day, days=1),
        Viewpoint(before, before, at.release),
        kind.one_page,
        kind.hour,
        each=kind.each,
    )


def _heading(kind: DocumentKind) -> str:
    return kind.folder.replace("-", " ").capitalize()


# The records of which a desk may have a document for each.
_RECORDS: Mapping[str, type[Any]] = {
    "event": Event,
    "organization": Organization,
    "person": Person,
    "place": Place,
    "matter": Matter,
}
ENTITIES = ("country", "organization", "person")


def _subjects(each: str, base: FactBase, at: Viewpoint) -> Sequence[Any]:
    """The facts or records of which there is a document each."""
    if each == "event":
        return View(base, at).of_kind(Event.kind, ended=True, negated=True)
    return base.records(_RECORDS[each].kind, _RECORDS[each])


def _about(
    kind: DocumentKind,
    subject: Any,
    base: FactBase,
    documents: Sequence[Document],
    at: Viewpoint,
    since: Viewpoint | None,
) -> Document:
    """The document on one event, body, person, place or matter, with its ways to countries and topics."""
    view = View(base, at)
    pages = {d.about: d for d in documents if d.kind in ("country", "topic")}
    if isinstance(subject, Fact):
        title, about = own_text(subject) or fact_label(view, subject), f"fact/{subject.id}"
        abouts = [f"{Country.kind}/{id}" for id in sorted(subject.entities)]
        abouts += [f"{Topic.kind}/{topic.id}" for topic in view.topics_of(subject)]
    else:
        title = getattr(subject, "name", None) or subject.question
        about = f"{type(subject).kind}/{subject.id}"
        abouts = [
            f"{Country.kind}/{id}" for id in (getattr(subject, "country", None), *_concerned(subject)) if id
        ]
    found = [pages[one] for one in dict.fromkeys(abouts) if one in pages]
    targets = tuple((page.title, page.id, _marking_of(base, page.about)) for page in found)
    return Document(
        f"{kind.folder}/{slug(subject.id)}",
        kind.folder,
        title,
        str(kind.template),
        about,
        lambda: subject,
        at,
        None,
        since,
        kind.one_page,
        each=kind.each,
        ways=(Way("See", targets),) if targets else (),
    )


def _marking_of(base: FactBase, about: str) -> str:
    """The own marking of the record that a document is about, or ""."""
    entry = base.stock.entry(*about.split("/", 1))
    marking = getattr(entry.record, "marking", None) if entry is not None else None
    return marking.value if marking else ""


def _concerned(subject: object) -> Sequence[str]:
    return subject.about if isinstance(subject, Matter) else ()


def _clash(documents: Sequence[Document]) -> str:
    seen: set[str] = set()
    for document in documents:
        folded = document.id.casefold()
        if folded in seen:
            return document.id
        seen.add(folded)
    return ""


def _of(record: Any) -> tuple[str, Callable[[], Any]]:
    return f"{type(record).kind}/{getattr(record, 'id', '')}", lambda: record


def country(base: FactBase, id: str, at: Viewpoint, since: Viewpoint | None) -> Document:
    """Return the one-pager of a country, as seen at a viewpoint."""
    name = f"countries/{slug(base.stock.title(Country.kind, id)) or id.lower()}"
    title = View(base, at).country(id).name
    return Document(
        name,
        "country",
        title,
        "country.html.j2",
        f"{Country.kind}/{id}",
        lambda: View(base, at).country(id),
        at,
        since=since,
        one_page=True,
    )


def weekly(base: FactBase, issue_week: Week, at: Viewpoint) -> Document:
    """The weekly of a week: as of its cut-off and as known then."""
    own = Viewpoint(issue_week.cutoff, issue_week.cutoff, at.release)
    last = last_issue(base, issue_week.cutoff, before=issue_week)
    since = None if last is None else Viewpoint(last.cutoff, last.cutoff, at.release)
    day = printed_dates.date_or_interval(PartialDate.of(issue_week.cutoff), base.desk.locale)
    title = f"Weekly security brief, {' '.join(day.split())} ({issue_week.id})"
    subject = base.record("issues", issue_week.id, Issue) or unwritten_issue(issue_week.id)
    return Document(
        f"weekly/{issue_week.id}",
        "weekly",
        title,
        "weekly.html.j2",
        *_of(subject),
        own,
        issue_week,
        since,
        each="issue",
    )


def documents_with(view: View, made: Iterable[Document], fact: Fact) -> Iterator[str]:
    """The ids of the one-pagers and topics that a fact belongs to, by its entities and their scopes."""
    pages = {document.about: document.id for document in made if document.kind in ("country", "topic")}
    abouts = [f"{Country.kind}/{id}" for id in view.desk.region if id in fact.entities]
    abouts += [f"{Topic.kind}/{topic.id}" for topic in view.topics_of(fact)]
    yield from (pages[about] for about in abouts if about in pages)


def record(base: FactBase, at: Viewpoint) -> Document:
    """Return the record of the desk's judgements, as seen at a viewpoint."""
    title = "Record of our judgements"
    return Document("record/record", "record", title, "record.html.j2", *_of(base.desk), at, each="desk")


def issue_weeks(base: FactBase, drafts: Iterable[str] = ()) -> list[Week]:
    """Return the weeks of all issues that the desk lists, and of drafts, earliest first."""
    ids = {*(issue.id for issue in base.records("issues", Issue)), *drafts}
    return sorted((week_by_id(id, base.desk) for id in ids), key=lambda week: week.cutoff)


def last_issue(base: FactBase, day: date, before: Week | None = None) -> Week | None:
    """The latest published issue whose cut-off is before a day or week, else the latest listed one."""
    limit = before.cutoff if before else day
    earlier = [w for w in issue_weeks(base) if w.cutoff < limit]
    sent = {ledger.issue for ledger in base.ledgers}
    return next((w for w in reversed(earlier) if w.id in sent), earlier[-1] if earlier else None)


def matching_documents(documents: Sequence[Document], wanted: Iterable[str]) -> list[Document]:
    """Return the documents that names or globs ask for, all if none is given; may raise BriefingsError."""
    names = {document.id: document for document in documents}
    picked: dict[str, Document] = {}
    for pattern in wanted:
        matches = (
            [names[pattern]]
            if pattern in names
            else [d for d in documents if fnmatch.fnmatchcase(d.id, pattern)]
        )
        if not matches:
            short = {id.split("/", 1)[1]: id for id in names}
            near = nearest(pattern, [*names, *short])
            near = short.get(near, near)
            remedy = f"did you mean {near!r}?" if near else "see: briefings list"
            raise BriefingsError(f"no document {pattern!r}", remedy)
        picked.update({document.id: document for document in matches})
    return list(picked.values()) if picked else list(documents)


def asked_days(names: Iterable[str]) -> tuple[date, ...]:
    """Return the days that names of documents are of, as in `daily/2022-05-05`."""
    days = []
    for name in names:
        own = name.partition("/")[2]
        with suppress(ValueError):
            if (day := date.fromisoformat(own)).isoformat() == own:  # which also takes weeks
                days.append(day)
    return tuple(days)


def as_of_day(base: FactBase, given: date | None, clock: date) -> date:
    """The day documents are made for: asked for, else pinned by the desk, else the clock's."""
    if given:
        return given
    return base.desk.today.last if base.desk.today else clock
