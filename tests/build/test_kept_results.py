"""Results stand while each input has the digest that it had, and for nothing else that a file may hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefings.build import kept_results
from briefings.build.kept_results import KeptResults
from briefings.files.atomic_folder import Output
from briefings.files.checksummed import wrap_json

FILE = "results.json"
NOW = {"x": "1", "y": "2"}


def kept(folder: Path, reads: dict[str, str | None], result: object = 7) -> KeptResults:
    """Results with one that is kept of some reads, as the next command reads them."""
    results = KeptResults(Output(folder), FILE)
    results.keep("sum", reads, result)  # type: ignore[arg-type]
    results.write()
    return KeptResults(Output(folder), FILE)


@pytest.mark.parametrize(
    ("reads", "stands"),
    [
        ({"x": "1"}, True),
        ({"x": "1", "y": "2"}, True),
        ({"x": "0"}, False),
        ({"x": "1", "y": "0"}, False),
        ({"z": "1"}, False),  # which is not there any more
        ({"z": None}, False),
        ({}, False),  # every computation reads something: somebody else wrote this
    ],
)
def test_a_result_stands_while_all_that_it_read_is_the_same(
    tmp_path: Path, reads: dict[str, str | None], stands: bool
) -> None:
    assert kept(tmp_path, reads).of("sum", int, NOW.get) == (7 if stands else None)


@pytest.mark.parametrize("result", ["7", None, [7], True])
def test_a_result_of_another_shape_is_none(tmp_path: Path, result: object) -> None:
    assert kept(tmp_path, {"x": "1"}, result).of("sum", int, NOW.get) is None


def test_a_result_of_another_program_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(tmp_path, {"x": "1"})
    monkeypatch.setattr(kept_results, "program_digest", lambda: "another")
    assert KeptResults(Output(tmp_path), FILE).of("sum", int, NOW.get) is None


@pytest.mark.parametrize("held", [[], {"program": "p"}, {"program": "p", "results": {"sum": 7}}])
def test_a_file_that_makes_no_sense_counts_as_empty(tmp_path: Path, held: object) -> None:
    (tmp_path / FILE).write_bytes(wrap_json(held))
    assert KeptResults(Output(tmp_path), FILE).of("sum", int, NOW.get) is None


@pytest.mark.parametrize("forget", [True, False])
def test_what_is_not_asked_for_is_forgotten_where_that_is_wanted(tmp_path: Path, forget: bool) -> None:
    results = kept(tmp_path, {"x": "1"})
    results.keep("product", {"y": "2"}, 6)
    results.write(forget=forget)
    again = KeptResults(Output(tmp_path), FILE)
    assert again.of("product", int, NOW.get) == 6
    assert again.of("sum", int, NOW.get) == (None if forget else 7)
