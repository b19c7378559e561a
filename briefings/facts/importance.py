"""The order of importance where room is short, by which rows of a page are kept or cut.

Corrections, disputes and judgements are kept before anything else. Of the rows of one list, what changed
since the last issue goes first, then the larger number of its measure, the better grade, the later day. Ids
and the alphabet decide nothing but ties.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from .agreement import stated_quantity
from .fact_base import Fact

# The lists of a page, the most important first: of two rows that come equally early in their lists, the one
# of the earlier list is kept.
LISTS = (
    "corrections", "disputes", "judgements", "displacement", "forces", "borders", "memberships", "events",
    "signposts", "calendar", "statements", "neighbours",
)  # fmt: skip
KEPT = 3  # the first lists are cut only where the page has no other row left


def row_rank(name: str, place: int) -> int:
    """The rank of a row by the list it is in and its place in the order of importance; low is kept."""
    position = LISTS.index(name)
    return position if position < KEPT else (place + 1) * len(LISTS) + position


def by_importance(facts: Iterable[Fact], changed: Callable[[str], bool]) -> list[Fact]:
    """The facts, the most important first; `changed` tells by id what moved since the last issue."""
    return sorted(facts, key=lambda fact: (not changed(fact.id), *_weight(fact)))


def _weight(fact: Fact) -> tuple[bool, Decimal, object, int, str]:
    amount = stated_quantity(fact.headline)
    size = amount.middle if amount is not None and amount.middle is not None else Decimal(0)
    over = fact.headline.record.negated or fact.headline.record.status == "cancelled"
    return over, -size, fact.headline.grade.order, -fact.date.last.toordinal(), fact.id
