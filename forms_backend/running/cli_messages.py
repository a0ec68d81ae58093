"""What the commands of the backend print."""

from __future__ import annotations

STATISTICS = "公开统计"
CLI_REPORT_FORMAT = "--out 是文件时，后缀或 --format 应为 {known} 之一。"
CLI_REPORT_TOO_EARLY = "--as-of 不能早于 {day}。"
CLI_REPORT_WRITTEN = "已写出 {title}：{path}"
CLI_LEDGER_HEAD_UNREADABLE = "“{path}”不是本系统公布的台账末条（head.json 或 heads.log）：{reason}"
CLI_LEDGER_HEAD_MATCHES = "与公布的第 {sequence} 条一致。"
CLI_LEDGER_ANCHORS = "全部记录与台账相符；与写下的 {count} 个末条一致。"
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
CLI_SAMPLE = "名单 {listed} 个（校验值 {digest}），抽取 {drawn} 个："
CLI_STOPPED = "已停止。"
CLI_NO_SUBMISSIONS = "还没有收到任何提交。"
CLI_RECORD_HEAD = "编号：{number}\n表单：{form}\n渠道：{channel}\n状态：{state}\n收到：{received}"
CLI_LIST_HEAD = ("编号", "收到时间", "状态", "渠道", "类别")
CLI_STAFF_ADDED = "已新增 {login}（{unit}{role}）。一次性密码：{password}\n只显示这一次，72 小时内有效，请当面交给本人；首次登录须修改密码并绑定动态口令。"
CLI_STAFF_DISABLED = "已停用 {login}，登录已全部结束。"
CLI_STAFF_MOVED = "{login} 已调到新的单位和岗位（{role}），登录已全部结束。"
CLI_STAFF_HANDED_OVER = "已移交在办的件：{count} 件。"
CLI_STAFF_SESSIONS_ENDED = "{login} 的登录已全部结束。"
CLI_STAFF_TOTP_RESET = (
    "{login} 的动态口令已解除，登录已全部结束。\n一次性密码：{password}\n"
    "只显示这一次，请核实身份后当面交给本人；本人登录后修改密码、重新绑定。"
)
CLI_STAFF_NEW_PASSWORD = "{login} 的一次性密码：{password}\n只显示这一次，72 小时内有效，请核实身份后当面交给本人；登录已全部结束，动态口令不变。"  # noqa: S105 - a sentence
CLI_STAFF_HEAD = ("账号", "姓名", "单位", "岗位", "状态")
CLI_STAFF_NONE = "还没有账号。用 fabu staff add 新增。"
CLI_STAFF_STATES = ("在用", "未绑定动态口令", "已停用")
CLI_LEDGER_INTACT = "台账完整：共 {count} 条，逐条核对无误。末条哈希 {head}"
CLI_LEDGER_REINDEXED = "已重建 {count} 件的检索。"
CLI_LEDGER_BROKEN = "{verdict}。{count} 条事件无误。"
CLI_RECEIPT_TRUE = "回执属实：{number}，{received} 收到。"
CLI_RECEIPT_FALSE = "回执不属实：不是本站签发，或内容被改动过。"
