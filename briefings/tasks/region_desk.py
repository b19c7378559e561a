"""The fact files of a new desk for a region: what is the same for every desk, from data that ships.

Names and aliases are CLDR's, capitals, coordinates and neighbours GeoNames', bodies and their members those
of the bodies' own pages: `tools/start_data.py` and docs/licences.md tell of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import NotRequired, TypedDict

import yaml

from ..core.problems import BriefingsError, nearest
from ..records.desk_settings import Desk
from ..records.name_register import folded_name
from ..records.weeks import week_of
from .import_map import quoted

PLACES_SOURCE, BODIES_SOURCE = "geonames-2026", "members"
_BODIES_AS_OF = "2025"
# Capitals that others do not take for such.
_DISPUTED_CAPITALS = ("ISR", "PSE", "ESH")


class StartCountry(TypedDict):
    """A country as the shipped data has it."""

    name: str
    adjective: NotRequired[str]
    article: NotRequired[str]
    capital: NotRequired[str]
    at: NotRequired[list[float]]
    neighbours: NotRequired[list[str]]
    aliases: NotRequired[list[str]]


@dataclass(frozen=True)
class StartBody:
    """A body with its founding, and its members by their codes with the year of accession or ""."""

    id: str
    name: str
    short: str
    article: str
    type: str
    url: str
    instrument: str
    signed: str
    members: Mapping[str, str]

    @property
    def source(self) -> str:
        """The id of the source of its members."""
        return f"{self.id.lower()}-{BODIES_SOURCE}"


@cache
def start_countries() -> dict[str, StartCountry]:
    """Every country and territory by its code."""
    found: dict[str, StartCountry] = json.loads(_data("countries.json"))
    return found


@cache
def start_bodies() -> tuple[StartBody, ...]:
    """The large bodies."""
    rows = yaml.load(_data("bodies.yaml"), Loader=yaml.BaseLoader)
    return tuple(
        StartBody(
            row["id"],
            row["name"],
            row.get("short", ""),
            row.get("article", ""),
            row["type"],
            row["url"],
            row["instrument"],
            row["signed"],
            _members(row["members"]),
        )
        for row in rows
    )


def _members(text: str) -> dict[str, str]:
    return {code: year for code, _, year in (word.partition(":") for word in text.split())}


def _data(name: str) -> str:
    return (resources.files("briefings") / "tasks" / "start_data" / name).read_text(encoding="utf-8")


def region_codes(names: Iterable[str]) -> list[str]:
    """The codes of countries named by code, name or alias; raises BriefingsError for one that is none."""
    known = {folded_name(code): code for code in start_countries()}
    for code, country in start_countries().items():
        for name in (country["name"], *country.get("aliases", ())):
            known.setdefault(folded_name(name), code)
    codes = []
    for name in filter(None, map(str.strip, names)):
        code = known.get(folded_name(name), "")
        if not code:
            near = nearest(name, [*start_countries(), *(one["name"] for one in start_countries().values())])
            remedy = (
                f"did you mean {near!r}?" if near else "codes or names: AFG,TJK or Afghanistan,Tajikistan"
            )
            raise BriefingsError(f"no country is called {name!r}", remedy)
        codes.append(code)
    if not codes:
        raise BriefingsError(
            "a region without a country", "codes or names: AFG,TJK or Afghanistan,Tajikistan"
        )
    return list(dict.fromkeys(codes))


def region_files(codes: Sequence[str], title: str, today: date) -> dict[str, str]:
    """The files of a desk for some countries by their paths; they build at once, without an error."""
    desk = Desk.model_construct(title="", publisher="", contact="", region=())
    week = week_of(today, desk).id
    neighbours = {other for code in codes for other in start_countries()[code].get("neighbours", ())}
    shown = [*codes, *sorted(neighbours - set(codes))]
    bodies = [body for body in start_bodies() if any(code in body.members for code in codes)]
    places = list(filter(None, map(_place, shown)))
    borders = sorted({tuple(sorted((code, other))) for code in codes for other in _neighbours(code)})
    sources = [*([_PLACES] if places or borders else []), *map(_source, bodies)]
    return {
        "README.md": _readme(title or _title(codes), codes),
        "facts/desk.yaml": _desk(title or _title(codes), codes),
        "facts/countries.yaml": _text("countries", map(_country, shown)),
        "facts/places.yaml": _text("places", places),
        "facts/borders.yaml": _text("borders", map(_border, borders)),
        "facts/bodies.yaml": "\n".join(
            (_text("organizations", map(_body, bodies)), _text("memberships", _memberships(codes, bodies)))
        ),
        "facts/sources.yaml": _text("sources", sources),
        f"facts/weeks/{week}.yaml": _week(week, codes, bool(borders)),
    }


def _neighbours(code: str) -> list[str]:
    return start_countries()[code].get("neighbours", [])


def _title(codes: Sequence[str]) -> str:
    names = [start_countries()[code]["name"] for code in codes]
    return f"{' and '.join(names)} desk" if len(names) <= 2 else "Regional desk"


def _text(kind: str, rows: Iterable[str]) -> str:
    """The records of a kind, one a line; "" without any."""
    lines = [f"  - {row}\n" for row in rows]
    return f"{kind}:\n{''.join(lines)}" if lines else ""


def _record(values: Mapping[str, str | Sequence[str]]) -> str:
    """A record on one line; keys without a value are left out."""
    return "{" + ", ".join(f"{key}: {_value(value)}" for key, value in values.items() if value) + "}"


def _value(value: str | Sequence[str]) -> str:
    return quoted(value) if isinstance(value, str) else "[" + ", ".join(map(quoted, value)) + "]"


def _country(code: str) -> str:
    country = start_countries()[code]
    disputed = code in _DISPUTED_CAPITALS
    return _record(
        {
            "id": code,
            "code": "user-assigned" if code == "XKX" else "",
            "name": country["name"],
            "adjective": country.get("adjective", ""),
            "article": country.get("article", ""),
            "capital": country.get("capital", ""),
            "capital_certainty": "claimed" if disputed else "",
            "capital_note": "Its status is disputed." if disputed else "",
            "aliases": country.get("aliases", []),
        }
    )


def _place(code: str) -> str:
    country = start_countries()[code]
    if "at" not in country or not country.get("capital"):
        return ""
    latitude, longitude = country["at"]
    return _record(
        {
            "id": f"{code.lower()}-capital",
            "name": country["capital"],
            "country": code,
            "latitude": f"{latitude}",
            "longitude": f"{longitude}",
            "source": PLACES_SOURCE,
        }
    )


def _border(between: tuple[str, ...]) -> str:
    return _record({"between": between, "source": PLACES_SOURCE})


def _body(body: StartBody) -> str:
    founding = _record({"name": body.instrument, "signed": body.signed, "source": body.source})
    named = _record(
        {"id": body.id, "name": body.name, "short": body.short, "article": body.article, "type": body.type}
    )
    return f"{named[:-1]}, founding: [{founding}]}}"


def _memberships(codes: Sequence[str], bodies: Sequence[StartBody]) -> Iterator[str]:
    for body in bodies:
        for code in (code for code in codes if code in body.members):
            yield _record(
                {
                    "member": code,
                    "of": body.id,
                    "role": "full",
                    "from": body.members[code],
                    "as_of": _BODIES_AS_OF,
                    "source": body.source,
                }
            )


_PLACES = _record(
    {
        "id": PLACES_SOURCE,
        "publisher": "GeoNames",
        "title": "Geographical database (CC BY 4.0)",
        "published": "2026",
        "url": "https://www.geonames.org/",
        "medium": "reference",
        "reliability": "B",
        "credibility": "2",
    }
)


def _source(body: StartBody) -> str:
    return _record(
        {
            "id": body.source,
            "publisher": body.name,
            "title": "Members",
            "published": _BODIES_AS_OF,
            "url": body.url,
            "medium": "reference",
            "reliability": "B",
            "credibility": "2",
        }
    )


def _desk(title: str, codes: Sequence[str]) -> str:
    return f"""\
