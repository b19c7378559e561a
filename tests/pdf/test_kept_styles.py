"""A layout with styles of the layout before is the one that WeasyPrint makes from nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from briefings.pdf import kept_styles
from briefings.pdf.kept_styles import KeptStyles, PageStyles
from briefings.pdf.weasyprint_patches import css, weasyprint
from briefings.pdf.weasyprint_speed import boxes

THEIRS = PageStyles.__mro__[1]  # WeasyPrint's own
STYLE = """
@page { size: A5; margin: 1cm; @bottom-right { content: counter(page) " of " counter(pages) } }
@page :first { margin-top: 2cm }
:root { --ink: #345 } body { font: 9pt/1.3 sans-serif; color: var(--ink) }
section p + p { text-indent: 1em }
.row:last-child { border-bottom: 2pt solid } .row:nth-child(2n) { color: red }
section:first-child > h2 { margin-top: 0 }
h2:not(:first-of-type)::before { content: counter(h) " "; counter-increment: h }
ol { columns: 2 } li::marker { color: blue }
p::first-letter { font-size: 140% } p::first-line { font-weight: bold }
a::after { content: target-counter(attr(href), page) } .dots::after { content: leader(dotted) "end" }
table { border-collapse: collapse } td { border: 1pt solid; padding: 2pt } [style] + .row { letter-spacing: 1pt }
.note { float: footnote } [lang=fr] { quotes: "«" "»" } q { font-style: italic } #section-1 { font-size: 110% }
"""
ODD = {
    "": "",
    "sizes of the page": "section { min-height: 20vh; margin-left: 5vw }",
    "sizes in a variable": ":root { --high: 30vmax } h2 { padding-top: calc(var(--high) / 9) }",
    "overflow of the root": "html { overflow: hidden }",
    "overflow of the body": "body { overflow: hidden; height: 5cm }",
    "anchors of pseudo-elements": "h2::before { content: '§'; -weasy-anchor: 'sign' }",
    "anchors that are looked for": "h2::before { content: '§'; -weasy-anchor: 'sign' }"
    "h2::after { content: target-counter('#sign', page) }",
    "one anchor of like elements": "td { -weasy-anchor: 'cell' }",
    "sizes of what comes later": ".late { display: table; border-collapse: collapse; border-top: .01vw solid }",
    "layers": "@layer a, b; @layer b { p { color: green } } @layer a { p { color: blue !important; margin: 3pt } }",
    "what shows as its parent does": "tr, td > b { display: inherit }",
    "by a variable": ":root { --as: inherit } td > b { display: var(--as) }",
    "one style in rows of several": "tr { color: green; border-left: 2pt solid } li { page: other }",
    "separate borders": "table { border-collapse: separate; border-spacing: 3pt }",
}


def page() -> Any:
    """Some sections with paragraphs, rows, lists, tables, notes and links to each other."""
    sections = "".join(
        f"""<section id="section-{number}" class="part{number % 2}"><h2>Part {number}</h2>
        <p>Some words of <b>part <i>{number}</i></b> and a <a href="#section-{2 - number}">link</a>.
        <p lang="fr"><q>Deux</q>
        <ol>{"".join(f'<li class="row">entry {row} of <em>few</em>' for row in range(3))}</ol><p class="dots">dots
        <table>{"".join(f'<tr class="row" id="r{number}{row}"><td>{row}<td><b>x</b>' for row in range(3))}</table>
        <p>Text<span class="note">a note {number}</span></section>"""
        for number in range(3)
    )
    html = f'<html lang="en"><title>-</title><body>{sections}</body></html>'
    return weasyprint.HTML(string=html, media_type="print")


def change(tree: Any, chance: random.Random) -> None:
    """Hide rows, show them again, move them, put words in, as the fitting of a one-pager does and beyond."""
    rows = [element for element in tree.iter() if element.get("class") == "row"]
    for row in chance.sample(rows, 4):
        row.set("style", "display: none") if "style" not in row.attrib else row.attrib.pop("style")
    parents = [element for element in tree.iter() if element.tag in ("section", "ol")]
    parent = chance.choice(parents)
    parent.insert(chance.randrange(len(parent) + 1), parent.makeelement("p", {"class": chance.choice(("cut", "dots"))}))
    late = parent.makeelement("div", {"class": "late"})
    late.text = "came later"
    parent.append(late)
    first, second = chance.sample([element for element in parents if element.tag == "section"], 2)
    moved = second[-1]
    second.remove(moved)
    first.insert(1, moved)
    chance.choice(rows).set("class", chance.choice(("row", "", "dots")))


def described(document: Any) -> Iterator[dict[str, Any]]:
    """Each box with its place, sizes and some of its style."""
    for sheet in document.pages:
        for box in sheet._page_box.descendants():
            sizes = {name: value for name, value in vars(box).items() if isinstance(value, (int, float, str, bool))}
            shown = ("color", "display", "overflow", "anchor", "position", "white_space", "font_size", "content")
            yield sizes | {f"style {name}": repr(box.style[name]) for name in shown}


@pytest.mark.parametrize("odd", ODD)
def test_layouts_one_after_the_other_are_as_from_nothing(
    odd: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ours, theirs, chance = page(), page(), random.Random(len(odd))
    sheet = weasyprint.CSS(string=STYLE + ODD[odd])
    for number in range(3):
        state = chance.getstate()
        paper = weasyprint.CSS(string=f"@page {{ size: 148mm {200 + 90 * (number % 2)}mm }}")
        monkeypatch.setattr(css, "StyleFor", PageStyles)
        caplog.clear()
        kept = ours.render(stylesheets=[sheet, paper])
        said = [record.getMessage() for record in caplog.records]
        caplog.clear()
        monkeypatch.setattr(css, "StyleFor", THEIRS)
        fresh = theirs.render(stylesheets=[sheet, paper])
        assert said == [record.getMessage() for record in caplog.records]
        boxes = list(described(kept))
        assert len(boxes) > 100
        assert boxes == list(described(fresh))
        assert kept.write_pdf() == fresh.write_pdf()
        change(ours.etree_element, chance)
        chance.setstate(state)
        change(theirs.etree_element, chance)


def made(monkeypatch: pytest.MonkeyPatch, extra: str) -> tuple[int, int]:
    """How many styles of elements the first and the second layout of a page make."""
    monkeypatch.setattr(css, "StyleFor", PageStyles)
    html, sheet = page(), weasyprint.CSS(string=STYLE + extra)
    html.render(stylesheets=[sheet])
    first = dict(html.kept_styles.styles)
    html.etree_element.find(".//li").set("style", "display: none")
    html.render(stylesheets=[sheet])
    second = html.kept_styles.styles
    return len(first), sum(1 for key, style in second.items() if first.get(key) is not style)


def test_only_what_was_changed_is_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = made(monkeypatch, "")
    assert first > 50
    assert 0 < second < 6  # the row that is hidden, what is in it, and the row after it


def test_rows_that_differ_in_their_id_share_the_styles_of_what_is_in_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(css, "StyleFor", PageStyles)
    html = page()
    html.etree_element.find(".//tr").set("style", "display: none")
    sheet = html.render(stylesheets=[weasyprint.CSS(string="tr { color: green }")]).pages[0]._page_box
    rows = {id(box.style) for box in sheet.descendants() if box.element_tag == "tr"}
    words = {
        id(box.style) for box in sheet.descendants() if box.element_tag == "b" and isinstance(box, boxes.InlineBox)
    }
    assert len(rows) == 8
    assert len(words) == 2  # in rows of tables, and in text


def test_styles_that_follow_from_the_size_of_the_page_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = made(monkeypatch, ODD["sizes of the page"])
    assert first > 50
    assert second >= first
    kept = KeptStyles()
    assert kept.for_next_layout() is kept


def test_hints_of_old_attributes_are_left_to_weasyprint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(css, "StyleFor", PageStyles)
    html = weasyprint.HTML(string='<html lang="en"><body><p align="right">x')
    paragraph = next(
        box for box in html.render(presentational_hints=True).pages[0]._page_box.descendants() if box.element_tag == "p"
    )
    assert paragraph.style["text_align_all"] in ("right", "end")
    assert not hasattr(html, "kept_styles")


def test_another_version_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(css, "StyleFor", THEIRS)
    monkeypatch.setattr(kept_styles, "VERSION", "71.0")
    kept_styles.install()
    assert css.StyleFor is THEIRS
