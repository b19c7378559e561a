"""File names: slugs of names, and the desk's own pattern for the copies that it mails."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

# What a pattern may ask for, and what stands there in the copy of a weekly brief.
PLACEHOLDERS = {
    "week": "2021-W37",
    "date": "2021-09-17",
    "kind": "weekly",
    "name": "weekly",
    "marking": "GREEN",
}
DEFAULT_PATTERN = "{week}-{name}-{marking}"
EXPECTED = "letters, digits, '.', '_' and '-', and of " + ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)

_PLACEHOLDER = re.compile(r"\{(\w*)\}")


def slug(name: str) -> str:
    """A name as a file name: ASCII letters, digits and hyphens."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")


def templates(files: Mapping[str, bytes]) -> dict[str, str]:
    """The templates among a desk's styles, scripts and other files, as texts by name."""
    return {name: data.decode() for name, data in files.items() if name.endswith(".j2")}


def pattern_fault(pattern: str) -> tuple[str, str]:
    """Return the fault of a pattern and the characters at fault; two empty texts if it is sound."""
    for name in _PLACEHOLDER.findall(pattern):
        if name not in PLACEHOLDERS:
            return f"no placeholder {{{name}}} in file names", name
    rest = _PLACEHOLDER.sub("", pattern)
    if odd := re.search(r"[^A-Za-z0-9._-]", rest):
        return f"{odd[0]!r} in a file name is not safe on every system", odd[0]
    if pattern[0] in ".-" or pattern[-1] in ".-":
        return "a file name that begins or ends in '.' or '-'", pattern[0]
    return "", ""


def from_pattern(pattern: str, **values: str) -> str:
    """A pattern with its placeholders filled."""
    return _PLACEHOLDER.sub(lambda found: values[found[1]], pattern)


def document_name(folder: str, name: str, each: str) -> str:
    """Name a document of a kind that the desk adds, by its subject if it has one, else by its folder."""
    return folder if each in ("issue", "desk", "day") else f"{folder}-{name}"
