"""Bare numbers in narratives, measured on labelled sentences."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefings import loading, workspace
from briefings.prose import bare_numbers

ROOT = Path(__file__).parent.parent
LINES = (Path(__file__).parent / "numbers" / "sentences.txt").read_text(encoding="utf-8").splitlines()
WITH = [line[2:] for line in LINES if line.startswith("+ ")]
WITHOUT = [line[2:] for line in LINES if line.startswith("- ")]


def test_there_are_sentences_enough_of_both_sorts_each_once() -> None:
    assert len(WITH) >= 100
    assert len(WITHOUT) >= 100
    assert len({*WITH, *WITHOUT}) == len(WITH) + len(WITHOUT)
    assert [line for line in LINES if line and not line.startswith(("+ ", "- ", "# "))] == []


def test_98_in_100_are_found_and_at_most_2_in_100_falsely_and_the_page_says_so() -> None:
    missed = [sentence for sentence in WITH if not bare_numbers(sentence)]
    falsely = [sentence for sentence in WITHOUT if bare_numbers(sentence)]
    found = 1 - len(missed) / len(WITH)
    false = len(falsely) / len(WITHOUT)
    assert found >= 0.98, missed
    assert false <= 0.02, falsely
    page = " ".join((ROOT / "docs" / "checks.md").read_text(encoding="utf-8").split())
    assert f"of {len(WITH)} that hold a bare number {found:.1%} are found" in page
    assert f"of {len(WITHOUT)} that hold none {false:.1%} are flagged" in page


def test_a_long_narrative_is_searched_quickly() -> None:
    assert len(bare_numbers("One of the members spoke of nothing at all. " * 20_000)) == 0


@pytest.mark.parametrize("ending", ["", ".", ",", " men", ")"])
def test_number_words_are_found_whole_whatever_follows(ending: str) -> None:
    assert bare_numbers(f"They lost seven{ending}") == ["seven"]
    assert bare_numbers(f"They lost twenty-two{ending}") == ["twenty", "two"]


def test_the_shipped_narratives_hold_none() -> None:
    codes = [problem.code for problem in loading.load(workspace.fact_files(ROOT)).problems]
    assert "bare-number" not in codes


def test_words_are_told_from_parts_of_words() -> None:
    words = re.findall(r"\w+", "often tenor tents weight freight height none someone canine stone benign eighty")
    assert [word for word in words if bare_numbers(word)] == ["eighty"]
