"""How people write dates in their own way, and the form that says the same."""

from __future__ import annotations

import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<word>[A-Za-z]{3,9})\.?"
_YEAR = r"(?P<year>[0-9]{4})"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_ONE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_YEAR}[-/.](?P<month>[0-9]{{1,2}})(?:[-/.](?P<day>[0-9]{{1,2}}))?",
        rf"(?P<day>[0-9]{{1,2}})\. ?(?P<month>[0-9]{{1,2}})\. ?{_YEAR}",
        rf"(?P<first>[0-9]{{1,2}})[/-](?P<second>[0-9]{{1,2}})[/-]{_YEAR}",
        rf"{_DAY} {_MONTH},? {_YEAR}",
        rf"{_MONTH} {_DAY},? {_YEAR}",
        rf"{_MONTH},? {_YEAR}",
        _YEAR,
    )
)
_SIGNS = (
    (re.compile(r"(?:about|around|approximately|approx\.?|circa|ca\.?|c\.|~) ?(.+)", re.IGNORECASE), "{}~"),
    (re.compile(r"(?:probably|perhaps) (.+)", re.IGNORECASE), "{}?"),
    (re.compile(r"(?:since|from|after) (.+)", re.IGNORECASE), "{}/.."),
    (re.compile(r"(?:until|till|by|before|up to) (.+)", re.IGNORECASE), "../{}"),
)
_BETWEEN = re.compile(
    r"(?:from |between )?(.+?) ?(?:–|—|\bto\b|\band\b|\.\.|(?<=[0-9]{4})-(?=[0-9]{4})) ?(.+)"
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


def intended_date(text: str) -> str:
    """The form of a date that says what a text plainly means; "" if that is open."""
    text = text.strip()
    if (one := _one(text)) and one != text:
        return one
    for pattern, form in _SIGNS:
        if (match := pattern.fullmatch(text)) and (one := _one(match[1])):
            return form.format(one)
    if (match := _BETWEEN.fullmatch(text)) and (first := _one(match[1])) and (last := _one(match[2])):
        return f"{first}/{last}"
    return ""


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
