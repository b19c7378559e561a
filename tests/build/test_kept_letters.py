"""The letters of fonts are found out once, and again as soon as a font is another."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefings.build import kept_letters
from briefings.build.kept_letters import FILE, covered_letters
from briefings.core.fonts import covered_characters, print_fonts
from briefings.files import desk_files
from briefings.files.atomic_folder import Output
from briefings.files.checksummed import unwrap_json, wrap_json

SHIPPED = desk_files.shipped_template_files()


def test_letters_are_those_of_the_fonts_before_and_after_they_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = covered_characters(SHIPPED)
    assert covered_letters(Output(tmp_path), SHIPPED) == expected
    monkeypatch.delattr(kept_letters, "covered_characters")
    assert covered_letters(Output(tmp_path), SHIPPED) == expected


def test_another_font_has_other_letters(tmp_path: Path) -> None:
    covered_letters(Output(tmp_path), SHIPPED)
    one = print_fonts(SHIPPED)[0]
    fewer = {one: SHIPPED[one]}
    assert covered_letters(Output(tmp_path), fewer) == covered_characters(fewer) < covered_characters(SHIPPED)


NONSENSE: list[object] = [None, "a", [], [[1]], [["a", "b"]]]
OUT_OF_ORDER = [[[2, 1]], [[1, 9], [5, 20]], [[1, 2], [3, 4]]]
NO_LETTERS = [[[0, 10**12]], [[-5, 4]]]


@pytest.mark.parametrize("held", [*NONSENSE, *OUT_OF_ORDER, *NO_LETTERS])
def test_kept_letters_that_make_no_sense_are_found_out_again(tmp_path: Path, held: object) -> None:
    output = Output(tmp_path)
    expected = covered_letters(output, SHIPPED)
    record = unwrap_json(output.read(FILE), dict)
    record["results"]["letters"]["result"] = held
    output.write(FILE, wrap_json(record))
    assert covered_letters(output, SHIPPED) == expected
