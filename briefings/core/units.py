"""Units: conversion for display and for comparing claims. A source's own unit is never changed on load."""

from __future__ import annotations

import contextlib
import importlib.util
import re
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from .fallback import falling_back

# The lengths that desks print, in metres: exact by definition (international yard and pound agreement, 1959).
# Nearly every desk converts these only, and then needs no unit library, which takes 0.15 s to start.
_METRES = {"m": Decimal(1), "km": Decimal(1000), "ft": Decimal("0.3048"), "mi": Decimal("1609.344")}
# What is no length and no area, and so is shown as it is told, without a word with the unit library.
_COUNTED = frozenset(
    ("", "people", "%", "states", "districts", "days", "months", "years", "kg", "tonnes", "t")
)
_THINGS = frozenset(("people", "states", "districts"))
_PREFERRED = {
    "metric": {"[length]": "km", "[area]": "km**2"},
    "imperial": {"[length]": "mi", "[area]": "mi**2"},
}


class UnitMismatchError(ValueError):
    """Two units that do not measure the same thing."""


@lru_cache(maxsize=1)
def _registry() -> object:
    import pint

    return pint.UnitRegistry(non_int_type=Decimal)


@lru_cache(maxsize=65536)
def conversion_factor(unit: str, to: str) -> Decimal:
    """What a number in `unit` is multiplied by to be in `to`; raises UnitMismatch."""
    if unit == to:
        return Decimal(1)
    if unit in _METRES and to in _METRES:
        return _METRES[unit] / _METRES[to]
    if not (is_known(unit) and is_known(to)):
        raise UnitMismatchError(f"{unit} is not {to}")
    import pint

    registry = _registry()
    assert isinstance(registry, pint.UnitRegistry)
    try:
        return Decimal(registry.Quantity(Decimal(1), unit).to(to).magnitude)
    except (pint.errors.PintError, ArithmeticError, AttributeError, ValueError, TypeError) as error:
        raise UnitMismatchError(f"{unit} is not {to}") from error


@lru_cache(maxsize=65536)
def is_known(unit: str) -> bool:
    """Whether the unit library can be asked for a unit: it takes long to say no, and fails on what is
    none."""
    if unit in _THINGS:
        return False
    return unit == "%" or (_UNIT.match(unit) is not None and all(map(_is_unit, _NAME.findall(unit))))


@lru_cache(maxsize=65536)
def _is_unit(name: str) -> bool:
    if name in _METRES or name in _BETWEEN:
        return True
    return _may_be(name) and bool(_registry().parse_unit_name(name))  # type: ignore[attr-defined]


def _may_be(name: str) -> bool:
    """Whether a word may be a unit: a prefix, a word of the unit library's definitions, and an s. Most are
    none."""
    prefixes, words = _vocabulary()
    rests = (name.removeprefix(prefix) for prefix in prefixes if name.startswith(prefix))
    differences = (
        name.startswith("delta_") or "Δ" in name
    )  # which the library makes of its temperatures by itself
    return differences or any(rest in words or rest.removesuffix("s") in words for rest in rests)


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[frozenset[str], frozenset[str]]:
    """The prefixes and the words of the unit library's definitions, without loading it."""
    found = importlib.util.find_spec("pint")
    assert found is not None and found.origin is not None
    texts = (path.read_text(encoding="utf-8") for path in sorted(Path(found.origin).parent.glob("*_en.txt")))
    words = frozenset(word for text in texts for word in _WORD.findall(text))
    prefixes = frozenset(word.removesuffix("-") for word in words if word.endswith("-"))
    return prefixes | {""}, words


_WORD = re.compile(r"[^\W\d]\w*-?")


# Up to five names with small powers, multiplied or divided: `km**2`, `m/s`, `tonnes per hectare`, `sq km`.
_BETWEEN = ("per", "square", "sq", "cubic")
_NAME = re.compile(r"[^\W\d²³]+")
_POWERED = r"[^\W\d²³]+(?:(?: ?\*\* ?| ?\^ ?)[1-4]|[²³])?"
_UNIT = re.compile(rf"{_POWERED}(?:(?: ?[*/] ?| ){_POWERED}){{0,4}}\Z")


def _dimensions(unit: str) -> object:
    """The dimensions of a known unit; None where the unit library makes none of it, such as of meters per decibel."""
    import pint

    registry = _registry()
    assert isinstance(registry, pint.UnitRegistry)
    found = None
    with falling_back(), contextlib.suppress(pint.errors.PintError):
        found = registry.Unit(unit).dimensionality
    return found


@lru_cache(maxsize=256)
def display_unit(unit: str, system: str) -> str:
    """The unit of the desk's system for a length or area in `unit`; else `unit` itself."""
    if unit in _COUNTED:
        return unit
    if unit in _METRES:
        return _PREFERRED[system]["[length]"]
    if not is_known(unit):
        return unit
    dimensions = _dimensions(unit)
    return next((other for name, other in _PREFERRED[system].items() if dimensions == {name: 1}), unit)
