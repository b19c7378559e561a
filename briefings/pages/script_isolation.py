"""Text of other scripts in a finished page: set apart from the English around it, with its language.

Unless it is, a browser orders a name from right to left together with the numbers and brackets beside it.
This is done once for the whole page, so that no template has to think of it; other pages stay as they are.
"""

from __future__ import annotations

import re
from html import escape, unescape

from ..core.scripts import has_other_script, stretches

# A comment, a script or style with its content, or a tag with its name and attributes; all else is text.
MARKUP = re.compile(
    r"""<!--.*?-->|<(?P<raw>script|style)\b.*?</(?P=raw)\s*>"""
    r"""|<(?P<end>/?)(?:(?P<name>[a-zA-Z][\w-]*)|!)(?P<attributes>(?:[^"'>]++|"[^"]*+"|'[^']*+')*+)>""",
    re.DOTALL,
)
_SPOKEN = re.compile(r"""(\s(?:title|alt|aria-label|content|placeholder|label)=")([^"]*)(")""")
_NAME = re.compile(r"<(/?)([a-zA-Z]+)")
# Elements that hold text and no elements: in them, characters do what `bdi` does elsewhere.
_PLAIN = frozenset(("title", "desc", "text", "tspan", "option", "textarea"))
_ISOLATE, _END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def with_isolated_scripts(html: str) -> str:
    """Return a page with `bdi` around each stretch of another script."""
    if not has_other_script(html):
        return html
    parts, at, is_plain = [], 0, False
    for markup in MARKUP.finditer(html):
        parts.append(_text(html[at : markup.start()], is_plain))
        parts.append(markup[0] if markup["raw"] else _SPOKEN.sub(_attribute, markup[0]))
        at = markup.end()
        if (name := _NAME.match(markup[0])) and not markup["raw"]:
            is_plain = name[2] in _PLAIN and not name[1]
    return "".join([*parts, _text(html[at:], is_plain)])


def _attribute(found: re.Match[str]) -> str:
    return found[1] + _in_characters(found[2]) + found[3]


def _text(text: str, is_plain: bool) -> str:
    if not has_other_script(text):
        return text
    return _in_characters(text) if is_plain else _in_elements(text)


def _in_elements(text: str) -> str:
    parts = []
    for stretch in stretches(unescape(text)):
        words = escape(stretch.text, quote=False)
        if stretch.script:
            words = f'<bdi lang="{stretch.language}" dir="{stretch.direction}">{words}</bdi>'
        parts.append(words)
    return "".join(parts)


def _in_characters(text: str) -> str:
    """Return an attribute's or picture's text with what runs from right to left between isolates."""
    if not has_other_script(text):
        return text
    parts = []
    for stretch in stretches(unescape(text)):
        words = escape(stretch.text)
        parts.append(f"{_ISOLATE}{words}{_END}" if stretch.script and stretch.direction == "rtl" else words)
    return "".join(parts)
