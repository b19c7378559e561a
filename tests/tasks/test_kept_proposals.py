"""Numbers, dates and lines that a kept text offers for a new record."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from briefings.checks.kept_texts import KeptText
from briefings.tasks.kept_proposals import proposals
from conftest import SmallDesk
from kept_words import TEXTS, WORDS

(VALLEY,) = (KeptText(file) for file in TEXTS if "valley" in file.path)
PUBLISHED = date(2023, 5, 12)  # a Friday


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("figures", {"at": "3"}, {"value": ["86 %", "540000", "~12500"], "date": ["2023-05-11"]}),
        ("figures", {"at": "[6, 7]"}, {"value": ["212 km", "30..45 villages", "26 boats"], "date": ["2009"]}),
        ("figures", {"value": "64 mi"}, {"at": ["4"]}),
        ("figures", {"value": "~<300 people"}, {"at": ["7"]}),
        ("figures", {"value": "what"}, {}),
        ("statements", {"text": "A threat to a million farmers"}, {"at": ["9"]}),
        ("events", {"at": "9", "date": "2023-05-12"}, {"from": ["2023-05-12"]}),
        ("events", {"at": "5"}, {"date": ["2023-07-01"]}),
        ("forces", {"at": "99"}, {}),
        ("people", {"at": "3"}, {}),
    ],
)  # fmt: skip
def test_what_the_lines_have_is_offered_as_a_key_has_it(
    kind: str, values: dict[str, str], expected: dict[str, list[str]]
) -> None:
    found = proposals(kind, values, VALLEY, PUBLISHED)
    for key, forms in expected.items():
        assert set(forms) <= set(found.get(key, ())), found
    if not expected:
        assert found == {}


def test_a_stub_has_the_numbers_of_its_line_and_no_words_of_it(tmp_path: Path) -> None:
    shutil.copytree(WORDS, tmp_path / "desk")
    desk = SmallDesk(tmp_path / "desk")
    desk.edit("desk.yaml", "texts: ../texts", "texts: texts")
    values = ("subject=ARL", "measure=living", "source=valley-2023-05", "at=3")
    run = desk.run("new", "figure", *(part for value in values for part in ("--set", value)))
    assert run.code == 0, run.err
    stub = (desk.root / "facts/weeks/2023-W24.yaml").read_text(encoding="utf-8")
    assert "    value:          # in the kept text: 86 %; 540000; ~12500\n" in stub
    assert "per cent of its height" not in stub
