"""头信息: what the text says of itself, each with where it stands and how sure that is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from district.import_formats import ImportFormats
from district.models import SiteConfig
from privacy.circumstances import is_case_number
from publisher.importing.forms import Form, Sorted
from publisher.importing.offices import decided_in, in_order, is_organ, office_in
from publisher.model.documents.case import WORK_PRACTICE
from publisher.model.documents.document import Kind

LONGEST_SUMMARY, SHORTEST_SUMMARY = 120, 20
_SHORTEST_CAUSE = 4
_GUILTY = ("犯", "构成", "涉嫌")
_TELLS = re.compile(r"^(?![（(]?[\d一二三四五六七八九十]{1,3}[）)、.．]).*[。！？”）]$", re.DOTALL)
"""A paragraph of sentences, and neither an item of a list nor a salutation."""
_MOST_KEYWORDS = 7

CASE_NUMBER = re.compile(
    r"[（(〔\[]\s*((?:19|20)\d{2})\s*[）)〕\]]\s*([\u4e00-\u9fff]{1,3}\d{0,4}[\u4e00-\u9fff]{1,6}\d{0,3})\s*(?:第\s*)?(\d{1,6})\s*号(?:之[一二三四五六七八九十]+)?"
)
_DATE = re.compile(r"((?:19|20)\d{2})\s*[年./-]\s*(\d{1,2})(?:\s*[月./-]\s*(\d{1,2}))?")
_STAGES = (
    (r"民初|行初|刑初|知民初", "first-instance"), (r"民终|行终|刑终|知民终", "second-instance"),
    (r"民再|行再|民申|民提|行申", "retrial"), (r"执", "execution"), (r"破", "bankruptcy"),
)  # fmt: skip
_SUMMARY_SECTIONS = (
    "裁判要点", "裁判要旨", "典型意义", "案例点评", "案例评析", "普法提示", "特点和效果", "主要内容",
    "适用情形", "基本案情", "案情简介", "基本情况", "",
)  # fmt: skip


_OPENING = 40
_ARTICLE_TYPES = (
    ("white-paper", "title", re.compile("白皮书|审判情况通报|审判报告")),
    (
        "judging-method",
        "title",
        re.compile("裁判方法|审理思路|裁判思路|办案指引|审理指南|审判指引"),
    ),
    ("news", "text", re.compile("本报讯|本网讯|本报记者")),
    ("news", "title", re.compile("召开|举办|举行|启动|走访|座谈会|赴|莅临|揭牌|签约")),
)
"""Type of an article, where a word tells it, and which. The first that fits counts."""
_GUIDE_LINES = {
    "audience": re.compile(r"^(?:受理条件|申请条件|办理条件|服务对象|办理对象|适用对象|申请对象)(?:[:：]|\n)\s*+([^\n]{1,80})$", re.MULTILINE),
    "time_limit": re.compile(r"^(?:办理时限|办结时限|承诺时限|法定时限|承诺办结时限|法定办结时限|办理期限)(?:[:：]|\n)\s*+([^\n]{1,80})$", re.MULTILINE),
    "fee": re.compile(r"^(?:收费标准|是否收费|收费情况|收费依据和标准|办理费用)(?:[:：]|\n)\s*+([^\n]{1,80})$", re.MULTILINE),
    "contact": re.compile(r"^(?:咨询电话|联系电话|咨询方式|联系方式|咨询途径)(?:[:：]|\n)\s*+([^\n]{1,80})$", re.MULTILINE),
}  # fmt: skip
"""Key of a guide → the line that tells it, as guides call it."""


class Confidence(StrEnum):
    SURE = "确定"
    LIKELY = "较有把握"
    GUESS = "请核对"


@dataclass(frozen=True)
class Proposal:
    """`value`: text, or several for lists. `origin`: where it comes from, in Chinese."""

    key: str
    value: str | tuple[str, ...]
    origin: str
    confidence: Confidence


Facts = Mapping[str, tuple[str, str]]


def proposals_of(
    form: Form,
    title: str,
    title_origin: str,
    text: str,
    sorted_text: Sorted,
    facts: Facts,
    formats: ImportFormats,
    config: SiteConfig,
    today: date,
) -> list[Proposal]:
    """What can be told of a text; what nothing is said of is missing. `facts`: what the lines of the
    text, the file and the sheet beside it name; `today`: no date may lie after it."""
    found: list[Proposal] = []

    def add(
        key: str, value: str | tuple[str, ...] | None, origin: str, confidence: Confidence
    ) -> None:
        if value:
            found.append(Proposal(key, value, origin, confidence))

    if title:
        add("title", title, title_origin, Confidence.LIKELY if title_origin else Confidence.GUESS)
    published = _day(facts.get("published", ("", ""))[0])
    signed = _day(facts.get("signed", ("", ""))[0])
    if published and published <= str(today):
        add("published", published, facts["published"][1], Confidence.SURE)
    elif signed and signed <= str(today):
        add("published", signed, facts["signed"][1], Confidence.GUESS)
    if form.kind is Kind.CASE:
        day = published or signed or str(today)
        found += _of_a_case(form, title, text, sorted_text, facts, config, day)
    if form.kind is Kind.POLICY:
        number, origin = facts.get("document_number", ("", ""))
        add("document_number", _document_number(number), origin, Confidence.SURE)
        add("issuer", *facts.get("issuer", ("", "")), Confidence.SURE)
    if form.kind is Kind.ARTICLE:
        found += _article_type(title, text, config)
    if form.kind is Kind.GUIDE:
        found += _of_a_guide(text)
    found += _source(form, in_order(sorted_text.sections, text), facts, formats, config)
    cause = next((p.value for p in found if p.key == "cause"), None)
    areas = _areas(str(cause) if cause else None, title + text, facts, formats, config)
    if areas:
        found.append(areas)
    found += _industries(facts, config)
    found += _keywords(str(cause) if cause else None, areas, facts)
    found += _summary(sorted_text, facts)
    return found


def _article_type(title: str, text: str, config: SiteConfig) -> list[Proposal]:
    for key, part, pattern in _ARTICLE_TYPES:
        term = config.vocabulary.terms("article_types").find(key)
        place, origin = (
            (title, "标题") if part == "title" else (text.lstrip()[:_OPENING], "正文开头")
        )
        if term and (words := pattern.search(place)):
            return [Proposal("type", term.label, f"{origin}里的“{words[0]}”", Confidence.LIKELY)]
    return []


def _of_a_guide(text: str) -> list[Proposal]:
    """What the lines of a guide say by their names: 办理时限：3个工作日, or below it."""
    found = []
    for key, named in _GUIDE_LINES.items():
        if line := named.search(text):
            found.append(Proposal(key, line[1].strip(), "正文里写明的", Confidence.LIKELY))
    return found


def _document_number(words: str) -> str:
    """文号 with the brackets that are right for it; empty for anything else."""
    found = re.fullmatch(
        r"([\u4e00-\u9fa5]{1,20})[〔\[（(]\s*(\d{4})\s*[〕\]）)]\s*(\d+)\s*号", words.strip()
    )
    return f"{found[1]}〔{found[2]}〕{found[3]}号" if found else ""


def _of_a_case(
    form: Form,
    title: str,
    text: str,
    sorted_text: Sorted,
    facts: Facts,
    config: SiteConfig,
    published: str,
) -> list[Proposal]:
    found = []
    case_type = config.vocabulary.terms("case_types").find(form.case_type or "")
    if case_type:
        sure = Confidence.LIKELY if form.sure else Confidence.GUESS
        found.append(Proposal("type", case_type.label, form.origin, sure))
    number = CASE_NUMBER.search(facts.get("case_number", ("", ""))[0]) or CASE_NUMBER.search(text)
    shown = f"（{number[1]}）{number[2]}{number[3]}号" if number else ""
    if number and is_case_number(shown):
        origin = facts["case_number"][1] if "case_number" in facts else "正文里第一个案号"
        found.append(Proposal("case_number", shown, origin, Confidence.LIKELY))
        stage = next((key for pattern, key in _STAGES if re.search(pattern, number[2])), None)
        term = config.vocabulary.terms("stages").find(stage or "")
        if term:
            found.append(Proposal("stage", term.label, f"案号“{shown}”", Confidence.LIKELY))
    if form.case_type != WORK_PRACTICE:
        found += _cause(title, text, facts, config)
    decided, origin = _decided(sorted_text, facts)
    if decided and decided <= published[:7]:
        sure = Confidence.SURE if "decided" in facts else Confidence.LIKELY
        found.append(Proposal("decided", decided, origin, sure))
    else:  # today's month, which a new manuscript has, may lie after the publication
        found.append(Proposal("decided", published[:7], "发布时间所在的月", Confidence.GUESS))
    return found


def _cause(title: str, text: str, facts: Facts, config: SiteConfig) -> list[Proposal]:
    """Of the text only what is said of the case itself: 买卖合同纠纷一案, 犯职务侵占罪."""
    labels = sorted(config.vocabulary.cause_labels, key=len, reverse=True)
    named = facts.get("cause", ("", ""))
    for label in labels:
        if label in named[0]:
            return [Proposal("cause", label, f"{named[1]}里的“{label}”", Confidence.SURE)]
    for label in labels:
        words = label.removesuffix("罪")
        if len(words) >= _SHORTEST_CAUSE and words in title:
            return [Proposal("cause", label, f"标题里的“{words}”", Confidence.LIKELY)]
    for label in labels:
        around = [f"{label}案", f"{label}一案"] if label.endswith("纠纷") else []
        around = [f"{verb}{label}" for verb in _GUILTY] if label.endswith("罪") else around
        if any(words in text for words in around):
            return [Proposal("cause", label, f"正文里的“{label}”", Confidence.LIKELY)]
    return []


def _decided(sorted_text: Sorted, facts: Facts) -> tuple[str, str]:
    if "decided" in facts:
        found = _DATE.search(facts["decided"][0])
        if found:
            return f"{found[1]}-{int(found[2]):02d}", facts["decided"][1]
    month, section = decided_in(sorted_text.sections)
    return month, f"「{section}」里最近一次判决、裁决或决定的时间"


def _day(words: str) -> str | None:
    """YYYY-MM-DD of a date as people write it, None without a day."""
    found = _DATE.search(words)
    if found is None or not found[3]:
        return None
    try:
        return str(date(int(found[1]), int(found[2]), int(found[3])))
    except ValueError:
        return None


def _source(
    form: Form, text: str, facts: Facts, formats: ImportFormats, config: SiteConfig
) -> list[Proposal]:
    """The source, and for a case the unit: of this district when units.yml has it, otherwise none."""
    name, origin, confidence = "", "", Confidence.LIKELY
    for key in ("court", "source", "issuer"):
        if key in facts and (key != "issuer" or form.kind is Kind.POLICY):
            name, origin = re.split(r"[\s|｜（(]", facts[key][0])[0], facts[key][1]
            confidence = Confidence.SURE if is_organ(name) else Confidence.GUESS
            break
    if not name and form.kind in (Kind.CASE, Kind.ARTICLE):
        table = formats.formats.get(form.case_type or "")
        endings = table.offices if table else ()
        own = [
            unit
            for unit in config.units
            if unit.name in text and (not endings or unit.name.endswith(endings))
        ]
        if own:
            name, origin = min(own, key=lambda u: text.index(u.name)).name, "正文里的单位名称"
        elif form.kind is Kind.CASE:
            name, origin = office_in(text, endings), "正文里办理的单位"
        of_type = [unit for unit in config.units if endings and unit.name.endswith(endings)]
        if not name and form.kind is Kind.CASE and len(of_type) == 1:
            name, origin, confidence = of_type[0].name, "案例类型", Confidence.GUESS
    if not name:
        return []
    unit = config.unit(name)
    found = [Proposal("source", unit.name if unit else name, origin, confidence)]
    if form.kind is Kind.CASE:
        found.append(Proposal("unit", unit.name if unit else "", f"来源“{name}”", confidence))
    return found


def _areas(
    cause: str | None, text: str, facts: Facts, formats: ImportFormats, config: SiteConfig
) -> Proposal | None:
    terms = config.vocabulary.terms("areas")
    named = [
        t
        for word in re.split(r"[、，,；\s]+", facts.get("areas", ("", ""))[0])
        if (t := terms.find(word))
    ]
    if named:
        return Proposal(
            "areas", tuple(t.label for t in named[:3]), facts["areas"][1], Confidence.SURE
        )
    group = config.vocabulary.cause_group(cause) if cause else None
    term = terms.find(formats.areas_by_cause.get(group.key, "")) if group else None
    if term:
        return Proposal("areas", (term.label,), f"案由“{cause}”", Confidence.LIKELY)
    counts: Counter[str] = Counter()
    for key, words in formats.words_of_areas.items():
        found = terms.find(key)
        if found:
            counts[found.label] += sum(text.count(word) for word in words)
    best = counts.most_common(2)
    second = best[1][1] if len(best) > 1 else 0
    if best and best[0][1] >= max(2, second + 1):
        return Proposal("areas", (best[0][0],), "正文里的用词", Confidence.GUESS)
    return None


def _industries(facts: Facts, config: SiteConfig) -> list[Proposal]:
    terms = config.vocabulary.terms("industries")
    named = [
        t
        for word in re.split(r"[、，,；\s]+", facts.get("industries", ("", ""))[0])
        if (t := terms.find(word))
    ]
    if not named:
        return []
    return [
        Proposal(
            "industries", tuple(t.label for t in named[:3]), facts["industries"][1], Confidence.SURE
        )
    ]


def _keywords(cause: str | None, areas: Proposal | None, facts: Facts) -> list[Proposal]:
    named = [
        w
        for w in re.split(r"[/／、，,；;\s　]+", facts.get("keywords", ("", ""))[0].rstrip("。"))
        if 1 < len(w) <= 20
    ]
    if named:
        return [
            Proposal(
                "keywords",
                tuple(dict.fromkeys(named))[:_MOST_KEYWORDS],
                facts["keywords"][1],
                Confidence.SURE,
            )
        ]
    words = [cause.replace("、", "")] if cause else []
    words += areas.value if areas else ()
    return [Proposal("keywords", tuple(words), "案由和领域", Confidence.GUESS)] if words else []


def _summary(sorted_text: Sorted, facts: Facts) -> list[Proposal]:
    words, origin = facts.get("summary", ("", ""))
    if SHORTEST_SUMMARY <= len(words) <= LONGEST_SUMMARY:
        return [Proposal("summary", words, origin, Confidence.SURE)]
    for name in _SUMMARY_SECTIONS:
        lines = sorted_text.sections.get(name, "").split("\n")
        made = _first_sentences("\n".join(x for x in lines if _TELLS.search(x)))
        if made:
            return [
                Proposal(
                    "summary",
                    made,
                    f"「{name}」的第一句" if name else "正文的第一句",
                    Confidence.LIKELY,
                )
            ]
    return []


def _first_sentences(text: str) -> str:
    """Whole sentences of the beginning that fit into a summary; empty when the first is too long."""
    made = ""
    text = re.sub(r"^【[^】]{2,8}】\s*", "", text)
    for sentence in re.findall(r"(?<![^。！？\n])[^。！？\n]++[。！？]", text.replace("\n", "")):
        if len(made) + len(sentence) > LONGEST_SUMMARY:
            break
        made += sentence.strip()
        if len(made) >= 30:
            break
    return made if len(made) >= SHORTEST_SUMMARY else ""
