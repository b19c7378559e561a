"""Curated facts in YAML become sourced briefings; `docs/architecture.md` shows the way through the rooms."""
