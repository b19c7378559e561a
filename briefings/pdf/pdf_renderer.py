"""HTML and assets to PDF bytes: tagged, PDF/UA-1 and PDF/A-3a at once, the same bytes for the same input.

Nothing is fetched: WeasyPrint sees the given assets under a made-up address and no file or network. Any
warning it gives fails the document, since each means something on the page was lost.
"""

from __future__ import annotations

import gc
import logging
import mimetypes
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import Any

from ..core.problems import BriefingsError
from ..pages import embedded_data
from . import column_layout
from .pdf_assets import RenderedPdf
from .weasyprint_import import (
    FatalURLFetchingError,
    FontConfiguration,
    URLFetcher,
    URLFetcherResponse,
    weasyprint,
)

# A base that relative addresses join to and that no network has (RFC 2606); nothing is ever sent there.
BASE_URL = "https://desk.invalid"
# A one-pager tightens in these steps until it fits: type size in points, margins in millimetres, leading.
DENSITY_STEPS = (
    (10.0, 15.0, 1.36),
    (9.5, 14.0, 1.32),
    (9.0, 13.0, 1.28),
    (8.75, 12.0, 1.25),
    (8.5, 12.0, 1.21),
)
# What the next step leaves of a page's height: usually, and at most, as where no line breaks earlier for
# smaller type. Measured on the shipped one-pagers; they decide how many layouts it takes, hardly ever which
# step is chosen.
USUAL_FILL = (0.94, 0.93, 0.97, 0.97)
HIGHEST_FILL = (0.958, 0.958, 0.978, 0.975)


class RefusedResource(FatalURLFetchingError):
    """WeasyPrint asked for something that is no asset. A BaseException, so that WeasyPrint cannot swallow
    it."""


class AssetFetcher(URLFetcher):
    """Serves the given assets and refuses everything else, so that a page can reach no file and no
    network."""

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=[])
        self._assets = assets

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        name = url.removeprefix(BASE_URL + "/").partition("#")[0]
        if not url.startswith(BASE_URL + "/") or name not in self._assets:
            raise RefusedResource(f"a page asks for {url!r}, which is none of its assets")
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


class PdfRenderer:
    """Makes PDFs with one set of assets: the stylesheet and the fonts are read once."""

    def __init__(self, assets: Mapping[str, bytes], stylesheet: str) -> None:
        column_layout.install()
        self._fetcher = AssetFetcher(assets)
        self._fonts = FontConfiguration()
        self._stylesheet, self._style = stylesheet, assets[stylesheet].decode()
        self._by_data = "[data-" in self._style  # a desk's own style may be for what scripts read

    @cached_property
    def _sheet(self) -> weasyprint.CSS:
        sheet = self._css(self._style, f"{BASE_URL}/{self._stylesheet}")
        gc.freeze()  # what is held by now stays, and need not be looked through after each document
        return sheet

    def _css(self, text: str, base: str) -> weasyprint.CSS:
        return weasyprint.CSS(
            string=text, base_url=base, url_fetcher=self._fetcher, font_config=self._fonts, media_type="print"
        )

    def pdf(self, name: str, html: str, one_page: bool) -> RenderedPdf:
        """Make one document's PDF; raises BriefingsError naming the document, and what to cut where it cannot
        fit."""
        gc.collect()  # what the document before this one left; what the last one leaves goes with the process
        gc.disable()  # layout makes no garbage worth collecting in between
        try:
            with _listening() as warnings:
                try:
                    page = self._parsed(html)
                    made = self._fit(name, page) if one_page else self._lay_out(page, None)
                    made.metadata.attachments += _attachments(html)
                    data = made.write_pdf(finisher=_finished, pdf_variant="pdf/a-3a", pdf_tags=True)
                except RefusedResource as refused:
                    raise BriefingsError(f"{name}: {refused}", "use files of templates/ only") from None
            if warnings:
                raise BriefingsError(f"{name}: {warnings[0]}", "mend the template or style that causes it")
            assert data is not None
            return RenderedPdf(data, len(made.pages), getattr(made, "step", 0))
        finally:
            gc.enable()

    def _parsed(self, html: str) -> weasyprint.HTML:
        shown = embedded_data.html_without_data(html)
        shown = shown if self._by_data else embedded_data.html_without_attributes(shown)
        # no sheet is for the medium "none": the page's own links are passed over, the one read above is used
        return weasyprint.HTML(
            string=shown, base_url=f"{BASE_URL}/page", url_fetcher=self._fetcher, media_type="none"
        )

    def _lay_out(self, page: weasyprint.HTML, step: int | None) -> Any:
        sheets = [self._sheet]
        if step is not None:
            size, margin, leading = DENSITY_STEPS[step]
            rules = f"@page {{ margin: {margin + 1}mm {margin}mm {margin}mm }}"
            rules += f"html {{ font-size: {size}pt; line-height: {leading} }}"
            sheets.append(self._css(rules, f"{BASE_URL}/step-{step}.css"))
        document = page.render(font_config=self._fonts, stylesheets=sheets)
        document.metadata.generate_rdf_metadata = _both_identifiers(document.metadata)
        return document

    def _fit(self, name: str, page: weasyprint.HTML) -> Any:
        """The page at the loosest step at which it is one page.

        Each layout costs as much as a whole document, so what one measures tells which to try next: most
        pages are laid out once, the rest twice.
        """
        fitting = document = None
        looser, tighter = (
            -1,
            len(DENSITY_STEPS),
        )  # the steps between them are open: too loose up to one, fitting from the other
        height, measured = _height_of(page), 0
        while open_steps := range(looser + 1, tighter):
            # where one step fits, only those that may fit as well come before it
            may = [
                n for n in open_steps if not fitting or _scaled(height, measured, n, HIGHEST_FILL) <= _room(n)
            ]
            if not may:
                break
            step = next((n for n in may if _scaled(height, measured, n, USUAL_FILL) <= _room(n)), may[-1])
            document = self._lay_out(page, step)
            if len(document.pages) == 1:
                fitting, tighter = document, step
                document.step, height, measured = step, _height(document), step
            else:
                looser = step
                if not fitting:  # what is broken in two takes some more height
                    height, measured = _height(document) * 0.98, step
        if not fitting:
            raise _too_long(name, document)
        return fitting


