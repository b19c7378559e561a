"""A stub of a new record, and where in a file it goes without touching anything else.

What is needed and what is usual stands as a key without a value, which `check` reports at its line until it
is filled in or deleted; the further keys of the kind stand as comments.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from ..core.dates import DATE_HINT, PartialDate
from ..core.filenames import slug
from ..core.parse_errors import ValueParseError
from ..core.problems import BriefingsError, Mark, Problem, ProblemList, Severity, TextFile, nearest
from ..core.quantities import QUANTITY_HINT
from ..records import fact_reader, json_schema, weeks, yaml_tree
from ..records.base_record import Record
from ..records.desk_settings import Desk
from ..records.fact_kinds import FACT_KINDS
from ..records.fact_records import ClaimRecord, FactRecord, keys_of, singular
from ..records.record_models import FILED_CLAIMS, RECORD_MODELS
from ..records.record_tables import is_table, rows

_FACT_KINDS = {model.kind: model for model in FACT_KINDS}
SINGULAR = {
    kind: singular(kind)
    for kind in (
        *_FACT_KINDS, "countries", "organizations", "people", "places", "sources", "units", "measures",
        "matters",
        "questions", "assessments", "signposts", "topics", "issues", "recipients", FILED_CLAIMS,
    )
}  # fmt: skip
# Beside what is required: what a record of the kind is hardly of use without.
_USUAL: Mapping[str, tuple[str, ...]] = {
    **{kind: model.usual for kind, model in _FACT_KINDS.items()},
    "countries": ("adjective",),
    "sources": ("url", "reliability"),
    "units": ("plural", "kind", "factor"),
    "matters": ("about",),
    "signposts": ("due",),
    "topics": ("bottom_line",),
    "issues": ("bottom_line",),
    FILED_CLAIMS: ("source", "as_of"),
}
_CLAIM = ("source", "at", "credibility")
# Needed keys that hold keys of their own.
_WITHIN = {"scope": "tags"}
# Keys an id is made of, in this order, if given; a day or month is added to what has a date.
_NAMED_BY: Mapping[str, tuple[str, ...]] = {
    **{kind: model.named_by for kind, model in _FACT_KINDS.items()}, "sources": ("publisher",),
    "organizations": ("name",), "people": ("name",), "places": ("name",), "units": ("plural",),
    "measures": ("label",),
    "matters": ("question",), "questions": ("text",),
    "assessments": ("about",), "signposts": ("about",), "topics": ("title",),
    "recipients": ("name",),
}  # fmt: skip
# What is written today bears its day.
_WRITTEN_ON = {"assessments": "date", "signposts": "recorded"}
_UNDATED = set(
    """
    organizations people places units measures matters questions topics recipients
    """.split()
)
_WIDTH = 118
_HINT = 90
_COLUMN = 16
# What belongs to a key, shorter than an editor tells it.
_SHORT = {
    QUANTITY_HINT: "a quantity such as 1357 km or '<= 100000 people'",
    DATE_HINT: "a date such as 2021-07-07, 2021-07 or 2021",
    "prose": "prose",
    "a remark": "a remark",
}


@cache
def _definitions() -> dict[str, json_schema.Schema]:
    """Descriptions of each kind, and of the records within them, by name, for editors."""
    found: dict[str, json_schema.Schema] = json_schema.fact_file()["definitions"]
    return found


def kind_of(name: str) -> str:
    """The kind a person names, in the singular or as files have it; raises BriefingsError with the
    nearest."""
    singular = {word: kind for kind, word in SINGULAR.items()}
    if name in SINGULAR or name in singular:
        return singular.get(name, name)
    if name == "desk":
        raise BriefingsError(
            "a desk has one record 'desk'", "change the one that is there, or: briefings init DIR"
        )
    near = nearest(name, [*SINGULAR, *singular])
    remedy = f"did you mean {near!r}?" if near else f"one of: {', '.join(SINGULAR)}"
    raise BriefingsError(f"no kind of record {name!r}", remedy)


def given_values(given: Iterable[str], kind: str) -> dict[str, str]:
    """`key=value` as typed, values as YAML has them; raises BriefingsError for what is none or no key of the
    kind."""
    found: dict[str, str] = {}
    known = _properties(kind)
    for text in given:
        key, equals, value = text.partition("=")
        if not equals or not value.strip():
            raise BriefingsError(f"{text!r} sets nothing", "a key, '=' and a value: --set status=planned")
        if key not in known:
            near = nearest(key, known)
            remedy = f"did you mean {near!r}?" if near else f"one of: {', '.join(known)}"
            raise BriefingsError(f"{kind} have no key {key!r}", remedy)
        found[key] = _scalar(value.strip())
    return found


def dated_values(kind: str, today: date) -> dict[str, str]:
    """The day of a judgement that is written today; of what sources tell it says nothing."""
    return {_WRITTEN_ON[kind]: today.isoformat()} if kind in _WRITTEN_ON else {}


def week_of_values(values: Mapping[str, str], week: str, desk: Desk) -> str:
    """The week that a record is of, if it gives its day to the day; else `week`, the one that runs."""
    for key in ("date", "from", "as_of", "published"):
        try:
            day = PartialDate.parse(values.get(key, "").strip("'\""))
        except ValueParseError:
            continue
        if day.first == day.last:
            return weeks.week_of(day.first, desk).id
    return week


def hints_of(kind: str, keys: Iterable[str]) -> dict[str, str]:
    """A hint at the value of each key."""
    properties = _properties(kind)
    return {key: _hint(properties[key]) for key in keys if key in properties}


def words_of(kind: str, key: str) -> list[str]:
    """The words of a key's vocabulary; none for another key."""
    schema = _properties(kind).get(key, {})
    arms = [arm.get("items", arm) for arm in schema.get("anyOf", [schema])]
    return [str(word) for arm in arms for word in arm.get("enum", ())]


