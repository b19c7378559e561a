"""A load with the help of another process gives what one without gives, whatever becomes of that process."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from briefings.build import incremental_load, load_helper
from briefings.build.load_helper import LoadHelper
from briefings.build.record_index import INDEX_FILE
from briefings.checks import all_rules, desk_loading
from briefings.checks.desk_loading import LoadResult
from briefings.core.problems import TextFile
from briefings.files import desk_files
from briefings.files.atomic_folder import Output
from briefings.records.fact_reader import read
from conftest import ROOT
from law_desk import DAY
from loaded_again import same


@pytest.fixture(scope="module")
def texts() -> list[TextFile]:
    return desk_files.fact_files(ROOT)


@pytest.fixture(scope="module")
def alone(texts: list[TextFile]) -> LoadResult:
    """The result of a load without help."""
    return desk_loading.load(texts, DAY)


@pytest.fixture(autouse=True)
def nobody_left() -> Iterator[None]:
    yield
    for process in multiprocessing.active_children():
        process.join(20)
        assert not process.is_alive()


def helped(texts: list[TextFile], folder: Path) -> LoadResult:
    with LoadHelper(Output(folder), texts) as helper:
        loaded = desk_loading.load(texts, DAY, helper)
        helper.finish(loaded, DAY)
    for process in multiprocessing.active_children():
        process.join()
    return loaded


def found(loaded: LoadResult) -> list[tuple[str, str, list[str], set[str]]]:
    """All judgements with their records; of no record if it was not judged."""
    assert loaded.judgements
    return [(j.entry.kind, j.entry.id, list(map(str, j.problems)), set(j.reads)) for j in loaded.judgements]


@pytest.mark.parametrize("cores", [1, 2])
def test_what_is_found_with_help_is_what_is_found_alone(
    texts: list[TextFile], alone: LoadResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cores: int
) -> None:
    monkeypatch.setattr(load_helper, "processes", lambda: cores)
    loaded = helped(texts, tmp_path)
    assert found(loaded) == found(alone)
    assert any(problems for *_, problems, _ in found(alone)[len(found(alone)) // 2 :])
    assert loaded.problems == alone.problems != ()
    again = incremental_load.updated_load(Output(tmp_path).read(INDEX_FILE), texts, DAY)
    assert again is not None and not again.needs_writing
    same(again.held, alone)


def test_the_helper_judges_half_of_the_records(
    texts: list[TextFile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load_helper, "processes", lambda: 2)
    given: list[int] = []
    judgements = LoadHelper.judgements

    def counted(helper: LoadHelper) -> object:
        some = judgements(helper)
        given.append(len(some or ()))
        return some

    monkeypatch.setattr(LoadHelper, "judgements", counted)
    loaded = helped(texts, tmp_path)
    assert given == [(len(loaded.judgements) + 1) // 2]


# What the helper does, with the function that does it.
STEPS = {
    "at once": "unjudged_index",
    "as it judges": "last_half_judged",
    "as it enters what was found": "judged",
}


@pytest.mark.parametrize("when", STEPS)
def test_a_helper_that_is_ended_costs_time_and_no_more(
    texts: list[TextFile], alone: LoadResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    def end(*_: object) -> object:
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(load_helper, STEPS[when], end)
    monkeypatch.setattr(load_helper, "processes", lambda: 2)
    loaded = helped(texts, tmp_path)
    assert found(loaded) == found(alone) and loaded.problems == alone.problems
    assert not list(tmp_path.iterdir())


def test_a_helper_that_has_suggested_ids_leaves_that_to_who_does_it_in_order(
    texts: list[TextFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    entries, _ = read(texts)
    assert all_rules.last_half_judged(entries, DAY)
    monkeypatch.setattr(all_rules.RuleContext, "has_suggested", True)
    assert all_rules.last_half_judged(entries, DAY) is None


@pytest.mark.parametrize("kind", ["not read", "twice there"])
def test_a_desk_with_an_error_ends_the_helper_and_keeps_no_index(
    texts: list[TextFile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    begun: list[int] = []
    begin = LoadHelper.begin
    monkeypatch.setattr(LoadHelper, "begin", lambda self, *told: (begun.append(1), begin(self, *told)))
    text = "people:\n  - {id: abu, name: \n"
    if kind == "twice there":
        text = next(file.text for file in texts if "borders:" in file.text)
    broken = [*texts, TextFile("facts/zz.yaml", text)]
    loaded = helped(broken, tmp_path)
    assert loaded.base is None and loaded.problems == desk_loading.load(broken, DAY).problems
    assert len(begun) == (kind == "twice there")
    assert not list(tmp_path.iterdir())


def test_whoever_is_interrupted_as_it_loads_leaves_no_helper(
    texts: list[TextFile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[BaseProcess] = []

    def interrupted(entries: object, today: date | None, elsewhere: object) -> None:
        begun.extend(multiprocessing.active_children())
        raise KeyboardInterrupt

    monkeypatch.setattr(desk_loading, "judge", interrupted)
    with pytest.raises(KeyboardInterrupt):
        incremental_load.load_incrementally(texts, DAY, Output(tmp_path))
    assert [process.exitcode for process in begun] == [-signal.SIGKILL]
    assert not list(tmp_path.iterdir())


def test_where_no_process_can_be_started_all_is_done_here(
    texts: list[TextFile], alone: LoadResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refused)
    assert found(helped(texts, tmp_path)) == found(alone)
    assert not list(tmp_path.iterdir())


def test_a_helper_that_was_stopped_is_not_waited_for(
    texts: list[TextFile], alone: LoadResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load_helper, "_PATIENCE", 1)
    monkeypatch.setattr(load_helper, "processes", lambda: 2)
    monkeypatch.setattr(load_helper, "last_half_judged", lambda *_: os.kill(os.getpid(), signal.SIGSTOP))
    with LoadHelper(Output(tmp_path), texts) as helper:
        loaded = desk_loading.load(texts, DAY, helper)
    assert found(loaded) == found(alone)
    assert not multiprocessing.active_children()


_SLOW = """
import sys, time
from briefings.build import load_helper
from briefings.cli import main
load_helper.judged = lambda *_: time.sleep(60)
sys.argv[1:] = ["check"]
main()
"""


def test_ctrl_c_ends_a_command_that_only_waits_for_its_helper(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "facts", tmp_path / "facts")
    command = [sys.executable, "-u", "-c", _SLOW]
    running = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with running:
        assert running.stdout is not None
        assert any(line.startswith("0 errors") for line in running.stdout)
        running.send_signal(signal.SIGINT)  # to none of its processes but the first
        _, told = running.communicate(timeout=30)  # which ends when all of them have let go
    assert (running.returncode, told) == (130, "interrupted\n")
