"""A name or label prints whatever it holds: figures, signs, markup, braces. Nothing of a fact fails a template."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from briefings.build import build_steps
from briefings.checks import desk_loading
from briefings.core.markings import Marking
from briefings.files import atomic_folder, desk_files
from briefings.records.record_models import RECORD_MODELS
from conftest import EXAMPLE
from odd_labels import desk_with, labels

DAY = date(2021, 9, 17)
ODD = ["24", "km² ①½⅐", "<b>7</b> & {{ 3 }}", "{% if %}", "Mi-17", "٣ १", "x" * 170, "1,000 — “2”"]


def test_the_labels_of_every_kind_are_looked_for() -> None:
    counts = {kind: len(labels(model)[0]) for kind, model in RECORD_MODELS.items()}
    assert sum(counts.values()) > 40


@pytest.mark.parametrize("odd", ODD)
def test_every_document_prints_whatever_its_names_hold(odd: str, tmp_path: Path) -> None:
    held = desk_loading.load(desk_with(odd), DAY)
    assert [str(problem) for problem in held.errors] == []
    assert held.base is not None
    order = build_steps.BuildOrder(DAY, DAY, Marking.CLEAR, pdf=False)
    output = atomic_folder.Output(tmp_path)
    events = list(build_steps.build(held.base, order, desk_files.template_files(EXAMPLE), output))
    assert [str(event.error) for event in events if isinstance(event, build_steps.FailedDocument)] == []
    assert len(list(tmp_path.rglob("*.html"))) > 10
