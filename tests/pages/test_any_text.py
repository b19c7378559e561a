"""A name or label prints whatever it holds: figures, signs, markup, braces. Nothing of a fact fails a template."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefings.build import build_steps
from briefings.checks import desk_loading
from briefings.core.markings import Marking
from briefings.core.problems import TextFile
from briefings.files import atomic_folder, desk_files
from briefings.records.fact_kinds import FactRecord
from briefings.records.fact_reader import RECORD_MODELS
from briefings.records.field_types import LabelReader, Record, annotation_parts, records_in
from conftest import EXAMPLE
from secrets_desk import secrets

DAY = date(2021, 9, 17)
ODD = ["24", "km² ①½⅐", "<b>7</b> & {{ 3 }}", "{% if %}", "Mi-17", "٣ १", "x" * 170, "1,000 — “2”"]


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


def test_the_labels_of_every_kind_are_looked_for() -> None:
    counts = {kind: len(labels(model)[0]) for kind, model in RECORD_MODELS.items()}
    assert sum(counts.values()) > 40


@pytest.mark.parametrize("odd", ODD)
def test_every_document_prints_whatever_its_names_hold(odd: str, tmp_path: Path) -> None:
    held = desk_loading.load(desk_with(odd), DAY)
    assert [str(problem) for problem in held.errors] == []
    assert held.base is not None
    order = build_steps.BuildOrder(DAY, DAY, Marking.CLEAR, pdf=False)
    output = atomic_folder.Output(tmp_path)
    events = list(build_steps.build(held.base, order, desk_files.template_files(EXAMPLE), output))
    assert [str(event.error) for event in events if isinstance(event, build_steps.FailedDocument)] == []
    assert len(list(tmp_path.rglob("*.html"))) > 10
