"""Disputes as templates see them: who says what, which of it is printed, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup, escape

from ..core import wording
from ..facts import labels
from ..facts.claims import Claim, Fact
from ..facts.disputes import Dispute
from .cited_dates import CitedDate, uncited_date
from .escaped_names import EscapedName
from .page_context import PageContext
from .template_facts import ShownClaim, ShownFact, shown_reference


class ShownDispute:
    """Rival claims in a template: `rows` with who says what, the printed one first and `why` it is; `low`,
    `high`."""

    def __init__(self, page: PageContext, dispute: Dispute) -> None:
        self._page, self._dispute = page, dispute
        self.about = dispute.about
        self.rows = [DisputedView(self._claims(view)) for view in dispute.views]
        self.facts = [row.best.fact for row in self.rows]
        self.fact = ShownFact(page, self.facts[0])

    def _claims(self, claims: Iterable[Claim]) -> list[DisputedClaim]:
        visible = [(self._page.view.fact(claim.fact.id), claim) for claim in claims]
        return [DisputedClaim(self._page, fact, claim, self.about) for fact, claim in visible if fact]

    def _row(self, claim: Claim) -> DisputedView:
        return next(row for row in self.rows if any(one.claim is claim for one in row.claims))

    @property
    def low(self) -> DisputedView:
        """The row of the claim with the lowest number."""
        return self._row(self._dispute.low)

    @property
    def best(self) -> DisputedView:
        """The first row: the claim that goes before all others."""
        return self.rows[0]

    @property
    def high(self) -> DisputedView:
        """The row of the claim with the highest number."""
        return self._row(self._dispute.high)

    @property
    def why(self) -> Markup:
        """Why the first row is printed and not the one it contradicts."""
        reason, page = self._dispute.reason, self._page
        best, other = self._row(reason.best), self._row(reason.other)
        if reason.ground == "preferred" and reason.best.record.because:
            return Markup(page.compile(page, reason.best.record.because))
        if reason.ground == "grade":
            return Markup("better graded ({} against {})").format(best.grade, other.grade)
        if reason.ground == "origins":
            one, two = (wording.counted(number, "origin") for number in reason.origins)
            return Markup("{} against {}").format(EscapedName(one), EscapedName(two.split()[0]))
        if reason.ground in ("current", "recent"):
            return Markup("more recent ({} against {})").format(best.true_on.short, other.true_on.short)
        if reason.ground == "published":
            days = [
                uncited_date(page.locale, c.source.published, short=True) for c in (reason.best, reason.other)
            ]
            return Markup("published later ({} against {})").format(*days)
        return Markup(_GROUNDS[reason.ground])


_GROUNDS = {
    "preferred": "our choice",
    "revised": "the later word of the one who said both",
    "overtaken": "reported as carried out or called off, the other as planned",
    "tells": "the only one to report it",
    "happened": "reported as done, the other as planned",
    "affirmed": "what is asserted goes before what is denied",
    "named": "graded and dated alike; in the order of the sources\N{RIGHT SINGLE QUOTATION MARK} names",
}


class DisputedClaim(ShownClaim):
    """One claim in a dispute: `says` is what it says about what is in dispute."""

    def __init__(self, page: PageContext, fact: Fact, claim: Claim, about: str) -> None:
        super().__init__(page, fact, claim)
        self._about = about
        self.fact, self.claim = fact, claim

    @property
    def says(self) -> Markup:
        """The claim's answer to what is disputed: its number, date, place, parties or field, as markup."""
        record, page = self._claim.record, self._page
        if self._about == "number":
            return self.amount.plain if self.amount else Markup("not reported")
        if self._about == "date":
            dates = ((self._claim.date_key, record.date), ("until", record.until))
            days = [(key, day) for key, day in dates if day]
            printed = [CitedDate(page, self._fact, self._claim, key, day).short for key, day in days]
            return Markup(" until ").join(printed) if printed else Markup("no date")
        if self._about == "place":
            return Markup(", ").join(escape(shown_reference(page, ref)) for ref in getattr(record, "in_", ()))
        if self._about == "who":
            there = [
                Markup("not {}" if p.negated or p.mode == "absent" else "{}").format(
                    shown_reference(page, p.who) if p.who else EscapedName(p.named)
                )
                for p in getattr(record, "parties", ())
            ]
            return Markup(", ").join(there)
        if self._about == "stance":
            positions = getattr(record, "positions", ())
            for position in positions:
                page.marked(position.marking)
            taken = [Markup("{}: {}").format(shown_reference(page, p.holder), p.stance) for p in positions]
            return Markup(", ").join(taken)
        if self._about == "name":
            return Markup("{}").format(labels.own_text(self.fact) or labels.fact_label(page.view, self.fact))
        return Markup("denied" if record.negated else "reported as so")


class DisputedView:
    """One view of claims that agree: a row with all who say so and all their citations, told by the best."""

    def __init__(self, claims: Sequence[DisputedClaim]) -> None:
        self.claims = claims
        self.best = claims[0]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.best, name)

    @property
    def who(self) -> Markup:
        """Everybody who says so, each once."""
        return Markup("; ").join(dict.fromkeys(claim.who for claim in self.claims))

    @property
    def cite(self) -> Markup:
        """The citations of the claims, each once."""
        return Markup("").join(dict.fromkeys(claim.cite for claim in self.claims))
