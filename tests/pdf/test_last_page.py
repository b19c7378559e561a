"""The last page of a document: next to nothing on it is pulled in, and nothing else changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import weasyprint

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


def test_a_document_that_cannot_be_pulled_in_keeps_its_type() -> None:
    page = weasyprint.HTML(string="<title>x</title><div style='height: 257mm'></div><p>One line.</p>")
    document = pulled_in(lambda style: page.render(stylesheets=[weasyprint.CSS(string=STYLE + style)]))
    assert len(document.pages) == 2
