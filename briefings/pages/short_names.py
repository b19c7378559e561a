"""Short names on a finished page, each spelt out once: at its first use in a text, else in a legend.

A text is a paragraph or a row of a list. Headings, tables, key figures and pictures have no room for a long
name, and a row of a one-pager may be cut on paper: what only they use stands in the legend.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from .page_tree import VOID_ELEMENTS
from .script_isolation import MARKUP

LEGEND_PLACE = "<!-- short names -->"
SHORT_NAME = re.compile(r"(?<![\w/-])[A-Z]{2,}(?:[ /-][A-Z]+)*(?![\w/])")
_CAPITALS = re.compile("[A-Z]{2}")  # without them, no text holds a short name
_WITHOUT_ROOM = frozenset({"h1", "h2", "h3", "h4", "table", "svg", "figure", "nav", "header"})
_UNREAD = re.compile(r'class="(?:sources|hidden)"')
_TIGHT = re.compile(r'\bdata-row=|class="figures')
_ARTICLE = re.compile(r"\b([Aa])n? \Z")
_PREPOSITION = re.compile(r"\b(?:at|between|by|for|from|in|of|than|to|via|whom|with) \Z")
_OWNER, _WORD = re.compile("['’]s"), re.compile("[A-Z]{2,}")
_SENTENCE = re.compile(r"(?:\A|[.!?][\"'”’)]*(?:\[\d+\])*\s)\s*\Z")
# "By 6 May 2022, ": the subject of the sentence follows
_WHEN = re.compile(
    r"(?:\A|[.!?]\S*\s)\s*(?:After|At|Before|By|During|From|In|On|Since|Until)\b[^.!?,]*,(?:\[\d+\])*\s\Z"
)
_INLINE = frozenset("a abbr b bdi cite code data em i small span strong sub sup time".split())


@dataclass(frozen=True)
class FullName:
    """The name behind a short one; `takes_the`: it has the article that the short name goes without."""

    text: str
    takes_the: bool = False


Name = Callable[[str], FullName | None]


def with_short_names_spelt_out(html: str, name: Name) -> str:
    """Return the page with each short name spelt out; `name` gives the name of one, None if it is none."""
    page = _Page(name)
    head, main, rest = html.partition("<main")
    body, end, foot = rest.partition("</main>")
    text = page.spelt_out(main + body)
    return (head + text + end + foot).replace(LEGEND_PLACE, page.legend())


@dataclass
class _Page:
    name: Name
    used: dict[str, FullName] = field(default_factory=dict)
    spelt: set[str] = field(default_factory=set)

    def spelt_out(self, html: str) -> str:
        """Return the markup with first uses in its texts spelt out."""
        parts, copied, at = [], 0, 0
        said = ""  # of the paragraph, row or cell so far, to tell where a sentence begins
        above = [("", True, True)]  # the open elements: whether they are read, and have room
        for markup in MARKUP.finditer(html):
            raw, end, name, attributes = markup.groups()
            _, read, room = above[-1]
            text, start, at = html[at : markup.start()], at, markup.end()
            if read and _CAPITALS.search(text):
                parts += [html[copied:start], self._text(text, room, said)]
                copied = start + len(text)
            said = "" if raw or (name and name not in _INLINE) else said + text
            if name is None or name in VOID_ELEMENTS or attributes.endswith("/"):
                continue
            if not end:
                room = room and name not in _WITHOUT_ROOM and not _TIGHT.search(attributes)
                above.append((name, read and not _UNREAD.search(attributes), room))
            elif above[-1][0] == name or any(element[0] == name for element in above):
                while above.pop()[0] != name:
                    pass
        return "".join([*parts, html[copied:]])

    def _text(self, text: str, room: bool, said: str) -> str:
        parts, at = [], 0
        for found in SHORT_NAME.finditer(text):
            for short, name, start in self._names_in(found):
                self.used[short] = name
                before, end = text[at:start], start + len(short)
                if not room or short in self.spelt or text.startswith("-", end):
                    continue
                self.spelt.add(short)
                if before.endswith(f"{name.text} ("):
                    continue  # its author spelt it out
                owner = _OWNER.match(text, end)
                of = owner[0] if owner else ""
                parts.append(_with_article(before, name, said + text[:start], text[end:]))
                of_name = of[:1] if name.text.endswith("s") else of  # the United Nations' (UN's)
                parts.append(f"{escape(name.text, quote=False)}{of_name} ({short}{of})")
                at = end + len(of)
        return "".join([*parts, text[at:]])

    def _names_in(self, found: re.Match[str]) -> list[tuple[str, FullName, int]]:
        """Return the short names in words of capitals, with their places: all of them as one, else each."""
        if name := self.name(found[0]):
            return [(found[0], name, found.start())]
        words = [
            (word[0], self.name(word[0]), found.start() + word.start()) for word in _WORD.finditer(found[0])
        ]
        return [(short, name, start) for short, name, start in words if name]

    def legend(self) -> str:
        """Return the line with the names that no text spelt out; "" if there are none."""
        left = sorted(self.used.keys() - self.spelt)
        if not left:
            return ""
        names = "; ".join(f"{short}, {escape(self.used[short].text, quote=False)}" for short in left)
        return f'<p class="legend">Short names: {names}.</p>'


def _with_article(before: str, name: FullName, said: str, after: str) -> str:
    """Return the text before a name with the article that the name needs: "an" or "a", or "the".

    `said` is all of the paragraph before the name, of which `before` is the end.
    """
    subject = name.takes_the and re.match(" [a-z]", after)
    if (name.takes_the and _PREPOSITION.search(before)) or (subject and _WHEN.search(said)):
        return f"{before}the "
    if subject and _SENTENCE.search(said):
        return f"{before}The "
    sounded = re.match(r"[AEIO](?!u)|U(?!ni)", name.text)
    return _ARTICLE.sub(lambda article: f"{article[1]}n " if sounded else f"{article[1]} ", before)
