"""The five markings of the Traffic Light Protocol, and their order."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from .parse_errors import ValueParseError


class Marking(StrEnum):
    """TLP 2.0, lowest first, and compared so, not as the text it also is. https://www.first.org/tlp/"""

    CLEAR = "TLP:CLEAR"
    GREEN = "TLP:GREEN"
    AMBER = "TLP:AMBER"
    AMBER_STRICT = "TLP:AMBER+STRICT"
    RED = "TLP:RED"

    @classmethod
    def parse(cls, text: str) -> Marking:
        """The marking that a text is; raises ValueParseError."""
        for marking in cls:
            if text == marking.value:
                return marking
        raise ValueParseError(f"{text!r} is not a marking", "one of: " + ", ".join(m.value for m in cls))

    @property
    def rank(self) -> int:
        """Its place in the order, 0 for CLEAR."""
        return _RANKS[self.value]

    @property
    def file_name(self) -> str:
        """As a part of a file's or folder's name: TLP-AMBER-STRICT."""
        return self.value.replace(":", "-").replace("+", "-")

    @property
    def word(self) -> str:
        """As a part of a name that need not say TLP: AMBER-STRICT."""
        return self.file_name.removeprefix("TLP-")

    # each of the four by hand: str brings its own, which would put AMBER below CLEAR
    def __lt__(self, other: str) -> bool:
        return self.rank < Marking(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= Marking(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > Marking(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= Marking(other).rank


_RANKS = {marking.value: rank for rank, marking in enumerate(Marking)}


def highest(markings: Iterable[Marking | None]) -> Marking | None:
    """The highest of the markings; None if there is none among them."""
    return max(filter(None, markings), default=None)
