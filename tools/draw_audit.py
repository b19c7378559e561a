"""Draw claims and printed sentences of the desk for a blind audit: python tools/draw_audit.py SEED.

Claims are drawn from those whose source somebody has read: the articles and what was looked up beside them.
Sentences are drawn from the bottom lines, narratives, reasons and notes of the documents in build/.
One seed draws the same of the same facts and pages. To judge them is for a person who did not write them.
"""

from __future__ import annotations

import argparse
import html
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from briefings.checks import desk_loading  # noqa: E402
from briefings.files.desk_files import fact_files  # noqa: E402
from briefings.records.fact_kinds import FACT_KINDS  # noqa: E402

READ = ("facts/sources/articles.yaml", "facts/sources/public-record.yaml")
KINDS = tuple(kind.kind for kind in FACT_KINDS)
_TEXTS = re.compile(
    r'<section class="bottom-line.*?</section>|<section class="narrative.*?</section>'
    r'|<p class="why".*?</p>|<section[^>]*><h2[^>]*>Notes</h2>.*?</section>',
    re.DOTALL,
)
_COMPUTED = re.compile(r"Source base:|Citations by source grade|In the last issues:|. not assessed")
_BLOCK = re.compile(r"<(?:p|li)\b[^>]*>(.*?)</(?:p|li)>", re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])")


def claims() -> list[tuple[str, str, int]]:
    """Source, fact and place of each claim of a source that was read, in order."""
    base = desk_loading.load(fact_files(ROOT)).base
    assert base is not None
    read = {str(entry.id) for entry in base.all if entry.kind == "sources" and entry.mark.file.path in READ}
    return sorted(
        (str(claim.source), str(entry.id), place)
        for entry in base.all
        if entry.kind in KINDS
        for place, claim in enumerate(entry.claims)
        if str(claim.source) in read
    )


def sentences() -> list[tuple[str, str]]:
    """Document and text of each printed sentence, once in a document, in order."""
    found = {
        (str(path.relative_to(ROOT / "build"))[:-5], sentence): None
        for path in sorted((ROOT / "build").glob("*/*.html"))
        for sentence in _of_page(path.read_text(encoding="utf-8"))
    }
    return list(found)


def _of_page(page: str) -> Iterator[str]:
    for part in _TEXTS.findall(page):
        for block in _BLOCK.findall(part):
            text = html.unescape(re.sub(r"<[^>]+>", "", block))
            text = " ".join(text.split())
            kept = (sentence for sentence in _SENTENCE.split(text) if not _COMPUTED.match(sentence))
            yield from (sentence for sentence in kept if len(sentence) > 25)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("seed", type=int)
    parser.add_argument("--of", type=int, default=60, help="how many of each")
    options = parser.parse_args()
    drawn = Random(options.seed)
    said, printed = claims(), sentences()
    _table(f"{options.of} of {len(said)} claims", "source", "claim")
    for number, (source, fact, place) in enumerate(sorted(drawn.sample(said, options.of)), 1):
        which = f" ({place + 1})" if place else ""
        print(f"| {number} | {source} | `{fact}`{which} | | |")
    _table(f"{options.of} of {len(printed)} sentences", "document", "sentence")
    for number, (document, sentence) in enumerate(sorted(drawn.sample(printed, options.of)), 1):
        print(f"| {number} | {document} | {sentence.replace('|', '/')} | | |")


def _table(title: str, where: str, what: str) -> None:
    print(f"\n{title}\n\n| no | {where} | {what} | judgement | reason |\n|---:|---|---|---|---|")


if __name__ == "__main__":
    main()
