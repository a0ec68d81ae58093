"""Texts of 协办 and of the discussion within a matter."""

from __future__ import annotations

SECTION = "协办"
LEAD = "请别的单位，或其中一位同事，就本件提出协办意见；提交以后由承办人写进答复。协办的人看得到本件，办理仍归承办单位。"
NONE = "没有请人协办。"
ASK = "请求协办"
ASK_UNIT = "协办单位"
ASK_PERSON = "指定到人"
ASK_PERSON_HELP = (
    "不指定的，由该单位的承办人、审核人提交。保密件必须指定到人，只有这个人（或代理人）看得到本件。"
)
ANYBODY = "不指定"
ASK_DUE = "协办期限"
ASK_DUE_HELP = "从今天起，不晚于办理答复期限（{last}）。"
ASK_TEXT = "请对方做什么"
GIVE = "提交协办意见"
GIVE_TEXT = "协办意见"
GIVE_FILES = "附件"
SEND_BACK = "退回，请补充"
SEND_BACK_TEXT = "要补充什么"
WITHDRAW = "撤销协办"
WITHDRAW_TEXT = "撤销的理由"
ASKED_LINE = "{asker}请求，期限 {due}"
WAITING = "等待提交"
LATE = "逾期 {days} 天"
GIVEN = "已提交（{who}，{when}）"
GIVEN_LATE = "晚 {days} 天"
BELL_GIVE = "请您提交协办意见"
UNFINISHED = "还有 {count} 条协办意见没有提交。"

THREAD = "内部讨论"
THREAD_LEAD = "看得到本件的同事都看得到，来件人看不到。写“@姓名”或“@登录名”提醒某一位；可以附文件。"
THREAD_NONE = "还没有人说话。"
THREAD_TEXT = "说几句"
THREAD_SEND = "发出"
THREAD_MENTION = "提醒"
THREAD_FILES = "共享文件"

UNIT_UNKNOWN = "请选择协办单位。"
UNIT_ACCUSED = "保密件不能请被检举的单位协办。"
UNIT_SAME = "这个单位正在承办：请指定到一位承办人以外的同事。"
PERSON_UNKNOWN = "请选择这个单位里在岗的承办人或审核人。"
PERSON_IS_HANDLER = "这一位正是承办人，请另选一位。"
PERSON_NEEDED = "保密件必须指定到人。"
DUE_OUTSIDE = "协办期限应从今天起，不晚于 {last}。"
TEXT_MISSING = "请写明请对方做什么。"
GIVE_MISSING = "请填写协办意见。"
SEND_BACK_MISSING = "请写明要补充什么。"
WITHDRAW_MISSING = "请写明理由。"
ALREADY_ASKED = "已经请了，还没有提交；要催的请在内部讨论里提醒。"
SAY_MISSING = "请填写内容。"
MENTION_UNKNOWN = "没有找到“@{name}”：请写姓名或登录名。"
MENTION_TWICE = "“@{name}”有几位，请改写登录名：{logins}。"
MENTION_BLIND = "“@{name}”看不到本件，没有发出；可以先请这一位协办，或者删去“@”。"

NOT_ALLOWED = "没有保存：现在不能办理这一项。您写的内容还在下面。"
STALE = "没有保存：这一项协办刚才已有变动（已提交、已退回或已撤销）。您写的内容还在下面。"
INVALID = "没有保存，您写的内容还在下面；请改正："
DONE = {
    "ask": "已请求协办，对方已收到提醒。",
    "give": "协办意见已提交给承办人。",
    "send-back": "已退回，对方已收到提醒。",
    "withdraw": "已撤销协办。",
    "discuss": "已发出。",
}

DIGEST_OWED = "等您协办"
DIGEST_AWAITED = "请人协办，还没有提交"
DIGEST_LINE = "{number} 协办单位：{unit}，期限 {due_on}{late}"
DIGEST_MENTIONS = "内部讨论里有人提到您"
BELL_OWED = "等您提交协办意见 {count} 件，其中逾期 {late} 件"
