"""Pages of a desk that has everything that makes pages break, as a reader opens them: in print and on a narrow screen.

`extremes/` holds thirty neighbours and none, countries without data, without a shape and with very long names, words
that no line holds, names from right to left, and numbers of twelve digits.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Browser

from briefings.pictures import map_base, svg_marks
from conftest import SmallDesk

MM = 72 / 25.4
LONG = "united-kingdom-of-great-britain-and-northern-ireland-and-its-many-dependencies"
NOWHERE = "a-territory-that-the-map-data-has-under-no-code-at-all"
EMPTY = "countries/san-marino"  # in the region, with no fact: no table and no list
PDFS = [f"countries/{name}" for name in ("china", "iceland", "san-marino", LONG, NOWHERE)] + [
    "topics/everything",
    "weekly/2022-W18",
]


@dataclass(frozen=True)
class Word:
    """A word as pdftotext finds it, in points from the top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Word) -> float:
        """The share of the smaller word's box that lies in the other's."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        least = min((w.right - w.left) * (w.bottom - w.top) for w in (self, other))
        return max(0.0, wide) * max(0.0, high) / least if least else 0.0


@pytest.fixture(scope="module")
def extremes(tmp_path_factory: pytest.TempPathFactory) -> SmallDesk:
    root = tmp_path_factory.mktemp("extremes") / "desk"
    shutil.copytree(Path(__file__).parent.parent / "extremes", root)
    desk = SmallDesk(root)
    run = desk.run("build")
    assert run.code == 0, run.out + run.err
    assert sorted(path.stem for path in (root / "build").rglob("*.pdf")) == sorted(Path(id).name for id in PDFS)
    return desk


def pages_of(path: Path) -> list[list[Word]]:
    command = ["pdftotext", "-bbox", str(path), "-"]
    text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    box = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>')
    pages = text.split("<page ")[1:]
    assert pages
    return [[Word(w[5], *map(float, w.groups()[:4])) for w in box.finditer(page)] for page in pages]


def text_of(path: Path) -> str:
    command = ["pdftotext", "-layout", str(path), "-"]
    text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.mark.parametrize("id", PDFS)
def test_no_word_leaves_the_page_or_its_margins(extremes: SmallDesk, id: str) -> None:
    for number, words in enumerate(pages_of(extremes.root / f"build/{id}.pdf"), 1):
        assert len(words) > 20
        for word in words:
            assert word.left >= 11 * MM and word.right <= (210 - 11) * MM, (number, word)
            assert word.top >= 3 * MM and word.bottom <= (297 - 3) * MM, (number, word)


@pytest.mark.parametrize("id", PDFS)
def test_no_word_stands_on_another(extremes: SmallDesk, id: str) -> None:
    for number, words in enumerate(pages_of(extremes.root / f"build/{id}.pdf"), 1):
        # what pdftotext tells of right-to-left words are boxes of their lines
        upright = [word for word in words if word.text.isascii()]
        met = [(a.text, b.text) for a, b in combinations(upright, 2) if a.overlap(b) > 0.45]
        assert met == [], number


def test_a_one_pager_stays_one(extremes: SmallDesk) -> None:
    assert [len(pages_of(extremes.root / f"build/{id}.pdf")) for id in PDFS[:4]] == [1] * 4


@pytest.mark.parametrize(
    ("id", "words"),
    [
        ("countries/china", "123,456,789,012"),
        ("countries/china", "of 30 shown; all of them on screen"),  # neighbours
        (f"countries/{LONG}", "United Kingdom of Great Britain and Northern Ireland and Its Many Dependencies"),
        (f"countries/{LONG}", "Page 1 of 1"),
        (f"countries/{NOWHERE}", "We have no assessment of"),
        (f"countries/{NOWHERE}", "No data on forces, bases and exercises."),
        ("topics/everything", "Interstate Commission for the Coordination of Coordinations X"),
        ("topics/everything", "Planned, pledged, requested or feared"),  # the second map of movements
    ],
)
def test_nothing_is_clipped(extremes: SmallDesk, id: str, words: str) -> None:
    assert words in text_of(extremes.root / f"build/{id}.pdf")


def test_a_picture_has_a_name_in_its_own_script(extremes: SmallDesk) -> None:
    page = extremes.page("topics/everything")
    pictures = "".join(re.findall(r"<svg.*?</svg>", page, re.DOTALL))
    assert "هيئة تنسيق الشؤون الإقليمية" in page
    assert re.search(r"<text[^>]*>[^<]*هيئة", pictures)
    assert ">arabic<" not in pictures


def glyphs(pdf: pikepdf.Pdf) -> Iterator[tuple[str, int]]:
    """Every glyph shown, with its font: WeasyPrint writes them as two bytes each."""
    streams = [page.obj for page in pdf.pages]
    streams += [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Form"]
    for stream in streams:
        font = ""
        for operands, operator in pikepdf.parse_content_stream(stream):
            if str(operator) == "Tf":
                font = str(operands[0])
            elif str(operator) in ("Tj", "TJ"):
                parts = operands[0] if str(operator) == "TJ" else [operands[0]]
                data = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
                yield from ((font, int.from_bytes(data[n : n + 2])) for n in range(0, len(data), 2))


@pytest.mark.parametrize("id", PDFS)
def test_every_glyph_is_in_its_font_and_every_font_a_subset(extremes: SmallDesk, id: str) -> None:
    with pikepdf.open(extremes.root / f"build/{id}.pdf") as pdf:
        shown = list(glyphs(pdf))
        assert len(shown) > 200
        assert [font for font, glyph in shown if glyph == 0] == []
        dictionaries = (o for o in pdf.objects if isinstance(o, pikepdf.Dictionary))
        fonts = {str(o.get("/FontName")) for o in dictionaries if o.get("/Type") == "/FontDescriptor"}
        assert fonts
        assert [font for font in fonts if not re.match(r"/[A-Z]{6}\+", font)] == []


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    todo = [pdf.Root.StructTreeRoot]
    while todo:
        element = todo.pop()
        yield element
        kids = element.get("/K", [])
        kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        todo += [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


@pytest.mark.parametrize("id", PDFS)
def test_a_screen_reader_finds_header_cells_links_and_pictures(extremes: SmallDesk, id: str) -> None:
    with pikepdf.open(extremes.root / f"build/{id}.pdf") as pdf:
        found = [element for element in elements(pdf) if "/S" in element]
        by_tag = {tag: [e for e in found if str(e.S) == tag] for tag in ("/TH", "/TD", "/Figure", "/L", "/H1")}
        assert len(by_tag["/H1"]) == 1
        # each cell names its header cells by their ids
        ids = {str(e.ID) for e in by_tag["/TH"]}
        named = [{str(id) for a in _attributes(e) for id in a.Headers} for e in by_tag["/TD"]]
        assert len(ids) == len(by_tag["/TH"]) and bool(named) == bool(ids)  # all tables of a one-pager may be cut
        assert [headers for headers in named if not headers or headers - ids] == []
        assert [e for e in by_tag["/Figure"] if not str(e.get("/Alt", "")).strip()] == []
        assert by_tag["/L"] or id == EMPTY
        wrong = {str(kid.S) for e in by_tag["/L"] for kid in _kids(e)} - {"/LI", "/Caption", "/L"}
        assert wrong == set()
        links = [a for page in pdf.pages for a in page.get("/Annots", []) if a.Subtype == "/Link"]
        assert [link for link in links if not str(link.get("/Contents", ""))] == []
    if id == "countries/china":
        assert by_tag["/Figure"] and by_tag["/TH"] and links


def _attributes(element: pikepdf.Object) -> list[pikepdf.Object]:
    held = element.get("/A", [])
    return [a for a in (held if isinstance(held, pikepdf.Array) else [held]) if "/Headers" in a]


def _kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    kids = element.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def test_no_page_is_wider_than_a_narrow_screen(extremes: SmallDesk, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 900})
    wide = {}
    for id in [*PDFS, "index"]:
        page.goto((extremes.root / f"build/{id}.html").as_uri())
        wide[id] = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert wide == dict.fromkeys([*PDFS, "index"], 320)


# -- without colour


def luminance(colour: str) -> float:
    """As in WCAG 2: what a grey copy keeps of it."""
    full = "".join(2 * c for c in colour[1:]) if len(colour) == 4 else colour[1:]
    parts = [int(full[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def tokens() -> dict[str, str]:
    sheet = (Path(__file__).parent.parent.parent / "templates/briefing.css").read_text(encoding="utf-8")
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})\b", sheet))


def test_text_in_any_colour_is_read_on_a_grey_copy() -> None:
    colours = tokens()
    for name in ("ink", "soft", "faint", "accent", "alarm", "calm", "link"):
        for ground in ("paper", "wash"):
            assert contrast(colours[name], colours[ground]) >= 4.5, (name, ground)


def test_a_map_is_read_on_a_grey_copy() -> None:
    grounds = [map_base.SEA, map_base.LAND, map_base.NEAR, map_base.SUBJECT]
    for ground in grounds:
        assert contrast(svg_marks.INK, ground) >= 7, ground
        assert contrast(map_base.LABEL, ground) >= 4.5, ground
    assert contrast(map_base.SUBJECT, map_base.NEAR) >= 1.5, "the subject stands out from its neighbours"
    for ground in (map_base.SUBJECT, svg_marks.PAPER, svg_marks.PALE):
        assert contrast(map_base.FRONTIER, ground) >= 3, ground
    assert contrast(svg_marks.DEEP, svg_marks.PAPER) >= 7 and contrast(svg_marks.ALARM, svg_marks.PAPER) >= 4.5
