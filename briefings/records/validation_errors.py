"""Problems at their places, from the validator's findings and from unknown keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic_core import ErrorDetails

from ..core.json_types import JsonObject
from ..core.problems import Mark, Problem, nearest, one_of
from .base_record import Record, records_in
from .fact_records import field_of, keys_of
from .field_readers import NOT_AT_ALL
from .placeholders import is_no_value
from .yaml_slips import CURLY_QUOTES
from .yaml_tree import MappingNode, Node, ScalarNode, SequenceNode, key_mark

_FACTS_DOC = "docs/facts.md"


def unknown_key(
    key: str, known: Iterable[str], value: object, where: str = "", mark: Mark | None = None
) -> Problem:
    """The problem of a key that its record does not have, with the nearest that it has."""
    known = tuple(dict.fromkeys(known))
    message = f"key '{key}' is{where}" if where else f"unknown key '{key}'"
    expected = one_of(known)
    suggestion = nearest(key, known) or _in_full(key, known)
    place = mark or (key.mark if isinstance(key, ScalarNode) else None)
    assert place is not None
    cut = place.file.text[: place.offset].rstrip()[-1:] in (",", "{")
    if isinstance(value, ScalarNode) and value == "" and value.plain and (cut or ":" in key or "：" in key):
        name, colon, _ = key.partition(":")
        if colon and name in known:
            expected, suggestion = f"a space after the colon: '{name}: …'", name
        elif "：" in key:
            expected, suggestion = "a colon as on an English keyboard, and a space", ""
        elif any(quote in key for quote in CURLY_QUOTES):
            expected = "straight quotes around a value that holds a comma: \" or '"
        else:
            expected = f"quotes around a value that holds a comma; else {expected}"
    elif key.strip(CURLY_QUOTES) in known:
        expected, suggestion = "no quotes, or straight ones: \" or '", key.strip(CURLY_QUOTES)
    return Problem("unknown-key", message, place, expected=expected, suggestion=suggestion)


# What is not the beginning of the key that is meant.
_SHORT_FOR = {
    "lng": "longitude",
    "long": "longitude",
    "link": "url",
    "href": "url",
    "txt": "text",
    "desc": "text",
}


def _in_full(key: str, known: Iterable[str]) -> str:
    """The one key that another is short for: 'lat' for 'latitude'; "" if it is open."""
    meant = [name for name in known if name == _SHORT_FOR.get(key.casefold())]
    begun = [name for name in known if len(key) > 2 and name.startswith(key.casefold())]
    return meant[0] if meant else begun[0] if len(begun) == 1 else ""


def no_value(what: str, expected: str, found: ScalarNode) -> Problem:
    """The problem of a key or an item for which there is nothing, or a text that stands for nothing."""
    nothing = f": '{found}' stands for nothing" if found.strip() else ""
    return Problem(
        "empty-value", f"no value for {what}{nothing}", found.mark, expected=f"{expected}{NOT_AT_ALL}"
    )


_LONGEST_EXAMPLE = 60
LENGTHS = ("too_short", "too_long")


def validation_problem(model: type[Record], node: MappingNode, detail: ErrorDetails) -> Problem:
    """The problem of one error that pydantic found, at its place in the file."""
    path, kind = detail["loc"], detail["type"]
    found = node_at(node, path)
    context: JsonObject = detail.get("ctx", {})
    if kind == "missing":
        key = path[-1]
        parent = node_at(node, path[:-1])
        where = next(iter(parent)).mark if isinstance(parent, MappingNode) and parent else parent.mark
        expected = f"the key '{key}'{_example(_model_at(model, path[:-1]), str(key))}"
        return Problem("missing-key", f"no '{key}'", where, expected=expected)
    if kind == "extra_forbidden":
        parent = node_at(node, path[:-1])
        key = path[-1]
        known = keys_of(_model_at(model, path[:-1]))
        mark = key_mark(parent, str(key)) if isinstance(parent, MappingNode) else parent.mark
        value = (
            parent[mapped]
            if isinstance(parent, MappingNode) and (mapped := parent.key(str(key))) is not None
            else None
        )
        return unknown_key(str(key), known, value, mark=mark)
    if "message" in context:
        return Problem(
            kind,
            context["message"],
            found.mark,
            expected=_of_needed(context["expected"], model, path),
            suggestion=context["suggestion"],
        )
    shapes = {
        "tuple_type": "a list",
        "model_type": "keys and values",
        "model_attributes_type": "keys and values",
    }
    if kind in shapes and isinstance(found, ScalarNode) and is_no_value(found):
        return no_value(f"'{path[-2] if isinstance(path[-1], int) else path[-1]}'", shapes[kind], found)
    if kind in shapes:
        return Problem("shape", f"not {shapes[kind]}", found.mark, expected=shapes[kind])
    if kind in LENGTHS:
        least = kind == "too_short"
        message = f"too {'few' if least else 'many'}: {context['actual_length']}"
        expected = f"at {'least' if least else 'most'} {context['min_length' if least else 'max_length']}"
        return Problem("value", message, found.mark, expected=expected)
    expected = f"the form {context['pattern']}" if "pattern" in context else f"what {_FACTS_DOC} says"
    return Problem("value", detail["msg"], found.mark, expected=expected)


def _of_needed(expected: str, model: type[Record], path: Sequence[str | int]) -> str:
    """The words for what is expected, without the advice to leave out a key that its record needs."""
    if not expected.endswith(NOT_AT_ALL) or not isinstance(path[-1], str):
        return expected
    fields = _model_at(model, path[:-1]).model_fields.items()
    needed = any(path[-1] in (name, field.alias) and field.is_required() for name, field in fields)
    return expected.removesuffix(NOT_AT_ALL) if needed else expected


def _example(model: type[Record], key: str) -> str:
    """An example of a key's value, for those who have not met the key; "" for none that fits a line."""
    from .key_meanings import meaning  # a long table that only mistakes need

    example = meaning(model, key).example
    return f", such as '{key}: {example}'" if len(example) <= _LONGEST_EXAMPLE else ""


def node_at(node: Node, path: Iterable[str | int]) -> Node:
    """Follow keys and positions as far as the tree has them: a single item may stand without its list."""
    for step in path:
        if isinstance(node, MappingNode):
            key = node.key(str(step))
            if key is None:
                return node
            node = node[key]
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node):
            node = node[step]
    return node


def _model_at(model: type[Record], path: Iterable[str | int]) -> type[Record]:
    """The model of the nested record that a path of keys leads to."""
    for step in path:
        if isinstance(step, str) and (name := field_of(model, step)):
            inner = next(records_in(model.model_fields[name].annotation), None)
            if inner is not None:
                model = inner
    return model
