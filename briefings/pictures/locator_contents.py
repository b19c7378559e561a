"""What is on a locator map, noted while it is drawn; its text alternative is made of these notes alone."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..core import wording

SITE_KINDS = ("base", "exercise", "troops", "capital")


@dataclass(frozen=True, slots=True)
class MapSite:
    """A place to mark: a base, an exercise, other troops or a capital; `planned` if nothing is there yet."""

    name: str
    longitude: float
    latitude: float
    kind: str
    planned: bool = False

    @property
    def words(self) -> str:
        """Return its name and what it is."""
        return f"{self.name} ({'planned ' if self.planned else ''}{self.kind})"


@dataclass
class LocatorMap:
    """A locator map and what is on it, by the names that are printed."""

    svg: str = ""
    neighbours: list[str] = field(default_factory=list)
    lengths: dict[str, str] = field(default_factory=dict)  # of the border with a neighbour
    others: list[str] = field(default_factory=list)  # other lands, areas in dispute, seas
    cities: list[str] = field(default_factory=list)
    sites: list[MapSite] = field(default_factory=list)
    numbered: list[str] = field(default_factory=list)  # neighbours with a number in place of the name
    unnamed: list[str] = field(default_factory=list)  # neighbours that have no room for that either
    outside: list[MapSite] = field(default_factory=list)
    hatched: list[str] = field(default_factory=list)  # areas in dispute
    dashed: list[str] = field(default_factory=list)  # lines in dispute

    def description(self, name: str) -> str:
        """Return the text alternative: what is drawn, then what is not."""
        around = [
            f"{side} (border {self.lengths[side]})" if side in self.lengths else side
            for side in sorted([*self.neighbours, *self.numbered])
        ]
        parts = [f"{name} and its neighbours: {wording.listed(around)}" if around else name]
        if self.others:
            parts.append(f"Around it: {wording.listed(sorted(self.others))}")
        if self.sites:
            parts.append(f"Places: {wording.listed([site.words for site in self.sites])}")
        if self.cities:
            parts.append(f"Cities: {wording.listed(sorted(self.cities))}")
        return ". ".join([*parts, *self.notes()]) + "."

    def remarks(self) -> str:
        """Return what a caption says of areas and lines in dispute, and of whose the cities' names are."""
        remarks = [f"Hatched, in dispute: {wording.listed(self.hatched)}."] if self.hatched else []
        if self.dashed:
            remarks.append(f"Dashed, in dispute: {wording.listed(self.dashed)}.")
        if self.cities:
            remarks.append("Cities: GeoNames.")
        return " ".join(remarks)

    def notes(self) -> list[str]:
        """Return what belongs to the map and is not on it, as printed below it."""
        numbers = [f"{number} {name}" for number, name in enumerate(self.numbered, 1)]
        notes = [f"Numbered: {', '.join(numbers)}"] if numbers else []
        if self.unnamed:
            notes.append(f"Beside it, not named here: {wording.listed(sorted(self.unnamed))}")
        if self.outside:
            notes.append(f"Outside the map: {wording.listed([site.words for site in self.outside])}")
        return notes
