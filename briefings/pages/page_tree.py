"""A page as a tree of elements, for reading what was rendered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID_ELEMENTS = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})

# A comment, or a tag with its attributes; "/" comes first in an end tag. What lies between is text.
TAG = re.compile(r"""<!--.*?-->|<(/?)([a-z][a-z0-9]*)\b((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>""", re.DOTALL)


@dataclass
class PageElement:
    """An element of a page, or its text as a child."""

    tag: str
    given: dict[str, str]
    children: list[PageElement | str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.given.get("class", "").split()

    def all(self) -> Iterator[PageElement]:
        """Yield this element and all below it, in the page's order."""
        yield self
        for child in self.children:
            if isinstance(child, PageElement):
                yield from child.all()

    def first(self, tag: str, kind: str = "") -> PageElement | None:
        """Return the first element of a tag and a class; None if there is none."""
        return next((e for e in self.all() if e.tag == tag and (not kind or kind in e.classes)), None)

    @property
    def text(self) -> str:
        parts = (child if isinstance(child, str) else child.text for child in self.children)
        return " ".join("".join(parts).split())


class _PageReader(HTMLParser):
    """Reads a page as a tree of elements."""

    def __init__(self) -> None:
        super().__init__()
        self.root = PageElement("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = PageElement(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in VOID_ELEMENTS:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        for at in range(len(self._open) - 1, 0, -1):
            if self._open[at].tag == tag:
                del self._open[at:]
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def page_tree(html: str) -> PageElement:
    """Return the root of a page, which holds its elements and has no tag of its own."""
    reader = _PageReader()
    reader.feed(html)
    reader.close()
    return reader.root
