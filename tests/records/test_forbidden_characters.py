"""Characters that a fact file may not hold, and those that some scripts need."""

from __future__ import annotations

import pytest

from briefings.core.problems import TextFile
from briefings.records.forbidden_characters import character_problems


def codes(text: str) -> list[str]:
    return [problem.code for problem in character_problems(TextFile("facts/a.yaml", text))]


@pytest.mark.parametrize(
    "text",
    [
        "title: طالبان می\u200cگویند گفت\u200cوگو",
        "aliases: [ශ්\u200dරී ලංකාව]",
        "name: ประเทศ\u200bไทย",
        "title: " + "中国外交部发言人" * 60,
        "title: " + "ประเทศไทยกรุงเทพมหานคร" * 20,
        "url: https://example.org/" + "a" * 400,
        "text: '[report](https://example.org/?q=" + "a" * 400 + ")'",
    ],
    ids=["Dari", "Sinhala", "Thai", "long Chinese", "long Thai", "an address", "a link"],
)
def test_what_a_script_or_an_address_needs_is_accepted(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name: Ar\u200bmenia", ["invisible-character"]),
        ("name: A\u200cb", ["invisible-character"]),
        ("name: احمد\u200b\u200bمثالی", ["invisible-character", "invisible-character"]),
        ("name: می\u200c\u200cگویند", ["invisible-character", "invisible-character"]),
        ("note: " + "x" * 201, ["long-run"]),
        ("note: data:image/png;base64," + "iVBORw0KGgo/" * 30, ["long-run"]),
        ("note: 中国" + "x" * 201, ["long-run"]),
        ("url: https://example.org/" + "a" * 3000, ["long-run"]),
        ("url: https://example.org/\u202e" + "a" * 300, ["bidi-control"]),
    ],
)
def test_the_same_elsewhere_is_refused(text: str, expected: list[str]) -> None:
    assert codes(text) == expected
