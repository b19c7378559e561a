"""Whatever stands in a fact file, a check ends in bounded steps and memory, with problems in their places.

`make fuzz` tries 10,000 files (FUZZ tells how many); `make test` forty, and every one that was ever found.
"""

from __future__ import annotations

import os
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from briefings.checks import desk_loading
from briefings.core.problems import Problem, TextFile
from briefings.files import desk_files
from fuzz.mutants import MUTANTS, small
from steps import steps

COUNT = int(os.environ.get("FUZZ", "40"))
FOUND = sorted((Path(__file__).parent / "found").glob("[!.]*"))
DAY = date(2026, 11, 24)
MOST_STEPS = 3_000_000  # a mutant of the small desk takes some 360,000


class Tally:
    """What came of all the files that were tried."""

    def __init__(self) -> None:
        self.tried = self.clean = self.mutants = self.most_steps = self.most_memory = 0
        self.codes: Counter[str] = Counter()

    def check(self, files: list[TextFile]) -> None:
        problems: list[Problem] = []
        shown: list[str] = []

        def work() -> None:
            problems.extend(desk_loading.load(files, DAY).problems)
            shown.extend(map(str, problems))

        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        taken = steps(work)
        self.most_memory = max(self.most_memory, tracemalloc.get_traced_memory()[1] - before)
        self.tried += 1
        self.clean += not problems
        self.most_steps = max(self.most_steps, taken)
        self.codes.update(problem.code for problem in problems)
        assert taken < MOST_STEPS
        assert all(problem.expected and text for problem, text in zip(problems, shown, strict=True))
        for problem in problems:
            for mark in (problem.mark, *(mark for mark, _ in problem.related)):
                lines = mark.file.text.split("\n")
                assert 1 <= mark.line <= len(lines)
                assert 1 <= mark.column <= len(lines[mark.line - 1]) + 1


@pytest.fixture(scope="module")
def tally() -> Iterator[Tally]:
    held = Tally()
    tracemalloc.start()
    yield held
    tracemalloc.stop()
    print(
        f"\n{held.tried:,} files tried, {held.clean:,} without a problem, {len(held.codes)} codes; "
        f"at most {held.most_steps:,} steps and {held.most_memory / 1e6:.0f} MB for one"
    )
    assert held.mutants in (0, *range(COUNT, 10 * COUNT)), "none where another worker tries them"
    assert held.most_memory < 100e6


@settings(max_examples=COUNT, suppress_health_check=list(HealthCheck))
@given(files=MUTANTS)
def test_a_broken_file_is_told_of_and_no_more(tally: Tally, files: list[TextFile]) -> None:
    tally.mutants += 1
    tally.check(files)


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_was_found_once_is_told_of_now(path: Path, tally: Tally) -> None:
    """Each of these once brought a traceback, took too long or was told of in no place."""
    tally.check([*small(), desk_files.decoded("facts/zz.yaml", path.read_bytes())])
