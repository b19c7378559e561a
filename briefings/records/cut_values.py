"""A comma in {…} ends a value without quotes, and what follows is taken for a key: one slip, told once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..core.problems import Problem
from .yaml_tree import MappingNode, Node, ScalarNode, SequenceNode, span_bounds

_COLON = frozenset(":：")  # what was meant for a key, but for a space or a keyboard
_LONGEST = 120  # characters of a value that is repeated with its quotes


def cut_values_told_once(problems: list[Problem], node: MappingNode) -> list[Problem]:
    """Return the problems of a record with one for each value that a comma ends, and none of its pieces."""
    strays = {problem.mark.offset: problem for problem in problems if problem.code == "unknown-key"}
    told: dict[int, Problem] = {}
    pieces: list[tuple[int, int]] = []
    for key, value, cut in _cut_values(node, strays):
        start, end = span_bounds(value.span)[0], span_bounds(cut[-1].span)[1]
        first = strays[cut[0].mark.offset]
        told[first.mark.offset] = replace(first, expected=_whole(key, value, end), suggestion="")
        pieces.append((start, end))

    def is_of_piece(problem: Problem) -> bool:
        return any(start <= problem.mark.offset < end for start, end in pieces)

    kept = []
    for problem in problems:
        if problem.mark.offset in told and problem is strays.get(problem.mark.offset):
            kept.append(told[problem.mark.offset])
        elif not is_of_piece(problem):
            kept.append(problem)
    return kept


def _whole(key: ScalarNode, value: ScalarNode, end: int) -> str:
    text = value.file.text[span_bounds(value.span)[0] : end]
    quote = "'" if '"' in text else '"'
    if len(text) > _LONGEST or quote in text or "\n" in text:
        return f"quotes around a value that holds a comma: that of '{key}'"
    return f"quotes around a value that holds a comma: {key}: {quote}{text}{quote}"


def _is_rest(key: ScalarNode, value: Node) -> bool:
    """Return True if a key without a value may be what a comma cut from the value before it."""
    if not (isinstance(value, ScalarNode) and value == "" and value.plain and key.plain):
        return False
    return not _COLON & set(key) and key.file.text[: span_bounds(key.span)[0]].rstrip().endswith(",")


def _cut_values(
    node: Node, strays: dict[int, Problem]
) -> Iterator[tuple[ScalarNode, ScalarNode, list[ScalarNode]]]:
    """Yield each key with its value that was cut, and the keys that the rest of it was taken for."""
    if isinstance(node, SequenceNode):
        for item in node:
            yield from _cut_values(item, strays)
    if not isinstance(node, MappingNode):
        return
    last: tuple[ScalarNode, ScalarNode] | None = None
    cut: list[ScalarNode] = []
    for key, value in node.items():
        if last and _is_rest(key, value) and key.mark.offset in strays:
            cut.append(key)
            continue
        if last and cut:
            yield *last, cut
        last, cut = (key, value) if isinstance(value, ScalarNode) and value.plain else None, []
        yield from _cut_values(value, strays)
    if last and cut:
        yield *last, cut
