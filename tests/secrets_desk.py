"""Restricted records in which every word is a canary: found in an output, it is a leak."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from string import ascii_lowercase as LETTERS
from typing import Any, get_args

from briefings.core.markings import Marking
from briefings.core.problems import TextFile
from briefings.records.base_record import Record
from briefings.records.fact_records import FactRecord
from briefings.records.field_readers import ScalarReader
from briefings.records.field_types import Id, Slug, Text
from briefings.records.prose_fields import DeskNote, Narrative
from briefings.records.record_models import RECORD_MODELS

FOLDER = Path(__file__).parent / "restricted"
SEED = "xyzzyk"  # the first letters of every canary

Texts = list[TextFile]


def secrets(marking: Marking, seed: str = SEED) -> tuple[Texts, list[str]]:
    """Restricted records of every kind and restricted parts of public ones, each text with a word of its own."""
    words: list[str] = []
    names: dict[str, str] = {}
    numbers = itertools.count()
    made = []
    for name in ("secret", "partly"):
        text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8").replace("MARK", marking.value)
        text = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
        here = []
        parts = text.split("CANARY")
        for before in parts[:-1]:
            # an id is the same word wherever it is named
            prefix = before.rsplit(" ", 1)[-1].lstrip("[\"'")
            key = f"{name} {prefix}" if prefix and prefix.isalpha() else str(next(numbers))
            here.append(names.setdefault(key, seed + LETTERS[len(names) // 26] + LETTERS[len(names) % 26]))
        text = "".join(a + b for a, b in itertools.zip_longest(parts, here, fillvalue=""))
        made.append(TextFile(f"facts/{name}.yaml", text))
        words += here
    return made, sorted(set(words))


def _readers(annotation: Any, metadata: tuple[Any, ...] = ()) -> Iterator[ScalarReader]:
    yield from (
        item for item in (*metadata, *getattr(annotation, "__metadata__", ())) if isinstance(item, ScalarReader)
    )
    for inner in get_args(annotation):
        yield from _readers(inner)


def _parts(annotation: Any) -> Iterator[type[Record]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for inner in get_args(annotation):
        yield from _parts(inner)


WORDED = tuple(reader.what for kind in (Text, Narrative, DeskNote, Id, Slug) for reader in _readers(kind))


def worded(model: type[Record], path: tuple[str, ...] = (), part: bool = False) -> dict[tuple[str, ...], bool]:
    """The fields of a model, nested ones too, that hold words of their author; each with whether a part of the record
    that has a marking of its own holds it."""
    found = {}
    for name, field in model.model_fields.items():
        here = (*path, field.alias or name)
        if any(reader.what in WORDED for reader in _readers(field.annotation, tuple(field.metadata))):
            found[here] = part
        for inner in _parts(field.annotation):
            found |= worded(inner, here, part or "marking" in inner.model_fields)
    return found


def fields_of(kind: str) -> dict[tuple[str, ...], bool]:
    model = RECORD_MODELS[kind]
    claims = worded(model.claim, part=True) if issubclass(model, FactRecord) else {}
    return worded(model) | claims
