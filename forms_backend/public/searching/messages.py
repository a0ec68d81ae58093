"""Texts of the search pages and of the search interface."""

from __future__ import annotations

SEARCH_TITLE = "搜索"
SEARCH_RESULTS_TITLE = "“{query}”的搜索结果"
SEARCH_LABEL = "搜索案例、政策、指南"
SEARCH_SUBMIT = "搜索"
SEARCH_START = "输入关键词，如“拖欠工资”“合同违约金”“民法典第577条”。"
SEARCH_TOTAL = "共 {total} 条结果"
SEARCH_NOTHING = "没有找到。可以换个说法、减少几个字，或去掉筛选条件。"
SEARCH_TOO_LONG = "搜索内容太长，请缩短到 {limit} 个字以内。"
SEARCH_BAD_PAGE = "页码不对，请从第一页看起。"
SEARCH_BAD_LIMIT = "limit 应为 1 到 {limit} 的整数。"
SEARCH_BAD_SORT = "sort 应为 relevance（按相关）或 date（按日期）。"
SEARCH_BAD_DATES = "日期范围不对：请写成年、年-月或年-月-日，如 2025-01，开始不晚于结束。"
SEARCH_FACET_HEADINGS = {
    "kind": "类别",
    "area": "领域",
    "industry": "行业",
    "type": "案例类型",
    "unit": "单位",
    "year": "年份",
    "cause": "案由",
}
SEARCH_FILTERS_SUMMARY = "筛选结果"
SEARCH_FROM = "从（年-月）"
SEARCH_TO = "到（年-月）"
SEARCH_DATES_LEGEND = "发布日期"
SEARCH_DATES_HELP = "如 2025-01 到 2026-06，可以只填一边。"
SEARCH_DATES_APPLY = "按日期筛选"
SEARCH_SORT_LABEL = "排序"
SEARCH_SORTS = {"relevance": "按相关", "date": "按日期"}
SEARCH_DATES = "{first} 至 {last}"
SEARCH_REMOVE_FILTER = "去掉“{label}”"
SEARCH_SYNONYMS = "“{typed}”也按{words}查找。"
SEARCH_SUGGESTIONS = "您是不是要找"
SEARCH_TOPICS = "先看看这些专题"
SEARCH_TIPS_SUMMARY = "检索技巧"
SEARCH_TIPS = "加引号逐字查找，如“背靠背”；前面空一格加减号排除，如 工资 -农民工；也可按案号、文号、案由、标题找，如 案由：买卖合同纠纷。"
SEARCH_IN_SECTION = "见“{section}”"
SEARCH_PART_OF = "出自《{page}》"
SEARCH_HOTLINE = "也可以拨打 12348（公共法律服务热线）。"
SEARCH_FACET_ALL = "全部"
SEARCH_FACETS_LABEL = "筛选"
SEARCH_PAGER_LABEL = "翻页"
SEARCH_PREVIOUS = "上一页"
SEARCH_NEXT = "下一页"
SEARCH_PAGE = "第 {page} 页，共 {pages} 页"
SEARCH_ASK = "没有找到答案？向我们咨询"
