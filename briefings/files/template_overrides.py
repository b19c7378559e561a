"""Shipped templates that a desk has copied to change them, and whether the shipped ones have changed since.

A copy says in its first line what it was copied from, so that no record beside it can be lost or go astray.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from ..core.digests import digest
from ..core.problems import BriefingsError, nearest

_COMMENT = {".j2": ("{# ", " #}\n"), ".css": ("/* ", " */\n"), ".js": ("/* ", " */\n")}
_COPIED = re.compile(rb"copied from the shipped file ([0-9a-f]+)")


def editable_copy(name: str, shipped: Mapping[str, bytes]) -> bytes:
    """A shipped template as a desk's own to be; raises BriefingsError where there is none that can be
    edited."""
    choices = [known for known in shipped if PurePosixPath(known).suffix in _COMMENT]
    if name not in choices:
        near = nearest(name, choices)
        raise BriefingsError(
            f"no shipped template {name!r}",
            f"did you mean {near!r}?" if near else f"there are: {', '.join(sorted(choices))}",
        )
    before, after = _COMMENT[PurePosixPath(name).suffix]
    return f"{before}copied from the shipped file {digest(shipped[name])}{after}".encode() + shipped[name]


def outdated(own: Mapping[str, bytes], shipped: Mapping[str, bytes]) -> Iterator[str]:
    """The names of copies whose shipped file is another now, or is no more."""
    for name, data in sorted(own.items()):
        first = _COPIED.search(data.partition(b"\n")[0])
        if first and (name not in shipped or digest(shipped[name]).encode() != first[1]):
            yield name
