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
BACKUP_EDITING = "编辑的仓库也在里面。"
RESTORE_EDITING_LEFT = (
    "备份里还有编辑的仓库（连同没有签发的草稿），要取回就运行："
    "fabu restore {file} --editing-to 新的文件夹"
)
RESTORE_EDITING = (
    "编辑的仓库已取回到 {path}，{count} 个分支。请把 FABU_EDITING_REPOSITORY 设为它，"
    "装上守门的钩子 deploy/git/pre-receive，再重启法布。"
)
RESTORE_SECRETS = "密钥已写入 {path}（权限 600）。"
RESTORE_BACKUP_KEY = "请运行 fabu init 补齐备份密钥，再启动 fabu serve。"
MOVE_DONE = "已迁移 {rows} 行，行数和台账核对一致。请把 FABU_DATABASE_URL 改为新地址，再启动法布。"
TABLE_HEAD = "表\t行数"

RETENTION_NOTHING = "没有到期的内容。"
RETENTION_ITEM = "{number}\t{form}\t办结 {closed}"
RETENTION_WOULD = "以上 {count} 件到期；这是预演，没有改动。"
RETENTION_DONE = "已匿名化 {count} 件。"
RETENTION_RECORDS = "{label}：{count} 条到期。"

KEY_ONE = "只有一把数据密钥，没有要换的。"
KEY_MADE = (
    "新的数据密钥已写入 {path}，旧的一把还用来读。"
    "现在请重启法布（systemctl restart fabu），再运行一次 fabu keys rotate。"
)
KEY_ROTATED = (
    "已全部重新加密：附件 {files} 个，检索条目 {entries} 条。请运行 fabu keys finish 去掉旧密钥。"
)
KEY_LEFT = "还有 {count} 处用旧密钥加密。"
KEY_DROPPED = (
    "旧密钥已去掉。请重启法布，再运行 fabu ledger reindex 和 fabu backup；"
    "以前的备份里有旧密钥，请按《个人信息泄露》一页销毁。"
)

# Requests of people about their data
DATA_WHY = {"number": "编号", "phone": "电话", "email": "电子邮箱", "name": "姓名"}
DATA_OPEN = "还在办理，办结以后才能删除"
DATA_GONE = "个人信息已经删除"
DATA_HELD = "还没有核对是不是来件，核对以后才能删除"
DATA_CARRIED = "已并入 {carrier}，那一件办结以后才能删除"
DATA_NO_END = "没有登记办结日期，不能在这里删除"
DATA_WAITS = "隔离，等待核对"
DATA_DISCARDED = "隔离，已不作为来件"
