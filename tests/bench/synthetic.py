"""Synthetic desks: as many countries, fact files and facts as are asked for, the same for the same seed.

    python tests/bench/synthetic.py FOLDER --files 1000 --facts 40 --countries 40

`desk` is pure. A fact file is about one country, and `files` of them are made; a few more files hold settings,
entities, sources, judgements and topics. Kinds are mixed as on the shipped desk; about one fact in five has several
claims, some of them filed apart, in a later file. The desk has warnings and no errors.
"""

from __future__ import annotations

import argparse
import itertools
import random
import string
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

FIRST = date(2020, 1, 3)
WEEKS = 104
TODAY = FIRST + timedelta(weeks=WEEKS)
_PER_FILE = 200  # sources or entities in one file

_OPENINGS = (
    "Officials said", "Residents report", "The ministry holds", "Observers note", "Border guards state",
    "The agency adds", "Local media write", "The government says", "Aid workers say", "The delegation confirmed",
)  # fmt: skip
_SUBJECTS = (
    "the crossing", "the garrison", "the valley road", "the supply route", "the northern post", "the joint patrol",
    "the new camp", "the river bridge", "the customs house", "the airfield", "the training ground", "the convoy",
)  # fmt: skip
_VERBS = (
    "remains open to traders and their families", "was closed after a dispute over pasture and water",
    "has been handed over to the regular army", "is guarded by a mixed force of conscripts and volunteers",
    "was reopened under an agreement between both capitals", "receives families who have left their homes",
    "has seen no incident since the talks in the capital", "is to be repaired as far as money is found",
    "was visited by a mission of the regional body", "stands on land that both sides claim as their own",
)  # fmt: skip
_ENDINGS = (
    "", ", according to people who live nearby", ", which neither side denies",
    " and awaits a decision from the capital",
    ", though access for reporters is limited", " while talks between both sides go on",
)  # fmt: skip
_TOPICS = ("border security", "refugees", "military cooperation", "recognition", "trade", "counter-terrorism")
_TAGS = ("borders", "troops", "refugees", "blocs", "diplomacy", "terrorism", "humanitarian", "trade", "energy", "water")
_OFFICES = ("president", "foreign-minister", "defence-minister", "border-chief", "spokesman", "ambassador")
_EVENTS = ("summit", "meeting", "talks", "visit", "attack", "clash", "decision", "announcement", "agreement", "protest")
_FORCES = ("base", "deployment", "exercise", "reinforcement", "withdrawal", "call-up", "assistance")
_MEASURES = {
    "killed": ("People killed", "people", "up"),
    "wounded": ("People wounded", "people", "up"),
    "incidents": ("Incidents at the border", "incidents", "up"),
    "crossings-open": ("Crossings open", "crossings", "down"),
    "districts-held": ("Districts held", "districts", "neither"),
    "aid-delivered": ("Aid delivered", "tonnes", "down"),
    "troops-in-all": ("Troops in all", "people", "neither"),
    "schools-closed": ("Schools closed", "schools", "up"),
}
_KINDS = {
    "figures": 22,
    "events": 20,
    "statements": 20,
    "displacement": 13,
    "forces": 14,
    "offices": 5,
    "memberships": 4,
}


def desk(*, seed: int = 1, files: int = 1000, facts_per_file: int = 40, countries: int = 40) -> dict[str, str]:
    """A desk's fact files, by their names below its folder.

    Every country in the region has at least one file where `files` is no less than `countries`, and its own figures,
    neighbours and bottom line; so there are as many one-pagers as `countries`.
    """
    made = _Desk(random.Random(seed), files, facts_per_file, countries)
    return dict(made.files())


def country_ids(count: int) -> list[str]:
    """Ids of countries: those of ISO 3166 first, then letters that ISO has not given out. At most 17,576."""
    return [id for id, _ in _countries(count)]


_NO_IDS = ("AUX", "CON", "NIL", "NUL", "PRN", "TBC", "TBD")  # ids that the checks refuse: files, words for nothing


def _countries(count: int) -> list[tuple[str, str]]:
    import pycountry

    named: dict[str, str] = {}
    for item in sorted(pycountry.countries, key=lambda item: item.alpha_3):
        name = item.name.split(",")[0]
        named[item.alpha_3] = name if name not in named.values() else f"{name} {item.alpha_2}"
    three = ("".join(letters) for letters in itertools.product(string.ascii_uppercase, repeat=3))
    letters = (code for code in three if code not in _NO_IDS)
    made = ((id, f"Land {id.title()}") for id in letters if id not in named)
    return list(itertools.islice(itertools.chain(named.items(), made), count))


