"""Faults that cost only time: what failed is done another way, unless faults are being looked for."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

SWITCH = "BRIEFINGS_STRICT"


@contextlib.contextmanager
def falling_back() -> Iterator[None]:
    """Swallow any exception of the block, after which the slower way is taken; under BRIEFINGS_STRICT=1 raise it.

    For mistakes of this program. What damaged or forged data raises is named where it is read.
    """
    try:
        yield
    except Exception:
        if strict():
            raise


def strict() -> bool:
    """Whether a fault is to be raised where there is another way.

    Read from the environment here and not handed down from the edge: it changes no result, and forked and spawned
    processes inherit it.
    """
    return os.environ.get(SWITCH) == "1"
