"""The desks that speed is measured on are desks: no errors, as many facts as asked for, the same each time."""

from __future__ import annotations

import pytest

from bench.synthetic import country_ids, desk
from briefings.checks import desk_loading
from briefings.core.problems import TextFile
from briefings.records.fact_kinds import FACT_KINDS


def test_a_synthetic_desk_is_the_same_for_the_same_seed() -> None:
    wanted = {"files": 3, "facts_per_file": 10, "countries": 3}
    assert desk(seed=1, **wanted) == desk(seed=1, **wanted)
    assert desk(seed=1, **wanted) != desk(seed=2, **wanted)


@pytest.mark.parametrize(("files", "facts", "countries"), [(30, 40, 10), (5, 40, 5), (260, 3, 260), (1, 1, 1)])
def test_a_synthetic_desk_has_warnings_and_no_errors(files: int, facts: int, countries: int) -> None:
    made = desk(files=files, facts_per_file=facts, countries=countries)
    held = desk_loading.load([TextFile(name, text) for name, text in sorted(made.items())])
    assert [str(error) for error in held.errors[:3]] == []
    assert held.base is not None
    assert len(held.base.desk.region) == countries
    assert sum(len(held.base.found(kind.kind)) for kind in FACT_KINDS) == files * facts


def test_there_are_more_countries_than_iso_has() -> None:
    ids = country_ids(1000)
    assert len(set(ids)) == 1000
    assert {len(id) for id in ids} == {3}
    assert ids[:2] == ["ABW", "AFG"]
