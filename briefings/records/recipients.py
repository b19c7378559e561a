"""Who receives the desk's issues: groups, up to which marking each may read, and what it wants."""

from __future__ import annotations

from typing import Annotated, ClassVar

from ..core.markings import Marking
from .base_record import Record
from .field_readers import vocabulary
from .field_types import MailAddress, Several, Slug, Text, Tlp
from .prose_fields import DeskNote


class RecipientGroup(Record):
    """A group that receives issues, each in the highest edition that its clearance allows."""

    kind: ClassVar[str] = "recipients"
    id: Slug
    name: Text
    clearance: Tlp
    to: MailAddress | None = None
    subscriptions: Annotated[tuple[Text, ...], Several] = ("weekly/*",)
    language: Annotated[str, vocabulary("language of an issue", "en")] = "en"
    format: Annotated[str, vocabulary("format of a mail", "pdf", "html", "both")] = "pdf"
    internal: DeskNote | None = None
    marking: Tlp | None = None

    def may_read(self, release: Marking) -> bool:
        """True if its clearance allows an edition."""
        return release <= self.clearance


RECIPIENT_KINDS: tuple[type[Record], ...] = (RecipientGroup,)
