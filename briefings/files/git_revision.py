"""The desk's fact files as a git revision has them: read from its objects, nothing is checked out."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO

from ..core.problems import MAX_FILE, BriefingsError, TextFile
from .desk_files import decoded

_SECONDS = 60
# A few objects can stand for any number of files: a folder may hold itself ten times over, ten levels deep.
_MOST_LISTED = 20_000_000  # bytes that Git may tell of them: some 200,000 files
_MOST_HELD = 200_000_000  # bytes of all fact files together


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
    tree = _git(desk, "ls-tree", "-r", "-z", "--full-name", commit, "--", "facts")
    if tree.returncode:
        raise BriefingsError(f"Git cannot list the files of {revision}", "git fsck tells what is damaged")
    listed = tree.stdout.decode("utf-8", "replace")
    prefix = _git(desk, "rev-parse", "--show-prefix").stdout.decode().strip()
    found: list[tuple[str, str]] = []
    for row in filter(None, listed.split("\0")):
        head, _, path = row.partition("\t")
        mode, kind, blob = head.split()
        if kind == "blob" and mode != "120000" and path.endswith((".yaml", ".yml")):
            found.append((path.removeprefix(prefix), blob))
    if not found:
        raise BriefingsError(f"the revision {revision} holds no facts", "name one that has a facts/ folder")
    return [
        decoded(name, data)
        for (name, _), data in zip(found, _blobs(desk, [blob for _, blob in found]), strict=True)
    ]


def _blobs(desk: Path, ids: list[str]) -> list[bytes]:
    """The contents of objects, in the order asked for; of one too large only that it is.

    Raises BriefingsError where the repository does not hold them all.
    """
    sizes = _git(desk, "cat-file", "--batch-check=%(objecttype) %(objectsize)", given=_lines(ids))
    rows = sizes.stdout.decode(errors="replace").splitlines()
    if sizes.returncode or len(rows) != len(ids) or not all(re.fullmatch("blob [0-9]+", row) for row in rows):
        raise _incomplete(ids)
    length = {id: int(row.split()[1]) for id, row in zip(ids, rows, strict=True)}
    asked = [id for id, bytes_ in length.items() if bytes_ <= MAX_FILE]
    if sum(length[id] for id in ids if length[id] <= MAX_FILE) > _MOST_HELD:
        raise _too_much("the fact files")
    batch = _git(desk, "cat-file", "--batch", given=_lines(asked), most=2 * _MOST_HELD)
    contents: list[bytes] = []
    at = 0
    while not batch.returncode and (end := batch.stdout.find(b"\n", at)) >= 0:
        head = batch.stdout[at:end].split()
        if len(head) != 3:  # "… missing"
            break
        contents.append(batch.stdout[end + 1 : end + 1 + int(head[2])])
        at = end + 1 + int(head[2]) + 1
    if len(contents) != len(asked):
        raise _incomplete(ids)
    by_id = dict.fromkeys(length, b" " * (MAX_FILE + 1)) | dict(zip(asked, contents, strict=True))
    return [by_id[id] for id in ids]


def _lines(ids: list[str]) -> bytes:
    return "".join(f"{id}\n" for id in ids).encode()


def _incomplete(ids: list[str]) -> BriefingsError:
    return BriefingsError(
        f"this repository does not hold all of the {len(ids):,} fact files of that revision",
        "a whole clone: git fetch --refetch --no-filter, or git fsck to see what is damaged",
    )


# A repository comes with the desk, from whoever hands that over: nothing that it asks for is fetched or run.
_CLOSED = {
    "GIT_ALLOW_PROTOCOL": "",  # a partial clone would run its remote's command for an object that it lacks
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_KEPT = ("PATH", "HOME", "XDG_CONFIG_HOME")  # the person's own settings say which folders Git may trust
_NO_PROGRAMS = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")


def _git(
    desk: Path, *words: str, given: bytes = b"", most: int = _MOST_LISTED
) -> subprocess.CompletedProcess[bytes]:
    """Run Git and return its exit code and output; raises BriefingsError for more than `most` bytes."""
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ} | _CLOSED
    command = ["git", *_NO_PROGRAMS, *words]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    try:
        child = subprocess.Popen(command, cwd=desk, env=environment, stdin=pipe, stdout=pipe, stderr=nowhere)
    except FileNotFoundError:
        raise BriefingsError("git is not installed here", "compare days or issues instead") from None
    timer = threading.Timer(_SECONDS, child.kill)
    timer.daemon = True
    timer.start()
    with child:
        writer = threading.Thread(target=_feed, args=(child.stdin, given), daemon=True)
        writer.start()  # beside the reading: else each would wait for the other
        output = _at_most(child.stdout, most + 1)
        if len(output) > most:
            child.kill()
        writer.join()
    timer.cancel()
    if len(output) > most:
        raise _too_much(f"what git {words[0]} tells")
    if child.returncode == -signal.SIGKILL:
        raise BriefingsError(f"git {words[0]} took more than {_SECONDS} s", "try again")
    return subprocess.CompletedProcess(command, child.returncode, output)


def _feed(pipe: IO[bytes] | None, given: bytes) -> None:
    assert pipe is not None
    with suppress(BrokenPipeError), pipe:  # it may have ended before it read all
        pipe.write(given)


def _at_most(pipe: IO[bytes] | None, most: int) -> bytes:
    assert pipe is not None
    output = bytearray()
    while len(output) < most and (chunk := pipe.read(min(most - len(output), 1 << 20))):
        output += chunk
    return bytes(output)


def _too_much(what: str) -> BriefingsError:
    return BriefingsError(
        f"{what} of that revision: more than can be borne", "git ls-tree -r shows what its facts/ holds"
    )
