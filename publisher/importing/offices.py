"""Who handled a case and when, as its own sentences tell it."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PLACE = (
    r"(?:[\u4e00-\u9fff]{2,9}?(?:省|自治区|市|州|盟|县|区|旗|铁路|知识产权|互联网|金融|海事)){1,3}"
)
_NAME = (
    r"(?:高级|中级|第[一二三四]中级)?(?:人民法院|人民检察院|劳动人事争议仲裁(?:委员会|院)|仲裁委员会|"
    r"人民调解委员会|市场监督管理局|司法局|公证处|法律援助中心)"
)
_ENDS = re.compile(_NAME)
_OFFICE = re.compile(f"{_PLACE}{_NAME}$")
_LONGEST, _AFTER = 44, 12
"""Characters before the end of a name that may be part of it, and behind it that tell what it does."""
_ACTS = re.compile(
    r"^(?:于|在|对|依法|经|认为|一审|二审|再审|审理|判决|裁定|裁决|作出|以|受理|立案|查明|认定|生效|执行|调解|"
    r"审查|发现|决定|办理|提起|向|召开|工作人员|组织|[（(〔]\s*(?:19|20)\d{2})"
)
_BEFORE_NAME = re.compile(
    r"^.*(?:诉至|起诉到|来源|向|经(?!济)|由|至|到|在|为|被|及|和|与|对|将|某|近日|日前|报请|申请|诉|公司|移送|案)"
)
_SHORTEST = 7
_ORGAN = re.compile(
    r"(?:法院|检察院|局|厅|委|委员会|政府|办公室|办|中心|政法委|仲裁院|公证处|研究会|协会|工会|总署|部)$"
)
_RESULTS = (
    "裁判结果", "处理结果", "调解结果", "案件结果概述", "处罚依据与结果", "检察机关履职过程", "裁判理由", "基本案情",
)  # fmt: skip


def is_organ(name: str) -> bool:
    """Whether a name may be that of an office, and not of a newspaper or a site."""
    return _ORGAN.search(name) is not None


def office_in(text: str, endings: Iterable[str]) -> str:
    """The first office that does something in `text` (某市某区人民法院经审理……) and whose name ends as
    `endings` say; empty without one."""
    wanted = tuple(endings)
    for end in (m.end() for m in _ENDS.finditer(text)):
        office = _OFFICE.search(text[max(0, end - _LONGEST) : end])
        name = _BEFORE_NAME.sub("", office[0]) if office else ""
        if (
            len(name) >= _SHORTEST
            and (not wanted or name.endswith(wanted))
            and _ACTS.match(text[end : end + _AFTER].lstrip())
        ):
            return name
    return ""


_DECIDED = re.compile(
    r"((?:19|20)\d{2})年(\d{1,2})月(?:\d{1,2}日)?[^。；]{0,40}?(?:判决|裁定|裁决|调解书|达成|作出|处罚决定|不起诉)"
)


def decided_in(sections: dict[str, str]) -> tuple[str, str]:
    """YYYY-MM of the last decision that the section of results tells, and which section that is."""
    for name in _RESULTS[:5]:
        found = [
            f"{m[1]}-{int(m[2]):02d}"
            for m in _DECIDED.finditer(sections.get(name, ""))
            if 1 <= int(m[2]) <= 12
        ]
        if found:
            return max(found), name
    return "", ""


def in_order(sections: dict[str, str], text: str) -> str:
    """The text, sections of results first: who decides is told there."""
    return "\n".join([*(sections.get(name, "") for name in _RESULTS), text])
