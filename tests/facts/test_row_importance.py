"""What stands first where room is short: what changed, the larger, the better graded; a doubtful plan last."""

from __future__ import annotations

from briefings.facts.row_importance import KEPT_JUDGEMENTS, LISTS, by_importance, is_weak_plan, row_rank
from facts_desk import view

FORCE = (
    "  - {{id: {}, type: base, of: TJK, in: AFG, from: 2021-06, status: {}, strength: {} people, source: wire-1, "
    "credibility: {}}}\n"
)
ROWS = [
    ("a-doubtful-plan", "planned", 90000, 4),
    ("b-sure-plan", "planned", 40, 2),
    ("c-small", "ongoing", 50, 2),
    ("d-large", "ongoing", 7000, 2),
    ("e-doubted", "ongoing", 50, 4),
    ("f-doubtful-wish", "requested", 10**6, 5),
]
FORCES = "forces:\n" + "".join(FORCE.format(*row) for row in ROWS)


def order(changed: str = "") -> list[str]:
    return [fact.id[0] for fact in by_importance(view(FORCES).facts.values(), changed.split().__contains__)]


def test_the_larger_and_the_better_graded_go_first_and_doubtful_plans_last() -> None:
    assert order() == ["d", "c", "e", "b", "f", "a"]


def test_what_changed_goes_first_among_what_is_so() -> None:
    assert order("e-doubted a-doubtful-plan") == ["e", "d", "c", "b", "a", "f"]


def test_a_plan_is_weak_by_its_credibility_and_only_a_plan_is() -> None:
    assert {fact.id[0] for fact in view(FORCES).facts.values() if is_weak_plan(fact)} == {"a", "f"}


def test_a_plan_on_the_word_of_a_weak_source_is_weak_too() -> None:
    source = (
        "sources:\n  - {id: wire-1b, publisher: P, title: T, published: 2021-07-01, medium: press, reliability: D}\n"
    )
    plan = FORCE.format("p", "planned", 5, 1).replace("wire-1", "wire-1b")
    (fact,) = view(f"{source}forces:\n{plan}").facts.values()
    assert is_weak_plan(fact)


def test_the_first_judgements_go_before_all_rows_and_the_others_take_their_turn() -> None:
    ranks = [row_rank("judgements", place) for place in range(6)]
    first_rows = [row_rank(name, 0) for name in LISTS[3:]]
    assert max(ranks[:KEPT_JUDGEMENTS]) < min(first_rows)
    assert min(ranks[KEPT_JUDGEMENTS:]) > max(row_rank(name, 1) for name in LISTS[3:])
    assert ranks == sorted(ranks)
