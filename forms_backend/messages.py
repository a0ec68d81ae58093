"""Every Chinese text that a visitor or an operator reads, in one place; forms bring their own."""

from __future__ import annotations

# One field (shown at the field and in the summary)
FIELD_REQUIRED = "请填写{label}。"
FIELD_CHOICE_REQUIRED = "请选择{label}。"
FIELD_CONSENT_REQUIRED = "请勾选{label}后再提交。"
FIELD_CHOICE_UNKNOWN = "请从给出的选项中选择。"
FIELD_TOO_LONG = "最多 {limit} 个字，现在有 {length} 个字。"
FIELD_TOO_SHORT = "请至少写 {limit} 个字。"
FIELD_ONE_LINE = "这一栏只能写一行，请去掉换行。"
FIELD_UNREADABLE = "含有无法识别的字符，请重新输入。"
FIELD_PHONE = "电话号码不对，请填手机号（如 13800138000）或带区号的固定电话（如 010-88888888）。"
FIELD_EMAIL = "电子邮箱不对，应类似 name@example.com。"
FIELD_USCC = "统一社会信用代码不对，请对照营业执照核对 18 位代码。"
FIELD_DATE = "日期不对，应为年-月-日，如 2026-11-20。"
FIELD_DATE_FUTURE = "日期不能晚于今天。"
FIELD_DATE_TOO_OLD = "日期太早，请核对年份。"
FIELD_TYPE_TEXT = "这一项应为文字。"
FIELD_TYPE_LIST = "这一项应为文字列表。"
FIELD_TYPE_BOOLEAN = "这一项应为 true 或 false。"
FIELD_UNKNOWN = "没有这一项，请删去。"
FIELD_REPEATED = "这一项只能填一个值。"

# Form page
FORM_ERROR_TITLE = "有误：{title}"
FORM_ERRORS_HEADING = "有 {count} 处需要改正，改好后请再次提交"
FORM_EXPIRED = "为了安全，这次没有提交成功：页面停留过久，或浏览器没有接受本站 Cookie。您填写的内容都在，请再点一次提交。"
FORM_HONEYPOT = "这次没有提交成功：有一个不显示的栏被自动填写。请再点一次提交。"
FORM_TOO_FAST = (
    "还没有提交：从打开页面到提交太快了，像是程序自动填写。请核对内容，过几秒再点一次提交。"
)
FORM_PAGE_OLD = "还没有提交：这个页面打开得太久了，已经更新。您填写的内容都在，请再点一次提交。"
FORM_PROOF_USED = (
    "还没有提交：这一页的安全校验已经用过，已经换新。您填写的内容都在，请再点一次提交。"
)
FORM_TOO_MANY = "还没有提交：这个网络地址在短时间内提交得太多。您填写的内容都在，请过十分钟再点一次提交，或者拨打页脚的电话。"
FORM_WARN_HEADING = "提交前请再看一眼"
FORM_WARN_LEAD = "办理这件事一般用不着下面这些信息，建议删去或者用“×”遮住几位。"
FORM_WARN_LINE = "{label}：好像有{kinds}"
FORM_WARN_HERE = "好像有{kinds}。办理这件事一般用不着，建议删去或者用“×”遮住几位。"
FORM_WARN_KEEP = "仍要提交"
FORM_WARN_BACK = "返回修改"
FORM_SUGGEST_BUTTON = "先看看有没有现成的答案"
FORM_SUGGEST_HEADING = "这些内容也许已经回答了您的问题"
FORM_SUGGEST_NONE = "没有找到相近的内容，请继续填写。"
FORM_SUGGEST_LEAD = "您填写的内容都还在下面，没有解决问题请继续提交。"
FORM_DRAFT_LABEL = "在这台设备上暂存草稿"
FORM_DRAFT_HELP = "只存在这个浏览器里，不会送出；提交成功后自动清除，七天后也会清除。多人共用的电脑请不要勾选。附件、查询码不会暂存。"
FORM_DRAFT_RESTORED = "已恢复您上次暂存的草稿，请核对。"
FORM_WORKING = "正在做安全校验，马上就好…"
FORM_PAPER = "下载纸质表（PDF，A4），填好交到窗口"
FORM_OPTIONAL = "选填"
FORM_REQUIRED_MARK = "必填"
FORM_CHOOSE = "请选择"
FORM_SHOWN_IF = "“{label}”选“{choices}”时填写。"
FORM_HONEYPOT_LABEL = "请不要填写这一栏"
FORM_NOTICE_HEADING = "个人信息处理告知"
FORM_NOTICE_MORE = "查看完整告知"
FORM_NOTICE_CONTROLLER = "谁来处理"
FORM_NOTICE_CONTACT = "怎样联系"
FORM_NOTICE_PURPOSE = "为了什么"
FORM_NOTICE_KINDS = "处理哪些信息"
FORM_NOTICE_RETENTION = "保存多久"
FORM_NOTICE_RIGHTS = "您的权利"
FORM_NOTICE_VERSION = "告知版本"
FORM_BEFORE_HEADING = "填写之前"
FORM_ONE_MATTER_HEADING = "一事一件"
FORM_LIST_TITLE = "在线办理"
FORM_LIST_LEAD = "投诉、咨询、预约和提意见都可以在网上提交，凭编号和查询码随时查看进展。"
FORM_FOLLOW = "已经提交过？查看进展"
FORM_CARRIED = "已填入法治体检的结果，还没有送出。请核对、修改，按提交后才会送出。"

