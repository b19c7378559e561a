"""One page as one file for mail: styles, script and fonts within it, and nothing that leads to another file.

Its fonts are cut down to the letters it needs, so that it stays small enough for a mailbox. Its content
policy allows just what is in it, by digest.
"""

from __future__ import annotations

import base64
import hashlib
import io
import posixpath
import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from html.parser import HTMLParser

from ..core import filenames
from ..core.problems import BriefingsError
from ..core.values import Marking
from ..records.desk_settings import Desk
from ..records.weeks import week_of
from ..template_api.documents import Document

FOLDER = "mail"
# Every file has these letters, so that most files share one set of cut fonts, and cutting is done once a
# build.
_COMMON = frozenset(
    map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x2010, 0x2027), 0x202F, 0x2030, 0x2060])
)
_COMMON |= frozenset("■●○◆▲▼▶→←↑↓−≤≥²")  # and the signs that the shipped templates print
# What sets a text right in its script; small capitals, fractions and other choices would bring further
# letters along.
_FEATURES = ["ccmp", "curs", "fina", "init", "isol", "kern", "liga", "locl", "mark", "medi", "mkmk", "rlig"]
_FACE = re.compile(r"""@font-face\s*\{[^}]*?url\(["']?(?P<address>[^"')]+)["']?\)[^}]*\}\n?""")
# What no browser reads of a stylesheet: comments, the margin boxes of paper and what makes a PDF's bookmarks.
_UNREAD = re.compile(
    r"/\*.*?\*/\s*|@(?:top|bottom)-\w+\s*\{[^}]*\}\s*|(?:bookmark-level|string-set):[^;}]*;?\s*", re.DOTALL
)
_ADDRESS = re.compile(r"""url\(\s*["']?(?!data:)([^"')]+)""")
_ELSEWHERE = re.compile(r"#|https?:|mailto:|data:", re.IGNORECASE)
_LOADING = {"src", "href", "srcset", "data", "poster"}


def copy_name(document: Document, marking: Marking, desk: Desk) -> str:
    """What a document's copy is called by the desk's pattern, without its ending."""
    folder, own = document.id.split("/", 1)
    called = {"country": own, "topic": own, "weekly": "weekly"}.get(document.kind)
    week = document.week or week_of(document.at.as_of, desk)
    return filenames.from_pattern(
        desk.files,
        week=week.id,
        date=document.at.as_of.isoformat(),
        kind=document.kind,
        name=called or filenames.document_name(folder, own, document.each),
        marking=marking.word,
    )


def self_contained_page(html: str, assets: Mapping[str, bytes], at: str) -> str:
    """A page that stands `at` a place in the build folder, as one file. `assets` also holds the TrueType
    fonts.

    Raises BriefingsError where it asks for a file that cannot be put into it.
    """
    shown = (data.decode() for name, data in assets.items() if name.endswith((".css", ".js")))
    reader = _Inliner(assets, at, frozenset(html).union(_COMMON, *shown))
    reader.feed(html)
    reader.close()
    return "".join(reader.parts).replace(_POLICY, reader.policy)


_POLICY = "\N{OBJECT REPLACEMENT CHARACTER}"  # where the content policy goes once everything is in


class _Inliner(HTMLParser):
    """Writes a page down again, with what it loads in the place of what loads it; the script last."""

    def __init__(self, assets: Mapping[str, bytes], at: str, letters: frozenset[str]) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._assets, self._at, self._letters = assets, at, letters
        self._styles: list[str] = []
        self._scripts: list[str] = []
        self._navigation = False
        self._dropped = ""  # the tag of the element that is left out until its end

    @property
    def policy(self) -> str:
        def allowed(texts: list[str]) -> str:
            digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts)
            return " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"

        return (
            f"default-src 'none'; style-src {allowed(self._styles)}; script-src {allowed(self._scripts)}; "
            "font-src data:; base-uri 'none'; form-action 'none'"
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self._navigation |= tag == "nav"
        if self._dropped:
            return
        if tag == "meta" and (found.get("http-equiv") or "").lower() == "content-security-policy":
            self.parts.append(f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">')
        elif tag == "link" and found.get("rel") == "stylesheet":
            media = f' media="{escape(found["media"] or "")}"' if found.get("media") else ""
            self._styles.append(self._style(self._file(found.get("href"))))
            self.parts.append(f"<style{media}>{self._styles[-1]}</style>")
        elif tag == "script" and found.get("src"):
            self._scripts.append(self._assets[self._file(found["src"])].decode())
            self._dropped = tag
        elif tag == "a" and not _ELSEWHERE.match(found.get("href") or "#"):
            # it leads to another file of the build: in the navigation it goes, in a text its words stay
            self._dropped = tag if self._navigation else ""
            self.parts.append("" if self._navigation else "<a>")
        else:
            for key in found.keys() & _LOADING:
                if not _ELSEWHERE.match(found[key] or "#"):
                    self._file(found[key])  # tells of a file that is not there
                    raise BriefingsError(f"{self._at}: {found[key]} cannot be put into one file", _REMEDY)
            self.parts.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if self._dropped:
            self._dropped = "" if tag == self._dropped else self._dropped
            return
        if tag == "body":
            self.parts += [f"<script>{script}</script>\n" for script in self._scripts]
        self._navigation &= tag != "nav"
        self.parts.append(f"</{tag}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        self._kept(data)

    def handle_entityref(self, name: str) -> None:
        self._kept(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._kept(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self._kept(f"<!{decl}>")

    def _kept(self, text: str) -> None:
        if not self._dropped:
            self.parts.append(text)

    def _file(self, address: str | None, base: str = "") -> str:
        """The name of the asset that an address leads to."""
        place = posixpath.normpath(posixpath.join(posixpath.dirname(base or self._at), address or ""))
        if place not in self._assets:
            raise BriefingsError(f"{self._at}: asks for {address!r}, which is none of its assets", _REMEDY)
        return place

    def _style(self, sheet: str) -> str:
        """A stylesheet with the fonts it needs in it; faces of which the page has no letter are left out."""

        def face(rule: re.Match[str]) -> str:
            place = self._file(rule["address"], sheet)
            font = self._assets.get(place.removesuffix(".woff2") + ".ttf") or self._assets[place]
            cut = _cut(font, self._letters)
            data = f"data:font/woff2;base64,{base64.b64encode(cut).decode()}"
            return rule[0].replace(rule["address"], data) if cut else ""

        text = _FACE.sub(face, self._assets[sheet].decode())
        if left := _ADDRESS.search(text):
            raise BriefingsError(f"{sheet}: {left[1]} cannot be put into one file", _REMEDY)
        return _UNREAD.sub("", text)


_REMEDY = "use styles, scripts and fonts of templates/ only"


@lru_cache(maxsize=64)
def _cut(font: bytes, letters: frozenset[str]) -> bytes:
    """A font with just these letters, as WOFF2; empty where it has none but spaces. The same bytes every
    time."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options()
    options.layout_features = _FEATURES
    options.hinting = options.legacy_kern = False
    options.name_IDs, options.notdef_outline = [], True
    whole = TTFont(io.BytesIO(font), recalcTimestamp=False, lazy=True)
    held = {ord(letter) for letter in letters} & whole.getBestCmap().keys()
    if all(chr(code).isspace() for code in held):
        return b""
    cutter = Subsetter(options)
    cutter.populate(unicodes=held)
    cutter.subset(whole)
    whole.flavor = "woff2"
    made = io.BytesIO()
    whole.save(made)
    return made.getvalue()
