"""The styles of a page's elements, kept from one layout of the page to the next.

A one-pager is laid out at least twice. Most of its elements have the same rules and the same parent each
time, and so the same style. WeasyPrint shares a style between elements of one layout that are alike; here it
is also found again in the next layout of the page, with all that was worked out for it. It is shared as well
by what is in elements that differ only in having an id, or in being hidden: in the rows of a table or a list.
Styles of pseudo-elements, six of each element by WeasyPrint's own stylesheet, are made only when they are
asked for.

This replaces `css.StyleFor`, in the version of WeasyPrint in which it was read.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from math import inf
from typing import NamedTuple

from .page_rows import Element
from .weasyprint_patches import VERSION, Private, Style, css, weasyprint
from .weasyprint_speed import kept_with

Sheets = Sequence[tuple[Private, str, tuple[int, ...] | None]]  # with the origin, and a weight of its own

# The attributes that WeasyPrint takes for declarations.
_DECLARING = ("style", "lang", "id", "name", "width", "height")
_OWN = {"anchor", "display"}  # what they declare that is no matter of the elements within
_ROOTS = ("html", "body")  # their overflow is the page's: layout takes it from their styles


class _PageSizes(dict[str, tuple[float, float] | None]):
    """The size of a layout's first page, and whether a style was worked out from it."""

    was_asked = False

    def __getitem__(self, part: str) -> tuple[float, float] | None:
        self.was_asked = True
        return super().__getitem__(part)


class _Rule(NamedTuple):
    """Declarations for an element or a pseudo-element, with what they are to win or lose by."""

    pseudo: str | None
    origin: str
    layer: float
    weight: tuple[int, ...]
    declarations: Iterable[tuple[str, Private, bool]]


class KeptStyles:
    """Styles by what they follow from, and the sizes of the page, which some may follow from too."""

    def __init__(self) -> None:
        self.sizes = _PageSizes(box=None, area=None)
        self.styles: dict[Hashable, Style] = {}
        self.firsts: dict[Hashable, Style] = {}  # of styles that are alike to what is in their elements
        self.rules: dict[tuple[Private, int], _Rule] = {}  # by the stylesheet and the place in it

    def for_next_layout(self) -> KeptStyles:
        """These styles, or none if one was worked out from the page's size, which is again to be found."""
        if self.sizes.was_asked:
            return KeptStyles()
        self.sizes.update(box=None, area=None)
        return self


