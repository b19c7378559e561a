"""The digests of built files: one that nobody has touched since it was read is not read again.

The digest of a file is kept with the file's number, size and times, of which nobody can set the second: a
file is touched if one of them is another. While a file is new, a change may leave them all as they are, since
file systems count time in steps; so only what has been there for a while is taken for known. Who keeps a file
mapped into memory and goes on writing to it, as no editor does, touches it once only.
"""

from __future__ import annotations

import stat
import time

from ..files.atomic_folder import NOTES_FOLDER, Output
from .kept_results import KeptResults

FILE = f"{NOTES_FOLDER}/read.json"
_NEW = 2_000_000_000  # nanoseconds: the longest step of a file system, FAT's
_STAMP = "stamp"


class UntouchedFiles:
    """The digests of the files of one folder."""

    def __init__(self, folder: Output) -> None:
        self._folder = folder
        self._kept = KeptResults(folder, FILE)
        self._settled = time.time_ns() - _NEW

    def digest(self, name: str) -> str | None:
        """The SHA-256 of a file as it lies there; None where there is none."""
        stamp = self._stamp(name)
        if stamp is None:
            return self._folder.digest(name)
        held: str | None = self._kept.of(name, str, {_STAMP: stamp}.get)
        if held is None:
            held = self._folder.digest(name)
            if held is not None and self._stamp(name) == stamp:
                self._kept.keep(name, {_STAMP: stamp}, held)
        return held

    def remember(self) -> None:
        """Keep the digests of the files that were asked for, for the next command."""
        self._kept.write(forget=True)

    def _stamp(self, name: str) -> str | None:
        """Return a text that changes when a file is touched; None for a new one, or for what is none."""
        try:
            found = self._folder.stat(name)
        except OSError:
            return None
        written, touched = found.st_mtime_ns, found.st_ctime_ns
        if max(written, touched) > self._settled or not stat.S_ISREG(found.st_mode):
            return None
        return f"{found.st_dev} {found.st_ino} {found.st_size} {written} {touched}"
