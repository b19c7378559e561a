"""Notes of one build for the next, under a checksum: damaged, foreign or older ones count as missing.

JSON, so that reading a stranger's build folder can run nothing.
"""

from __future__ import annotations

import json
from typing import Any

from ..core.digests import digest, sha256

_FORMAT = 2  # changes when what is written down changes its form


def compact(value: object) -> str:
    """JSON without spaces between values."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def wrap_json(value: object) -> bytes:
    """Return a value as one line of JSON, with a checksum and the format's number."""
    text = compact(value).encode()
    return b'{"format":%d,"seal":"%s","held":%s}\n' % (_FORMAT, digest(text).encode(), text)


def unwrap_json(data: bytes | None) -> Any:
    """The value that was wrapped; None for anything else."""
    head, mark, text = (data or b"").partition(b',"held":')
    text = text.removesuffix(b"}\n")
    if not mark or head != b'{"format":%d,"seal":"%s"' % (_FORMAT, digest(text).encode()):
        return None
    return json.loads(text)


def wrap_bytes(data: bytes) -> bytes:
    """Bytes under a seal."""
    return b"sealed %d %s\n%b" % (_FORMAT, sha256(data).encode(), data)


def unwrap_bytes(data: bytes | None) -> memoryview | None:
    """The bytes that were sealed; None for anything else."""
    head, size = b"sealed %d " % _FORMAT, 64
    content = memoryview(data or b"")
    begin = len(head) + size + 1
    if len(content) < begin or content[: len(head)] != head:
        return None
    return content[begin:] if content[len(head) : begin] == sha256(content[begin:]).encode() + b"\n" else None
