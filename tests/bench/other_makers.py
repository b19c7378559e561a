"""What a person might use instead, on the same pages: WeasyPrint's own command, and Typst for the words alone."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

from briefings.pages.page_tree import PageElement, page_tree

from .measuring import Cost, command

_COMPILE = "import sys, typst; [typst.compile(name, name.removesuffix('typ') + 'pdf') for name in sys.argv[1:]]"
_SIGNS = {"h1": "= ", "h2": "== ", "h3": "=== ", "li": "- ", "tr": "", "p": ""}
_APART = {"script", "style", "svg"}


def weasyprint(pages: list[Path], out: Path) -> Cost:
    """Print each page with a command of its own, two at a time, tagged."""
    out.mkdir(exist_ok=True)
    each = f'"{sys.executable}" -m weasyprint --pdf-variant pdf/ua-1 "$1" "{out}/$(basename "$1").pdf"'
    return command(["xargs", "-a", str(_listed(pages, out)), "-P", "2", "-n", "1", "bash", "-c", each, "one"], out)


def typst(pages: list[Path], out: Path) -> Cost | None:
    """Set the words of each page, without pictures, links and notes, in one process; None without Typst."""
    if importlib.util.find_spec("typst") is None:
        return None
    out.mkdir(exist_ok=True)
    sources = [out / f"{page.stem}.typ" for page in pages]
    for page, source in zip(pages, sources, strict=True):
        source.write_text(typst_source(page.read_text(encoding="utf-8")), encoding="utf-8")
    return command([sys.executable, "-c", _COMPILE, *map(str, sources)], out)


def typst_source(html: str) -> str:
    """A page's headings, paragraphs, items and rows as Typst."""
    lines = ['#set page(paper: "a4")']
    parts = [page_tree(html)]
    while parts:
        part = parts.pop()
        if part.tag in _SIGNS:
            lines.append(f"{_SIGNS[part.tag]}#text({json.dumps(part.text, ensure_ascii=False)})\n")
        elif part.tag not in _APART:
            parts += [inner for inner in reversed(part.children) if isinstance(inner, PageElement)]
    return "\n".join(lines)


def _listed(pages: list[Path], out: Path) -> Path:
    listed = out / "pages.txt"
    listed.write_text("".join(f"{page}\n" for page in pages), encoding="utf-8")
    return listed
