"""The table of codes, and its page: every code has a bad example that gives exactly it and a good one that is clean."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import briefings
from briefings.checks import desk_loading
from briefings.checks.all_rules import judge
from briefings.core.problem_codes import CODES, LEDGERS, Severity
from briefings.core.problems import MAX_PROBLEMS, Mark, Problem, TextFile, in_order
from briefings.files import desk_files
from briefings.records.fact_reader import read
from check_examples import DESK, EXAMPLES, PAGE, ROOT, Example, problems_of
from conftest import EXAMPLE

PACKAGE = Path(briefings.__file__).parent


def test_every_code_has_its_row_its_section_and_both_examples() -> None:
    page = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (error|warning|note) \| \[(.+)\]\(#\1\) \|$", page, re.MULTILINE)
    assert rows == [(code, str(row.severity), row.meaning) for code, row in CODES.items()]
    assert [(e.code, e.good) for e in EXAMPLES] == [
        (code, good) for code in CODES if code not in LEDGERS for good in (False, True)
    ]


def test_the_page_is_what_the_table_and_the_examples_give() -> None:
    script = "import sys; sys.path.insert(0, 'tools'); import checks_doc; sys.stdout.write(checks_doc.page())"
    made = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert made.stdout == PAGE.read_text(encoding="utf-8"), "run: python tools/checks_doc.py"


def test_the_desk_of_the_examples_is_clean() -> None:
    assert problems_of(DESK, Example("", True, False, "")) == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.code}-{'good' if e.good else 'bad'}")
def test_an_example_gives_exactly_its_code(example: Example) -> None:
    problems = problems_of(DESK, example)
    codes = {problem.code for problem in problems}
    if example.code == "too-many" and not example.good:  # it is about other problems, and comes after them
        assert codes == {"shape", "too-many"}
        assert len(problems) == MAX_PROBLEMS + 1
    elif example.code == "not-looked-at" and not example.good:  # it follows the mistake that it is about
        assert codes == {"shape", "not-looked-at"}
    elif example.code == "basis-stale" and not example.good:  # the fact is stale by itself
        assert codes == {"stale", "basis-stale"}
    else:
        assert codes == (set() if example.good else {example.code}), "\n".join(map(str, problems))
    assert all(problem.expected for problem in problems)
    assert all(str(problem) for problem in problems)
    assert {problem.mark.file.path for problem in problems} <= {
        "facts/example.yaml",
        "facts/example.yaml.txt",
        "facts/desk.yaml",
        "templates/example.j2",
    }


def test_a_problem_with_a_code_that_is_not_in_the_table_cannot_be_made() -> None:
    with pytest.raises(KeyError, match="no-such-code"):
        Problem("no-such-code", "x", Mark(TextFile("f.yaml", ""), 1, 1, 1, 1))


def test_every_code_in_the_package_is_in_the_table_and_every_code_of_the_table_is_used() -> None:
    words = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.stem != "problem_codes":
            nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            words |= {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert set(CODES) - words == set()
    assert len(CODES) >= 60
    assert {row.severity for row in CODES.values()} == set(Severity)


def test_the_shipped_facts_hold_no_error() -> None:
    problems = desk_loading.load(desk_files.fact_files(ROOT)).problems
    assert [str(p) for p in problems if p.severity is Severity.ERROR] == []


def test_related_places_are_given_where_two_records_meet() -> None:
    meeting = {
        "duplicate-key", "duplicate-id", "duplicate-identity", "before-founding", "overlapping-roles",
        "overlapping-offices", "parts-beyond-total", "parts-gap", "published-before", "out-of-office", "single-origin",
        "disagreement", "stale", "position-against-pledge", "likelihood-mismatch", "basis-not-known",
        "basis-superseded", "marking-bypass",
    }  # fmt: skip
    told = [p for e in EXAMPLES if not e.good and e.code in meeting for p in problems_of(DESK, e)]
    assert {p.code for p in told} == meeting
    assert [str(p) for p in told if not p.related] == []


def test_two_problems_of_one_code_in_one_place_are_both_told() -> None:
    mark = Mark(TextFile("f.yaml", "a"), 1, 1, 1, 2)
    one, other = Problem("missing-key", "no 'a'", mark), Problem("missing-key", "no 'b'", mark)
    assert in_order([other, one, one]) == [one, other]


def test_today_is_the_desks_unless_given() -> None:
    """A plan for the 24th is no matter on the 17th, and one a week later."""
    text = "events:\n  - {id: x, type: call, date: 2021-09-24, status: scheduled, source: wire-2021-08}\n"
    entries, problems = read([TextFile("facts/desk.yaml", DESK), TextFile("facts/x.yaml", text)])
    assert problems == []
    assert judge(entries).problems == ()
    assert [p.code for p in judge(entries, date(2021, 9, 24)).problems] == []
    assert [p.code for p in judge(entries, date(2021, 9, 25)).problems] == ["past-plan"]


def test_a_line_too_long_to_print_is_shown_around_the_mistake() -> None:
    problem = problems_of(DESK, Example("", False, False, "countries: [" + "x, " * 400 + "]\n"))[90]
    line, caret = problem.mark.excerpt().split("\n")
    assert len(line) < 260
    assert line[caret.index("^")] == "x"


def test_a_source_and_a_review_at_the_end_of_the_calendar_stop_nothing() -> None:
    files = desk_files.fact_files(EXAMPLE)
    ends = {
        "published: 2021-08-20": "published: 9999-12-31",
        "  today:": "  review: [{kind: forces, after: 9999 years}]\n  today:",
    }
    for old, new in ends.items():
        assert any(old in file.text for file in files)
        edited = [TextFile(file.path, file.text.replace(old, new)) for file in files]
        desk_loading.load(edited)
