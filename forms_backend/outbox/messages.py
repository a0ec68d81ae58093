"""Texts of notices (通知) and of the outbox. None of them holds personal data or content."""

from __future__ import annotations

CHANNELS = {
    "mail": "邮件",
    "wecom": "企业微信",
    "dingtalk": "钉钉",
    "sms": "短信",
    "wechat": "微信",
}
STATES = {"waiting": "待发", "sent": "已发", "failed": "失败", "dropped": "已放弃"}

KINDS = {
    "work": "新任务提醒",
    "visitor": "办理进展通知",
    "team": "协办和讨论提醒",
    "number": "来件人索取的编号",
    "urged": "催办督办通知",
    "reminder": "临期提醒",
    "due": "到期提醒",
    "posted": "挂牌提醒",
    "digest": "每日提要",
    "stuck": "督办清单",
    "hearing": "旁听预约通知",
    "subscribe": "订阅确认",
    "news": "订阅的新内容",
    "site": "网站没有更新",
}
"""What a message is about, as the administrator reads it."""

FAILURES = {
    "unreachable": "连不上服务器",
    "timed_out": "服务器没有及时应答",
    "untrusted": "加密连接没有建立，或证书不可信",
    "sign_in_refused": "邮件账号或密码不对",
    "wechat_sign_in": "公众号不认：请核对 AppID、AppSecret、IP 白名单和模板消息权限",
    "wechat_template": "公众号没有这个模板，或字段名与模板不一致",
    "quota": "公众号的发送次数用完了",
    "recipient_refused": "收件地址、号码被拒绝，或已取消关注",
    "refused": "服务器拒绝",
    "unwritable": "文件写不进去",
    "channel_off": "这个渠道没有启用",
    "interrupted": "最后一次发送中断，不知道是否发出",
    "unreadable": "内容无法解密，密钥可能已更换",
}

# Mails. {number} is that of the matter; no name, no contact, no content, never the query code.
SUBJECT = "【{site}】{what}"
FOOT = "\n\n{site}\n本邮件由系统自动发出，不含来件内容，请勿回复。"

WORK_SUBJECT = "{number} 等您办理（{state}）"
WORK_BODY = "{number} 刚刚办理了“{action}”，现在是“{state}”。\n{due}\n请登录办件工作台查看：{link}"
NEW_SUBJECT = "有新来件等待登记"
NEW_BODY = (
    "收到新来件 {number}。\n{due}\n一小时内的其他新来件不再逐件通知。\n请登录办件工作台查看：{link}"
)
URGED_SUBJECT = "{number} 已{action}，请抓紧办理"
WITHDRAWN_SUBJECT = "{number} 已由来件人撤回，不再办理"
TEAM_SUBJECTS = {
    "assist_asked": "{number} 请您协办",
    "assist_given": "{number} 协办意见已提交",
    "assist_returned": "{number} 协办意见被退回",
    "assist_withdrawn": "{number} 不再需要您协办",
    "handed_over": "{number} 的协办人已离岗，请另请协办",
    "discussed": "{number} 的内部讨论里有人提到您",
}
TEAM_BODY = "{number} 刚刚有“{action}”。\n请登录办件工作台查看：{link}"
DUE = "{clock}期限：{due_on}{provisional}。"
PROVISIONAL = "（暂定，放假安排公布后重新计算）"
NO_DUE = "没有正在计算的期限。"

SITE_BODY = "{what}。\n{how}\n{link}"

VISITOR_SUBJECTS = {
    "received": "{number} 已收到",
    "accept": "{number} 已受理",
    "ask_supplement": "{number} 需要您补充材料",
    "approve_extension": "{number} 办理期限经批准延长",
    "deliver": "{number} 已有办理结果",
    "deliver_refusal": "{number} 不予受理",
    "deliver_transfer": "{number} 有新的进展",
    "merge": "{number} 有新的进展",
    "reexamine": "{number} 已有复查意见",
    "verify": "{number} 已有复核意见",
}
VISITOR_BODIES = {
    "received": "您提交的 {number} 已收到。",
    "accept": "您提交的 {number} 已受理。",
    "ask_supplement": "办理 {number} 需要您补充材料，要补充什么请在网站上查看。",
    "approve_extension": "{number} 经批准延长办理期限，理由和新的期限请在网站上查看。",
    "deliver": "{number} 已有办理结果，请在网站上查看答复，并欢迎评价。",
    "deliver_refusal": "{number} 不予受理，理由和其他反映途径请在网站上查看。",
    "deliver_transfer": "您提交的 {number} 有新的进展，请在网站上查看。",
    "merge": "您提交的 {number} 有新的进展，请在网站上查看。",
    "reexamine": "您请求复查的 {number} 已有复查意见，请在网站上查看。",
    "verify": "您请求复核的 {number} 已有复核意见，请在网站上查看。",
}
NUMBER_SUBJECT = "您的编号 {number}"
NUMBER_BODY = (
    "编号：{number}\n现在的状态：{state}\n\n打开 {link} ，输入编号和查询码查看。"
    "查询码在您的回执上，本邮件不含查询码。"
)
VISITOR_LINK = "\n\n打开 {link} ，输入编号和查询码查看。查询码在您的回执上，本邮件不含查询码。"

