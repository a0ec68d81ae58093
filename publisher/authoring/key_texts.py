"""What each key of the front matter means, in the words of the handbook and of the schemas."""

from __future__ import annotations

from publisher.model.documents.document import Kind

COMMON: dict[str, str] = {
    "id": "编号，也是网址的一部分和文件名；小写字母、数字、连字符，全站不重复",
    "title": "标题，不超过 60 字",
    "published": "发布时间，YYYY-MM-DD 或 YYYY-MM-DD HH:MM（北京时间）",
    "updated": "最近更新时间，不早于发布时间；没有改动就不写",
    "summary": "摘要，一到两句话讲清问题和结论，不超过 200 字",
    "keywords": "关键词，1–7 个",
    "source": "来源：{name: 单位, url: 网址}，网址可不写",
    "editor": "责任编辑，写科室，不写个人姓名",
    "status": "稿件状态；只有“已发布”的稿件会上网，没有写的当作草稿",
    "publish_at": "定时发布：到这个时间才上网，YYYY-MM-DD 或 YYYY-MM-DD HH:MM（北京时间）",
    "unpublish_at": "定时下线：到这个时间撤下网页，写法同 publish_at",
    "withdrawn": "撤下：{on: 日期, reason: 原因}；网页只留下撤下的说明",
    "former_ids": "以前的 id；旧网址自动转到这一页",
    "review": "三审：{author: 撰写, reviewer: 审核, approver: 签发}；写了不算签名，签名用 fabu sign",
}
"""Keys that the kinds share."""

_AREAS = "领域，1–3 个"
_INDUSTRIES = "行业，至多 3 个"

OWN: dict[Kind, dict[str, str]] = {
    Kind.CASE: {
        "type": "案例类型，决定正文有哪些段落",
        "cause": "案由；只有工作案例可以不写",
        "areas": _AREAS,
        "industries": _INDUSTRIES,
        "stage": "办理阶段",
        "unit": "办理单位，本区的哪一家；来源是外地单位的案例不写",
        "case_number": "案号，如（2023）京01民终123号；示范案例不得有案号",
        "decided": "办结年月，YYYY-MM",
        "risk": "对企业的风险等级",
        "example": "是否示范案例（编写的教学案例），页面会醒目标明",
        "policies": "可以帮到企业的政策，写政策的 id",
        "related": "相关稿件的 id",
    },
    Kind.POLICY: {
        "document_number": "文号，如 焦政法〔2020〕74号，用六角括号；没有文号就不写",
        "issuer": "发文机关全称",
        "issued": "成文日期，可只写到月或年",
        "effective": "施行日期，可只写到月或年",
        "expires": "有效期截止，可只写到月或年",
        "validity": "有效性；没有向发文机关核实过的写“效力待核”",
        "applies_to": "适用范围，一句话",
        "region": "适用地区，如 湖州市吴兴区；只有转载外地文件时写，写了就不当作本地可以用的政策",
        "areas": _AREAS,
        "industries": _INDUSTRIES,
        "promises": "文件对企业的承诺，每项写 what（承诺）、who（责任单位）、within（时限）、how（企业怎么用）",
    },
    Kind.HEALTH_CHECK: {
        "areas": _AREAS,
        "industry": "行业；通用题单不写",
        "combines": "行业题单可以连同哪几份通用题单一起做，写题单的 id",
        "weights": "各维度的权重合计，如 {合同签订: 13}；写了就核对",
        "questions": "题目，见下文",
    },
    Kind.HEARING: {
        "starts": "开庭时间，YYYY-MM-DD HH:MM（北京时间）",
        "ends": "预计结束时间，晚于开庭时间",
        "court": "法院，见 site_config/units.yml",
        "courtroom": "法庭",
        "cause": "案由",
        "areas": _AREAS,
        "industries": _INDUSTRIES,
        "seats": "旁听席位数",
        "book_until": "报名截止，早于开庭时间",
        "open_to": "谁可以旁听",
        "contact": "联系部门和电话",
        "directions": "怎么走：公交地铁站、从哪个门进、登记处在哪里，用文字写清",
        "livestream": "直播网址",
        "state": "场次状态",
        "sequence": "改动次数，时间地点每改一次加 1，读者日历据此更新",
    },
    Kind.GUIDE: {
        "unit": "办理单位，见 site_config/units.yml",
        "areas": _AREAS,
        "audience": "谁可以办",
        "steps": "步骤，每步写 title（做什么）和 text（怎么做）",
        "materials": "需要的材料",
        "time_limit": "办理时限和依据",
        "fee": "是否收费",
        "contact": "联系部门和电话",
        "basis": "依据，如《信访工作条例》第二十二条",
        "templates": "可下载的文书模板，逐份写 title、file",
    },
    Kind.TOPIC: {
        "order": "在专题列表里的位置，小的在前",
        "campaign_day": "纪念日，MM-DD，如 12-04",
        "filter": "自动收录的条件：areas、industries、keywords，满足任何一项即收录",
        "picks": "置顶稿件的 id",
    },
    Kind.ANSWER: {
        "unit": "答复单位，见 site_config/units.yml",
        "areas": _AREAS,
        "asked": "来件年月，YYYY-MM",
        "answered": "答复日期，YYYY-MM-DD，可只写到月",
        "submission": "来件摘要，由 fabu answers export 写入，不要改；同意撤回后凭它撤下这一页",
        "example": "是否示范答复（为说明体例而编写），页面会醒目标明",
    },
    Kind.FAQ: {
        "areas": _AREAS,
        "industries": _INDUSTRIES,
        "related": "相关稿件的 id，列在文末；不写则自动列出同领域的案例",
    },
    Kind.VIDEO: {
        "file": "视频文件，.mp4 或 .webm，从 content/ 下写起，如 assets/videos/x.mp4，不超过 50 MB",
        "poster": "封面图，.jpg、.png 或 .webp，从 content/ 下写起",
        "captions": "字幕文件，WebVTT（.vtt），从 content/ 下写起",
        "duration": "时长，秒",
        "unit": "制作单位，见 site_config/units.yml",
        "areas": _AREAS,
        "industries": _INDUSTRIES,
        "silent": "是否没有声音；写 true，页面会说明",
        "example": "是否示例（为说明体例而制作），页面会醒目标明",
    },
    Kind.ARTICLE: {
        "type": "文章类型",
        "areas": _AREAS,
        "industries": _INDUSTRIES,
        "related": "相关稿件的 id，列在文末；不写则自动列出同领域的案例",
    },
    Kind.PAGE: {},
}
"""Keys of one kind only."""

