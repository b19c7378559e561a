"""The text of a mail that a document is attached to: short, whole in itself, and no more than its page says."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from briefings.core.markings import Marking
from briefings.pages.mail_body import MOST_BYTES, mail_body
from conftest import SmallDesk

PAGE = """<!doctype html><html lang="en-GB"><head><title>T · Desk</title></head><body class="country">
<nav class="top"><a href="../index.html">All briefings</a></nav><main>{}
<section class="closing"><h2>Sources</h2><ol class="sources">
<li id="source-1"><span class="mark">1</span> <b>UNHCR</b>, <cite>Arrivals</cite></li>
<li id="source-2"><span class="mark">2</span> <b>TASS</b></li></ol></section></main>
<script type="application/json" id="facts">{{"document":{{"title":"Tajikistan","since_on":"3 May 2022",
"publisher":"Desk","contact":"desk@example.org"}},"facts":{{"secret":1}}}}</script></body></html>"""
CITE = '<a class="cite" href="#source-1" title="UNHCR, line 4">[1]</a>'


def body(inner: str, marking: Marking = Marking.GREEN, attached: tuple[str, ...] = ("x.html", "x.pdf")) -> str:
    return mail_body(PAGE.format(inner), marking, attached)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html.partition("<body")[2].partition(">")[2]).split())


class Parts(HTMLParser):
    """The tags of a text and the names of their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}


def test_every_shipped_document_has_a_mail_text_beside_its_file(mailed: Path, browser: Browser) -> None:
    found = sorted(mailed.glob("*.body.html"))
    files = {path.name.removesuffix(".html") for path in mailed.glob("*.html")} - {
        path.name.removesuffix(".html") for path in found
    }
    assert {path.name.removesuffix(".body.html") for path in found} == files and len(files) == 26
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in found:
        text = path.read_text()
        assert len(text.encode()) < MOST_BYTES, path.name
        parts = Parts(text)
        assert not parts.tags & {"svg", "script", "style", "link", "img"}, path.name
        assert not parts.names & {"class", "id", "src", "onclick", "data-fact"}, path.name
        assert words(text).startswith("TLP:CLEAR") and words(text).endswith("TLP:CLEAR"), path.name
        assert words(text).index("Bottom line") < words(text).index("Attached: ")
        assert f"{path.name.removesuffix('.body.html')}.html" in text
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path.name
    assert len(asked) == 26
    context.close()
    weekly = words((mailed / "2022-W18-weekly-CLEAR.body.html").read_text())
    assert "Key figures" in weekly and "What moved since" in weekly and "Country by country" in weekly
    tajikistan = words((mailed / "2022-W18-tajikistan-CLEAR.body.html").read_text())
    assert "What moved since the issue of 17 September 2021" in tajikistan


def test_it_says_the_marking_first_then_the_bottom_line_the_figures_and_what_moved() -> None:
    text = body(
        '<header class="masthead"><p class="kicker">Desk</p><h1>Tajikistan</h1></header>'
        f'<section class="bottom-line"><p>It took 5,300 <svg><text>no</text></svg>people{CITE}.</p></section>'
        '<ul class="figures"><li><span class="value"><data>5,300</data> <span class="moved">new</span></span>'
        f'<span class="label">Arrivals</span> <span class="basis">people{CITE}</span></li></ul>'
        '<ul class="timeline"><li>A clash <span class="moved">new</span></li><li>An old one</li></ul>'
        '<table><tr><th>Border</th><td>984 km <span class="moved">updated</span></td></tr></table>'
    )
    assert words(text) == (
        "TLP:GREEN Desk Tajikistan Bottom line It took 5,300 people [1] . Key figures 5,300 new Arrivals people [1] "
        "What moved since the issue of 3 May 2022 A clash new Border · 984 km updated The whole brief Attached: "
        "x.html, x.pdf. Sources 1 UNHCR , Arrivals Desk, desk@example.org TLP:GREEN"
    )
    assert "secret" not in text and "line 4" not in text


