"""Notes of one build for the next, under a checksum: damaged, foreign or older ones count as missing.

JSON, so that reading a stranger's build folder can run nothing.
"""

from __future__ import annotations

import json

from ..core.digests import digest, sha256
from ..core.json_types import Json, JsonObject

_FORMAT = 2  # changes when what is written down changes its form


def compact(value: object) -> str:
    """JSON without spaces between values."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def wrap_json(value: object) -> bytes:
    """Return a value as one line of JSON, with a checksum and the format's number."""
    text = compact(value).encode()
    return b'{"format":%d,"seal":"%s","held":%s}\n' % (_FORMAT, digest(text).encode(), text)


def fits(value: Json, shape: Json) -> bool:
    """True if a value read from JSON has a shape: what was forged under a good checksum must stop nobody.

    A shape is a type; a function that judges the value; a tuple, for a list of just these items; a list of
    one shape, for any number of items; or a mapping of keys to shapes. There a key that ends in "?" may be
    missing and the key `str` stands for any others. By hand, as loading pydantic takes longer than a build
    that has nothing to do.
    """
    if isinstance(shape, type):
        return isinstance(value, shape) and isinstance(value, bool) == (shape is bool)
    if isinstance(shape, tuple):
        same = isinstance(value, list) and len(value) == len(shape)
        return same and all(map(fits, value, shape))
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(item, shape[0]) for item in value)
    if isinstance(shape, dict):
        return isinstance(value, dict) and _keys_fit(value, shape)
    return callable(shape) and bool(shape(value))


def _keys_fit(value: JsonObject, shape: dict[Json, Json]) -> bool:
    named = {str(key).removesuffix("?"): wanted for key, wanted in shape.items() if key is not str}
    missing = [key for key in shape if key is not str and not str(key).endswith("?") and key not in value]
    others = [value[key] for key in value if key not in named]
    return (
        not missing
        and all(fits(value[key], named[key]) for key in value if key in named)
        and (not others or (str in shape and all(fits(item, shape[str]) for item in others)))
    )


def unwrap_json(data: bytes | None, shape: object) -> Json:
    """The value that was wrapped; None for anything else, and for what has not the shape of `fits`."""
    head, mark, text = (data or b"").partition(b',"held":')
    text = text.removesuffix(b"}\n")
    if not mark or head != b'{"format":%d,"seal":"%s"' % (_FORMAT, digest(text).encode()):
        return None
    value = parsed_json(text)
    return value if fits(value, shape) else None


def parsed_json(data: bytes) -> Json:
    """The value of JSON; None for what is none, or nests too deep."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


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
