"""A law of all pictures: a name of the text alternative is in the picture or said not to be, and the other way round.

Locator maps have it for every country, in `test_locator_map`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from briefings.pictures.charts import ChartRow, TimelineItem, range_chart, timeline
from briefings.pictures.flow_map import Flow, flow_map
from briefings.pictures.grid_chart import membership_grid
from briefings.pictures.membership_map import MemberBody, body_maps
from briefings.pictures.point_map import MapPoint, point_map
from briefings.pictures.series_chart import DatedValue, Series, series_chart
from briefings.pictures.trend_map import trend_map
from check_examples import ATLAS, ROOT

SVG = "{http://www.w3.org/2000/svg}"
NAMES = {
    "AFG": "Afghanistan", "ARM": "Armenia", "BLR": "Belarus", "CHN": "China", "IRN": "Iran", "KAZ": "Kazakhstan",
    "KGZ": "Kyrgyzstan", "PAK": "Pakistan", "RUS": "Russia", "TJK": "Tajikistan", "TKM": "Turkmenistan",
    "UZB": "Uzbekistan", "MDV": "Maldives",
}  # fmt: skip
# What the pictures themselves say: heads, keys and the words of the alternatives.
OWN = {"Title", "On", "Not", "Nothing", "Arrow", "Arrows", "People", "Counted", "Heading", "Jun", "Jul"}
FEW, MANY = 3, 40


def names_of(words: str) -> set[str]:
    """The words that begin with a capital."""
    return {word for word in re.findall(r"[^\W\d_][\w'’-]*", words) if word[0].isupper()} - OWN


def parts_of(svg: str) -> tuple[str, str]:
    """The text alternative and all that is printed, of the wide form."""
    root = ElementTree.fromstring(svg.partition("</svg>")[0] + "</svg>")
    (described,) = (e.text or "" for e in root.iter(f"{SVG}desc"))
    return described, "\n".join(e.text or "" for e in root.iter(f"{SVG}text"))


def letters(n: int) -> str:
    return chr(65 + n % 26) + chr(97 + n // 26)


def points(count: int) -> str:
    some = [
        MapPoint(f"Base{letters(n)}", f"Holder{letters(n)}", 68 + n % 7 / 5, 37 + n % 5 / 5, "base")
        for n in range(count)
    ]
    return point_map(ATLAS, some, ["AFG", "TJK", "UZB"], NAMES, kind="forces", key="k", title="Title", width=400)[0]


def flows(count: int) -> str:
    into = ["IRN", "PAK", "TJK", "UZB", "TKM", "KGZ", "CHN"]
    some = [Flow((into[n % len(into)],), 1000.0 + n, f"{1000 + n:,}", "solid") for n in range(count)]

    def describe(drawn: Sequence[Flow]) -> str:
        return f"Title. {'; '.join(f'{NAMES[flow.into[0]]}: {flow.text}' for flow in drawn)}."

    words = {"solid": "done"}
    return flow_map(ATLAS, "AFG", some, NAMES, key="k", title="Title", describe=describe, words=words)[0]


def trends(count: int) -> str:
    codes = list(NAMES)[: 6 if count == FEW else len(NAMES)]
    some = dict.fromkeys(codes, "mixed")
    return trend_map(ATLAS, some, {code: NAMES[code] for code in codes}, key="k", title="Title")


def events(count: int) -> str:
    day = date(2021, 7, 1)
    some = [TimelineItem(f"Event{letters(n)}", day, day) for n in range(count)]

    def describe(drawn: Sequence[TimelineItem]) -> str:
        return f"Title. {'; '.join(item.label for item in drawn)}."

    ends = {"first": day - timedelta(9), "last": day + timedelta(9)}
    return timeline(some, key="k", title="Title", describe=describe, heading="Heading", **ends)


def values_over_time(count: int) -> str:
    few = range(min(count, 9))
    dated = tuple(DatedValue(date(2021, 1, 1 + n), Decimal(n + 1), f"{n + 1}", f"day {n}", "A") for n in few)
    some = [Series(f"Series{letters(n)}", "People", dated) for n in few]
    return series_chart(some, key="k", title="Title")


PICTURES = {"points": points, "flows": flows, "trends": trends, "timeline": events, "series": values_over_time}


@pytest.mark.parametrize("count", [FEW, MANY])
@pytest.mark.parametrize("kind", PICTURES)
def test_each_name_in_the_one_is_in_the_other(kind: str, count: int) -> None:
    described, printed = parts_of(PICTURES[kind](count))
    assert len(names_of(described)) >= 3
    assert names_of(described) - names_of(printed) == set()
    assert names_of(printed) - names_of(described) == set()


def test_what_a_chart_of_amounts_and_a_grid_print_is_what_their_makers_describe() -> None:
    """Their alternatives are made of the rows that are handed in, all of which they draw."""
    names = [f"Row {name}" for name in NAMES.values()]
    rows = [ChartRow(name, Decimal(5), Decimal(5), False, "5") for name in names]
    cells = {(name, "CSTO"): "full" for name in names}
    grid = membership_grid(names, ["CSTO"], cells, key="k", title="T", description="D")
    for svg in (range_chart(rows, key="k", title="T", description="D", unit="people"), grid):
        assert [name for name in names if name not in parts_of(svg)[1]] == []


def test_every_member_that_is_named_is_drawn_with_its_role() -> None:
    roles = {code: ("observer" if n % 3 else "full") for n, code in enumerate(NAMES)}
    svg = body_maps(ATLAS, [MemberBody("SCO", roles)], [], NAMES, key="k", title="T", description="D")
    drawn = re.findall(r'class="map-role-(\w+)" data-country="(\w+)"', svg)
    assert dict((code, role) for role, code in drawn) == {
        code: {"observer": "close"}.get(role, role) for code, role in roles.items()
    }


@pytest.mark.parametrize("kind", PICTURES)
def test_every_text_has_a_colour_in_the_dark(kind: str) -> None:
    """Titles of charts were dark on dark: the attribute has the colour of print."""
    sheet = (ROOT / "templates" / "screen.css").read_text(encoding="utf-8")
    root = ElementTree.fromstring(PICTURES[kind](FEW).partition("</svg>")[0] + "</svg>")
    kinds = {e.get("class", "") for e in root.iter(f"{SVG}text")}
    assert kinds
    assert [kind for kind in kinds if not any(re.search(rf"\.{one}\b", sheet) for one in kind.split())] == []


@pytest.mark.parametrize("kind", PICTURES)
def test_no_letter_of_a_picture_is_below_seven_points(kind: str) -> None:
    """640 px are 170 mm on paper, so that 7 pt are 9.3 px."""
    root = ElementTree.fromstring(PICTURES[kind](MANY).partition("</svg>")[0] + "</svg>")
    sizes = {float(e.get("font-size", "0")) for e in root.iter(f"{SVG}text")}
    assert sizes and min(sizes) >= 9.3
