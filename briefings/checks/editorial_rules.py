"""Rules of the desk's own sentences: whose word they give, on how many sources, and in whose terms.

A sentence ends as people end it; `tests/editorial/sentences.txt` was written before these rules, and
docs/checks.md says how often they are right on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..core.problems import Problem
from ..facts.claims import Claim
from ..records.base_record import Record
from ..records.entities import Country, Person
from ..records.entries import Entry
from ..records.fact_kinds import Statement
from ..records.fact_records import FactRecord
from ..records.judgements import Issue, Topic
from ..records.name_register import folded_name
from ..records.narrative import (
    Call,
    NarrativeError,
    markup_faults_of,
    near_calls,
    number_findings,
    pieces,
)
from ..records.prose_fields import Prose, Remark
from .rule_context import Rule, RuleContext, word_mark

_FEWEST_WORDS = 3  # of a sentence that tells of the world
_CALL = "\N{OBJECT REPLACEMENT CHARACTER}"
_SHORT = r"(?<![A-Z]\.)(?<!\b(?:Mr|Dr|St|Lt|Ms)\.)(?<!\b(?:Gen|Col|Sgt|Mrs)\.)"  # "U.S. State Department"
_END = re.compile(rf"(?<=[.!?]){_SHORT}[\"”’)]*\s+(?=[\"“‘(]?[A-Z\ufffc])|\n\s*\n")
_CITES = ("fact", "cite", "sum", "share", "difference")
_ACCORDING = re.compile(
    r"\b(?:according to|by the (?:account|count|report) of|as reported by)\s+"
    r"(?!(?:him|her|them|it|this|that)\b)(?P<who>[^,.;:()\ufffc]{2,80})",
    re.IGNORECASE,
)
# "His spokesman", "the Kazakh presidency": whoever speaks there has no name in the sentence.
_ROLE = re.compile(r"spokes\w+|presidency|office|minist\w+|embassy|government|army", re.IGNORECASE)
_WHO = "experts|analysts|observers|specialists"
_PERSONS = re.compile(_WHO, re.IGNORECASE)
_COUNT = "several|various|many|multiple|numerous|two|three|other"
_MANY = re.compile(
    rf"(?<!one of )\b(?:(?:{_COUNT}) (?:\w+ )?(?:sources|reports|outlets|media)\b"
    rf"|(?:media|press) reports\b|(?:^|(?<=[.,] ))(?:{_WHO})\b"
    rf"|\b(?:{_WHO}) (?:see|say|said|expect|believe|think|warn|fear|agree)\b"
    r"|\baccording to (?:the |various |local )?(?:media|press|reports)\b)",
    re.IGNORECASE,
)
_IN_A_NAME = re.compile(r"[A-Z]\w+ \Z")  # "Afghan Online Press reports"
# "US troops" are not ours.
_OURS = re.compile(
    r"\b(?:we|(?-i:us)|our|ours|the desk|the desk's|no reports?|not known|unknown|judge\w*|outlook"
    r"|this issue)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:(?:un)?likely|may|might|could|will|would|realistic possibility|remote chance|almost certain(?:ly)?"
    r"|expect\w*)\b",
    re.IGNORECASE,
)
# What may be is then what somebody else said of it.
_SAYS = re.compile(
    r"\b(?:(?:sa(?:id|ys?)|told|tells|add(?:ed|s)|warn(?:ed|s)?|report(?:ed|s)|announced?|insist(?:ed|s)?"
    r"|stress(?:ed|es)|pledged?|promised?|proposed?|acknowledged?|criticized?|fear(?:s|ed)?|believed?s?|hopes?|quoted|expressed"
    r"|indicated)|according to)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"(?:It|They|He|She|This|That|These|Those|Both|Neither|Its|Their|His|Her"
    r"|The (?:former|latter|same|two|pledge|offer|report|figure|number|count))\b"
)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a narrative: its words, with a sign in the place of each call, and the calls."""

    text: str
    calls: tuple[Call, ...]

    @property
    def is_cited(self) -> bool:
        """True if it prints a fact or cites a source."""
        return any(call.name in _CITES for call in self.calls)


