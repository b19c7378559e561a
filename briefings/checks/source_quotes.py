"""The words that a claim quotes stand in the lines that it cites, and what it reads words as is its value."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.dates import PartialDate
from ..core.problems import Problem
from .cited_words import CitedWords
from .kept_texts import has_words
from .source_numbers import amounts

_EXPECTED = "the words as they stand there; only spaces, quotation marks and dashes may differ"


def quote_problems(cited: CitedWords) -> Iterator[Problem]:
    """Yield a problem for each quotation of a claim that its source's lines do not have."""
    record = cited.claim.record
    quotes: list[tuple[tuple[str | int, ...], str]] = [(("quote",), record.quote)] if record.quote else []
    for index, reading in enumerate(record.read_as):
        quotes.append((("read_as", index), reading.partition("->")[0].strip(" \"'“”")))
    for path, words in quotes:
        lines = cited.lines if path == ("quote",) else cited.around
        if not any(has_words(cited.text.line(number), words) for number in lines):
            message = f"the words of {path[0]}: do not stand in {cited.where()}"
            elsewhere = cited.text.lines_with(words)
            yield cited.problem("source-quote", message, path, _EXPECTED, cited.lines, elsewhere)
    yield from _readings(cited)


def _readings(cited: CitedWords) -> Iterator[Problem]:
    """Yield a problem for each reading that is no value of the claim."""
    record = cited.claim.record
    values = {amount.text for _, amount in amounts(record)}
    values |= {value.text for _, value in record if isinstance(value, PartialDate)}
    for index, reading in enumerate(record.read_as):
        value = reading.partition("->")[2].strip()
        if value not in values:
            message = f"{value!r} is read there, and is no value of the claim"
            expected = "an amount or date of the claim behind ->, as it is written there"
            yield cited.problem("source-number", message, ("read_as", index), expected, (), [])
