"""Make mistakes in claims on purpose, and count those that the checks against kept texts find.

The claims are those of the made-up desk in tests/words and, where their articles are here, the shipped ones.
Each mistake is one that a person makes: a digit, a line, a neighbour's number. The table goes into
docs/checks.md; `--list` prints what was missed.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import audit_sentences  # noqa: E402

from briefings.checks import desk_loading, source_rules  # noqa: E402
from briefings.checks.cited_words import CitedWords, cited_words  # noqa: E402
from briefings.checks.kept_texts import texts_of  # noqa: E402
from briefings.checks.source_numbers import amounts  # noqa: E402
from briefings.core.dates import PartialDate  # noqa: E402
from briefings.core.numbers_in_texts import printed_numbers  # noqa: E402
from briefings.core.parse_errors import ValueParseError  # noqa: E402
from briefings.core.quantities import Quantity  # noqa: E402
from briefings.files.desk_files import fact_files  # noqa: E402
from briefings.files.text_folder import folder_in, text_files  # noqa: E402
from briefings.records.base_record import Record  # noqa: E402
from briefings.records.entities import Person, Source  # noqa: E402
from briefings.records.fact_kinds import Office, Statement  # noqa: E402
from briefings.records.references import Ref  # noqa: E402

MISTAKES = 500
SEED = 18
UNITS = (
    "km",
    "mi",
    "m",
    "ha",
    "km²",
    "%",
    "years",
    "months",
    "USD",
    "EUR",
    "countries",
    "families",
    "tanks",
    "villages",
)
SIGNS = ("", "~", "<", "<=", ">", ">=", "~<")
_FORM = re.compile(r"(?P<sign>[~<>=]*)\s*(?P<number>[\d.]+)(?P<rest>.*)")

Maker = Callable[[CitedWords, random.Random], CitedWords | None]


@dataclass(frozen=True)
class Mistake:
    """A claim with a mistake of a kind."""

    kind: str
    cited: CitedWords
    made: str


# ---------------------------------------------------------------- mistakes


def with_record(cited: CitedWords, record: Record) -> CitedWords:
    return replace(cited, claim=replace(cited.claim, record=record))


def amount_changed(change: Callable[[str, random.Random], str]) -> Maker:
    """A mistake in the written amount: its sign, its digits or its unit."""

    def make(cited: CitedWords, chance: random.Random) -> CitedWords | None:
        found = [
            (path, amount)
            for path, amount in amounts(cited.claim.record)
            if amount.stated and not amount.word
        ]
        found = [(path, amount) for path, amount in found if _FORM.fullmatch(amount.text)]
        if not found:
            return None
        path, amount = chance.choice(found)
        try:
            wrong = Quantity.parse(change(amount.text, chance))
        except ValueParseError:
            return None
        same = (wrong.low, wrong.high, wrong.unit, wrong.approximate, wrong.strict)
        if same == (amount.low, amount.high, amount.unit, amount.approximate, amount.strict):
            return None
        return with_record(cited, with_value(cited.claim.record, path, wrong))

    return make


def with_value(record: Record, path: tuple[str | int, ...], value: object) -> Record:
    """A record with another value at a path of keys."""
    key, *rest = path
    name = {"from": "from_", "date": "date_"}.get(str(key), str(key))
    if not rest:
        return record.model_copy(update={name: value})
    items = list(getattr(record, name))
    items[int(rest[0])] = with_value(items[int(rest[0])], tuple(rest[1:]), value)
    return record.model_copy(update={name: tuple(items)})


def in_number(change: Callable[[str, random.Random], str]) -> Callable[[str, random.Random], str]:
    def make(text: str, chance: random.Random) -> str:
        match = _FORM.fullmatch(text)
        assert match
        return f"{match['sign']}{change(match['number'], chance)}{match['rest']}"

    return make


def digit_changed(number: str, chance: random.Random) -> str:
    place = chance.choice([place for place, char in enumerate(number) if char.isdigit()])
    return number[:place] + str((int(number[place]) + chance.randint(1, 9)) % 10) + number[place + 1 :]


def digit_dropped(number: str, chance: random.Random) -> str:
    place = chance.randrange(len(number))
    return number[:place] + number[place + 1 :]


def digits_transposed(number: str, chance: random.Random) -> str:
    place = chance.randrange(max(1, len(number) - 1))
    return number[:place] + number[place : place + 2][::-1] + number[place + 2 :]


def times_ten(number: str, chance: random.Random) -> str:
    if "." in number:
        whole, _, part = number.partition(".")
        return f"{whole}{part[0]}.{part[1:] or '0'}"
    return chance.choice([number + "0", number + "00", number.removesuffix("0")])


def other_unit(text: str, chance: random.Random) -> str:
    match = _FORM.fullmatch(text)
    assert match
    return f"{match['sign']}{match['number']} {chance.choice(UNITS)}"


def other_bound(text: str, chance: random.Random) -> str:
    match = _FORM.fullmatch(text)
    assert match
    return f"{chance.choice(SIGNS)}{match['number']}{match['rest']}"


def neighbours_number(cited: CitedWords, chance: random.Random) -> CitedWords | None:
    """Another number of the lines cited, in the claim's own unit."""
    lines = [cited.text.line(number) for number in cited.claim.record.at]
    values = sorted({value for line in lines for found in printed_numbers(line) for value in found.values})

    def change(text: str, chance: random.Random) -> str:
        match = _FORM.fullmatch(text)
        assert match
        others = [
            value
            for value in values
            if f"{value:f}" != match["number"] and value == value.to_integral_value()
        ]
        return f"{match['sign']}{chance.choice(others):f} {match['rest'].strip()}" if others else text

    return amount_changed(change)(cited, chance) if values else None


