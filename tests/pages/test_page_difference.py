"""Two states of a page side by side: what differs is marked, to the word, and nothing else is shown."""

from __future__ import annotations

import base64
import re
from html import unescape
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.pages.page_difference import PageBlock, difference_table, differing_blocks, page_blocks
from conftest import SmallDesk

PAGE = "<main><nav>Ways</nav><h1>Brief</h1><p>Some {number} <b>people</b> came.</p>{picture}<p>End.</p></main>"
PICTURE = '<figure><svg viewBox="0 0 1 1"><path d="M0 0"/><text>{}</text></svg></figure>'


def page(number: int, picture: str = "") -> list[PageBlock]:
    return page_blocks(PAGE.format(number=number, picture=picture and PICTURE.format(picture)))


def table(before: list[PageBlock], after: list[PageBlock]) -> str:
    return difference_table(list(differing_blocks(before, after)), ".a > .b { fill: red }")


def test_a_page_is_read_as_the_lines_that_its_reader_sees() -> None:
    assert [block.text for block in page(5)] == ["Brief", "Some 5 people came.", "End."]


def test_of_a_line_only_the_words_that_differ_are_marked() -> None:
    rows = re.findall(r"<tr><td>(.*?)</td><td>(.*?)</td></tr>", table(page(5), page(6)))
    assert rows == [("Some <del>5</del> people came.", "Some <ins>6</ins> people came.")]


@pytest.mark.parametrize(("before", "after", "images"), [("a", "b", 2), ("", "b", 1), ("a", "", 1), ("a", "a", 0)])
def test_a_picture_that_differs_stands_beside_the_new_one(before: str, after: str, images: int) -> None:
    shown = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', table(page(5, before), page(5, after)))
    assert len(shown) == images
    drawn = [ElementTree.fromstring(base64.b64decode(data)) for data in shown]
    assert [picture.findtext("{http://www.w3.org/2000/svg}text") for picture in drawn] == [
        word for word in (before, after) if word and before != after
    ]
    assert all(picture[0].text == ".a > .b { fill: red }" for picture in drawn)


WORDS = st.lists(st.text("ab<&\"'", min_size=1, max_size=3), max_size=8).map(" ".join)


@given(st.lists(WORDS.filter(bool), max_size=6), st.lists(WORDS.filter(bool), max_size=6))
def test_each_side_of_the_table_is_what_stood_there_and_nothing_else(old: list[str], new: list[str]) -> None:
    """Whatever is equal may be left out; nothing is lost, added or read as markup."""
    before, after = [PageBlock(text) for text in old], [PageBlock(text) for text in new]
    rows = re.findall(r"<tr><td>(.*?)</td><td>(.*?)</td></tr>", table(before, after), re.DOTALL)
    for side, (blocks, tag) in enumerate(((old, "del"), (new, "ins"))):
        plain = [unescape(re.sub(rf"</?{tag}>", "", row[side])) for row in rows]
        left = iter(blocks)
        assert all(text in left for text in plain if text), "in their order"
    assert bool(rows) is (old != new)


def test_every_picture_of_the_desk_can_be_shown_as_an_image(built: SmallDesk) -> None:
    shown = 0
    for name, data in built.files().items():
        if name.endswith(".html"):
            blocks = [block for block in page_blocks(data.decode()) if block.picture]
            made = difference_table(list(differing_blocks([], blocks)), "")
            for picture in re.findall(r"base64,([^\"]+)", made):
                ElementTree.fromstring(base64.b64decode(picture))
                shown += 1
    assert shown > 5
