"""One project for every command: how it is found, and where its folders lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from district import project
from district.errors import NoProjectError


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    (folder / "content" / "policies").mkdir(parents=True)
    (folder / project.MARKER).touch()
    for name in ("PROJECT_DIR", "CONFIG_DIR", "SITE_DIR", "INDEX_DIR", "VAR_DIR"):
        monkeypatch.delenv(f"FABU_{name}", raising=False)
    return folder


def test_it_is_the_nearest_folder_above(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / "content" / "policies")
    assert project.find_root() == root
    assert project.is_in_project()


def test_the_variable_names_it_from_anywhere(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NoProjectError, match="fabu start"):
        project.find_root()
    assert not project.is_in_project()
    monkeypatch.setenv("FABU_PROJECT_DIR", str(root))
    assert project.find_root() == root
    monkeypatch.setenv("FABU_PROJECT_DIR", str(root / "content"))
    with pytest.raises(NoProjectError, match="不是网站工程"):
        project.find_root()


FOLDERS = [
    (project.config_dir, "FABU_CONFIG_DIR", "site_config"),
    (project.site_dir, "FABU_SITE_DIR", "site"),
    (project.index_dir, "FABU_INDEX_DIR", "var/index"),
    (project.laws_dir, "FABU_LAWS_DIR", "var/laws"),
]


@pytest.mark.parametrize(("folder", "variable", "default"), FOLDERS)
def test_its_folders_lie_below_it_unless_something_says_otherwise(
    root: Path, monkeypatch: pytest.MonkeyPatch, folder, variable, default
) -> None:
    assert folder(root) == root / default
    (root / ".env").write_text(f"{variable}=elsewhere\n", encoding="utf-8")
    assert folder(root) == root / "elsewhere"
    monkeypatch.setenv(variable, "/srv/nearer")
    assert folder(root) == Path("/srv/nearer")


def test_generator_and_backend_read_the_same_folders(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forms_backend.running.secrets_file import write_missing_secrets
    from forms_backend.running.settings import load_settings

    write_missing_secrets(root / "var" / "secrets.env")
    (root / "own").mkdir()
    (root / "own" / "site.yml").touch()
    (root / ".env").write_text("FABU_CONFIG_DIR=own\nFABU_SITE_DIR=public\n", encoding="utf-8")
    monkeypatch.chdir(root / "content")
    settings = load_settings()
    assert settings.config_dir == project.config_dir(root) == root / "own"
    assert settings.site_dir == project.site_dir(root) == root / "public"
    assert settings.project_dir == root
