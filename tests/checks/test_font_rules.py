"""Letters that no font has: told with their place, wherever they would be drawn."""

from __future__ import annotations

import pytest

from briefings.checks.font_rules import missing_glyphs
from briefings.core.problems import TextFile

LATIN = frozenset(range(0x20, 0x250))

MANY = "no font has 'ข' (U+0E02), 'ค' (U+0E04), 'ฆ' (U+0E06), 'ง' (U+0E07), 'จ' (U+0E08) and 2 more"


def found(text: str) -> list[tuple[int, str]]:
    problems = missing_glyphs([TextFile("facts/a.yaml", text)], lambda: LATIN)
    return [(problem.mark.line, problem.message) for problem in problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("people:\n  - {id: wang, name: Wang (王)}\n", [(2, "no font has '王' (U+738B)")]),
        ('people:\n  - {id: wang, name: "\\u738b"}\n', [(2, "no font has '王' (U+738B)")]),
        (
            "topics:\n  - id: t\n    bottom_line:\n      - ไทย\n",
            [(4, "no font has 'ไ' (U+0E44), 'ท' (U+0E17), 'ย' (U+0E22)")],
        ),
        ("claims:\n  - {fact: a, note: 王}\n", [(2, "no font has '王' (U+738B)")]),
        ("observations:\n  - {state: tripped, note: 王}\n", [(2, "no font has '王' (U+738B)")]),
        ('a:\n  - {internal: 王, text: \'{{ fact("a", "internal") }}\'}\n', [(2, "no font has '王' (U+738B)")]),
        (
            'a:\n  - {internal: 王, text: "{{ fact(\'a\', \'internal\') }} {{ fact(\\"a\\", \\"internal\\") }}"}\n',
            [(2, "no font has '王' (U+738B)")],
        ),
        ("a: አ\nb: አ\n", [(1, "no font has 'አ' (U+12A0)"), (2, "no font has 'አ' (U+12A0)")]),
        (
            "a: 一二三四五六七\n",
            [(1, "no font has '一' (U+4E00), '二' (U+4E8C), '三' (U+4E09), '四' (U+56DB), '五' (U+4E94) and 2 more")],
        ),
    ],
)
def test_a_letter_without_a_glyph_is_told(text: str, expected: list[tuple[int, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "# 王\npeople:\n  - {id: wang, name: Wang, aliases: [王], misnomers: [王]}\n",
        "sources:\n  - {id: s, url: https://example.org/王}\n",
        "people:\n  - {id: wang, name: Wang, internal: 王}\nsources:\n  - {passages: [{note: 王}]}\n",
        "a: é\u00a0ü\n",
        "a: plain\n",
        "a: [王\n",
    ],
    ids=["looked up", "an address", "a remark", "covered", "ASCII", "a file that cannot be read"],
)
def test_nothing_is_told_of_what_is_covered_or_never_drawn(text: str) -> None:
    assert found(text) == []
