"""Every Chinese text of the staff zone, in one place."""

from __future__ import annotations

SITE = "办件工作台"
SIGN_IN = "登录"
SIGN_OUT = "退出"
LOGIN = "账号"
PASSWORD = "密码"  # noqa: S105 - a label
CODE = "动态口令"
CODE_HELP = "验证器应用中的 6 位数字。首次登录还没有绑定的，留空。"
SIGN_IN_FAILED = (
    "登录没有成功：账号、密码或动态口令不对，或账号已停用。连续不对，下一次要等得更久。"
)
SIGN_IN_PAUSED = (
    "还没有核对：前面输错的次数多，请过 {seconds} 秒再试。在您常用的电脑上登录不受别人输错的影响。"
)
ONE_TIME_EXPIRED = "这个一次性密码已经超过 72 小时，不能再用。请系统管理员再发一个。"
SIGNED_OUT = "您已退出，或登录已超时。请重新登录。"
SIGNED_OUT_KEPT = "登录已超时，没有办理；您写的内容已经保存。请重新登录，回到原来的页面。"
DRAFT_SAVED = "已自动保存。"
DRAFT_TOO_LONG = "内容太长，没有自动保存。"
DRAFT_FAILED = "还没有自动保存，正在再试。"
DRAFT_SOON = "5 分钟内没有操作，就要重新登录。"
DRAFT_PROLONG = "继续工作"
DRAFT_ENDED = "登录已超时，或连接不上。您写的内容还在这一页；重新登录以后会接着保存。"
DRAFT_OVER = "登录已超时，或连接不上。请重新登录。"
DRAFT_SIGN_IN = "在新窗口登录"
DRAFT_RESTORED = "您 # 写的、没有提交的内容已放回。"
DRAFT_HERE = "您 {at} 写的、没有提交的内容已放回下面。"
DRAFT_DROP = "不要这些内容"
EARLIER_TEXT = "上次的内容已放在下面，请在上面修改。"
LOST = "您写的、没有提交的内容"
CHANGE_PASSWORD = "修改密码"  # noqa: S105
OLD_PASSWORD = "原密码"  # noqa: S105
NEW_PASSWORD = "新密码"  # noqa: S105
NEW_PASSWORD_HELP = "12 个字符以上，含大写字母、小写字母、数字、符号中的至少三种；不要只用常用词、姓名拼音、年份、连续的数字或键盘上相邻的键。"  # noqa: S105
REPEAT_PASSWORD = "再输一次新密码"  # noqa: S105
PASSWORDS_DIFFER = "两次输入的新密码不一样。"
OLD_PASSWORD_WRONG = "原密码不对。"  # noqa: S105
FIRST_PASSWORD = "首次登录，请先把一次性密码改成自己的密码。"  # noqa: S105
SECOND_FACTOR = "绑定动态口令"
SECOND_FACTOR_LEAD = "用验证器应用扫描二维码，或手工输入密钥，然后填写应用显示的 6 位数字。"
SECOND_FACTOR_SECRET = "密钥"  # noqa: S105
SECOND_FACTOR_WRONG = "动态口令不对。请核对手机时间是否准确，再试一次。"
SAVE = "保存"
SESSIONS = "我的登录"
BELL = "提醒"
BELL_LEAD = (
    "交给您、退回给您、催办督办的件，最近 90 日；打开办件就算看过。新来件不在这里，在“待我办理”里。"
)
BELL_NONE = "没有提醒。"
BELL_NEW = "新"
BELL_ALL_SEEN = "全部标为看过"
BELL_QUARANTINE = "有 {count} 件来件在隔离，等您核对"
ABSENCES = "外出代理"
ABSENCES_LEAD = "外出期间，等您本人办理的件由代理人办理，也在代理人的“待我办理”里；列表和办件页写明由谁代理，台账写明实际办理的人。"
ABSENCE_WHO = "谁外出"
ABSENCE_SUBSTITUTE = "代理人"
ABSENCE_FIRST = "第一天"
ABSENCE_LAST = "最后一天"
ABSENCE_SAVE = "登记外出"
ABSENCE_END = "提前结束"
ABSENCE_END_LABEL = "提前结束{name}的外出"
ABSENCE_NOW = "正在外出"
ABSENCE_NONE = "本单位没有登记外出。"
ABSENCE_SAVED = "已登记外出。"
ABSENCE_ENDED = "外出已结束。"
STOOD_FOR = "{name}（外出，{other}代理）"

