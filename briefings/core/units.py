"""Units: what they measure, what they are called, and how they convert. Knows no desk but by `DeclaredUnit`.

A unit is a text under its one name (`km²`, `people`, `USD`, `people per km²`), whatever it was written as.
Nothing is converted unless two amounts are compared, or the desk shows another system's units.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from fractions import Fraction
from functools import cache, lru_cache
from itertools import product

from .parse_errors import ValueParseError
from .problems import nearest
from .unit_vocabulary import (
    AMBIGUOUS,
    COUNTED,
    CURRENCIES,
    MEASURES,
    NOUN_SPELLINGS,
    PEOPLE,
    RATES,
    SPELLINGS,
    WORDS,
)


class UnitMismatchError(ValueError):
    """Two units that do not measure the same thing."""


class UnknownUnitError(ValueParseError):
    """A text that is no unit."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its name for one and for several, its kind, and how many of the kind's own unit it is.

    Two units of one kind are converted and compared. `whole` units are counted: there is no half of one.
    """

    name: str
    one: str
    kind: str
    factor: Fraction = Fraction(1)
    whole: bool = False


class DeclaredUnit(str):
    """The name of a unit that the desk declares, with what it is; elsewhere a unit is a plain text."""

    __slots__ = ("unit",)
    unit: Unit

    def __new__(cls, unit: Unit) -> DeclaredUnit:
        self = super().__new__(cls, unit.name)
        self.unit = unit
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return (DeclaredUnit, (self.unit,))

    # what is remembered of a unit of one desk must not be found for another's of the same name
    def __eq__(self, other: object) -> bool:
        return self.unit == other.unit if isinstance(other, DeclaredUnit) else str(self) == other

    def __hash__(self) -> int:
        return str.__hash__(self)


class DeclaredUnits:
    """The units that a desk declares, by every text that stands for them."""

    def __init__(self) -> None:
        self._units: dict[str, DeclaredUnit] = {}

    def add(self, unit: Unit, spellings: Iterable[str]) -> None:
        """Add a unit under its names and other spellings."""
        declared = DeclaredUnit(unit)
        for spelling in (unit.name, unit.one, *spellings):
            self._units[spelling] = self._units[spelling.casefold()] = declared

    def find(self, text: str) -> DeclaredUnit | None:
        """The unit that a text stands for; None for another text."""
        return self._units.get(text) or self._units.get(text.casefold())

    def __iter__(self) -> Iterator[str]:
        return iter(self._units)

    def __len__(self) -> int:
        return len(self._units)


_ALIKE = 0.75  # a unit of the trade that the desk has to declare is like many words that mean something else
_POWER = re.compile(
    r"(?:(?P<word>sq|sq\.|square|cu|cubic) )?(?P<name>[^\d²³*^]+?)(?: ?(?:\*\*|\^)? ?(?P<sign>[23²³]))?"
)
_POWERS = {
    "sq": "²",
    "sq.": "²",
    "square": "²",
    "2": "²",
    "²": "²",
    "cu": "³",
    "cubic": "³",
    "3": "³",
    "³": "³",
}
_DENOMINATOR = re.compile(r"(?:(?P<count>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)\s+)?(?P<unit>\S.*)")
# A type of equipment is counted by its designation: Mi-17, T-72, BTR-82A; several of them are F-16s.
_DESIGNATION = re.compile(r"([A-Z][A-Za-z]{0,5}-[0-9]{1,4}[A-Z]{0,3}[0-9]{0,2})(?:'?s)?")
_QUALIFIER = re.compile(r"[^\W\d_]{2,}(?:[-'][^\W\d_]+)*")
# No unit begins with these: they are a part of the number, or say something else of it.
_NO_QUALIFIERS = frozenset(
    """
    a about additional all almost an and another approximately around as at between billion billions
    bn by circa couple crore crores dozen dozens each every few fewer for from gross half hundred
    hundreds in lakh lakhs least less many million millions mio mln mn more most mrd nearly no of on
    only or other over pair pairs per plus quarter score scores several some than that the thousand
    thousands to trillion trillions under up with without
    """.split()
)
# What a desk of one system shows beside a length, area … of the other.
_DISPLAYED = {
    "metric": {"mi": "km", "yd": "m", "ft": "m", "in": "cm", "mi²": "km²", "acre": "ha", "ft²": "m²",
               "lb": "kg", "oz": "g", "gallon": "l", "ft³": "m³", "mph": "km/h"},
    "imperial": {"km": "mi", "m": "ft", "cm": "in", "km²": "mi²", "ha": "acre", "m²": "ft²", "kg": "lb",
                 "g": "oz", "l": "gallon", "m³": "ft³", "km/h": "mph"},
}  # fmt: skip


@cache
def _symbols() -> dict[str, Unit]:
    """Measures by symbol and by every spelling that is written as it stands."""
    units = {}
    for kind, factors in MEASURES.items():
        for symbol, factor in factors.items():
            units[symbol] = Unit(WORDS.get(symbol, symbol), symbol, kind, Fraction(factor))
    units |= {unit.name: unit for unit in list(units.values())}
    return units | {spelling: units[symbol] for spelling, symbol in SPELLINGS.items()}


@cache
def _capitals() -> dict[str, Unit]:
    """Measures by symbols in small letters, where case tells nothing apart: Km and KM, Ha, KWh."""
    symbols = (
        symbol for factors in MEASURES.values() for symbol in factors if len(symbol) > 1 and symbol != "in"
    )
    return {symbol.casefold(): _symbols()[symbol] for symbol in symbols}


@cache
def _nouns() -> dict[str, Unit]:
    """Counted nouns by singular and plural, in small letters."""
    units: dict[str, Unit] = {}
    for words, kind in ((PEOPLE, "people"), (COUNTED, "")):
        for word in words:
            plural, irregular, singular = word.partition("=")
            one = singular or (plural if irregular else plural.removesuffix("s"))
            unit = Unit(plural, one, kind or plural, whole=True)
            units |= {plural: unit, one: unit}
    units |= {spelling: units[noun] for spelling, noun in NOUN_SPELLINGS.items()}
    return {word.casefold(): unit for word, unit in units.items()}


@lru_cache(maxsize=4096)
def _built_in(text: str) -> Unit | None:
    """A unit of the vocabulary under any of its spellings; None for another text."""
    return (
        _measure(text)
        or _nouns().get(text.casefold())
        or _currency(text)
        or _rate(text)
        or _designation(text)
        or _qualified(text)
    )


def _measure(text: str) -> Unit | None:
    symbols = _symbols()
    if text in symbols:
        return symbols[text]
    if (unit := _capitals().get(text.casefold())) is not None and text not in AMBIGUOUS:
        return unit
    parts = _POWER.fullmatch(text)
    if parts is None:
        return None
    power = _POWERS.get(parts["word"] or parts["sign"] or "", "")
    name = parts["name"]
    for word in (name, name.removesuffix("s"), name.casefold(), name.casefold().removesuffix("s")):
        unit = symbols.get(word)
        if unit is not None and not power and len(word) > 2:
            return unit
        if unit is not None and power:
            return symbols.get(unit.one + power)
    return None


def _currency(text: str) -> Unit | None:
    code = CURRENCIES.get(text, text)
    if re.fullmatch("[A-Z]{3}", code):
        known = code in _currency_codes()
    elif len(text) > 2 and text.isprintable():
        code = _currency_names().get(text.casefold(), "")
        if not code and len(codes := _currency_nouns().get(text.casefold(), ())) == 1:
            code = codes[0]
        known = bool(code)
    else:
        known = False
    return Unit(code, code, f"money {code}") if known else None


@cache
def _currency_codes() -> frozenset[str]:
    from babel.core import get_global

    return frozenset(get_global("all_currencies"))


@cache
def _currency_names() -> dict[str, str]:
    """ISO codes by a currency's name in English, one and several."""
    from babel import Locale
    from babel.numbers import get_currency_name

    names: dict[str, str] = {}
    for locale in map(Locale.parse, ("en", "en_GB")):
        for code, count in product(sorted(_currency_codes()), (1, 2)):
            names.setdefault(str(get_currency_name(code, count, locale)).casefold(), code)
    return names


