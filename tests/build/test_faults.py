"""Whatever cuts a build short leaves whole files, a true exit code, and a folder the next build makes right."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from briefings.files.atomic_folder import NOTES_FOLDER
from conftest import COMMAND, EXAMPLE, SmallDesk, ends_within, some

ORDER = ["build", "countries/tajikistan", "topics/refugees", "--quiet"]
OLD, NEW = "value: 5700 people", "value: 5800 people"
WEEK = "2021-W33.yaml"


def outputs(desk: SmallDesk) -> dict[str, bytes]:
    """What readers get: everything but the builder's own notes."""
    return {name: data for name, data in desk.files().items() if not name.startswith(".")} if built(desk) else {}


def built(desk: SmallDesk) -> bool:
    return (desk.root / "build").exists()


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Everything a clean build makes before and after an edit."""
    found = []
    for edit in (False, True):
        root = tmp_path_factory.mktemp("state") / "desk"
        shutil.copytree(EXAMPLE, root)
        desk = SmallDesk(root)
        if edit:
            desk.edit(WEEK, OLD, NEW)
        assert desk.run(*ORDER).code == 0
        found.append(outputs(desk))
    before, after = found
    assert before.keys() == after.keys()
    assert {name for name in before if before[name] != after[name]} >= {
        "countries/tajikistan.pdf",
        "topics/refugees.html",
    }
    return before, after


def edited(desk: SmallDesk, number: int) -> None:
    desk.edit(WEEK, *((OLD, NEW) if number % 2 else (NEW, OLD)))


def whole(desk: SmallDesk, states: tuple[dict[str, bytes], ...]) -> None:
    """Each file is what one of the two states has; the page of an older one is never beside a newer PDF."""
    for name, data in outputs(desk).items():
        if name.rpartition("/")[2].startswith("."):
            continue  # a file that was not finished has no name of its own yet
        assert any(state.get(name) == data for state in states), f"{name} is torn"


def test_a_build_killed_at_any_moment_leaves_whole_files(
    desk: SmallDesk, states: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    """Kill -9 at moments spread over the whole length of a build, edits in between; KILLS says how often."""
    kills = int(os.environ.get("KILLS", "10"))
    begun = time.monotonic()
    assert desk.run(*ORDER).code == 0
    length = time.monotonic() - begun
    chance = random.Random(7)
    killed = 0
    for number in range(1, kills + 1):
        edited(desk, number)
        # of an edit that was taken back nothing is made, which takes no time: the first build's length stays
        killed += not ends_within(desk.root, length * chance.random(), *ORDER)
        whole(desk, states)
        if number % 5 == 0:
            run = desk.run(*ORDER)
            assert run.code == 0, run.err
            assert outputs(desk) == states[number % 2]
            assert [path for path in (desk.root / "build").rglob("*.part")] == []
    print(f"{killed} of {kills} builds killed")
    assert killed > kills / 10


def started(desk: SmallDesk, *args: str, start_new_session: bool = False) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [*COMMAND, *args], cwd=desk.root, stdout=pipe, stderr=pipe, text=True, start_new_session=start_new_session
    )


def test_ctrl_c_ends_it_with_its_own_code_and_no_traceback(desk: SmallDesk) -> None:
    process = started(desk, "build", start_new_session=True)
    time.sleep(1.5)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=600)
    assert process.returncode in (130, 0)  # done before on a fast machine
    assert "Traceback" not in err + out


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of 200 kB."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(place)], capture_output=True)
    if mounted.returncode:
        pytest.skip("cannot mount here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_told_and_leaves_no_half_file(
    desk: SmallDesk, small_disk: Path, states: tuple[dict[str, bytes], ...]
) -> None:
    run = desk.run(*ORDER, "--out", str(small_disk / "build"))
    assert run.code == 1
    assert "cannot write" in run.err and "No space left" in run.err and "Traceback" not in run.err
    for path in (small_disk / "build").rglob("*"):
        name = str(path.relative_to(small_disk / "build"))
        if path.is_file() and not name.startswith("."):
            assert any(state.get(name) == path.read_bytes() for state in states), f"{name} is torn"


@pytest.mark.skipif(os.geteuid() != 0, reason="needs to mount")
def test_a_folder_that_cannot_be_written_is_told(desk: SmallDesk) -> None:
    assert desk.run(*ORDER).code == 0
    before = desk.files()
    place = desk.root / "build"
    if subprocess.run(["mount", "--bind", "-o", "ro", str(place), str(place)], capture_output=True).returncode:
        pytest.skip("cannot mount here")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(place)], check=True)
        desk.edit(WEEK, OLD, NEW)
        run = desk.run(*ORDER)
    finally:
        subprocess.run(["umount", str(place)], check=True)
    assert run.code == 1
    assert "cannot write" in run.err and "Traceback" not in run.err
    assert desk.files() == before


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut": lambda data: data[: len(data) // 2],
    "flipped": lambda data: data[: len(data) // 3] + bytes([data[len(data) // 3] ^ 1]) + data[len(data) // 3 + 1 :],
    "foreign": lambda data: b'{"format":2,"seal":"0","held":{"traces":{"countries/tajikistan":7},"shapes":[]}}\n',
    "older": lambda data: data.replace(b'"format":2', b'"format":1'),
    "binary": lambda data: bytes(range(256)) * 20,
    "deep": lambda data: b"[" * 100_000,
}


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> tuple[SmallDesk, dict[str, bytes]]:
    """A built desk, only to be copied, and what a build from nothing makes of it after an edit."""
    root = tmp_path_factory.mktemp("clean") / "desk"
    shutil.copytree(EXAMPLE, root)
    desk = SmallDesk(root)
    assert desk.run(*ORDER, "--html").code == 0
    other = SmallDesk(root.with_name("edited"))
    shutil.copytree(EXAMPLE, other.root)
    edited(other, 1)
    assert other.run(*ORDER, "--html").code == 0
    return desk, outputs(other)


@pytest.mark.parametrize("damage", DAMAGE)
def test_any_damage_to_the_notes_of_earlier_builds_is_mended(
    clean: tuple[SmallDesk, dict[str, bytes]], tmp_path: Path, damage: str
) -> None:
    """Each file of the notes in turn, then all of them; the build that follows an edit is a clean one's twin."""
    kept, wanted = clean
    shutil.copytree(kept.root, tmp_path / "desk")
    desk = SmallDesk(tmp_path / "desk")
    notes = [path for path in (desk.root / "build" / NOTES_FOLDER).rglob("*") if path.is_file() and path.stat().st_size]
    assert len(notes) >= 3
    saved = {path: path.read_bytes() for path in notes}
    edited(desk, 1)
    for damaged in [*some([[path] for path in notes], 3), notes]:
        for path in notes:
            path.write_bytes(saved[path])
        for path in damaged:
            path.write_bytes(DAMAGE[damage](path.read_bytes()))
        run = desk.run(*ORDER, "--html")
        assert run.code == 0, (damaged, run.err)
        assert outputs(desk) == wanted, damaged


def test_two_builds_at_once_end_as_one(desk: SmallDesk, states: tuple[dict[str, bytes], ...]) -> None:
    both = [started(desk, *ORDER[:-1]) for _ in range(2)]
    told = [process.communicate(timeout=600) for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    assert outputs(desk) == states[0]
