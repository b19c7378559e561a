"""Signatures within a PDF: appended to it as it was, and refused together with any change of it."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from briefings.core.problems import BriefingsError
from briefings.files.pdf_signatures import signed_pdf, unsigned_part
from briefings.files.ssh_signatures import SignatureFault
from signing_keys import PASSPHRASE, certificate


def plain_pdf() -> bytes:
    writer, made = PdfWriter(), io.BytesIO()
    for _ in range(2):
        writer.add_blank_page(200, 300)
    writer.add_annotation(0, FreeText(text="A note", rect=(10, 10, 60, 30)))
    writer.add_metadata({"/Title": "Weekly"})
    writer.write(made)
    return made.getvalue()


PDF = plain_pdf()


def changed(pdf: bytes, change: Callable[[PdfWriter], object]) -> bytes:
    """A PDF with a change appended to it, as somebody might who has it before it is signed, or after."""
    writer, made = PdfWriter(io.BytesIO(pdf), incremental=True), io.BytesIO()
    change(writer)
    writer.write(made)
    assert made.getvalue().startswith(pdf)
    return made.getvalue()


def other_form(writer: PdfWriter) -> None:
    form = writer.root_object["/AcroForm"].get_object()
    assert isinstance(form, DictionaryObject)
    form[NameObject("/XFA")] = TextStringObject("<xdp/>")


def seen_field(writer: PdfWriter) -> None:
    field = writer.root_object["/AcroForm"]["/Fields"][0].get_object()  # type: ignore[index]
    field[NameObject("/Rect")] = ArrayObject([*map(NameObject, ()), *field["/Rect"][:2], *writer.pages[0].mediabox[2:]])


def test_a_signature_leaves_the_bytes_before_it_as_they_were() -> None:
    signed = signed_pdf(PDF, certificate(), PASSPHRASE)
    assert signed.startswith(PDF) and b"/ETSI.CAdES.detached" in signed[len(PDF) :]
    assert unsigned_part(signed, len(PDF)) == PDF
    assert str(certificate()) not in signed.decode("latin-1")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda writer: writer.add_metadata({"/Title": "Other"}), "/Info/Title"),
        (lambda writer: writer.pages[0].rotate(90), "/Root/Pages/Kids/0"),
        (lambda writer: writer.add_annotation(1, FreeText(text="No", rect=(1, 1, 90, 90))), "/Root/Pages/Kids/1"),
        (lambda writer: writer.add_blank_page(200, 300), "/Root/Pages"),
    ],
)
def test_a_change_before_the_signature_is_refused(change: Callable[[PdfWriter], object], where: str) -> None:
    forged = signed_pdf(changed(PDF, change), certificate(), PASSPHRASE)
    with pytest.raises(SignatureFault, match=f"its PDF was changed where it was signed: {where}"):
        unsigned_part(forged, len(PDF))


@pytest.mark.parametrize("change", [other_form, seen_field, lambda writer: writer.pages[0].rotate(90)])
def test_a_change_behind_the_signature_is_refused(change: Callable[[PdfWriter], object]) -> None:
    forged = changed(signed_pdf(PDF, certificate(), PASSPHRASE), change)
    with pytest.raises(SignatureFault, match="its PDF was changed where it was signed"):
        unsigned_part(forged, len(PDF))


@pytest.mark.parametrize("data", [PDF, PDF[:-40], b"%PDF-1.7 nothing", b"", changed(PDF, lambda w: w.root_object)])
def test_what_holds_no_signature_is_refused(data: bytes) -> None:
    with pytest.raises(SignatureFault):
        unsigned_part(data, len(PDF))


@pytest.mark.parametrize(
    ("file", "passphrase", "said"),
    [
        (lambda: certificate(), "another", "holds no key for this passphrase"),
        (lambda: Path(__file__), PASSPHRASE, "holds no key for this passphrase"),
        (lambda: Path("/nowhere/key.p12"), PASSPHRASE, "No such file"),
    ],
)
def test_what_cannot_sign_says_so(file: Callable[[], Path], passphrase: str, said: str) -> None:
    with pytest.raises(BriefingsError, match=said) as caught:
        signed_pdf(PDF, file(), passphrase)
    assert "PKCS #12" in caught.value.remedy


def test_without_the_extra_the_remedy_is_its_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyhanko.sign", None)
    with pytest.raises(BriefingsError) as caught:
        signed_pdf(PDF, certificate(), PASSPHRASE)
    assert "briefings[pdf-signature]" in caught.value.remedy
