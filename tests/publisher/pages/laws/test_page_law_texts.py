"""Pages with a pack: the words of each cited article, and pages of laws and articles."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from law.registry import load_registry
from law.texts.pack import NO_PACK, load_pack
from publisher.model.citing import index_laws
from publisher.pages.laws.pages import law_pages
from publisher.pages.parts.card import Cards
from tests.publisher.manuscripts import FAQ, GUIDE, text_of
from tests.publisher.site_project import (
    build,
    by_class,
    case,
    parsed,
    site_project,
    with_keys,
    words,
    write,
)

TODAY = date(2026, 11, 20)


def law_file(title: str, version: str, body: str) -> str:
    return f"---\ntitle: {title}\nversion: {version}\nas_of: 2026-11-01\n---\n\n# {title}\n\n{body}"


COMPANY = "中华人民共和国公司法"
PACK = {
    "var/laws/laodonghetongfa/2012-12-28.md": law_file(
        "中华人民共和国劳动合同法",
        "2012-12-28",
        "## 第一章　总则\n\n**第一条**　为了完善劳动合同制度，制定本法。\n\n"
        "## 第二章　劳动合同的订立\n\n**第十条**　建立劳动关系，应当订立书面劳动合同。\n\n"
        "**第三十八条**　有下列情形之一的，可以解除：\n\n（一）未及时足额支付劳动报酬的；\n\n"
        "## 第七章　法律责任\n\n**第八十二条**　应当向劳动者每月支付二倍的工资。",
    ),
    "var/laws/gongsifa/2018-10-26.md": law_file(
        COMPANY, "2018-10-26", "**第三条**　公司是企业法人。\n\n**第二十条**　股东应当遵守法律。"
    ),
    "var/laws/gongsifa/2023-12-29.md": law_file(
        COMPANY,
        "2023-12-29",
        "**第三条**　公司是企业法人，有独立的法人财产。\n\n**第二十一条**　公司股东应当遵守法律、行政法规。\n\n"
        "**第二十三条**　公司股东滥用公司法人独立地位的，承担连带责任。",
    ),
    "var/laws/shangbiaofa/2019-04-23.md": law_file(
        "中华人民共和国商标法", "2019-04-23", "**第五十七条**　均属侵犯注册商标专用权。"
    ),
    "var/laws/shangbiaofa/2026-06-26.md": law_file(
        "中华人民共和国商标法", "2026-06-26", "**第七十二条**　均属侵犯注册商标权。"
    ),
}


def citing(name: str, text: str, **keys: str) -> dict[str, str]:
    ((path, written),) = case(name, **keys).items()
    return {path: f"{written}\n{text}\n"}


CASES = {
    **citing("a-labour", "依照《劳动合同法》第十条、第八十二条处理。", decided="2026-03"),
    **citing("a-then", "依照《公司法》第二十条判决。", decided="2019-05"),
    **citing("a-same", "依照《公司法》第三条判决。", decided="2019-05"),
    **citing("a-mark", "依照《商标法》第五十七条处理。", decided="2026-03"),
    **citing("a-other", "依照《劳动法》第七十二条处理。", decided="2026-03"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folders = site_project(tmp_path_factory.mktemp("texts") / "project")
    faq = text_of(FAQ) + "\n## 合同要不要书面？\n\n要，见劳动合同法第十条。\n"
    write(folders, PACK | CASES | {FAQ: faq})
    build(folders)
    return folders.root / "site"


def page(site: Path, url: str):
    return parsed((site / url / "index.html").read_text(encoding="utf-8"))


def links(tree) -> list[tuple[str, str | None]]:
    return [(words(e), e.get("href")) for e in by_class(tree, "cite")]


def shown(tree) -> dict[str, str]:
    return {
        e.get("id"): words(e) for e in tree.iter("details") if "cited-text" in e.get("class", "")
    }


def test_a_case_shows_the_words_of_every_article_that_it_cites(site: Path) -> None:
    tree = page(site, "cases/a-labour")
    found = shown(tree)
    assert "建立劳动关系，应当订立书面劳动合同。" in found["article-laodonghetongfa-10"]
    assert "每月支付二倍的工资" in found["article-laodonghetongfa-82"]
    assert (
        "2012修正 · 2013-07-01 起施行 · 文本截至 2026-11-01" in found["article-laodonghetongfa-10"]
    )
    assert "article-laodonghetongfa-38" not in found


def test_each_citation_of_a_list_is_a_link_of_its_own(site: Path) -> None:
    assert links(page(site, "cases/a-labour"))[-2:] == [
        ("《劳动合同法》第十条", "../../laws/laodonghetongfa/10/"),
        ("第八十二条", "../../laws/laodonghetongfa/82/"),
    ]
    assert links(page(site, "cases/a-other"))[-1] == (
        "《劳动法》第七十二条",
        "../../laws/laodongfa/72/",
    )


def test_every_link_at_a_citation_leads_to_a_page_and_its_words_are_on_it(site: Path) -> None:
    for name in ("a-labour", "a-then", "a-same", "a-mark", "a-other"):
        tree = page(site, f"cases/{name}")
        for element in by_class(tree, "cite"):
            assert (site / "cases" / name / element.get("href") / "index.html").is_file()
        ids = {e.get("id") for e in tree.iter() if e.get("id")}
        if name != "a-other":
            keys = [e.get("data-article") for e in by_class(tree, "cite")]
            assert f"article-{keys[-1]}" in ids


def test_a_former_text_is_shown_with_what_applies_now(site: Path) -> None:
    tree = page(site, "cases/a-then")
    found = shown(tree)
    assert "股东应当遵守法律。" in found["article-gongsifa-2018-20"]
    assert "旧法" in found["article-gongsifa-2018-20"]
    assert "公司股东应当遵守法律、行政法规。" in found["article-gongsifa-21"]
    (banner,) = by_class(tree, "notice--law")
    assert "《公司法》第二十条是旧法（2018修正）的条文，现为第二十一条、第二十三条。" in words(
        banner
    )


def test_a_page_says_that_the_words_changed_where_the_number_did_not(site: Path) -> None:
    (banner,) = by_class(page(site, "cases/a-same"), "notice--law")
    assert "第三条的文字后来有修改（本文引用2018修正）" in words(banner)
    assert by_class(page(site, "cases/a-labour"), "notice--law") == []


def test_a_question_page_shows_the_words_as_well(site: Path) -> None:
    assert "article-laodonghetongfa-10" in shown(page(site, "faqs/faq-delivery"))


def test_the_page_of_an_article_has_its_words_source_neighbours_and_who_cites_it(
    site: Path,
) -> None:
    tree = page(site, "laws/laodonghetongfa/10")
    (text,) = by_class(tree, "law__text")
    assert "建立劳动关系，应当订立书面劳动合同。" in words(text)
    assert "2012修正，2013-07-01 起施行。文本截至 2026-11-01" in words(text)
    heads = [words(e) for e in tree.iter("h2")]
    assert "引用它的典型案例" in heads
    assert "引用它的问答手册" in heads
    (copied,) = by_class(by_class(tree, "law__tools")[0], "copy__text")
    assert words(copied) == "《中华人民共和国劳动合同法》第十条"
    (after,) = [e for e in tree.iter("a") if e.get("rel") == "next"]
    assert (site / "laws/laodonghetongfa/10" / after.get("href") / "index.html").is_file()


def test_versions_are_compared_word_by_word(site: Path) -> None:
    now = page(site, "laws/gongsifa/3")
    (changes,) = by_class(now, "statute--changes")
    assert [words(e) for e in changes.iter("ins")] == ["，有独立的法人财产"]
    mark = page(site, "laws/shangbiaofa/57")
    assert "2027-01-01 起施行2026修订，现第五十七条改为第七十二条" in words(
        by_class(mark, "notice")[0]
    )
    assert [words(e) for e in by_class(mark, "statute--changes")[0].iter("del")] == ["专用"]


def test_the_contents_of_a_law_count_who_cites_each_article(site: Path) -> None:
    tree = page(site, "laws/laodonghetongfa")
    (contents,) = by_class(tree, "law__contents")
    chapters = [words(e) for e in by_class(contents, "law__heading")]
    assert chapters[:2] == ["第一章 总则第一条", "第二章 劳动合同的订立第十条至第三十八条"]
    rows = {words(e): e.get("href") for e in contents.iter("a")}
    (tenth,) = [row for row, url in rows.items() if url == "../../laws/laodonghetongfa/10/"]
    assert tenth.startswith("第十条建立劳动关系")
    cards = page(site, "laws/laodonghetongfa/10")
    assert tenth.endswith(f"{len(list(cards.iter('h3')))} 篇引用")
    assert not any("第三十八条" in row and "可以解除" in row for row in rows)


def test_only_cited_articles_are_published(site: Path) -> None:
    everything = "".join(
        f.read_text("utf-8", errors="ignore")
        for f in site.rglob("*")
        if f.suffix in (".html", ".js")
    )
    assert "建立劳动关系，应当订立书面劳动合同。" in everything
    assert "为了完善劳动合同制度" not in everything


def test_without_a_pack_pages_of_laws_say_where_the_words_are(tmp_path: Path) -> None:
    folders = site_project(tmp_path / "project")
    write(folders, CASES)
    build(folders)
    site = folders.root / "site"
    tree = page(site, "laws/laodonghetongfa/10")
    assert by_class(tree, "law__text") == []
    assert "国家法律法规数据库" in words(tree)
    assert by_class(page(site, "cases/a-labour"), "cite") == []
    assert shown(page(site, "cases/a-labour")) == {}
    assert by_class(page(site, "cases/a-then"), "notice--law")


def test_a_text_published_before_the_law_changed_says_what_applies_now(published) -> None:
    """On 2027-01-02 the check of 2026 speaks of numbers that are gone."""
    from publisher.pages.laws.beside_citations import cited_laws

    library, _ = published({FAQ: text_of(FAQ)})
    faq = library.by_id["faq-delivery"].meta
    text = "依照《商标法》第五十七条办理。"
    (law,) = cited_laws(text, load_registry(), date(2027, 1, 2), faq)
    assert law.since == ("2027-01-01 起施行2026修订，第五十七条现为第七十二条",)
    (law,) = cited_laws(text, load_registry(), date(2026, 12, 31), faq)
    assert law.since == ()


def test_the_basis_of_checks_and_guides_leads_to_the_law(tmp_path: Path) -> None:
    folders = site_project(tmp_path / "project")
    guide = with_keys(text_of(GUIDE), basis="《行政复议法》第二十条")
    terms = "terms:\n  - {term: 书面合同, note: 见《劳动合同法》第十条和《著作权法》第五条。, key: shumian}\n"
    write(folders, PACK | CASES | {GUIDE: guide, "site_config/glossary.yml": terms})
    build(folders)
    site = folders.root / "site"
    guides = links(page(site, "guides/complaint-guide"))
    assert ("《行政复议法》第二十条", "../../laws/xingzhengfuyifa/20/") in guides
    checks = links(page(site, "health-checks/labour-check"))
    assert any(url.startswith("../../laws/laodonghetongfa/") for _, url in checks)
    assert ("《劳动合同法》第十条", "../laws/laodonghetongfa/10/") in links(page(site, "glossary"))
    assert "著作权法" not in "".join(text for text, _ in links(page(site, "glossary")))


def test_an_empty_pack_is_no_pack(published, tmp_path: Path) -> None:
    library, config = published(CASES)
    index = index_laws(library.documents(), load_registry(), TODAY)

    def pages(pack):
        return [j.fingerprint() for j in law_pages(index, config, Cards(), TODAY, pack)]

    assert pages(NO_PACK) == pages(load_pack(tmp_path / "none"))