# Receipt
RECEIPT_TITLE = "提交成功"
RECEIPT_NUMBER = "编号"
RECEIPT_CODE = "查询码"
RECEIPT_TIME = "收到时间"
RECEIPT_KEEP = "请记下或拍照保存编号和查询码。查询码只在这里显示，找不回来；请不要告诉他人。"
RECEIPT_NEXT = "接下来"
RECEIPT_STATUS_LINK = "查看进展"
RECEIPT_PRINT = "打印回执"
RECEIPT_PRINT_TITLE = "回执"
RECEIPT_PRINT_HELP = "扫码查看进展；用浏览器的打印功能打印本页。"
RECEIPT_PRINT_KEEP = "请妥善保管，不要把查询码告诉他人。"
RECEIPT_FORM = "事项"
RECEIPT_BY = "收件单位"
RECEIPT_QR = "查看进展的二维码，内含回执签名"
RECEIPT_SIGNATURE = "签名"
RECEIPT_AGAIN = "再提交一件"
RECEIPT_REPEATED = "同样的内容已经收到过，没有重复登记。这是当时的回执。"
RECEIPT_SHARED = "本页 {minutes} 分钟内刷新、返回都能再看到。在多人共用的电脑上，请记下后清除。"
RECEIPT_FORGET = "已记下，从这台设备上清除"
RECEIVED_GONE_TITLE = "回执页已关闭"
RECEIVED_GONE = "为了保护您的信息，回执只在提交后的半小时内、在提交时用的浏览器里显示。已经记下编号和查询码的，可以查看进展。"

