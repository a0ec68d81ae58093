from pathlib import Path

import pytest

from district import FabuError
from district.errors import NoProjectError
from publisher.project import config_dir, find_project, find_root


def test_root_is_the_nearest_parent_with_mkdocs_yml(library_ok):
    assert find_root(library_ok.cases / "2026") == library_ok.root
    assert find_project(library_ok.cases / "2026") == library_ok


def test_working_directory_is_where_the_search_begins(library_ok, monkeypatch):
    monkeypatch.chdir(library_ok.content)
    assert find_project() == library_ok


def test_without_a_project_the_error_says_where_it_looked(tmp_path):
    with pytest.raises(NoProjectError, match=r"没有找到 mkdocs\.yml"):
        find_project(tmp_path)


def test_folders_may_lie_elsewhere(library_ok, tmp_path, monkeypatch):
    (tmp_path / "cases").mkdir()
    monkeypatch.chdir(tmp_path)
    folders = find_project(library_ok.root, cases=Path("cases"))
    assert folders.cases == tmp_path / "cases"
    assert folders.content == library_ok.content


def test_folder_that_does_not_exist_is_named(library_ok, tmp_path):
    with pytest.raises(FabuError, match="--cases"):
        find_project(library_ok.root, cases=tmp_path / "nowhere")


def test_settings_lie_below_the_root(library_ok):
    assert config_dir(library_ok.root) == library_ok.root / "site_config"
