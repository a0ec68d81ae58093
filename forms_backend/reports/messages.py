"""Texts of indicators."""

from __future__ import annotations

# Reports
INDICATOR_VALUE = "应为 0 到 100 的百分数，最多两位小数，如 89.5。"
INDICATOR_DAY = "应为不晚于今天的日期，如 2026-10-31。"
INDICATOR_SOURCE = "请写明数据来源，如“区法院 10 月司法统计”。"
