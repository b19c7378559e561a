"""The second page of an issue begins where the first ends, by itself or not."""

from __future__ import annotations

from typing import Any

import pytest
import weasyprint

from briefings.pdf.first_page import flowing_on, second_begins

STYLE = "@page { size: 200px 100px; margin: 0 } body, p { font-size: 10px; line-height: 20px; margin: 0 } .page-two { break-before: page }"  # noqa: E501


def pages(lines: int, further: int = 0) -> tuple[list[str], int | None]:
    """The text of each page after so many lines on the first, and the page on which the section begins with the
    break."""
    html = "<p>one</p>" * lines + "<section class='page-two'><p>two</p>" + "<p>more</p>" * further + "</section>"
    page = weasyprint.HTML(string=html)

    def lay_out(style: str) -> Any:
        return page.render(stylesheets=[weasyprint.CSS(string=STYLE + style)])

    document = flowing_on(lay_out)("")
    texts = [
        " ".join(box.text for box in sheet._page_box.descendants() if getattr(box, "text", "").strip())
        for sheet in document.pages
    ]
    return texts, second_begins(lay_out(""))


@pytest.mark.parametrize(
    ("lines", "further", "expected", "begins"),
    [
        (1, 1, ["one", "two more"], 1),
        (5, 0, ["one one one one one", "two"], 1),
        (6, 0, ["one one one one one", "one two"], 2),
        (10, 0, ["one one one one one", "one one one one one", "two"], 2),
        # next to nothing on the last page, for which the first has room
        (1, 0, ["one two"], 1),
        (4, 5, ["one one one one two", "more more more more more"], 1),
        (4, 6, ["one one one one", "two more more more more", "more more"], 1),
    ],
)
def test_the_second_page_begins_after_the_first_or_where_its_overflow_ends_or_where_that_saves_a_page(
    lines: int, further: int, expected: list[str], begins: int
) -> None:
    assert pages(lines, further) == (expected, begins)


def test_a_document_without_that_section_is_laid_out_once() -> None:
    page, asked = weasyprint.HTML(string="<p>one"), list[str]()

    def lay_out(style: str) -> Any:
        asked.append(style)
        return page.render(stylesheets=[weasyprint.CSS(string=STYLE + style)])

    assert len(flowing_on(lay_out)("").pages) == 1
    assert asked == [""]


def test_a_first_page_without_room_for_what_the_last_one_holds_is_not_laid_out_again() -> None:
    second = "<p>two</p>" * 8 + "<p style='break-inside: avoid'>kept<br>in<br>one</p>"
    for lines, times in ((9, 1), (7, 2)):  # of the ten that a page has
        html = "<p>one</p>" * lines + f"<section class='page-two'>{second}</section>"
        page, asked = weasyprint.HTML(string=html), list[str]()

        def lay_out(style: str, page: Any = page, asked: list[str] = asked) -> Any:
            asked.append(style)
            return page.render(stylesheets=[weasyprint.CSS(string=STYLE.replace("100px", "200px") + style)])

        flowing_on(lay_out)("")
        assert len(asked) == times
