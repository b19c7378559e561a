"""Bare numbers: amounts, shares, multiples and dates in a narrative that no fact or date stands behind.

Words that only order ("a third country", "the second wave") or look so ("often", "half-hearted") are left alone.
What is found and what is not is measured on the labelled sentences of `tests/numbers`.
"""

from __future__ import annotations

import re
import unicodedata

_UNITS = "two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_LARGE = "dozens?|hundreds?|thousands?|millions?|billions?|trillions?|zero"
_MULTIPLES = (
    r"halv(?:ed|es|ing)|doubl(?:ed|es|ing)(?! (?:down|back)\b)|tripl(?:ed?|es|ing)|trebl(?:ed?|es|ing)|quadrupled?"
    r"|twice|thrice|\w{3,9}fold(?<!blindfold)(?<!scaffold)(?<!manifold)"
)
_NAMED = (
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ties|twos|threes|fours|fives|sixes|scores of"
    r"|a (?:score|couple|pair|trio) of"
)

# "Half" gives a share, but "half-hearted" and "halfway" none; "double" multiplies what follows it.
_SHARES = (
    r"half(?![- ](?:hearted|brother|sister|way|measures?|truths?|light|baked|mast)\b)"
    r"|double(?= (?:the|that|those|its|their|what|last|this|digits?)\b)"
    r"|(?:(?<=\ba )|(?<=\ban ))(?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)(?= of\b)"
    r"|thirds(?= of\b)|quarters(?= of\b)"
)

# "One" counts where what follows is counted: people, places under dispute, shares and large numbers.
_COUNTED = (
    "soldier|guard|officer|policeman|policewoman|serviceman|civilian|person|man|woman|child|boy|girl|refugee|migrant|"
    "family|fighter|militant|prisoner|casualty|death|victim|injury|body|district|village|province|outpost|helicopter|"
    "tank|vehicle|lorry|drone|rocket|crossing|dozen|hundred|thousand|million|billion|trillion|percent|per cent|"
    "kilometre|kilometer|km|mile|metre|meter|hectare|tonne|ton|dollar|euro|rouble|third|quarter|fifth|tenth|half"
)
_ONE = rf"one(?=[ -](?:\w+ )?(?:{_COUNTED})\b)|(?<=killed )one|(?<=wounded )one|(?<=least )one|one(?= in \w)"

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
_WORDS = "|".join((_DATES, _SHARES, _ONE, _MULTIPLES, _NAMED, rf"(?:{_TENS})(?:{_UNITS}|one)?", _TEENS, _UNITS, _LARGE))
# digits of any script, with their separators; fractions, superscripts and number letters are single characters
_DIGITS = r"\d+(?:[.,]\d+)*"
_BARE = re.compile(rf"{_DIGITS}|(?<![^\W\d_])(?:{_WORDS})(?![^\W\d_])", re.IGNORECASE)


def _single(text: str) -> list[tuple[int, str]]:
    """Characters that are numbers without being digits: ½, ², Ⅳ; ideographs are words."""
    if text.isascii():
        return []
    return [
        (at, char)
        for at, char in enumerate(text)
        if not char.isdecimal() and unicodedata.category(char) in ("No", "Nl")
    ]


def bare(text: str) -> list[str]:
    """The bare numbers of a plain text, in its order."""
    found = [(match.start(), match[0]) for match in _BARE.finditer(text)]
    return [word for _, word in sorted([*found, *_single(text)])]
