"""What an edit of one file makes right or wrong in another is told as if all files had been read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from briefings.build import incremental_load
from briefings.checks import desk_loading
from briefings.checks.rule_context import Rule, RuleContext
from briefings.core.problems import Problem, Severity, TextFile
from briefings.facts.lookup_keys import FACTS
from briefings.records.entities import Country
from briefings.records.entries import Entry
from check_examples import PAGE, blocks
from law_desk import DAY
from loaded_again import same, written

Files = dict[str, str]

# The small desk of `docs/checks.md`, each kind in a file of its own, among others that hold nothing: an edit of few.
DESK = {
    f"facts/{text.partition(':')[0]}.yaml": text
    for text in re.split(r"^(?=\w)", blocks(PAGE.read_text())[0], flags=re.MULTILINE) if text
} | {f"facts/x{number:02}.yaml": f"# {number}\n" for number in range(9)}  # fmt: skip
SOURCES, COUNTRIES = DESK["facts/sources.yaml"], DESK["facts/countries.yaml"]

COUNT = "{leaving: AFG, measure: hosted, source: press-2021-09"
OLD = f"displacement: [{COUNT}, id: old, value: 10 people, as_of: 2021-01-01}}]\n"
NEW = f"displacement: [{COUNT}, id: new, value: 20 people, as_of: 2021-09-01, recorded: 2021-09-17}}]\n"
ASKED = "questions: [{id: held, text: Will it hold?, yes_if: It holds., about: [AFG]}]\n"
JUDGED = (ASKED + "assessments: [{id: hold, question: held, until: 2021-12-31, "
          "text: It will hold., likelihood: likely, confidence: low, about: [AFG], author: A, "
          "date: 2021-09-16, basis: [old]}]\n")  # fmt: skip
NEWER = JUDGED.removeprefix(ASKED).replace("hold,", "hold-now,", 1).replace("2021-09-16", "2021-09-17")
SEEN = ("signposts: [{id: smoke, text: Smoke., for: hold, about: [AFG], recorded: 2021-09-01, "
        "observations: [{date: 2021-09-17, state: tripped, facts: [old]}]}]\n")  # fmt: skip
CALL = "events: [{id: %s, type: call, title: A call, date: 2021-09-01, in: AFG, source: press-2021-09}]\n"
THIRD = "  - {id: third, publisher: Third, title: Third, published: 2021-08-20, medium: press}\n"
TOPIC = "topics: [{id: %s, title: T, question: Q, scope: {kinds: [borders]}}]\n"
WRONG = "organizations: [{id: %s, name: %s, type: bloc, misnomers: [Horde]}]\n"


def figure(id: str, source: str, subject: str = "AFG") -> str:
    return (
        f"figures: [{{id: {id}, subject: {subject}, measure: killed, value: 5, as_of: 2021-08-01, source: {source}}}]\n"
    )


def many(number: int) -> str:
    """That many facts of which each is stale; of errors a hundred of one file would be told."""
    return "displacement:\n" + "".join(
        f"- {COUNT}, id: old-{n}, value: 10 people, as_of: 2021-01-01}}\n" for n in range(number)
    )


def with_(record: str, more: str) -> str:
    return record.replace("}]\n", f", {more}}}]\n")


@dataclass(frozen=True)
class Case:
    """Files beside those of the desk, then what becomes of some, and the problems that are to be told in the end."""

    before: Files
    after: dict[str, str | None]
    told: set[str]
    followed: bool = True  # rather than that all is read


CASES = {
    "a fact that no longer supersedes another": Case(
        {"a": OLD, "b": with_(NEW, "supersedes: [old]"), "c": JUDGED}, {"b": NEW},
        {"a.yaml stale", "c.yaml basis-stale"},
    ),
    "a fact that is gone with what it superseded": Case(
        {"a": OLD, "b": with_(NEW, "supersedes: [old]"), "c": JUDGED}, {"b": None},
        {"a.yaml stale", "c.yaml basis-stale"},
    ),
    "a judgement that no longer supersedes another": Case(
        {"a": OLD, "c": JUDGED, "d": with_(NEWER, "supersedes: hold"), "e": SEEN}, {"d": NEWER},
        {"a.yaml stale", "c.yaml basis-stale", "d.yaml basis-stale", "e.yaml signpost-unreviewed"},
    ),
    "a judgement that is gone": Case(
        {"a": OLD, "c": JUDGED, "d": with_(NEWER, "supersedes: hold"), "e": SEEN}, {"d": None},
        {"a.yaml stale", "c.yaml basis-stale", "e.yaml signpost-unreviewed"},
    ),
    "one of two that cite a source, where a judgement rests on that source": Case(
        {"a": JUDGED.replace("[old]", "[third]"), "b": figure("one", "third", "TJK"), "c": figure("two", "third"),
         "sources": SOURCES + THIRD}, {"c": figure("two", "press-2021-09")}, set(),
    ),
    "the last that cites a source, where a judgement rests on that source": Case(
        {"a": JUDGED.replace("[old]", "[third]"), "c": figure("two", "third"), "sources": SOURCES + THIRD},
        {"c": figure("two", "press-2021-09")}, {"sources.yaml unused-source"},
    ),
    "a source that is gone with what cites it": Case(
        {"a": "sources:\n" + THIRD + figure("one", "third")}, {"a": "# nothing\n"}, set(),
    ),
    "a source that is older than it was, for a plan far ahead": Case(
        {"a": "events: [{id: far, type: other, date: 2110, status: planned, source: third}]\n",
         "c": "sources:\n" + THIRD},
        {"c": "sources:\n" + THIRD.replace("2021-08-20", "1990")}, {"a.yaml odd-year"},
    ),
    "a document whose mailed copy is called as another": Case(
        {}, {"a": TOPIC % "tajikistan"}, {"desk.yaml file-name-clash"}, followed=False,
    ),
    "two events whose documents are mailed under one name": Case(
        {"desk": DESK["facts/desk.yaml"].replace("title: Desk,", "title: Desk, documents: [{template: flash.html.j2, "
                                                 "each: event, folder: flash}],"),
         "a": CALL % "first-call", "b": CALL % "another"},
        {"b": CALL % "first.call"}, {"desk.yaml file-name-clash"}, followed=False,
    ),
    "a circle that is closed by a third": Case(
        {"a": with_(OLD, "supersedes: [one]"), "b": with_(NEW, "supersedes: [old]"),
         "c": figure("one", "wire-2021-08")},
        {"c": with_(figure("one", "wire-2021-08"), "supersedes: [new]")}, {"b.yaml link-circle"}, followed=False,
    ),
    "more warnings in another file than there may be errors": Case(
        {"a": many(101), "b": with_(NEW, "supersedes: [old-0]")}, {"b": NEW}, {"a.yaml stale"},
    ),
    "more warnings in the file itself than there may be errors": Case(
        {"a": many(100)}, {"a": many(101)}, {"a.yaml stale"},
    ),
    "the desk's own file, into which problems of others point": Case(
        {"a": OLD}, {"desk": "# moved down\n" + DESK["facts/desk.yaml"]}, {"a.yaml stale"}, followed=False,
    ),
    "the desk's own file under another name": Case(
        {"a": OLD}, {"desk": None, "settings": DESK["facts/desk.yaml"]}, {"a.yaml stale"}, followed=False,
    ),
    "a new name that is a wrong one somewhere": Case(
        {"a": "borders: [{between: [AFG, Tadzhikia], length: 1357 km, source: wire-2021-08}]\n"},
        {"b": "countries: [{id: TDZ, name: Tadzhikia, code: user-assigned}]\n"}, {"a.yaml alias"}, followed=False,
    ),
    "a wrong name in other letters": Case(
        {"a": with_(TOPIC % "cold", "bottom_line: [We judge that TADZHIKIA is cold.]")},
        {"countries": COUNTRIES.replace("Tadzhikia", "TADZHIKIA")}, {"a.yaml misnomer"}, followed=False,
    ),
    "the order of two that are called by one wrong name": Case(
        {"a": WRONG % ("one", "One"), "b": WRONG % ("two", "Two"),
         "c": "memberships: [{member: AFG, of: Horde, role: full, source: wire-2021-08}]\n"},
        {"a": None, "d": WRONG % ("one", "One")}, {"c.yaml misnomer"}, followed=False,
    ),
}  # fmt: skip


def texts(held: Files) -> list[TextFile]:
    return [TextFile(name, text) for name, text in sorted(held.items())]


@pytest.mark.parametrize("what", CASES)
def test_what_an_edit_does_to_other_files_is_told(what: str) -> None:
    case = CASES[what]
    held = DESK | {f"facts/{name}.yaml": text for name, text in case.before.items()}
    files = texts(held)
    kept = written(files, desk_loading.load(files, DAY))
    assert kept
    for name, text in case.after.items():
        held.pop(f"facts/{name}.yaml", None)
        held |= {f"facts/{name}.yaml": text} if text else {}
    files = texts(held)
    whole, found = desk_loading.load(files, DAY), incremental_load.updated_load(kept, files, DAY)
    assert {f"{p.mark.file.path.removeprefix('facts/')} {p.code}" for p in whole.problems} == case.told
    assert (found is not None) == case.followed
    if found is not None:
        same(found.held, whole)
    else:
        assert whole.base is not None or any(p.severity is Severity.ERROR for p in whole.problems)


def test_each_record_that_is_judged_by_all_facts_has_read_them_all() -> None:
    """A view keeps what it found; what was looked up is noted for every record anew."""

    def counted(context: RuleContext, entry: Entry, record: Country) -> Iterator[Problem]:
        assert len(context.now.facts) == sum(1 for _ in context.now.facts.values())
        yield from ()

    base = desk_loading.load([TextFile(name, text) for name, text in DESK.items()], DAY).base
    assert base is not None
    context, rules = RuleContext(base, DAY), [Rule(Country, counted)]
    judged = [context.judged(entry, rules) for entry in base.found("countries")]
    assert len(judged) > 1
    assert all(FACTS in judgement.reads for judgement in judged)
