"""Files and names that no desk means to have: a clear refusal, soon, and nothing outside the desk is read."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from conftest import Run, SmallDesk

ENTITY = "people:\n  - {id: visitor, name: A Visitor}\n"


def refused(desk: SmallDesk, *args: str) -> Run:
    run = desk.run(*args)
    assert run.code == 1, run.out
    assert "Traceback" not in run.err
    assert not (desk.root / "build").exists()
    return run


def test_a_link_is_not_followed_and_is_told(desk: SmallDesk, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text(ENTITY.replace("A Visitor", "Outside Person"), encoding="utf-8")
    (desk.root / "facts" / "link.yaml").symlink_to(outside)
    run = refused(desk, "build", "--html")
    assert "facts/link.yaml:1:1: a link, which is not followed [odd-file]" in run.err
    assert "Outside Person" not in run.out + run.err


def test_a_link_to_a_folder_is_told_and_a_loop_ends(desk: SmallDesk) -> None:
    (desk.root / "facts" / "again").symlink_to(desk.root / "facts")
    assert "facts/again:1:1: a link" in refused(desk, "check").err


def test_a_link_to_nowhere_and_one_to_itself_are_told(desk: SmallDesk) -> None:
    (desk.root / "facts" / "gone.yaml").symlink_to(desk.root / "nothing.yaml")
    (desk.root / "facts" / "self.yaml").symlink_to(desk.root / "facts" / "self.yaml")
    err = refused(desk, "check").err
    assert "facts/gone.yaml:1:1" in err and "facts/self.yaml:1:1" in err


def test_a_pipe_is_never_waited_for(desk: SmallDesk) -> None:
    os.mkfifo(desk.root / "facts" / "pipe.yaml")
    run = refused(desk, "check")  # the command has a time limit, which a read of the pipe would run into
    assert "facts/pipe.yaml:1:1: neither a file nor a folder [odd-file]" in run.err


@pytest.mark.parametrize(
    ("name", "shown"),
    [("a\nb.yaml", "a\\u000ab.yaml"), ("a\u202eb.yaml", "a\\u202eb.yaml"), ("a\u200bb.yaml", "a\\u200bb.yaml"),
     ("\x1b[31m.yaml", "\\u001b[31m.yaml")],
)  # fmt: skip
def test_a_name_that_cannot_be_printed_is_shown_by_its_codes(desk: SmallDesk, name: str, shown: str) -> None:
    (desk.root / "facts" / name).write_text(ENTITY, encoding="utf-8")
    run = refused(desk, "check")
    assert f"facts/{shown}:1:1: a name with characters that cannot be printed [odd-file]" in run.err
    assert name not in run.err


def test_a_name_of_bytes_that_are_no_text_is_shown(desk: SmallDesk) -> None:
    (Path(os.fsdecode(os.fsencode(desk.root / "facts") + b"/\xff\xfe.yaml"))).write_text(ENTITY, encoding="utf-8")
    assert "\\udcff\\udcfe.yaml:1:1" in refused(desk, "check").err


@pytest.mark.parametrize(("one", "other"), [("Visit.yaml", "visit.yaml"), ("caf\u00e9.yaml", "cafe\u0301.yaml")])
def test_two_names_that_some_systems_take_for_one_are_told(desk: SmallDesk, one: str, other: str) -> None:
    (desk.root / "facts" / one).write_text(ENTITY, encoding="utf-8")
    (desk.root / "facts" / other).write_text("", encoding="utf-8")
    if len(list((desk.root / "facts").glob("[Vvc]*.yaml"))) < 2:
        pytest.skip("this file system takes them for one")
    assert "[odd-file]" in refused(desk, "check").err


def test_a_folder_named_like_a_fact_file_is_a_folder(desk: SmallDesk) -> None:
    desk.add("week.yaml/people.yaml", ENTITY)
    assert desk.run("check").code == 0


@pytest.mark.parametrize(
    "id", ["../../etc/passwd", "/etc/passwd", "a/b", "con", "NUL", "com1", "a\\b", "a b", "-x", "a.b"]
)
def test_an_id_that_cannot_name_a_file_is_refused(desk: SmallDesk, id: str) -> None:
    desk.edit("judgements.yaml", "- id: refugees", f"- id: '{id}'")
    assert "[bad-id]" in refused(desk, "build", "--html").err


@pytest.mark.parametrize("id", ["..", ".", "~"])
def test_an_id_of_signs_alone_is_none(desk: SmallDesk, id: str) -> None:
    desk.edit("judgements.yaml", "- id: refugees", f"- id: '{id}'")
    assert "[empty-value]" in refused(desk, "build", "--html").err


def test_documents_that_would_share_a_file_are_refused(desk: SmallDesk) -> None:
    desk.add("again.yaml", "topics:\n  - {id: Refugees, title: Again, question: Why?, scope: {tags: [refugees]}}\n")
    assert "[file-name-clash]" in refused(desk, "build", "--html").err


@pytest.mark.parametrize("make", ["link", "pipe", "latin"])
def test_odd_templates_are_told(desk: SmallDesk, make: str, tmp_path: Path) -> None:
    folder = desk.root / "templates"
    folder.mkdir()
    path = folder / "extra.html.j2"
    if make == "link":
        (tmp_path / "secret").write_text("outside", encoding="utf-8")
        path.symlink_to(tmp_path / "secret")
    elif make == "pipe":
        os.mkfifo(path)
    else:
        path.write_bytes(b"caf\xe9")
    assert "templates/extra.html.j2: " in refused(desk, "build", "--html").err


@pytest.mark.skipif(os.geteuid() != 0 or not Path("/usr/bin/setpriv").exists(), reason="needs to become another user")
def test_a_file_and_a_folder_without_leave_are_told(desk: SmallDesk) -> None:
    desk.add("closed.yaml", ENTITY)
    desk.add("shut/people.yaml", ENTITY)
    (desk.root / "facts/closed.yaml").chmod(0)
    (desk.root / "facts/shut").chmod(0)
    for folder in (desk.root, *desk.root.parents):
        if folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    from conftest import COMMAND

    as_nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    run = subprocess.run([*as_nobody, *COMMAND, "check"], cwd=desk.root, capture_output=True, text=True, timeout=600)
    if "Permission denied" in run.stderr and "facts/" not in run.stderr:
        pytest.skip("the interpreter itself is not readable for others here")
    assert run.returncode == 1
    assert "facts/closed.yaml:1:1: Permission denied [unreadable]" in run.stderr
    assert "facts/shut:1:1: Permission denied [unreadable]" in run.stderr
