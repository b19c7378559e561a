"""Characters that no fact file needs, and that make a text read otherwise than it is.

Looked for in the raw text before it is parsed, and again in what escapes bring into a quoted value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..core.problems import MAX_PROBLEMS, Mark, Problem, TextFile
from ..core.scripts import UNSPACED, is_spelling

MAX_RUN = 200  # characters without a space: longer is data, not text, and breaks every page
_MAX_ADDRESS = 2000  # of a web address, which browsers and servers take up to about this length

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0f\uffa0"
    "\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_CONTROL = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufdd0-\ufdef\ufffe\uffff\ue000-\uf8ff\ud800-\udfff"
    "\U000f0000-\U0010ffff"
)
_INNER = re.compile(
    f"(?P<tab>\t)|(?P<bidi>[{_BIDI}])|(?P<hidden>[{_INVISIBLE}])|(?P<control>[{_CONTROL}]|\r(?!\n))"
)
# A run may end in the middle of a word: a line can break beside each letter of scripts without spaces.
_ODD = re.compile(
    _INNER.pattern
    + rf"|(?P<address>(?<!\S)[^\s/:]{{0,100}}https?://\S{{1,{_MAX_ADDRESS}}}(?!\S))"
    + rf"|(?P<run>(?<![^\s{UNSPACED}])[^\s{UNSPACED}]{{{MAX_RUN + 1},}})"
)
_KINDS = {
    "tab": ("tab", "a tab", "spaces, not tabs"),
    "bidi": ("bidi-control", "the direction mark", "text without it; delete the character"),
    "hidden": ("invisible-character", "the invisible character", "printable text; delete the character"),
    "control": ("control-character", "control character", "printable text; delete the character"),
}

_THROUGHOUT = {"\t": re.compile("\t"), "\r": re.compile(r"\r(?!\n)")}

# Letters of other scripts that look like those of a marking, one for one so that places stay what they are.
_LOOK_ALIKE = str.maketrans(
    "АВЕКМНОРСТУХЅІЈԌԍԚԛԜԝаеорсухѕіјԁһӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανι：＋",
    "ABEKMHOPCTYXSIJGgQqWwaeopcyxsijdhlABEZHIKMNOPTYXoavi:+",
)
_FULL_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_SEEMS = {**_LOOK_ALIKE, **_FULL_WIDTH}
_MARKING = re.compile(
    r"\bTLP\s?[:-]?\s?(?:CLEAR|WHITE|GREEN|AMBER(?:\+STRICT)?|RED)\b|\b(?:marking|release)\b", re.I
)


def character_problems(file: TextFile, text: str | None = None, mark: Mark | None = None) -> list[Problem]:
    """The problems with the characters of a file, or of a `text` of it that stands at `mark`."""
    problems = []
    looked_at, counts = _with_first_only(file.text if text is None else text)
    for start, end, code, message, expected in _odd(looked_at):
        more = counts.get(looked_at[start:end], 1) - 1
        message += f", here and in {more:,} further places" if more else ""
        place = mark or file.mark(start, end)
        problems.append(Problem(code, message, place, expected=expected))
        if len(problems) > MAX_PROBLEMS or mark:
            break
    return problems


def _with_first_only(text: str) -> tuple[str, dict[str, int]]:
    """The text with only the first tab and the first bare return, and how many of each there are.

    A file that has them has them throughout, by one slip.
    """
    counts = {}
    for char, pattern in _THROUGHOUT.items():
        first = pattern.search(text) if char in text else None
        if first is not None:
            rest, more = pattern.subn(" ", text[first.end() :])
            text, counts[char] = text[: first.end()] + rest, more + 1
    return text, counts


def _plain(text: str) -> bool:
    """True if a text surely holds nothing odd, as most do; ten times as fast as looking for it."""
    if not (text.isascii() and text.replace("\r\n", "").replace("\n", "").isprintable()):
        return False
    lines = text.split("\n")
    return max(map(len, lines)) <= MAX_RUN or all(
        len(word) <= MAX_RUN for line in lines if len(line) > MAX_RUN for word in line.split()
    )


def _odd(text: str) -> Iterator[tuple[int, int, str, str, str]]:
    if _plain(text):
        return
    for found in _ODD.finditer(text):
        kind = found.lastgroup or ""
        if kind == "hidden" and is_spelling(text, found.start()):
            continue
        if kind == "address":
            yield from _inner(text, *found.span())
        elif kind == "run":
            length = found.end() - found.start()
            yield (*found.span(), "long-run", f"{length:,} characters without a space", f"at most {MAX_RUN}")
            yield from _inner(text, *found.span())
        else:
            yield from _named(found)
    if not text.isascii():
        seems = text.translate(_SEEMS)
        for found in _MARKING.finditer(seems):
            if text[found.start() : found.end()] != found[0]:
                message = f"'{found[0]}' in letters that only look like these"
                yield (*found.span(), "look-alike", message, f"{found[0]} in plain letters, typed again")


def _inner(text: str, start: int, end: int) -> Iterator[tuple[int, int, str, str, str]]:
    for odd in _INNER.finditer(text, start, end):
        if odd.lastgroup != "hidden" or not is_spelling(text, odd.start()):
            yield from _named(odd)


def _named(found: re.Match[str]) -> Iterator[tuple[int, int, str, str, str]]:
    code, what, expected = _KINDS[found.lastgroup or ""]
    message = what if code == "tab" else f"{what} U+{ord(found[0]):04X}"
    if found[0] == "\r":
        message, expected = "a bare carriage return", "lines that end as on Linux or Windows: \\n or \\r\\n"
    yield (*found.span(), code, message, expected)
