"""Columns whose entries are laid out once are those that WeasyPrint finds by trying."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.pdf import weasyprint_patches
from briefings.pdf.weasyprint_patches import balanced_columns, block, column, inline, line_break, weasyprint

PAGE = """<style>
@page {{ size: A4; margin: 1cm }}
ol {{ columns: {count}; column-gap: 2em; font-size: 9pt; margin: 0; padding: 0; list-style: none }}
li {{ {entry}; margin-bottom: .12em }}
h2 {{ break-after: avoid }}
</style><div style="height: {above}mm"></div><h2>Sources</h2><ol>{entries}</ol><p>After</p>"""
WHOLE = "break-inside: avoid"


def page(seed: int, entry: str = WHOLE) -> str:
    """Entries of one line to seven, few or so many that they take several pages, anywhere on the first of them."""
    chance = random.Random(seed)

    def words() -> str:
        return " ".join("x" * chance.randint(2, 9) for _ in range(chance.randint(1, 40)))

    entries = "".join(f"<li>{words()}</li>" for _ in range(chance.choice((0, 1, 2, 5, 8, 14, 30, 120))))
    count, above = chance.choice((2, 3)), chance.choice((0, 50, 150, 240, 260))
    return PAGE.format(count=count, above=above, entries=entries, entry=entry)


def places(html: str) -> list[tuple[int, float, float]]:
    """Where each entry and what follows them stands: page, from the left, from the top."""
    return [
        (number, round(box.position_x, 3), round(box.position_y, 3))
        for number, page in enumerate(weasyprint.HTML(string=html).render().pages)
        for box in page._page_box.descendants()
        if box.element_tag in ("li", "p") and isinstance(box, weasyprint.formatting_structure.boxes.BlockBox)
    ]


def both(html: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    weasyprint_patches.install()  # all of them, whatever the tests before have installed
    ours = block.columns_layout
    assert ours is not column.columns_layout
    monkeypatch.setattr(block, "columns_layout", column.columns_layout)
    tried = places(html)
    monkeypatch.setattr(block, "columns_layout", ours)
    return tried, places(html)


@pytest.mark.parametrize("seed", range(12))
def test_entries_stand_where_trying_puts_them(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    tried, once = both(page(seed), monkeypatch)
    assert once == tried


@pytest.mark.parametrize(
    "entry",
    ["break-inside: auto", f"{WHOLE}; column-span: all", f"{WHOLE}; break-before: page", f"{WHOLE}; float: left"],
)
def test_other_columns_are_left_to_weasyprint(entry: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tried, once = both(page(3, entry), monkeypatch)
    assert once == tried


def test_an_entry_higher_than_a_page_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    high = PAGE.format(count=2, above=0, entry=WHOLE, entries=f"<li>{'word ' * 3000}</li><li>x</li>")
    tried, once = both(high, monkeypatch)
    assert once == tried
    assert len({number for number, _, _ in once}) > 1


def test_no_document_hears_what_is_said_of_the_next_page_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    weasyprint_patches.install()
    ours, laid_out = block.columns_layout, []

    def kept(*arguments: Any) -> Any:
        laid_out.append(ours(*arguments))
        return laid_out[-1]

    monkeypatch.setattr(block, "columns_layout", kept)
    places(page(0))
    places(page(0))
    next_pages = [next_page for _, _, next_page, _, _ in laid_out]
    assert len(next_pages) > 1
    assert len({id(next_page) for next_page in next_pages}) == len(next_pages)  # WeasyPrint writes into them


def test_another_version_lays_out_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(block, "columns_layout", column.columns_layout)
    monkeypatch.setattr(weasyprint, "__version__", "70.1")
    weasyprint_patches.install()
    assert block.columns_layout is column.columns_layout


@given(st.lists(st.integers(1, 9), min_size=1, max_size=12), st.integers(2, 3))
def test_columns_are_as_short_as_they_can_be(heights: list[int], count: int) -> None:
    tops = [sum(heights[:index]) for index in range(len(heights) + 1)]
    shares = balanced_columns(tops[:-1], tops[1:], count, 1000)
    assert [index for share in shares for index in share] == list(range(len(heights)))
    high = max(tops[share.stop] - tops[share.start] for share in shares)
    assert len(shares) <= count
    assert not _fits(heights, count, high - 1)


def _fits(heights: list[int], count: int, high: int) -> bool:
    columns, room = 1, high
    for height in heights:
        if height > room:
            columns, room = columns + 1, high
        room -= height
    return max(heights) <= high and columns <= count


@given(st.lists(st.integers(1, 9), min_size=1, max_size=30), st.integers(2, 3), st.integers(1, 30))
def test_no_column_is_higher_than_there_is_room(heights: list[int], count: int, most: int) -> None:
    tops = [sum(heights[:index]) for index in range(len(heights) + 1)]
    shares = balanced_columns(tops[:-1], tops[1:], count, most)
    assert all(tops[share.stop] - tops[share.start] <= most for share in shares)
    assert all(one.stop == other.start for one, other in pairwise(shares))


def first_lines(monkeypatch: pytest.MonkeyPatch, split: Any) -> list[str]:
    """The first line of a text with an element behind it, in boxes of many widths."""
    monkeypatch.setattr(inline, "split_first_line", split)
    text = "New arrivals in neighbouring states since <b>1\u00a0January\u00a02021</b>"
    boxes = "".join(f"<p style='width: {width}px'>{text}</p>" for width in range(180, 320))
    document = weasyprint.HTML(
        string=f"<style>@page {{ size: 400px 90cm }} p {{ font: 12px serif }}</style>{boxes}"
    ).render()
    found = []
    for box in (box for page in document.pages for box in page._page_box.descendants()):
        if isinstance(box, weasyprint.formatting_structure.boxes.BlockBox) and box.element_tag == "p":
            parts = box.children[0].descendants()
            found.append("".join(getattr(part, "text", "") for part in parts))
    return found


def test_a_text_that_fits_but_for_the_space_at_its_end_is_not_broken_at_its_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = first_lines(monkeypatch, line_break.split_first_line)
    after = first_lines(monkeypatch, weasyprint_patches.split_first_line)
    assert len(before) == len(after) == 140
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert changed and {old.strip() for old, _ in changed} == {"New"}
    assert {new for _, new in changed} == {"New arrivals in neighbouring states since"}
