"""How people write quantities in their own way, and the form that says the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from decimal import Decimal

_N = r"[-\u2212]?[0-9]+(?:[.,'’_\u00a0\u2009\u202f ][0-9]+)*"
# The words for the signs of a quantity.
SIGN_WORDS = {
    "~": "about|around|approximately|approx[.]?|circa|ca[.]?|c[.]|some|roughly|≈|an? estimated|est[.]?",
    "~<": "almost|nearly|close to|just under|just short of|approaching",
    "<=": "up to|at most|not more than|no more than|as many as|as much as|(?:a )?maximum(?: of)?|max[.]?|≤",
    ">=": "at least|not less than|no fewer than|no less than|(?:a )?minimum(?: of)?|min[.]?|≥",
    ">": "more than|over|above|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)|in excess of|upwards of|upward of",
    "<": "fewer than|less than|under|below",
}
_BEFORE = re.compile(
    "(?:" + "|".join(f"({words})" for words in SIGN_WORDS.values()) + ")"
    rf"\s*(?P<rest>(?:{_N}|[½¼¾]|(?:an? |one |two |three )?(?:half|third|quarter|fifth|tenth)).*)",
    re.IGNORECASE,
)
# Numbers in words before a multiplier or a unit.
_WORDS = dict(zip(
    ("half a", "half", "no", "zero", "a", "an", "one", "two", "three", "four", "five", "six", "seven",
     "eight", "nine", "ten", "eleven", "twelve", "fifteen", "twenty", "thirty", "forty", "fifty",
     "sixty", "seventy", "eighty", "ninety"),
    ("0.5", "0.5", "0", "0", "1", "1", *map(str, range(1, 13)), "15", *map(str, range(20, 100, 10))),
    strict=True,
))  # fmt: skip
_FRACTIONS = {"½": "5", "¼": "25", "¾": "75"}
# Shares in words, to a tenth of a percent.
_SHARES = {
    "half": "50", "third": "33.3", "quarter": "25", "fifth": "20", "tenth": "10", "two thirds": "66.7",
    "three quarters": "75",
}  # fmt: skip
_SHARE_FORMS = {
    "1/2": "half", "1/3": "third", "1/4": "quarter", "2/3": "two thirds", "3/4": "three quarters",
}  # fmt: skip
_LETTERS = {"k": "thousand", "m": "million", "b": "billion", "mio": "million", "mrd": "billion"}
_CURRENCY = r"US ?\$|[A-Z]{0,2}\$|[€£₽₹₺₪₴₸₦₩₾₼¥฿]|Rs|F?CFA|[A-Z]{3}"


def _thousands(count: str) -> str:
    """ "100,000" for 100 000 and 100k."""
    return f"{int(re.sub('[, ]', '', count.replace('k', '000'))):,}"


def _digits(number: str) -> str:
    """A number without what separates its thousands; a comma before other than three digits is a point."""
    if re.fullmatch(r"[-\u2212]?[0-9]+,[0-9]{1,2}", number):
        return number.replace(",", ".")
    if re.fullmatch(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}", number):  # lakhs and crores
        return number.replace(",", "")
    if number.count(".") == 1 and not re.search("[,'’_\\s]", number):
        return number
    return re.sub("[.,'’_\\s](?=[0-9]{3}(?![0-9]))", "", number)


def _fraction(match: re.Match[str]) -> str:
    return f"{match['sign']}{match['whole'] or '0'}.{_FRACTIONS[match['part']]}{match['rest']}"


def _in_figures(match: re.Match[str]) -> str:
    """The text with ASCII digits for those of another script."""
    return re.sub(r"\d", lambda digit: str(unicodedata.decimal(digit[0])), match[0])


def _scaled(number: str, power: str) -> str:
    """3500000 for 3.5 and 10⁶."""
    return f"{Decimal(number).scaleb(int(unicodedata.normalize('NFKC', power))):f}"


def _share(match: re.Match[str]) -> str:
    word = re.sub(r"[\s-]+", " ", match["share"].lower()).removeprefix("a ").removeprefix("one ")
    percent = _SHARES[_SHARE_FORMS.get(word, word)]
    about = "~" if "." in percent and not match["sign"] else match["sign"]
    return f"{about}{percent} %"


def _with_sign(match: re.Match[str]) -> str:
    sign = next(sign for sign, word in zip(SIGN_WORDS, match.groups(), strict=False) if word)
    return f"{sign}{match['rest']}"


def _after(match: re.Match[str]) -> str:
    """The amount with its currency behind it, and before what it is paid for."""
    unit = "USD" if match["unit"] == "$" else match["unit"].replace(" ", "")
    amount, *goods = re.split(r"\s*(?:/|\b(?:per|an?)\b)\s*", match["rest"], maxsplit=1)
    return " per ".join([f"{match['sign']}{amount} {unit}", *goods])


def _around(match: re.Match[str]) -> str:
    middle, spread = int(match["middle"]), int(match["spread"])
    return f"{middle - spread}..{middle + spread}{match['rest']}"


# What is meant by a slip, most specific first; a form may hold another slip, which is mended in turn.
_SLIPS: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    ("digits of another script", re.compile(r"(?=.*[^\D0-9]).*"), _in_figures),
    (
        "a sign with its parts turned round",
        re.compile(r"(?P<sign>=[<>])(?P<rest>.*)"),
        lambda m: f"{m['sign'][1]}={m['rest']}",
    ),
    ("a dash for a minus sign", re.compile(r"[–—‒]\s?(?P<rest>[0-9].*)"), lambda m: f"-{m['rest']}"),
    (
        "a share in words",
        re.compile(
            r"(?P<sign>[~<>=]*)\s*(?P<share>(?:a |one )?(?:half|third|quarter|fifth|tenth)|two[ -]thirds"
            r"|three[ -]quarters|1/[234]|2/3|3/4)",
            re.IGNORECASE,
        ),
        _share,
    ),
    (
        "a fraction",
        re.compile(r"(?P<sign>[~<>=]*\s*)(?P<whole>[0-9]*)\s?(?P<part>[½¼¾])(?P<rest>.*)"),
        _fraction,
    ),
    (
        "a power of ten",
        re.compile(
            r"(?P<number>[0-9]+(?:\.[0-9]+)?)\s?[x×*·]\s?10\s?"
            r"\^?(?P<power>[0-9]{1,2}|[²³⁴⁵⁶⁷⁸⁹])(?P<rest>(?: .*)?)"
        ),
        lambda m: f"{_scaled(m['number'], m['power'])}{m['rest']}",
    ),
    (
        "a point after the unit",
        re.compile(rf"(?P<rest>[~<>=]*\s*{_N}\s?[^\W\d][^.]*[^\W\d])[.]"),
        lambda m: m["rest"],
    ),
    ("a sign in words", _BEFORE, _with_sign),
    (
        "a currency before the number",
        re.compile(rf"(?P<sign>[~<>=]*)\s*(?P<unit>{_CURRENCY})\s*(?P<rest>{_N}.*)"),
        _after,
    ),
    (
        "a word for a number",
        re.compile(
            r"(?:many|several|a few|some)\s+(?P<word>hundred|thousand|million)s?(?: of)?(?P<rest> .*)?",
            re.IGNORECASE,
        ),
        lambda m: f"{m['word'].lower()}s{m['rest'] or ''}",
    ),
    (
        "a word for a number",
        re.compile(r"(?P<word>100|1000)s(?: of)?(?P<rest>.*)"),
        lambda m: f"{'hundreds' if m['word'] == '100' else 'thousands'}{m['rest']}",
    ),
    (
        "a number in words",
        re.compile(rf"(?P<sign>[~<>=]*)\s*(?P<word>{'|'.join(_WORDS)})\s+(?P<rest>[^\W\d].*)", re.IGNORECASE),
        lambda m: f"{m['sign']}{_WORDS[m['word'].lower()]} {m['rest']}",
    ),
    (
        "a share in words",
        re.compile(r"(?P<part>[0-9]{1,4}) (?:in|of|out of)(?: every)? (?P<whole>[1-9][0-9]{0,3})\b.*"),
        lambda m: f"{Decimal(100) * int(m['part']) / int(m['whole']):.3g} %",
    ),
    (
        "a power of ten",
        re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?[eE][+]?[0-9]{1,2})(?P<rest>.*)"),
        lambda m: f"{Decimal(m['number']):f}{m['rest']}",
    ),
    (
        "a note after the number",
        re.compile(rf"(?P<rest>.*?{_N}.*?)\s*(?:[*†‡]+|\[[0-9a-z]{{1,3}}\]|\([0-9]{{4}}\)|\([a-z]\))"),
        lambda m: m["rest"],
    ),
    (
        "a sign after the number",
        re.compile(
            rf"(?P<rest>{_N}.*?)[\s,]*\(?\b(?:est[.]?|estimated|estimate|approx[.]?|approximately|or so)\)?"
        ),
        lambda m: f"~{m['rest']}",
    ),
    (
        "a range in one currency twice",
        re.compile(rf"(?P<low>{_N}\s?\w*)\s*(?:-|–|—|to)\s*(?:{_CURRENCY})\s*(?P<high>{_N}.*)"),
        lambda m: f"{re.match(_N, m['low'])[0]}-{m['high']}",  # type: ignore[index]
    ),
    (
        "a plural before the unit",
        re.compile(
            rf"(?P<number>[~<>=]*\s*{_N})\s*(?P<word>(?:thousand|million|billion|trillion|lakh|crore))"
            r"(?:s| of|s of)(?P<rest>(?: .*)?)"
        ),
        lambda m: f"{m['number']} {m['word']}{m['rest']}",
    ),
    (
        "a rate in words",
        re.compile(rf"(?P<number>.*{_N}.*?) (?:an?|each|every) (?P<unit>\w+)"),
        lambda m: f"{m['number']} per {m['unit']}",
    ),
    (
        "a rate of nothing",
        re.compile(rf"(?P<number>[~<>=]*\s*{_N})\s*(?:per|/)\s*(?P<count>1[0, ]*000|100k)"),
        lambda m: f"{m['number']} per {_thousands(m['count'])} people",
    ),
    (
        "separators",
        re.compile(r"(?P<rate>.* per )(?P<count>1[0 ]+0) (?P<unit>[^\W\d].*)"),
        lambda m: f"{m['rate']}{_thousands(m['count'])} {m['unit']}",
    ),
    (
        "a range with a dash or a word",
        re.compile(
            rf"(?P<sign>~?)\s*(?:between\s+|from\s+)?(?P<low>{_N})(?P<unit>\D*?)(?<![^\W\d])\s*(?:-|–|—|−|\bto\b|\band\b|\bor\b|\.\.\.?)"
            rf"\s*(?P<high>{_N})(?P<rest>.*)"
        ),
        lambda m: f"{m['sign']}{_digits(m['low'])}..{_digits(m['high'])}{m['rest']}",
    ),
    (
        "a plus-minus sign",
        re.compile(r"(?P<middle>[0-9]+)\s*(?:±|\+/-)\s*(?P<spread>[0-9]+)(?P<rest>.*)"),
        _around,
    ),
    (
        "a sign after the unit",
        re.compile(rf"(?P<rest>{_N}\D*?)\s+(?:or more|at least|and more|and above|minimum)"),
        lambda m: f">= {m['rest']}",
    ),
    (
        "a sign after the unit",
        re.compile(rf"(?P<rest>{_N}\D*?)\s+(?:or fewer|or less|at most|maximum)"),
        lambda m: f"<= {m['rest']}",
    ),
    (
        "a question mark",
        re.compile(rf"(?P<rest>{_N}[^?]*)\?(?P<unit>[^?]*)"),
        lambda m: f"~{m['rest']}{m['unit']}",
    ),
    (
        "dozens or hundreds",
        re.compile(r"(?P<sign>[~<>=]*)\s*(?P<count>[0-9]+)\s+(?P<word>dozen|hundred)\b(?P<rest>.*)"),
        lambda m: f"{m['sign']}{int(m['count']) * {'dozen': 12, 'hundred': 100}[m['word']]}{m['rest']}",
    ),
    (
        "a multiplier of another language",
        re.compile(rf"(?P<number>[~<>=]*\s*{_N})\s*(?P<word>[Mm]io|[Mm]rd)[.]?(?P<rest>.*)"),
        lambda m: f"{m['number']} {_LETTERS[m['word'].lower()]}{m['rest']}",
    ),
    ("a plus sign", re.compile(rf"(?P<number>{_N})\+(?P<rest>.*)"), lambda m: f">= {m['number']}{m['rest']}"),
    ("a plus sign", re.compile(rf"\+(?P<rest>{_N}.*)"), lambda m: m["rest"]),
    (
        "separators or a decimal comma",
        re.compile(rf"(?P<sign>[^0-9]*)(?P<number>{_N})(?P<rest>.*)"),
        lambda m: f"{m['sign']}{_digits(m['number'])}{m['rest']}",
    ),
    (
        "an abbreviated multiplier",
        re.compile(r"(?P<number>[~<>=]*\s*[0-9][0-9.]*)\s*(?P<letter>[kKMB](?!\S)|m(?=\s+\S))(?P<rest>.*)"),
        lambda m: f"{m['number']} {_LETTERS[m['letter'].lower()]}{m['rest']}",
    ),
    (
        "a hyphen before the unit",
        re.compile(rf"(?P<number>[~<>=]*\s*{_N})-(?P<unit>[^\W\d].*)"),
        lambda m: f"{m['number']} {m['unit']}",
    ),
    (
        "no space before the unit",
        re.compile(r"(?P<number>[~<>=]*\s*[0-9][0-9.]*)(?P<unit>[^\W\d].*)"),
        lambda m: f"{m['number']} {m['unit']}",
    ),
    (
        "a word for a number",
        re.compile(r"(?:several |many )?dozens(?: of)?(?P<rest>.*)"),
        lambda m: f"tens{m['rest']}",
    ),
    (
        "a word for a number",
        re.compile(
            r"(?P<word>(?:tens|hundreds) of thousands|tens|hundreds|thousands|millions)(?: of)?(?P<rest> .*)"
        ),
        lambda m: f"{m['word'].replace(' ', '-')}{m['rest']}",
    ),
)


_LONGEST = 200  # characters, as of any quantity


def intended_forms(text: str) -> Iterator[tuple[str, str]]:
    """The slips that a text may hold, each with the text as it should be written then, perhaps."""
    if len(text) <= _LONGEST:  # of a longer text nothing can be told, and the patterns take their time
        yield from _mended(text.strip(), depth=4)


def _mended(text: str, depth: int) -> Iterator[tuple[str, str]]:
    for slip, pattern, form in _SLIPS:
        match = pattern.fullmatch(text)
        mended = form(match).strip() if match else text
        if mended != text:
            yield slip, mended
            if depth > 1:
                yield from ((slip, further) for _, further in _mended(mended, depth - 1))
