"""Texts that YAML reads otherwise than they are written: a # ends them, curly quotes are letters of them."""

from __future__ import annotations

import pytest

from check_examples import DESK, Example, codes, problems_of


def event(title: str) -> str:
    return f"events:\n  - id: x\n    type: talks\n    title: {title}\n    date: 2021-08-15\n    source: wire-2021-08\n"


@pytest.mark.parametrize(
    ("title", "lost"),
    [
        ("Talks in room #A", "#A"),
        ("C# and F #", "#"),
        ("Talks # and dinner", "# and dinner"),
        ("Talks  #peace", "#peace"),
    ],
)
def test_a_text_that_a_sign_ends_is_told_with_the_lost_words(title: str, lost: str) -> None:
    (problem,) = problems_of(DESK, Example("", False, False, event(title)))
    assert (problem.code, problem.message) == ("cut-text", f"the text ends before '{lost}'")
    assert event(title).splitlines()[problem.mark.line - 1][problem.mark.column - 1 :] == lost


@pytest.mark.parametrize(
    "text",
    [
        event("Talks  # as the wire has them"),
        event('"Talks in room #A"  # upstairs'),
        event("'Talks' # upstairs"),
        event("C#"),
        event("Talks#A"),
        event("Talks").replace("type: talks", "type: talks # of a kind"),
        event("Talks").replace("2021-08-15", "2021-08-15 # a Sunday"),
        event("Talks").replace("source: wire-2021-08", "source: wire-2021-08 #1"),
        event("Talks").replace(
            "source:", "in: [AFG, TJK] # both\n    at: 3 # or 4\n    open: true # more\n    source:"
        ),
        event("Talks").replace("id: x", "id: x # the first"),
        event(">-  # folded\n      Talks in room #A"),
    ],
)
def test_comments_after_other_values_are_comments(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "countries:\n  - {id: ARM, name: Armenia, aliases: [Hayastan #a\n      , Hayk]}\n",
        "countries:\n  - id: ARM\n    name: Armenia #1\n",
        "people:\n  - id: x\n    name: X\n    aliases:\n      - Y #2\n",
    ],
)
def test_names_are_texts_too(text: str) -> None:
    assert codes(text) == ["cut-text"]


@pytest.mark.parametrize("written", ["“Talks”", "„Talks“", "„Talks”", "«Talks»", "»Talks«", "“Talks", "„Talks"])
def test_curly_quotes_around_a_text_are_told(written: str) -> None:
    assert codes(event(written)) == ["curly-quotes"]


@pytest.mark.parametrize(
    "written",
    [
        "'“Talks”'",
        '"“Talks”"',
        "The “Talks” begin",
        "“Talks” and “more”",
        "‘Abd al-Rahman",
        "the presidents’",
        "Talks”",
    ],
)
def test_curly_quotes_that_are_meant_are_letters(written: str) -> None:
    assert codes(event(written)) == []


def test_a_list_split_within_curly_quotes_is_told() -> None:
    assert codes("people:\n  - {id: x, name: X, aliases: [“Y, Z”]}\n") == ["curly-quotes"]
