"""How people write dates in their own way, and the form that says the same."""

from __future__ import annotations

import calendar
import contextlib
import re
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<word>[A-Za-z]{3,9})\.?"
_YEAR = r"(?P<year>[0-9]{4})"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|\.)?"
_ONE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_YEAR}[-/.](?P<month>[0-9]{{1,2}})(?:[-/.](?P<day>[0-9]{{1,2}}))?",
        rf"(?P<day>[0-9]{{1,2}})\. ?(?P<month>[0-9]{{1,2}})\. ?{_YEAR}",
        rf"(?P<first>[0-9]{{1,2}})[/-](?P<second>[0-9]{{1,2}})[/-]{_YEAR}",
        rf"{_YEAR}(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})",
        rf"{_DAY}[ -]{_MONTH}(?:,? |-){_YEAR}",
        rf"{_MONTH} {_DAY},? {_YEAR}",
        rf"{_MONTH},? {_YEAR}",
        _YEAR,
    )
)
_SIGNS = (
    (
        re.compile(
            r"(?:on or about|about|around|approximately|approx\.?|circa|ca\.?|c\.|~) ?(.+)", re.IGNORECASE
        ),
        "{}~",
    ),
    (re.compile(r"(?:probably|perhaps) (.+)", re.IGNORECASE), "{}?"),
    (re.compile(r"(?:since|from|after) (.+)", re.IGNORECASE), "{}/.."),
    (re.compile(r"(?:until|till|by|before|up to) (.+)", re.IGNORECASE), "../{}"),
)
_DAYS = (  # of one month
    re.compile(rf"(?P<day>[0-9]{{1,2}})\.? ?[-–] ?(?P<last>[0-9]{{1,2}})\.? {_MONTH},? {_YEAR}"),
    re.compile(rf"{_MONTH} (?P<day>[0-9]{{1,2}}) ?[-–] ?(?P<last>[0-9]{{1,2}}),? {_YEAR}"),
    re.compile(rf"{_YEAR}-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})[/–](?P<last>[0-9]{{2}})"),
)
_PARTS = re.compile(
    r"(?:(?P<part>[QqHh])(?P<number>[1-4])[-/ ]?(?P<year>[0-9]{4})"
    r"|(?P<year2>[0-9]{4})[-/ ]?(?P<part2>[QqHh])(?P<number2>[1-4]))"
)
_UNKNOWN_PART = re.compile(r"([0-9]{4})(?:-(?!00)([0-9]{2}))?(?:-(?:00|[Xx?]{2}))+")
_SEASON = re.compile(r"([0-9]{4})[-–/]([0-9]{2})")
_DECADE = re.compile(r"(?:the )?([0-9]{3})0['’]?s")
_BETWEEN = re.compile(
    r"(?:from |between )?(.+?) ?(?:–|—| - |\bto\b|\band\b|\.\.|(?<=[0-9]{4})-(?=[0-9]{4})) ?(.+)"
)


def month_number(word: str) -> str:
    """The number of a month by its name or the beginning of it; "" for another word."""
    start = word[:3].lower()
    return str(_MONTHS.index(start) + 1) if start in _MONTHS else ""


def day_and_month(first: str, second: str) -> tuple[str, str] | None:
    """The day and the month of two numbers in either order; None if that is open."""
    if int(first) <= 12 and int(second) <= 12 and int(first) != int(second):
        return None
    return (first, second) if int(second) <= 12 else (second, first)


# The months of Iran and Afghanistan, and those of Islam, as they are mostly spelt.
_OTHER_MONTHS = frozenset(
    """
    farvardin ordibehesht khordad tir mordad shahrivar mehr aban azar dey bahman esfand hamal sawr
    jawza saratan asad sonbola sunbula mizan aqrab qaws jadi dalwa hut muharram safar rabi jumada
    rajab shaban sha'ban ramadan ramazan shawwal
    """.split()
)
_THIRDS = {"early": ("01", "10"), "mid": ("11", "20"), "middle of": ("11", "20"), "late": ("21", "")}
_THIRD = re.compile(rf"(?P<third>early|mid|middle of|late)[ -]{_MONTH},? {_YEAR}", re.IGNORECASE)
_SEASONS = {"spring": "03/{}-05", "summer": "06/{}-08", "autumn": "09/{}-11", "fall": "09/{}-11"}
_ONE_WEEK = re.compile(r"[0-9]{4}-W[0-9]{2}")
_OPEN_ORDER = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})")


def form_of_date(text: str) -> str:
    """Return what to write for a text that is no date: its one form, or those to choose from; "" for none."""
    return intended_date(text) or _forms_to_choose(text.strip())


