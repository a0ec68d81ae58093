"""Texts of 催办函, 督办函 and 答复书, and of the links to them."""

from __future__ import annotations

TITLES = {"urge": "催办函", "supervise": "督办函", "approve_answer": "答复书"}
MARKS = {"urge": "催", "supervise": "督", "approve_answer": "答"}
REFERENCE = "{number}-{mark}{ordinal}"
MATTER = "你单位承办的 {number}，{received}收到。"
MATTER_NAMED = "你单位承办的“{title}”一件（{kind}，编号 {number}），{received}收到。"
ASKED = "具体要求：{text}"
CLOCK = "{clock}期限自{started}起计算，到{due}止，"
OVERDUE = "至今已超期 {days} 天。"
DAYS_LEFT = "还有 {days} 天到期。"
DUE_TODAY = "今天到期。"
PROVISIONAL = "因放假安排尚未公布，此日期为暂定，公布后重新计算。"
NO_CLOCK = "目前没有正在计算的期限。"
BASIS = "期限依据：{basis}。"
REPLIES = {
    "urge": "请抓紧办理，并于{date}前（收到后 {days} {count}内）将办理进展和预计办结时间回复我单位。",
    "supervise": "现予督办。请主要负责人过问，查明原因，抓紧办理，并于{date}前（收到后 {days} {count}内）"
    "将办理情况、未办结的原因和下一步措施书面报告我单位。",
}
WHERE_TO_LOOK = "具体要求已记入台账，请在办件工作台这一件的“办理经过”中查看。"

REPLY_OPENING = "{received}提出的“{title}”（编号 {number}）收悉。经办理，现答复如下："
REPLY_REVIEW = (
    "对本答复不服的，可以自收到本答复之日起 30 日内请求复查（《信访工作条例》第三十五条）。"
)
REFERENCE_LABEL = "文号（不填则用编号）"
REFERENCE_GO = "下载答复书"
SHEET = "打印或存为 PDF"
SHEET_NOTE = "用浏览器的打印功能打印，打印机选“另存为 PDF”就是 PDF；要改文字的，下载 Word。"
SHEET_WORD = "下载 Word"
REFERENCE_WRONG = "文号不对"
REFERENCE_WRONG_TEXT = "文号应为机关代字、年份、顺序号，如“示法函〔2026〕12号”。请返回上一页改正。"

SECTION = "文书"
LINK = "{title}（{reference}，{date}）"
FILE_TITLE = "{title}-{reference}"
FILE_NAME = f"{FILE_TITLE}.docx"
