"""Slips that everybody makes in YAML, told by name with their remedy instead of in the parser's words.

The parser says where it stopped, which is often behind the slip: a quote that is not closed ends with the
file. From the text around that place the slip is named, and placed where it is to be mended.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple


class Slip(NamedTuple):
    """A mistake between two characters of a text, counted from 0, and its remedy."""

    start: int
    end: int
    message: str
    expected: str


# Spaces that look like one and are none to YAML: no-break, of a fixed width, ideographic.
_ODD_SPACE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_ODD_INDENT = re.compile(rf"^[ -]*([{_ODD_SPACE}])", re.MULTILINE)
_ODD = re.compile(f"[{_ODD_SPACE}]")
ORDINARY_SPACE = "an ordinary space, typed again"
CURLY_QUOTES = "“”„‟‘’‚‛«»"
# What opens a quotation, and what may close it; single ones also stand for letters of names.
CURLY_PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", "”": "”", "‘": "’", "‚": "‘’"}
ONE_SIDE = "the lines of one side, without the lines of <, = and >"
STRAIGHT_QUOTES = "straight quotes: \" or '"
_CONFLICT = re.compile(r"^(?:<{7}(?: .*)?|\|{7}(?: .*)?|={7}|>{7}(?: .*)?)\r?$", re.MULTILINE)
_KEY_WITHOUT_SPACE = re.compile(r"[ -]*([A-Za-z][\w-]*):(?=[^\s:/])")
_EQUATED = re.compile(r"([A-Za-z][\w-]*) ?= ?(?=\S)")
# Signs that look like those of YAML, where these should stand: dashes and bullets, a wide colon and comma.
_ITEM_SIGN = re.compile(r" *(--|[‐‑–—•·‣∙*])\s")
_WIDE_COLON = re.compile(r"[ -]*[\w-]+ ?(：)")
_WIDE_COMMA = re.compile(r"[^\"'#]*?[{\[][^\"'#]*?([，、؛،])\s*[\w-]+[:：]")
_SIGNS = (
    (_ITEM_SIGN, "a hyphen and a space before an item of a list"),
    (_WIDE_COLON, "a colon as on an English keyboard, and a space"),
    (_WIDE_COMMA, "a comma as on an English keyboard, and a space"),
)
_LONG_LINE = 1_000  # characters that are looked at: a search for two signs goes back and forth
_BEGINS_BADLY = re.compile(r"[:,\[{-]\s+([>|%@`&*!,]|\?(?=\s))|:\s+(-(?=\s))")
_CUT = re.compile(r"\s#")


def conflicts(text: str) -> Iterator[Slip]:
    """Each merge conflict that Git has left in a text, at its first line."""
    inside = False
    for found in _CONFLICT.finditer(text):
        if found[0].startswith("<") or not inside:
            line = found[0].strip()
            yield Slip(found.start(), found.start() + len(line), f"'{line}': a merge conflict", ONE_SIDE)
        inside = not found[0].startswith(">")


def odd_space(text: str) -> str:
    """The name of the first odd space in a text; "" if there is none."""
    found = None if text.isascii() else _ODD.search(text)
    return f"the {unicodedata.name(found[0]).lower()} U+{ord(found[0]):04X}" if found else ""


def odd_indents(text: str) -> Iterator[Slip]:
    """The first line that is indented with an odd space, for all of them: it is one slip."""
    found = [] if text.isascii() else list(_ODD_INDENT.finditer(text))
    if found:
        more = f", here and on {len(found) - 1:,} further lines" if len(found) > 1 else ""
        message = f"{odd_space(found[0][1])} as indentation{more}"
        yield Slip(*found[0].span(1), message, ORDINARY_SPACE)


def missing_space(value: object) -> str:
    """The remedy for a text such as `id:x` that was meant as a key and a value; "" for another."""
    if not isinstance(value, str):
        return ""
    glued, equated = _KEY_WITHOUT_SPACE.match(value), _EQUATED.match(value)
    if equated:
        return f"a colon and a space: '{equated[1]}: …'"
    return f"a space after the colon: '{glued[1]}: …'" if glued else ""


def named(text: str, offset: int, opened: int | None, problem: str) -> Slip | None:
    """The slip that stopped libyaml at `offset`, in something that it began to read at `opened`, or None.

    `problem` is what libyaml says.
    """
    moved = re.search(r"^ +(<{7} .*)$", text, re.MULTILINE)
    if moved is not None:
        return Slip(*moved.span(1), f"'{moved[1].strip()}': a merge conflict", ONE_SIDE)
    if problem == "found unexpected end of stream" and opened is not None:
        return _unclosed_quote(text, opened)
    if problem == "found unknown escape character":
        return Slip(
            offset, offset + 1, "a backslash in double quotes", r"single quotes, or \\ for a backslash"
        )
    if problem == "could not find expected ':'" and opened is not None:
        return _no_colon(text, opened)
    for reading in (
        _foreign_sign,
        _after_quote,
        _in_curly_quotes,
        _colon,
        _cut_before,
        _bracket_in_text,
        _unclosed_bracket,
        _beginning,
        _dash,
    ):
        slip = reading(text, offset, opened)
        if slip is not None:
            return slip
    return _out_of_line(text, offset)


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _line(text: str, offset: int) -> str:
    end = text.find("\n", offset)
    return text[_line_start(text, offset) : len(text) if end < 0 else end]


def _unclosed_quote(text: str, opened: int) -> Slip | None:
    if text[opened : opened + 1] not in ("'", '"'):
        return None
    expected = f"a second {text[opened]} at the end of the text"
    return Slip(opened, opened + 1, f"the quote {text[opened]} is not closed", expected)


def _no_colon(text: str, opened: int) -> Slip:
    line = _line(text, opened)
    glued = _KEY_WITHOUT_SPACE.match(line)
    if glued:
        return _glued(_line_start(text, opened), glued)
    odd = _ODD.search(line)
    if odd:
        place = _line_start(text, opened) + odd.start()
        return Slip(place, place + 1, f"{odd_space(odd[0])} in a key or after its colon", ORDINARY_SPACE)
    end = _line_start(text, opened) + len(line.rstrip())
    cut = _cut_before(text, opened, None)
    message = f"'{text[opened:end][:40]}' is no key with a value"
    return cut or Slip(opened, max(end, opened + 1), message, "a key, a colon, a space and a value")


def _glued(begin: int, found: re.Match[str]) -> Slip:
    message = f"no space after the colon of '{found[1]}'"
    return Slip(begin + found.start(1), begin + found.end(), message, missing_space(found.string))


def _after_quote(text: str, offset: int, opened: int | None) -> Slip | None:
    """Text behind a closing quote: an apostrophe closed it, or only a part of the value was quoted."""
    before = text[:offset].rstrip(" ")
    quote = before[-1:]
    if quote not in ("'", '"') or text[offset : offset + 1] in (*"#\r\n", ""):
        return None
    begin = before.rfind(quote, 0, -1)
    if begin < 0:
        return None
    if "\n" in before[begin:]:  # opened on a line above, and closed by what opens the next
        return Slip(
            begin, begin + 1, f"the quote {quote} is not closed on its line", f"a second {quote} there"
        )
    place = len(before) - 1
    what, doubled, other = (
        ("an apostrophe", "''", "double") if quote == "'" else ("a quotation mark", r"\"", "single")
    )
    within = f"within {'single' if other == 'double' else 'double'} quotes"
    message = f"text after the closing quote {quote}" if place + 1 < offset else f"{what} {within}"
    expected = f"{what} {within} written as {doubled}, or {other} quotes around the whole text"
    return Slip(place, place + 1, message, expected)


def _foreign_sign(text: str, offset: int, opened: int | None) -> Slip | None:
    """A sign that only looks like one of YAML, or a space that does, on the line or on the one above."""
    start = _line_start(text, offset)
    for begin in (start, _line_start(text, max(start - 2, 0))):
        line = _line(text, begin)[:_LONG_LINE]
        odd = re.match(rf"[ -]*[\w-]+:?([{_ODD_SPACE}])", line)
        if odd:
            place = begin + odd.start(1)
            return Slip(place, place + 1, f"{odd_space(odd[1])} in a key or after its colon", ORDINARY_SPACE)
        for sign, expected in _SIGNS:
            found = sign.match(line)
            if found:
                return Slip(begin + found.start(1), begin + found.end(1), f"the sign {found[1]}", expected)
    return None


def _in_curly_quotes(text: str, offset: int, opened: int | None) -> Slip | None:
    value = re.search(rf"[:\-,\[{{]\s+([{CURLY_QUOTES}])", text[_line_start(text, offset) : offset + 1])
    if value is None:
        return None
    place = _line_start(text, offset) + value.start(1)
    return Slip(
        place, place + 1, f"the quote {value[1]}, which YAML takes for a letter", "straight quotes: \" or '"
    )


def _colon(text: str, offset: int, opened: int | None) -> Slip | None:
    """A colon and a space where no key can end."""
    if text[offset : offset + 1] != ":":
        return None
    start = _line_start(text, offset)
    before = text[start:offset]
    line = _line(text, offset)
    if line.rstrip().endswith("}") and "{" not in line and opened is None:
        place = start + line.rindex("}")
        return Slip(place, place + 1, "a } that closes nothing", "a { before the first key")
    if re.search(r"[^\s]:\s", before):
        expected = "quotes around a text that holds a colon and a space"
        return Slip(offset, offset + 1, "a colon and a space within a text", expected)
    above = _line(text, max(start - 2, 0)) if start else ""
    glued = _KEY_WITHOUT_SPACE.match(above)
    if glued and not re.search(r":\s", above):
        return _glued(_line_start(text, max(start - 2, 0)), glued)
    if opened is not None and text[opened : opened + 1] in ("{", "["):
        if _indent(before) <= _indent(_line(text, opened)):
            return _open_bracket(text, opened)
        return Slip(start - 1, start, "no comma at the end of the line", "a comma between two keys in {…}")
    return _out_of_line(text, offset)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _cut_before(text: str, offset: int, opened: int | None) -> Slip | None:
    """A text that a # has ended, so that what follows it stands alone."""
    start = _line_start(text, offset)
    if text[start:offset].strip() or not start:
        return None
    above = _line_start(text, start - 1)
    cut = _CUT.search(text, above, start)
    if cut is None or not text[above : cut.start()].strip():
        return None
    return Slip(
        cut.end() - 1, cut.end(), "a space and #, which end the text", "quotes around a text that holds ' #'"
    )


