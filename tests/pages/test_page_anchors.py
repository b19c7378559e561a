"""Ids of sections, rows and paragraphs: unique, made from what the page prints, and steady."""

from __future__ import annotations

import re
from pathlib import Path

from briefings.pages.page_anchors import anchored

BODY = (
    "<header><h1>Iran</h1></header><section><h2>Bottom line</h2>"
    '<p>One <data data-fact="b">2</data></p><p>Two</p></section>'
    '<section class="rail"><h2>Since <time>3 May</time>: moved</h2><ul><li><data data-fact="a">1</data></li></ul>'
    '<svg><title id="drawn">x</title></svg></section>'
    '<section><h2>Judgements</h2><ol><li data-record="j"><p>It will</p><p><a data-fact="a">[1]</a></p></li></ol>'
    '<table><thead><tr><th>n</th></tr></thead><tbody><tr><td><data data-fact="a">1</data></td></tr>'
    '<tr><td><br>none</td></tr><tr id="own"><td data-fact="a.2">3</td></tr></tbody></table></section>'
)


def ids(html: str) -> list[str]:
    return re.findall(r' id="([^"]*)"', html)


def test_sections_rows_facts_and_paragraphs_have_ids_of_their_own() -> None:
    html, headings = anchored(BODY)
    assert ids(html) == [
        "bottom-line", "bottom-line-1", "fact-b", "bottom-line-2", "since-moved", "fact-a", "drawn",
        "judgements", "record-j", "fact-a.3", "judgements-1", "own", "fact-a.2",
    ]  # fmt: skip
    assert [(heading.id, heading.text) for heading in headings] == [
        ("bottom-line", "Bottom line"), ("since-moved", "Since 3 May: moved"), ("judgements", "Judgements"),
    ]  # fmt: skip
    assert re.sub(r' id="[^"]*"', "", html) == re.sub(r' id="[^"]*"', "", BODY), "and nothing else is changed"


def test_sections_of_one_name_and_of_the_frames_names_are_told_apart() -> None:
    """Their numbers may stand on the page, though a number without a source may not."""
    twice = "<section><h2>Facts</h2></section><section><h2>Facts</h2></section><section><h2>Охрана</h2></section>"
    assert ids(anchored(twice)[0]) == ["facts-2", "facts-3", "section"]
    source = '<section><h2>Source 1</h2></section><section data-fact="a"><h2>A</h2></section>'
    assert ids(anchored(source)[0]) == ["source-1-2", "a"]


def test_a_fact_has_one_place_though_ids_of_others_look_like_its_second() -> None:
    rows = "".join(f'<li><data data-fact="{id}">1</data></li>' for id in ("a", "a", "a.2", "a"))
    assert ids(anchored(f"<ul>{rows}</ul>")[0]) == ["fact-a", "fact-a.3", "fact-a.2", "fact-a.4"]


def test_a_row_is_that_of_its_own_fact_though_a_remark_quotes_another_first() -> None:
    row = '<tr><th>Of these <data data-fact="b">1</data></th><td data-fact="a">3</td><td data-fact="a">May</td></tr>'
    assert ids(anchored(row)[0]) == ["fact-a", "fact-b"]


def test_paragraphs_outside_sections_are_numbered_too() -> None:
    assert ids(anchored("<p>a</p><section><p>b</p></section><p>c</p>")[0]) == ["part-1", "part-1-2", "part-2"]


def test_broken_markup_is_left_as_it_is() -> None:
    html, _ = anchored("</p></section><p>one<li>two</section><p>three</p>")
    assert re.sub(r' id="[^"]*"', "", html) == "</p></section><p>one<li>two</section><p>three</p>"
    assert len(ids(html)) == len(set(ids(html))) > 1


def test_each_fact_and_section_of_every_page_has_a_place_that_no_other_has(site: Path) -> None:
    pages = [page for folder in ("countries", "topics", "weekly") for page in sorted((site / folder).glob("*.html"))]
    assert len(pages) == 25
    for page in pages:
        html = page.read_text(encoding="utf-8")
        body = re.sub(
            r"<svg.*?</svg>", "", html[html.index("<main") : html.index('<section class="closing')], flags=re.DOTALL
        )
        found = ids(html)
        assert len(found) == len(set(found)), page.name
        assert {f"fact-{fact}" for fact in re.findall(r'data-fact="([^"]*)"', body)} <= set(found), page.name
        assert not re.search(r"<section(?![^>]* id=)", body), page.name
        contents = re.findall(
            r'<li><a href="#([^"]*)"', re.sub(r".*(<nav class=.contents.*?</nav>)|.*", r"\1", html, flags=re.DOTALL)
        )
        assert set(contents) <= set(found) and bool(contents) == (page.parent.name != "countries"), page.name
