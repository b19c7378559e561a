"""WeasyPrint, with some of its inner functions made quicker and their results left as they are.

**Styles.** Most properties of most elements are not stated: they are inherited, or have their first value.
That is decided here at once, without asking after variables, arithmetic and logical sides. This replaces
`css.ComputedStyle.__missing__`, which still works out all that is stated.

**Used lengths.** Boxes of one style within the same width have the same margins, paddings and borders, so
they are worked out once for a style and a containing block. This replaces `percent.resolve_percentages`
wherever it was imported.

**Lines.** A text of one style breaks at the same letter for the same width, so that is found out once,
however often the page is laid out. This wraps `layout.inline.split_first_line`, and `layout.preferred`'s.

**Texts.** Fonts, language and features are told to Pango once for a style; each text of it begins with a
copy of that. The height of a style's lines is found out once, too (`Layout.setup` and `strut` of
`text.line_break`).

**Flow.** Most boxes neither float nor have a position of their own, and two look-ups tell
(`Box.is_in_normal_flow`).

What is kept is kept with the style. Styles that layout copies in order to change them keep nothing.

**Reading.** The parser of HTML means to keep the patterns that it compiles, but files each one under itself,
so that it looks it up in vain: here they are found (`tinyhtml5.inputstream.characters_until_regex`).

As all of this is private to WeasyPrint, it applies to the one version in which it was read.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Hashable, Iterable
from copy import copy

import tinyhtml5.inputstream as html_input

from . import weasyprint_patches
from .weasyprint_patches import VERSION, Box, Private, Style, css, inline, line_break, weasyprint

percent: Private = sys.modules["weasyprint.layout.percent"]
preferred: Private = sys.modules["weasyprint.layout.preferred"]
boxes: Private = sys.modules["weasyprint.formatting_structure.boxes"]

# Letters of a text whose lines are kept, each by all that follows it; a page has two thousand.
_LONGEST = 4_000
# Properties whose value depends on more than their own declaration.
_ENTANGLED = {"page", "position", "float", "display"}


def install() -> None:
    """Replace the functions; do nothing for another version."""
    if weasyprint.__version__ != VERSION:
        return
    if css.ComputedStyle.__missing__ is not _computed:
        css.ComputedStyle.__missing__ = _computed
        for kind in (css.ComputedStyle, css.AnonymousStyle):
            kind.copy = _copying(kind.copy)
        for module in modules_with("resolve_percentages"):
            module.resolve_percentages = _resolve_percentages
        html_input.characters_until_regex = _Patterns()
        boxes.Box.is_in_normal_flow = _is_in_normal_flow
        line_break.ffi.cdef("PangoLayout * pango_layout_copy (PangoLayout *layout);")
        line_break.Layout.setup = _set_up
        for module in modules_with("strut"):
            module.strut = _strut
    preferred.split_first_line = keeping_lines(line_break.split_first_line)
    inline.split_first_line = keeping_lines(weasyprint_patches.split_first_line)


def modules_with(function: str) -> list[Private]:
    """Return the modules of WeasyPrint that have a function of this name, or imported it."""
    names = [name for name in sys.modules if name.startswith("weasyprint.")]
    return [sys.modules[name] for name in names if hasattr(sys.modules[name], function)]


def _is_simple(key: str) -> bool:
    return key not in _ENTANGLED and not key.startswith("text_decoration_")


their_computed = css.ComputedStyle.__missing__
_INHERITED = frozenset(key for key in css.INHERITED if _is_simple(key) and key not in css.PHYSICAL_FUNCTIONS)
_INITIAL = {
    key: value
    for key, value in css.INITIAL_VALUES.items()
    if _is_simple(key) and key not in css.INHERITED and key not in css.INITIAL_NOT_COMPUTED
}
_LOGICAL = {
    key: tuple(function(block="ttb", inline=direction) for direction in ("ltr", "rtl"))
    for key, function in css.PHYSICAL_FUNCTIONS.items()
}


def _computed(style: Style, key: str) -> object:
    """Work out a property of an element: what is not stated is its parent's or the first value."""
    cascaded = style.cascaded
    if key not in cascaded:
        if key in _INHERITED:
            if style.parent_style is not None:
                value = style[key] = style.parent_style[key]
                return value
        elif key in _INITIAL and not any(other in cascaded for other in _LOGICAL.get(key, ())):
            value = style[key] = _INITIAL[key]
            return value
    return their_computed(style, key)


