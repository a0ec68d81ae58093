"""Once a hearing is over, nothing that the site writes still describes its parties."""

from datetime import datetime

import pytest

from publisher import build_cli
from publisher.model.fields import CHINA
from publisher.moment import passed_moments
from tests.publisher.manuscripts import HEARING, TOPIC, text_of
from tests.publisher.site_project import NOW, build, records, site_project, with_keys, write

AFTER = datetime(2026, 12, 8, 12, 0, tzinfo=CHINA)
TITLE = "某建材公司诉某建筑公司案"
STORY = "建材公司催要货款四十七万元"


def project_with_a_story(tmp_path):
    folders = site_project(tmp_path / "project")
    text = with_keys(text_of(HEARING), title=TITLE, summary="建材货款之争，欢迎旁听。")
    topic = with_keys(text_of(TOPIC), picks="[hearing-sale]")
    write(folders, {HEARING: text.replace("买卖货款争议。", STORY), TOPIC: topic})
    return folders


def files_with(folders, words):
    site = folders.root / "site"
    files = [
        f
        for f in (*site.rglob("*"), folders.root / "documents.jsonl")
        if f.suffix in (".html", ".xml", ".json", ".jsonl", ".ics", ".txt")
    ]
    return {f.name for f in files if words in f.read_bytes().decode().replace("\r\n ", "")}


def test_description_leaves_every_file_and_cause_and_date_stay(tmp_path):
    folders = project_with_a_story(tmp_path)
    build(folders, NOW)
    assert files_with(folders, TITLE) >= {
        "index.html",
        "documents.jsonl",
        "calendar.ics",
        "hearing.ics",
        "feed.xml",
    }
    assert "hearing-sale" in {record["id"] for record in records(folders)}

    build(folders, AFTER)
    assert files_with(folders, TITLE) == set()
    assert files_with(folders, STORY) == set()
    assert "hearing-sale" not in {record["id"] for record in records(folders)}
    page = (folders.root / "site/hearings/hearing-sale/index.html").read_text(encoding="utf-8")
    assert "买卖合同纠纷（2026年12月8日）" in page
    assert "怎么来旁听" not in page
    assert not (folders.root / "site/hearings/hearing-sale/hearing.ics").exists()
    assert "买卖合同纠纷（2026年12月8日）" in (folders.root / "site/hearings/index.html").read_text(
        encoding="utf-8"
    )


def test_how_to_come_leaves_the_page_when_booking_has_closed(tmp_path):
    folders = project_with_a_story(tmp_path)
    page = folders.root / "site/hearings/hearing-sale/index.html"
    build(folders, NOW)
    assert "怎么来旁听" in page.read_text(encoding="utf-8")
    build(folders, datetime(2026, 12, 4, 17, 1, tzinfo=CHINA))
    text = page.read_text(encoding="utf-8")
    assert "怎么来旁听" not in text
    assert "本场预约已于 2026-12-04 17:00 截止" in text


@pytest.mark.parametrize("place", ["", "2026/", "2026/12/"])
@pytest.mark.parametrize(
    ("hour", "passed"),
    [
        ("2026-12-04 16:59", 0),
        ("2026-12-04 17:00", 1),
        ("2026-12-08 11:29", 1),
        ("2026-12-08 11:30", 2),
    ],
)
def test_site_is_out_of_date_from_the_end_of_booking_and_of_the_hearing(
    tmp_path, hour, passed, place
):
    """In whatever folder below hearings/ its manuscript lies, and whatever else lies there."""
    folders = project_with_a_story(tmp_path)
    now = datetime.strptime(hour, "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)
    target = folders.content / "hearings" / place / "hearing-sale.md"
    target.parent.mkdir(parents=True, exist_ok=True)
    (folders.root / HEARING).rename(target)
    (folders.content / "hearings/folder.md").mkdir()
    (folders.content / "hearings/nothing.md").symlink_to("nowhere.md")
    assert passed_moments(folders.content / "hearings", now) == passed


def test_build_if_changed_builds_again_when_a_hearing_has_ended(tmp_path, monkeypatch):
    folders = project_with_a_story(tmp_path)
    digests = set()
    for ended in (0, 1, 1, 2):
        monkeypatch.setattr(build_cli, "passed_moments", lambda folder, now, ended=ended: ended)
        digests.add(build_cli.inputs_digest(folders))
    assert len(digests) == 3
