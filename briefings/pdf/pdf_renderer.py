"""HTML and assets to PDF bytes: tagged, PDF/UA-1 and PDF/A-3a at once, the same bytes for the same input.

WeasyPrint is given the assets under an invented address and can reach no file and no network. Any warning of
its fails the document, since each means that something on the page was lost.
"""

from __future__ import annotations

import gc
import logging
import mimetypes
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from ..core.problems import BriefingsError
from ..pages import embedded_data
from . import kept_styles, weasyprint_patches, weasyprint_speed
from .first_page import flowing_on
from .last_page import pulled_in
from .one_page import FittedPage, fitted
from .page_rows import facts_beyond
from .pdf_assets import RenderedPdf
from .weasyprint_patches import (
    BundledFonts,
    Document,
    FatalURLFetchingError,
    URLFetcher,
    URLFetcherResponse,
    weasyprint,
)

# Relative addresses are resolved against it. No network has it (RFC 2606); nothing is ever sent there.
BASE_URL = "https://desk.invalid"
# WeasyPrint breaks a word wider than its column only at the beginning of a line, so one right after bold or a
# link runs off the page (its issue 2900). The narrowest columns hold some twenty letters.
_AFTER_TAG = re.compile(r"(</?(?:a|abbr|b|bdi|cite|data|em|i|span|strong|time)\b[^>]*>)([^\s<>]{20,})")


_RANGE = re.compile(r"\d[\d.,]*(?:–\d[\d.,]*)+%?")
# A text of the page's body, and what is none: the head, a picture, a tag, a script.
_TEXT = re.compile(
    r"<head\b.*?</head>|<svg\b.*?</svg>|<script\b.*?</script>|<[^>]*>|([^<]*\d–\d[^<]*)", re.DOTALL
)


def with_whole_ranges(html: str) -> str:
    """Return the page with each range, such as 23–24 or 10–20%, kept on one line."""

    def whole(found: re.Match[str]) -> str:
        return (
            _RANGE.sub(r'<span style="white-space: nowrap">\g<0></span>', found[1]) if found[1] else found[0]
        )

    return _TEXT.sub(whole, html)


class RefusedResource(FatalURLFetchingError):
    """WeasyPrint asked for something that is no asset. A BaseException, which WeasyPrint does not catch."""


class AssetFetcher(URLFetcher):
    """Serves the given assets and raises RefusedResource for anything else."""

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=[])
        self._assets = assets

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return the asset at an address under BASE_URL; raises RefusedResource for any other."""
        name = unquote(url.removeprefix(BASE_URL + "/").partition("#")[0])
        if not url.startswith(BASE_URL + "/") or name not in self._assets:
            raise RefusedResource(f"a page asks for {url!r}, which is none of its assets")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, self._assets[name], {"Content-Type": kind})


class _WarningCollector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _collected_warnings() -> Iterator[list[str]]:
    """Collect WeasyPrint's warnings in the list given, and print none."""
    logger = logging.getLogger("weasyprint")
    handler, before = _WarningCollector(), (logger.level, logger.propagate)
    logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        yield handler.messages
    finally:
        logger.removeHandler(handler)
        logger.level, logger.propagate = before


