"""Maps of bodies: every member is on them, wherever it is, with the sign of its role."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from briefings.pictures.country_shapes import Atlas
from briefings.pictures.membership_map import MemberBody, body_maps
from briefings.pictures.projection import WORLD_RATIO, WorldProjection
from briefings.records.fact_kinds import MEMBERSHIP_ROLES

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
SVG = "{http://www.w3.org/2000/svg}"
BODIES = {
    "half a continent": "CHN IND IRN KAZ KGZ PAK RUS TJK UZB",
    "two sides of an ocean": "ALB BEL CAN DEU ESP FRA GBR ISL ITA LUX POL TUR USA",
    "the world": "ARG AUS BRA CAN CHN FRA GBR IDN IND JPN KOR MEX RUS TUR USA ZAF",
    "islands": "BHS BRB DMA GRD GUY JAM KNA LCA SUR TTO VCT",
}


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    maps = TEMPLATES / "maps"
    return Atlas.of((maps / "countries-50m.json").read_bytes(), (maps / "ground-50m.json").read_bytes())


def drawn(atlas: Atlas, *bodies: MemberBody) -> ElementTree.Element:
    svg = body_maps(atlas, bodies, (), {}, key="b", title="Bodies", description="Bodies.")
    return ElementTree.fromstring(svg.partition("</svg>")[0] + "</svg>")


def extent(element: ElementTree.Element) -> tuple[float, float, float, float]:
    """The box around an area of a member: left, top, right, bottom."""
    (area,) = element
    if area.tag == f"{SVG}circle":
        x, y = float(area.get("cx", "")), float(area.get("cy", ""))
        return x, y, x, y
    points: list[tuple[float, float]] = []
    for stretch in re.findall(r"M[^M]+", area.get("d", "")):
        numbers = [float(n) for n in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", stretch)]
        x, y = 0.0, 0.0
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


@pytest.mark.parametrize("members", BODIES.values(), ids=BODIES)
def test_every_member_is_in_the_frame(atlas: Atlas, members: str) -> None:
    svg = drawn(atlas, MemberBody("Body", dict.fromkeys(members.split(), "full")))
    wide, high = (float(svg.find(f".//{SVG}clipPath/{SVG}rect").get(side, "")) for side in ("width", "height"))  # type: ignore[union-attr]
    assert [e.get("data-country") for e in svg.iter(f"{SVG}use") if e.get("data-country")] == members.split()
    areas = {e.get("id", "")[-3:]: extent(e) for e in svg.iter(f"{SVG}g") if re.fullmatch("map-b-...", e.get("id", ""))}
    assert sorted(areas) == members.split()
    for code, (left, top, right, bottom) in areas.items():
        middle = (left + right) / 2, (top + bottom) / 2
        assert 0 <= middle[0] <= wide and 0 <= middle[1] <= high, code
        assert right - left < 0.75 * wide, f"{code} is torn across the map"


def test_a_member_too_small_to_be_seen_is_a_spot_and_one_without_a_shape_is_named(atlas: Atlas) -> None:
    svg = drawn(atlas, MemberBody("Body", {"IDN": "full", "SGP": "full", "THA": "full", "EU": "observer"}))
    (spot,) = (e for e in svg.iter(f"{SVG}circle") if e.get("class") == "map-area")
    assert spot is not None
    assert "Not on the map, Body: EU." in [e.text for e in svg.iter(f"{SVG}text")]


def test_each_role_has_a_sign_of_its_own_in_map_and_key(atlas: Atlas) -> None:
    members = dict(zip(["CHN", "IND", "IRN", "KAZ", "MNG", "PAK", "RUS", "TKM", "UZB"], MEMBERSHIP_ROLES, strict=True))
    svg = drawn(atlas, MemberBody("Body", members))
    signs = {str(e.get("class")) for e in svg.iter(f"{SVG}use") if e.get("data-country")}
    assert {str(e.get("class")) for e in svg.iter(f"{SVG}rect")} >= signs
    shared = {"founding": "full", "guest": "dialogue-partner"}  # that say the same of a member
    assert len(signs) == len({shared.get(role, role) for role in MEMBERSHIP_ROLES})


def test_the_world_is_unrolled_once_from_alaska_to_the_bering_strait() -> None:
    view = WorldProjection.of(400)
    assert view.projected([(-168, 65)])[0][0] < 60 < 340 < view.projected([(-170, 65)])[0][0]
    line = view.projected([(179, 52), (-179, 52)])
    assert abs(line[0][0] - line[1][0]) < 4
    assert [round(n, 6) for n in view.unproject(*view.project(70, 40))] == [70, 40]
    assert 0.4 < WORLD_RATIO < 0.5
