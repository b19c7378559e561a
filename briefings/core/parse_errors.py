"""The error of a text that cannot be read as a value."""

from __future__ import annotations


class ValueParseError(ValueError):
    """A text that is not a value of its type; `expected` says what would be."""

    def __init__(self, message: str, expected: str) -> None:
        super().__init__(message)
        self.expected = expected
