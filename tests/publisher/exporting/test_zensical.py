"""What `fabu export --for zensical` writes, the released Zensical builds to the same addresses and texts."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from district import FabuError
from fabu import cli
from publisher.exporting.zensical import PAGES
from publisher.publishing.beside_pages import files_beside
from tests.publisher.site_project import (
    NOW,
    by_class,
    parsed,
    site_project,
    small_sample_of_search,
    texts,
    write,
)

PAGE = """---
title: 写法样样有
summary: 网页上写得出的，一样不少。
status: published
---

　　第一段，上一行的句子
在下一行写完；Word and
words stay apart。看[关于本站](index.md#我们是谁)、[尖括号](<index.md>)、[案例](../../cases_library/2026/ld-unsigned.md)、
[案例栏目](/cases/)、[投诉](/forms/complaint "办事")、<https://www.gov.cn/> 和 <office@example.gov.cn>。
一段 &lt;字&gt; 和 1 <2、<字> 照样显示，2*3*4 不是强调，**强调**和~~删去~~是；`[码](index.md) <b>` 是代码。
1. 列表紧跟在一行文字后面
2. 第二项
   - 缩进三格的分项
   - 又一项

     ```yaml
     链接: "[样例](index.md)"
     围栏: <b>
     ```

3. 项里有提示

   > [!NOTE]
   > 项里的提示，
   下一行没有大于号。

   > 空行后面的引用还在框里。

- [ ] 没有办
- [x] 办好了

| 名称 | 说明 |
|---|---|
| 甲 | `a|b` 与[联系](index.md) |

> 引用的话
> 有两行。

提示与引用分开。

> [!TIP]
> 提示一行，
> 提示二行。

> 空行后面的引用也在框里。
> [!NOTE]

提示到此为止。

> [!TIP] 后面有字，不是提示。

!!! warning "注意事项"

    里面的话。

术语
: 解释。

注一处[^1]，HTML 是缩写。<!-- 不给人看 -->

*[HTML]: 超文本标记语言

[^1]: 注的话，见[首页][home]和[栏目][list]。

[home]: index.md
[list]: <index.md>

## 重复的标题

一

## 重复的标题

&copy; 二 &lt;
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Our site, and the one that Zensical makes of the export."""
    root = tmp_path_factory.mktemp("export")
    folders = site_project(root / "project")
    write(folders, {"content/about/forms-of-text.md": PAGE})
    site, tree = root / "site", root / "tree"
    with pytest.MonkeyPatch.context() as patch, small_sample_of_search():
        patch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
        for command in (["build", "--site-dir", site], ["export", "--for", "zensical", tree]):
            words = ["--project", folders.root, *command]
            done = CliRunner().invoke(cli, list(map(str, words)))
            assert done.exit_code == 0, done.output
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    told = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    return site, tree


def addresses(site: Path) -> set[str]:
    """Every address of a page or file that a reader may ask for; not what a theme brings for itself."""
    files = (path for path in site.rglob("*") if path.is_file() and path.name[0] != ".")
    found = {path.relative_to(site).as_posix() for path in files}
    return {name for name in found if not name.startswith(("assets/", "_shell/"))}


def test_the_addresses_are_the_same(built: tuple[Path, Path]) -> None:
    ours, theirs = built[0], built[1] / "site"
    assert "about/forms-of-text/index.html" in addresses(ours)
    assert "cases/ld-unsigned/index.html" in addresses(ours)
    assert addresses(theirs) - {"search.json"} == addresses(ours)
    assets = {path.relative_to(ours) for path in (ours / "assets").rglob("*") if path.is_file()}
    assert [path for path in sorted(assets) if not (theirs / path).is_file()] == []
    assert not (theirs / "_shell").exists()
    assert files_beside(ours) == {
        path.relative_to(built[1] / "beside").as_posix(): path.read_text("utf-8")
        for path in (built[1] / "beside").rglob("*")
        if path.is_file()
    }


def without_blanks(pieces: list[str]) -> str:
    return re.sub(r"\s+", "", "".join(pieces))


def test_plain_pages_say_the_same(built: tuple[Path, Path]) -> None:
    ours, theirs = built[0], built[1] / "site"
    pages = [path.relative_to(built[1] / PAGES) for path in (built[1] / PAGES).rglob("*.md")]
    assert Path("about/forms-of-text.md") in pages
    for page in pages:
        name = f"{page.with_suffix('')}/index.html".replace("/index/", "/")
        one, other = (parsed((site / name).read_text("utf-8")) for site in (ours, theirs))
        [prose] = by_class(one, "prose")
        article = next(other.iter("article"))
        title = next(article.iter("h1"))
        said = without_blanks(list(texts(article)))
        said = said.removeprefix(without_blanks(list(texts(title))))
        assert said == without_blanks(list(texts(prose)))


def test_notices_hold_the_same(built: tuple[Path, Path]) -> None:
    found = []
    for site in (built[0], built[1] / "site"):
        page = parsed((site / "about/forms-of-text/index.html").read_text("utf-8"))
        found.append([without_blanks(list(texts(one))) for one in by_class(page, "admonition")])
    assert found[0] == found[1]
    assert len(found[0]) == 3


def test_links_of_plain_pages_lead_to_the_same(built: tuple[Path, Path]) -> None:
    found = []
    for site, part in ((built[0], "prose"), (built[1] / "site", "md-content__inner")):
        page = parsed((site / "about/forms-of-text/index.html").read_text("utf-8"))
        links = [a.get("href", "") for a in by_class(page, part)[0].iter("a")]
        found.append(sorted(link for link in links if link and not link.startswith("#fn")))
    assert found[0] == found[1]
    assert "../../forms/complaint" in found[0]


def test_a_sentence_over_two_lines_has_no_blank(built: tuple[Path, Path]) -> None:
    page = built[1] / PAGES / "about/forms-of-text.md"
    text = page.read_text("utf-8")
    assert "上一行的句子在下一行写完；Word and\nwords stay apart" in text
    assert "不给人看" not in text


def run(built: tuple[Path, Path], target: Path) -> Result:
    words = ["--project", built[0].parent / "project", "export", "--for", "zensical", target]
    return CliRunner().invoke(cli, list(map(str, words)))


@pytest.mark.parametrize(
    ("name", "words"), [("project", "里已有别的内容"), ("project/mkdocs.yml", "不是目录")]
)
def test_nothing_else_is_written_over(built: tuple[Path, Path], name: str, words: str) -> None:
    done = run(built, built[0].parent / name)
    assert isinstance(done.exception, FabuError)
    assert words in str(done.exception)


def test_another_export_takes_the_place_of_the_first(built: tuple[Path, Path]) -> None:
    left = sorted(path.name for path in (built[0].parent / "project/.fabu-cache").iterdir())
    (built[1] / PAGES / "gone.md").write_text("旧", encoding="utf-8")
    assert run(built, built[1]).exit_code == 0
    assert not (built[1] / PAGES / "gone.md").exists()
    assert (built[1] / "site").is_dir()
    assert [path.name for path in built[1].parent.iterdir() if path.name.startswith(".")] == []
    caches = built[0].parent / "project/.fabu-cache"
    assert left == sorted(path.name for path in caches.iterdir())
