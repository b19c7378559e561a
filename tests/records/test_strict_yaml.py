"""Hostile files: every one is refused at a place, in bounded steps and memory, and hides no other."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from briefings.checks import desk_loading
from briefings.core.problems import TextFile
from briefings.files import desk_files
from briefings.records.prose_fields import MAX_PROSE
from briefings.records.yaml_tree import MAX_FILE
from check_examples import PAGE, blocks
from steps import steps

DESK, _ = blocks(PAGE.read_text(encoding="utf-8"))


def refusals(data: bytes) -> list[str]:
    """Every problem of one file beside the desk's, as "line:column code"."""
    file = desk_files.decoded("facts/x.yaml", data)
    problems = desk_loading.load([TextFile("facts/desk.yaml", DESK), file]).problems
    assert {p.mark.file.path for p in problems} <= {"facts/x.yaml"}
    assert all(p.expected and str(p) for p in problems)
    return [f"{p.mark.line}:{p.mark.column} {p.code}" for p in problems]


# What may stand anywhere in a file, with the code it is refused by.
CHARACTERS = {
    **dict.fromkeys("\x00\x01\x07\x08\x0b\x0c\x1b\x1f\x7f\x80\x85\x9f", "control-character"),
    **dict.fromkeys("\u2028\u2029\ufeff\ufffe\uffff\ue000\U000f0000", "control-character"),
    **dict.fromkeys("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "bidi-control"),
    **dict.fromkeys("\u00ad\u034f\u180e\u200b\u200c\u200d\u2060\u2061\u2064", "invisible-character"),
    **dict.fromkeys("\u3164\ufe0f\uffa0\U000e0001\U000e0100", "invisible-character"),
    "\t": "tab",
    "\r": "control-character",
}  # fmt: skip


@pytest.mark.parametrize("where", ["name", "key", "comment", "text"])
@pytest.mark.parametrize("char", CHARACTERS, ids=lambda char: f"U+{ord(char):04X}")
def test_a_character_is_refused_wherever_it_stands(char: str, where: str) -> None:
    lines = {
        "name": f"countries:\n  - {{id: ARM, name: A{char}r}}\n",
        "key": f"countries:\n  - {{id: ARM, n{char}ame: A}}\n",
        "comment": f"countries:\n  - {{id: ARM, name: A}} # x{char}y\n",
        "text": f"countries:\n  - id: ARM\n    name: |\n      x{char}y\n",
    }
    text = lines[where]
    line = text[: text.index(char)].count("\n") + 1
    column = text.index(char) - text.rfind("\n", 0, text.index(char))
    assert refusals(text.encode()) == [f"{line}:{column} {CHARACTERS[char]}"]


@pytest.mark.parametrize(
    ("escape", "code"),
    [
        (r"\0", "control-character"), (r"\x1b", "control-character"), (r"\N", "control-character"), (r"\t", "tab"),
        (r"\L", "control-character"), (r"\u202e", "bidi-control"), (r"\u200b", "invisible-character"),
        (r"\U000e0001", "invisible-character"),
    ],
)  # fmt: skip
def test_an_escape_brings_nothing_in_either(escape: str, code: str) -> None:
    assert refusals(f'countries:\n  - {{id: ARM, name: "A{escape}r"}}\n'.encode()) == [f"2:21 {code}"]
    assert refusals(f'countries:\n  - {{id: ARM, name: "A\n      {escape}r"}}\n'.encode()) == [f"2:21 {code}"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2\n", "2:1 duplicate-key"),
        ("é: 1\ne\u0301: 2\n", "2:1 duplicate-key"),
        ("ａ: 1\na: 2\n", "2:1 duplicate-key"),
        ("ﬁ: 1\nfi: 2\n", "2:1 duplicate-key"),
        ("a: &x b\n", "1:4 anchor"),
        ("a: *x\n", "1:4 anchor"),
        ("<<: {a: 1}\n", "1:1 anchor"),
        ("a: !!binary aGVq\n", "1:4 tag"),
        ("!!map {a: 1}\n", "1:1 tag"),
        ("a: 1\n---\nb: 2\n", "2:1 several-documents"),
        ("[" * 25 + "]" * 25 + "\n", "1:25 too-deep"),
        ("a:\n" + "".join(f"{' ' * n}a:\n" for n in range(1, 30)), "24:24 too-deep"),
        ("x" * 201 + ": 1\n", "1:1 long-run"),
        ("# " + "x" * 201 + "\n", "1:3 long-run"),
        ("ТLP:RED: x\n", "1:1 look-alike"),
        ("a: {mаrking: TLP:RED}\n", "1:5 look-alike"),
        ("a: ТLР:АМВЕR\n", "1:4 look-alike"),
        ("a: see ＴＬＰ:RED\n", "1:8 look-alike"),
        ('a: "\\u0422LP:RED"\n', "1:4 look-alike"),
    ],
)
def test_what_a_fact_file_does_not_need_is_refused_at_its_place(text: str, expected: str) -> None:
    assert expected in refusals(text.encode())


