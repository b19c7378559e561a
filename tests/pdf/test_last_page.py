"""The last page of a document: next to nothing on it is pulled in, and nothing else changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import weasyprint

from briefings.pdf.first_page import SECOND, flowing_on
from briefings.pdf.last_page import SHORT, TIGHTER, last_page_filled, pulled_in

STYLE = "@page { size: A4; margin: 20mm } html { font-size: 10pt; line-height: 1.4 } body, p { margin: 0 }"

LINE = "The troops of both states were seen near the river, and a third state said that it knew of none. " * 9


def layout(lines: int) -> Callable[[str], Any]:
    page = weasyprint.HTML(string="<title>x</title>" + f"<p>{LINE}</p>" * lines)
    return lambda style: page.render(stylesheets=[weasyprint.CSS(string=STYLE + style)])


def test_the_share_of_the_last_page_is_that_of_its_lines() -> None:
    full = next(n for n in range(4, 30) if len(layout(n)("").pages) == 2) - 1
    assert last_page_filled(layout(full)("")) > 0.8
    a_little, more = (last_page_filled(layout(full + lines)("")) for lines in (1, 3))
    assert 0 < a_little < more < 0.8


def test_law_a_last_page_is_never_next_to_empty_where_smaller_type_helps() -> None:
    pulled = 0
    for lines in range(6, 26):
        lay_out = layout(lines)
        before, after = lay_out(""), pulled_in(lay_out)
        is_short = len(before.pages) > 1 and last_page_filled(before) < SHORT
        helps = any(len(lay_out(style).pages) < len(before.pages) for style in TIGHTER.values()) if is_short else False
        assert len(after.pages) == len(before.pages) - helps
        pulled += helps
    assert pulled >= 3


def test_law_smaller_type_is_tried_where_it_lets_the_second_page_begin_on_the_first() -> None:
    pulled = 0
    for first, second in ((38, 11), (42, 9), (42, 11), (44, 10), (46, 12)):  # lines, of 52 that a page has
        text = "<p>a</p>" * first + f"<section class='{SECOND}'>" + "<p>b</p>" * second + "</section>"
        page = weasyprint.HTML(string=f"<title>x</title>{text}")
        broken = f"{STYLE} .{SECOND} {{ break-before: page }}"

        def lay_out(style: str, page: Any = page, broken: str = broken) -> Any:
            return page.render(stylesheets=[weasyprint.CSS(string=broken + style)])

        before = flowing_on(lay_out)("")
        is_short = len(before.pages) > 1 and last_page_filled(before) < SHORT
        least = min(len(flowing_on(lay_out)(style).pages) for style in TIGHTER.values())
        after = len(pulled_in(flowing_on(lay_out)).pages)
        assert after == (min(least, len(before.pages)) if is_short else len(before.pages))
        pulled += after < len(before.pages)
    assert pulled >= 1


def test_the_size_that_does_is_found_by_one_layout_or_two() -> None:
    counts = list[int]()
    for lines in range(6, 40):
        lay_out, asked = layout(lines), list[str]()

        def counted(style: str, lay_out: Any = lay_out, asked: list[str] = asked) -> Any:
            asked.append(style)
            return lay_out(style)

        before = len(lay_out("").pages)
        if len(pulled_in(counted).pages) < before:
            counts.append(len(asked) - 1)
    assert len(counts) > 5
    assert max(counts) <= 2
    assert sum(counts) < 1.3 * len(counts)


def test_a_document_that_cannot_be_pulled_in_keeps_its_type() -> None:
    page = weasyprint.HTML(string="<title>x</title><div style='height: 257mm'></div><p>One line.</p>")
    document = pulled_in(lambda style: page.render(stylesheets=[weasyprint.CSS(string=STYLE + style)]))
    assert len(document.pages) == 2