def _forms_to_choose(text: str) -> str:
    """Return the forms for a part of a month or year, a week, a day of open order or another calendar."""
    if match := _THIRD.fullmatch(text):
        month, (first, last) = month_number(match["word"]), _THIRDS[match["third"].lower()]
        if month:
            before = f"{match['year']}-{int(month):02}"
            end = last or str(calendar.monthrange(int(match["year"]), int(month))[1])
            return f"{before}-{first}/{before}-{end}, or {before}"
    if (match := re.fullmatch(r"([a-z]+),? ([0-9]{4})", text.lower())) and match[1] in _SEASONS:
        return f"{match[2]}-{_SEASONS[match[1]].format(match[2])} on the northern half of the earth"
    if _ONE_WEEK.fullmatch(text):
        with contextlib.suppress(ValueError):
            monday = date.fromisocalendar(int(text[:4]), int(text[6:]), 1)
            return f"{monday}/{monday + timedelta(days=6)}"
    if (match := _OPEN_ORDER.fullmatch(text)) and max(int(match[1]), int(match[2])) <= 12:
        one, other = int(match[1]), int(match[2])
        return f"{match[3]}-{other:02}-{one:02}, or {match[3]}-{one:02}-{other:02} if the month comes first"
    if any(word in _OTHER_MONTHS for word in re.findall(r"[a-z']+", text.lower())):
        return "the day of the Gregorian calendar"
    return ""


def intended_date(text: str) -> str:
    """The form of a date that says what a text plainly means; "" if that is open."""
    text = text.strip()
    if (one := _one(text)) and one != text:
        return one
    for pattern, form in _SIGNS:
        if (match := pattern.fullmatch(text)) and (one := _one(match[1])):
            return form.format(one)
    if (match := _BETWEEN.fullmatch(text)) and (first := _one(match[1])) and (last := _one(match[2])):
        return f"{min(first, last)}/{max(first, last)}"
    return _span(text)


def _span(text: str) -> str:
    """The interval, or the less precise date, that a text plainly means; "" if that is open."""
    for pattern in _DAYS:
        if match := pattern.fullmatch(text):
            parts = match.groupdict()
            first, last = _form(parts), _form({**parts, "day": parts["last"]})
            return f"{first}/{last}" if first and first < last else ""
    if match := _PARTS.fullmatch(text):
        part, number = (match["part"] or match["part2"]).upper(), int(match["number"] or match["number2"])
        months = 3 if part == "Q" else 6
        year, month = match["year"] or match["year2"], (number - 1) * months + 1
        return f"{year}-{month:02}/{year}-{month + months - 1:02}" if month < 12 else ""
    if match := _UNKNOWN_PART.fullmatch(text):
        return "-".join(filter(None, match.groups()))
    if (match := _SEASON.fullmatch(text)) and (int(match[1]) + 1) % 100 == int(match[2]) > 12:
        return f"{match[1]}/{int(match[1]) + 1}"
    if match := _DECADE.fullmatch(text):
        return f"{match[1]}0/{match[1]}9"
    return ""


_HOUR = re.compile(
    r"(?P<about>~|about |around |ca\.? )?(?P<hour>[0-9]{1,2})(?:[:.h]?(?P<minute>[0-9]{2}))?"
    r"(?::[0-9]{2})? ?(?P<half>[ap]\.?m\.?)?"
    r"(?: ?h)?(?: ?local time)?",
    re.IGNORECASE,
)


def intended_hour(text: str) -> str:
    """The form of an hour that says what a text plainly means; "" if that is open."""
    text = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}.get(text.strip().lower(), text.strip())
    match = _HOUR.fullmatch(text)
    if match is None or not (match["minute"] or match["half"] or text.lower().endswith("h")):
        return ""
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    return f"{'~' if match['about'] else ''}{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""


def _one(text: str) -> str:
    """One year, month or day in its form; "" if the text is none, or its order is open."""
    for pattern in _ONE:
        if match := pattern.fullmatch(text):
            return _form(match.groupdict())
    return ""


def _form(parts: dict[str, str | None]) -> str:
    month, day = parts.get("month"), parts.get("day")
    if first := parts.get("first"):
        ordered = day_and_month(first, parts["second"] or "")
        if ordered is None:
            return ""
        day, month = ordered
    if (word := parts.get("word")) and not (month := month_number(word)):
        return ""
    if int(month or 1) > 12 or int(day or 1) > 31 or "0" in (month, day):
        return ""
    return "-".join([parts["year"] or "", *(f"{int(part):02}" for part in (month, day) if part)])
