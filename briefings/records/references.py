"""References to entities and facts: the text as written, with its place and its canonical id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Protocol, Self

from pydantic_core import core_schema

from ..core.problems import TextFile, nearest
from .base_record import Record, annotation_parts
from .field_readers import UNREAD, ScalarReader, field_error, no_value, value_error
from .placeholders import is_no_id, is_no_value
from .yaml_tree import ScalarNode

ID_PATTERN = r"^(?![\s\S]*(?:\.\.|//))[A-Za-z0-9][A-Za-z0-9._@:/+-]*$"


class NameLookup(Protocol):
    """The names that entity references are resolved against."""

    def find(self, kinds: tuple[str, ...], name: str) -> str | None:
        """The canonical id of an id, a name or an alias; None when there is none of these kinds."""

    def bearers(self, kinds: tuple[str, ...], name: str) -> list[str]:
        """The ids of all entities of these kinds that a text names; one or none if it is an id."""

    def is_unread(self, kinds: tuple[str, ...], name: str) -> bool:
        """Return True if a name may lead to a record that could not be read."""

    def known(self, kinds: tuple[str, ...]) -> Iterable[str]:
        """Every id of these kinds, for suggestions."""


@dataclass(frozen=True)
class Reference(ScalarReader):
    """The id of an entity (or source, measure, matter): `kinds` says of which kinds. Names and aliases
    resolve."""

    kinds: tuple[str, ...]

    @property
    def what(self) -> str:  # type: ignore[override]
        return "the id of one of " + ", ".join(self.kinds)

    def read(self, text: ScalarNode, info: core_schema.ValidationInfo) -> Ref:
        names: NameLookup = (info.context or {})["names"]
        found = names.find(self.kinds, text)
        if found is None and is_no_value(text):
            raise no_value(text, self.what)
        if found is None and names.is_unread(self.kinds, text):
            raise field_error(UNREAD, f"{str(text)!r} may stand in what could not be read")
        if found is None:
            near = nearest(text, names.known(self.kinds))
            message = f"no id {str(text)!r} among {', '.join(self.kinds)}"
            several = [part.strip() for part in text.split(",")]
            if len(several) > 1 and all(names.find(self.kinds, part) for part in several):
                raise field_error("unknown-id", message, f"brackets around a list: [{', '.join(several)}]")
            raise value_error(text, "an id", "unknown-id", message, self.what, near)
        if found != text and len(bearers := names.bearers(self.kinds, text)) > 1:
            message = f"{str(text)!r} is the name of {' and '.join(bearers)}"
            raise field_error("ambiguous-name", message, "the id of the one that is meant")
        return Ref(found, text.file, text.span, found if found == text else str(text), self.kinds)


class Ref(ScalarNode):
    """A canonical id; `written` is what the file says, which may be an alias."""

    __slots__ = ("kinds", "written")
    written: str
    kinds: tuple[str, ...]

    def __new__(
        cls, text: str, file: TextFile, span: int, written: str = "", kinds: tuple[str, ...] = ()
    ) -> Self:
        self = super().__new__(cls, text, file, span)
        self.written, self.kinds = written, kinds
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (str(self), self.file, self.span, self.written, self.kinds))


class FactRef(ScalarNode):
    """The id of a fact, statement, assessment …; resolved once everything is loaded."""

    __slots__ = ()


class _FactRefReader(ScalarReader):
    what = "the id of a fact"
    pattern = ID_PATTERN

    def read(self, text: ScalarNode, info: core_schema.ValidationInfo) -> FactRef:
        if is_no_id(text):
            raise no_value(text, self.what)
        return FactRef(text, text.file, text.span)


FactId = Annotated[FactRef, _FactRefReader()]


CountryId = Annotated[Ref, Reference(("countries",))]
ENTITY_KINDS = ("countries", "organizations", "people")
EntityId = Annotated[Ref, Reference(ENTITY_KINDS)]
PersonId = Annotated[Ref, Reference(("people",))]
OrganizationId = Annotated[Ref, Reference(("organizations",))]
SourceId = Annotated[Ref, Reference(("sources",))]
MeasureId = Annotated[Ref, Reference(("measures",))]
MatterId = Annotated[Ref, Reference(("matters",))]


def free_texts(value: object) -> Iterator[ScalarNode]:
    """Every text within a record that a person worded; words of a vocabulary, values and references are
    none."""
    if isinstance(value, ScalarNode):
        if not isinstance(value, Ref | FactRef):
            yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from free_texts(item)
    elif isinstance(value, Record):
        for name in _worded_fields(type(value)):
            inner = getattr(value, name)
            if inner and not isinstance(inner, Ref):
                yield from free_texts(inner)


@cache
def _worded_fields(model: type[Record]) -> tuple[str, ...]:
    """The fields of a model that can hold a text: half of them, so the others are never looked at."""
    return tuple(name for name, field in model.model_fields.items() if _is_worded(field.annotation))


def _is_worded(annotation: object) -> bool:
    parts = [part for part in annotation_parts(annotation) if isinstance(part, type)]
    return any(issubclass(part, str | Record) and not issubclass(part, Ref | FactRef) for part in parts)
