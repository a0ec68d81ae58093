"""A word is exchanged in every manuscript, shown first."""

from click.testing import CliRunner

from fabu import cli
from tests.publisher.manuscripts import CASE


def run(library, monkeypatch, *arguments):
    monkeypatch.chdir(library.root)
    return CliRunner().invoke(cli, ["retag", *arguments])


def test_it_shows_first_and_writes_on_demand(library_ok, monkeypatch):
    file = library_ok.root / CASE
    before = file.read_text(encoding="utf-8")
    word = before.split("keywords: [")[1].split("]")[0].split(",")[0].strip()
    shown = run(library_ok, monkeypatch, "keywords", word, "新的词")
    assert shown.exit_code == 0
    assert "新的词" in shown.output
    assert "还没有写入" in shown.output
    assert file.read_text(encoding="utf-8") == before
    assert "已改" in run(library_ok, monkeypatch, "keywords", word, "新的词", "--write").output
    assert file.read_text(encoding="utf-8") == before.replace(f"[{word}", "[新的词", 1)
    assert "没有稿件" in run(library_ok, monkeypatch, "keywords", word, "新的词").output


def test_words_that_cannot_be_exchanged_are_refused(library_ok, monkeypatch):
    for words in (("甲", "甲"), ("", "甲"), ("甲", "乙" * 61)):
        assert run(library_ok, monkeypatch, "keywords", *words).exit_code == 2
    assert run(library_ok, monkeypatch, "title", "甲", "乙").exit_code == 2
