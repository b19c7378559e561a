"""A desk in which the rules have much to look at, and what may become of each of its records.

Every record has a few forms, one of which may be that it is not there, and may stand in any of some files. Most of
what may be chosen is without errors; what depends on it stands elsewhere, often at two or three removes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from briefings.core.problems import TextFile

DESK = """\
desk:
  {title: Desk, publisher: P, contact: desk@desk.example, region: [AFG, TJK], release: TLP:GREEN, %syardstick: icd203,
   review: [{kind: displacement, after: 60 days}, {kind: figures, after: 90 days}, {kind: forces, after: 30 days}]}
"""
PINNED = "today: 2021-09-17, "

_FIG = "subject: AFG, measure: %s, source: %s, as_of: %s, value: %s"
_ASSESSED = (
    "question: held, until: 2021-12-31, "
    "text: It will %s., confidence: low, about: [AFG, TJK], author: A, likelihood: %s, date: %s, basis: [%s]"
)


def figure(measure: str, source: str, day: str, value: str, more: str = "") -> str:
    return _FIG % (measure, source, day, value) + (f", {more}" if more else "")


def judged(what: str, day: str, basis: str, more: str = "", likelihood: str = "likely") -> str:
    return _ASSESSED % (what, likelihood, day, basis) + (f", {more}" if more else "")


# By kind and id: the forms of a record, each without its id. The first is what the desk begins with.
FORMS: dict[tuple[str, str], tuple[str | None, ...]] = {
    ("countries", "AFG"): (
        "name: Afghanistan, key_figures: [dead]",
        "name: Afghanistan, key_figures: [camp], bottom_lines: [{as_of: 2021-09-01, text: Quiet., trend: stable}]",
        "name: Afghanistan, misnomers: [Affghanistan]",
    ),
    ("countries", "TJK"): ("name: Tajikistan, misnomers: [Tadzhikia]", "name: TAJIKISTAN, misnomers: [Tadzhikia]",
                           "name: Tajikistan, misnomers: [TADZHIKIA]"),
    ("organizations", "CSTO"): (
        "name: Pact, type: bloc, founding: [{name: T, signed: 1992-05-15, source: wire}]",
        "name: Pact, type: bloc, founding: [{name: T, signed: 2002-10-07, source: wire}]",
        "name: Pact, type: bloc",
    ),
    ("organizations", "daily"): ("name: Daily, type: outlet", "name: Daily, type: outlet, aliases: [The Daily]", None),
    ("people", "zas"): ("name: Stanislav Zas", "name: Stanislav Zas, internal: He will go."),
    ("sources", "wire"): tuple(
        f"publisher: Wire, title: W, published: 2021-08-20, medium: wire, {more}"
        for more in ("reliability: B", "reliability: E", "reliability: B, withdrawn: 2021-09-10", "author: A")
    ),
    ("sources", "press"): tuple(
        f"publisher: {by}, title: P, published: {day}, medium: press, reliability: C"
        for by, day in (("Press", "2021-09-16"), ("Daily", "2021-09-16"), ("Wire", "2021-09-16"),
                        ("Press", "2021-09-02"))
    ),
    ("sources", "late"): (
        "publisher: Late, title: L, published: 2021-09-15, medium: press",
        "publisher: Late, title: L, published: 2021-09-15, medium: press, marking: TLP:AMBER",
        "publisher: Daily, title: L, published: 2021-09-15, medium: press, withdrawn: 2021-09-16",
        None,
    ),
    ("measures", "killed"): tuple(f"label: {told}, unit: {unit}" for told, unit in (
        ("killed", "people"), ("slain", "people"), ("killed", "soldiers"))),
    ("measures", "hurt"): ("label: hurt, unit: people", "label: hurt, unit: people, parts: [killed]"),
    ("measures", "harmed"): ("label: harmed, unit: people, parts: [killed, hurt]",
                             "label: harmed, unit: people, parts: [hurt]"),
    ("matters", "hosting"): ("question: Is it to host?, about: [AFG]", "question: Is it to host?, about: [CSTO]"),
    # a total, its parts in a chain, and what is reckoned from them
    ("figures", "dead"): (
        figure("harmed", "wire", "2021-08-15", "30"),
        figure("harmed", "wire", "2021-08-15", "30", "open: true"),
        figure("harmed", "press", "2021-08-15", "'>= 40'"),
        figure("harmed", "wire", "2021-08-15", "30", "supersedes: [camp]"),
    ),
    ("figures", "part-a"): (
        figure("killed", "wire", "2021-08-15", "10", "part_of: dead"),
        figure("killed", "wire", "2021-08-15", "20", "part_of: dead"),
        figure("killed", "press", "2021-08-15", "10"),
        figure("killed", "late", "2021-09-10", "10", "part_of: dead"),
    ),
    ("figures", "part-b"): (
        figure("hurt", "press", "2021-08-15", "20", "part_of: dead"),
        figure("hurt", "press", "2021-08-15", "5", "part_of: dead"),
        figure("hurt", "press", "2021-08-15", "20", "part_of: dead, negated: true"),
        None,
    ),
    ("figures", "part-c"): (
        figure("killed", "press", "2021-08-15", "3", "part_of: part-a"),
        figure("killed", "press", "2021-08-15", "3", "rivals: [part-a]"),
        figure("killed", "press", "2021-08-15", "3"),
    ),
    # rivals in a chain
    ("figures", "camp"): tuple(figure("killed", "press", "2021-08-20", "60", more) for more in (
        "rivals: [camp-2]", "rivals: [camp-2], preferred: true, because: It counted.", "", "rivals: [camp-3]")),
    ("figures", "camp-2"): (
        figure("killed", "wire", "2021-08-20", "90", "rivals: [camp-3]"),
        figure("killed", "wire", "2021-08-20", "60", "rivals: [camp-3]"),
        figure("killed", "wire", "2021-05-20", "90", "rivals: [camp-3]"),
        figure("killed", "wire", "2021-08-20", "90"),
    ),
    ("figures", "camp-3"): (
        figure("killed", "press", "2021-08-20", "120"),
        figure("killed", "press", "2021-08-20", "120", "part_of: camp-2"),
        figure("killed", "late", "2021-08-20", "120 injured"),
    ),
    # what supersedes what, and what grows stale
    ("displacement", "flow-1"): tuple(
        f"leaving: AFG, into: TJK, measure: hosted, value: {value} people, as_of: 2021-0{month}-01, source: wire"
        for value, month in ((10, 5), (15, 5), (10, 8))
    ),
    ("displacement", "flow-2"): tuple(
        f"leaving: AFG, into: TJK, measure: hosted, value: 20 people, as_of: 2021-06-01, source: press{more}"
        for more in (", supersedes: [flow-1]", "", ", supersedes: [flow-1], recorded: 2021-09-16",
                     ", until: 2021-07-01", ", status: done")
    ),
    ("displacement", "flow-3"): (
        *(f"leaving: AFG, into: TJK, measure: hosted, value: 30 people, as_of: 2021-09-10, source: {more}"
          for more in ("press, supersedes: [flow-2]", "press", "late, supersedes: [flow-1]")),
        "leaving: AFG, into: TJK, measure: hosted, claims: [{source: press, value: 30 people, as_of: 2021-09-10}, "
        "{value: 44 people, as_of: 2021-09-10, source: wire, recorded: 2021-09-11, status: feared}]",
        None,
    ),
    ("forces", "base"): (
        "type: base, of: [CSTO], in: TJK, strength: 7000, as_of: 2021-08-01, source: wire",
        "type: base, of: [CSTO], claims: [{in: TJK, source: press, strength: 7000, as_of: 2021-09-01, credibility: 2}, "
        "{strength: 5000, as_of: 2021-09-01, source: late, credibility: 2}]",
        "type: base, of: [CSTO], claims: [{in: TJK, source: press, strength: 7000, as_of: 2021-09-01, credibility: 2, "
        "preferred: true, because: It is near.}, {strength: 5000, as_of: 2021-09-01, source: late, credibility: 2}]",
        "type: base, of: [CSTO], claims: [{in: TJK, source: press, id: s1, strength: 7000, as_of: 2021-09-01}, "
        "{id: s2, strength: 5000, as_of: 2021-09-01, source: late, corrects: s1}]",
    ),
    # stances against pledges, speakers in and out of office
    ("displacement", "pledge"): (*(
        f"leaving: AFG, into: TJK, by: [{by}], measure: hosted, value: 100 people, tags: [camps], source: wire, {more}"
        for by, more in (("TJK", "status: pledged"), ("TJK", "status: offered, tension: [no]"), ("TJK", "status: done"),
                         ("AFG", "status: pledged"))
    ), None),
    ("statements", "no"): tuple(
        f"speaker: zas, date: {day}, text: Not so., tags: [camps], source: press, "
        f"positions: [{{holder: TJK, on: hosting, stance: {stance}}}]{more}"
        for day, stance, more in (("2021-09-01", "against", ""), ("2021-09-01", "for", ""),
                                  ("2020-01-01", "against", ""), ("2021-09-01", "against", ", tension: [arrest]"))
    ),
    ("statements", "yes"): ("speaker: zas, date: 2021-08-01, text: So., source: wire",
                            "speaker: zas, date: 2019-08-01, text: So., source: wire", None),
    ("offices", "term"): tuple(
        f"holder: zas, of: CSTO, office: secretary, {dates}, source: press"
        for dates in ("from: 2020-02-01", "from: 2020-02-01, until: 2021-08-15", "from: 2019-01-01, until: 2021-09-10",
                      "from: 2020-02-01, status: planned")
    ),
    ("offices", "term-2"): tuple(
        f"holder: zas, of: {of}, office: {office}, {dates}, source: late"
        for of, office, dates in (("AFG", "envoy", "from: 2010-01-01, until: 2012-01-01"),
                                  ("CSTO", "secretary", "from: 2010-01-01, until: 2015-01-01"),
                                  ("CSTO", "chief", "from: 2021-08-01"))
    ),
    ("memberships", "in"): tuple(
        f"member: TJK, of: CSTO, role: {role}, {dates}, source: press"
        for role, dates in (("full", "from: 2003-01-01"), ("observer", "from: 2003-01-01, until: 2010-01-01"),
                            ("full", "from: 1999-01-01"))
    ),
    ("memberships", "aside"): tuple(
        f"member: TJK, of: CSTO, role: {role}, {dates}, source: wire"
        for role, dates in (("suspended", "from: 2015-01-01"), ("candidate", "from: 1993-01-01, until: 1998-01-01"),
                            ("full", "from: 2015-01-01"))
    ),
    # plans, and claims that are filed apart from all these
    ("events", "arrest"): tuple(
        f"type: {type}, title: T, date: {day}, in: {place}, status: {status}, source: {source}"
        for type, day, place, status, source in (
            ("summit", "2021-09-16", "TJK", "done", "press"), ("summit", "2021-09-10", "TJK", "scheduled", "wire"),
            ("summit", "2021-09-20", "TJK", "planned", "wire"), ("summit", "2021-09-12", "AFG", "done", "press"))
    ),
    ("claims", "dead"): (
        "value: 30, as_of: 2021-08-15, source: press", "value: 33, as_of: 2021-08-15, source: press, credibility: 2",
        "value: 90, as_of: 2021-08-15, source: late, open: true", None,
    ),
    ("claims", "flow-1"): ("value: 12 people, as_of: 2021-06-01, source: press",
                           "value: 12 people, as_of: 2021-09-05, source: press", None),
    ("claims", "arrest"): (None, "status: done, date: 2021-09-10, source: press",
                           "date: 2021-09-14, in: AFG, status: done, source: press"),
    ("claims", "base"): ("strength: 6000, as_of: 2021-09-01, source: late", None),
    # judgements in a chain, what they rest on and what would move them
    ("questions", "held"): ("text: Will it hold?, yes_if: It holds., about: [AFG, TJK]",
                            "text: Will it hold?, yes_if: It holds., about: [AFG], "
                            "outcomes: [{until: 2021-12-31, outcome: no, date: 2021-09-16, facts: [base]}]"),
    ("assessments", "hold"): (
        judged("hold", "2021-09-01", "flow-1"), judged("hold", "2021-09-01", "dead, camp-2"),
        judged("hold", "2021-09-16", "flow-2, wire"), judged("hold or may not", "2021-09-16", "base"),
        judged("hold", "2021-09-01", "flow-1", "marking: TLP:AMBER"),
    ),
    ("assessments", "hold-2"): (
        judged("hold on", "2021-09-16", "flow-3", "supersedes: hold"), judged("hold on", "2021-09-12", "hold"),
        judged("hold on", "2021-09-17", "flow-1", "supersedes: hold"), None,
    ),
    ("assessments", "hold-3"): (
        judged("hold out", "2021-09-17", "base", "supersedes: hold-2"), judged("hold out", "2021-09-17", "base"),
        judged("hold out", "2021-09-17", "no", "supersedes: hold", "very likely"), None,
    ),
    ("signposts", "smoke"): tuple(
        f"text: Smoke., for: {of}, about: [AFG], recorded: 2021-08-01, observations: [{{date: {day}, state: {state}}}]"
        for of, day, state in (("hold", "2021-09-16", "tripped"), ("hold", "2021-09-02", "tripped"),
                               ("hold-3", "2021-09-16", "tripped"), ("hold", "2021-09-16", "not"))
    ),
    ("topics", "harm"): tuple(
        f"title: Harm, question: Q, scope: {{kinds: [figures]}}, bottom_line: ['{text}']{more}"
        for text, more in (
            ('Of {{ fact("dead") }} in Tadzhikia, {{ share("part-a", "dead") }} died.', ""),
            ('There are {{ sum("part-a", "camp") }}, {{ cite("late") }}.', ", marking: TLP:AMBER"),
            ('By {{ difference("dead", "part-a") }} more in TADZHIKIA.', ""), ("None in Affghanistan.", ""))
    ),
    ("issues", "2021-W37"): (
        "bottom_line: ['It is {{ fact(\"base\") }}.'], trends: [{country: TJK, trend: stable, reason: Seen.}]",
        "bottom_line: ['It is {{ fact(\"camp-3\") }}.'], trends: [{country: TJK, trend: stable}]",
        "bottom_line: ['By {{ difference(\"camp-2\", \"camp\") }} more.'], key_figures: [camp-2]",
    ),
}  # fmt: skip

PLACES = 12  # files that records may stand in


@dataclass
class RichDesk:
    """The form of each record and the file it stands in; what the files are called, and what stands above each."""

    chosen: dict[tuple[str, str], tuple[int, int]]
    names: list[str]
    above: list[str]
    pinned: bool = True

    @classmethod
    def beginning(cls, pinned: bool = True) -> RichDesk:
        chosen = {key: (0, number * 7 % PLACES) for number, key in enumerate(FORMS)}
        return cls(chosen, list("abcdefghijkl"), [""] * PLACES, pinned)

    def texts(self) -> list[TextFile]:
        held: list[dict[str, str]] = [{} for _ in range(PLACES)]
        for (kind, id), (form, place) in self.chosen.items():
            told = FORMS[kind, id][form]
            key = {"offices": "", "memberships": "", "claims": f"fact: {id}, "}.get(kind, f"id: {id}, ")
            if told is not None:
                held[place].setdefault(kind, f"{kind}:\n")
                held[place][kind] += f"  - {{{key}{told}}}\n"
        files = {f"facts/{self.names[place]}.yaml": self.above[place] + "".join(held[place].values())
                 for place in range(PLACES)}  # fmt: skip
        files["facts/desk.yaml"] = DESK % (PINNED if self.pinned else "")
        return [TextFile(name, text) for name, text in sorted(files.items())]


Change = Callable[[RichDesk, int], None]


def form(desk: RichDesk, n: int) -> None:
    """Another form of a record, where it stands."""
    key = list(FORMS)[n % len(FORMS)]
    desk.chosen[key] = (n // len(FORMS) % len(FORMS[key]), desk.chosen[key][1])


def move(desk: RichDesk, n: int) -> None:
    """A record to another file; the last of its kind there."""
    key = list(FORMS)[n % len(FORMS)]
    told, _ = desk.chosen.pop(key)
    desk.chosen[key] = (told, n // len(FORMS) % PLACES)


def rename(desk: RichDesk, n: int) -> None:
    """A file under another name, and so before or after others."""
    desk.names[n % PLACES] = f"{'abcdefghijkl'[n // PLACES % PLACES]}-{n % PLACES}"


def swap(desk: RichDesk, n: int) -> None:
    """Two files under each other's names."""
    one, other = n % PLACES, n // PLACES % PLACES
    desk.names[one], desk.names[other] = desk.names[other], desk.names[one]


def shift(desk: RichDesk, n: int) -> None:
    """A line above all that stands in a file."""
    desk.above[n % PLACES] += "# a line\n"


CHANGES: tuple[Change, ...] = (form, form, form, form, move, rename, swap, shift)
