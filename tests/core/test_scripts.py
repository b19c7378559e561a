"""Scripts: where a joiner is spelling, and which parts of a text are written in which script."""

from __future__ import annotations

import pytest

from briefings.core.scripts import Stretch, is_spelling, stretches, without_joiners

SPELLING = {
    "Dari": "می\u200cگویند",
    "Pashto": "نه\u200cشي",
    "Sinhala": "ශ්\u200dරී ලංකාව",
    "Malayalam at a word's end": "ന്\u200d പേര്",
    "Kannada": "ರ್\u200dಯ",
    "Marathi": "दर्\u200dया",
    "Bengali": "র্\u200dয",
    "Mongolian": "ᠮᠣ\u180eᠩ",
    "Khmer": "កម្ពុជា\u200bភ្នំពេញ",
    "Thai": "กรุงเทพ\u200bมหานคร",
    "Lao": "ປະເທດ\u200bລາວ",
    "Burmese": "မြန်မာ\u200bနိုင်ငံ",
    "Shan": "မိူင်း\u200bတႆး",
    "a family of emoji": "👨\u200d👩\u200d👧",
}
REFUSED = {
    "within a Latin word": "Ar\u200bmenia",
    "a joiner within a Cyrillic word": "Ду\u200dшанбе",
    "a space of no width within Arabic": "احمد\u200bمثالی",
    "a joiner at a word's end": "احمد\u200c مثالی",
    "a joiner between two scripts": "احمد\u200cAhmad",
    "a joiner between digits": "1\u200c000",
    "a joiner at the beginning": "\u200cاحمد",
    "the second of two joiners": "می\u200c\u200cگویند",
    "a joiner in Khmer": "កម្ពុជា\u200dភ្នំពេញ",
}


def invisible(text: str) -> list[int]:
    return [at for at, char in enumerate(text) if char in "\u200b\u200c\u200d\u180e"]


@pytest.mark.parametrize("text", SPELLING.values(), ids=SPELLING)
def test_a_joiner_between_letters_that_need_it_is_spelling(text: str) -> None:
    assert invisible(text)
    assert all(is_spelling(text, at) for at in invisible(text))


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_a_joiner_elsewhere_is_none(text: str) -> None:
    assert invisible(text)
    assert not is_spelling(text, invisible(text)[-1])


@pytest.mark.parametrize("text", SPELLING.values(), ids=SPELLING)
def test_names_are_compared_without_joiners(text: str) -> None:
    assert invisible(without_joiners(text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Said so to احمد مثالی.", [("Said so to ", ""), ("احمد مثالی", "Arab"), (".", "")]),
        (" (احمد مثالی)", [(" (", ""), ("احمد مثالی", "Arab"), (")", "")]),
        ("طالبان NATO در ۲۰۲۱ و 2021", [("طالبان NATO در ۲۰۲۱ و 2021", "Arab")]),
        ("طالبان می‌گویند 2021", [("طالبان می‌گویند 2021", "Arab")]),
        (
            "احمد مثالی met David in Bishkek, not دود",
            [("احمد مثالی", "Arab"), (" met David in Bishkek, not ", ""), ("دود", "Arab")],
        ),
        ("احمد مثالی, 14 Sept", [("احمد مثالی", "Arab"), (", 14 Sept", "")]),
        ("דוד לדוגמה", [("דוד לדוגמה", "Hebr")]),
        ("دبیرخانهٔ سازما…", [("دبیرخانهٔ سازما…", "Arab")]),
        ("Talks with Wang (王示例)", [("Talks with Wang (", ""), ("王示例", "Hani"), (")", "")]),
        ("Երևան – თბილისი", [("Երևան", "Armn"), (" – ", ""), ("თბილისი", "Geor")]),
        ("Душанбе, Хорог", [("Душанбе, Хорог", "Cyrl")]),
        ("Tajikistan, 2021", [("Tajikistan, 2021", "")]),
        ("", []),
    ],
)
def test_a_text_falls_into_stretches_by_script(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(stretch.text, stretch.script) for stretch in stretches(text)] == expected


def test_a_stretch_knows_its_language_and_direction() -> None:
    assert (Stretch("احمد", "Arab").language, Stretch("احمد", "Arab").direction) == ("und-Arab", "rtl")
    assert (Stretch("Երևան", "Armn").language, Stretch("Երևան", "Armn").direction) == ("hy", "ltr")