class _Desk:
    """The desk in the making: what has been named so far, and the chances that are drawn."""

    def __init__(self, chance: random.Random, files: int, facts: int, countries: int) -> None:
        self.chance = chance
        self.count, self.facts = files, facts
        self.countries = _countries(countries)
        self.bodies = [f"BODY{n}" for n in range(12)]
        self.agencies = [f"agency-{n}" for n in range(20)]
        self.matters = [f"matter-{n}" for n in range(12)]
        self.own: dict[str, list[str]] = {id: [] for id, _ in self.countries}  # figures, for each country's one-pager
        self.late: list[tuple[int, str]] = []  # claims to be filed apart: from which file on, and the claim
        self.numbers = itertools.count(1)

    # ---- files

    def files(self) -> Iterator[tuple[str, str]]:
        facts = [(f"facts/weeks/{n:04}-{self.country(n).lower()}.yaml", self.fact_file(n)) for n in range(self.count)]
        yield "facts/desk.yaml", self.settings()
        yield "facts/entities/organizations.yaml", self.organizations()
        yield "facts/entities/measures.yaml", self.measures()
        yield from _split("facts/entities/countries", "countries", self.country_records())
        yield from _split("facts/entities/people", "people", self.people())
        yield from _split("facts/sources/weeks", "sources", (self.source(n) for n in range(self.count)))
        yield "facts/sources/reference.yaml", _record_list("sources", [_REFERENCE])
        yield from self.judgements()
        yield "facts/desk/topics.yaml", self.topics()
        yield "facts/desk/issues.yaml", self.issues()
        yield from facts

    def fact_file(self, n: int) -> str:
        id = self.country(n)
        kinds: dict[str, list[str]] = {}
        if n < len(self.countries) > 4:
            kinds["borders"] = [self.border(n, step) for step in (1, 2)]
        count = self.facts - len(kinds.get("borders", ()))
        drawn = sorted(self.chance.choices(list(_KINDS), list(_KINDS.values()), k=count), key=list(_KINDS).index)
        for at, kind in enumerate(drawn):
            if kind == "memberships" and n // len(self.countries) >= len(self.bodies):
                kind = "events"  # one role in each body
            written = getattr(self, kind)(n, id, at)
            if written is None:
                kind, written = "figures", self.figures(n, id, at)
            kinds.setdefault(kind, []).append(written)
        while self.late and self.late[0][0] <= n:
            kinds.setdefault("claims", []).append(self.late.pop(0)[1])
        head = f"# {id}, week of {self.day(n)}: as reported by {_source(n)}\n"
        return head + "\n".join(_record_list(kind, records) for kind, records in kinds.items())

    # ---- facts, each as YAML of one record

    def border(self, n: int, step: int) -> str:
        at = n % len(self.countries)
        one, other = self.countries[at][0], self.countries[(at + step) % len(self.countries)][0]
        km = self.chance.randint(40, 4000)
        return f"{{between: [{one}, {other}], length: {km} km, as_of: 2019, source: atlas, tags: [borders]}}"

    def memberships(self, n: int, id: str, at: int) -> str | None:
        body = self.bodies[n // len(self.countries)]
        if at and any(line.endswith(f"{id}@{body}") for line in self.own.get("memberships", [])):
            return None
        self.own.setdefault("memberships", []).append(f"{id}@{body}")
        since = date(1992, 1, 1) + timedelta(self.chance.randrange(9000))
        role = self.chance.choice(("full", "full", "observer", "associate"))
        return f"{{member: {id}, of: {body}, role: {role}, from: {since}, source: {_source(n)}, tags: [blocs]}}"

    def offices(self, n: int, id: str, at: int) -> str | None:
        key = f"office:{n}"
        if key in self.own:
            return None
        self.own[key] = []
        office = self.chance.choice(_OFFICES)
        return (
            f"{{holder: person-{n}, of: {id}, office: {office}, from: {2010 + n % 9}, source: {_source(n)}, "
            f"at: {at % 18 + 1}, credibility: 2}}"
        )

    def figures(self, n: int, id: str, at: int) -> str:
        name = self.name("figure", id)
        measure = self.chance.choice(list(_MEASURES))
        unit = _MEASURES[measure][1]
        value = self.chance.randint(2, 900)
        self.own[id].append(name)
        head = [f"id: {name}", f"subject: {id}", f"measure: {measure}", f"by: {self.chance.choice(self.agencies)}"]
        head += self.links("figures", n, name)
        return self.record(head, [f'value: "{self.about()}{value} {unit}"', f"as_of: {self.day(n)}"], n, at,
                           rival=f"value: {value + self.chance.choice((0, 0, 0, value))} {unit}")  # fmt: skip

    def displacement(self, n: int, id: str, at: int) -> str:
        name = self.name("flight", id)
        links = self.links("displacement", n, name)
        value = 4 if "part_of" in str(links) else self.chance.randint(1, 900) * 10
        measure = self.chance.choice(("registered", "arrived", "hosted", "evacuated"))
        head = [
            f"id: {name}",
            f"leaving: {id}",
            f"into: {self.other(n)}",
            "who: refugees",
            f"measure: {measure}",
            *links,
        ]
        body = [f'value: "{self.about()}{value} people"', f"as_of: {self.day(n)}", "status: done", "tags: [refugees]"]
        return self.record(head, body, n, at, rival=f"value: {value + self.chance.choice((0, 0, 0, value))} people")

    def forces(self, n: int, id: str, at: int) -> str:
        name = self.name("force", id)
        links = self.links("forces", n, name)
        head = [f"id: {name}", f"type: {self.chance.choice(_FORCES)}", *links]
        strength = f"strength: {4 if 'part_of' in str(links) else self.chance.randint(1, 90) * 100} people"
        body = [f"of: {self.other(n)}", f"in: {id}", f"what: {self.phrase()}", f"from: {self.day(n)}", "status: done"]
        return self.record(head, [*body, strength], n, at, rival=strength)

    def events(self, n: int, id: str, at: int) -> str:
        name = self.name("event", id)
        head = [f"id: {name}", f"type: {self.chance.choice(_EVENTS)}"]
        parties = ", ".join(
            f"{{who: {who}, capacity: {capacity}}}"
            for who, capacity in (
                (id, "host"),
                (self.other(n), "participant"),
                (self.chance.choice(self.bodies), "observer"),
            )
        )
        body = [f"date: {self.day(n)}", f"title: {self.phrase()}", f"in: {id}", f"parties: [{parties}]", "status: done"]
        return self.record(head, body, n, at, rival=f"date: {self.day(n)}")

    def statements(self, n: int, id: str, at: int) -> str:
        name = self.name("said", id)
        head = [f"id: {name}", f"speaker: {id}"]
        body = [f"date: {self.day(n)}", f"topic: {self.chance.choice(_TOPICS)}", f"text: {self.sentence(id)}"]
        if self.chance.random() < 0.6:
            stance = self.chance.choice(("for", "against", "neutral", "undecided"))
            body.append(f"positions: [{{holder: {id}, on: {self.chance.choice(self.matters)}, stance: {stance}}}]")
        return self.record(head, body, n, at, rival=f"date: {self.day(n)}")

    def record(self, head: list[str], body: list[str], n: int, at: int, rival: str) -> str:
        """One record in block style: a claim inline or, for about one in five, several; some are filed apart."""
        draw = self.chance.random()
        told = [f"source: {_source(n)}", f"at: {at % 18 + 1}", f"credibility: {self.chance.choice('223346')}"]
        if self.chance.random() < 0.3:
            told += [f"origin: {self.chance.choice(self.agencies)}", "certainty: reported"]
        if self.chance.random() < 0.4:
            told.append(f"note: {self.sentence()}")
        tags = [] if any(item.startswith("tags") for item in body) else [f"tags: [{self.chance.choice(_TAGS)}]"]
        if draw < 0.88:
            if 0.8 < draw < 0.88 and n + 1 < self.count:
                day = f"as_of: {self.day(n)}, " if rival.startswith("value") else ""
                claim = (
                    f"{{fact: {head[0].removeprefix('id: ')}, {rival}, {day}source: {_source(n + 1)}, credibility: 3}}"
                )
                self.late.append((n + 1, claim))
            return "\n    ".join([*head, *tags, *body, *told])
        other = f"source: {_source(min(self.count - 1, n + self.chance.randint(1, 5)))}"
        shared = [item for item in body if item.split(":")[0] not in ("value", "strength", "as_of", "date", "from")]
        own = [item for item in body if item not in shared and item.split(":")[0] not in ("date", "from")]
        fixed = [item for item in body if item.split(":")[0] in ("date", "from")]
        tags = [item for item in shared if item.startswith("tags")] or tags
        links = (
            "part_of",
            "rivals",
            "tension",
            "supersedes",
            "title",
            "what",
            "of",
            "type",
            "by",
            "into",
            "who",
            "about",
        )
        label = [item for item in shared if item.split(":")[0] in links]
        said = [item for item in shared if item not in (*tags, *label)]
        own = [*said, *fixed, *own]
        claims = [f"- {{{', '.join([*own, *told])}}}"]
        if self.chance.random() < 0.15:
            claims = [f"- {{{', '.join([*own, *told, 'preferred: true', 'because: It names its own count'])}}}"]
        measured = [item for item in own if item.startswith("as_of")]
        for _ in range(self.chance.choice((1, 1, 2))):
            claims.append(f"- {{{', '.join([rival, *measured, other, 'credibility: 3'])}}}")
        return "\n    ".join([*head, *tags, *label, "claims:", *(f"  {claim}" for claim in claims)])

    def links(self, kind: str, n: int, name: str) -> list[str]:
        """A few facts are parts, rivals or in tension with the one before of their kind and country."""
        key = f"{kind}@{self.country(n)}"
        before, self.own[key] = self.own.get(key, []), [name]
        draw = self.chance.random()
        if before and draw < 0.02 and kind != "figures":  # a figure's total would have to be of its measure
            return [f"part_of: {before[0]}"]
        if before and draw < 0.05:
            return [f"{'rivals' if draw < 0.03 and kind == 'displacement' else 'tension'}: [{before[0]}]"]
        return []

    # ---- entities, sources, judgements

    def settings(self) -> str:
        region = ", ".join(id for id, _ in self.countries)
        return (
            "desk:\n  title: Synthetic Security Desk\n  publisher: Synthetic Desk\n  contact: desk@briefings.example\n"
            f"  region: [{region}]\n  release: TLP:GREEN\n  marking: TLP:CLEAR\n  timezone: UTC\n  today: {TODAY}\n"
            "  review:\n    - {kind: offices, after: 5000 days}\n    - {kind: figures, after: 720 days}\n"
        )

    def organizations(self) -> str:
        bodies = [
            f"{{id: {id}, name: Body number {id[4:]}, short: {id}, type: bloc, "
            f"founding: [{{name: Charter, signed: 1991-12-0{n % 9 + 1}, source: atlas}}]}}"
            for n, id in enumerate(self.bodies)
        ]
        agencies = [f"{{id: {id}, name: {id.replace('-', ' ').title()}, type: agency}}" for id in self.agencies]
        return _record_list("organizations", [*bodies, *agencies])

    def measures(self) -> str:
        measures = [
            f"{{id: {id}, label: {label}, unit: {unit}, worse: {worse}}}"
            for id, (label, unit, worse) in _MEASURES.items()
        ]
        matters = [f"{{id: {id}, question: Whether to {id.replace('-', ' ')}}}" for id in self.matters]
        return _record_list("measures", measures) + "\n" + _record_list("matters", matters)

    def country_records(self) -> Iterator[str]:
        for n, (id, name) in enumerate(self.countries):
            figures = ", ".join(self.own[id][:5])
            yield "\n    ".join(
                [
                    f"id: {id}", f"name: {_quoted(name)}", f"official: {_quoted('Republic of ' + name)}",
                    *([f"key_figures: [{figures}]"] if figures else []),
                    "bottom_lines:",
                    f"  - as_of: {self.day(n)}", f"    text: {self.sentence(count=2)}",
                    f"    trend: {self.chance.choice(('worsening', 'stable', 'improving', 'mixed'))}",
                    f"    reason: {self.sentence()}",
                ]
            )  # fmt: skip

    def people(self) -> Iterator[str]:
        for n in range(self.count):
            name = f"{_word(n)} {_word(n * 7 + 3)} {_word(n // 13)}"
            yield f"{{id: person-{n}, name: {name}, country: {self.country(n)}}}"

    def source(self, n: int) -> str:
        medium, reliability = self.chance.choice(
            (("wire", "B"), ("press", "C"), ("state media", "D"), ("official", "B"))
        )
        day = self.day(n)
        return "\n    ".join(
            [
                f"id: {_source(n)}", f"publisher: Paper {n % 40}", f"title: {self.phrase()}", f"published: {day}",
                f"url: https://news.example/{day}/{n}", f"medium: {medium}", f"reliability: {reliability}", "lines: 18",
                *([f"passages:\n      - {{at: 3, note: {self.sentence()}}}"] if n % 5 == 0 else []),
            ]
        )  # fmt: skip

    def judgements(self) -> Iterator[tuple[str, str]]:
        held = [(id, self.own[id]) for id, _ in self.countries if self.own[id]]
        yield from _split("facts/desk/assessments", "assessments", (
            "\n    ".join(
                [
                    f"id: judged-{id.lower()}", f"question: asked-{id.lower()}", "until: 2027-12-31",
                    f"text: It is unlikely that {self.chance.choice(_SUBJECTS)} changes hands.",
                    "likelihood: unlikely", "confidence: moderate", f"basis: [{', '.join(figures[:2])}]",
                    f"about: [{id}]", f"tags: [{self.chance.choice(_TAGS)}]", "author: Synthetic Desk",
                    f"date: {TODAY}",
                ]
            )
            for id, figures in held
        ))  # fmt: skip
        yield from _split(
            "facts/desk/questions",
            "questions",
            (
                f"{{id: asked-{id.lower()}, text: {self.phrase()}?, yes_if: {self.phrase()}, about: [{id}]}}"
                for id, _ in held
            ),
        )
        yield from _split("facts/desk/signposts", "signposts", (
            f"{{id: watch-{id.lower()}, text: {self.phrase()}, for: judged-{id.lower()}, about: [{id}], "
            f"recorded: {TODAY}}}"
            for id, _ in held
        ))  # fmt: skip

    def topics(self) -> str:
        """Ten topics, each about ten countries and the facts of one tag."""
        records = []
        for n, tag in enumerate(_TAGS):
            about = ", ".join(id for id, _ in self.countries[n * 10 % len(self.countries) :][:10])
            scope = f"scope: {{kinds: [figures, displacement, events], about: [{about}]}}"
            text = [f"- heading: {tag.title()}", f"  text: {self.sentence(count=2)}"]
            records.append(
                "\n    ".join([f"id: {tag}", f"title: {tag.title()}", f"question: What about {tag}?", scope,
                               f"bottom_line: {self.sentence()}", "narrative:", *(f"  {line}" for line in text)])
            )  # fmt: skip
        return _record_list("topics", records)

    def issues(self) -> str:
        records = []
        for back in (0, 1):
            year, week, _ = (TODAY - timedelta(weeks=back)).isocalendar()
            records.append(f"id: {year}-W{week:02}\n    bottom_line: [{self.phrase()}]")
        return _record_list("issues", sorted(records))

    # ---- words and chances

    def country(self, n: int) -> str:
        return self.countries[n % len(self.countries)][0]

    def other(self, n: int) -> str:
        """A near neighbour, so that most facts of a country speak of a few others."""
        return self.country(n + self.chance.choice((1, 1, 2, 3)))

    def day(self, n: int) -> date:
        return FIRST + timedelta(weeks=n * WEEKS // self.count)

    def name(self, what: str, id: str) -> str:
        return f"{id.lower()}-{what}-{next(self.numbers)}"

    def about(self) -> str:
        return self.chance.choice(("", "", "", "~", "<= ", "> "))

    def phrase(self) -> str:
        return f"{self.chance.choice(_SUBJECTS)} {self.chance.choice(_VERBS)}".capitalize()

    def sentence(self, quoting: str = "", count: int = 1) -> str:
        """A narrative of so many sentences, in quotes; some quote a figure of a country."""
        sentences = [
            f"{self.chance.choice(_OPENINGS)} that {self.chance.choice(_SUBJECTS)} {self.chance.choice(_VERBS)}"
            f"{self.chance.choice(_ENDINGS)}."
            for _ in range(count)
        ]
        if quoting and self.own[quoting] and self.chance.random() < 0.3:
            sentences.append(f'It adds {{{{ fact("{self.chance.choice(self.own[quoting])}") }}}}.')
        return _quoted(" ".join(sentences))


_REFERENCE = (
    "{id: atlas, publisher: Atlas Press, title: Atlas of Borders, published: 2019, medium: reference, reliability: B}"
)


def _source(n: int) -> str:
    return f"paper-{n:04}"


def _word(n: int) -> str:
    """A made-up name for a number."""
    syllables = ("ba", "de", "ki", "lo", "mu", "ra", "se", "ti", "vo", "zu")
    return "".join(syllables[int(digit)] for digit in f"{n:03}").capitalize()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _record_list(kind: str, records: list[str]) -> str:
    return f"{kind}:\n" + "".join(f"  - {record}\n" for record in records)


def _split(name: str, kind: str, records: Iterator[str]) -> Iterator[tuple[str, str]]:
    held = list(records)
    for start in range(0, len(held), _PER_FILE):
        yield f"{name}-{start // _PER_FILE + 1}.yaml", _record_list(kind, held[start : start + _PER_FILE])


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a synthetic desk.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--facts", type=int, default=40, help="facts a file")
    parser.add_argument("--countries", type=int, default=40)
    wanted = parser.parse_args()
    made = desk(seed=wanted.seed, files=wanted.files, facts_per_file=wanted.facts, countries=wanted.countries)
    for name, text in made.items():
        path = wanted.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"{len(made)} files, {sum(map(len, made.values())):,} characters in {wanted.folder}")


if __name__ == "__main__":
    main()
