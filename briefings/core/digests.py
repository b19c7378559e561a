"""The one digest function: what is compared by content is compared by this."""

from __future__ import annotations

import hashlib


def digest(*parts: str | bytes) -> str:
    """One short text for any content; what stands in which part counts."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        whole.update(b"%d:" % len(data))
        whole.update(data)
    return whole.hexdigest()[:32]


def sha256(data: bytes | memoryview) -> str:
    """The SHA-256 of data in hexadecimal, as `sha256sum` prints it."""
    return hashlib.sha256(data).hexdigest()
