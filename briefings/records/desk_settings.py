"""The desk's settings: the record `desk`."""

from __future__ import annotations

import re
import zoneinfo
from collections import Counter
from datetime import date
from typing import Annotated, ClassVar

from pydantic import ValidationInfo, field_validator
from pydantic.functional_validators import AfterValidator

from ..core import filenames
from ..core.dates import FIRST_YEAR, LAST_YEAR, PartialDate
from ..core.disputed_areas import DISPUTED_AREAS
from ..core.markings import Marking
from ..core.problems import nearest
from ..core.yardsticks import YARDSTICKS
from .base_record import Record
from .fact_kinds import FACT_KINDS
from .field_readers import field_error, vocabulary
from .field_types import Date, Days, FactIds, Flag, Several, Slug, SmallCount, Text, Texts, Tlp
from .references import CountryId, Ref

# What the build folder holds beside the documents that a desk adds.
_OWN_FOLDERS = frozenset(
    {"countries", "topics", "weekly", "assets", "export", "search", "mail", "index", "manifest"}
)
_ENGLISH = re.compile("en(?:_[A-Z]{2}|_[0-9]{3})?")
_WEB_FOLDER = re.compile(r"https?://[\w-]+(?:\.[\w-]+)*(?::[0-9]+)?(?:/[^\s?#<>\"]*)?")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


# Files beside those of zones: of the machine's own zone, and of none.
_NO_ZONES = frozenset({"localtime", "posixrules", "Factory"})


def _zone(name: str) -> str:
    try:
        if name in _NO_ZONES or name.startswith(("posix/", "right/")):
            raise ValueError("no zone by itself")
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        expected = "an IANA name such as Europe/Vienna or UTC"
        near = "" if name in _NO_ZONES else _near_zone(name)
        raise field_error("bad-zone", f"no time zone {name!r}", expected, near) from None
    return name


def _near_zone(name: str) -> str:
    """The zone whose name or place is close to what was written; "" if none is."""
    zones = sorted(zoneinfo.available_timezones() - _NO_ZONES)
    places = {zone.rpartition("/")[2]: zone for zone in zones if "/" in zone}
    near = nearest(name, (*zones, *places))
    return places.get(near, near)


DEFAULT_LOCALE = "en_GB"


def _locale(name: str) -> str:
    if name == DEFAULT_LOCALE:
        return name  # without loading Babel, which takes as long as a small check
    from babel import localedata

    if _ENGLISH.fullmatch(name) and localedata.exists(name):
        return name
    country = name.replace("-", "_").partition("_")[2].upper()
    near = f"en_{country}" if localedata.exists(f"en_{country}") else DEFAULT_LOCALE
    raise field_error(
        "bad-locale",
        f"{str(name)!r} is no locale of English, which the words of a page are in",
        f"{near}, or another en_COUNTRY: the way to write numbers and dates",
    )


def _hour(text: str) -> str:
    if not re.fullmatch(r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9]", text):
        raise field_error(
            "value", f"{str(text)!r} is not an hour", 'hours and minutes in quotes, such as "18:00"'
        )
    return text


def _address(text: str) -> str:
    if not _WEB_FOLDER.fullmatch(text):
        raise field_error(
            "value",
            f"{str(text)!r} is no address of a folder on the web",
            "where the build folder is published, such as https://desk.example/briefings",
        )
    return text.rstrip("/")


def _today(day: PartialDate) -> PartialDate:
    if day.first.year < FIRST_YEAR or day.last.year > LAST_YEAR:
        raise field_error(
            "value", f"{day.text} is no day of a desk", f"a day between {FIRST_YEAR} and {LAST_YEAR}"
        )
    if day.text != day.last.isoformat():
        raise field_error("value", f"{day.text} is not one day", f"a day, such as {day.last.isoformat()}")
    return day


def _marking(marking: Marking, settings: ValidationInfo) -> Marking:
    release = settings.data.get("release")
    if release is not None and marking > release:
        raise field_error(
            "value",
            f"what has no marking would be {marking.value}, which the release {release.value} leaves out",
            f"a marking up to {release.value}, or release: {marking.value}",
        )
    return marking


def _region(countries: tuple[Ref, ...]) -> tuple[Ref, ...]:
    repeated = [id for id, count in Counter(countries).items() if count > 1]
    if repeated:
        raise field_error("value", f"{str(repeated[0])!r} stands twice in the region", "each country once")
    return countries


def _folder(name: str) -> str:
    if name.casefold() in _OWN_FOLDERS or name.casefold().startswith("tlp-"):
        raise field_error(
            "file-name", f"the build folder has {str(name)!r} of its own", "another name, such as sheets"
        )
    return name


def _kinds(kinds: tuple[DocumentKind, ...]) -> tuple[DocumentKind, ...]:
    for number, kind in enumerate(kinds):
        for other in kinds[:number]:
            same = (kind.folder.casefold(), kind.each) == (other.folder.casefold(), other.each)
            if same and not (kind.only and other.only and set(kind.only).isdisjoint(other.only)):
                message = f"two kinds of document would be written to {str(kind.folder)!r}"
                raise field_error("file-name", message, "a folder for each, or 'only' with other ids")
    return kinds


