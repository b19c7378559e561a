"""Numbers as texts print them: digits with any separators, words, ranges, with bound and unit beside them.

A quantity of a claim is held against what its source prints: the number, the unit as printed and the bound
("up to", "over", "almost"). Nothing is converted: 843 miles are not 1,357 kilometres here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from .dates_in_texts import printed_dates
from .quantities import MULTIPLIERS, Quantity
from .quantity_slips import SIGN_WORDS
from .unit_vocabulary import CURRENCIES
from .units import Unit, find_unit

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
)
_SMALL = {word: Decimal(number) for number, word in enumerate(_ONES.split(" "))}
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL |= {word: Decimal(ten) for ten, word in zip(range(20, 100, 10), _TENS, strict=True)}
_HUNDREDS = {"hundred": Decimal(100), "dozen": Decimal(12)}
_SCALES = {word: Decimal(10) ** power for word, (power, _) in MULTIPLIERS.items()}
_LETTERS = {"k": Decimal(1000), "m": Decimal(10**6), "bn": Decimal(10**9)}
# As kept texts in other languages write them behind digits: "1,5 млн человек".
_FOREIGN = {
    "тысячи": 3, "тысяч": 3, "тысяча": 3, "тыс.": 3, "тыс": 3, "млн": 6, "миллиона": 6, "миллионов": 6,
    "миллион": 6, "млрд": 9, "миллиарда": 9, "миллиардов": 9, "миллиард": 9,
    "ألف": 3, "آلاف": 3, "مليون": 6, "ملايين": 6, "مليار": 9,
    "هزار": 3, "میلیون": 6, "میلیارد": 9, "万": 4, "亿": 8,
}  # fmt: skip
_PARTS = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_MAGNITUDES = {
    "tens of thousands": "tens-of-thousands", "hundreds of thousands": "hundreds-of-thousands",
    "dozens": "tens", "scores": "tens", "tens": "tens", "hundreds": "hundreds", "thousands": "thousands",
    "millions": "millions", "decades": "tens",
} | {
    f"{some} {word}": f"{word}s"
    for some in ("several", "many", "a few")
    for word in ("hundred", "thousand", "million")
}  # fmt: skip
# Nouns of several currencies: what is printed may be any of them.
_SHARED_MONEY = {
    "rupee": "INR PKR LKR NPR", "rial": "IRR OMR YER QAR", "riyal": "SAR QAR", "manat": "TMT AZN",
    "som": "KGS UZS", "sum": "UZS", "pound": "GBP EGP SYP LBP SDG SSP",
    "dinar": "IQD KWD JOD LYD TND DZD RSD BHD",
    "dirham": "AED MAD", "franc": "CHF XAF XOF", "peso": "MXN ARS CLP COP PHP",
    "shilling": "KES TZS UGX SOS", "krone": "NOK DKK", "krona": "SEK",
}  # fmt: skip
_WORD = "|".join(sorted((*_SMALL, *_HUNDREDS, *_SCALES), key=len, reverse=True))
_SCALE = "|".join(_SCALES)
_OTHER_SCALE = rf"(?:{'|'.join(map(re.escape, _FOREIGN))})(?:(?<=[万亿])|(?![^\W\d_]))"
_WORDS = (
    rf"(?:half (?:a|an) |(?:a )?quarter of (?:a|an) |(?:a|an) (?=(?:hundred|dozen|{_SCALE})\b))?"
    rf"(?:{_WORD}|an?(?= (?:second|minute|hour|day|week|month|year|decade)\b))"
    rf"(?:(?:[\s-]+|[\s-]+and[\s-]+|\s+and a\s+)(?:{_WORD}|half))*"
)
_GROUP = r"[.,'’_٬\u00a0\u2009\u202f ]"
_DIGITS = (
    rf"\d{{1,3}}(?P<group>{_GROUP})\d{{3}}(?:(?P=group)\d{{3}})*(?!\d)(?:[.,٫]\d+)?"
    r"|\d{1,2}(?:,\d{2})+,\d{3}|\d+(?:[.,٫]\d+)?[½¼¾]?"
)
_NUMBER = re.compile(
    rf"(?<![A-Za-zА-яЁё])(?<![^\W\d_]-)(?<![\d.,٬٫])(?P<digits>{_DIGITS})(?!\d)"
    rf"(?P<times>[\s-]?(?:{_SCALE})\b|(?:k|m|bn)\b|\s?{_OTHER_SCALE})?(?!(?:st|nd|rd|th)\b)(?![^\W\d_]*\d)"
    rf"|(?<![^\W_])(?P<word>{'|'.join(_MAGNITUDES)})(?![^\W_])|(?<![^\W_])(?P<words>{_WORDS})(?![^\W_])",
    re.IGNORECASE,
)
_BOUNDS = tuple(
    (sign, re.compile(rf"(?<!\w)(?:{words})\s+\Z", re.IGNORECASE)) for sign, words in SIGN_WORDS.items()
)
_AFTER = (
    (">=", re.compile(r"\s+(?:\w+\s+)?(?:or|and) (?:more|over|above)\b|\+", re.IGNORECASE)),
    ("<=", re.compile(r"\s+(?:\w+\s+)?(?:or (?:less|fewer)|at (?:the )?most)\b", re.IGNORECASE)),
    ("~", re.compile(r"\s+(?:\w+\s+)?or so\b", re.IGNORECASE)),
)
_CURRENCY = re.compile(r"(?:US\s?\$|[A-Z]{0,2}\$|[€£₽₹₺₪₴₸₦₩₾₼¥฿]|\b[A-Z]{3}\s)\s*\Z")
_BETWEEN = re.compile(r"\s*(?:-|–|—|to|and|or)\s*\Z")
_NOUN_PHRASE = re.compile(
    r"(?:[\s\u00a0-]+of\b)?[\s\u00a0-]*(?P<words>(?:[^\W\d_][\w'’]*[\s-]+){0,4}[^\W\d_][\w'’]*|%|‰)"
)
# What ends the words that may name what is counted.
_ENDS = re.compile(
    r"a|across|after|among|an|and|are|as|at|be|been|before|between|but|by|during|for|from|had|has|have|in|into|is|of"
    r"|on|or|since|than|that|the|their|there|these|those|to|under|until|was|were|when|where|which|who|will|with"
    r"|without|would",
    re.IGNORECASE,
)
_NEUTRAL = frozenset(("member", "members", "strong"))  # "eight-member", "a 300-strong group"


class Fit(StrEnum):
    """How a quantity and a printed number agree: fully, or but for the unit or the bound."""

    FULL = "full"
    UNIT = "unit"
    BOUND = "bound"


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number in a text: its place, its readings and what stands beside it.

    "1.400" has two readings. `high` are those of the upper end of a range. `word` is a magnitude such as
    `thousands`; `sign` is `<`, `<=`, `>`, `>=`, `~`, `~<` or "". `unit` is what is counted, None if no word
    that is known names it. `moneys` are the currencies that its noun may mean, as "rupees" does.
    """

    start: int
    end: int
    values: frozenset[Decimal]
    high: frozenset[Decimal] = frozenset()
    word: str = ""
    sign: str = ""
    unit: Unit | None = None
    moneys: frozenset[str] = frozenset()

    def fit(self, amount: Quantity, unit: str) -> Fit | None:
        """Return how well it prints an amount in a unit; None for another number."""
        if amount.word:
            if amount.word != self.word:
                return None
        elif self.word or not self._has(amount):
            return None
        if not (may_be_unit(unit, self) or unit in self.moneys):
            return Fit.UNIT
        return Fit.FULL if self.sign == _sign(amount) or self.word else Fit.BOUND

    def _has(self, amount: Quantity) -> bool:
        low = amount.low if amount.low is not None else amount.high
        high = amount.high if amount.high is not None else amount.low
        if low == high:
            return low in self.values and not self.high
        return low in self.values and high in self.high


