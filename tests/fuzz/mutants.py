"""Fact files with something broken in them: what hands, editors, merges and enemies make of good ones.

`MUTANTS` are whole desks: the small desk of the tests with one file of it, or some records of the shipped facts,
changed in one to six places.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from briefings.core.problems import TextFile
from briefings.files import desk_files

ROOT = Path(__file__).parent.parent.parent
SMALL = ROOT / "tests/desk"
# Texts that mean something to YAML, to a narrative, to a value or to a page.
DICTIONARY = [
    ": ", "- ", "? ", "\n", "\n  ", "\r\n", "\t", "#", "[", "]", "{", "}", ",", '"', "'", "|", ">-", "&a ", "*a",
    "!!str ", "<<: ", "---\n", "...\n", "%YAML 1.1\n", "%", "@", "`", "~", "null", "NaN", ".inf", "1e999", "0x10",
    "-1", "..", "1..2", "2..1", "<= ", ">= 5 km", "tens", "not-stated", "1,000", "2021-13", "2021-02-30", "0000",
    "9999-12-31", "2021/..", "../2021", "2022/2021", "?", "TLP:RED", "TLP:WHITE", "ТLP:RED", "true", "NO", "{{",
    "}}", '{{ fact("x") }}', '{{ fact("border:AFG-TJK", "length") }}', "{% for x in y %}", "{#",
    '{{ text("Article 5") }}', '{{ sum("a", "b") }}', '{{ share("x", "x") }}', "[x](javascript:y)", "<script>",
    "seven", "a third of", "claims:", "id: ", "fact: ", "rivals: ", "part_of: ", "corrects: ", "supersedes: ",
    "marking: ", "until: ", "from: ", "status: scheduled", "negated: true", "preferred: true", "\u200b", "\u202e",
    "\ufeff", "\x00", "\x85", "\u2028", "é", "e\u0301", "ｔ", "😀", "\udcff", "x" * 201, "[" * 30, "a: {b: " * 30,
    "9" * 300, "- " * 200, "'" * 99, "word " * 500,
]  # fmt: skip


@cache
def small() -> tuple[TextFile, ...]:
    return tuple(desk_files.fact_files(SMALL))


@cache
def texts() -> tuple[tuple[str, str], ...]:
    """What is broken: a file of the small desk, by its name, or up to six records of the shipped facts."""
    own = [(file.path, file.text) for file in small()]
    shipped = []
    for file in desk_files.fact_files(ROOT):
        for kind, records in re.findall(r"^([a-z]+:)\n((?:[ #].*\n|\n)+)", file.text, re.MULTILINE):
            items = re.split(r"(?m)^(?=  - )", records)[1:]
            shipped += [("facts/zz.yaml", kind + "\n" + "".join(items[n : n + 6])) for n in range(0, len(items), 6)]
    return (*own * (2 * len(shipped) // len(own)), *shipped)  # what can be right beside the others, twice as often


@st.composite
def _mutant(draw: st.DrawFn) -> list[TextFile]:
    name, text = draw(st.sampled_from(texts()))
    for _ in range(draw(st.sampled_from((1, 1, 1, 2, 3, 6)))):
        text = draw(st.sampled_from(_CHANGES))(draw, text)
    others = [file for file in small() if file.path != name]
    return [*others, desk_files.decoded(name, text.encode("utf-8", "surrogatepass"))]


def _span(draw: st.DrawFn, text: str, longest: int) -> tuple[int, int]:
    start = draw(st.integers(0, len(text)))
    return start, min(len(text), start + draw(st.integers(1, longest)))


def _insert(draw: st.DrawFn, text: str) -> str:
    at, _ = _span(draw, text, 1)
    return text[:at] + draw(st.one_of(st.sampled_from(DICTIONARY), st.text(max_size=4))) + text[at:]


def _value(draw: st.DrawFn, text: str) -> str:
    """Another value for a key."""
    found = list(re.finditer(r": ([^,\n}]+)", text))
    if not found:
        return text
    start, end = draw(st.sampled_from(found)).span(1)
    return text[:start] + draw(st.sampled_from(DICTIONARY)) + text[end:]


def _swap(draw: st.DrawFn, text: str) -> str:
    """The value of another key for a key."""
    found = list(re.finditer(r": ([^,\n}]+)", text))
    if not found:
        return text
    start, end = draw(st.sampled_from(found)).span(1)
    return text[:start] + draw(st.sampled_from(found))[1] + text[end:]


def _digit(draw: st.DrawFn, text: str) -> str:
    """Another digit: a number, a day or a name that can be right by itself."""
    found = list(re.finditer(r"\d", text))
    if not found:
        return text
    at = draw(st.sampled_from(found)).start()
    return text[:at] + draw(st.sampled_from("0123456789")) + text[at + 1 :]


def _delete(draw: st.DrawFn, text: str) -> str:
    start, end = _span(draw, text, 40)
    return text[:start] + text[end:]


def _repeat(draw: st.DrawFn, text: str) -> str:
    start, end = _span(draw, text, 200)
    return text[:end] + text[start:end] * draw(st.sampled_from((1, 1, 2, 50))) + text[end:]


def _indent(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    at = draw(st.integers(0, len(lines) - 1))
    lines[at] = draw(st.sampled_from((" ", "  ", "      ", "\t", "- "))) + lines[at]
    return "\n".join(lines)


def _drop_line(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    del lines[draw(st.integers(0, len(lines) - 1))]
    return "\n".join(lines)


def _flip(draw: st.DrawFn, text: str) -> str:
    """One bit of one byte: what a disk or a line does."""
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    if not data:
        return text
    data[draw(st.integers(0, len(data) - 1))] ^= 1 << draw(st.integers(0, 7))
    return data.decode("utf-8", "surrogateescape")


_CHANGES: list[Callable[[st.DrawFn, str], str]] = [
    *[_insert] * 2, *[_value] * 3, *[_swap] * 2, *[_digit] * 3, _delete, _repeat, _indent, _drop_line, _flip,
]  # fmt: skip
MUTANTS = _mutant()
