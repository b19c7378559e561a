"""The law of rebuilding: after any edits, a build gives what a build from nothing gives, byte for byte.

What is built again and again goes by the index and by traces that are left from builds of other documents; what is
built from nothing reads every file. `make test` tries 12 sequences of edits, `make laws` 500.
"""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from law_desk import EDITS, LONG, Desk, Edit, files, held_after, temporary

SEQUENCES = st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 30_000)), min_size=1, max_size=7)
STOOD: list[int] = []
BUILT: list[bool] = []
RESUMED: list[bool] = []


@settings(
    max_examples=500 if LONG else 6,
    derandomize=not LONG,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # looking for a shorter sequence takes many minutes
)
@given(steps=st.lists(SEQUENCES, min_size=1, max_size=4))
def test_after_any_edits_a_build_gives_what_a_build_from_nothing_gives(steps: list[list[tuple[Edit, int]]]) -> None:
    with temporary() as folder:
        desk = Desk(folder / "kept")
        pdf = ("countries/t*",) if len(STOOD) % (50 if LONG else 12) == 7 else ()
        assert desk.build(desk.root, pdf)
        stood = 0
        for edits in steps:
            stood += held_after(desk, edits)
            built = desk.build(desk.root, pdf)
        assert desk.build(folder / "clean", pdf) == built
        STOOD.append(stood)
        BUILT.append(built)
        RESUMED.extend(desk.resumed)
        kept, clean = files(folder / "kept"), files(folder / "clean")
        assert list(kept) == list(clean)
        assert [name for name in clean if kept[name] != clean[name]] == []


def test_the_law_is_tried_on_desks_that_are_taken_up_and_built() -> None:
    """Where every file were read, it would say nothing of the index. Where the law was not run, nor is this."""
    assert not RESUMED or sum(RESUMED) > len(RESUMED) // 4
    assert sum(BUILT) >= len(BUILT) * 0.9


def test_the_edits_of_the_law_stand() -> None:
    """A law that was only tried on edits that were refused would say nothing."""
    with temporary() as folder:
        refused = []
        for edit in EDITS:
            desk = Desk(folder / edit.__name__)
            if not any(held_after(desk, [(edit, number)]) for number in range(6)):
                refused.append(edit.__name__)
        assert refused == []
