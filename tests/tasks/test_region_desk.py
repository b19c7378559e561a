"""A new desk for a region, from data that ships."""

from __future__ import annotations

from datetime import date
from importlib import resources

import pytest

from briefings.checks import desk_loading
from briefings.core.problems import BriefingsError, Problem, TextFile
from briefings.tasks.region_desk import region_codes, region_files, start_bodies, start_countries

TODAY = date(2026, 11, 27)


def problems(codes: list[str]) -> list[Problem]:
    files = region_files(codes, "", TODAY)
    texts = [TextFile(path, text) for path, text in files.items() if path.endswith(".yaml")]
    return list(desk_loading.load(texts, TODAY).problems)


@pytest.mark.parametrize("codes", ["AFG TJK KGZ", "XKX SRB", "ISR PSE", "MLI BFA NER", "JPN", "ATA", "COD COG", "KNA"])
def test_a_desk_of_any_region_has_nothing_to_be_mended(codes: str) -> None:
    assert [str(problem) for problem in problems(codes.split())] == []


def test_a_desk_of_the_whole_world_has_nothing_to_be_mended() -> None:
    assert {problem.code for problem in problems([*start_countries()])} == set()


def test_what_ships_is_small_and_hangs_together() -> None:
    folder = resources.files("briefings") / "tasks" / "start_data"
    assert sum(len((folder / name).read_bytes()) for name in ("countries.json", "bodies.yaml")) < 2_000_000
    countries = start_countries()
    assert len(countries) == 250
    for id, country in countries.items():
        for other in country.get("neighbours", []):
            assert id in countries[other].get("neighbours", []), (id, other)
    bodies = {body.id: body for body in start_bodies()}
    assert {id: len(bodies[id].members) for id in ("UN", "NATO", "EU", "AU", "CSTO", "SCO")} == {
        "UN": 193, "NATO": 32, "EU": 27, "AU": 55, "CSTO": 6, "SCO": 10,
    }  # fmt: skip
    assert all(set(body.members) <= set(countries) and body.url.startswith("http") for body in bodies.values())


@pytest.mark.parametrize(
    ("names", "codes"),
    [(["AFG", " tjk "], ["AFG", "TJK"]), (["Afghanistan", "Таджикистан"], ["AFG", "TJK"]), (["Burma"], ["MMR"]),
     (["AFG", "Afghanistan"], ["AFG"])],
)  # fmt: skip
def test_countries_are_named_by_code_name_or_alias(names: list[str], codes: list[str]) -> None:
    assert region_codes(names) == codes


@pytest.mark.parametrize(
    ("names", "remedy"),
    [(["Afganistn"], "did you mean 'Afghanistan'?"), (["Xyzzyx"], "codes or names"), ([""], "codes")],
)
def test_an_unknown_country_is_named_with_the_nearest(names: list[str], remedy: str) -> None:
    with pytest.raises(BriefingsError) as refused:
        region_codes(names)
    assert refused.value.remedy.startswith(remedy)


def test_the_week_file_is_of_the_week_and_names_every_country() -> None:
    files = region_files(["AFG", "TJK"], "My desk", TODAY)
    assert "  title: My desk\n" in files["facts/desk.yaml"]
    week = files["facts/weeks/2026-W48.yaml"]
    assert week.count("trend: unknown") == 2 and "- id: 2026-W48\n" in week