class PdfRenderer:
    """Makes PDFs with one set of assets; the stylesheet and the fonts are read once."""

    def __init__(self, assets: Mapping[str, bytes], stylesheet: str) -> None:
        weasyprint_patches.install()
        weasyprint_speed.install()
        kept_styles.install()
        self._fetcher = AssetFetcher(assets)
        self._fonts = BundledFonts()
        self._page_sheets: dict[str, weasyprint.CSS] = {}
        self._stylesheet, self._style = stylesheet, assets[stylesheet].decode()
        # A desk's own style may select by the attributes that are meant for scripts.
        self._keeps_data = "[data-" in self._style

    @cached_property
    def _sheet(self) -> weasyprint.CSS:
        sheet = self._css(self._style, f"{BASE_URL}/{self._stylesheet}")
        if self._fonts.is_empty:
            raise BriefingsError(
                f"{self._stylesheet}: loads no font", "name one of templates/fonts in @font-face"
            )
        gc.freeze()  # what there is by now stays, and need not be searched after each document
        return sheet

    def _page_sheet(self, style: str) -> weasyprint.CSS:
        """A few rules for a layout: the same stylesheet each time, as styles are told apart by theirs."""
        if style not in self._page_sheets:
            self._page_sheets[style] = self._css(style, f"{BASE_URL}/this-page.css")
        return self._page_sheets[style]

    def _css(self, text: str, base: str) -> weasyprint.CSS:
        return weasyprint.CSS(
            string=text, base_url=base, url_fetcher=self._fetcher, font_config=self._fonts, media_type="print"
        )

    def pdf(self, name: str, html: str, one_page: bool) -> RenderedPdf:
        """Return one document's PDF, its number of pages and, for a one-pager, the facts it left out.

        Raises BriefingsError naming the document and the cause, such as a resource that is no asset.
        """
        gc.collect()  # what the document before this one left; what the last one leaves goes with the process
        gc.disable()  # layout makes no garbage worth collecting in between
        try:
            with _collected_warnings() as warnings:
                try:
                    page = self._parsed(html, one_page)
                    if one_page:
                        made = fitted(page.etree_element, lambda _, *styles: self._lay_out(page, *styles))
                    else:
                        lay_out = flowing_on(lambda style: self._lay_out(page, style))
                        made = FittedPage(pulled_in(lay_out), facts_beyond(html))
                    document = made.document
                    document.metadata.attachments += _attachments(html, made.left_out)
                    data = document.write_pdf(finisher=_finish, pdf_variant="pdf/a-3a", pdf_tags=True)
                except RefusedResource as refused:
                    raise BriefingsError(f"{name}: {refused}", "use files of templates/ only") from None
            if warnings:
                raise BriefingsError(f"{name}: {warnings[0]}", "mend the template or style that causes it")
            assert data is not None
            return RenderedPdf(data, len(document.pages), tuple(made.left_out))
        finally:
            gc.enable()

    def _parsed(self, html: str, one_page: bool) -> weasyprint.HTML:
        printed = embedded_data.html_without_data(html)
        if not self._keeps_data and not one_page:  # whose rows bear their ranks
            printed = embedded_data.html_without_attributes(printed)
        printed = _AFTER_TAG.sub(r'\1<span style="word-break: break-all">\2</span>', printed)
        printed = with_whole_ranges(printed)
        # No stylesheet is for the medium "none": the page's own links are ignored, and `_sheet` is used.
        return weasyprint.HTML(
            string=printed, base_url=f"{BASE_URL}/page", url_fetcher=self._fetcher, media_type="none"
        )

    def _lay_out(self, page: weasyprint.HTML, *styles: str) -> Document:
        sheets = [self._sheet, *map(self._page_sheet, filter(None, styles))]
        document = page.render(font_config=self._fonts, stylesheets=sheets)
        document.metadata.generate_rdf_metadata = _both_identifiers(document.metadata)
        return document


def _attachments(html: str, left_out: Iterable[str] = ()) -> list[weasyprint.Attachment]:
    """Return the page's facts as an associated file, if it has any; `left_out` are not on paper.

    The file is dated by the day the facts were known, so that the bytes stay the same.
    """
    facts = embedded_data.embedded_data(html)
    if facts is None:
        return []
    for id in left_out:
        if id in facts["facts"]:
            facts["facts"][id]["on_paper"] = False
    day = datetime.fromisoformat(facts["document"]["known"])
    return [
        weasyprint.Attachment(
            string=embedded_data.attachment(facts),
            name=embedded_data.DATA_FILE,
            description="The facts this document prints, with their sources",
            created=day,
            modified=day,
            relationship="Data",
        )
    ]


def _finish(_document: Document, pdf: Any) -> None:
    """Mend a PDF before its objects are written."""
    if "AF" in pdf.catalog:  # WeasyPrint lists an associated file twice; a reader would show it twice
        pdf.catalog["AF"][:] = list(dict.fromkeys(pdf.catalog["AF"]))
    for stream in pdf.objects:
        # Each object is asked for its bytes twice, once for the digest in the trailer, and would pack them
        # twice.
        if getattr(stream, "compress", False):
            stream.compress = False
            plain = stream.data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
            stream.stream = [zlib.compress(plain)]
            stream.extra["Filter"] = "/FlateDecode"


# PDF/UA's own identifier, and the description of it that PDF/A requires of every foreign XMP property (ISO
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
    """Return a function that writes PDF/UA's identifier too; WeasyPrint writes that of one variant."""
    original = metadata.generate_rdf_metadata

    def generate(variant: str, version: int, conformance: str) -> bytes:
        rdf: bytes = original(variant, version, conformance)
        return rdf.replace(b"</rdf:RDF>", _UA)

    return generate
