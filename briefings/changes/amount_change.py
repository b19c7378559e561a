"""How far one amount is from another, honest about ranges, bounds and "about"."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ..core.units import UnitMismatchError, conversion_factor
from ..core.values import Quantity
from ..core.wording import number


@dataclass(frozen=True, slots=True)
class Difference:
    """A later amount less an earlier one, in the later unit: `low` and `high` bound it.

    `of` says what moved: the "number", the "ceiling" of "up to", the "floor" of "at least", or the "range".
    `base` is the earlier number for a share, None where there is none. `about`: one of the two is
    approximate.
    """

    low: Decimal
    high: Decimal
    unit: str
    of: str = "number"
    base: Decimal | None = None
    about: bool = False

    @property
    def exact(self) -> Decimal | None:
        return self.low if self.low == self.high else None

    @property
    def direction(self) -> int:
        """1 up, -1 down; 0 where ranges meet, so that neither can be said."""
        return 1 if self.low > 0 else -1 if self.high < 0 else 0


def difference(old: Quantity, new: Quantity) -> Difference | None:
    """How far `new` is from `old`; None where they have no unit or no bound in common, or a word for a
    number."""
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


def in_words(found: Difference, old: Quantity, new: Quantity, locale: str) -> str:
    """ "up 3,700 (+65 %)", "ceiling down 50,000 (−50 %)", "up by 5 to 60", "range narrowed"."""
    about = "about " if found.about else ""
    if found.of == "range":
        return _range(found, old, new, about, locale)
    step = found.exact
    if not step:
        return ""
    of = "" if found.of == "number" else f"{found.of} "
    text = f"{of}{'up' if step > 0 else 'down'} {about}{_rounded(abs(step), locale, found.about)}"
    return text + (f" ({_share(step / found.base * 100)})" if found.base else "")


def _range(found: Difference, old: Quantity, new: Quantity, about: str, locale: str) -> str:
    if found.direction:
        least, most = sorted((abs(found.low), abs(found.high)))
        word = "up" if found.direction > 0 else "down"
        return f"{word} by {about}{_rounded(least, locale, found.about)} to {_rounded(most, locale, found.about)}"
    if None in (old.low, old.high, new.low, new.high) or old.unit != new.unit:
        return "neither clearly up nor down"
    assert old.low is not None and old.high is not None and new.low is not None and new.high is not None
    if old.low <= new.low and new.high <= old.high:
        return "range narrowed"
    return "range widened" if new.low <= old.low and old.high <= new.high else "neither clearly up nor down"


def _rounded(value: Decimal, locale: str, whole: bool) -> str:
    """No more digits than the amounts have; converted and approximate ones to whole numbers."""
    return number(value.quantize(Decimal(1)) if whole and value >= 1 else value, locale)


def _share(percent: Decimal) -> str:
    sign, size = ("+" if percent > 0 else "−"), abs(percent)
    if size < Decimal("0.05"):
        return "under 0.1 %"
    return f"{sign}{size:.0f} %" if size >= 1 else f"{sign}{size:.1f} %"
