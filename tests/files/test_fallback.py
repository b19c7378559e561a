"""Faults that cost only time: users have the slower answer, and the tests have the fault."""

from __future__ import annotations

import multiprocessing
from datetime import date
from pathlib import Path

import pytest

from briefings.build import incremental_load, load_helper
from briefings.build.record_index import INDEX_FILE, RecordIndex
from briefings.checks import desk_loading
from briefings.core.problems import TextFile
from briefings.files import atomic_folder, desk_files
from briefings.files.fallback import falling_back
from law_desk import new_index

ROOT = Path(__file__).parent.parent.parent
DAY = date(2026, 11, 24)


def fault(*args: object) -> None:
    raise ZeroDivisionError("a fault")


def test_a_fault_is_raised_where_faults_are_looked_for() -> None:
    with pytest.raises(ZeroDivisionError), falling_back():
        fault()


@pytest.mark.parametrize("value", ["0", "", None])
def test_elsewhere_it_is_swallowed(value: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    if value is None:
        monkeypatch.delenv("BRIEFINGS_STRICT")
    else:
        monkeypatch.setenv("BRIEFINGS_STRICT", value)
    reached = False
    with falling_back():
        reached = True
        fault()
    assert reached


def test_no_more_than_faults_are_swallowed(production: None) -> None:
    with pytest.raises(KeyboardInterrupt), falling_back():
        raise KeyboardInterrupt


# ---------------------------------------------------------------- each way back


@pytest.fixture(scope="module")
def texts() -> list[TextFile]:
    return desk_files.fact_files(ROOT)


@pytest.fixture(scope="module")
def kept(texts: list[TextFile]) -> bytes:
    made = new_index(texts, desk_loading.load(texts, DAY), DAY)
    assert made
    return made.written


def test_a_desk_that_cannot_be_resumed_is_loaded(
    texts: list[TextFile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incremental_load, "updated_load", fault)
    notes = atomic_folder.Output(tmp_path)
    with pytest.raises(ZeroDivisionError):
        incremental_load.load_incrementally(texts, DAY, notes)
    monkeypatch.setenv("BRIEFINGS_STRICT", "0")
    held = incremental_load.load_incrementally(texts, DAY, notes)
    assert held.base is not None
    assert not isinstance(held.base.stock, RecordIndex)


def test_an_index_that_cannot_answer_asks_the_files(
    texts: list[TextFile], kept: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = atomic_folder.Output(tmp_path)
    notes.write(INDEX_FILE, kept)
    held = incremental_load.load_incrementally(texts, DAY, notes)
    assert held.base is not None
    stock = held.base.stock
    assert isinstance(stock, RecordIndex)
    monkeypatch.setattr(RecordIndex, "_select", fault)
    with pytest.raises(ZeroDivisionError):
        stock.found("borders")
    with pytest.raises(ZeroDivisionError):
        list(stock.each("borders"))
    monkeypatch.setenv("BRIEFINGS_STRICT", "0")
    expected = [entry.id for entry in stock.whole.found("borders")]
    assert [entry.id for entry in stock.found("borders")] == expected != []
    assert [entry.id for entry in stock.each("borders")] == expected


def test_an_index_that_cannot_be_made_costs_the_next_command_its_time(
    texts: list[TextFile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """It is made in a process of its own, which reports its fault itself."""
    monkeypatch.setattr(load_helper, "unjudged_index", fault)
    for switch, report in (("1", "ZeroDivisionError: a fault"), ("0", "")):
        monkeypatch.setenv("BRIEFINGS_STRICT", switch)
        held = incremental_load.load_incrementally(texts, DAY, atomic_folder.Output(tmp_path))
        for process in multiprocessing.active_children():
            process.join()
        assert held.base is not None
        assert capfd.readouterr().err.strip().endswith(report)
    assert not list(tmp_path.iterdir())
