"""A finding (发现): one mistake of an author, collected and never raised."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"

    @property
    def label(self) -> str:
        return {"error": "错误", "warning": "提醒"}[self.value]


@dataclass(frozen=True)
class Code:
    """One kind of finding: what it means and how to mend it, both in Chinese."""

    code: str
    level: Level
    title: str
    mend: str


_E, _W = Level.ERROR, Level.WARNING

CODES: dict[str, Code] = {
    c.code: c
    for c in (
        # F1xx, the file itself
        Code("F101", _E, "不是 UTF-8 编码", "用编辑器“另存为”UTF-8（无 BOM）"),
        Code("F102", _W, "文件开头有 BOM", "另存为“UTF-8 无 BOM”"),
        Code(
            "F103", _W, "换行是 CRLF", "不影响发布；可把换行符改为 LF（VS Code 右下角 CRLF → LF）"
        ),
        Code("F104", _E, "文件是空的", "补上内容，或删去这个文件"),
        Code("F105", _E, "文件过大", "单个稿件不超过 2 MB；图片、附件另存为文件再引用"),
        Code("F106", _E, "不是普通文件", "以 .md 结尾的只能是稿件文件，请改名或移走"),
        Code("F107", _E, "符号链接指向稿件目录之外，或者在附件里", "把文件复制进来，不要用链接"),
        Code("F108", _E, "头信息里有制表符", "头信息只用半角空格缩进"),
        Code("F109", _E, "头信息里有全角空格", "把全角空格、不换行空格改为半角空格"),
        Code(
            "F112", _E, "不是稿件的文件", "稿件存为以小写 .md 结尾的文件；附件放进 content/assets/"
        ),
        Code(
            "F113",
            _W,
            "没有稿件引用的文件",
            "不会发布；要发布的，在已发布的稿件里链接它；用不着的请删去",
        ),
        Code("F114", _E, "根目录文件不能用", "按所示改正 site_config/root_files/ 里的文件"),
        Code("F110", _E, "没有头信息", "文件第一行写 ---，头信息之后再写一行 ---"),
        Code(
            "F111",
            _E,
            "有看不见或不能用的字符",
            "删去这个字符，重新输入它前后的文字；换行请直接按回车",
        ),
        # Y1xx, YAML
        Code(
            "Y151",
            _E,
            "头信息不是有效的 YAML",
            "检查所指行列的冒号、引号和缩进；含冒号的文字请加引号",
        ),
        Code("Y152", _E, "同一个键写了两次", "只保留一处"),
        Code("Y153", _E, "头信息不是“键: 值”的形式", "每行写“键: 值”"),
        # C2xx, fields
        Code("C201", _E, "没有这个键", "改成相近的键，或删去"),
        Code("C202", _E, "缺少必填的键", "补上这个键"),
        Code("C203", _E, "日期或格式不对", "按所示格式改写"),
        Code("C204", _E, "取值不在词表中", "从 site_config/vocabulary.yml 或 units.yml 里选一个"),
        Code("C205", _E, "类型不对", "按所示类型改写"),
        Code("C206", _E, "日期先后颠倒", "核对两个日期"),
        Code("C207", _E, "id 不合规", "id 只用小写字母、数字和连字符，如 ld-unsigned-contract"),
        Code("C208", _E, "id 与文件名不一致", "把文件名改成“<id>.md”，或改 id"),
        Code("C209", _E, "id 重复", "换一个没有用过的 id"),
        Code("C210", _W, "标题过长", "标题不超过 60 字"),
        Code("C211", _E, "没有来源", "写明来源单位：source: {name: …}"),
        Code("C212", _E, "数量或范围不对", "按所示范围改写"),
        Code("C213", _E, "引用的稿件不存在", "核对 id，或先把那篇稿件建好"),
        Code("C214", _W, "还有待填写的内容", "把“【待填】”换成正式内容"),
        Code(
            "C215",
            _E,
            "已发布的稿件还有待填写的内容",
            "写好标着“【待填】”的地方，或把 status 改为“草稿”",
        ),
        Code(
            "C216",
            _W,
            "公开答复的同意已经撤回",
            "网站已不再发布这一页；请删去这个文件，并改掉指向它的链接",
        ),
        Code("C217", _W, "摘要过长", "摘要一到两句话，讲清问题和结论，不超过 200 字"),
        Code("C218", _E, "值在 # 处被截断", "把整个值用双引号括起来"),
        Code("C219", _E, "目录不是栏目", "把稿件移到所示的栏目目录里"),
        Code(
            "C220",
            _W,
            "没有写稿件状态",
            "写上 status：draft 草稿、in_review 审核中、published 已发布；没有写的当作草稿，不发布",
        ),
        Code(
            "C222",
            _W,
            "案号的写法不对",
            "写成（收案年份）法院代字、类型代字、编号，如（2023）京01民终123号；旧案号如（2008）二中民终字第453号",
        ),
        # B5xx, markup of the body
        Code("B501", _E, "注释没有结束", "在注释末尾写上“-->”"),
        Code("B502", _E, "代码块没有结束", "在代码块末尾另起一行，写上与开头相同的“```”"),
        Code(
            "B503",
            _E,
            "表格没有成为表格",
            "每行以半角“|”开头和结尾，第二行写“|---|---|”；fabu fix 能改",
        ),
        Code(
            "B504",
            _W,
            "列表没有成为列表",
            "列表前空一行，每项写“- ”或“1. ”；fabu fix 能改",
        ),
        Code("B505", _E, "标题没有成为标题", "标题写成“## 标题”；fabu fix 能改"),
        Code(
            "B506",
            _E,
            "链接没有成为链接",
            "写成“[文字](网址)”，方括号、圆括号都用半角，中间不空格；fabu fix 能改全角括号",
        ),
        Code("B507", _E, "脚注没有定义", "在文末写“[^编号]: 内容”，或删去这个脚注"),
        Code("B508", _E, "有 HTML 标签", "删去标签；换行请分段，加粗写“**文字**”，表格用竖线"),
        Code("B509", _E, "行首的空格使一段成了代码", "删去行首的空格；fabu fix 能改"),
        Code("B510", _W, "有不起作用的记号", "删去记号，或改用手册里的写法"),
        Code("B511", _W, "字与字之间有空格", "删去字间的空格；fabu fix 能改"),
        Code("B512", _W, "链接文字没有说明去处", "链接文字写明链接到什么，如“投诉指南”"),
        Code("B513", _E, "嵌套太深", "删去行首多余的空格和“>”；内容要分这么多层的，另写小标题"),
        # S3xx, sections
        Code("S301", _E, "缺少段落", "按体例补上二级标题和内容"),
        Code("S302", _E, "段落重复", "合并为一段"),
        Code("S303", _E, "段落顺序不对", "按体例调整先后"),
        Code("S304", _E, "段落是空的", "补上内容，或删去可有可无的段落"),
        Code("S305", _E, "体例里没有这个段落", "改用体例规定的段落名，细目用三级标题"),
        Code("S306", _E, "正文用了一级标题", "一级标题由系统按 title 生成，正文从二级标题写起"),
        Code("S307", _E, "标题跳级", "标题逐级往下写：二级标题下面先用三级标题（###）"),
        Code("S308", _E, "问答手册的问题太少", "一页至少写两问，每一问是一个二级标题"),
        # L4xx, links and images
        Code("L401", _E, "站内链接打不开", "核对路径；站内链接写到 .md 文件的相对路径"),
        Code("L402", _E, "图片不存在", "核对路径，或把图片放进 content/assets/"),
        Code("L403", _E, "图片没有替代文字", "在 ![] 的方括号里写明图片内容"),
        Code("L404", _E, "已发布的稿件链接到未发布的稿件", "先发布那篇稿件，或去掉链接"),
        Code("L405", _W, "链接所指的小标题不存在", "核对 # 后面的文字：它是那一页小标题的原文"),
        Code(
            "L406",
            _W,
            "引用的稿件已经撤下或下线",
            "网页上已经注明；不急，请择时改掉这处引用",
        ),
        # M46x, videos
        Code("M461", _E, "视频、封面或字幕文件不存在", "核对路径；文件放进 content/assets/videos/"),
        Code("M462", _E, "字幕有误", "字幕用 WebVTT 格式（.vtt）：第一行 WEBVTT，各条按时间先后"),
        Code("M463", _E, "视频文件太大", "压缩到 50 MB 以内，或截成几段"),
        Code(
            "M464",
            _E,
            "视频、封面或字幕不是本站的文件",
            "把文件放进 content/assets/videos/，从 assets/ 写起；政务内网打不开站外视频",
        ),
        # T5xx, time
        Code("T501", _E, "文件已过有效期仍标“有效”", "把 validity 改为“已失效”，或更正 expires"),
        Code("T502", _W, "栏目长期未更新", "发布新内容，或归并这个栏目（国办秘函〔2019〕19号）"),
        Code("T503", _W, "庭审已过仍标“已排期”或“已改期”", "把 state 改为“已开庭”或“已取消”"),
        Code(
            "T504",
            _E,
            "发布时间在将来",
            "核对日期；要定时发布的，写 publish_at: YYYY-MM-DD HH:MM，到时间自动上网",
        ),
        Code(
            "T505",
            _W,
            "缺少放假安排",
            "国务院办公厅公布后填写 site_config/holidays/ 里的这一年，complete 改为 true",
        ),
        Code(
            "T506",
            _E,
            "办事路径走不通",
            "按所示改正 site_config/find/ 里的这个文件：每个回答都要走到一个结论，结论要有依据和期限",
        ),
        # V9xx, hearings
        Code(
            "V951",
            _E,
            "这一场庭审不得公开旁听",
            "删去这一场；确属公开审理的，改去稿件里引起误会的写法",
        ),
        Code("V952", _W, "这一场庭审可能不公开", "向承办法官核实没有不公开审理的决定，再发布"),
        Code("V953", _E, "改期或取消没有增加 sequence", "把 sequence 加 1，读者的日历据此更新"),
        # D6xx, duplicates
        Code("D601", _W, "与另一篇内容重复", "合并两篇，或改写其中一篇"),
        # P7xx, site configuration
        Code("P701", _W, "站点信息还是示例", "上线前在 site_config 中填写真实信息"),
        Code("P702", _E, "表单定义有误", "按所示改正这个文件"),
        Code(
            "P703",
            _E,
            "办理规则有误",
            "按所示改正 site_config 里的期限、分流、放假、保存期限、指标、联系点、会议",
        ),
        Code("P705", _E, "答复模板、一次性告知或来件渠道有误", "按所示改正这个文件"),
        Code("P704", _E, "公开统计文件有误", "用 fabu report public 重新生成，不要手改"),
        Code("P709", _E, "签发人员名单有误", "按所示改正 site_config/people.yml"),
        Code(
            "P710",
            _W,
            "三审没有启用",
            "在 site_config/people.yml 里写明谁可以审核、签发；在此之前写着“已发布”的稿件不经签名就上网",
        ),
        Code(
            "P711",
            _W,
            "稿件等待签名",
            "请有权的人运行 fabu sign；fabu review 列出全部在等的稿件",
        ),
        Code(
            "P712",
            _E,
            "签名文件有误",
            "从 git 里恢复 site_config/signoff/ 里的这个文件，或删去后重新签名",
        ),
        Code("P713", _E, "工作台账的定义有误", "按所示改正 site_config/registers.yml"),
        Code("P714", _E, "工作台账的状态走不通", "补上走到或者离开这个状态的步骤，或删去这个状态"),
        Code(
            "P715",
            _E,
            "目标或抽样指的台账、字段、状态、单位不存在",
            "改为 registers.yml、units.yml 里有的键",
        ),
        Code("P716", _W, "目标的时间已经过了", "写上新的起止日期和目标数，或删去这个目标"),
        Code("P717", _E, "报送或考评的定义有误", "按所示改正 site_config/filings.yml"),
        Code(
            "P718",
            _E,
            "报送或考评指的单位、台账、状态不存在",
            "改为 units.yml、registers.yml 里有的键；报送的单位要有上级（parent）",
        ),
        Code(
            "P719",
            _E,
            "签发以后文件改过",
            "把文件改回去，或者请有权的人重新签；换图片、附件用新的文件名",
        ),
        Code("P720", _W, "签名没有包括文件", "请原来签的人看过文件，再签一次"),
        Code("P706", _E, "普法日历有误", "按所示改正 content/calendar.yml"),
        Code(
            "P707",
            _W,
            "计算器缺少本地的数或者新的 LPR",
            "填写 site_config/local_figures.yml（写明年份和来源），在 site_config/lpr.yml 补上新公布的 LPR",
        ),
        Code("P708", _E, "计算器或文书的定义有误", "按所示改正这个文件"),
        # G8xx, law
        Code(
            "G801",
            _W,
            "引用的法律不在法律目录中",
            "核对名称；新法请补入法律目录，地方法规请人工核对",
        ),
        Code("G802", _E, "引用的条号超出该法条数", "核对条号与法律版本"),
        Code("G803", _W, "引用的法律已废止", "改引现行规定，或写明适用行为时的法律"),
        Code("G804", _W, "引用的法律当时尚未施行", "核对办结年月与施行日期，改引当时有效的法律"),
        Code(
            "G805",
            _W,
            "条号是修订以前的",
            "改用现在的条号；确指旧法的，在名称后写明年份，如（2018年修正）",
        ),
        Code("G806", _W, "简称或“该法”没有着落", "第一次出现时写全称，需要时加（以下简称“…”）"),
        Code(
            "G807",
            _W,
            "条号没有写明是哪部法律",
            "在条号前写出法律名称；合同、章程的条款写明“合同第…条”",
        ),
        Code("G808", _W, "写了依据的法律，没有写条号", "写明是第几条，读者才能核对"),
        Code("G809", _W, "同一部法律名称前后不一", "全文用同一个简称"),
        Code(
            "G810",
            _W,
            "引用的先后不合规定",
            "按法律、行政法规、地方性法规、司法解释的顺序写（法释〔2009〕14号第二条）",
        ),
        Code("G811", _W, "引用的款、项超出该条", "核对款号、项号；款按自然段计数"),
        Code(
            "G812",
            _W,
            "引用读不懂",
            "条号全用中文数字，或全用阿拉伯数字，不要混写",
        ),
        Code("G813", _W, "引号里的话不在所引条文里", "照条文原文改写，或去掉引号用自己的话说"),
        # N1xx, personal data
        Code(
            "N101",
            _E,
            "有个人信息",
            "改为所示的写法或删去；确需公开的，在 site_config/privacy_allow.yml 写明理由和期限",
        ),
        Code(
            "N102",
            _W,
            "可能有个人信息",
            "请核实：是个人信息的改为所示的写法，可以公开的写进 site_config/privacy_allow.yml",
        ),
        Code("N103", _E, "个人信息检查的例外写得不对", "按所示改正 site_config/privacy_allow.yml"),
        Code(
            "N104",
            _E,
            "个人信息检查的例外已到期",
            "重新核实：仍可公开的改 until，否则删去这一条并改稿件",
        ),
        Code(
            "N105",
            _W,
            "个人信息检查的例外没有用到",
            "核对 text 和 page 是否与稿件一字不差；不再需要的删去",
        ),
        Code(
            "N106",
            _E,
            "文件里带着看不见的个人信息",
            "另存一份干净的文件：照片去掉拍摄信息，文档接受修订、删去批注和隐藏的工作表、清除文档属性",
        ),
        Code(
            "N107",
            _W,
            "检查看不到这个文件的内容",
            "请人工核实没有个人信息；文档请另存为 docx、xlsx 或有文字层的 PDF",
        ),
        # H9xx, health checks
        Code("H901", _E, "题目永远不会问到", "改正 show_if：条件题排在前面，选项文字与它一致"),
        Code("H902", _E, "权重对不上", "选项风险从 0 写到 1；维度的权重合计与各题相加一致"),
        Code(
            "H903",
            _E,
            "依据不在法律目录中",
            "依据至少写一部现行法律，名称与法律目录一致",
        ),
        Code("H904", _W, "建议没有配案例", "在 cases 里写一个能说明问题的案例"),
    )
}


@dataclass(frozen=True, order=True)
class Finding:
    """A mistake at `path:line`; `path` is relative to the project root, `line` starts at 1."""

    path: str
    line: int
    code: str
    message: str
    mend: str = ""

    @property
    def level(self) -> Level:
        return CODES[self.code].level

    @property
    def advice(self) -> str:
        """How to mend it: what the check says, or else what the code's table says."""
        return self.mend or CODES[self.code].mend

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.code} {self.message}。{self.advice}"


def has_errors(findings: list[Finding]) -> bool:
    return any(f.level is Level.ERROR for f in findings)
