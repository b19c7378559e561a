"""Everything that goes into a build, as digests; and whether any of it changed since the last one.

What is here imports nothing heavy: where no byte changed, a build ends with it.
"""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from .companion import beside
from .digests import digest
from .problems import TextFile
from .seals import opened, sealed
from .sheets import STYLESHEET, Assets, for_print
from .workspace import OWN, Output

LAST = f"{OWN}/last.json"
_MANY = 200  # files that are read in the time that a second process takes to begin
# Whatever these libraries do shows on a page; what the second do, in a PDF only.
_PAGE = ("babel", "jinja2", "markdown", "markupsafe", "nh3", "pint", "pycountry", "pydantic", "pyyaml")
_PRINT = ("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "cssselect2", "fonttools", "pyphen", "pillow")
# The system's, with the function that tells their version.
_SYSTEM = {
    "pango": ("pango_version", ("libpango-1.0.so.0", "libpango-1.0.dylib")),
    "harfbuzz": ("hb_version_string", ("libharfbuzz.so.0", "libharfbuzz.0.dylib")),
}


def printing(templates: Mapping[str, bytes]) -> Assets:
    """What every PDF of a build is made with."""
    files = for_print(templates)
    style = digest(*(part for item in sorted(files.items()) for part in item))
    return Assets(Kit.of({}, style).printing, style, STYLESHEET, files)


@dataclass(frozen=True)
class Kit:
    """What every document of a build is made with: templates and assets by name, libraries, this program's code."""

    files: Mapping[str, str]
    shape: Mapping[str, str]
    style: str = field(default="")  # a digest of what a PDF is laid out with besides its page

    @classmethod
    def of(cls, templates: Mapping[str, bytes], style: str = "") -> Kit:
        files = {name: digest(data) for name, data in sorted(templates.items())}
        return cls(files, {"briefings": program(), "python": platform.python_version(), **libraries()}, style)

    @cached_property
    def printing(self) -> str:
        """Changes when the same page may give another PDF."""
        names = ("briefings", *_PRINT, *_SYSTEM)
        return digest(self.style, *(f"{name} {self.shape.get(name, '')}" for name in names))

    @cached_property
    def single(self) -> str:
        """Changes when the same page may give another file for mail."""
        return digest(self.printing, *(made for name, made in self.files.items() if name.endswith((".css", ".js"))))


@cache
def program() -> str:
    """A digest of this program's own code."""
    names = sorted(path.name for path in _HERE.glob("*.py"))
    return digest(*(part for name in names for part in (name, _code(name))))


_HERE = Path(__file__).parent


def _code(name: str) -> bytes:
    return (_HERE / name).read_bytes()


@cache
def libraries() -> dict[str, str]:
    """The versions of the libraries that shape a page, as their folders are named: asking each costs ten times that."""
    wanted = (*_PAGE, *_PRINT)
    found: dict[str, str] = {}
    for folder in map(Path, dict.fromkeys(sys.path)):
        names = os.listdir(folder) if folder.is_dir() else []
        for name in names:
            library, dash, release = name.removesuffix(".dist-info").rpartition("-")
            if dash and name.endswith(".dist-info"):
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
        told = ask()
        return told.decode() if isinstance(told, bytes) else str(told)
    return ""


def of_build(facts: Iterable[TextFile], kit: Kit, order: object) -> str:
    """A digest of every byte that goes into a build: while it is the same, nothing need even be parsed."""
    parts = [part for file in facts for part in (file.path, file.digest)]
    files = [f"{name} {made}" for name, made in kit.files.items()]
    shape = [f"{name} {made}" for name, made in kit.shape.items()]
    return digest(digest(*parts), digest(*files), digest(*shape), repr(order))


@dataclass(frozen=True)
class Last:
    """A build that went well: what went in, which files came out, and what was told of it."""

    inputs: str
    outputs: Mapping[str, str]
    documents: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def holds(self, output: Output) -> Callable[[], bool]:
        """Whether every file still lies there as it was written; where there are many, a second process looks now."""
        told = beside(lambda: str(self._whole(output)).encode()) if len(self.outputs) > _MANY else lambda: None
        return lambda: told() == b"True" or self._whole(output)

    def _whole(self, output: Output) -> bool:
        return all(output.digest(name) == wanted for name, wanted in self.outputs.items())


def last(output: Output) -> Last | None:
    """The record of the last build, where it is whole."""
    held = opened(output.read(LAST))
    if held is None:
        return None
    return Last(held["inputs"], held["outputs"], tuple(held["documents"]), tuple(held["notes"]))


def settle(output: Output, done: Last) -> None:
    output.write(LAST, sealed(vars(done)))
