"""Jinja's cache of compiled templates, in the folder of the program's own bytecode."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

from jinja2.bccache import Bucket, FileSystemBytecodeCache

from ..core import filenames
from ..core.digests import digest
from .desk_files import shipped_template_files
from .fingerprint import library_versions, program_digest

FOLDER = Path(__file__).parent / "__pycache__"


@cache
def _shipped_texts() -> frozenset[str]:
    return frozenset(filenames.templates(shipped_template_files()).values())


class ShippedTemplateCode(FileSystemBytecodeCache):
    """Bytecode of the shipped templates, where Python keeps that of the program's own modules.

    Whoever can write there can change the program itself, so it is trusted as the program is. It is used
    only by the program that wrote it. A desk's own templates are compiled anew by each environment.
    """

    def __init__(self) -> None:
        super().__init__(str(FOLDER), f"template-%s.{sys.implementation.cache_tag}")

    def get_source_checksum(self, source: str) -> str:
        """Return a digest of a template's text and of the program and Jinja that compile it."""
        return digest(program_digest(), library_versions()["jinja2"], source)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write the bytecode of a shipped template; do nothing for any other."""
        if bucket.checksum in map(self.get_source_checksum, _shipped_texts()):
            with suppress(OSError):  # a folder that cannot be written: compiled again by each command
                os.makedirs(self.directory, exist_ok=True)
                super().dump_bytecode(bucket)
