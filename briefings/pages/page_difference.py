"""Two states of a page side by side: the lines of text and the pictures that differ, words marked."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from itertools import zip_longest

from . import embedded_data
from .page_tree import PageElement, page_tree

_BLOCKS = frozenset(
    {"p", "li", "tr", "dd", "dt", "caption", "figcaption", "h1", "h2", "h3", "h4", "div", "section", "figure"}
)
_LEFT_OUT = frozenset({"script", "style", "nav", "footer"})
_PICTURE = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_PLACE = re.compile("\ue000(\\d+)\ue000")  # no page has a private-use character
_XMLNS = 'xmlns="http://www.w3.org/2000/svg"'


@dataclass(frozen=True)
class PageBlock:
    """A line of a page as its reader sees it, or a picture as SVG."""

    text: str
    picture: str = ""


@dataclass(frozen=True)
class DifferingBlock:
    """A block before and after; None on the side that lacks it."""

    before: PageBlock | None
    after: PageBlock | None


def page_blocks(html: str) -> list[PageBlock]:
    """Return the blocks of a page's main part in their order."""
    pictures: list[str] = []

    def put_aside(found: re.Match[str]) -> str:
        pictures.append(found[0])
        return f"<p>\ue000{len(pictures) - 1}\ue000</p>"

    tree = page_tree(_PICTURE.sub(put_aside, embedded_data.html_without_data(html)))
    lines = _lines(tree.first("main") or tree)
    return [
        PageBlock("", pictures[int(place[1])]) if (place := _PLACE.fullmatch(line)) else PageBlock(line)
        for line in lines
    ]


def _lines(element: PageElement) -> list[str]:
    lines = [""]

    def read(part: PageElement) -> None:
        for child in part.children:
            if isinstance(child, str):
                lines[-1] += child
            elif child.tag not in _LEFT_OUT:
                if child.tag in _BLOCKS:
                    lines.append("")
                read(child)
                if child.tag in _BLOCKS:
                    lines.append("")
                elif child.tag in ("td", "th", "br"):
                    lines[-1] += " "

    read(element)
    return [line for line in (" ".join(line.split()) for line in lines) if line]


def differing_blocks(before: Sequence[PageBlock], after: Sequence[PageBlock]) -> Iterator[DifferingBlock]:
    """Yield the blocks that differ between two states of a page, in order, old beside new."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, other, last in matcher.get_opcodes():
        if kind != "equal":
            for old, new in zip_longest(before[start:end], after[other:last]):
                yield DifferingBlock(old, new)


def difference_table(rows: Sequence[DifferingBlock], style: str) -> str:
    """Return differing blocks as a table, marking the words that went and came; `style` is for pictures."""
    lines = "\n".join(
        f"<tr><td>{old}</td><td>{new}</td></tr>" for old, new in (_cells(row, style) for row in rows)
    )
    head = '<thead><tr><th scope="col">Before</th><th scope="col">Now</th></tr></thead>'
    return f'<table class="difference">{head}<tbody>\n{lines}\n</tbody></table>'


def _cells(row: DifferingBlock, style: str) -> tuple[str, str]:
    old, new = row.before, row.after
    if old and new and not (old.picture or new.picture):
        return _marked_words(old.text, new.text)
    return _whole(old, "del", style), _whole(new, "ins", style)


def _whole(block: PageBlock | None, tag: str, style: str) -> str:
    if block is None:
        return ""
    return _image(block.picture, style) if block.picture else f"<{tag}>{escape(block.text)}</{tag}>"


def _image(svg: str, style: str) -> str:
    """Return a picture as an image of its own, so that the ids of two of them do not clash."""
    whole = svg if "xmlns=" in svg[: svg.find(">")] else svg.replace("<svg", f"<svg {_XMLNS}", 1)
    start = whole.find(">") + 1
    styled = f"{whole[:start]}<style>{escape(style)}</style>{whole[start:]}"
    data = base64.b64encode(styled.encode()).decode()
    return f'<img alt="The picture, as drawn" src="data:image/svg+xml;base64,{data}">'


def _marked_words(before: str, after: str) -> tuple[str, str]:
    """Return two texts as HTML, with the words in which they differ in `del` and `ins`."""
    old, new = before.split(" "), after.split(" ")
    left: list[str] = []
    right: list[str] = []
    for kind, start, end, other, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = escape(" ".join(old[start:end])), escape(" ".join(new[other:last]))
        if kind == "equal":
            left.append(gone)
            right.append(come)
        else:
            left += [f"<del>{gone}</del>"] if gone else []
            right += [f"<ins>{come}</ins>"] if come else []
    return " ".join(left), " ".join(right)
