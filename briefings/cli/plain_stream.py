"""The output of a command, without control codes that a text brings along.

Names, numbers and messages may be of a ledger, a list of signers or a table that somebody else made. As it
stands, such a text could clear the screen or turn a line round, and so hide what the command says of it.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterator
from typing import TextIO

from ..core.problems import BriefingsError

# all but line ends and tabs; marks of direction; halves of characters, which no terminal can be sent
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class PlainStream:
    """A text stream to which each control character goes as its code, such as `\\u001b`."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write a text with codes for control characters; raises BriefingsError where there is no room."""
        with _told():
            return self.stream.write(_CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text))

    def flush(self) -> None:
        """Write what was held back; raises BriefingsError where there is no room."""
        with _told():
            self.stream.flush()

    def __getattr__(self, name: str) -> object:
        return getattr(self.stream, name)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise BriefingsError(f"cannot write the output: {error.strerror}", "see to where it goes") from None


@contextlib.contextmanager
def plain_streams() -> Iterator[None]:
    """Let standard output and standard error be plain, where they are open."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (stream and PlainStream(stream) for stream in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
