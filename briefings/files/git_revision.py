"""The desk's fact files as a git revision has them: read from its objects, nothing is checked out."""

from __future__ import annotations

import subprocess
from pathlib import Path

from ..core.problems import BriefingsError, TextFile
from .desk_files import decoded

_SECONDS = 60


def commit_id(desk: Path, revision: str) -> str:
    """The commit that a name means; raises BriefingsError."""
    done = _git(desk, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if done.returncode:
        why = "no git repository" if _git(desk, "rev-parse", "--git-dir").returncode else "no such revision"
        raise BriefingsError(
            f"{revision!r} is no day, no week and no revision: {why}",
            "a day such as 2021-09-17, an issue such as 2021-W37, a git revision such as HEAD~1, or now",
        )
    return done.stdout.decode().strip()


def fact_files(desk: Path, revision: str) -> list[TextFile]:
    """Every YAML file below facts/ in a revision; raises BriefingsError where it has none."""
    commit = commit_id(desk, revision)
    # names are given from the desk's own folder, wherever in the repository that is
    listed = _git(desk, "ls-tree", "-r", "-z", "--full-name", commit, "--", "facts").stdout.decode(
        "utf-8", "replace"
    )
    prefix = _git(desk, "rev-parse", "--show-prefix").stdout.decode().strip()
    found: list[tuple[str, str]] = []
    for row in filter(None, listed.split("\0")):
        head, _, path = row.partition("\t")
        mode, kind, blob = head.split()
        if kind == "blob" and mode != "120000" and path.endswith((".yaml", ".yml")):
            found.append((path.removeprefix(prefix), blob))
    if not found:
        raise BriefingsError(f"the revision {revision} holds no facts", "name one that has a facts/ folder")
    asked = "".join(f"{blob}\n" for _, blob in found).encode()
    return [decoded(name, data) for (name, _), data in zip(found, _blobs(desk, asked), strict=True)]


def _blobs(desk: Path, asked: bytes) -> list[bytes]:
    """The contents of objects, in the order asked for."""
    blobs = _git(desk, "cat-file", "--batch", given=asked).stdout
    found, at = [], 0
    while at < len(blobs):
        end = blobs.index(b"\n", at)
        size = int(blobs[at:end].split()[2])
        found.append(blobs[end + 1 : end + 1 + size])
        at = end + 1 + size + 1
    return found


def _git(desk: Path, *words: str, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", *words], cwd=desk, input=given, capture_output=True, timeout=_SECONDS, check=False
        )
    except FileNotFoundError:
        raise BriefingsError("git is not installed here", "compare days or issues instead") from None
    except subprocess.TimeoutExpired:
        raise BriefingsError(f"git {words[0]} took more than {_SECONDS} s", "try again") from None
