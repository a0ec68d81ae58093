import json

from publisher.model.finding import Finding
from publisher.model.report import Format, report

LATER = Finding("content/b.md", 3, "C210", "「title」应不超过 60 字，实际 65 字")
FIRST = Finding("content/a.md", 12, "C203", "「decided」应为 YYYY-MM，实际为“2023年5月”")


def test_text_is_sorted_and_ends_with_a_summary():
    assert report([LATER, FIRST], 53) == (
        "content/a.md:12: C203 「decided」应为 YYYY-MM，实际为“2023年5月”。按所示格式改写\n"
        "content/b.md:3: C210 「title」应不超过 60 字，实际 65 字。标题不超过 60 字\n"
        "共检查 53 个文件：1 个错误，1 个提醒，涉及 2 个文件。"
    )


def test_text_without_findings_says_so():
    assert report([], 53) == "共检查 53 个文件，没有发现问题。"


def test_json_carries_level_and_mend():
    data = json.loads(report([LATER, FIRST], 53, Format.JSON))
    assert (data["files"], data["errors"], data["warnings"]) == (53, 1, 1)
    assert data["findings"][0] == {
        "path": "content/a.md",
        "line": 12,
        "code": "C203",
        "level": "error",
        "message": "「decided」应为 YYYY-MM，实际为“2023年5月”",
        "mend": "按所示格式改写",
    }


def test_annotations_name_level_file_and_line():
    assert report([FIRST], 1, Format.GITHUB) == (
        "::error file=content/a.md,line=12,title=C203::"
        "「decided」应为 YYYY-MM，实际为“2023年5月”。按所示格式改写"
    )
    assert report([LATER], 1, Format.GITHUB).startswith("::warning file=content/b.md,line=3,")


def test_annotations_escape_what_would_end_them():
    odd = Finding("content/a,b:c.md", 1, "L401", "100%\r\n::error::x", "mend")
    assert report([odd], 1, Format.GITHUB) == (
        "::error file=content/a%2Cb%3Ac.md,line=1,title=L401::100%25%0D%0A::error::x。mend"
    )


def test_no_findings_give_no_annotation():
    assert report([], 9, Format.GITHUB) == ""
