"""Rules across records: what no single one can tell by itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice

from ..core import filenames
from ..core.problems import Mark, Problem, ProblemList
from ..core.values import PartialDate, ValueParseError
from ..records.desk_settings import Desk
from ..records.entities import Country, Entity, Source
from ..records.fact_kinds import ClaimRecord, FactRecord
from ..records.fact_reader import Entry, RecordSpan, folded_name
from ..records.field_types import FactRef, Prose, Ref
from ..records.judgements import Issue, Topic
from ..records.narrative import Call, NarrativeError, bare_numbers, calls, readable_calls
from . import analysis_rules, dependencies, fact_rules
from .analysis_rules import word_mark
from .rule_context import RuleContext

MAX_CLAIMS = 100  # of one fact: every claim is weighed against every other
_LONGEST_NAME = 100  # characters of a wrong name that is looked for in narratives
_WORDS_TOLD = 20  # bare numbers told of one narrative


@dataclass(frozen=True)
class CheckScope:
    """The records that are judged, by kind and id, where the others are there to be held against.

    `names` are of all entities, by what they are called.
    """

    ids: Collection[tuple[str, str]]
    names: Mapping[str, str]

    def __contains__(self, entry: Entry) -> bool:
        return (entry.kind, entry.id) in self.ids


def check(
    entries: Iterable[Entry], today: date | None = None, judged: CheckScope | None = None
) -> list[Problem]:
    """Every problem of the records together; `today` is the desk's pinned one where none is given.

    Of those that are not `judged`, where only some are, some problems are told too, and not all.
    """
    entries = list(entries)
    problems = ProblemList()
    problems += _duplicates(entries)
    problems += _duplicate_names(entries)
    problems += _crowded(entries)
    desk = next((entry.record for entry in entries if isinstance(entry.record, Desk)), None)
    if desk is None:
        mark = entries[0].node.mark if entries else None
        return [
            *problems,
            *(
                [Problem("no-desk", "no desk settings in any file", mark, expected="one record 'desk:'")]
                if mark
                else []
            ),
        ]
    day = today or (desk.today.last if desk.today else None)
    held = RuleContext.of(entries, desk, day, judged.names if judged else None)
    problems += _duplicate_claims(held, problems, judged)
    problems += _identities(held)
    _mentions(held, problems, judged)
    if not any(problem.code in ("unknown-id", "duplicate-id", "too-many-claims") for problem in problems):
        for rule in (*fact_rules.RULES, *analysis_rules.RULES, *_OWN_RULES):
            problems += rule(held)
    return problems


def untied() -> list[str]:
    """The names of the rules that `ties.py` does not cover: after an edit, they have to be asked of all
    records."""
    return [
        rule.__name__ for rule in (*fact_rules.RULES, *analysis_rules.RULES) if rule not in dependencies.TIED
    ]


def _duplicates(entries: list[Entry]) -> Iterator[Problem]:
    # one name space for all that can be cited by id, so that `part_of` and `basis` never need a kind
    for id, group in groupby(sorted(entries, key=lambda e: e.id), key=lambda e: e.id):
        first, *others = group
        if others:
            first, *others = sorted((first, *others), key=lambda e: (e.mark.file.path, e.mark.line))
        for entry in others:
            yield Problem(
                "duplicate-id",
                f"the id '{id}' stands twice",
                entry.mark,
                expected="each id once; file a further claim under 'claims:' with 'fact:'",
                related=((first.mark, "first defined here"),),
            )


def _duplicate_names(entries: Iterable[Entry]) -> Iterator[Problem]:
    """A name that two entities share would lead to whichever was read first."""
    taken: dict[str, Entry] = {}
    for entry in entries:
        if not isinstance(entry.record, Entity):
            continue
        for name in dict.fromkeys(map(folded_name, (entry.id, *entry.record.names))):
            first = taken.setdefault(name, entry)
            if first.id != entry.id:
                yield Problem(
                    "duplicate-name",
                    f"'{entry.id}' and '{first.id}' share the name '{name}'",
                    entry.mark,
                    expected="a name or alias that leads to one of them only",
                    related=((first.mark, "first used here"),),
                )


def _crowded(entries: Iterable[Entry]) -> Iterator[Problem]:
    for entry in entries:
        if len(entry.claims) > MAX_CLAIMS:
            yield Problem(
                "too-many-claims",
                f"{len(entry.claims)} claims of one fact",
                entry.mark,
                expected=f"at most {MAX_CLAIMS}: a fact for each thing that is counted",
            )


def _duplicate_claims(
    held: RuleContext, problems: ProblemList, judged: CheckScope | None
) -> Iterator[Problem]:
    seen: dict[str, RecordSpan] = {}
    named: list[tuple[ClaimRecord, RecordSpan, Entry]] = [
        (claim, node, entry)
        for entry in held.facts.values()
        for claim, node in zip(entry.claims, entry.claim_nodes, strict=True)
    ]
    for claim, node, _ in named:
        if claim.id and claim.id in seen:
            yield Problem(
                "duplicate-id",
                f"the claim id '{claim.id}' stands twice",
                node.mark,
                expected="each id once",
                related=((seen[claim.id].mark, "first defined here"),),
            )
        elif claim.id:
            seen[claim.id] = node
    for claim, node, entry in named:
        if claim.corrects and claim.corrects not in seen and (judged is None or entry in judged):
            yield _unknown(node.mark, claim.corrects, seen, problems, "claim")


def _identities(held: RuleContext) -> Iterator[Problem]:
    """A record whose kind has natural ids has that id, but for a year that was corrected later; and stands
    once."""
    groups: dict[str, list[Entry]] = {}
    for entry in held.facts.values():
        assert isinstance(entry.record, FactRecord)
        natural = entry.record.natural_id(entry.claims[0]) if entry.claims else None
        if natural:
            groups.setdefault(natural, []).append(entry)
    for natural, (first, *others) in groups.items():
        for entry in others:
            yield Problem(
                "duplicate-identity",
                f"'{entry.id}' and '{first.id}' are one thing",
                entry.mark,
                expected="one record; file a further claim under 'claims:' with 'fact:'",
                related=((first.mark, "first defined here"),),
            )
        if not others and _without_year(first.id) != _without_year(natural):
            yield Problem(
                "natural-id",
                f"'{first.id}' is not what the record is about",
                first.at("id"),
                expected=f"'{natural}', or no id: it follows from the record",
                suggestion=natural,
            )


def _without_year(id: str) -> str:
    return re.sub(r"-\d{4}\Z", "", id)


def _mentions(held: RuleContext, problems: ProblemList, judged: CheckScope | None) -> None:
    """Every reference leads somewhere, by its id; every narrative can be read and holds no bare number."""
    wrong = {
        name: entry.id  # of two, the first, as in reading
        for entry in reversed(held.entries)
        if isinstance(entry.record, Entity)
        for name in entry.record.misnomers
    }
    misnomers = {(folded_name(name), id) for name, id in wrong.items()}
    names = _by_first_word(wrong)
    for mention in held.mentions:
        value = mention.value
        if (isinstance(value, Ref) and value.written == value) or (
            judged is not None and mention.entry not in judged
        ):
            continue
        if problems.full(value.file):
            continue
        if isinstance(value, FactRef):
            if value not in held.ids:
                problems.append(_unknown(value.mark, str(value), held.ids, problems))
        elif isinstance(value, Prose):
            problems += _prose(value, held, problems)
            # a source's record is where a misnomer is told of
            problems += _misnomers(value, names, wrong) if wrong and mention.entry.kind != "sources" else ()
        elif value.written.casefold() != value.casefold():
            code = "misnomer" if (folded_name(value.written), str(value)) in misnomers else "alias"
            what = "a wrong name" if code == "misnomer" else "another name"
            problems.append(
                Problem(
                    code,
                    f"'{value.written}' is {what} of '{value}'",
                    value.mark,
                    expected="its id",
                    suggestion=str(value),
                )
            )


def _by_first_word(names: Iterable[str]) -> dict[str, frozenset[int]]:
    """How long the names are that begin with a word: so a text is searched for any number of names in one
    pass."""
    found: dict[str, set[int]] = {}
    for name in names:
        word = re.match(r"\w+", name)
        if word and len(name) <= _LONGEST_NAME:
            found.setdefault(word[0], set()).add(len(name))
    return {word: frozenset(lengths) for word, lengths in found.items()}


def _misnomers(prose: Prose, names: dict[str, frozenset[int]], wrong: dict[str, str]) -> Iterator[Problem]:
    found: dict[str, None] = {}
    for word in re.finditer(r"\w+", prose):
        for length in sorted(names.get(word[0], ()), reverse=True):
            end = word.start() + length
            name = prose[word.start() : end]
            if name in wrong and not re.match(r"\w", prose[end : end + 1]):
                found[name] = None
                break
    for name in found:
        yield Problem(
            "misnomer",
            f"'{name}' is a wrong name of '{wrong[name]}'",
            word_mark(prose, name),
            expected='its name, or {{ text("…") }} where the source is quoted',
        )


def _unknown(
    mark: Mark, id: str, known: Collection[str], problems: ProblemList, what: str = "fact"
) -> Problem:
    return Problem(
        "unknown-id",
        f"no {what} has the id '{id}'",
        mark,
        expected=f"the id of a {what}",
        suggestion=problems.nearest(id, known),
    )


def _prose(prose: Prose, held: RuleContext, problems: ProblemList) -> Iterator[Problem]:
    try:
        quoted = calls(prose)
        bare = bare_numbers(prose)
    except NarrativeError as mistake:
        yield Problem("bad-prose", str(mistake), word_mark(prose, mistake.near), expected=mistake.expected)
        return
    for word in list(dict.fromkeys(bare))[:_WORDS_TOLD]:
        yield Problem(
            "bare-number",
            f"a bare number in a narrative: '{word}'",
            word_mark(prose, word),
            expected='a quoted fact {{ fact("id") }}, a {{ date("…") }}, or {{ text("…") }} for a name',
        )
    wrong = (problem for call in dict.fromkeys(quoted) for problem in _quotation(prose, call, held, problems))
    yield from islice(wrong, _WORDS_TOLD)


def _quotation(prose: Prose, call: Call, held: RuleContext, problems: ProblemList) -> Iterator[Problem]:
    name = call.args[0]
    for id in call.facts:
        if id not in held.facts:
            yield _unknown(word_mark(prose, id), id, held.facts, problems)
    if call.name == "cite" and name not in held.sources:
        yield _unknown(word_mark(prose, name), name, held.sources, problems, "source")
    elif call.name == "date":
        try:
            PartialDate.parse(name)
        except ValueParseError as problem:
            yield Problem("not-a-date", str(problem), word_mark(prose, name), expected=problem.expected)


def unused_sources(held: RuleContext) -> Iterator[Problem]:
    """Every source is cited by a claim, an instrument, a rendering or a narrative."""
    cited = {str(m.value) for m in held.mentions if isinstance(m.value, Ref) and "sources" in m.value.kinds}
    for mention in held.mentions:
        if isinstance(mention.value, Prose) and "cite" in mention.value:
            cited |= {call.args[0] for call in readable_calls(mention.value) if call.name == "cite"}
    for entry, source in held.records(Source):
        if source.id not in cited:
            yield Problem(
                "unused-source",
                f"nothing cites '{source.id}'",
                entry.mark,
                expected="a claim, or no such source",
            )


def file_names(held: RuleContext) -> Iterator[Problem]:
    """Every document's mailed copy has a name of its own, whatever its marking and whatever day it is made
    on."""
    entry = next(entry for entry, _ in held.records(Desk))
    groups: dict[str, list[tuple[str, str]]] = {}
    for document, kind, name, week in _mailed(held):
        values = {"kind": kind, "name": name, "marking": "…"}
        undated = filenames.from_pattern(held.desk.files, **values, week="…", date="…").casefold()
        # what follows the calendar may fall on the week of any issue
        file = filenames.from_pattern(held.desk.files, **values, week=week, date=week) if week else undated
        groups.setdefault(undated, []).append((document, file))
    for undated, named in groups.items():
        files = [file for _, file in named]
        if len(named) > 1 and (len(set(files)) < len(files) or undated in files):
            (one, _), (other, _) = named[:2]
            yield Problem(
                "file-name-clash",
                f"{one} and {other} would both be mailed as {undated}",
                entry.at("files"),
                expected="a pattern that tells them apart, by {kind}, {name} or {week}",
            )


def _mailed(held: RuleContext) -> Iterator[tuple[str, str, str, str]]:
    """Each document with its kind, its name and, where it belongs to one, its week."""
    countries = {entry.id: record for entry, record in held.records(Country)}
    named = {
        "country": [
            filenames.slug(countries[id].name) or id.lower() for id in held.desk.region if id in countries
        ],
        "topic": [topic.id for _, topic in held.records(Topic)],
        "issue": [issue.id for _, issue in held.records(Issue)],
        "desk": [""],
    }
    yield from ((f"countries/{name}", "country", name, "") for name in named["country"])
    yield from ((f"topics/{name}", "topic", name, "") for name in named["topic"])
    yield from ((f"weekly/{week}", "weekly", "weekly", week) for week in named["issue"])
    for kind in held.desk.documents:
        for name in named[kind.each]:
            week = name if kind.each == "issue" else ""
            document = f"{kind.folder}/{name or kind.folder}"
            yield document, kind.folder, filenames.document_name(kind.folder, name, kind.each), week


# Covered by `resuming`, which holds what documents are named for, and by the ties to sources.
_OWN_RULES = (unused_sources, file_names)
