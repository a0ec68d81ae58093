from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.document import (
    Document,
    Line,
    MalformedLineError,
    parse_line,
    read_lines,
    write_documents,
)

FULL = {
    "id": "ld-003",
    "url": "cases/ld-003/",
    "kind": "case",
    "title": "拖欠工资案",
    "text": "正文",
    "date": "2026-05-01",
    "facets": {"area": ["劳动用工"], "year": [2026], "unit": "区法院", "cause": []},
    "prose": 1,
    "sections": [[1, "案情", "case"]],
}


def parse(data: object) -> Document:
    return parse_line(Line(1, json.dumps(data).encode()))


def test_a_full_line_is_read() -> None:
    assert parse(FULL) == Document(
        id="ld-003",
        url="cases/ld-003/",
        kind="case",
        title="拖欠工资案",
        text="正文",
        date="2026-05-01",
        facets={"area": ("劳动用工",), "year": ("2026",), "unit": ("区法院",)},
        prose=1,
        sections=((1, "案情", "case"),),
    )


def test_only_id_title_and_text_are_required() -> None:
    assert parse({"id": "a", "title": "t", "text": ""}) == Document("a", "t", "")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"id": None}, "「id」应为文字"),
        ({"id": " "}, "「id」不能为空"),
        ({"title": 3}, "「title」应为文字，实际为 int"),
        ({"date": 2026}, "「date」应为文字，实际为 int"),
        ({"facets": []}, "「facets」应为对象，实际为 list"),
        ({"facets": {"area": [{}]}}, "「facets.area」应为文字的列表"),
        ({"prose": 3}, "「prose」应为 0 到 2 的整数"),
        ({"prose": True}, "「prose」应为 0 到 2 的整数"),
        ({"sections": [[0, "案情"]]}, "「sections」应为 [起点, 名称, 锚点] 的列表"),
        ({"sections": [[3, "案情", ""]]}, "「sections」应为 [起点, 名称, 锚点] 的列表"),
        ({"sections": [[1, "二", ""], [0, "一", ""]]}, "「sections」应按起点从前到后排列"),
    ],
)
def test_a_wrong_value_is_named(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(MalformedLineError, match=re.escape(sentence)):
        parse(FULL | change)


def test_everything_wrong_with_a_line_is_named_at_once() -> None:
    with pytest.raises(MalformedLineError, match=r"缺少「id」；缺少「title」；缺少「text」"):
        parse({})


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"{", "不是一行 JSON"),
        (b'"text"', "应为一个 JSON 对象"),
        (b'{"id": "\xff"}', "不是 UTF-8"),
        (b"[" * 100_000, "不是一行 JSON"),
    ],
)
def test_a_line_that_is_no_object_is_refused(raw: bytes, sentence: str) -> None:
    with pytest.raises(MalformedLineError, match=re.escape(sentence)):
        parse_line(Line(1, raw))


def test_lines_keep_their_numbers_over_blank_lines_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "documents.jsonl"
    path.write_bytes(b"\xef\xbb\xbf{}\r\n\n {} \n")
    assert [(line.number, line.raw) for line in read_lines(path)] == [(1, b"{}"), (3, b"{}")]


@given(st.text(), st.text(), st.dictionaries(st.text(min_size=1), st.lists(st.text(min_size=1))))
def test_what_is_written_is_what_is_read(
    title: str, text: str, facets: dict[str, list[str]]
) -> None:
    unique = {name: tuple(dict.fromkeys(values)) for name, values in facets.items() if values}
    document = Document("a", title, text, facets=unique)
    assert parse(json.loads(json.dumps(_as_dict(document)))) == document


def _as_dict(document: Document) -> dict[str, object]:
    return {**vars(document), "facets": {k: list(v) for k, v in document.facets.items()}}


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "site" / "documents.jsonl"
    assert write_documents(path, [Document("a", "t", "甲")]) == 1

    def failing():  # type: ignore[no-untyped-def]
        yield Document("b", "t", "乙")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_documents(path, failing())
    assert [parse_line(line).id for line in read_lines(path)] == ["a"]
    assert list(path.parent.iterdir()) == [path]


def test_a_lone_surrogate_becomes_a_question_mark() -> None:
    assert parse({"id": "a", "title": "\ud800x", "text": ""}).title == "?x"


@pytest.mark.parametrize(
    ("extra", "sentence"),
    [
        ({"keywords": "工资"}, "「keywords」应为文字的列表"),
        ({"keywords": [1]}, "「keywords」应为文字的列表"),
        ({"fields": []}, "「fields」应为对象"),
        ({"fields": {"cause": 1}}, "「fields.cause」应为文字"),
        ({"summary": 1}, "「summary」应为文字"),
    ],
)
def test_a_wrong_extra_is_named(extra: dict[str, object], sentence: str) -> None:
    raw = json.dumps({"id": "a", "title": "b", "text": "c", **extra}).encode()
    with pytest.raises(MalformedLineError, match=re.escape(sentence)):
        parse_line(Line(1, raw))


def test_extras_survive_writing_and_reading(tmp_path: Path) -> None:
    document = Document("a", "b", "c", keywords=("工资",), summary="概要", fields={"cause": "借款"})
    write_documents(tmp_path / "documents.jsonl", [document])
    [line] = read_lines(tmp_path / "documents.jsonl")
    assert parse_line(line) == document
