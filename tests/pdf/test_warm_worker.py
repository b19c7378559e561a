"""The process that stands by for one document: the same bytes as the others make, and its failure is told by name."""

from __future__ import annotations

import os
import signal
import time

import pytest
from jinja2 import TemplateSyntaxError

from briefings.core.problems import BriefingsError
from briefings.pages import compiled_templates, template_environment
from briefings.pdf import pdf_pool, warm_worker
from briefings.pdf.pdf_assets import STYLE, PdfAssets, PdfJob, RenderedPdf
from briefings.pdf.warm_worker import WarmWorker
from conftest import SmallDesk

TEMPLATES = {
    STYLE: b"p { color: black }",
    "a.html.j2": b'{% include "b.html.j2" %}',
    "b.html.j2": b"b",
    "c.html.j2": b"{",
}


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
    with WarmWorker(TEMPLATES, "a.html.j2") as ready:
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


def test_it_compiles_the_template_of_its_page_and_those_that_this_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled_templates, "stored_code", dict)
    template_environment._compiled.cache_clear()  # as in a command, which has compiled nothing yet
    with WarmWorker(TEMPLATES, "a.html.j2") as ready:
        texts = {checksum for _, checksum in ready.compiled}
    compiled = template_environment._CodeCache().get_source_checksum
    assert texts == {compiled('{% include "b.html.j2" %}'), compiled("b")}


def test_a_template_with_a_number_of_its_own_is_refused_all_the_same() -> None:
    """What the other process compiled was looked through there; what it would not compile is looked through here."""
    numbered = {**TEMPLATES, "a.html.j2": b"<p>42 dead</p>"}
    with WarmWorker(numbered, "a.html.j2") as ready:
        template_environment.add_compiled_code(ready.compiled)
    with pytest.raises(TemplateSyntaxError, match="42"):
        template_environment.TemplateEnvironment({"a.html.j2": "<p>42 dead</p>"}).get_template("a.html.j2")
