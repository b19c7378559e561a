"""The types of a record's fields: how text with a place becomes a value with one.

Each type reads exactly one form of YAML node, so that the place of a mistake follows from the path of keys
alone. References keep the text as written (a `Scalar`, which knows its place) with its canonical id beside
it.
"""

from __future__ import annotations

import re
from collections import abc
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Protocol, Self, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from ..core.dates import (
    DATE_HINT,
    DATE_PATTERN,
    TIME_HINT,
    TIME_PATTERN,
    PartialDate,
    monday_of_week,
    time_of_day,
)
from ..core.digests import digest
from ..core.grades import CREDIBILITY, RELIABILITY
from ..core.markings import Marking
from ..core.parse_errors import ValueParseError
from ..core.problems import TextFile, nearest, one_of
from .placeholders import is_no_id, is_no_label, is_no_text, is_no_value
from .yaml_slips import CURLY_QUOTES, ORDINARY_SPACE, STRAIGHT_QUOTES, odd_space
from .yaml_tree import MappingNode, ScalarNode, SequenceNode, span_bounds

# Patterns as editors understand them (ECMA 262 and Python alike), beside the parsers that they agree with.
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@:/+-]*\Z")
ID_PATTERN = r"^(?![\s\S]*(?:\.\.|//))[A-Za-z0-9][A-Za-z0-9._@:/+-]*$"
SLUG_PATTERN = r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$"
WEEK_PATTERN = r"^(19[0-9]{2}|2[01][0-9]{2}|2200)-W(0[1-9]|[1-4][0-9]|5[0-3])$"
SHA256_PATTERN = r"^[0-9a-f]{64}$"
DEGREES_PATTERN = r"^[+-]?[0-9]{1,3}(\.[0-9]{1,20})?$"
LINE_PATTERN = r"^[1-9][0-9]{0,5}$"
FLAG_PATTERN = r"^(true|false)$"


_MAX_GAP = 100  # spaces between a key and a comment
_UNASKED: set[str] = set()


class Record(BaseModel):
    """A mapping in a fact file. Frozen; unknown keys are mistakes."""

    # built when one is first read: many stand only within others, and are built with those
    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True, defer_build=True
    )

    def model_post_init(self, context: Any) -> None:
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


# The error of a reference to what could not be read: it leaves its record unread, and is no problem.
UNREAD = "unread"


def field_error(code: str, message: str, expected: str = "", suggestion: str = "") -> PydanticCustomError:
    """The error that a field's reader raises: `code` is the problem's code."""
    # the message goes in as data, since pydantic expands {…} in the template and ours may hold braces
    context = {"message": message, "expected": expected, "suggestion": suggestion}
    return PydanticCustomError(code, "{message}", context)


def no_value(text: str, what: str, expected: str = "") -> PydanticCustomError:
    """The error of a key without a value, or with a text that stands for nothing."""
    nothing = f": {text!r} stands for nothing" if text.strip() else ""
    return field_error(
        "empty-value", f"no value for {what}{nothing}", expected or f"{what}, or no such key at all"
    )


def _text(node: Any, what: str) -> ScalarNode:
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

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        read, what = self.read, self.what

        def validate(node: Any, info: core_schema.ValidationInfo) -> Any:
            if type(node) is ScalarNode and node:
                return read(node, info)
            return read(_text(node, what), info)

        return core_schema.with_info_plain_validator_function(validate)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        shape: dict[str, Any] = {"description": self.hint or self.what, "type": list(self.json_types)}
        if self.pattern:
            shape |= {"pattern": self.pattern, "patternErrorMessage": f"expected {self.hint or self.what}"}
        if self.limits:
            least, most = self.limits
            shape |= {"minimum": least} if most is None else {"minimum": least, "maximum": most}
        return shape


@dataclass(frozen=True)
class _Value(ScalarReader):
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


# Characters of one narrative, some five times the longest there is: what reads it takes the longer the longer
# it is.
MAX_PROSE = 5_000


class Prose(ScalarNode):
    """Text that is printed and may cite: Markdown with `{{ fact(…) }}` in it. A bare number in it is an
    error."""

    __slots__ = ()


