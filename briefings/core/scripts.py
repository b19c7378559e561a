"""Scripts of the world: which letters belong to which, where a joiner is spelling, and what runs leftwards.

Python's `unicodedata` knows no scripts, so the blocks of those that matter here are listed.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

# First and last character of each block, its ISO 15924 script, and the language of a script with just one.
_BLOCKS = (
    (0x0370, 0x03FF, "Grek", "el"),
    (0x0400, 0x052F, "Cyrl", ""),
    (0x0530, 0x058F, "Armn", "hy"),
    (0x0590, 0x05FF, "Hebr", "he"),
    (0x0600, 0x06FF, "Arab", ""),
    (0x0700, 0x074F, "Syrc", "syr"),
    (0x0750, 0x077F, "Arab", ""),
    (0x0780, 0x07BF, "Thaa", "dv"),
    (0x07C0, 0x07FF, "Nkoo", "nqo"),
    (0x0860, 0x086F, "Syrc", "syr"),
    (0x0870, 0x08FF, "Arab", ""),
    (0x0900, 0x097F, "Deva", ""),
    (0x0980, 0x09FF, "Beng", ""),
    (0x0A00, 0x0A7F, "Guru", "pa"),
    (0x0A80, 0x0AFF, "Gujr", "gu"),
    (0x0B00, 0x0B7F, "Orya", "or"),
    (0x0B80, 0x0BFF, "Taml", "ta"),
    (0x0C00, 0x0C7F, "Telu", "te"),
    (0x0C80, 0x0CFF, "Knda", "kn"),
    (0x0D00, 0x0D7F, "Mlym", "ml"),
    (0x0D80, 0x0DFF, "Sinh", "si"),
    (0x0E00, 0x0E7F, "Thai", "th"),
    (0x0E80, 0x0EFF, "Laoo", "lo"),
    (0x0F00, 0x0FFF, "Tibt", ""),
    (0x1000, 0x109F, "Mymr", ""),
    (0x10A0, 0x10FF, "Geor", "ka"),
    (0x1100, 0x11FF, "Hang", "ko"),
    (0x1200, 0x139F, "Ethi", ""),
    (0x1780, 0x17FF, "Khmr", "km"),
    (0x1800, 0x18AF, "Mong", "mn"),
    (0x19E0, 0x19FF, "Khmr", "km"),
    (0x1C90, 0x1CBF, "Geor", "ka"),
    (0x1CD0, 0x1CFF, "Deva", ""),
    (0x1F00, 0x1FFF, "Grek", "el"),
    (0x2D00, 0x2D2F, "Geor", "ka"),
    (0x2D30, 0x2D7F, "Tfng", ""),
    (0x2D80, 0x2DDF, "Ethi", ""),
    (0x2E80, 0x2FDF, "Hani", ""),
    (0x3005, 0x3007, "Hani", ""),
    (0x3040, 0x30FF, "Jpan", "ja"),
    (0x3130, 0x318F, "Hang", "ko"),
    (0x31F0, 0x31FF, "Jpan", "ja"),
    (0x3400, 0x4DBF, "Hani", ""),
    (0x4E00, 0x9FFF, "Hani", ""),
    (0xA8E0, 0xA8FF, "Deva", ""),
    (0xA9E0, 0xA9FF, "Mymr", ""),
    (0xAA60, 0xAA7F, "Mymr", ""),
    (0xAC00, 0xD7FF, "Hang", "ko"),
    (0xF900, 0xFAFF, "Hani", ""),
    (0xFB13, 0xFB17, "Armn", "hy"),
    (0xFB1D, 0xFB4F, "Hebr", "he"),
    (0xFB50, 0xFDFF, "Arab", ""),
    (0xFE70, 0xFEFC, "Arab", ""),
    (0x11660, 0x1167F, "Mong", "mn"),
    (0x20000, 0x323AF, "Hani", ""),
)
_STARTS = [first for first, *_ in _BLOCKS]
_LANGUAGES = {script: language for _, _, script, language in _BLOCKS}
RIGHT_TO_LEFT = frozenset(("Arab", "Hebr", "Nkoo", "Syrc", "Thaa"))
# Scripts whose spelling uses U+200C and U+200D, and those whose words U+200B tells apart.
_INDIC = frozenset(["Deva", "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu", "Knda", "Mlym", "Sinh"])
_JOINING = _INDIC | {"Arab", "Syrc", "Nkoo", "Mong"}
_UNSPACED_SOUTH_EAST = frozenset(("Khmr", "Laoo", "Thai", "Mymr"))

_ZERO_WIDTH_SPACE, _JOINERS, _EMOJI_STYLE = "\u200b", "\u200c\u200d", "\ufe0f"
_MONGOLIAN_FORMS = "\u180b-\u180f"
_IGNORED = re.compile(f"[{_ZERO_WIDTH_SPACE}{_JOINERS}{_MONGOLIAN_FORMS}{_EMOJI_STYLE}]")
_EMOJI = re.compile("[\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
# Characters that a line may break beside, of scripts that put no space between words.
UNSPACED = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\ua9e0-\ua9ff\uaa60-\uaa7f\uac00-\ud7ff"
)
UNSPACED += "\uf900-\ufaff\uff00-\uffef\U00020000-\U000323af"


def script_of(char: str) -> str:
    """Return a character's script by its ISO 15924 code; "" for Latin, signs and scripts not listed here."""
    code = ord(char)
    at = bisect_right(_STARTS, code) - 1
    return _BLOCKS[at][2] if at >= 0 and code <= _BLOCKS[at][1] else ""


