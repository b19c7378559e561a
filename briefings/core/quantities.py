"""Quantities, as sources state them: a number, a bound or a range, with its unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from .parse_errors import ValueParseError
from .units import DeclaredUnits, UnknownUnitError, is_counted, is_money, kind_of, named_unit

_NUMBER = r"[-\u2212]?[0-9]+(?:\.[0-9]+)?"
# Words that multiply the number before them: the power of ten, and the word as printed.
MULTIPLIERS: dict[str, tuple[int, str]] = {
    "thousand": (3, "thousand"), "lakh": (5, "lakh"), "crore": (7, "crore"),
    "million": (6, "million"), "mn": (6, "million"), "mln": (6, "million"),
    "billion": (9, "billion"), "bn": (9, "billion"), "bln": (9, "billion"),
    "trillion": (12, "trillion"), "tn": (12, "trillion"), "trn": (12, "trillion"),
}  # fmt: skip
# The power of ten of a multiplier as printed; 0 for none.
POWERS = {"": 0} | {word: power for power, word in MULTIPLIERS.values()}
_AT_ONCE = "%‰°€£$₽₹₺₪₴"  # units that may follow a number without a space
_TIMES = rf"\s?(?:{'|'.join(MULTIPLIERS)})(?![^\s{_AT_ONCE}])"
_QUANTITY = re.compile(
    rf"(?P<number>(?P<about>~)?\s*(?:(?P<low>{_NUMBER})\.\.(?P<high>{_NUMBER})|(?P<sign><=|>=|<|>)?\s*(?P<one>{_NUMBER}|[a-z-]+)))"
    rf"(?P<times>{_TIMES})?(?:(?:\s+|(?=[{_AT_ONCE}]))(?P<unit>[^\s<>=~](?:[^<>=~]*[^\s<>=~])?))?\s*\Z"
)
# Words a source may use for a number: the lowest and the highest that the word can mean.
MAGNITUDES: dict[str, tuple[int, int]] = {
    "tens": (20, 99),
    "hundreds": (200, 999),
    "thousands": (2_000, 9_999),
    "tens-of-thousands": (20_000, 99_999),
    "hundreds-of-thousands": (200_000, 999_999),
    "millions": (2_000_000, 9_999_999),
}
NOT_STATED = "not-stated"
# Thousands as most of Europe and South America write them; of what is counted there are no thousandths.
_GROUPED = re.compile(r"(?<![0-9])(?<![0-9]\.)([1-9][0-9]{0,2})\.([0-9]{3})(?![0-9])")
# What is measured in thousands as well as in thousandths.
_EXTENTS = ("length", "area", "volume", "mass", "energy", "power")
_METRES = re.compile(rf"([~<>=]*{_NUMBER})m")
# Sums, shares and conversions of such numbers stay within the 28 digits of Python's decimals.
_TOO_LARGE, _DECIMALS = 10**18, 9
# To look for the form that is meant takes the longer the longer a text is.
_LONGEST = 200
# For editors, in what ECMA 262 and Python have in common: all that `Quantity.parse` reads, and backward
# ranges and unknown units.
QUANTITY_PATTERN = (
    rf"^(?:{NOT_STATED}|~?\s*"
    rf"(?:{_NUMBER}\.\.{_NUMBER}|(?:<=|>=|<|>)?\s*{_NUMBER}|(?:{'|'.join(MAGNITUDES)}))"
    r"(?:\s?[a-z]+)?(?:\s*[{_AT_ONCE}][^<>=~]*|\s+[^\s<>=~][^<>=~]*)?)$"
)
QUANTITY_HINT = (
    "a number with an optional sign and unit: 1357 km, 1.4 million people, '<= 100000 people', "
    "60..95 people, tens-of-thousands people, not-stated"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount as its source states it.

    `low` and `high` bound the amount in `unit`; None means the source gave no bound. `strict` tells a bound
    that is itself excluded (`<`, `>`). Never converted on load. `word` is the magnitude word a source used
    for the number, `times` the multiplier ("million") written after it; `stated` is false where the source
    names the thing without its number. `number` is the text before the unit, in digits.
    """

    text: str
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    approximate: bool = False
    strict: bool = False
    word: str = ""
    stated: bool = True
    times: str = ""
    number: str = ""

    @classmethod
    @lru_cache(maxsize=16384)  # the same numbers are told again and again
    def parse(cls, text: str, units: DeclaredUnits | None = None) -> Quantity:
        """Read `[~][<|<=|>|>=]NUMBER[ million][ UNIT]` or `[~]LOW..HIGH[ million][ UNIT]`.

        `units` are those that the desk declares. Raises ValueParseError.
        """
        if text == NOT_STATED:
            return cls(text, stated=False, number=text)
        if len(text) > _LONGEST:
            raise ValueParseError(f"{len(text):,} characters are not a quantity", QUANTITY_HINT)
        match = _QUANTITY.match(text)
        if match is None or not _is_number(match["low"] or match["one"]):
            raise _slip(text)
        try:
            unit = named_unit(match["unit"], units) if match["unit"] else ""
        except UnknownUnitError as error:
            slip = _slip(text)
            raise error if slip.expected == QUANTITY_HINT else slip from None
        amount = cls._of(text, match, unit)
        if amount.is_grouped and (is_counted(unit) or is_money(unit) or kind_of(unit) in _EXTENTS):
            what = f"no whole number of {unit}" if is_counted(unit) else "either thousands or thousandths"
            raise ValueParseError(f"{text!r} is {what}", whole_form(amount, unit))
        if is_counted(unit) and not amount.is_whole:
            raise _slip(text, f"{text!r} is no whole number of {unit}", whole_form(amount, unit))
        return amount

    @classmethod
    def _of(cls, text: str, match: re.Match[str], unit: str) -> Quantity:
        power, times = MULTIPLIERS[match["times"].strip()] if match["times"] else (0, "")
        about, sign, one = bool(match["about"]), match["sign"] or "", match["one"]
        if one in MAGNITUDES:
            if sign or times:
                raise ValueParseError(
                    f"{sign or times!r} with the word {one!r}", "the word alone: it already means a range"
                )
            least, most = map(Decimal, MAGNITUDES[one])
            return cls(text, least, most, unit, about, word=one, number=match["number"].strip())
        low = _decimal(match["low"] or one, power)
        high = _decimal(match["high"] or one, power)
        if max(abs(low), abs(high)) >= _TOO_LARGE or min(_exponent(low), _exponent(high)) < -_DECIMALS:
            raise ValueParseError(
                f"{text!r} has more digits than are computed with",
                f"a number below {_TOO_LARGE:,}, with {_DECIMALS} decimals at most",
            )
        if low > high:
            raise ValueParseError(f"the range {text!r} runs backwards", "the lower number first")
        digits = format(low, "f") if one else f"{low:f}..{high:f}"
        return cls(
            text,
            low=None if sign.startswith("<") else low,
            high=None if sign.startswith(">") else high,
            unit=unit,
            approximate=about,
            strict=sign in ("<", ">"),
            times=times,
            number=f"{'~' * about}{sign}{digits}" if times else match["number"].strip(),
        )

    @property
    def exact(self) -> Decimal | None:
        """The number where the source gives one number, approximate or not; else None."""
        return self.low if self.low is not None and self.low == self.high else None

    @property
    def is_whole(self) -> bool:
        """True if no bound has a part of one, or is written as if it had thousandths (220.000)."""
        whole = all(bound is None or bound == bound.to_integral_value() for bound in (self.low, self.high))
        return whole and not self.is_grouped

    @property
    def is_grouped(self) -> bool:
        """True if a point stands where much of the world separates thousands: 1.400, 220.000."""
        return not self.times and _GROUPED.search(self.number) is not None

    @property
    def middle(self) -> Decimal | None:
        """One number to sort and draw by: the number, the only bound, or the middle of the range."""
        if self.low is None or self.high is None:
            return self.low if self.high is None else self.high
        return (self.low + self.high) / 2


