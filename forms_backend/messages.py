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
FORM_LIST_LEAD = "投诉举报和法律咨询都可以在网上提交，凭编号和查询码随时查看进展。"
FORM_FOLLOW = "已经提交过？查看进展"

# Receipt
RECEIPT_TITLE = "提交成功"
RECEIPT_NUMBER = "编号"
RECEIPT_CODE = "查询码"
RECEIPT_TIME = "收到时间"
RECEIPT_KEEP = "请记下或拍照保存编号和查询码。查询码只在这里显示，找不回来；请不要告诉他人。"
RECEIPT_NEXT = "接下来"
RECEIPT_STATUS_LINK = "查看进展"
RECEIPT_AGAIN = "再提交一件"

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
STATE_LABELS = {"received": "已提交，等待登记"}
ACTION_LABELS = {"received": "已收到您的提交", "revealed": "工作人员查看"}
CHANNEL_LABELS = {"web": "网站", "api": "数据接口"}
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
SEARCH_FACET_KIND = "类别"
SEARCH_FACET_AREA = "领域"
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
    "form_not_found": ("没有这张表", "没有这个在线表单。"),
    "method_not_allowed": ("不支持的操作", "这个地址不支持这种请求方法。"),
    "payload_too_large": ("内容太大", "提交的内容太大，请精简文字后重试。"),
    "unsupported_media_type": ("格式不支持", "请以 application/json 格式提交。"),
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
ERROR_HOME = "回到首页"
ERROR_CONTACT = "电话：{phone}（{hours}）。地址：{address}。"
SHELL_FALLBACK_FOOTER = "网站页面正在更新，请稍后刷新。"

# Command line
CLI_INIT_WRITTEN = "已生成密钥：{path}（权限 600）。请另行妥善备份，丢失后已收到的内容无法解密。"
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
