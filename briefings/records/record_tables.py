"""Tables of records: rows under a header of keys, each of which is a record of its own.

    borders:
      - keys: [between, length]
        rows:
          - [[AFG, TJK], 1357 km]
          - [[AFG, CHN], 76 km]
        source: factbook-2021

What stands beside `keys` and `rows` is said of each row. A cell `~` leaves its key out of the row.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ..core.problems import Problem, ProblemList, TextFile
from .yaml_tree import MappingNode, Node, ScalarNode, SequenceNode, parse, reparsed

KEYS, ROWS = "keys", "rows"
_FORM = "rows: a list with one '- [value, value]' a record, in the order of keys"
_HEADER = "keys: [key, key], one for each value of a row"


def is_table(node: Node) -> bool:
    """True for an item of a list of records that stands for many."""
    return isinstance(node, MappingNode) and node.key(ROWS) is not None


def rows(table: MappingNode, problems: ProblemList) -> Iterator[MappingNode]:
    """Yield the record of each row, its values and keys with their places; report what is wrong."""
    header, body = _value(table, KEYS), _value(table, ROWS)
    if not isinstance(header, SequenceNode) or not all(isinstance(key, ScalarNode) for key in header):
        mark = table.mark if header is None else header.mark
        problems.append(Problem("shape", f"a table without a list of '{KEYS}'", mark, expected=_HEADER))
        return
    if not isinstance(body, SequenceNode) or not body:
        mark = table.mark if body is None else body.mark
        problems.append(Problem("shape", f"'{ROWS}' holds no list", mark, expected=_FORM))
        return
    names = [str(key) for key in header]
    shared = {key: value for key, value in table.items() if key not in (KEYS, ROWS)}
    if twice := next((key for key in header if names.count(str(key)) > 1 or key in shared), None):
        assert isinstance(twice, ScalarNode)
        problems.append(Problem("duplicate-key", f"key '{twice}' stands twice", twice.mark, "each key once"))
        return
    for row in body:
        if problems.full(row.file):
            return
        if not isinstance(row, SequenceNode):
            problems.append(Problem("shape", "a row that is no list", row.mark, expected="- [value, value]"))
        elif len(row) != len(names):
            message = f"a row of {len(row)} under {len(names)} keys"
            problems.append(
                Problem(
                    "shape", message, row.mark, expected=f"a value for each of {', '.join(names)}; ~ for none"
                )
            )
        else:
            yield _record(header, row, shared)


def _value(table: MappingNode, name: str) -> Node | None:
    key = table.key(name)
    return None if key is None else table[key]


def _record(header: SequenceNode, row: SequenceNode, shared: dict[ScalarNode, Node]) -> MappingNode:
    cells: dict[ScalarNode, Node] = {}
    for key, cell in zip(header, row, strict=True):
        if isinstance(key, ScalarNode) and not (isinstance(cell, ScalarNode) and cell == "~" and cell.plain):
            cells[key] = cell
    return MappingNode({**cells, **shared}, row.file, row.span)


@lru_cache(maxsize=16)  # rows of one file are asked for one after another
def _rows_by_span(file: TextFile) -> dict[int, MappingNode]:
    tree, _ = parse(file)
    lists = tree.values() if isinstance(tree, MappingNode) else ()
    tables = (item for items in lists if isinstance(items, SequenceNode) for item in items if is_table(item))
    problems = ProblemList()
    found = (row for table in tables if isinstance(table, MappingNode) for row in rows(table, problems))
    return {row.span: row for row in found}


def record_at(file: TextFile, span: int) -> MappingNode | None:
    """A record that was read once, read again from its stretch of the file, or from its table."""
    node = reparsed(file, span)
    if isinstance(node, SequenceNode):
        return _rows_by_span(file).get(span)
    return node if isinstance(node, MappingNode) else None
