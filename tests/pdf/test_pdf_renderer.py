"""PDFs as a reader, a printer and a screen reader meet them; and a press that fetches nothing."""

from __future__ import annotations

import http.server
import io
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageStat

from briefings.core.problems import BriefingsError
from briefings.files import desk_files
from briefings.pdf.pdf_assets import STYLESHEET
from briefings.pdf.pdf_renderer import PdfRenderer, with_whole_ranges
from conftest import SmallDesk

DOCUMENTS = {
    "countries/afghanistan": "Afghanistan · Test desk",
    "countries/tajikistan": "Tajikistan · Test desk",
    "countries/kyrgyzstan": "Kyrgyzstan · Test desk",
    "countries/armenia": "Armenia · Test desk",
    "topics/refugees": "Refugees · Test desk",
    "weekly/2021-W33": "Weekly security brief, 20 August 2021 (2021-W33) · Test desk",
    "weekly/2021-W37": "Weekly security brief, 17 September 2021 (2021-W37) · Test desk",
}


def text_of(path: Path, page: int) -> str:
    """A page's text; pages count from 1."""
    command = ["pdftotext", "-layout", "-f", str(page), "-l", str(page), str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


@pytest.mark.parametrize("id", DOCUMENTS)
def test_a_pdf_is_tagged_titled_and_self_contained(built: SmallDesk, id: str) -> None:
    path = built.root / "build" / f"{id}.pdf"
    with pikepdf.open(path) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang) == "en-GB"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.docinfo["/Title"]) == DOCUMENTS[id]
        assert len(pdf.Root.Outlines.keys()) > 0
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == DOCUMENTS[id]
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == (
                "3",
                "A",
                "1",
            )
        fonts = [
            obj for obj in pdf.objects if isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)
        for page in pdf.pages:
            assert [round(float(side)) for side in page.mediabox] == [0, 0, 595, 842]
        streams = b"".join(
            obj.read_bytes()
            for obj in pdf.objects
            if isinstance(obj, pikepdf.Stream) and obj.get("/Subtype") != "/Image"
        )
    whole = path.read_bytes() + streams
    assert b"file:" not in whole
    assert str(built.root).encode() not in whole
    assert b"desk.invalid" not in whole


@pytest.mark.parametrize("id", DOCUMENTS)
def test_the_marking_stands_twice_on_every_page(built: SmallDesk, id: str) -> None:
    path = built.root / "build" / f"{id}.pdf"
    with pikepdf.open(path) as pdf:
        pages = len(pdf.pages)
    assert pages >= 1
    assert [text_of(path, n).count("TLP:CLEAR") for n in range(1, pages + 1)] == [2] * pages


def test_a_one_pager_is_one_page(built: SmallDesk) -> None:
    found = sorted((built.root / "build/countries").glob("*.pdf"))
    assert len(found) == 4
    for path in found:
        with pikepdf.open(path) as pdf:
            assert len(pdf.pages) == 1
        assert "Page 1 of 1" in text_of(path, 1)


def test_a_one_pager_shows_its_numbers_to_a_reader(built: SmallDesk) -> None:
    page = text_of(built.root / "build/countries/tajikistan.pdf", 1).replace("\N{NO-BREAK SPACE}", " ")
    for shown in ["Tajikistan", "9,400", "up to 100,000", "1,357 km", "18–23 Oct 2021", "Daily Press"]:
        assert shown in page, shown


@pytest.fixture(scope="module")
def press() -> PdfRenderer:
    templates = desk_files.template_files(Path("/nowhere"))
    assets = {f"assets/{name}": data for name, data in templates.items() if name.endswith((".css", ".ttf", ".woff2"))}
    return PdfRenderer(assets, STYLESHEET)


def page(body: str, head: str = "") -> str:
    top = f'<!doctype html><html lang="en"><head><title>T</title>{head}</head><body class="tlp-red"><h1>T</h1>'
    return f"{top}{body}</body></html>"


def test_the_same_html_gives_the_same_bytes(press: PdfRenderer) -> None:
    one, other = (press.pdf("x", page("<p>Text</p>"), one_page=False) for _ in range(2))
    assert one.data == other.data
    assert (one.pages, one.left_out) == (1, ())


