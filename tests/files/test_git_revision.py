"""Facts as a revision has them, from a repository that may have been handed over: nothing it asks for is run."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from briefings.core.problems import MAX_FILE, BriefingsError
from briefings.files import git_revision
from conftest import SmallDesk

WHO = ("-c", "user.name=A", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false")


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *WHO, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def kept(desk: SmallDesk) -> SmallDesk:
    git(desk.root, "init", "-q")
    git(desk.root, "add", "facts")
    git(desk.root, "commit", "-qm", "First")
    return desk


def test_the_files_of_a_revision_are_those_that_were_committed(kept: SmallDesk) -> None:
    before = {file.path: file.text for file in kept.texts()}
    kept.edit("borders.yaml", "984 km", "985 km")
    assert {file.path: file.text for file in git_revision.fact_files(kept.root, "HEAD")} == before


@pytest.mark.parametrize(
    "setting", ["remote.origin.uploadpack", "core.sshCommand", "core.fsmonitor", "core.gitProxy"]
)  # fmt: skip
def test_a_partial_clone_does_not_run_what_its_settings_name(kept: SmallDesk, tmp_path: Path, setting: str) -> None:
    """Git would fetch what it lacks from the remote, by the command that whoever handed the desk over wrote down."""
    git(kept.root, "config", "uploadpack.allowFilter", "true")
    partial, ran = tmp_path / "partial", tmp_path / "ran"
    git(tmp_path, "clone", "-q", "--filter=blob:none", "--no-checkout", f"file://{kept.root}", str(partial))
    git(partial, "config", setting, f"/bin/sh -c 'touch {ran}; exit 1' #")
    (partial / "facts").mkdir()
    with pytest.raises(BriefingsError, match="does not hold all of the 8 fact files") as error:
        git_revision.fact_files(partial, "HEAD")
    assert "git fetch --refetch" in error.value.remedy
    assert not ran.exists()
    run = SmallDesk(partial).run("diff", "HEAD", "now")
    assert run.code == 1 and "Traceback" not in run.err and not ran.exists()


def test_a_damaged_repository_is_told(kept: SmallDesk) -> None:
    for blob in (kept.root / ".git" / "objects").glob("??/*"):
        kind = subprocess.run(
            ["git", "cat-file", "-t", blob.parent.name + blob.name], cwd=kept.root, capture_output=True, check=True
        )
        if kind.stdout == b"blob\n":
            blob.unlink()
            break
    with pytest.raises(BriefingsError, match="does not hold all"):
        git_revision.fact_files(kept.root, "HEAD")


def test_a_file_too_large_is_not_read(kept: SmallDesk) -> None:
    kept.add("large.yaml", "# " + "x" * (MAX_FILE + 5) + "\n")
    git(kept.root, "add", "facts")
    git(kept.root, "commit", "-qm", "Large")
    refused = {file.path: file.refused for file in git_revision.fact_files(kept.root, "HEAD") if file.refused}
    assert [(path, refusal.code) for path, refusal in refused.items()] == [("facts/large.yaml", "too-large")]


def tree(folder: Path, *rows: str) -> str:
    made = subprocess.run(["git", "mktree"], cwd=folder, input="".join(f"{row}\n" for row in rows).encode(),
                          capture_output=True, check=True)  # fmt: skip
    return made.stdout.decode().strip()


def committed(folder: Path, facts: str) -> str:
    commit = ("git", *WHO, "commit-tree", "-m", "Many", tree(folder, f"040000 tree {facts}\tfacts"))
    return subprocess.run(commit, cwd=folder, capture_output=True, check=True).stdout.decode().strip()


def test_a_folder_that_holds_itself_ten_times_over_is_not_read_to_its_end(kept: SmallDesk) -> None:
    """Some kilobytes that stand for a hundred million files."""
    blob = subprocess.run(["git", "rev-parse", "HEAD:facts/borders.yaml"], cwd=kept.root, capture_output=True,
                          check=True).stdout.decode().strip()  # fmt: skip
    inner = tree(kept.root, *(f"100644 blob {blob}\t{number}.yaml" for number in range(10)))
    for _ in range(7):
        inner = tree(kept.root, *(f"040000 tree {inner}\t{number}" for number in range(10)))
    with pytest.raises(BriefingsError, match="what git ls-tree tells of that revision: more than can be borne"):
        git_revision.fact_files(kept.root, committed(kept.root, inner))


def test_a_file_of_a_thousand_names_is_read_once_and_all_of_them_are_counted(
    kept: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = subprocess.run(["git", "hash-object", "-w", "--stdin"], cwd=kept.root, input=b"# x\n" * 1000,
                          capture_output=True, check=True)  # fmt: skip
    blob = made.stdout.decode().strip()
    commit = committed(kept.root, tree(kept.root, *(f"100644 blob {blob}\t{n}.yaml" for n in range(1000))))
    found = git_revision.fact_files(kept.root, commit)
    assert len(found) == 1000 and {file.text for file in found} == {"# x\n" * 1000}
    monkeypatch.setattr(git_revision, "_MOST_HELD", 3_999_999)
    with pytest.raises(BriefingsError, match="the fact files of that revision: more than can be borne"):
        git_revision.fact_files(kept.root, commit)
