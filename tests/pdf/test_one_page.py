"""A one-pager comes out on one page whatever it has to say, and says of each list what it left out."""

from __future__ import annotations

import json
import math
import os
import random
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from briefings.facts.row_importance import LISTS, row_rank
from briefings.files import desk_files
from briefings.pdf.pdf_assets import STYLESHEET
from briefings.pdf.pdf_renderer import PdfRenderer
from conftest import SmallDesk

PAGES = int(os.environ.get("ONE_PAGES", "3"))


@pytest.fixture(scope="module")
def press() -> PdfRenderer:
    templates = desk_files.template_files(Path("/nowhere"))
    assets = {f"assets/{name}": data for name, data in templates.items() if name.endswith((".css", ".ttf", ".woff2"))}
    return PdfRenderer(assets, STYLESHEET)


def listing(name: str, rows: list[str]) -> str:
    items = "".join(
        f'<li data-row="{row_rank(name, number)}"><span data-fact="{name}-{number}">{row}</span></li>'
        for number, row in enumerate(rows)
    )
    return f'<section><h2>{name.capitalize()}</h2><ul data-list="rows">{items}</ul></section>' if rows else ""


def page(main: str, side: str = "", rest: str = "") -> str:
    columns = f'<div class="columns"><div class="main">{main}</div><div class="side">{side}</div></div>'
    top = '<!doctype html><html lang="en"><head><title>T</title></head><body class="country tlp-red"><h1>T</h1>'
    return f"{top}{columns}{rest}</body></html>"


def text_of(data: bytes, path: Path) -> str:
    path.write_bytes(data)
    return " ".join(text.extract_text() for text in PdfReader(path).pages)


def test_a_page_with_room_keeps_every_row_and_says_nothing(press: PdfRenderer, tmp_path: Path) -> None:
    made = press.pdf("x", page(listing("events", ["A", "B", "C"])), one_page=True)
    assert (made.pages, made.left_out) == (1, ())
    assert "shown" not in text_of(made.data, tmp_path / "x.pdf")


def test_the_least_important_rows_go_and_the_list_says_how_many(press: PdfRenderer, tmp_path: Path) -> None:
    rows = [f"Event number {number} of a long list" for number in range(120)]
    made = press.pdf("x", page(listing("events", rows)), one_page=True)
    text = re.sub(r"\s+", " ", text_of(made.data, tmp_path / "x.pdf"))
    kept = [int(number) for number in re.findall(r"Event number (\d+)", text)]
    assert made.pages == 1
    assert kept == list(range(len(kept)))  # no row goes before a less important one
    assert 25 < len(kept) <= 40  # the page is full
    assert f"{len(kept)} of 120 shown; all of them on screen." in text
    assert len(made.left_out) == 120 - len(kept)


def test_corrections_disputes_and_judgements_go_last(press: PdfRenderer, tmp_path: Path) -> None:
    kept = "".join(listing(name, [f"Word of {name} {n}" for n in range(3)]) for name in LISTS[:3])
    rest = "".join(listing(name, [f"Word of {name} {n}" for n in range(30)]) for name in LISTS[3:])
    made = press.pdf("x", page(rest, kept), one_page=True)
    text = re.sub(r"\s+", " ", text_of(made.data, tmp_path / "x.pdf"))
    assert made.pages == 1
    assert [f"Word of {name} {n}" in text for name in LISTS[:3] for n in range(3)] == [True] * 9


def test_a_cut_list_names_the_topics_that_hold_the_rest(press: PdfRenderer, tmp_path: Path) -> None:
    rows = listing("events", [f"Event {number} of a long list" for number in range(60)])
    for held, words in {
        "Afghan refugees|Borders": "the rest in “Afghan refugees” and “Borders” and on screen.",
        "": "all of them on screen.",
    }.items():
        html = page(rows.replace("<li ", f'<li data-in="{held}" '))
        text = " ".join(text_of(press.pdf("x", html, one_page=True).data, tmp_path / "x.pdf").split())
        assert re.search(rf"\d+ of 60 shown; {re.escape(words)}", text), words


def test_only_the_topics_that_hold_all_that_is_cut_are_named(press: PdfRenderer, tmp_path: Path) -> None:
    rows = "".join(
        f'<li data-row="{row_rank("events", n)}" data-in="{"Blocs|Borders" if n < 55 else "Borders"}">Event {n}</li>'
        for n in range(60)
    )
    html = page(f'<section><h2>Events</h2><ul data-list="rows">{rows}</ul></section>')
    text = " ".join(text_of(press.pdf("x", html, one_page=True).data, tmp_path / "x.pdf").split())
    assert "shown; the rest in “Borders” and on screen." in text


def test_a_section_without_a_row_goes_and_one_line_says_so(press: PdfRenderer, tmp_path: Path) -> None:
    """A heading over "0 of 4 shown" told a reader nothing."""
    lists = "".join(listing(name, [f"Word of {name} {n}" for n in range(4)]) for name in ("events", "statements"))
    made = press.pdf("x", page("<p>A line of text.</p>" * 65 + lists), one_page=True)
    text = " ".join(text_of(made.data, tmp_path / "x.pdf").split())
    assert "0 of" not in text
    assert "No room on this page for: Events (4), Statements (4); all of it is on screen." in text
    assert len(made.left_out) == 8


