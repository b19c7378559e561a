"""Words for lists, ages and small counts, and the locale that values are printed in."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

NBSP = "\N{NO-BREAK SPACE}"


@lru_cache(maxsize=4)
def locale_of(name: str) -> Any:
    """The locale of a name such as en_GB."""
    from babel import Locale

    return Locale.parse(name)


def listed(items: list[str], last: str = "and") -> str:
    """ "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def age(days: int) -> str:
    """How old something is, in whole units: "over 7 months old", "over 3 weeks old", "6 days old"."""
    for unit, length, least in (("year", 365, 730), ("month", 31, 61), ("week", 7, 14)):
        if days > least:
            return f"over {days // length} {unit}s old"
    return f"{days} {'day' if days == 1 else 'days'} old"


_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def counted(count: int, what: str) -> str:
    """ "two origins", "12 origins"."""
    word = _COUNTS[count] if count < len(_COUNTS) else str(count)
    return f"{word} {what}{'' if count == 1 else 's'}"
