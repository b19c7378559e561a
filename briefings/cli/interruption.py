"""Ctrl-C, which ends a command even where Python throws its exception away.

An exception that rises in what Python runs at a fork or when it frees an object is printed at most. So that a
person need not press the keys again, the wish is also noted here, for those that wait to look at.
"""

from __future__ import annotations

import signal
from types import FrameType


class Interruption:
    """A note of Ctrl-C, set when it is pressed."""

    def __init__(self) -> None:
        self._pressed = False

    def is_set(self) -> bool:
        """Return True once it was pressed; the name is that of a threading.Event."""
        return self._pressed

    def listen(self) -> None:
        """Note Ctrl-C from now on, and raise KeyboardInterrupt as before."""
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else it is to be ignored
            signal.signal(signal.SIGINT, self._note)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self._pressed = True
        raise KeyboardInterrupt


INTERRUPTION = Interruption()
