"""Slips of YAML are told by name, where they are to be mended, with the remedy."""

from __future__ import annotations

import pytest

from briefings.core.problems import Problem, TextFile
from briefings.records.yaml_slips import BEGINNING, ONE_SIDE, ORDINARY_SPACE, missing_space
from briefings.records.yaml_tree import parse


def problem_of(text: str) -> Problem:
    """The one problem of a text, which leaves it unread."""
    tree, (problem,) = parse(TextFile("f.yaml", text))
    assert tree is None
    return problem


def record(value: str) -> str:
    return f"events:\n  - id: x\n    title: {value}\n    source: r\n"


COLON = "quotes around a text that holds a colon and a space"
CUT = "quotes around a text that holds ' #'"
APOSTROPHE = "an apostrophe within single quotes written as '', or double quotes around the whole text"
QUOTATION = r"a quotation mark within double quotes written as \", or single quotes around the whole text"
HYPHEN = "a hyphen and a space before an item of a list"
OUT_OF_LINE = "the keys of a record below one another, and the dashes of a list"

SLIPS = [
    # quotes
    (record("'Bishkek's talks'"), "3:20", APOSTROPHE),
    (record("'The presidents' talks'"), "3:27", APOSTROPHE),
    ("events:\n  - {id: x, title: 'Bishkek's talks', source: r}\n", "2:28", APOSTROPHE),
    ("events:\n  - {id: x, in: ['Cote d'Ivoire']}\n", "2:25", APOSTROPHE),
    (record('"He said "no" to it"'), "3:21", QUOTATION),
    (record('"Talks" in Bishkek'), "3:18", QUOTATION),
    (record("'abc"), "3:12", "a second ' at the end of the text"),
    (record('"abc'), "3:12", 'a second " at the end of the text'),
    (record('"abc\n    note: "def"'), "3:12", 'a second " there'),
    ("events:\n  - {id: x, title: 'abc, source: r}\n", "2:20", "a second ' at the end of the text"),
    (record(r'"C:\path"'), "3:15", r"single quotes, or \\ for a backslash"),
    (record("“Talks: a start”"), "3:12", "straight quotes: \" or '"),
    (record("„Talks: a start“"), "3:12", "straight quotes: \" or '"),
    (record("«Talks: a start»"), "3:12", "straight quotes: \" or '"),
    # colons
    (record("Bishkek: the talks go on"), "3:19", COLON),
    (record("Talks:"), "3:17", COLON),
    (record("a - b: c"), "3:17", COLON),
    ("sources:\n  - {id: s, title: One: a, medium: wire}\n", "2:23", COLON),
    ("events:\n  - id: x\n    title:abc\n    source: r\n", "3:5", "a space after the colon: 'title: …'"),
    ("events:\n  - id:x\n    title: abc\n", "2:5", "a space after the colon: 'id: …'"),
    ("desk:\n  title: x\n  publisher:y\n  contact: z\n", "3:3", "a space after the colon: 'publisher: …'"),
    ("events:\n  - id: x\n    title abc\n    source: r\n", "3:5", "a key, a colon, a space and a value"),
    # a # that ends a text
    (record("Talks in room #5 went\n      on and on"), "3:26", CUT),
    ("events:\n  - {id: x, title: C# and F #1, source: r}\n  - {id: y}\n", "2:29", CUT),
    ("events:\n  - {id: x, in: [AFG, room #5, TJK],\n     source: r}\n", "2:28", CUT),
    # brackets
    ("events:\n  - {id: x, title: abc\n  - {id: y, title: def}\n", "2:5", "a } at its end, commas within"),
    ("events:\n  - id: x\n    in: [AFG, TJK\n    title: abc\n", "3:9", "a ] at its end, commas within"),
    ("events: [\n", "1:9", "a ] at its end, commas within"),
    ("events:\n  - {id: x\n     title: abc}\n", "2:11", "a comma between two keys in {…}"),
    ("events:\n  - {id: x}}\n", "2:12", "as many brackets closed as opened"),
    (record("[sic] abc"), "3:18", "quotes around a text that begins with [ or {"),
    (record("{a} abc"), "3:16", "quotes around a text that begins with [ or {"),
    # signs at the beginning of a text
    *((record(f"{sign}abc"), "3:12", BEGINNING) for sign in ("%", "@", "`", "| ", "> ", "& ", "? ", "- ", ", ")),
    ("%abc\nevents: []\n", "1:1", BEGINNING),
    ("events:\n  - {id: x, title: @abc}\n", "2:20", BEGINNING),
    ("events:\n  - {id: x, tags: [a, %b]}\n", "2:23", BEGINNING),
    # lines
    ("events:\n  - id: x\n     title: abc\n", "3:6", OUT_OF_LINE),
    ("events:\n  - id: x\n   title: abc\n", "3:4", OUT_OF_LINE),
    ("events:\n  - id: x\n    - title: abc\n", "3:5", OUT_OF_LINE),
    ("events:\n  - id: x\n  -id: y\n", "3:3", "a space after the dash of a list: '- …'"),
    ("people\n  - id: x\n    name: Y\n", "1:1", "a colon: 'people:'"),
    # signs that only look like YAML's
    ("events:\n  - id: x\n    title:\u00a0abc\n    source: r\n", "3:11", ORDINARY_SPACE),
    ("events:\n  - id:\u00a0x\n    title: abc\n", "2:8", ORDINARY_SPACE),
    ("events:\n  – id: x\n    title: abc\n", "2:3", HYPHEN),
    ("events:\n  • id: x\n    title: abc\n", "2:3", HYPHEN),
    ("events:\n  -- id: x\n     title: abc\n", "2:3", HYPHEN),
    ("events:\n  - id： x\n    title: abc\n", "2:7", "a colon as on an English keyboard, and a space"),
    ("events:\n  - {id: x， title: abc}\n", "2:11", "a comma as on an English keyboard, and a space"),
    ("events:\n  - id: x, title: abc}\n", "2:22", "a { before the first key"),
    ("events:\n  <<<<<<< HEAD\n  - id: x\n  =======\n  >>>>>>> b\n", "2:3", ONE_SIDE),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place", "expected"), SLIPS)
def test_a_slip_is_told_where_it_is_to_be_mended_with_its_remedy(text: str, place: str, expected: str) -> None:
    problem = problem_of(text)
    assert (problem.code, f"{problem.mark.line}:{problem.mark.column}", problem.expected) == ("syntax", place, expected)


def test_every_syntax_error_of_the_slips_is_in_words_of_ours() -> None:
    parsers_words = ("did not find", "could not find", "found character", "while ", "not allowed in this context")
    messages = [problem_of(text).message for text, _, _ in SLIPS]
    assert len(messages) > 40
    assert [message for message in messages if any(words in message for words in parsers_words)] == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("events:\n<<<<<<< HEAD\n  - {id: a}\n=======\n  - {id: b}\n>>>>>>> desk/friday\n", "2:1"),
        ("a: 1\n<<<<<<< ours\nb: 1\n||||||| base\nb: 2\n=======\nb: 3\n>>>>>>> theirs\n", "2:1"),
        ("<<<<<<< HEAD\r\na: 1\r\n=======\r\na: 2\r\n>>>>>>> x\r\n", "1:1"),
        ("a: 1\n=======\nb: 2\n", "2:1"),
        ("a: 1\n>>>>>>> 0a1b2c3 (Friday)\n", "2:1"),
        ("a: |\n  x\n<<<<<<< HEAD\n  y\n=======\n  z\n>>>>>>> x\n", "3:1"),
    ],
)
def test_a_merge_conflict_is_named_at_its_first_line(text: str, place: str) -> None:
    problem = problem_of(text)
    assert (problem.code, f"{problem.mark.line}:{problem.mark.column}") == ("merge-conflict", place)


