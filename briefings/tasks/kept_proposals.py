"""What a source's kept text offers for a new record: numbers and dates of a line, lines for a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from ..checks.kept_texts import KeptText
from ..core.dates_in_texts import PrintedDate, printed_dates
from ..core.numbers_in_texts import PrintedNumber, printed_numbers
from ..core.parse_errors import ValueParseError
from ..core.quantities import Quantity
from ..records.fact_kinds import FACT_KINDS
from ..records.fact_records import keys_of

_MOST = 8
_DAYS = ("date", "from", "as_of", "until")


def proposals(kind: str, values: Mapping[str, str], text: KeptText, published: date) -> dict[str, list[str]]:
    """Return by key what the text offers for it, as the key is written; nothing for what is given.

    With `at`, the numbers and dates of those lines; without it, lines that have the number or words given.
    """
    model = next((model.claim for model in FACT_KINDS if model.kind == kind), None)
    if model is None:
        return {}
    lines = [
        int(number) for number in re.findall(r"\d+", values.get("at", "")) if int(number) <= len(text.lines)
    ]
    found: dict[str, list[str]] = {}
    number_keys = [key for key in model.numbers if key not in values]
    if not lines:
        found["at"] = [str(line) for line in _lines(model.numbers, values, text)]
    for key in number_keys[:1]:
        found[key] = [
            form for line in lines for form in map(_amount, printed_numbers(text.line(line))) if form
        ]
    for key in [key for key in _DAYS if key in keys_of(model) and key not in values][:1]:
        printed = (day for line in lines for day in printed_dates(text.line(line)))
        found[key] = [form for day in printed if (form := _day(day, published))]
    return {key: list(dict.fromkeys(forms))[:_MOST] for key, forms in found.items() if forms}


def _lines(numbers: tuple[str, ...], values: Mapping[str, str], text: KeptText) -> Iterator[int]:
    """The lines that have the number given, else those with most of the words of a title or text."""
    amount = next((values[key].strip("'\"") for key in numbers if key in values), "")
    try:
        quantity = Quantity.parse(amount) if amount else None
    except ValueParseError:
        quantity = None
    if quantity is not None and quantity.stated:
        for line, words in enumerate(text.lines, 1):
            if any(found.fit(quantity, quantity.unit) for found in printed_numbers(words)):
                yield line
        return
    wanted = set(re.findall(r"[^\W\d_]{4,}", f"{values.get('title', '')} {values.get('text', '')}".lower()))
    counts = [
        (len(wanted & set(re.findall(r"\w+", words.lower()))), -line)
        for line, words in enumerate(text.lines, 1)
    ]
    most = max(counts, default=(0, 0))[0]
    yield from (-line for count, line in counts if most and count == most)


def _amount(printed: PrintedNumber) -> str:
    """A printed number as a key has it; "" for one that can be read in two ways."""
    unit = f" {printed.unit.name}" if printed.unit else ""
    if printed.word:
        return f"{printed.word}{unit}"
    if len(printed.values) != 1 or len(printed.high) > 1:
        return ""
    low, high = next(iter(printed.values)), next(iter(printed.high), None)
    upper = f"..{high:f}" if high is not None else ""
    return f"{printed.sign}{low:f}{upper}{unit}"


def _day(printed: PrintedDate, published: date) -> str:
    """A printed date as a key has it, with what it leaves out by the day of its source; "" for a decade."""
    if printed.decade is not None:
        return ""
    if printed.weekday is not None:
        return (published - timedelta(days=(published.weekday() - printed.weekday) % 7)).isoformat()
    if printed.month is None:
        return str(printed.year)
    months = 12 * published.year + published.month - printed.month
    year = printed.year or (months + 6) // 12  # the nearest month of that name
    day = f"-{printed.day:02}" if printed.day else ""
    return f"{year}-{printed.month:02}{day}"
