"""The words for units: measures with their exact factors, and the nouns that are counted."""

from __future__ import annotations

# Exact factors to one unit of each kind. The yard, pound, gallon and barrel are as the international
# agreement of 1959 and the US definitions have them; a month and a year are the Gregorian calendar's mean.
MEASURES: dict[str, dict[str, str]] = {
    "length": {
        "mm": "0.001", "cm": "0.01", "m": "1", "km": "1000",
        "in": "0.0254", "ft": "0.3048", "yd": "0.9144", "mi": "1609.344", "nmi": "1852",
    },
    "area": {
        "cm²": "0.0001", "m²": "1", "km²": "1000000", "ha": "10000", "ft²": "0.09290304",
        "acre": "4046.8564224", "mi²": "2589988.110336",
    },
    "volume": {
        "ml": "0.000001", "l": "0.001", "m³": "1", "km³": "1000000000", "ft³": "0.028316846592",
        "mcm": "1000000", "bcm": "1000000000", "gallon": "0.003785411784", "barrel": "0.158987294928",
    },
    "mass": {
        "mg": "0.000001", "g": "0.001", "kg": "1", "t": "1000", "lb": "0.45359237", "oz": "0.028349523125",
        "short ton": "907.18474", "long ton": "1016.0469088",
    },
    "time": {
        "second": "1", "minute": "60", "hour": "3600", "day": "86400", "week": "604800",
        "month": "2629746", "year": "31556952", "decade": "315569520",
    },
    "speed": {"m/s": "1", "km/h": "5/18", "mph": "0.44704", "kn": "463/900"},
    "energy": {
        "J": "1", "kJ": "1000", "MJ": "1000000", "GJ": "1000000000", "kWh": "3600000", "MWh": "3600000000",
        "GWh": "3600000000000", "TWh": "3600000000000000",
    },
    "power": {"W": "1", "kW": "1000", "MW": "1000000", "GW": "1000000000"},
    "share": {"%": "1/100", "‰": "1/1000"},
    "percentage points": {"percentage point": "1"},
    "points": {"point": "1"},
    "index": {"index point": "1"},
    "degrees Celsius": {"°C": "1"},
    "degrees Fahrenheit": {"°F": "1"},
    "angle": {"°": "1"},
    "multiples": {"time": "1"},
}  # fmt: skip
# Printed in full, with a plural; all other measures are printed by their symbol.
WORDS = {
    "acre": "acres", "gallon": "gallons", "barrel": "barrels", "short ton": "short tons",
    "long ton": "long tons",
    "second": "seconds", "minute": "minutes", "hour": "hours", "day": "days", "week": "weeks",
    "month": "months", "year": "years", "decade": "decades", "percentage point": "percentage points",
    "point": "points", "index point": "index points",
    "time": "times",
}  # fmt: skip
# Other spellings; a plural in -s and the marks of a power are understood by themselves.
SPELLINGS = {
    "metre": "m", "meter": "m", "kilometre": "km", "kilometer": "km", "kms": "km", "klm": "km",
    "centimetre": "cm",
    "centimeter": "cm", "millimetre": "mm", "millimeter": "mm", "inch": "in", "inches": "in", "foot": "ft",
    "feet": "ft", "yard": "yd", "mile": "mi", "nautical mile": "nmi", "NM": "nmi", "hectare": "ha",
    "sqkm": "km²", "sqm": "m²", "sqmi": "mi²", "litre": "l", "liter": "l", "L": "l", "millilitre": "ml",
    "bbl": "barrel", "gram": "g", "kilogram": "kg", "kilo": "kg", "kgs": "kg", "tonne": "t",
    "metric ton": "t",
    "metric tonne": "t", "pound": "lb", "lbs": "lb", "ounce": "oz", "s": "second", "sec": "second",
    "min": "minute", "h": "hour", "hr": "hour", "hrs": "hour", "yr": "year", "yrs": "year", "wk": "week",
    "wks": "week", "kph": "km/h", "kmh": "km/h",
    "kilometres per hour": "km/h", "kilometers per hour": "km/h", "km per hour": "km/h",
    "miles per hour": "mph", "metres per second": "m/s", "meters per second": "m/s", "knot": "kn",
    "statute mile": "mi", "barrel of oil": "barrel",
    "percent": "%", "per cent": "%", "pct": "%", "permille": "‰", "per mille": "‰", "per mil": "‰",
    "pp": "percentage point", "percent point": "percentage point", "pts": "point", "pt": "point",
    "degrees Celsius": "°C", "degree Celsius": "°C", "degrees celsius": "°C", "degree celsius": "°C",
    "Celsius": "°C", "celsius": "°C", "degrees C": "°C", "degrees fahrenheit": "°F", "Fahrenheit": "°F",
    "degrees Fahrenheit": "°F", "degrees": "°",
    "degree": "°",
    "watt": "W", "kilowatt": "kW", "megawatt": "MW", "gigawatt": "GW", "joule": "J",
    "kilowatt hour": "kWh", "megawatt hour": "MWh", "gigawatt hour": "GWh", "terawatt hour": "TWh",
}  # fmt: skip
# Rates that have a short form of their own.
RATES = {
    "bpd": "barrels per day", "b/d": "barrels per day", "bbl/d": "barrels per day", "cumecs": "m³ per second",
    "cusecs": "ft³ per second",
}  # fmt: skip
# Two words in which people measure things that are not the same: one of them has to be said.
AMBIGUOUS = {
    "MT": "t for metric tons, or million t",
    "Mt": "million t, or t for metric tons",
    "mt": "t for metric tons, or million t",
    "kt": "kn for knots, or thousand t",
    "nm": "nmi for nautical miles",
    "bps": "percentage points: a hundred basis points are one of them",
    "basis points": "percentage points: a hundred basis points are one of them",
    "ton": "t (metric), short tons or long tons",
    "tons": "t (metric), short tons or long tons",
    "$": "the currency's ISO code, such as USD",
    "rupees": "the currency's ISO code: INR or PKR",
    "rials": "the currency's ISO code: IRR, OMR or YER",
    "Rs": "the currency's ISO code: INR or PKR",
    "¥": "the currency's ISO code: CNY or JPY",
    "lira": "the currency's ISO code: LBP, SYP or TRY",
    "CFA": "the currency's ISO code: XAF or XOF",
    "FCFA": "the currency's ISO code: XAF or XOF",
    "CFA francs": "the currency's ISO code: XAF or XOF",
    "cents": "a hundredth of a currency: 0.05 USD",
    "toman": "the currency's ISO code: IRR, ten to a toman",
}
# What people write for a currency besides its ISO code and its name in English.
CURRENCIES = {
    "US$": "USD", "US dollar": "USD", "dollar": "USD", "dollars": "USD", "€": "EUR", "euro": "EUR",
    "£": "GBP", "A$": "AUD", "C$": "CAD", "CA$": "CAD", "HK$": "HKD", "NT$": "TWD", "NZ$": "NZD", "S$": "SGD",
    "R$": "BRL", "₹": "INR", "₪": "ILS", "NIS": "ILS", "₺": "TRY", "₴": "UAH", "₸": "KZT", "₦": "NGN",
    "₩": "KRW", "₾": "GEL", "₼": "AZN", "֏": "AMD", "₫": "VND", "฿": "THB", "US $": "USD",
    "pounds sterling": "GBP",
    "rouble": "RUB", "roubles": "RUB", "ruble": "RUB", "rubles": "RUB", "₽": "RUB", "yuan": "CNY",
    "renminbi": "CNY", "RMB": "CNY", "tenge": "KZT", "somoni": "TJS", "somonis": "TJS", "afghani": "AFN",
    "afghanis": "AFN",
}  # fmt: skip