def _is_number(text: str) -> bool:
    return text in MAGNITUDES or any(character.isdigit() for character in text)


def _decimal(text: str, power: int) -> Decimal:
    """The number as written, with as many digits: 1.4 million keeps its two."""
    return Decimal(text.replace("\N{MINUS SIGN}", "-")).scaleb(power)


def _exponent(number: Decimal) -> int:
    return int(number.as_tuple().exponent)


def whole_form(amount: Quantity, unit: str) -> str:
    """Return what to write instead of an amount with a part of what has none: "1400 people, or …"."""
    if not amount.is_grouped:
        return f"a whole number{' of ' * bool(unit)}{unit}"
    whole = f"{_GROUPED.sub(lambda match: match[1] + match[2], amount.number)} {unit}".strip()
    if amount.exact is None:
        return whole
    part = f"{amount.exact.normalize():f}"
    if _GROUPED.fullmatch(part) and not is_counted(unit):
        part += "0"  # a fourth digit, which no separator of thousands has behind it
    thousand = " thousand" if is_counted(unit) and "." in part else ""
    return f"{whole}, or {part}{thousand} {unit}".strip()


def _slip(text: str, message: str = "", expected: str = "") -> ValueParseError:
    """The error of a text that is no quantity, with the finished form if what is meant is plain."""
    from .quantity_slips import intended_forms  # its patterns are needed for mistakes only

    unknown: ValueParseError | None = None
    for slip, form in intended_forms(text):
        try:
            Quantity.parse(form)
        except UnknownUnitError as error:
            unknown = ValueParseError(f"{slip} in {text!r}, and {error}", error.expected)
        except ValueParseError:
            continue
        else:
            if match := _METRES.fullmatch(text):
                form = f"{match[1]} million, or {match[1]} m for metres"
            return ValueParseError(f"{slip} in {text!r}", form)
    if unknown is not None:
        return unknown
    return ValueParseError(message or f"{text!r} is not a quantity", expected or QUANTITY_HINT)
