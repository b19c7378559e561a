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


def test_another_table_is_no_export() -> None:
    with pytest.raises(BriefingsError, match="no export of facts: it lacks kind, source"):
        list(differences(read_table("a.csv", HELD), read_table("b.csv", b"fact,length\nx,1 km\n")))