# Nouns for persons: whoever they are, they are people, and compared with people.
PEOPLE = (
    "people=person", "soldiers", "troops=", "servicemen=serviceman", "service members", "personnel=",
    "military personnel=", "peacekeepers", "fighters", "militants", "insurgents", "officers",
    "policemen=policeman",
    "police officers", "border guards", "guards", "conscripts", "reservists", "contractors", "advisers",
    "instructors", "refugees", "asylum-seekers", "migrants", "returnees", "evacuees",
    "displaced people=displaced person", "internally displaced people=internally displaced person",
    "deportees", "individuals", "souls", "expatriates", "foreigners",
    "tourists", "pilgrims", "settlers", "tribesmen=tribesman", "adults", "minors", "infants", "babies=baby",
    "orphans", "widows", "elderly=", "police=", "security forces=", "security personnel=", "rebels",
    "mercenaries=mercenary", "commandos", "marines", "sailors", "airmen=airman", "paratroopers", "cadets",
    "recruits", "volunteers", "veterans", "gunmen=gunman", "terrorists", "jihadists", "separatists",
    "suspects",
    "smugglers", "crew=", "staff=", "aid workers", "farmers", "fishermen=fisherman", "miners", "nurses",
    "lawmakers", "deputies=deputy", "ministers", "judges", "activists", "observers", "fatalities=fatality",
    "arrests", "abductions", "executions", "missing=", "homeless=", "survivors",
    "civilians", "citizens", "residents", "inhabitants", "nationals", "men=man", "women=woman",
    "children=child", "girls", "boys", "students", "pupils", "teachers", "workers", "employees", "doctors",
    "journalists", "diplomats", "prisoners", "detainees", "hostages", "victims", "casualties=casualty",
    "deaths", "injured=", "wounded=", "dead=", "killed=", "patients", "passengers", "voters", "members",
    "delegates",
    "participants", "applicants", "beneficiaries=beneficiary", "births", "arrivals", "protesters",
)  # fmt: skip
# Nouns that are counted, each by itself: families are not people, and battalions not brigades.
COUNTED = (
    "families=family", "households", "tanks", "personnel carriers", "APCs", "IFVs", "MLRS=", "jets",
    "warplanes", "fighter jets", "UAVs", "warheads", "batteries=battery", "mortars", "landmines",
    "gunships", "warships", "frigates", "corvettes", "destroyers", "aircraft carriers", "tankers", "jeeps",
    "ambulances", "pickups", "bulldozers", "excavators", "vehicles", "armoured vehicles", "aircraft=",
    "aeroplanes",
    "helicopters", "drones", "missiles", "rockets", "shells", "bombs", "mines", "guns", "weapons", "rifles",
    "artillery pieces", "howitzers", "launchers", "systems", "radars", "ships", "boats", "vessels",
    "submarines", "trucks", "lorries=lorry", "buses=bus", "cars", "trains", "wagons", "containers", "flights",
    "sorties", "battalions", "brigades", "divisions", "regiments", "companies=company", "platoons",
    "squadrons", "corps=", "units", "battalion groups", "battalion tactical groups", "bases", "posts",
    "border posts", "checkpoints", "outposts", "garrisons", "sites", "camps", "centres",
    "facilities=facility",
    "sub-districts", "governorates", "counties=county", "prefectures", "wards", "localities=locality",
    "islands",
    "districts", "provinces", "regions", "oblasts", "states", "countries=country", "territories=territory",
    "municipalities=municipality", "communes", "villages", "towns", "cities=city", "settlements",
    "houses", "homes", "buildings", "schools", "hospitals", "clinics", "bridges", "roads",
    "dams", "plants", "stations", "banks", "mosques", "crossings", "border crossings", "visas",
    "permits", "passports", "applications", "cases", "requests", "attacks", "clashes=clash", "incidents",
    "strikes", "air strikes", "explosions", "protests", "exercises", "operations",
    "missions", "meetings", "summits", "visits", "calls", "rounds", "sessions", "agreements",
    "treaties=treaty",
    "documents", "resolutions", "decisions", "sanctions", "votes", "seats", "parties=party",
    "organizations", "projects", "programmes", "contracts", "loans", "parcels", "packages",
    "tents", "doses", "vaccines", "tests", "animals", "livestock=", "sheep=", "cattle=", "items",
    "pieces", "events", "lines", "languages", "groups", "sources",
    "outlets", "articles", "places", "ports", "airports", "airfields", "wells",
    "airstrips", "bombings", "airstrikes", "shellings", "ambushes=ambush", "raids", "violations",
    "ceasefire violations", "earthquakes", "floods", "fires", "NGOs", "partners", "kits", "laws", "bills",
    "vetoes=veto", "elections", "constituencies=constituency", "shelters", "latrines",
    "boreholes", "water points", "health posts", "shops", "markets", "factories=factory", "mills", "reactors",
    "pipelines", "licences", "complaints", "petitions", "speeches=speech", "statements",
    "reports",
    "trips", "convoys", "offices", "embassies=embassy", "consulates",
)  # fmt: skip
# Other spellings of counted nouns.
NOUN_SPELLINGS = {
    "persons": "people", "asylum seekers": "asylum-seekers", "asylum seeker": "asylum-seekers",
    "displaced persons": "displaced people", "internally displaced persons": "internally displaced people",
    "IDPs": "internally displaced people", "IDP": "internally displaced people",
    "HH": "households", "HHs": "households", "center": "centres", "centers": "centres",
    "organisations": "organizations", "organisation": "organizations", "programs": "programmes",
    "program": "programmes", "armored vehicles": "armoured vehicles",
    "planes": "aircraft", "plane": "aircraft",
}  # fmt: skip
