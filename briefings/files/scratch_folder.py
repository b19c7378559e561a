"""A folder for what is needed for a moment only."""

from __future__ import annotations

import tempfile

from ..core.problems import BriefingsError


def scratch_folder() -> tempfile.TemporaryDirectory[str]:
    """Return a new folder that is deleted with the object; raises BriefingsError if none can be made."""
    try:
        return tempfile.TemporaryDirectory(prefix="briefings-")
    except OSError as error:
        raise BriefingsError(
            f"no folder for temporary files: {error.strerror}",
            "set TMPDIR to a folder that can be written to",
        ) from None
