"""Types of what is written to and read from JSON; its values are checked where they are read."""

from __future__ import annotations

from typing import Any

JsonObject = dict[str, Any]