@cache
def _currency_nouns() -> dict[str, tuple[str, ...]]:
    """ISO codes of the currencies in use by the last word of their names: yen, birr, dinars."""
    from babel import Locale
    from babel.core import get_global
    from babel.numbers import get_currency_name

    used = {
        code
        for currencies in get_global("territory_currencies").values()
        for code, _, end, is_tender in currencies
        if end is None and is_tender
    }
    nouns: dict[str, tuple[str, ...]] = {}
    for code, count in product(sorted(used), (1, 2)):
        noun = str(get_currency_name(code, count, Locale("en"))).casefold().split(" ")[-1]
        nouns[noun] = tuple(dict.fromkeys((*nouns.get(noun, ()), code)))
    return nouns


def _ambiguity(text: str) -> str:
    """Return what to say instead of a word that people measure differently; "" for another word."""
    if text in AMBIGUOUS or _built_in(text) is not None:
        return AMBIGUOUS.get(text, "")
    codes = _currency_nouns().get(text.casefold(), ())
    return f"the currency's ISO code: {', '.join(codes[:-1])} or {codes[-1]}" if codes else ""


def _rate(text: str) -> Unit | None:
    """ "per 100,000 people", "people per km²", "barrels/day", "USD per capita"."""
    text = RATES.get(text, text)
    text = re.sub(r"\bper (?:capita|head)\Z", "per person", text)
    above, per, below = text.partition(" per ") if " per " in f" {text}" else text.partition("/")
    if text.startswith("per "):
        above, per, below = "", "per", text[4:]
    match = _DENOMINATOR.fullmatch(below.strip()) if per else None
    if match is None or "/" in below or " per " in below:
        return None
    top, bottom = _built_in(above.strip()) if above.strip() else None, _built_in(match["unit"])
    if bottom is None or (top is None and above.strip()):
        return None
    count = int((match["count"] or "1").replace(",", ""))
    unit = f"{count:,} {bottom.name}" if count > 1 else bottom.one
    factor = (top.factor if top else Fraction(1)) / (count * bottom.factor)
    kind = f"{top.kind if top else 'share'} per {bottom.kind}"
    name, one = (f"{name} per {unit}".strip() for name in ((top.name, top.one) if top else ("", "")))
    return Unit(name, one, kind, factor)


