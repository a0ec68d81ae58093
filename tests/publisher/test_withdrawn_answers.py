"""Once a consent is withdrawn, nothing that the site writes still holds the answer."""

import pytest

from district import FabuError
from publisher.model.withdrawal import WITHDRAWN
from tests.publisher.manuscripts import ANSWER, TOPIC, text_of
from tests.publisher.site_project import NOW, build, records, site_project, with_keys, write

TITLE = "供货方迟延交货怎么办"
DIGEST = "1" * 64


def withdraw(folders, text: str) -> None:
    (folders.content / WITHDRAWN).write_text(text, encoding="utf-8")


def files_with(folders, words: str) -> set[str]:
    site = folders.root / "site"
    read = (".html", ".xml", ".json", ".jsonl", ".ics", ".txt", ".yml")
    found = (f for f in (*site.rglob("*"), folders.root / "documents.jsonl") if f.suffix in read)
    return {f.name for f in found if words in f.read_text(encoding="utf-8")}


@pytest.fixture
def folders(tmp_path):
    found = site_project(tmp_path / "project")
    write(found, {TOPIC: with_keys(text_of(TOPIC), picks="[answer-late-delivery]")})
    return found


def test_a_withdrawn_answer_leaves_pages_lists_feeds_and_search(folders) -> None:
    build(folders, NOW)
    assert files_with(folders, TITLE) >= {"index.html", "documents.jsonl", "feed.xml"}
    assert "经来件人同意公开" in (
        folders.root / "site/answers/answer-late-delivery/index.html"
    ).read_text(encoding="utf-8")

    withdraw(folders, f'withdrawn:\n  - "{DIGEST}"\n')
    build(folders, NOW)
    assert files_with(folders, TITLE) == set()
    assert files_with(folders, DIGEST) == set()
    assert not (folders.root / "site/answers").exists() or not list(
        (folders.root / "site/answers").rglob("*.html")
    )
    assert "answer" not in {record["kind"] for record in records(folders)}


def test_the_digest_of_another_submission_takes_nothing_down(folders) -> None:
    withdraw(folders, f'withdrawn:\n  - "{"2" * 64}"\n')
    build(folders, NOW)
    assert "answer" in {record["kind"] for record in records(folders)}


@pytest.mark.parametrize(
    "text", ["", "withdrawn: x\n", "withdrawn: [TS202611-000001]\n", "withdrawn: [\n", "- a\n"]
)
def test_a_list_that_cannot_be_read_stops_the_build(folders, text: str) -> None:
    withdraw(folders, text)
    with pytest.raises(FabuError, match="withdrawn"):
        build(folders, NOW)


def test_an_empty_list_is_fine(folders) -> None:
    withdraw(folders, "withdrawn: []\n")
    build(folders, NOW)
    assert (folders.root / "site/answers/index.html").exists()


def test_asked_after_answered_is_a_finding(tmp_path) -> None:
    folders = site_project(tmp_path / "project")
    write(folders, {ANSWER: with_keys(text_of(ANSWER), asked="2026-10")})
    with pytest.raises(FabuError, match="C206"):
        build(folders, NOW)
