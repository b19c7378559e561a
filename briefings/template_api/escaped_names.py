"""Names that print as text in any context."""

from __future__ import annotations

from markupsafe import Markup, escape


class EscapedName(str):
    """A name or label of a fact: escaped, and allowed to hold figures ("201st Military Base")."""

    def __html__(self) -> Markup:
        return escape(str(self))
