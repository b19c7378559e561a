"""The second page of an issue begins where the first ends, by itself or not."""

from __future__ import annotations

from typing import Any

import pytest
import weasyprint

from briefings.pdf.first_page import begins_late, flowing_on

STYLE = "@page { size: 200px 100px; margin: 0 } body, p { font-size: 10px; line-height: 20px; margin: 0 } .page-two { break-before: page }"  # noqa: E501


def pages(lines: int) -> tuple[list[str], bool]:
    """The text of each page after so many lines on the first, and whether the section begins late with the break."""
    html = "<p>one</p>" * lines + "<section class='page-two'><p>two</p></section>"
    page = weasyprint.HTML(string=html)

    def lay_out(style: str) -> Any:
        return page.render(stylesheets=[weasyprint.CSS(string=STYLE + style)])

    document = flowing_on(lay_out)("")
    texts = [
        " ".join(box.text for box in sheet._page_box.descendants() if getattr(box, "text", "").strip())
        for sheet in document.pages
    ]
    return texts, begins_late(lay_out(""))


@pytest.mark.parametrize(
    ("lines", "expected", "late"),
    [
        (1, ["one", "two"], False),
        (5, ["one one one one one", "two"], False),
        (6, ["one one one one one", "one two"], True),
        (10, ["one one one one one", "one one one one one", "two"], True),
    ],
)
def test_the_second_page_begins_after_the_first_or_where_its_overflow_ends(
    lines: int, expected: list[str], late: bool
) -> None:
    assert pages(lines) == (expected, late)


def test_a_document_without_that_section_is_laid_out_once() -> None:
    page, asked = weasyprint.HTML(string="<p>one"), list[str]()

    def lay_out(style: str) -> Any:
        asked.append(style)
        return page.render(stylesheets=[weasyprint.CSS(string=STYLE + style)])

    assert len(flowing_on(lay_out)("").pages) == 1
    assert asked == [""]
