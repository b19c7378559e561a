"""How a text with a place becomes a value: the readers of scalars, and the errors that they raise.

Each reads exactly one form of YAML node, so that the place of a mistake follows from the path of keys alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from ..core.json_types import JsonObject
from ..core.parse_errors import ValueParseError
from ..core.problems import nearest, one_of
from .placeholders import is_no_id, is_no_label, is_no_value
from .yaml_slips import CURLY_QUOTES, ORDINARY_SPACE, STRAIGHT_QUOTES, odd_space
from .yaml_tree import ScalarNode, SequenceNode, span_bounds

_MAX_GAP = 100  # spaces between a key and a comment

# The error of a reference to what could not be read: it leaves its record unread, and is no problem.
UNREAD = "unread"
NOT_AT_ALL = ", or no such key at all"  # instead of a value that stands for nothing


def field_error(code: str, message: str, expected: str = "", suggestion: str = "") -> PydanticCustomError:
    """The error that a field's reader raises: `code` is the problem's code."""
    # the message goes in as data, since pydantic expands {…} in the template and ours may hold braces
    context = {"message": message, "expected": expected, "suggestion": suggestion}
    return PydanticCustomError(code, "{message}", context)


def no_value(text: str, what: str, expected: str = "") -> PydanticCustomError:
    """The error of a key without a value, or with a text that stands for nothing."""
    nothing = f": {text!r} stands for nothing" if text.strip() else ""
    return field_error("empty-value", f"no value for {what}{nothing}", expected or f"{what}{NOT_AT_ALL}")


def _text(node: object, what: str) -> ScalarNode:
    if isinstance(node, ScalarNode):
        if node.strip():
            return node
        _, end = span_bounds(node.span)
        commented = node.plain and re.match(r" *#\S", node.file.text[end : end + _MAX_GAP])
        expected = "quotes around a text that begins with #, or no such key at all" if commented else ""
        raise no_value(node, what, expected)
    shape = "a list" if isinstance(node, SequenceNode) else "a mapping"
    raise field_error("shape", f"{shape} where {what} should stand", what)


def value_error(
    text: ScalarNode, what: str, code: str, message: str, expected: str, suggestion: str = ""
) -> PydanticCustomError:
    """The error of a value that cannot be read, with a sign that editors hardly show named as its cause."""
    if odd := odd_space(text):
        return field_error("odd-space", f"{odd} in {what}", ORDINARY_SPACE)
    if text.strip(CURLY_QUOTES) != text:
        expected = f"{STRAIGHT_QUOTES}, or none"
    return field_error(code, message, expected, suggestion)


class ScalarReader:
    """Reads one scalar, usable in `Annotated`; subclasses say what is read.

    What an editor is told of it is looser where it has to be: editors resolve a scalar's type before they
    check it, so that `2021` is a number to them and `true` a boolean. `json_types` are what it may arrive as,
    `pattern` is for those that arrive as text and `limits` for those that arrive as numbers.
    """

    what: str
    hint: str = ""
    pattern: str = ""
    json_types: tuple[str, ...] = ("string", "number", "boolean")
    limits: tuple[int, int | None] | None = None

    def read(self, text: ScalarNode, info: core_schema.ValidationInfo) -> Any:
        """The value of a scalar that has text; raises a `field_error`."""
        return text

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        read, what = self.read, self.what

        def validate(node: object, info: core_schema.ValidationInfo) -> Any:
            if type(node) is ScalarNode and node:
                return read(node, info)
            return read(_text(node, what), info)

        return core_schema.with_info_plain_validator_function(validate)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonObject:
        shape: JsonObject = {"description": self.hint or self.what, "type": list(self.json_types)}
        if self.pattern:
            shape |= {"pattern": self.pattern, "patternErrorMessage": f"expected {self.hint or self.what}"}
        if self.limits:
            least, most = self.limits
            shape |= {"minimum": least} if most is None else {"minimum": least, "maximum": most}
        return shape


@dataclass(frozen=True)
class ValueReader(ScalarReader):
    parse: Callable[[str], Any]
    what: str
    code: str
    hint: str = ""
    pattern: str = ""
    json_types: tuple[str, ...] = ("string",)
    limits: tuple[int, int | None] | None = None
    instead: str = ""  # what to write where there is no value

    def read(self, text: ScalarNode, info: core_schema.ValidationInfo) -> Any:
        if self.code == "bad-id" and is_no_id(text):
            raise no_value(text, self.what)
        try:
            return self.parse(str(text))
        except ValueParseError as problem:
            if is_no_value(text):
                raise no_value(text, self.what, self.instead) from None
            raise value_error(text, self.what, self.code, str(problem), problem.expected) from None


class LabelReader(ScalarReader):
    """A name or a short label: printed as it stands."""

    what = "text"

    def read(self, text: ScalarNode, info: core_schema.ValidationInfo) -> Any:
        if is_no_label(text):
            raise no_value(text, self.what)
        return text


@dataclass(frozen=True)
class WordReader(ScalarReader):
    words: tuple[str, ...]
    what: str
    instead: tuple[tuple[str, str], ...] = ()  # what people write, and the word or words for it

    def read(self, text: ScalarNode, info: core_schema.ValidationInfo) -> str:
        for word in self.words:  # the word itself, not a copy of it in every record
            if word == text:
                return word
        if is_no_id(text):
            raise no_value(text, f"a {self.what}", f"{one_of(self.words, 20)}{NOT_AT_ALL}")
        message = f"{str(text)!r} is not a {self.what}"
        words, near = one_of(self.words, 20), nearest(text, self.words)
        if meant := dict(self.instead).get(re.sub("[ _]", "-", text.casefold())):
            near = meant if meant in self.words else ""
            words = words if near else f"{meant}; else {words}"
        raise value_error(text, f"a {self.what}", "unknown-word", message, words, near)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonObject:
        told = {"description": self.what}
        if not all(word.isdigit() for word in self.words):
            return {**told, "enum": list(self.words)}
        # what consists of figures arrives as a number, unless it is quoted; offered as it is mostly written
        quoted = {"type": "string", "pattern": f"^(?:{'|'.join(self.words)})$"}
        return {**told, "anyOf": [{**told, "enum": [int(word) for word in self.words]}, quoted]}


def vocabulary(what: str, *items: str, instead: Mapping[str, str] | None = None) -> Any:
    """The type of a field that holds one of some words; `what` names them in messages.

    `instead` has what to write for words that are none of them, by those in small letters with hyphens.
    """
    return WordReader(items, what, tuple((instead or {}).items()))
