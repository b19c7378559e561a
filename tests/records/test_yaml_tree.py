"""YAML text to a tree: nothing is interpreted, and everything knows where it stands."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.core.problems import Mark, TextFile
from briefings.records.yaml_tree import MAX_DEPTH, MappingNode, Node, ScalarNode, SequenceNode, key_mark, parse


def tree(text: str) -> Node:
    found, problems = parse(TextFile("f.yaml", text))
    assert problems == []
    assert found is not None
    return found


def refusals(text: str) -> list[str]:
    """The problems of a text as "line:column code", in the order they were met."""
    _, problems = parse(TextFile("f.yaml", text))
    return [f"{p.mark.line}:{p.mark.column} {p.code}" for p in problems]


def place(mark: Mark) -> tuple[int, int, int, int]:
    return (mark.line, mark.column, mark.end_line, mark.end_column)


def nodes(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, MappingNode):
        for key, value in node.items():
            yield key
            yield from nodes(value)
    elif isinstance(node, SequenceNode):
        for item in node:
            yield from nodes(item)


def test_every_key_and_value_knows_its_exact_place() -> None:
    text = dedent("""\
        borders:
          - between: [AFG, "TJK"]
            length: 1357 km   # measured
            note: >-
              folded
              text
        Тоҷик: 😀 x
        """)
    root = tree(text)
    assert isinstance(root, MappingNode)
    assert [(str(n), place(n.mark)) for n in nodes(root) if isinstance(n, ScalarNode)] == [
        ("borders", (1, 1, 1, 8)),
        ("between", (2, 5, 2, 12)),
        ("AFG", (2, 15, 2, 18)),
        ("TJK", (2, 20, 2, 25)),
        ("length", (3, 5, 3, 11)),
        ("1357 km", (3, 13, 3, 20)),
        ("note", (4, 5, 4, 9)),
        ("folded text", (4, 11, 7, 1)),
        ("Тоҷик", (7, 1, 7, 6)),
        ("😀 x", (7, 8, 7, 11)),
    ]
    borders = root[root.key("borders")]  # type: ignore[index]
    assert place(borders.mark)[:2] == (2, 3)


@pytest.mark.parametrize(
    "written", ["NO", "no", "yes", "1.10", "12:30", "007", "0x1f", "1e3", "null", "2021-07-07", "~", "1_000"]
)
def test_text_stays_as_written(written: str) -> None:
    root = tree(f"a: {written}\n")
    assert isinstance(root, MappingNode)
    (value,) = root.values()
    assert type(value) is ScalarNode
    assert value == written


def test_plain_text_is_told_from_quoted_text() -> None:
    root = tree("a: x\nb: 'x'\nc: \"x\"\nd: |\n  x\ne:\n")
    assert isinstance(root, MappingNode)
    assert {str(k): v.plain for k, v in root.items() if isinstance(v, ScalarNode)} == {
        "a": True, "b": False, "c": False, "d": False, "e": True,
    }  # fmt: skip


def test_a_key_that_is_missing_stands_where_its_mapping_stands() -> None:
    root = tree("a:\n  - {b: 1, c: 2}\n")
    assert isinstance(root, MappingNode)
    item = root[root.key("a")][0]  # type: ignore[index]
    assert isinstance(item, MappingNode)
    assert place(key_mark(item, "c")) == (2, 12, 2, 13)
    assert place(key_mark(item, "d")) == (2, 5, 2, 17)


def test_a_tree_survives_the_way_to_another_process_with_its_places() -> None:
    root = tree("a: [x, 'y']\n")
    again = pickle.loads(pickle.dumps(list(nodes(root))[1:]))
    assert [n for n in again if isinstance(n, ScalarNode)] == ["a", "x", "y"]
    assert [place(n.mark) for n in again if isinstance(n, ScalarNode)] == [(1, 1, 1, 2), (1, 5, 1, 6), (1, 8, 1, 11)]


@pytest.mark.parametrize("empty", ["", "\n\n", "# only a remark\n", "---\n", "---\n...\n"])
def test_an_empty_file_is_no_tree_and_no_problem(empty: str) -> None:
    assert parse(TextFile("f.yaml", empty)) == (None, [])


def test_all_duplicate_keys_are_reported_and_the_first_kept() -> None:
    text = "a: 1\nb: {x: 1, x: 2}\na: 3\na: 4\n"
    found, problems = parse(TextFile("f.yaml", text))
    assert refusals(text) == ["2:11 duplicate-key", "3:1 duplicate-key", "4:1 duplicate-key"]
    assert [[str(mark) for mark, _ in p.related] for p in problems] == [["f.yaml:2:5"], ["f.yaml:1:1"], ["f.yaml:1:1"]]
    assert found == {"a": "1", "b": {"x": "1"}}


def test_keys_that_only_look_alike_are_duplicates() -> None:
    """A full-width letter and a composed accent are the same letters to a reader."""
    assert refusals("ａ: 1\na: 2\n") == ["2:1 duplicate-key"]
    assert refusals("é: 1\ne\u0301: 2\n") == ["2:1 duplicate-key"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x b\n", "1:4 anchor"),
        ("a: &x {b: c}\n", "1:4 anchor"),
        ("a: &x [b]\n", "1:4 anchor"),
        ("a:\n  - *x\n", "2:5 anchor"),
        ("a: 1\n<<: {b: 2}\n", "2:1 anchor"),
        ("a: !!str b\n", "1:4 tag"),
        ("a: !own b\n", "1:4 tag"),
        ("a: !!python/object/apply:os.system ['true']\n", "1:4 tag"),
        ("--- a\n--- b\n", "2:1 several-documents"),
        ("a: 1\n---\nb: 2\n", "2:1 several-documents"),
        ("[a]: 1\n", "1:1 key-shape"),
        ("b: 1\n? {a: 1}\n: 2\n", "2:3 key-shape"),
        ("a: \x07\n", "1:4 control-character"),
        ("a: 1\nb: x\x00\n", "2:5 control-character"),
        ("a: 1\nb: \x1b[31m\n", "2:4 control-character"),
        ("\ufeffa: 1\n", "1:1 control-character"),
        ("a: x\u2028y\n", "1:5 control-character"),
        ("a: \ue000\n", "1:4 control-character"),
        ("a: b: c\n", "1:5 syntax"),
        ("a: [1, 2\nb: 3\n", "1:4 syntax"),
        ("a:\n\t- 1\n", "2:1 tab"),
        ("a: %\n", "1:4 syntax"),
        ("a: 'x\n", "1:4 syntax"),
    ],
)
def test_what_a_fact_file_does_not_need_is_refused_at_its_place(text: str, expected: str) -> None:
    assert refusals(text) == [expected]


@pytest.mark.parametrize("char", ["\x80", "\x9f"])
def test_a_control_character_of_the_upper_range_is_refused_at_its_place(char: str) -> None:
    assert refusals(f"a: 1\nb: x{char}\n") == ["2:5 control-character"]


@pytest.mark.parametrize("escape", [r"\a", r"\0", r"\x1b[31m", r"\uE000", r"\u2028"])
def test_an_escape_brings_in_no_control_character(escape: str) -> None:
    assert refusals(f'a: "x{escape}"\n') == ["1:4 control-character"]


def test_a_value_that_needs_quotes_is_told_so() -> None:
    _, (problem,) = parse(TextFile("f.yaml", "a: > 1000 people\n"))
    assert problem.expected == "quotes around a value that begins with > | % @ ` { [ & * ! ? , or -"


def test_a_tab_is_told_so() -> None:
    _, (problem,) = parse(TextFile("f.yaml", "a:\n\t- 1\n"))
    assert problem.expected == "spaces, not tabs"


def test_nesting_is_allowed_to_the_limit_and_refused_beyond() -> None:
    fits = "[" * (MAX_DEPTH - 1) + "x" + "]" * (MAX_DEPTH - 1)
    assert refusals(fits) == []
    assert refusals(f"[{fits}]") == [f"1:{MAX_DEPTH + 1} too-deep"]
    assert refusals("[ " * 50_000) == [f"1:{2 * MAX_DEPTH + 1} too-deep"]


def _begins_inside(mark: Mark) -> bool:
    lines = mark.file.text.split("\n")
    return 1 <= mark.line <= len(lines) and 1 <= mark.column <= len(lines[mark.line - 1]) + 1


def _inside(mark: Mark) -> bool:
    end = Mark(mark.file, mark.end_line, mark.end_column, mark.end_line, mark.end_column)
    in_order = (mark.line, mark.column) <= (mark.end_line, mark.end_column)
    return in_order and _begins_inside(mark) and _begins_inside(end)


# Texts that are YAML more often than chance would have it.
_PIECES = st.sampled_from(
    [
        "a", "b: ", ": ", "- ", "\n", "\n  ", "\r\n", "[", "]", "{", "}", ", ", '"', "'", "# ", "|", ">-",
        "? ", "---", "é", "😀", "\t", "%", "*", "&x ", "!", "<<",
    ]
)  # fmt: skip
YAMLISH = st.lists(_PIECES, max_size=25).map("".join)


@given(st.one_of(st.text(max_size=60), YAMLISH))
def test_any_text_gives_a_tree_or_a_problem_inside_its_file(text: str) -> None:
    text += "\n"
    found, problems = parse(TextFile("f.yaml", text))
    marks = [p.mark for p in problems] + ([n.mark for n in nodes(found)] if found is not None else [])
    if "\r" not in text.replace("\r\n", ""):
        assert all(_begins_inside(mark) for mark in marks)
    assert all(str(problem) for problem in problems), "the excerpt can be drawn"


@pytest.mark.parametrize("text", ["- a\n- b", "a:", "a:\n  b: c", "a: |\n  x", "[", "a: {b"])
def test_nothing_lies_beyond_a_file_without_a_last_line_break(text: str) -> None:
    """libyaml acts as if there were one."""
    found, problems = parse(TextFile("f.yaml", text))
    marks = [p.mark for p in problems] + ([n.mark for n in nodes(found)] if found is not None else [])
    assert marks
    assert all(_inside(mark) for mark in marks)


@pytest.mark.parametrize("text", ["a: 1\rb: [\r", "a: 1\rb: *x\r"])
def test_a_bare_carriage_return_does_not_lead_out_of_the_file(text: str) -> None:
    """libyaml ends a line there; an editor may not."""
    found, problems = parse(TextFile("f.yaml", text))
    marks = [p.mark for p in problems] + ([n.mark for n in nodes(found)] if found is not None else [])
    assert marks
    assert all(_inside(mark) for mark in marks)


WORDS = st.text(st.characters(codec="utf-8", categories=("L", "Nd")), min_size=1, max_size=8)
TREES = st.recursive(
    WORDS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=3)),
    max_leaves=12,
)


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",\n ".join(map(_flow, value)) + "]"
    return str(value)


@given(TREES)
def test_the_place_of_plain_text_holds_that_text(value: object) -> None:
    text = _flow(value)
    found, problems = parse(TextFile("f.yaml", text))
    assert {p.code for p in problems} <= {"duplicate-key"}
    assert found is not None
    scalars = [n for n in nodes(found) if isinstance(n, ScalarNode)]
    lines = text.split("\n")
    for scalar in scalars:
        mark = scalar.mark
        assert _inside(mark)
        assert mark.line == mark.end_line
        assert lines[mark.line - 1][mark.column - 1 : mark.end_column - 1] == scalar
    if not problems:
        assert found == value
