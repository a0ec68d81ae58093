"""New manuscripts (新稿件): a file with valid keys and marks where the editor has to write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from district.models import SectionTemplate, SiteConfig, Term, Unit
from publisher.model.documents.case import WORK_PRACTICE
from publisher.model.documents.document import Kind
from publisher.model.front_matter import UNFILLED
from publisher.model.kinds import SPECS

_TEXT = UNFILLED


@dataclass(frozen=True)
class Manuscript:
    """`location` is below the cases folder for a case, below content/ for every other kind."""

    kind: Kind
    location: str
    text: str


def new_manuscript(
    kind: Kind, identifier: str, config: SiteConfig, today: date, case_type: Term | None = None
) -> Manuscript:
    """A manuscript that passes every check but C214, which marks what is left to write.

    `case_type` is for cases only; without it, the first type of the vocabulary.
    """
    writer = _Writer(config, today)
    if kind is Kind.CASE:
        chosen = case_type or config.vocabulary.terms("case_types").terms[0]
        location = f"{today.year}/{identifier}.md"
        header, body = writer.case(chosen)
    else:
        location = f"{SPECS[kind].folder}/{identifier}.md"
        header, body = _WRITERS[kind](writer)
    lines = ["---", *writer.common(identifier, kind), *header, "---", "", *body]
    return Manuscript(kind, location, "\n".join(lines).rstrip("\n") + "\n")


Parts = tuple[list[str], list[str]]
"""Lines of front matter and lines of body."""


class _Writer:
    def __init__(self, config: SiteConfig, today: date) -> None:
        self.config = config
        self.vocabulary = config.vocabulary
        self.today = today

    def common(self, identifier: str, kind: Kind) -> list[str]:
        return [
            f"id: {identifier}",
            f"title: {_TEXT}{kind.label}的标题，不超过 60 字",
            f"published: {self.today}",
            f"summary: {_TEXT}一到两句话，30–120 字，讲清问题和结论",
            f"keywords: [{_TEXT}]  # 1–7 个",
            f"source: {{name: {self._unit('court' if kind is Kind.CASE else 'justice').name}}}",
            f"editor: {_TEXT}责任编辑，写科室，不写个人姓名",
            "status: draft  # draft 草稿，in_review 审核中，published 已发布",
        ]

    def case(self, case_type: Term) -> Parts:
        full = case_type.key != WORK_PRACTICE
        header = [
            f"type: {case_type.label}",
            *([f"cause: {self._cause()}  # 案由，见 site_config/vocabulary.yml"] if full else []),
            self._areas(),
            self._industries(),
            *([f"stage: {self._first('stages')}  # {self._choices('stages')}"] if full else []),
            f"unit: {self._unit('court').name}  # 见 site_config/units.yml",
            f"decided: {self.today:%Y-%m}",
            f"risk: {self._middle('risks')}  # {self._choices('risks')}",
        ]
        return header, _sections(self.vocabulary.case_types[case_type.key].sections)

    def policy(self) -> Parts:
        header = [
            f"issuer: {_TEXT}发文机关全称",
            f"issued: {self.today}  # 成文日期，可只写到月或年",
            f"validity: {self._first('validities')}  # {self._choices('validities')}",
            f"applies_to: {_TEXT}一句话，谁适用",
            self._areas(),
            "promises:  # 文件对企业的承诺，一条一项",
            f"  - what: {_TEXT}承诺什么",
            f"    who: {_TEXT}责任单位",
            f"    within: {_TEXT}时限；文件未写的，写“文件未定时限”",
            f"    how: {_TEXT}企业怎么用",
        ]
        return header, _sections(self.vocabulary.policy_sections)

    def health_check(self) -> Parts:
        header = [
            self._areas(),
            "questions:",
            "  - id: q1",
            f"    text: {_TEXT}题目，回答“是”表示没有风险",
            f"    dimension: {_TEXT}维度，如合同签订",
            "    weight: 3  # 1–5，越大越要紧",
            f"    basis: {_TEXT}依据，如《法律名称》第几条",
            f"    consequence: {_TEXT}不这样做会怎样",
            f"    advice: {_TEXT}建议怎么做",
        ]
        return header, [f"{_TEXT}一段介绍：谁适用、约用几分钟。结果仅为普法提示，不构成法律意见。"]

    def hearing(self) -> Parts:
        day = _working_day(self.today + timedelta(days=30))
        header = [
            f"starts: {day} 09:30",
            f"ends: {day} 11:30",
            f"court: {self._unit('court').name}",
            f"courtroom: {_TEXT}第几法庭",
            f"cause: {self._cause()}  # 案由，见 site_config/vocabulary.yml",
            self._areas(),
            "seats: 30",
            f"book_until: {_working_day(day - timedelta(days=4))} 17:00",
            f"open_to: {_TEXT}谁可以旁听",
            f"contact: {_TEXT}联系部门和电话",
            f"state: {self._first('hearing_states')}  # {self._choices('hearing_states')}",
            "sequence: 0  # 时间地点每改一次加 1",
        ]
        return header, ["## 案情简介", "", _TEXT, "", "## 旁听须知", "", _TEXT]

    def guide(self) -> Parts:
        header = [
            f"unit: {self._unit('justice').name}  # 见 site_config/units.yml",
            self._areas(),
            f"audience: {_TEXT}谁可以办",
            "steps:",
            f"  - {{title: {_TEXT}步骤, text: {_TEXT}怎么做}}",
            f"materials: [{_TEXT}]",
            f"time_limit: {_TEXT}几个工作日（依据）",
            f"fee: {_TEXT}是否收费",
            f"contact: {_TEXT}部门和电话",
        ]
        return header, _sections(self.vocabulary.guide_sections)

    def topic(self) -> Parts:
        header = ["order: 100  # 在列表里的位置", f"filter: {{areas: [{self._first('areas')}]}}"]
        return header, [f"{_TEXT}一段介绍，150–400 字"]

    def faq(self) -> Parts:
        header = [
            self._areas(),
            self._industries(),
            "related: []  # 相关稿件的 id；不写则自动列出同领域的案例",
        ]
        questions = ("第一问，用企业的原话来问", "第二问，一页至少两问")
        body = [line for q in questions for line in (f"## {_TEXT}{q}", "", _TEXT, "")]
        return header, body

    def video(self) -> Parts:
        header = [
            f"file: {_TEXT}assets/videos/ 下的 .mp4 或 .webm",
            f"poster: {_TEXT}assets/videos/ 下的封面图",
            f"captions: {_TEXT}assets/videos/ 下的 .vtt 字幕",
            "duration: 60  # 时长，秒",
            f"unit: {self._unit('justice').name}  # 见 site_config/units.yml",
            self._areas(),
            "silent: false  # 没有声音的写 true",
        ]
        return header, _sections(self.vocabulary.video_sections)

    def article(self) -> Parts:
        header = [
            f"type: {self._first('article_types')}  # {self._choices('article_types')}",
            self._areas(),
            self._industries(),
            "related: []  # 相关稿件的 id；不写则自动列出同领域的案例",
        ]
        return header, [f"## {_TEXT}小标题，怎样分段不限", "", _TEXT]

    def _first(self, name: str) -> str:
        return self.vocabulary.terms(name).labels[0]

    def _middle(self, name: str) -> str:
        """A value that alarms nobody when the editor forgets to choose."""
        labels = self.vocabulary.terms(name).labels
        return labels[len(labels) // 2]

    def _choices(self, name: str) -> str:
        return "可选：" + "、".join(self.vocabulary.terms(name).labels)

    def _areas(self) -> str:
        return f"areas: [{self._first('areas')}]  # 1–3 个，{self._choices('areas')}"

    def _industries(self) -> str:
        return f"industries: [{self._first('industries')}]  # {self._choices('industries')}"

    def _cause(self) -> str:
        """The commonest cause of trouble between firms, where the vocabulary has it."""
        groups = self.vocabulary.causes
        group = groups.get("contract") or next(iter(groups.values()))
        return group.members[0] if group.members else group.label

    def _unit(self, key: str) -> Unit:
        return self.config.unit(key) or self.config.units[0]


_WRITERS = {
    Kind.POLICY: _Writer.policy,
    Kind.HEALTH_CHECK: _Writer.health_check,
    Kind.HEARING: _Writer.hearing,
    Kind.GUIDE: _Writer.guide,
    Kind.TOPIC: _Writer.topic,
    Kind.FAQ: _Writer.faq,
    Kind.VIDEO: _Writer.video,
    Kind.ARTICLE: _Writer.article,
}

NEW_KINDS = (Kind.CASE, *_WRITERS)
"""Kinds that `fabu new` can begin."""


def _working_day(day: date) -> date:
    """`day`, or the Friday before it; public holidays are the editor's to see."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _sections(template: SectionTemplate) -> list[str]:
    lines = []
    for part in template:
        hint = "" if part.required else "（可有可无：不需要就连标题一起删去）"
        lines += [f"## {part.name}", "", f"{_TEXT}{hint}", ""]
    return lines
