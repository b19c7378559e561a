"""PAdES signatures within a PDF: added by pyHanko, and shown to add nothing else.

A signature is appended to the bytes of a PDF, which stay as they were. Whoever approved those bytes need not
trust who signed: what was appended may hold the signature and no change of the document.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.problems import BriefingsError
from .plain_files import plain_bytes
from .ssh_signatures import SignatureFault

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject, PdfObject

_EXTRA = "pip install 'briefings[pdf-signature]'"
_NEEDED = "a certificate with its key in PKCS #12 (.p12), and its passphrase in BRIEFINGS_PDF_PASSPHRASE"
_FIELD = "Signature"
_OF_THE_FORM = {"/Fields", "/SigFlags"}
_OF_THE_CATALOG = {"/AcroForm", "/Version", "/Extensions"}  # what a signature adds to it
_OF_THE_FIELD = {
    "/F",
    "/FT",
    "/P",
    "/Rect",
    "/Subtype",
    "/T",
    "/TU",
    "/Type",
    "/V",
}  # no appearance, no action


def signed_pdf(pdf: bytes, certificate: Path, passphrase: str) -> bytes:
    """Return a PDF with an invisible PAdES signature appended, made with a certificate and key in PKCS #12.

    It keeps PDF/A-3a and PDF/UA-1. Raises BriefingsError without pyHanko, and for a file without such a key.
    """
    try:
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign import fields, signers
    except ImportError:
        raise BriefingsError(
            "a PDF can be signed with pyHanko only, which is not installed", _EXTRA
        ) from None

    class Appended(IncrementalPdfFileWriter):
        """A writer of appended parts, which leaves title, author and program as they were."""

        def _update_meta(self) -> None:
            pass

    try:
        held = plain_bytes(certificate)
        person = signers.SimpleSigner.load_pkcs12_data(held, other_certs=[], passphrase=passphrase.encode())
    except OSError as error:
        raise BriefingsError(f"cannot read {certificate}: {error.strerror}", _NEEDED) from None
    except ValueError:
        raise BriefingsError(f"{certificate} holds no key for this passphrase", _NEEDED) from None
    place = fields.SigFieldSpec(_FIELD, on_page=-1, readable_field_name="Signature of the publisher")
    how = signers.PdfSignatureMetadata(field_name=_FIELD, subfilter=fields.SigSeedSubFilter.PADES)
    made = io.BytesIO()
    signers.PdfSigner(how, person, new_field_spec=place).sign_pdf(Appended(io.BytesIO(pdf)), output=made)
    return made.getvalue()


def unsigned_part(data: bytes, length: int) -> bytes:
    """Return the PDF that was signed; raises SignatureFault if more than a signature follows it."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    part = data[:length]
    try:
        before, after = PdfReader(io.BytesIO(part)), PdfReader(io.BytesIO(data))
        odd = next(_differences(before.trailer, after.trailer), "")
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SignatureFault(f"its PDF cannot be compared with the one that was signed: {error}") from None
    if odd:
        raise SignatureFault(f"its PDF was changed where it was signed: {odd}")
    return part


def _differences(before: DictionaryObject, after: DictionaryObject) -> Iterator[str]:
    """Yield the paths at which two documents are not the same, but for a signature."""
    seen: set[tuple[int, int]] = set()
    todo: list[tuple[str, PdfObject, PdfObject]] = [
        (key, before.raw_get(key), after.raw_get(key))
        for key in ("/Root", "/Info")
        if key in before or key in after
    ]
    fields: list[DictionaryObject] = []  # of signatures
    while todo:
        path, old, new = todo.pop()
        pair = getattr(old, "idnum", 0), getattr(new, "idnum", 0)
        if all(pair) and pair in seen:
            continue
        seen.add(pair)
        parts = _parts(old, new, fields)
        if parts is None:
            yield path
        else:
            todo += [(f"{path}{key}", *both) for key, both in parts.items()]
    root = after["/Root"].get_object()
    form: dict[str, Any] = root.get("/AcroForm", {}) if isinstance(root, dict) else {}
    listed = [item.get_object() for item in form.get("/Fields", [])]
    if len(fields) != 1 or set(form) != _OF_THE_FORM or listed != fields:
        yield "/Root/AcroForm"


def _parts(
    old: PdfObject, new: PdfObject, fields: list[DictionaryObject]
) -> dict[str, tuple[PdfObject, PdfObject]] | None:
    """Return the parts to compare of two objects, {} for the same; None if they differ.

    A signature's own field, the last of a page's annotations, is put into `fields`.
    """
    from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NumberObject, StreamObject

    one, other = old.get_object(), new.get_object()
    if isinstance(one, NumberObject | FloatObject) and isinstance(other, NumberObject | FloatObject):
        return {} if one == other else None  # 200 may be written as 200.0
    if type(one) is not type(other):
        return None
    if isinstance(one, DictionaryObject) and isinstance(other, DictionaryObject):
        if isinstance(one, StreamObject) and isinstance(other, StreamObject) and one._data != other._data:
            return None
        added = set(other) - set(one)
        if set(one) - set(other) or added - (
            _OF_THE_CATALOG if one.get("/Type") == "/Catalog" else {"/Annots"}
        ):
            return None
        if "/Annots" in added and not _are_fields(other["/Annots"], fields):
            return None
        return {key: (one.raw_get(key), other.raw_get(key)) for key in one}
    if isinstance(one, ArrayObject) and isinstance(other, ArrayObject):
        if not _are_fields(other[len(one) :], fields):
            return None
        return {f"/{place}": pair for place, pair in enumerate(zip(one, other, strict=False))}
    return {} if one == other else None


def _are_fields(objects: object, fields: list[DictionaryObject]) -> bool:
    """True if all of some objects are fields of signatures, without a place on the page; notes them."""
    assert isinstance(objects, list)
    for item in objects:
        field = item.get_object()
        fields.append(field)
        if not isinstance(field, dict) or set(field) - _OF_THE_FIELD or field.get("/FT") != "/Sig":
            return False
        if [float(side) for side in field["/Rect"]] != [0, 0, 0, 0]:
            return False
    return True
