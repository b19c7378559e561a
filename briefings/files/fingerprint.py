"""Fingerprints of everything that goes into a build: facts, templates, libraries, this program's own code.

Imports nothing heavy: when no byte has changed, a build ends here.
"""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from ..core.digests import digest
from ..core.problems import TextFile

PACKAGE = Path(__file__).parent.parent
# Whatever these libraries do shows on a page; what the second do, in a PDF only.
_PAGE = ("babel", "jinja2", "markdown", "markupsafe", "nh3", "pycountry", "pydantic", "pyyaml")
_PRINT = ("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "cssselect2", "fonttools", "pyphen", "pillow")
# The system's, with the function that tells their version.
_SYSTEM = {
    "pango": ("pango_version", ("libpango-1.0.so.0", "libpango-1.0.dylib")),
    "harfbuzz": ("hb_version_string", ("libharfbuzz.so.0", "libharfbuzz.0.dylib")),
}


@dataclass(frozen=True)
class BuildInputs:
    """The inputs of every document of a build: templates and assets by name, libraries, this program."""

    files: Mapping[str, str]
    shape: Mapping[str, str]
    style: str = field(default="")  # a digest of what a PDF is laid out with besides its page

    @classmethod
    def of(cls, templates: Mapping[str, bytes], style: str = "") -> BuildInputs:
        """Return the digests of templates, program and libraries as they are now."""
        files = {name: digest(data) for name, data in sorted(templates.items())}
        return cls(
            files,
            {"briefings": program_digest(), "python": platform.python_version(), **library_versions()},
            style,
        )

    @cached_property
    def printing(self) -> str:
        """Changes when the same page may give another PDF."""
        names = ("briefings", *_PRINT, *_SYSTEM)
        return digest(self.style, *(f"{name} {self.shape.get(name, '')}" for name in names))

    @cached_property
    def single(self) -> str:
        """Changes when the same page may give another file for mail."""
        return digest(
            self.printing, *(made for name, made in self.files.items() if name.endswith((".css", ".js")))
        )


@cache
def program_digest() -> str:
    """A digest of the program's own code: every module in every folder of the package, by its path and its
    bytes."""
    found = (f"{folder}/{name}" for folder, _, names in os.walk(PACKAGE) for name in names)
    start = len(f"{PACKAGE}/")
    files = sorted(path for path in found if path.endswith(".py"))
    return digest(*(part for path in files for part in (path[start:], _read(path))))


def _read(path: str) -> bytes:
    """A module, which some installers only link to; `Path` takes half as long again."""
    with open(path, "rb", buffering=0) as file:
        return file.readall()


@cache
def library_versions() -> dict[str, str]:
    """The versions of the libraries that shape a page, as their folders are named: asking each costs ten
    times that."""
    wanted = (*_PAGE, *_PRINT)
    found: dict[str, str] = {}
    for folder in map(Path, dict.fromkeys(sys.path)):
        names = os.listdir(folder) if folder.is_dir() else []
        for name in names:
            if name.endswith(".dist-info"):
                library, _, release = name.removesuffix(".dist-info").rpartition("-")
                found.setdefault(library.lower().replace("_", "-"), release)
    return {name: found.get(name, "") for name in wanted} | {name: _system(name) for name in _SYSTEM}


def _system(name: str) -> str:
    function, files = _SYSTEM[name]
    for file in files:
        try:
            ask = getattr(ctypes.CDLL(file), function)
        except (OSError, AttributeError):
            continue
        ask.restype = ctypes.c_char_p if function.endswith("string") else ctypes.c_int
        version = ask()
        return version.decode() if isinstance(version, bytes) else str(version)
    return ""


def build_digest(facts: Iterable[TextFile], inputs: BuildInputs, order: object) -> str:
    """A digest of every byte that goes into a build: while it is the same, nothing need even be parsed."""
    parts = [part for file in facts for part in (file.path, file.digest)]
    files = [f"{name} {made}" for name, made in inputs.files.items()]
    shape = [f"{name} {made}" for name, made in inputs.shape.items()]
    return digest(digest(*parts), digest(*files), digest(*shape), repr(order))