def _periods(periods: tuple[ReviewPeriod, ...]) -> tuple[ReviewPeriod, ...]:
    repeated = [kind for kind, count in Counter(period.kind for period in periods).items() if count > 1]
    if repeated:
        raise field_error("value", f"two periods of review for {repeated[0]}", "one for each kind of fact")
    return periods


def _file_name(pattern: str) -> str:
    message, _ = filenames.pattern_fault(pattern)
    if message:
        raise field_error("file-name", message, filenames.EXPECTED)
    return pattern


class Cutoff(Record):
    """When the week's facts close: the weekday, and the hour as printed."""

    weekday: Annotated[str, vocabulary("weekday", *WEEKDAYS)] = "Friday"
    hour: Annotated[Text, AfterValidator(_hour)] = "18:00"


class ReviewPeriod(Record):
    """After how long a fact of a kind is to be looked at again."""

    kind: Annotated[str, vocabulary("kind of fact", *(kind.kind for kind in FACT_KINDS))]
    after: Days


class Approvals(Record):
    """How many persons approve an issue before it goes out, and who of them does not count.

    `others` is asked of every document but the weekly.
    """

    weekly: SmallCount
    others: SmallCount = 0
    not_by: Annotated[str, vocabulary("person", "author")] | None = None
    since: Date | None = None

    def hold_on(self, day: date) -> bool:
        """Return True if they are asked of an issue of a day."""
        return self.since is None or day >= self.since.first

    def asked_of(self, series: str) -> int:
        """Return how many are asked of an issue of a series."""
        return self.weekly if series == "weekly" else self.others

    def word(self, day: date, series: str) -> str:
        """What an issue of a day says of its review: "reviewed" only if a second person must have read it."""
        asked = self.asked_of(series) if self.hold_on(day) else 0
        return "reviewed" if asked > 1 or (asked and self.not_by) else "self-reviewed"


# What a further kind of document may have one of for each; `desk` and `day` have one for all.
SUBJECTS = tuple(
    """
    country topic issue event organization person place matter desk day
    """.split()
)


class DocumentKind(Record):
    """A further kind of document: its template, what there is one of for each, and its folder.

    `only` names the subjects if not all of them have one; `hour` is the cut-off of a document of the day.
    """

    template: Text
    each: Annotated[str, vocabulary("set of subjects", *SUBJECTS)]
    folder: Annotated[Slug, AfterValidator(_folder)]
    only: FactIds = ()
    one_page: Flag = False
    hour: Annotated[Text, AfterValidator(_hour)] | None = None


class DisputedArea(Record):
    """An area in dispute, and the country that the desk's maps draw it with."""

    area: Annotated[str, vocabulary("area in dispute", *DISPUTED_AREAS)]
    country: CountryId

    @field_validator("country")
    @classmethod
    def _is_a_view(cls, country: Ref, settings: ValidationInfo) -> Ref:
        views = DISPUTED_AREAS.get(settings.data.get("area", ""), ())
        if views and str(country) not in views:
            area = settings.data["area"]
            raise field_error(
                "value", f"the maps cannot draw {area} with {str(country)!r}", " or ".join(views)
            )
        return country


class Desk(Record):
    """The desk: who publishes, for which countries, up to which marking, and when its week ends."""

    kind: ClassVar[str] = "desk"
    title: Text
    publisher: Text
    contact: Text
    address: Annotated[Text, AfterValidator(_address)] | None = None
    region: Annotated[tuple[CountryId, ...], Several, AfterValidator(_region)]
    release: Tlp = Marking.GREEN
    marking: Annotated[Tlp, AfterValidator(_marking)] = Marking.CLEAR
    units: Annotated[str, vocabulary("system of units", "metric", "imperial")] = "metric"
    locale: Annotated[Text, AfterValidator(_locale)] = DEFAULT_LOCALE
    timezone: Annotated[Text, AfterValidator(_zone)] = "UTC"
    yardstick: Annotated[str, vocabulary("yardstick of likelihood", *YARDSTICKS)] = "phia"
    cutoff: Cutoff = Cutoff()
    today: Annotated[Date, AfterValidator(_today)] | None = None
    review: Annotated[tuple[ReviewPeriod, ...], Several, AfterValidator(_periods)] = ()
    files: Annotated[Text, AfterValidator(_file_name)] = filenames.DEFAULT_PATTERN
    documents: Annotated[tuple[DocumentKind, ...], Several, AfterValidator(_kinds)] = ()
    approvals: Approvals | None = None
    texts: Text | None = None
    avoid: Texts = ()
    trend_of: Text | None = None
    boundaries: Text = "Boundaries are de facto (Natural Earth) and do not imply endorsement."
    disputed: Annotated[tuple[DisputedArea, ...], Several] = ()
    internal: Text | None = None