def _room(step: int) -> float:
    """The height between the margins of an A4 page, in CSS pixels, 96 to the inch."""
    return (297 - 2 * DENSITY_STEPS[step][1] - 1) * 96 / 25.4


def _height(document: Any) -> float:
    """The height that the pages' content takes, broken or not."""
    return float(sum(page._page_box.children[0].children[0].height for page in document.pages))


def _height_of(page: weasyprint.HTML) -> float:
    """A guess at the height at the first step, by how much stands in which column, to begin the search near
    its end.

    Within a twentieth for the shipped one-pagers, mostly within a fiftieth.
    """
    parts = {name: part for part in page.etree_element.iter() for name in (part.get("class") or "").split()}
    (text, _, _), main, side, closing = (
        _content(part) for part in (page.etree_element, *map(parts.get, ("main", "side", "closing")))
    )
    columns = (0.41 * main[0] + 2 * main[1] + 360 * main[2], 0.25 * side[0] + 20 * side[1] + 265 * side[2])
    return 250 + 0.2 * (text - main[0] - side[0] - closing[0]) + max(columns)


def _content(part: Any) -> tuple[int, int, int]:
    """The length of a part's text, without that in pictures, and how many rows and pictures it has."""
    if part is None:
        return 0, 0, 0
    held = [element for element in part.iter() if isinstance(element.tag, str)]
    text = "".join((e.text or "") + (e.tail or "") for e in held if not e.tag.startswith("{"))
    tags = [element.tag for element in held]
    return len(" ".join(text.split())), tags.count("li") + tags.count("tr"), tags.count("figure")


def _scaled(height: float, measured: int, step: int, kept: tuple[float, ...]) -> float:
    """A height measured at one step, at another."""
    for between in range(measured, step):
        height *= kept[between]
    for between in range(step, measured):
        height /= kept[between]
    return height


def _too_long(name: str, document: Any) -> BriefingsError:
    return BriefingsError(
        f"{name}: does not fit on one page even at {DENSITY_STEPS[-1][0]} pt and {DENSITY_STEPS[-1][1]:.0f} mm margins; "
        f"the longest sections: {', '.join(_longest_sections(document))}",
        "cut there: shorten a text, or print fewer rows in templates/country.html.j2",
    )


def _longest_sections(document: Any, most: int = 3) -> list[str]:
    """The headings with most room below them until the next of their column, with that room in
    millimetres."""

    def walk(tree: Any) -> Iterator[tuple[str, float, float]]:
        for label, (page, x, y), children, _state in tree:
            yield str(label), x, page * document.pages[0].height + y
            yield from walk(children)

    # the first heading is the title; positions are in CSS pixels, 96 to the inch
    headings = list(walk(document.make_bookmark_tree()))[1:]
    left = min((x for _, x, _ in headings), default=0)
    lengths = []
    for label, x, y in headings:
        # a section ends at the next heading of its column, or of the whole width, which begins at the left
        # margin
        after = [
            other
            for _, beside, other in headings
            if other > y and (abs(beside - x) < 40 or beside - left < 40)
        ]
        if after:  # the last section closes the page: it is what is pushed out, not what is long
            lengths.append((min(after) - y, label))
    return [
        f"{label} ({length * 25.4 / 96:.0f} mm)" for length, label in sorted(lengths, reverse=True)[:most]
    ]


def _attachments(html: str) -> list[weasyprint.Attachment]:
    """The page's facts as an associated file; dated by the day they were known, so that the bytes stay the
    same."""
    held = embedded_data.embedded_data(html)
    if held is None:
        return []
    day = datetime.fromisoformat(held["document"]["known"])
    told = "The facts this document prints, with their sources"
    return [
        weasyprint.Attachment(
            string=embedded_data.attachment(held),
            name=embedded_data.DATA_FILE,
            description=told,
            created=day,
            modified=day,
            relationship="Data",
        )
    ]


def _finished(_document: Any, pdf: Any) -> None:
    """What is left to do to a PDF before its objects are written."""
    if "AF" in pdf.catalog:  # WeasyPrint lists an associated file twice; a reader would show it twice
        pdf.catalog["AF"][:] = list(dict.fromkeys(pdf.catalog["AF"]))
    for stream in pdf.objects:
        # each object is asked for its bytes twice, for the digest in the trailer too, and would pack them
        # each time
        if getattr(stream, "compress", False):
            stream.compress = False
            plain = stream.data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
            stream.stream = [zlib.compress(plain)]
            stream.extra["Filter"] = "/FlateDecode"


# PDF/UA's own identifier, and the description of it that PDF/A wants of every foreign XMP property (ISO
# 14289-1, 7.1; ISO 19005-3, 6.6.2.3). The prefixes are prescribed, so this is text rather than a tree.
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