def test_the_room_that_the_estimate_left_is_used(press: PdfRenderer, tmp_path: Path) -> None:
    """A short page below its cut lists, where rows of several lines went for one that did not fit."""
    rows = [f"Event {n} " + "with many words on what came of it " * (6 if n % 3 == 0 else 1) for n in range(40)]
    made = press.pdf("x", page(listing("events", rows), listing("borders", rows)), one_page=True)
    (tmp_path / "x.pdf").write_bytes(made.data)
    lowest = []
    PdfReader(tmp_path / "x.pdf").pages[0].extract_text(
        visitor_text=lambda text, cm, tm, *_: lowest.append((tm[5] * cm[3] + cm[5]) if text.strip() else 999.0)
    )
    assert min(y for y in lowest if y > 45) < 120  # points from the foot; the footer stands below 45


def test_a_text_longer_than_a_page_is_set_smaller(press: PdfRenderer) -> None:
    assert press.pdf("x", page("<p>A line of text.</p>" * 120), one_page=True).pages == 1


def test_a_page_without_columns_is_fitted_too(press: PdfRenderer) -> None:
    """As a template of a desk's own may have it."""
    rows = "".join(f'<li data-row="{90 + n}">Row {n}</li>' for n in range(90))
    text = f'<ul data-list="rows">{rows}</ul><p>{"A line of text. " * 600}</p>'
    html = page("").replace('<div class="columns"><div class="main"></div><div class="side"></div></div>', text)
    assert "columns" not in html
    assert press.pdf("x", html, one_page=True).pages == 1


def test_a_section_that_may_stand_in_either_column_stands_in_the_shorter(press: PdfRenderer, tmp_path: Path) -> None:
    moving = listing("events", ["An event"] * 10).replace("<section>", '<section class="flexible">')
    long, short = listing("forces", ["A force of some kind"] * 20), listing("borders", ["A border"])
    made = press.pdf("x", page(long + moving, short), one_page=True)
    text = text_of(made.data, tmp_path / "x.pdf")
    assert text.index("Forces") < text.index("Borders") < text.index("Events")


def test_the_attached_data_say_what_is_not_on_paper(press: PdfRenderer, tmp_path: Path) -> None:
    facts = {f"events-{number}": {"kind": "events"} for number in range(90)}
    data = json.dumps({"document": {"known": "2021-09-17"}, "facts": facts})
    html = page(listing("events", [f"Row {n}" for n in range(90)]))
    html = html.replace("</body>", f'<script type="application/json" id="facts">{data}</script></body>')
    made = press.pdf("x", html, one_page=True)
    (tmp_path / "x.pdf").write_bytes(made.data)
    ((attached,),) = PdfReader(tmp_path / "x.pdf").attachments.values()
    marked = {id for id, fact in json.loads(attached)["facts"].items() if fact.get("on_paper") is False}
    assert marked == set(made.left_out)
    assert 40 < len(marked) < 90


@pytest.mark.parametrize("seed", range(PAGES))
def test_any_number_of_facts_about_a_country_is_one_page(desk: SmallDesk, seed: int) -> None:
    """Few facts or many, long names or short; ONE_PAGES=n tries more, with up to 2,000 facts."""
    chance = random.Random(seed)
    count = chance.choice((0, 5, 60, 250) if PAGES < 20 else (0, 5, 60, 500, 2000))
    name = chance.choice(("A", "Of the Provisional Intergovernmental Commission " * 3))
    events = [
        f"  - {{id: e{n}, type: attack, title: {name.strip()} {'of the border ' * chance.randint(0, 9)}, "
        f"date: 2021-0{chance.randint(1, 8)}-{chance.randint(10, 28)}, in: TJK, status: done, source: press-2021-09}}\n"
        for n in range(count)
    ]  # fmt: skip
    flows = [
        f"  - {{id: f{n}, leaving: AFG, into: TJK, measure: arrived, value: {chance.randint(1, 10**7)} people, "
        f"as_of: 2021-08-{chance.randint(10, 28)}, source: press-2021-09}}\n"
        for n in range(chance.choice((1, 3, count // 2 + 1)))
    ]
    desk.add("many.yaml", f"{'events:' if events else ''}\n{''.join(events)}displacement:\n{''.join(flows)}")
    done = desk.run("build", "countries/tajikistan")
    assert done.code == 0, done.err
    made = PdfReader(desk.root / "build/countries/tajikistan.pdf")
    assert len(made.pages) == 1
    html = desk.page("countries/tajikistan")
    assert [n for n in range(count) if f'data-fact="e{n}"' not in html] == []  # on screen is all of it
    text = re.sub(r"\s+", " ", made.pages[0].extract_text())
    if count >= 60:
        assert re.search(r"\d+ of \d+ shown; all of them on screen", text)


def letters_under(points: float, path: Path) -> list[str]:
    """The pieces of text of a PDF that are set smaller, as they stand on the page."""
    small: list[str] = []

    def look(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if text.strip() and abs(size) * math.hypot(*tm[2:4]) * math.hypot(*cm[2:4]) < points:
            small.append(text.strip())

    for page in PdfReader(path).pages:
        page.extract_text(visitor_text=look)
    return small


def test_no_letter_of_a_shipped_one_pager_is_under_seven_points(
    shipped_build: Path, press: PdfRenderer, tmp_path: Path
) -> None:
    """References, marks, legends and the names on the map included."""
    pages = sorted((shipped_build / "site/countries").glob("*.html"))
    assert len(pages) == 12
    for page in pages[::5]:  # all have one style; the longest is among them
        path = tmp_path / f"{page.stem}.pdf"
        path.write_bytes(press.pdf(page.stem, page.read_text(encoding="utf-8"), one_page=True).data)
        assert letters_under(6.98, path) == [], page.stem