LISTS = "工作列表"
HEARINGS = "旁听席位"
LIST_EMPTY = "这个列表现在是空的。"
LIST_TOTAL = "共 {total} 件"
COLUMN_NUMBER = "编号"
COLUMN_FORM = "类型"
COLUMN_UNIT = "单位"
COLUMN_HANDLER = "承办人"
COLUMN_DUE = "到期"
COLUMN_LIGHT = "灯"
CONFIDENTIAL = "保密"
SUPERVISED = "督办 {count} 次"
PROVISIONAL = "暂定"
PREVIOUS = "上一页"
NEXT = "下一页"
PAGE = "第 {page} 页，共 {pages} 页"

OWNER = "现在由"
OWNER_LABELS = {
    "intake": "受理岗",
    "supervisor": "督办岗",
    "unit": "承办人",
    "reviewer": "审核人",
}
CLOCKS = "期限"
CONTENT = "来件内容"
CONTENT_NOTE = "您的这次查看已记入台账。"
TO_ACTIONS = "去办理：{first}"
TO_ACTIONS_MORE = "去办理：{first}等 {count} 项"
TO_ACTIONS_ASIDE = "可以办理的 {count} 项"
TO_BE_DECIDED = "请先看这一段"
TIMELINE = "办理经过"
ACTIONS = "可以办理"
NO_ACTIONS = "现在没有需要您办理的步骤。"
PROPOSAL = "分流建议"
PROPOSAL_COORDINATE = "转政法委协调"
VISITOR = "来件人"
SYSTEM = "系统"
CHOOSE = "请选择"
IS_ACCUSED = "（被投诉单位）"
MAY_BE_ACCUSATION = "文中有“{words}”，可能是检举控告件：请核对是否设为保密件。"
SIMILAR = "相近的件"
OTHER_NUMBER = "或者填写另一件的编号"
FIRM_FILE = "企业往来"
FIRM_FILE_OPEN = "这家企业的全部来往"
FIRM_FILE_LEAD = "只列您有权查看的；这次查看已记入台账。"
FIRM_MATTERS = "办件"
FIRM_VISITS = "走访"
FIRM_DELIVERIES = "送阅"
FIRM_BOOKINGS = "旁听预约"
FIRM_NONE = "没有。"
FIRM_SEATS = "{people} 席"
TO_CONFIDENTIAL = "去设为保密件"
RECEIVED = "收到"
STALE = "没有保存：您打开这一页以后，{who}在 {when} 办理了“{what}”。请看最新情况，再决定怎么办。"
STALE_KEPT = "您写的内容还在下面。"
STALE_UNKNOWN = "没有保存：您打开这一页以后，这件事有了变化。请看最新情况，再决定怎么办。"
NOT_ALLOWED = "没有保存：按现在的状态，您不能办理这一步。"
INVALID = "没有保存，请改正："
DONE = "已办理：{what}。"
DONE_OF = "已办理：{what}（{number}）。下一件："
PREVIOUS_ITEM = "上一件"
NEXT_ITEM = "下一件"
TO_LIST = "回到列表"
NEED_HELP = {
    "answer": "写给来件人看。审核通过并反馈后，来件人在网站上可以看到。",
    "basis": "记入台账。",
    "reason": "会告知来件人，请写清楚。",
    "remedy": "会告知来件人：还可以向谁反映、期限多长。",
    "outcome": "什么时候、怎样联系的，来件人怎么说。",
    "opinion": "写给来件人看：原答复对不对，理由和依据，不服的还可以怎么办。",
    "kind": "来件人选的留在来件内容里，不改动；期限按更正后的类型重算。",
    "number": "先收到、还在办理的那一件。并入后由那一件继续办理，请在反馈时一并告知这一件的来件人。",
}

VISIT_NEW = "登记走访"
VISIT_ONE = "走访"
VISIT_POINTS = "各联系点 {month} 走访次数"
VISIT_POINT = "联系点"
VISIT_COUNT = "本月次数"
VISIT_PROMISED = "要求"
VISIT_AT_LEAST = "每月不少于 {count} 次"
VISIT_SHORT = "未达到"
VISIT_ENOUGH = "已达到"
VISIT_LOG = "走访日志"
VISIT_DATE = "走访日期"
VISIT_BY = "走访人"
VISIT_PROBLEM_COUNT = "问题数"
VISIT_NONE = "还没有走访记录。"
VISIT_FIRM = "企业或园区"
VISIT_PEOPLE = "见到的人"
VISIT_PEOPLE_HELP = "姓名和职务，同行人员也写上。加密保存。"
VISIT_NOTES = "走访情况"
VISIT_NOTES_HELP = "企业提出的问题不写在这里：保存以后逐件登记，每件都有自己的编号和期限。"
VISIT_SAVE = "保存，接着登记问题"
VISIT_ADD = "登记问题（{form}）"
VISIT_WORKBOOK = "下载三清单（.xlsx）"
VISIT_NO_PROBLEMS = "这次走访还没有登记问题。"
FIRST_VISIT = "首访责任"
VISIT_BACK = "回到这次走访"
MEETINGS = "会议"

