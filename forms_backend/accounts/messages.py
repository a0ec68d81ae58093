"""What is wrong with an absence."""

from __future__ import annotations

ABSENCE_DAYS = "日期应从今天起，最长一年。"
ABSENCE_ORDER = "最后一天不能早于第一天。"
ABSENCE_WHO = "请选择本单位一位在岗的承办人。"
ABSENCE_SUBSTITUTE = "请选择本单位另一位在岗的承办人作代理人。"
ABSENCE_TWICE = "这几天已经登记了外出。"
ABSENCE_SUBSTITUTE_AWAY = "代理人这几天自己也外出，请另选一位。"
ABSENCE_STANDS_IN = "这几天正代理别人，请先更换那一位的代理人。"
