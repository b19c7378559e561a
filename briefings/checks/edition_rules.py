"""The rules applied to an edition: a desk without faults may have some once parts of it are withheld."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ..core.markings import Marking
from ..core.problems import Problem, Severity
from ..facts.fact_base import FactBase
from .all_rules import judge


def edition_problems(
    base: FactBase, releases: Iterable[Marking], today: date | None, problems: Iterable[Problem]
) -> Iterator[Problem]:
    """Yield a warning for each error that an edition has and that is not among the problems of the whole."""
    whole = {(problem.code, problem.mark) for problem in problems}
    for release in sorted(set(releases)):
        if not base.withheld(release):
            continue
        for problem in judge(base.edition(release).all, today).problems:
            if problem.severity is Severity.ERROR and (problem.code, problem.mark) not in whole:
                yield Problem(
                    "edition-fault",
                    f"in the edition {release.value}: {problem.message}",
                    problem.mark,
                    f"{problem.expected}; or a marking that takes this out too",
                    related=problem.related,
                )


def other_edition(
    base: FactBase, release: Marking, today: date | None, problems: Iterable[Problem] = ()
) -> list[Problem]:
    """Return the faults of an edition that a check does not look at in any case; none of the desk's own."""
    return list(edition_problems(base, {release} - own_releases(base), today, problems))


def own_releases(base: FactBase) -> set[Marking]:
    """The releases that a desk makes: its own, and those of its published issues."""
    return {base.desk.release, *(ledger.release for ledger in base.ledgers)}
