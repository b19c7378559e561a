"""Only plain files are opened: links, pipes and devices in a desk, its build or its notes keep nobody waiting."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from briefings.files import plain_files
from conftest import SmallDesk, some

MEAN: dict[str, Callable[[Path], None]] = {
    "a pipe": os.mkfifo,
    "a link to a pipe": lambda path: path.symlink_to(_pipe(path)),
    "a device without an end": lambda path: path.symlink_to("/dev/zero"),
    "a link to a file": lambda path: path.symlink_to("/etc/passwd"),
    "a link to nothing": lambda path: path.symlink_to("/nothing"),
    "a folder": Path.mkdir,
}


def _pipe(path: Path) -> Path:
    pipe = path.with_name("elsewhere")
    os.mkfifo(pipe)
    return pipe


@pytest.mark.parametrize("mean", MEAN)
def test_what_is_no_plain_file_is_not_opened(tmp_path: Path, mean: str) -> None:
    MEAN[mean](tmp_path / "x")
    for read in (plain_files.plain_bytes, plain_files.plain_digest):
        with pytest.raises(OSError):
            read(tmp_path / "x")


def test_no_more_is_read_than_was_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x").write_bytes(b"abcdef")
    assert plain_files.plain_bytes(tmp_path / "x", 4) == b"abcd"
    monkeypatch.setattr(plain_files, "MOST", 5)
    assert plain_files.plain_digest(tmp_path / "x") == ""


@pytest.mark.skipif(not Path("/proc/version").is_file(), reason="the system has no file of untold size")
def test_a_file_whose_size_is_not_told_is_read_whole() -> None:
    assert Path("/proc/version").stat().st_size == 0
    assert plain_files.plain_bytes("/proc/version") == Path("/proc/version").read_bytes() != b""
    assert len(plain_files.plain_bytes("/proc/version", 7)) == 7


PLACES = [
    "build/index.html", "build/countries/tajikistan.html", "build/manifest.json", "build/assets/search-data.js",
    "build/.briefings/last.json", "build/.briefings/traces-0", "build/.briefings/written.json",
    "build/.briefings/lock", ".briefings/check.json",
]  # fmt: skip
# Every second tries each thing and each place.
PUT = [(name, mean) for name in PLACES for mean in ("a pipe", "a device without an end", "a link to a file")]


@pytest.mark.parametrize(("name", "mean"), some(PUT, 2))
def test_commands_pass_over_what_was_put_in_the_place_of_a_file(paged: SmallDesk, name: str, mean: str) -> None:
    desk, good = paged, paged.files()
    target = desk.root / name
    target.unlink(missing_ok=True)
    MEAN[mean](target)
    for command in (("check",), ("list",), ("explain", "countries/tajikistan", "--html"), ("build", "--html")):
        run = desk.run(*command)
        assert run.code == 0 and "Traceback" not in run.err, (command, run.err)
    (target.parent / "elsewhere").unlink(missing_ok=True)
    assert desk.files() == good
    assert Path("/etc/passwd").read_text().startswith("root:")


@pytest.mark.parametrize("name", ["build", ".briefings", "build/.briefings", "templates"])
def test_a_link_in_the_place_of_a_folder_is_told_and_leads_nowhere(desk: SmallDesk, tmp_path: Path, name: str) -> None:
    victim = tmp_path / "victim"
    victim.mkdir()
    (victim / "index.html").write_text("mine")
    (victim / "mine.css").write_text("mine")
    (victim / "manifest.json").write_text('{"documents": []}')
    (desk.root / name).parent.mkdir(exist_ok=True)
    (desk.root / name).symlink_to(victim)
    runs = [desk.run("check"), desk.run("build", "--html")]
    assert any(run.code == 1 and "link" in run.err for run in runs)
    assert not any("Traceback" in run.err for run in runs)
    assert sorted(path.name for path in victim.iterdir()) == ["index.html", "manifest.json", "mine.css"]
    assert (victim / "index.html").read_text() == "mine"
    assert not list(desk.root.rglob("mine.css"))


def test_a_folder_that_was_named_may_be_a_link(desk: SmallDesk, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (desk.root / "out").symlink_to(tmp_path / "elsewhere")
    assert desk.run("build", "--html", "--out", "out").code == 0
    assert (tmp_path / "elsewhere" / "index.html").is_file()


def test_a_large_file_beside_a_ledger_is_not_read_whole(desk: SmallDesk) -> None:
    desk.run("build")
    assert desk.run("publish", "weekly/2021-W37").code == 0
    folder = next((desk.root / "facts" / "issues").glob("*/r1"), None) or next(
        path.parent for path in (desk.root / "facts").rglob("ledger.json")
    )
    with (folder / "large.bin").open("wb") as file:
        file.truncate(6_000_000_000)
    run = desk.run("check")
    assert "Traceback" not in run.err


def test_rights_are_those_that_the_persons_mask_leaves(desk: SmallDesk) -> None:
    before = os.umask(0o077)
    try:
        assert desk.run("build", "--html", env={}).code == 0
        desk.run("check", env={})
    finally:
        os.umask(before)
    written = [path for top in ("build", ".briefings") for path in (desk.root / top).rglob("*")]
    assert len(written) > 20
    assert [path for path in written if path.stat().st_mode & 0o077] == []
    shutil.rmtree(desk.root / "build")
    assert desk.run("build", "--html", env={}).code == 0
    assert (desk.root / "build" / "index.html").stat().st_mode & 0o777 == 0o666 & ~before
