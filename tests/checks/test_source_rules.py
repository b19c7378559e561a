"""Claims held against the words of their sources, on articles of our own with every trap."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from briefings.checks import desk_loading, source_rules
from briefings.core.problems import TextFile
from briefings.files.desk_files import decoded, fact_files
from briefings.files.text_folder import folder_in, text_files
from conftest import FULL
from kept_words import TEXTS, WORDS, problems_of

SHIPPED = Path(__file__).parents[2]


def test_claims_that_are_true_to_their_sources_give_no_problem() -> None:
    assert len(TEXTS) == 3
    assert problems_of() == []


@pytest.mark.parametrize(
    ("old", "new", "code", "suggestion"),
    [
        ("value: 86 %", "value: 68 %", "source-number", ""),
        ("value: 540000 people", "value: 540 people", "source-number", ""),
        ("value: ~12500 people", "value: ~540000 people", "source-number", ""),  # the neighbour's
        ("value: 64 mi", "value: 64 km", "source-unit", ""),
        ("value: 1200 km²", "value: 1200 mi²", "source-unit", ""),
        ("value: 30..45 villages", "value: 30..40 villages", "source-number", ""),
        ("value: 1.3 billion USD", "value: 1.3 million USD", "source-number", ""),
        ('"~<300 people"', '"> 300 people"', "source-bound", ""),
        ('"> 24 people"', '"> 12 people"', "source-number", ""),
        ("value: 3200 people", "value: 2300 people", "source-number", ""),
        ("value: 0.4 m", "value: 4 m", "source-number", ""),
        ("value: 2500 people", "value: 2005 people", "source-number", ""),
        ("value: 20 people", "value: 12 people", "source-number", ""),
        ("count: 4 helicopters", "count: 5 helicopters", "source-number", ""),
        ("212 km, source: valley-2023-05, at: 6", "212 km, source: valley-2023-05, at: 4", "source-number", "line 6"),
        ('quote: "at least seventy-five thousand"', 'quote: "at least 75,000"', "source-quote", ""),
        ("a score of doctors ->", "a score of nurses ->", "source-quote", ""),
        ("filled, speaker: tarn, date: 2023-05-11", "filled, speaker: tarn, date: 2023-05-10", "source-date", ""),
        ("speaker: vos, date: 2023-05-12", "speaker: brand, date: 2023-05-12", "source-name", ""),
        ("place: Torva", "place: Keld", "source-name", "line 3"),
        ("ninety busses -> 90 buses", "ninety busses -> 19 buses", "source-number", ""),
    ],
)  # fmt: skip
def test_a_claim_that_its_source_does_not_bear_out_is_reported(old: str, new: str, code: str, suggestion: str) -> None:
    found = problems_of((old, new))
    assert code in [problem.code for problem in found]
    assert {problem.code for problem in found} <= {code, "source-name"}  # another line may lack the names too
    assert suggestion in [problem.suggestion for problem in found if problem.code == code]
    assert all(problem.expected for problem in found)


def test_a_problem_shows_the_claim_with_the_line_of_its_source_beneath() -> None:
    (problem,) = problems_of(("value: 64 mi", "value: 46 mi"))
    assert str(problem) == dedent("""\
        facts/claims.yaml:7:59: '46 mi' does not stand in line 4 of valley-2023-05 [source-number]
            7 |   - {id: reservoir, subject: ARL, measure: length, value: 46 mi, as_of: 2023-05, source: \
valley-2023-05, at: 4}
              |                                                           ^^^^^
          expected the number as the source prints it; read_as: or inferred: says why it does not stand there
          texts/valley-2023-05.txt:7:18: line 4 of valley-2023-05
            7 | The reservoir is 64 miles long and covers an area of 1,200 square kilometres, according to the ministry.
              |                  ^^""")


def test_a_number_beside_others_asks_for_the_words_that_have_it() -> None:
    (problem,) = problems_of((', quote: "have 17 no current"', ""))
    assert problem.code == "source-several"


def test_what_is_inferred_or_read_as_something_else_need_not_stand_there() -> None:
    assert problems_of(("value: 64 mi", "value: 60 mi, inferred: Less the shallows")) == []
    assert problems_of(("value: 64 mi", 'value: 60 mi, read_as: "64 miles -> 60 mi"')) == []


def test_a_text_that_was_changed_is_reported_alone() -> None:
    files = [decoded(file.path, f"One line more\n{file.text}".encode()) for file in TEXTS]
    base = desk_loading.load(fact_files(WORDS)).base
    assert base
    assert [problem.code for problem in source_rules.source_problems(base, files)] == ["source-changed"] * 3


def test_texts_that_are_not_here_are_one_note() -> None:
    edits = [
        TextFile(file.path, file.text.replace("lines: 9", f"lines: 9, sha256: {'0' * 64}"))
        for file in fact_files(WORDS)
    ]
    base = desk_loading.load(edits).base
    assert base
    (problem,) = source_rules.source_problems(base, [])
    assert problem.code == "source-text"
    assert "valley-2023-05" in problem.message


def test_a_text_of_another_name_is_known_by_its_digest() -> None:
    (valley,) = (file for file in TEXTS if "valley" in file.path)
    renamed = decoded("texts/000.txt", valley.text.encode())
    edits = [
        TextFile(
            f.path,
            f.text.replace("lines: 9", f"lines: 9, sha256: {valley.digest}").replace("value: 64 mi", "value: 46 mi"),
        )
        for f in fact_files(WORDS)
    ]
    base = desk_loading.load(edits).base
    assert base
    assert [problem.code for problem in source_rules.source_problems(base, [renamed])] == ["source-number"]


def test_the_shipped_claims_are_true_to_their_articles_where_these_are_here() -> None:
    files = fact_files(SHIPPED)
    texts = text_files(SHIPPED, folder_in(files))
    if not texts:
        pytest.skip("texts not here")
    base = desk_loading.load(files).base
    assert base
    assert [str(problem) for problem in source_rules.source_problems(base, texts)] == []


def test_a_line_with_few_of_the_claims_words_is_reported_with_the_one_that_has_them() -> None:
    title = "Ministry fears that villages along the river are flooded"
    line = "{id: fears, type: other, title: %s, date: 2023-05~, status: feared, source: valley-2023-05, at: %d}"
    assert problems_of(("events:\n", f"events:\n  - {line % (title, 6)}\n")) == []
    (problem,) = problems_of(("events:\n", f"events:\n  - {line % (title, 5)}\n"))
    assert (problem.code, problem.suggestion) == ("source-passage", "line 6")


def test_what_is_inferred_stands_somewhere_in_the_text() -> None:
    claim = "{id: y, speaker: vos, date: %s, text: So it is., source: valley-2023-05, at: 4, inferred: As told below}"
    assert problems_of(("statements:\n", f"statements:\n  - {claim % '2023-05-12'}\n")) == []
    (problem,) = problems_of(("statements:\n", f"statements:\n  - {claim % '2023-05-09'}\n"))
    assert problem.code == "source-date"


def test_nearly_all_mistakes_in_the_made_up_claims_are_found_and_the_page_has_the_table() -> None:
    script = (
        f"import sys; sys.path.insert(0, 'tools'); import audit_words as a; a.MISTAKES = {500 if FULL else 100}; "
        "print(a.table(a.true_claims(a.ROOT / 'tests/words'), False), end='')"
    )
    made = subprocess.run(
        [sys.executable, "-c", script], cwd=SHIPPED, capture_output=True, encoding="utf-8", check=True
    )
    share = re.search(r"^([0-9.]+)% of [0-9]+ are found", made.stdout, re.MULTILINE)
    assert share and float(share[1]) >= 95
    assert "there are 0 false alarms" in made.stdout
    table = (WORDS / "audit-own.md").read_text(encoding="utf-8")
    assert table in (SHIPPED / "docs/checks.md").read_text(encoding="utf-8")
    assert made.stdout == table or not FULL
