"""The folder that builds write to: one build at a time, and no file in it that is not theirs is touched."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from pathlib import Path

from ..core.problems import BriefingsError
from .atomic_folder import NOTES_FOLDER, WRITE_REMEDY, Output, delete_unfinished, is_inside
from .checksummed import unwrap_json, wrap_json

LOCK, WRITTEN = f"{NOTES_FOLDER}/lock", f"{NOTES_FOLDER}/written.json"


class OutputFolder(Output):
    """An output folder that remembers which files in it builds wrote."""

    def __init__(self, root: Path) -> None:
        super().__init__(root, root / NOTES_FOLDER)

    @contextlib.contextmanager
    def alone(self) -> Iterator[Callable[[], str]]:
        """A lock on the folder, to be taken by calling what this gives until it answers "".

        The first call that finds the folder in use tells who has it; the next waits for them.
        """
        place = self.path(LOCK)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            if os.path.lexists(place) and (place.is_symlink() or not place.is_file()):
                place.unlink()  # nothing that we wrote
            descriptor = os.open(place, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
        except OSError as error:
            raise BriefingsError(f"cannot write {LOCK}: {error.strerror}", WRITE_REMEDY) from None
        reported = False

        def take() -> str:
            nonlocal reported
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if reported else fcntl.LOCK_NB))
            except BlockingIOError:
                reported = True
                return os.pread(descriptor, 200, 0).decode(errors="replace").strip() or "another process"
            os.truncate(descriptor, 0)
            os.pwrite(descriptor, f"process {os.getpid()} on {os.uname().nodename}".encode(), 0)
            return ""

        try:
            yield take
        finally:
            os.close(descriptor)

    def delete_unfinished(self) -> None:
        """Delete what a build that was killed left unfinished."""
        delete_unfinished(self.root / NOTES_FOLDER)

    @cached_property
    def written(self) -> frozenset[str] | None:
        """The files that builds wrote here; None where that is not known."""
        names = unwrap_json(self.read(WRITTEN), [is_inside])
        return None if names is None else frozenset(names)

    def _is_ours(self) -> bool:
        """True if builds were here before, even if their record is lost."""
        if self.exists(WRITTEN):
            return True
        try:
            return "documents" in json.loads(self.read("manifest.json") or b"")
        except (ValueError, TypeError, RecursionError):
            return False

    def foreign_files(self, names: Collection[str]) -> list[str]:
        """Those of the names in whose place something lies that no build wrote."""
        if self.written is None and self._is_ours():
            return []
        return sorted(name for name in names if name not in (self.written or ()) and self.exists(name))

    def claim(self, names: Collection[str]) -> None:
        """Write down what is about to be written, so that it is known as ours even if the build is cut
        short."""
        self._remember(frozenset(names) | (self.written or frozenset()))

    def _remember(self, names: frozenset[str]) -> None:
        self.write(WRITTEN, wrap_json(sorted(names)))
        self.__dict__["written"] = names

    def clear(self, names: Collection[str]) -> list[str]:
        """Remove what builds wrote and is none of the names, which are all that is to be here."""
        gone = [
            name for name in sorted((self.written or frozenset()) - frozenset(names)) if self.remove(name)
        ]
        self._remember(frozenset(names))
        return gone
