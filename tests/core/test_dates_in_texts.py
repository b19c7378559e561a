"""Dates as texts print them, held against the dates of claims."""

from __future__ import annotations

from datetime import date

import pytest

from briefings.core.dates import PartialDate
from briefings.core.dates_in_texts import printed_dates

PUBLISHED = date(2021, 8, 24)  # a Tuesday


def stands(text: str, written: str) -> bool:
    day = PartialDate.parse(written).start
    assert day
    return any(found.is_of(day, PUBLISHED) for found in printed_dates(text))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("On July 7, Lavrov said", "2021-07-07"),
        ("on 7 July", "2021-07-07"),
        ("30th April, 2021", "2021-04-30"),
        ("2021-08-20", "2021-08-20"),
        ("20.08.2021", "2021-08-20"),
        ("8/20/2021", "2021-08-20"),
        ("Peskov said on Monday", "2021-08-23"),
        ("at a summit in June", "2021-06"),
        ("on June 16", "2021-06"),
        ("In October, Sternik said", "2020-10"),
        ("joined in 2017", "2017"),
        ("in August 2021", "2021"),
        ("intervention in the 1980s", "1985"),
        ("on the night of 3-4 May", "2021-05-03"),
        ("on the night of 3-4 May", "2021-05-04"),
        ("on May 3 and 4, 2021", "2021-05-04"),
        ("2021/08/20", "2021-08-20"),
        ("20-Aug-2021", "2021-08-20"),
        ("in mid-August", "2021-08"),
        ("20 августа 2021 года", "2021-08-20"),
        ("в августе 2021 г. и 16 мая", "2021-05-16"),
        ("٢٠ أغسطس ٢٠٢١", "2021-08-20"),
        ("am 20. März 2021", "2021-03-20"),
        ("2021年8月20日", "2021-08-20"),
    ],
)
def test_a_date_stands_in_a_text_however_it_is_printed(text: str, written: str) -> None:
    assert stands(text, written)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("On July 7, Lavrov said", "2021-07-08"),
        ("On July 7, Lavrov said", "2020-07-07"),
        ("Peskov said on Monday", "2021-08-24"),
        ("Peskov said on Monday", "2021-08-16"),
        ("at a summit in June", "2021-06-16"),
        ("joined in 2017", "2016"),
        ("it may be so", "2021-05"),
        ("in the 1980s", "1990"),
        ("up to 2021 people", "2021"),
        ("on May 3 and 4, 2021", "2021-05-05"),
        ("20 августа 2021 года", "2021-07-20"),
    ],
)
def test_another_date_does_not(text: str, written: str) -> None:
    assert not stands(text, written)


def test_a_date_is_found_once_and_whole() -> None:
    line = "On July 7, 2021 and on Monday"
    assert [line[found.start : found.end] for found in printed_dates(line)] == ["July 7, 2021", "Monday"]
