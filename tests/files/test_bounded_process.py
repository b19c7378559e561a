"""Work in a process of its own: what it gives, what it raises, and where it is ended."""

from __future__ import annotations

import pytest

from briefings.core.problems import BriefingsError
from briefings.files.bounded_process import bounded


def test_what_the_work_gives_comes_back() -> None:
    assert bounded("a.html", lambda: {"a": ("b", 1)}) == {"a": ("b", 1)}


def test_its_own_refusal_keeps_its_remedy() -> None:
    def refused() -> None:
        raise BriefingsError("no table", "another")

    with pytest.raises(BriefingsError, match="no table") as caught:
        bounded("a.csv", refused)
    assert caught.value.remedy == "another"


@pytest.mark.parametrize("error", [IndexError("list index"), RecursionError("too deep"), AttributeError("x")])
def test_whatever_a_library_runs_into_is_told_with_the_file(error: Exception) -> None:
    def fault() -> None:
        raise error

    with pytest.raises(BriefingsError, match=f"^a.xlsx cannot be read: {type(error).__name__}: ") as caught:
        bounded("a.xlsx", fault)
    assert caught.value.remedy


def endless() -> None:
    while True:
        pass


def test_work_without_end_is_ended() -> None:
    with pytest.raises(BriefingsError, match=r"^a\.html: takes more than 0\.1 seconds to read$"):
        bounded("a.html", endless, seconds=0.1)


def test_work_that_takes_all_memory_is_ended() -> None:
    with pytest.raises(BriefingsError, match=r"^a\.xlsx: takes more than 64 MB to read$"):
        bounded("a.xlsx", lambda: b"x" * (1 << 30), memory=64 << 20)
