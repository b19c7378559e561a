"""A document's own properties as its template sees them: `doc`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup

from ..core import printed_dates
from ..core.dates import PartialDate
from ..core.markings import Marking, highest
from ..files.ssh_signatures import verifying_command
from ..template_api.cited_dates import uncited_date
from ..template_api.documents import Document
from ..template_api.escaped_names import EscapedName
from ..template_api.page_context import PageContext
from ..template_api.template_facts import ShownFact
from ..template_api.template_source_base import SOURCE_BASE_PLACE


@dataclass(frozen=True)
class ShownWay:
    """The documents to which another leads under one label: the address and the title of each."""

    label: str
    targets: list[tuple[EscapedName, EscapedName]]
    handling: Marking | None


@dataclass(frozen=True)
class DocumentHead:
    """A document's own properties, for its template."""

    _doc: Document
    _page: PageContext

    @property
    def id(self) -> EscapedName:
        """Return its id, as `countries/armenia`."""
        return EscapedName(self._doc.id)

    @property
    def kind(self) -> str:
        """Return its kind: country, topic or weekly."""
        return self._doc.kind

    @property
    def title(self) -> EscapedName:
        """Return its title."""
        return EscapedName(self._doc.title)

    @property
    def marking(self) -> Marking:
        """Return the highest marking printed so far."""
        return self._page.marking

    @property
    def as_of(self) -> Markup:
        """Return the date it describes."""
        return self._date(self._doc.at.as_of)

    @property
    def known(self) -> Markup:
        """Return the date up to which it uses information."""
        return self._date(self._doc.at.known)

    @property
    def last_issue(self) -> Markup:
        """Return the date of the issue it is compared with; empty without one."""
        return self._date(self._doc.since.as_of) if self._doc.since else Markup("")

    @property
    def week(self) -> EscapedName:
        """Return the id of its week; empty without one."""
        return EscapedName(self._doc.week.id if self._doc.week else "")

    @property
    def number(self) -> EscapedName:
        """Return the issue's number; empty for a draft."""
        return EscapedName(self._doc.publication.number if self._doc.publication else "")

    @property
    def revision(self) -> EscapedName:
        """Return the revision after the first; empty for the first."""
        issue = self._doc.publication
        return EscapedName(issue.revision if issue and issue.revision > 1 else "")

    @property
    def reason(self) -> EscapedName:
        """Return the reason for a revision; empty without one."""
        return EscapedName((self._doc.publication and self._doc.publication.reason) or "")

    @property
    def reviewed(self) -> EscapedName:
        """Return "reviewed" or "self-reviewed", as the desk's approvals are; empty if it asks for none."""
        return EscapedName(self._doc.publication.reviewed if self._doc.publication else "")

    @property
    def verification(self) -> EscapedName:
        """Return the command by which a reader verifies the PDF; empty if it is not signed."""
        issue = self._doc.publication
        return EscapedName(verifying_command(f"{self.file}.pdf") if issue and issue.signed else "")

    @property
    def is_draft(self) -> bool:
        """Return True for an issue that is not published."""
        return self._doc.each == "issue" and self._doc.publication is None

    @property
    def reference(self) -> EscapedName:
        """Return its id and day for the foot of each page: `weekly/2021-W37, issued 17 September 2021`."""
        issue = self._doc.publication
        day = PartialDate.of(issue.published if issue else self._doc.at.as_of)
        words = printed_dates.date_or_interval(day, self._page.locale)
        return EscapedName(f"{self._doc.id}, {'issued' if issue else 'as of'} {words}")

    @property
    def address(self) -> EscapedName:
        """Return its address on the web; empty if the desk has none, and for a comparison, which has none."""
        desk, release = self._page.view.desk, self._doc.at.release
        if not desk.address or not self._doc.about:
            return EscapedName("")
        edition = "" if release == desk.release else f"{release.file_name}/"
        return EscapedName(f"{desk.address}/{edition}{self._doc.id}.html")

    @property
    def source_base(self) -> Markup:
        """Return the place of the line on what it rests on, which is written once all of it is cited."""
        return SOURCE_BASE_PLACE

    @property
    def published(self) -> Markup:
        """Return the date of publication; empty for a draft."""
        return self._date(self._doc.publication.published) if self._doc.publication else Markup("")

    @property
    def period(self) -> Markup:
        """Return the days of its week; empty without one."""
        if not self._doc.week:
            return Markup("")
        days = PartialDate.parse(f"{self._doc.week.first}/{self._doc.week.cutoff}")
        return uncited_date(self._page.locale, days)

    @property
    def hour(self) -> EscapedName:
        """Return the cut-off of a document of the day; empty for another."""
        return EscapedName(self._doc.hour or "")

    @property
    def period_first(self) -> date:
        """Return the first day of the issue's week, for comparing; never printed."""
        return self._doc.week.first if self._doc.week else self._doc.at.as_of

    @property
    def period_last(self) -> date:
        """Return the last day of the issue's week, for comparing; never printed."""
        return self._doc.week.cutoff if self._doc.week else self._doc.at.as_of

    @property
    def ways(self) -> list[ShownWay]:
        """Return the documents that it leads to; none whose subject is marked above what it prints."""
        ways = []
        for way in self._doc.ways:
            named = [(title, id, Marking(word) if word else None) for title, id, word in way.targets]
            named = [target for target in named if self._page.may_name(target[2])]
            targets = [(EscapedName(f"{self.root}{id}.html"), EscapedName(title)) for title, id, _ in named]
            ways.append(ShownWay(way.label, targets, highest(marking for _, _, marking in named)))
        return [way for way in ways if way.targets]

    @property
    def root(self) -> EscapedName:
        """Return the relative path to the top of the build folder."""
        return EscapedName("../" * self._doc.id.count("/"))

    @property
    def file(self) -> EscapedName:
        """Return the last part of its id."""
        return EscapedName(self._doc.id.rsplit("/", 1)[-1])

    def _date(self, day: date) -> Markup:
        return uncited_date(self._page.locale, PartialDate.of(day))

    def in_period(self, facts: list[ShownFact]) -> list[ShownFact]:
        """Return the facts that became visible in the issue's week."""
        week = self._doc.week
        if week is None:
            return facts
        before = self._page.view.beside(replace(self._doc.at, as_of=week.previous, known=week.previous))
        earlier = set(before.facts)
        return [fact for fact in facts if fact.id not in earlier]
