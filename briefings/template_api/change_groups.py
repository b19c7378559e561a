"""Changes in groups for a reader: by the one country that each touches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from ..facts import labels
from ..records.references import Ref
from .escaped_names import EscapedName
from .page_context import PageContext
from .page_queries import sorted_as
from .template_facts import ShownFact, shown_entities


class ListedChange(Protocol):
    """A change as templates see it, as far as lists of changes ask it."""

    of: str
    id: EscapedName
    rank: int
    countries: list[Ref]
    fact: ShownFact | None


C = TypeVar("C", bound=ListedChange)


def changes_by_country(
    page: PageContext, changes: Iterable[C], others: str
) -> list[tuple[EscapedName, list[C]]]:
    """Changes by the one country of the region they touch, in the region's order; within it by name.

    Those of several countries or of none are at the end, under the name `others`.
    """
    groups: dict[str, list[C]] = {}
    for change in changes:
        groups.setdefault(change.countries[0] if len(change.countries) == 1 else "", []).append(change)
    named = {
        id: next(shown_entities(page, [page.view.resolve(id) or id]), id) for id in page.view.desk.region
    }
    names = {id: str(entity) for id, entity in named.items()} | {"": others}

    def order(change: ListedChange) -> tuple[object, ...]:
        fact = page.view.fact(str(change.id))
        label = (labels.own_text(fact) or labels.fact_label(page.view, fact)) if fact else ""
        return change.rank, change.of, sorted_as(label), str(change.id)

    return [
        (
            EscapedName(names[id]),
            sorted(groups[id], key=order),
        )
        for id in names
        if id in groups
    ]
