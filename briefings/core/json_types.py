"""Types of what is written to and read from JSON; its values are checked where they are read."""

from __future__ import annotations

from typing import Any

Json = Any  # whatever a JSON text may hold
JsonObject = dict[str, Any]
