"""Reading the kept texts of sources, from the folder that the desk's `texts:` names."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from ..core.problems import MAX_FILE, BriefingsError, Refusal, TextFile
from .desk_files import decoded
from .plain_files import plain_bytes

_MOST = 5_000  # texts
# As the setting is written, so that a check of what has not changed need not parse it.
_SETTING = re.compile(r"(?<![\w-])texts:[ \t]*[\"']?(?P<folder>[^\"'#\n,}]+)")


def folder_in(files: Iterable[TextFile]) -> str:
    """Return the folder that `texts:` names in a desk's files; "" where it names none."""
    found = (_SETTING.search(file.text) for file in files if "texts:" in file.text)
    return next((match["folder"].strip() for match in found if match), "")


def place_of(desk: Path, folder: str) -> Path:
    """Return where a folder of texts is, named as seen from the desk's."""
    return desk / os.path.expanduser(folder)


def text_files(desk: Path, folder: str) -> list[TextFile]:
    """Return the plain `.txt` files of a folder, named as seen from the desk's; none where it is not there.

    One that cannot be read, is too large or no UTF-8 comes as refused. Raises BriefingsError for a folder
    that is a link, and for one with too many files.
    """
    if not folder:
        return []
    place = place_of(desk, folder)
    if place.is_symlink():
        raise BriefingsError(f"texts: {folder} is a link to another folder", "the folder itself")
    if not place.is_dir():
        return []
    with os.scandir(place) as entries:
        names = sorted(entry.name for entry in entries if entry.name.endswith(".txt") and not entry.is_dir())
    if len(names) > _MOST:
        raise BriefingsError(f"texts: {folder} has more than {_MOST:,} files", "a folder of kept texts alone")
    return [_read(place / name, f"{folder.rstrip('/')}/{name}") for name in names]


def _read(path: Path, name: str) -> TextFile:
    try:
        return decoded(name, plain_bytes(path, MAX_FILE + 1))
    except OSError as error:
        return TextFile(name, "", Refusal("unreadable", str(error.strerror), "a plain file, not a link"))
