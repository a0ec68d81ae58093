"""Why a matter stands beside another."""

from __future__ import annotations

LIKENESS = {"firm": "同一企业", "words": "说法相近", "accused": "投诉同一单位"}