def refusals(files: Sequence[TextFile], file: TextFile, line: int, stub: RecordStub) -> list[Problem]:
    """The problems of the values that are given, once the stub stands in its file; those that wait are none.

    `line` is that of the stub's first key.
    """
    others = [other for other in files if other.path != file.path]
    _, problems = fact_reader.read([*others, file])
    given = {
        line + number
        for number, text in enumerate(stub.lines)
        if not text.lstrip(" -").startswith("#") and text.split(": ", 1)[0].lstrip(" -") not in stub.blank
    }
    found = [p for p in problems if p.mark.file is file and p.mark.line in given]
    return [p for p in found if p.severity is Severity.ERROR and p.code not in ("missing-key", "empty-value")]


def _scalar(value: str) -> str:
    """A value as it can stand after a key: lists and mappings as typed, a text in quotes where it needs
    them."""
    if value[0] in "[{\"'":
        return value
    plain = re.fullmatch(r"[\w~.][^#\[\]{}]*", value) and ": " not in value and not value.endswith(":")
    return value if plain else "'" + value.replace("'", "''") + "'"


def _properties(kind: str) -> dict[str, json_schema.Schema]:
    found: dict[str, json_schema.Schema] = _definitions()[kind]["properties"]
    return {key: text for key, text in found.items() if key != "claims"}


# ---------------------------------------------------------------- ids


def used_ids(trees: Iterable[yaml_tree.Node | None]) -> dict[str, Mark]:
    """Every id that is written in any file, whatever else is wrong with it, and where."""
    return dict(_ids(list(trees)))


def _ids(nodes: Iterable[object]) -> Iterator[tuple[str, Mark]]:
    for node in nodes:
        if isinstance(node, yaml_tree.MappingNode):
            key = node.key("id")
            if key is not None and isinstance(node[key], yaml_tree.ScalarNode):
                yield str(node[key]), node[key].mark
            yield from _ids(list(rows(node, ProblemList())) if is_table(node) else node.values())
        elif isinstance(node, yaml_tree.SequenceNode):
            yield from _ids(node)