TEMPLATE = "答复模板"
TEMPLATE_HELP = "“插入”把模板放在光标处，可以撤销；“套用”换掉答复框里的内容。"
TEMPLATE_USE = "套用"
TEMPLATE_INSERT = "插入"
NOTICES_ATTACHED = "来件人还会看到这份一次性告知："
JOINED_TO = "已并入 "
CARRIES = "并入本件、反馈时要一并告知的："

INTAKE = "登记来件"
INTAKE_LEAD = "电话、来信、窗口、走访、会议和上级转办的事，由您代为登记，与网上来件同一本台账、同样的期限。先选登记表："
INTAKE_TITLE = "登记来件：{title}"
INTAKE_HOW = "来源"
INTAKE_SOURCE = "从哪里来"
INTAKE_RECEIVED = "收件日期"
INTAKE_RECEIVED_HELP = "期限从这一天起算，不能填今天以后的日期。"
INTAKE_REFERENCE = "转办文号"
INTAKE_DUE = "上级要求的办结日期"
INTAKE_ABOVE_HELP = "只有上级转办的需要填写。"
INTAKE_TOLD = "告知和同意"
INTAKE_TOLD_LEAD = "登记前请告诉本人："
INTAKE_TOLD_LEGEND = "怎样告知的"
INTAKE_SUBMIT = "登记，生成回执"
INTAKE_DONE = "已登记"
INTAKE_DONE_LEAD = "请把编号和查询码告诉本人，或打印回执当面交给本人。查询码离开本页就不再显示。"
INTAKE_PRINT = "打印回执"
INTAKE_OPEN = "打开这一件"
INTAKE_AGAIN = "再登记一件"
INTAKE_BY = "登记人"
INTAKE_TOLD_SHORT = "告知"

ACCOUNTS = "账号"
ACCOUNT_ADD = "新增账号"
ACCOUNT_NAME = "姓名"
ACCOUNT_UNIT = "单位"
ACCOUNT_ROLE = "岗位"
ACCOUNT_STATE = "状态"
ACCOUNT_DISABLE = "停用"
ACCOUNT_DISABLED = "已停用"
ACCOUNT_ACTIVE = "在用"
ACCOUNT_PENDING = "未绑定动态口令"
ACCOUNT_PASSWORD = "{login} 的一次性密码：{password}。只显示这一次，72 小时内有效，请当面交给本人。"  # noqa: S105
ACCOUNT_DISABLE_DONE = "{login} 已停用，登录已全部结束。"
OUTBOX = "通知发送"
ACCOUNT_EMAIL = "工作邮箱"
ACCOUNT_EMAIL_HELP = "接收办件提醒，可以不填。加密保存，以后不再显示。"
ACCOUNT_EMAIL_SET = "邮箱已填"
ACCOUNT_EMAIL_NONE = "没有邮箱"
ACCOUNT_EMAIL_CHANGE = "设置工作邮箱"
ACCOUNT_EMAIL_CLEARS = "留空并保存，就不再给这个账号发邮件。"
ACCOUNT_EMAIL_SAVE = "保存邮箱"
ACCOUNT_PHONE = "手机号码"
ACCOUNT_PHONE_CHANGE = "设置接收短信的手机"
ACCOUNT_PHONE_HELP = "只收催办、督办、到期和挂牌的短信（先由运维人员开通短信）。加密保存，以后不再显示；留空并保存，就不再发。"
ACCOUNT_PHONE_SAVE = "保存手机号码"
ACCOUNT_PHONE_DONE = "{login} 接收短信的手机已更新。"
ACCOUNT_EMAIL_DONE = "{login} 的工作邮箱已更新。"
ACCOUNT_MOVE = "调动"
ACCOUNT_MOVE_DONE = "{login} 已调动，登录已全部结束，移交在办的件 {count} 件。"
ACCOUNT_MOVE_NOT_OWN = "不能调动自己的账号，请另一位系统管理员办理。"
ACCOUNT_HAND_TO = "在办的件交给"
ACCOUNT_HAND_TO_UNIT = "退回本单位，由同事接手"
ACCOUNT_HANDED_OVER = "移交在办的件 {count} 件。"
OWN_PASSWORD = "您自己的密码"  # noqa: S105 - a label
OWN_PASSWORD_WRONG = "没有办理：您自己的密码不对。连续 5 次不对，您的登录会结束。"  # noqa: S105
NEW_PASSWORD_ISSUE = "再发一次性密码"  # noqa: S105
NEW_PASSWORD_OWN = "不能给自己发一次性密码，请在“修改密码”里改。"  # noqa: S105
REQUESTS = "等另一位系统管理员同意"
REQUEST_KEPT = "已提出：{step} {login}。另一位系统管理员在本页同意后才会办理。"
REQUEST_AGREE = "同意"
REQUEST_REFUSE = "不同意"
REQUEST_BY = "提出人"
REQUEST_STEP = "事项"
REQUEST_DONE = "已办理：{login}。"
REQUEST_PASSWORD_DUE = "已办理：{login}。一次性密码由提出的 {asker} 在本页领取，72 小时内有效。"  # noqa: S105
PASSWORDS_TO_FETCH = "等我领取的一次性密码"
FETCH_PASSWORD = "领取"  # noqa: S105
FETCH_UNTIL = "领取期限"
REQUEST_REFUSED = "已不同意：{login}。"
ACCOUNT_NOT_OWN = "不能停用自己的账号。"

