"""HTML and assets to PDF bytes: tagged, PDF/UA-1 and PDF/A-3a at once, the same bytes for the same input.

Nothing is fetched: WeasyPrint sees the given assets under a made-up address and no file or network. Any warning
it gives fails the document, since each means something on the page was lost.
"""

from __future__ import annotations

import gc
import logging
import mimetypes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from .problems import BriefingsError

# A base that relative addresses join to and that no network has (RFC 2606); nothing is ever sent there.
BASE = "https://desk.invalid"
# A one-pager tightens in these steps until it fits: type size in points, margins in millimetres, leading.
STEPS = ((10.0, 15.0, 1.36), (9.5, 14.0, 1.32), (9.0, 13.0, 1.28), (8.75, 12.0, 1.25), (8.5, 12.0, 1.21))


@dataclass(frozen=True)
class Pdf:
    data: bytes
    pages: int
    step: int


class Refused(weasyprint.urls.FatalURLFetchingError):
    """WeasyPrint asked for something that is no asset. A BaseException, so that WeasyPrint cannot swallow it."""


class AssetsOnly(URLFetcher):
    """Serves the given assets and refuses everything else, so that a page can reach no file and no network."""

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=[])
        self._assets = assets

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        name = url.removeprefix(BASE + "/").partition("#")[0]
        if not url.startswith(BASE + "/") or name not in self._assets:
            raise Refused(f"a page asks for {url!r}, which is none of its assets")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, self._assets[name], {"Content-Type": kind})


class _Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _listening() -> Iterator[list[str]]:
    logger = logging.getLogger("weasyprint")
    handler, before = _Warnings(), (logger.level, logger.propagate)
    logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        yield handler.messages
    finally:
        logger.removeHandler(handler)
        logger.level, logger.propagate = before


class Press:
    """Makes PDFs with one set of assets: the stylesheet and the fonts are read once."""

    def __init__(self, assets: Mapping[str, bytes], stylesheet: str) -> None:
        self._fetcher = AssetsOnly(assets)
        self._fonts = FontConfiguration()
        self._sheet = self._css(assets[stylesheet].decode(), f"{BASE}/{stylesheet}")

    def _css(self, text: str, base: str) -> weasyprint.CSS:
        return weasyprint.CSS(
            string=text, base_url=base, url_fetcher=self._fetcher, font_config=self._fonts, media_type="print"
        )

    def pdf(self, name: str, html: str, one_page: bool) -> Pdf:
        """Make one document's PDF; raises BriefingsError naming the document, and what to cut where it cannot fit."""
        gc.disable()  # layout makes no garbage worth collecting in between; one sweep after is cheaper
        try:
            with _listening() as warnings:
                try:
                    made = self._fit(name, html) if one_page else self._lay_out(html, None)
                    data = made.write_pdf(pdf_variant="pdf/a-3a", pdf_tags=True)
                except Refused as refused:
                    raise BriefingsError(f"{name}: {refused}", "use files of templates/ only") from None
            if warnings:
                raise BriefingsError(f"{name}: {warnings[0]}", "mend the template or style that causes it")
            assert data is not None
            return Pdf(data, len(made.pages), getattr(made, "step", 0))
        finally:
            gc.enable()
            gc.collect()

    def _lay_out(self, html: str, step: int | None) -> Any:
        sheets = [self._sheet]
        if step is not None:
            size, margin, leading = STEPS[step]
            rules = f"@page {{ margin: {margin + 1}mm {margin}mm {margin}mm }}"
            rules += f"html {{ font-size: {size}pt; line-height: {leading} }}"
            sheets.append(self._css(rules, f"{BASE}/step-{step}.css"))
        # no sheet is for the medium "none": the page's own links are passed over, the one read above is used
        page = weasyprint.HTML(string=html, base_url=f"{BASE}/page", url_fetcher=self._fetcher, media_type="none")
        document = page.render(font_config=self._fonts, stylesheets=sheets)
        document.metadata.generate_rdf_metadata = _both_identifiers(document.metadata)
        return document

    def _fit(self, name: str, html: str) -> Any:
        document = None
        for step in range(len(STEPS)):
            document = self._lay_out(html, step)
            if len(document.pages) == 1:
                document.step = step
                return document
        assert document is not None
        raise BriefingsError(
            f"{name}: does not fit on one page even at {STEPS[-1][0]} pt and {STEPS[-1][1]:.0f} mm margins; "
            f"the longest sections: {', '.join(_longest_sections(document))}",
            "cut there: shorten a text, or print fewer rows in templates/country.html.j2",
        )


def _longest_sections(document: Any, most: int = 3) -> list[str]:
    """The headings with most room below them until the next of their column, with that room in millimetres."""

    def walk(tree: Any) -> Iterator[tuple[str, float, float]]:
        for label, (page, x, y), children, _state in tree:
            yield str(label), x, page * document.pages[0].height + y
            yield from walk(children)

    # the first heading is the title; positions are in CSS pixels, 96 to the inch
    headings = list(walk(document.make_bookmark_tree()))[1:]
    left = min((x for _, x, _ in headings), default=0)
    lengths = []
    for label, x, y in headings:
        # a section ends at the next heading of its column, or of the whole width, which begins at the left margin
        after = [other for _, beside, other in headings if other > y and (abs(beside - x) < 40 or beside - left < 40)]
        if after:  # the last section closes the page: it is what is pushed out, not what is long
            lengths.append((min(after) - y, label))
    return [f"{label} ({length * 25.4 / 96:.0f} mm)" for length, label in sorted(lengths, reverse=True)[:most]]


# PDF/UA's own identifier, and the description of it that PDF/A wants of every foreign XMP property (ISO 14289-1, 7.1;
# ISO 19005-3, 6.6.2.3). The prefixes are prescribed, so this is text rather than a tree.
_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates which part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""


def _both_identifiers(metadata: Any) -> Any:
    """WeasyPrint writes one variant's identifier; this adds PDF/UA's beside PDF/A's."""
    original = metadata.generate_rdf_metadata

    def generate(variant: str, version: int, conformance: str) -> bytes:
        rdf: bytes = original(variant, version, conformance)
        return rdf.replace(b"</rdf:RDF>", _UA)

    return generate
