"""Command classes for typer that read names, paths and choices without loading pydantic.

typer reads every word with pydantic, and loading that takes longer than all the work of a command that finds
nothing changed. Typer still reads whatever is not plainly right, and refuses it in its own words.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any

from typer.core import TyperCommand, TyperGroup


class _LiteralParameters:
    """Makes each parameter try its value as it was typed before it asks typer."""

    def get_params(self, context: Any) -> list[Any]:
        parameters: list[Any] = super().get_params(context)  # type: ignore[misc]
        for parameter in parameters:
            if "process_value" not in vars(parameter):
                vars(parameter)["process_value"] = partial(_value, parameter, parameter.process_value)
        return parameters


class LiteralCommand(_LiteralParameters, TyperCommand):
    """A typer command that takes plain words as they were typed."""


class LiteralGroup(_LiteralParameters, TyperGroup):
    """A typer group that takes plain words as they were typed."""


def _value(parameter: Any, thorough: Callable[[Any, Any], Any], context: Any, word: Any) -> Any:
    """The value of a parameter, from what was typed or from its default."""
    try:
        value = _read(parameter.type_descriptor, word)
    except ValueError:
        return thorough(context, word)
    if parameter.required and not value:
        return thorough(context, word)
    return parameter.callback(context, parameter, value) if parameter.callback else value


def _read(described: Any, word: Any) -> Any:
    """Return a word as the type of its parameter; raises ValueError if it is not plainly right."""
    kind, parser = described.annotation, described.parameter_info.parser
    if word is None or (kind == list[str] and all(isinstance(item, str) for item in word)):
        return word
    if parser and isinstance(word, str):
        return parser(word)
    if isinstance(kind, type) and isinstance(word, kind):
        return word
    if kind is Path or (isinstance(kind, type) and issubclass(kind, Enum)):
        return kind(word)
    raise ValueError(word)