NO_NUMBERS = [
    "NaN", ".nan", ".NaN", "nan km", ".inf", "-.inf", "+.INF", "inf", "Infinity", "infinity km", "1e999",
    "0x10", "1_000", "-1", "1..nan",
]  # fmt: skip


@pytest.mark.parametrize("value", NO_NUMBERS)
def test_there_is_no_such_number(value: str) -> None:
    text = f"borders:\n  - {{between: [AFG, TJK], length: {value}, source: wire-2021-08}}\n"
    assert refusals(text.encode()) == ["2:35 not-a-quantity"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xff", "1:1 not-utf8"), (b"a: 1\nb: caf\xe9\n", "2:7 not-utf8"), ("Тоҷ".encode() + b"\x80", "1:4 not-utf8"),
        (b"\xed\xa0\x80", "1:1 not-utf8"), (b"\xc0\x80", "1:1 not-utf8"), ("a: 1".encode("utf-16"), "1:1 not-utf8"),
        (b"# " + b"x " * 500_000, "1:1 too-large"),
    ],
)  # fmt: skip
def test_bytes_that_are_no_text_are_refused_at_their_place(data: bytes, expected: str) -> None:
    assert refusals(data) == [expected]


def test_a_byte_order_mark_at_the_start_is_no_part_of_the_text() -> None:
    """YAML 1.2 allows it, Windows' editors write it, and none shows it."""
    record = "countries:\n  - {id: ARM, name: Armenia}\n"
    assert refusals(b"\xef\xbb\xbf" + record.encode()) == []
    assert refusals(b"\xef\xbb\xbf" + record.replace("\n", "\r\n").encode()) == []
    assert refusals(b"\xef\xbb\xbf") == []
    assert refusals(b"\xef\xbb\xbf" + b"a: 1\nb: caf\xe9\n") == ["2:7 not-utf8"]
    assert refusals(b"\xef\xbb\xbf" * 2 + record.encode()) == ["1:1 control-character"]


def test_a_file_in_utf_16_is_named() -> None:
    (problem,) = desk_loading.load(
        [TextFile("facts/desk.yaml", DESK), desk_files.decoded("facts/x.yaml", "a: 1".encode("utf-16"))]
    ).problems
    assert (problem.message, problem.expected) == ("text saved as UTF-16", "the file saved as UTF-8")


def test_a_bad_file_hides_no_other(tmp_path: Path) -> None:
    facts = tmp_path / "facts"
    facts.mkdir()
    (facts / "desk.yaml").write_text(DESK, encoding="utf-8")
    (facts / "a.yaml").write_bytes(b"\xff")
    (facts / "b.yaml").write_bytes(b"# " + b"x " * 600_000)
    (facts / "c.yaml").write_text("colours: []\n", encoding="utf-8")
    (facts / "d.yaml").write_bytes(b"a: \x00\n")
    os.chmod(facts / "a.yaml", 0o644)
    problems = desk_loading.load(desk_files.fact_files(tmp_path)).problems
    assert [f"{p.mark} {p.code}" for p in problems] == [
        "facts/a.yaml:1:1 not-utf8",
        "facts/b.yaml:1:1 too-large",
        "facts/c.yaml:1:1 unknown-kind",
        "facts/d.yaml:1:4 control-character",
    ]