def test_what_is_for_scripts_is_not_parsed_unless_a_style_reads_it(press: PdfRenderer) -> None:
    told, bare = (
        '<p>One</p><p data-fact=\'x\' data-unit="m" class="two" data-fact="a &gt; b">Two</p>',
        "<p>One</p><p class=two>Two</p>",
    )
    assert press.pdf("x", page(told), one_page=False).data == press.pdf("x", page(bare), one_page=False).data
    assets = {f"assets/{name}": data for name, data in desk_files.template_files(Path("/nowhere")).items()}
    assets[STYLESHEET] += b"[data-unit=m] { break-before: page }"
    assert PdfRenderer(assets, STYLESHEET).pdf("x", page(told), one_page=False).pages == 2


def test_a_style_without_a_font_is_refused() -> None:
    with pytest.raises(BriefingsError, match=r"a\.css: loads no font"):
        PdfRenderer({"a.css": b"p { margin: 0 }"}, "a.css").pdf("x", page("<p>Text</p>"), one_page=False)


def test_a_page_of_another_marking_bears_that_one(press: PdfRenderer, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(press.pdf("x", page("<p>Text</p>"), one_page=False).data)
    assert text_of(tmp_path / "x.pdf", 1).count("TLP:RED") == 2


def test_a_long_briefing_may_have_more_pages(press: PdfRenderer, tmp_path: Path) -> None:
    made = press.pdf("topics/x", page("<p>A line of text.</p>" * 90), one_page=False)
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        assert len(pdf.pages) == made.pages == 2


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ("<p style='colour: red'>x</p>", ""),
        ("<p style='width: rotund'>x</p>", ""),
        ("<p>x</p>", "<style>p { color: }</style>"),
        ("<p><a href='#nowhere'>x</a></p>", ""),
    ],
)
def test_what_the_press_warns_of_fails_the_document_by_name(press: PdfRenderer, body: str, head: str) -> None:
    with pytest.raises(BriefingsError, match=r"^topics/x: ") as told:
        press.pdf("topics/x", page(body, head), one_page=False)
    assert told.value.remedy == "mend the template or style that causes it"


def test_a_failed_document_leaves_the_press_fit_for_the_next(press: PdfRenderer) -> None:
    with pytest.raises(BriefingsError):
        press.pdf("x", page("<p><a href='#nowhere'>x</a></p>"), one_page=False)
    assert press.pdf("y", page("<p>x</p>"), one_page=False).pages == 1


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine and every path that anybody asks it for."""
    asked: list[str] = []

    class Ear(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Ear) as ear:
        threading.Thread(target=ear.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{ear.server_port}", asked
        ear.shutdown()


WAYS = {
    "image": ('<img alt="" src="{}">', ""),
    "background": ('<p style="background: url({})">x</p>', ""),
    "own style": ("<p>x</p>", "<style>p {{ background: url({}) }}</style>"),
    "import": ("<p>x</p>", "<style>@import url({});</style>"),
    "font": ("<p style='font-family: F'>x</p>", "<style>@font-face {{ font-family: F; src: url({}) }}</style>"),
    "svg": ('<svg width="9" height="9"><image width="9" height="9" href="{}"/></svg>', ""),
    "object": ('<object data="{}"></object>', ""),
    "attachment": ("<p>x</p>", '<link rel="attachment" href="{}">'),
}


FROM_OUTSIDE = [
    "file:///etc/passwd", "../../etc/passwd", "assets/unknown.png", "//desk.invalid.example/x.png", "ftp://x.example/y",
]  # fmt: skip


@pytest.mark.parametrize("way", [way for way in WAYS if way != "svg"])
@pytest.mark.parametrize("target", FROM_OUTSIDE)
def test_a_page_that_asks_for_anything_but_an_asset_fails(press: PdfRenderer, way: str, target: str) -> None:
    body, head = (part.format(target) for part in WAYS[way])
    with pytest.raises(BriefingsError, match=r"^topics/x: a page asks for .*, which is none of its assets$") as told:
        press.pdf("topics/x", page(body, head), one_page=False)
    assert told.value.remedy == "use files of templates/ only"


@pytest.mark.parametrize("target", FROM_OUTSIDE)
def test_a_picture_in_a_picture_fails_too(press: PdfRenderer, target: str) -> None:
    """WeasyPrint catches whatever an SVG raises and warns; the warning fails the document."""
    body, head = (part.format(target) for part in WAYS["svg"])
    with pytest.raises(BriefingsError, match=r"^topics/x: Failed to render SVG image"):
        press.pdf("topics/x", page(body, head), one_page=False)


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_fetched_from_the_network(press: PdfRenderer, server: tuple[str, list[str]], way: str) -> None:
    address, asked = server
    body, head = (part.format(f"{address}/x.png") for part in WAYS[way])
    with pytest.raises(BriefingsError, match=r"^topics/x: "):
        press.pdf("topics/x", page(body, head), one_page=False)
    assert asked == []


def test_a_linked_stylesheet_is_passed_over(press: PdfRenderer, server: tuple[str, list[str]]) -> None:
    """The page's own links are for a browser; the press has read its one stylesheet already."""
    address, asked = server
    head = f'<link rel="stylesheet" href="{address}/x.css" media="screen, print">'
    assert press.pdf("topics/x", page("<p>x</p>", head), one_page=False).pages == 1
    assert asked == []


