"""Quantities, as sources state them: a number, a bound or a range, with its unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from .parse_errors import ValueParseError

_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_QUANTITY = re.compile(
    rf"(?P<about>~)?\s*(?:(?P<low>{_NUMBER})\.\.(?P<high>{_NUMBER})|(?P<sign><=|>=|<|>)?\s*(?P<one>{_NUMBER}|[a-z-]+))"
    r"(?:\s+(?P<unit>[^\s0-9.,<>=~][^<>=~]*))?\Z"
)
# Words a source may use for a number: the lowest and the highest that the word can mean.
MAGNITUDES: dict[str, tuple[int, int]] = {
    "tens": (20, 99),
    "hundreds": (200, 999),
    "thousands": (2_000, 9_999),
    "tens-of-thousands": (20_000, 99_999),
    "hundreds-of-thousands": (200_000, 999_999),
}
NOT_STATED = "not-stated"
# For editors, in what ECMA 262 and Python have in common: all that `Quantity.parse` reads, and backward
# ranges.
QUANTITY_PATTERN = (
    rf"^(?:{NOT_STATED}|(?![\s\S]*[0-9][, ][0-9]{{3}})~?\s*"
    rf"(?:{_NUMBER}\.\.{_NUMBER}|(?:<=|>=|<|>)?\s*{_NUMBER}|(?:{'|'.join(MAGNITUDES)}))"
    r"(?:\s+[^\s0-9.,<>=~][^<>=~]*)?)$"
)
QUANTITY_HINT = (
    "a number with an optional sign and unit: 1357 km, ~1400000 people, '<= 100000 people', 60..95 people, "
    "tens-of-thousands people, not-stated"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount as its source states it.

    `low` and `high` bound the amount in `unit`; None means the source gave no bound. `strict` tells a bound
    that is itself excluded (`<`, `>`). Never converted on load. `word` is the magnitude word a source used
    for the number; `stated` is false where the source names the thing without its number.
    """

    text: str
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    approximate: bool = False
    strict: bool = False
    word: str = ""
    stated: bool = True

    @classmethod
    @lru_cache(maxsize=16384)  # the same numbers are told again and again
    def parse(cls, text: str) -> Quantity:
        """Read `[~][<|<=|>|>=]NUMBER[ UNIT]` or `[~]LOW..HIGH[ UNIT]`; raises ValueParseError."""
        if text == NOT_STATED:
            return cls(text, stated=False)
        if re.search(r"[0-9][, ][0-9]{3}", text):
            raise ValueParseError(
                f"separators in the number {text!r}", "digits without separators: 100000, not 100,000"
            )
        found = _QUANTITY.match(text)
        if not found:
            raise ValueParseError(f"{text!r} is not a quantity", QUANTITY_HINT)
        about, unit = bool(found["about"]), (found["unit"] or "").strip()
        if found["low"]:
            low, high = Decimal(found["low"]), Decimal(found["high"])
            if low > high:
                raise ValueParseError(f"the range {text!r} runs backwards", "the lower number first")
            return cls(text, low, high, unit, about)
        sign, one = found["sign"] or "", found["one"]
        if one in MAGNITUDES:
            if sign:
                raise ValueParseError(
                    f"a sign before the word {one!r}", "the word alone: it already means a range"
                )
            least, most = MAGNITUDES[one]
            return cls(text, Decimal(least), Decimal(most), unit, about, word=one)
        if not one[0].isdigit():
            raise ValueParseError(f"{text!r} is not a quantity", QUANTITY_HINT)
        number = Decimal(one)
        return cls(
            text,
            low=None if sign.startswith("<") else number,
            high=None if sign.startswith(">") else number,
            unit=unit,
            approximate=about,
            strict=sign in ("<", ">"),
        )

    @property
    def exact(self) -> Decimal | None:
        """The number where the source gives one number, approximate or not; else None."""
        return self.low if self.low is not None and self.low == self.high else None

    @property
    def middle(self) -> Decimal | None:
        """One number to sort and draw by: the number, the only bound, or the middle of the range."""
        if self.low is None or self.high is None:
            return self.low if self.high is None else self.high
        return (self.low + self.high) / 2