DASHBOARD = "看板"
REPORTS = "报告"
ANALYSIS = "统计查询"
INDICATORS = "指标"
LEDGER = "台账"
LEDGER_LEAD = "最近 {count} 条，新的在前；不含来件内容。"
LEDGER_INTACT = "台账完整：共 {count} 条，逐条核对无误。"
LEDGER_BROKEN = "{verdict}。请立即报告。"
LEDGER_ASKED = "按下面的条件，新的在前；不含来件内容。这次查询已记入台账。"
LEDGER_ANYBODY = "不限"
LEDGER_SINCE = "从哪一天"
LEDGER_UNTIL = "到哪一天"
LEDGER_WHICH = "哪些记录"
LEDGER_ALL = "全部"
LEDGER_READINGS = "只看查看、检索、导出"
LEDGER_ADDRESS = "工作人员从哪里"
ADDRESS_CLASSES = {
    "private": "内网", "ipv4": "外网", "ipv6": "外网（IPv6）", "unknown": "不明",
    "local": "本机，或没有记载",
}  # fmt: skip
LEDGER_ASK = "查询"
LEDGER_WHOLE = "看全部，并核对整本台账"
LEDGER_NONE = "没有符合条件的记录。"
LEDGER_EXPORT = "导出 Excel"
LEDGER_EXPORT_NOTE = "最多 {most} 条，按上面的条件；导出也记一条。"
LEDGER_MANY = "等 {count} 个"
LEDGER_OLDER = "更早的记录"
LEDGER_SEQUENCE = "序号"
LEDGER_TIME = "时间"
LEDGER_WHO = "谁"
LEDGER_WHAT = "办理"
LEDGER_NUMBER = "编号"
LEDGER_DETAIL = "记载的内容"
LEDGER_DIGEST = "文字的校验值"
LEDGER_WORDS = {
    "before": "原状态", "after": "之后", "unit": "单位", "assigned_to": "分流到",
    "delivered_by": "反馈方式", "joined_to": "并入", "clock": "期限", "due_on": "到期",
    "former": "原到期", "provisional": "期限暂定", "version": "第几次变动", "channel": "渠道",
    "form": "表单", "content": "内容的校验值", "consent": "同意", "file": "附件的校验值", "with": "随同",
    "login": "账号", "handler": "承办人", "numbers": "哪些件", "point": "联系点", "visited_on": "走访日期", "kind": "种类",
    "agenda": "第几个议题", "meeting": "会议议题", "matters": "涉及办件", "minuted": "有纪要",
    "held_on": "开会日期", "units": "参加单位", "to": "提交到",
    "role": "岗位", "hearing": "庭审", "people": "人数", "received_on": "收到日期", "source": "来源",
    "told": "告知方式", "reference": "来文字号",
    "step": "事项", "former_unit": "原单位", "former_role": "原岗位", "former_handler": "原承办人",
    "sender": "来源地址的校验值", "known_device": "在登录过的设备上", "within": "在",
    "failures": "第几次", "why": "原因", "received_at": "提交时间",
    "substitute": "代理人", "first_day": "第一天", "last_day": "最后一天",
    "matter_kind": "类型和类别", "former_matter_kind": "原类型和类别",
    "region": "属地", "former_region": "原属地", "accused": "被投诉单位", "former_accused": "原被投诉单位",
    "former_sender": "原来件人类型", "former_firm_size": "原企业规模", "former_industry": "原行业",
    "confidential": "保密", "former_confidential": "原保密",
    "lead_unit": "牵头单位", "former_lead_unit": "原牵头单位",
    "asked_number": "查询的编号", "asked_account": "查询的账号", "asked_address": "查询从哪里", "address": "从哪里", "since": "从", "until": "到",
    "request": "按哪一件请求", "fields": "补记的栏目", "outcome": "办理结果", "accepted_on": "受理日期", "wanted_on": "原台账的到期日",
    "answered_on": "办结日期", "delivered_on": "反馈日期", "satisfied": "满意",
    "answer_due_on": "办理答复到期", "answer_provisional": "办理答复期限暂定",
    "query_digest": "检索内容的校验值", "period": "统计期", "indicator": "指标", "count": "件数", "basis": "依据", "for": "用途",
    "assist": "第几项协办", "former_assist": "原是第几项协办", "assist_unit": "协办单位", "assist_login": "协办人（账号）",
    "assist_due_on": "协办期限",
    "missing": "没有报的", "item": "考评项目", "mark": "得分",
    "taken_along": "导出条数", "register": "台账", "state": "状态", "origin": "登记自", "words": "公开内容的校验值",
    "seed": "种子", "hundredths": "抽取比例（万分之）", "listed": "名单件数", "drawn": "抽取件数",
}  # fmt: skip
TOLD = {"orally": "口头告知", "writing": "书面告知"}
YES_NO = {"yes": "是", "no": "否"}

