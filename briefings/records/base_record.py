"""The base of all records of a fact file, and the models within an annotation."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Self, get_args

from pydantic import BaseModel, ConfigDict

from ..core.digests import digest

_UNASKED: set[str] = set()


class Record(BaseModel):
    """A mapping in a fact file. Frozen; unknown keys are mistakes."""

    # built when one is first read: many stand only within others, and are built with those
    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True, defer_build=True
    )

    def model_post_init(self, context: object) -> None:
        # which keys were written is never asked: one empty set for all saves half a kilobyte a record
        object.__setattr__(self, "__pydantic_fields_set__", _UNASKED)

    @cached_property
    def digest(self) -> str:
        """Of its values as read: neither its place nor the order of its keys counts."""
        return digest(self.model_dump_json())

    def model_copy(self, *, update: abc.Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("digest", None)  # it was of the values before
        return copied


def annotation_parts(*annotations: object) -> Iterator[object]:
    """Annotations and everything nested in them: members of unions and tuples, metadata of `Annotated`."""
    for annotation in annotations:
        yield annotation
        yield from annotation_parts(*get_args(annotation))


def records_in(annotation: object) -> Iterator[type[Record]]:
    """The record models that a field of this annotation may hold."""
    for part in annotation_parts(annotation):
        if isinstance(part, type) and issubclass(part, Record):
            yield part
