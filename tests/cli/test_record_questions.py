"""Questions for the keys of a new record, with what a person types instead of a terminal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from briefings.cli.record_questions import answers

readline = pytest.importorskip("readline")


def typed(*lines: str) -> tuple[Callable[[str], str], list[str]]:
    asked: list[str] = []
    waiting = iter(lines)

    def ask(question: str) -> str:
        asked.append(question)
        try:
            return next(waiting)
        except StopIteration:
            raise EOFError from None

    return ask, asked


def test_each_empty_key_is_asked_for_with_its_hint_and_may_stay_empty() -> None:
    ask, asked = typed("summit", "  ", "2021-09-16 ")
    found = answers({"type": "summit, talks", "title": "prose", "date": "a date"}, {}, ask)
    assert found == {"type": "summit", "date": "2021-09-16"}
    assert asked == ["type (summit, talks): ", "title (prose): ", "date (a date): "]


def test_the_end_of_input_ends_the_questions() -> None:
    ask, asked = typed("summit")
    assert answers({"type": "", "title": "", "date": ""}, {}, ask) == {"type": "summit"}
    assert len(asked) == 2


def test_the_tab_key_completes_the_words_of_the_key() -> None:
    offered = []

    def ask(question: str) -> str:
        complete = readline.get_completer()
        offered.append([complete("su", 0), complete("su", 1), complete("su", 2)])
        return ""

    answers({"type": "", "date": ""}, {"type": ["summit", "talks", "survey"]}, ask)
    assert offered == [["summit", "survey", None], [None, None, None]]
