"""Rows of a page that are hidden for want of room take their sources with them, and come back with them."""

from __future__ import annotations

from xml.etree import ElementTree

from briefings.pdf.page_rows import PageRows, facts_beyond

PAGE = """<body><section><h2>Events</h2><ul data-list="rows">
<li data-row="12" data-in="Blocs"><b data-fact="a">A</b><a class="cite" href="#source-1">1</a></li>
<li data-row="24"><b data-fact="b">B</b><a class="cite" href="#source-1">1</a>
<a class="cite" href="#source-2">2</a></li>
</ul></section><ol><li id="source-1">One</li><li id="source-2">Two</li></ol></body>"""


def hidden(tree: ElementTree.Element) -> list[str]:
    return [part.get("id") or part.tag for part in tree.iter() if part.get("style") == "display: none"]


def test_a_source_goes_with_the_last_row_that_cites_it_and_comes_back_with_it() -> None:
    tree = ElementTree.fromstring(PAGE)
    page = PageRows(tree)
    first, second = (row.element for row in page.rows())
    page.hide(second)
    assert hidden(tree) == ["li", "source-2"]
    assert page.facts_left_out() == ["b"]
    page.hide(first)
    assert hidden(tree) == ["li", "li", "source-1", "source-2"]
    page.show(first)
    assert hidden(tree) == ["li", "source-2"]
    page.show(second)
    assert hidden(tree) == [] and page.facts_left_out() == []


def test_what_is_said_of_a_list_follows_what_is_shown_of_it() -> None:
    tree = ElementTree.fromstring(PAGE)
    page = PageRows(tree)
    rows = [row.element for row in page.rows()]
    page.hide(rows[1])
    page.say_what_was_cut()
    assert [note.text for note in tree.iter("p")] == ["1 of 2 shown; all of them on screen."]
    next(tree.iter("ul")).set("data-list", "signposts")  # where a heading has several lists
    page.say_what_was_cut()
    assert [note.text for note in tree.iter("p")] == ["1 of 2 signposts shown; all of them on screen."]
    page.hide(rows[0])
    page.say_what_was_cut()
    assert hidden(tree)[0] == "section"
    assert [note.text for note in tree.iter("p")][-1] == "No room on this page for: Events (2); all of it is on screen."
    for row in rows:
        page.show(row)
    page.say_what_was_cut()
    assert hidden(tree) == ["p", "p"]


def test_what_stands_only_in_rows_for_the_screen_is_not_on_paper() -> None:
    page = (
        '<p><data data-fact="a">1</data></p><ul><li><b data-fact="b">x</b></li>'
        '<li class="beyond"><a data-fact="a">y</a><a data-fact="c">z</a></li></ul>'
    )
    assert facts_beyond(page) == ["c"]
    assert facts_beyond(page.replace(' class="beyond"', "")) == []


def test_rows_below_what_cannot_be_cut_and_more_important_rows_stand_no_chance() -> None:
    rows = "".join(f'<li data-row="{rank}">{"x" * 50}</li>' for rank in range(1, 11))
    head = "<p>{}</p>".format("x" * 150 * 6)  # seven lines of the whole width
    sources = '<ol><li id="source-1">{}</li></ol>'.format("x" * 9000)
    columns = f'<div class="main"><h2>Rows</h2><ul data-list="rows">{rows}</ul></div><div class="side"/>'

    def left(lines: int, above: str) -> int:
        page = PageRows(ElementTree.fromstring(f"<body>{above}<div>{columns}</div>{sources}</body>"))
        page.drop_beyond(40, lines)
        return len(page.rows())

    assert [left(lines, head) for lines in (7, 8, 10, 16, 17)] == [0, 1, 3, 9, 10]
    assert [left(lines, "") for lines in (7, 8, 10, 16, 17)] == [7, 8, 10, 10, 10]
    assert left(10, "<div hidden=''/>") == left(10, "")
