"""The schema that editors check fact files against: it accepts what is right and refuses what has the wrong shape."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from briefings.core import dates, quantities
from briefings.core.dates import PartialDate
from briefings.core.parse_errors import ValueParseError
from briefings.core.quantities import Quantity
from briefings.core.units import UnknownUnitError
from briefings.records import field_types, references
from briefings.records.fact_kinds import FACT_KINDS
from briefings.records.fact_records import keys_of
from briefings.records.json_schema import FILE, fact_file
from briefings.records.record_models import RECORD_MODELS
from conftest import EXAMPLE, SmallDesk

ROOT = Path(__file__).resolve().parent.parent.parent
SCHEMA = fact_file()
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)


class EditorLoader(yaml.SafeLoader):
    """YAML 1.2 with its core schema, as the YAML language server resolves types: `2021` a number, `NO` a text."""


EditorLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"(?:~|null|Null|NULL|)\Z", "~nN\0"),
    ("bool", r"(?:true|True|TRUE|false|False|FALSE)\Z", "tTfF"),
    ("int", r"(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\Z", "-+0123456789"),
    ("float", r"(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)\Z", "-+.0123456789"),
):
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"\Z"), [""])


def wrong(text: str) -> list[str]:
    """What an editor underlines in a file: the paths of what the schema refuses."""
    found = VALIDATOR.iter_errors(yaml.load(text, Loader=EditorLoader))
    return ["/".join(map(str, error.absolute_path)) or "." for error in found]


def test_it_is_a_schema() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    assert set(SCHEMA["properties"]) == {*RECORD_MODELS, "claims", "from"}


@pytest.mark.parametrize(
    "folder",
    [ROOT / "facts", ROOT / "briefings/tasks/example_desk/facts", EXAMPLE / "facts"],
    ids=["shipped", "example", "test"],
)
def test_it_accepts_every_file_that_check_accepts(folder: Path) -> None:
    files = sorted(folder.rglob("*.yaml"))
    assert len(files) >= 4
    assert {str(path): wrong(path.read_text(encoding="utf-8")) for path in files} == {str(path): [] for path in files}


def test_it_accepts_the_good_examples_of_every_check() -> None:
    from check_examples import PAGE, blocks, file_of

    texts = [file_of(e.text).text for e in blocks(PAGE.read_text(encoding="utf-8"))[1] if e.good and not e.template]
    assert len(texts) > 40
    assert {text: found for text in texts if (found := wrong(text))} == {}


# Mistakes that a record shows by itself, without the other records: an editor tells them while one types.
SHAPES = {
    "shape", "unknown-kind", "unknown-key", "missing-key", "empty-value", "unknown-word", "not-a-quantity",
    "not-a-date", "not-a-flag", "not-a-line", "not-a-marking", "bad-id", "odd-space",
}  # fmt: skip
BAD = sorted((Path(__file__).parent.parent / "bad").glob("*.yaml"))


def expected(path: Path) -> set[str]:
    return set(re.findall(r"^# expect \S+ (\S+)", path.read_text(encoding="utf-8"), re.MULTILINE))


def test_it_refuses_every_bad_file_whose_shape_is_wrong_and_no_other() -> None:
    refused, readable = set(), set()
    for path in BAD:
        try:
            found = wrong(path.read_text(encoding="utf-8"))
        except yaml.YAMLError:
            continue
        readable.add(path.stem)
        if found:
            refused.add(path.stem)
    about_shape = {path.stem for path in BAD if expected(path) & SHAPES} & readable
    # a date within a narrative; a unit decides whether a number with a point is one; how many digits it comes to
    about_shape -= {"prose-that-quotes-nothing", "thousands-with-a-point", "numbers-of-too-many-digits"}
    assert len(about_shape) > 20
    assert refused == about_shape


@pytest.mark.parametrize("kind", [model.kind for model in FACT_KINDS])
def test_a_key_that_a_kind_does_not_know_is_refused_on_the_fact_and_on_its_claims(kind: str) -> None:
    definition = SCHEMA["definitions"][kind]
    model = next(m for m in FACT_KINDS if m.kind == kind)
    assert set(definition["properties"]) == {*keys_of(model), *keys_of(model.claim), "claims"}
    assert set(SCHEMA["definitions"][f"{kind}-claim"]["properties"]) == set(keys_of(model.claim))
    assert not definition["additionalProperties"] and not SCHEMA["definitions"][f"{kind}-claim"]["additionalProperties"]


def test_every_key_says_on_hover_what_belongs_there() -> None:
    silent, seen = [], 0
    for name, definition in SCHEMA["definitions"].items():
        for key, schema in definition["properties"].items():
            seen += 1
            arms = schema.get("anyOf", [schema])
            if not any("description" in arm or "$ref" in arm for arm in arms):
                silent.append(f"{name}.{key}")
    assert seen > 300
    assert silent == []


@pytest.mark.parametrize(
    "text",
    [
        "{between: [AFG, TJK], length: 1.10, as_of: 2021, source: f}",
        "{between: [NO, TJK], length: 5 km, source: true}",
        '{between: [AFG, TJK], length: 5 km, as_of: 2021-07-07, at: 3, source: "2021", open: true, credibility: 2}',
        '{between: [AFG, TJK], length: "<= 5 km", at: ["3", 4], source: f, open: "true", credibility: "2"}',
        "{between: [AFG, TJK], tags: 2021, source: f, claims: [{length: ~5 km}]}",
        "{between: [AFG, TJK], claims: [{length: 5..6 km, source: f}, {length: not-stated, source: g}]}",
    ],
)
def test_a_value_may_be_written_in_every_form_that_the_reader_takes(text: str) -> None:
    assert wrong(f"borders:\n  - {text}\n") == []


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("/between", "{between: AFG, length: 5 km, source: f}"),
        ("/between", "{between: [AFG], length: 5 km, source: f}"),
        ("/length", "{between: [AFG, TJK], length: -5, source: f}"),
        ("/length", "{between: [AFG, TJK], length: null, source: f}"),
        ("/at", "{between: [AFG, TJK], length: 5 km, at: 0, source: f}"),
        ("/as_of", "{between: [AFG, TJK], length: 5 km, as_of: 2021-7, source: f}"),
        ("/negated", "{between: [AFG, TJK], length: 5 km, negated: NO, source: f}"),
        ("", "{between: [AFG, TJK], claims: [{length: 5 km, source: f}, {length: 6 km}]}"),
        ("", "{between: [AFG, TJK], length: 5 km}"),
        ("", "{between: [AFG, TJK], lenght: 5 km, source: f}"),
    ],
)
def test_a_value_of_another_form_is_refused_where_it_stands(place: str, text: str) -> None:
    assert wrong(f"borders:\n  - {text}\n") == [f"borders/0{place}"]


# ---------------------------------------------------------------- patterns and parsers

NUMBER = st.from_regex(r"[0-9]{1,7}(\.[0-9]{1,3})?", fullmatch=True)
SPACE = st.sampled_from(["", " ", "  "])
WORD = st.sampled_from([*quantities.MAGNITUDES, quantities.NOT_STATED, "dozens", "many"])
UNIT = st.sampled_from(["", " km", " people", "km", " km2", " m³", " 000", ", people", " %", " Afghan people", " <"])
QUANTITIES = st.one_of(
    st.tuples(st.sampled_from(["", "~"]), SPACE, st.sampled_from(["", "<", "<=", ">", ">=", "="]), SPACE,
              st.one_of(NUMBER, WORD, st.tuples(NUMBER, st.just(".."), NUMBER).map("".join)), UNIT).map("".join),
    st.text("0123456789.~<>= km,-", max_size=12),
)  # fmt: skip
DAY = st.one_of(
    st.from_regex(dates._DAY.pattern.removesuffix(r"\Z"), fullmatch=True),
    st.sampled_from(["..", "0000", "2021-02-30"]),
)
DATES = st.one_of(DAY, st.tuples(DAY, DAY).map("/".join), st.text("0123456789-/.~?", max_size=12))


def accepts(parse: Any, text: str) -> bool:
    try:
        parse(text)
    except ValueParseError:
        return False
    return True


@given(QUANTITIES)
def test_the_pattern_of_quantities_agrees_with_the_parser(text: str) -> None:
    matches = re.search(quantities.QUANTITY_PATTERN, text) is not None
    try:
        Quantity.parse(text)
    except UnknownUnitError:
        return  # an editor does not know the desk's units
    except ValueParseError as error:
        refused = ("runs backwards", "no whole number", "with the word", " in ")  # " in ": a form to write is known
        assert not matches or any(words in str(error) for words in refused)
    else:
        assert matches


@given(DATES)
def test_the_pattern_of_dates_agrees_with_the_parser(text: str) -> None:
    matches = re.search(dates.DATE_PATTERN, text) is not None
    if accepts(PartialDate.parse, text):
        assert matches
    elif matches:  # a day that its month does not have, or an interval that runs backwards
        assert "/" in text or re.search(r"-(29|30|31)", text)


@given(st.one_of(st.text("aZ09._@:/+- \n", max_size=8), st.text(max_size=4)))
def test_the_patterns_of_ids_agree_with_their_parsers(text: str) -> None:
    pairs = [
        (field_types._id, references.ID_PATTERN),
        (field_types._slug, field_types.SLUG_PATTERN),
        (field_types._flag, field_types.FLAG_PATTERN),
        (field_types._whole, field_types.LINE_PATTERN),
    ]
    # a pattern's $ also stands before a last line break, which no plain scalar ends with
    text = text.rstrip("\n")
    assert [accepts(parse, text) for parse, _ in pairs] == [bool(re.search(p, text)) for _, p in pairs]


@given(st.from_regex(r"[0-9]{4}-W[0-9]{2}|2[012][0-9]{2}-W[0-5][0-9]", fullmatch=True))
def test_the_pattern_of_weeks_agrees_with_the_parser(text: str) -> None:
    is_shaped = bool(re.search(field_types.WEEK_PATTERN, text))
    is_week = accepts(field_types._week, text)
    assert is_shaped >= is_week
    assert is_shaped == is_week or text.endswith("W53")  # which not every year has


# ---------------------------------------------------------------- the command


def test_the_command_writes_the_schema_where_the_editor_settings_look_for_it(desk: SmallDesk) -> None:
    run = desk.run("schema")
    assert (run.code, run.out) == (0, f"wrote .vscode/{FILE}\n")
    written = json.loads((desk.root / ".vscode" / FILE).read_text(encoding="utf-8"))
    assert written == json.loads(json.dumps(SCHEMA))
    again = desk.run("schema", "--out", "elsewhere")
    assert (again.code, again.out) == (0, f"wrote elsewhere/{FILE}\n")
    assert (desk.root / "elsewhere" / FILE).read_bytes() == (desk.root / ".vscode" / FILE).read_bytes()


def test_a_new_desk_has_the_schema_and_settings_that_lead_to_it(desk: SmallDesk, tmp_path: Path) -> None:
    assert desk.run("init", "fresh", cwd=tmp_path).code == 0
    for root in (tmp_path / "fresh", ROOT):
        settings = json.loads((root / ".vscode/settings.json").read_text(encoding="utf-8"))
        assert settings["yaml.schemas"] == {f".vscode/{FILE}": ["facts/**/*.yaml", "facts/**/*.yml"]}
        assert settings["yaml.yamlVersion"] == "1.2"
    assert json.loads((tmp_path / "fresh/.vscode" / FILE).read_text(encoding="utf-8")) == json.loads(json.dumps(SCHEMA))