def _unclosed_bracket(text: str, offset: int, opened: int | None) -> Slip | None:
    if opened is not None and text[opened : opened + 1] in ("{", "["):
        return _open_bracket(text, opened) if "\n" in text[opened:offset] else None
    last = len(text.rstrip()) - 1
    at_the_end = offset > last and text[last : last + 1] in ("{", "[")
    return _open_bracket(text, last) if at_the_end else None


def _open_bracket(text: str, opened: int) -> Slip:
    bracket = text[opened]
    closing = "}" if bracket == "{" else "]"
    return Slip(opened, opened + 1, f"the {bracket} is not closed", f"a {closing} at its end, commas within")


def _beginning(text: str, offset: int, opened: int | None) -> Slip | None:
    """A text that begins with a sign of YAML's own."""
    start = _line_start(text, offset)
    line = text[start:offset]
    if text[offset : offset + 1] in (*"}]",):
        return Slip(
            offset, offset + 1, f"a {text[offset]} that closes nothing", "as many brackets closed as opened"
        )
    if re.search(r"[\]}]\s*\Z", line):
        expected = "quotes around a text that begins with [ or {"
        return Slip(offset, offset + 1, "text after a closing bracket", expected)
    for found in _BEGINS_BADLY.finditer(_line(text, offset)):
        if start + found.end() - 1 <= offset:
            sign = found[1] or found[2]
            place = start + found.end() - 1
            return Slip(place, place + 1, f"a text that begins with {sign}", BEGINNING)
    place = offset if opened is None else opened
    if text[place : place + 1] in ("%", "@", "`"):
        return Slip(place, place + 1, f"a text that begins with {text[place]}", BEGINNING)
    return None


