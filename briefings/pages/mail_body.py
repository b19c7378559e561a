"""The text of a mail that a document is attached to: marking, what it says in short, attachments.

It is made from the document's page alone, so it holds nothing that the page does not: what an edition
withholds cannot be in it. Programs for mail read neither stylesheets nor scripts nor SVG, and some lay out
tables only, so styles stand in the elements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from ..core.markings import Marking
from . import embedded_data
from .page_tree import PageElement, page_tree

MOST_BYTES = 100_000  # some programs cut a longer text off
_MOST_CHANGES = (15, 8, 4, 0)  # of a list; fewer if the text gets too long
_FIGURES_A_ROW = 2  # a phone has no room for more

_DROPPED = frozenset({"svg", "script", "style", "nav", "table", "figure"})
_LEFT_OUT = frozenset({"hidden", "minor"})  # what only screen readers read; small changes
_BLOCKS = frozenset({"p", "ul", "ol", "div", "section", "header", "h1", "h2", "h3", "h4"})
_BOLD, _ITALIC = frozenset({"b", "strong"}), frozenset({"i", "em", "cite"})
_CHANGES = (
    "what moved",
    "country by country",
    "what changed",
    "corrections",
)  # how the headings of sections on changes begin
_MARKING_COLOURS = {"GREEN": "#33ff00", "AMBER": "#ffc000", "AMBER-STRICT": "#ffc000", "RED": "#ff2b2b"}

_FONT = "font-family:'Segoe UI',Helvetica,Arial,sans-serif"
_STYLES = {
    "body": f"margin:0;padding:0;background:#ffffff;color:#16232b;{_FONT}",
    "page": "width:100%;max-width:640px;table-layout:fixed;border-collapse:collapse;text-align:left",
    "cell": f"padding:12px 16px;color:#16232b;font-size:15px;line-height:1.45;word-wrap:break-word;{_FONT}",
    "bar": "padding:6px 16px;background:#000000",
    "h1": "margin:2px 0;font-size:24px;line-height:1.2;font-weight:600;color:#16232b",
    "h2": "margin:18px 0 6px;font-size:17px;line-height:1.3;font-weight:600;color:#12456a",
    "p": "margin:0 0 8px",
    "small": "margin:0 0 6px;font-size:13px;color:#44525b",
    "ul": "margin:0 0 8px;padding:0 0 0 20px",
    "li": "margin:0 0 6px",
    "figures": "width:100%;border-collapse:collapse;table-layout:fixed",
    "figure": f"padding:6px 10px 10px 0;vertical-align:top;border-top:2px solid #12456a;{_FONT}",
    "number": "margin:0;font-size:21px;font-weight:600;color:#12456a",
    "label": "margin:0;font-size:13px;line-height:1.3;color:#16232b",
    "basis": "margin:0;font-size:12px;line-height:1.3;color:#44525b",
    "cite": "font-size:11px;color:#57646c",
    "tag": "font-size:12px;font-weight:600;color:#12456a;border:1px solid #12456a;padding:0 4px",
    "link": "color:#12456a",
}


def mail_body(html: str, marking: Marking, attached: Sequence[str]) -> str:
    """Return the text of a mail as HTML for the page it sums up; `attached` names the files sent along.

    It has fewer than `MOST_BYTES`: for that the lists of changes get shorter, and in the end all but the head
    goes.
    """
    tree = page_tree(embedded_data.html_without_data(html))
    page = _PageParts(tree, embedded_data.document_data(html))
    for most in _MOST_CHANGES:
        text = _document(page, marking, attached, [*page.bottom_line(), *page.figures(), *page.changes(most)])
        if len(text.encode()) < MOST_BYTES:
            return text
    return _document(page, marking, attached, [_paragraph("Too long for a mail: see the attached brief.")])


def _document(page: _PageParts, marking: Marking, attached: Sequence[str], parts: Iterable[str]) -> str:
    inner = "\n".join([*page.head(), *parts])
    colour = _MARKING_COLOURS.get(marking.word.upper(), "#ffffff")
    words = f'<b style="color:{colour};font-size:16px;{_FONT}">{escape(marking.value)}</b>'
    bar = f'<tr><td style="{_STYLES["bar"]}">{words}</td></tr>'
    title = escape(f"[{marking.value}] {page.title}")
    foot = "\n".join([*_attachments(attached), *page.sources(inner), _paragraph(page.contact, "small")])
    return f"""<!doctype html>
