"""The process that stands by for one document: the same bytes as the others make, and its failure is told by name."""

from __future__ import annotations

import os
import signal
import time

import pytest

from briefings.core.problems import BriefingsError
from briefings.pdf import pdf_pool, warm_worker
from briefings.pdf.pdf_assets import STYLE, PdfAssets, PdfJob, RenderedPdf
from briefings.pdf.warm_worker import WarmWorker
from conftest import SmallDesk

TEMPLATES = {STYLE: b"p { color: black }"}


def _misbehave(sheet: PdfJob, digest: str, assets: PdfAssets | None) -> RenderedPdf:
    """A document that does what its page says."""
    if sheet.html == "hang":
        time.sleep(60)
    elif sheet.html == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    elif sheet.html == "fail":
        raise BriefingsError(f"{sheet.name}: a warning", "mend it")
    return RenderedPdf(sheet.html.encode(), 1, 0)


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        ("fine", b"fine"),
        ("fail", "x: a warning"),
        ("die", "x: its worker process died (-9)"),
        ("hang", "x: takes more than 1 seconds"),
    ],
)
def test_what_comes_of_a_page_is_told(page: str, outcome: str | bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pool, "render_job", _misbehave)
    if page == "hang":
        monkeypatch.setattr(warm_worker, "WARM_SECONDS", 1)
    with WarmWorker(TEMPLATES) as ready:
        ((name, made),) = [*ready.press(PdfJob("x", page, False)), *ready.remaining()]
        process = ready._process
    assert name == "x"
    assert (str(made) if isinstance(made, BriefingsError) else made.data) == outcome
    assert not process.is_alive()


def test_a_country_by_its_name_has_the_bytes_that_a_build_of_all_gives_it(desk: SmallDesk) -> None:
    assert desk.run("country", "Tajikistan", "--out", "one").code == 0
    assert desk.run("build", "countries/*", "--out", "all", "--jobs", "2").code == 0
    one, every = desk.files("one"), desk.files("all")
    assert one["countries/tajikistan.pdf"] == every["countries/tajikistan.pdf"]
    assert one["countries/tajikistan.html"] == every["countries/tajikistan.html"]
