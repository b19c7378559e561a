"""The origins of claims: who says a thing first, however many outlets repeat it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .claims import Claim


def origins(claims: Sequence[Claim]) -> list[frozenset[str]]:
    """Return the origins of each claim of a fact, by outlet or entity id.

    Outlets that carry one wire report are one origin, and so are two articles of one outlet. If a quoted
    outlet names its own origin in another of the claims, that is the origin; else the outlet itself.
    """
    if len(claims) == 1:
        return [frozenset((_chain(claims[0])[-1],))]
    first_hand = {claim.outlet for claim in claims if not claim.record.origin}
    quotes: dict[str, set[str]] = {}
    for claim in claims:
        for nearer, farther in pairwise(_chain(claim)):
            quotes.setdefault(nearer, set()).add(farther)

    def first_sources(start: str) -> frozenset[str]:
        sources, seen, ahead = set(), set(), [start]
        while ahead:
            node = ahead.pop()
            if node in seen:
                continue
            seen.add(node)
            if node in first_hand or node not in quotes:
                sources.add(node)
            else:
                ahead += quotes[node]
        return frozenset(sources or {min(seen)})  # those that quote each other in a circle are one origin

    return [first_sources(_chain(claim)[-1]) for claim in claims]


def _chain(claim: Claim) -> tuple[str, ...]:
    """The outlet, then whom it quotes, then whom that one quotes, and so on."""
    return (claim.outlet, *map(str, claim.record.origin))


def origin_count(claims: Sequence[Claim]) -> int:
    """The number of independent origins behind claims of one fact; 0 without claims."""
    return len(set().union(*origins(claims)))
