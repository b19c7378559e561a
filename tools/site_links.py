"""Check the website that `make docs` builds: tools/site_links.py FOLDER.

Every link within it leads to a file and a place that exist. No page loads a script, style, font or picture
from another place, so the site works from disk and nobody learns who reads it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADED = {"img": "src", "script": "src", "iframe": "src", "source": "src", "link": "href", "use": "href"}
IN_STYLES = re.compile(r"""(?:url\(|@import)\s*["']?([^"')\s]+)""")


class Page(HTMLParser):
    """A page's ids, what it links to, and what a browser loads with it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids = {""}
        self.linked: list[str] = []
        self.loaded: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.ids |= {found[name] for name in ("id", "name") if name in found}
        if tag == "a" and "href" in found:
            self.linked.append(found["href"])
        elif LOADED.get(tag) in found:
            self.loaded.append(found[LOADED[tag]])


def faults(site: Path) -> Iterator[str]:
    """Return what is wrong with the links of each page, and with what each page and style sheet loads."""
    site = site.resolve()
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}
    for path, page in pages.items():
        for address in dict.fromkeys(page.loaded):
            if _is_elsewhere(address):
                yield f"{path.relative_to(site)}: {address} is loaded from another place"
        for address in dict.fromkeys([*page.linked, *page.loaded]):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.is_file():
                yield f"{path.relative_to(site)}: {address} leads nowhere"
            elif target in pages and unquote(parts.fragment) not in pages[target].ids:
                yield f"{path.relative_to(site)}: {address} leads to no place on that page"
    for path in sorted(site.rglob("*.css")):
        for address in IN_STYLES.findall(path.read_text(encoding="utf-8")):
            if _is_elsewhere(address):
                yield f"{path.relative_to(site)}: {address} is loaded from another place"


def _is_elsewhere(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.netloc) or parts.scheme not in ("", "data")


if __name__ == "__main__":
    found = list(faults(Path(sys.argv[1])))
    print("\n".join(found), end="\n" if found else "")
    sys.exit(bool(found))
