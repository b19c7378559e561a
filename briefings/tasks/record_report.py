"""The desk's record as text and as data."""

from __future__ import annotations

import json

from ..core.json_types import JsonObject
from ..facts.forecast_record import ENOUGH, ForecastRecord, forecast_record
from ..facts.view import View
from ..template_api.template_record import score_text


def as_text(view: View) -> str:
    """Return the record in lines: by likelihood, then the score with its count."""
    record = forecast_record(view)
    ended = f"{len(record.ended)} ended, {record.running} running"
    lines = [f"Record of judgements as of {view.at.last_day}: {ended}"]
    if record.bands:
        lines.append(f"{'we said':<34}{'came true':>10}{'did not':>10}{'unclear':>10}{'due':>10}")
    for band in record.bands:
        said = f"{band.term} ({band.span})"
        lines.append(f"{said:<34}{band.yes:>10}{band.no:>10}{band.unclear:>10}{band.due:>10}")
    return "\n".join([*lines, _score(record)]) + "\n"


def _score(record: ForecastRecord) -> str:
    if not record.scored:
        return "no judgement is settled yet"
    few = "" if record.is_enough else f"; below {ENOUGH} it says nothing yet of how well the desk judges"
    return (
        f"Brier score {score_text(record)} of {record.scored} settled (0 is perfect, 0.25 even chance){few}"
    )


def as_data(view: View) -> str:
    """Return the record as JSON: the bands, the score and its count, and each judgement with its outcome."""
    record = forecast_record(view)
    data: JsonObject = {
        "as_of": view.at.last_day.isoformat(),
        "yardstick": view.desk.yardstick,
        "bands": [dict(vars(band)) for band in record.bands],
        "brier": None if record.brier is None else round(float(record.brier), 4),
        "scored": record.scored,
        "running": record.running,
        "judgements": [
            {
                "id": one.judgement.id,
                "question": str(one.judgement.question),
                "date": one.judgement.date.text,
                "until": one.judgement.until.text,
                "likelihood": one.judgement.likelihood,
                "confidence": one.judgement.confidence,
                "outcome": one.outcome or None,
            }
            for one in record.ended
        ],
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"
