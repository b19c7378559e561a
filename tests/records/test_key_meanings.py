"""Every key of every record says what it does on a page, with an example."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from briefings.records import key_meanings
from briefings.records.base_record import Record, records_in
from briefings.records.fact_records import FactRecord
from briefings.records.key_meanings import meaning
from briefings.records.record_models import RECORD_MODELS


def models() -> Iterator[type[Record]]:
    """Every model of a record, of its claims, and of the records within them, each once."""
    seen: set[type[Record]] = set()
    ahead = list(RECORD_MODELS.values())
    while ahead:
        model = ahead.pop()
        if model not in seen:
            seen.add(model)
            yield model
            ahead += [part for field in model.model_fields.values() for part in records_in(field.annotation)]
            ahead += [model.claim] if issubclass(model, FactRecord) else []


KEYS = [(model, field.alias or name) for model in models() for name, field in model.model_fields.items()]


def test_no_key_is_without_a_sentence_and_an_example() -> None:
    assert len(KEYS) > 300
    for model, key in KEYS:
        found = meaning(model, key)
        assert found.sentence.endswith((".", "…", ")")) and found.sentence[0].isupper(), (model, key)
        assert found.example.strip(), (model, key)


def test_no_row_is_of_a_key_that_is_gone() -> None:
    names = {owner.__name__ for model, _ in KEYS for owner in model.__mro__}
    assert set(key_meanings._TEXTS) <= names
    known = {(owner.__name__, key) for model, key in KEYS for owner in model.__mro__}
    rows = {(name, key) for name in key_meanings._TEXTS for key in key_meanings._table(name)}
    assert rows <= known


def test_a_key_without_a_row_is_named() -> None:
    with pytest.raises(KeyError, match=r"Record\.colour has no row"):
        meaning(Record, "colour")
