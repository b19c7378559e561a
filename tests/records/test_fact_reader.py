"""Reading files to records in an order in which every reference can be resolved."""

from __future__ import annotations

from briefings.core.problems import TextFile
from briefings.records import fact_reader


def test_an_entity_is_found_in_a_file_that_does_not_look_as_if_it_held_one() -> None:
    """Such files are told apart by a glance at their text, which an escaped key escapes."""
    files = [
        TextFile("facts/a.yaml", "sources:\n  - {id: s, publisher: P, title: T, published: 2021, grade: A}\n"),
        TextFile("facts/b.yaml", '? "\\x63ountries"\n: - {id: QQQ, name: Q}\n'),
    ]
    entries, _ = fact_reader.read(files)
    assert "QQQ" in {entry.id for entry in entries}
