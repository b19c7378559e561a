"""Judgements as they are kept in an index, and as they go from one process to another."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from ..checks.rule_context import Judgement
from ..core.problems import TextFile
from ..records.entries import Entry
from .kept_problems import problem_data, problem_from_data


class KeptJudgement(NamedTuple):
    """The problems of a record as JSON, and the keys that were looked up."""

    problems: tuple[str, ...]
    reads: tuple[str, ...]

    @classmethod
    def of(cls, judgement: Judgement) -> KeptJudgement:
        """Return a judgement without its record."""
        data = map(problem_data, judgement.problems)
        return cls(tuple(json.dumps(one, ensure_ascii=False) for one in data), judgement.reads)

    def judgement(self, entry: Entry, files: Mapping[str, TextFile]) -> Judgement:
        """Return the judgement of a record; `files` are those of the desk by path."""
        problems = (problem_from_data(json.loads(one), files) for one in self.problems)
        return Judgement(entry, tuple(problems), self.reads)
