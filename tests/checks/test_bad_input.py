"""Mistakes in fact files: all of them, each in its place, each with what was expected.

A file in `bad/` begins with what is to be said of it, a line a problem: `# expect LINE:COLUMN CODE`, with
` -> WORD` where a suggestion is due. It is read together with the small desk.
"""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest

from briefings.checks import desk_loading
from briefings.core.problems import Problem, TextFile, nearest
from conftest import EXAMPLE, SmallDesk

CORPUS = sorted((Path(__file__).parent.parent / "bad").glob("*.yaml"))


def problems_of(text: str) -> list[Problem]:
    """What is said of one file beside those of the small desk."""
    return list(desk_loading.load([*SmallDesk(EXAMPLE).texts(), TextFile("facts/zz.yaml", text)]).problems)


def brief(problem: Problem) -> str:
    suggested = f" -> {problem.suggestion}" if problem.suggestion else ""
    return f"{problem.mark.line}:{problem.mark.column} {problem.code}{suggested}"


def test_the_corpus_is_there() -> None:
    assert len(CORPUS) >= 45


def test_the_desk_beside_which_mistakes_are_read_has_none() -> None:
    assert problems_of("") == []


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_every_mistake_of_a_file_is_told_at_its_place_and_nothing_else(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    expected = re.findall(r"^# expect (.+)$", text, re.MULTILINE)
    assert expected
    found = problems_of(text)
    assert {p.mark.file.path for p in found} == {"facts/zz.yaml"}
    assert [brief(p) for p in found] == expected


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_a_mistake_stops_the_facts_from_being_used(path: Path) -> None:
    held = desk_loading.load([*SmallDesk(EXAMPLE).texts(), TextFile("facts/zz.yaml", path.read_text(encoding="utf-8"))])
    assert held.base is None
    assert held.errors


def test_every_mistake_says_what_was_expected() -> None:
    problems = [p for path in CORPUS for p in problems_of(path.read_text(encoding="utf-8"))]
    assert len(problems) > 60
    assert [str(p) for p in problems if not p.expected] == []


def test_a_week_that_is_none_is_told_in_words() -> None:
    (problem,) = problems_of("issues:\n  - {id: 2021-37}\n")
    assert "String should match" not in problem.message
    assert "2021-W37" in problem.expected


def test_a_mistake_is_printed_with_its_line_a_caret_what_was_expected_and_a_suggestion() -> None:
    (problem,) = problems_of("memberships:\n  - {membr: TJK, of: CSTO, role: full, source: wire-2021-08}\n")
    assert str(problem) == dedent("""\
        facts/zz.yaml:2:6: unknown key 'membr' [unknown-key]
            2 |   - {membr: TJK, of: CSTO, role: full, source: wire-2021-08}
              |      ^^^^^
          expected one of: claims, id, marking, tags, supersedes, rivals, same_as, tension, part_of, member, of, \
role, source, at, …
          did you mean 'member'?""")


def test_a_mistake_between_files_is_printed_with_both_places() -> None:
    (problem,) = problems_of("borders:\n  - {between: [TJK, AFG], length: 5 km, source: wire-2021-08}\n")
    assert str(problem) == dedent("""\
        facts/zz.yaml:2:6: the id 'border:AFG-TJK' stands twice [duplicate-id]
            2 |   - {between: [TJK, AFG], length: 5 km, source: wire-2021-08}
              |      ^^^^^^^
          expected each id once; file a further claim under 'claims:' with 'fact:'
          facts/borders.yaml:2:5: first defined here
            2 |   - between: [AFG, TJK]
              |     ^^^^^^^""")


def test_a_caret_stands_below_its_word_behind_letters_of_other_scripts() -> None:
    (problem,) = problems_of("borders:\n  - {between: [AFG, KGZ], note: Тоҷик, length: x, source: wire-2021-08}\n")
    line, caret = problem.mark.excerpt().split("\n")
    assert line == "    2 |   - {between: [AFG, KGZ], note: Тоҷик, length: x, source: wire-2021-08}"
    assert line[caret.index("^") :].startswith("x, source")
    assert caret.strip(" |") == "^"


def test_a_warning_is_called_one() -> None:
    (problem,) = problems_of("events:\n  - {id: x, type: visit, in: Kirghizia, date: 2021-08, source: wire-2021-08}\n")
    assert str(problem) == dedent("""\
        facts/zz.yaml:2:30: warning: 'Kirghizia' is another name of 'KGZ' [alias]
            2 |   - {id: x, type: visit, in: Kirghizia, date: 2021-08, source: wire-2021-08}
              |                              ^^^^^^^^^
          expected its id
          did you mean 'KGZ'?""")


def test_facts_with_nothing_but_a_warning_can_be_used() -> None:
    text = "events:\n  - {id: x, type: visit, in: Kirghizia, date: 2021-08, source: wire-2021-08}\n"
    held = desk_loading.load([*SmallDesk(EXAMPLE).texts(), TextFile("facts/zz.yaml", text)])
    assert held.errors == []
    assert held.base is not None
    assert [entry.id for entry in held.base.found("fact/x")] == ["x"]


def test_mistakes_of_all_files_are_told_in_one_run_in_order() -> None:
    files = [
        TextFile("facts/b.yaml", "borders:\n  - {between: [AFG, KGZ], length: x, source: wire-2021-08}\n"),
        TextFile("facts/a.yaml", "a: [\n"),
        TextFile("facts/c.yaml", "colours: []\n"),
    ]
    problems = desk_loading.load([*SmallDesk(EXAMPLE).texts(), *files]).problems
    assert [f"{p.mark} {p.code}" for p in problems] == [
        "facts/a.yaml:1:4 syntax",
        "facts/b.yaml:2:35 not-a-quantity",
        "facts/c.yaml:1:1 unknown-kind",
    ]


def test_a_number_with_a_comma_in_braces_is_told_to_need_quotes() -> None:
    problems = problems_of(
        "figures:\n  - {id: x, subject: AFG, measure: killed, value: 1,000 people, source: wire-2021-08}\n"
    )
    assert "quotes" in "\n".join(map(str, problems))


def test_a_quotation_without_quotes_is_told_to_need_them() -> None:
    problems = problems_of('statements:\n  - id: x\n    text: {{ fact("y") }} went\n')
    assert "quotes" in "\n".join(map(str, problems))


def test_facts_without_a_desk_are_a_problem_like_others() -> None:
    held = desk_loading.load([TextFile("facts/a.yaml", "countries:\n  - {id: AFG, name: Afghanistan}\n")])
    assert [p.code for p in held.problems] == ["no-desk"]
    assert held.base is None


def test_one_id_for_two_things_is_refused() -> None:
    assert [p.code for p in problems_of("organizations:\n  - {id: TJK, name: Other, type: bloc}\n")] == ["duplicate-id"]


def test_a_figure_of_what_nobody_knows_is_refused() -> None:
    text = "figures:\n  - {id: x, subject: nobody, measure: killed, value: 5, source: wire-2021-08}\n"
    assert [brief(p) for p in problems_of(text)] == ["2:22 unknown-id"]


def test_a_border_with_itself_is_refused() -> None:
    assert problems_of("borders:\n  - {between: [AFG, AFG], length: 5 km, source: wire-2021-08}\n") != []


def test_one_name_for_two_things_is_refused() -> None:
    assert problems_of("organizations:\n  - {id: X, name: Tojikiston, type: bloc}\n") != []


def test_the_nearest_word_forgives_case_and_hyphens_and_gives_up_on_strangers() -> None:
    known = ["Tajikistan", "Turkmenistan", "at-border", "wire-2021-08"]
    assert [nearest(word, known) for word in ["tajikstan", "AT_BORDER", "at border", "wire-2021-8", "Peru", ""]] == [
        "Tajikistan", "at-border", "at-border", "wire-2021-08", "", "",
    ]  # fmt: skip