class PageStyles(css.StyleFor):  # type: ignore[misc]
    """WeasyPrint's styles of one layout, taken from the layouts before where nothing was changed."""

    def __init__(
        self, html: Private, sheets: Sheets, presentational_hints: bool, fonts: Private, targets: Private
    ) -> None:
        self._pseudo_rules: dict[Element, list[_Rule]] = {}
        if presentational_hints:
            super().__init__(html, sheets, presentational_hints, fonts, targets)
            return
        kept: KeptStyles = getattr(html, "kept_styles", KeptStyles()).for_next_layout()
        html.kept_styles = kept
        self._html, self._sheets, self._targets = html, sheets, targets
        wrappers = html.wrapper_element.iter_subtree()
        matched = [(wrapper, list(self._rules(wrapper, kept))) for wrapper in wrappers]
        if any(map(_is_beyond_us, kept.rules.values())):
            super().__init__(html, sheets, presentational_hints, fonts, targets)
            return
        self.initial_page_sizes = kept.sizes
        self.font_config = fonts
        self._cascaded_styles: dict[tuple[Element, str | None], dict[str, Private]] = {}
        self._computed_styles: dict[tuple[Element, str | None], Style] = {}
        self._add_elements(kept, matched)

    def _add_elements(self, kept: KeptStyles, matched: Iterable[tuple[Private, list[_Rule]]]) -> None:
        declared = self._declared()
        inherited: dict[Element, int] = {}  # the style from which what is in an element inherits, by its id
        for wrapper, of_element in matched:
            element = wrapper.etree_element
            parent = wrapper.parent.etree_element if wrapper.parent else None
            rules = []
            for rule in of_element:
                if rule.pseudo:
                    self._pseudo_rules.setdefault(element, []).append(rule)
                else:
                    rules.append(rule)
            own = declared.get(element, [])
            of_parent = None if parent is None else inherited[parent]
            alike: Hashable = of_parent, tuple(map(id, rules))
            key: Hashable = alike, (element.tag, *map(element.get, _DECLARING)) if own else None
            if key not in kept.styles:
                kept.styles[key] = self._made(element, parent, [*own, *rules])
            elif element.tag in _ROOTS:
                kept.styles[key].pop("overflow", None)
            style = self._computed_styles[element, None] = kept.styles[key]
            if all(name in _OWN for rule in own for name, _, _ in rule.declarations):
                if alike not in kept.firsts:
                    kept.firsts[alike] = style
                first = kept.firsts[alike]
                style.anonymous_style = first.anonymous_style  # of the lines and texts in it
                style.kept = kept_with(first)
            else:
                first = style
            inherited[element] = id(first)
            if self._targets and style["anchor"]:
                self._targets.collect_anchor(style["anchor"])

    def _declared(self) -> dict[Element, list[_Rule]]:
        """Return what elements declare by their own attributes."""
        html, found = self._html, dict[Element, list[_Rule]]()
        for weight, element, declarations, base in css.find_style_attributes(
            html.etree_element, False, html.base_url
        ):
            declarations = tuple(css.preprocess_declarations(base, declarations))
            found.setdefault(element, []).append(_Rule(None, "author", inf, weight, declarations))
        return found

    def _rules(self, wrapper: Private, kept: KeptStyles) -> Iterator[_Rule]:
        """Yield the rules of the stylesheets for an element and its pseudo-elements."""
        for sheet, origin, of_sheet in self._sheets:
            for weight, order, pseudo, (declarations, layer) in sheet.matcher.match(wrapper):
                if (sheet, order) not in kept.rules:
                    layer_order = inf if layer is None else sheet.layers.index(layer)
                    kept.rules[sheet, order] = _Rule(
                        pseudo, origin, layer_order, of_sheet or weight, declarations
                    )
                yield kept.rules[sheet, order]

    def _made(
        self, element: Element, parent: Element | None, rules: Iterable[_Rule], pseudo: str | None = None
    ) -> Style:
        """Make and return the style that these rules give."""
        cascaded: dict[str, Private] = {}
        for rule in rules:
            for name, values, importance in rule.declarations:
                weight = (css.declaration_precedence(rule.origin, importance), rule.layer, rule.weight)
                if name not in cascaded or cascaded[name][1] <= weight:
                    cascaded[name] = values, weight
        of_pages = self._cascaded_styles  # which are all that layout looks for there
        self._cascaded_styles = {(element, pseudo): cascaded}
        html = self._html
        self.set_computed_styles(element, parent, html.etree_element, pseudo, html.base_url)
        self._cascaded_styles = of_pages
        return self._computed_styles[element, pseudo]

    def __call__(self, element: Element, pseudo_type: str | None = None) -> Style:
        """Return the style of an element or one of its pseudo-elements; None if no rule is for that."""
        if pseudo_type and (element, pseudo_type) not in self._computed_styles:
            rules = [rule for rule in self._pseudo_rules.get(element, ()) if rule.pseudo == pseudo_type]
            if rules:
                self._made(element, element, rules, pseudo_type)
        return super().__call__(element, pseudo_type)


def _is_beyond_us(rule: _Rule) -> bool:
    """Return True for a rule by which no style can be shared: an anchor of a desk's own, as WeasyPrint finds
    that of several elements once if they have one style; or what an element shows as if its parent does."""
    of_desk = rule.origin != "user agent"
    return any(
        (name == "anchor" and of_desk)
        or (name in _OWN and (value == "inherit" or isinstance(value, css.Pending)))
        for name, value, _ in rule.declarations
    )


def install() -> None:
    """Let WeasyPrint make its styles here; do nothing for another version, or the second time."""
    if weasyprint.__version__ == VERSION:
        css.StyleFor = PageStyles
