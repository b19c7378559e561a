"""The values facts are made of: quantities, partial dates, grades and markings, as sources state them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache, total_ordering


class ValueParseError(ValueError):
    """A text that is not a value of its type; `expected` says what would be."""

    def __init__(self, message: str, expected: str) -> None:
        super().__init__(message)
        self.expected = expected


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


@total_ordering
@dataclass(frozen=True, slots=True)
class Day:
    """A year, a month or a day, with its doubts. `~` is approximate, `?` uncertain; neither widens the
    date."""

    year: int
    month: int | None = None
    day: int | None = None
    approximate: bool = False
    uncertain: bool = False

    @property
    def first(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __lt__(self, other: Day) -> bool:
        return (self.first, self.last) < (other.first, other.last)


_DAY_PATTERN = r"(?!0000)[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?[~?]?"
# For editors: all that `PartialDate.parse` reads, and what is not in the calendar or runs backwards.
DATE_PATTERN = rf"^(?:{_DAY_PATTERN}(?:/(?:{_DAY_PATTERN}|\.\.))?|\.\./{_DAY_PATTERN})$"
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?])?\Z")
DATE_HINT = "a date: 2021, 2021-07, 2021-07-07, each with ~ or ? if need be; or A/B, A/.., ../B"


def _day(text: str) -> Day:
    found = _DAY.match(text)
    if not found:
        raise ValueParseError(f"{text!r} is not a date", DATE_HINT)
    year, month, day, doubt = found.groups()
    result = Day(
        int(year), int(month) if month else None, int(day) if day else None, doubt == "~", doubt == "?"
    )
    try:
        if 0 in (result.month, result.day):
            raise ValueError("months and days count from 1")
        _ = result.first, result.last
    except (ValueError, IndexError):
        raise ValueParseError(
            f"{text!r} is not in the calendar", "a month 01-12 and a day that month has"
        ) from None
    return result


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precisely as it is known: one `Day`, or an interval whose open side is None.

    `first` and `last` are whole days and bound it; an open side reaches the end of the calendar.
    """

    text: str
    start: Day | None
    end: Day | None

    @classmethod
    @lru_cache(maxsize=16384)
    def parse(cls, text: str) -> PartialDate:
        """Read `Y`, `Y-M`, `Y-M-D`, `A/B`, `A/..` or `../B`; raises ValueParseError."""
        left, slash, right = text.partition("/")
        if not slash:
            one = _day(text)
            return cls(text, one, one)
        start = None if left == ".." else _day(left)
        end = None if right == ".." else _day(right)
        if start is None and end is None:
            raise ValueParseError("an interval open on both sides says nothing", DATE_HINT)
        if start and end and start.first > end.last:
            raise ValueParseError(f"the interval {text!r} runs backwards", "the earlier date first")
        return cls(text, start, end)

    @classmethod
    def of(cls, day: date) -> PartialDate:
        one = Day(day.year, day.month, day.day)
        return cls(day.isoformat(), one, one)

    @property
    def first(self) -> date:
        return self.start.first if self.start else date.min

    @property
    def last(self) -> date:
        return self.end.last if self.end else date.max

    @property
    def is_interval(self) -> bool:
        return self.start is not self.end

    @property
    def is_day(self) -> bool:
        return self.first == self.last

    def overlaps(self, other: PartialDate) -> bool:
        return self.first <= other.last and other.first <= self.last


class Marking(StrEnum):
    """TLP 2.0, lowest first, and compared so, not as the text it also is. https://www.first.org/tlp/"""

    CLEAR = "TLP:CLEAR"
    GREEN = "TLP:GREEN"
    AMBER = "TLP:AMBER"
    AMBER_STRICT = "TLP:AMBER+STRICT"
    RED = "TLP:RED"

    @classmethod
    def parse(cls, text: str) -> Marking:
        for marking in cls:
            if text == marking.value:
                return marking
        raise ValueParseError(f"{text!r} is not a marking", "one of: " + ", ".join(m.value for m in cls))

    @property
    def rank(self) -> int:
        return _RANKS[self.value]

    @property
    def file_name(self) -> str:
        """As a part of a file's or folder's name: TLP-AMBER-STRICT."""
        return self.value.replace(":", "-").replace("+", "-")

    @property
    def word(self) -> str:
        """As a part of a name that need not say TLP: AMBER-STRICT."""
        return self.file_name.removeprefix("TLP-")

    # each of the four by hand: str brings its own, which would put AMBER below CLEAR
    def __lt__(self, other: str) -> bool:
        return self.rank < Marking(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= Marking(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > Marking(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= Marking(other).rank


_RANKS = {marking.value: rank for rank, marking in enumerate(Marking)}

# The Admiralty code (NATO AJP-2.1): source reliability and information credibility are judged apart.
RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability not judged",
}
CREDIBILITY = {
    "1": "confirmed by another source",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "credibility not judged",
}


@dataclass(frozen=True, slots=True)
class Grade:
    """A source's letter and a claim's number, such as B2; judged apart and never merged into one score."""

    reliability: str
    credibility: str

    def __str__(self) -> str:
        return f"{self.reliability}{self.credibility}"

    @property
    def order(self) -> tuple[int, int]:
        """Best first: how far the claim is believed, then how far its source is."""
        return (int(self.credibility), "ABCDEF".index(self.reliability))
