"""Texts of filings and assessments."""

from __future__ import annotations

TITLE = "报送"
LEAD = "本单位要报的、下级报来的。到期三天前起进每日提要，逾期没有报的报给上级。"
NONE_DEFINED = "本区还没有定义报送。定义写在 site_config/filings.yml。"
NOTHING = "现在没有要报的。"
OWN = "我单位要报的"
RECEIVED = "下级报来的"
STATES = {"missing": "待报送", "submitted": "已报送", "returned": "已退回", "summed": "已汇总"}
STEPS = {"submit": "报送", "return": "退回", "sum": "汇总"}
TIMINGS = {"waiting": "未到期", "in-time": "按期", "late": "迟报", "missing": "逾期未报"}
COLUMNS_OWN = ("报送", "统计期", "期限", "状态")
COLUMNS_RECEIVED = ("报送", "统计期", "期限", "应报", "已报", "没有报的")
COLUMNS_PERIOD = ("单位", "状态", "首次报送", "时间")
DUE = "{day}（{weekday}）"
DUE_MOVED = "{day}（{weekday}），原为 {named}，遇休息日顺延"
DUE_PROVISIONAL = "{due}；放假安排未公布，暂定，最迟到 {sure}"
ALL_IN = "都报了"
OPEN = "打开"
OPTIONAL = "（选填）"
PERIOD_TITLE = "{kind} {period}"
FILING_TITLE = "{unit} {kind} {period}"
FIGURES = "数字"
FIGURES_LEAD = (
    "由台账计算，口径与报告相同，不能改；含下级单位的件。报送时这些数字和当时台账的末条一起存下来。"
)
FIGURES_BOUND = "报送时的数字，依据台账第 {sequence} 条（{hash}）以前的记录。"
FIGURES_FROM_NOTHING = "报送时，台账里没有这一统计期结束以前的记录。"
FIGURES_DIFFER = "现在重新计算，有下面几处不同（台账在报送以后有更正，或者工作台账补登、改期）："
DIFFERENCE = "{name}：报送时为 {filed}，现在为 {now}"
NO_FIGURE = "没有"
FIGURES_CHANGED = "您打开以后数字变了。请核对下面的新数字，再报送一次；您写的内容还在下面。"
REGISTERS = "工作台账"
REGISTER_COLUMNS = ("台账", "期末在办", "期末超期", "本期登记", "本期办结")
FIGURE_COLUMNS = ("指标", "数")
TEXT_MISSING = "请填写{label}。"
SUBMIT = "报送"
SUBMIT_AGAIN = "重新报送"
RETURN = "退回"
RETURN_NOTE = "退回的原因"
RETURN_NOTE_MISSING = "请写明退回的原因，下级要照着改。"
RETURNED_BECAUSE = "上级退回：{note}"
SUM = "生成汇总"
SUM_AGAIN = "重新汇总"
SUM_LEAD = "把已经报来的并成一份，没有报的在汇总里列明；以后补报的，再汇总一次。"
SUM_NOTHING = "还没有单位报来，没有什么可以汇总。"
SUMMARIES = "历次汇总"
SUMMARY_LINE = "第 {version} 次，{who}，{when}：{count} 个单位"
SUMMARY_MISSING = "；没有报的：{units}"
WORD = "下载 Word"
HISTORY = "经过"
STALE = "您打开以后，这一份已经有人办了。请核对现在的状态，再办一次；您写的内容还在下面。"
NOT_ALLOWED = "这一份现在不能这样办：状态变了，或者不归您办。"
TO_PARENT = "报给{unit}"
TEXTS_GONE = "文字已过保存期限，删去了。"

SUMMARY_TITLE = "{parent}涉企投诉咨询办理情况{kind}汇总"
SUMMARY_STATE = "报送情况"
SUMMARY_IN = "应报 {asked} 个单位，已报 {filed} 个：{units}。"
SUMMARY_LATE = "其中迟报：{units}。"
SUMMARY_NOT_IN = "没有报的 {count} 个：{units}。"
SUMMARY_ALL_IN = "没有缺报的。"
SUMMARY_FIGURES = "主要数据"
SUMMARY_FIGURES_LEAD = (
    "各单位报送的数字相加，比率按分子、分母分别相加以后计算；没有报的单位不在其中。"
)
SUMMARY_TABLE = "各单位主要数据（件）"
SUMMARY_RATES = "各单位办理质量"
SUMMARY_REGISTERS = "工作台账合计"
SUMMARY_NO_TEXT = "没有写。"
SUMMARY_TOTAL = "合计"
SUMMARY_UNIT = "单位"
SUMMARY_NOTES = "依据"
SUMMARY_SOURCE = "{unit}：{login}于 {at} 报送，台账第 {sequence} 条，数字校验值 {digest}。"

DIGEST_OWN = "要报送的"
DIGEST_MISSING = "下级没有报的"
DIGEST_RECEIVED = "下级报来、还没有汇总的"
DIGEST_OWN_LINE = "{kind} {period}　{due} 前报给{parent}{state}"
DIGEST_RETURNED = "（被退回）"
DIGEST_LATE = "（逾期）"
BELL_OWN = "{count} 份报送等着填写，其中逾期 {late} 份"
BELL_MISSING = "{count} 份下级报送逾期没有报"
BELL_RECEIVED = "{count} 份下级报送已报来，还没有汇总"

SECTION = "报送情况"
SECTION_LEAD = "本期到期的各单位报送。迟报、没有报的按期限（遇休息日按本区规定顺延）计，退回以后没有重报的算没有报。"
SECTION_TABLE = "各单位报送情况（份）"
SECTION_COLUMNS = ("单位", "应报", "按期", "迟报", "没有报", "按期率")
SECTION_MANY = "{kind} {count} 份"
SECTION_MISSING = "截至期末没有报的：{units}。"
SECTION_ALL_IN = "截至期末没有缺报的。"
SECTION_UNIT_MISSING = "{unit}（{kinds}）"
SECTION_KIND = "{kind} {period}"

CLI_NOBODY = "没有逾期未报的。"
CLI_MISSING = "{kind} {period}　{unit}　{due} 到期"
CLI_NO_ASSESSMENT = "本区没有定义考评（site_config/filings.yml 的 assessment）。"