Trap = Callable[[int], str]


def _times(piece: str, before: str = "", after: str = "") -> Trap:
    return lambda size: before + piece * ((size - len(before) - len(after) - 10) // len(piece.encode())) + after


def _numbered(pattern: str, before: str = "", after: str = "") -> Trap:
    def made(size: int) -> str:
        pieces, left = [before], size - len(before) - len(after) - len(pattern) - 50
        while left > 0:
            pieces.append(pattern.replace("#", str(len(pieces))))
            left -= len(pieces[-1].encode())
        return "".join(pieces) + after

    return made


_NEWS = "source: wire-2021-08"
_SAID = 'statements: [{id: x, speaker: zas, source: press-2021-09, text: "'
_KILLED = f"subject: AFG, measure: killed, {_NEWS}, claims: ["
_LIKELY = (
    "assessments: [{id: x, question: arrivals, until: 2021-12-31, "
    "likelihood: unlikely, confidence: low, basis: summit-2021, about: TJK, author: A, "
    "date: 2021-09-17"
)
_PLEDGE = f"leaving: AFG, into: TJK, measure: hosted, status: pledged, tags: [r], {_NEWS}}}\n"


def _linked(piece: str) -> Trap:
    """Narratives as long as they may be, each with a link, so that Markdown is asked."""
    text = "[a](https://b.example) " + piece * ((MAX_PROSE - 40) // len(piece))
    return lambda size: (
        "statements:\n"
        + "".join(
            f"  - {{id: s{n}, speaker: zas, source: press-2021-09, text: '{text}'}}\n"
            for n in range((size - 100) // (len(text) + 70))
        )
    )


def _of_claims(value: Callable[[int, int], str]) -> Trap:
    """Facts of ninety claims each, as many as there is room for."""

    def made(size: int) -> str:
        whole = "displacement:\n"
        for fact in range(1000):
            claims = "".join(f"{{value: {value(fact, claim)}}}, " for claim in range(90))
            more = f"  - {{id: p{fact}, leaving: AFG, into: TJK, measure: arrived, {_NEWS}, claims: [{claims}]}}\n"
            if len(whole) + len(more) > size:
                break
            whole += more
        return whole

    return made


# Files of a size, in bytes, of what might take long or grow large.
TRAPS = {
    "brackets": _times("[ "),
    "empty-lists": _times("[], ", "countries: [", "]"),
    "braces": _times("{ "),
    "dashes": _times("- "),
    "question-marks": _times("? "),
    "same-keys": _times("a:\n"),
    "many-keys": _numbered("k#:\n"),
    "unknown-keys": _numbered("k#: x\n    ", "countries:\n  - id: ARM\n    "),
    "unknown-keys-of-a-fact": _numbered("k#: x\n    ", "borders:\n  - between: [AFG, TJK]\n    "),
    "keys-of-what-is-nested": _numbered("k#: x, ", "countries: [{id: ARM, name: A, bottom_lines: [{", "}]}]"),
    "not-mappings": _times("x, ", "countries: [", "]"),
    "unknown-entities": _numbered("e#, ", "forces: [{id: x, type: base, source: wire-2021-08, of: [", "]}]"),
    "unknown-facts": _numbered("e#, ", "forces: [{id: x, type: base, of: TJK, source: wire-2021-08, tension: [", "]}]"),
    "unknown-facts-of-many": _numbered(f"  - {{id: f#, type: base, of: TJK, {_NEWS}, part_of: g#}}\n", "forces:\n"),
    "unknown-filed": _numbered("  - {fact: f#, source: wire-2021-08}\n", "claims:\n"),
    "filed-claims": _times("  - {fact: summit-2021, source: wire-2021-08}\n", "claims:\n"),
    "claims": _numbered("{value: #}, ", "figures: [{id: x, " + _KILLED, "]}]"),
    "facts-of-many-claims": _numbered(
        "  - {id: x#, " + _KILLED + "".join(f"{{value: {n}}}, " for n in range(40)) + "]}\n", "figures:\n",
    ),
    "memberships": _numbered(f"  - {{id: m#, member: TJK, of: CSTO, role: full, {_NEWS}}}\n", "memberships:\n"),
    "offices": _numbered(f"  - {{id: o#, holder: zas, of: CSTO, office: o#, from: 2019, {_NEWS}}}\n", "offices:\n"),
    "parts": _numbered(
        f"  - {{id: p#, leaving: AFG, into: TJK, measure: arrived, value: 5, part_of: arrived-2021, {_NEWS}}}\n",
        "displacement:\n",
    ),
    "pledges": _numbered(
        f"  - {{id: p#, by: TJK, {_PLEDGE}  - {{id: q#, by: AFG, {_PLEDGE}", "displacement:\n",
    ),
    "rivals": _numbered(f"  - {{id: r#, type: base, of: TJK, {_NEWS}, rivals: [r1, summit-2021]}}\n", "forces:\n"),
    "bare-numbers": _numbered("# and ", _SAID, "\"}]"),
    "bare-numbers-on-lines": _numbered(
        "#\n      ", "statements:\n  - id: x\n    speaker: zas\n    source: press-2021-09\n    text: |\n      "
    ),
    "quotations": _numbered("{{ fact('f#') }} ", _SAID, "\"}]"),
    "open-quotations": _times("{{ ", _SAID, "\"}]"),
    "brackets-in-a-quotation": _times("( ", _SAID + "{{ ", " }}\"}]"),
    "one-text": _times("word ", "countries: [{id: ARM, name: \"", "\"}]"),
    "escapes": _times(r"\n ", "countries: [{id: ARM, name: \"", "\"}]"),
    "folded": _times("x\n      ", "countries:\n  - id: ARM\n    name: >\n      "),
    "plain-lines": _times("x\n      ", "countries:\n  - id: ARM\n    name: "),
    "comments": _times("# x\n"),
    "line-ends": _times("\n"),
    "invisible": _times("\u200b "),
    "no-spaces": _times("x"),
    "long-runs": _times("x" * 201 + " "),
    "almost-long-runs": _times("x" * 200 + " "),
    "look-alikes": _times("ТLP:RED "),
    "likelihoods": _times("likely ", _LIKELY + ", text: \"", "\"}]"),
    "anchors": _numbered("- &a# x\n"),
    "quotes": _times("'"),
    "big-number": _times("9 ", "borders: [{between: [AFG, TJK], source: wire-2021-08, length: \"", "\"}]"),
    "aliases-of-a-name": _numbered("n#, ", "countries: [{id: ARM, name: A, misnomers: [", "]}]"),
    "wrong-names-in-a-text": lambda size: (
        _numbered("n#, ", "countries: [{id: ARM, name: A, misnomers: [", "]}]\n")(size)[: size // 2].rpartition(",")[0]
        + "]}]\nstatements:\n"
        + "".join(
            f"  - {{id: s{n}, speaker: zas, source: press-2021-09, text: {'word of n1 ' * 400}}}\n"
            for n in range(size // 9_250)
        )
    ),
    "links": _linked("[x](https://a.example/b) "),
    "nested-lists": _linked("* "),
    "nested-quotations": _linked("> "),
    "backticks": _linked("` "),
    "emphasis": _linked("_a "),
    "brackets-in-a-link": _linked("[ "),
    "unknown-units": _of_claims(lambda fact, claim: f"5 u{fact}x{claim}"),
    "unit-names": _of_claims(lambda fact, claim: "5 " + "".join("abcdefghij"[int(d)] for d in f"{fact}{claim:02}")),
    "units-of-brackets": _of_claims(lambda fact, claim: f'"5 m{"(" * claim}"'),
    "units-to-the-power": _of_claims(lambda fact, claim: f"5 m{'**9' * (1 + claim % 9)}**{fact}"),
    "same-names": _numbered("  - {id: p#, name: A}\n", "people:\n"),
    "same-facts": _times(f"  - {{between: [AFG, TJK], length: 5 km, {_NEWS}}}\n", "borders:\n"),
    "dates-and-places": lambda size: "events:\n" + "".join(
        f"  - {{id: e{n}, type: visit, {_NEWS}, claims: ["
        + "".join(f"{{date: 2021-07-{day % 30 + 1:02}, in: TJK, parties: [{{who: TJK}}, {{who: AFG}}]}}, "
                  for day in range(100)) + "]}\n" for n in range(size // 6_650)
    ),
    "names-of-groups": _linked("the Group of Seven "),
    "colons": _times(": "),
    "pairs": _times("a: b, ", "countries: [{", "}]"),
    "escaped-letters": _times("\\u0041 ", "countries: [{id: ARM, name: \"", "\"}]"),
    "letters-that-grow": _times("\ufdfa ", "countries: [{id: ARM, name: \"", "\"}]"),
    "accents": _times("\u0301 ", "countries: [{id: ARM, name: \"", "\"}]"),
    "documents": _times("---\n"),
    "parties": _times(
        "{who: TJK, capacity: host}, ", f"events: [{{id: e, type: visit, date: 2021-08, {_NEWS}, parties: [", "]}]"
    ),
}  # fmt: skip

SMALL = MAX_FILE // 100
# As `make fuzz` tries them, and as `make test` does: how many times longer a file becomes, and the largest one.
GROWTH, LARGE = (8, MAX_FILE) if os.environ.get("FULL") else (4, MAX_FILE // 10)


def _desk(name: str, size: int) -> list[TextFile]:
    return [TextFile("facts/desk.yaml", DESK), TextFile("facts/x.yaml", TRAPS[name](size))]


def _checked(files: list[TextFile]) -> list[str]:
    return list(map(str, desk_loading.load(files).problems))


@pytest.mark.parametrize("name", TRAPS)
def test_steps_grow_no_faster_than_the_file(name: str) -> None:
    short, long = _desk(name, SMALL), _desk(name, GROWTH * SMALL)
    growth = len(long[1].text) / len(short[1].text)
    assert growth > 0.85 * GROWTH
    _checked(short)  # loads and remembers what is needed only once
    assert steps(lambda: _checked(long)) < 1.1 * growth * steps(lambda: _checked(short))


_RUN = """
import os, resource, signal, sys
from pathlib import Path
from briefings.checks import desk_loading
from briefings.files import desk_files
for line in sys.stdin:
    if child := os.fork():
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
        continue
    resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
    signal.alarm(300)
    problems = desk_loading.load(desk_files.fact_files(Path(line.strip()))).problems
    print(len("".join(map(str, problems))) and len(problems), end=" ", flush=True)
    os._exit(0)
"""


@pytest.fixture(scope="module")
def checking() -> Iterator[subprocess.Popen[str]]:
    """A process that has imported the program and checks a folder for each line, in a child with bounds."""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", _RUN], stdin=pipe, stdout=pipe, text=True) as process:
        yield process


@pytest.mark.parametrize("name", TRAPS)
def test_a_large_file_is_checked_within_a_gigabyte(name: str, tmp_path: Path, checking: subprocess.Popen[str]) -> None:
    """Work that is quadratic in C takes no steps; at this size it would take longer than the guard allows."""
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts/desk.yaml").write_text(DESK, encoding="utf-8")
    (tmp_path / "facts/x.yaml").write_text(TRAPS[name](LARGE), encoding="utf-8", newline="")
    assert LARGE >= (tmp_path / "facts/x.yaml").stat().st_size > 0.9 * LARGE
    assert checking.stdin is not None and checking.stdout is not None
    print(tmp_path, file=checking.stdin, flush=True)
    problems, code = map(int, checking.stdout.readline().split())
    assert (code, problems <= 210) == (0, True)