def is_spelling(text: str, at: int) -> bool:
    """Return True if the invisible character at a position is part of the spelling of its word."""
    char, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if not before:
        return False
    if char == _EMOJI_STYLE:
        return _EMOJI.match(before) is not None
    if char in _JOINERS and _EMOJI.match(after) and (_EMOJI.match(before) or before == _EMOJI_STYLE):
        return char == "\u200d"
    left, right = _letter_script(before), _letter_script(after)
    if char == _ZERO_WIDTH_SPACE:
        return {left, right} <= _UNSPACED_SOUTH_EAST
    if "\u180b" <= char <= "\u180f":
        return left == "Mong"
    if char not in _JOINERS:
        return False
    if left in _INDIC and unicodedata.combining(before) == 9:  # a virama: the joiner may also end a word
        return True
    return left in _JOINING and left == right


def _letter_script(char: str) -> str:
    """Return the script of a letter or mark, "" for anything else."""
    return script_of(char) if char and unicodedata.category(char)[0] in "LM" else ""


def without_joiners(text: str) -> str:
    """Return a text without the invisible characters of its spelling, which few people type the same way."""
    return text if text.isascii() else _IGNORED.sub("", text)


@dataclass(frozen=True)
class Stretch:
    """A part of a text; `script` is that of its letters, "" if they are Latin."""

    text: str
    script: str

    @property
    def language(self) -> str:
        """The BCP 47 tag of its words: their language if the script has but one, else the script."""
        return _LANGUAGES[self.script] or f"und-{self.script}"

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return "rtl" if self.script in RIGHT_TO_LEFT else "ltr"


def has_other_script(text: str) -> bool:
    """Return True if a text may hold letters that are not Latin."""
    return not text.isascii() and _other_letter().search(text) is not None


_OTHER_LETTERS = "\u0370-\u1cff\u1f00-\u1fff\u2d00-\u2ddf\u2e80-\ufdff\ufe70-\ufefc"
_OTHER_LETTERS += "\U00011660-\U0001167f\U00020000-\U000323af"


# Both take a tenth of a command's start to compile, and most pages have no other script.
@cache
def _other_letter() -> re.Pattern[str]:
    return re.compile(f"[{_OTHER_LETTERS}]")


@cache
def _letters_of_one_kind() -> re.Pattern[str]:
    """Letters of other scripts with their marks and joiners, or Latin ones."""
    other = f"[{_OTHER_LETTERS}][{_OTHER_LETTERS}\u0300-\u036f\u200b-\u200d]*"
    return re.compile(rf"{other}|(?:(?![{_OTHER_LETTERS}])[^\W\d_])+")


def stretches(text: str) -> Iterator[Stretch]:
    """Yield the parts of a text by script, in order; together they are the text.

    Spaces and signs between two words of one script belong to them. A text that begins in a script from
    right to left is one stretch up to its last word in it if that is most of the text, and up to a number
    or an ellipsis right after that.
    """
    words = [(*word.span(), _script(word[0])) for word in _letters_of_one_kind().finditer(text)]
    spans = _joined([word for word in words if word[2]], text)
    leftwards = [word for word in words if word[2] in RIGHT_TO_LEFT]
    if leftwards and words[0] is leftwards[0]:
        start, end, script = leftwards[0][0], leftwards[-1][1], leftwards[0][2]
        foreign = [word for word in words if word[1] <= end and word not in leftwards]
        if _letters(foreign) < _letters(leftwards):
            if last := _LAST_PART.match(text, end):
                end = last.end()
            spans = [(start, end, script), *(span for span in spans if span[0] >= end)]
    at = 0
    for start, end, script in spans:
        if at < start:
            yield Stretch(text[at:start], "")
        yield Stretch(text[start:end], script)
        at = end
    if at < len(text):
        yield Stretch(text[at:], "")


_LAST_PART = re.compile(r"…|\s+\d+\Z")


def _letters(words: list[tuple[int, int, str]]) -> int:
    return sum(end - start for start, end, _ in words)


def _script(word: str) -> str:
    return next((script for char in word if (script := script_of(char))), "")


def _joined(words: list[tuple[int, int, str]], text: str) -> list[tuple[int, int, str]]:
    spans: list[tuple[int, int, str]] = []
    for start, end, script in words:
        if spans and spans[-1][2] == script and not re.search(r"\w", text[spans[-1][1] : start]):
            start = spans.pop()[0]
        spans.append((start, end, script))
    return spans
