"""Writes vectors.jsonl: texts and their terms, which Python and JavaScript must both give.

.venv/bin/python -m tests.search.make_vectors
"""

from __future__ import annotations

import json
import random
import unicodedata
from pathlib import Path

from search.analysis import terms

VECTORS = Path(__file__).with_name("vectors.jsonl")
SEED = 20261120
RANDOM_TEXTS = 320
WRITTEN = (
    "",
    " ",
    "劳动法",
    "法",
    "第577条",
    "第五百七十七条",
    "第五七七条",
    "第 577 条",
    "第（577）条",
    "第577条之一",
    "第二百八十七条之一",
    "第二百八十七条之十二",
    "第十五条",
    "第两千零一条第三款第（二）项",
    "第577",
    "577条",
    "第〇条",
    "第一百条之",
    "《民法典》第577条、第578条",
    "（2023）京01民终123号",
    "(2023)京01民终1234号",
    "焦政法〔2020〕74号",
    "ＡＢＣ１２３",
    "ａｂｃ",
    "ﬁne ﬃ",
    "㈡项",
    "①②",
    "½",
    "Ⅳ级",
    "㎏",
    "㍿",
    "℃",
    "№5",
    "Étude café",
    "naïve",
    "İstanbul",
    "ΣΑΣ",
    "ς",
    "ẞß",
    "Ǆ",
    "ŉ",
    "한국어",
    "ひらがなカタカナー",
    "ｶﾞ",
    "𠮷野家",
    "㐂某",
    "邓𣲚某",
    "𠀀𠀁",
    "〇三",
    "々",
    "〡〢",
    "豈更",
    "⼀⼆",
    "a\u200bb",
    "劳\u200d动",
    "劳\ufe00动",
    "e\u0301",
    "\u0301",
    "a\u00adb",
    "\ufeff合同",
    "工资-3,500.50元",
    "C++ C# .NET",
    "a_b",
    "user@example.gov.cn",
    "https://example.gov.cn/a?b=1",
    "12.5%",
    "2023年5月1日",
    "APP下载",
    "中文 english 混排",
    "中文\nenglish",
    "中文\u3000english",
    "中文，english",
    "x" * 64,
    "x" * 65,
    "字" + "y" * 65,
    "“引号”‘单引号’",
    "<script>alert(1)</script>",
    "'; DROP TABLE--",
    "🙂合同🙂",
    "👨‍👩‍👧",
    "\x00空",
    "——……",
    "１．２．３",
    "٣٤",
    "१२",
    "ⓐⓑ",
    "ª º",
    "µ Ω",
    "ǅ",
    "ﷺ",
    "𝟙𝟚",
    "𝐀𝐁",
    "ﾊﾝｶｸ",
    "Ⅷ",
    "〇〇〇",
    "第〇〇一条",
    "第 一 百 条",
    "第100000条",
)
POOLS = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经",
    "第条款项之一二两三四五六七八九十百千零〇0123456789",
    "abcXYZ０１２ＡＢé",
    "，。、；：（）()《》“”—- \n\t　·•",
    "㐀㐁㒨㓦䶵𠀋𡃁𢌱𣎴𤭢𥇍豈切﨑々〆",
    "①㈱㎡ﬂﬀ½²ªßſςΩİǄ",
    "\u200b\u200d\ufe0f\u0301\u00ad\ufeff",
    "カがｶﾞ한ไทยعربיвБ",
)


def texts() -> list[str]:
    source = random.Random(SEED)
    drawn = [
        "".join(source.choice(source.choice(POOLS)) for _ in range(source.randint(1, 40)))
        for _ in range(RANDOM_TEXTS - 80)
    ]
    points = [
        c
        for c in map(chr, range(0x20, 0x30000))
        if unicodedata.category(c) not in {"Cn", "Cs", "Co"}
    ]
    drawn += ["".join(source.choices(points, k=source.randint(1, 24))) for _ in range(80)]
    return list(dict.fromkeys([*WRITTEN, *drawn]))


def main() -> None:
    with VECTORS.open("w", encoding="utf-8", newline="\n") as file:
        for text in texts():
            file.write(json.dumps({"text": text, "terms": terms(text)}) + "\n")


if __name__ == "__main__":
    main()
