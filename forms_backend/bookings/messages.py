"""Every Chinese text about booked seats, in one place."""

from __future__ import annotations

STATE_LABELS = {
    "booked": "已预约",
    "waiting": "候补中",
    "offered": "候补到位，等您确认",
    "cancelled": "已取消",
    "removed": "已由法院取消",
    "lapsed": "候补席位逾期未确认，已让给下一位",
    "ended": "庭审取消，预约结束",
}
HEARING_STATE_LABELS = {
    "scheduled": "已排期",
    "rescheduled": "已改期",
    "cancelled": "已取消",
    "held": "已开庭",
}
CALL_LABELS = {
    "offer": "告知候补到位，请其确认",
    "rescheduled": "告知改期，问是否保留",
    "cancelled": "告知庭审取消",
    "removed": "告知预约已取消",
}

# Why a booking is refused
REFUSED = {
    "unknown": "没有这一场，或者这一场已经从网站撤下。",
    "cancelled": "本场庭审已取消，不再接受预约。",
    "closed": "本场预约已经截止。",
    "full": "本场席位已经约满。可以候补：有人取消时按先后顺序通知您，您在 {hours} 小时内确认即可。",
    "short": "本场只剩 {left} 席，不够 {people} 人。可以减少人数，或者按 {people} 人候补。",
    "firm_seats": "同一单位一场最多 {limit} 席，贵单位已经预约和候补 {used} 席。",
    "firm_month": "同一单位一个月最多预约 {limit} 场，贵单位这个月已经约满。",
    "not_possible": "这一步现在不能办理，情况可能刚刚有变化。请看下面的最新情况。",
}

# Form
FIELD_PEOPLE = "人数"
PEOPLE_HELP = "连同联系人，一次最多 {limit} 人。席位一起保留，不够时一起候补。"
PEOPLE_OPTION = "{count} 人"
PEOPLE_WRONG = "请选择 1 到 {limit} 人。"
FIRM_NEEDED = "两人以上请填写单位名称。"
FORM_HEARING = "预约的场次"
FORM_CASE = "庭审"
FORM_TIME = "时间"
FORM_PLACE = "地点"
FORM_LEFT = "席位"
FORM_LEFT_TEXT = "还剩 {left} 席（共 {seats} 席）"
FORM_FULL_TEXT = "{seats} 席已约满，{waiting} 人候补"
FORM_UNTIL = "预约截止"
FORM_NOT_ALLOWED = "哪些人不得旁听"
FORM_WAIT = "登记候补"
FORM_BACK = "回到场次页面"
FORM_ALL = "看其他场次"
FORM_CONTACT = "也可以联系：{contact}。"
FORM_CHOOSE = "请先选一场庭审，再从那一页预约。"

# Receipt
RECEIPT_BOOKED = "预约成功"
RECEIPT_WAITING = "已登记候补"
RECEIPT_WAITING_TEXT = (
    "现在席位不够。有人取消时按先后顺序轮到您，席位保留 {hours} 小时，请在这段时间内确认。"
)
RECEIPT_PEOPLE = "人数"
RECEIPT_COME = "怎么来"
RECEIPT_DESK = "{time} 前到登记处"
RECEIPT_BRING = "带什么"
RECEIPT_CALENDAR = "加入日历"
RECEIPT_STATUS = "查看或取消预约"
RECEIPT_WECHAT = "微信里打不开日历文件：请点右上角“…”选“在浏览器打开”，或者截图保存本页。"

# Status
STATUS_TITLE = "我的旁听预约"
STATUS_LEAD = "凭预约时得到的编号和查询码查看、取消预约，确认候补席位。"
STATUS_NUMBER_HELP = "如 PT202611-000123。"
STATUS_WRONG_PAIR = "编号或查询码不对。请对照预约成功时的页面核对；庭审结束三十日后预约信息已删除。"
STATUS_OFFER = "轮到您了：{people} 席为您保留到 {until}。请确认是否要。"
STATUS_ACCEPT = "确认，我要这些席位"
STATUS_MOVED = "本场已改期，请看新的时间和地点。来不了的，请放弃席位，让给别人。"
STATUS_KEEP = "保留席位"
STATUS_GIVE_UP = "放弃席位"
STATUS_CANCEL = "取消预约"
STATUS_CANCEL_LEAD = "来不了，请取消，席位会让给候补的人。取消后不能恢复。"
STATUS_CANCEL_CONFIRM = "我确认取消"
STATUS_CANCEL_TICK = "请勾选“我确认取消”后再提交。"
STATUS_ENDED = "本场庭审已取消，您的预约已经结束，请不要前往。"
STATUS_REMOVED = "法院取消了这个预约，理由：{reason}"
STATUS_WAITING = (
    "您排在第 {place} 位。轮到您时，留了邮箱的发邮件，没有留的由法院打电话；您也可以随时来这里看。"
)
STATUS_WAITING_CLOSED = "预约已经截止，没有轮到您。欢迎预约其他场次。"
STATUS_UNLISTED = "这一场已从网站撤下，具体安排请联系法院。"
STATUS_OTHER = "查看另一个预约"
DONE = {
    "accept": "已确认，席位为您保留。",
    "keep": "已按新的时间保留席位。",
    "cancel": "已取消。",
}

