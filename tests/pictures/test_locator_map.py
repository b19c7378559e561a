"""Locator maps: what a reader sees of them, and what a page may rely on."""

from __future__ import annotations

import math
import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pycountry
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from briefings.pictures.country_shapes import Atlas, ClippedAtlas, NoGeometry
from briefings.pictures.letter_widths import BOLD_WIDTH_RATIO, text_width
from briefings.pictures.locator_contents import LocatorMap, MapSite
from briefings.pictures.locator_frame import located_view
from briefings.pictures.locator_map import locator_map
from briefings.pictures.projection import Projection

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
NEIGHBOURS = {
    "AFG": "CHN IRN PAK TJK TKM UZB",
    "ARM": "AZE GEO IRN TUR",
    "BLR": "LTU LVA POL RUS UKR",
    "CHN": "AFG BTN IND KAZ KGZ LAO MMR MNG NPL PAK PRK RUS TJK VNM",
    "HRV": "BIH HUN MNE SRB SVN",
    "IRN": "AFG ARM AZE IRQ PAK TKM TUR",
    "KAZ": "CHN KGZ RUS TKM UZB",
    "KGZ": "CHN KAZ TJK UZB",
    "NOR": "FIN RUS SWE",
    "OMN": "ARE SAU YEM",
    "PAK": "AFG CHN IND IRN",
    "RUS": "AZE BLR CHN EST FIN GEO KAZ LTU LVA MNG NOR POL PRK UKR",
    "TJK": "AFG CHN KGZ UZB",
    "TKM": "AFG IRN KAZ UZB",
    "UZB": "AFG KAZ KGZ TJK TKM",
}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    maps = TEMPLATES / "maps"
    return Atlas.of((maps / "countries-50m.json").read_bytes(), (maps / "ground-50m.json").read_bytes())


def view_of(atlas: Atlas, subject: str) -> Projection:
    capital = atlas.ground.capital(subject)
    seat = (capital.longitude, capital.latitude) if capital else None
    return located_view(atlas, atlas.lands_of(subject), seat, 340, 230)


def locator_svg(atlas: Atlas, subject: str, neighbours: dict[str, str], *, title: str = "", **options: object) -> str:
    names = neighbours | {subject: str(options.pop("name", "") or named(subject)[subject])}
    return locator_map(atlas, subject, names, borders=neighbours, title=title, **options).svg  # type: ignore[arg-type]


def named(codes: str) -> dict[str, str]:
    return {code: pycountry.countries.get(alpha_3=code).name.split(",")[0] for code in codes.split()}


def drawn(atlas: Atlas, subject: str, **more: object) -> ElementTree.Element:
    options = {"title": "Map", "name": named(subject)[subject]} | more
    return ElementTree.fromstring(locator_svg(atlas, subject, named(NEIGHBOURS.get(subject, "")), **options))  # type: ignore[arg-type]


def texts(svg: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in svg.iter(f"{SVG}text")]


