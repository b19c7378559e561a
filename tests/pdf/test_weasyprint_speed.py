"""The functions that are quicker inside WeasyPrint give what its own give."""

from __future__ import annotations

from typing import Any

import pytest
import tinyhtml5.inputstream as html_input

from briefings.pdf import weasyprint_patches, weasyprint_speed
from briefings.pdf.weasyprint_patches import css, inline, line_break, weasyprint
from briefings.pdf.weasyprint_speed import boxes, percent, preferred

MODULES = weasyprint_speed.modules_with("resolve_percentages")

# Stated, inherited, unstated and copied; sides by their place and by the direction of reading; shares of a width, of
# a height that is known and of one that is not; boxes that layout changes, and some that it makes.
PAGE = """<html lang="en"><style>
:root { --ink: #123; --gap: 3% }
@page { size: A5; margin: 1cm 5%; @bottom-center { content: counter(page); padding-top: 2% } }
body { font: 10pt/1.3 sans-serif; color: var(--ink) }
section { width: 80%; padding: 1% 2%; margin-inline: 4% 2%; border-inline-start: 2pt solid; break-inside: avoid }
section[dir=rtl] { direction: rtl; margin-block-start: 12pt; padding-inline-end: 7% }
section section { width: calc(50% + 1cm); margin-left: 1pt; min-height: 10%; color: inherit; opacity: .9 }
.box { box-sizing: border-box; padding: var(--gap); height: 30mm }
.box p { height: 50%; max-width: 60%; min-width: 10%; text-decoration: underline }
.flex { display: flex; gap: 2% } .flex p { flex: 1; padding: 1% }
.grid { display: grid; grid-template-columns: 1fr 2fr }
table { border-collapse: collapse; width: 100% } td, th { border: 1pt solid; padding: 1% }
.apart { border-collapse: separate; border-spacing: 2pt } .apart td { border-width: 3pt }
.float { float: right; width: 30%; margin: 2% } .raised { position: relative; top: 1%; left: 2% }
ol { columns: 2; list-style: decimal inside } li { margin: 1% 0 } p::before { content: "» "; padding: 0 1% }
.wide { letter-spacing: 1pt; word-spacing: 2pt; text-align: justify; font-variant: small-caps tabular-nums }
.narrow { overflow-wrap: anywhere; hyphens: auto; width: 2cm } .line-through { text-decoration: line-through 2pt }
.cut { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; width: 3cm } .fixed { position: fixed }
p::first-letter { font-size: 150% } b { display: inline-block; width: 20%; padding: 1% }
</style><title>-</title><body>
<section>A <em>text <strong>of</strong></em> parts &amp; signs<section>within</section></section>
<section dir="rtl">from the right<section>and within</section></section>
<div class="box"><p>underlined <b>piece</b> <i class="raised">up</i></p></div><div class="float">aside</div>
<div class="flex"><p>one</p><p>two</p></div><div class="grid"><p>one</p><p style="width: 50%">two</p></div>
<table><tr><th>a<td>b<td style="border: 4pt solid red">c</table>
<p class="wide">words that stand far apart in a line that is full and in the next one, where they go on for long
<p class="narrow" lang="de">Donaudampfschifffahrtsgesellschaft <u>und</u>	andere <s class="line-through">Worte</s>
<p class="cut">more than there is room for in one line</p><p class="fixed">of all pages</p>
<table class="apart"><tr><td>a<td>b</table><ol><li>a<li>b<li>c<li>d</ol>
</html>"""


# Logical sides have no value of their own.
PROPERTIES = [key for key in css.INITIAL_VALUES if "_block" not in key and "_inline" not in key]


def laid_out() -> list[dict[str, Any]]:
    """Each box of the page with its place, its sides and its sizes."""
    document = weasyprint.HTML(string=PAGE).render()
    found = []
    for sheet in document.pages:
        for box in sheet._page_box.descendants():
            sizes = {name: value for name, value in vars(box).items() if isinstance(value, (int, float, str))}
            found.append(sizes | {"colour": str(box.style["color"]), "line": str(box.style["text_decoration_line"])})
    return found