def unused_id(
    kind: str, values: Mapping[str, str], today: date, week: str, used: Collection[str]
) -> str | None:
    """An id that a person would guess from what is told, and that nothing has yet; None where none is
    written."""
    if kind == "issues":
        return next(name for name in weeks.ids_from(week) if name not in used)
    if kind == "countries":
        return _country(values.get("name", ""))
    if kind == FILED_CLAIMS or _has_natural_id(RECORD_MODELS[kind]):
        return None
    words = [slug(values[key]) for key in _NAMED_BY.get(kind, ()) if key in values]
    days = [slug(values[key]) for key in ("date", "from", "as_of", "published", "recorded") if key in values]
    day = [] if kind in _UNDATED else [(days or [today.isoformat()])[0]]
    stem = "-".join([*(words or [SINGULAR[kind]]), *day])[:80].strip("-")
    stems = (
        [stem.rpartition("-")[2], stem] if kind == "people" else [stem]
    )  # a person goes by the family name
    numbered = (f"{stem}-{number}" for number in range(2, len(used) + 3))
    return next(name for name in (*stems, *numbered) if name not in used)


# The default ids of these go with the day and place of their first claim: one that is written outlives that.
_OUTLIVING = ("events", "forces")


def _has_natural_id(model: type[Record]) -> bool:
    return issubclass(model, FactRecord) and model.has_default_id() and model.kind not in _OUTLIVING


def _country(name: str) -> str | None:
    """The ISO 3166 code of a country by its name."""
    import pycountry

    try:
        found = pycountry.countries.lookup(name.strip("'\""))
    except LookupError:
        return None
    return str(found.alpha_3)


# ---------------------------------------------------------------- the stub


@dataclass(frozen=True)
class RecordStub:
    """The lines of a record without indentation, the first beginning with its dash; `blank` keys wait for a
    value."""

    kind: str
    id: str | None
    lines: tuple[str, ...]
    blank: tuple[str, ...]


def new_stub(
    kind: str, id: str | None, values: Mapping[str, str], offered: Mapping[str, Sequence[str]] | None = None
) -> RecordStub:
    """A record of a kind: the keys of `values` with them, needed and usual ones blank, the kind's others as
    comments. `offered` has what a source's kept text offers for a key."""
    properties = _properties(kind)
    live = [key for key in _live(kind) if key != "id"]
    if _needs_id(kind) or id:
        live.insert(0, "id")
    live += [key for key in values if key not in live]
    lines, blank = [], []
    for key in live:
        value = values.get(key) or (id if key == "id" else None)
        if value:
            lines.append(f"{key}: {value}")
            continue
        blank.append(key)
        inner = _WITHIN.get(key)
        if inner:
            hint = _definitions()["Scope"]["properties"][inner]
            lines += [f"{key}:", *_blank(inner, hint, "  ")]
        elif offered and key in offered:
            lines.append(f"{key}:".ljust(_COLUMN) + f"# in the kept text: {'; '.join(offered[key])}")
        else:
            lines += _blank(key, properties[key])
    lines += _further(kind, properties, live)
    return RecordStub(kind, id, (f"- {lines[0]}", *(f"  {line}" for line in lines[1:])), tuple(blank))


def _live(kind: str) -> list[str]:
    """The keys that stand in a stub of a kind, in the order in which its records are written."""
    definition = _definitions()[kind]
    claim = _CLAIM if kind in _FACT_KINDS or kind == FILED_CLAIMS else ()
    return list(dict.fromkeys([*definition["required"], *_USUAL.get(kind, ()), *claim]))


def _needs_id(kind: str) -> bool:
    return "id" in _definitions()[kind]["required"]


def _blank(key: str, schema: json_schema.Schema, indent: str = "") -> Iterator[str]:
    yield f"{indent}{key}:".ljust(_COLUMN) + f"# {_hint(schema)}"


def _further(kind: str, properties: Mapping[str, json_schema.Schema], live: Sequence[str]) -> Iterator[str]:
    """The kind's own other keys with a hint each, then the names of those that every fact has."""
    every = set(keys_of(FactRecord)) | set(keys_of(ClaimRecord)) if kind in _FACT_KINDS else set()
    if kind == FILED_CLAIMS:
        every = set(properties)
    rest = [key for key in properties if key not in live]
    own = [key for key in rest if key not in every]
    yield from (f"# {key}: {_hint(properties[key])}" for key in own)
    shared = [key for key in rest if key in every]
    if shared:
        others = f"also: {', '.join(shared)}: see docs/facts.md"
        yield from textwrap.wrap(others, _WIDTH - 4, initial_indent="# ", subsequent_indent="# ")