# Status page
STATUS_TITLE = "查看进展"
STATUS_LEAD = "凭提交时得到的编号和查询码查看办理进展。"
STATUS_NUMBER = "编号"
STATUS_NUMBER_HELP = "如 TS202611-000123。"
STATUS_CODE = "查询码"
STATUS_CODE_HELP = "16 位字母和数字，分成四组。大小写和中间的横线都不影响。"
STATUS_SUBMIT = "查看"
STATUS_WRONG_PAIR = (
    "编号或查询码不对。请对照提交成功时的页面核对；查询码丢失的，请重新提交或拨打页脚电话。"
)
STATUS_NUMBER_FORMAT = "编号的写法不对，应类似 TS202611-000123。"
STATUS_CODE_FORMAT = "查询码应为 16 位字母和数字。"
STATUS_STATE = "当前状态"
STATUS_TIMELINE = "办理经过"
STATUS_NEXT = "接下来"
STATUS_OTHER = "查看另一件"
STATUS_OWNER = "现在由谁负责"
STATUS_DUE = "办理期限"
STATUS_ANSWER = "答复"
STATUS_REFUSAL = "不予受理的理由和其他途径"
STATUS_ASKED = "请您补充"
STATUS_EXTENSION = "延期的理由"
STATUS_ACTIONS = "您可以"
STATUS_RATE = "评价"
STATUS_RATE_LEAD = "对办理结果满意吗？只能评价一次。"
STATUS_RATE_SATISFIED = "满意"
STATUS_RATE_DISSATISFIED = "不满意"
STATUS_RATE_REASON = "不满意的原因"
STATUS_RATE_REASON_HELP = "选择不满意时必填，我们会回访。"
STATUS_ONE_TIME_NOTICE = "一次性告知"
STATUS_JOINED = "合并办理"
STATUS_JOINED_LEAD = (
    "这件事与先收到的一件是同一件事，已合并，由先收到的一件继续办理，您不用再提交。"
)
STATUS_JOINED_STATE = "先收到的一件现在"
STATUS_JOINED_ANSWERED = (
    "先收到的一件已经答复。工作人员会把结果一并告诉您；没有收到的，请按页脚的电话联系我们。"
)
STATUS_OPINION = "复查意见"
STATUS_VERIFIED = "复核意见"
STATUS_REVIEW = {"ask_reexamination": "请求复查", "ask_verification": "请求复核"}
STATUS_REVIEW_LEAD = {
    "ask_reexamination": "对答复不服的，可以在 {until} 以前请求复查，只能请求一次；30 日内给您复查意见。",
    "ask_verification": "对复查意见不服的，可以在 {until} 以前请求复核，只能请求一次；30 日内给您复核意见。复核以后，同一事实和理由不再受理。",
}
STATUS_REVIEW_REASON = "不服的理由"
STATUS_SUPPLY = "补充材料"
STATUS_SUPPLY_TEXT = "补充说明"
STATUS_WITHDRAW = "撤回这件事"
STATUS_WITHDRAW_LEAD = "撤回后不再办理，不能恢复；需要时可以重新提交。"
STATUS_WITHDRAW_CONFIRM = "我确认撤回"
STATUS_CONSENTS = "您作出的同意"
STATUS_CONSENT_WITHDRAW = "撤回这项同意"
STATUS_CONSENT_WITHDRAWN = "已撤回"
STATUS_SEND = "提交"
STATUS_DONE_NOTICE = "已收到。"
STATUS_EXPIRED = "为了保护您的信息，请重新输入编号和查询码。"
STATUS_NOT_POSSIBLE = "这一步现在不能办理，可能办理情况刚刚有变化。请看下面的最新情况。"
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
CONSENT_GIVEN = "同意"
CONSENT_NOT_GIVEN = "不同意"

