"""Maps of places, from the facts of a small desk."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from briefings.core.markings import Marking
from briefings.core.problems import TextFile
from briefings.facts.claims import Viewpoint
from briefings.facts.view import View
from briefings.pictures import point_data
from briefings.pictures.country_shapes import Atlas
from briefings.pictures.map_data import DrawnMap
from conftest import base_of

SVG = "{http://www.w3.org/2000/svg}"
MAPS = Path(__file__).parent.parent.parent / "templates/maps"
DESK = """
desk: {title: Desk, publisher: P, contact: a@b.example, region: [KGZ, TJK, AFG]}
countries:
  - {id: KGZ, name: Kyrgyzstan}
  - {id: TJK, name: Tajikistan}
  - {id: AFG, name: Afghanistan}
  - {id: RUS, name: Russia}
  - {id: USA, name: United States}
sources:
  - {id: press, publisher: Press, title: T, published: 2021-06-01, medium: press, reliability: B}
  - {id: atlas, publisher: Atlas, title: A, published: 2020, medium: reference, reliability: A}
measures: [{id: killed, label: People killed, unit: people}]
places:
  - {id: kant, name: Kant, country: KGZ, latitude: 42.85, longitude: 74.85, source: atlas}
  - {id: manas, name: Manas, country: KGZ, latitude: 43.06, longitude: 74.48, source: atlas}
  - {id: kabul, name: Kabul, country: AFG, latitude: 34.53, longitude: 69.17, source: atlas}
  - {id: kunduz, name: Kunduz, country: AFG, latitude: 36.73, longitude: 68.86, source: atlas}
  - {id: herat, name: Herat, country: AFG, latitude: 34.35, longitude: 62.2, source: atlas}
forces:
  - {id: kant-base, type: base, of: RUS, in: KGZ, place: Kant, strength: 500 people, status: ongoing, as_of: 2021, source: press}
  - {id: manas-base, type: base, of: USA, in: KGZ, place: Manas, until: 2014-06-03, status: done, as_of: 2014, source: press}
  - {id: drill, type: exercise, of: RUS, in: TJK, place: Nowhere, status: planned, as_of: 2021, source: press}
events:
  - {id: one, type: attack, title: One, in: AFG, place: Kabul, date: 2021-05-08, status: done, source: press}
  - {id: two, type: attack, title: Two, in: AFG, place: Kunduz, date: 2021-05-09, status: done, source: press}
  - {id: three, type: attack, title: Three, in: AFG, place: Herat, date: 2021-05-10, status: done, source: press}
  - {id: lost, type: attack, title: Lost, in: AFG, date: 2021-05-11, status: done, source: press}
figures:
  - {id: dead-one, subject: one, measure: killed, value: 80 people, date: 2021-05-08, source: press}
  - {id: dead-two, subject: two, measure: killed, value: 20 people, date: 2021-05-09, source: press}
"""  # noqa: E501


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return Atlas.of((MAPS / "countries-50m.json").read_bytes(), (MAPS / "ground-50m.json").read_bytes())


@pytest.fixture(scope="module")
def view() -> View:
    day = date(2021, 7, 1)
    return View(base_of([TextFile("facts/desk.yaml", DESK)]), Viewpoint(day, day, Marking.GREEN))


def parsed(drawn: DrawnMap) -> tuple[str, set[str]]:
    """The description and the printed texts of a map's wide form."""
    wide = ElementTree.fromstring(f"<forms>{drawn.svg}</forms>")[0]
    (described,) = (e.text or "" for e in wide.iter(f"{SVG}desc"))
    texts = {(e.text or "").replace("\N{NO-BREAK SPACE}", " ") for e in wide.iter(f"{SVG}text")}
    return described.replace("\N{NO-BREAK SPACE}", " "), texts


def test_bases_bear_holder_size_and_end_and_what_has_no_place_is_named_beside_it(view: View, atlas: Atlas) -> None:
    drawn = point_data.force_map(view, atlas, view.of_kind("forces", ended=True), "forces", "Bases")
    described, texts = parsed(drawn)
    assert {"Kant, Russia", "500 people", "Manas, United States", "to 3 Jun 2014", "base", "ended"} <= texts
    assert described == (
        "Bases. Kant, Russia (500 people), base; Manas, United States (to 3 Jun 2014), base, ended. "
        "On the map: Kyrgyzstan and Tajikistan."
    )
    assert drawn.svg.count('class="map-struck"') == 4, "each form has the mark and its meaning in the key"
    assert [fact.id for fact in drawn.unplaced] == ["drill"]
    assert {place.id for place in drawn.places} == {"kant", "manas"}


def test_events_are_as_large_as_the_number_killed(view: View, atlas: Atlas) -> None:
    drawn = point_data.event_map(view, atlas, view.of_kind("events"), "killed", "events", "Events")
    described, texts = parsed(drawn)
    assert {"Kabul", "80 people, 8 May 2021", "area as people killed", "people killed not reported"} <= texts
    assert described.startswith("Events. Kabul (80 people, 8 May 2021), event; ")
    wide = drawn.svg[: drawn.svg.index("</svg>")]
    radii = [float(r) for r in re.findall(r'class="map-event"[^>]* r="([\d.]+)"', wide)][:3]
    assert radii[0] / radii[1] == pytest.approx(2, abs=0.02), "four times the number has twice the radius"
    assert [fact.id for fact in drawn.unplaced] == ["lost"]
    assert {"dead-one", "dead-two"} <= {fact.id for fact in drawn.facts}


def test_events_at_two_places_need_no_map(view: View, atlas: Atlas) -> None:
    events = [fact for fact in view.of_kind("events") if fact.id != "three"]
    assert point_data.event_map(view, atlas, events, "killed", "events", "Events") == DrawnMap("")
