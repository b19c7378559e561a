"""Maps of movements, bodies and places, drawn from the facts of a desk that no code knows."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from briefings.core.markings import Marking
from briefings.core.problems import TextFile
from briefings.facts import labels
from briefings.facts.claims import Fact, Viewpoint
from briefings.facts.view import View
from briefings.pictures import map_data
from briefings.pictures.country_shapes import Atlas
from conftest import base_of

SVG = "{http://www.w3.org/2000/svg}"
HORN = """
desk: {title: Horn desk, publisher: P, contact: a@b.example, region: [ETH, SOM, DJI, KEN, ERI]}
countries:
  - {id: ETH, name: Ethiopia, adjective: Ethiopian, capital: Addis Ababa}
  - {id: SOM, name: Somalia}
  - {id: DJI, name: Djibouti, capital: Djibouti}
  - {id: KEN, name: Kenya}
  - {id: ERI, name: Eritrea}
  - {id: CHN, name: China, adjective: Chinese}
organizations:
  - {id: IGAD, name: Intergovernmental Authority on Development, short: IGAD, type: bloc}
  - {id: AU, name: African Union, short: AU, type: bloc}
  - {id: neighbours, name: neighbouring states, type: political group}
sources:
  - {id: press, publisher: Press, title: T, published: 2021-06-01, medium: press, reliability: B}
  - {id: atlas, publisher: Atlas, title: A, published: 2020, medium: reference, reliability: A}
places:
  - {id: doraleh, name: Doraleh, country: DJI, latitude: 11.59, longitude: 43.07, source: atlas}
  - {id: other-doraleh, name: Doraleh, country: KEN, latitude: -1, longitude: 37, source: press}
  - {id: addis, name: Addis Ababa, country: ETH, latitude: 9.02, longitude: 38.75, source: atlas}
borders:
  - {between: [ETH, DJI], length: 342 km, source: atlas}
  - {between: [DJI, ERI], source: atlas}
forces:
  - {id: base-doraleh, type: base, of: CHN, in: DJI, place: doraleh, status: ongoing, as_of: 2021, source: press}
  - {id: lost, type: base, of: CHN, in: DJI, place: Nowhere, status: ongoing, as_of: 2021, source: press}
memberships:
  - {member: ETH, of: IGAD, role: full, source: atlas, as_of: 2020}
  - {member: KEN, of: IGAD, role: full, source: atlas, as_of: 2020}
  - {member: ERI, of: IGAD, role: full, source: atlas, as_of: 2020}
  - {member: ERI, of: IGAD, role: suspended, source: atlas, as_of: 2020}
  - {member: CHN, of: AU, role: observer, source: atlas, as_of: 2020}
displacement:
  - {id: out, leaving: ETH, into: {jointly: [SOM, KEN]}, measure: arrived, status: done, value: 60000 people, source: press}
  - {id: to-kenya, leaving: ETH, into: KEN, measure: arrived, status: done, value: 50000 people, part_of: out, source: press}
  - {id: to-somalia, leaving: ETH, into: SOM, measure: arrived, status: done, value: 10000 people, part_of: out, source: press}
  - {id: men, leaving: ETH, into: SOM, measure: arrived, status: done, value: 4000 people, part_of: to-somalia, source: press}
  - {id: plan, leaving: ETH, into: {any: [DJI, ERI]}, measure: hosted, status: planned, value: ~2000 people, source: press}
  - {id: fear, leaving: ETH, into: DJI, measure: crossed, status: feared, value: tens-of-thousands people, source: press}
  - {id: vague, leaving: ETH, into: neighbours, measure: crossed, status: feared, value: thousands people, source: press}
  - {id: staying, leaving: ETH, into: KEN, measure: registered, status: ongoing, value: 900000 people, source: press}
  - {id: denied, leaving: ETH, into: KEN, measure: arrived, negated: true, value: 7 people, source: press}