LONG = "Taumatawhakatangihangakoauauotamatea" * 5


@pytest.mark.parametrize(
    "body",
    [
        f"<p>Told <b>him</b>{LONG} again.</p>",
        f"<p>Told him<em>{LONG}</em> again.</p>",
        f'<p>See <a href="https://desk.example/">this</a>{LONG}.</p>',
        f'<p>Told <bdi lang="und-Arab" dir="rtl">احمد</bdi>{LONG}.</p>',
        f"<table><tr><th>A</th><td>B</td><td><b>him</b>{LONG[:40]}</td><td>D</td><td>E</td><td>F</td></tr></table>",
    ],
    ids=["after bold", "within emphasis", "after a link", "after a name of another script", "in a narrow column"],
)
def test_a_long_word_after_markup_breaks_at_the_columns_edge(press: PdfRenderer, tmp_path: Path, body: str) -> None:
    (tmp_path / "x.pdf").write_bytes(press.pdf("x", page(body), one_page=False).data)
    command = ["pdftotext", "-bbox", str(tmp_path / "x.pdf"), "-"]
    boxes = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    ends = [float(end) for end in re.findall(r'<word [^>]*xMax="([0-9.]+)"[^>]*>[^<]*(?:Tauma|tamatea)', boxes)]
    assert ends
    assert max(ends) < 595 - 42


LINE = "<p>Talks of احمد مثالی, דוד, Երևան and თბილისი in Душанбе.</p>"


def test_a_range_is_never_broken_at_its_dash(press: PdfRenderer, tmp_path: Path) -> None:
    """Whatever the words before it: "23–" at the end of a line, with "24 August" on the next."""
    ranges = ("23–24", "10–20%", "1,000–1,500", "60–95")
    body = "".join(f"<p>{'x' * n} {one} people</p>" for n in range(1, 9) for one in ranges)
    (tmp_path / "x.pdf").write_bytes(
        press.pdf("x", page(f'<div style="width: 16mm">{body}</div>'), one_page=False).data
    )
    command = ["pdftotext", "-raw", str(tmp_path / "x.pdf"), "-"]
    lines = subprocess.run(command, capture_output=True, check=True, text=True).stdout.splitlines()
    assert [line for line in lines if line.rstrip().endswith("\N{EN DASH}")] == []
    assert sum(one in line for line in lines for one in ranges) == 8 * len(ranges)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<p>a 1–2 b</p>", '<p>a <span style="white-space: nowrap">1–2</span> b</p>'),
        ('<p title="1–2">–1 –</p>', '<p title="1–2">–1 –</p>'),
        ("<head><title>1–2</title></head><svg><text>1–2</text></svg>",) * 2,
    ],
)
def test_only_ranges_in_the_text_of_a_page_are_kept_whole(written: str, expected: str) -> None:
    assert with_whole_ranges(written) == expected


