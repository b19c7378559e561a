"""A page as one file for mail: styles, script and fonts within it, and no link to another file.

Its data are packed and its fonts cut down to the letters it needs, so that it fits a mailbox. Its content
policy allows just its own content, by digest.
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
from ..core.markings import Marking
from ..core.problems import BriefingsError
from ..records.desk_settings import Desk
from ..records.weeks import week_of
from ..template_api.documents import Document
from . import embedded_data

FOLDER = "mail"
MOST_BYTES = 300_000  # a larger page is sent too, but its makers are told
_PARTS = {
    "data on its facts": re.compile(rb'<script type="application/(?:json|zlib)".*?</script>', re.DOTALL),
    "pictures": re.compile(rb"<svg.*?</svg>", re.DOTALL),
    "fonts": re.compile(rb"data:font/woff2;base64,[A-Za-z0-9+/=]*"),
}
# Letters for every file, so that most files share one set of cut fonts, made once a build.
_COMMON = frozenset(
    map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x2010, 0x2027), 0x202F, 0x2030, 0x2060])
)
_COMMON |= frozenset("■●○◆▲▼▶→←↑↓−≤≥²")  # and the signs that the shipped templates print
# Features that writing systems need; small capitals, fractions and the like would need further letters.
_FEATURES = ["ccmp", "curs", "fina", "init", "isol", "kern", "liga", "locl", "mark", "medi", "mkmk", "rlig"]
_BOLD_ITALIC = re.compile(
    r"font-weight:\s*600\b.*font-style:\s*italic|font-style:\s*italic.*font-weight:\s*600\b"
)
_CLASSES, _NAME = re.compile(r'\sclass="([^"]*)"'), re.compile(r"[A-Za-z][\w-]*")
_RULE, _CLASS = re.compile(r"([^{}]+)\{[^{}]*\}"), re.compile(r"\.([A-Za-z][\w-]*)")
_REMARK = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.DOTALL | re.MULTILINE)  # in a script
_FOR_PROGRAMS = re.compile(r' data-(?:as-of|field|unit)="[^"]*"')
_NEGATED = re.compile(r":not\([^)]*\)")
_FACE = re.compile(r"""@font-face\s*\{[^}]*?url\(["']?(?P<address>[^"')]+)["']?\)[^}]*\}\n?""")
# Parts of a stylesheet no browser uses: comments, margins that repeat words of the page, bookmarks of a PDF.
# The margins with the marking stay: a browser prints them.
_UNREAD = re.compile(
    r"/\*.*?\*/\s*|@(?:top|bottom)-\w+\s*\{[^{}]*\bstring\([^{}]*\}\s*|(?:bookmark-level|string-set):[^;}]*;?\s*",
    re.DOTALL,
)
_ADDRESS = re.compile(r"""url\(\s*["']?(?!data:)([^"')]+)""")
_ELSEWHERE = re.compile(r"#|https?:|mailto:|data:", re.IGNORECASE)
_LOADING = {"src", "href", "srcset", "data", "poster"}


def copy_name(document: Document, marking: Marking, desk: Desk) -> str:
    """Return the name of a document's copy by the desk's pattern, without its extension."""
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
    """Return a page as one file; `at` is its path in the build folder, `assets` include the TrueType fonts.

    Raise BriefingsError if it needs a file that cannot be put into it.
    """
    html = embedded_data.html_without_names(html)
    shown = (data.decode() for name, data in assets.items() if name.endswith((".css", ".js")))
    letters = frozenset(html).union(*shown)
    packed = embedded_data.html_with_packed_data(html)
    page = _inlined(packed, _Inliner(assets, at, letters | _COMMON))
    if len(page.encode()) <= MOST_BYTES:
        return page
    # Fonts of its own, which take a second to cut; just the styles that it uses; no attribute for programs.
    return _inlined(_FOR_PROGRAMS.sub("", packed), _Inliner(assets, at, letters, _names(packed, assets)))


def _inlined(html: str, reader: _Inliner) -> str:
    reader.feed(html)
    reader.close()
    return "".join(reader.parts).replace(_POLICY, reader.policy)


def _names(html: str, assets: Mapping[str, bytes]) -> frozenset[str]:
    """Return the classes of a page's elements, and all names in scripts, which may give one."""
    scripts = (data.decode() for name, data in assets.items() if name.endswith(".js"))
    return frozenset(_NAME.findall(" ".join((*_CLASSES.findall(html), *scripts))))


def _used_rules(style: str, names: frozenset[str]) -> str:
    """Return a stylesheet without the rules that need a class of none of these names."""

    def kept(rule: re.Match[str]) -> str:
        selectors = _NEGATED.sub("", rule[1]).split(",")
        needed = [_CLASS.findall(selector) for selector in selectors]
        return rule[0] if any(names.issuperset(classes) for classes in needed) else ""

    return _RULE.sub(kept, style)


def size_note(name: str, page: bytes) -> str:
    """Return a note on a page larger than `MOST_BYTES`, with the sizes of its parts; "" for a smaller one."""
    if len(page) <= MOST_BYTES:
        return ""
    sizes = {part: sum(map(len, found.findall(page))) for part, found in _PARTS.items()}
    sizes["text"] = len(page) - sum(sizes.values())
    parts = ", ".join(
        f"{part} {_kilobytes(size)}" for part, size in sorted(sizes.items(), key=lambda x: -x[1])
    )
    return f"{name}: {_kilobytes(len(page))}, over the {_kilobytes(MOST_BYTES)} of a file for mail: {parts}"


def _kilobytes(size: int) -> str:
    return f"{-(-size // 1000)} kB"


_POLICY = "\N{OBJECT REPLACEMENT CHARACTER}"  # the place of the content policy, which is made last


class _Inliner(HTMLParser):
    """Writes a page out again, with each file it loads in place of the reference; the script last."""

    def __init__(
        self,
        assets: Mapping[str, bytes],
        at: str,
        letters: frozenset[str],
        names: frozenset[str] | None = None,
    ) -> None:
        """With `names`, rules for other classes are left out, and bold italics to the browser."""
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._assets, self._at, self._letters, self._names = assets, at, letters, names
        self._styles: list[str] = []
        self._scripts: list[str] = []
        self._navigation = False
        self._dropped = ""  # the tag of an element being left out

    @property
    def policy(self) -> str:
        """Return the content policy that allows just the page's own styles and scripts."""

        def allowed(texts: list[str]) -> str:
            digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts)
            return " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"

        return (
            f"default-src 'none'; style-src {allowed(self._styles)}; script-src {allowed(self._scripts)}; "
            "font-src data:; base-uri 'none'; form-action 'none'"
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "nav" and "ways" in (given.get("class") or "").split() and not self._dropped:
            self._dropped = tag  # all of it leads to other files
        if self._dropped:
            return
        self._navigation |= tag == "nav"
        if tag == "meta" and (given.get("http-equiv") or "").lower() == "content-security-policy":
            self.parts.append(f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">')
        elif tag == "link" and given.get("rel") == "stylesheet":
            media = f' media="{escape(given["media"] or "")}"' if given.get("media") else ""
            self._styles.append(self._style(self._file(given.get("href"))))
            self.parts.append(f"<style{media}>{self._styles[-1]}</style>")
        elif tag == "script" and given.get("src"):
            script = self._assets[self._file(given["src"])].decode()
            self._scripts.append(script if self._names is None else _REMARK.sub("", script))
            self._dropped = tag
        elif tag == "a" and not _ELSEWHERE.match(given.get("href") or "#"):
            # A link to another file of the build: left out of the navigation, only its words in a text.
            self._dropped = tag if self._navigation else ""
            self.parts.append("" if self._navigation else "<a>")
        else:
            for key in given.keys() & _LOADING:
                if not _ELSEWHERE.match(given[key] or "#"):
                    self._file(given[key])  # raises if there is no such file
                    raise BriefingsError(f"{self._at}: {given[key]} cannot be put into one file", _REMEDY)
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
        """Return the name of the asset at an address; raise BriefingsError if there is none."""
        place = posixpath.normpath(posixpath.join(posixpath.dirname(base or self._at), address or ""))
        if place not in self._assets:
            raise BriefingsError(f"{self._at}: asks for {address!r}, which is none of its assets", _REMEDY)
        return place

    def _style(self, sheet: str) -> str:
        """Return a stylesheet with the fonts it needs in it, without faces that have none of the letters."""

        def face(rule: re.Match[str]) -> str:
            place = self._file(rule["address"], sheet)
            if self._names is not None and _BOLD_ITALIC.search(rule[0]):
                return ""
            font = self._assets.get(place.removesuffix(".woff2") + ".ttf") or self._assets[place]
            cut = _cut(font, self._letters)
            data = f"data:font/woff2;base64,{base64.b64encode(cut).decode()}"
            return rule[0].replace(rule["address"], data) if cut else ""

        text = _FACE.sub(face, self._assets[sheet].decode())
        if left := _ADDRESS.search(text):
            raise BriefingsError(f"{sheet}: {left[1]} cannot be put into one file", _REMEDY)
        text = _UNREAD.sub("", text)
        return text if self._names is None else _used_rules(text, self._names)


_REMEDY = "use styles, scripts and fonts of templates/ only"


@lru_cache(maxsize=64)
def _cut(font: bytes, letters: frozenset[str]) -> bytes:
    """Return a font with just these letters, as WOFF2, always the same bytes; b"" if only spaces are left."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options()
    options.layout_features = _FEATURES
    options.hinting = options.legacy_kern = False
    options.name_IDs, options.notdef_outline = [], True
    options.drop_tables += ["FFTM"]  # an editor's time stamps, which fontTools would warn of
    whole = TTFont(io.BytesIO(font), recalcTimestamp=False, lazy=True)
    codes = {ord(letter) for letter in letters} & whole.getBestCmap().keys()
    if all(chr(code).isspace() for code in codes):
        return b""
    cutter = Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(whole)
    whole.flavor = "woff2"
    made = io.BytesIO()
    whole.save(made)
    return made.getvalue()
