"""The command that answers an editor's questions about the desk."""

from __future__ import annotations

import sys
from typing import BinaryIO

from .desk_access import desk_folder

_LONGEST_LINE = 4096


def lsp() -> None:
    """Answer an editor by the Language Server Protocol, on standard input and output: docs/editors.md."""
    from importlib.metadata import version

    from ..core.problems import BriefingsError

    try:
        from ..tasks.language_server import desk_server
    except ModuleNotFoundError as error:
        remedy = "pip install 'briefings[lsp]'"
        raise BriefingsError(f"the language server needs {error.name}", remedy) from None
    desk_server(desk_folder(), version("briefings")).start_io(BoundedInput(sys.stdin.buffer))  # type: ignore[arg-type]


class BoundedInput:
    """Standard input of which no one read may take more than a message of an editor can be.

    The length stands in a message's head, so that a few letters could ask for any amount of memory.
    """

    most = 64 * 1024 * 1024

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readline(self) -> bytes:
        """Read a line of a message's head."""
        return self._stream.readline(_LONGEST_LINE)

    def read(self, length: int) -> bytes:
        """Read so many bytes; of a message that is too long, none: the server ends as if the editor had."""
        if length > self.most:
            print(f"a message of {length:,} bytes; at most {self.most:,} are read", file=sys.stderr)
            return b""
        return self._stream.read(length)