def _copying(copied: Callable[[Style], Style]) -> Callable[[Style], Style]:
    """Return a style's `copy` that marks what it returns as one that is about to be changed."""

    def copy_of(style: Style) -> Style:
        new = copied(style)
        new.kept = None
        return new

    return copy_of


def kept_with(style: Style) -> dict[Hashable, Private] | None:
    """Return what was worked out of a style; None if nothing is to be kept of it."""
    if "kept" not in style.__dict__:
        style.kept = {}
    kept: dict[Hashable, Private] | None = style.kept
    return kept


def keeping_lines(split: Callable[..., tuple[Private, ...]]) -> Callable[..., tuple[Private, ...]]:
    """Return a function that splits a text as `split` does, once for a style and a width."""

    def split_first_line(
        text: str, style: Style, context: Private, *how: float | None, **options: bool
    ) -> tuple[Private, ...]:
        kept = kept_with(style)
        if kept is None or len(text) > _LONGEST:
            return split(text, style, context, *how, **options)
        key = text, how, *options.items()
        line = kept.get(key)
        if line is None:
            line = kept[key] = split(text, style, context, *how, **options)
        layout, *measures = line
        return copy(layout), *measures

    return split_first_line


# Collapsed borders are settled between the parts of a table, and stay as they are.
_TABLES = tuple(kind for name, kind in vars(boxes).items() if name.startswith(("Table", "InlineTable")))
their_resolve_percentages = percent.resolve_percentages


def _resolve_percentages(box: Box, containing_block: Box | tuple[float, float]) -> None:
    """Give a box its used lengths: those of another box of its style in a containing block of that size."""
    style = box.style
    kept = kept_with(style)
    settled = style["border_collapse"] == "collapse" and isinstance(box, _TABLES)
    if kept is None or settled or isinstance(box, boxes.PageBox):
        their_resolve_percentages(box, containing_block)
        return
    if isinstance(containing_block, boxes.Box):
        size = containing_block.width, containing_block.height
    else:
        size = containing_block
    lengths = kept.get(size)
    if lengths is None:
        their_resolve_percentages(box, containing_block)
        kept[size] = {name: getattr(box, name) for name in _LENGTHS}
    else:
        box.__dict__.update(lengths)


_SIDES = ("top", "right", "bottom", "left")
_LENGTHS = (
    *(f"{part}_{side}" for part in ("margin", "padding") for side in _SIDES),
    *(f"border_{side}_width" for side in _SIDES),
    *(f"{most}{size}" for most in ("", "min_", "max_") for size in ("width", "height")),
)


their_set_up = line_break.Layout.setup
_OF_TEXT = ("style", "justification_spacing", "text", "max_width")  # what a layout has of its text


def _set_up(layout: Private, style: Style) -> None:
    """Make a layout of Pango ready for a text: a copy of that of the first text of its style."""
    kept = kept_with(style)
    if kept is None:
        their_set_up(layout, style)
        return
    first = kept.get("layout")
    if first is None:
        their_set_up(layout, style)
        of_style = {name: value for name, value in vars(layout).items() if name not in _OF_TEXT}
        first = kept["layout"] = of_style
    layout.__dict__.update(first, style=style, layout=_copied(first["layout"]))


def _copied(layout: Private) -> Private:
    return line_break.ffi.gc(line_break.pango.pango_layout_copy(layout), line_break.gobject.g_object_unref)


their_strut = line_break.strut


def _strut(style: Style) -> tuple[float, float]:
    """Return the height of a line of a style without any text, and its baseline."""
    kept = kept_with(style)
    if kept is None:
        kept = {}
    if "strut" not in kept:
        kept["strut"] = their_strut(style)
    height_and_baseline: tuple[float, float] = kept["strut"]
    return height_and_baseline


their_is_in_normal_flow = boxes.Box.is_in_normal_flow


def _is_in_normal_flow(box: Box) -> bool:
    style = box.style
    if style["float"] == "none" and style["position"] == "static":
        return True
    return bool(their_is_in_normal_flow(box))


class _Patterns(dict[tuple[Iterable[str], bool], re.Pattern[str]]):
    """Patterns of as many characters as there are of some kind, or of none of it, by the kind."""

    def __missing__(self, key: tuple[Iterable[str], bool]) -> re.Pattern[str]:
        characters, only_these = key
        kind = "".join(f"\\x{ord(character):02x}" for character in characters)
        pattern = self[key] = re.compile(f"[{'' if only_these else '^'}{kind}]+")
        return pattern
