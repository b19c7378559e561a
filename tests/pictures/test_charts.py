"""Charts: what a reader sees of amounts, dates and memberships, and what a page may rely on."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pycountry
import pytest
from fontTools.ttLib import TTFont
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefings.pictures.charts import ChartRow, TimelineItem, range_chart, sparkline, timeline
from briefings.pictures.grid_chart import membership_grid
from briefings.pictures.letter_widths import BOLD_WIDTH_RATIO, text_width
from briefings.pictures.svg_marks import date_ticks

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
FONTS = {weight: TTFont(TEMPLATES / f"fonts/BriefingSans-{weight}.ttf") for weight in ("Regular", "Semibold")}
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</title><script>alert(1)</script> & \"q\" 'a'"
ENDS = {"first": date(2021, 4, 1), "last": date(2021, 12, 31)}
STATUSES = ["done", "ongoing", "planned", "pledged", "requested", "offered", "feared", "cancelled", "unknown"]

Box = tuple[float, float, float, float]


def row(
    label: str, low: int | None, high: int | None, kind: str = "done", about: bool = False, text: str = ""
) -> ChartRow:
    bounds = [None if bound is None else Decimal(bound) for bound in (low, high)]
    return ChartRow(label, bounds[0], bounds[1], about, text or f"{low}–{high}", kind)


def amounts(*rows: ChartRow, **options: object) -> ElementTree.Element:
    more = {"key": "k", "title": "Title", "description": "What it shows", "unit": "people"} | options
    return ElementTree.fromstring(range_chart(rows, **more))  # type: ignore[arg-type]


def dated(*items: TimelineItem, **options: object) -> ElementTree.Element:
    more = {"key": "k", "title": "Title", "describe": lambda drawn: "What it shows"} | ENDS | options
    return ElementTree.fromstring(timeline(items, **more))  # type: ignore[arg-type]


def texts(svg: ElementTree.Element, kind: str) -> list[str]:
    return [e.text or "" for e in svg.iter(f"{SVG}text") if e.get("class") == kind]


def marks(svg: ElementTree.Element, kind: str) -> list[ElementTree.Element]:
    return [e for e in svg.iter() if kind in e.get("class", "").split()]


def set_width(text: str, weight: str) -> float:
    font = FONTS[weight]
    glyphs, advance = font.getBestCmap(), font["hmtx"]
    return float(sum(advance[glyphs.get(ord(c), ".notdef")][0] for c in text) / font["head"].unitsPerEm)


def box(element: ElementTree.Element) -> Box:
    """Where an element is drawn, text as the font sets it, without half of its stroke."""
    name, number = element.tag.removeprefix(SVG), lambda key: float(element.get(key, "0"))
    if name == "text":
        x, y, size = number("x"), number("y"), number("font-size")
        wide = set_width(element.text or "", "Semibold" if element.get("font-weight") else "Regular") * size
        left = x - wide * {"middle": 0.5, "end": 1.0}.get(element.get("text-anchor", ""), 0.0)
        return left, y - 0.7 * size, left + wide, y + 0.22 * size
    if name == "circle":
        x, y, r = number("cx"), number("cy"), number("r")
        return x - r, y - r, x + r, y + r
    if name == "rect":
        return number("x"), number("y"), number("x") + number("width"), number("y") + number("height")
    if name == "line":
        xs, ys = sorted((number("x1"), number("x2"))), sorted((number("y1"), number("y2")))
        return xs[0], ys[0], xs[1], ys[1]
    if name == "polyline":
        points = [tuple(map(float, p.split(","))) for p in element.get("points", "").split()]
        return (
            min(x for x, _ in points),
            min(y for _, y in points),
            max(x for x, _ in points),
            max(y for _, y in points),
        )
    assert name == "path"
    start = re.match(r"M([-\d.]+) ([-\d.]+)(?:h([-\d.]+)|l4 4-4 4-4-4z$)", element.get("d", ""))
    assert start
    x, y, along = (float(part or 0) for part in start.groups())
    if start[3]:  # an arrow
        return min(x, x + along), y - 3, max(x, x + along), y + 3
    return x - 4, y, x + 4, y + 8  # a diamond


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def assert_inside(text: str) -> None:
    """Everything drawn is within the frame, and no attribute is no number."""
    svg = ElementTree.fromstring(text)
    wide, high = map(float, svg.get("viewBox", "").split()[2:])
    drawn = [(box(e), e) for e in svg.iter() if e.tag.removeprefix(SVG) not in ("svg", "title", "desc")]
    assert drawn
    outside = [
        ElementTree.tostring(e) for (a, b, c, d), e in drawn if a < -0.1 or b < -0.1 or c > wide + 0.1 or d > high + 0.1
    ]
    assert outside == []
    values = " ".join(v for e in svg.iter() for k, v in e.attrib.items() if k not in ("class", "id", "aria-labelledby"))
    assert re.findall(r"(?i)\b(?:nan|inf|infinity)\b|e[-+]\d", values) == []


# ---- all charts


EACH = {
    "ranges": range_chart(
        [row("A", 1, 1), row("B", 2, 3, "feared")], key="k", title="T", description="D", unit="people"
    ),
    "timeline": timeline(
        [TimelineItem("A", date(2021, 7, 1), date(2021, 7, 9))], key="k", title="T", describe=lambda drawn: "D", **ENDS
    ),
    "grid": membership_grid(["A"], ["B"], {("A", "B"): "full"}, key="k", title="T", description="D"),
    "spark": sparkline([(date(2021, 7, 1), Decimal(1)), (date(2021, 7, 2), Decimal(3))], key="k", title="T"),
}


@pytest.mark.parametrize("chart", EACH)
def test_a_chart_is_one_image_with_a_name_to_a_screen_reader(chart: str) -> None:
    svg = ElementTree.fromstring(EACH[chart])
    named = [(e.get("id"), e.text) for e in svg if e.tag in (f"{SVG}title", f"{SVG}desc")]
    assert named == [("chart-k-title", "T"), ("chart-k-desc", "D")][: 1 if chart == "spark" else 2]
    assert (svg.get("role"), svg.get("aria-labelledby")) == ("img", " ".join(str(name) for name, _ in named))


@pytest.mark.parametrize("chart", EACH)
def test_print_needs_no_stylesheet_and_a_stylesheet_finds_every_mark(chart: str) -> None:
    svg = ElementTree.fromstring(EACH[chart])
    drawn = [e for e in svg.iter() if e.tag.removeprefix(SVG) not in ("svg", "title", "desc")]
    assert len(drawn) >= 2
    assert [
        e for e in drawn if not e.get("class", "").startswith("chart-") or not (e.get("fill") or e.get("stroke"))
    ] == []
    names = {name for e in svg.iter() for name in e.attrib}
    assert names & {"style", "opacity", "fill-opacity", "stroke-opacity", "clip-path", "dominant-baseline"} == set()


def test_what_has_nothing_to_show_is_no_chart() -> None:
    named = {"key": "k", "title": "T", "description": "D"}
    assert range_chart([], unit="people", **named) == ""
    assert range_chart([row("Not stated", None, None)], unit="people", **named) == ""
    lines = {"key": "k", "title": "T", "describe": lambda drawn: "D"} | ENDS
    assert timeline([], **lines) == ""
    assert timeline([TimelineItem("Before", date(2020, 1, 1), date(2020, 2, 1))], **lines) == ""
    assert membership_grid([], ["CSTO"], {}, **named) == ""
    assert membership_grid(["Armenia"], [], {}, **named) == ""
    assert sparkline([], key="k", title="T") == ""


def test_hostile_text_stays_text() -> None:
    rival = (Decimal(3), None, HOSTILE)
    bad = ChartRow(HOSTILE, Decimal(1), Decimal(2), False, HOSTILE, HOSTILE, (rival,), HOSTILE)
    named = {"key": 'k" onload="x', "title": HOSTILE, "description": HOSTILE}
    charts = [
        range_chart([bad], unit=HOSTILE, **named),
        timeline(
            [TimelineItem(HOSTILE, *ENDS.values(), HOSTILE, HOSTILE)],
            key=named["key"],
            title=HOSTILE,
            describe=lambda drawn: HOSTILE,
            heading=HOSTILE,
            **ENDS,
        ),
        membership_grid([HOSTILE], [HOSTILE], {(HOSTILE, HOSTILE): HOSTILE}, **named),
        sparkline([(date(2021, 7, 1), Decimal(1))], key=named["key"], title=HOSTILE),
    ]
    allowed = {"svg", "title", "desc", "text", "circle", "rect", "line", "path", "polyline"}
    for chart in charts:
        svg = ElementTree.fromstring(chart)
        assert {e.tag.removeprefix(SVG) for e in svg.iter()} <= allowed
        assert svg[0].text == HOSTILE
        assert svg.get("onload") is None
        assert svg[0].get("id") == "chart-k-onload-x-title"
        assert all(re.fullmatch(r"[a-z -]+", e.get("class", "a")) for e in svg.iter())
    assert len(charts) == 4


def test_room_reckoned_for_text_is_never_less_than_the_font_takes() -> None:
    names = [country.name for country in pycountry.countries]
    names += ["Тоҷикистон", "Қазақстан", "Ўзбекистон", "Түркменистан", "Российская Федерация", "Україна", "Ъезд, бъём"]
    letters = (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x400, 0x500), *range(0x2010, 0x2030))
    names += [chr(code) for code in letters if code in FONTS["Regular"].getBestCmap()]
    names += ["up to 100,000", "about 1,500–3,000", "“tens of thousands”…"]
    assert len(names) > 500
    tight = {n for n in names if set_width(n, "Regular") > text_width(n)}
    assert tight | {n for n in names if set_width(n, "Semibold") > BOLD_WIDTH_RATIO * text_width(n)} == set()


# ---- ranges


GOLDEN = """\
<svg xmlns="http://www.w3.org/2000/svg" class="chart-ranges" viewBox="0 0 640 89" role="img" aria-labelledby="chart-arrived-title chart-arrived-desc" font-family="Briefing Sans">
<title id="chart-arrived-title">Arrivals</title>
<desc id="chart-arrived-desc">By country</desc>
<line class="chart-gridline" x1="292.8" y1="18" x2="292.8" y2="62" stroke="#c9d1d5" stroke-width="0.6"/>
<line class="chart-gridline" x1="360.3" y1="18" x2="360.3" y2="62" stroke="#c9d1d5" stroke-width="0.6"/>
<line class="chart-gridline" x1="427.9" y1="18" x2="427.9" y2="62" stroke="#c9d1d5" stroke-width="0.6"/>
<line class="chart-gridline" x1="495.4" y1="18" x2="495.4" y2="62" stroke="#c9d1d5" stroke-width="0.6"/>
<line class="chart-gridline" x1="562.9" y1="18" x2="562.9" y2="62" stroke="#c9d1d5" stroke-width="0.6"/>
<circle class="chart-dot chart-solid" cx="10" cy="6.7" r="3.7" fill="#12456a" stroke="#12456a" stroke-width="1.3"/>
<text class="chart-key" x="23" y="10" font-size="9.5" fill="#44525b">done</text>
<circle class="chart-dot chart-outlined" cx="64.8" cy="6.7" r="3.7" fill="#ffffff" stroke="#12456a" stroke-width="1.3"/>
<text class="chart-key" x="77.8" y="10" font-size="9.5" fill="#44525b">pledged</text>
<path class="chart-open" d="M123.9 6.7h16.0m-3.5 -3l3.5 3 -3.5 3" fill="none" stroke="#12456a" stroke-width="1.3"/>
<text class="chart-key" x="144.9" y="10" font-size="9.5" fill="#44525b">at least, at most</text>
<text class="chart-label" x="0" y="32" font-size="10.5" fill="#16232b">Iran &amp; region</text>
<text class="chart-value" x="640" y="32" font-size="10.5" fill="#12456a" text-anchor="end" font-weight="600">19,300</text>
<rect class="chart-bar" x="292.8" y="25.9" width="260.7" height="5" fill="#c3d3dd"/>
<circle class="chart-dot chart-solid" cx="553.5" cy="28.4" r="3.7" fill="#12456a" stroke="#12456a" stroke-width="1.3"/>
<line class="chart-row" x1="0" y1="38" x2="640" y2="38" stroke="#e3e8ea" stroke-width="0.6"/>
<text class="chart-label" x="0" y="52" font-size="10.5" fill="#16232b">Tajikistan</text>
<text class="chart-value" x="640" y="52" font-size="10.5" fill="#12456a" text-anchor="end" font-weight="600">up to 9,000</text>
<path class="chart-open" d="M414.3 48.4h-26.0m3.5 -3l-3.5 3 3.5 3" fill="none" stroke="#12456a" stroke-width="1.3"/>
<circle class="chart-dot chart-outlined" cx="414.3" cy="48.4" r="3.7" fill="#ffffff" stroke="#12456a" stroke-width="1.3"/>
<line class="chart-row" x1="0" y1="58" x2="640" y2="58" stroke="#e3e8ea" stroke-width="0.6"/>
<line class="chart-axis" x1="292.8" y1="58" x2="562.9" y2="58" stroke="#44525b" stroke-width="0.8"/>
<text class="chart-tick" x="292.8" y="72" font-size="9.5" fill="#44525b" text-anchor="middle">0</text>
<text class="chart-tick" x="360.3" y="72" font-size="9.5" fill="#44525b" text-anchor="middle">5,000</text>
<text class="chart-tick" x="427.9" y="72" font-size="9.5" fill="#44525b" text-anchor="middle">10,000</text>
<text class="chart-tick" x="495.4" y="72" font-size="9.5" fill="#44525b" text-anchor="middle">15,000</text>
<text class="chart-tick" x="562.9" y="72" font-size="9.5" fill="#44525b" text-anchor="middle">20,000</text>
<text class="chart-unit" x="292.8" y="85" font-size="9.5" fill="#44525b">People</text>
</svg>"""  # noqa: E501


def test_the_whole_of_a_small_chart() -> None:
    rows = [
        row("Iran & region", 19300, 19300, text="19,300"),
        row("Tajikistan", None, 9000, "pledged", text="up to 9,000"),
    ]
    drawn = range_chart(rows, key="arrived", title="Arrivals", description="By country", unit="people")
    assert drawn.replace("><", ">\n<") == GOLDEN


def test_a_number_is_a_dot_two_are_a_bar_and_a_limit_has_an_arrow() -> None:
    svg = amounts(row("One", 10, 10), row("Two", 10, 30), row("At most", None, 20), row("At least", 20, None))
    assert len(marks(svg, "chart-range")) == 1 + 1  # one more in the key
    assert len(marks(svg, "chart-dot")) == 3
    starts = [re.match(r"M(\S+) \S+h(-?)", e.get("d", "")) for e in marks(svg, "chart-open")]
    assert [found and found[2] for found in starts] == ["", "-", ""]  # the key's, to less, to more
    assert texts(svg, "chart-key") == ["from … to", "at least, at most"]


def test_statuses_differ_without_colour() -> None:
    svg = amounts(*(row(kind, 5, 5, kind) for kind in ("done", "planned", "feared", "cancelled")))
    looks = {
        (e.get("fill") == "#ffffff", e.get("stroke-dasharray"), e.get("class", "").split()[1])
        for e in marks(svg, "chart-dot")
    }
    assert looks == {
        (False, None, "chart-solid"),
        (True, None, "chart-outlined"),
        (True, "2 1.5", "chart-dashed"),
        (True, None, "chart-struck"),
    }
    assert len(marks(svg, "chart-strike")) == 2
    assert texts(svg, "chart-key") == ["done", "planned", "feared", "cancelled"]


def test_an_amount_about_a_number_has_a_ring_and_a_rival_is_a_diamond_on_its_own_line() -> None:
    rival = ChartRow("B", Decimal(5), Decimal(5), True, "about 5", rivals=((Decimal(7), Decimal(7), "7"),))
    svg = amounts(row("A", 9, 9), rival)
    assert len(marks(svg, "chart-about")) == 1 + 1
    assert len(marks(svg, "chart-rival")) == 1 + 1
    assert texts(svg, "chart-key") == ["about", "another source"], "a key of done alone says nothing"
    (value,) = (e for e in marks(svg, "chart-value") if e.text == "about 5")
    (other,) = marks(svg, "chart-rival-value")
    assert (other.text, float(other.get("y", "")) - float(value.get("y", ""))) == ("7", 12.5)


@pytest.mark.parametrize(
    ("low", "high", "log", "ticks", "words"),
    [
        (20, 2000, "auto", ["0", "500", "1,000", "1,500", "2,000"], "People"),
        (20, 2001, "auto", ["10", "100", "1,000"], "People, logarithmic scale: each line is 10 times the one before"),
        (20, 2001, False, ["0", "500", "1,000", "1,500", "2,000", "2,500"], "People"),
        (30, 80, True, ["10", "20", "50", "100"], "People, logarithmic scale"),
        (0, 2000, True, ["0", "500", "1,000", "1,500", "2,000"], "People"),
        (0, 2, "auto", ["0", "1", "2"], "People"),
        (0, 0, "auto", ["0", "1"], "People"),
    ],
)
def test_ticks_are_round_and_the_axis_says_what_it_is(
    low: int, high: int, log: object, ticks: list[str], words: str
) -> None:
    svg = amounts(row("A", low, low), row("B", high, high), log=log)
    assert texts(svg, "chart-tick") == ticks
    assert texts(svg, "chart-unit") == [words]


def test_equal_amounts_stand_on_their_tick() -> None:
    svg = amounts(row("A", 1000, 1000), row("B", 4000, 4000))
    ticks = {e.text: e.get("x") for e in marks(svg, "chart-tick")}
    at = [e.get("cx") for e in marks(svg, "chart-dot")]
    assert at == [ticks["1,000"], ticks["4,000"]]


def test_a_long_label_has_two_lines_and_no_more() -> None:
    svg = amounts(row("Word " * 40, 1, 1))
    first, second = texts(svg, "chart-label")
    assert second.endswith("…")
    long = "Registered in Iran, Pakistan and other states before August 2021"
    assert texts(amounts(row(long, 1, 1)), "chart-label") == [
        "Registered in Iran, Pakistan and",
        "other states before August 2021",
    ]
    assert first


WORDS = st.text("abcdefghij klmnopqrstuvwxyzАБВжшщ<&>MW,.", max_size=60)
NUMBERS = st.none() | st.integers(0, 10**12).map(Decimal) | st.decimals(0, 1000, places=2, allow_nan=False)


@st.composite
def rows(draw: st.DrawFn) -> ChartRow:
    def bounds() -> list[Decimal | None]:
        pair = [draw(NUMBERS), draw(NUMBERS)]
        return sorted(pair) if None not in pair else pair  # type: ignore[type-var]

    low, high = bounds()
    rivals = tuple((*bounds(), draw(WORDS)) for _ in range(draw(st.integers(0, 2))))
    kind = draw(st.sampled_from(STATUSES))
    return ChartRow(draw(WORDS), low, high, draw(st.booleans()), draw(WORDS), kind, rivals, draw(WORDS))  # type: ignore[arg-type]


@settings(max_examples=50, deadline=None)
@example([row("", 10**12, 10**12), row("", 1, None)], True, 480)
@example([ChartRow("", Decimal(0), Decimal(5 * 10**11), False, "")], False, 640)
@given(st.lists(rows(), min_size=1, max_size=8), st.sampled_from(["auto", True, False]), st.integers(480, 900))
def test_amounts_of_any_size_stay_inside_the_frame(some: list[ChartRow], log: bool, width: int) -> None:
    drawn = range_chart(some, key="k", title="T", description="D", unit="people", log=log, width=width)
    assert bool(drawn) == any(bound is not None for row in some for pair in row.pairs for bound in pair)
    if drawn:
        assert_inside(drawn)


# ---- timeline


@st.composite
def items(draw: st.DrawFn) -> TimelineItem:
    start = draw(st.dates(date(2020, 6, 1), date(2022, 6, 1)))
    days = draw(st.sampled_from([0, 0, 0, 1, 5, 60, 900]))
    lane = draw(st.sampled_from(["", "Borders", "Diplomacy", "Exercises of the CSTO", *"abcdefgh"]))
    return TimelineItem(draw(WORDS), start, start + timedelta(days), lane, draw(st.sampled_from(STATUSES)))


@settings(max_examples=50, deadline=None)
@given(st.lists(items(), max_size=60), st.integers(480, 900))
def test_labels_on_a_timeline_meet_neither_each_other_nor_another_mark(some: list[TimelineItem], width: int) -> None:
    drawn = timeline(some, key="k", title="T", describe=lambda drawn: "D", width=width, **ENDS)
    inside = [item for item in some if item.first <= ENDS["last"] and item.last >= ENDS["first"]]
    assert bool(drawn) == bool(inside)
    if not drawn:
        return
    assert_inside(drawn)
    svg = ElementTree.fromstring(drawn)
    assert float(svg.get("viewBox", "").split()[3]) <= 260
    key_end = max((float(e.get("y", "")) for e in marks(svg, "chart-key")), default=0.0)
    shapes = [e for kind in ("chart-dot", "chart-range") for e in marks(svg, kind) if box(e)[1] > key_end]
    labels = [e for kind in ("chart-event", "chart-label", "chart-tick") for e in marks(svg, kind)]
    beside = [(box(e), e) for e in [*shapes, *labels]]
    meeting = [
        (a, b) for (a, one), (b, other) in combinations(beside, 2) if overlap(a, b) and not within(a, b, one, other)
    ]
    assert meeting == []
    hidden = [int(found[1]) for text in texts(svg, "chart-key") if (found := re.match(r"(\d+) more not shown", text))]
    assert len(shapes) + sum(hidden) == len(inside)


def within(a: Box, b: Box, one: ElementTree.Element, other: ElementTree.Element) -> bool:
    """A label may stand within a bar."""
    (bar, label) = (a, b) if one.tag == f"{SVG}rect" else (b, a)
    tags = {one.tag, other.tag}
    return tags == {f"{SVG}rect", f"{SVG}text"} and bar[0] <= label[0] and label[2] <= bar[2]


def test_a_day_is_a_dot_and_an_interval_a_bar_from_its_first_day_through_its_last() -> None:
    svg = dated(
        TimelineItem("Day", date(2021, 7, 1), date(2021, 7, 1)),
        TimelineItem("All the time there is, and more", date.min, date.max, kind="planned"),
    )
    _, bar = marks(svg, "chart-range")  # after that of the key
    ticks = [float(e.get("x1", "")) for e in marks(svg, "chart-gridline")]
    _, whole = marks(dated(TimelineItem("June", date(2021, 6, 1), date(2021, 6, 30))), "chart-range")
    assert float(whole.get("x", "")) == ticks[2]
    assert float(whole.get("x", "")) + float(whole.get("width", "")) == pytest.approx(ticks[3], abs=0.11)
    assert (float(bar.get("x", "")), float(bar.get("width", ""))) == (ticks[0], 640 - 8 - 8)
    dots = {float(e.get("cx", "")) for e in marks(svg, "chart-dot")}
    assert ticks[3] in dots


def test_lanes_keep_the_order_they_came_in_and_the_order_of_items_within_is_irrelevant() -> None:
    some = [
        TimelineItem(f"E{n}", date(2021, 5, n), date(2021, 5, n), lane)
        for n, lane in enumerate(["B", "A", "B", "A"], 1)
    ]
    assert texts(dated(*some), "chart-label") == ["B", "A"]
    turned = [some[2], some[3], some[0], some[1]]
    assert ElementTree.tostring(dated(*turned)) == ElementTree.tostring(dated(*some))


def test_a_label_is_cut_only_where_it_would_take_a_row_too_many() -> None:
    long = "An event whose name is so long that it takes most of the room"
    svg = dated(*(TimelineItem(f"{long} ({n})", date(2021, 5, 1), date(2021, 5, 1), "A") for n in range(9)))
    assert texts(svg, "chart-event") == [f"{long} ({n})" for n in range(9)]
    svg = dated(
        *(TimelineItem(f"{long} ({n})", date(2021, 4 + n % 9, 1), date(2021, 4 + n % 9, 1), "A") for n in range(36))
    )
    cut = [text for text in texts(svg, "chart-event") if text.endswith("…")]
    assert len(cut) > 9
    assert texts(svg, "chart-key") == ["on that day"], "all are shown"


def test_what_has_no_room_is_counted() -> None:
    svg = dated(
        *(TimelineItem(f"Event {n} of one and the same day", date(2021, 7, 1), date(2021, 7, 1)) for n in range(40))
    )
    *_, hidden = texts(svg, "chart-key")
    shown = len(texts(svg, "chart-event"))
    assert shown > 10
    assert hidden == f"{40 - shown} more not shown"


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        (date(2021, 8, 23), date(2021, 8, 26), ["23 Aug 2021", "24 Aug", "25 Aug", "26 Aug"]),
        (date(2021, 7, 2), date(2021, 8, 1), ["2 Jul 2021", "9 Jul", "16 Jul", "23 Jul", "30 Jul"]),
        (date(2021, 11, 2), date(2022, 2, 28), ["Dec 2021", "2022", "Feb"]),
        (date(2021, 1, 1), date(2021, 12, 31), ["Jan 2021", "Mar", "May", "Jul", "Sep", "Nov"]),
        (date(2001, 6, 15), date(2022, 4, 29), ["2005", "2010", "2015", "2020"]),
    ],
)
def test_dates_on_an_axis_are_round(first: date, last: date, labels: list[str]) -> None:
    found = date_ticks(first, last, 8)
    assert [label for _, label in found] == labels
    assert all(first <= day <= last for day, _ in found)


# ---- sparklines


def test_a_sparkline_rises_to_its_last_day() -> None:
    some = [(date(2021, 7, 11), Decimal(30)), (date(2021, 7, 1), Decimal(10)), (date(2021, 7, 6), Decimal(20))]
    svg = ElementTree.fromstring(sparkline(some, key="k", title="T"))
    (line,), (dot,) = marks(svg, "chart-line"), marks(svg, "chart-dot")
    assert line.get("points") == "3.0,11.0 29.5,7.0 56.0,3.0"
    assert (dot.get("cx"), dot.get("cy")) == ("56", "3")


@settings(deadline=None)
@given(st.lists(st.tuples(st.dates(), st.decimals(-(10**9), 10**9, allow_nan=False)), min_size=1, max_size=12))
def test_a_sparkline_stays_inside_the_frame(some: list[tuple[date, Decimal]]) -> None:
    assert_inside(sparkline(some, key="k", title="T"))


# ---- grid


def test_a_grid_tells_roles_by_letter_and_fill() -> None:
    roles = ["founding", "full", "associate", "observer", "candidate", "suspended"]
    names = [f"State {n}" for n in range(7)]
    cells = {(name, "SCO"): role for name, role in zip(names, roles, strict=False)}
    drawn = membership_grid(names, ["SCO", "CSTO"], cells, key="k", title="T", description="D")
    assert_inside(drawn)
    svg = ElementTree.fromstring(drawn)
    assert texts(svg, "chart-label") == names
    assert texts(svg, "chart-head") == ["SCO", "CSTO"]
    assert texts(svg, "chart-key") == [
        "full or founding",
        "associate",
        "observer",
        "candidate",
        "suspended",
        "none known",
    ]
    assert texts(svg, "chart-inside") == ["F", "F", "F"]  # the key's first
    assert texts(svg, "chart-value") == ["A", "O", "C", "S"] * 2
    assert len(marks(svg, "chart-solid")) == 3
    assert len(marks(svg, "chart-strike")) == 2
    assert len(marks(svg, "chart-none")) == 1 + 1 + 7


def test_a_day_that_is_not_known_is_a_pale_band_and_no_bar() -> None:
    items = [TimelineItem("Some day in May", date(2021, 5, 1), date(2021, 5, 31), within=True),
             TimelineItem("All of May", date(2021, 5, 1), date(2021, 5, 31))]  # fmt: skip
    drawn = timeline(
        items, key="t", title="T", describe=lambda drawn: "D", first=date(2021, 4, 1), last=date(2021, 6, 30)
    )
    svg = ElementTree.fromstring(drawn)
    kinds = [e.get("class") for e in svg.iter() if e.get("class") in ("chart-within", "chart-range chart-solid")]
    assert sorted(map(str, kinds)) == ["chart-range chart-solid"] * 2 + ["chart-within"] * 2, "one each in the key"
    assert texts(svg, "chart-key") == ["on all these days", "on a day within"]


@pytest.mark.parametrize(
    "rows",
    [
        [row("Registered in Iran", 780_000, 780_000), row("Flown out", 124_000, 124_000), row("F", 10, 99, "feared")],
        [row("A label so long that two lines of a phone do not hold all of its many words, whatever they say", 5, 9)],
        [row("No number", None, None), row("At most", None, 100_000, "pledged"), row("At least", 3, None, about=True)],
        [row("Below zero", -4, -4), row("Many people", 20_000, 99_999, text="tens of thousands of people")],
    ],
)  # fmt: skip
def test_on_a_phone_a_label_stands_above_its_mark_and_nothing_leaves_the_picture(rows: list[ChartRow]) -> None:
    chart = amounts(*rows, narrow=True)
    assert chart.get("viewBox", "").startswith("0 0 272 ") and chart.get("aria-hidden") == "true"
    assert not list(chart.iter(f"{SVG}title"))
    printed = [e for e in chart.iter(f"{SVG}text") if e.text]
    assert len(printed) > len(rows)
    for element in printed:
        wide = text_width(element.text or "") * float(element.get("font-size", 0))
        left = float(element.get("x", 0)) - {"end": wide, "middle": wide / 2}.get(element.get("text-anchor", ""), 0)
        assert left >= 0 and left + wide <= 272 * 1.02, element.text
    labels = [float(e.get("y", 0)) for e in marks(chart, "chart-label")]
    values = [float(e.get("y", 0)) for e in marks(chart, "chart-value")]
    assert min(values) > min(labels) and len(values) >= len(rows)


@pytest.mark.parametrize("count", [1, 5, 6, 11])
def test_on_a_phone_a_grid_has_all_columns_five_at_a_time(count: int) -> None:
    columns = [f"Body {n}" for n in range(count)]
    cells = {("Tajikistan", column): "full" for column in columns} | {("Iran", columns[-1]): "observer"}
    svg = membership_grid(
        ["Tajikistan", "Iran"], columns, cells, key="k", title="T", description="D", narrow=True
    )  # fmt: skip
    grid = ElementTree.fromstring(svg)
    assert grid.get("viewBox", "").startswith("0 0 272 ") and grid.get("aria-hidden") == "true"
    heads = " ".join(e.text or "" for e in marks(grid, "chart-head"))
    assert heads.split() == " ".join(columns).split()
    letters = "".join(e.text or "" for e in marks(grid, "chart-value"))
    assert sorted(letters) == sorted("F" * count + "O")
    assert "F full; O observer" in "; ".join(e.text or "" for e in marks(grid, "chart-key"))
    for element in marks(grid, "chart-value"):
        assert all(0 <= float(x) <= 272 - 6 for x in element.get("x", "").split())
