"""The two grades of the Admiralty code: how reliable a source is, how credible a claim."""

from __future__ import annotations

from dataclasses import dataclass

# The Admiralty code (NATO AJP-2.1): source reliability and information credibility are judged apart.
RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability not judged",
}
CREDIBILITY = {
    "1": "confirmed by another source",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "credibility not judged",
}


@dataclass(frozen=True, slots=True)
class Grade:
    """A source's letter and a claim's number, such as B2; judged apart and never merged into one score."""

    reliability: str
    credibility: str

    def __str__(self) -> str:
        return f"{self.reliability}{self.credibility}"

    @property
    def is_doubtful(self) -> bool:
        """True if the source is not usually reliable or worse, or the claim doubtful or improbable."""
        return self.reliability in "DE" or self.credibility in "45"

    @property
    def is_not_judged(self) -> bool:
        """True if the source's reliability or the claim's credibility was not judged."""
        return self.reliability == "F" or self.credibility == "6"

    @property
    def order(self) -> tuple[int, int]:
        """Best first: how far the claim is believed, then how far its source is."""
        return (int(self.credibility), "ABCDEF".index(self.reliability))
