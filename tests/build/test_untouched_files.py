"""A built file that nobody has touched is not read again, and one that somebody has touched always is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefings.build import untouched_files
from briefings.build.untouched_files import FILE, UntouchedFiles
from briefings.core.digests import sha256
from briefings.files.atomic_folder import Output
from briefings.files.checksummed import unwrap_json, wrap_json

NAME = "countries/a.html"


@pytest.fixture(name="output")
def an_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Output:
    """A folder with one file that was read, a day after it was written as it seems."""
    (tmp_path / "countries").mkdir()
    (tmp_path / NAME).write_bytes(b"one")
    later(monkeypatch, 86_400)
    output = Output(tmp_path)
    assert asked(output) == sha256(b"one")
    return output


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Move the clock of this process; that of the file system stays."""
    real = untouched_files.time.time_ns()
    monkeypatch.setattr(untouched_files.time, "time_ns", lambda: real + int(seconds * 1e9))


def asked(output: Output) -> str | None:
    """The digest as a command finds it out, which tells the next."""
    files = UntouchedFiles(output)
    found = files.digest(NAME)
    files.remember()
    return found


def reads(output: Output, monkeypatch: pytest.MonkeyPatch) -> bool:
    """True if the next command reads the file."""
    asked_for: list[str] = []
    read = output.digest
    monkeypatch.setattr(output, "digest", lambda name: (asked_for.append(name), read(name))[1])
    assert asked(output) == read(NAME)
    return bool(asked_for)


def test_an_untouched_file_is_not_read_again(output: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not reads(output, monkeypatch)


def test_other_words_of_one_length_and_time_are_read(output: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    path = output.root / NAME
    before = path.stat()
    path.write_bytes(b"two")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert reads(output, monkeypatch) and asked(output) == sha256(b"two")


def test_a_file_put_in_its_place_is_read(output: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    path = output.root / NAME
    before = path.stat()
    other = output.root / "other"
    other.write_bytes(b"two")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    os.replace(other, path)
    assert reads(output, monkeypatch) and asked(output) == sha256(b"two")


def test_a_new_file_is_read_again_as_a_change_may_not_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = Output(tmp_path)
    output.write(NAME, b"one")
    assert asked(output) == sha256(b"one")
    assert reads(output, monkeypatch)


@pytest.mark.parametrize("seconds", [-3600, 1], ids=["before the file", "a second after it"])
def test_a_clock_that_is_before_or_just_after_a_file_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    output = Output(tmp_path)
    output.write(NAME, b"one")
    later(monkeypatch, seconds)
    asked(output)
    assert reads(output, monkeypatch)


def test_a_file_that_is_gone_or_a_link_has_no_digest(output: Output) -> None:
    path = output.root / NAME
    path.rename(output.root / "elsewhere")
    assert asked(output) is None
    path.symlink_to(output.root / "elsewhere")
    assert asked(output) is None


@pytest.mark.parametrize("held", [7, None, ["x"], {"reads": {}, "result": "x"}, {"reads": ["stamp"], "result": "x"}])
def test_notes_of_another_shape_count_as_none(output: Output, monkeypatch: pytest.MonkeyPatch, held: object) -> None:
    record = unwrap_json(output.read(FILE), dict)
    assert list(record["results"]) == [NAME]
    output.write(FILE, wrap_json(record | {"results": {NAME: held}}))
    assert reads(output, monkeypatch)


def test_what_is_not_asked_for_any_more_is_forgotten(output: Output) -> None:
    UntouchedFiles(output).remember()
    assert unwrap_json(output.read(FILE), dict)["results"] == {}
