"""What the program needs of a machine: whether it is there, and how to get it."""

from __future__ import annotations

import ctypes
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

# What WeasyPrint draws with: the name of each library, with its package for apt and for brew.
_LIBRARIES = {
    "pango-1.0": ("libpango-1.0-0", "pango"),
    "pangoft2-1.0": ("libpangoft2-1.0-0", "pango"),
    "harfbuzz-subset": ("libharfbuzz-subset0", "harfbuzz"),
}
_PROGRAMS = {
    "git": ("git", "git", "for `briefings diff` between revisions, and the hook"),
    "ssh-keygen": ("openssh-client", "openssh", "for signed issues"),
}
_PACKAGES = ("weasyprint", "jinja2", "pydantic", "babel", "openpyxl")
_EXTRAS = {
    "pygls": ("lsp", "for `briefings lsp`"),
    "dask": ("dask", "for builds on several machines"),
    "pyhanko": ("pdf-signature", "for a signature within published PDFs"),
}
LEAST_PYTHON, LAST_TRIED = (3, 11), (3, 14)


@dataclass(frozen=True)
class Finding:
    """One thing that the program needs or can use: its state, and how to get it if it is missing."""

    name: str
    state: str
    is_there: bool
    needed: bool
    remedy: str = ""


def findings(
    python: tuple[int, int] = sys.version_info[:2],
    has_library: Callable[[str], bool] | None = None,
    has_program: Callable[[str], bool] = lambda name: shutil.which(name) is not None,
    package_version: Callable[[str], str] | None = None,
) -> Iterator[Finding]:
    """Everything that the program needs of this machine, and what further commands use."""
    library = has_library or _has_library
    installed = package_version or _package_version
    right = python >= LEAST_PYTHON
    remedy = "" if right else "install Python 3.11 or later; with uv: uv tool install --python 3.14 briefings"
    later = "" if python <= LAST_TRIED else " (later than those it was tried on)"
    yield Finding("Python", f"{python[0]}.{python[1]}{later}", right, True, remedy)
    for name in _PACKAGES:
        found = installed(name)
        yield Finding(name, found or "missing", bool(found), True, f"pip install {name}")
    for name, (apt, brew) in _LIBRARIES.items():
        there = library(name)
        yield Finding(name, _state(there), there, True, f"apt install {apt}, or brew install {brew}")
    for name, (apt, brew, use) in _PROGRAMS.items():
        there = has_program(name)
        yield Finding(name, _state(there), there, False, f"apt install {apt}, or brew install {brew}: {use}")
    for name, (extra, use) in _EXTRAS.items():
        found = installed(name)
        remedy = f"pip install 'briefings[{extra}]': {use}"
        yield Finding(name, found or "missing", bool(found), False, remedy)


def _state(there: bool) -> str:
    return "there" if there else "missing"


def _package_version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _has_library(name: str) -> bool:
    """True if a shared library can be loaded, where Linux and macOS have it."""
    files = (f"lib{name}.so.0", f"lib{name}.0.dylib", f"lib{name}.dylib")
    for place in (
        f"{folder}{file}" for file in files for folder in ("", "/opt/homebrew/lib/", "/usr/local/lib/")
    ):
        try:
            ctypes.CDLL(place)
        except OSError:
            continue
        return True
    return False
