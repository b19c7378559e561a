"""Links from one record to the next: none leads back to where it began."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from ..core.problems import Mark, Problem
from ..records.entities import Measure
from ..records.fact_kinds import FactRecord
from ..records.judgements import Assessment
from ..records.yaml_tree import ScalarNode
from .rule_context import RuleContext

# From the id of a record to those that it names, each with its place.
Links = dict[str, dict[str, Mark]]


def circles(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each circle: no record supersedes, rivals or is a part of itself by others."""
    links = _links(context)
    for key, graph in links.items():
        if key in ("rivals", "same_as"):  # they hold both ways, so only a record's own id is wrong
            graph = {id: {id: named[id]} for id, named in graph.items() if id in named}
        while (circle := _circle(graph)) is not None:
            first, then = min(pairwise(circle))
            mark = graph[first].pop(then)
            way = " -> ".join(_from(first, circle))
            yield Problem(
                "link-circle", f"{key!r} goes in a circle: {way}", mark, f"no {key!r} that leads back"
            )


def _links(context: RuleContext) -> dict[str, Links]:
    links: dict[str, Links] = {
        key: {} for key in ("supersedes", "part_of", "rivals", "same_as", "parts", "corrects")
    }

    def link(key: str, id: str, named: Iterable[ScalarNode]) -> None:
        links[key][id] = {str(target): target.mark for target in named}

    for entry in context.ids.values():
        match entry.record:
            case FactRecord() as fact:
                link("supersedes", entry.id, fact.supersedes)
                link("part_of", entry.id, [fact.part_of] if fact.part_of else [])
                link("rivals", entry.id, fact.rivals)
                link("same_as", entry.id, fact.same_as)
                for claim, node in zip(entry.claims, entry.claim_nodes, strict=True):
                    if claim.id and claim.corrects:
                        links["corrects"][str(claim.id)] = {str(claim.corrects): node.mark}
            case Assessment(supersedes=older) if older:
                link("supersedes", entry.id, [older])
            case Measure() as measure:
                link("parts", entry.id, measure.parts)
    return links


def _circle(graph: Links) -> list[str] | None:
    """A circle of ids, of which the last is the first again; None if there is none."""
    try:
        TopologicalSorter({id: named.keys() for id, named in graph.items()}).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1][::-1]  # which names each behind the one that names it
        return circle
    return None


def _from(first: str, circle: list[str]) -> list[str]:
    """A circle as one that begins and ends with an id of it."""
    at = circle.index(first)
    return [*circle[at:-1], *circle[:at], first]


RULES = (circles,)
