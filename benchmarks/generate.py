"""Makes realistic Chinese cases of about 3,200 characters, for benchmarks."""

from __future__ import annotations

import random
import re
from pathlib import Path

from district.models import SiteConfig

SECTION_CHARACTERS = 640
LEANING = re.compile(r"[该本同]法|前条|前款|该条例|该解释|第[〇零一二三四五六七八九十百千\d]+条")
"""Leans on the law named before it, which here is that of any other sentence."""


def sentences_of(folder: Path) -> list[str]:
    """Every sentence of the Markdown files below `folder`: real wording to draw from."""
    found: list[str] = []
    for file in sorted(folder.rglob("*.md")):
        body = file.read_text(encoding="utf-8").split("---", 2)[-1]
        plain = re.sub(r"[#*\[\]()`>|]|\(.*?\.md\)", "", body)
        found += [
            s.strip() + "。"
            for s in plain.split("。")
            if 12 < len(s.strip()) < 120 and ("《" in s or not LEANING.search(s))
        ]
    return [s.replace("\n", "") for s in found]


LATER = frozenset({"公司解散纠纷", "帮助信息网络犯罪活动罪"})
"""Causes that Fabu before does not know; what is compared builds the same cases."""


def _section(rng: random.Random, sentences: list[str], number: int, salt: str) -> str:
    parts: list[str] = [f"本案编号为{salt}第{number}部分。"]
    while sum(map(len, parts)) < SECTION_CHARACTERS:
        parts.append(rng.choice(sentences))
    middle = len(parts) // 2
    return "".join(parts[:middle]) + "\n\n" + "".join(parts[middle:])


def case_text(rng: random.Random, number: int, sentences: list[str], config: SiteConfig) -> str:
    """One case file that passes `fabu check`."""
    vocabulary = config.vocabulary
    areas = rng.sample(vocabulary.terms("areas").labels, 2)
    industry = rng.choice(vocabulary.terms("industries").labels)
    cause = rng.choice([m for g in vocabulary.causes.values() for m in g.members if m not in LATER])
    unit = rng.choice([u.name for u in config.units if u.kind.handles_matters])
    # Decided this year, since articles are judged by the law of that day.
    month, day = rng.randint(1, 9), rng.randint(1, 28)
    words = "、".join(
        rng.sample(["合同", "证据", "违约", "赔偿", "调解", "执行", "工资", "担保"], 3)
    )
    sections = vocabulary.case_types["court"].sections
    body = "\n\n".join(
        f"## {s.name}\n\n{_section(rng, sentences, i, f'bench{number}')}"
        for i, s in enumerate(sections, 1)
    )
    return f"""---
id: bench-{number:06d}
title: 某公司诉某企业{cause.removesuffix("纠纷")}案（{number}）
published: 2026-{month + 1:02d}-{day:02d} 09:30
summary: 第{number}号基准测试案例，涉及{areas[0]}和{areas[1]}，用于测量构建速度。
keywords: [{words.replace("、", ", ")}]
source: {{name: 示例区人民法院}}
editor: 示例区司法局普法科
status: published
type: 裁判案例
cause: {cause}
areas: [{", ".join(areas)}]
industries: [{industry}]
stage: 一审
unit: {unit}
decided: 2026-{month:02d}
risk: 一般
example: true
---

{body}
"""


def write_cases(
    count: int, folder: Path, source: Path, config: SiteConfig, seed: int = 20261120
) -> None:
    """Write `count` cases below `folder`, the same ones for the same seed."""
    rng = random.Random(seed)
    sentences = sentences_of(source)
    for number in range(count):
        file = folder / str(2019 + number % 8) / f"bench-{number:06d}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(case_text(rng, number, sentences, config), encoding="utf-8")