# The desk's settings. Every key: docs/facts.md of the project.
desk:
  title: {quoted(title)}
  publisher: Your security desk
  contact: desk@briefings.example
  region: [{", ".join(codes)}]
  release: TLP:GREEN
  timezone: UTC
  cutoff: {{weekday: Friday, hour: "18:00"}}
"""


def _week(week: str, codes: Sequence[str], borders: bool) -> str:
    about = ", ".join(codes)
    kind, name, question = (
        ("borders", "Borders", "What is known of the borders?")
        if borders
        else ("memberships", "Bodies", "Who is in which body?")
    )
    trends = "".join(f"      - {{country: {code}, trend: unknown, reason: First issue.}}\n" for code in codes)
    return f"""\
# One file a week is a good habit: few people edit the same file at once. Begin with a source:
#
#   briefings new source --set publisher=Reuters --set published={week[:4]}
#   briefings new event --set type=talks --set in={codes[0]}
#
# or write it here:
#
# events:
#   - id: talks-{codes[0].lower()}
#     type: talks
#     title: Talks on the border
#     date: {week[:4]}-01-15
#     in: {codes[0]}
#     source: the-id-of-a-source
#     credibility: 2

topics:
  - id: {kind}
    title: {name}
    question: {question}
    scope: {{kinds: [{kind}], about: [{about}], tags: [{kind}]}}
    bottom_line: [Nothing is judged yet.]

issues:
  - id: {week}
    bottom_line: [The desk has only just begun.]
    trends:
{trends}"""


def _readme(title: str, codes: Sequence[str]) -> str:
    names = ", ".join(start_countries()[code]["name"] for code in codes)
    return f"""\
# {title}

Facts of {names}, in YAML below `facts/`; briefings are built from them.

    briefings check     # what is wrong, with file, line and remedy
    briefings build     # every document, into build/
    briefings serve     # the same in a browser, anew at each save
    briefings new event # a record to fill in, in this week's file

| file | holds |
|---|---|
| `facts/desk.yaml` | who publishes, for which countries, when the week closes |
| `facts/countries.yaml` | the region and its neighbours: names, adjectives, aliases, capitals |
| `facts/bodies.yaml` | the large bodies, and who of the region is in them, as of {_BODIES_AS_OF} |
| `facts/borders.yaml`, `facts/places.yaml` | land borders without their lengths; where the capitals are |
| `facts/sources.yaml` | what these rest on |
| `facts/weeks/` | what you write, a file a week |

What `briefings init` wrote is a beginning, and yours from now on: look over the members, add lengths of
borders and figures (`briefings import`), and set title, publisher and contact in `facts/desk.yaml`. Capitals,
coordinates and neighbours are from GeoNames (CC BY 4.0), names in other languages from Unicode CLDR.

Switch the check before each commit on with `git config core.hooksPath .githooks`.
"""