def test_each_of_several_merge_conflicts_is_told() -> None:
    conflict = "<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> x\n"
    _, problems = parse(TextFile("f.yaml", f"{conflict}# between\n{conflict}"))
    assert [(problem.code, problem.mark.line) for problem in problems] == [("merge-conflict", 1), ("merge-conflict", 7)]


@pytest.mark.parametrize("text", ["a: |\n  =======\n  >>>>>>> x\n", "# =======\na: 1\n", "a: '======='\n"])
def test_lines_of_equal_signs_within_a_text_are_no_merge_conflict(text: str) -> None:
    assert parse(TextFile("f.yaml", text))[1] == []


@pytest.mark.parametrize("space", "\u00a0\u202f\u2007\u2009\u3000")
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("events:\n ~ - id: x\n", "2:2"),
        ("events:\n  -~id: x\n", "2:4"),
        ("events:\n  - id: x\n~~~~title: abc\n~~~~note: abc\n", "3:1"),
        ("events:\n  - id: x\n    ti~tle: abc\n", "3:5"),
        ("events:\n  - {id:~x, title: abc}\n", "2:6"),
    ],
)
def test_a_space_that_only_looks_like_one_is_named_once(text: str, place: str, space: str) -> None:
    problem = problem_of(text.replace("~", space))
    assert (problem.code, f"{problem.mark.line}:{problem.mark.column}") == ("odd-space", place)
    assert f"U+{ord(space):04X}" in problem.message
    assert problem.expected == ORDINARY_SPACE


def test_a_no_break_space_within_a_text_is_a_letter_of_it() -> None:
    tree, problems = parse(TextFile("f.yaml", "a: 50\u00a0000 voix\u202f!\n"))
    assert (tree, problems) == ({"a": "50\u00a0000 voix\u202f!"}, [])


@pytest.mark.parametrize(
    ("text", "code"), [("a:\n\t- 1\n\t- 2\n\t\t- 3\n", "tab"), ("a: 1\rb: 2\rc: 3\r", "control-character")]
)
def test_a_character_throughout_a_file_is_one_slip(text: str, code: str) -> None:
    problem = problem_of(text)
    assert problem.code == code
    number = text.count("\t") or text.count("\r")
    assert problem.message.endswith(f", here and in {number - 1} further places")


def test_a_key_and_value_without_their_space_are_not_taken_for_a_text() -> None:
    assert missing_space("id:talks-1") == "a space after the colon: 'id: …'"
    assert missing_space("id = talks-1") == "a colon and a space: 'id: …'"
    assert [missing_space(text) for text in ("12:30 talks", "https://x.example", "talks", "a: b", None)] == [""] * 5


def test_windows_line_ends_are_read() -> None:
    assert parse(TextFile("f.yaml", "a: 1\r\nb: |\r\n  x\r\n  y\r\n")) == ({"a": "1", "b": "x\ny\n"}, [])
