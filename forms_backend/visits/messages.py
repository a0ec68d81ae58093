"""Texts of visits."""

from __future__ import annotations

# Visits
VISITS = "走访"
VISIT_POINT_MISSING = "请选择联系点。"
VISIT_DATE_RANGE = "走访日期不能在今天以后，也不能早于 {days} 天以前。"
VISIT_MISSING = {"firm": "请填写走访了哪家企业或园区。", "people": "请填写见了哪些人。"}
VISIT_PROBLEMS = "走访问题清单"
VISIT_PROBLEM_COLUMNS = ("编号", "问题", "状态", "升级阶梯")
VISIT_MEASURES = "解决措施清单"
VISIT_MEASURE_COLUMNS = ("编号", "问题", "承办单位", "进展", "到期")
VISIT_REPLIES = "回复反馈清单"
VISIT_REPLY_COLUMNS = ("编号", "问题", "反馈时间", "反馈方式", "说明", "回复内容")
VISIT_NOT_REPLIED = "尚未反馈"
VISIT_CONFIDENTIAL = "（保密件）"
VISIT_SHEET_HEAD = "{number}　{day}　{point}　{firm}　首访责任：{unit}"
LEVEL_LABELS = {"point": "联系点", "unit": "单位", "committee": "政法委"}
