"""What the program knows of countries is what its sources say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from briefings.core.geography import ISO_CODES, LAND_BORDERS, MAPPED

ROOT = Path(__file__).parent.parent.parent


def test_the_tables_are_those_of_pycountry_and_of_the_map_data() -> None:
    run = subprocess.run([sys.executable, "tools/geography.py", "--check"], cwd=ROOT, env={"PYTHONPATH": str(ROOT)})
    assert run.returncode == 0, "run python tools/geography.py"


@pytest.mark.parametrize("code", ["TJK", "SUN", "TUV", "TWN"])
def test_countries_that_are_or_were_have_a_code(code: str) -> None:
    assert code in ISO_CODES


@pytest.mark.parametrize("code", ["UNK", "tjk", "GBX"])
def test_other_codes_are_none(code: str) -> None:
    assert code not in ISO_CODES
    assert code not in MAPPED


@pytest.mark.parametrize(
    ("pair", "touch"), [("AFG-TJK", True), ("AZE-TUR", True), ("AFG-KGZ", False), ("FRA-GBR", False)]
)
def test_countries_that_share_a_line_of_the_map_touch(pair: str, touch: bool) -> None:
    assert (pair in LAND_BORDERS) is touch
