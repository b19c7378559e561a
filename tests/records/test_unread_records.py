"""One slip is one error: what refers to a file or record that could not be read is unknown, not wrong."""

from __future__ import annotations

import pytest

from briefings.checks import desk_loading
from briefings.core.problems import MAX_FILE, Problem, TextFile
from briefings.files import desk_files
from conftest import EXAMPLE, SmallDesk

CITING = "borders:\n" + "".join(
    f"  - {{between: [{one}, {other}], length: 5 km, source: new-{number}}}\n"
    for number, (one, other) in enumerate([("AFG", "KGZ"), ("AFG", "ARM"), ("ARM", "TJK")])
)
SOURCES = "sources:\n" + "".join(
    f"  - {{id: new-{number}, publisher: P, title: T, published: 2021-09, medium: wire}}\n" for number in range(3)
)


def problems_beside(data: bytes, citing: str = CITING) -> list[Problem]:
    files = [TextFile("facts/aa.yaml", citing), desk_files.decoded("facts/zz.yaml", data)]
    return list(desk_loading.load([*SmallDesk(EXAMPLE).texts(), *files]).problems)


def brief(problem: Problem) -> str:
    return f"{problem.mark.file.path} {problem.code}"


def test_the_citing_file_is_right_beside_its_sources() -> None:
    # invented borders between countries that do not touch
    assert {problem.code for problem in problems_beside(SOURCES.encode())} == {"no-border"}


BROKEN = {
    "syntax": SOURCES.replace("title: T", "title: T: a", 1).encode(),
    "not-utf8": SOURCES.encode() + b"# caf\xe9\n",
    "too-large": SOURCES.encode() + b"# x\n" * (MAX_FILE // 4),
    "unknown-kind": SOURCES.replace("sources:", "source:").encode(),
    "tab": SOURCES.encode() + b"\t\n",
    "several-documents": SOURCES.encode() + b"---\nsources: []\n",
    "shape": SOURCES.replace("sources:\n  - ", "sources:\n    ", 1).split("  - ")[0].encode(),
}


@pytest.mark.parametrize("code", BROKEN)
def test_a_file_that_could_not_be_read_is_the_one_error_and_comes_first(code: str) -> None:
    citing = CITING if code != "shape" else "".join(CITING.splitlines(keepends=True)[:2])
    first, second = problems_beside(BROKEN[code], citing)
    assert (brief(first), brief(second)) == (f"facts/zz.yaml {code}", "facts/zz.yaml not-looked-at")
    number = citing.count("source:")
    assert second.message.startswith(f"{number} reference{'' if number == 1 else 's'} to ")


def test_a_reference_that_no_broken_file_can_hold_stays_wrong() -> None:
    problems = problems_beside(BROKEN["syntax"], CITING.replace("new-1", "nwe-1"))
    assert list(map(brief, problems)) == [
        "facts/zz.yaml syntax",
        "facts/zz.yaml not-looked-at",
        "facts/aa.yaml unknown-id",
    ]


def test_a_record_without_its_id_may_be_the_one_referred_to() -> None:
    problems = problems_beside(SOURCES.replace("id: new-1", "di: new-1").encode())
    assert [problem.code for problem in problems if problem.mark.file.path == "facts/aa.yaml"] == []
    assert problems[-1].message.startswith("1 reference ")


def test_a_country_without_its_id_may_be_the_one_referred_to_by_id() -> None:
    broken = b"countries:\n  - {di: IRN, name: Iran}\n"
    problems = problems_beside(broken, "people:\n  - {id: x, name: X, country: IRN}\n")
    assert sorted(problem.code for problem in problems) == ["missing-key", "not-looked-at", "unknown-key"]


def test_a_broken_fact_without_an_id_hides_no_wrong_id_of_another_kind() -> None:
    broken = b"borders:\n  - {between: [AFG, KGZ], length: long, source: wire-2021-08}\n"
    claims = "claims:\n  - {fact: no-such-fact, source: wire-2021-08}\n"
    natural = claims.replace("no-such-fact", '"border:AFG-KGZ"')
    assert [problem.code for problem in problems_beside(broken, claims)] == ["unknown-id", "not-a-quantity"]
    assert [problem.code for problem in problems_beside(broken, natural)] == ["not-a-quantity", "not-looked-at"]


def test_what_rests_on_an_unread_record_is_unread_too() -> None:
    """A body with a founding source that could not be read: its memberships are not wrong either."""
    body = (
        "organizations:\n  - id: ECO\n    name: Economic Cooperation Organization\n    type: bloc\n"
        "    founding: {name: Treaty, signed: 1985, source: new-1}\n"
        "memberships:\n  - {member: AFG, of: ECO, role: full, source: wire-2021-08}\n"
    )
    first, second = problems_beside(BROKEN["syntax"], body)
    assert (first.code, second.code) == ("syntax", "not-looked-at")
    assert second.message.startswith("2 references ")


def test_many_references_hide_no_other_mistake_of_their_file() -> None:
    """More than a file may have problems: the last record is looked at all the same."""
    people = "".join(f"  - {{id: p-{number}, name: P {number}, country: IRN}}\n" for number in range(150))
    text = f"people:\n{people}  - {{id: last, nmae: Last}}\n"
    problems = problems_beside(b"countries:\n  - {id: IRN, name: Iran: a}\n", text)
    codes = [problem.code for problem in problems]
    assert codes == ["syntax", "not-looked-at", "unknown-key"]
    assert "150 references" in problems[1].message
