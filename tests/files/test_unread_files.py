"""Files below facts/ that are not read are listed, with what to do with each."""

from __future__ import annotations

import pytest

from briefings.checks.desk_loading import unread_files
from briefings.files.unread_files import UnreadFile, is_unread
from conftest import SmallDesk

RENAME = "the name {} if it holds facts, else a place outside facts/"
BACKUP = "no backup below facts/: delete it, or move it elsewhere"
SYSTEM = "no such file: a system or an office program left it there, and it may be deleted"
OTHER = "a name that ends in .yaml if it holds facts, else a place outside facts/"

UNREAD = [
    ("facts/borders.yaml.txt", RENAME.format("borders.yaml")),
    ("facts/borders.YAML", RENAME.format("borders.yaml")),
    ("facts/borders.Yml", RENAME.format("borders.yaml")),
    ("facts/borders.yaml (1)", RENAME.format("borders.yaml")),
    ("facts/borders.json", RENAME.format("borders.yaml")),
    ("facts/weeks/2021-W37.yml~", BACKUP),
    ("facts/borders.yaml.bak", BACKUP),
    ("facts/borders.yaml.orig", BACKUP),
    ("facts/borders.yaml.rej", BACKUP),
    ("facts/borders.bak2", BACKUP),
    ("facts/Thumbs.db", SYSTEM),
    ("facts/weeks/desktop.ini", SYSTEM),
    ("facts/~$borders.docx", SYSTEM),
    ("facts/borders.txt", OTHER),
    ("facts/borders", OTHER),
    ("facts/borders.yam", OTHER),
    ("facts/borders.csv", OTHER),
    ("facts/notes.md", OTHER),
]
KEPT = [
    "facts/borders.yaml", "facts/weeks/2021-W37.yml", "facts/README.md", "facts/entities/readme.txt", "facts/LICENSE",
    "facts/.gitkeep", "facts/.borders.yaml.swp", "facts/.drafts/borders.txt", "facts/issues/2021-W37/r1/weekly.html",
    "facts/texts/wire-2021-08.txt",
]  # fmt: skip


@pytest.mark.parametrize(("path", "remedy"), UNREAD)
def test_a_file_that_is_not_read_is_told_with_its_remedy(path: str, remedy: str) -> None:
    assert is_unread(path)
    (problem,) = unread_files([UnreadFile(path, "")])
    assert (problem.code, problem.mark.file.path, problem.expected) == ("unread-file", path, remedy)
    assert path in problem.message


@pytest.mark.parametrize("path", KEPT)
def test_what_is_read_or_kept_on_purpose_is_not_told(path: str) -> None:
    assert not is_unread(path)


def test_a_check_lists_them_and_goes_on(desk: SmallDesk) -> None:
    desk.add("more.yaml.txt", "borders: []\n")
    desk.add("weeks/old.yml~", "borders: []\n")
    desk.add("README.md", "# How we file\n")
    first, again = desk.run("check"), desk.run("check")
    assert (first.code, again.code) == (0, 0)
    assert again.out == first.out
    lines = [line for line in first.out.splitlines() if "[unread-file]" in line]
    assert [line.partition(": ")[0] for line in lines] == ["facts/more.yaml.txt:1:1", "facts/weeks/old.yml~:1:1"]
    assert first.out.endswith("0 errors, 2 warnings\n")
    assert desk.run("build", "--html").code == 0


def test_many_in_a_folder_are_one_warning() -> None:
    files = [UnreadFile(f"facts/old/{number}.txt", "") for number in range(11)]
    (problem,) = unread_files(files)
    assert problem.message == "11 files of facts/old are not read for their names: 0.txt, 1.txt, 2.txt, …"
    assert len(list(unread_files(files[:10]))) == 10
