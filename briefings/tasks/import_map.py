"""The map of a table: which key of a record comes from which column, and what stands in every record.

kind: displacement
source: unhcr-2024
keys:
  leaving: {column: Country of Origin ISO}
  into: {column: Country of Asylum ISO}
  measure: hosted
  value: {column: Refugees, unit: people}
  as_of: {column: Year}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from ..core.problems import BriefingsError, Mark, TextFile, nearest
from ..records.fact_kinds import FACT_KINDS
from ..records.fact_records import keys_of
from ..records.record_models import RECORD_MODELS
from ..records.yaml_tree import MappingNode, Node, ScalarNode, SequenceNode, parse

# What an import never makes: judgements, and the desk's own settings.
KINDS = tuple(
    kind for kind in RECORD_MODELS if kind not in ("desk", "assessments", "signposts", "topics", "issues")
)
_KEYS = ("kind", "source", "keys", "where", "skip", "sheet", "unpivot", "jump", "blank", "records")
_COLUMN_KEYS = ("column", "unit", "names", "split", "separator", "scale", "order")
# Which number of a date such as 02-03-1992 is the day.
ORDERS = ("day-month-year", "month-day-year")
_DEFAULT_JUMP = Decimal(50)


@dataclass(frozen=True)
class ColumnRule:
    """How the cell of a column becomes a value.

    `unit` stands behind the number, `scale` (thousand, million) between; `separator` parts its thousands,
    `split` parts a list, and `order` tells which of a date's numbers is the day. `names` gives the desk's
    word for a word of the table.
    """

    column: str
    mark: Mark
    unit: str = ""
    scale: str = ""
    separator: str = ""
    split: str = ""
    order: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ImportMap:
    """A map as read. `constants` are values as YAML has them; `records` are further records that it needs.

    `where` are the words that columns must have, `blank` those that stand for nothing, and `jump` the change
    in per cent from which a new number is held back.
    """

    kind: str
    constants: Mapping[str, str]
    columns: Mapping[str, ColumnRule]
    where: Mapping[str, tuple[str, ...]]
    skip: int
    sheet: str
    unpivot: tuple[str, str, str] | None
    jump: Decimal
    blank: frozenset[str]
    records: Mapping[str, tuple[str, ...]]

    @property
    def used_columns(self) -> list[str]:
        """The columns that it reads, each once."""
        return list(dict.fromkeys([*(rule.column for rule in self.columns.values()), *self.where]))


def read_map(file: TextFile) -> ImportMap:
    """The map in a file; raises BriefingsError with the line of the first mistake."""
    tree, problems = parse(file)
    if problems:
        raise BriefingsError(str(problems[0]).splitlines()[0], problems[0].expected)
    if not isinstance(tree, MappingNode):
        raise BriefingsError(
            f"{file.path} is no map of a table", "kind:, source: and keys:, see docs/import.md"
        )
    _assure_keys(tree, _KEYS)
    kind = _word(tree, "kind")
    if kind not in KINDS:
        raise _mistake(_at(tree, "kind") or tree, f"no kind of record {kind!r}", KINDS, kind)
    keys = _at(tree, "keys")
    if not isinstance(keys, MappingNode):
        raise _mistake(keys or tree, "a map without 'keys'", (), "", "keys: {value: {column: …}, …}")
    constants, columns = _keys(kind, keys)
    if source := _word(tree, "source"):
        constants["source"] = source
    return ImportMap(
        kind,
        constants,
        columns,
        {str(key): _words(value) for key, value in _mapping(tree, "where").items()},
        _whole(tree, "skip"),
        _word(tree, "sheet"),
        _unpivot(tree),
        _percent(tree),
        frozenset(("", *(_words(_at(tree, "blank"))))),
        _records(tree),
    )


def _keys(kind: str, keys: MappingNode) -> tuple[dict[str, str], dict[str, ColumnRule]]:
    known = _known_keys(kind)
    constants: dict[str, str] = {}
    columns: dict[str, ColumnRule] = {}
    for key, value in keys.items():
        if key not in known:
            raise _mistake(key, f"{kind} have no key '{key}'", known, key)
        if isinstance(value, MappingNode) and "column" in value:
            columns[str(key)] = _rule(value)
        else:
            constants[str(key)] = written(value)
    if not columns:
        raise _mistake(keys, "no key comes from a column", (), "", "value: {column: Population}")
    return constants, columns


def _known_keys(kind: str) -> tuple[str, ...]:
    model = next((model for model in FACT_KINDS if model.kind == kind), None)
    return keys_of(RECORD_MODELS[kind]) if model is None else (*keys_of(model), *keys_of(model.claim))


def _rule(node: MappingNode) -> ColumnRule:
    _assure_keys(node, _COLUMN_KEYS)
    names = {str(key): written(value) for key, value in _mapping(node, "names").items()}
    rest = {key: _word(node, key) for key in ("unit", "scale", "separator", "split", "order")}
    if rest["order"] not in ("", *ORDERS):
        raise _mistake(
            _at(node, "order") or node, f"no order of a date: {rest['order']!r}", ORDERS, rest["order"]
        )
    return ColumnRule(_word(node, "column"), node.mark, names=names, **rest)


def written(node: Node) -> str:
    """A node as it can stand after a key on one line."""
    if isinstance(node, MappingNode):
        return "{" + ", ".join(f"{key}: {written(value)}" for key, value in node.items()) + "}"
    if isinstance(node, SequenceNode):
        return "[" + ", ".join(map(written, node)) + "]"
    return quoted(str(node))


def quoted(text: str) -> str:
    """A text as a value within braces: in quotes unless it is plainly a word, a number or a date."""
    plain = text and text[0].isalnum() and not set(text) & set(",[]{}#&*!|>'\"%@`\n") and ": " not in text
    return (
        text
        if plain and not text.endswith((":", " "))
        else "'" + text.replace("'", "''").replace("\n", " ") + "'"
    )


def _records(tree: MappingNode) -> dict[str, tuple[str, ...]]:
    """Records of other kinds that the map brings (its source, its measure), each on one line."""
    found: dict[str, tuple[str, ...]] = {}
    for kind, listed in _mapping(tree, "records").items():
        if kind not in KINDS:
            raise _mistake(kind, f"no kind of record '{kind}'", KINDS, kind)
        items: Iterable[Node] = listed if isinstance(listed, SequenceNode) else ()
        found[str(kind)] = tuple(written(item) for item in items)
    return found


def _unpivot(tree: MappingNode) -> tuple[str, str, str] | None:
    node = _mapping(tree, "unpivot")
    if not node:
        return None
    _assure_keys(node, ("columns", "name", "value"))
    return _word(node, "columns"), _word(node, "name") or "name", _word(node, "value") or "value"


def _percent(tree: MappingNode) -> Decimal:
    text = _word(tree, "jump")
    try:
        return Decimal(text.rstrip("% ")) if text else _DEFAULT_JUMP
    except InvalidOperation:
        raise _mistake(
            _at(tree, "jump") or tree, f"{text!r} is no share", (), "", "a number of per cent: jump: 50 %"
        ) from None


def _whole(tree: MappingNode, key: str) -> int:
    text = _word(tree, key)
    if text and not (text.isascii() and text.isdigit() and len(text) < 6):
        raise _mistake(_at(tree, key) or tree, f"{text!r} is no number of lines", (), "", f"{key}: 4")
    return int(text or 0)


def _at(tree: MappingNode, name: str) -> Node | None:
    key = tree.key(name)
    return None if key is None else tree[key]


def _mapping(tree: MappingNode, key: str) -> MappingNode:
    value = _at(tree, key)
    if value is None:
        return MappingNode({}, tree.file, tree.span)
    if not isinstance(value, MappingNode):
        raise _mistake(value, f"'{key}' holds no keys", (), "", f"{key}: {{…: …}}")
    return value


def _word(tree: MappingNode, key: str) -> str:
    value = _at(tree, key)
    if value is None:
        return ""
    if not isinstance(value, ScalarNode):
        raise _mistake(value, f"'{key}' holds no text", (), "", f"{key}: a word")
    return str(value)


def _words(node: Node | None) -> tuple[str, ...]:
    """The text of a node, or the texts of its list."""
    items = node if isinstance(node, SequenceNode) else (node,)
    return tuple(str(item) for item in items if isinstance(item, ScalarNode))


def _assure_keys(node: MappingNode, known: tuple[str, ...]) -> None:
    for key in node:
        if key not in known:
            raise _mistake(key, f"unknown key '{key}'", known, key)


def _mistake(node: Node, message: str, known: Iterable[str], word: str, expected: str = "") -> BriefingsError:
    near = nearest(word, known) if known else ""
    remedy = expected or (f"did you mean {near!r}?" if near else f"one of: {', '.join(known)}")
    return BriefingsError(f"{node.mark}: {message}", remedy)