<html lang="{escape(page.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
</head>
<body style="{_STYLES["body"]}">
<main>
<table role="presentation" style="{_STYLES["page"]}">
{bar}
<tr><td style="{_STYLES["cell"]}">
{inner}
{foot}
</td></tr>
{bar}
</table>
</main>
</body>
</html>
"""


class _PageParts:
    """A page to sum up, by the classes that all its templates share."""

    def __init__(self, root: PageElement, data: dict[str, object]) -> None:
        self._root, self._data = root, data
        self._main = root.first("main") or root
        html = root.first("html")
        self.language = (html.given.get("lang") if html else "") or "en"
        title = root.first("title")
        self.title = str(data.get("title") or (title.text if title else ""))

    @property
    def contact(self) -> str:
        """Return who sends the document."""
        return ", ".join(str(self._data[key]) for key in ("publisher", "contact") if self._data.get(key))

    def head(self) -> list[str]:
        """Return the masthead: the desk, the title, the day."""
        masthead = self._main.first("header", "masthead")
        if masthead is None:
            return [_heading(escape(self.title), 1)]
        return list(_blocks(masthead))

    def bottom_line(self) -> list[str]:
        """Return the section that a page opens with, with a heading if it has none of its own."""
        section = self._main.first("section", "bottom-line")
        if section is None:
            return []
        heading = section.first("h2")
        headed = heading is not None and _LEFT_OUT.isdisjoint(heading.classes)
        return [*([] if headed else [_heading("Bottom line")]), *_blocks(section)]

    def figures(self) -> list[str]:
        """Return the key figures as a table of layout."""
        listing = self._main.first("ul", "figures")
        cells = (
            [_figure(item) for item in listing.children if isinstance(item, PageElement)] if listing else []
        )
        if not cells:
            return []
        cells += ["<td></td>"] * (-len(cells) % _FIGURES_A_ROW)
        rows = [cells[at : at + _FIGURES_A_ROW] for at in range(0, len(cells), _FIGURES_A_ROW)]
        lines = "\n".join(f"<tr>{''.join(row)}</tr>" for row in rows)
        table = f'<table role="presentation" style="{_STYLES["figures"]}">\n{lines}\n</table>'
        return [_heading("Key figures"), table]

    def changes(self, most: int) -> list[str]:
        """Return what changed: sections of that name, else what bears a mark; `most` items of a list."""
        sections = [part for part in self._main.all() if part.tag == "section" and _is_of_changes(part)]
        if sections:
            return [block for section in sections for block in _blocks(section, most)]
        since = self._data.get("since_on")
        corrected = [part for part in self._main.all() if part.tag == "p" and "disputed" in part.classes]
        figures = self._main.first("ul", "figures")
        printed = [id(part) for part in figures.all()] if figures else []
        rows = [part for part in self._main.all() if part.tag in ("li", "tr") and id(part) not in printed]
        marked = [row for row in rows if _is_marked(row)]
        parts = [_paragraph_of(part) for part in corrected[:most]]
        if since:
            parts.insert(0, _heading(f"What moved since the issue of {escape(str(since))}"))
            parts += _list(marked, most) if marked else [_paragraph("Nothing that this brief shows.")]
        elif parts:
            parts.insert(0, _heading("Disputed or corrected"))
        return parts

    def sources(self, text: str) -> list[str]:
        """Return the sources that a text cites, one a line."""
        numbers = {part.partition("]")[0] for part in text.split("[")[1:]}
        listed = [part for part in self._main.all() if part.given.get("id", "").startswith("source-")]
        cited = [part for part in listed if part.given["id"].removeprefix("source-") in numbers]
        if not cited:
            return []
        return [_heading("Sources"), *(_paragraph_of(source, "small") for source in cited)]


def _is_of_changes(section: PageElement) -> bool:
    heading = section.first("h2")
    return heading is not None and heading.text.lower().startswith(_CHANGES)


def _is_marked(part: PageElement) -> bool:
    return any("moved" in element.classes for element in part.all() if element.tag == "span")


def _attachments(names: Sequence[str]) -> list[str]:
    if not names:
        return []
    return [_heading("The whole brief"), _paragraph(f"Attached: {', '.join(names)}.")]


def _figure(item: PageElement) -> str:
    lines = []
    for part in item.children:
        if isinstance(part, PageElement) and (words := _inline(part)):
            kind = "number" if "value" in part.classes else "label" if "label" in part.classes else "basis"
            lines.append(f'<p style="{_STYLES[kind]}">{words}</p>')
    return f'<td style="{_STYLES["figure"]}">{"".join(lines)}</td>'


def _heading(words: str, level: int = 2) -> str:
    return f'<h{level} style="{_STYLES[f"h{level}"]}">{words}</h{level}>'


def _paragraph(text: str, style: str = "p") -> str:
    return f'<p style="{_STYLES[style]}">{escape(text)}</p>'


def _paragraph_of(part: PageElement, style: str = "p") -> str:
    return f'<p style="{_STYLES[style]}">{_inline(part)}</p>'


def _blocks(part: PageElement, most: int = 1000) -> Iterator[str]:
    """Yield the blocks of a part with their styles; `most` items of each list."""
    for child in part.children:
        if isinstance(child, str) or child.tag in _DROPPED or _LEFT_OUT & {*child.classes}:
            continue
        if child.tag in ("h1", "h2"):
            yield _heading(_inline(child), int(child.tag[1]))
        elif child.tag in ("h3", "h4"):
            yield f'<p style="{_STYLES["p"]}"><b>{_inline(child)}</b></p>'
        elif child.tag in ("ul", "ol"):
            yield from _list([item for item in child.children if isinstance(item, PageElement)], most)
        elif child.tag == "p" and (words := _inline(child)):
            small = bool({"kicker", "meta", "why", "basis"} & set(child.classes))
            yield f'<p style="{_STYLES["small" if small else "p"]}">{words}</p>'
        elif child.tag in ("div", "section", "header"):
            yield from _blocks(child, most)


def _list(items: Sequence[PageElement], most: int) -> list[str]:
    lines = [f'<li style="{_STYLES["li"]}">{_row(item)}</li>' for item in items[:most]]
    parts = [f'<ul style="{_STYLES["ul"]}">{"".join(lines)}</ul>'] if lines else []
    if len(items) > most:
        parts.append(_paragraph(f"{len(items) - most} more in the attached brief.", "small"))
    return parts


def _row(item: PageElement) -> str:
    """Return an item of a list in one line, or a row of a table with a point between its cells."""
    if item.tag != "tr":
        return _inline(item)
    return " · ".join(_inline(cell) for cell in item.children if isinstance(cell, PageElement))


def _inline(part: PageElement) -> str:
    """Return the words of a part as HTML in one line: with weight, tags, references and links outward."""
    made: list[str] = []
    for child in part.children:
        if isinstance(child, str):
            made.append(escape(child))
        elif child.tag not in _DROPPED and not _LEFT_OUT & {*child.classes}:
            made.append(_inline_element(child))
    return " ".join("".join(made).split())


def _inline_element(element: PageElement) -> str:
    words = _spaced(element)
    if not words.strip():
        return words
    if "cite" in element.classes and element.tag == "a":
        return f'<span style="{_STYLES["cite"]}">{words}</span>'
    if element.tag == "a" and element.given.get("href", "").startswith(("https:", "http:", "mailto:")):
        return f'<a href="{escape(element.given["href"])}" style="{_STYLES["link"]}">{words}</a>'
    if {"moved", "state"} & set(element.classes):
        return f'<span style="{_STYLES["tag"]}">{words}</span>'
    if element.tag == "bdi":
        named = "".join(
            f' {key}="{escape(element.given[key])}"' for key in ("dir", "lang") if key in element.given
        )
        return f"<bdi{named}>{words}</bdi>"
    if element.tag in _BOLD or element.tag in _ITALIC:
        short = "b" if element.tag in _BOLD else "i"
        return f"<{short}>{words}</{short}>"
    return f" {words} " if element.tag in _BLOCKS or element.tag in ("td", "th", "li") else words


def _spaced(element: PageElement) -> str:
    """Return the words of an element with a space where the page had one at either end."""
    words = _inline(element)
    whole = "".join(child for child in element.children if isinstance(child, str))
    first = element.children[0] if element.children else ""
    last = element.children[-1] if element.children else ""
    before = " " if isinstance(first, str) and first[:1].isspace() else ""
    after = " " if isinstance(last, str) and last[-1:].isspace() and whole.strip() else ""
    return f"{before}{words}{after}" if words else (" " if whole else "")
