"""How wide words are, without asking a font: enough room for a label, never too little."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from ..core.scripts import script_of

BOLD_WIDTH_RATIO = 1.06  # of bold to regular, at most

# The most em a character of the bundled fonts takes; any other counts by its script and case. Arabic letters
# are as wide as at the end of a word, the few that take most excepted: one of them is rarely alone.
_WIDTHS = {
    0.21: " \u00a0\u202f",
    0.27: "ijl|'’‘.,:;Iі\u0627\u0622\u0623\u0625",
    0.36: "frt()[]{}-!/լյչւוזין",
    0.46: "\u0621\u0624\u0631\u0632\u0647\u0648\u0695\u0698\u06c7\u06d5",
    0.51: '0123456789acegksvxyzFJLY–"“”?*+<>=°$€Լշէջ',
    0.58: "µďđийнѝӣѣңӈა",
    0.76: "ორტღცპჟყჭАბ",
    0.87: "mwMW@%©½¼¾―ßŉŵŴæœÆŒĦмМъжљњҗҡҠӂӁӔӕЂЋდთფՠախպտփԱԳԴԹԺԽՂՄՊՌՎՓՕ\u0686\u06a9\u0643\u06af",
    0.96: "…—ЖҖШЩЮФЫЪфшщюыЉЊ",
    1.05: "ლ\u0633\u0634\u0635\u0636",
}
_EM = {char: em for em, chars in _WIDTHS.items() for char in chars}
# Of the other scripts, by the widest of their common letters; marks above and below a letter take none.
_SCRIPTS = {
    "Arab": 0.68,
    "Armn": 0.7,
    "Beng": 0.78,
    "Deva": 0.75,
    "Ethi": 0.95,
    "Geor": 0.68,
    "Gujr": 0.78,
    "Guru": 0.75,
    "Hang": 1.0,
    "Hani": 1.0,
    "Hebr": 0.68,
    "Jpan": 1.0,
    "Khmr": 0.85,
    "Knda": 0.95,
    "Laoo": 0.7,
    "Mlym": 1.1,
    "Mymr": 1.1,
    "Orya": 0.85,
    "Sinh": 1.0,
    "Taml": 1.1,
    "Telu": 0.95,
    "Tfng": 0.9,
    "Thai": 0.68,
    "Tibt": 0.7,
}


@lru_cache(maxsize=4096)  # a label is measured for each place it may take
def text_width(words: str) -> float:
    """Return the width in em of the regular font, never too low; a test compares it with the font."""
    return sum(_EM.get(char) or _other(char) for char in words)


@lru_cache(maxsize=4096)
def _other(char: str) -> float:
    if unicodedata.category(char) in ("Mn", "Me", "Cf") and char != "\xad":
        return 0.0
    if em := _SCRIPTS.get(script_of(char)):
        return em
    return 1.0 if char > "\u2e80" else 0.56 if char.islower() else 0.67
