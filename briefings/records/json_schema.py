"""JSON Schema of a fact file, made from the records: completion, hover and checking while an editor is
typing.

Draft 7, which the YAML language server of VS Code and others knows best. It tells the shape of each record by
itself; whether an id leads anywhere, and whether facts agree, is for `briefings check`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from pydantic.json_schema import GenerateJsonSchema

from ..core import yardsticks
from ..core.grades import CREDIBILITY, RELIABILITY
from ..core.json_types import Json, JsonObject
from .base_record import Record
from .entities import Entity
from .entry_reader import HEAD, HEAD_KEYS
from .fact_kinds import FACT_KINDS
from .fact_records import ClaimRecord, FactRecord
from .record_models import FILED_CLAIMS, RECORD_MODELS
from .record_tables import KEYS, ROWS
from .references import ID_PATTERN

Schema = JsonObject
FILE = "facts.schema.json"
# What the words of these vocabularies mean, shown beside each as it is offered.
_MEANINGS = {"reliability": RELIABILITY, "credibility": CREDIBILITY, "likelihood": yardsticks.TERM_RANGES}


def as_json() -> bytes:
    """The schema as the bytes of its file."""
    return (json.dumps(fact_file(), indent=1, ensure_ascii=False) + "\n").encode()


def fact_file() -> Schema:
    """The schema of a whole file: every kind below its key, and claims that are filed apart from their
    fact."""
    parts: dict[str, Schema] = {}
    kinds = {kind: _kind(model, parts) for kind, model in RECORD_MODELS.items()}
    kinds[FILED_CLAIMS] = _filed_claim(parts)
    properties = {
        kind: _see(kind) if kind == "desk" else _list_of(kind, schema) for kind, schema in kinds.items()
    }
    properties[HEAD] = _head(parts)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Facts of a briefings desk",
        "description": "Records by kind: the key names the kind, below it stands a list of records.",
        "type": ["object", "null"],  # null: a file of comments only
        "additionalProperties": False,
        "properties": properties,
        # the head of a file may name the source of all its claims
        "if": {"required": [HEAD], "properties": {HEAD: {"required": ["source"]}}},
        "else": {"properties": {model.kind: {"items": _SOURCED} for model in FACT_KINDS}},
        "definitions": {**kinds, **dict(sorted(parts.items()))},
    }


# A fact whose claim has a source, or whose claims have.
_SOURCED: Schema = {
    "anyOf": [
        {"required": ["source"]},
        {"required": [KEYS], "properties": {KEYS: {"contains": {"const": "source"}}}},
        {"required": ["claims"], "properties": {"claims": {"items": {"required": ["source"]}}}},
    ]
}


def _head(parts: dict[str, Schema]) -> Schema:
    """What every claim of a file has unless it has its own."""
    shared = _record(ClaimRecord, parts)["properties"]
    told = "What every claim of this file has unless it has its own."
    return _closed(told, {key: shared[key] for key in HEAD_KEYS})


def _see(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _list_of(kind: str, schema: Schema) -> Schema:
    """A list of records, each by itself or a row of a table."""
    one_or_table = {"if": _IS_TABLE, "then": _table(schema), "else": _see(kind)}
    return {"description": schema["description"], "type": "array", "items": one_or_table}


_IS_TABLE: Schema = {"type": "object", "required": [ROWS]}


def _table(schema: Schema) -> Schema:
    """Rows of records under a header of keys; what stands beside is said of each row."""
    cells = {"description": "A value for each of keys; ~ for none.", "type": "array"}
    keys: Schema = {"type": "array", "items": {"type": "string", "enum": sorted(schema["properties"])}}
    form: Schema = {KEYS: keys, ROWS: {"type": "array", "minItems": 1, "items": cells}}
    told = "Records as rows under a header of keys."
    return {**_closed(told, {**schema["properties"], **form}), "required": [KEYS, ROWS]}


def _kind(model: type[Record], parts: dict[str, Schema]) -> Schema:
    return _fact(model, parts) if issubclass(model, FactRecord) else _record(model, parts)


def _record(model: type[Record], parts: dict[str, Schema]) -> Schema:
    """A record's keys; the records within it go to `parts`, by their names."""
    made = model.model_json_schema(ref_template="#/definitions/{model}", schema_generator=_EditorSchema)
    made.setdefault("description", Entity.__doc__)  # a kind of entity says no more than they all do
    for name, part in made.pop("$defs", {}).items():
        parts[name] = _tidy(part)
    tidy: Schema = _tidy(made)
    return tidy


