"""Grades of sources and claims."""

from __future__ import annotations

from briefings.core.grades import Grade


def test_grades_are_ordered_by_the_claim_then_by_its_source() -> None:
    grades = [Grade("A", "3"), Grade("F", "1"), Grade("B", "2"), Grade("A", "2"), Grade("E", "6")]
    assert [str(g) for g in sorted(grades, key=lambda g: g.order)] == ["F1", "A2", "B2", "A3", "E6"]
