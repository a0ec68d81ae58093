"""Names of states and channels, and what is wrong with an intake."""

from __future__ import annotations

# States, steps and channels
STATE_LABELS = {
    "received": "已提交，等待登记",
    "registered": "已登记，等待受理",
    "supplement": "需要补充材料",
    "refusing": "是否受理正在审核",
    "refused": "不予受理，正在告知",
    "accepted": "已受理，等待分流",
    "assigned": "已分流，等待承办单位接收",
    "bounced": "正在重新确定承办单位",
    "coordinating": "政法委正在协调",
    "handling": "办理中",
    "extension": "办理中，申请延期",
    "reviewing": "答复正在审核",
    "answered": "已办结，正在反馈",
    "delivered": "已反馈，等待评价",
    "dissatisfied": "评价不满意，正在回访",
    "done": "已评价，等待销号",
    "cleared": "已销号",
    "refusal_delivered": "不予受理，已告知",
    "withdrawn": "已撤回",
    "merged": "已并入先收到的一件",
    "transferring": "是否转有权机关正在审核",
    "transferred": "已转有权机关，正在告知",
    "transfer_told": "已转有权机关，已告知",
    "reexamining": "正在复查",
    "verifying": "正在复核",
    "archived": "已归档",
}
CHANNEL_LABELS = {
    "web": "网站",
    "api": "数据接口",
    "wechat": "微信",
    "phone": "电话",
    "mail": "邮件、信函",
    "visit": "走访",
    "window": "窗口",
    "above": "上级转办",
    "meeting": "会议",
    "terminal": "自助机",
}
# Intake by staff
TOLD_LABELS = {
    "orally": "已口头告知，本人知道并同意登记",
    "in_writing": "已书面告知，本人已阅",
    "by_others": "本人不在场，受理时一并告知",
}
INTAKE_SOURCE_MISSING = "请选择来源。"
INTAKE_RECEIVED_RANGE = "收件日期不能在今天以后，也不能早于 {days} 天以前。"
INTAKE_TOLD_MISSING = "请选择怎样告知了个人信息的处理和各项同意。"
INTAKE_REFERENCE_MISSING = "上级转办的，请填写转办文号。"
INTAKE_DUE_BEFORE_RECEIVED = "上级要求的办结日期不能早于收件日期。"