"""  # noqa: E501


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return Atlas.of((Path(__file__).parent.parent.parent / "templates/maps/countries-50m.json").read_bytes())


@pytest.fixture(scope="module")
def view() -> View:
    day = date(2021, 7, 1)
    return View(base_of([TextFile("facts/horn.yaml", HORN)]), Viewpoint(day, day, Marking.GREEN))


def forms(svg: str) -> list[ElementTree.Element]:
    """The forms of a map: the one for paper and wide screens, then the one for a phone."""
    return list(ElementTree.fromstring(f"<forms>{svg}</forms>"))


def texts(svg: str) -> set[str]:
    return {(element.text or "").replace("\N{NO-BREAK SPACE}", " ") for element in forms(svg)[0].iter(f"{SVG}text")}


def described(svg: str) -> str:
    (desc,) = forms(svg)[0].iter(f"{SVG}desc")
    return desc.text or ""


def ids(facts: tuple[Fact, ...]) -> set[str]:
    return {fact.id for fact in facts}


def movements(view: View, atlas: Atlas) -> map_data.DrawnMap:
    facts = view.of_kind("displacement", negated=True)
    return map_data.movement_map(view, atlas, facts, lambda fact: labels.fact_label(view, fact), "flows", "Movements")


def test_a_country_of_another_desk_has_its_map(view: View, atlas: Atlas) -> None:
    drawn = map_data.country_map(view, atlas, "DJI", wide=False)
    assert {"Djibouti", "Ethiopia", "Eritrea", "342 km", "Doraleh", "base"} <= texts(drawn.svg)
    assert "Somalia" not in texts(drawn.svg), "no border with it is held"
    assert ids(drawn.facts) == {"border:DJI-ETH", "border:DJI-ERI", "base-doraleh"}
    # of two places of one name the one in the country the fact speaks of
    assert [place.id for place in drawn.places] == ["doraleh"]
    assert described(drawn.svg) == (
        "Djibouti and its neighbours: Eritrea, Ethiopia (border 342\N{NO-BREAK SPACE}km) and Somaliland."
        " Around it: Yemen. Places: Doraleh (base)."
    )


def test_a_country_without_a_shape_has_no_map(view: View, atlas: Atlas) -> None:
    assert map_data.country_map(view, Atlas([], [], (1, 1), (0, 0)), "DJI", wide=False) == map_data.DrawnMap(
        "", missing="DJI"
    )


def arrows_of(form: ElementTree.Element) -> list[str]:
    """The styles of the arrows of a map, those of its key last."""
    return [str(e.get("class")).split()[-1] for e in form.iter(f"{SVG}path") if "map-flow" in str(e.get("class"))]


def test_what_happened_and_what_is_intended_or_feared_have_a_map_each(view: View, atlas: Atlas) -> None:
    counted, _, ahead, _ = forms(movements(view, atlas).svg)
    # two arrows of each, and in the key one for each style and one or two for the width
    assert arrows_of(counted) == ["map-flow-solid"] * 5
    assert sorted(arrows_of(ahead)[:2]) == ["map-flow-dashed", "map-flow-outlined"]
    words = {(e.text or "").replace("\N{NO-BREAK SPACE}", " ") for e in ahead.iter(f"{SVG}text")}
    assert {"about 2,000", "tens of thousands", "planned", "feared"} <= words
    assert {"50,000", "10,000", "done"} <= texts(movements(view, atlas).svg)


def test_an_arrow_is_as_wide_as_its_number(view: View, atlas: Atlas) -> None:
    from briefings.pictures.flow_map import _width

    assert _width(50_000, 100_000) == _width(100_000, 100_000) / 2
    assert _width(1, 100_000) == 1.0, "as thin as can be seen"


def test_a_departure_to_nowhere_named_is_a_stub(atlas: Atlas) -> None:
    gone = (
        "displacement: [{id: gone, leaving: ETH, measure: evacuated, status: done, value: 9000 people, source: press}]"
    )
    day = date(2021, 7, 1)
    base = base_of([TextFile("facts/a.yaml", HORN), TextFile("facts/b.yaml", gone)])
    drawn = movements(View(base, Viewpoint(day, day, Marking.GREEN)), atlas)
    assert "gone" in ids(drawn.facts) and "9,000" in texts(drawn.svg)
    assert "Arrow that ends on the way: no destination reported" in texts(drawn.svg)


def test_nobody_is_drawn_twice_and_who_stays_or_never_came_is_not_drawn(view: View, atlas: Atlas) -> None:
    drawn = movements(view, atlas)
    # parts instead of a total over several countries; the total instead of a part of one movement
    assert ids(drawn.facts) == {"to-kenya", "to-somalia", "plan", "fear"}
    assert "900,000" not in described(drawn.svg)


def test_what_has_no_place_on_the_map_is_told_beside_it(view: View, atlas: Atlas) -> None:
    assert ids(movements(view, atlas).unplaced) == {"vague"}


@pytest.mark.parametrize("amount", ["1200 families", "300 households"])
def test_what_is_no_number_of_people_is_no_arrow_and_the_words_say_so(atlas: Atlas, amount: str) -> None:
    other = f"  - {{id: other, leaving: ETH, into: DJI, measure: arrived, value: {amount}, source: press}}\n"
    day = date(2021, 7, 1)
    base = base_of([TextFile("facts/a.yaml", HORN), TextFile("facts/b.yaml", f"displacement:\n{other}")])
    drawn = movements(View(base, Viewpoint(day, day, Marking.GREEN)), atlas)
    assert ids(drawn.unplaced) == {"vague", "other"}
    words = f"no numbers of people: Ethiopian refugees arrived in Djibouti: {amount.replace('1200', '1,200')}."
    assert words in described(drawn.svg).replace("\N{NO-BREAK SPACE}", " ")


def test_members_are_filled_by_their_role_body_by_body(view: View, atlas: Atlas) -> None:
    drawn = map_data.membership_maps(view, atlas, view.of_kind("memberships"), "blocs", "Bodies")
    assert "IGAD" in texts(drawn.svg)
    assert "AU" not in texts(drawn.svg), "one member is no picture"
    roles = re.findall(r'class="map-role-(\w+)" data-country="(\w+)"', drawn.svg)
    assert roles == [("cross", "ERI"), ("full", "ETH"), ("full", "KEN")]
    assert described(drawn.svg) == "Bodies. IGAD: Eritrea (suspended), Ethiopia (full), Kenya (full)."


def test_nothing_to_show_is_no_picture(view: View, atlas: Atlas) -> None:
    assert map_data.membership_maps(view, atlas, (), "blocs", "Bodies") == map_data.DrawnMap("")
    assert map_data.movement_map(view, atlas, (), str, "flows", "Movements") == map_data.DrawnMap("")


@pytest.mark.parametrize(
    "at", ["latitude: 91", "latitude: -90.5", "latitude: north", "latitude: 1e1", "latitude: '38;5'"]
)
def test_a_place_off_the_globe_is_a_mistake_at_its_place(at: str) -> None:
    from briefings.records import fact_reader

    text = HORN.replace("latitude: 11.59", at)
    _, problems = fact_reader.read([TextFile("facts/horn.yaml", text)])
    (problem,) = problems
    assert (problem.code, problem.expected) == ("value", "degrees from -90 to 90, such as 38.54")
    assert text.splitlines()[problem.mark.line - 1].lstrip().startswith("- {id: doraleh")


def test_a_map_of_movements_is_drawn_once_more_for_a_phone(view: View, atlas: Atlas) -> None:
    wide, narrow, *_ = forms(movements(view, atlas).svg)
    assert (wide.get("viewBox") or "").split()[2] == "640" and (narrow.get("viewBox") or "").split()[2] == "256"
    arrows = [
        [e for e in form.iter(f"{SVG}path") if "map-flow" in (e.get("class") or "").split()] for form in (wide, narrow)
    ]
    assert len(arrows[0]) >= 2 and len(arrows[0]) <= len(arrows[1])  # the key may have a further width
    assert narrow.get("aria-hidden") == "true" and not list(narrow.iter(f"{SVG}desc"))
    assert all(float(e.get("font-size") or 0) >= 8 for e in narrow.iter(f"{SVG}text"))


def test_maps_of_bodies_are_set_two_and_two_on_a_phone_without_being_drawn_again(view: View, atlas: Atlas) -> None:
    drawn = map_data.membership_maps(view, atlas, view.of_kind("memberships"), "bodies", "Bodies")
    wide, narrow = forms(drawn.svg)
    bodies = [e.get("id") for e in wide.iter(f"{SVG}g") if "-body-" in (e.get("id") or "")]
    assert [e.get("href") for e in narrow.iter(f"{SVG}use")] == [f"#{id}" for id in bodies] != []
    assert not list(narrow.iter(f"{SVG}path"))
