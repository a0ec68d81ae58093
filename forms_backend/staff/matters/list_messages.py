"""Chinese texts of the work lists, the search, steps on several matters, and sessions."""

from __future__ import annotations

FILTER = "筛选和排序"
FILTER_APPLY = "筛选"
FILTER_CLEAR = "清除筛选"
FILTER_KIND = "类型和类别"
FILTER_UNIT = "单位"
FILTER_STATE = "状态"
FILTER_LIGHT = "亮灯"
FILTER_CHANNEL = "来源渠道"
FILTER_FROM = "收到日期，从"
FILTER_TO = "到"
FILTER_SORT = "排序"
FILTER_ANY = "不限"
FILTER_WHOLE = "{title}（全部类别）"
FILTER_EMPTY = "没有符合条件的办件。"
FILTERED_TOTAL = "符合条件 {total} 件"
DATE_WRONG = "日期的写法不对，应类似 2026-11-20。这一项没有用来筛选。"

SAVED = "我的筛选"
SAVE_NAME = "把现在的筛选存为"
SAVE = "保存"
DELETE = "删除"
DELETE_LABEL = "删除筛选“{name}”"

SEARCH = "检索办件"
SEARCH_HELP = "编号或其中几位，或来件、答复、备注中的字词"
SEARCH_BUTTON = "检索"
SEARCH_RESULT = "检索“{text}”：{total} 件"
SEARCH_CLEAR = "结束检索"
SEARCH_NOTHING = "请输入编号，或要找的字词。"
SEARCH_NOTE = "只检索您有权查看的办件。每次检索记入台账，不记检索的字词。"

RECEIVED = "收到"
TASKS = "要办的"
TASK_LATE = "超期 {count}"
TASK_OLDEST_LATE = "最久超期 {days} 天"
TASK_OLDEST = "最早 {day} 到期"
FIRM = "企业"
HELPERS = "协办"
HELPERS_BETWEEN = "、"
HELPER_GAVE = "（已提交）"
FILTER_ON = "已筛选"
FILTER_TASK = "要办的事"
FILTER_LATE = "超期多久"
LATE = "超期 {days} 天"
LEFT = "还有 {days} 天"
DUE_TODAY = "今天到期"
TITLE_HIDDEN = "（保密件，标题不在列表显示）"
COLUMNS = "显示哪些列"
COLUMNS_SAVE = "按所选显示"
EXPORT = "导出表格（.xlsx）"
EXPORT_NAME = "办件列表-{today}.xlsx"
PRINT = "打印所选"
PRINT_TITLE = "打印 {count} 件"
PRINT_NOTE = "每件的查看已记入台账。用浏览器的打印功能打印，每件另起一页。"
STEP = "其他步骤"
STEP_CHANNEL = "反馈、告知方式"
STEP_BUTTON = "办理所选"
STEP_UNKNOWN = "请选择要办理的步骤。"
ACCEPT_WHOLE = "登记、受理并按建议分流"
CHOOSE = "选择"
CHOOSE_ROW = "选择 {number}"
CHOOSE_PAGE = "全选本页"
CHOOSE_NONE = "全不选"
CHOSEN = "已选 {count} 件"
ASSIGN = "成批分流"
ASSIGN_UNIT = "分流到"
ASSIGN_BASIS = "依据或理由（写一次，记入每一件）"
ASSIGN_BUTTON = "分流所选"
NOTHING_CHOSEN = "没有选择办件。请先在列表中勾选。"
ATTENTION_NOTE = "重点关注：督办过的、已挂牌的、退单两次以上的、评价不满意的。"

RESULTS = "办理结果"
RESULTS_LEAD = "{done} 件已办理，{left} 件没有办理。"
OUTCOMES = {
    "done": "已办理",
    "stale": "没有办理：列表打开以后，这件有了变化，请打开看最新情况",
    "not_allowed": "没有办理：按现在的状态，您不能办理这一步",
    "not_found": "没有办理：没有这一件，或者它不在您的职责范围内",
    "invalid": "没有办理：",
}
TO_COORDINATION = "转政法委协调"
PROPOSALS = "分流建议"
PROPOSALS_LEAD = (
    "逐件采纳，或一次采纳全部；还没有登记、受理的，采纳时一并登记、受理。建议的依据记入台账。"
)
PROPOSAL_NONE = "现在不能由您分流"
ACCEPT_ONE = "采纳"
ACCEPT_ONE_LABEL = "采纳 {number} 的建议"
ACCEPT_ALL = "采纳全部 {count} 件"
WHERE = "建议"
WHY = "理由"
OUTCOME = "结果"
BACK_TO_LIST = "回到列表"

KEYS = "键盘操作"
KEYS_ON = "使用单键快捷键"
KEYS_TABLE = (
    ("j 或 ↓", "下一件"),
    ("k 或 ↑", "上一件"),
    ("Enter", "打开"),
    ("x", "选择或取消选择"),
    ("/", "检索"),
    ("?", "显示或收起这个说明"),
)

SESSIONS_LEAD = "您现在登录着的地方。不认得的，请结束它，并修改密码。"
SESSION_STARTED = "登录时间"
SESSION_SEEN = "最近使用"
SESSION_THIS = "就是这里"
SESSION_END = "结束"
SESSION_END_LABEL = "结束 {started} 的登录"
SESSION_ENDED = "已结束这个登录。"
MANAGE = "管理"
SESSIONS_COUNT = "登录 {count} 处"
SESSIONS_END_ALL = "结束登录"
SESSIONS_END_ALL_LABEL = "结束登录 {login}"
SESSIONS_ENDED_ALL = "{login} 的登录已全部结束。"
FACTOR_RESET = "解除动态口令"
FACTOR_RESET_LABEL = "解除动态口令 {login}"
FACTOR_RESET_DONE = (
    "{login} 的动态口令已解除，登录已全部结束。一次性密码：{password}。"
    "只显示这一次，请核实身份后当面交给本人；本人登录后修改密码、重新绑定。"
)
FACTOR_NOT_OWN = "不能解除自己的动态口令，请另一位系统管理员办理，或用 fabu staff reset-totp。"
NOT_WITH_ALL = "“全部采纳”不包括这一件。"