def test_no_font_of_the_machine_reaches_a_pdf(press: PdfRenderer, tmp_path: Path) -> None:
    """With the machine's fonts and with none the bytes are the same, and each font in them is a bundled one."""
    (tmp_path / "none.conf").write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>/nowhere</dir></fontconfig>'
    )
    script = (
        "import sys; from pathlib import Path; from briefings.files import desk_files;"
        "from briefings.pdf.pdf_assets import STYLESHEET, print_assets;"
        "from briefings.pdf.pdf_renderer import PdfRenderer;"
        "press = PdfRenderer(print_assets(desk_files.template_files(Path('/nowhere'))), STYLESHEET);"
        "sys.stdout.buffer.write(press.pdf('x', sys.argv[1], one_page=False).data)"
    )
    made = [
        subprocess.run(
            [sys.executable, "-c", script, page(LINE)], capture_output=True, check=True, env={**os.environ, **more}
        ).stdout
        for more in ({}, {"FONTCONFIG_FILE": str(tmp_path / "none.conf")})
    ]
    assert made[0] == made[1]
    (tmp_path / "x.pdf").write_bytes(made[0])
    with pikepdf.open(tmp_path / "x.pdf") as pdf:
        names = {str(item.FontName).partition("+")[2] for item in pdf.objects if _is_descriptor(item)}
    assert {"Briefing-Arabic", "Briefing-Hebrew", "Briefing-Armenian", "Briefing-Georgian", "Briefing-Sans"} <= names
    assert all(name.startswith("Briefing-") for name in names)


@pytest.mark.parametrize(
    ("words", "anchor", "place"),
    [
        ("\u2068افغانستان و ایران\u2069 (base)", "start", 0),
        ("at \u2068ישראל\u2069, 12 km", "middle", 300),
        ("\u2068جمهوری اسلامی ایران\u2069", "end", 600),
        ("საქართველო", "end", 600),
    ],
)
def test_a_picture_has_words_as_the_text_has_them(
    press: PdfRenderer, tmp_path: Path, words: str, anchor: str, place: int
) -> None:
    """Letters from right to left stand in their order and join, whatever the side of the label."""
    text = f'<text x="{place}" y="60" font-size="40" text-anchor="{anchor}" fill="#0f0">{words}</text>'
    svg = f'<svg viewBox="0 0 600 90" width="600" height="90" font-family="Briefing Sans">{text}</svg>'
    body = page(f'{svg}<p style="font-size: 40px; color: #00f">{words}</p>')
    (tmp_path / "x.pdf").write_bytes(press.pdf("x", body, one_page=False).data)
    command = ["pdftoppm", "-r", "96", "-png", "-singlefile", str(tmp_path / "x.pdf"), str(tmp_path / "x")]
    subprocess.run(command, check=True)
    red, green, blue = Image.open(tmp_path / "x.png").convert("RGB").split()
    inks = (
        ink.point([0] * 100 + list(range(100, 256)))  # no edge of any other colour of the page
        for ink in (ImageChops.subtract(green, red), ImageChops.subtract(blue, red))
    )
    drawn, written = (ink.crop(ink.getbbox()) for ink in inks)
    assert written.width > 150
    assert abs(drawn.width - written.width) <= 2
    assert abs(drawn.height - written.height) <= 2
    off = ImageStat.Stat(ImageChops.difference(drawn, written.resize(drawn.size))).mean[0]
    assert off < 25  # of 255; letters in another order or form differ by far more


def _is_descriptor(item: object) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"


@pytest.mark.parametrize("letter", ["王", "ก", "ሀ"], ids=["Chinese", "Thai", "Ethiopic"])
def test_a_letter_that_only_the_machine_may_have_fails_the_pdf(press: PdfRenderer, letter: str) -> None:
    with pytest.raises(BriefingsError, match="notdef"):
        press.pdf("x", page(f"<p>{letter}</p>"), one_page=False)


def test_every_page_of_a_pdf_has_the_documents_id_day_and_address_at_its_foot(desk: SmallDesk) -> None:
    desk.edit("desk.yaml", "  region:", "  address: https://desk.example/b\n  region:")
    run = desk.run("build", "weekly/2021-W37", "countries/tajikistan")
    assert run.code == 0, run.out + run.err
    for name in ("weekly/2021-W37", "countries/tajikistan"):
        path = desk.root / "build" / f"{name}.pdf"
        with pikepdf.open(path) as pdf:
            count = len(pdf.pages)
        assert count
        for page in range(1, count + 1):
            text = " ".join(text_of(path, page).split())
            assert f"{name}, as of 17 September 2021 · https://desk.example/b/{name}.html" in text
            assert ("DRAFT, not published" in text) == (name == "weekly/2021-W37")
