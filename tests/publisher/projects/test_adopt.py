"""`fabu adopt`: a clone of 0.1.0 with its own texts, settings and data becomes a project."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

import fabu
from district import NATIONAL, load_site_config
from district.forms.reading import load_form_definitions
from district.layers import read_layered
from publisher.projects import adopt
from tests.reference import ROOT, written_out


def run(*arguments: str) -> Result:
    return CliRunner().invoke(fabu.cli, arguments)


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone as 0.1.0 was: whole settings with Python among them, program and texts in one folder.

    Every file in it counts as shipped until a test changes it.
    """
    root = tmp_path / "clone"
    written_out(root / "site_config")
    for name in (
        "site_config/__init__.py",
        "site_config/loader.py",
        "fabu.py",
        "publisher/plugin.py",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("# program\n", encoding="utf-8")
    for folder in ("content/about", "content/handbook", "deploy"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copytree(ROOT / "cases_library", root / "cases_library")
    shutil.copytree(ROOT / "content" / "guides", root / "content" / "guides")
    (root / "mkdocs.yml").write_text(
        "site_name: 法布\ntheme:\n  name: material\n  custom_dir: publisher/theme\n"
        "nav:\n  - 关于本站: [about/index.md]\n",
        encoding="utf-8",
    )
    files = {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file()
    }
    release = tmp_path / "release.json"
    release.write_text(json.dumps({"top": [p.name for p in root.iterdir()], "files": files}))
    monkeypatch.setattr(adopt, "RELEASE", release)
    return root


def test_the_release_that_is_compared_with_is_0_1_0() -> None:
    release = json.loads(adopt.RELEASE.read_text("utf-8"))
    assert {"site_config/laws.yml", "content/handbook/case.md", "mkdocs.yml"} <= set(
        release["files"]
    )
    assert "forms_backend" in release["top"]


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_only_what_the_clone_changed_becomes_its_settings(clone: Path, tmp_path: Path) -> None:
    change(clone / "site_config" / "deadlines.yml", "yellow_share: 20", "yellow_share: 30")
    change(clone / "site_config" / "site.yml", "phone: 000-00000000", "phone: 0571-00000001")
    (clone / "site_config" / "forms" / "legal-service-visit.yml").unlink()
    text = (clone / "site_config" / "glossary.yml").read_text("utf-8")
    (clone / "site_config" / "glossary.yml").write_bytes(text.replace("\n", "\r\n").encode())
    result = run("adopt", str(clone), str(tmp_path / "new"))
    assert result.exit_code == 0, result.output
    own = tmp_path / "new" / "site_config"
    assert read_layered(own, "deadlines.yml").data["lights"]["yellow_share"] == 30
    config = load_site_config(own)
    assert config.site.phone == "0571-00000001"
    assert "legal-service-visit" not in load_form_definitions(config, own)
    assert not (own / "glossary.yml").exists()  # other line endings are no change
    assert not list((tmp_path / "new").glob("site_config/**/*.py"))
    assert "deadlines.yml、site.yml" in result.output
    assert "2 个 .py 文件" in result.output


def test_laws_in_the_old_form_are_left_and_told(clone: Path, tmp_path: Path) -> None:
    (clone / "site_config" / "laws.yml").write_text("laws: []\n", encoding="utf-8")
    result = run("adopt", str(clone), str(tmp_path / "new"))
    assert "laws.yml（写法变了" in result.output
    laws = tmp_path / "new" / "site_config" / "laws.yml"
    assert laws.read_bytes() == (ROOT / "site_config" / "laws.yml").read_bytes()


def test_a_changed_file_has_the_effect_that_it_had(clone: Path, tmp_path: Path) -> None:
    path = clone / "site_config" / "vocabulary.yml"
    text = path.read_text("utf-8")
    line = next(line for line in text.splitlines(keepends=True) if line.startswith("  maritime:"))
    path.write_text(text.replace(line, ""), encoding="utf-8")
    run("adopt", str(clone), str(tmp_path / "new"))
    adopted = read_layered(tmp_path / "new" / "site_config", "vocabulary.yml").data
    assert adopted == yaml.safe_load(path.read_text("utf-8"))
    assert "maritime" not in adopted["causes"]
    assert "maritime" in read_layered(NATIONAL, "vocabulary.yml").data["causes"]


def test_texts_and_an_own_menu_come_along_and_the_old_handbook_does_not(
    clone: Path, tmp_path: Path
) -> None:
    change(clone / "mkdocs.yml", "about/index.md", "about/contact.md")
    (clone / "content" / "handbook" / "case.md").write_text(
        "---\ntitle: 我们的\n", encoding="utf-8"
    )
    (clone / "content" / "about" / "index.md").write_text("我们的话\n", encoding="utf-8")
    (clone / "certificates").mkdir()
    result = run("adopt", str(clone), str(tmp_path / "new"))
    new = tmp_path / "new"
    assert [path.name for path in (new / "content" / "handbook").iterdir()] == ["case.md"]
    assert (new / "content" / "about" / "index.md").read_text("utf-8") == "我们的话\n"
    menu = (new / "mkdocs.yml").read_text("utf-8")
    assert "about/contact.md" in menu
    assert "name: fabu" in menu
    assert "没有带来、请自己处理：certificates" in result.output


def test_what_is_no_clone_is_refused(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    result = run("adopt", str(tmp_path / "old"), str(tmp_path / "new"))
    assert "不像是 0.1.0 的仓库" in str(result.exception)
    assert not (tmp_path / "new").exists()


COMPLAINT: dict[str, Any] = {
    "name": "张三丰",
    "phone": "13800138000",
    "firm": "示例童装有限公司",
    "region": "park",
    "category": "enforcement",
    "unit": "market",
    "title": "三个月内重复检查同一事项",
    "description": "今年八月到十月，同一事项被检查四次，每次都要停产半天。",
    "wishes": "希望合并检查，并说明依据。",
    "in_proceedings": "no",
}


def test_a_used_database_goes_along_and_its_ledger_holds(
    clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forms_backend.application import create_app
    from forms_backend.running.settings import load_settings

    assert run("init", "--project", str(clone)).exit_code == 0
    assert run("migrate", "--project", str(clone)).exit_code == 0
    (clone / "site").mkdir()
    app = create_app(load_settings(clone))
    answer = app.test_client().post("/api/forms/complaint", json=COMPLAINT)
    assert answer.status_code == 201, answer.json
    number = answer.json["number"]

    result = run("adopt", str(clone), str(tmp_path / "new"))
    assert "var/（数据库、附件、密钥）已复制" in result.output
    new = tmp_path / "new"
    secrets = new / "var" / "secrets.env"
    assert secrets.read_bytes() == (clone / "var" / "secrets.env").read_bytes()
    assert secrets.stat().st_mode & 0o777 == 0o600
    assert run("migrate", "--project", str(new)).exit_code == 0
    verified = run("ledger", "verify", "--project", str(new))
    assert verified.exit_code == 0, verified.output
    shown = run("submissions", "show", number, "--project", str(new))
    assert COMPLAINT["description"] in shown.output