# Search page
SEARCH_TITLE = "搜索"
SEARCH_RESULTS_TITLE = "“{query}”的搜索结果"
SEARCH_LABEL = "搜索案例、政策、指南"
SEARCH_SUBMIT = "搜索"
SEARCH_START = "输入关键词，如“拖欠工资”“合同违约金”“民法典第577条”。"
SEARCH_TOTAL = "共 {total} 条结果"
SEARCH_NOTHING = "没有找到。可以换个说法、减少几个字，或去掉筛选条件。"
SEARCH_TOO_LONG = "搜索内容太长，请缩短到 {limit} 个字以内。"
SEARCH_BAD_PAGE = "页码不对，请从第一页看起。"
SEARCH_BAD_LIMIT = "limit 应为 1 到 {limit} 的整数。"
SEARCH_UNAVAILABLE = "搜索暂时不能用，我们正在处理。可以先从栏目中浏览案例和政策。"
SEARCH_BAD_SORT = "sort 应为 relevance（按相关）或 date（按日期）。"
SEARCH_BAD_DATES = "日期范围不对：请写成年、年-月或年-月-日，如 2025-01，开始不晚于结束。"
SEARCH_FACET_HEADINGS = {
    "kind": "类别",
    "area": "领域",
    "industry": "行业",
    "type": "案例类型",
    "unit": "单位",
    "year": "年份",
    "cause": "案由",
}
SEARCH_FILTERS_SUMMARY = "筛选结果"
SEARCH_FROM = "从（年-月）"
SEARCH_TO = "到（年-月）"
SEARCH_DATES_LEGEND = "发布日期"
SEARCH_DATES_HELP = "如 2025-01 到 2026-06，可以只填一边。"
SEARCH_DATES_APPLY = "按日期筛选"
SEARCH_SORT_LABEL = "排序"
SEARCH_SORTS = {"relevance": "按相关", "date": "按日期"}
SEARCH_DATES = "{first} 至 {last}"
SEARCH_REMOVE_FILTER = "去掉“{label}”"
SEARCH_SYNONYMS = "“{typed}”也按{words}查找。"
SEARCH_SUGGESTIONS = "您是不是要找"
SEARCH_TOPICS = "先看看这些专题"
SEARCH_TIPS = "加引号逐字查找，如“背靠背”；前面空一格加减号排除，如 工资 -农民工；也可按案号、文号、案由、标题找，如 案由：买卖合同纠纷。"
SEARCH_FACET_ALL = "全部"
SEARCH_FACETS_LABEL = "筛选"
SEARCH_PAGER_LABEL = "翻页"
SEARCH_PREVIOUS = "上一页"
SEARCH_NEXT = "下一页"
SEARCH_PAGE = "第 {page} 页，共 {pages} 页"
SEARCH_ASK = "没有找到答案？向我们咨询"
KIND_LABELS = {
    "case": "典型案例",
    "policy": "政策解读",
    "health-check": "法治体检",
    "hearing": "旁听庭审",
    "guide": "办事指南",
    "topic": "专题专栏",
    "answer": "公开答复",
    "page": "网站页面",
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

STATISTICS = "公开统计"
CLI_REPORT_FORMAT = "--out 是文件时，后缀或 --format 应为 {known} 之一。"
CLI_REPORT_TOO_EARLY = "--as-of 不能早于 {day}。"
CLI_REPORT_WRITTEN = "已写出 {title}：{path}"
CLI_LEDGER_HEAD_UNREADABLE = "“{path}”不是本系统公布的台账末条（head.json）：{reason}"
CLI_LEDGER_HEAD_MATCHES = "与公布的第 {sequence} 条一致。"

# Errors, by machine code: title and sentence
ERRORS = {
    "bad_request": ("请求有误", "请求的内容无法识别，请检查后重试。"),
    "invalid_json": ("请求有误", "请求正文不是有效的 JSON 对象。"),
    "invalid_idempotency_key": ("请求有误", "Idempotency-Key 应为 8 到 200 个可见 ASCII 字符。"),
    "idempotency_conflict": ("重复的请求", "同一个 Idempotency-Key 已用于另一份内容，请换一个。"),
    "invalid_query": ("搜索条件有误", "搜索条件无法识别。"),
    "csrf_failed": (
        "请求未通过校验",
        "页面已过期或浏览器没有接受本站 Cookie，请返回上一页刷新后重试。",
    ),
    "forbidden": ("不能访问", "没有权限访问这个页面。"),
    "not_found": ("页面不存在", "您要找的页面不存在，可能已移动或删除。"),
    "proof_used": ("安全校验已用过", "这份工作量证明已经用过，请取一个新的。"),
    "form_not_found": ("没有这张表", "没有这个在线表单。"),
    "method_not_allowed": ("不支持的操作", "这个地址不支持这种请求方法。"),
    "payload_too_large": ("内容太大", "提交的内容太大，请减少附件或精简文字后重试。"),
    "unsupported_media_type": ("格式不支持", "请以 application/json 格式提交。"),
    "attachments_not_accepted": ("不接收附件", "数据接口不接收附件，请在网页上提交。"),
    "validation_failed": ("填写有误", "有内容需要改正，见 errors 中各项。"),
    "too_many_requests": (
        "操作太频繁",
        "操作太频繁，请过一会儿再试。您也可以拨打页脚的电话联系我们。",
    ),
    "search_unavailable": ("搜索暂不可用", SEARCH_UNAVAILABLE),
    "unavailable": (
        "暂时无法办理",
        "系统暂时无法保存，您的内容没有提交成功。请稍后重试，或按页脚的电话、地址联系我们。",
    ),
    "internal_error": (
        "系统出错",
        "系统出错，我们已经记录。请稍后重试，或按页脚的电话、地址联系我们。",
    ),
}
ERROR_PAPERS = "也可以下载纸质表（PDF，A4），填好交到窗口"
ERROR_HOME = "回到首页"
ERROR_CONTACT = "电话：{phone}（{hours}）。地址：{address}。"
SHELL_FALLBACK_FOOTER = "网站页面正在更新，请稍后刷新。"

# Drafts for editors
DRAFT_SUMMARY = "一到两句话，讲清问题和结论"
DRAFT_EDITOR = "责任编辑，写科室，不写个人姓名"
DRAFT_CHECK = "请核对"

# Command line
CLI_STATES_CURRENT = "{path} 已是最新。"
CLI_STATES_STALE = "{path} 里的表格已过时，请运行 fabu states，并提交改动。"
CLI_STATES_WRITTEN = "已更新 {path}。"
CLI_WITHDRAWN_HEAD = "由 fabu answers export 生成：同意已撤回的来件摘要，网站据此撤下公开答复。"
CLI_ANSWERS_EXPORTED = (
    "新写 {count} 篇公开答复草稿到 {out}；撤回名单 {withdrawn} 件。请编辑逐篇核对后再发布。"
)
CLI_CASE_TYPE = "没有“{word}”这种案例类型；可选：{known}"
CLI_CASE_DRAFTED = "已写出案例草稿 {path}。请编辑核对身份信息确已隐去，写好标着【待填】的地方。"
CLI_DRAFT_EXISTS = "{path} 已经存在，没有改动它。"
CLI_INIT_WRITTEN = "已生成密钥：{path}（权限 600）。请把其中的 FABU_BACKUP_KEY 抄存到别处：其他密钥都在备份里，只有它不在。"
CLI_INIT_KEPT = "密钥已存在，未改动：{path}"
CLI_INIT_COMPLETED = "已补齐缺少的密钥：{path}（{names}）"
CLI_MIGRATED = "数据库结构已是 {revision}。"
CLI_SERVING = "法布已启动：{url}（按 Ctrl+C 停止）"
CLI_NO_SITE = "提示：{path} 中还没有网站页面，请先运行 fabu build。"
CLI_NO_INDEX = "提示：还没有搜索索引，请先运行 fabu index。"
CLI_STOPPED = "已停止。"
CLI_NO_SUBMISSIONS = "还没有收到任何提交。"
CLI_RECORD_HEAD = "编号：{number}\n表单：{form}\n渠道：{channel}\n状态：{state}\n收到：{received}"
CLI_LIST_HEAD = ("编号", "收到时间", "状态", "渠道", "类别")
CLI_STAFF_ADDED = "已新增 {login}（{unit}{role}）。一次性密码：{password}\n只显示这一次，请当面交给本人；首次登录须修改密码并绑定动态口令。"
CLI_STAFF_DISABLED = "已停用 {login}，登录已全部结束。"
CLI_STAFF_SESSIONS_ENDED = "{login} 的登录已全部结束。"
CLI_STAFF_TOTP_RESET = (
    "{login} 的动态口令已解除，登录已全部结束。\n一次性密码：{password}\n"
    "只显示这一次，请核实身份后当面交给本人；本人登录后修改密码、重新绑定。"
)
CLI_STAFF_HEAD = ("账号", "姓名", "单位", "岗位", "状态")
CLI_STAFF_NONE = "还没有账号。用 fabu staff add 新增。"
CLI_STAFF_STATES = ("在用", "未绑定动态口令", "已停用")
CLI_LEDGER_INTACT = "台账完整：共 {count} 条，逐条核对无误。末条哈希 {head}"
CLI_LEDGER_REINDEXED = "已重建 {count} 件的检索。"
CLI_LEDGER_BROKEN = "台账在第 {row} 条中断：{reason}。此前 {count} 条无误。"
CLI_RECEIPT_TRUE = "回执属实：{number}，{received} 收到。"
CLI_RECEIPT_FALSE = "回执不属实：不是本站签发，或内容被改动过。"
