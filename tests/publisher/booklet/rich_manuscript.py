"""A case that has everything a manuscript may have."""

from __future__ import annotations

from tests.publisher.site_project import case

RICH_BODY = """
## 基本案情

某公司与员工的争议[^1]，见[未签合同案](ld-unsigned.md)、[指南](../../content/guides/complaint-guide.md)和
[条例全文](https://www.example.org/law)。

| 月份 | 工资 |
|---|---|
| 三月 | **5000 元** |
| 四月 | 5200 元 |

> 原话如此。

## 裁判结果

1. 支付工资；
2. 驳回其他请求。

## 典型意义

### 提示

- 《中华人民共和国劳动合同法》第十条、第八十二条；
- 《工伤保险条例》；
- #强调# 与 $100 和 @某人 <b>不是标记</b>。

[^1]: 仲裁裁决已经生效。
"""

RICH = "rich-case"


def rich_case(**keys: str | None) -> dict[str, str]:
    ((path, text),) = case(RICH, **keys).items()
    header = text.split("\n---\n", 1)[0]
    return {path: f"{header}\n---\n{RICH_BODY}"}
