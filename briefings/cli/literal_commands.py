"""Commands that take what was typed as it stands.

typer reads every word with pydantic, and loading that takes longer than all the work of a command that finds
nothing changed. Names, paths and choices need none of it; what is left to typer is what it has to refuse.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any

from typer.core import TyperCommand, TyperGroup


class _Short:
    """Gives each parameter the short way to its value."""

    def get_params(self, context: Any) -> list[Any]:
        found: list[Any] = super().get_params(context)  # type: ignore[misc]
        for parameter in found:
            if "process_value" not in vars(parameter):
                vars(parameter)["process_value"] = partial(_value, parameter, parameter.process_value)
        return found


class LiteralCommand(_Short, TyperCommand):
    """One of typer's."""


class LiteralGroup(_Short, TyperGroup):
    """One of typer's."""


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
    """Raises ValueError for what is not plainly right."""
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
