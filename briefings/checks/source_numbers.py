"""The numbers of a claim stand in the lines that it cites: as printed there, with their unit and bound."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from ..core.numbers_in_texts import Fit, PrintedNumber, may_be_unit, printed_numbers
from ..core.problems import Problem
from ..core.quantities import Quantity
from ..records.base_record import Record
from ..records.entities import Measure
from ..records.fact_kinds import Figure
from ..records.fact_records import field_of, keys_of
from .cited_words import CitedWords
from .kept_texts import folded

_EXPECTED = {
    Fit.UNIT: "the unit as the source prints it; read_as: says where another is meant",
    Fit.BOUND: "the bound as printed there: <= up to, < under, > over, >= at least, ~< almost, ~ about",
}
_MISSING = "the number as the source prints it; read_as: or inferred: says why it does not stand there"
_CODES = {Fit.UNIT: "source-unit", Fit.BOUND: "source-bound"}
_WHAT = {Fit.UNIT: "another unit", Fit.BOUND: "another bound"}


def number_problems(cited: CitedWords) -> Iterator[Problem]:
    """Yield a problem for each number of a claim that its source's lines do not have so."""
    for path, amount in amounts(cited.claim.record):
        if amount.stated and amount.text not in cited.readings:
            yield from _problems_of(cited, path, amount)


def amounts(
    record: Record, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Quantity]]:
    """Yield each quantity within a record, with the keys that lead to it."""
    for key in keys_of(type(record)):
        value = getattr(record, field_of(type(record), key) or key)
        if isinstance(value, Quantity):
            yield (*path, key), value
        for index, item in enumerate(value if isinstance(value, tuple) else ()):
            if isinstance(item, Record):
                yield from amounts(item, (*path, key, index))


def _problems_of(cited: CitedWords, path: tuple[str | int, ...], amount: Quantity) -> Iterator[Problem]:
    unit = _unit(cited, path, amount)
    quote = folded(cited.claim.record.quote or "")
    quoted = bool(printed_numbers(quote))
    texts = {0: quote} if quoted else {number: cited.text.line(number) for number in cited.lines}
    fits = [
        fit for text in texts.values() for found in printed_numbers(text) if (fit := found.fit(amount, unit))
    ]
    if Fit.FULL in fits:
        if not quoted and (others := _others(cited, amount, unit)):
            message = f"{amount.text!r} is one of several numbers in {cited.where()}"
            expected = "quote: with the few words that have this one"
            yield cited.problem("source-several", message, path, expected, tuple(others), [], others)
        return
    where = f"the words quoted of {cited.where()}" if quoted else cited.where()
    places = _nearest(cited, amount)
    if fits:
        kind = Fit.BOUND if Fit.BOUND in fits else Fit.UNIT
        message = f"{amount.text!r} stands with {_WHAT[kind]} in {where}"
        yield cited.problem(
            _CODES[kind], message, path, _EXPECTED[kind], tuple(places) or cited.lines, [], places
        )
    elif quoted or cited.claim.record.inferred is None:
        elsewhere = cited.text.lines_where(
            lambda line: any(found.fit(amount, unit) is Fit.FULL for found in printed_numbers(line))
        )
        message = f"{amount.text!r} does not stand in {where}"
        yield cited.problem(
            "source-number", message, path, _MISSING, tuple(places) or cited.lines, elsewhere, places
        )


def _unit(cited: CitedWords, path: tuple[str | int, ...], amount: Quantity) -> str:
    """The unit of an amount: its own, else that of the figure's measure."""
    fact = cited.claim.fact.record
    if amount.unit or path != ("value",) or not isinstance(fact, Figure):
        return amount.unit
    measure = cited.base.record("measures", fact.measure, Measure)
    return measure.unit if measure else ""


def _others(cited: CitedWords, amount: Quantity, unit: str) -> dict[int, tuple[int, int]]:
    """The places, by line, of other numbers that may be of the same unit; {} if there are none."""
    others: dict[int, tuple[int, int]] = {}
    for number in cited.lines if cited.claim.record.at else ():
        numbers = printed_numbers(cited.text.line(number))
        meant = [found for found in numbers if found.fit(amount, "") is not None]
        for found in numbers:
            within = any(one.start <= found.start and found.end <= one.end for one in meant)
            if not within and may_be_unit(unit, found) and found.values != {1}:
                others.setdefault(number, (found.start, found.end))
    return others


def _nearest(cited: CitedWords, amount: Quantity) -> dict[int, tuple[int, int]]:
    """The place of the printed number that looks most like an amount, by its line; {} if there is none."""
    best: tuple[float, int, PrintedNumber] | None = None
    for number in cited.lines:
        for found in printed_numbers(cited.text.line(number)):
            same = found.fit(amount, "") is not None
            likeness = (
                2.0 if same else max((_alike(str(value), amount) for value in found.values), default=0.0)
            )
            if best is None or likeness > best[0]:
                best = likeness, number, found
    return {best[1]: (best[2].start, best[2].end)} if best else {}


def _alike(value: str, amount: Quantity) -> float:
    return SequenceMatcher(None, value, f"{amount.middle or ''}").ratio()
