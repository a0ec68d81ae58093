"""Chinese texts of keeping, in one place."""

from __future__ import annotations

BACKUP_DONE = (
    "已备份：{path}（{rows} 行，{attachments} 个附件，{size} 字节；台账末条 {sequence}）。"
)
BACKUP_CHECKED = "已从头到尾读回核对，内容、校验值、行数都对得上。"
BACKUP_KEY_REMINDER = "打开它要用 FABU_BACKUP_KEY。这把密钥不在备份里，请另行抄存。"
BACKUP_WORDS_REMINDER = "打开它要用口令。口令不在备份里，丢失后谁也打不开。"
BACKUP_PRUNED = "已删除旧备份：{names}。"
RESTORE_EXAMINED = (
    "备份完好：{created} 的数据，{rows} 行，{attachments} 个附件，台账末条 {sequence}。"
)
RESTORE_DONE = "已恢复，行数、台账、校验值核对一致。工作人员须重新登录。"
RESTORE_SECRETS = "密钥已写入 {path}（权限 600）。"
RESTORE_BACKUP_KEY = "请运行 fabu init 补齐备份密钥，再启动 fabu serve。"
MOVE_DONE = "已迁移 {rows} 行，行数和台账核对一致。请把 FABU_DATABASE_URL 改为新地址，再启动法布。"
TABLE_HEAD = "表\t行数"

RETENTION_NOTHING = "没有到期的内容。"
RETENTION_ITEM = "{number}\t{form}\t办结 {closed}"
RETENTION_WOULD = "以上 {count} 件到期；这是预演，没有改动。"
RETENTION_DONE = "已匿名化 {count} 件。"
RETENTION_RECORDS = "{label}：{count} 条到期。"
