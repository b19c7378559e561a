"""The small desk and records of every kind with every field, each name and label with something odd in it."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from briefings.core.markings import Marking
from briefings.core.problems import TextFile
from briefings.files import desk_files
from briefings.records.base_record import Record, annotation_parts, records_in
from briefings.records.fact_records import FactRecord
from briefings.records.field_readers import LabelReader
from briefings.records.record_models import RECORD_MODELS
from conftest import EXAMPLE
from secrets_desk import secrets


@cache
def labels(model: type[Record]) -> tuple[frozenset[str], dict[str, tuple[type[Record], ...]]]:
    """The keys of a model that hold a name or label, and those that hold other records."""
    own, inner = set(), {}
    for name, field in model.model_fields.items():
        parts = list(annotation_parts(field.annotation, *field.metadata))
        if any(isinstance(part, LabelReader) for part in parts):
            own.add(field.alias or name)
        if nested := tuple(records_in(field.annotation)):
            inner[field.alias or name] = nested
    return frozenset(own), inner


def with_odd(value: Any, models: tuple[type[Record], ...], odd: str) -> Any:
    """The same record with something odd at the end of each label."""
    if isinstance(value, list):
        return [with_odd(item, models, odd) for item in value]
    if not isinstance(value, dict):
        return value
    changed = {}
    for key, item in value.items():
        if key == "claims":
            item = with_odd(item, models, odd)
        for model in models:
            own, inner = labels(model)
            if key in inner:
                item = with_odd(item, inner[key], odd)
            elif key in own:
                item = [f"{text} {odd}" for text in item] if isinstance(item, list) else f"{item} {odd}"
        changed[key] = item
    return changed


def desk_with(odd: str) -> list[TextFile]:
    """The small desk and records of every kind with every field, each label with something odd in it."""
    files = []
    for file in secrets(Marking.CLEAR)[0]:
        records = dict(yaml.load(file.text, yaml.CBaseLoader))
        for kind, items in records.items():
            model = RECORD_MODELS.get(kind)
            if model is not None and kind != "units":
                models = (model, model.claim) if issubclass(model, FactRecord) else (model,)
                records[kind] = with_odd(items, models, odd)
        files.append(TextFile(file.path, yaml.safe_dump(records, allow_unicode=True, sort_keys=False, width=10**6)))
    return [*desk_files.fact_files(EXAMPLE), *files]
