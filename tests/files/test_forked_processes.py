"""Work in forked processes gives what it gives in this one, in order, whatever becomes of the processes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from briefings.files.forked_processes import in_processes, side_by_side


def in_another(number: int) -> tuple[int, bool]:
    return number, os.getpid() != PARENT


PARENT = os.getpid()


@pytest.mark.parametrize("items", [0, 1, 2, 7, 50])
def test_results_come_in_the_order_of_the_items_from_other_processes(items: int) -> None:
    assert list(in_processes(range(items), in_another, 2)) == [(number, True) for number in range(items)]


@pytest.mark.parametrize(
    ("items", "most", "elsewhere"), [(0, 2, False), (7, 2, False), (8, 1, False), (8, 2, True), (50, 9, True)]
)
def test_other_processes_are_for_much_work_only(items: int, most: int, elsewhere: bool) -> None:
    found = list(side_by_side(range(items), in_another, most, 4))
    assert found == [(number, elsewhere) for number in range(items)]


def killed(number: int) -> int:
    if number == 4 and os.getpid() != PARENT:
        os.kill(os.getpid(), 9)
    return number


def unsendable(number: int) -> object:
    return number if number != 4 or os.getpid() == PARENT else (lambda: number)


def failing(number: int) -> int:
    assert number != 4 or os.getpid() == PARENT
    return number


@pytest.mark.parametrize("work", [killed, unsendable, failing])
def test_what_a_process_does_not_give_is_worked_out_here(work: Callable[[int], object]) -> None:
    assert list(in_processes(range(9), work, 2)) == list(range(9))


def test_an_error_of_the_work_rises_here() -> None:
    with pytest.raises(ZeroDivisionError):
        list(in_processes([0, 1], lambda number: 1 // number, 2))


def test_nobody_is_left_working_when_no_more_is_asked(tmp_path: Path) -> None:
    """Each process notes itself; all are gone once the results are closed."""

    def note(number: int) -> int:
        (tmp_path / str(os.getpid())).touch()
        return number

    results = in_processes(range(1_000_000), note, 2)
    assert [next(results) for _ in range(10)] == list(range(10))
    results.close()
    noted = [int(path.name) for path in tmp_path.iterdir()]
    assert len(noted) == 2
    for process in noted:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)
