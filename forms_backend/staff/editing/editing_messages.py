"""Labels and sentences of the editing pages."""

from __future__ import annotations

LEAD_EDITOR = "写好送审，别人审核、签发以后才会上网。有 Word 文件的用“导入 Word”，一次可以选几个。"
LEAD_OTHERS = "等您审核、签发的在最上面；签发以后几分钟内上网。"
YOUR_QUEUE = "等您办的（{count}）"
YOURS_EMPTY = "现在没有等您办的草稿。"
QUEUE = "在办的草稿"
QUEUE_EMPTY = "没有在办的草稿。"
LIBRARY = "全部稿件"
LIBRARY_COUNT = "共 {count} 篇"
LIBRARY_EMPTY = "没有符合的稿件。"
FIND = "标题或编号"
KIND = "类别"
ALL_KINDS = "全部"
SEARCH = "查找"
NEXT_PAGE = "下一页"
PREVIOUS_PAGE = "上一页"
COLUMN_TITLE = "标题"
COLUMN_STATE = "状态"
COLUMN_LAST = "最近一步"
COLUMN_WAITS = "等谁"
ID = "编号（网址里的名字）"
ID_HELP = "小写字母、数字和 -，如 ld-unsigned-contract；以后不要改"
CREATE = "建好，开始写"