def _sign(amount: Quantity) -> str:
    about = "~" if amount.approximate else ""
    if amount.low is None:
        return f"{about}<{'' if amount.strict else '='}"
    if amount.high is None:
        return f"{about}>{'' if amount.strict else '='}"
    return about


def may_be_unit(unit: str, number: PrintedNumber) -> bool:
    """Return True if a printed number may be an amount in a unit."""
    return _is_unit(find_unit(unit), number.unit)


def _is_unit(wanted: Unit | None, printed: Unit | None) -> bool:
    """True if a claim's unit may be the printed one: nouns of persons are one another's, no noun is any."""
    if wanted is None:
        return True
    if printed is None:
        return wanted.whole
    if wanted.whole:
        return printed.kind == wanted.kind
    return printed.name == wanted.name


@lru_cache(maxsize=4096)  # a line is asked by each claim that cites it
def printed_numbers(text: str) -> tuple[PrintedNumber, ...]:
    """Return the numbers of a text in its order, dates left out; a range comes after both its ends."""
    dates = [(found.start, found.end) for found in printed_dates(text)]
    found: list[PrintedNumber] = []
    for match in _NUMBER.finditer(text):
        if any(match.start() < end and start < match.end() for start, end in dates):
            continue
        number = _read(text, match)
        whole = _range(text, found[-1], number) if found else None
        if whole is not None:
            found[-1] = replace(found[-1], unit=found[-1].unit or number.unit)
        found += [number] if whole is None else [number, whole]
    return tuple(found)


