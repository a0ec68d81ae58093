"""Links on words of a page whose places are known in its text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from district import load_site_config
from publisher.model.loader import Folders, load_library
from publisher.prose.linking import TextLink, with_links
from publisher.prose.markdown import MarkdownReader, render


def linked(source: str, *words: str, named: str = "") -> str:
    body = MarkdownReader("www.example.gov.cn").read(source)
    text = body.text
    links = [
        TextLink(at, at + len(word), "laws/x/", "x", text.find(named) if named else -1)
        for word in words
        if (at := text.find(word)) >= 0
    ]
    return with_links(str(render(body, {}, "../").html), text, links, "../")


def anchors(html: str) -> list[str]:
    return re.findall(r'<a class="cite" data-article="x" href="../laws/x/">(.*?)</a>', html)


@pytest.mark.parametrize(
    ("source", "word", "found"),
    [
        ("依照第五条办理。", "第五条", ["第五条"]),
        ("依照**第五条**办理。", "第五条", ["第五条"]),
        ("- 甲 & 乙 <依照> 第五条", "第五条", ["第五条"]),
        ("第一行  \n第五条", "第五条", ["第五条"]),
        ("第一行\n第五条", "第五条", ["第五条"]),
        ("| 甲 | 乙 |\n|---|---|\n| 丙 | 第五条 |", "第五条", ["第五条"]),
        ("甲[^1]乙第五条\n\n[^1]: 注也写第六条", "第五条", ["第五条"]),
        ("甲[^1]乙\n\n[^1]: 注写第六条", "第六条", ["第六条"]),
        ("![图中第五条](a.png)然后第六条", "第六条", ["第六条"]),
        ("> [!NOTE]\n> 第五条", "第五条", ["第五条"]),
        ("`代码` 第五条", "第五条", ["第五条"]),
        ("## 第五条", "第五条", []),
        ("[第五条](https://a.example)", "第五条", []),
        ("`第五条`", "第五条", []),
        ("第**五**条", "第五条", []),
    ],
)
def test_words_become_a_link_where_one_may_stand(source, word, found) -> None:
    html = linked(source, word)
    assert anchors(html) == found
    bare = re.sub(r'<a class="cite"[^>]*>(.*?)</a>', r"\1", html)
    assert bare == linked(source)


def test_the_name_belongs_to_the_link_where_it_stands_in_one_piece() -> None:
    assert anchors(linked("依《劳动法》第五条。", "第五条", named="《")) == ["《劳动法》第五条"]
    assert anchors(linked("依**《劳动法》**第五条。", "第五条", named="《")) == ["第五条"]


def test_what_does_not_run_along_the_text_stays_as_it_is() -> None:
    html = "<p>别的字第五条</p>"
    assert with_links(html, "第五条", [TextLink(0, 3, "a/")], "") == html


def test_every_text_of_ours_runs_along_its_page() -> None:
    root = Path(__file__).parents[3]
    folders = Folders(root=root, cases=root / "cases_library", content=root / "content")
    library, _ = load_library(folders, load_site_config(root / "site_config"))
    for entry in library.entries:
        text = entry.reading.text
        words = list(re.finditer(r"[\u4e00-\u9fa5]{2}", text))
        links = [TextLink(m.start(), m.end(), "x/") for m in words[::17]]
        html = str(render(entry.reading, {}, "").html)
        assert not links or 'class="cite"' in with_links(html, text, links, ""), entry.path
