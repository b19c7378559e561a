"""The base of a document: its citations by the reliability of their sources, and the leading source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ..core.grades import RELIABILITY
from ..records.entities import Source
from .claims import Claim


@dataclass(frozen=True)
class SourceBase:
    """Claims cited, by reliability with the best first, and the outlet with most of them: a source of it."""

    total: int
    by_reliability: dict[str, int]
    leading: Source
    leading_count: int

    @property
    def share(self) -> int:
        """The leading outlet's share in whole per cent; 100 only if there is no other."""
        rounded = (200 * self.leading_count + self.total) // (2 * self.total)
        return rounded if self.leading_count == self.total else min(rounded, 99)


def source_base(claims: Iterable[Claim]) -> SourceBase | None:
    """Return the base of the claims that a document cites, each counted once; None if it cites none.

    Publications of one outlet are one source. Of two with as many claims, the less reliable leads.
    """
    cited = list(dict.fromkeys(claims))
    if not cited:
        return None
    outlets = Counter(claim.outlet for claim in cited)
    sources = Counter((claim.outlet, claim.source.id) for claim in cited)
    by_id = {claim.source.id: claim.source for claim in cited}

    def order(key: tuple[str, str]) -> tuple[int, int, str, str]:
        outlet, id = key
        return outlets[outlet], sources[key], by_id[id].reliability, id

    outlet, id = max(sources, key=order)
    letters = Counter(claim.source.reliability for claim in cited)
    return SourceBase(
        len(cited),
        {letter: letters[letter] for letter in RELIABILITY if letters[letter]},
        by_id[id],
        outlets[outlet],
    )
