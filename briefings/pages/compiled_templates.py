"""Shipped templates, compiled once where Python keeps the program's own compiled modules.

Whoever can write there can change the program itself, so what lies there is trusted as that is. `make` writes
it; where it is missing, or was made by another program, templates are compiled anew each time, as those of a
desk's own always are.
"""

from __future__ import annotations

import hashlib
import importlib.util
import marshal
import sys
from collections.abc import Iterable
from pathlib import Path

from ..core.digests import digest
from ..core.filenames import templates
from ..files.desk_files import Output, shipped_template_files
from ..files.fingerprint import library_versions, program_digest

Code = dict[
    tuple[str, str], bytes
]  # as `guarding` has it: by a digest of the template's name, and of its text
_PLACE = Output(Path(__file__).parent / "__pycache__")
_NAME = f"templates.{sys.implementation.cache_tag}"


def _maker() -> bytes:
    return digest(program_digest(), library_versions()["jinja2"], importlib.util.MAGIC_NUMBER).encode()


def stored_code() -> Code:
    """What was compiled by this very program; else nothing."""
    maker, _, code = (_PLACE.read(_NAME) or b"").partition(b"\n")
    return dict(marshal.loads(code)) if maker == _maker() else {}


def is_incomplete(code: Code, texts: Iterable[str]) -> bool:
    """Whether a template is not among what is compiled."""
    return not {hashlib.sha1(text.encode()).hexdigest() for text in texts} <= {made for _, made in code}


def main() -> None:
    from .template_environment import compiled_code

    texts = templates(shipped_template_files())
    if is_incomplete(stored_code(), texts.values()):
        _PLACE.write(_NAME, _maker() + b"\n" + marshal.dumps(compiled_code(texts, *texts)))


if __name__ == "__main__":
    main()
