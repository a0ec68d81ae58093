"""The parts of the editors' handbook that follow from the code: tables of keys and of findings."""

from __future__ import annotations

import html
import re

from district.models import SectionTemplate, SiteConfig
from publisher.authoring.key_texts import NESTED, texts_of
from publisher.authoring.schema import Schema, choices, json_schema
from publisher.model.documents.document import Kind
from publisher.model.finding import CODES
from publisher.model.front_matter import UNFILLED

KEYS_HEADING = "头信息的键"
CODES_HEADING = "全部编号"
LISTS_HEADING = "现有取值"
SECTIONS_HEADING = "段落"

_IN_ONE_LINE = ("Source", "Review", "Withdrawal")
"""Inner models that the text of their key already explains."""

_MARKUP = re.compile(rf"“((?=[^”]*(?:[\[\]|`*#]|--&gt;|- ))[^”]*|{UNFILLED})”")
"""Markup that a text speaks of stands as code, or the page would show what it does."""

_GROUPS = {
    "F": "文件",
    "Y": "头信息的写法",
    "C": "头信息的内容",
    "B": "正文的写法",
    "S": "段落",
    "L": "链接和图片",
    "M": "微视频",
    "T": "时间",
    "V": "旁听庭审",
    "D": "重复",
    "P": "站点信息",
    "G": "法律引用",
    "N": "个人信息",
    "H": "法治体检",
}

_LISTS = {
    "areas": "领域 areas",
    "industries": "行业 industries",
    "case_types": "案例类型 type",
    "article_types": "文章类型 type",
    "stages": "办理阶段 stage",
    "risks": "风险等级 risk",
    "validities": "有效性 validity",
    "hearing_states": "场次状态 state",
    "document_statuses": "稿件状态 status",
    "units": "单位 unit、court",
}


def with_section(page: str, heading: str, content: str) -> str:
    """`page` with everything between `## heading` and the next H2 replaced by `content`.

    A page without that heading is returned as it is.
    """
    before, found, rest = page.partition(f"\n## {heading}\n")
    if not found:
        return page
    _, next_heading, after = rest.partition("\n## ")
    return f"{before}{found}\n{content.strip()}\n{next_heading}{after}"


def codes_tables() -> str:
    """Every finding code by group: level, meaning, mend."""
    parts = []
    for letter, title in _GROUPS.items():
        rows = [
            f"| {code.code} | {code.level.label} | {_cell(code.title)} | {_cell(code.mend)} |"
            for code in CODES.values()
            if code.code.startswith(letter)
        ]
        parts.append(
            "\n".join(
                [f"### {title}", "", "| 编号 | 级别 | 意思 | 怎么改 |", "|---|---|---|---|", *rows]
            )
        )
    return "\n\n".join(parts)


def keys_table(kind: Kind, config: SiteConfig) -> str:
    """Every key of `kind`: whether it must be there, and what it means; then its inner keys."""
    schema = json_schema(kind, config)
    parts = [_table(schema, texts_of(kind))]
    inner = [name for name in NESTED if name in schema["$defs"] and name not in _IN_ONE_LINE]
    for name in inner:
        owner = _owner(schema, name)
        parts.append(f"`{owner}` 里的键：\n\n{_table(schema['$defs'][name], NESTED[name])}")
    return "\n\n".join(parts)


def _table(schema: Schema, texts: dict[str, str]) -> str:
    required = schema.get("required", ())
    rows = [
        f"| `{key}` | {'必填' if key in required else '选填'} | {_cell(texts[key])} |"
        for key in schema["properties"]
    ]
    return "\n".join(["| 键 | 要求 | 意思和写法 |", "|---|---|---|", *rows])


def _owner(schema: Schema, name: str) -> str:
    """The key whose value, or whose items, are of the inner model `name`."""
    reference = f"'#/$defs/{name}'"
    for scope in (schema, *schema["$defs"].values()):
        for key, value in scope["properties"].items():
            if reference in str(value):
                return str(key)
    raise KeyError(name)


def sections_table(kind: Kind, config: SiteConfig) -> str:
    """The form (体例) of the kinds that have one."""
    vocabulary = config.vocabulary
    if kind is Kind.CASE:
        rows = [
            f"| {case_type.label} | {_sections(case_type.sections)} |"
            for case_type in vocabulary.case_types.values()
        ]
        return "\n".join(
            [
                "正文只写二级标题，名称和先后由案例类型决定；带“可选”的可有可无，其余必备。",
                "",
                "| 类型 | 段落，按先后 |",
                "|---|---|",
                *rows,
            ]
        )
    template = {
        Kind.POLICY: vocabulary.policy_sections,
        Kind.GUIDE: vocabulary.guide_sections,
        Kind.ANSWER: vocabulary.answer_sections,
        Kind.VIDEO: vocabulary.video_sections,
    }[kind]
    return f"按先后：{_sections(template)}。带“可选”的可有可无，其余必备。"


def _sections(template: SectionTemplate) -> str:
    return "、".join(part.name if part.required else f"{part.name}（可选）" for part in template)


def vocabulary_lists(config: SiteConfig) -> str:
    """Every closed list with what may be written; causes by their group."""
    parts = [f"### {title}\n\n{'、'.join(choices(name, config))}" for name, title in _LISTS.items()]
    groups = [
        f"- {group.label}" + (f"：{'、'.join(group.members)}" if group.members else "")
        for group in config.vocabulary.causes.values()
    ]
    return "\n\n".join([*parts, "### 案由 cause\n\n" + "\n".join(groups)])


def _cell(text: str) -> str:
    """Text for a cell of a Markdown table; markup in quotes is set as code."""
    safe = html.escape(text, quote=False).replace("|", "\\|")
    safe = safe.replace("![]", "`![]`")
    return _MARKUP.sub(_as_code, safe)


def _as_code(match: re.Match[str]) -> str:
    text = html.unescape(match[1]).replace("\\|", "|")
    return f"`` {text} ``" if "`" in text else f"`{text}`"
