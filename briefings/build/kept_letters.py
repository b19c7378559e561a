"""The letters that a desk's fonts have, kept among its notes: opening nine fonts takes longer than a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..core.digests import digest
from ..core.fonts import covered_characters, print_fonts
from ..files.atomic_folder import Output
from .kept_results import KeptResults

FILE = "letters.json"
_LETTERS, _FONTS = "letters", "fonts"  # the name of the result, and of what it is from


def covered_letters(notes: Output, templates: Mapping[str, bytes]) -> frozenset[int]:
    """Return the code points that some font among the templates has a glyph for.

    Raises BriefingsError for a damaged font.
    """
    results = KeptResults(notes, FILE)
    fonts = digest(*(part for name in print_fonts(templates) for part in (name.encode(), templates[name])))
    ranges = results.of(_LETTERS, [(int, int)], {_FONTS: fonts}.get)
    if not ranges or not _in_order(ranges):
        found = covered_characters(templates)
        results.keep(_LETTERS, {_FONTS: fonts}, _as_ranges(found))
        results.write()
        return found
    return frozenset[int]().union(*(range(first, last + 1) for first, last in ranges))


def _in_order(ranges: Sequence[Sequence[int]]) -> bool:
    """Return True if there is a gap before each but the first, so that they are no more than letters are."""
    before = -2
    for first, last in ranges:
        if not before + 1 < first <= last:
            return False
        before = last
    return before <= 0x10FFFF


def _as_ranges(letters: frozenset[int]) -> list[tuple[int, int]]:
    """Return sets of neighbouring code points by their first and last, in order."""
    ranges: list[tuple[int, int]] = []
    for letter in sorted(letters):
        if ranges and ranges[-1][1] == letter - 1:
            ranges[-1] = (ranges[-1][0], letter)
        else:
            ranges.append((letter, letter))
    return ranges
