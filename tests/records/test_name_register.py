"""The register of names that references are resolved against."""

from __future__ import annotations

from briefings.records.name_register import folded_name


def test_a_name_is_the_same_with_and_without_the_joiners_of_its_spelling() -> None:
    assert folded_name("ශ්\u200dරී ලංකාව") == folded_name("ශ්රී ලංකාව")
    assert folded_name("گفت\u200cوگو") == folded_name("گفتوگو")
    assert folded_name("ប្រទេស\u200bកម្ពុជា") == folded_name("ប្រទេសកម្ពុជា")
