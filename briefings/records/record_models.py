"""The model of each kind of record, by the key that stands above its records in a file."""

from __future__ import annotations

from typing import Any

from .base_record import Record
from .desk_settings import Desk
from .entities import BASE_KINDS
from .fact_kinds import FACT_KINDS
from .judgements import JUDGEMENT_KINDS
from .recipients import RECIPIENT_KINDS

_MODELS: tuple[type[Any], ...] = (Desk, *BASE_KINDS, *FACT_KINDS, *JUDGEMENT_KINDS, *RECIPIENT_KINDS)
RECORD_MODELS: dict[str, type[Record]] = {model.kind: model for model in _MODELS}
FILED_CLAIMS = "claims"  # the key of claims that stand apart from their fact's record
