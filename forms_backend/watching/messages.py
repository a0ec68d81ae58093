"""What the auditor reads of unusual reading."""

from __future__ import annotations

ALERTS = "审计提醒"
KIND_LABELS = {
    "many": "一天内查看的件多",
    "exported": "一天内导出的件多",
    "confidential": "一天内查看的保密件多",
    "night": "夜间查看",
}
LEAD = (
    "从台账算出：谁在一天内查看或者导出得多，谁在夜间查看。只说明值得问一问，不说明有错；为了什么，问本人和"
    "他的单位，办件里有没有相应的办理。"
)
LIMITS = (
    "现在的界线：一天查看超过 {reads} 件，导出超过 {exported} 件，保密件超过 {confidential} 件；夜间指 "
    "{night_from} 时到 {night_until} 时。改法见运维手册。"
)
NIGHT_OFF = "现在的界线：一天查看超过 {reads} 件，导出超过 {exported} 件，保密件超过 {confidential} 件；夜间不提醒。"
SPAN = "最近 {days} 天"
NONE = "这段时间没有要提醒的。"
DAY, WHO, WHAT, COUNT, WHEN, LOOK = "日期", "谁", "什么情况", "件数", "时间", "逐条查看"
LOOK_LINK = "台账里的这一天"
LONGER = "看最近 {days} 天"
NEW = "新"
DIGEST_HEADING = "审计提醒"
DIGEST_LINE = "{day}  {who}  {what}：{count} 件（{first}—{last}）"