# Mails: nothing of who booked, only what concerns the hearing
MAIL_SUBJECTS = {
    "offer": "旁听席位轮到您了，请在 {until} 前确认",
    "rescheduled": "您预约旁听的庭审已改期",
    "cancelled": "您预约旁听的庭审已取消",
    "removed": "您的旁听预约已取消",
}
MAIL_BODIES = {
    "offer": "您候补的 {people} 席已经空出，为您保留到 {until}。请打开 {link} ，用编号 {number} 和查询码确认；逾期让给下一位。\n",
    "rescheduled": "新的时间：{time}\n新的地点：{place}\n席位仍为您保留。来不了的，请打开 {link} ，用编号 {number} 和查询码放弃席位。\n",
    "cancelled": "原定 {time} 在{place}的庭审已取消，请不要前往。编号 {number} 的预约已经结束。\n",
    "removed": "编号 {number} 的旁听预约（{time}，{place}）已由法院取消。理由请打开 {link} 用编号和查询码查看。\n",
}

# Staff
DESK = "旁听席位"
DESK_LEAD = "本单位开庭、网站上可以预约或者有人预约的场次。"
DESK_EMPTY = "本单位现在没有开放预约的场次。"
DESK_COLUMNS = ("开庭时间", "案由", "地点", "状态", "席位", "已约", "待确认", "候补", "待打电话")
DESK_UNLISTED = "网站上已没有这一场"
DESK_HEARING = "旁听名单"
DESK_READ_NOTE = "您的这次查看已记入台账。"
DESK_LIST = "下载签到表"
DESK_NOBODY = "这一场没有人预约。"
DESK_PURGED = "预约人的信息已按规定删除，只留统计：到期时预约 {booked} 人，候补 {waiting} 人，取消 {cancelled} 人。"
DESK_ROW = ("编号", "联系人", "联系方式", "人数", "状态", "办理")
DESK_REMOVE = "取消这个预约"
DESK_REASON = "理由（会告知预约人）"
DESK_REASON_MISSING = "请写明理由。"
DESK_REMOVED = "已取消 {number}。"
DESK_CALL = "请打电话：{about}"
DESK_SAME_CONTACT = "同一联系方式还有 {numbers}"
DESK_CALLED = "已打过电话"
DESK_CALLED_DONE = "已记下：{number} 已打过电话。"
DESK_GONE = "没有这个预约，或者它已经取消。"
DESK_BACK = "全部场次"

# Check-in list
SHEET_TITLE = "旁听签到表"
SHEET_COLUMNS = (
    "序号",
    "编号",
    "联系人",
    "单位",
    "联系电话",
    "预约人数",
    "实到人数",
    "证件已核验",
    "签名",
)
SHEET_TOTAL = "合计"
SHEET_NAME = "签到表"

# Command line
CLI_HEARING_COLUMNS = ("场次", "开庭时间", "状态", "席位", "已约", "待确认", "候补", "待打电话")
CLI_NO_HEARINGS = "没有可以预约的场次。先运行 fabu build。"
CLI_SYNCED = "已核对：改期 {moved} 场，取消 {cancelled} 场，通知 {told} 个预约（其中 {calls} 个要打电话），候补到位 {offers} 个，候补逾期 {lapsed} 个。"
CLI_PURGED = "已删除 {bookings} 个预约（庭审结束满 {days} 日的 {hearings} 场），统计数字保留。"
CLI_PURGE_DUE = "到期可删除 {bookings} 个旁听预约（庭审结束满 {days} 日的 {hearings} 场）。"