def _read(text: str, match: re.Match[str]) -> PrintedNumber:
    start, end = match.span()
    before = text[max(0, start - 60) : start]
    money = _CURRENCY.search(before)
    unit = _money_unit(money[0]) if money else _unit_after(text[end : end + 80])
    sign = _sign_before(before[: money.start()] if money else before)
    if not sign:
        sign = next((sign for sign, pattern in _AFTER if pattern.match(text, end)), "")
    if match["word"]:
        word = _MAGNITUDES[match["word"].lower()]
        if match["word"].lower() == "decades":
            unit = find_unit("decade")
        return PrintedNumber(start, end, frozenset(), word=word, sign=sign, unit=unit)
    values = (
        _digit_values(match["digits"], match["times"] or "") if match["digits"] else {_value(match["words"])}
    )
    moneys = frozenset(_SHARED_MONEY.get(_noun_after(text[end : end + 20]), "").split())
    return PrintedNumber(start, end, frozenset(values), sign=sign, unit=unit, moneys=moneys)


def _noun_after(after: str) -> str:
    """The word behind a number in the singular; "" if there is none."""
    match = re.match(r"[\s\u00a0-]*(?P<word>[^\W\d_]+)", after)
    return match["word"].lower().removesuffix("s") if match else ""


def _range(text: str, one: PrintedNumber, other: PrintedNumber) -> PrintedNumber | None:
    """The range of two numbers that a dash or a word joins: "60-95", "between 60 and 95", "60 to 95"."""
    joint = text[one.end : other.start]
    word = joint.strip()
    if not _BETWEEN.fullmatch(joint) or one.word or other.word or one.high:
        return None
    before = text[max(0, one.start - 9) : one.start].lower()
    if word in ("and", "or") and not before.endswith("between "):
        return None
    scale = next(
        (_SCALES[times] for times in _SCALES if text[: other.end].lower().endswith(times)), Decimal(1)
    )
    shared = {Decimal(1), scale}  # "two to three million"
    low = frozenset(value * factor for value in one.values for factor in shared)
    return replace(other, start=one.start, values=low, high=other.values, sign=one.sign)