BEGINNING = "quotes around a value that begins with > | % @ ` { [ & * ! ? , or -"


def _bracket_in_text(text: str, offset: int, opened: int | None) -> Slip | None:
    """A bracket in a text without quotes, within brackets, as in `{files: maps/{id}}`."""
    if text[offset : offset + 1] not in ("{", "[") or not re.match(
        r"[^\s,:{}\[\]]", text[offset - 1 : offset]
    ):
        return None
    return Slip(
        offset, offset + 1, f"'{text[offset]}' in a text without quotes", "quotes around the whole text"
    )


def _dash(text: str, offset: int, opened: int | None) -> Slip | None:
    if not re.match(r"-[^\s-]", text[offset : offset + 2]):
        return None
    return Slip(offset, offset + 1, "no space after the dash", "a space after the dash of a list: '- …'")


def _out_of_line(text: str, offset: int) -> Slip | None:
    """A key or a dash that stands deeper or less deep than what it belongs with."""
    start = _line_start(text, offset)
    key = re.match(r" *(-|[\w-]+:)(?=\s)", text[start:])
    if key is None or not start:
        return None
    place = start + key.start(1)
    above = re.match(r" *([A-Za-z_-]+) *\r?\n", text[_line_start(text, start - 1) : start])
    if above is not None:
        end = _line_start(text, start - 1) + above.end(1)
        return Slip(end - len(above[1]), end, f"no colon after '{above[1]}'", f"a colon: '{above[1]}:'")
    expected = "the keys of a record below one another, and the dashes of a list"
    return Slip(
        place, start + key.end(1), f"'{key[1].rstrip(':')}' is out of line with what stands above", expected
    )
