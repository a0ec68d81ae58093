from datetime import datetime

from publisher.model.fields import CHINA
from publisher.pages.home import home_page
from publisher.pages.parts.card import Cards
from publisher.pages.view import PageClass
from tests.publisher.manuscripts import TOPIC, text_of
from tests.publisher.pages.test_page_hearings import hearing
from tests.publisher.site_project import NOW, case, with_keys


def context(published, files=None, now=NOW):
    library, config = published(files)
    return home_page(library, config, Cards(), now).context


def test_latest_cases_come_first(published):
    files = {}
    for n in range(1, 9):
        files |= case(f"n{n}", published=f"2026-11-0{n} 09:00")
    assert [card.id for card in context(published, files)["latest"]] == [
        "n8",
        "n7",
        "n6",
        "n5",
        "n4",
        "n3",
    ]


def test_next_hearings_are_those_one_can_still_attend(published):
    files = (
        hearing("h-late", "2027-01-06")
        | hearing("h-soon", "2026-11-26")
        | hearing("h-cancelled", "2026-12-01", "已取消")
        | hearing("h-gone", "2026-11-01")
    )
    rows = context(published, files)["hearings"]
    assert [row["card"].id for row in rows] == ["h-soon", "hearing-sale", "h-late"]
    assert all(row["open"] for row in rows)


def test_no_hearing_is_ahead_after_the_last(published):
    later = datetime(2027, 6, 1, tzinfo=CHINA)
    assert context(published, now=later)["hearings"] == ()


def test_counts_and_areas_are_those_of_the_library(published):
    shown = context(published, case("extra", areas="[合同交易]"))
    assert shown["counts"]["case"] == 4
    assert shown["counts"]["health-check"] == 1
    assert [(area.label, area.count) for area in shown["areas"]] == [
        ("合同交易", 1),
        ("劳动用工", 3),
    ]


def test_topics_stand_in_editorial_order(published):
    first = with_keys(text_of(TOPIC), id="first", order="0")
    shown = context(published, {"content/topics/first.md": first})["topics"]
    assert [card.id for card in shown] == ["first", "law-day"]


def test_home_page_is_the_only_one_of_its_class(published):
    library, config = published()
    job = home_page(library, config, Cards(), NOW)
    assert (job.output, job.view.url, job.view.page_class) == ("index.html", "", PageClass.HOME)
