"""A claim beside the lines that it cites: what every rule on the words of sources looks at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..core.problems import Mark, Problem
from ..facts.claims import Claim
from ..facts.fact_base import FactBase
from .kept_texts import KeptText
from .rule_context import claim_mark

_SHOWN = 2  # lines of a source beneath a problem


@dataclass(frozen=True)
class CitedWords:
    """A claim and its source's kept text; `lines` are those cited, or all of a text without `at`."""

    claim: Claim
    text: KeptText
    base: FactBase

    @property
    def lines(self) -> tuple[int, ...]:
        """The lines that must have the number and the quote."""
        return self._there(self.claim.record.at) or tuple(range(1, len(self.text.lines) + 1))

    @property
    def around(self) -> tuple[int, ...]:
        """The lines that must have the date and the names: those cited, and those of `context`.

        What is inferred may stand anywhere in the text.
        """
        if self.claim.record.inferred is not None:
            return tuple(range(1, len(self.text.lines) + 1))
        return (*self.lines, *self._there(self.claim.record.context))

    def _there(self, numbers: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(number for number in numbers if number <= len(self.text.lines))

    @property
    def readings(self) -> frozenset[str]:
        """The values that the claim says stand there in other words."""
        return frozenset(reading.partition("->")[2].strip() for reading in self.claim.record.read_as)

    def mark(self, *path: str | int) -> Mark:
        """The place of a value of the claim."""
        return claim_mark(self.claim, *path)

    def problem(
        self,
        code: str,
        message: str,
        path: tuple[str | int, ...],
        expected: str,
        numbers: tuple[int, ...],
        elsewhere: list[int],
        places: dict[int, tuple[int, int]] | None = None,
    ) -> Problem:
        """A problem of a value, with lines of the source beneath it; `elsewhere` has lines that would do.

        `places` are the stretches of lines to put the caret at.
        """
        related: list[tuple[Mark, str]] = []
        for number in numbers[:_SHOWN]:
            start, end = (places or {}).get(number, (0, 1))
            related.append((self.text.mark(number, start, end), f"line {number} of {self.claim.source.id}"))
        others = [number for number in elsewhere if number not in numbers]
        suggestion = f"line {others[0]}" if others else ""
        return Problem(code, message, self.mark(*path), expected, suggestion, tuple(related))

    def where(self, numbers: tuple[int, ...] | None = None) -> str:
        """ "line 19 of cnbc-2021-08", for messages."""
        numbers = self.lines if numbers is None else numbers
        if len(numbers) == len(self.text.lines) and len(numbers) > 1:
            return f"the text of {self.claim.source.id}"
        lines = ", ".join(map(str, numbers))
        return f"line{'s' * (len(numbers) > 1)} {lines} of {self.claim.source.id}"


def cited_words(base: FactBase, texts: dict[str, KeptText]) -> Iterator[CitedWords]:
    """Each claim whose source's text is here, by its fact's id; a garbled one is not held against it."""
    for entry in base.all:
        for claim in base.claims(entry):
            text = texts.get(claim.source.id)
            if text is not None and text.lines and not claim.record.garbled:
                yield CitedWords(claim, text, base)
