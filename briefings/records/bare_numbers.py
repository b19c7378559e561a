"""Bare numbers: amounts, shares, multiples and dates in a narrative that no fact or date stands behind.

Words that only order ("a third country", "the second wave") or look so ("often", "half-hearted") are left
alone, and so are names ("the Group of Seven"), idioms ("a zero-sum game") and "the two sides" of whoever was
just named. What is found and what is not is measured on the labelled sentences of `tests/numbers`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

_SIDES = (
    "sides|countries|neighbours|states|nations|governments|capitals|presidents|leaders|ministers|parties|powers"
    "|armies"
)
# "The two sides" are both of those just named; "a two-way street" and "a two-state solution" count nothing.
_TWO = (
    r"(?<!the )(?<!two and )(?<!in (?=two minds))two(?! and two\b)(?!-(?:way|state|faced|edged|timing)\b)"
    rf"|(?<=the )two(?! (?:foreign |rival )?(?:{_SIDES})\b)"
)
_FEW = "three|four|five|six|seven|eight|nine"
_UNITS = f"two|{_FEW}"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety|ninty"
_LARGE = (
    r"dozens?|hundreds?|thousands?|millions?(?!-dollar question)|billions?|trillions?"
    r"|(?<!net )(?<!ground )zero(?![- ](?:sum|tolerance|hour)\b)"
)
_MULTIPLES = (
    r"halv(?:ed|es|ing)|doubl(?:ed|es|ing)(?! (?:down|back)\b)|(?:tri|quadru|quintu|sextu)pl(?:ed?|es|ing)"
    r"|trebl(?:ed?|es|ing)|(?<!think )(?<!thought )twice|thrice"
    r"|\w{3,9}fold(?<!blindfold)(?<!scaffold)(?<!manifold)"
)
_NAMED = (
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ties|twos|threes|fours|fives|(?<!at )sixes|scores of"
    r"|a (?:score|couple|pair|trio) of"
)

# "Half" gives a share, but "half-hearted" and "halfway" none; "double" multiplies what follows it.
_SHARES = (
    r"(?<!first )(?<!second )(?<!other )(?<!latter )(?<!better )half"
    r"(?![- ](?:hearted|brother|sister|way|measures?|truths?|light|baked|mast)\b)"
    r"|double(?= (?:the|that|those|its|their|what|last|this|digits?)\b)"
    r"|(?:(?<=\ba )|(?<=\ban ))(?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)(?= of\b)"
    r"|thirds(?= of\b)"
)

# "One" counts where what follows is counted: people, places under dispute, shares and large numbers.
_COUNTED = (
    "soldier|guard|officer|policeman|policewoman|serviceman|civilian|person|man|woman|child|boy|girl|refugee|migrant|"
    "family|fighter|militant|prisoner|casualty|death|victim|injury|body|district|village|province|outpost|helicopter|"
    "tank|vehicle|lorry|drone|rocket|aircraft|plane|jet|convoy|post|base|"
    "camp|school|winter|season|crossing|dozen|hundred|thousand|million|billion|trillion|percent|per cent|"
    "kilometre|kilometer|km|mile|metre|meter|hectare|tonne|ton|dollar|euro|rouble|third|quarter|fifth|tenth|half"
)
_FATE = "dead|killed|wounded|injured|hurt|hit|missing|captured|detained"
_ONE = (
    rf"one(?=[ -](?:\w+ )?(?:{_COUNTED})\b)|(?<=killed )one|(?<=wounded )one"
    rf"|(?<=least )one|(?<!no )one(?= in \w)"
    rf"|(?<!no )one(?= (?:was |were |is )?(?:{_FATE})\b)"
)

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_ORDINALS = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|"
    "sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth"
)
_DATES = (
    rf"(?:{_ORDINALS})(?= of (?:{_MONTHS})\b)|(?<=\bMay )(?:{_ORDINALS})(?=[.,;])"
    rf"|(?:(?:{_MONTHS}) )(?:{_ORDINALS})(?! time)(?=[.,;]| \w+ (?:was|were|is|are)\b)"
    rf"|(?<=on the )(?:{_ORDINALS})(?=[.,;]| (?:and|to|in|at|when)\b)"
)
_WORDS = "|".join(
    (_DATES, _SHARES, _ONE, _MULTIPLES, _NAMED, rf"(?:{_TENS})(?:{_UNITS}|one)?", _TEENS, _TWO, _FEW, _LARGE)
)
# digits of any script, with their separators; fractions, superscripts and number letters are single
# characters
_DIGITS = r"\d+(?:[.,]\d+)*"
_BARE_FORM = r"%s|(?<![^\W\d_])(?:%s)(?![^\W\d_])"
_BARE = re.compile(_BARE_FORM % (_DIGITS, _WORDS), re.IGNORECASE)
_BARE_LOWER = re.compile(_BARE_FORM % (_DIGITS, _WORDS.lower()))  # twice as quick, on small letters
# Turns of speech in which a number word counts nothing.
_IDIOMS = re.compile(
    r"\b(?:two ways|two minds|two cents|of two evils|two left feet|no two|one or two|two can play"
    rf"|(?:{_UNITS})-(?:sided|pronged|track|tier(?:ed)?|front|cornered)"
    r"|triple (?:point|border|frontier|junction|agent|entente|alliance|crown|threat|jump)"
    r"|three cheers|four corners|four-letter word|on all fours|six feet under|seven seas|nine lives"
    r"|cloud nine"
    r"|nine-days?[' ]wonder|ten to one|dressed to the nines|one in a million|a million miles|thanks a million"
    r"|thousand cuts|a thousand times|hundred per cent sure|six of one|half a dozen of the other|half a mind"
    r"|forty winks|a dime a dozen|back to zero|zero in on|zeroed in|double or quits|four-wheel drive"
    r"|(?:two|three)-dimensional|three-ring circus|second to none|at sixes and sevens)\b",
    re.IGNORECASE,
)


def _single(text: str) -> list[tuple[int, str]]:
    """Characters that are numbers without being digits: ½, ², Ⅳ; ideographs are words."""
    if text.isascii():
        return []
    return [
        (at, char)
        for at, char in enumerate(text)
        if not char.isdecimal() and unicodedata.category(char) in ("No", "Nl")
    ]


_OPENING = re.compile(r"(?:\w|\w[,;]) \Z|\w-\Z")  # what stands before a word that does not begin its sentence
_BEFORE = re.compile(r"\b[A-Z]\w+[ -](?:of )?\Z")
_AFTER = re.compile(r"[ -][A-Z][a-z]")
_ENDS = re.compile(r"[.!?\n]")
_LONG_LOWER = re.compile(r"(?<!\w)[a-z]{4,}")


def _in_a_name(text: str, start: int, end: int) -> bool:
    """A capital word within a sentence, beside another: "the Group of Seven", "the Six-Party Talks".

    Not in a headline, where every word but the shortest has a capital.
    """
    if not text[start:end].istitle():
        return False
    before, after = text[max(0, start - 200) : start], text[end : end + 200]
    if not _OPENING.search(before) or not (_BEFORE.search(before) or _AFTER.match(after)):
        return False
    sentence = _ENDS.split(before)[-1] + _ENDS.split(after)[0]
    return _LONG_LOWER.search(sentence) is not None


def plain_text_numbers(text: str) -> list[str]:
    """The bare numbers of a plain text, in its order."""
    return [word for _, word in _places(text)]


def _places(text: str) -> list[tuple[int, str]]:
    """The bare numbers of a plain text with their offsets, in its order."""
    # lower() keeps the places of ASCII letters; of others it may make two
    matches = _BARE_LOWER.finditer(text.lower()) if text.isascii() else _BARE.finditer(text)
    spans = [match.span() for match in matches]
    found = [(start, text[start:end]) for start, end in spans if not _in_a_name(text, start, end)]
    if any(not word[0].isdigit() for _, word in found):
        idioms = [match.span() for match in _IDIOMS.finditer(text)]
        found = [(at, word) for at, word in found if not any(start <= at < end for start, end in idioms)]
    return sorted([*found, *_single(text)])


@dataclass(frozen=True)
class WrittenNumber:
    """A number in a text as written: a word, a whole date or a label; the call to write instead, or ""."""

    text: str
    call: str = ""


_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_DAYS = rf"(?P<day>{_DAY})(?: ?(?:[-–—/]|to|until|and) ?(?P<last>{_DAY}))?"
_YEAR = r"(?:1[89]|20)\d\d"
_PEOPLE = r"(?! (?!(?:and|as|it|the|to|by|in|on|of|with|when|but|or|were|was)\b)[a-z])"  # "in 2021 villages"
_DATES_IN_FIGURES = (
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)",
    rf"(?P<day>\d\d?)\. ?(?P<month>\d\d?)\. ?(?P<year>{_YEAR})",
    rf"(?P<first>\d\d?)/(?P<second>\d\d?)/(?P<year>{_YEAR})",
    rf"{_DAYS} (?:of )?(?P<word>{_MONTH}),? (?P<year>{_YEAR})",
    rf"(?P<word>{_MONTH}) {_DAYS},? (?P<year>{_YEAR})",
    rf"(?P<word>{_MONTH}),? (?:of )?(?P<year>{_YEAR})",
    rf"{_DAYS} (?:of )?(?P<word>{_MONTH})",
    rf"(?P<word>{_MONTH}) (?P<day>{_DAY})",
    rf"(?:(?<=\bin )|(?<=since )|(?<=until )|(?<=during )|(?<=from ))(?P<year>{_YEAR}){_PEOPLE}",
)
# Names that hold a figure: "Mi-17", "G7", "the 201st base", "Article 5", "Resolution 2593", "9/11".
_UNITS_OF_FORCES = (
    "base|brigade|division|regiment|battalion|army|corps|squadron|company|fleet|congress|session|parallel"
)
_NUMBERED = (
    r"Articles?|Art\.|Resolution|Chapter|Protocol|Section|Annex|Appendix|Order|Decree|Law|Route|Highway|Flight|Unit"
    r"|Brigade|Division|Base|Camp|Post|Checkpoint|Paragraph|Phase|Track|Channel|Directorate|Agenda|Vision|Pillar"
    r"|No\.|№"
)
_LABELS = (
    r"[A-Z][A-Za-z]{0,9}[-–]?\d{1,4}[A-Za-z]{0,3}(?:-\d{1,3})?"
    rf"|\d{{1,4}}(?:st|nd|rd|th) (?:[A-Z][a-z]+ ){{0,3}}(?i:{_UNITS_OF_FORCES})"
    rf"|(?:{_NUMBERED}) ?\d{{1,5}}(?:[/-]\d{{1,4}})?[a-z]?"
    r"|9/11|24/7"
)


@cache
def _whole_patterns() -> tuple[re.Pattern[str], ...]:
    """The patterns of dates, the fullest first, and last that of labels."""
    edges = (r"(?<![\w.,-])(?:", r")(?!\w|[.,-]\d)")
    dates = [re.compile(pattern.join(edges), re.IGNORECASE) for pattern in _DATES_IN_FIGURES]
    return (*dates, re.compile(_LABELS.join(edges)))


def written_numbers(text: str) -> list[WrittenNumber]:
    """The bare numbers of a plain text in its order; a date or a label in figures counts as one."""
    places = _places(text)
    whole = list(_wholes(text)) if places else []
    numbers: dict[int, WrittenNumber] = {}
    for place, word in places:
        around = next((start for start, end, _ in whole if start <= place < end), None)
        if around is None:
            numbers[place] = WrittenNumber(word)
        else:
            numbers.update({start: number for start, _, number in whole if start == around})
    return list(numbers.values())


def _wholes(text: str) -> Iterator[tuple[int, int, WrittenNumber]]:
    """The dates and labels in a text with their places, none of them within another."""
    taken: list[tuple[int, int]] = []
    for pattern in _whole_patterns():
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            call = f'{{{{ text("{match[0]}") }}}}' if pattern is _whole_patterns()[-1] else _date_call(match)
            if call is None:
                continue
            taken.append(match.span())
            yield *match.span(), WrittenNumber(match[0].rstrip("."), call)


def _date_call(match: re.Match[str]) -> str | None:
    """The call of a written-out date; "" if its year or order is open, None if no calendar has it."""
    from ..core.date_slips import day_and_month, month_number  # its patterns are needed for mistakes only

    parts = match.groupdict()
    year, month, days = parts.get("year"), parts.get("month"), [parts.get("day"), parts.get("last")]
    if first := parts.get("first"):
        ordered = day_and_month(first, parts["second"])
        if ordered is None:
            return ""
        days, month = [ordered[0]], ordered[1]
    if word := parts.get("word"):
        month = month_number(word)
    numbers = [int(re.sub(r"\D", "", day)) for day in days if day]
    try:
        for day in numbers:
            date(int(year or 2000), int(month or 1), day)
    except ValueError:
        return None
    if year is None:
        return ""
    if month is None:
        return f'{{{{ date("{year}") }}}}'
    texts = [f"{year}-{int(month):02}-{day:02}" for day in numbers] or [f"{year}-{int(month):02}"]
    return f'{{{{ date("{"/".join(texts)}") }}}}'
