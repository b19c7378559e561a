"""A file or a folder of the record is there whole or not at all, and nothing is written outside its folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefings.core.problems import BriefingsError
from briefings.files import atomic_folder
from briefings.files.atomic_folder import Output
from conftest import SmallDesk

ISSUE = "facts/issues/2021-W33/r1/TLP-GREEN"


def no_space(*_: object) -> None:
    raise OSError(28, "No space left on device")


def names(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*"))


def test_a_file_that_holds_these_bytes_already_is_left_alone(tmp_path: Path) -> None:
    output = Output(tmp_path)
    assert output.write("topics/a.html", b"one") and not output.write("topics/a.html", b"one")
    assert output.write("topics/a.html", b"two") and output.read("topics/a.html") == b"two"
    assert names(tmp_path) == ["topics", "topics/a.html"]


def test_a_write_that_fails_leaves_the_file_that_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = Output(tmp_path)
    output.write("a.html", b"one")
    monkeypatch.setattr(os, "replace", no_space)
    with pytest.raises(BriefingsError, match=r"cannot write a\.html: No space left"):
        output.write("a.html", b"two")
    assert output.read("a.html") == b"one" and names(tmp_path) == ["a.html"]


def test_a_folder_goes_with_its_last_file_and_the_root_stays(tmp_path: Path) -> None:
    output = Output(tmp_path)
    output.write("weekly/2021/a.html", b"a")
    output.write("weekly/b.html", b"b")
    assert output.remove("weekly/2021/a.html") and names(tmp_path) == ["weekly", "weekly/b.html"]
    assert output.remove("weekly/b.html") and names(tmp_path) == []
    assert not output.remove("weekly/b.html") and tmp_path.is_dir()


@pytest.mark.parametrize("name", ["../a.html", "/a.html", "topics/../../a.html", "topics/..", ""])
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BriefingsError, match="leads out of the output folder"):
        Output(tmp_path / "build").write(name, b"a")
    assert names(tmp_path) == []


def test_an_output_is_never_written_through_a_link(desk: SmallDesk, tmp_path: Path) -> None:
    """Neither through a folder that is a link nor through a file that is one."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "mine.html").write_text("mine", encoding="utf-8")
    (desk.root / "build").mkdir()
    (desk.root / "build" / "topics").symlink_to(outside)
    run = desk.run("build", "topics/refugees", "--html")
    assert run.code == 1 and "leads out of the output folder" in run.err
    (desk.root / "build" / "topics").unlink()
    (desk.root / "build" / "topics").mkdir()
    (desk.root / "build" / "topics" / "refugees.html").symlink_to(outside / "mine.html")
    desk.run("build", "topics/refugees", "--html")
    assert sorted(path.name for path in outside.iterdir()) == ["mine.html"]
    assert (outside / "mine.html").read_text(encoding="utf-8") == "mine"


def test_git_ignores_all_notes(tmp_path: Path) -> None:
    notes = atomic_folder.notes_folder(tmp_path)
    notes.write("seen.json", b"{}")
    assert notes.read(".gitignore") == b"*\n" and notes.read("seen.json") == b"{}"


def test_a_folder_of_the_record_is_added_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever fails before the folder has its name leaves nothing of it; what a killed one left is swept."""
    (tmp_path / ".publishing-left").mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", no_space)
        with pytest.raises(BriefingsError, match="No space left"):
            atomic_folder.add_issue_folder(tmp_path, ISSUE, {"a.html": b"a"})
    assert not (tmp_path / ISSUE).exists() and list(tmp_path.glob(".publishing-*")) == []
    atomic_folder.add_issue_folder(tmp_path, ISSUE, {"a.html": b"a"})
    assert (tmp_path / ISSUE / "a.html").read_bytes() == b"a"


def test_nothing_is_written_over_a_folder_of_the_record(tmp_path: Path) -> None:
    atomic_folder.add_issue_folder(tmp_path, ISSUE, {"ledger.json": b"old"})
    with pytest.raises(BriefingsError, match="there already"):
        atomic_folder.add_issue_folder(tmp_path, ISSUE, {"ledger.json": b"new", "a.html": b"a"})
    assert names(tmp_path / ISSUE) == ["ledger.json"]
    assert (tmp_path / ISSUE / "ledger.json").read_bytes() == b"old"


def test_what_is_under_a_seal_is_written_whole_and_nobody_waits_for_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", no_space)
    output = Output(tmp_path)
    output.write_sealed("a.json", b"one")
    output.write_sealed("a.json", b"two")
    assert output.read("a.json") == b"two" and names(tmp_path) == ["a.json"]
    monkeypatch.setattr(os, "replace", no_space)
    with pytest.raises(BriefingsError, match=r"cannot write a\.json: No space left"):
        output.write_sealed("a.json", b"three")
    assert output.read("a.json") == b"two" and names(tmp_path) == ["a.json"]


def test_what_a_killed_command_left_among_the_notes_goes_when_it_is_old(tmp_path: Path) -> None:
    notes = atomic_folder.notes_folder(tmp_path)
    notes.write_sealed("a.json", b"a")
    for name in (".old.part", ".new.part"):
        (notes.root / name).write_bytes(b"half")
    os.utime(notes.root / ".old.part", (1, 1))
    notes.write_sealed("b.json", b"b")
    assert names(notes.root) == [".gitignore", ".new.part", "a.json", "b.json"]


def test_an_interrupted_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def pressed(*_: object) -> None:
        raise KeyboardInterrupt

    output = Output(tmp_path)
    output.write("a.html", b"one")
    monkeypatch.setattr(os, "replace", pressed)
    with pytest.raises(KeyboardInterrupt):
        output.write("a.html", b"two")
    assert output.read("a.html") == b"one" and names(tmp_path) == ["a.html"]