def sentences(prose: str) -> list[Sentence]:
    """Return the sentences of a narrative; none of one that cannot be read, which is a problem by itself."""
    try:
        parts = pieces(prose)
    except NarrativeError:
        return []
    calls = [part for part in parts if isinstance(part, Call)]
    whole = "".join(part if isinstance(part, str) else _CALL for part in parts)
    found: list[Sentence] = []
    for text in _END.split(whole):
        number = text.count(_CALL)
        own, calls = calls[:number], calls[number:]
        text = " ".join(text.split())
        if found and text.startswith(_CALL) and own[0].name == "cite":  # behind the full stop
            found[-1] = Sentence(found[-1].text, (*found[-1].calls, own.pop(0)))
            text = text.removeprefix(_CALL).strip()
        found.append(Sentence(text, tuple(own)))
    return [sentence for sentence in found if sentence.text]


def attributions(context: RuleContext, entry: Entry, record: Record) -> Iterator[Problem]:
    """ "According to X" stands beside what X says, or a source of X."""
    for prose in _narratives(context, entry):
        for sentence in sentences(prose):
            match = _ACCORDING.search(sentence.text)
            if match is None:
                continue
            claims, cited = _claims(context, sentence), _cited_publishers(context, sentence)
            if not (claims or cited) or _ROLE.search(match["who"]):
                continue
            named = _named(context, match["who"])
            if not claims and any(isinstance(context.all_time_view.entity(id), Person) for id in named):
                continue  # whom a source cited as a whole may well quote
            if named and not named & (_supporters(claims) | set(map(folded_name, cited))):
                yield Problem(
                    "attribution",
                    f"'{match[0].strip()}' beside what {_listed(claims, cited)} says",
                    word_mark(prose, match["who"].split()[0]),
                    "who says it, or a fact that rests on whom the sentence names",
                )


def lone_sources(context: RuleContext, entry: Entry, record: Record) -> Iterator[Problem]:
    """Several sources, or experts, are more than one."""
    for prose in _narratives(context, entry):
        for sentence in sentences(prose):
            match = _MANY.search(sentence.text)
            if match is None or _IN_A_NAME.search(sentence.text[: match.start()]):
                continue
            claims, cited = _claims(context, sentence), _cited_publishers(context, sentence)
            persons = _PERSONS.search(match[0])
            who = _persons(context, claims) if persons else {*_publishers(claims), *cited.values()}
            if len(who) == 1:
                yield Problem(
                    "one-source",
                    f"'{match[0]}' rests on one: {_listed(claims, cited)}",
                    word_mark(prose, match[0].split()[0]),
                    "the one by its name, or a second one's fact",
                )


def uncited_sentences(context: RuleContext, entry: Entry, record: Record) -> Iterator[Problem]:
    """A sentence of a bottom line that tells of the world cites what it rests on.

    Left alone is what the desk says of itself or judges, and what goes on from a cited sentence.
    """
    for prose in _bottom_lines(record):
        cited_before = False
        for sentence in sentences(prose):
            goes_on = cited_before and _GOES_ON.match(sentence.text)
            short = len(sentence.text.split()) < _FEWEST_WORDS
            told = sentence.is_cited or goes_on or short or _is_own(sentence.text)
            if not (told or _is_wrong(prose)):
                yield Problem(
                    "uncited",
                    f"no source behind '{_shortened(sentence.text)}'",
                    word_mark(prose, sentence.text.split()[0]),
                    'a source in it: {{ fact("id") }}, {{ cite("source") }}; or whose judgement it is',
                )
            cited_before = sentence.is_cited or bool(goes_on)


def avoided_words(context: RuleContext, entry: Entry, record: Record) -> Iterator[Problem]:
    """The desk's own sentences have none of the words that it avoids, unless they are quoted."""
    if not context.desk.avoid:
        return
    words = "|".join(map(re.escape, context.desk.avoid))
    pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
    for prose in _narratives(context, entry):
        for sentence in sentences(prose):
            for word in dict.fromkeys(pattern.findall(_QUOTED.sub("", sentence.text))):
                expected = 'a word of our own, or quotation marks and whose word it is: {{ text("…") }}'
                yield Problem(
                    "avoided-word",
                    f"'{word}' is a word that the desk avoids",
                    word_mark(prose, word),
                    expected,
                )


