import json

import pytest
from click.testing import CliRunner

from fabu import cli


@pytest.fixture
def run(library_ok, monkeypatch):
    monkeypatch.chdir(library_ok.root)
    return lambda *args: CliRunner().invoke(cli, ["schema", *args])


def test_schemas_are_written_and_then_up_to_date(run, library_ok):
    assert run("--check").exit_code == 1
    assert not (library_ok.root / "site_config/schema").exists()
    assert run().exit_code == 0
    assert sorted(p.name for p in (library_ok.root / "site_config/schema").iterdir()) == [
        "answer.schema.json",
        "article.schema.json",
        "case.schema.json",
        "faq.schema.json",
        "guide.schema.json",
        "health-check.schema.json",
        "hearing.schema.json",
        "page.schema.json",
        "policy.schema.json",
        "topic.schema.json",
        "video.schema.json",
    ]
    result = run("--check")
    assert (result.exit_code, result.output) == (0, "14 个文件都是最新的。\n")


def test_new_word_in_the_vocabulary_makes_them_stale(run, library_ok):
    run()
    path = library_ok.root / "site_config/vocabulary.yml"
    text = path.read_text(encoding="utf-8").replace(
        "  labour: 劳动用工\n", "  labour: 劳动用工\n  ip: 知识产权\n"
    )
    path.write_text(text, encoding="utf-8")
    result = run("--check")
    assert result.exit_code == 1
    assert "已过时 site_config/schema/case.schema.json" in result.output
    run()
    schema = json.loads(
        (library_ok.root / "site_config/schema/case.schema.json").read_text(encoding="utf-8")
    )
    assert schema["properties"]["areas"]["items"]["enum"] == ["合同交易", "劳动用工", "知识产权"]


def test_tables_of_the_handbook_are_kept_up_to_date(run, library_ok):
    page = library_ok.content / "handbook/findings.md"
    page.parent.mkdir()
    page.write_text("---\ntitle: 甲\nsummary: 乙\n---\n\n前言\n\n## 全部编号\n", encoding="utf-8")
    assert run("--check").exit_code == 1
    run()
    text = page.read_text(encoding="utf-8")
    assert "前言" in text
    assert "| C203 | 错误 |" in text