class Remark(Prose):
    """Prose that stays in the desk: no page prints it unless it is asked for by name."""

    __slots__ = ()


class _ProseReader(ScalarReader):
    what = "prose"
    hint = (
        'prose: Markdown; numbers only as {{ fact("id") }}, {{ date("2021-07-07") }} '
        'or {{ text("Article 5") }}'
    )

    def read(self, text: ScalarNode, info: core_schema.ValidationInfo) -> Prose:
        if len(text) > MAX_PROSE:
            raise field_error(
                "value", f"{len(text):,} characters of prose", f"at most {MAX_PROSE:,} in one text"
            )
        if is_no_text(text):
            raise no_value(text, self.what)
        return self._made_of(text)

    def _made_of(self, text: ScalarNode) -> Prose:
        return Prose(text, text.file, text.span)


class _RemarkReader(_ProseReader):
    what = "a remark"
    hint = 'a remark: Markdown that no page prints; it may hold numbers, and cite with {{ cite("source") }}'

    def _made_of(self, text: ScalarNode) -> Remark:
        return Remark(text, text.file, text.span)


@dataclass(frozen=True)
class _Words(ScalarReader):
    words: tuple[str, ...]
    what: str
    instead: tuple[tuple[str, str], ...] = ()  # what people write, and the word or words for it

    def read(self, text: ScalarNode, info: core_schema.ValidationInfo) -> str:
        for word in self.words:  # the word itself, not a copy of it in every record
            if word == text:
                return word
        if is_no_id(text):
            raise no_value(text, f"a {self.what}", f"{one_of(self.words, 20)}, or no such key at all")
        message = f"{str(text)!r} is not a {self.what}"
        words, near = one_of(self.words, 20), nearest(text, self.words)
        if meant := dict(self.instead).get(re.sub("[ _]", "-", text.casefold())):
            near = meant if meant in self.words else ""
            words = words if near else f"{meant}; else {words}"
        raise value_error(text, f"a {self.what}", "unknown-word", message, words, near)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        told = {"description": self.what}
        if not all(word.isdigit() for word in self.words):
            return {**told, "enum": list(self.words)}
        # what consists of figures arrives as a number, unless it is quoted; offered as it is mostly written
        quoted = {"type": "string", "pattern": f"^(?:{'|'.join(self.words)})$"}
        return {**told, "anyOf": [{**told, "enum": [int(word) for word in self.words]}, quoted]}


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

    def __reduce__(self) -> tuple[Any, ...]:
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


def _id(text: str) -> str:
    if not _ID.match(text) or ".." in text or "//" in text:
        raise ValueParseError(f"{text!r} is not an id", "letters, digits and . _ @ : / + -, no spaces")
    return text


# What Windows keeps for devices, whatever the ending.
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)


def _slug(text: str) -> str:
    if not re.fullmatch(SLUG_PATTERN, text):
        raise ValueParseError(
            f"{text!r} is not an id that can name a file", "letters, digits and single hyphens"
        )
    if _RESERVED.fullmatch(text):
        raise ValueParseError(f"{text!r} can name no file on some systems", "another id")
    return text


def _week(text: str) -> str:
    monday_of_week(text)
    return text


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueParseError(f"{text!r} is neither true nor false", "true or false")
    return text == "true"


def _whole(text: str) -> int:
    if not re.fullmatch(LINE_PATTERN, text):
        raise ValueParseError(f"{text!r} is not a line number", "a whole number from 1")
    return int(text)


def _sha256(text: str) -> str:
    if not re.fullmatch(SHA256_PATTERN, text):
        raise ValueParseError(
            f"{text!r} is no SHA-256 digest", "64 figures of 0-9 and a-f, as sha256sum prints"
        )
    return text


_DAYS_OF = {"day": 1, "week": 7, "month": 365 / 12, "year": 365}
PERIOD_PATTERN = r"^[1-9][0-9]{0,4} (day|week|month|year)s?$"
_PERIOD = "a number of days, weeks, months or years, such as 90 days"


def _days(text: str) -> int:
    if not re.fullmatch(PERIOD_PATTERN, text):
        raise ValueParseError(f"{text!r} is not a period", _PERIOD)
    number, unit = text.split(" ")
    return round(int(number) * _DAYS_OF[unit.removesuffix("s")])


