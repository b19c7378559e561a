"""Folders that are written atomically: a file, or a folder of the record, is there whole or not at all."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from math import inf
from pathlib import Path

from ..core.digests import sha256
from ..core.problems import BriefingsError
from .plain_files import create_new, plain_bytes

WRITE_REMEDY = "check the folder's space and rights"
# What a build keeps for itself in its output folder; a folder that has it is a build folder. In a desk's
# folder, what is for none but those who may read its facts.
NOTES_FOLDER = ".briefings"


def is_inside(name: object) -> bool:
    """True for the name of a file below a folder, which leads nowhere else."""
    if not isinstance(name, str) or name.startswith("/") or "\0" in name:
        return False
    folder, _, file = name.rpartition("/")
    return bool(file.strip(".")) and ".." not in folder.split("/")


class Output:
    """A folder that is written to whole files at a time, and never outside itself.

    `scratch` is a folder in it for what is not whole yet; without one that stands beside the file it becomes.
    """

    def __init__(self, root: Path, scratch: Path | None = None) -> None:
        self.root = root
        self.scratch = scratch
        self._inside: set[str] = set()

    def path(self, name: str) -> Path:
        """The place of an output; raises BriefingsError for a name that leads out of the folder."""
        return Path(self._place(name))

    def _place(self, name: str) -> str:
        folder, _, _ = name.rpartition("/")
        if not is_inside(name):
            raise BriefingsError(f"{name!r} leads out of the output folder", "give the record another id")
        if folder not in self._inside:
            if not (self.root / folder).resolve().is_relative_to(self.root.resolve()):
                raise BriefingsError(
                    f"{name!r} leads out of the output folder", "remove the link in the output folder"
                )
            self._inside.add(folder)
        return f"{self.root}/{name}"

    def read(self, name: str) -> bytes | None:
        """Return the bytes of an output; None if it cannot be read or is no plain file."""
        try:
            return plain_bytes(self._place(name))
        except OSError:
            return None

    def digest(self, name: str) -> str | None:
        """SHA-256 of a file as it lies there; None where there is none."""
        data = self.read(name)
        return None if data is None else sha256(data)

    def stat(self, name: str) -> os.stat_result:
        """Return the status of an output, or of a link in its place; raises OSError where nothing is."""
        return os.lstat(self._place(name))

    def exists(self, name: str) -> bool:
        """True if anything lies in the place of an output."""
        return os.path.lexists(self.path(name))

    def remove(self, name: str) -> bool:
        """Delete an output, and its folder when that is empty then; False where it is not there."""
        path = self.path(name)
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        with contextlib.suppress(OSError):
            for folder in path.parents:
                if folder == self.root:
                    break
                folder.rmdir()
        return True

    def write(self, name: str, data: bytes) -> bool:
        """Replace a file whole (temp file, fsync, rename); False when it already holds these bytes."""
        if self.read(name) == data:
            return False
        self._replace(name, data, durably=True)
        return True

    def write_sealed(self, name: str, data: bytes) -> None:
        """Replace a file whole that is made anew where its seal does not fit: nobody waits for the disk."""
        self._replace(name, data, durably=False)

    def _replace(self, name: str, data: bytes, *, durably: bool) -> None:
        path = self.path(name)
        temporary: str | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            scratch = self.scratch or path.parent
            scratch.mkdir(parents=True, exist_ok=True)
            temporary = f"{scratch}/.{secrets.token_hex(8)}.part"
            with os.fdopen(create_new(temporary), "wb") as file:
                file.write(data)
                if durably:
                    file.flush()
                    os.fsync(file.fileno())
            os.replace(temporary, path)
            temporary = None
        except OSError as error:
            raise BriefingsError(f"cannot write {name}: {error.strerror}", WRITE_REMEDY) from None
        finally:
            if temporary:
                with contextlib.suppress(OSError):
                    os.unlink(temporary)


_IGNORED = ".gitignore"
_UNFINISHED = 3600.0  # seconds after which nobody is still writing a note


class _Notes(Output):
    """The folder of notes for the next command, which Git ignores and nobody is handed."""

    def _replace(self, name: str, data: bytes, *, durably: bool) -> None:
        if name != _IGNORED:
            self.write(_IGNORED, b"*\n")
        delete_unfinished(self.root, _UNFINISHED)
        super()._replace(name, data, durably=durably)


def delete_unfinished(folder: Path, age: float = -inf) -> None:
    """Delete what a killed command left unfinished in a folder; only what is `age` seconds old, if that is
    given."""
    for path in folder.glob(".*.part"):
        with contextlib.suppress(OSError):
            if time.time() - path.lstat().st_mtime >= age:
                path.unlink()


def notes_folder(desk: Path) -> Output:
    """The folder of a desk's own notes, beside its facts; raises BriefingsError for a link in its place."""
    folder = desk / NOTES_FOLDER
    if folder.is_symlink():
        raise BriefingsError(f"{NOTES_FOLDER} is a link to another folder", "remove it: it is made anew")
    return _Notes(folder)


@contextlib.contextmanager
def alone_in_record(desk: Path) -> Iterator[None]:
    """Keep every other `publish` of a desk waiting: the number of an issue follows from those before it."""
    place = notes_folder(desk).path("publishing")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(place, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise BriefingsError(f"cannot write {place.name}: {error.strerror}", WRITE_REMEDY) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def add_issue_folder(desk: Path, folder: str, files: Mapping[str, bytes]) -> None:
    """Add a folder to the record, whole or not at all; raises BriefingsError where it is there already."""
    for left in desk.glob(".publishing-*"):  # of one that was killed
        shutil.rmtree(left, ignore_errors=True)
    place = desk / folder
    try:
        scratch = desk / f".publishing-{secrets.token_hex(8)}"
        scratch.mkdir()
        try:
            for name, data in files.items():
                with os.fdopen(create_new(scratch / name), "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
            _sync(scratch)
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.exists():
                raise FileExistsError(17, "it is there already")
            os.rename(scratch, place)
            _sync(place.parent)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    except OSError as error:
        raise BriefingsError(f"cannot write {folder}: {error.strerror}", WRITE_REMEDY) from None


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
