"""What staff read about deliveries, and what stands on the slip."""

from __future__ import annotations

TITLE = "送阅"
NEW = "登记送阅"
ONE = "送阅单"
LEAD = "送给企业的典型案例汇编都登记在这里：先打印送阅单随书送达，签收后再登记签收人。"
NONE = "还没有送阅记录。"
THIS_YEAR = "今年已送 {count} 次，共 {copies} 册。"
FIRM = "送给"
SENT_BY = "经办"
COLUMNS = ("编号", "书名", "日期", "方式", "册数", "签收")
NOT_SIGNED = "未签收"
SLIP = "下载送阅单（.docx）"
SIGN = "登记签收"
SIGNED_BY = "签收人"
SIGNED_ON = "签收日期"
SAVE = "保存，去打印送阅单"
BACK = "回到送阅列表"
READ_NOTE = "查看送阅单会记入台账。"
CHOOSE = "请选择"

LABELS = {
    "title": "书名",
    "cases": "收录的案例",
    "firm": "送给哪家企业或单位",
    "people": "收件人",
    "delivered_on": "送达日期",
    "channel": "送达方式",
    "copies": "册数",
    "signed_by": SIGNED_BY,
    "signed_on": SIGNED_ON,
}
HELP = {
    "cases": "一行一个，印在送阅单上；印不下的只写总数。",
    "people": "姓名、职务，可以不填。企业和人名加密保存。",
    "delivered_on": "可以提前一个月登记。",
}
CHANNELS = {
    "hand": "当面送达",
    "visit": "走访时送达",
    "meeting": "会议、培训时发放",
    "post": "邮寄",
    "online": "电子送达",
}
MISSING = {
    "title": "请填写书名。",
    "firm": "请填写送给哪家企业或单位。",
    "channel": "请选择送达方式。",
    "signed_by": "请填写签收人。",
}
COPIES_WRONG = "册数应为 1 到 {most} 的整数。"
DATE_RANGE = "送达日期应在 {back} 天以前到 {ahead} 天以后之间。"
SIGNED_RANGE = "签收日期不能早于送达日期，也不能在今天以后。"
SIGNED_BEFORE = "已经登记过签收。"

SLIP_TITLE = "送阅单"
SLIP_LEAD = "现将《{title}》送上，供贵单位经营管理和员工普法参考。本册为普法资料，免费赠阅，不构成法律意见。"
SLIP_ROWS = ("送", "收件人", "册数", "送达日期", "送达方式", "收录案例")
SLIP_COPIES = "{count} 册"
SLIP_DAY = "{day.year}年{day.month}月{day.day}日"
SLIP_MORE = "……等，共 {count} 个案例"
SLIP_CUT = "- - - - - - - - - - - - - - -  沿此线裁下，下半张请交回  - - - - - - - - - - - - - - -"
RETURN_TITLE = "送阅回执"
RETURN_ROWS = (
    ("签收人", ""),
    ("签收日期", "　　　　年　　月　　日"),
    ("对本单位有没有用", "□ 很有用　　□ 有一些用　　□ 用处不大"),
    ("哪个案例最有用", ""),
    ("还想了解什么问题", ""),
    ("意见和建议", ""),
)
RETURN_TO = "交回：{organiser}（{address}，电话 {phone}，电子邮箱 {email}）。网上反馈：{url}"
"""The line under the return slip."""
