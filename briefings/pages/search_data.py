"""The data that the index page searches: the text of each page, read from its HTML, so nothing else shows.

The data is one script that assigns a variable, since a page from `file:` may load no other kind of file. It
depends only on the pages and their order; the last one made has the entries of pages that have not changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable
from hashlib import sha256
from html import unescape

from ..core.digests import digest as digest_of
from ..core.json_types import JsonObject
from ..files.checksummed import compact
from ..files.forked_processes import side_by_side
from . import embedded_data
from .page_tree import VOID_ELEMENTS

_WORTH_A_PROCESS = 200  # pages: reading these takes longer than a process needs to begin
SEARCH_DATA_FILE = "assets/search-data.js"
_HEAD = "/* Made by the build from the pages, by place and fact: {pages} {data} */\nself.BRIEFINGS = "
_MADE = re.compile(
    rb"/\* Made by the build from the pages, by place and fact: (\w+) (\w+) \*/\nself\.BRIEFINGS = (.*);\n",
    re.DOTALL,
)

# Elements whose text is one passage, and those whose text is left out.
_PASSAGES = frozenset({"p", "li", "tr", "caption", "div", "section", "ul", "ol", "table", "main"})
_SKIPPED = frozenset({"nav", "script", "style", "svg", "figcaption", "thead", "h1", "h2", "h3"})
_SKIPPED_CLASSES = frozenset({"cite", "grade", "legend", "mark", "moved"})
# Parts of a passage that are set apart on the page.
_CELLS = frozenset({"td", "th"})
_CELL_CLASSES = frozenset({"basis", "date", "label", "state", "value"})


def page_entry(html: str) -> JsonObject:
    """Return what is searched of a page: title, names with the week, countries, bodies, passages and facts.

    A passage is a text and the id of the place on the page where it stands. Synonyms are the names that one
    thing goes by. Facts are those that have a place of their own on the page.
    """
    head = embedded_data.document_data(html)
    return {
        "title": head.get("title", ""),
        "countries": head.get("countries", {}),
        "bodies": head.get("bodies", {}),
        "names": [*head.get("names", ()), *filter(None, [head.get("week")])],
        "synonyms": [tuple(names) for names in head.get("synonyms", ())],
        "passages": _passages(html),
        "facts": sorted(
            {unescape(id) for id in _FACT.findall(html)} & {*map(unescape, _PLACE.findall(html))}
        ),
    }


# A comment; a script or style with its content; a tag with its attributes. All else is text.
# The standard library's parser, which also handles broken tags as a browser does, takes five times as long.
_TOKEN = re.compile(
    r"""<(?:!--.*?--|(script|style)\b.*?</\1\s*"""
    r"""|(/?)([a-z][^\s/>]*)((?:[^"'>]++|"[^"]*+"|'[^']*+')*+))>|<![a-z][^>]*>""",
    re.DOTALL | re.IGNORECASE,
)
_CLASS = re.compile(r"""\sclass\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


# Either begins with letters, for which a page is searched five times as fast as for the space before them.
_FACT = re.compile(r'data-fact="(?<=\sdata-fact=")([^"]+)"')
_PLACE = re.compile(r'id="fact-(?<=\sid="fact-)([^"]+)"')
_ID = re.compile(r"""\sid\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


def _passages(html: str) -> list[tuple[str, str]]:
    reader, at = _PassageReader(), 0
    for token in _TOKEN.finditer(html):
        reader.text(html[at : token.start()])
        at = token.end()
        _, end, tag, attributes = token.groups()
        if tag and not end:
            value = _CLASS.search(attributes)
            classes = "".join(filter(None, value.groups())).split() if value else ()
            named = _ID.search(attributes) if tag.lower() in _PASSAGES else None
            reader.start(tag.lower(), classes, "".join(filter(None, named.groups())) if named else "")
        if tag and (end or attributes.endswith("/")):
            reader.end(tag.lower())
    return list(dict.fromkeys(reader.passages))


class _PassageReader:
    """Collects the passages of a page's main part; cells of a row are separated by a dot."""

    def __init__(self) -> None:
        self.passages: list[tuple[str, str]] = []
        self._place = ""  # the id of the passage or, if it has none, of what comes before it
        self._text: list[str] = []
        self._inside = False
        self._skipping: list[str] = []  # elements open since one whose text is left out

    def start(self, tag: str, classes: Collection[str], id: str) -> None:
        """Note that an element with these classes begins; `id` is empty if it has none."""
        if self._skipping:
            if tag not in VOID_ELEMENTS:
                self._skipping.append(tag)
            return
        if tag in _SKIPPED or not _SKIPPED_CLASSES.isdisjoint(classes):
            self._skipping.append(tag)
        elif tag in _PASSAGES:
            self._end()
            self._place = id or self._place
        elif tag in _CELLS or not _CELL_CLASSES.isdisjoint(classes):
            self._text.append(" · ")
        self._inside |= tag == "main"

    def end(self, tag: str) -> None:
        if self._skipping:
            while self._skipping and self._skipping.pop() != tag:
                pass
        elif tag in _PASSAGES:
            self._end()
        if tag == "main":
            self._inside = False

    def text(self, data: str) -> None:
        if data and self._inside and not self._skipping:
            self._text.append(unescape(data))

    def _end(self) -> None:
        if self._text:
            text = _DOTS.sub(" · ", " ".join("".join(self._text).split()))
            text = _HANGING.sub(")", text).strip(" ·")
            if len(text) > 3:
                self.passages.append((text, self._place))
            self._text = []


_DOTS, _HANGING = re.compile(r" ·(?: ·)+ "), re.compile(r",? \)")


def new_script(pages: Iterable[tuple[str, str, JsonObject]]) -> bytes:
    """Return the script for pages in order, each as id, digest of its HTML and entry; shared data is once."""
    pages = list(pages)
    tables: dict[str, dict[object, int]] = {
        name: {} for name in ("countries", "bodies", "synonyms", "passages", "facts")
    }

    def numbered(table: str, items: Iterable[object]) -> list[int]:
        numbers = tables[table]
        return [numbers.setdefault(item, len(numbers)) for item in items]

    documents = [
        [
            id,
            digest,
            entry["title"],
            entry["names"],
            numbered("countries", entry["countries"].items()),
            numbered("bodies", entry["bodies"].items()),
            numbered("synonyms", entry["synonyms"]),
            numbered("passages", entry["passages"]),
            numbered("facts", entry["facts"]),
        ]
        for id, digest, entry in pages
    ]
    whole = {"documents": documents} | {name: list(table) for name, table in tables.items()}
    text = compact(whole).encode()
    head = _HEAD.format(pages=_state((id, digest) for id, digest, _ in pages), data=digest_of(text))
    return head.encode() + text + b";\n"


def _state(pages: Iterable[tuple[str, str]]) -> str:
    return digest_of(*(part for page in pages for part in page))


def current_script(
    last: bytes, pages: Iterable[tuple[str, str]], page: Callable[[str], bytes | None], jobs: int = 1
) -> bytes:
    """Return the script for pages, each as id and SHA-256: the last one if it is for them, else a new one.

    `last` is what a build is known to have written, since a browser runs it; b"" if there is no such script.
    `page` gives the HTML of an id, and is called only for pages the last script does not have, in up to
    `jobs` processes.
    """
    pages = list(pages)
    if matches_pages(last, pages):
        return last
    known = script_entries(last)
    new = [item for item in pages if item[1] not in known]
    entries = side_by_side(new, lambda item: _entry_of(*item, page), jobs, _WORTH_A_PROCESS)
    known |= {digest: entry for (_, digest), entry in zip(new, entries, strict=True) if entry}
    return new_script((id, digest, known[digest]) for id, digest in pages if digest in known)


def _entry_of(id: str, digest: str, page: Callable[[str], bytes | None]) -> JsonObject | None:
    """Return the entry of a page; None if its HTML has another digest."""
    html = page(id) or b""
    return page_entry(html.decode()) if sha256(html).hexdigest() == digest else None


def matches_pages(script: bytes, pages: Iterable[tuple[str, str]]) -> bool:
    """Return True if a script is undamaged and made from these pages, each as id and digest."""
    made = _MADE.fullmatch(script)
    if made is None:
        return False
    return made[1].decode() == _state(pages) and made[2].decode() == digest_of(made[3])


def script_entries(script: bytes) -> dict[str, JsonObject]:
    """Return the entries in a script by the digest of their pages; none if it is damaged."""
    made = _MADE.fullmatch(script)
    if not made or made[2].decode() != digest_of(made[3]):
        return {}
    whole = json.loads(made[3])

    def named(table: str, places: Iterable[int]) -> dict[str, str]:
        return dict(whole[table][place] for place in places)

    return {
        digest: {
            "title": title,
            "countries": named("countries", countries),
            "bodies": named("bodies", bodies),
            "names": names,
            "synonyms": [tuple(whole["synonyms"][place]) for place in synonyms],
            "passages": [tuple(whole["passages"][place]) for place in passages],
            "facts": [whole["facts"][place] for place in facts],
        }
        for _, digest, title, names, countries, bodies, synonyms, passages, facts in whole["documents"]
    }
