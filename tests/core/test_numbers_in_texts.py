"""Numbers as texts print them, and how a quantity is held against them."""

from __future__ import annotations

import pytest

from briefings.core.numbers_in_texts import Fit, printed_numbers
from briefings.core.quantities import Quantity


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("shares an 843-mile border", "843 mi"),
        ("843 miles long", "843 mi"),
        ("20 km from the border", "20 km"),
        ("up to 100,000 refugees", "<= 100000 people"),
        ("100 000 refugees", "100000 people"),
        ("100'000 refugees", "100000 people"),
        ("12,34,567 voters", "1234567 people"),
        ("1.400 persons", "1400 people"),
        ("grew by 1.4 per cent", "1.4 %"),
        ("0,4 metres a day", "0.4 m"),
        ("half a million people", "500000 people"),
        ("a quarter of a million farmers", "250000 people"),
        ("two and a half million refugees", "2.5 million people"),
        ("a million and a half refugees", "1.5 million people"),
        ("one hundred and five soldiers", "105 people"),
        ("seventy-five thousand people", "75000 people"),
        ("a dozen officers", "12 people"),
        ("more than two dozen of them", "> 24 people"),
        ("exercises for a month", "1 month"),
        ("20-year-old mission", "20 years"),
        ("about 9 thousand Afghans", "~9000 people"),
        ("some 18 thousand Afghans", "~18000 people"),
        ("almost 50 thousand people", "~<50000 people"),
        ("up to about 300 men", "~<= 300 people"),
        ("exceeds one thousand people", "> 1000 people"),
        ("at least 300 men", ">= 300 people"),
        ("300 men or more", ">= 300 people"),
        ("300 or more men", ">= 300 people"),
        ("fewer than 40 sensors", "< 40"),
        ("as many as 40 men", "<= 40 people"),
        ("up to $240 million for bases", "<= 240 million USD"),
        ("US$1.2bn was spent", "1.2 billion USD"),
        ("€ 40 was paid", "40 EUR"),
        ("between 60 and 95 people", "60..95 people"),
        ("60-95 dead", "60..95 people"),
        ("two to three million people", "2..3 million people"),
        ("tens of thousands of refugees", "tens-of-thousands people"),
        ("thousands of kilometres", "thousands km"),
        ("dozens of tanks", "tens tanks"),
        ("nine former Soviet republics", "9 states"),
        ("the eight-member SCO", "8 states"),
        ("٢٥٠٠ شخص", "2500 people"),
        ("و٣٬٤٠٠ خيمة", "3400 tents"),
        ("\u200e1\u202f357 km", "1357 km"),
        ("1,5 млн человек", "1.5 million people"),
        ("5 тысяч солдат", "5000 people"),
        ("15 مليون شخص", "15 million people"),
        ("3万人", "30000 people"),
        ("2½ million people", "2.5 million people"),
        ("several hundred people", "hundreds people"),
        ("a few thousand people", "thousands people"),
        ("2.5 crore rupees", "25 million PKR"),
        ("300 pounds", "300 GBP"),
        ("300 pounds of meat", "300 lb"),
    ],
)
def test_a_quantity_stands_in_a_text_however_it_is_printed(text: str, amount: str) -> None:
    quantity = Quantity.parse(amount)
    assert Fit.FULL in [number.fit(quantity, quantity.unit) for number in printed_numbers(text)]


@pytest.mark.parametrize(
    ("text", "amount", "fit"),
    [
        ("an 843-mile border", "843 km", Fit.UNIT),
        ("20 countries", "20 people", Fit.UNIT),
        ("188 counties", "188 districts", Fit.UNIT),
        ("$240 million", "240 million EUR", Fit.UNIT),
        ("a border of 843", "843 mi", Fit.UNIT),
        ("up to 100,000 refugees", "100000 people", Fit.BOUND),
        ("up to 100,000 refugees", "< 100000 people", Fit.BOUND),
        ("up to 100,000 refugees", ">= 100000 people", Fit.BOUND),
        ("100,000 refugees", "<= 100000 people", Fit.BOUND),
        ("about 9 thousand Afghans", "9000 people", Fit.BOUND),
        ("almost 50 thousand people", "~50000 people", Fit.BOUND),
    ],
)
def test_the_right_number_with_another_unit_or_bound_is_told_apart(text: str, amount: str, fit: Fit) -> None:
    quantity = Quantity.parse(amount)
    assert {number.fit(quantity, quantity.unit) for number in printed_numbers(text)} == {fit}


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("up to 100,000 refugees", "<= 1000000 people"),
        ("up to 100,000 refugees", "<= 10000 people"),
        ("up to 100,000 refugees", "<= 100 people"),
        ("an 843-mile border", "834 mi"),
        ("half a million people", "50000 people"),
        ("60-95 dead", "60..96 people"),
        ("tens of thousands of refugees", "thousands people"),
        ("on July 7", "7 people"),
        ("30 April 2022", "30 people"),
        ("a Mi-17 and a G7 summit", "17 people"),
        ("the 201st base", "201 people"),
        ("in the 1980s", "1980 people"),
    ],
)
def test_another_number_does_not_stand_in_a_text(text: str, amount: str) -> None:
    quantity = Quantity.parse(amount)
    assert [number.fit(quantity, quantity.unit) for number in printed_numbers(text)].count(Fit.FULL) == 0


def test_two_numbers_of_a_line_have_their_own_places_and_units() -> None:
    line = "four military planes to evacuate 500 Russian citizens"
    assert [(line[n.start : n.end], n.unit and n.unit.name) for n in printed_numbers(line)] == [
        ("four", "aircraft"),
        ("500", "citizens"),
    ]
