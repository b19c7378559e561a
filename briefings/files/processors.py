"""The processors of this machine."""

from __future__ import annotations

import os


def processes(asked: int = 0) -> int:
    """Return how many are to work side by side: as many as asked for, or one for each processor."""
    return asked or os.cpu_count() or 1
