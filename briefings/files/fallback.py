"""Faults that cost only time: what failed is done another way, unless faults are being looked for."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

SWITCH = "BRIEFINGS_STRICT"


@contextlib.contextmanager
def falling_back() -> Iterator[None]:
    """Swallow any exception of the block, so that the slower way is taken; raise it under BRIEFINGS_STRICT=1.

    For mistakes of this program. What damaged or forged data raises is named where it is read.
    """
    try:
        yield
    except Exception:
        if strict():
            raise


def strict() -> bool:
    """True if a fault is raised although there is a slower way.

    Read from the environment here, not handed down from the edge: it changes no result, and child processes
    inherit it.
    """
    return os.environ.get(SWITCH) == "1"