TEXT = "正文"
TEXT_HELP = "写的时候自动暂存，只有您自己看得到；按“保存”以后同事才看得到。"
WRITER = "{who}（最近 {at}）"
OTHERS_WRITE = "{who}正在写这一篇，还没有保存。请先商量，免得两个人改同一处。"
OTHERS_MARK = "有人正在写"
PASTE_HELP = "从 Word、WPS、网页复制的，粘贴时变成 Markdown：标题、列表、表格、加粗、脚注、链接；别的格式不要。"
PASTE_TOLD = {
    "pictures": "图片没有贴上（#处）：请把图片另存成文件，用下面的“插入图片”。",
    "merged": "有 # 个表格含合并的单元格，已在每一格重复写出，请核对。",
    "nested": "表格里还有表格，已并成一格里的文字，请核对。",
    "wide": "有 # 个表格超过 40 列或 2000 行，没有贴上，请先拆开。",
    "deleted": "有 # 处修订的删除，没有贴上。",
    "inserted": "有 # 处修订的插入，已按接受处理。",
    "comments": "批注没有贴上。",
    "hidden": "有 # 处隐藏的文字，没有贴上。",
    "deep": "有 # 处套得太深，没有贴上，请核对。",
    "long": "复制的内容太大，只贴上了文字；图片多的请用“导入 Word”。",
}
"""What is told of a paste, by the name that paste_reader.js gives it; # stands for how often."""
FIELDS = "栏目"
FIELDS_REST = "不必填的栏目（{count}）"
PROPOSED = "请核对"
LOOKED_AT = "标着“请核对”的 {count} 栏，都核对过了"
LOOKED_AT_HELP = "导入时由程序提议，把握不大。要改的直接改；都核对过就勾上，不勾不能送审。"
NOT_LOOKED_AT = "这一栏是导入时提议的，还没有核对"
NOT_LOOKED_AT_MEND = "对的不用改，全部核对过就勾上“都核对过了”"
HEADER = "头信息（一般不用改）"
HEADER_HELP = "上面没有的栏目在这里改；同一个栏目两处都改了的，以上面为准。"
HEADER_ALONE = "预览不在，栏目暂时只能在这里按 YAML 写。"
REQUIRED = "（必填）"
ONE_A_LINE = "一行一项。"
YES = "是"
NO = "否"
SAVE = "保存"
PREVIEW_FAILED = "没有连上服务器，预览不是最新的。"
SUBMIT = "保存并送审"
DISCARD = "放弃这篇草稿"
DISCARD_HELP = "没有签发的改动都不要了；已经上网的版本不受影响。放弃的草稿再留一段时间（默认三十日），管服务器的人找得回来，到期删除。"
SUBMIT_HELP = "签发以前不会上网。"
WAITING_NOTE = "已经送审。再保存就是收回重写，签过的不再算数。"
FOLLOWING = "下一篇等您办的："
RETURN = "退回"
REASON = "退回的理由"
CLEAR = "审核通过"
APPROVE = "签发并发布"
BACK_TO_LIST = "回到编辑"
TOGETHER = {"submit": "一起送审", "clear": "一起审核", "approve": "一起签发"}
"""Step → heading; so below."""
TOGETHER_LEAD = {
    "submit": "下面是您写的、还没有送审的草稿。检查没有错误的已经勾上，不送的去掉勾，最后按一次“送审”。",
    "clear": "逐篇看过，同意的勾上，最后按一次“审核通过”：每一篇各签一次，签的就是这里看到的这一版。要退回的打开那一篇。",
    "approve": "逐篇看过，同意的勾上，最后按一次“签发并发布”：每一篇各签一次，签的就是这里看到的这一版。要退回的打开那一篇。",
}
TOGETHER_CHOICE = {
    "submit": "送审《{title}》",
    "clear": "看过了，审核通过《{title}》",
    "approve": "看过了，签发《{title}》",
}
TOGETHER_BUTTON = {
    "submit": "勾上的一起送审",
    "clear": "勾上的一起审核通过",
    "approve": "勾上的一起签发并发布",
}
TOGETHER_DONE = {
    "submit": "已送审 {count} 篇",
    "clear": "已审核通过 {count} 篇，等待签发",
    "approve": "已签发 {count} 篇，几分钟内上网",
}
TOGETHER_COUNT = "{count} 篇"
TOGETHER_OPEN = "打开这一篇"
TOGETHER_REFUSED = "下面这些没有办成："
TOGETHER_NOTHING = "没有勾上任何一篇，什么也没有办"
TOGETHER_MORE = "还有 {count} 篇，办完这些再列出来。"
BULK = "批量改词"
BULK_LEAD = "把头信息里的一个词在所有稿件里换成另一个：先看要改哪些，再提出；审核、签发的人看过改动，每篇都签上，一起上网。词表里没有的新词，先由管理仓库的人加进词表。"
BULK_KEY = "栏目"
BULK_OLD = "原来的词"
BULK_NEW = "新词"
BULK_LOOK = "看看要改哪些"
BULK_WORDS = "{label}：现在用到的词，和各有几篇"
BULK_FOUND = "要改 {count} 篇"
BULK_HELD = "下面这些稿件还有没签完的改动，这次不改，签完再改：{titles}"
BULK_START = "提出，改这 {count} 篇"
BULK_START_HELP = "改的是网上的版本；正在写的草稿不动，送审时会并排给出两份。签的是整个文件，所以改词也要重新审核、签发，签完以前网上不变。"
BULK_WHAT = "{who}提出：{label}“{old}”改为“{new}”"
BULK_QUEUE = "批量改词（{count}）"
BULK_DISCARD = "放弃"
URGENT = "紧急签发"
URGENT_HELP = "急着更正的：您一人签了就上网；还缺的签名以后补，补齐以前列在编辑首页。"
URGENT_QUEUE = "紧急上网、等补签的（{count}）"
URGENT_YOURS = "等您补签"
URGENT_LACKS = "已经生效，还缺{who}补签"
COUNTERSIGN = "补签"
WITHDRAW = "撤下"
WITHDRAW_HELP = "您一人就能撤下，马上生效；网页上只留下标题、日期和下面写的原因。还缺的签名以后补。"
WITHDRAW_REASON = "撤下的原因（读者看得到）"
IS_WITHDRAWN = "这篇稿件已经撤下，读者看不到正文。"
BRING_BACK = "恢复上网"
BRING_BACK_HELP = "恢复成撤下以前的样子，几分钟内上网；还缺的签名由另一个人补签。"
RETURNED_BECAUSE = "{who}退回：{why}"
SIGNED = "已签：{who}"
MISSING = "还缺：{who}"
NOT_OFF = "三审没有启用（people.yml 里没有人），由签发岗直接签发。"
NO_SIGNATURE = "这一篇不用审核签名，由签发岗直接签发。"
FILES_BESIDE = "这篇草稿还改了这些文件，签发以后一起上网："
COMPARE = "与网上的版本比较"
HISTORY = "历史"
BACK = "回到稿件"
PREVIEW = "预览"
PROBLEMS = "检查"
NO_PROBLEMS = "没有发现问题。"
DO_MEND = "修正"
MENDED = "已修正，可以撤销（Ctrl+Z）；还没有保存。"
MEND_MOVED = "这里的文字刚刚改过，没有修正；检查更新以后再试。"
PROBLEM_FIELD = "「{label}」"
PROBLEM_LINE = "第 {line} 行"
ERROR = "错误"
REMINDER = "提醒"
REFERENCE = "插入法条、案例、表单"
FIND_WORDS = "法律名称和条号、标题里的字"
REFERENCE_FIND = "查找"
REFERENCE_NONE = "没有找到。"
REFERENCES = {"law": "法条", "case": "案例", "form": "表单"}
"""What can be referred to → its name."""
PICTURE = "插入图片"
PICTURE_FILE = "JPG、PNG 图片，最大 5 MB；拍摄地点等信息会去掉。请先保存文字"
PICTURE_SEND = "上传"
CALENDAR_LEAD = "定时上网、下线的，政策有效期满的，庭审结束要改状态的，栏目最迟哪一天要更新的；只算已经签发的稿件。"
CALENDAR_PAST = "已经过了，要处理的"
CALENDAR_COMING = "以后的"
CALENDAR_TITLE = "稿件、栏目"
CALENDAR_WHAT = "什么事"
CALENDAR_DAY = "日期"
CALENDAR_NOTHING = "没有。"
CALENDAR_KINDS = {
    "live": "定时上网", "ends": "定时下线", "expires": "有效期满，改「validity」",
    "hearing": "庭审结束，改「state」", "column": "栏目最迟要更新",
}  # fmt: skip
"""What can come due → how it is called."""
MEDIA_COUNT = "共 {count} 个，没有用到的 {unused} 个"
MEDIA_LEAD = "稿件用的图片、表格、视频，和用到它们的稿件（草稿也算）。没有用到的不会上网，要删的请管理稿件库的人删。"
MEDIA_FIND = "文件名或稿件"
MEDIA_WHICH = "哪些"
MEDIA_UNUSED = "没有用到的"
MEDIA_FILE = "文件"
MEDIA_SIZE = "大小"
MEDIA_USED = "用在"
MEDIA_NOWHERE = "没有用到"
MEDIA_EMPTY = "没有符合的文件。"
KILOBYTES = "{size} KB"
IMPORT_LEAD = "Word 文件变成草稿：段落照体例归好，栏目逐项提议，没有写明的标【待填】；修订里删去的、批注、隐藏的文字不带入。"
IMPORT_FILE = "Word 文件，可以一次选几个"
IMPORT_FILE_HELP = (
    "按住 Ctrl 选几个，一次最多 {most} 个。.docx，每个最大 20 MB；.doc、.wps 先另存为 .docx。"
)
IMPORT_BY_SECTIONS = "由段落认出"
IMPORT_SEND = "导入"
IMPORT_TAKEN = "导入的结果"
IMPORT_NEXT = "草稿已经存好。逐篇打开，填完【待填】就可以送审；在“编辑”首页的“等您办的”里也找得到。"
IMPORT_DRAFT = "草稿"
IMPORT_TO_DO = "要做的"
IMPORT_FROM = "文件"
IMPORT_REFUSED = "没有导入："
IMPORT_UNFILLED = "填 {count} 处"
IMPORT_FILLED = "没有要填的"
IMPORT_PROPOSED = "，核对 {count} 栏"
IMPORT_MORE = "逐篇要核对的"
IMPORT_KEPT = "没有带入的、缺少的段落、可能的重复，打开草稿还看得到；栏目的出处和隐名的建议只在这里，离开这一页就没有了。"
IMPORT_AGAIN = "再导入"
IMPORTED_NOTES = "导入时记下的，请核对"
IMPORT_MISSING = "要补写的段落"
IMPORT_TOLD = "没有带入的，要核对的"
IMPORT_DUPLICATES = "可能重复"
IMPORT_REDACTION = "隐名的建议"
IMPORT_KEY = "栏目"
IMPORT_VALUE = "提议"
IMPORT_ORIGIN = "从哪里来"
IMPORT_SURE = "把握"
IMPORT_NOTHING = "（不写）"
YOURS = "您的（还没有保存）"
THEIRS = "别人先保存的"
ONLINE_NOW = "现在网上的（已经改了）"
SAME = "和网上的版本相同。"
NOT_ONLINE = "还没有上网。"
BEFORE = "改前"
AFTER = "改后"
ONLINE = "网上的版本"
DRAFT = "草稿"
GAP = "……"
SHOW_CHANGE = "看改动"
SERVER_KEY = "这台工作台的公钥"
SERVER_KEY_LEAD = "在 main 分支的 site_config/people.yml 里写上 staff_zone 和每个人的 account，工作台里签的才算数："
LIVE_PAGE = "网上的这一页"
SOURCE = "稿件的原文"
READ_ONLY = "您的岗位只看不改：要改的退回给编辑。"
