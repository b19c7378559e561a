"""Lists as people type them, in the one form that the Markdown parser reads.

The parser wants an empty line before a list and four spaces a level. People write a list right after its
sentence, nest it by two, three or four spaces, and number with `1.` or `1)`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_ITEM = re.compile(r"(?P<indent> *)(?P<marker>[-*+]|(?P<number>[0-9]{1,9})[.)])(?P<gap> +)(?P<rest>\S.*)")
_QUOTED = re.compile(r"( *> ?)(.*)")
_NESTED_BY = 2  # columns further right than its parent's marker: then an item is nested
_LEVEL = " " * 4


def normalized(text: str) -> str:
    """The text with each list set apart by an empty line, indented by four a level, marked `-` or `1.`"""
    return "\n".join(_scanned(text).markdown)


def without_numbering(text: str) -> str:
    """The text, as long as it was, with spaces for the numbers of lists that count from one."""
    return "\n".join(_scanned(text).words)


def depth(text: str) -> int:
    """The levels of the deepest list."""
    return _scanned(text).depth


@dataclass
class _OpenList:
    column: int  # of its markers
    numbered: bool


@dataclass
class _Scan:
    """The lines so far in the parser's form (`markdown`), and as written without numbering (`words`)."""

    markdown: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    lists: list[_OpenList] = field(default_factory=list)
    below_text: bool = False  # the line before is not empty
    after_paragraph: bool = False  # of an item, set apart from its words by an empty line
    depth: int = 0

    def empty(self, line: str) -> None:
        self.markdown.append("")
        self.words.append(line)
        self.below_text = False

    def quotation(self, lines: list[str]) -> None:
        """Take the lines of a quotation, in which lists may stand too."""
        matches = [match for line in lines if (match := _QUOTED.fullmatch(line))]
        inner = _scanned("\n".join(match[2] for match in matches))
        self._close(_indent(lines[0]))
        if self.below_text:
            self.markdown.append("")
        self.markdown += [f"{_LEVEL * len(self.lists)}> {line}".rstrip() for line in inner.markdown]
        self.words += [match[1] + line for match, line in zip(matches, inner.words, strict=True)]
        self.below_text = True

    def item(self, item: re.Match[str]) -> bool:
        """Take a line that looks like an item;  False if it is a wrapped sentence, such as "2021. The".

        A list that counts on from another number than one is read, but keeps its number among the words.
        """
        column, numbered = len(item["indent"]), item["number"] is not None
        open_lists = [open for open in self.lists if open.column + _NESTED_BY <= column]
        sibling = self.lists[len(open_lists)] if len(open_lists) < len(self.lists) else None
        continues = sibling is not None and sibling.numbered == numbered
        if numbered and not continues and self.below_text and int(item["number"]) != 1:
            return False
        if self.below_text and (self.after_paragraph or (not continues and (sibling or not open_lists))):
            self.markdown.append("")
        self.after_paragraph = False
        self.lists = [*open_lists, sibling if sibling and continues else _OpenList(column, numbered)]
        self.depth = max(self.depth, len(self.lists))
        marker = f"{int(item['number'])}." if numbered else "-"
        self.markdown.append(f"{_LEVEL * len(open_lists)}{marker} {item['rest']}")
        counts = numbered and (continues or int(item["number"]) == 1)
        shown = " " * len(item["marker"]) if counts else item["marker"]
        self.words.append(item["indent"] + shown + item["gap"] + item["rest"])
        self.below_text = True
        return True

    def text(self, line: str) -> None:
        """Take a line of a paragraph: of an item's, if it is wrapped or stands indented below it."""
        if not self.below_text:
            self._close(_indent(line))
        inner = "" if self.below_text else _LEVEL * len(self.lists)
        self.after_paragraph = self.after_paragraph or inner != ""
        self.markdown.append(inner + line.lstrip(" "))
        self.words.append(line)
        self.below_text = True

    def _close(self, column: int) -> None:
        self.lists = [open for open in self.lists if open.column + _NESTED_BY <= column]


def _scanned(text: str) -> _Scan:
    scan = _Scan()
    quoted: list[str] = []
    for line in text.split("\n"):
        if quoted and not _QUOTED.fullmatch(line):
            scan.quotation(quoted)
            quoted = []
        if _QUOTED.fullmatch(line):
            quoted.append(line)
        elif not line.strip():
            scan.empty(line)
        elif not ((item := _ITEM.fullmatch(line)) and scan.item(item)):
            scan.text(line)
    if quoted:
        scan.quotation(quoted)
    return scan


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
