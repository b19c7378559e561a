"""The words that a claim quotes, or says that it reads, stand in the lines that it cites, word for word."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.problems import Problem
from .cited_words import CitedWords
from .kept_texts import folded

_EXPECTED = "the words as they stand there; only spaces, quotation marks and dashes may differ"


def quote_problems(cited: CitedWords) -> Iterator[Problem]:
    """Yield a problem for each quotation of a claim that its source's lines do not have."""
    record = cited.claim.record
    quotes: list[tuple[tuple[str | int, ...], str]] = [(("quote",), record.quote)] if record.quote else []
    for index, reading in enumerate(record.read_as):
        quotes.append((("read_as", index), reading.partition("->")[0].strip(" \"'“”")))
    for path, words in quotes:
        if not any(folded(words) in folded(cited.text.line(number)) for number in cited.lines):
            message = f"the words of {path[0]}: do not stand in {cited.where()}"
            elsewhere = cited.text.lines_with(words)
            yield cited.problem("source-quote", message, path, _EXPECTED, cited.lines, elsewhere)