ANSWER_FILES = "随答复发给来件人的附件"
ANSWER_FILES_HAD = "上一稿的附件，勾着的随答复一起发"
ASSIST_AWAITED = "等协办意见 {count} 项"
ASSIST_LATE = "等协办意见 {count} 项，逾期 {days} 天"
NOT_FOUND = "没有这一件"
NOT_FOUND_TEXT = "没有这个编号，或者它不在您的职责范围内。"
FORBIDDEN = "不能访问"
FORBIDDEN_TEXT = "您的岗位不办理这一项。"
BACK = "回到工作列表"
SKIP = "跳到正文"

QUARANTINE = "隔离的来件"
QUARANTINE_LEAD = "短时间内涌来的来件先放在这里：不分给人，不起算期限，不进统计。逐页看开头，属实的转为来件（期限从提交那天算起），批量发送的不作为来件。来件人都已拿到回执。"
QUARANTINE_EXCERPT = "开头"
QUARANTINE_RELEASE = "属实，转为来件"
QUARANTINE_DISCARD = "不作为来件"
QUARANTINE_RELEASED = "已转为来件 {count} 件。"
QUARANTINE_DISCARDED = "已不作为来件 {count} 件，保存期满后删除；在此以前还可以转为来件。"
QUARANTINE_DISCARDED_LEAD = (
    "这些已不作为来件，保存期满后删除。判断错了的，勾选后转为来件：期限从提交那天算起。"
)
QUARANTINE_TO_DISCARDED = "已不作为来件的（{count} 件），可以转为来件"
QUARANTINE_TO_WAITING = "等待核对的（{count} 件）"
QUARANTINE_NONE_DISCARDED = "没有不作为来件、还在保存期内的。"
QUARANTINE_NOTHING = "没有办理：请先勾选，再选择怎样处理。"
QUARANTINE_EMPTY = "没有隔离的来件。"

PHONE_MODE = "{title}（来电）"
PHONE_LEAD = (
    "先问前面几栏就可以登记，其余的当时问到就填，没问到的挂了电话再补。标着必填的是现在就要的。"
)
PHONE_WHOLE = "改用完整的表"
PHONE_SWITCH = "正在接电话？先问几栏"
PHONE_REST = "其余栏目（可以以后补）"
REST_TITLE = "补记：{number}"
REST_LEAD = "只列还没有内容的栏目；已经记下的不在这里改，写错的用“更正登记”或者“内部备注”。附件和两项同意由来件人自己给。"
REST_SAVE = "保存"
REST_OPEN = "还没有问到：{fields}"
REST_LINK = "补记其余栏目"
REST_NOTHING = "没有可以补记的栏目。"
REST_TOO_LATE = "还没有保存：下列栏目刚才已有同事填写，不能覆盖。您填的列在这里，要用的请复制，写成“内部备注”；其余各栏还在下面，请再点“保存”。"
REST_NOW, REST_YOURS, REST_NOT_ASKED = "现在是：", "您填的：", "按同事填的，这一栏不用填了。"
REST_NONE_TYPED = "没有保存：一栏也没有填。"
REST_FORBIDDEN = "只有受理岗可以补记登记来件、还在办理的件。"
