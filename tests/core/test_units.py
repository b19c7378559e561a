"""Units: what measures the same thing is converted by exact definitions, whatever its spelling."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from briefings.core import unit_vocabulary, units


@pytest.mark.parametrize(
    ("unit", "to", "factor"),
    [
        ("mi", "km", "1.609344"), ("km", "m", "1000"), ("ft", "m", "0.3048"), ("yd", "ft", "3"),
        ("nmi", "km", "1.852"), ("nautical miles", "m", "1852"), ("miles", "km", "1.609344"), ("inches", "cm", "2.54"),
        ("kilometres", "km", "1"), ("kilometer", "metres", "1000"), ("feet", "foot", "1"),
        ("sq km", "km²", "1"), ("km2", "km**2", "1"), ("km^2", "square kilometres", "1"),
        ("mi²", "km²", "2.589988110336"),
        ("ha", "m²", "10000"), ("acres", "ha", "0.40468564224"), ("sq mi", "acre", "640"),
        ("barrels", "l", "158.987294928"), ("cubic metres", "litres", "1000"), ("m3", "m³", "1"),
        ("tonnes", "kg", "1000"), ("t", "tonne", "1"), ("lbs", "kg", "0.45359237"),
        ("hours", "minutes", "60"), ("weeks", "day", "7"), ("GWh", "MWh", "1000"), ("GW", "MW", "1000"),
        ("km/h", "m/s", "0.2777777777777777777777777778"), ("mph", "km/h", "1.609344"), ("knots", "km/h", "1.852"),
        ("%", "‰", "10"), ("percent", "%", "1"), ("people", "people", "1"),
        ("soldiers", "people", "1"), ("years", "months", "12"), ("people per km²", "people/ha", "0.01"),
        ("barrels per day", "barrels/week", "7"), ("per 100,000 people", "per 1,000 people", "0.01"),
    ],
)  # fmt: skip
def test_amounts_are_converted_by_definition(unit: str, to: str, factor: str) -> None:
    assert units.conversion_factor(unit, to) == Decimal(factor)


@pytest.mark.parametrize(
    ("unit", "to"),
    [
        ("km", "people"), ("people", "km"), ("km", "hour"), ("km", "km²"), ("m", "m³"), ("people", "families"),
        ("%", "people"), ("kg", "l"), ("MW", "MWh"), ("", "km"), ("kilofeet", "m"), ("m" * 50, "m"),
        ("families", "people"),
        ("USD", "EUR"), ("points", "m"), ("°C", "°F"), ("people per km²", "people"), ("battalions", "brigades"),
    ],
)  # fmt: skip
def test_what_does_not_measure_the_same_thing_is_not_converted(unit: str, to: str) -> None:
    with pytest.raises(units.UnitMismatchError):
        units.conversion_factor(unit, to)


@pytest.mark.parametrize(
    ("unit", "system", "shown"),
    [
        ("mi", "metric", "km"), ("m", "metric", "m"), ("km", "imperial", "mi"), ("km", "metric", "km"),
        ("ft", "metric", "m"), ("mi²", "metric", "km²"), ("acres", "metric", "ha"), ("nmi", "metric", "nmi"),
        ("points", "metric", "points"), ("people", "imperial", "people"), ("hours", "metric", "hours"),
        ("km²", "imperial", "mi²"), ("%", "metric", "%"), ("Mi-17", "metric", "Mi-17"), ("", "metric", ""),
    ],
)  # fmt: skip
def test_only_units_of_the_other_system_are_converted_for_display(unit: str, system: str, shown: str) -> None:
    assert units.display_unit(unit, system) == shown


@pytest.mark.parametrize(
    ("spellings", "name", "kind"),
    [
        (("people", "persons", "person", "People"), "people", "people"),
        (("asylum-seekers", "asylum seekers", "asylum seeker"), "asylum-seekers", "people"),
        (("USD", "US$", "dollars", "US dollars"), "USD", "money USD"),
        (("km²", "km2", "km^2", "km**2", "sq km", "sq. km", "square kilometres", "square kilometers"), "km²", "area"),
        (("percent", "per cent", "%"), "%", "share"), (("months", "month"), "months", "time"),
        (("families", "family"), "families", "families"), (("soldiers", "soldier"), "soldiers", "people"),
        (("people per km²", "people/km2", "persons per sq km"), "people per km²", "people per area"),
        (("per 100,000 people", "per 100000 people"), "per 100,000 people", "share per people"),
        (("barrels per day", "barrels/day"), "barrels per day", "volume per time"),
        (("Mi-17",), "Mi-17", "Mi-17"), (("armoured vehicles",), "armoured vehicles", "armoured vehicles"),
        (("Afghan refugees",), "Afghan refugees", "people"),
        (("Mi-17 helicopters",), "Mi-17 helicopters", "helicopters"),
        (("tonnes", "metric tons", "t"), "t", "mass"), (("roubles", "RUB", "Russian rubles"), "RUB", "money RUB"),
        (("displaced people", "displaced persons"), "displaced people", "people"),
        (("IDPs", "IDP", "internally displaced persons"), "internally displaced people", "people"),
        (("T-72", "T-72s"), "T-72", "T-72"), (("km", "Km", "KM", "kms"), "km", "length"),
        (("ha", "Ha", "HA"), "ha", "area"), (("kWh", "KWh", "kwh"), "kWh", "energy"),
        (("kg", "Kg", "kgs"), "kg", "mass"), (("households", "HH", "HHs"), "households", "households"),
        (("USD per person", "USD per capita", "USD per head"), "USD per person", "money USD per people"),
        (("barrels per day", "bpd", "b/d", "bbl/d"), "barrels per day", "volume per time"),
        (("bcm",), "bcm", "volume"),
        (("JPY", "yen", "Japanese yen"), "JPY", "money JPY"),
        (("ETB", "birr"), "ETB", "money ETB"),
        (("ILS", "shekels", "₪"), "ILS", "money ILS"), (("police",), "police", "people"),
        (("points", "point"), "points", "points"), (("°C", "degrees Celsius"), "°C", "degrees Celsius"),
    ],
)  # fmt: skip
def test_one_unit_has_one_name_under_all_its_spellings(spellings: tuple[str, ...], name: str, kind: str) -> None:
    assert {units.named_unit(spelling) for spelling in spellings} == {name}
    assert units.kind_of(name) == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("peopel", "did you mean 'people'?"), ("kilometrs", "did you mean 'kilometre'?"), ("tCO2", "'units:'"),
        ("people killed", "'killed' belongs into a text"), ("km long", "'long' belongs into a text"),
        ("days of talks", "'of talks' belongs"), ("tons", "short tons"), ("$", "ISO code"), ("rupees", "INR or PKR"),
        ("to 95 people", "a unit of docs"), ("more people", "a unit of docs"), ("half people", "a unit of docs"),
        ("dinars", "BHD, DZD"), ("lira", "LBP, SYP or TRY"), ("pesos", "ARS, CLP"), ("CFA francs", "XAF or XOF"),
        ("MT", "t for metric tons"), ("per 100,000", "'per 100,000 people'"), ("nm", "nmi"),
        ("dunums", "a unit of docs"), ("quintals", "a unit of docs"),
        ("people per", "'per' belongs"), ("km km", "'km' belongs"), ("XYZ", "a unit of docs"),
    ],
)  # fmt: skip
def test_what_is_no_unit_is_refused_with_what_to_write(text: str, expected: str) -> None:
    with pytest.raises(units.UnknownUnitError) as error:
        units.named_unit(text)
    assert expected in error.value.expected


@pytest.mark.parametrize("text", ["dunums", "quintals", "versts", "tolars"])
def test_no_word_of_other_sense_is_suggested_for_an_unknown_unit(text: str) -> None:
    with pytest.raises(units.UnknownUnitError) as error:
        units.named_unit(text)
    assert "did you mean" not in error.value.expected


def test_every_word_of_the_vocabulary_is_read_and_read_again_from_its_printed_form() -> None:
    words = [
        *unit_vocabulary.SPELLINGS,
        *unit_vocabulary.CURRENCIES,
        *(w for m in unit_vocabulary.MEASURES.values() for w in m),
    ]
    words += [word.partition("=")[0] for word in (*unit_vocabulary.PEOPLE, *unit_vocabulary.COUNTED)]
    assert len(words) > 300
    for word in words:
        name = units.named_unit(word)
        assert units.named_unit(name) == name
        assert units.named_unit(units.printed_unit(name, False, "en_GB")) == name, word
        assert units.named_unit(units.printed_unit(name, True, "en_GB")) == name, word


def test_a_unit_of_the_desk_is_converted_by_its_factor_and_forgotten_with_the_desk() -> None:
    declared, other = units.DeclaredUnits(), units.DeclaredUnits()
    declared.add(units.Unit("versts", "verst", "length", Fraction("1066.8")), ["в."])
    other.add(units.Unit("versts", "verst", "length", Fraction(1000)), [])
    verst = units.named_unit("verst", declared)
    assert units.named_unit("в.", declared) == units.named_unit("Versts", declared) == verst == "versts"
    assert units.conversion_factor(verst, "m") == Decimal("1066.8")
    assert units.conversion_factor(units.named_unit("verst", other), "m") == 1000
    with pytest.raises(units.UnknownUnitError):
        units.named_unit("verst")


def test_soldiers_and_civilians_are_together_people_and_what_is_alike_keeps_its_name() -> None:
    assert units.common_unit(["soldiers", "civilians"]) == "people"
    assert units.common_unit(["soldiers", "soldiers"]) == "soldiers"
    assert units.common_unit(["km", "mi"]) == "km"


@pytest.mark.parametrize(("unit", "single", "printed"), [
    ("people", True, "person"), ("USD", False, "US dollars"), ("USD", True, "US dollar"), ("km²", True, "km²"),
    ("families", True, "family"), ("people per km²", True, "person per km²"), ("days", True, "day"),
])  # fmt: skip
def test_a_unit_is_printed_with_its_singular(unit: str, single: bool, printed: str) -> None:
    assert units.printed_unit(unit, single, "en_GB") == printed
