"""The desk's settings: the record `desk`."""

from __future__ import annotations

import zoneinfo
from typing import Annotated, ClassVar

from pydantic.functional_validators import AfterValidator

from ..core import filenames
from ..core.markings import Marking
from ..core.yardsticks import YARDSTICKS
from .amounts import Duration
from .fact_kinds import FACT_KINDS
from .field_types import CountryId, Date, Record, Several, Slug, Text, Tlp, field_error, vocabulary

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _zone(name: str) -> str:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise field_error(
            "bad-zone", f"no time zone {name!r}", "an IANA name such as Europe/Vienna or UTC"
        ) from None
    return name


def _file_name(pattern: str) -> str:
    message, _ = filenames.pattern_fault(pattern)
    if message:
        raise field_error("file-name", message, filenames.EXPECTED)
    return pattern


class Cutoff(Record):
    """When the week's facts close: the weekday, and the hour as printed."""

    weekday: Annotated[str, vocabulary("weekday", *WEEKDAYS)] = "Friday"
    hour: Text = "18:00"


class ReviewPeriod(Record):
    """After how long a fact of a kind is to be looked at again."""

    kind: Annotated[str, vocabulary("kind of fact", *(kind.kind for kind in FACT_KINDS))]
    after: Duration


class DocumentKind(Record):
    """A further kind of document: its template, what there is one of for each, and its folder."""

    template: Text
    each: Annotated[str, vocabulary("set of subjects", "country", "topic", "issue", "desk")]
    folder: Slug


class Desk(Record):
    """The desk: who publishes, for which countries, up to which marking, and when its week ends."""

    kind: ClassVar[str] = "desk"
    title: Text
    publisher: Text
    contact: Text
    region: Annotated[tuple[CountryId, ...], Several]
    release: Tlp = Marking.GREEN
    marking: Tlp = Marking.CLEAR
    units: Annotated[str, vocabulary("system of units", "metric", "imperial")] = "metric"
    locale: Text = "en_GB"
    timezone: Annotated[Text, AfterValidator(_zone)] = "UTC"
    yardstick: Annotated[str, vocabulary("yardstick of likelihood", *YARDSTICKS)] = "phia"
    cutoff: Cutoff = Cutoff()
    today: Date | None = None
    review: Annotated[tuple[ReviewPeriod, ...], Several] = ()
    files: Annotated[Text, AfterValidator(_file_name)] = filenames.DEFAULT_PATTERN
    documents: Annotated[tuple[DocumentKind, ...], Several] = ()
    boundaries: Text = (
        "Boundaries: Natural Earth, as they are held in fact; they imply no position on any territory."
    )
    note: Text | None = None
