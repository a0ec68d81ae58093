"""Tags of DOMAIN §1.1, name by name."""

import json
import re
from datetime import datetime

import pytest

from publisher.model.addresses import absolute, shown_moment
from publisher.model.fields import CHINA
from publisher.pages.home import home_page
from publisher.pages.parts.card import Cards
from publisher.pages.parts.metadata import (
    article_json_ld,
    breadcrumb_json_ld,
    event_json_ld,
    json_for_html,
    meta_tags,
    open_graph,
)
from publisher.pages.view import PageClass, column_view, document_view
from tests.publisher.manuscripts import CASE, HEARING, text_of
from tests.publisher.site_project import NOW, with_keys

SITE = ["SiteName", "SiteDomain", "SiteIDCode"]
COLUMN = ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"]
ARTICLE = ["ArticleTitle", "PubDate", "ContentSource"]
COLUMN_TYPES = {
    "首页",
    "概况信息",
    "机构职能",
    "负责人信息",
    "工作动态",
    "政策文件",
    "信息公开指南",
    "信息公开目录",
    "信息公开年报",
    "依申请公开",
    "数据发布",
    "政策解读",
    "回应关切",
    "办事服务",
    "咨询投诉",
    "征集调查",
    "在线访谈",
}


@pytest.fixture
def views(published):
    library, config = published()
    home = home_page(library, config, Cards(), NOW).view
    column = column_view(config.site, "cases")
    content = document_view(config.site, library.by_id["ld-unsigned"])
    return config.site, {"home": home, "column": column, "content": content}


@pytest.mark.parametrize(
    ("page_class", "names"),
    [
        ("home", [*SITE, "Keywords", "Description"]),
        ("column", [*SITE, *COLUMN, "Keywords", "Description"]),
        ("content", [*SITE, *COLUMN, *ARTICLE, "Keywords", "Author", "Description", "Url"]),
    ],
)
def test_each_class_of_pages_has_its_tags_and_no_others(views, page_class, names):
    site, pages = views
    assert pages[page_class].page_class is PageClass(page_class)
    assert [name for name, _ in meta_tags(pages[page_class], site)] == names


def test_values_of_a_document(views):
    site, pages = views
    tags = dict(meta_tags(pages["content"], site))
    assert tags["SiteDomain"] == "www.minghu.gov.cn"
    assert tags["SiteIDCode"] == "3301234567"
    assert (tags["ColumnName"], tags["ColumnType"]) == ("典型案例", "工作动态")
    assert tags["ArticleTitle"] == "某餐饮公司未签书面劳动合同案"
    assert tags["PubDate"] == "2026-10-15 09:30"
    assert tags["ContentSource"] == "明湖区人民法院"
    assert tags["Author"] == "明湖区司法局普法科"
    assert tags["Keywords"] == "未签劳动合同,二倍工资"
    assert tags["Url"] == "https://www.minghu.gov.cn/cases/ld-unsigned/"


def test_pub_date_has_its_time_even_at_midnight(published):
    library, config = published({CASE: with_keys(text_of(CASE), published="2026-10-15")})
    view = document_view(config.site, library.by_id["ld-unsigned"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", dict(meta_tags(view, config.site))["PubDate"])


def test_column_types_are_those_of_the_standard(published):
    _, config = published()
    assert {column.type for column in config.site.columns} <= COLUMN_TYPES


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (None, ""),
        (datetime(2026, 3, 5, 9, 30, tzinfo=CHINA), "2026-03-05 09:30"),
        (datetime(2026, 3, 5, 0, 5, tzinfo=CHINA), "2026-03-05 00:05"),
        (datetime(2026, 3, 5, tzinfo=CHINA), "2026-03-05"),
    ],
)
def test_moments_as_readers_see_them(moment, shown):
    assert shown_moment(moment) == shown


def test_open_graph_of_a_document(views):
    site, pages = views
    tags = dict(open_graph(pages["content"], site))
    assert (tags["og:type"], tags["og:locale"]) == ("article", "zh_CN")
    assert tags["og:url"] == "https://www.minghu.gov.cn/cases/ld-unsigned/"
    assert tags["og:image"].startswith("https://www.minghu.gov.cn/assets/")
    assert tags["article:published_time"] == "2026-10-15T09:30:00+08:00"


@pytest.mark.parametrize("page_class", ["home", "column"])
def test_open_graph_of_other_pages_is_a_website(views, page_class):
    site, pages = views
    tags = dict(open_graph(pages[page_class], site))
    assert tags["og:type"] == "website"
    assert "article:published_time" not in tags


@pytest.mark.parametrize(
    ("base", "url", "whole"),
    [
        ("https://www.minghu.gov.cn/", "cases/", "https://www.minghu.gov.cn/cases/"),
        ("https://www.minghu.gov.cn", "", "https://www.minghu.gov.cn/"),
        ("http://127.0.0.1:8000", "cases/a/", "http://127.0.0.1:8000/cases/a/"),
    ],
)
def test_absolute_addresses(published, base, url, whole):
    _, config = published()
    site = type(config.site).model_validate(config.site.model_dump() | {"url": base})
    assert absolute(site, url) == whole


def test_json_ld_cannot_break_out_of_its_script(published):
    title = "“</script><script>alert(1)</script>&amp;<!--”"
    library, config = published({CASE: with_keys(text_of(CASE), title=title)})
    data = article_json_ld(config.site, library.by_id["ld-unsigned"])
    text = json_for_html(data)
    assert not set("<>&") & set(text)
    assert json.loads(text)["headline"] == title


def test_article_of_a_document(published):
    library, config = published()
    data = article_json_ld(config.site, library.by_id["ld-unsigned"])
    assert data["@type"] == "Article"
    assert data["datePublished"] == data["dateModified"] == "2026-10-15T09:30:00+08:00"
    assert data["mainEntityOfPage"] == "https://www.minghu.gov.cn/cases/ld-unsigned/"


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("已排期", "EventScheduled"),
        ("已改期", "EventRescheduled"),
        ("已取消", "EventCancelled"),
        ("已开庭", "EventScheduled"),
    ],
)
def test_event_of_a_hearing_tells_its_state(published, state, status):
    library, config = published({HEARING: with_keys(text_of(HEARING), state=state)})
    entry = library.by_id["hearing-sale"]
    data = event_json_ld(config, entry, entry.meta)
    assert data["eventStatus"] == f"https://schema.org/{status}"
    assert data["startDate"] == "2026-12-08T09:30:00+08:00"
    assert data["location"]["name"] == "明湖区人民法院第三法庭"


def test_breadcrumbs_end_with_the_page_itself(views):
    site, pages = views
    items = breadcrumb_json_ld(pages["content"], site)["itemListElement"]
    assert [(item["position"], item["name"]) for item in items] == [
        (1, "首页"),
        (2, "典型案例"),
        (3, "某餐饮公司未签书面劳动合同案"),
    ]
    assert items[-1]["item"] == "https://www.minghu.gov.cn/cases/ld-unsigned/"
