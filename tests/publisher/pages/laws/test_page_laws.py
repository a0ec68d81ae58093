from datetime import date

import pytest

from law.addresses import article_url, law_url
from law.references import Article
from law.registry import load_registry
from publisher.model.citing import index_laws
from publisher.pages.feeds import feed_page
from publisher.pages.laws.pages import law_pages
from publisher.pages.parts.card import Cards
from tests.publisher.manuscripts import CASE, text_of
from tests.publisher.site_project import case

TODAY = date(2026, 11, 20)


def jobs_of(library, config):
    index = index_laws(library.documents(), load_registry(), TODAY)
    return {job.output: job for job in law_pages(index, config, Cards(), TODAY)}


def citing(name, text):
    (path, _), *_ = case(name).items()
    return {path: text_of(CASE).replace("id: ld-unsigned", f"id: {name}") + f"\n{text}\n"}


def ids(job):
    return [card.id for card in job.context["cards"]]


def test_an_article_lists_every_document_that_cites_it(published):
    library, config = published(
        {
            **citing("a-one", "依《民法典》第五百七十七条判决。"),
            **citing("a-two", "依民法典第577条。"),
            **citing("a-three", "依《民法典》第五百七十八条。"),
        }
    )
    jobs = jobs_of(library, config)
    assert set(ids(jobs["laws/minfadian/577/index.html"])) == {"a-one", "a-two"}
    law = jobs["laws/minfadian/index.html"]
    assert {"a-one", "a-two", "a-three"} <= set(ids(law))
    assert [(a.label, a.count) for a in law.context["articles"]] == [
        ("第五百七十七条", 2),
        ("第五百七十八条", 1),
    ]


def test_a_law_tells_what_is_known_of_it_and_that_it_is_repealed(published):
    library, config = published(citing("a-old", "行为时适用原《合同法》第一百零七条。"))
    jobs = jobs_of(library, config)
    page = jobs["laws/hetongfa/index.html"]
    assert page.context["repealed"].until == date(2021, 1, 1)
    assert page.context["facts"] == ()
    shelves = {s.title: s.laws for s in jobs["laws/index.html"].context["shelves"]}
    assert [law.label for law in shelves["已废止"]] == ["合同法"]
    labour = jobs["laws/laodonghetongfa/index.html"]
    assert labour.context["repealed"] is None
    assert labour.context["facts"][0].values[0][0] == "中华人民共和国劳动合同法"


def test_a_law_that_nobody_knows_has_no_page(published):
    library, config = published(citing("a-odd", "依《某某省湖泊保护条例》第三条。"))
    assert not [path for path in jobs_of(library, config) if "hupo" in path]


def test_a_long_list_is_cut_into_pages(published):
    files = {}
    for number in range(5):
        files |= citing(f"n{number}", "依《民法典》第五百七十七条。")
    library, config = published(files, page_size=2)
    jobs = jobs_of(library, config)
    assert "laws/minfadian/577/page/3/index.html" in jobs
    assert "laws/minfadian/577/page/4/index.html" not in jobs


def test_every_feed_offered_is_written(published):
    library, config = published()
    index = index_laws(library.documents(), load_registry(), TODAY)
    page = feed_page(library, index.laws, config)
    offered = [offer.url for group in page.context["groups"] for offer in group.offers]
    assert {"feed.xml", "feeds/area/labour.xml", "laws/laodonghetongfa/feed.xml"} <= set(offered)


@pytest.mark.parametrize(
    ("title", "url"),
    [
        ("中华人民共和国民法典", "laws/minfadian/"),
        ("民法典", "laws/minfadian/"),
        ("全国人民代表大会常务委员会关于修改《中华人民共和国行政诉讼法》和《中华人民共和国民事诉讼法》的决定",
         "laws/qgrmdbdhcwwyhgyxghzssfhmsssfdjd/"),
        ("最高人民法院关于适用《中华人民共和国民法典》合同编通则若干问题的解释",
         "laws/guanyushiyongminfadianhetongbiantongzeruoganwentidejieshi/"),
    ],
)  # fmt: skip
def test_addresses_are_short_ascii_and_stable(title, url):
    assert law_url(title) == url


def test_no_two_laws_share_an_address():
    urls = {}
    for title in load_registry().titles:
        urls.setdefault(law_url(title), []).append(title)
    assert {url: found for url, found in urls.items() if len(found) > 1} == {}


def test_an_article_of_a_former_text_is_kept_apart_from_todays(published):
    """公司法第二十条 of 2018 is today's 第二十一条 and 第二十三条; 第二十条 says something else now."""

    def decided(name, month):
        (path, text), *_ = citing(name, "依照《公司法》第二十条判决。").items()
        return {path: text.replace("decided: 2026-03", f"decided: {month}")}

    library, config = published({**decided("a-then", "2019-05"), **decided("a-now", "2025-05")})
    jobs = jobs_of(library, config)
    assert ids(jobs["laws/gongsifa/20/index.html"]) == ["a-now"]
    former = jobs["laws/gongsifa/2018/20/index.html"]
    assert ids(former) == ["a-then"]
    assert former.context["heading"] == "《公司法》（2018修正）第二十条"
    assert [link.label for link in former.context["now"]] == [
        "《公司法》第二十一条",
        "《公司法》第二十三条",
    ]
    labels = [a.label for a in jobs["laws/gongsifa/index.html"].context["articles"]]
    assert labels == ["第二十条", "（2018修正）第二十条"]


def test_a_repealed_law_leads_to_what_applies_now(published):
    library, config = published(citing("a-old", "行为时适用原《合同法》第一百零七条。"))
    (link,) = jobs_of(library, config)["laws/hetongfa/107/index.html"].context["now"]
    assert (link.label, link.url) == ("《民法典》第五百七十七条", "laws/minfadian/577/")


def test_inserted_articles_have_an_address_of_their_own():
    assert article_url("刑法", Article(133, 1)) == "laws/xingfa/133-1/"
    assert str(Article(133, 1)) == "第一百三十三条之一"
