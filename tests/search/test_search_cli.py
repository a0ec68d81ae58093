from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import fabu
from search.cli import DOCUMENTS
from search.document import Document, write_documents
from search.server.service import SearchService

Builder = Callable[[Sequence[Document]], SearchService]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run `fabu …` in an empty directory; exit code, output and errors."""
    monkeypatch.chdir(tmp_path)

    def run_fabu(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["fabu", *arguments])
        with pytest.raises(SystemExit) as stopped:
            fabu.main()
        out, err = capsys.readouterr()
        return int(stopped.value.code or 0), out, err

    return run_fabu


@pytest.fixture
def indexed(library: list[Document], run: Run) -> Run:
    """The same with the library indexed at the default place."""
    Path("mkdocs.yml").touch()
    write_documents(Path(DOCUMENTS), library)
    code, out, _ = run("index")
    assert code == 0
    assert f"共 {len(library)} 篇" in out
    return run


def test_indexing_again_says_that_nothing_changed(indexed: Run) -> None:
    code, out, _ = indexed("index")
    assert code == 0
    assert "新增 0，修改 0，删除 0" in out
    assert "已重建" in indexed("index", "--rebuild")[1]


def test_the_text_output_names_synonyms_and_suggestions(indexed: Run) -> None:
    assert "“欠薪”也按“拖欠工资”查找。" in indexed("search", "欠薪")[1]
    assert "您是不是要找：劳动用工" in indexed("search", "劳动佣工")[1]


def test_other_places_can_be_named(run: Run, library: list[Document], tmp_path: Path) -> None:
    write_documents(tmp_path / "d.jsonl", library)
    assert run("index", "--documents", "d.jsonl", "--index-dir", "i")[0] == 0
    assert "共 1 条" in run("search", "劳动监察", "--index-dir", "i")[1]


def test_a_search_prints_hits_for_people(indexed: Run) -> None:
    code, out, _ = indexed("search", "劳动监察大队")
    assert code == 0
    assert out.startswith("共 1 条\n1. 拖欠工资怎么办  [wages  case  2026-01-01  cases/wages/]\n")
    assert "mark" not in out


def test_a_search_prints_hits_for_programs(indexed: Run) -> None:
    _, out, _ = indexed("search", "合同", "--format", "jsonl", "--limit", "2")
    hits = [json.loads(line) for line in out.splitlines()]
    assert len(hits) == 2
    assert hits[0].keys() == {"id", "score", "url", "kind", "title", "date"}


def test_nothing_found_is_no_failure(indexed: Run) -> None:
    code, out, _ = indexed("search", "，。")
    assert (code, out.splitlines()[0]) == (0, "共 0 条")


def test_a_batch_is_answered_in_order_with_limit(indexed: Run) -> None:
    queries = [{"qid": "a", "text": "合同"}, {"qid": 2, "text": ""}, {"qid": "c", "text": "工资"}]
    lines = "\n".join(json.dumps(query) for query in queries)
    Path("q.jsonl").write_text(f"\ufeff{lines}\n\n", "utf-8")
    code, out, _ = indexed("search", "--queries", "q.jsonl", "--limit", "1")
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [answer["qid"] for answer in answers] == ["a", 2, "c"]
    assert [len(answer["hits"]) for answer in answers] == [1, 0, 1]
    assert answers[2]["hits"][0].keys() == {"id", "score"}
    assert "## c 工资" in indexed("search", "--queries", "q.jsonl", "--format", "text")[1]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [("{", "不是一行 JSON"), ('{"qid": 1}', "text"), ('{"text": "a"}', "缺少「qid」")],
)
def test_a_bad_query_line_is_named(indexed: Run, line: str, sentence: str) -> None:
    Path("q.jsonl").write_text('{"qid": 1, "text": "a"}\n' + line, "utf-8")
    code, out, err = indexed("search", "--queries", "q.jsonl")
    assert (code, out) == (1, "")
    assert "q.jsonl:2: " in err
    assert sentence in err


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["search", "劳动"], 1, "var/index 里还没有索引，请先运行 fabu index"),
        (["index"], 1, "请先运行 fabu build"),
        (["search"], 2, "QUERY 或 --queries"),
        (["search", "a", "--queries", "pyproject.toml"], 2, "pyproject.toml"),
        (["search", "a", "--limit", "0"], 2, "--limit"),
        (["search", "a", "--format", "xml"], 2, "xml"),
        (["index", "--nonsense"], 2, "--nonsense"),
    ],
)
def test_wrong_use_and_missing_files_have_their_exit_codes(
    run: Run, arguments: list[str], code: int, sentence: str
) -> None:
    Path("mkdocs.yml").touch()
    found, _, err = run(*arguments)
    assert found == code
    assert sentence in err


def test_a_bad_line_is_an_error_with_its_place(run: Run) -> None:
    Path("d.jsonl").write_text('{"id": 1}')
    code, _, err = run("index", "--documents", "d.jsonl", "--index-dir", "i")
    assert code == 1
    assert "d.jsonl:1: 「id」应为文字，实际为 int；缺少「title」；缺少「text」" in err


@pytest.mark.parametrize("arguments", [["index"], ["search", "劳动"]])
def test_without_a_project_the_places_have_to_be_named(run: Run, arguments: list[str]) -> None:
    code, _, err = run(*arguments)
    assert code == 2
    assert "没有找到 mkdocs.yml" in err


def test_a_search_widens_by_the_synonyms_of_the_project(indexed: Run) -> None:
    Path("site_config").mkdir()
    Path("site_config/synonyms.yml").write_text("groups: []\none_way: []\n", "utf-8")
    assert "也按" not in indexed("search", "欠薪")[1]
