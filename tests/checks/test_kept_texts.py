"""Traps of kept texts, three and more to each code: a line of a source, a claim of it, and what is to be said."""

from __future__ import annotations

from textwrap import dedent

import pytest

from briefings.checks import desk_loading, source_rules
from briefings.files.desk_files import decoded

GROUND = dedent("""\
    desk: {title: T, publisher: P, contact: c, region: [NER], today: 2021-10-01, texts: texts}
    countries: [{id: NER, name: Niger}, {id: CIV, name: Côte d'Ivoire, adjective: Ivorian}]
    people:
      - {id: xi, name: Xi Jinping, aliases: [Xi]}
      - {id: orban, name: Viktor Orbán}
      - {id: haddad, name: Mona Al-Haddad}
      - {id: vos, name: Lena Vos, aliases: [Лена Вос]}
    measures: [{id: m, label: M, unit: people}, {id: money, label: Money, unit: IRR}]
    sources:
      - {id: s, publisher: Wire, title: T, published: 2021-09-20, medium: wire, reliability: B}
    """)
FIGURE = "figures: [{id: f, subject: NER, measure: m, as_of: 2021-09, source: s, %s}]"
MONEY = "figures: [{id: f, subject: NER, measure: money, as_of: 2021-09, source: s, at: 1, %s}]"
SAID = "statements: [{id: f, text: T, source: s, at: 1, %s}]"
VILLAGES = SAID.replace("text: T", "text: Villages along the river could be flooded")
LINE = "Officials of Niger counted 500 people on 16 September.\n"
FEARS = (
    "Vos fears floods.\nThe minister of Niger, Vos, said that villages along the river could be flooded by winter.\n"
)


def codes(claim: str, text: str) -> list[str]:
    files = [decoded("facts/a.yaml", GROUND.encode()), decoded("facts/b.yaml", claim.encode())]
    loaded = desk_loading.load(files)
    assert loaded.base, "\n".join(map(str, loaded.problems))
    kept = [decoded("texts/s.txt", text.encode())]
    return [problem.code for problem in source_rules.source_problems(loaded.base, kept)]


