"""What goes live when, what ends, what was withdrawn, and what has another address."""

import json
from datetime import timedelta

import pytest

from publisher.build import BuildStopped
from publisher.model.going_live import next_change
from tests.publisher.manuscripts import CASE, GUIDE, PAGE, text_of
from tests.publisher.site_project import (
    NOW,
    build,
    case,
    parsed,
    records,
    site_project,
    source_of,
    with_keys,
    words,
    write,
)

BEFORE, AFTER = "2026-11-20 09:59", "2026-11-20 10:01"
LINKING = (
    text_of(PAGE) + "\n另见[一案](../../cases_library/2026/other.md)和[同案](/cases/other/)。\n"
)
WITHDRAWN = "{on: 2026-11-19, reason: 案情有误，正在更正}"


@pytest.fixture
def folders(tmp_path):
    return site_project(tmp_path / "project")


def page(folders, url):
    return (folders.root / "site" / url / "index.html").read_text(encoding="utf-8")


def everything(folders):
    """All that the site hands out, but the page of the case itself."""
    site = folders.root / "site"
    own = site / "cases/other"
    return "".join(
        file.read_text(encoding="utf-8", errors="replace")
        for file in site.rglob("*")
        if file.is_file() and own not in file.parents and file.suffix != ".bin"
    )


@pytest.mark.parametrize(
    ("keys", "is_live"),
    [
        ({"publish_at": BEFORE}, True),
        ({"publish_at": AFTER}, False),
        ({"unpublish_at": BEFORE}, False),
        ({"unpublish_at": AFTER}, True),
        ({"publish_at": "2026-11-19", "unpublish_at": "2026-11-21"}, True),
        ({"publish_at": "2026-12-01", "published": "2026-12-01 09:00"}, False),
    ],
)
def test_goes_live_and_ends_at_its_moment(folders, keys, is_live):
    write(folders, case("other", **keys))
    build(folders)
    assert (folders.root / "site/cases/other/index.html").exists() is is_live
    assert ("other" in {record["id"] for record in records(folders)}) is is_live


def test_goes_live_when_its_moment_has_come(folders):
    write(folders, case("other", publish_at=AFTER))
    build(folders)
    build(folders, NOW + timedelta(minutes=1))
    assert (folders.root / "site/cases/other/index.html").exists()


def test_next_change_is_the_first_one_ahead(folders):
    write(folders, case("a", publish_at=AFTER, unpublish_at="2026-12-01"))
    write(
        folders,
        case("b", publish_at=BEFORE) | case("c", status="draft", publish_at="2026-11-20 10:00"),
    )
    found = next_change(source_of(folders).library, NOW)
    assert f"{found:%Y-%m-%d %H:%M}" == AFTER


def test_publication_in_the_future_stops_the_build(folders):
    write(folders, case("other", published="2026-11-21 09:00"))
    with pytest.raises(BuildStopped, match="T504"):
        build(folders)


def test_publication_must_not_be_after_the_moment_of_going_live(check):
    files = case("other", published="2026-12-02 09:00", publish_at="2026-12-01")
    assert {f.code for f in check(files)} - {"D601"} == {"T504"}


def test_end_before_the_beginning_is_told(check):
    files = case("other", publish_at="2026-12-02", unpublish_at="2026-12-01")
    assert {f.code for f in check(files)} == {"C206"}


def test_withdrawn_page_says_so_and_nothing_else_names_it(folders):
    write(folders, case("other", withdrawn=WITHDRAWN, title="某公司追偿案", summary="追偿的摘要。"))
    build(folders)
    html = page(folders, "cases/other")
    assert "2026-11-19" in html
    assert "案情有误，正在更正" in html
    assert '<meta name="robots" content="noindex">' in html
    assert "追偿的摘要" not in html
    assert "厨师" not in html
    rest = everything(folders)
    assert "某公司追偿案" not in rest
    assert "追偿的摘要" not in rest
    assert "other" not in {record["id"] for record in records(folders)}


