"""Letters of the facts that no font of the desk has: a PDF with one of them could not be made."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator

from ..core.problems import Problem, TextFile
from ..files.ledger_files import LedgerFile
from ..records.yaml_tree import MappingNode, Node, ScalarNode, SequenceNode, parse

# Keys whose values are looked up and linked to, and never drawn.
_NOT_DRAWN = frozenset(("aliases", "misnomers", "url"))
# Keys of the desk's remarks, which no page prints unless a narrative quotes them.
_REMARKS = frozenset(("internal", "passages", "published_note", "reliability_reason"))
_EXPECTED = "letters of the desk's fonts; add a font that has these to templates/fonts/ (docs/fonts.md)"


def missing_glyphs(files: Iterable[TextFile], covered: Callable[[], Collection[int]]) -> Iterator[Problem]:
    """Yield a problem for each text with letters that are not `covered`, which is asked for if need be."""
    files = [file for file in files if not isinstance(file, LedgerFile) and not file.refused]
    suspects = [file for file in files if _may_miss(file.text, covered)]
    unprinted = (
        _REMARKS - {key for file in files for key in _QUOTED.findall(file.text)} if suspects else frozenset()
    )
    for file in suspects:
        tree, _ = parse(file)
        for text in _drawn(tree, _NOT_DRAWN | unprinted) if tree is not None else ():
            if missing := _missing(text, covered()):
                letters = ", ".join(f"'{char}' (U+{ord(char):04X})" for char in missing[:_MOST_SHOWN])
                more = f" and {len(missing) - _MOST_SHOWN} more" if len(missing) > _MOST_SHOWN else ""
                yield Problem("no-glyph", f"no font has {letters}{more}", text.mark, _EXPECTED)


_MOST_SHOWN = 5
_QUOTED = re.compile(r",\s*\\?[\"']+(\w+)\\?[\"']+\s*\)\s*\}\}")  # the field in {{ fact("id", "field") }}


def _may_miss(text: str, covered: Callable[[], Collection[int]]) -> bool:
    if "\\" in text and _ESCAPE.search(text):
        return True
    return not text.isascii() and bool(_missing(text, covered()))


_ESCAPE = re.compile(r"\\[uUx]")  # which YAML turns into a letter
_ASCII = bytes(range(128))


def _missing(text: str, covered: Collection[int]) -> list[str]:
    """Return the letters that are not covered, in order; what has no glyph anywhere is left out."""
    if text.isascii():
        return []
    # ASCII is deleted first: looking at each letter takes ten times as long
    others = text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
    return [
        char
        for char in dict.fromkeys(others)
        if ord(char) not in covered and not char.isspace() and unicodedata.category(char) not in ("Cc", "Cf")
        if not "\u180b" <= char <= "\u180f" and not "\ufe00" <= char <= "\ufe0f"
    ]


def _drawn(node: Node, left_out: frozenset[str]) -> Iterator[ScalarNode]:
    """Yield the texts of a tree that may stand on a page: not those of the keys `left_out`."""
    if isinstance(node, MappingNode):
        for key, value in node.items():
            if key not in left_out:
                yield from _drawn(value, left_out)
    elif isinstance(node, SequenceNode):
        for item in node:
            yield from _drawn(item, left_out)
    else:
        yield node