def _sign_before(before: str) -> str:
    """The bound that the words before a number give it: "up to about" is an upper one."""
    signs: list[str] = []
    rest = re.sub(r"\b(?:the|a|an|another|just|only)\s+\Z", "", before)
    while True:
        for sign, pattern in _BOUNDS:
            if match := pattern.search(rest):
                signs.append(sign)
                rest = rest[: match.start()]
                break
        else:
            break
    bounds = [sign for sign in signs if sign != "~"]
    about = "~" if "~" in signs and not any("~" in sign for sign in bounds) else ""
    return f"{about}{bounds[-1]}" if bounds else about


def _unit_after(after: str) -> Unit | None:
    """The unit that the words after a number name: a measure at once, a counted noun as the last of a few."""
    phrase = _NOUN_PHRASE.match(after)
    if phrase is None:
        return None
    words: list[str] = []
    for word in re.split(r"[\s-]+", phrase["words"]):
        if _ENDS.fullmatch(word):
            break
        words.append(word.removesuffix("’s").removesuffix("'s"))
    if not words:
        return None
    for length in (3, 2, 1):
        first = find_unit(" ".join(words[:length])) if len(words) >= length and words[0] != "in" else None
        if first is not None and not first.whole:
            return first
    counted: Unit | None = None
    for word in words:
        unit = find_unit(word) or find_unit(word.lower())
        if unit is not None and unit.whole and word.lower() not in _NEUTRAL:
            counted = unit
    return counted


def _money_unit(sign: str) -> Unit | None:
    sign = sign.strip()
    return find_unit("USD" if sign in ("$", "US $", "US$") else CURRENCIES.get(sign, sign))


def _digit_values(digits: str, times: str) -> Iterator[Decimal]:
    word = times.strip(" -\u00a0").lower()
    scale = _SCALES.get(word) or _LETTERS.get(word) or Decimal(10) ** _FOREIGN.get(word, 0)
    for value in _readings(digits):
        yield value * scale


def _readings(digits: str) -> set[Decimal]:
    """Return the numbers that digits with separators may mean: 1.400 is 1400 or 1.4, 1,400.5 only one."""
    if digits[-1] in _PARTS:
        return {value + _PARTS[digits[-1]] for value in _readings(digits[:-1])}
    plain = "".join(str(int(char)) if char.isdigit() else char for char in digits)
    plain = plain.replace("٬", ",").replace("٫", ".")
    separators = [char for char in plain if not char.isdigit()]
    if not separators:
        return {Decimal(plain)}
    readings: set[Decimal] = set()
    if re.fullmatch(r"\d{1,3}(?:\D\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}", plain):
        readings.add(Decimal(re.sub(r"\D", "", plain)))
        if separators[-1] != ".":  # in English a comma before three digits separates thousands
            return readings
    whole, point, part = plain.rpartition(separators[-1])
    if point in ".," and separators.count(point) == 1:
        readings.add(Decimal(f"{re.sub(r'[^0-9]', '', whole)}.{part}"))
    return readings


def _value(words: str) -> Decimal:
    """The number that words make: "two hundred and five", "half a million", "two and a half million"."""
    tokens = re.split(r"[\s-]+", words.lower())
    factor, one = Decimal(1), Decimal(1)
    if tokens[0] == "half" and len(tokens) > 1:
        tokens, factor = tokens[2:], Decimal("0.5")
    elif "quarter" in tokens:
        tokens, factor = tokens[tokens.index("of") + 2 :], Decimal("0.25")
    total, current, last = Decimal(0), Decimal(0), one
    for place, token in enumerate(tokens):
        if token in ("a", "an"):
            current = one if len(tokens) == 1 else current
        elif token in _SMALL:
            current += _SMALL[token]
        elif token in _HUNDREDS:
            current = (current or one) * _HUNDREDS[token]
        elif token == "half" and place:
            current += (one if current else last) / 2
        elif token in _SCALES:
            last = _SCALES[token]
            total, current = total + (current or one) * last, Decimal(0)
    return (total + current) * factor
