"""Notes under a checksum: those that make no sense count as missing, whoever put them there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from briefings.files.checksummed import fits, unwrap_bytes, unwrap_json, wrap_bytes, wrap_json
from conftest import SmallDesk, some

SHAPE = {"name": str, "size?": int, "pairs": [(str, bool)], "more": {str: int}}


@pytest.mark.parametrize(
    ("value", "good"),
    [
        ({"name": "a", "pairs": [], "more": {}}, True),
        ({"name": "a", "pairs": [["b", True]], "more": {"c": 1, "d": 2}, "size": 3}, True),
        ({"name": 1, "pairs": [], "more": {}}, False),
        ({"name": "a", "pairs": [["b"]], "more": {}}, False),
        ({"name": "a", "pairs": [["b", 1]], "more": {}}, False),
        ({"name": "a", "pairs": {}, "more": {}}, False),
        ({"name": "a", "pairs": [], "more": {"c": "d"}}, False),
        ({"name": "a", "pairs": [], "more": {}, "size": True}, False),
        ({"name": "a", "pairs": [], "more": {}, "other": 1}, False),
        ({"name": "a", "pairs": []}, False),
        ([], False),
        (None, False),
        ("name", False),
    ],
)  # fmt: skip
def test_a_value_fits_its_shape_or_counts_as_missing(value: Any, good: bool) -> None:
    assert fits(value, SHAPE) is good
    assert unwrap_json(wrap_json(value), SHAPE) == (value if good else None)


def test_a_checksum_that_is_wrong_and_json_that_is_none_count_as_missing() -> None:
    data = wrap_json({"name": "a", "pairs": [], "more": {}})
    assert unwrap_json(data.replace(b"a", b"b"), SHAPE) is None
    assert unwrap_json(None, SHAPE) is unwrap_json(b"", SHAPE) is None


SENSELESS: list[Any] = [
    {}, [], None, 5, "x", True, [None], [1, 2], [["../../x"]], ["../outside"], ["/etc/passwd"], {"documents": 5},
    {"inputs": "a", "outputs": [], "documents": 1, "notes": None}, {"secrets": None, "clean": None},
    {"key": "x", "pinned": 1, "today": 5, "problems": 7}, {"secrets": "a", "clean": [1]},
]  # fmt: skip
TRACES = [
    b"", b"x", b"[]", b"{}\n[1]\n2\n3", b'{}\n["a",{}]\n"x"\n{}', b"{}\n[]\n[]\n[]", b"[" * 100_000, b"{}\n\n\n",
    b'{"k":{}}\n["countries/tajikistan",{"document":{},"files":"k","shape":"k","page":"","record":{}}]\n""\n{}',
]  # fmt: skip


BUILD, CHECK, EXPLAIN = ("build", "--html"), ("check",), ("explain", "countries/tajikistan", "--html")
READERS = {
    "last.json": [BUILD, EXPLAIN], "written.json": [BUILD], "scanned.json": [BUILD], "traces-0": [BUILD, EXPLAIN],
    "check.json": [CHECK, BUILD],
}  # fmt: skip


@pytest.mark.parametrize("name", READERS)
def test_senseless_notes_under_a_good_checksum_stop_no_command(desk: SmallDesk, name: str) -> None:
    desk.edit("borders.yaml", "length: 1357 km", 'length: 1357 km, marking: "TLP:RED"')
    assert desk.run("build", "--html").code == 0
    before = desk.run("check").out
    good = desk.files()
    note = next(path for path in desk.root.rglob(name))
    kept = note.read_bytes()
    for content in some(map(wrap_bytes, TRACES) if name == "traces-0" else map(wrap_json, SENSELESS), 3):
        note.write_bytes(content)
        for command in READERS[name]:
            run = desk.run(*command)
            assert run.code == 0 and "Traceback" not in run.err, (content, command, run.err)
        assert desk.files() == good
        note.write_bytes(kept)
    assert desk.run("check").out == before


@pytest.mark.parametrize("field", range(4))
def test_a_trace_of_which_one_part_makes_no_sense_is_of_a_page_not_yet_built(paged: SmallDesk, field: int) -> None:
    """Each value in it is replaced in turn; the page is the same and no command stops."""
    desk, good = paged, paged.files()
    note = desk.root / "build" / ".briefings" / "traces-0"
    kept = unwrap_bytes(note.read_bytes())
    assert kept is not None
    lines = bytes(kept).split(b"\n")
    value = json.loads(lines[field])
    for bad in some((None, [], {}, 7, "x", [[]], {"x": {}}), 3):
        if isinstance(value, list):
            bad = [value[0], {**value[1], sorted(value[1])[field]: bad}]
        elif isinstance(value, dict):
            bad = {**value, sorted(value)[0]: bad}
        lines[field] = json.dumps(bad).encode()
        note.write_bytes(wrap_bytes(b"\n".join(lines)))
        (desk.root / "build" / ".briefings" / "last.json").unlink()
        desk.edit("borders.yaml", "984 km", "985 km")
        assert desk.run("build", "--html").code == 0
        desk.edit("borders.yaml", "985 km", "984 km")
        for command in (BUILD, EXPLAIN):
            run = desk.run(*command)
            assert run.code == 0 and "Traceback" not in run.err, (bad, command, run.err)
        assert desk.files() == good
