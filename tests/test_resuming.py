"""A desk that is taken up again is the desk that loading all its files gives: the same records, the same problems."""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator
from datetime import date

from check_examples import PAGE, blocks, file_of
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from test_laws import EDITS, Desk, Edit, temporary

from briefings import index, loading, resuming
from briefings.codes import CODES, Severity
from briefings.loading import Held
from briefings.problems import TextFile

DAY = date(2021, 9, 17)
OF_FACTS = EDITS[: EDITS.index(next(edit for edit in EDITS if edit.__name__ == "template"))]


def written(texts: list[TextFile], held: Held) -> bytes | None:
    made = resuming.catalogued(texts, held, DAY)
    return made.written if made else None


def same(resumed: Held, whole: Held) -> None:
    """Both hold the same records, found by the same keys, with the same problems."""
    assert list(map(str, resumed.problems)) == list(map(str, whole.problems))
    assert resumed.base is not None and whole.base is not None
    assert resumed.pinned == whole.pinned
    one, other = resumed.base, whole.base
    assert one.stock.state == other.stock.state
    assert one.stock.names == other.stock.names
    assert one.stock.highest == other.stock.highest
    assert [(e.kind, e.id, e.node.mark, [n.mark for n in e.claim_nodes]) for e in one.all] == [
        (e.kind, e.id, e.node.mark, [n.mark for n in e.claim_nodes]) for e in other.all
    ]
    assert [(e.record, e.claims) for e in one.all] == [(e.record, e.claims) for e in other.all]
    keys = {key for entry in other.all for key in (*index.near(entry), *index.far(entry))}
    assert {key: one.digest(key) for key in keys} == {key: other.digest(key) for key in keys}
    assert {k: [e.id for e in one.found(k)] for k in keys} == {k: [e.id for e in other.found(k)] for k in keys}


OUTCOMES: list[bool] = []


@settings(max_examples=500 if "LAWS" in os.environ else 40, derandomize="LAWS" not in os.environ,
          suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.reuse, Phase.generate])  # fmt: skip
@given(steps=st.lists(st.lists(st.tuples(st.sampled_from(OF_FACTS), st.integers(0, 30_000)), min_size=1, max_size=3),
                      min_size=1, max_size=6))  # fmt: skip
def test_after_any_edits_a_desk_taken_up_is_the_desk_loaded(steps: list[list[tuple[Edit, int]]]) -> None:
    with temporary() as folder:
        desk = Desk(folder)
        texts = desk.texts()
        kept = written(texts, loading.load(texts, DAY))
        assert kept
        for edits in steps:
            before, known = copy.deepcopy(desk.files), desk.comment
            for edit, number in edits:
                edit(desk, number)
            texts = desk.texts()
            whole = loading.load(texts, DAY)
            found = resuming.resumed(kept, texts, DAY)
            OUTCOMES.append(found is not None)
            if found is not None:
                same(found.held, whole)
                kept = found.catalogue.written
            elif whole.base is None:
                desk.files, desk.comment = before, known
            else:
                kept = written(texts, whole)
                assert kept


def steps_of_examples() -> Iterator[tuple[str, list[TextFile], list[TextFile]]]:
    """Each example of `docs/checks.md` comes, goes, and takes the place of another of its code; the rest as it was."""
    small, examples = blocks(PAGE.read_text())
    rest = [TextFile("facts/desk.yaml", small), *(TextFile(f"facts/x{n:02}.yaml", f"# {n}\n") for n in range(9))]
    by_code: dict[str, list[TextFile]] = {}
    for example in examples:
        if not (example.alone or example.template):
            by_code.setdefault(example.code, []).append(file_of(example.text))
    for code, files in by_code.items():
        held = [rest, *([rest[0], file, *rest[1:]] for file in files)]
        yield from ((code, one, other) for one in held for other in held if one is not other)


def test_every_example_of_a_problem_is_told_when_it_comes_goes_or_is_mended() -> None:
    """Most warnings are told, and taken back, without all files being read."""
    followed: dict[str, int] = {}
    loaded: dict[int, Held] = {}
    tried = 0
    for code, before, after in steps_of_examples():
        whole, then = (loaded.setdefault(id(texts), loading.load(texts, DAY)) for texts in (after, before))
        kept = written(before, then)
        found = resuming.resumed(kept, after, DAY)
        tried += kept is not None
        if found is not None:
            same(found.held, whole)
            followed[code] = followed.get(code, 0) + 1
    warnings = {code for code, told in CODES.items() if told.severity is Severity.WARNING}
    assert tried > 300
    assert {code for code in warnings if followed.get(code, 0) < 6} == {"published-corrected"}