def _designation(text: str) -> Unit | None:
    match = _DESIGNATION.fullmatch(text)
    return Unit(match[1], match[1], match[1], whole=True) if match else None


def _qualified(text: str) -> Unit | None:
    """A counted noun with what is said of it before: "Afghan refugees", "Mi-17 helicopters"."""
    words = text.split(" ")
    for start in range(1, min(len(words), 4)):
        noun = _nouns().get(" ".join(words[start:]).casefold())
        if noun is not None and all(map(_may_qualify, words[:start])):
            before = " ".join(words[:start])
            return Unit(f"{before} {noun.name}", f"{before} {noun.one}", noun.kind, whole=True)
    return None


def _may_qualify(word: str) -> bool:
    if _DESIGNATION.fullmatch(word):
        return True
    plain = word.casefold()
    noun = _nouns().get(plain)
    counted = noun is not None and noun.name == plain  # "people killed": the unit, and something said of it
    return (
        bool(_QUALIFIER.fullmatch(word))
        and plain not in _NO_QUALIFIERS
        and not counted
        and not _measure(word)
    )


def find_unit(unit: str) -> Unit | None:
    """The unit that a text spells; None for an unknown unit and for none."""
    return unit.unit if isinstance(unit, DeclaredUnit) else _built_in(unit) if unit else None


