"""What the official account says, in one place. Text messages hold links as <a href>."""

from __future__ import annotations

WELCOME = "您好，这里是{site}。发一句话就能搜案例、政策和办事指南，例如“拖欠货款怎么办”。"
MENU_HEAD = "也可以发下面的词："
MENU_LINE = "{word}：{link}"
MENU_STATUS = "查进度：把编号和查询码写在同一条消息里发来"
KEYWORD = "{title}：{link}"

STATUS_HOW = "要查办理进度，请把编号和查询码写在同一条消息里发来，例如“TS202611-000123 ABCD-EFGH-JKMN-PQRS”；也可以打开{link}。"
STATUS_WRONG = (
    "编号或查询码不对。请对照提交成功时的页面核对；查询码丢失的，请重新提交，或者拨打 {phone}。"
)
STATUS_SLOW = "查得太频繁了，请过一会儿再试。"
MENU_REMIND = "有进展时收到提醒：发“提醒”看怎样开通"
REMIND_HOW = (
    "要在有进展时收到提醒，请把“提醒”、编号和查询码写在同一条消息里发来，例如“提醒 TS202611-000123 ABCD-EFGH-JKMN-PQRS”。"
    "发来就是同意：用微信告诉您编号和状态，没有姓名和内容；为此加密保存您在本公众号的识别号（openid）。"
    "发“取消提醒”马上删除；不开通不影响办理。"
)
REMIND_ON = (
    "{number} 已开通提醒：有进展时用微信告诉您编号和状态，没有姓名和内容。"
    "为此加密保存您在本公众号的识别号（openid），到期与来件一起删除。"
    "不想要了，发“取消提醒”，或打开{link}撤回，马上删除。"
)
REMIND_OFF = "本公众号没有开通提醒。要查办理进度，请打开{link}。"
REMIND_ENDED = "已取消 {count} 件的提醒，您的识别号已删除。"
REMIND_NONE = "您没有开通提醒，这里没有保存您的识别号。"
STATUS_MATTER = "{number}（{form}）"
STATUS_STATE = "当前状态：{state}"
STATUS_OWNER = "现在由谁负责：{unit}"
STATUS_DUE = "期限：{due}"
STATUS_PROVISIONAL = "（暂定，放假安排公布后重新计算）"
STATUS_TEXTS = "有写给您的内容（答复、理由或者需要补充的材料），请打开{link}查看。"
STATUS_MORE = "办理经过请打开{link}查看。"
STATUS_DISCARDED = "工作人员核对后，认为这是批量发送的内容，没有作为来件办理。如果这是您的真实情况，请打开{link}，拨打页脚的电话，报上编号，或者重新提交一次。"
STATUS_JOINED = "已与先收到的一件合并办理，那一件现在：{state}"
BOOKING = "{number}（旁听预约，{people} 人）"
BOOKING_TIME = "开庭：{time}"
BOOKING_PLACE = "地点：{place}"
BOOKING_OFFER = "轮到您了，请在 {until} 前打开{link}确认。"
BOOKING_MOVED = "本场已改期，要保留还是放弃，请打开{link}选择。"
BOOKING_MORE = "查看或取消，请打开{link}。"
STATUS_PAGE = "办件查询"
BOOKING_PAGE = "我的旁听预约"
DELETE_YOURS = "为了安全，请删除您刚才发的那条消息：里面有查询码。"

SEARCH_FOUND = "为您找到 {count} 篇，最接近的是："
SEARCH_ITEM = "{number}. {link}"
SEARCH_MORE = "更多结果：{link}"
SEARCH_ALL = "在网站上搜索"
SEARCH_NOTHING = "没有找到相关内容。换一个说法试试；也可以{link}，工作人员会答复您。"
SEARCH_ASK = "在线咨询"
SEARCH_SLOW = "问得太频繁了，请过一会儿再试。"
SEARCH_OFF = "搜索暂时不能用，请打开{link}看看，或者稍后再试。"

UNKNOWN_KIND = "这里只看得懂文字。请用一句话说说您想问什么，例如“员工不签合同怎么办”；材料请在网上提交时上传，不要发在这里。"
EMPTY_TEXT = "没有看到文字。请用一句话说说您想问什么。"
SLOW = "查得有点久，请打开{link}，或者稍后再试。"
TROUBLE = "系统暂时不能用，请稍后再试，或者拨打 {phone}。"
SITE = "网站"
