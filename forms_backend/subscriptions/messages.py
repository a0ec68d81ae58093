"""Every Chinese text about subscriptions by mail, in one place."""

from __future__ import annotations

EVERYTHING = "全部更新"
GROUPS = {"kind": "按栏目", "area": "按领域", "industry": "按行业", "unit": "按单位"}

# The form
TITLE = "邮件订阅"
LEAD = "选好想看的内容，每周至多一封邮件；没有新内容的一周不发。"
OFF = "本站还没有开通邮件发送，现在不能用邮件订阅。下面的办法不需要邮箱，也不需要登记：把订阅地址复制到阅读器里，有新内容时它会提醒您。"
OFF_FEEDS = "查看全部订阅地址"
ADDRESS_HEADING = "发到哪里"
ADDRESS = "邮箱"
ADDRESS_HELP = "我们会先发一封确认邮件，您点了其中的确认按钮才算订阅。"
TOPICS = "想看什么"
TOPICS_HELP = "可以选多项，最多 {limit} 项；符合其中一项的新内容都会告诉您。"
TOPICS_MISSING = "请至少选一项。"
TOPICS_TOO_MANY = "最多选 {limit} 项，现在选了 {count} 项。想看得多，可以只选“全部更新”。"
COUNT = "现有 {count} 篇"
SUBMIT = "发确认邮件"
NO_MAIL = "不想留邮箱？也可以用阅读器"
NO_MAIL_LINK = "订阅更新"

NOTICE_HEADING = "个人信息处理告知"
NOTICE_LINES = (
    ("处理者", "{organiser}"),
    ("用来做什么", "只用来给您发送所选内容的每周邮件，不作他用，不提供给别人。"),
    ("收集什么", "邮箱和您选的内容，加密保存。"),
    ("保存多久", "退订时立即删除；没有确认的，48 小时后删除。"),
    (
        "您的权利",
        "订阅以您的同意为前提，随时可以用每封邮件里的退订链接撤回；也可以联系我们：电话 {phone}。",
    ),
)

# After asking
ASKED_TITLE = "请查收确认邮件"
ASKED = "如果邮箱填写无误，几分钟内会收到一封确认邮件。请打开其中的链接，点“确认订阅”。链接 48 小时内有效，过期不确认，您填写的内容会删除。"
ASKED_MISSING = "没有收到？请看一看垃圾邮件箱，核对邮箱是否写对，再填一次。同一个邮箱 48 小时内最多发三封确认邮件。"
AGAIN = "再填一次"
HOME = "回到首页"

# Confirming
CONFIRM_TITLE = "确认订阅"
CONFIRM_LEAD = "您选择了下面这些内容，每周至多一封邮件。以前订阅过的，确认后改为这次的选择。"
CONFIRM = "确认订阅"
CONFIRM_NOT_ME = "不是您本人要订阅的，关掉本页即可，不会收到邮件。"
CONFIRMED_TITLE = "订阅成功"
CONFIRMED = "从下一个{weekday}起，有新内容时给您发一封邮件。每封邮件末尾都有退订链接，点开就能退。"
GONE_TITLE = "链接已失效"
CONFIRM_GONE = "这个确认链接已经用过，或者超过了 48 小时。如果已经确认过，不用再做什么；没有确认过的，请再填一次。"
LINK_WRONG = "这个链接不完整。请从邮件里完整复制，或者在邮件里直接点开。"

# Leaving
LEAVE_TITLE = "退订"
LEAVE_LEAD = "退订后不再给您发邮件，您的邮箱和选择立即删除。"
LEAVE = "确认退订"
LEFT_TITLE = "已退订"
LEFT = "已经退订，您的邮箱和选择已删除。正在发出的一封可能还会收到。"
LEFT_BACK = "重新订阅"
ONE_CLICK_WRONG = "请求不符合一键退订的格式。"

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")

# Mails
CONFIRM_SUBJECT = "【{site}】请确认邮件订阅"
CONFIRM_BODY = """有人（应该是您）在{site}用这个邮箱订阅每周新内容，选择了：

{topics}

请在 48 小时内打开下面的链接，点“确认订阅”：

{link}

不是您本人要订阅的，请不必理会：不确认就不会再收到邮件，这个邮箱也会从本站删除。

{site}
本邮件由系统自动发出，请勿回复。"""
NEWS_SUBJECT = "【{site}】本周新内容 {count} 篇：{first}"
NEWS_HEAD = "您订阅的内容有 {count} 篇新的：\n\n"
NEWS_ITEM = "{number}. {title}\n   {kind}，{day}\n   {link}\n\n"
NEWS_MORE = "另有 {count} 篇，请到网站查看：{link}\n\n"
NEWS_FOOT = """您订阅了：{topics}
改选内容：{change}
退订（打开后点一下即可）：{leave}

{site}
本邮件由系统自动发出，请勿回复。"""

# Command line
CLI_OFF = "还没有设置 FABU_SMTP_HOST，没有写订阅邮件。"
CLI_SENT = "{slot} 这一期：订阅 {subscribers} 人，写好 {written} 封邮件（写过的不再写，没有新内容的不发）。"
CLI_LAPSED = "已删除 {count} 个逾期未确认的订阅。"
CLI_LAPSED_DUE = "到期可删除 {count} 个逾期未确认的订阅。"
