"""Fields of prose: what is printed and may cite, and what stays in the desk."""

from __future__ import annotations

from typing import Annotated

from pydantic_core import core_schema

from .field_readers import ScalarReader, field_error, no_value
from .placeholders import is_no_text
from .yaml_tree import ScalarNode

# Characters of one narrative, some five times the longest there is: what reads it takes the longer the longer
# it is.
MAX_PROSE = 5_000


class Prose(ScalarNode):
    """Text that is printed and may cite: Markdown with `{{ fact(…) }}` in it. A bare number in it is an
    error."""

    __slots__ = ()


class Remark(Prose):
    """Prose that stays in the desk: no page prints it unless it is asked for by name."""

    __slots__ = ()


class _ProseReader(ScalarReader):
    what = "prose"
    hint = (
        'prose: Markdown; numbers only as {{ fact("id") }}, {{ date("2021-07-07") }} '
        'or {{ text("Article 5") }}'
    )

    def read(self, text: ScalarNode, info: core_schema.ValidationInfo) -> Prose:
        if len(text) > MAX_PROSE:
            raise field_error(
                "value", f"{len(text):,} characters of prose", f"at most {MAX_PROSE:,} in one text"
            )
        if is_no_text(text):
            raise no_value(text, self.what)
        return self._made_of(text)

    def _made_of(self, text: ScalarNode) -> Prose:
        return Prose(text, text.file, text.span)


class _RemarkReader(_ProseReader):
    what = "a remark"
    hint = 'a remark: Markdown that no page prints; it may hold numbers, and cite with {{ cite("source") }}'

    def _made_of(self, text: ScalarNode) -> Remark:
        return Remark(text, text.file, text.span)


Narrative = Annotated[Prose, _ProseReader()]
DeskNote = Annotated[Remark, _RemarkReader()]
