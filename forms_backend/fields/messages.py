"""Chinese texts of forms, receipts, progress and errors; other zones have a module of their own."""

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
FIELD_PHONE_LENGTH = "手机号应为 11 位，现在有 {length} 位，请核对。"
FIELD_PHONE_ABROAD = "境外电话不对，请从国家或地区代码写起，如 +852 2345 6789。"
FIELD_EMAIL = "电子邮箱不对，应类似 name@example.com。"
FIELD_USCC = "统一社会信用代码不对，请对照营业执照核对 18 位代码。"
FIELD_DATE = "日期不对，应为年-月-日，如 2026-11-20。"
FIELD_DATE_NO_MONTH = "没有 {month} 月，请核对日期。"
FIELD_DATE_NO_DAY = (
    "没有这一天（{year} 年 {month} 月只有 {days} 天）：这一年{month_name}月没有 {day} 日。"
)
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
FORM_TOO_MANY = "还没有提交：这个网络地址或者这张表在短时间内提交得太多。您填写的内容都在，请过十分钟再点一次提交，或者拨打页脚的电话。"
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
FORM_DRAFT_TAB = (
    "您写的内容随时存在这个标签页里，刷新、返回都还在；关闭标签页、提交成功后自动清除。"
)
FORM_DRAFT_CLEAR = "清除我写的内容"
FORM_DRAFT_LABEL = "关闭标签页以后也保留（在这台设备上暂存草稿）"
FORM_DRAFT_HELP = "只存在这个浏览器里，不会送出；提交成功后自动清除，七天后也会清除。多人共用的电脑请不要勾选。附件、查询码不会暂存。"
FORM_DRAFT_RESTORED = "已放回您上次写的内容，还没有提交，请核对。"
FORM_WORKING = "正在做安全校验，马上就好…"
FORM_SENDING = "正在提交……"
FORM_SENDING_AGAIN = "连接断了，正在再试……您写的都在这一页，请不要关闭。"
FORM_UNREACHABLE = "连不上服务器，不知道收到没有。您写的都在这一页，请过一会儿原样再点一次；已经收到的不会重复登记。"
FORM_SENDING_REFUSED = "还没有提交成功：{what}。您写的都在这一页。"
FORM_CHECK_BUTTON = "先核对一遍"
FORM_CHECK_HEADING = "请核对，还没有提交"
FORM_CHECK_LEAD = "都对的，请点“{submit}”；要改的，点那一栏的名称。"
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
RECEIPT_COPY = "复制编号和查询码"
RECEIPT_COPIED = "已复制"
RECEIPT_COPY_FAILED = "浏览器不让复制，请长按选中编号、查询码，或者拍照。"
RECEIPT_REMEMBER = "记在这台设备的“我的办件”里"
RECEIPT_REMEMBERED = "已记下，在“查看进展”页可以直接打开。"
RECEIPT_REMEMBER_HELP = (
    "编号和查询码只存在这个浏览器里，用这台设备的人都打得开；多人共用的电脑请不要记。"
)
RECEIPT_SENT = "提交的内容"
MINE_HEADING = "我的办件"
MINE_LEAD = "记在这台设备上的办件，别处看不到。"
MINE_REMOVE = "删去"
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
STATUS_DISCARDED = "工作人员核对后，认为这是批量发送的内容，没有作为来件办理。如果这是您的真实情况，请拨打页脚的电话，报上编号，或者重新提交一次。"
STATUS_TIMELINE = "办理经过"
STATUS_NEXT = "接下来"
STATUS_OTHER = "查看另一件"
STATUS_OWNER = "现在由谁负责"
STATUS_DUE = "办理期限"
STATUS_ANSWER = "答复"
STATUS_ANSWER_FILES = "答复的附件"
STATUS_FILE_DAMAGED = "这个附件现在下载不了，请打电话给我们，报上编号。"
STATUS_ANSWER_FILE = "下载 {name}（{size}）"
STATUS_REFUSAL = "不予受理的理由和其他途径"
STATUS_ASKED = "请您补充"
STATUS_EXTENSION = "延期的理由"
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
STATUS_OWN_DATA = "您的个人信息"
STATUS_OWN_DATA_LEAD = "想查阅、复制、更正、补充、删除这一件里您的信息，请填写"
STATUS_OWN_DATA_ASK = "个人信息请求"
STATUS_CONSENT_WITHDRAW = "撤回这项同意"
STATUS_CONSENT_WITHDRAWN = "已撤回"
STATUS_SEND = "提交"
STATUS_MAIL = "把编号发到我的邮箱"
STATUS_MAIL_LEAD = "只发编号和现在的状态，不含您写的内容，也不含查询码；查询码请抄下或者打印回执。"
STATUS_MAIL_ADDRESS = "邮箱"
STATUS_MAIL_CONSENT = "我同意用这个邮箱地址发送这一封邮件。地址只用于这一次，不另外保存。"
STATUS_MAIL_CONSENT_NEEDED = "请勾选同意，或者不发送。"
STATUS_MAIL_ENOUGH = "今天已经发过几次，请明天再试；编号请先抄下。"
STATUS_MAIL_SEND = "发送"
STATUS_MAIL_SENT = "邮件已经排队发送，几分钟内到达；没有收到请看看垃圾邮件。"
STATUS_DONE_NOTICE = "已收到。"
STATUS_EXPIRED = "为了保护您的信息，请重新输入编号和查询码。"
STATUS_NOT_POSSIBLE = "这一步现在不能办理，可能办理情况刚刚有变化。请看下面的最新情况。"
CONSENT_GIVEN = "同意"
CONSENT_NOT_GIVEN = "不同意"

# Search that is off, and kinds of content
SEARCH_UNAVAILABLE = "搜索暂时不能用，我们正在处理。可以先从栏目中浏览案例和政策。"
KIND_LABELS = {
    "case": "典型案例",
    "policy": "政策解读",
    "health-check": "法治体检",
    "hearing": "旁听庭审",
    "guide": "办事指南",
    "topic": "专题专栏",
    "answer": "公开答复",
    "faq": "问答手册",
    "article": "普法文章",
    "video": "普法微视频",
    "way": "办事路径",
    "tool": "计算器",
    "paper": "文书",
    "term": "法律用语",
    "law": "法律条文",
    "page": "网站页面",
}

# Errors, by machine code: title and sentence
ERRORS = {
    "bad_request": ("请求有误", "请求的内容无法识别，请检查后重试。"),
    "invalid_json": ("请求有误", "请求正文不是有效的 JSON 对象。"),
    "invalid_idempotency_key": ("请求有误", "Idempotency-Key 应为 8 到 200 个可见 ASCII 字符。"),
    "idempotency_conflict": ("重复的请求", "同一个 Idempotency-Key 已用于另一份内容，请换一个。"),
    "invalid_query": ("搜索条件有误", "搜索条件无法识别。"),
    "forwarded": (
        "请求经过了代理",
        "这次访问经过了一个代理，本站没有设置信任它，所以没有处理。请不用代理直接访问；维护本站的人员请在设置里写明前面有几层代理（FABU_TRUSTED_PROXIES）。",
    ),
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