@pytest.mark.parametrize(
    ("marking", "colour"),
    [
        (Marking.CLEAR, "#ffffff"),
        (Marking.GREEN, "#33ff00"),
        (Marking.AMBER, "#ffc000"),
        (Marking.AMBER_STRICT, "#ffc000"),
        (Marking.RED, "#ff2b2b"),
    ],
)
def test_the_marking_stands_at_both_ends_in_its_colour(marking: Marking, colour: str) -> None:
    text = body("<h1>T</h1>", marking)
    assert text.count(f"color:{colour};font-size:16px") == 2
    assert f"<title>[{marking.value}] Tajikistan</title>" in text
    assert words(text).startswith(f"{marking.value} ") and words(text).endswith(f" {marking.value}")


@pytest.mark.parametrize(
    ("inner", "kept", "gone"),
    [
        ('<a href="https://a.example/x?a=1&amp;b=2">site</a>', '<a href="https://a.example/x?a=1&amp;b=2" ', "class"),
        ('<a href="../topics/refugees.html">refugees</a>', "refugees", "topics/"),
        ('<a href="javascript:alert(1)">x</a>', "x", "javascript"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;script&gt;alert(1)", "<script"),
        ('<b onclick="x()" class="y">bold</b><i>it</i>', "<b>bold</b><i>it</i>", "onclick"),
        ('<bdi dir="rtl" lang="fa">ایران</bdi>', '<bdi dir="rtl" lang="fa">ایران</bdi>', "none of it"),
        ('5<span class="hidden"> read aloud</span> km', "5 km", "read aloud"),
        ("one <time>3 May</time> two<data> 5</data>", "one 3 May two 5", "<time"),
    ],
)
def test_of_a_page_only_words_weight_and_outward_links_are_kept(inner: str, kept: str, gone: str) -> None:
    text = body(f'<section class="bottom-line"><p>{inner}</p></section>')
    assert kept in text and gone not in text


@pytest.mark.parametrize("count", [10, 400, 4_000])
def test_a_long_list_of_changes_is_cut_and_says_so(count: int) -> None:
    items = "".join(f"<li>Change {n} {'long ' * 800}</li>" for n in range(count))
    text = body(f'<section><h2>What changed</h2><ul class="changes">{items}</ul></section>')
    assert len(text.encode()) < MOST_BYTES
    more = re.search(r"(\d+) more in the attached brief\.", text)
    shown = len(re.findall(r"Change \d+ ", text))
    assert shown == count if more is None else int(more[1]) == count - shown


def test_a_bottom_line_too_long_for_a_mail_leaves_marking_title_and_attachment() -> None:
    text = body(f'<section class="bottom-line"><p>{"word " * 30_000}</p></section>')
    assert len(text.encode()) < MOST_BYTES
    assert words(text).startswith("TLP:GREEN Tajikistan Too long for a mail") and "Attached: x.html" in text


@pytest.mark.parametrize(
    "inner", ["", "<p>Only text", "<ul class=figures></ul>", "</div></main><p>x", "<h1>A</h1><br><hr>"]
)
def test_a_page_of_a_desks_own_template_has_a_mail_text_too(inner: str) -> None:
    text = body(inner, attached=())
    assert words(text).startswith("TLP:GREEN Tajikistan") and "Attached" not in text


def test_a_mail_text_goes_with_its_page(desk: SmallDesk) -> None:
    """Made from the page on disk, so there is none where only PDFs are made; and none of an older page stays."""
    name = "build/mail/2021-W37-weekly-CLEAR.body.html"
    assert desk.run("weekly", "2021-W37", "--single", "--pdf").code == 0
    assert not (desk.root / name).exists()
    assert desk.run("weekly", "2021-W37", "--single").code == 0
    assert "2021-W37-weekly-CLEAR.html, 2021-W37-weekly-CLEAR.pdf" in (desk.root / name).read_text()
    desk.edit("borders.yaml", "984 km", "972 km")
    assert desk.run("build", "--html").code == 0
    held = [path.read_text() for path in (desk.root / "build").rglob("*.body.html")]
    assert not any("984" in text for text in held)
