"""Names of states, steps and channels, and what is wrong with what staff enter."""

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
ACTION_LABELS = {
    "received": "收到来件",
    "revealed": "工作人员查看",
    "attached": "收到附件",
    "attachment_read": "下载附件",
    "register": "登记",
    "accept": "受理",
    "ask_supplement": "要求补充材料",
    "supply": "补充材料",
    "propose_refusal": "拟不予受理",
    "approve_refusal": "同意不予受理",
    "reject_refusal": "不同意，应当受理",
    "deliver_refusal": "告知不予受理",
    "assign": "分流到单位",
    "coordinate": "转政法委协调",
    "decide": "协调确定承办单位",
    "take": "接收",
    "bounce": "退单",
    "take_over": "接手办理",
    "request_extension": "申请延期",
    "approve_extension": "批准延期",
    "reject_extension": "不批准延期",
    "submit_answer": "提交答复审核",
    "return_answer": "退回修改",
    "approve_answer": "审核通过",
    "deliver": "记录反馈",
    "rate_satisfied": "评价满意",
    "rate_dissatisfied": "评价不满意",
    "call_back": "记录回访",
    "rework": "重新办理",
    "uphold": "回访后维持",
    "clear": "销号",
    "merge": "并入另一件",
    "propose_transfer": "拟转纪检监察机关",
    "approve_transfer": "同意转纪检监察机关",
    "reject_transfer": "不转，继续办理",
    "deliver_transfer": "告知已转送",
    "ask_reexamination": "请求复查",
    "reexamine": "提出复查意见",
    "ask_verification": "请求复核",
    "verify": "提出复核意见",
    "archive": "归档",
    "visit_logged": "登记走访",
    "visit_read": "查看走访日志",
    "booklet_delivered": "登记送阅",
    "booklet_signed": "登记签收",
    "delivery_read": "查看送阅单",
    "meeting_planned": "新建会议",
    "meeting_changed": "修改会议",
    "meeting_cancelled": "取消会议",
    "meeting_read": "查看会议",
    "agenda_written": "写议题和纪要",
    "agenda_carried": "议题提交上一级会议",
    "put_on_agenda": "列入会议议程",
    "decision_done": "议定事项完成",
    "withdraw": "撤回",
    "urge": "催办",
    "supervise": "督办",
    "note": "内部备注",
    "consent_withdrawn": "撤回同意",
    "due_recomputed": "期限重新计算",
    "anonymised": "保存期满，已匿名化",
    "records_erased": "保存期满，已删除记录",
    "restored": "从备份恢复",
    "staff_added": "新增账号",
    "staff_disabled": "停用账号",
    "signed_in": "登录",
    "sign_in_failed": "登录失败",
    "signed_out": "退出",
    "password_changed": "修改密码",
    "second_factor_set": "绑定动态口令",
    "ledger_read": "查看台账",
    "report_issued": "报送报告",
    "indicator_entered": "填报指标",
    "seat_booked": "预约旁听",
    "seat_waiting": "候补旁听",
    "seat_offered": "候补到位",
    "seat_accepted": "确认候补席位",
    "seat_kept": "改期后保留席位",
    "seat_cancelled": "取消旁听预约",
    "seat_removed": "法院取消旁听预约",
    "seat_lapsed": "候补逾期未确认",
    "seat_ended": "庭审取消，预约结束",
    "seat_called": "电话告知预约人",
    "seats_read": "查看旁听名单",
    "check_in_read": "下载签到表",
    "seats_deleted": "删除旁听预约",
    "hearing_moved": "庭审改期",
    "hearing_cancelled": "庭审取消",
    "staff_mail_set": "设置工作邮箱",
    "outbox_resent": "重新发送失败的通知",
    "outbox_dropped": "放弃失败的通知",
    "searched": "检索办件",
    "session_ended": "结束登录",
    "second_factor_reset": "解除动态口令",
    "subscribed": "确认邮件订阅",
    "unsubscribed": "退订邮件",
    "subscription_lapsed": "订阅逾期未确认，已删除",
}
PUBLIC_ACTION_LABELS = {
    "received": "已收到您的提交",
    "attached": "已收到您的附件",
    "register": "已登记",
    "accept": "已受理",
    "ask_supplement": "请您补充材料",
    "supply": "已收到补充材料",
    "deliver_refusal": "已告知不予受理及理由",
    "assign": "已确定承办单位",
    "coordinate": "转政法委协调",
    "decide": "经协调确定承办单位",
    "take": "承办单位已接收，开始办理",
    "bounce": "承办单位提出异议，重新确定承办单位",
    "approve_extension": "经批准延长办理期限",
    "approve_answer": "已办结，答复已审核",
    "deliver": "已反馈办理结果",
    "rate_satisfied": "您的评价：满意",
    "rate_dissatisfied": "您的评价：不满意",
    "call_back": "已回访",
    "rework": "重新办理",
    "uphold": "已回访，维持原答复",
    "clear": "已销号",
    "merge": "与先收到的一件是同一件事，已合并办理",
    "deliver_transfer": "已告知：转有权机关依规处理",
    "ask_reexamination": "您已请求复查",
    "reexamine": "已提出复查意见",
    "ask_verification": "您已请求复核",
    "verify": "已提出复核意见",
    "archive": "已归档",
    "withdraw": "您已撤回",
    "supervise": "政法委已督办",
    "consent_withdrawn": "您已撤回一项同意",
    "due_recomputed": "放假安排公布，期限已重新计算",
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

# Casework
NEED_MISSING = "请填写{label}。"
NEED_UNIT_UNKNOWN = "请选择一个办件单位。"
NEED_UNIT_ACCUSED = "检举控告件不能转给被检举的单位。"
NEED_CHANNEL_UNKNOWN = "请选择反馈方式。"
NEED_NUMBER_FORM = "请填写先收到的那一件的编号，如 TS202611-000123。"
NEED_NUMBER_UNFIT = (
    "不能并入这一件：它要先收到、还在办理，而且在您的职责范围内；保密件只能并入保密件。"
)
NEED_LABELS = {
    "unit": "承办单位",
    "basis": "依据和理由",
    "reason": "理由",
    "remedy": "其他途径",
    "answer": "答复",
    "channel": "反馈方式",
    "text": "内容",
    "outcome": "回访情况",
    "opinion": "意见",
    "number": "并入哪一件（编号）",
}
DELIVERY_LABELS = {
    "site": "网站查询",
    "phone": "电话",
    "email": "电子邮件",
    "letter": "书面送达",
    "visit": "上门",
    "window": "窗口当面",
}

# Reports
INDICATOR_VALUE = "应为 0 到 100 的百分数，最多两位小数，如 89.5。"
INDICATOR_DAY = "应为不晚于今天的日期，如 2026-10-31。"
INDICATOR_SOURCE = "请写明数据来源，如“区法院 10 月司法统计”。"

# Drafts for editors
DRAFT_SUMMARY = "一到两句话，讲清问题和结论"
DRAFT_EDITOR = "责任编辑，写科室，不写个人姓名"
DRAFT_CHECK = "请核对"
