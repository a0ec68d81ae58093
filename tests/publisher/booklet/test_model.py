from tests.publisher.booklet.rich_manuscript import RICH
from tests.publisher.site_project import case


def test_cases_are_counted_through_all_chapters(make_booklet):
    booklet = make_booklet(case("sale", areas="[合同交易]"), by_area=True)
    assert [(chapter.title, [c.id for c in chapter.cases]) for chapter in booklet.chapters] == [
        ("合同交易", ["sale"]),
        ("劳动用工", ["ld-unsigned", "mediated", "practice", RICH]),
    ]
    assert [c.number for c in booklet.cases] == [1, 2, 3, 4, 5]


def test_one_area_alone_needs_no_chapter(make_booklet):
    assert [chapter.title for chapter in make_booklet(by_area=True).chapters] == [""]


def test_law_index_names_each_article_with_its_cases(make_booklet):
    laws = {
        group.title: {line.label: line.cases for line in group.lines}
        for group in make_booklet().laws
    }
    numbers = {c.id: c.number for c in make_booklet().cases}
    both = (numbers["ld-unsigned"], numbers[RICH])
    assert laws["《中华人民共和国劳动合同法》"] == {"第十条": both, "第八十二条": both}
    assert laws["《工伤保险条例》"] == {"（未写条号）": (numbers[RICH],)}
    assert list(laws) == [
        "《中华人民共和国劳动合同法》",
        "《工伤保险条例》",
    ]  # laws before regulations


def test_topic_index_has_causes_industries_and_keywords(make_booklet):
    groups = {group.title: [line.label for line in group.lines] for group in make_booklet().topics}
    assert groups == {
        "案由": ["合同、准合同纠纷", "劳动合同纠纷"],
        "行业": ["住宿餐饮"],
        "关键词": ["二倍工资", "未签劳动合同"],
    }


def test_each_text_names_its_source_and_date(make_booklet):
    found = next(c for c in make_booklet().cases if c.id == "ld-unsigned")
    assert (
        found.source == "来源：明湖区人民法院。发布 2026-10-15 09:30。责任编辑：明湖区司法局普法科"
    )
    assert dict(found.facts)["办结时间"] == "2026年3月"
    assert found.url == "https://www.minghu.gov.cn/cases/ld-unsigned/"


def test_links_in_the_text_are_whole_addresses(make_booklet):
    found = next(c for c in make_booklet().cases if c.id == RICH)
    assert 'href="https://www.minghu.gov.cn/cases/ld-unsigned/"' in found.html
    assert 'href="https://www.minghu.gov.cn/guides/complaint-guide/"' in found.html


def test_imprint_says_until_when_and_what_for(make_booklet):
    imprint = dict(make_booklet().imprint)
    assert imprint["案例"] == "4 个，内容截至 2026-10-15"
    assert imprint["用途"] == "普法资料，免费赠阅"
