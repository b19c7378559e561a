"""A page for whoever reviews the desk's work: each change, what its source says, old beside new.

It is for the desk alone: it has the kept words of sources, which are for no reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from ..changes.change import Change
from ..checks.kept_texts import KeptText
from ..core.markings import Marking
from ..facts.claims import Claim
from ..pages.page_difference import DifferingBlock, difference_table, differing_blocks, page_blocks
from ..template_api.template_changes import ShownChange
from .comparison_report import Comparison, change_line
from .page_places import RenderedPages

_STYLE = """
body { font: 15px/1.45 sans-serif; margin: 1rem auto; max-width: 75rem; padding: 0 1rem;
  color-scheme: light dark }
table.difference { border-collapse: collapse; width: 100%; table-layout: fixed }
.difference td, .difference th { border: 1px solid #8888; padding: .3rem .5rem; vertical-align: top;
  text-align: left; overflow-wrap: anywhere }
.difference img { max-width: 100%; background: #fff }
del { background: #ffd7d5; color: #7a0c06 } ins { background: #cdf3d3; color: #0b4a17; text-decoration: none }
blockquote { margin: .2rem 0 .2rem 1rem; font-style: italic }
.tlp { background: #000; color: #fff; padding: 0 .4rem }
@media (max-width: 40rem) { .difference td, .difference th { display: block } }
"""


@dataclass(frozen=True)
class TouchedDocument:
    """A document that comes out otherwise than before, with the blocks that differ."""

    id: str
    title: str
    blocks: tuple[DifferingBlock, ...]


def touched_documents(before: RenderedPages, after: RenderedPages) -> Iterator[TouchedDocument]:
    """Yield the documents whose text or pictures differ between two states of the desk, by name."""
    old, new = ({page.document.id: page for page in pages.rendered} for pages in (before, after))
    for id in sorted(old.keys() | new.keys()):
        sides = (old.get(id), new.get(id))
        if sides[0] and sides[1] and sides[0].html == sides[1].html:
            continue
        blocks = [page_blocks(page.html) if page else [] for page in sides]
        rows = tuple(differing_blocks(*blocks))
        page = sides[1] or sides[0]
        if rows and page:
            yield TouchedDocument(id, page.document.title, rows)


def review_page(
    comparison: Comparison,
    documents: Sequence[TouchedDocument],
    texts: Mapping[str, KeptText],
    style: str,
    broken: Mapping[str, str],
) -> str:
    """Return the page; `texts` are the kept ones by source, `broken` the documents that cannot be made."""
    title = f"To review: {comparison.title[0].lower()}{comparison.title[1:]}"
    pairs = zip(comparison.changes, comparison.shown, strict=True)
    changes = [_change(change, shown, texts) for change, shown in pairs]
    parts = [
        f"<h2>Changed records: {len(changes)}</h2>",
        f"<ul>{''.join(changes)}</ul>" if changes else "<p>None.</p>",
        f"<h2>Touched documents: {len(documents)}</h2>",
        *(f"<p>{escape(id)} cannot be made: {escape(why)}</p>" for id, why in broken.items()),
        *(
            f"<h3>{escape(d.title)} ({escape(d.id)})</h3>{difference_table(d.blocks, style)}"
            for d in documents
        ),
    ]
    # the page may hold anything that the release allows
    return _page(title, comparison.after.view.at.release, "\n".join(parts))


def _page(title: str, marking: Marking, body: str) -> str:
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    bar = (
        f'<p><b class="tlp">{escape(marking.value)}</b> For the desk alone: it has the words of sources.</p>'
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{escape(title)}</title>
<style>{_STYLE}</style>
</head>
<body>
{bar}
<h1>{escape(title)}</h1>
{body}
{bar}
</body>
</html>
"""


def _change(change: Change, shown: ShownChange, texts: Mapping[str, KeptText]) -> str:
    """A change in words, with the lines of its sources as they are kept."""
    quotes = [_quoted(claim, texts) for claim in change.claims]
    return f"<li>{escape(change_line(shown).strip())}{''.join(quotes)}</li>"


def _quoted(claim: Claim, texts: Mapping[str, KeptText]) -> str:
    text, source = texts.get(claim.source.id), claim.source
    named = escape(f"{source.publisher}, {source.title}")
    if text is None or text.file.refused:
        return f"<p>{named}: its text is not kept here.</p>"
    lines = "<br>".join(escape(f"{number}: {text.line(number)}") for number in claim.record.at)
    return f"<p>{named}:</p><blockquote>{lines or 'no line is cited'}</blockquote>"
