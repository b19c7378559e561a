"""The draft of an issue without a record, and the stub of its record."""

from __future__ import annotations

import pytest

from conftest import SmallDesk


@pytest.fixture
def unwritten(desk: SmallDesk) -> SmallDesk:
    """A desk that has not written its issue of the week."""
    path = desk.root / "facts/judgements.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("  - id: 2021-W37\n")], encoding="utf-8")
    return desk


def test_a_week_without_a_record_is_drafted_from_the_facts_alone(unwritten: SmallDesk) -> None:
    run = unwritten.run("weekly", "2021-W37", "--html")
    assert run.code == 0 and "  no bottom line" in run.lines
    page = unwritten.page("weekly/2021-W37")
    assert "No assessment was written for this issue." in page and "Country by country" in page
    assert not (unwritten.root / "facts/weeks").exists()


def test_start_writes_candidates_trends_and_what_to_check_once(unwritten: SmallDesk) -> None:
    run = unwritten.run("weekly", "2021-W37", "--start", "--html")
    assert (run.code, run.lines[0]) == (0, "wrote facts/weeks/2021-W37.yaml:2: issue 2021-W37")
    stub = (unwritten.root / "facts/weeks/2021-W37.yaml").read_text(encoding="utf-8")
    assert "#   new: " in stub and '{{ fact("summit-2021-09") }}' in stub
    assert "{country: KGZ, trend: unknown, reason: No new reporting.}  # to confirm" in stub
    assert "{country: TJK, trend: unknown}  # reported on this week; last issue: stable" in stub
    assert [p for p in unwritten.problems() if str(p.mark.file.path).startswith("facts/weeks")] == []
    again = unwritten.run("weekly", "2021-W37", "--start", "--html")
    assert again.code == 1 and "the issue 2021-W37 has its record" in again.err


def test_status_says_who_has_what_to_do(unwritten: SmallDesk) -> None:
    unwritten.edit("judgements.yaml", "until: 2021-12-31", "until: 2021-09-17")
    assert unwritten.run("weekly", "2021-W37", "--status").lines == [
        "weekly/2021-W37, cut-off 2021-09-17 18:00: 3 things to do",
        "  An analyst: record below arrivals what came by 2021-09-17: arrivals-go-on fell due",
        "  desk: no bottom line",
        "  desk: no trend: AFG, TJK, KGZ, ARM",
    ]
