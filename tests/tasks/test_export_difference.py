"""Our own export, read back after it was edited in a spreadsheet."""

from __future__ import annotations

import pytest

from briefings.core.problems import BriefingsError
from briefings.tasks.export_difference import differences
from briefings.tasks.import_tables import read_table

HELD = b"kind,fact,label,source,length,file,line\nborders,border:A-B,A to B,x,1357 km,facts/b.yaml,3\n"


@pytest.mark.parametrize(
    ("edited", "expected"),
    [
        (HELD, []),
        (HELD.replace(b"A to B", b"else"), []),
        (HELD.replace(b"1357 km", b"1344 km"), ["facts/b.yaml:3: border:A-B: length: 1357 km -> 1344 km"]),
        (HELD.replace(b"1357 km", b""), ["facts/b.yaml:3: border:A-B: length: 1357 km -> (nothing)"]),
        (HELD + b"borders,border:A-C,,x,5 km,,\n",
         ["row 3: border:A-C has no such claim in the desk: import it by a map"]),
        (HELD.splitlines()[0] + b"\nborders,border:A-C,,x,5 km,,\n",
         ["row 2: border:A-C has no such claim in the desk: import it by a map",
          "facts/b.yaml:3: border:A-B is gone: withdraw or correct the claim"]),
    ],
)  # fmt: skip
def test_each_change_is_a_line_with_the_place_of_the_claim(edited: bytes, expected: list[str]) -> None:
    assert list(differences(read_table("a.csv", HELD), read_table("b.csv", edited))) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("1357,B2", []),
        ('"1,357",B2', []),  # a spreadsheet's way to write it
        ("1.357E+03,B2", []),
        ("1344,B2", ["low: 1357 -> 1344, which follows from its quantity: change that"]),
        ("1357,A1", ["grade: B2 -> A1, which follows from source and credibility: change that"]),
    ],
)
def test_an_edit_of_what_is_worked_out_is_told_with_what_to_edit(cells: str, expected: list[str]) -> None:
    head = b"kind,fact,source,file,line,low,grade\nborders,border:A-B,x,f.yaml,3,"
    sides = [read_table("a.csv", head + side.encode()) for side in ("1357,B2\n", f"{cells}\n")]
    assert list(differences(*sides)) == [f"f.yaml:3: border:A-B: {line}" for line in expected]


def test_another_table_is_no_export() -> None:
    with pytest.raises(BriefingsError, match="no export of facts: it lacks kind, source"):
        list(differences(read_table("a.csv", HELD), read_table("b.csv", b"fact,length\nx,1 km\n")))
