"""What the editing pages say."""

from __future__ import annotations

TITLE = "编辑"
NEW = "写一篇新稿"
GIT_AWAY = "服务器上的稿件库没有回答，没有保存；请稍后再试，还不行请运维人员查看"
GIT_FAILED = "git {command} 没有成功：{said}"
NO_MAIN = "稿件仓库里没有 main 分支；请运维人员查看"
NOT_FOUND = "没有这篇稿件"
TOO_LONG = "稿件太长：{size} KB，最多 {most} KB；请拆成几篇，图片用“插入图片”"
NOT_TEXT = "这个文件不是 UTF-8 文本，不能在这里改"
BAD_ID = "编号用小写字母、数字和 - 组成，以字母或数字开头和结尾，最长 {most} 个字符，如 ld-unsigned-contract"
BAD_KIND = "请选择是哪一类稿件"
ID_TAKEN = "已经有一篇稿件的编号是“{id}”"
EMPTY = "稿件是空的，没有保存"
NO_HEADER = "稿件开头没有头信息：第一行应是 ---，头信息之后再有一行 ---"
STALE = "您打开以后，{who}也改了这篇稿件（{at}），您这次没有保存。两份都在下面，请把对方的改动并入您的，再保存一次"
MAIN_MOVED = "网上的版本在这篇草稿写作期间也改了，送审以前请把下面右边的改动并入左边，再保存一次"
NOT_NOW = "这篇稿件现在是“{state}”，不能{step}"
OTHER_FILES = "这个草稿分支还改了别的文件（{files}），不能在这里签发；请在 git 里处理"
WRONG_FILES = (
    "这个草稿分支里有工作台不会放的文件（{files}）：链接、可执行的文件、图片以外的文件，"
    "不能审核、签发；请在 git 里去掉"
)
SIGNED_ELSEWHERE = "这个草稿分支改了 site_config/signoff/ 里的文件，而这不是由工作台的“审核通过”写的；请在 git 里恢复"
NOT_LISTED = (
    "site_config/people.yml 里没有账号是“{login}”、可以{role}、没有离岗的人，请管理仓库的人加上"
)
NO_SERVER_KEY = (
    "site_config/people.yml 的 staff_zone 里没有这台服务器的公钥，签了也不算数，请加上：{key}"
)
RULES_WRONG = "main 分支里的 site_config/people.yml 有错误：{said}"
OWN_TEXT = "您写过或改过这篇稿件，不能{role}：要由另一个人"
NO_SIGNING_KEY = (
    "没有签名的密钥（FABU_SIGNING_KEY），编辑没有启用；请运维人员运行 fabu init，再重启服务"
)
STRANGERS = (
    "这篇草稿里有用 git 提交的改动，认不出是哪个账号（{who}），不能审核、签发："
    "请管理仓库的人在 main 分支的 site_config/people.yml 里给这个人写上 emails"
)
NO_AUTHOR = "头信息的 review 里没有写撰写人（author）"
STILL_URGENT = "还不能上网：紧急签发要由不是撰写人的签发人来签"
NOT_ONLINE = "这篇稿件没有发布，不用撤下"
NOT_WITHDRAWN = "这篇稿件没有撤下"
ALREADY_WITHDRAWN = "这篇稿件已经撤下了"
BULK_NOTHING = "没有稿件写着这个词，没有要改的"
BULK_COUNT_CHANGED = "您看过以后，稿件改过了，现在要改 {count} 篇；请看过再提交"
BULK_TOO_MANY = "要改 {count} 篇，一次最多 {most} 篇；请分几次，或者由管理仓库的人用 fabu retag"
BULK_WORDS_MISSING = "请选择栏目，写明原来的词和新词"
BULK_WORDS_WRONG = "一个词最长 {most} 个字，只写文字"
BULK_SAME = "新词和原来的词一样"
BULK_STALE = "提出以后，网上的稿件或者这个分支改过了，不能再审核、签发；请放弃，再提一次"
BULK_PROBLEMS = "《{title}》{said}：{errors}"
BULK_MOVED = "您打开以后，别人办过这项批量改动，没有办成；请看过现在的，再办一次"
OWN_BULK = "这项批量改动是您提出的，不能{role}：要由另一个人"
NOTHING_TO_COUNTERSIGN = "这篇稿件不缺{role}签名，不用补签"
ONLINE_CHANGED = "您打开以后，网上的这篇稿件改过了，没有{step}；请看过现在的，再办一次"
STILL_MISSING = "还缺{missing}，不能签发"
FILES_MOVED = "审核以后，这篇稿件用到的图片、附件（{files}）改过了，没有签发：请审核的人看过现在的，再审核通过"
NOT_NEEDED = "这一类稿件不用审核，由签发的人直接签发"
WITHDRAWAL_REASON_MISSING = "请写明撤下的原因，网页上会写出来"
REASON_MISSING = "请写明退回的理由"
REASON_TOO_LONG = "理由太长，最多 {most} 个字"
HAS_PROBLEMS = "检查还有 {count} 处错误，改正后才能{step}"
NOTHING_CHANGED = "和网上的版本相同，没有要送审的"
RECORD_DAMAGED = "这篇稿件的签名文件坏了，请在 git 里恢复 site_config/signoff/ 里的这个文件"
BUSY = "别人正在改同一个仓库，没有办成，请再试一次"