def wrong_line(cited: CitedWords, chance: random.Random) -> CitedWords | None:
    """Another line: the next one as often as any."""
    at = cited.claim.record.at
    if not at:
        return None
    near = [line for line in (at[0] - 1, at[0] + 1) if 0 < line <= len(cited.text.lines)]
    line = chance.choice([chance.choice(near), chance.randint(1, len(cited.text.lines))])
    allowed = (*at, *cited.claim.record.context)
    return (
        None if line in allowed else with_record(cited, cited.claim.record.model_copy(update={"at": (line,)}))
    )


def wrong_day(cited: CitedWords, chance: random.Random) -> CitedWords | None:
    """A plain date with another day, month or year."""
    for key in ("date_", "from_", "until", "planned_for"):
        value = getattr(cited.claim.record, key, None)
        if not isinstance(value, PartialDate) or not re.fullmatch(r"\d{4}(-\d\d){0,2}", value.text):
            continue
        parts = value.text.split("-")
        parts[-1] = f"{int(parts[-1]) + chance.choice([-10, -2, -1, 1, 2, 10]):0{len(parts[-1])}}"
        try:
            wrong = PartialDate.parse("-".join(parts))
        except ValueParseError:
            return None
        return with_record(cited, cited.claim.record.model_copy(update={key: wrong}))
    return None


def wrong_speaker(cited: CitedWords, chance: random.Random) -> CitedWords | None:
    """Another person of the desk as the speaker of a statement or the holder of an office."""
    fact = cited.claim.fact.record
    key = "speaker" if isinstance(fact, Statement) else "holder" if isinstance(fact, Office) else ""
    people = [person.id for person in cited.base.records("people", Person)]
    if not key or getattr(fact, key) not in people:
        return None
    right = getattr(fact, key)
    other = chance.choice([id for id in people if id != right])
    wrong = fact.model_copy(update={key: Ref(other, right.file, right.span, other, right.kinds)})
    return replace(cited, claim=replace(cited.claim, fact=replace(cited.claim.fact, record=wrong)))


