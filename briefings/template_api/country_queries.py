"""Queries of one country or body: where it stands, who is at its head, which forces it has."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from ..core.markings import highest
from ..facts import country_strip, row_importance, staleness
from ..records.entities import Organization
from ..records.fact_kinds import FULL_ROLES, MEMBERSHIP_ROLES
from .cited_dates import uncited_date
from .escaped_names import EscapedName
from .page_queries import PageQueries, entity_id, sorted_as
from .template_facts import ShownEntity, ShownFact


class CountryQueries(PageQueries):
    """A country at a glance, its memberships and forces; a body and its members."""

    def forces_of(self, country: object, most: int | None = None) -> list[ShownFact]:
        """Bases in a country or of it, then its latest movements and exercises."""
        asserted = [
            f for f in self._view.about(entity_id(country), ["forces"]) if not f.headline.record.negated
        ]
        # where nothing later is held, what ended long ago is still better than "no data"
        forces = [f for f in asserted if staleness.still_matters(self._view, f)] or asserted
        forces.sort(
            key=lambda f: (
                self._view.is_over(f),
                row_importance.is_weak_plan(f),
                f.get("type") != "base",
                -f.date.first.toordinal(),
                *row_importance.weight(f),
            )
        )
        return self._answer(f"forces_of({entity_id(country)}, {most})", forces[:most])

    def standing_in(self, country: object) -> list[ShownFact]:
        """The memberships of a country by date, one a body and role, and those that ended lately.

        A suspension or a notice of withdrawal is no row of its own but a part of the membership that it
        overlays (`overlays`). A role that another followed in the same body is left out; one that ended more
        than five years ago too, unless nothing else is held.
        """
        held = [f for f in self._view.of_kind("memberships", member=entity_id(country), ended=True)]
        overlaid = {overlay.id for fact in held for overlay in self._view.overlays(fact)}
        roles = [f for f in held if f.id not in overlaid]
        current = [f for f in roles if not self._view.is_over(f)]
        bodies = {f.get("of") for f in current}
        former = [f for f in roles if f not in current and f.get("of") not in bodies]
        lately = [f for f in former if staleness.still_matters(self._view, f)]
        chosen = current + lately or former
        return self._answer(f"standing_in({entity_id(country)})", [f for f in held if f in chosen])

    def non_memberships(self, country: object) -> list[ShownFact]:
        """Bodies that a source says the country is not in."""
        memberships = self._view.of_kind("memberships", member=entity_id(country), negated=True)
        return self._answer(
            f"non_memberships({entity_id(country)})", [f for f in memberships if f.headline.record.negated]
        )

    def by_body(self, memberships: Iterable[ShownFact]) -> list[tuple[ShownEntity, list[list[ShownFact]]]]:
        """Current memberships by the body they are of; in one row those of which the same is said."""
        memberships = [f for f in memberships if not f.is_over]
        overlaid = {overlay.id for fact in memberships for overlay in fact.overlays}
        bodies: dict[str, list[ShownFact]] = {}
        for fact in memberships:
            if fact.id not in overlaid:
                bodies.setdefault(fact.of.id, []).append(fact)
        rows = sorted(bodies.values(), key=lambda facts: sorted_as(str(facts[0].of)))
        return [(facts[0].of, self._said_alike(facts)) for facts in rows]

    def _said_alike(self, memberships: list[ShownFact]) -> list[list[ShownFact]]:
        """One body's memberships by role and date; one that has a note or is suspended stands alone."""
        rows: dict[tuple[object, ...], list[ShownFact]] = {}
        for fact in sorted(memberships, key=lambda f: sorted_as(str(f.member))):
            alone = fact.id if fact.notes or fact.overlays or fact.peek("until") else ""
            since, grade = fact.peek("from"), str(self._view.facts[fact.id].headline.grade)
            later = fact.measured_later.short if not since and fact.measured_later else ""
            rows.setdefault((fact.peek("role"), str(since), later, grade, alone), []).append(fact)
            fact.rests_on("role", "from")
        return sorted(rows.values(), key=lambda row: (_rank(str(row[0].peek("role"))), row[0].day))

    def founded(self, body: object) -> Markup:
        """The earliest founding instrument of a body, for its heading: "Charter, 7 Jun 2002 (reported)"."""
        record = self._view.record("organizations", entity_id(body), Organization)
        if record is None or not record.founding:
            return Markup("")
        first = min(record.founding, key=lambda instrument: instrument.signed.first)
        self._page.marked(first.marking)
        locale = self._page.locale
        text = Markup("{}, {}").format(
            EscapedName(first.name), uncited_date(locale, first.signed, short=True)
        )
        if first.in_force:
            text += Markup(", in force {}").format(uncited_date(locale, first.in_force, short=True))
        if first.certainty != "stated":
            text += Markup(" ({})").format(first.certainty)
        if first.note:
            text += Markup("; {}").format(Markup(self._page.compile(self._page, first.note).rstrip(".")))
        return text + self._page.cite(self._view.source(first.source), first.at)

    def heads(self, country: object) -> list[ShownFact]:
        """The offices at the head of a country that are held on the page's day, the highest first."""
        return self._answer(
            f"heads({entity_id(country)})", country_strip.heads(self._view, entity_id(country))
        )

    def strip_figures(self, country: object) -> list[ShownFact]:
        """Population, area, economy and armed forces of a country, each as last stated; what is there."""
        figures = country_strip.strip_figures(self._view, entity_id(country))
        return self._answer(f"strip_figures({entity_id(country)})", figures)

    def capital(self, country: object) -> Markup:
        """A country's capital with the source of its place; empty if there is no such source."""
        record = self._view.country(entity_id(country))
        place = country_strip.capital_place(self._view, record)
        if record.capital is None or place is None:
            return Markup("")
        self._page.marked(highest((record.marking, place.marking)))
        doubt = f" ({record.capital_certainty})" if record.capital_certainty != "stated" else ""
        return escape(EscapedName(record.capital + doubt)) + self._page.cite(self._view.source(place.source))


def _rank(role: str) -> int:
    """Members first, founders among them by their date, then those with less of a say."""
    return 0 if role in FULL_ROLES else MEMBERSHIP_ROLES.index(role)