FORGE_OPERATOR = "会自动重试，一直不行请运维人员查看"
FORGE_OPERATOR_SETS = "请运维人员核对后用 fabu forge set 重新设定"
FORGE_KEEPER = "请管理仓库的人处理，随后会自动重试"
FORGE_BAD_ADDRESS = (
    "地址应写作 https://主机/路径.git、ssh://用户@主机/路径.git 或 用户@主机:路径.git，里面不写密码"
)
FORGE_BAD_BRANCH = "分支名只用字母、数字、点、斜杠和连字符"
FORGE_NEEDS_KEY = "ssh 地址要用 --key-file 指明私钥，用 --known-hosts 指明平台的主机公钥"
FORGE_NEEDS_ENTRY = "https 地址要有令牌：--token-file，或者在终端里输入"
FORGE_SEALED = "var/forge.sealed 打不开：写入时用的是另一把密钥，或者文件坏了；请运维人员用 fabu forge set 重新设定"
FORGE_AWAY = "没有连上代码托管平台（{said}）"
FORGE_CREDENTIALS = "代码托管平台不认这个令牌或者密钥"
FORGE_HOST_KEY = "代码托管平台的主机公钥与设定的不同"
FORGE_REJECTED = "代码托管平台不接受推送，main 可能是受保护的分支：要允许这个账号推送"
FORGE_NO_REPOSITORY = "代码托管平台上没有这个仓库，或者这个账号看不到它"
FORGE_OTHER_HISTORY = "代码托管平台上的仓库和编辑的仓库不是同一个（没有共同的提交）"
FORGE_CONFLICT = (
    "平台和工作台都改了同样的文件（{files}），没有推送：要在 git 里合并，推送到编辑的仓库"
)
FORGE_DRAFT = "代码托管平台上的改动，和工作台的不同"
FORGE_DRAFT_WAITS = "平台上和工作台里都改了这一篇：请编辑打开，并好再送审"
FORGE_MERGE = "并入代码托管平台上的改动"
FORGE_PROBLEM = "签发的内容没有推送到代码托管平台（网站不受影响）：{said}。"
PUBLISH_FAILED = "发布没有成功，读者看到的还是原来的网站"
PUBLISH_FAILED_HOW = "稿件岗位的，在工作台“编辑”首页看是哪一处；管服务器的人运行 fabu releases。"
PUBLISH_PROBLEM = "最近一次发布没有成功，读者看到的还是原来的网站（{author}）：{said}。"
FORGE_FAILED = "签发的内容没有推送到代码托管平台，网站不受影响"
FORGE_FAILED_HOW = "原因在工作台“编辑”首页；管仓库、管服务器的人运行 fabu forge status。"
FORGE_WAITS = "另一个进程正在推送，等它完成……"
FORGE_SET = "已加密存好。"
FORGE_NOT_SET = "没有设定代码托管平台（fabu forge set）"
FORGE_PUSHED = "与平台一致，main 在 {commit}"
FORGE_FORGOTTEN = "已删去，不再推送"

