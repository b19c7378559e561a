"""Problems for machines: as JSON, and as the annotations of a workflow on GitHub."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from ..core.json_types import JsonObject
from ..core.problems import Mark, Problem, Severity


def as_json(problems: Iterable[Problem]) -> str:
    """Return one JSON object: `problems` in full, and the numbers of `errors`, `warnings` and `notes`.

    Lines and columns count from 1 in characters; an end column is exclusive.
    """
    problems = list(problems)
    severities = Counter(problem.severity for problem in problems)
    counts = {f"{severity}s": severities[severity] for severity in Severity}
    rows = [_as_row(problem) for problem in problems]
    return json.dumps({"problems": rows, **counts}, ensure_ascii=False, indent=1)


def _as_row(problem: Problem) -> JsonObject:
    related = [{**_place(mark), "message": label} for mark, label in problem.related]
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        **_place(problem.mark),
        "message": problem.message,
        "expected": problem.expected,
        "suggestion": problem.suggestion,
        "related": related,
    }


def _place(mark: Mark) -> JsonObject:
    end = {"line": mark.end_line, "column": mark.end_column}
    return {"file": mark.file.path, "line": mark.line, "column": mark.column, "end": end}


_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def as_github(problems: Iterable[Problem]) -> Iterable[str]:
    """A workflow command for each problem: `::error file=…,line=…,col=…,title=…::…`.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    for problem in problems:
        mark = problem.mark
        place = {
            "file": mark.file.path,
            "line": mark.line,
            "endLine": mark.end_line,
            "col": mark.column,
            "endColumn": max(mark.end_column - 1, mark.column) if mark.end_line == mark.line else None,
            "title": problem.code,
        }
        options = [f"{key}={_property(str(value))}" for key, value in place.items() if value is not None]
        yield f"::{_LEVELS[problem.severity]} {','.join(options)}::{_message(_text(problem))}"


def _text(problem: Problem) -> str:
    lines = [problem.message]
    lines += [f"expected {problem.expected}"] if problem.expected else []
    lines += [f"did you mean '{problem.suggestion}'?"] if problem.suggestion else []
    return "\n".join([*lines, *(f"{mark}: {label}" for mark, label in problem.related)])


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
