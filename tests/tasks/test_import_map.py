"""The map of a table, and its mistakes."""

from __future__ import annotations

import pytest

from briefings.core.problems import BriefingsError, TextFile
from briefings.tasks.import_map import ImportMap, quoted, read_map


def read(text: str) -> ImportMap:
    return read_map(TextFile("m.yaml", text))


def test_columns_and_constants_are_told_apart() -> None:
    mapping = read(
        "kind: figures\nsource: wb\njump: 20 %\nblank: '..'\nkeys:\n"
        "  subject: {column: Code}\n  by: [taliban, AFG]\n  value: {column: Pop, unit: people}\n"
    )
    assert mapping.constants == {"by": "[taliban, AFG]", "source": "wb"}
    assert mapping.used_columns == ["Code", "Pop"]
    assert (mapping.columns["value"].unit, str(mapping.jump), mapping.blank) == ("people", "20", {"", ".."})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "m.yaml is no map of a table"),
        ("- a\n", "m.yaml is no map of a table"),
        ("kind: [\n", "m.yaml:1:7: "),
        ("kind: figure\nkeys: {value: {column: a}}\n", "m.yaml:1:7: no kind of record 'figure'"),
        ("kind: topics\nkeys: {value: {column: a}}\n", "m.yaml:1:7: no kind of record 'topics'"),
        ("kind: figures\n", "m.yaml:1:1: a map without 'keys'"),
        ("kind: figures\nkeys: {valeu: {column: a}}\n", "m.yaml:2:8: figures have no key 'valeu'"),
        ("kind: figures\nkeys: {value: 5 people}\n", "m.yaml:2:7: no key comes from a column"),
        ("kind: figures\nkeys: {value: {column: a, unti: km}}\n", "m.yaml:2:27: unknown key 'unti'"),
        ("kind: figures\nkeys: {value: {column: [a]}}\n", "m.yaml:2:24: 'column' holds no text"),
        ("kind: figures\nkeys: {as_of: {column: a, order: dmy}}\n", "m.yaml:2:34: no order of a date: 'dmy'"),
        ("kind: figures\njump: lots\nkeys: {value: {column: a}}\n", "m.yaml:2:7: 'lots' is no share"),
        ("kind: figures\nskip: -1\nkeys: {value: {column: a}}\n", "m.yaml:2:7: '-1' is no number of lines"),
        ("kind: figures\nwhere: a\nkeys: {value: {column: a}}\n", "m.yaml:2:8: 'where' holds no keys"),
        ("kind: figures\nkeys: {value: {column: a}}\nrecords: {source: []}\n", "m.yaml:3:11: no kind of record"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_a_remedy(text: str, message: str) -> None:
    with pytest.raises(BriefingsError) as refused:
        read(text)
    assert str(refused.value).startswith(message)
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("text", "value"),
    [("TJK", "TJK"), ("1400 people", "1400 people"), ("a: b", "'a: b'"), ("it's", "'it''s'"), ("", "''"),
     ("~5", "'~5'"), ("a, b", "'a, b'"), ("- a", "'- a'"), ("x #1", "'x #1'"), ("https://a.example", "https://a.example")],
)  # fmt: skip
def test_a_text_is_quoted_where_yaml_would_read_it_otherwise(text: str, value: str) -> None:
    assert quoted(text) == value
