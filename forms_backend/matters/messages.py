"""Texts of steps, and what is wrong with what staff enter."""

from __future__ import annotations

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
    "handler": "改由谁承办",
    "kind": "类型和类别",
    "region": "属地",
    "accused": "被投诉的单位",
}
DELIVERY_LABELS = {
    "site": "网站查询",
    "phone": "电话",
    "email": "电子邮件",
    "letter": "书面送达",
    "visit": "上门",
    "window": "窗口当面",
}
ANSWER_SKELETON = "诉求：\n\n查明的事实：\n\n依据（法律名称和条款）：\n\n结论：\n\n救济途径和期限：\n\n承办单位和联系电话：\n"
WECHAT_CONSENT = (
    "微信提醒：我把“提醒”、编号和查询码发给公众号，同意用微信把编号和办理状态告诉我。"
    "为此加密保存我在这个公众号的识别号（openid），撤回时删除。"
)
ASSIST_ENDED = {"returned": "已退回", "withdrawn": "已撤销"}
NEED_UNFILLED = "{label}还没有写完：{parts}。请填写，用不着的部分连同标题一起删去。"
ANSWER_UNFILLED = "答复还没有写完，不能通过或反馈：{parts}。请退回修改。"
NEED_KIND_UNKNOWN = "请选择类型和类别。"
NEED_REGION_UNKNOWN = "请选择属地；没有的选“不填”。"
NEED_ACCUSED_UNKNOWN = "请选择被投诉的单位；没有的选“不填”。"
NEED_ACCUSED_HANDLES = "这是保密件，而这个单位正在承办：请先由督办岗改派承办单位，再更正。"
NEED_KIND_ACCUSED_HANDLES = (
    "这一类要作为保密件办理，而被投诉的单位正在承办：请先设为保密件（收回，转政法委协调）"
    "或者由督办岗改派承办单位，再更正。"
)
NEED_NOTHING_CORRECTED = "没有改动：类型和类别、属地、被投诉的单位都与现在的一样。"
NEED_SAME_UNIT = "请选择另一个单位：现在就是这个单位承办。"
NOTHING = "不填"
NEED_HANDLER_UNFIT = "请选择本单位另一位在岗的承办人。"
