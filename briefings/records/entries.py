"""Records as read, and where they stand in their files."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.problems import Mark, TextFile
from .base_record import Record
from .fact_records import ClaimRecord
from .record_tables import record_at
from .validation_errors import node_at
from .yaml_tree import MappingNode, ScalarNode, span_bounds, span_mark


@dataclass(frozen=True, slots=True)
class RecordSpan:
    """The place of a record or a claim in its file.

    `fact` is what it shares keys with: the head of its file, then the record whose label a claim has.
    """

    file: TextFile
    span: int
    begin: int
    fact: RecordSpan | None = None

    @classmethod
    def of(
        cls, node: MappingNode, fact: RecordSpan | None = None, begin: ScalarNode | None = None
    ) -> RecordSpan:
        """The place of a mapping; `begin` is its first key if others were added before.

        The keys of a table's row stand in its header: the row itself is its first place.
        """
        key = begin if begin is not None else next(iter(node), None)
        start, end = span_bounds(node.span)
        inside = key is not None and start <= span_bounds(key.span)[0] < end
        return cls(node.file, node.span, key.span if key is not None and inside else node.span, fact)

    @property
    def mark(self) -> Mark:
        """All of it."""
        return span_mark(self.file, self.span)

    @property
    def first(self) -> Mark:
        """Its first key: enough to find it by."""
        return span_mark(self.file, self.begin)

    @property
    def tree(self) -> MappingNode:
        """The mapping, parsed again from its file."""
        found = record_at(self.file, self.span)
        assert found is not None  # it was one when it was read
        return found

    def at(self, *path: str | int) -> Mark:
        """The place of the value at a path of keys, or the nearest there is."""
        tree, above = self.tree, self.fact
        while above is not None and path and tree.key(str(path[0])) is None:
            inherited = above.tree
            tree = inherited if inherited.key(str(path[0])) is not None else tree
            above = above.fact
        return node_at(tree, path).mark


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as read: its kind, its id, the model, where it stands and, for a fact, its claims."""

    kind: str
    id: str
    record: Record
    node: RecordSpan
    claims: tuple[ClaimRecord, ...] = ()
    claim_nodes: tuple[RecordSpan, ...] = ()

    @property
    def mark(self) -> Mark:
        """The first line of the record: enough to find it by."""
        return self.node.first

    @property
    def own_claims(self) -> tuple[ClaimRecord, ...]:
        """The claims that stand in the record itself, without those that are filed apart from it."""
        start, end = span_bounds(self.node.span)
        return tuple(
            claim
            for claim, node in zip(self.claims, self.claim_nodes, strict=True)
            if node.file is self.node.file and start <= span_bounds(node.span)[0] < end
        )

    def at(self, *path: str | int) -> Mark:
        """The place of the value at a path of keys, or the nearest there is."""
        return self.node.at(*path)
