"""What is wrong with an old ledger or with its map, by cell, and what the command says."""

from __future__ import annotations

RESULT_LABELS = {
    "open": "在办",
    "done": "办结",
    "refused": "不予受理",
    "withdrawn": "撤回",
    "transferred": "转有权机关",
}
RATING_LABELS = {"satisfied": "满意", "dissatisfied": "不满意", "unrated": "未评价"}
TARGET_LABELS = {
    "number": "原编号",
    "form": "事项",
    "channel": "渠道",
    "received_on": "收件日期",
    "accepted_on": "受理日期",
    "due_on": "办理期限",
    "answered_on": "办结日期",
    "delivered_on": "反馈日期",
    "delivered_by": "反馈方式",
    "unit": "承办单位",
    "result": "办理结果",
    "satisfied": "满意度",
    "answer": "答复内容",
    "keep": "保留",
    "ignore": "不导入",
}

# The map
UNKNOWN_TARGET = "没有“{target}”这一项，可写：{known}，或 answers. 加表单栏目的键"
UNKNOWN_FIELD = "表单里没有“{key}”这一栏"
FIELD_NOT_TAKEN = "“{key}”是附件或者同意，旧台账里没有，不能对应"
TARGET_TWICE = "“{target}”已经由“{label}”这一列对应，只能对应一列"
TARGET_MISSING = "缺少“{label}”（{target}）：在 columns 里对应一列，或在 always 里写明"
TITLE_MISSING = "缺少 answers.title 或 answers.description：没有它，清单里看不出是什么事"
ALWAYS_UNFIT = "“{target}”每一件都不同，应在 columns 里对应一列"
ALWAYS_TWICE = "“{target}”在 columns 里已有一列，不能再写在 always 里"
WORDS_UNUSED = "columns 里没有哪一列对应“{target}”"
WORD_UNKNOWN = "“{word}”应为：{known}"

# The file
BROKEN = "读不出这个文件，请用 Excel 或 WPS 另存为 .xlsx 再试。"
TOO_LARGE = "文件里的表格太大，请删去用不着的行、列和格式。"
TOO_MANY_ROWS = "第 {row} 行：一次最多导入 {most} 行，请分成几份。"
EMPTY = "列名下面没有内容。"
NO_HEADER_ROW = "第 {row} 行是空的，不是列名；列名在哪一行，写在对应文件的 header_row 里。"
MERGED = "{cell}：合并的单元格，请取消合并后每格填写。"
FORMULA = "{cell}：这一格是公式，请改成数值（复制后选择性粘贴为数值）。"
ERROR_CELL = "{cell}：这一格是 Excel 的错误值，请改正。"
UNKNOWN_HEADER = "{cell}：对应文件里没有“{label}”这一列；不导入的列写 ignore，原样保留的写 keep。"
NO_HEADER = "第 {row} 行里没有“{label}”这一列。"
HEADER_TWICE = "{cell}：“{label}”这一列写了两次。"
WITHOUT_HEADER = "{cell}：这一列没有列名。"
CELL = "{cell}（{label}）：{problem}"
MISSING = "没有填。"
NOT_OFFERED = "“{word}”对不上，请在对应文件的 words 里写明它是哪一个。可用：{known}"
NO_SUCH_UNIT = "“{word}”不是本区的办件单位，请在对应文件的 words 里写明它是哪一个。可用：{known}"
UNIT_ACCUSED = "检举控告件不能由被检举的单位承办，请改正或者留空。"
BEFORE = "早于{label} {day}。"
TOO_FAR = "离{label} {day} 超过 {most} 天，请核对。"
NEEDS_ANSWERED = "写了“{label}”，却没有办结日期。"
OPEN_BUT_ANSWERED = "写的是在办，却有办结日期。"
SAME_ROW = "与第 {row} 行{what}。"
SAME_NUMBER = "编号相同"
SAME_CONTENT = "完全一样，请删去一行"

# The command
CLI_PROBLEMS = "{path} 里有 {count} 处要改，一件也没有导入：\n{problems}"
CLI_MORE = "……还有 {count} 处。"
CLI_DRY = "试运行，没有写入。"
CLI_COUNTS = "{rows} 行：{verb} {taken} 件（已办结 {closed} 件，在办 {open} 件），以前导入过的 {known} 件没有动。"
CLI_WILL, CLI_DID = "将导入", "已导入"
CLI_BY = "  {name}：{counts}"
CLI_CHANGED = (
    "以前导入过、这次内容不同的 {count} 行没有改动：第 {rows} 行。要改的，请在工作台里更正。"
)
CLI_DATES = "没有写办理期限的已办结件 {count} 件：计入件数，不计入按时办结率。"
CLI_PAST_KEEPING = "其中 {count} 件保存期已满，今晚就会匿名化。"
CLI_NUMBERS = "编号 {first} 至 {last}。"