def _narratives(context: RuleContext, entry: Entry) -> Iterator[Prose]:
    """The narratives of a record in the desk's own voice: not what others say, and no remarks."""
    for mention in context.mentions_of(entry) if not isinstance(entry.record, FactRecord) else ():
        if isinstance(mention.value, Prose) and not isinstance(mention.value, Remark):
            yield mention.value


def _bottom_lines(record: Record) -> Iterator[Prose]:
    match record:
        case Issue() | Topic():
            yield from record.bottom_line
        case Country():
            yield from (line.text for line in record.bottom_lines)


def _claims(context: RuleContext, sentence: Sentence) -> list[Claim]:
    """The claims of the facts that a sentence prints."""
    found: list[Claim] = []
    for call in sentence.calls:
        for id in call.facts:
            found += context.claims(context.fact(id))
    return found


def _cited_publishers(context: RuleContext, sentence: Sentence) -> dict[str, str]:
    """The publishers of the sources that a sentence cites by themselves, each with its id, if it has one."""
    ids = [call.args[0] for call in sentence.calls if call.name == "cite"]
    names = [source.publisher for id in ids if (source := context.source(id)) is not None]
    return {name: context.all_time_view.resolve(name) or name for name in names}


def _is_own(text: str) -> bool:
    """True for a sentence of what the desk knows, judges or expects; not where it tells what others do."""
    text = _QUOTED.sub("", text)
    return bool(_OURS.search(text) or (_AHEAD.search(text) and not _SAYS.search(text)))


def _publishers(claims: list[Claim]) -> set[str]:
    return {claim.outlet for claim in claims} | {str(id) for claim in claims for id in claim.record.origin}


def _persons(context: RuleContext, claims: list[Claim]) -> set[str]:
    """The speakers of claims, if each is a person's word; else none, as a group is more than one."""
    facts = [claim.fact.record for claim in claims]
    speakers = {str(fact.speaker) for fact in facts if isinstance(fact, Statement)}
    people = {id for id in speakers if isinstance(context.all_time_view.entity(id), Person)}
    return people if people == speakers and all(isinstance(fact, Statement) for fact in facts) else set()


def _supporters(claims: list[Claim]) -> set[str]:
    """Whose word claims are: publishers, origins, speakers and those who act, by id and name."""
    found: set[str] = set()
    for claim in claims:
        record = claim.fact.record
        ids = [
            claim.outlet,
            *claim.record.origin,
            getattr(record, "speaker", ""),
            getattr(record, "holder", ""),
        ]
        found |= {str(id) for id in (*ids, *getattr(record, "by", ())) if id}
        found.add(folded_name(claim.source.publisher))
    return found


def _named(context: RuleContext, who: str) -> set[str]:
    """The entities and publishers that a few words name: ids, and publishers without a record by name."""
    words = re.sub(r"['’]s\b", "", who).split()
    found: set[str] = set()
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            name = " ".join(words[start:end])
            id = context.all_time_view.resolve(name) if name[0].isupper() else None
            if id or context.exists(f"publisher {folded_name(name)}"):
                found |= {id or folded_name(name), folded_name(name)}
                break
    return found


def _listed(claims: list[Claim], cited: Iterable[str] = ()) -> str:
    return " and ".join(dict.fromkeys([*(claim.source.publisher for claim in claims), *cited]))


def _is_wrong(prose: Prose) -> bool:
    """True for a narrative with a problem of its own, which may be the source that it lacks."""
    return any((number_findings(prose), [*markup_faults_of(prose)], [*near_calls(prose)]))


def _shortened(text: str) -> str:
    text = text.replace(_CALL, "…")
    return text if len(text) <= 60 else f"{text[:57].rstrip()}…"


RULES = tuple(Rule(Record, rule) for rule in (attributions, lone_sources, uncited_sentences, avoided_words))
