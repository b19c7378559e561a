"""A large desk is read in two processes, and nobody can tell by what comes out."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from bench.synthetic import desk
from briefings.checks import desk_loading
from briefings.core.problems import TextFile
from briefings.files.background import start_in_background
from briefings.records import fact_reader

MISTAKE = "borders:\n  - {between: [ABW, XXX], length: 5 km, source: atlas}\n"
Edit = Callable[[dict[str, str]], object]


def files(edit: Edit = lambda made: None) -> list[TextFile]:
    """A desk that is worth two processes, with something changed in it."""
    made = desk(files=12, countries=6)
    edit(made)
    return [TextFile(name, text) for name, text in sorted(made.items())]


def told(held: list[TextFile], two: bool) -> tuple[list[object], list[str], list[str]]:
    """Everything read, with its places, and what is told of it."""
    entries, problems = fact_reader.read(held, _watched if two else None)
    parts = [
        (e.kind, e.id, repr(e.record), str(e.mark), repr(e.claims), [str(node.mark) for node in e.claim_nodes])
        for e in entries
    ]
    assert {id(e.node.file) for e in entries} <= set(map(id, held)), "places are in the files that were given"
    return (
        parts,
        list(map(str, problems)),
        [str(p) for p in desk_loading.load(held, None, start_in_background if two else None).problems],
    )


def _watched(work: Callable[[], bytes]) -> Callable[[], bytes | None]:
    answer = start_in_background(work)

    def result() -> bytes | None:
        data = answer()
        assert data is None or len(data) > 10_000, "a good part of the desk was read apart"
        return data

    return result


EDITS: dict[str, Edit] = {
    "nothing": lambda made: None,
    "a mistake in the last file": lambda made: made.update({"facts/weeks/zz.yaml": MISTAKE}),
    "a mistake in the first file": lambda made: made.update({"facts/weeks/00.yaml": MISTAKE}),
    "unreadable YAML in the last file": lambda made: made.update({"facts/weeks/zz.yaml": "a: ["}),
    "an entity that nobody would look for": lambda made: made.update(
        {"facts/weeks/zz.yaml": '? "\\x63ountries"\n: - {id: QQQ, name: Q}\n'}
    ),
    "an id twice": lambda made: made.update({"facts/weeks/zz.yaml": made[max(made)]}),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_two_processes_read_what_one_reads(edit: Edit) -> None:
    held = files(edit)
    assert told(held, two=True) == told(held, two=False)


@pytest.mark.usefixtures("production")
@pytest.mark.parametrize("fault", [lambda: os._exit(3), lambda: 1 / 0], ids=["dies", "fails"])
def test_what_a_second_process_fails_at_is_done_here(
    fault: Callable[[], object], capfd: pytest.CaptureFixture[str]
) -> None:
    def failing(work: Callable[[], bytes]) -> Callable[[], bytes | None]:
        return start_in_background(lambda: bytes(fault()))  # type: ignore[call-overload, no-any-return]

    held = files()
    assert fact_reader.read(held, failing)[0] == fact_reader.read(held)[0]
    assert capfd.readouterr() == ("", "")


@pytest.fixture(autouse=True)
def small_is_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fact_reader, "_WORTH_IT", 1)


def test_no_second_process_is_left_behind() -> None:
    answer = start_in_background(lambda: b"done")
    assert answer() == b"done"
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
