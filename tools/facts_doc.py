"""Write docs/facts.md: the hand-written rules of docs/facts-head.md, then every kind's keys as the records
have them.

.venv/bin/python tools/facts_doc.py
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic.functional_validators import BeforeValidator

from briefings.core.dates import PartialDate
from briefings.core.grades import CREDIBILITY, RELIABILITY
from briefings.core.markings import Marking
from briefings.core.yardsticks import TERM_RANGES as MEANINGS_OF_TERMS
from briefings.records.base_record import Record
from briefings.records.desk_settings import Desk
from briefings.records.entities import BASE_KINDS, Entity
from briefings.records.fact_kinds import FACT_KINDS
from briefings.records.fact_records import ClaimRecord, FactRecord
from briefings.records.field_readers import ScalarReader
from briefings.records.field_types import Places
from briefings.records.judgements import JUDGEMENT_KINDS
from briefings.records.key_meanings import meaning
from briefings.records.recipients import RECIPIENT_KINDS
from briefings.records.record_models import RECORD_MODELS

DOCS = Path(__file__).resolve().parent.parent / "docs"
# What the words of these vocabularies mean; the others speak for themselves.
MEANINGS = {"reliability": RELIABILITY, "credibility": CREDIBILITY, "likelihood": MEANINGS_OF_TERMS}
GROUPS: tuple[tuple[str, tuple[type[Any], ...]], ...] = (
    ("The desk", (Desk,)),
    ("What facts rest on and speak of", BASE_KINDS),
    ("Facts", FACT_KINDS),
    ("What analysts write", JUDGEMENT_KINDS),
    ("Who receives it", RECIPIENT_KINDS),
)


def text() -> str:
    """The whole page."""
    grouped = [model for _, models in GROUPS for model in models]
    assert grouped == list(RECORD_MODELS.values()), "a kind of record belongs to no group of this page"
    vocabularies: dict[str, tuple[str, ...]] = {}
    lines = [(DOCS / "facts-head.md").read_text(encoding="utf-8").rstrip(), ""]
    for title, models in GROUPS:
        lines += [f"## {title}", ""]
        if models is FACT_KINDS:
            lines += _common(vocabularies)
        for model in models:
            lines += _kind(model, vocabularies)
    return "\n".join([*lines, *_vocabularies(vocabularies)]) + "\n"


def _common(vocabularies: dict[str, tuple[str, ...]]) -> Iterator[str]:
    yield from ("### Every fact", "", "Beside the keys of its kind, on the fact and not on a claim:", "")
    yield from _table(FactRecord, tuple(FactRecord.model_fields), vocabularies)
    yield from (
        "### Every claim",
        "",
        "Beside the keys of its kind, on a claim or on a fact that is itself its one claim:",
        "",
    )
    yield from _table(ClaimRecord, tuple(ClaimRecord.model_fields), vocabularies)


def _kind(model: type[Any], vocabularies: dict[str, tuple[str, ...]]) -> Iterator[str]:
    yield from (f"### {model.kind}", "")
    yield from _docstring(model)
    if not issubclass(model, FactRecord):
        yield from _table(model, tuple(model.model_fields), vocabularies)
        return
    natural = _natural_id(model)
    partly = natural and "@IN" in natural
    needed = " Where there is no country or date, it must be given." if partly else ""
    yield f"Id: `{natural}` unless given.{needed}" if natural else "Id: must be given as `id`."
    yield from ("", "Identity, on the fact only:", "")
    yield from _table(model, _added(model, FactRecord), vocabularies)
    added = _added(model.claim, ClaimRecord)
    if added:
        yield from ("What a claim may say:", "")
        yield from _table(model.claim, added, vocabularies)
    else:
        yield from ("A claim has the keys of every claim, no others.", "")


def _docstring(model: type[Record]) -> Iterator[str]:
    """The model's own, or the one it shares with the other kinds of entity."""
    told = model.__doc__ or (Entity.__doc__ if issubclass(model, Entity) else None)
    if told:
        yield from (inspect.cleandoc(told), "")


def _added(model: type[Record], to: type[Record]) -> tuple[str, ...]:
    return tuple(name for name in model.model_fields if name not in to.model_fields)


def _natural_id(model: type[FactRecord]) -> str | None:
    """The id's pattern, had by asking a record whose fields hold their own names."""
    year = "2005"
    first = model.claim.model_construct(from_=PartialDate.parse(year), in_=("IN",))
    stand_ins = {name: _stand_in(name, model.model_fields[name]) for name in _added(model, FactRecord)}
    found = model.model_construct(**stand_ins).default_id(first)
    return (
        found.replace(f"-{year}", "[-YEAR]").replace(f"/{year}", "/DATE").replace("@BY", "[@BY]")
        if found
        else None
    )


