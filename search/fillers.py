"""Words that a question is made of and that no page is about: 怎么办, 我们公司, 能不能. Pure.

Their terms stay in a query (a page must still hold them to hold the query as typed) and weigh
`Weights.filler` of what they would. A twin must try the same words, longest first, left to right.
"""

from __future__ import annotations

import re

FILLERS = (
    "怎么办",
    "怎么样",
    "怎么",
    "怎样",
    "如何",
    "什么时候",
    "什么样",
    "有什么",
    "什么",
    "为什么",
    "多少钱",
    "多少",
    "多久",
    "几天",
    "哪里",
    "哪儿",
    "哪个",
    "哪些",
    "能不能",
    "可不可以",
    "可以",
    "是不是",
    "算不算",
    "是否",
    "有没有",
    "要不要",
    "会不会",
    "行不行",
    "应不应该",
    "应该",
    "应当",
    "需要",
    "要注意",
    "注意",
    "请问",
    "请教",
    "我想问",
    "想问",
    "我们公司",
    "我们",
    "我方",
    "我司",
    "我厂",
    "咱们",
    "你们",
    "他们",
    "老是",
    "一直",
    "已经",
    "现在",
    "这个",
    "那个",
    "这种",
    "那种",
    "这样",
    "那样",
    "一个",
    "一下",
    "一些",
    "有些",
    "因为",
    "所以",
    "但是",
    "如果",
    "要是",
    "合法吗",
    "违法吗",
)
PARTICLES = frozenset("吗呢吧啊呀嘛了的")
FUNCTION_CHARACTERS = frozenset(
    "的了在是与和或及以之其吗呢吧啊把被给让叫对向从到我你他她它们这那就都也还又再没不要能会有个得着过去来说很太啥么怎"
)
"""Found beside words rather than in them: a pair with one of them that no page holds says nothing."""
_PATTERN = re.compile("|".join(sorted(FILLERS, key=lambda word: (-len(word), word))))


def filler_places(run: str) -> frozenset[int]:
    """The places of a Han run that belong to fillers, and to particles (吗, 了) at its end."""
    places: set[int] = set()
    for match in _PATTERN.finditer(run):
        places.update(range(*match.span()))
    end = len(run)
    while end and (end - 1 in places or run[end - 1] in PARTICLES):
        end -= 1
    places.update(range(end, len(run)))
    return frozenset(places)