def theirs(patch: pytest.MonkeyPatch) -> None:
    """Put back the functions as WeasyPrint has them, but for a line with a space at its end."""
    patch.setattr(css.ComputedStyle, "__missing__", weasyprint_speed.their_computed)
    patch.setattr(html_input, "characters_until_regex", {})
    for module in (inline, preferred):
        patch.setattr(module, "split_first_line", weasyprint_patches.split_first_line)
    for module in MODULES:
        patch.setattr(module, "resolve_percentages", weasyprint_speed.their_resolve_percentages)
    for module in weasyprint_speed.modules_with("strut"):
        patch.setattr(module, "strut", weasyprint_speed.their_strut)
    patch.setattr(line_break.Layout, "setup", weasyprint_speed.their_set_up)
    patch.setattr(boxes.Box, "is_in_normal_flow", weasyprint_speed.their_is_in_normal_flow)


def test_every_box_is_where_and_what_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    weasyprint_speed.install()
    assert all(module.resolve_percentages is not weasyprint_speed.their_resolve_percentages for module in MODULES)
    assert css.ComputedStyle.__missing__ is not weasyprint_speed.their_computed
    quick, quick_bytes = laid_out(), weasyprint.HTML(string=PAGE).write_pdf()
    theirs(monkeypatch)
    slow, slow_bytes = laid_out(), weasyprint.HTML(string=PAGE).write_pdf()
    assert len(slow) > 100
    assert quick == slow
    assert quick_bytes == slow_bytes


def test_every_property_of_every_element_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    weasyprint_speed.install()

    def styles() -> list[dict[str, str]]:
        root = weasyprint.HTML(string=PAGE).render().pages[0]._page_box
        return [{key: repr(box.style[key]) for key in PROPERTIES} for box in root.descendants()]

    quick = styles()
    theirs(monkeypatch)
    assert quick == styles()


def test_a_style_that_layout_copies_has_no_lengths_of_others() -> None:
    weasyprint_speed.install()
    page = weasyprint.HTML(string=PAGE).render().pages[0]._page_box
    box = next(box for box in page.descendants() if isinstance(box, boxes.BlockBox) and box.width != "auto")
    percent_of = MODULES[0].resolve_percentages
    percent_of(box, (400, 300))
    before = box.margin_left
    changed = box.copy()
    changed.style = box.style.copy()
    changed.style["margin_left"] = css.INITIAL_VALUES["margin_left"]._replace(value=37)
    percent_of(changed, (400, 300))
    assert (changed.margin_left, before != 37) == (37, True)


def test_a_line_is_split_once_for_a_style_and_a_width(monkeypatch: pytest.MonkeyPatch) -> None:
    split: list[tuple[str, float]] = []

    def counted(text: str, style: Any, context: Any, most: float, *rest: Any, **options: Any) -> Any:
        split.append((text, most))
        return weasyprint_patches.split_first_line(text, style, context, most, *rest, **options)

    style = weasyprint.HTML(string="<p>a").render().pages[0]._page_box.style
    kept = weasyprint_speed.keeping_lines(counted)
    words = "words that break over lines, one after the other, soon"
    first, second, third = (kept(words, style, None, most, 0) for most in (90, 90, 91))
    assert split == [(words, 90), (words, 91)]
    assert first[1:] == second[1:]
    assert first[0] is not second[0]  # drawing changes it
    assert vars(first[0]) == vars(second[0])
    assert third[1] >= first[1]
    kept(words, style.copy(), None, 90, 0)
    kept(words, style.copy(), None, 90, 0, is_line_start=False)
    kept(words, style, None, 90, 0, is_line_start=False)
    assert len(split) == 5
    long = words * 100  # where each line would be kept with all that follows it
    for _ in range(2):
        kept(long, style, None, 90, 0)
    assert len(split) == 7


@pytest.mark.parametrize(("only_these", "text"), [(False, "abc<d"), (True, "<<&a"), (False, "<"), (False, "")])
def test_a_pattern_of_the_parser_is_found_again(only_these: bool, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    weasyprint_speed.install()
    characters = frozenset("<&\0")

    def read() -> tuple[str, int]:
        stream = html_input.HTMLInputStream(text)
        return stream.chars_until(characters, only_these), stream.chunk_offset

    quick = read()
    pattern = html_input.characters_until_regex[characters, only_these]
    assert read() == quick
    assert html_input.characters_until_regex[characters, only_these] is pattern
    monkeypatch.setattr(html_input, "characters_until_regex", {})
    assert read() == quick


def test_another_version_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    theirs(monkeypatch)
    monkeypatch.setattr(weasyprint_speed, "VERSION", "71.0")
    weasyprint_speed.install()
    assert css.ComputedStyle.__missing__ is weasyprint_speed.their_computed
    assert percent.resolve_percentages is weasyprint_speed.their_resolve_percentages