def test_takedown_needs_no_other_file(folders, check):
    """Links and references to it are reminders, and so is whatever is wrong with its own text."""
    text = with_keys(case("other")["cases_library/2026/other.md"], withdrawn=WITHDRAWN)
    text += "\n电话13800138000，见[别处](nowhere.md)。![](nope.png)\n"
    files = {
        "cases_library/2026/other.md": text,
        PAGE: LINKING,
        CASE: with_keys(text_of(CASE), related="[other]"),
    }
    found = [f for f in check(files) if f.code != "D601"]
    assert {(f.path, f.code) for f in found} == {(PAGE, "L406"), (CASE, "L406")}
    write(folders, files)
    build(folders)


def test_title_and_reason_of_the_withdrawn_are_looked_through(check):
    files = case("other", withdrawn="{on: 2026-11-19, reason: 请打13800138000}")
    (finding,) = check(files)
    assert finding.code == "N101"


def test_link_to_the_withdrawn_says_so(folders):
    write(folders, case("other", withdrawn=WITHDRAWN) | case("one"))
    path = folders.root / "cases_library/2026/one.md"
    path.write_text(
        path.read_text("utf-8") + "\n另见[一案](other.md)、[同案](/cases/other/)。\n", "utf-8"
    )
    build(folders)
    text = words(parsed(page(folders, "cases/one")))
    assert "另见一案（已撤下）、同案（已撤下）。" in text
    assert "cases/other/" in page(folders, "cases/one")


def test_link_to_what_has_ended_is_no_link(folders):
    write(folders, case("other", unpublish_at=BEFORE) | case("one"))
    path = folders.root / "cases_library/2026/one.md"
    path.write_text(path.read_text("utf-8") + "\n另见[一案](other.md)。\n", "utf-8")
    build(folders)
    assert "另见<a>一案（已下线）</a>。" in page(folders, "cases/one")


def test_link_to_what_is_not_due_yet_is_an_error(check):
    files = case("other", publish_at="2026-12-01") | {PAGE: LINKING}
    assert {(f.path, f.code) for f in check(files) if f.code != "D601"} == {(PAGE, "L404")}


def test_two_that_go_live_together_may_name_each_other(check):
    files = case("other", publish_at="2026-12-01", related="[one]")
    files |= case("one", publish_at="2026-12-01", related="[other]")
    assert [f for f in check(files) if f.code != "D601"] == []


def test_former_address_leads_to_todays(folders):
    write(folders, case("other", former_ids="[old-one]"))
    build(folders)
    html = page(folders, "cases/old-one")
    assert 'content="0; url=../../cases/other/"' in html
    assert 'rel="canonical" href="https://' in html
    assert "/cases/other/" in html
    assert "cases/old-one" not in (folders.root / "site/sitemap.xml").read_text("utf-8")
    shell = folders.root / "site/_shell"
    assert json.loads((shell / "addresses.json").read_text("utf-8")) == {
        "gone": [],
        "moved": {"cases/old-one/": "cases/other/"},
    }
    assert (shell / "moved.map").read_text("utf-8") == '"/cases/old-one/" "/cases/other/";\n'


def test_former_id_is_used_once(check):
    files = case("other", former_ids="[ld-unsigned]") | case("one", former_ids="[x, x]")
    found = [f.path for f in check(files) if f.code == "C209"]
    assert found == ["cases_library/2026/one.md", "cases_library/2026/other.md"]


def test_reference_by_a_former_id_is_told_todays(check):
    files = case("other", former_ids="[old-one]") | case("one", related="[old-one]")
    assert "是不是“other”" in " ".join(f.message for f in check(files) if f.code == "C213")


def test_withdrawn_guide_names_no_missing_template(check):
    text = with_keys(text_of(GUIDE), withdrawn=WITHDRAWN).replace("complaint.md", "gone.md")
    assert {f.code for f in check({GUIDE: text})} <= {"F113", "L406", "T502"}


def test_former_address_of_a_draft_is_told_nobody_and_of_the_withdrawn_leads_to_its_page(folders):
    write(folders, case("other", former_ids="[old-one]", withdrawn=WITHDRAWN))
    write(folders, case("one", former_ids="[older]", status="draft"))
    write(folders, case("two", former_ids="[oldest]", publish_at=AFTER))
    build(folders)
    text = (folders.root / "site/_shell/addresses.json").read_text("utf-8")
    assert json.loads(text) == {
        "gone": ["cases/other/"],
        "moved": {"cases/old-one/": "cases/other/"},
    }
    assert not (folders.root / "site/cases/older").exists()
    assert not (folders.root / "site/cases/oldest").exists()