def _stand_in(name: str, field: FieldInfo) -> object:
    """The name of a field, in the form that its value has."""
    if name == "between":
        return ("A", "B")
    word = name.strip("_").upper()
    if _part(field.annotation) is Places:
        return Places.model_construct(any=(word,), jointly=())
    return (word,) if get_origin(field.annotation) is tuple else word


def _table(
    model: type[Record], names: tuple[str, ...], vocabularies: dict[str, tuple[str, ...]], within: str = ""
) -> Iterator[str]:
    """A row a key; then, for each key that holds records of its own, their table."""
    yield from ("| key | what stands there | if absent | what it does | example |", "|---|---|---|---|---|")
    parts: list[tuple[str, type[Record]]] = []
    for name in names:
        field = model.model_fields[name]
        key = f"{within}{field.alias or name}"
        told, does = (
            _told(field.annotation, field.metadata, vocabularies),
            meaning(model, field.alias or name),
        )
        yield f"| `{key}` | {told} | {_absent(field)} | {does.sentence} | `{does.example}` |"
        if part := _part(field.annotation):
            parts.append((key, part))
    yield ""
    for key, part in parts:
        yield from (f"In `{key}`:", "")
        yield from _docstring(part)
        yield from _table(part, tuple(part.model_fields), vocabularies, f"{key}.")


def _told(annotation: Any, metadata: list[Any], vocabularies: dict[str, tuple[str, ...]]) -> str:
    """A type in words; remembers the vocabularies that it names."""
    limits = _limits(metadata)
    for reader in metadata:
        if isinstance(reader, ScalarReader):
            return _reader(reader, vocabularies) + (f" ({limits} characters)" if limits else "")
    inner = get_args(annotation)
    if get_origin(annotation) is Annotated:
        return _told(inner[0], list(inner[1:]), vocabularies)
    if get_origin(annotation) in (Union, UnionType):
        (only,) = (arm for arm in inner if arm is not type(None))
        return _told(only, [], vocabularies)
    if get_origin(annotation) is tuple:
        several = (
            "one or several" if any(isinstance(item, BeforeValidator) for item in metadata) else "a list"
        )
        return f"{several}{f' ({limits})' if limits else ''}: {_told(inner[0], [], vocabularies)}"
    if annotation is Places:
        return "one or several entities, read as `any`; or the keys below"
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return "the keys below"
    assert annotation is str, f"no words for {annotation}"
    return "text" + _pattern(metadata)


def _limits(metadata: list[Any]) -> str:
    """How long a text or list may be: "2", "at least 1", or "" where nothing is said."""
    least = next((item.min_length for item in metadata if hasattr(item, "min_length")), None)
    most = next((item.max_length for item in metadata if hasattr(item, "max_length")), None)
    if least is not None and least == most:
        return str(least)
    assert most is None, "no words for an upper limit alone"
    return f"at least {least}" if least else ""


def _pattern(metadata: list[Any]) -> str:
    found = next((item.pattern for item in metadata if isinstance(getattr(item, "pattern", None), str)), "")
    return f" of the form `{found}`" if found else ""


def _reader(reader: ScalarReader, vocabularies: dict[str, tuple[str, ...]]) -> str:
    words = getattr(reader, "words", None)
    if words is None:
        return reader.what
    assert vocabularies.setdefault(reader.what, words) == words, (
        f"two vocabularies are called {reader.what!r}"
    )
    return f"[{reader.what}](#{reader.what.replace(' ', '-')})"


def _part(annotation: Any) -> type[Record] | None:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next((part for inner in get_args(annotation) if (part := _part(inner))), None)


def _absent(field: FieldInfo) -> str:
    if field.is_required():
        return "**required**"
    if field.default is None or field.default == ():
        return ""
    if isinstance(field.default, Record):
        return "the defaults below"
    return f"`{str(field.default).lower() if isinstance(field.default, bool) else field.default}`"


def _vocabularies(vocabularies: dict[str, tuple[str, ...]]) -> Iterator[str]:
    yield from ("## Vocabularies", "")
    for name, words in sorted(vocabularies.items()):
        meanings = MEANINGS.get(name)
        yield from (f"### {name}", "")
        if meanings:
            yield from (f"- `{word}`: {meanings[word]}" for word in words)
        else:
            yield ", ".join(f"`{word}`" for word in words)
        yield ""
    yield from (
        "### TLP marking",
        "",
        "Lowest first: " + ", ".join(f"`{marking.value}`" for marking in Marking),
    )


if __name__ == "__main__":
    (DOCS / "facts.md").write_text(text(), encoding="utf-8")