def named_unit(text: str, declared: DeclaredUnits | None = None) -> str:
    """The one name of the unit that a text spells; raises UnknownUnitError.

    `declared` are the desk's own units.
    """
    if declared is not None and (own := declared.find(text)) is not None:
        return own
    unit = _built_in(text)
    if unit is not None and text not in AMBIGUOUS:
        return unit.name
    if instead := _ambiguity(text):
        raise UnknownUnitError(f"{text!r} may mean more than one unit", instead)
    if re.fullmatch(r"(?:.* )?per [0-9][0-9,. ]*", text):
        raise UnknownUnitError(f"{text!r} of nothing", f"what is counted too, such as '{text} people'")
    for length in range(text.count(" "), 0, -1):
        first = " ".join(text.split(" ")[:length])
        if _built_in(first) is not None:
            more = text.removeprefix(first).strip()
            raise UnknownUnitError(
                f"{more!r} after the unit {first!r}",
                f"the unit alone; {more!r} belongs into a text, such as 'note'",
            )
    words = [*_nouns(), *(word for word in _symbols() if len(word) > 2), *(declared or ())]
    near = nearest(text, (word for word in words if word[:1].casefold() == text[:1].casefold()))
    near = near if SequenceMatcher(None, text.casefold(), near.casefold()).ratio() > _ALIKE else ""
    did_you_mean = f"did you mean {near!r}? Else " if near else ""
    raise UnknownUnitError(
        f"unknown unit {text!r}",
        f"{did_you_mean}a unit of docs/facts.md, or one that the desk declares under 'units:'",
    )


def is_counted(unit: str) -> bool:
    """Return True if there are only whole ones of a unit: people, families, tanks."""
    known = find_unit(unit)
    return known is not None and known.whole


def is_money(unit: str) -> bool:
    """Return True if the unit is a currency."""
    kind = kind_of(unit)
    return kind.startswith("money ") and " per " not in kind


def kind_of(unit: str) -> str:
    """The kind of a unit: "length", "people", "money USD"; the unit itself if it is not known."""
    known = find_unit(unit)
    return known.kind if known else unit


@lru_cache(maxsize=4096)
def conversion_factor(unit: str, to: str) -> Decimal:
    """The number by which an amount in `unit` is multiplied to be in `to`.

    Raises UnitMismatchError unless both measure the same thing.
    """
    if unit == to:
        return Decimal(1)
    one, other = find_unit(unit), find_unit(to)
    if one is None or other is None or one.kind != other.kind:
        raise UnitMismatchError(f"{unit or 'no unit'} is not {to or 'no unit'}")
    factor = one.factor / other.factor
    return Decimal(factor.numerator) / Decimal(factor.denominator)


def common_unit(units: list[str]) -> str:
    """The unit of a sum: theirs if they are one; "people" for soldiers and civilians; else the first."""
    kinds = {kind_of(unit) for unit in units}
    return "people" if len(set(units)) > 1 and kinds == {"people"} else units[0]


def display_unit(unit: str, system: str) -> str:
    """The unit that the desk's system shows beside a foreign one; any other unit as it is."""
    known = find_unit(unit)
    return _DISPLAYED[system].get(known.one, unit) if known else unit


def printed_unit(unit: str, single: bool, locale: str) -> str:
    """A unit as printed after a number: "km²", "person", "US dollars"; "" for none."""
    known = find_unit(unit)
    if known is None:
        return unit
    if is_money(unit):
        return _currency_name(known.name, single, locale)
    return known.one if single else known.name


@lru_cache(maxsize=256)
def _currency_name(code: str, single: bool, locale: str) -> str:
    from babel.numbers import get_currency_name

    return str(get_currency_name(code, 1 if single else 2, locale))