def points(path: str) -> list[list[tuple[float, float]]]:
    """The absolute points of each stretch of path data, as a renderer reads it."""
    stretches = []
    for stretch in re.findall(r"M[^M]+", path):
        numbers = [float(n) for n in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", stretch)]
        x, y = numbers[:2]
        line = [(x, y)]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            line.append((x, y))
        stretches.append(line)
    return stretches


def path_of(svg: ElementTree.Element, kind: str) -> list[list[tuple[float, float]]]:
    (element,) = (e for e in svg.iter(f"{SVG}path") if e.get("class", "").split()[0] == kind)
    return points(element.get("d", ""))


def test_a_map_names_its_subject_its_neighbours_and_its_scale(atlas: Atlas) -> None:
    named = {"200 km", "Afghanistan", "China", "Kyrgyzstan", "Tajikistan", "Uzbekistan", "Dushanbe", "capital"}
    assert named <= set(texts(drawn(atlas, "TJK")))


def test_a_country_that_the_desk_has_not_is_named_as_in_the_atlas(atlas: Atlas) -> None:
    assert {"Tajikistan", "Uzbekistan"} <= set(texts(ElementTree.fromstring(locator_map(atlas, "TJK", {}).svg)))


@pytest.mark.parametrize("size", [(404, 262), (254, 181)])
@pytest.mark.parametrize("subject", NEIGHBOURS)
def test_labels_as_the_font_sets_them_neither_meet_nor_leave_the_frame(
    atlas: Atlas, subject: str, size: tuple[int, int]
) -> None:
    boxes = []
    names = drawn(atlas, subject, width=size[0], height=size[1]).iter(f"{SVG}text")
    for text in (name for name in names if name.get("class") != "map-key"):
        x, y, em = (float(text.get(key, "")) for key in ("x", "y", "font-size"))
        half = set_width(text.text or "", "Semibold" if text.get("font-weight") else "Regular") * em / 2
        boxes.append((x - half, y - 0.7 * em, x + half, y + 0.1 * em))
    assert len(boxes) >= 2
    assert all(a >= 0 and b >= 0 and c <= size[0] and d <= size[1] for a, b, c, d in boxes)
    assert [p for p in combinations(boxes, 2) if overlap(*p)] == []


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


FONTS = {weight: TTFont(TEMPLATES / f"fonts/BriefingSans-{weight}.ttf") for weight in ("Regular", "Semibold")}


def set_width(text: str, weight: str) -> float:
    font = FONTS[weight]
    glyphs, advance = font.getBestCmap(), font["hmtx"]
    return float(sum(advance[glyphs[ord(c)]][0] for c in text) / font["head"].unitsPerEm)


def test_room_reckoned_for_a_name_is_never_less_than_the_font_takes() -> None:
    cyrillic = [
        "Тоҷикистон",
        "Қазақстан",
        "Ўзбекистон",
        "Кыргызстан",
        "Түркменистан",
        "Российская Федерация",
        "Україна",
    ]
    names = [country.name for country in pycountry.countries] + cyrillic
    assert len(names) > 200
    tight = {n for n in names if set_width(n, "Regular") > text_width(n)}
    assert tight | {n for n in names if set_width(n, "Semibold") > BOLD_WIDTH_RATIO * text_width(n)} == set()


@pytest.mark.parametrize("subject", ["TJK", "RUS", "LSO", "CHL"])
def test_the_scale_bar_is_as_long_as_it_says(atlas: Atlas, subject: str) -> None:
    """Against the great-circle distance between the places under the ends of a line of that length at the centre."""
    svg = drawn(atlas, subject)
    (length,) = (float(t.split()[0].replace(",", "")) for t in texts(svg) if t.endswith(" km"))
    (left, _), (right, _) = path_of(svg, "map-scale")[0]
    view = view_of(atlas, subject)
    half = (right - left) / 2
    a, b = view.unproject(170 - half, 115), view.unproject(170 + half, 115)
    assert great_circle(a, b) == pytest.approx(length, rel=0.01)


def great_circle(a: tuple[float, float], b: tuple[float, float]) -> float:
    (la, pa), (lb, pb) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    h = math.sin((pb - pa) / 2) ** 2 + math.cos(pa) * math.cos(pb) * math.sin((lb - la) / 2) ** 2
    return 2 * 6371.007 * math.asin(math.sqrt(h))


@given(st.floats(-179, 179), st.floats(-85, 85), st.floats(-80, 80), st.floats(-80, 80))
def test_a_place_is_found_again_from_its_pixel(centre: float, middle: float, east: float, latitude: float) -> None:
    view = Projection(centre, middle, 5, 170, 115)
    found = view.unproject(*view.project(centre + east, latitude))
    assert great_circle(found, (centre + east, latitude)) < 0.01


def test_russia_is_in_one_piece_across_the_antimeridian(atlas: Atlas) -> None:
    largest = max(path_of(drawn(atlas, "RUS"), "map-subject"), key=len)
    wide = max(x for x, _ in largest) - min(x for x, _ in largest)
    assert 0.55 * 340 < wide < 0.65 * 340


def test_islands_beyond_the_antimeridian_are_drawn(atlas: Atlas) -> None:
    """Fiji's Lau group lies at 179 degrees west, its main islands at 178 east."""
    xs = [x for ring in path_of(drawn(atlas, "FJI"), "map-subject") for x, _ in ring]
    assert 170 < max(xs) < 340 and max(xs) - min(xs) < 120, "in one piece, in the frame"


@pytest.mark.parametrize("subject", ["RUS", "CAN", "BRA", "KAZ", "FJI", "TJK"])
def test_whatever_lies_in_the_frame_is_found(atlas: Atlas, subject: str) -> None:
    """The quick box test may say yes too often, never no to an arc that has a point in the frame."""
    code = pycountry.countries.get(alpha_3=subject).numeric
    view = view_of(atlas, subject)
    sheet = ClippedAtlas(atlas, view, 340, 230, code, frozenset())
    inside = []
    for number, arc in enumerate(atlas.arcs):
        pixels = (view.project(*atlas.degrees(x, y)) for x, y in zip(arc[0][::4], arc[1][::4], strict=True))
        if any(0 <= x <= 340 and 0 <= y <= 230 for x, y in pixels):
            inside.append(number)
    assert len(inside) > 10
    assert [arc for arc in inside if not sheet.shows(atlas.box(arc))] == []


@pytest.mark.parametrize("subject", ["TJK", "ATA", "ISL", "KAZ"])
def test_the_subject_is_in_the_middle_with_room_around_it(atlas: Atlas, subject: str) -> None:
    parts = path_of(drawn(atlas, subject), "map-subject")
    xs, ys = zip(*max(parts, key=len), strict=True)
    fill = max((max(xs) - min(xs)) / 340, (max(ys) - min(ys)) / 230)
    assert 0.25 < fill < 0.65
    assert min(xs) > 0 and min(ys) > 0 and max(xs) < 340 and max(ys) < 230


def test_a_frontier_runs_along_the_outlines_of_both_sides(atlas: Atlas) -> None:
    """Arcs are simplified one by one: no gap opens between a country and its frontier."""
    svg = drawn(atlas, "TJK")
    outline = {(round(x, 1), round(y, 1)) for ring in path_of(svg, "map-subject") for x, y in ring}
    frontier = [(round(x, 1), round(y, 1)) for line in path_of(svg, "map-frontier") for x, y in line]
    assert len(frontier) > 100
    assert [point for point in frontier if point not in outline] == []


def test_an_island_has_no_frontier(atlas: Atlas) -> None:
    assert "map-frontier" not in {e.get("class") for e in drawn(atlas, "FJI").iter()}


def test_a_country_that_surrounds_the_subject_fills_the_frame(atlas: Atlas) -> None:
    """None of South Africa's outline need be near for it to be drawn around Lesotho."""
    svg = ElementTree.fromstring(locator_svg(atlas, "LSO", {"ZAF": "South Africa"}, title=""))
    (land,) = path_of(svg, "map-neighbour")[:1]
    assert {(-2, -2), (-2, 232)} <= {(round(x), round(y)) for x, y in land}


@pytest.mark.parametrize("subject", NEIGHBOURS)
def test_a_map_is_small_and_ends_at_its_frame(atlas: Atlas, subject: str) -> None:
    svg = drawn(atlas, subject)
    seen = [point for e in svg.iter(f"{SVG}path") for line in points(e.get("d", "")) for point in line]
    assert len(seen) > 100
    assert all(-2.1 <= x <= 342.1 and -2.1 <= y <= 270 for x, y in seen)
    text = locator_svg(atlas, subject, named(NEIGHBOURS[subject]), title="Map")
    assert len(text.encode()) < 45_000
    assert re.findall(r"\d\.\d\d", text) == []


ALL = sorted([*(country.alpha_3 for country in pycountry.countries), "XKX"])
NAMES = {country.alpha_3: country.name.split(",")[0] for country in pycountry.countries} | {"XKX": "Kosovo"}


@pytest.fixture(scope="module")
def locators(atlas: Atlas) -> dict[str, LocatorMap]:
    """The map of every country and territory; those without a shape are missing."""
    maps = {}
    for code in ALL:
        try:
            maps[code] = locator_map(atlas, code, NAMES, width=254, height=181, title=code)
        except NoGeometry:
            continue
    return maps


def test_every_country_has_a_map(locators: dict[str, LocatorMap]) -> None:
    assert len(ALL) == 250
    assert set(ALL) - locators.keys() == set()


def test_islands_far_apart_have_a_ring_each(locators: dict[str, LocatorMap]) -> None:
    """The minor outlying islands of the United States, from Wake to Jarvis: a third of the Pacific."""
    svg = ElementTree.fromstring(locators["UMI"].svg)
    rings = [float(e.get("cx", "")) for e in svg.iter(f"{SVG}circle") if e.get("class") == "map-spot"]
    assert len(rings) >= 6 and max(rings) - min(rings) > 120
    assert "North Pacific Ocean" in locators["UMI"].others


@pytest.mark.parametrize("code", ALL)
def test_every_locator_locates(atlas: Atlas, locators: dict[str, LocatorMap], code: str) -> None:
    """A land or sea is named beside the subject, every land neighbour is, and the capital is drawn and named."""
    drawn = locators[code]
    printed = " ".join(texts(ElementTree.fromstring(drawn.svg)))
    assert drawn.neighbours or drawn.numbered or drawn.others
    beside = {atlas.key_of(other): NAMES[other] for other in ALL}
    touching = {beside.get(key, key) for key in atlas.beside(atlas.key_of(code))} - {"Siachen Glacier"}
    touching = {{"N. Cyprus": "Northern Cyprus"}.get(name, name) for name in touching}
    assert touching <= {*drawn.neighbours, *drawn.numbered, *drawn.unnamed}
    assert len(drawn.unnamed) <= 1, "a number has room where a name has none"
    capital = atlas.ground.capital(code)
    if capital:
        assert capital.name in [site.name for site in drawn.sites]
        assert all(word in printed for word in capital.name.split())


def words_of(svg: str) -> tuple[set[str], set[str]]:
    """The words of a map's text alternative that begin with a capital or a figure, and the printed words."""
    root = ElementTree.fromstring(svg)
    (described,) = (e.text or "" for e in root.iter(f"{SVG}desc"))
    pattern = r"[^\W_][\w'’-]*"
    return set(re.findall(pattern, described)), set(re.findall(pattern, " ".join(texts(root))))


OWN_WORDS = {
    "and", "its", "neighbours", "border", "Around", "it", "Places", "Cities", "capital", "base", "planned",
    "Numbered", "Beside", "not", "named", "here", "Outside", "the", "map",
}  # fmt: skip


@pytest.mark.parametrize("code", ALL)
def test_the_text_alternative_is_what_is_drawn(locators: dict[str, LocatorMap], code: str) -> None:
    """Each name in the one is in the other, and the other way round; only the scale is not told."""
    told, printed = words_of(locators[code].svg)
    assert told - OWN_WORDS - printed == set()
    scale = {word for word in printed if re.fullmatch(r"\d+|km", word)}
    assert printed - scale - told - {"capital"} == set()


@pytest.mark.parametrize("code", ["XXX", "", "tjk "])
def test_what_has_no_shape_has_no_map(atlas: Atlas, code: str) -> None:
    with pytest.raises(NoGeometry):
        locator_map(atlas, code, {})


def test_an_area_that_iso_has_no_code_for_is_found_by_its_name(atlas: Atlas) -> None:
    drawn = locator_map(atlas, "XSL", {"XSL": "Somaliland"})
    assert "Somaliland" in texts(ElementTree.fromstring(drawn.svg)) and drawn.hatched == ["Somaliland"]


def test_a_base_beside_the_capital_leaves_the_capital(atlas: Atlas) -> None:
    sites = [MapSite("Bishkek", 74.59, 42.87, "capital"), MapSite("Kant", 74.85, 42.85, "base")]
    svg = ElementTree.fromstring(locator_map(atlas, "KGZ", NAMES, sites=sites, width=254, height=181).svg)
    assert {"Bishkek", "Kant"} <= set(texts(svg))
    assert len([e for e in svg.iter() if e.get("class") in ("map-capital", "map-site")]) == 4, "and in the key"


def test_a_base_in_the_capital_has_a_mark_and_the_name_stands_once(atlas: Atlas) -> None:
    sites = [MapSite("Dushanbe", 68.78, 38.54, kind) for kind in ("capital", "base")]
    drawn = locator_map(atlas, "TJK", NAMES, sites=sites, width=254, height=181)
    assert texts(ElementTree.fromstring(drawn.svg)).count("Dushanbe") == 1 and drawn.sites == sites


def test_a_capital_far_from_the_main_part_is_in_the_frame(atlas: Atlas) -> None:
    malabo = MapSite("Malabo", 8.78, 3.75, "capital")
    drawn = locator_map(atlas, "GNQ", NAMES, sites=[malabo], width=254, height=181)
    assert drawn.sites == [malabo] and "Cameroon" in drawn.neighbours


def test_an_area_in_dispute_is_drawn_as_the_desk_sees_it(atlas: Atlas) -> None:
    """Crimea is in the shape of Ukraine only from that point of view, and hatched from any."""
    seen = atlas.seen_from({"Crimea": "UKR"})
    kherson = [land for land in seen.territories if land.code == seen.key_of("UKR")]
    assert len(kherson[0].polygons) == len(atlas.lands_of("UKR")[0].polygons) + 1
    for each in (atlas, seen):
        drawn = locator_map(each, "UKR", NAMES, width=404, height=262)
        assert "Crimea" in drawn.hatched and "Crimea" in drawn.remarks()


def test_a_neighbour_out_of_the_frame_is_said_to_be_beside_it(atlas: Atlas) -> None:
    drawn = locator_map(atlas, "TJK", NAMES, borders=["BRA"], width=254, height=181)
    assert drawn.unnamed == ["Brazil"]
    assert "Beside it, not named here: Brazil" in texts(ElementTree.fromstring(drawn.svg))


def test_the_order_of_neighbours_is_irrelevant(atlas: Atlas) -> None:
    names = named(NEIGHBOURS["CHN"])
    turned = dict(reversed(names.items()))
    assert locator_svg(atlas, "CHN", names, title="") == locator_svg(atlas, "CHN", turned, title="")


def test_text_is_escaped(atlas: Atlas) -> None:
    svg = locator_svg(atlas, "TJK", {"AFG": "<A> & \"B\" 'C'"}, title="</title><b>", name="<i>")
    root = ElementTree.fromstring(svg)
    assert root[0].text == "</title><b>" and (root[1].text or "").startswith("<i> and its neighbours: <A> & ")
    assert {"<A> & \"B\" 'C'", "<i>"} <= set(texts(root))


BORDERS = {"AFG": "1,357 km", "CHN": "477 km", "KGZ": "984 km", "UZB": "1,312 km"}
SITES = [
    MapSite("Dushanbe", 68.78, 38.54, "base"),
    MapSite("Bokhtar", 68.78, 37.84, "exercise", planned=True),
    MapSite("Dushanbe", 68.78, 38.54, "capital"),
    MapSite("Moscow", 37.62, 55.75, "troops"),
]


def test_borders_bear_their_lengths_and_places_their_names(atlas: Atlas) -> None:
    svg = drawn(atlas, "TJK", lengths=BORDERS, sites=SITES)
    assert {*BORDERS.values(), "Dushanbe", "Bokhtar", "base", "exercise", "planned"} <= set(texts(svg))
    marked = [e.get("class") for e in svg.iter() if e.get("class") in ("map-site", "map-planned", "map-capital")]
    # the key has a symbol for each kind, and for planned; of two places in one spot both are drawn
    assert sorted(marked) == sorted(["map-planned", "map-site", "map-capital"] * 2 + ["map-site"])
    assert "Outside the map: Moscow (troops)" in texts(svg)


def test_a_length_stands_on_the_border_it_is_of(atlas: Atlas) -> None:
    svg = drawn(atlas, "TJK", lengths=BORDERS)
    frontier = [point for line in path_of(svg, "map-frontier") for point in line]
    plates = [e for e in svg.iter(f"{SVG}rect") if e.get("class") == "map-plate" and e.get("stroke") != "none"]
    assert len(plates) == 4
    for plate in plates:
        x, y, wide, high = (float(plate.get(key, "")) for key in ("x", "y", "width", "height"))
        assert min(math.dist((x + wide / 2, y + high / 2), point) for point in frontier) < 8


def test_a_page_styles_a_map_by_these_classes_and_nothing_else_is_in_its_way(atlas: Atlas) -> None:
    svg = drawn(atlas, "TJK", lengths=BORDERS, sites=SITES)
    attributes = {key for e in svg.iter() for key in e.attrib}
    assert {name for e in svg.iter() for name in e.get("class", "").split()} == {
        "map", "locator", "map-sea", "map-coast", "map-land", "map-neighbour", "map-subject", "map-border",
        "map-frontier", "map-scale", "map-label", "map-label-subject", "map-label-scale", "map-label-site",
        "map-label-length", "map-label-capital", "map-plate", "map-site", "map-planned", "map-capital", "map-key",
        "map-river", "map-lake", "map-hatching", "map-undrawn", "map-disputed",
    }  # fmt: skip
    assert attributes & {"style", "opacity", "fill-opacity", "clip-path"} == set()


def test_a_map_is_one_image_with_a_name_to_a_screen_reader(atlas: Atlas) -> None:
    svg = drawn(atlas, "TJK")
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "map-tjk-title map-tjk-desc"
    assert [e.get("id") for e in svg[:2]] == ["map-tjk-title", "map-tjk-desc"] and svg[0].text == "Map"


@pytest.mark.parametrize("data", [b"{}", b"[]", b'{"objects": {"countries": 1}}', b"no json"])
def test_an_atlas_is_not_made_of_anything(data: bytes) -> None:
    with pytest.raises(ValueError):
        Atlas.of(data)