KINDS: dict[str, Maker] = {
    "digit changed": amount_changed(in_number(digit_changed)),
    "digit dropped": amount_changed(in_number(digit_dropped)),
    "digits transposed": amount_changed(in_number(digits_transposed)),
    "times ten": amount_changed(in_number(times_ten)),
    "wrong unit": amount_changed(other_unit),
    "wrong bound": amount_changed(other_bound),
    "neighbour's number": neighbours_number,
    "wrong line": wrong_line,
    "wrong day": wrong_day,
    "wrong speaker": wrong_speaker,
}


# ---------------------------------------------------------------- counting


def true_claims(desk: Path) -> list[CitedWords]:
    """The claims of a desk whose kept texts are here."""
    files = fact_files(desk)
    base = desk_loading.load(files).base
    assert base
    kept = text_files(desk, "texts" if desk != ROOT else folder_in(files))
    texts = texts_of(base.records("sources", Source), kept)
    return list(cited_words(base, texts))


def is_told(cited: CitedWords) -> bool:
    return any(True for rule in source_rules.RULES for _ in rule(cited))


def mistakes(claims: list[CitedWords]) -> Iterator[Mistake]:
    """As many of each kind; of a kind of which there are few, each once."""
    chance = random.Random(SEED)
    for kind, make in KINDS.items():
        made: dict[str, Mistake] = {}
        for _ in range(200 * MISTAKES):
            if len(made) == MISTAKES // len(KINDS):
                break
            cited = make(chance.choice(claims), chance)
            if cited is not None:
                shown = f"{cited.claim.fact.id} ({cited.claim.source.id}): {different(cited)}"
                made.setdefault(shown, Mistake(kind, cited, shown))
        yield from made.values()


def different(cited: CitedWords) -> str:
    record, fact = cited.claim.record, cited.claim.fact.record
    numbers = ", ".join(amount.text for _, amount in amounts(record))
    dates = ", ".join(
        str(getattr(record, key).text) for key in ("date_", "from_", "until") if getattr(record, key, None)
    )
    return f"at {record.at}; {numbers}; {dates}; {getattr(fact, 'speaker', getattr(fact, 'holder', ''))}"


def table(claims: list[CitedWords], shown: bool) -> str:
    """Mistakes by kind, with what was found of them, as Markdown; `shown` prints those that were missed."""
    false = [cited for cited in claims if is_told(cited)]
    made = list(mistakes(claims))
    missed = [mistake for mistake in made if not is_told(mistake.cited)]
    if shown:
        print("\n".join(f"{mistake.kind}: {mistake.made}" for mistake in missed))
    count, slipped = Counter(m.kind for m in made), Counter(m.kind for m in missed)
    rows = ["| mistake | made | found | missed |", "|---|---:|---:|---:|"]
    rows += [
        f"| {kind} | {count[kind]} | {count[kind] - slipped[kind]} | {slipped[kind]} |" for kind in KINDS
    ]
    rows.append(f"| together | {len(made)} | {len(made) - len(missed)} | {len(missed)} |")
    found, wrong = 1 - len(missed) / len(made), len(false) / len(claims)
    rows += ["", f"{found:.1%} of {len(made)} are found."]
    rows += [f"On the {len(claims)} true claims there are {len(false)} false alarms ({wrong:.1%}).", ""]
    return "\n".join(rows)


def main() -> None:
    made_up, shipped = true_claims(ROOT / "tests/words"), true_claims(ROOT)
    for name, claims in (("audit-own.md", made_up), ("audit.md", [*made_up, *shipped] if shipped else [])):
        if not claims:
            print("the shipped articles are not here: their table stays as it is")
            continue
        text = table(claims, "--list" in sys.argv)
        print(text)
        (ROOT / "tests/words" / name).write_text(text, encoding="utf-8")
    if text := audit_sentences.report(ROOT, "--list" in sys.argv):
        print(text)
        (ROOT / "tests/editorial/audit.md").write_text(text, encoding="utf-8")
    subprocess.run([sys.executable, ROOT / "tools/checks_doc.py"], check=True)


if __name__ == "__main__":
    main()
