"""Editorial rules, on sentences that were written before them, and the shares of these on which they are right."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from briefings.checks import desk_loading, editorial_rules
from briefings.core.problems import TextFile
from briefings.records.narrative import Call

CODES = {"attribution", "one-source", "uncited", "avoided-word"}
GROUND = dedent("""\
    desk:
      {title: T, publisher: P, contact: c, region: [AFG], today: 2022-01-01,
       avoid: [special operation, regime, noted]}
    countries: [{id: AFG, name: Afghanistan}, {id: RUS, name: Russia}]
    organizations:
      - {id: cnbc-tv, name: CNBC, type: outlet}
      - {id: rferl, name: RFE/RL, type: outlet}
      - {id: tass-agency, name: TASS, type: agency}
      - {id: unhcr-un, name: UNHCR, type: international organization}
    people: [{id: ash-tim, name: Tim Ash}, {id: oliker-olga, name: Olga Oliker}]
    measures: [{id: coming, label: Coming, unit: people}]
    sources:
      - {id: cnbc-1, publisher: CNBC, title: T, published: 2021-08-26, medium: press, reliability: C}
      - {id: rferl-1, publisher: RFE/RL, title: T, published: 2021-09-16, medium: press, reliability: B}
      - {id: unhcr-1, publisher: UNHCR, title: T, published: 2021-09-16, medium: official, reliability: A}
    figures:
      - {id: cnbc, subject: AFG, measure: coming, value: 100, as_of: 2021-08, source: cnbc-1}
      - {id: unhcr, subject: AFG, measure: coming, value: 200, as_of: 2021-09, source: unhcr-1}
      - id: both
        subject: AFG
        measure: coming
        claims:
          - {value: 300, as_of: 2021-08, source: cnbc-1}
          - {value: 300, as_of: 2021-08, source: rferl-1}
    events:
      - {id: tass, type: decision, title: Decision, date: 2021-09-15, source: rferl-1, origin: tass-agency}
      - {id: plan, type: decision, title: Plan of Russia, date: 2021-08-25, source: cnbc-1, status: done}
    statements:
      - {id: ash, speaker: ash-tim, date: 2021-08-25, text: A buffer., source: cnbc-1}
      - {id: oliker, speaker: oliker-olga, date: 2021-08-25, text: Trouble., source: cnbc-1}
    """)
LINES = (Path(__file__).parents[1] / "editorial/sentences.txt").read_text(encoding="utf-8").splitlines()
SENTENCES = [tuple(map(str.strip, line.split("|", 1))) for line in LINES if not line.startswith("#")]


def codes_of(sentence: str) -> set[str]:
    head = "topics:\n  - id: t\n    title: T\n    question: Q\n    scope: {tags: x}\n    bottom_line:\n"
    topic = f"{head}      - >-\n        {sentence}\n"
    problems = desk_loading.load([TextFile("facts/a.yaml", GROUND), TextFile("facts/b.yaml", topic)]).problems
    assert not [str(p) for p in problems if p.severity == "error" and p.code != "bare-number"]
    return {problem.code for problem in problems} & CODES


def test_the_rules_are_right_on_all_sentences_written_before_them() -> None:
    wrong = [f"{label} | {text}" for label, text in SENTENCES if codes_of(text) != ({label} - {"-"})]
    assert len(SENTENCES) == 63
    assert wrong == []


@pytest.mark.parametrize("label", sorted(CODES))
def test_each_rule_has_sentences_of_both_kinds(label: str) -> None:
    assert sum(each == label for each, _ in SENTENCES) >= 5
    assert sum(each == "-" for each, _ in SENTENCES) >= 20


def test_a_source_behind_the_full_stop_is_of_the_sentence_before_it() -> None:
    first, second = editorial_rules.sentences('It rains. {{ cite("a") }} It snows.')
    assert ((first.text, first.is_cited), (second.text, second.is_cited)) == (("It rains.", True), ("It snows.", False))


def test_a_sentence_keeps_its_calls() -> None:
    first, second = editorial_rules.sentences('One {{ fact("a") }} of them. "Two" are {{ cite("b") }}.')
    assert (first.calls, second.calls) == ((Call("fact", ("a",)),), (Call("cite", ("b",)),))
    assert (first.is_cited, second.text[:5]) == (True, '"Two"')


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("US troops have left the base.", "uncited"),  # not "us"
        ("“We will not go,” the minister said.", "uncited"),
        ("Moscow fears that a base could be built.", "uncited"),
        ("A base could be built.", ""),
        ("We fear that a base could be built.", ""),
        ('According to Tim Ash, it rains {{ cite("cnbc-1") }}.', ""),  # CNBC may well quote him
        ('According to UNHCR, it rains {{ cite("cnbc-1") }}.', "attribution"),
        ('According to the media, it rains {{ cite("cnbc-1") }}.', "one-source"),
        ('It rains, says the U.S. State Department {{ cite("cnbc-1") }}.', ""),
        ('It rains, said Gen. Ash {{ cite("cnbc-1") }}.', ""),
    ],
)
def test_prose_of_other_people_is_read_as_they_mean_it(sentence: str, code: str) -> None:
    assert codes_of(sentence) == {code} - {""}
