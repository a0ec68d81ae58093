"""Every Chinese text of reports, dashboard and indicator board in the staff zone."""

from __future__ import annotations

DASHBOARD = "看板"
DASHBOARD_LEAD = "数字由台账算出，点数字看是哪些件。"
NOW = "今天（{today}）"
MONTH_BEFORE = "前一个月"
MONTH_AFTER = "后一个月"
MONTH_SO_FAR = "本月至今（到 {today}）"
MONTH_CHOICE = "选择月份"
REPORTS = "报告"
REPORTS_LEAD = "每份报告按台账在统计期末的样子重算，什么时候生成都一样。"
AGENDA = "报送日历"
AGENDA_REPORT = "报告"
AGENDA_PERIOD = "统计期"
AGENDA_DUE = "期限"
AGENDA_NO_DUE = "没有规定日期"
AGENDA_STANDING = "情况"
AGENDA_BY = "{who}，{when}"
EARLIER = "以前各期"
EARLIER_HELP = "选报告种类，填统计期内的任意一天。"
KIND = "报告种类"
DAY = "统计期内的一天"
UNIT = "单位"
ALL_UNITS = "全部单位"
OPEN_REPORT = "打开报告"
NOT_A_DAY = "请填写日期，如 2026-10-15。"
DOWNLOAD = "下载"
CONTENTS = "本页内容"
TABLE = "表 {number}　{title}"
TABLE_LONG = "{caption}（{count} 行）"
EDITION_TITLE = "编写{title}（{period}）"
EDITION = "编写报告"
EDITION_LEAD = "数字、表格和生成的文字由台账算出，不能改；这里写要补充的内容。每保存一次是一稿，以前各稿都保留。"
EDITION_NONE = "还没有人编写，Word 报告只有生成的文字和表格。"
EDITION_NEWEST = "现在是第 {version} 稿，{who} {when} 保存，Word 报告用这一稿。"
EDITION_DIFFERS = "下面的数字与写稿时不一样，Word 报告用现在的数字，请核对写的内容："
EDITION_CHANGED = "报送以后又保存了新的一稿。"
EDITION_SENDER = "报送单位（不填则用 {sender}）"
EDITION_RECIPIENT = "主送单位"
EDITION_SIGNER = "签发人"
EDITION_NOTE = "补充说明"
EDITION_SAVE = "保存为新的一稿"
EDITION_VERSIONS = "各稿"
EDITION_VERSION = "第 {version} 稿，{who}，{when}"
EDITION_WORD = "下载 Word"
NOTES = "说明"
BRIEF = "短报"
BRIEF_HELP = "一页文字，全选复制后可以直接发送。"
MARK_ISSUED = "标记为已报送"
MARK_ISSUED_HELP = (
    "报出去以后再标记。会记入台账，不能撤销；同时记下这份报告的摘要，以后可以核对报的是不是这一份。"
)
ISSUED = "{who}已于 {when} 标记为已报送。报告摘要（SHA-256）：{digest}"
ISSUED_ANOTHER = (
    "您打开本页以后，有人保存了新的一稿，没有标记。请看下面现在是第几稿，"
    "核对报出去的是不是这一稿，再标记。"
)
ISSUED_BY_UNIT = "只有全区的报告才标记报送。"
ROWS = "对应的件"
ROWS_LEAD = "{figure}，共 {count} 件。"
ROWS_PLACE = "台账序号"
ROWS_COUNT = "序号"
ROWS_HEAD = (
    "编号",
    "事项",
    "诉求类型",
    "责任单位",
    "收件日",
    "状态",
    "办结日",
    "反馈日",
    "评价",
)
BACK = "返回"
NUMERATOR = "{label}的分子"
DENOMINATOR = "{label}的分母"

OPEN = "在办"
OVERDUE = "超期"
PROVISIONAL = "期限暂定"
TREND = "各月收件和办结"
BY_UNIT = "各单位在办和超期"
BY_CATEGORY = "在办件的诉求类型"
QUALITY = "办理质量"
LATE = "超期件"
LATE_NONE = "现在没有超期件。"
MORE = "全部报告"

ANALYSIS = "统计查询"
ANALYSIS_LEAD = "任选日期和维度，口径与报告相同；点数字看是哪些件。"
ANALYSIS_OWN = "这里是{unit}的件。"
ANALYSIS_FIRST = "从"
ANALYSIS_LAST = "到"
ANALYSIS_BY = "按"
ANALYSIS_GO = "统计"
ANALYSIS_NO_DAYS = "请把起止两个日期都填上，如 2026-10-01 和 2026-10-31。下面是上个月的数字。"
ANALYSIS_WRONG_ORDER = (
    "开始日期应不早于 {earliest}、不晚于结束日期，也不晚于今天（{today}）。下面是上个月的数字。"
)

INDICATORS = "指标"
INDICATORS_LEAD = "目标和口径在 indicators.yml 中；数值由人按来源填报，填过的不改，有误就再填一条。"
TARGET = "目标"
MEASURED_ON = "数据截至"
SOURCE = "来源"
REACHED = {True: "达到", False: "未达到", None: "还没有填报"}
ENTER = "填报"
VALUE = "数值（%）"
VALUE_HELP = "0 到 100，最多两位小数。"
SOURCE_HELP = "如“区法院 10 月司法统计”。"
HISTORY = "填报记录（{count} 条）"
ENTERED = "{who}，{when} 填报"
MEASURE = "口径"
BASIS = "依据"
ENTERED_DONE = "已填报：{label}。"
NOT_ENTERED = "没有保存，请改正："
NAMED_LEDGER = "工作台账，含企业和标题（Excel）"
NAMED_LEDGER_HINT = (
    "含企业和标题的一份只供本单位办理和存档，不要报送或者公开；下载记入台账，保密件不列。"
)