def _fact(model: type[FactRecord], parts: dict[str, Schema]) -> Schema:
    """A fact with its claim inline, or with several under `claims`; what stands on it is the default of
    each."""
    own, claim = _record(model, parts), _record(model.claim, parts)
    name = f"{model.kind}-claim"
    parts[name] = _closed(f"What one source says of one of {model.kind}.", claim["properties"])
    given_id = not model.has_default_id()
    claims = {
        "description": "What each source says, where there are several; "
        "the keys beside it are their defaults.",
        "type": "array",
        "minItems": 1,
        "items": _see(name),
    }
    return {
        **_closed(own["description"], {**claim["properties"], **own["properties"], "claims": claims}),
        "required": [*(["id"] if given_id else []), *own["required"]],
    }


def _filed_claim(parts: dict[str, Schema]) -> Schema:
    """A claim under a key of its own: which kind of fact it names, the schema cannot know, so it allows any
    kind's."""
    properties: dict[str, Schema] = {
        "fact": {
            "description": "the id of the fact that the claim is about",
            "type": ["string", "number", "boolean"],
            "pattern": ID_PATTERN,
        },
    }
    forms: dict[str, list[Schema]] = {}
    for model in FACT_KINDS:
        for key, schema in _record(model.claim, parts)["properties"].items():
            if schema not in forms.setdefault(key, []):
                forms[key].append(schema)
    properties |= {key: found[0] if len(found) == 1 else {"anyOf": found} for key, found in forms.items()}
    return {**_closed("A claim that is filed apart from its fact.", properties), "required": ["fact"]}


def _closed(description: str, properties: Mapping[str, Schema]) -> Schema:
    return {
        "description": description,
        "type": "object",
        "properties": dict(properties),
        "additionalProperties": False,
    }


class _EditorSchema(GenerateJsonSchema):
    """Pydantic's generator without what editors do not need: titles, and null for a key that may be left out.

    The default of a key is told in words: as a value the editor would offer to write what need not be there.
    """

    def nullable_schema(self, schema: Json) -> Json:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Json) -> bool:
        return False

    def default_schema(self, schema: Json) -> Json:
        made = self.generate_inner(schema["schema"])
        default = schema.get("default")
        if not isinstance(default, str | bool) or "description" not in made:
            return made
        told = str(default).lower() if isinstance(default, bool) else str(default)
        return {**made, "description": f"{made['description']}; if absent: {told}"}


def _tidy(schema: Json) -> Json:
    """Without titles, docstrings on one line, and with the meaning of each word beside it where it has
    one."""
    if isinstance(schema, list):
        return [_tidy(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    tidy = {
        key: _tidy(value) for key, value in schema.items() if key != "title" or not isinstance(value, str)
    }
    if tidy.get("type") == "array" and "description" not in tidy and "description" in tidy.get("items", {}):
        tidy["description"] = f"a list: {tidy['items']['description']}"
    told = tidy.get("description")
    if isinstance(told, str):
        tidy["description"] = " ".join(told.split())
    meanings = _MEANINGS.get(told.split(";")[0]) if isinstance(told, str) else None
    if meanings and "enum" in tidy:
        tidy["enumDescriptions"] = [meanings[str(word)] for word in tidy["enum"]]
    return tidy