@pytest.mark.parametrize(
    ("claim", "text", "expected"),
    [
        # source-line: of a text whose lines the record does not count
        (FIGURE % "value: 500, at: 1", LINE, ""),
        (FIGURE % "value: 500, at: 2", LINE, "source-line"),
        (FIGURE % "value: 500, at: 1, context: 7", LINE, "source-line"),
        (FIGURE % "value: 500, at: [1, 3]", "\n\n" + LINE + "\n \nMore.\n", "source-line"),
        # source-quote: within a number or a word, letters with marks in two parts, spaces and dashes
        (FIGURE % 'value: 500, at: 1, quote: "500 people"', "They counted 12,500 people.", "source-quote"),
        (FIGURE % 'value: 12, at: 1, quote: "12"', "They counted 12,500 people.", "source-quote"),
        (FIGURE % 'value: 9, at: 1, quote: "nine people"', "They counted ninety-nine people.", ""),
        (FIGURE % 'value: 9, at: 1, quote: "nine people"', "Canine people counted nine.", "source-quote"),
        (FIGURE % 'value: 30, at: 1, quote: "30 élèves"', "They counted 30 e\u0301le\u0300ves.", ""),
        (FIGURE % 'value: 30, at: 1, quote: "30 to-day"', "They counted\u00a030\u2009to\u2011day.", ""),
        (FIGURE % 'value: 30000, at: 1, quote: "3万人"', "当局称3万人抵达。", ""),
        # source-number
        (FIGURE % "value: 1.5 million, at: 1", "Прибыли 1,5 млн человек.", ""),
        (FIGURE % "value: 1.5 million, at: 1", "Прибыли 15 млн человек.", "source-number"),
        (FIGURE % "value: 3.5 million, at: 1", "3½ million people came.", ""),
        (FIGURE % "value: hundreds, at: 1", "Several hundred people came.", ""),
        (FIGURE % "value: thousands, at: 1", "Several hundred people came.", "source-number"),
        (FIGURE % "value: 201, at: 1", "The 201st division has people.", "source-number"),
        # source-unit
        (MONEY % "value: 40 million IRR", "It cost 40 million rials.", ""),
        (MONEY % "value: 40 million IRR", "It cost 40 million rupees.", "source-unit"),
        (MONEY % "value: 40 million IRR", "It cost $40 million.", "source-unit"),
        (FIGURE % "value: 40, at: 1", "It is 40 km long.", "source-unit"),
        # source-bound
        (FIGURE % 'value: "<= 40", at: 1', "As many as 40 people came.", ""),
        (FIGURE % 'value: "> 40", at: 1', "No more than 40 people came.", "source-bound"),
        (FIGURE % 'value: "<= 40", at: 1', "At least 40 people came.", "source-bound"),
        (FIGURE % "value: 40, at: 1", "Some 40 people came.", "source-bound"),
        # source-several
        (FIGURE % "value: 40, at: 1", "Of 60 people, 40 people stayed.", "source-several"),
        (FIGURE % "value: 40, at: 1", "Of sixty people, 40 stayed.", "source-several"),
        (FIGURE % "value: 40, at: 1", "On 6 May 2021, 40 people stayed for 7 km.", ""),
        # source-date
        (SAID % "speaker: vos, date: 2021-09-03", "Vos spoke on the night of 3-4 September.", ""),
        (SAID % "speaker: vos, date: 2021-09-04", "Vos spoke on September 3 and 4.", ""),
        (SAID % "speaker: vos, date: 2021-09-05", "Vos spoke on the night of 3-4 September.", "source-date"),
        (SAID % "speaker: vos, date: 2021-09-16", "Лена Вос выступила 16 сентября 2021 года.", ""),
        (SAID % "speaker: vos, date: 2021-09-16", "Лена Вос выступила 16 августа 2021 года.", "source-date"),
        (SAID % "speaker: vos, date: 2021-09-16", "16-Sep-2021: Vos speaks.", ""),
        # source-name
        (SAID % "speaker: xi, date: 2021-09", "XI SPEAKS IN SEPTEMBER", ""),
        (SAID % "speaker: orban, date: 2021-09", "Orban spoke in September.", ""),
        (SAID % "speaker: haddad, date: 2021-09", "In September al Haddad spoke.", ""),
        (SAID % "speaker: NER, date: 2021-09", "Nigeria said so in September.", "source-name"),
        (SAID % "speaker: CIV, date: 2021-09", "Cote d’Ivoire said so in September.", ""),
        (SAID % "speaker: xi, date: 2021-09", "The taxi driver spoke in September.", "source-name"),
        # source-passage
        (VILLAGES % "speaker: vos", FEARS, "source-passage"),
        (VILLAGES.replace("at: 1", "at: 2") % "speaker: vos", FEARS, ""),
        (VILLAGES.replace("at: 1", "at: 1, context: 2") % "speaker: vos", FEARS, ""),
        (SAID.replace("text: T", "text: Floods are feared") % "speaker: vos", FEARS, ""),
    ],
)  # fmt: skip
def test_a_trap_is_told_and_nothing_else(claim: str, text: str, expected: str) -> None:
    assert codes(claim, text) == [expected] * bool(expected)


@pytest.mark.parametrize(
    ("kept", "recorded"),
    [
        (b"One line.\r\n", b"One line.\n"),  # the ends of lines as another system writes them
        (b"One line.\n", b"One line."),
        (b"\xef\xbb\xbfOne line.\n", b"One line.\n"),
    ],
)
def test_a_text_that_differs_by_an_unseen_byte_is_still_the_one_recorded_or_is_said_to_differ(
    kept: bytes, recorded: bytes
) -> None:
    """The digest is of the file's bytes: what an editor did to them unasked is told, not guessed away."""
    digest = decoded("s.txt", recorded).digest
    ground = GROUND.replace("reliability: B}", f"reliability: B, sha256: {digest}}}")
    base = desk_loading.load([decoded("facts/a.yaml", ground.encode())]).base
    assert base
    problems = list(source_rules.source_problems(base, [decoded("texts/s.txt", kept)]))
    assert [problem.code for problem in problems] == ["source-changed"]
    assert list(source_rules.source_problems(base, [decoded("texts/s.txt", recorded)])) == []
