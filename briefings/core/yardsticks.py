"""Yardsticks of likelihood: closed sets of terms with the ranges they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Yardstick:
    """A published scale: `rows` hold its terms, lowest first, with their ranges. Terms of two rows are not
    mixed."""

    title: str
    rows: tuple[Mapping[str, str], ...]

    def row(self, used: Iterable[str] = ()) -> Mapping[str, str]:
        """The row that most of the terms used are from; the first where none is."""
        held = list(used)
        return max(self.rows, key=lambda row: sum(term in row for term in held))

    def span(self, term: str) -> str:
        """The range that a term stands for; "" if it is not on this yardstick."""
        return next((row[term] for row in self.rows if term in row), "")

    def bounds(self, term: str) -> tuple[int, int] | None:
        """The range of a term in whole per cent, from 0 or to 100 if it is open; None for an unknown term."""
        numbers = [int(number) for number in re.findall(r"\d+", self.span(term))]
        if len(numbers) == 2:
            return numbers[0], numbers[1]
        if not numbers:
            return None
        return (0, numbers[0]) if self.span(term).startswith("up to") else (numbers[0], 100)

    def bands(self, term: str) -> dict[str, tuple[int, int]]:
        """The ranges of the row that a term is of, lowest first."""
        row = next((row for row in self.rows if term in row), {})
        return {name: bounds for name in row if (bounds := self.bounds(name))}

    def place(self, term: str) -> int | None:
        """The position of a term, lowest first; None if it is not on this yardstick."""
        return next((list(row).index(term) for row in self.rows if term in row), None)


_ICD203 = ("1–5%", "5–20%", "20–45%", "45–55%", "55–80%", "80–95%", "95–99%")

YARDSTICKS = {
    # UK Professional Head of Intelligence Assessment; there are gaps between its ranges
    "phia": Yardstick(
        "PHIA probability yardstick",
        (
            {
                "remote chance": "up to 5%",
                "highly unlikely": "10–20%",
                "unlikely": "25–35%",
                "realistic possibility": "40–50%",
                "likely": "55–75%",
                "highly likely": "80–90%",
                "almost certain": "95% and more",
            },
        ),
    ),
    # US Intelligence Community Directive 203, Analytic Standards, 2 January 2015
    "icd203": Yardstick(
        "ICD 203",
        (
            dict(
                zip(
                    (
                        "almost no chance", "very unlikely", "unlikely", "roughly even chance", "likely",
                        "very likely",
                        "almost certain",
                    ),
                    _ICD203, strict=True,
                )
            ),
            dict(
                zip(
                    (
                        "remote", "highly improbable", "improbable", "roughly even odds", "probable",
                        "highly probable",
                        "nearly certain",
                    ),
                    _ICD203, strict=True,
                )
            ),
        ),
    ),
}  # fmt: skip

# Every term of every yardstick, each once.
TERMS = tuple(dict.fromkeys(term for held in YARDSTICKS.values() for row in held.rows for term in row))
# Said of places and times as well: found in a text, it need not be a likelihood.
AMBIGUOUS = ("remote",)
TERM_RANGES = {
    term: "; ".join(
        f"{row[term]} ({name})" for name, held in YARDSTICKS.items() for row in held.rows if term in row
    )
    for term in TERMS
}
