"""Numbers and amounts as print has them: separators, signs, magnitudes and units, by the locale."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from functools import lru_cache

from .quantities import POWERS, Quantity
from .units import conversion_factor, display_unit, is_counted, printed_unit
from .wording import NBSP, locale_of

# A source's word for a number, as printed before "of people".
_MAGNITUDE = {
    "tens": "tens",
    "hundreds": "hundreds",
    "thousands": "thousands",
    "tens-of-thousands": "tens of thousands",
    "hundreds-of-thousands": "hundreds of thousands",
    "millions": "millions",
}
_HUNDRED = Decimal(100)
_LARGE = Decimal(10_000)  # below it, every digit is printed
WITHOUT_SPACE = ("%", "‰", "°")  # units that follow their number at once


@lru_cache(maxsize=4096)
def number(value: Decimal, locale: str) -> str:
    """A number with the locale's separators and no more digits than the source has."""
    from babel.numbers import format_decimal

    places = max(0, -int(value.normalize().as_tuple().exponent))
    own = locale_of(locale)
    pattern = own.decimal_formats[None].pattern.partition(".")[0] + ("." + "0" * places if places else "")
    return str(format_decimal(value, format=pattern, locale=own)).replace("-", "\N{MINUS SIGN}")


def amount(value: Quantity, locale: str, system: str, with_unit: bool = True) -> str:
    """A quantity as read aloud: "about 9,000 people", "up to 100,000 people", "843 mi (1,357 km)"."""
    if not value.stated:
        return "number not reported"
    unit = value.unit
    text = _bounds(value, locale)
    if value.word:
        return f"{text} of{NBSP}{printed_unit(unit, False, locale)}" if unit and with_unit else text
    if unit and with_unit:
        text = _joined(text, unit, locale, single={value.low, value.high} - {None} == {1})
    to = display_unit(unit, system) if unit else unit
    if to != unit:
        text += f" ({_converted(value, to, locale)})"
    return text


def _joined(text: str, unit: str, locale: str, single: bool) -> str:
    if unit in WITHOUT_SPACE:
        return f"{text}{unit}"
    return f"{text}{NBSP}{printed_unit(unit, single, locale)}"


def brief(value: Quantity, digits: int = 3) -> Quantity:
    """A quantity from ten thousand up with so many digits, a million or more in millions or billions.

    What encloses a number still does: lower bounds are rounded down, upper ones up.
    """
    if value.word or value.times or not value.stated:
        return value
    single = value.exact is not None
    low = _of_digits(value.low, digits, ROUND_HALF_EVEN if single else ROUND_FLOOR)
    high = _of_digits(value.high, digits, ROUND_HALF_EVEN if single else ROUND_CEILING)
    least = min((abs(bound) for bound in (low, high) if bound is not None), default=Decimal(0))
    times = next((word for word in ("billion", "million") if least >= Decimal(1).scaleb(POWERS[word])), "")
    return replace(value, low=low, high=high, times=times)


def _of_digits(bound: Decimal | None, digits: int, rounding: str) -> Decimal | None:
    if bound is None or abs(bound) < _LARGE:
        return bound
    return bound.quantize(Decimal(1).scaleb(bound.adjusted() - digits + 1), rounding=rounding)


def _bounds(value: Quantity, locale: str) -> str:
    about = "about " if value.approximate else ""
    if value.word:
        return f"{about}{_MAGNITUDE[value.word]}"
    low, high = _number_of(value, value.low, locale), _number_of(value, value.high, locale)
    times = f"{NBSP}{value.times}" if value.times else ""
    if low and high:
        number = low if value.exact is not None else f"{low}–{high}"
        return f"{about}{number}{times}"
    if not low:
        less = "almost " if value.approximate else "fewer than " if is_counted(value.unit) else "less than "
        return f"{less if value.strict else 'up to ' + about}{high}{times}"
    return f"{'over ' if value.strict else 'at least ' + about}{low}{times}"


def _number_of(value: Quantity, bound: Decimal | None, locale: str) -> str:
    """A bound as its source prints it, before the "million" of a quantity that has one; "" for no bound."""
    if bound is None:
        return ""
    return number(bound.scaleb(-POWERS[value.times]) if value.times else bound, locale)


def _converted(value: Quantity, to: str, locale: str) -> str:
    scale = conversion_factor(value.unit, to)
    low, high = (None if bound is None else _rounded(bound * scale) for bound in (value.low, value.high))
    other = Quantity("", low, high, to, value.approximate, value.strict)
    return _joined(_bounds(other, locale), to, locale, single=False)


def _rounded(converted: Decimal) -> Decimal:
    """A converted number to the unit, or if it is below a hundred to two digits: it is no surer than that."""
    places = max(0, 1 - converted.adjusted()) if abs(converted) < _HUNDRED else 0
    return converted.quantize(Decimal(1).scaleb(-places)) if converted else converted