# Daily: reminders, digests, the list of supervisors
LIGHT_SUBJECTS = {
    "reminder": "{number} 临近{clock}期限",
    "due": "{number} 今天到期",
    "overdue": "{number} 已超期",
    "posted": "{number} 已挂牌督办",
}
LIGHT_BODY = "{number}（{state}，{unit}）\n{due}{late}。\n请登录办件工作台查看：{link}"
LATE = "，已超 {days} 天"
SHORT_PROVISIONAL = "（暂定）"
DIGEST_SUBJECT = "{today} 办件提要：{summary}"
DIGEST_FOOT = "\n\n请登录办件工作台查看：{link}"
DIGEST_OVERDUE = "已超期"
DIGEST_DUE = "今天到期"
DIGEST_SOON = "临期"
DIGEST_NEW = "有新进展"
DIGEST_HELD = "隔离的来件，等核对"
DIGEST_LAWS = "本站的法律条文"
LAW_OLD = "超过一个月没有核对：《{law}》（{version}），文本截至 {as_of}"
LAW_OF_NO_DAY = "没有写明"
LAW_COMING = "{begins} 起施行：《{law}》（{version}）{unheld}"
LAW_UNHELD = "，还没有条文"
LAW_MISSING = "引用了、还没有现行条文：《{law}》"
LAWS_UNREADABLE = "读不出 laws.json，下一次生成网站会重新写好；仍然这样，请告诉运维人员"
STUCK_SUBJECT = "{today} 督办清单：{summary}"
STUCK_POSTED = "挂牌督办"
STUCK_OVERDUE = "已超期"
STUCK_STILL = "长期没有进展"
SUMMARY = "{heading} {total} 件"
SECTION = "{heading}（{total} 件）"
LINE = "{number} {unit} {state} {clock} {due_on}{provisional}{late}"
MORE = "另有 {count} 件，见工作列表。"

# Texts to phones: number and what happened, no name, no subject, no code
SMS = "【{site}】{number}：{what}。"
SMS_STAFF = {
    "urge": "已催办，请登录工作台办理",
    "supervise": "已督办，请登录工作台办理",
    "due": "期限已到，请登录工作台办理",
    "posted": "已挂牌，请登录工作台办理",
}
SMS_COUNT = (
    "近 30 天短信 {count} 条{cost}；每个号码一天至多 {each} 条，全部一天至多 {all} 条，超过的不发。"
)
SMS_COST = "，约 {yuan} 元"

# The administrator's page
PAGE = "通知发送"
PAGE_COUNTS = "失败 {failed} 条，待发 {waiting} 条"
PAGE_CHANNELS = "已启用：{channels}。这里只有类别和时间，不显示收件人和内容。"
PAGE_NO_CHANNEL = (
    "还没有启用任何渠道：不写、不发通知。要启用邮件或机器人，请设置 FABU_SMTP_HOST 等项后重新启动。"
)
PAGE_FAILED = "没有发出去的"
PAGE_NONE_FAILED = "没有失败的通知。"
PAGE_WAITING = "等待发送的"
PAGE_NONE_WAITING = "没有等待发送的通知。"
COLUMN_KIND = "类别"
COLUMN_CHANNEL = "渠道"
COLUMN_ERROR = "原因"
COLUMN_LAST_ERROR = "上次没有发出的原因"
COLUMN_WRITTEN = "写入"
COLUMN_GIVEN_UP = "放弃自动重试"
COLUMN_NEXT = "下次发送"
COLUMN_ATTEMPTS = "次数"
COLUMN_DO = "处理"
RESEND = "重新发送"
DROP = "不再发送"
RESENT = "已重新排队，马上发送。"
DROPPED = "已放弃，收件人和内容已删除。"
NOT_FAILED = "没有处理：这条通知已不在失败清单里。"

# Command line
CLI_SENT = "已发 {sent} 条，稍后重试 {postponed} 条，放弃 {given_up} 条。"
CLI_NO_CHANNEL = "还没有启用任何渠道，没有可发的通知。"
CLI_LIST_HEAD = ("编号", "状态", "类别", "渠道", "次数", "写入", "下次发送", "原因")
CLI_LIST_NONE = "没有待发或失败的通知。"
CLI_DIGEST = "已写入 {written} 条通知（今天写过的不再写）。"
CLI_DIGEST_FREE = "今天不是工作日，没有写通知。"