NESTED: dict[str, dict[str, str]] = {
    "Question": {
        "id": "题号，题单内不重复",
        "text": "题目，问法要使“是”表示没有风险",
        "dimension": "维度，一份题单 2–5 个",
        "weight": "权重，1–5",
        "veto": "一票红：答风险最大的选项即为红色，默认 false",
        "show_if": "条件题：前面某题选了（或没有选）某些答案才问",
        "basis": "依据，写明法律和条款",
        "consequence": "不这样做的后果",
        "advice": "建议",
        "cases": "相关案例的 id",
        "policies": "能帮上忙的政策的 id；案例已写明的政策会自动列出",
        "replaces": "连同做时代替通用题单的哪一题，如 labour-contract/q5",
        "options": "选项，默认为 是 0、部分 0.5、否 1、不适用；都计分的，自动加“不适用”",
    },
    "ShowIf": {
        "question": "前面一题的题号",
        "is": "选了这些答案之一才问，写选项文字",
        "is_not": "没有选这些答案才问；与 is 只写一个",
    },
    "Option": {"label": "选项文字", "risk": "占该题权重的份额，0–1；不写表示不计分"},
    "Promise": {"what": "承诺什么", "who": "责任单位", "within": "时限", "how": "企业怎么用"},
    "Step": {"title": "做什么", "text": "怎么做"},
    "Template": {
        "title": "文书名称",
        "file": "文件，从 content/ 下写起，如 assets/templates/x.txt",
    },
    "Source": {"name": "来源单位", "url": "原文网址"},
    "Withdrawal": {"on": "撤下的日期", "reason": "撤下的原因，会公布在网页上"},
    "Review": {"author": "撰写", "reviewer": "审核", "approver": "签发"},
    "TopicFilter": {"areas": "领域", "industries": "行业", "keywords": "关键词"},
}
"""Keys of the models inside, by the name of the model."""


def texts_of(kind: Kind) -> dict[str, str]:
    """Every key of `kind` with its meaning."""
    return COMMON | OWN[kind]
