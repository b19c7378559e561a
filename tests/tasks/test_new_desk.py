"""The files that a new desk gets: its hook and its workflow stop a wrong fact, and let a right one pass."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from briefings.tasks import new_desk
from conftest import COMMAND, SmallDesk


class Repository(SmallDesk):
    """A new desk under git, with `briefings` on the path as in an activated environment."""

    def git(self, *args: str, path: str = "") -> subprocess.CompletedProcess[str]:
        env = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
        who = {
            f"GIT_{role}_{key}": f"{key}@test.example" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")
        }
        env |= {**who, "GIT_CONFIG_GLOBAL": os.devnull, "PATH": path or f"{self.root.parent}/bin:{env['PATH']}"}
        return subprocess.run(["git", *args], cwd=self.root, env=env, capture_output=True, text=True, timeout=600)

    def commit(self, *names: str, path: str = "") -> subprocess.CompletedProcess[str]:
        assert self.git("add", *names).returncode == 0
        return self.git("commit", "-m", "facts", path=path)

    @property
    def commits(self) -> int:
        return len(self.git("log", "--oneline").stdout.splitlines())


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    new_desk.create_desk(tmp_path / "desk")
    command = tmp_path / "bin" / "briefings"
    command.parent.mkdir()
    package = Path(new_desk.__file__).parent.parent
    command.write_text(f'#!/bin/sh\nPYTHONPATH={package} exec {shlex.join(COMMAND)} "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    made = Repository(tmp_path / "desk")
    assert made.git("init", "-q").returncode == 0
    assert made.git("config", "core.hooksPath", ".githooks").returncode == 0
    first = made.commit(".")
    assert first.returncode == 0, first.stderr
    return made


def test_a_desk_is_made_in_an_empty_folder_that_is_there_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the current one, or one that a container is shown, which nothing can take the place of."""
    place = tmp_path / "here"
    place.mkdir()
    node = place.stat().st_ino
    monkeypatch.chdir(place)
    names = new_desk.create_desk(Path())
    assert "facts/desk.yaml" in names and not [name for name in names if name.startswith("tmp")]
    assert place.stat().st_ino == node
    assert sorted(names) == sorted(new_desk.create_desk(tmp_path / "other"))


def test_the_hook_checks_the_first_commit_of_a_new_desk_and_lets_it_pass(repository: Repository) -> None:
    assert repository.commits == 1


def test_a_wrong_fact_is_not_committed_and_a_right_one_is(repository: Repository) -> None:
    repository.edit("2021-W37.yaml", "length: 984 km", "length: many km")
    refused = repository.commit("facts")
    assert refused.returncode == 1
    assert "facts/2021-W37.yaml:4:13: " in refused.stderr and "[not-a-quantity]" in refused.stderr
    repository.edit("2021-W37.yaml", "length: many km", "length: 972 km")
    assert repository.commit("facts").returncode == 0
    assert repository.commits == 2


def test_what_is_checked_is_what_is_committed_not_what_lies_in_the_folder(repository: Repository) -> None:
    repository.edit("2021-W37.yaml", "length: 984 km", "length: many km")
    repository.git("add", "facts")
    repository.edit("2021-W37.yaml", "length: many km", "length: 972 km")  # mended, but not added
    assert repository.git("commit", "-m", "facts").returncode == 1
    repository.git("add", "facts")
    repository.edit("2021-W37.yaml", "length: 972 km", "length: many km")  # broken again, but not added
    assert repository.git("commit", "-m", "facts").returncode == 0
    assert "length: 972 km" in repository.git("show", "HEAD:facts/2021-W37.yaml").stdout


def test_a_commit_without_facts_is_not_held_up_by_them(repository: Repository) -> None:
    repository.edit("2021-W37.yaml", "length: 984 km", "length: many km")
    (repository.root / "notes.txt").write_text("Notes.\n", encoding="utf-8")
    assert repository.commit("notes.txt").returncode == 0


def test_without_the_program_the_hook_says_so(repository: Repository) -> None:
    repository.edit("2021-W37.yaml", "length: 984 km", "length: 972 km")
    refused = repository.commit("facts", path="/usr/bin:/bin")
    assert refused.returncode == 1
    assert refused.stderr.startswith("briefings is not on the path: ")


# ---------------------------------------------------------------- the workflow


def steps(desk: SmallDesk) -> list[dict[str, object]]:
    workflow = yaml.load((desk.root / ".github/workflows/facts.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
    assert workflow["on"] == ["push", "pull_request"]
    assert workflow["permissions"] == {"contents": "read"}
    found: list[dict[str, object]] = workflow["jobs"]["check"]["steps"]
    return found


def test_the_workflow_runs_the_check_that_the_hook_runs(repository: Repository) -> None:
    runs = [str(step["run"]) for step in steps(repository) if "run" in step]
    assert runs == ["pip install -r requirements.txt", "briefings check"]
    assert (repository.root / ".githooks/pre-commit").read_text(encoding="utf-8").endswith("\n" + runs[-1] + "\n")
    assert repository.run(*shlex.split(runs[-1])[1:]).code == 0
    repository.edit("2021-W37.yaml", "length: 984 km", "length: many km")
    assert repository.run(*shlex.split(runs[-1])[1:]).code == 1


def test_the_workflow_needs_no_more_than_it_installs(repository: Repository) -> None:
    """A check loads nothing that needs Pango, so the workflow need not install it."""
    code = "import sys; from briefings.cli import app; app(['check'], standalone_mode=False); " \
           "print(sorted(n for n in sys.modules if n.split('.')[0] in ('weasyprint', 'cffi', 'pydyf')))"  # fmt: skip
    run = subprocess.run([sys.executable, "-c", code], cwd=repository.root, capture_output=True, text=True, timeout=600)
    assert run.stdout.splitlines()[-1] == "[]", run.stdout + run.stderr
