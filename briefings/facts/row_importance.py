"""The order of importance where room is short, by which rows of a page are kept or cut.

Corrections, disputes and the first judgements are kept before anything else. Of the rows of one list, what
changed since the last issue goes first, then the larger number of its measure, the better grade, the later
day; a plan on a weak word stands after all that is so. Ids and the alphabet decide nothing but ties.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from ..records.fact_records import PROSPECTIVE_STATUSES
from .agreement import stated_quantity
from .claims import Fact

# The lists of a page, the most important first: of two rows that come equally early in their lists, the one
# of the earlier list is kept.
LISTS = tuple(
    """
    corrections disputes judgements displacement forces borders memberships events signposts
    calendar statements neighbours
    """.split()
)
KEPT = 3  # the first lists are cut only where the page has no other row left
KEPT_JUDGEMENTS = 3  # more of them are rows as any others, lest they crowd out all else


def row_rank(name: str, place: int) -> int:
    """The rank of a row by the list it is in and its place in the order of importance; low is kept."""
    position = LISTS.index(name)
    if name == "judgements" and place >= KEPT_JUDGEMENTS:
        return place * len(LISTS) + position  # as the third row of another list, and so on
    return position if position < KEPT else (place + 1) * len(LISTS) + position


def by_importance(facts: Iterable[Fact], changed: Callable[[str], bool]) -> list[Fact]:
    """The facts, the most important first; `changed` tells by id what moved since the last issue."""
    return sorted(facts, key=lambda fact: (is_weak_plan(fact), not changed(fact.id), *weight(fact)))


def is_weak_plan(fact: Fact) -> bool:
    """True for what is only planned, offered or feared, on a word that is doubtful or of a weak source."""
    grade = fact.headline.grade
    planned = fact.headline.record.status in PROSPECTIVE_STATUSES
    return planned and (grade.is_doubtful or grade.is_not_judged)


def weight(fact: Fact) -> tuple[bool, Decimal, object, int, str]:
    """Sort key of a fact among its like: the larger, better graded, later first; what is over last."""
    amount = stated_quantity(fact.headline)
    size = amount.middle if amount is not None and amount.middle is not None else Decimal(0)
    over = fact.headline.record.negated or fact.headline.record.status == "cancelled"
    return over, -size, fact.headline.grade.order, -fact.date.last.toordinal(), fact.id