_MAIL_HINT = "an address such as readers@desk.example"
_MAIL_PATTERN = r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"


def _mail_address(text: str) -> str:
    if not re.fullmatch(_MAIL_PATTERN, text):
        raise ValueParseError(f"{text!r} is no address of mail", _MAIL_HINT)
    return str(text)


def _small_count(text: str) -> int:
    if not re.fullmatch("[0-9]", text):
        raise ValueParseError(f"{text!r} is not a count", "a whole number from 0 to 9")
    return int(text)


_GEOGRAPHIC = re.compile(
    r"(?P<before>[NSEW]?) ?(?P<degrees>-?[0-9]{1,3}(?:[.,][0-9]{1,20})?) ?°?"
    r"(?: ?(?P<minutes>[0-9]{1,2}(?:\.[0-9]+)?) ?['’′]"
    r"(?: ?(?P<seconds>[0-9]{1,2}(?:\.[0-9]+)?) ?(?:[\"”″]|''))?)?"
    r" ?(?P<after>[NSEW]?)"
)


def _decimal_degrees(text: str, most: int) -> str:
    """Degrees in their form: "42.87" for 42°52'N, "-33.9" for 33,9 S; "" if they are plainly no such ones."""
    match = _GEOGRAPHIC.fullmatch(text.strip()) if len(text) <= _MAX_GAP else None
    if match is None:
        return ""
    letter = match["before"] or match["after"]
    if letter and letter not in ("NS" if most == 90 else "EW"):
        return ""
    degrees = float(match["degrees"].replace(",", "."))
    part = float(match["minutes"] or 0) / 60 + float(match["seconds"] or 0) / 3600
    degrees += -part if degrees < 0 else part
    signed = -degrees if letter in ("S", "W") else degrees
    return f"{round(signed, 4):g}" if abs(signed) <= most else ""


def _degrees(most: int) -> Callable[[str], float]:
    def parse(text: str) -> float:
        if not re.fullmatch(DEGREES_PATTERN, text) or abs(float(text)) > most:
            form = _decimal_degrees(text, most)
            raise ValueParseError(
                f"{text!r} is no place on a map", form or f"degrees from -{most} to {most}, such as 38.54"
            )
        return round(float(text), 4)

    return parse


def _as_list(node: Any) -> Any:
    """One item may be written without its brackets."""
    return SequenceNode([node], node.file, node.span) if isinstance(node, ScalarNode | MappingNode) else node


class _MarkingReader(ScalarReader):
    what = "a TLP marking"

    def read(self, text: ScalarNode, info: core_schema.ValidationInfo) -> Marking:
        try:
            return Marking.parse(str(text))
        except ValueParseError as problem:
            if is_no_value(text):
                raise no_value(text, self.what) from None
            raise field_error("not-a-marking", str(problem), problem.expected) from None

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"description": self.what, "enum": [marking.value for marking in Marking]}


_IDS = ("string", "number", "boolean")  # an id may look like a number, and NO like a boolean

