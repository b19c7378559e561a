"""Corrections as a page states them: what was said, what holds, since when, on whose word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from markupsafe import Markup

from ..changes import classification
from ..changes.change import Change
from ..changes.classification import ViewComparison
from ..changes.corrections import Concerns, CorrectedClaim, outstanding
from ..core.dates import PartialDate
from ..core.markings import Marking, highest
from ..facts.agreement import main_key, main_quantity
from ..facts.claims import Claim, Fact
from ..facts.published_issues import Ledger, PrintedFact
from ..facts.view import View
from ..records.entities import Source
from .cited_dates import CitedDate, uncited_date
from .cited_values import CitedAmount
from .documents import ENTITIES, Document
from .escaped_names import EscapedName
from .issue_documents import series_of
from .page_context import PageContext, citation
from .template_facts import ShownFact
from .template_queries import Facts


class ShownCorrection:
    """A correction in a template: `issue` printed `was`; `holds` does, `since` then; `why`.

    `holders` are the groups that were sent what is wrong.
    """

    def __init__(
        self,
        page: PageContext,
        id: str,
        label: str,
        was: Markup,
        before: Markup,
        now: Fact | None,
        by: Claim | None,
        *,
        issue: str = "",
        why: str = "corrected",
        since: Markup | None = None,
        handling: Marking | None = None,
        holders: Iterable[str] = (),
        stated: tuple[str, str, str] | None = None,
    ) -> None:
        self._stated = stated  # what a ledger keeps of it once a page has named it
        self.holders = [EscapedName(name) for name in holders]
        self.handling = highest((handling, page.view.marking_of(now) if now else None))
        self._page, self._now, self._by = page, now, by
        self.id, self.issue, self.was, self.was_cite = EscapedName(id), EscapedName(issue), was, before
        self.why, self.since, self._label = why, since or Markup(""), label

    @cached_property
    def label(self) -> Markup:
        """The name of the corrected fact; the name as published if this view does not show the fact."""
        if self._stated:
            self._page.stated[self._stated] = None
        fact = self._page.view.fact(str(self.id))
        return (
            Facts(self._page).label(ShownFact(self._page, fact))
            if fact
            else Markup(EscapedName(self._label).__html__())
        )

    @cached_property
    def holds(self) -> Markup:
        """The number, else the date, that holds now; empty where nothing does or neither is told."""
        if self._now is None or self._by is None:
            return Markup("")
        value = main_quantity(self._by)
        if value is not None and value.stated:
            return CitedAmount(self._page, self._now, self._by, main_key(self._by), value).plain
        day = self._by.record.date
        return CitedDate(self._page, self._now, self._by, self._by.date_key, day).plain if day else Markup("")

    @property
    def cite(self) -> Markup:
        """The citation of the correcting claim; empty if there is none."""
        if self._now is None or self._by is None:
            return Markup("")
        self._page.printed(self._now)
        return citation(self._page, self._now, self._by)

    @property
    def note(self) -> Markup | None:
        """The compiled note of the correcting claim; None if it has none."""
        note = self._by.record.note if self._by and self._by.record.corrects else None
        return Markup(self._page.compile(self._page, note)) if note else None


def shown_corrections(
    page: PageContext, doc: Document, since: ViewComparison | None
) -> list[ShownCorrection]:
    """The corrections that a document states.

    Where issues were published, what they printed and what does not hold, until a later issue has said so;
    else, for a desk that keeps no record, what was corrected since the last issue. A document other than the
    weekly states those of its own facts, and of earlier issues of its series.
    """
    if page.view.published:
        items = outstanding(page.view, page.view.published, _concerns(page.view, doc))
        return [correction_of_issue(page, item) for item in items]
    return [_of_change(page, change) for change in _since(doc, since)]


def _concerns(view: View, doc: Document) -> Concerns:
    """Return what tells whether a document states corrections of a fact that an issue printed."""
    series = series_of(doc)
    within = {fact.id for fact in view.scope(doc.subject)} if doc.each == "topic" else set[str]()

    def concerns(ledger: Ledger, fact: PrintedFact) -> bool:
        if ledger.series == series:
            return True
        if doc.each == "event":
            return bool(fact.id == doc.subject.id)
        if doc.each in ENTITIES:
            return doc.subject.id in fact.about
        return fact.id in within if doc.each == "topic" else True

    return concerns


def correction_of_issue(page: PageContext, item: CorrectedClaim) -> ShownCorrection:
    """The correction of what an issue printed."""
    source = page.view.record("sources", item.claim.source, Source)
    page.marked(item.fact.marking)
    before = (
        page.cite(source, item.claim.at, item.claim.grade)
        if source
        else Markup(" ({})").format(item.claim.publisher)
    )
    if source:
        page.grades.add(item.claim.grade)
    was = (
        Markup('<data class="was" value="">{}</data>').format(EscapedName(item.was))
        if item.was
        else Markup("")
    )
    since = uncited_date(page.locale, PartialDate.of(item.since)) if item.since else None
    return ShownCorrection(
        page,
        item.fact.id,
        item.fact.label,
        was,
        before,
        item.now,
        item.by,
        issue=item.ledger.name,
        why=item.why,
        since=since,
        handling=item.fact.marking,
        holders=page.view.holders(item.ledger, item.fact.id, item.was),
        stated=item.key,
    )


def _of_change(page: PageContext, change: Change) -> ShownCorrection:
    assert change.fact is not None
    old: Fact | None = change.before.subject if change.before else None
    was, before = Markup(""), Markup("")
    if old is not None:
        value = main_quantity(old.headline)
        if value is not None and value.stated:
            amount = CitedAmount(page, old, old.headline, main_key(old.headline), value)
            amount.former = True
            was = amount.plain
        before = page.cite(
            old.headline.source, old.headline.record.at, str(old.headline.grade), of=(old, old.headline)
        )
    by = change.claims[0] if change.claims else change.fact.headline
    day = by.known_on or by.source.published.last
    return ShownCorrection(
        page,
        change.id,
        change.id,
        was,
        before,
        change.fact,
        by,
        since=uncited_date(page.locale, PartialDate.of(day)),
        handling=page.view.marking_of(old) if old else None,
    )


def _since(doc: Document, since: ViewComparison | None) -> Iterator[Change]:
    """Corrections since the last issue of what the document is about; all of the desk's for a weekly."""
    if since is None:
        return iter(())
    before, after = since.before, since.after
    if doc.each == "event":
        moved = since.among([], [doc.subject])
    elif doc.each in ENTITIES:
        moved = since.among(before.about(doc.subject.id), after.about(doc.subject.id))
    elif doc.each == "topic":
        moved = since.among(before.scope(doc.subject), after.scope(doc.subject))
    else:
        moved = classification.changes_between(before, after)
    return classification.corrections_among(moved)
