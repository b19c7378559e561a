"""Queries for pictures: maps, charts, timelines and grids of the facts that a template chose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from ..core.markings import Marking, highest
from ..facts import labels
from ..facts.claims import Fact
from .escaped_names import EscapedName
from .page_context import citation
from .page_queries import PageQueries, entity_id
from .template_facts import ShownEntity, ShownFact, shown_entities, shown_facts

if TYPE_CHECKING:
    from ..pictures.chart_data import DrawnChart
    from ..pictures.country_shapes import Atlas
    from ..pictures.map_data import DrawnMap


class Picture(Markup):
    """An inline SVG; `sources` cites those of what it shows, `places` those of its places.

    `unplaced` are facts it could not show.
    """

    sources: Markup = Markup("")
    places: Markup = Markup("")
    unplaced: Sequence[ShownFact] = ()
    handling: Marking | None = None  # the highest of what it shows
    capital: Markup = Markup("")  # what is to be known of the capital that it marks
    why: str = ""  # it could not show those
    remarks: Markup | EscapedName = Markup("")  # what is to be known of its lines and names
    missing: ShownEntity | None = None  # the country whose shape the map data does not have


class PictureQueries(PageQueries):
    """One line in a template for each picture; the modules that draw are imported when one is asked for."""

    @property
    def disclaimer(self) -> EscapedName:
        """Whose lines the maps show, in the desk's words, and which areas in dispute it had drawn how."""
        drawn = [
            f"{row.area} is drawn with {labels.name_in_sentence(self._view, str(row.country))}."
            for row in self._view.desk.disputed
            if self._view.entity(str(row.country))
        ]
        return EscapedName(" ".join([self._view.desk.boundaries, *drawn]))

    def map(self, country: object, wide: bool = False) -> Picture:
        """A country among its neighbours by the borders held; `missing` if the map data does not have it."""
        from ..pictures import map_data

        id = entity_id(country)
        drawn = self._drawn(f"map({id})", lambda atlas: map_data.country_map(self._view, atlas, id, wide))
        record = self._view.country(id)
        if record.capital and (record.capital_certainty != "stated" or record.capital_note):
            self._page.marked(record.marking)
            drawn.handling = highest((drawn.handling, record.marking))
            doubt = f" ({record.capital_certainty})" if record.capital_certainty != "stated" else ""
            note = self._page.compile(self._page, record.capital_note) if record.capital_note else ""
            drawn.capital = Markup("{}{}. {}").format(EscapedName(record.capital), doubt, note)
        return drawn

    def flow_map(self, found: Iterable[ShownFact], key: str, title: str) -> Picture:
        """A map of movements by displacement facts: an arrow for each number, its style by how real it is."""
        from ..pictures import map_data

        facts = [self._view.facts[fact.id] for fact in found]
        return self._drawn(
            f"flow_map({key})",
            lambda atlas: map_data.movement_map(self._view, atlas, facts, self._text, key, title),
        )

    def bloc_map(self, found: Iterable[ShownFact], key: str, title: str) -> Picture:
        """Who is of which body, by membership facts: a small map a body, its members filled by their role."""
        from ..pictures import map_data

        facts = [self._view.facts[fact.id] for fact in found]
        return self._drawn(
            f"bloc_map({key})", lambda atlas: map_data.membership_maps(self._view, atlas, facts, key, title)
        )

    def force_map(self, found: Iterable[ShownFact], key: str, title: str) -> Picture:
        """Bases, exercises and troops at their places; those without one are named beside it."""
        from ..pictures import point_data

        facts = [self._view.facts[fact.id] for fact in found]
        return self._drawn(
            f"force_map({key})", lambda atlas: point_data.force_map(self._view, atlas, facts, key, title)
        )

    def event_map(self, found: Iterable[ShownFact], key: str, title: str, measure: str = "killed") -> Picture:
        """Events at their places, as large as a measure of them; those without one are named beside it."""
        from ..pictures import point_data

        facts = [self._view.facts[fact.id] for fact in found]
        return self._drawn(
            f"event_map({key}, {measure})",
            lambda atlas: point_data.event_map(self._view, atlas, facts, measure, key, title),
        )

    def trend_map(self, trends: Mapping[str, str], key: str, title: str) -> Picture:
        """The region, each country with the sign of its trend."""
        from ..pictures import map_data

        return self._drawn(
            f"trend_map({key})", lambda atlas: map_data.region_trends(self._view, atlas, trends, key, title)
        )

    def _drawn(self, question: str, draw: Callable[[Atlas], DrawnMap]) -> Picture:
        """A map, with the facts it prints and the sources of the places on it answered for."""
        if self._page.atlas is None:
            return Picture()
        drawn = draw(self._page.atlas)
        self._page.asked(question, drawn.facts)
        for fact in drawn.facts if drawn.svg else ():
            self._page.printed(fact)
        cites = {}
        for place in drawn.places if drawn.svg else ():
            self._page.marked(place.marking)
            cites[place.source] = self._page.cite(self._view.source(place.source))
        picture = Picture(drawn.svg)
        picture.places = Markup("").join(cites.values())
        picture.missing = next(shown_entities(self._page, filter(None, [drawn.missing])), None)
        marks = [*map(self._view.marking_of, drawn.facts), *(place.marking for place in drawn.places)]
        picture.handling = highest(marks)
        picture.remarks, picture.why = EscapedName(drawn.remarks), drawn.why
        picture.unplaced = shown_facts(self._page, drawn.unplaced if drawn.svg else ())
        return picture

    def chart(self, found: Iterable[ShownFact], key: str, title: str) -> Picture:
        """A chart of the facts' numbers; empty where there are too few of one unit."""
        from ..pictures.chart_data import amount_chart

        facts = [self._view.facts[fact.id] for fact in found]
        drawn = amount_chart(self._view, facts, self._text, key, title)
        return self._charted(f"chart({key})", facts, drawn)

    def series(self, found: Iterable[ShownFact], key: str, title: str) -> Picture:
        """A small chart for each fact with three or more dated values; empty without any."""
        from ..pictures.series_data import fact_series

        facts = [self._view.facts[fact.id] for fact in found]
        drawn = fact_series(self._view, facts, self._text, key, title)
        return self._charted(f"series({key})", facts, drawn)

    def grid(self, found: Iterable[ShownFact], key: str, title: str) -> Picture:
        """Members and bodies as a grid; empty for a single body."""
        from ..pictures.chart_data import body_grid

        facts = [self._view.facts[fact.id] for fact in found]
        return self._charted(f"grid({key})", facts, body_grid(self._view, facts, key, title))

    def chronology(self, found: Iterable[ShownFact], key: str, title: str) -> Picture:
        """A timeline of the latest of the facts that have a date; empty where there are too few."""
        from ..pictures.chart_data import event_timeline

        facts = [self._view.facts[fact.id] for fact in found]
        drawn = event_timeline(self._view, facts, self._text, key, title)
        return self._charted(f"chronology({key})", facts, drawn)

    def _charted(self, question: str, facts: Sequence[Fact], drawn: DrawnChart) -> Picture:
        """A chart, with the facts it shows answered for and the sources of their claims, each once."""
        self._page.asked(question, facts)
        cites: dict[str, Markup] = {}
        for fact, claim in drawn.claims:
            self._page.printed(fact)
            mark = citation(self._page, fact, claim)
            cites.setdefault(claim.source.id, mark)
        picture = Picture(drawn.svg)
        numbers = self._page.sources  # by source, in the order in which they are first cited
        picture.sources = Markup("").join(cites[source] for source in sorted(cites, key=numbers.__getitem__))
        picture.handling = highest(self._view.marking_of(fact) for fact, _ in drawn.claims)
        return picture

    def spark(self, fact: ShownFact) -> Markup:
        """A line through the states that a fact's claims give, day by day; empty for a single one."""
        from ..pictures.chart_data import state_sparkline

        stored = self._view.facts[fact.id]
        self._page.printed(stored)
        drawn = state_sparkline(self._view, stored, f"spark-{fact.id}")
        return (
            Markup('<span class="series" data-fact="{}">{}</span>').format(fact.id, Markup(drawn))
            if drawn
            else Markup("")
        )

    def _text(self, fact: Fact) -> str:
        """A fact's label for a picture: without its tags."""
        return self.label(ShownFact(self._page, fact)).striptags()