Text = Annotated[str, LabelReader()]
Narrative = Annotated[Prose, _ProseReader()]
DeskNote = Annotated[Remark, _RemarkReader()]
Id = Annotated[
    str, _Value(_id, "an id", "bad-id", "an id: letters, digits and . _ @ : / + -", ID_PATTERN, _IDS)
]
Slug = Annotated[
    str,
    _Value(
        _slug,
        "an id that can name a file",
        "bad-id",
        "an id: letters, digits and hyphens",
        SLUG_PATTERN,
        _IDS,
    ),
]
WeekId = Annotated[str, _Value(_week, "a week", "bad-id", "a year and an ISO week: 2021-W37", WEEK_PATTERN)]
Flag = Annotated[bool, _Value(_flag, "true or false", "not-a-flag", "", FLAG_PATTERN, ("boolean", "string"))]
Line = Annotated[
    int,
    _Value(
        _whole, "a line of the article", "not-a-line", "", LINE_PATTERN, ("integer", "string"), (1, 999_999)
    ),
]
MailAddress = Annotated[
    str, _Value(_mail_address, "an address of mail", "value", _MAIL_HINT, f"^{_MAIL_PATTERN}$")
]
SmallCount = Annotated[
    int,
    _Value(
        _small_count,
        "a count",
        "value",
        "a whole number from 0 to 9",
        "^[0-9]$",
        ("integer", "string"),
        (0, 9),
    ),
]
Sha256 = Annotated[
    str, _Value(_sha256, "a digest", "value", "a SHA-256 digest", SHA256_PATTERN, ("string", "number"))
]
Latitude = Annotated[
    float, _Value(_degrees(90), "degrees north", "value", "", DEGREES_PATTERN, ("number", "string"))
]
Longitude = Annotated[
    float, _Value(_degrees(180), "degrees east", "value", "", DEGREES_PATTERN, ("number", "string"))
]
Days = Annotated[int, _Value(_days, "a period", "not-a-quantity", _PERIOD, PERIOD_PATTERN)]
Date = Annotated[
    PartialDate,
    _Value(
        PartialDate.parse, "a date", "not-a-date", DATE_HINT, DATE_PATTERN, ("string", "integer"), (1, 9999)
    ),
]
Time = Annotated[str, _Value(time_of_day, "an hour", "not-an-hour", TIME_HINT, TIME_PATTERN)]
Tlp = Annotated[Marking, _MarkingReader()]
FactId = Annotated[FactRef, _FactRefReader()]


def vocabulary(what: str, *items: str, instead: Mapping[str, str] | None = None) -> Any:
    """The type of a field that holds one of some words; `what` names them in messages.

    `instead` has what to write for words that are none of them, by those in small letters with hyphens.
    """
    return _Words(items, what, tuple((instead or {}).items()))


CountryId = Annotated[Ref, Reference(("countries",))]
ENTITY_KINDS = ("countries", "organizations", "people")
EntityId = Annotated[Ref, Reference(ENTITY_KINDS)]
PersonId = Annotated[Ref, Reference(("people",))]
OrganizationId = Annotated[Ref, Reference(("organizations",))]
SourceId = Annotated[Ref, Reference(("sources",))]
MeasureId = Annotated[Ref, Reference(("measures",))]
MatterId = Annotated[Ref, Reference(("matters",))]


class _Several(BeforeValidator):
    """One or several: what is asked for as a list may be written as its one item."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        several = handler(schema)
        return {"anyOf": [several["items"], several]}


class _PlacesReader(BeforeValidator):
    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        places = handler(schema)
        one_or_several = handler.resolve_ref_schema(places)["properties"]["any"]["anyOf"]
        return {"anyOf": [*one_or_several, places]}


Several = _Several(_as_list)
Dates = Annotated[tuple[Date, ...], Several]
Lines = Annotated[tuple[Line, ...], Several]
Entities = Annotated[tuple[EntityId, ...], Several]
FactIds = Annotated[tuple[FactId, ...], Several]
Texts = Annotated[tuple[Text, ...], Several]
Narratives = Annotated[tuple[Narrative, ...], Several]

Reliability = Annotated[str, vocabulary("reliability", *RELIABILITY)]
Credibility = Annotated[str, vocabulary("credibility", *CREDIBILITY)]


class Places(Record):
    """The places people go to: `any` are alternatives or each by itself, `jointly` one figure for all."""

    any: Entities = ()
    jointly: Entities = ()

    @property
    def all(self) -> tuple[Ref, ...]:
        """Every place, whether one, any or all of them are meant."""
        return (*self.any, *self.jointly)


def _as_places(node: Any) -> Any:
    if not isinstance(node, ScalarNode | SequenceNode):
        return node
    return MappingNode({ScalarNode("any", node.file, node.span): node}, node.file, node.span)


Destination = Annotated[Places, _PlacesReader(_as_places)]


def free_texts(value: Any) -> Iterator[ScalarNode]:
    """Every text within a record that a person worded; words of a vocabulary, values and references are
    none."""
    if isinstance(value, ScalarNode):
        if not isinstance(value, Ref | FactRef):
            yield value
    elif isinstance(value, Record | tuple):
        for inner in value if isinstance(value, tuple) else vars(value).values():
            if isinstance(inner, ScalarNode | tuple | Record) and inner != ():
                yield from free_texts(inner)
