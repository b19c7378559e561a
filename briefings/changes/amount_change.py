"""Differences between two amounts that may be ranges, bounds or approximate."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ..core.printed_amounts import amount, number
from ..core.quantities import Quantity
from ..core.units import UnitMismatchError, conversion_factor


@dataclass(frozen=True, slots=True)
class Difference:
    """A later amount less an earlier one, in the later unit: `low` and `high` bound it.

    `of` says what moved: the "number", the "ceiling" of "up to", the "floor" of "at least", or the "range".
    `base` is the earlier number, None without an exact one. `about` is True if either amount is approximate.
    """

    low: Decimal
    high: Decimal
    unit: str
    of: str = "number"
    base: Decimal | None = None
    about: bool = False

    @property
    def exact(self) -> Decimal | None:
        """The difference if it is one number; else None."""
        return self.low if self.low == self.high else None

    @property
    def direction(self) -> int:
        """1 for up, -1 for down; 0 if ranges meet, so that neither can be said."""
        return 1 if self.low > 0 else -1 if self.high < 0 else 0


def difference(old: Quantity, new: Quantity) -> Difference | None:
    """The difference `new` less `old`; None without a common unit and bound, or if one is a word."""
    if not old.stated or not new.stated or old.word or new.word:
        return None
    try:
        scale = conversion_factor(old.unit or new.unit, new.unit or old.unit)
    except UnitMismatchError:
        return None
    unit, about = new.unit or old.unit, old.approximate or new.approximate or scale != 1
    low, high = (None if bound is None else bound * scale for bound in (old.low, old.high))
    if low is not None and high is not None and new.low is not None and new.high is not None:
        base = low if low == high else None
        of = "number" if base is not None and new.exact is not None else "range"
        return Difference(new.low - high, new.high - low, unit, of, base if of == "number" else None, about)
    if low is None and new.low is None and high is not None and new.high is not None:
        return Difference(new.high - high, new.high - high, unit, "ceiling", high, about)
    if high is None and new.high is None and low is not None and new.low is not None:
        return Difference(new.low - low, new.low - low, unit, "floor", low, about)
    return None


def in_words(moved: Difference, old: Quantity, new: Quantity, locale: str) -> str:
    """Text such as "up 3,700 (+65%)", "ceiling down 50,000 (−50%)"; "" for no difference."""
    if moved.of == "range":
        return _range_in_words(moved, old, new, locale)
    step = moved.exact
    if not step:
        return ""
    of = "" if moved.of == "number" else f"{moved.of} "
    about = "about " if moved.about else ""
    share = f" ({_share(step / moved.base * 100)})" if moved.base else ""
    return f"{of}{'up' if step > 0 else 'down'} {about}{_rounded(abs(step), locale, moved.about)}{share}"


def _range_in_words(moved: Difference, old: Quantity, new: Quantity, locale: str) -> str:
    """Text such as "up from 60–95", "range narrowed", "neither clearly up nor down"."""
    if moved.direction:
        before = amount(old, locale, "metric", with_unit=old.unit != new.unit)
        return f"{'up' if moved.direction > 0 else 'down'} from {before}"
    if old.unit == new.unit and _encloses(old, new):
        return "range narrowed"
    if old.unit == new.unit and _encloses(new, old):
        return "range widened"
    return "neither clearly up nor down"


def _encloses(outer: Quantity, inner: Quantity) -> bool:
    """True if both ranges are bounded and the inner lies within the outer."""
    if outer.low is None or outer.high is None or inner.low is None or inner.high is None:
        return False
    return outer.low <= inner.low and inner.high <= outer.high


def _rounded(value: Decimal, locale: str, whole: bool) -> str:
    """The number in print; a converted or approximate one is rounded to a whole number."""
    return number(value.quantize(Decimal(1)) if whole and value >= 1 else value, locale)


def _share(percent: Decimal) -> str:
    sign, size = ("+" if percent > 0 else "−"), abs(percent)
    if size < Decimal("0.05"):
        return "under 0.1%"
    return f"{sign}{size:.0f}%" if size >= 1 else f"{sign}{size:.1f}%"
