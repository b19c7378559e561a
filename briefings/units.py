"""Units: conversion for display and for comparing claims. A source's own unit is never changed on load."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

# What is counted rather than measured: equal only to itself, and never asked of the unit library.
_PREFERRED = {"metric": {"[length]": "km", "[area]": "km**2"}, "imperial": {"[length]": "mi", "[area]": "mi**2"}}


class UnitMismatch(ValueError):
    """Two units that do not measure the same thing."""


@lru_cache(maxsize=1)
def _registry() -> object:
    import pint  # takes 0.2 s to import, and most documents convert nothing

    return pint.UnitRegistry(non_int_type=Decimal)


@lru_cache(maxsize=256)
def factor(unit: str, to: str) -> Decimal:
    """What a number in `unit` is multiplied by to be in `to`; raises UnitMismatch."""
    if unit == to:
        return Decimal(1)
    import pint

    registry = _registry()
    assert isinstance(registry, pint.UnitRegistry)
    try:
        return Decimal(registry.Quantity(Decimal(1), unit).to(to).magnitude)
    except (pint.errors.PintError, AttributeError, ValueError, TypeError) as error:
        raise UnitMismatch(f"{unit} is not {to}") from error


@lru_cache(maxsize=256)
def shown_in(unit: str, system: str) -> str:
    """The unit of the desk's system for a length or area in `unit`; else `unit` itself."""
    if unit in ("", "people", "%", "states", "km", "districts", "days", "months"):
        return unit if not (unit == "km" and system == "imperial") else "mi"
    for dimension, preferred in _PREFERRED[system].items():
        try:
            registry = _registry()
            if registry.Unit(unit).dimensionality == {dimension: 1}:  # type: ignore[attr-defined]
                return preferred
        except Exception:
            return unit
    return unit
