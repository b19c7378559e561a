"""Notes of to whom an issue was sent: which group got which bytes. They stand beside its ledger."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError


class SentNote(BaseModel):
    """A draft for a group: the day of the draft, the SHA-256 of the page, the PDF and the mail."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    group: str
    drafted: date
    html: str
    pdf: str
    mail: str

    def text(self) -> bytes:
        """Return the text of its file."""
        return (json.dumps(self.model_dump(mode="json"), indent=1) + "\n").encode()


def holding_groups(notes: Mapping[str, bytes], html: str, pdf: str) -> tuple[tuple[str, ...], list[str]]:
    """Return the groups that were sent a page and a PDF of these digests, and the names of notes that say
    something else."""
    groups: list[str] = []
    odd: list[str] = []
    for name, text in sorted(notes.items()):
        try:
            note = SentNote.model_validate_json(text)
        except ValidationError:
            odd.append(name)
            continue
        if (note.html, note.pdf) == (html, pdf):
            groups.append(note.group)
        else:
            odd.append(name)
    return tuple(groups), odd
