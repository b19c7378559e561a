"""The types of a record's fields: ids, days, digests, degrees, lists of one or several, places."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated

from pydantic import BeforeValidator, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from ..core.dates import (
    DATE_HINT,
    DATE_PATTERN,
    TIME_HINT,
    TIME_PATTERN,
    PartialDate,
    monday_of_week,
    time_of_day,
)
from ..core.grades import CREDIBILITY, RELIABILITY
from ..core.json_types import JsonObject
from ..core.markings import Marking
from ..core.parse_errors import ValueParseError
from .base_record import Record
from .field_readers import LabelReader, ScalarReader, ValueReader, field_error, no_value, vocabulary
from .placeholders import is_no_value
from .prose_fields import Narrative
from .references import ID_PATTERN, EntityId, FactId, Ref
from .yaml_tree import MappingNode, ScalarNode, SequenceNode

# Patterns as editors understand them (ECMA 262 and Python alike), beside the parsers that they agree with.
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@:/+-]*\Z")
SLUG_PATTERN = r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$"
WEEK_PATTERN = r"^(19[0-9]{2}|2[01][0-9]{2}|2200)-W(0[1-9]|[1-4][0-9]|5[0-3])$"
SHA256_PATTERN = r"^[0-9a-f]{64}$"
DEGREES_PATTERN = r"^[+-]?[0-9]{1,3}(\.[0-9]{1,20})?$"
LINE_PATTERN = r"^[1-9][0-9]{0,5}$"
FLAG_PATTERN = r"^(true|false)$"


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


_LONGEST_DEGREES = 100
_GEOGRAPHIC = re.compile(
    r"(?P<before>[NSEW]?) ?(?P<degrees>-?[0-9]{1,3}(?:[.,][0-9]{1,20})?) ?°?"
    r"(?: ?(?P<minutes>[0-9]{1,2}(?:\.[0-9]+)?) ?['’′]"
    r"(?: ?(?P<seconds>[0-9]{1,2}(?:\.[0-9]+)?) ?(?:[\"”″]|''))?)?"
    r" ?(?P<after>[NSEW]?)"
)


def _decimal_degrees(text: str, most: int) -> str:
    """Degrees in their form: "42.87" for 42°52'N, "-33.9" for 33,9 S; "" if they are plainly no such ones."""
    match = (
        _GEOGRAPHIC.fullmatch(text.strip().replace("\N{MINUS SIGN}", "-"))
        if len(text) <= _LONGEST_DEGREES
        else None
    )
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


def _as_list(node: object) -> object:
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

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonObject:
        return {"description": self.what, "enum": [marking.value for marking in Marking]}


_IDS = ("string", "number", "boolean")  # an id may look like a number, and NO like a boolean

Text = Annotated[str, LabelReader()]
Id = Annotated[
    str, ValueReader(_id, "an id", "bad-id", "an id: letters, digits and . _ @ : / + -", ID_PATTERN, _IDS)
]
Slug = Annotated[
    str,
    ValueReader(
        _slug,
        "an id that can name a file",
        "bad-id",
        "an id: letters, digits and hyphens",
        SLUG_PATTERN,
        _IDS,
    ),
]
WeekId = Annotated[
    str, ValueReader(_week, "a week", "bad-id", "a year and an ISO week: 2021-W37", WEEK_PATTERN)
]
Flag = Annotated[
    bool, ValueReader(_flag, "true or false", "not-a-flag", "", FLAG_PATTERN, ("boolean", "string"))
]
Line = Annotated[
    int,
    ValueReader(
        _whole, "a line of the article", "not-a-line", "", LINE_PATTERN, ("integer", "string"), (1, 999_999)
    ),
]
MailAddress = Annotated[
    str, ValueReader(_mail_address, "an address of mail", "value", _MAIL_HINT, f"^{_MAIL_PATTERN}$")
]
SmallCount = Annotated[
    int,
    ValueReader(
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
    str, ValueReader(_sha256, "a digest", "value", "a SHA-256 digest", SHA256_PATTERN, ("string", "number"))
]
Latitude = Annotated[
    float, ValueReader(_degrees(90), "degrees north", "value", "", DEGREES_PATTERN, ("number", "string"))
]
Longitude = Annotated[
    float, ValueReader(_degrees(180), "degrees east", "value", "", DEGREES_PATTERN, ("number", "string"))
]
Days = Annotated[int, ValueReader(_days, "a period", "not-a-quantity", _PERIOD, PERIOD_PATTERN)]
Date = Annotated[
    PartialDate,
    ValueReader(
        PartialDate.parse, "a date", "not-a-date", DATE_HINT, DATE_PATTERN, ("string", "integer"), (1, 9999)
    ),
]
Time = Annotated[str, ValueReader(time_of_day, "an hour", "not-an-hour", TIME_HINT, TIME_PATTERN)]
Tlp = Annotated[Marking, _MarkingReader()]


class _Several(BeforeValidator):
    """One or several: what is asked for as a list may be written as its one item."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonObject:
        several = handler(schema)
        return {"anyOf": [several["items"], several]}


class _PlacesReader(BeforeValidator):
    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonObject:
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


def _as_places(node: object) -> object:
    if not isinstance(node, ScalarNode | SequenceNode):
        return node
    return MappingNode({ScalarNode("any", node.file, node.span): node}, node.file, node.span)


Destination = Annotated[Places, _PlacesReader(_as_places)]
