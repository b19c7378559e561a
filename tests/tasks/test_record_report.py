"""The record as a command tells it."""

from __future__ import annotations

import json

import pytest

from conftest import SmallDesk


@pytest.fixture
def ended(desk: SmallDesk) -> SmallDesk:
    outcome = "outcomes: [{until: 2021-12-31, outcome: yes, date: 2022-01-03, facts: afg-arrived-tajikistan}]"
    desk.edit("judgements.yaml", "about: [TJK, AFG]}\n", f"about: [TJK, AFG], {outcome}}}\n")
    return desk


def test_the_record_tells_bands_score_and_count(ended: SmallDesk) -> None:
    run = ended.run("record", "--as-of", "2022-01-03")
    assert (run.code, run.lines) == (0, [
        "Record of judgements as of 2022-01-03: 1 ended, 0 running",
        "we said                            came true   did not   unclear       due",
        "likely (55–75%)                            1         0         0         0",
        "Brier score 0.12 of 1 settled (0 is perfect, 0.25 even chance); below 20 it says nothing yet of how well the "
        "desk judges",
    ])  # fmt: skip
    data = json.loads(ended.run("record", "--as-of", "2022-01-03", "--format", "json").out)
    assert (data["brier"], data["scored"], data["judgements"][0]["outcome"]) == (0.1225, 1, "yes")


def test_the_record_is_a_page(ended: SmallDesk) -> None:
    assert ended.run("record", "--as-of", "2022-01-03", "--format", "html", "--out", "out").code == 0
    page = ended.files("out")["record.html"].decode()
    assert "Brier score 0.12, of 1 settled." in page and "Outcome: yes" in page


def test_before_any_end_there_is_nothing_to_score(desk: SmallDesk) -> None:
    assert desk.run("record").lines[-1] == "no judgement is settled yet"
