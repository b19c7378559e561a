"""Opening files: plain ones only, never through a link, and no more of one than can be borne.

What lies in a desk's folder, its build or its notes may have been put there by whoever handed it over: a link
leads elsewhere, a pipe keeps a command waiting, a device has no end.
"""

from __future__ import annotations

import errno
import os
import stat
from hashlib import sha256
from pathlib import Path

MOST = 100_000_000  # bytes of a file that is read: more than any page, PDF or picture has
_CHUNK = 1_000_000


def plain_bytes(path: str | Path, most: int = MOST) -> bytes:
    """The first `most` bytes of a plain file; raises OSError for a link, pipe, folder or device."""
    descriptor, size = _opened(path)
    try:
        # room is made for as many as are asked for, and making it costs: first for what there should be
        data = os.read(descriptor, min(most, size + 1))
        while len(data) < most and (more := os.read(descriptor, min(_CHUNK, most - len(data)))):
            data += more  # it grew, or its size was not told
        return data
    finally:
        os.close(descriptor)


def plain_digest(path: str | Path) -> str:
    """SHA-256 of a plain file, "" for one larger than any of ours; raises OSError as `plain_bytes` does."""
    descriptor, size = _opened(path)
    with os.fdopen(descriptor, "rb") as file:
        if size > MOST:
            return ""
        hashed = sha256()
        while chunk := file.read(_CHUNK):
            hashed.update(chunk)
    return hashed.hexdigest()


def _opened(path: str | Path) -> tuple[int, int]:
    """The descriptor of a plain file, and its size; a pipe is opened without waiting for its other end."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise OSError(errno.ELOOP, "a link, which is not followed") from None
        raise
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "no plain file")
    return descriptor, found.st_size


def create_new(path: str | Path) -> int:
    """The descriptor of a new file, with the rights that the person's mask leaves; raises OSError."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
