"""Texts that stand for nothing, such as `null`, `n/a` or a dash: never a text, a name, an id or a number.

Some are also names or codes somewhere. How sure one can be depends on where the text stands, so there is a
function for each kind of place.
"""

from __future__ import annotations

import unicodedata

_LONGEST = 24
# What is put in the place of a value, or around a word for none; % and $ are units.
_SIGNS = " \n\u00a0-‐‑‒–—―−－~?？.…,;:/\\|*_'\"“”‘’()[]{}<>!=#"
_NOTHING = frozenset(
    {
        "", "null", "nil", "none", "undefined", "todo", "tbd", "to be determined", "to be confirmed",
        "to be announced", "to be added", "n/a", "n.a", "n / a", "n/d", "n.d", "n/k", "not available",
        "not applicable", "not known", "no data",
    }
)  # fmt: skip
# Also an entity's id, a word of several vocabularies, and a state.
_UNKNOWN = frozenset({"unknown", "unkn", "not specified", "unspecified"})
# Also codes and acronyms in capitals: Namibia, a bank.
_ACRONYMS = frozenset({"na", "tba", "tbc"})
_NO_TEXT = _NOTHING | _UNKNOWN | _ACRONYMS
_NO_VALUE = _NOTHING | _UNKNOWN


def is_no_text(text: str) -> bool:
    """Return True if a whole printed text stands for nothing."""
    return text == "NaN" or _word(text) in _NO_TEXT


def is_no_label(text: str) -> bool:
    """Return True if a name or label stands for nothing; `NA` and the like in capitals may be short names."""
    return is_no_text(text) and not (_word(text) in _ACRONYMS and text.isupper())


def is_no_value(text: str) -> bool:
    """Return True if a text that is no number, date, word or id of the desk stands for nothing."""
    return _word(text) in _NO_VALUE


def is_no_id(text: str) -> bool:
    """Return True if an id that could be one stands for nothing; `unknown` may be an id."""
    return _word(text) in _NOTHING


def _word(text: str) -> str:
    """A text without the signs around it, folded; a long one as it is."""
    inner = text.strip(_SIGNS)
    if len(inner) > _LONGEST:
        return inner
    folded = inner if inner.isascii() else unicodedata.normalize("NFKC", inner)
    return " ".join(folded.casefold().split())