def _hint(schema: json_schema.Schema) -> str:
    """A hint at the values of a key, on one line."""
    arms = schema.get("anyOf", [schema])
    first, last = arms[0], arms[-1]
    listed = (
        "a list: "
        if first.get("type") == "array"
        else "one or several: "
        if last.get("type") == "array"
        else ""
    )
    first = first.get("items", first)
    if "$ref" in first:
        keys = _definitions()[first["$ref"].rsplit("/", 1)[1]]["properties"]
        return textwrap.shorten(f"{listed}{{{', '.join(keys)}}}", _HINT, placeholder=" …")
    words = dict.fromkeys(str(word) for word in first.get("enum", ()))
    text = str(first["description"]).split("; if absent")[0]
    short = next((few for long, few in _SHORT.items() if text.startswith(long)), text)
    return textwrap.shorten(listed + (", ".join(words) if words else short), _HINT, placeholder=" …")


# ---------------------------------------------------------------- its place


def text_with_stub(file: TextFile, new: RecordStub) -> tuple[str, int]:
    """The file's text with the record at the end of its kind's list, and the line it begins on.

    Every other byte stays. Raises BriefingsError if the file cannot be read, or holds the kind in another
    form.
    """
    tree, problems = yaml_tree.parse(file)
    if problems or not (tree is None or isinstance(tree, yaml_tree.MappingNode)):
        where = str(problems[0]) if problems else file.path
        raise BriefingsError(f"{file.path} cannot be added to: {where}", "mend the file first")
    end = "\r\n" if "\r\n" in file.text else "\n"
    lines = file.text.split(end)
    key = tree.key(new.kind) if tree is not None else None
    if tree is None or key is None:
        at, indent, before = _end(lines, len(lines)), "  ", [f"{new.kind}:"]
        before = ["", *before] if any(line.strip() for line in lines[:at]) else before
    else:
        held = tree[key]
        empty = isinstance(held, yaml_tree.ScalarNode) and held == "" and held.plain
        dash = _first_dash(lines, key.mark.line)
        if not empty and (dash is None or not isinstance(held, yaml_tree.SequenceNode)):
            raise BriefingsError(
                f"{key.mark}: '{new.kind}' is not written as a list with dashes",
                "write one '- ' a record, each on a line of its own",
            )
        later = [other.mark.line for other in tree if other.mark.line > key.mark.line]
        at = _end(lines, min(later) - 1 if later else len(lines))
        indent, before = ("  " if dash is None else dash), ([] if empty else [""])
    added = [*before, *(indent + line for line in new.lines)]
    text = end.join([*lines[:at], *added, *(lines[at:] or [""])])
    _assure(file, tree, text, new)
    return text, at + len(before) + 1


def _assure(file: TextFile, tree: yaml_tree.MappingNode | None, text: str, new: RecordStub) -> None:
    """That the new text holds all that the old one held and one record more; raises BriefingsError."""
    added, problems = yaml_tree.parse(TextFile(file.path, text))
    if not problems and isinstance(added, yaml_tree.MappingNode):
        held = {str(key): value for key, value in (tree or {}).items()}
        now = {str(key): value for key, value in added.items()}
        mine = now.get(new.kind)
        before: Any = held.get(new.kind) or []
        if isinstance(mine, yaml_tree.SequenceNode) and now == {**held, new.kind: [*before, mine[-1]]}:
            return
    raise BriefingsError(
        f"{file.path} cannot be added to: {str(problems[0]) if problems else 'its layout is too unusual'}",
        "see that each value given with --set is YAML, or write the record by hand",
    )


def _first_dash(lines: Sequence[str], key_line: int) -> str | None:
    """Return the indentation of a list's items; None if it is not written with dashes."""
    for line in lines[key_line:]:
        if line.strip() and not line.lstrip().startswith("#"):
            found = re.match(r"( *)-(?= |$)", line)
            return found[1] if found else None
    return None


def _end(lines: Sequence[str], limit: int) -> int:
    """After the last line before `limit` that belongs to a record: blank lines and comments at the margin do
    not."""
    while limit and (not lines[limit - 1].strip() or lines[limit - 1].startswith("#")):
        limit -= 1
    return limit
