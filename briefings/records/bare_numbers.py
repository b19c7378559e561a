"""Bare numbers: amounts, shares, multiples and dates in a narrative that no fact or date stands behind.

Words that only order ("a third country", "the second wave") or look so ("often", "half-hearted") are left
alone, and so are names ("the Group of Seven"), idioms ("a zero-sum game") and "the two sides" of whoever was
just named. What is found and what is not is measured on the labelled sentences of `tests/numbers`.
"""

from __future__ import annotations

import re
import unicodedata

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


_OPENING = re.compile(r"(?:\w|\w[,;]) \Z|\w-\Z")  # what stands before a word that does not begin its sentence
_BEFORE = re.compile(r"\b[A-Z]\w+[ -](?:of )?\Z")
_AFTER = re.compile(r"[ -][A-Z][a-z]")
_ENDS = re.compile(r"[.!?\n]")
_LONG_LOWER = re.compile(r"(?<!\w)[a-z]{4,}")


def _in_a_name(text: str, match: re.Match[str]) -> bool:
    """A capital word within a sentence, beside another: "the Group of Seven", "the Six-Party Talks".

    Not in a headline, where every word but the shortest has a capital.
    """
    if not match[0].istitle():
        return False
    before, after = text[max(0, match.start() - 200) : match.start()], text[match.end() : match.end() + 200]
    if not _OPENING.search(before) or not (_BEFORE.search(before) or _AFTER.match(after)):
        return False
    sentence = _ENDS.split(before)[-1] + _ENDS.split(after)[0]
    return _LONG_LOWER.search(sentence) is not None


def plain_text_numbers(text: str) -> list[str]:
    """The bare numbers of a plain text, in its order."""
    found = [(match.start(), match[0]) for match in _BARE.finditer(text) if not _in_a_name(text, match)]
    return [word for _, word in sorted([*found, *_single(text)])]
