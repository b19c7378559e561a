"""Rows as records: cells as a person would write them."""

from __future__ import annotations

import pytest

from briefings.core.problems import BriefingsError, TextFile
from briefings.tasks.import_map import read_map
from briefings.tasks.import_rows import RowMemory, row_records, with_rejected
from briefings.tasks.import_tables import read_table

MAP = """
kind: figures
source: wb
blank: [".."]
where: {Series: POP}
keys:
  subject: {column: Code, names: {Czech Republic: CZE}}
  measure: population
  value: {column: Pop, unit: people}
  as_of: {column: Day}
"""


def values(data: str, text: str = MAP) -> list[dict[str, str]]:
    records, _ = row_records(read_table("a.csv", data.encode()), read_map(TextFile("m.yaml", text)))
    return [record.values for record in records]


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1400", "1400 people"), ("1,400", "1400 people"), ("1 400", "1400 people"), ("1.4 million", "1.4 million people"),
     ("60-95", "60..95 people"), ("about 60", "'~60 people'"), ("1.400", "1.400 people"), ("many", "many people")],
)  # fmt: skip
def test_a_number_is_written_in_the_grammar_where_it_is_plain_what_it_means(cell: str, value: str) -> None:
    assert values(f'Series,Code,Pop,Day\nPOP,TJK,"{cell}",2021\n')[0]["value"] == value


@pytest.mark.parametrize(
    ("cell", "order", "value"),
    [("2021-07", "", "2021-07"), ("24 October 1945", "", "1945-10-24"), ("2021-01-01T00:00:00Z", "", "2021-01-01"),
     ("02-03-1992", "", "02-03-1992"), ("02-03-1992", "day-month-year", "1992-03-02"),
     ("02/03/1992", "month-day-year", "1992-02-03"), ("once", "", "once")],
)  # fmt: skip
def test_a_day_is_written_in_the_desks_form(cell: str, order: str, value: str) -> None:
    text = MAP.replace("{column: Day}", f"{{column: Day, order: {order}}}" if order else "{column: Day}")
    assert values(f"Series,Code,Pop,Day\nPOP,TJK,5,{cell}\n", text)[0]["as_of"] == value


def test_rows_of_other_words_and_without_a_number_are_passed_over() -> None:
    table = read_table("a.csv", b"Series,Code,Pop,Day\nPOP,Czech Republic,5,2021\nGDP,TJK,5,2021\nPOP,TJK,..,2021\n")
    records, empty = row_records(table, read_map(TextFile("m.yaml", MAP)))
    assert [record.values["subject"] for record in records] == ["CZE"]
    assert [row.number for row in empty] == [4]


def test_a_list_is_split() -> None:
    text = "kind: events\nsource: a\nkeys: {id: {column: Id}, type: attack, in: {column: In, split: ';'}}\n"
    assert values("Id;In\nx,TJK\n".replace(";", ",", 1).replace("TJK", '"TJK; KGZ"'), text)[0]["in"] == "[TJK, KGZ]"


def test_a_column_that_is_not_there_is_named_with_the_nearest() -> None:
    with pytest.raises(BriefingsError, match="no column 'Pop'") as refused:
        values("Series,Code,Popn,Day\nPOP,TJK,5,2021\n")
    assert refused.value.remedy == "did you mean 'Popn'?"


def test_rows_are_rejected_by_number_until_a_cell_changes() -> None:
    mapping = read_map(TextFile("m.yaml", MAP))
    lines = ["Series,Code,Pop,Day", *(f"POP,TJK,{n},202{n}" for n in range(5))]
    records, _ = row_records(read_table("a.csv", "\n".join(lines).encode()), mapping)
    memory = with_rejected(RowMemory(), records, "2, 4-5")
    assert [one.row.number for one in records if one.digest in memory.rejected] == [2, 4, 5]
    lines[1] = "POP,TJK,9,2020"
    changed, _ = row_records(read_table("a.csv", "\n".join(lines).encode()), mapping)
    assert [one.row.number for one in changed if one.digest in memory.rejected] == [4, 5]
    for rows in ("", "x", "40", "5-"):
        with pytest.raises(BriefingsError):
            with_rejected(RowMemory(), records, rows)
