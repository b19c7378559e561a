"""Areas that one state holds and another claims, as the maps can draw them."""

from __future__ import annotations

# Each with the countries that it can be drawn with, by their alpha-3 codes.
DISPUTED_AREAS = {
    "Crimea": ("RUS", "UKR"),
    "Kosovo": ("XKX", "SRB"),
    "Northern Cyprus": ("CYP",),
    "Siachen Glacier": ("IND", "PAK"),
    "Somaliland": ("SOM",),
    "Taiwan": ("TWN", "CHN"),
    "Western Sahara": ("ESH", "MAR"),
}