SAVED = "已保存"
SAME = "没有改动"
STARTED = "新稿已建好，还没有送审"
SUBMITTED = "已送审"
RETURNED = "已退回"
CLEARED = "已审核通过，等待签发"
BULK_STARTED = "已提出，等审核、签发"
APPROVED = "已签发，几分钟内上网"
URGENT = "已紧急签发，几分钟内上网；还缺的签名请尽快补上，补齐以前列在编辑首页"
WITHDRAWN = "已撤下，几分钟内生效；网页上只留下标题、撤下的日期和原因"
BROUGHT_BACK = "已恢复，几分钟内上网"
COUNTERSIGNED = "已补签"
MERGED_ONLY = "已签发；这台服务器没有发布，请运维人员查看"
PICTURE_ADDED = "图片已存好，请把这一行放到要插入的地方，并写上说明：{markdown}"
CALENDAR = "日程"
MEDIA = "图片和附件"
IMPORT = "导入 Word"
IMPORTED = "已导入，得到 {count} 篇草稿，都还没有送审"
IMPORTED_SOME = "导入了 {files} 个文件，得到 {count} 篇草稿，都还没有送审；另有 {refused} 个没有导入，下面写明原因"
IMPORTED_NONE = "{refused} 个文件都没有导入，下面写明原因"
TOO_MANY_FILES = "一次最多 {most} 个文件，这个没有导入，请下一次再选"
NO_TIME_LEFT = "这一次选的文件太多，没有来得及导入，请再选一次"
SECTION_MISSING = "缺少段落：{names}"
DUPLICATE = "可能与已有的稿件重复：{said}"
IMPORT_AWAY = (
    "导入要用预览（fabu preview），现在没有运行；没有导入，请稍后再试，还不行请运维人员查看"
)
NO_WORD_FILE = "请选择 Word 文件"
NOT_WORD = "只能导入 .docx；.doc、.wps 请先在 Word、WPS 里另存为 .docx"
NO_ROOM = "服务器放不下这个文件，没有导入；请运维人员查看"
PICTURE_TOO_LARGE = "文件里的图片 {name} 太大，没有导入；请在 Word 里压缩图片后再试"
PICTURE_MISSING = "请选择一张图片"
NOT_A_PICTURE = "这不是图片；请选 JPG 或 PNG 文件"

PREVIEW_AWAY = (
    "预览暂时不可用（服务器上没有运行 fabu preview）；可以照常写、保存、送审，发布前仍会检查"
)
PREVIEW_SLOW = "预览没有及时回答；稿件不受影响"
PREVIEW_GARBLED = "预览的回答看不懂；稿件不受影响"

SUBJECTS = {
    "new": "新稿 {id}",
    "save": "修改 {id}",
    "picture": "图片 {id}",
    "submit": "送审 {id}",
    "return": "退回 {id}",
    "clear": "审核通过 {id}",
    "approve": "签发 {id}",
    "urgent": "紧急签发 {id}",
    "discard": "放弃 {id}",
    "withdraw": "撤下 {id}",
    "bring-back": "恢复上网 {id}",
    "countersign": "补签 {id}",
    "bulk": "批量改词 {id}",
}
"""First line of the commit of each step."""

PICTURE_ALT = "【待填】"
