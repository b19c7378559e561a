"""What the desk may pick as key figures."""

from __future__ import annotations

from conftest import SmallDesk

PICKS = "  - id: KGZ\n    name: Kyrgyzstan\n    adjective: Kyrgyz\n    key_figures: [PICKS]\n"


def problems(desk: SmallDesk, picks: str) -> list[tuple[str, str]]:
    line = "  - {id: KGZ, name: Kyrgyzstan, adjective: Kyrgyz, aliases: [Kirghizia]}\n"
    desk.edit("entities.yaml", line, PICKS.replace("PICKS", picks))
    found = [problem for problem in desk.problems() if problem.code.startswith("key-figure")]
    return [(problem.code, problem.mark.file.path) for problem in found]


def test_a_country_may_pick_one_border_of_itself(desk: SmallDesk) -> None:
    assert problems(desk, '"border:KGZ-TJK"') == []


def test_a_country_that_picks_two_is_warned_at_the_second(desk: SmallDesk) -> None:
    expected = [("key-figure-borders", "facts/entities.yaml")]
    assert problems(desk, '"border:AFG-TJK", "border:KGZ-TJK"') == expected


def test_a_weak_figure_before_a_firm_one_is_warned_of(desk: SmallDesk) -> None:
    assert problems(desk, 'kgz-killed-2021-09, "border:AFG-TJK"') == [("key-figure-weak", "facts/entities.yaml")]


def test_weak_figures_alone_are_no_problem_of_their_order(desk: SmallDesk) -> None:
    assert problems(desk, 'kgz-killed-2021-09, "border:KGZ-TJK"') == []
