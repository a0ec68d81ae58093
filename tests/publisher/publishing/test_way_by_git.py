"""From a Word file to the live site with git alone, as in VS Code: three people, each with a clone and a
key of their own; withdrawn in one step and brought back."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.forms_backend.manuscripts.newsroom import git
from tests.press_office import PressOffice
from tests.publisher.importing.office_files import DELETED
from tests.publisher.importing.word_documents import word_files

REASON = "引用的规定已经废止，正在更正"


class Colleague:
    """A clone and a key. `writes` is what an editor does in VS Code, `signs` what the others do."""

    def __init__(self, office: PressOffice, name: str, key: Path) -> None:
        self.office, self.key = office, key
        self.clone = key.parent / f"clone-{name}"
        git(key.parent, "clone", "-q", str(office.bare), str(self.clone))

    def fetch(self) -> None:
        git(self.clone, "fetch", "-q", "origin")
        git(self.clone, "checkout", "-q", "-B", "main", "origin/main")

    def push(self, said: str) -> None:
        git(self.clone, "add", "-A")
        git(self.clone, "commit", "-qm", said)
        git(self.clone, "push", "-q", "origin", "main")

    def signs(self, path: str, role: str, *more: str) -> None:
        self.fetch()
        words = ("sign", path, "--role", role, "--key", str(self.key), *more)
        self.office.fabu(*words, at=self.clone)
        self.push(f"签名 {path}")


@pytest.fixture
def keys(tmp_path: Path) -> dict[str, Path]:
    """Key of each person; people.yml has the public half."""
    made = {name: tmp_path / name for name in ("chen", "wang", "li")}
    for path in made.values():
        subprocess.run(["ssh-keygen", "-q", "-N", "", "-t", "ed25519", "-f", path], check=True)
    return made


@pytest.fixture
def office(tmp_path: Path, keys: dict[str, Path]) -> PressOffice:
    def public(name: str) -> str:
        return keys[name].with_name(f"{name}.pub").read_text("utf-8").strip()

    return PressOffice(
        tmp_path,
        f'  wang: {{name: 王审核, office: 普法科, roles: [reviewer], keys: ["{public("wang")}"]}}\n'
        f'  li: {{name: 李签发, office: 法制办, roles: [approver], keys: ["{public("li")}"]}}\n',
    )


def filled(text: str) -> str:
    """What an import left open, written as an editor does; sent for review."""
    text = re.sub(r"  # 【待填】.*", "", text)
    text = re.sub(r"^editor: .*$", "editor: 普法科", text, flags=re.MULTILINE)
    text = text.replace("【待填】图片说明", "送货单的照片")
    return text.replace("status: draft\n", "status: published\nreview: {author: 陈编辑}\n")


def test_three_people_with_git_bring_a_word_file_online_and_take_it_down(
    office: PressOffice, keys: dict[str, Path], tmp_path: Path
) -> None:
    editor, reviewer, approver = (Colleague(office, name, keys[name]) for name in keys)
    (tmp_path / "words").mkdir()
    word = word_files(tmp_path / "words")[0]
    said = office.fabu("import", str(word.path), at=editor.clone)
    path = re.findall(r"cases_library/\S+\.md", said)[0]
    name = Path(path).stem
    file = editor.clone / path
    file.write_text(filled(file.read_text("utf-8")), "utf-8")
    told = [x for x in office.fabu("check", at=editor.clone).splitlines() if x.startswith(path)]
    assert len(told) == 1
    assert "P711 还没有签发" in told[0]
    editor.push(f"新稿 {name}")

    def shown() -> str:
        page = office.releases / "current/site/cases" / name / "index.html"
        return page.read_text("utf-8") if page.is_file() else ""

    reviewer.signs(path, "reviewer")
    assert "还缺签发" in office.fabu("review", at=reviewer.clone)
    approver.signs(path, "approver")
    assert name not in office.fabu("review", at=approver.clone)
    assert "已发布" in office.fabu("publish")
    assert word.words in shown()
    assert "送货单的照片" in shown()
    assert DELETED not in shown()
    assert word.titles[0] in (office.releases / "current/documents.jsonl").read_text("utf-8")

    file = approver.clone / path
    text = file.read_text("utf-8")
    line = f"withdrawn: {{on: 2026-11-20, reason: {REASON}}}\n---\n"
    file.write_text(text.replace("\n---\n", f"\n{line}", 1), "utf-8")
    office.fabu(
        "sign", path, "--role", "approver", "--urgent", "--key", str(keys["li"]), at=approver.clone
    )
    approver.push(f"撤下 {name}")
    office.fabu("publish")
    assert REASON in shown()
    assert word.words not in shown()
    addresses = office.releases / "current/site/_shell/addresses.json"
    assert json.loads(addresses.read_text("utf-8"))["gone"] == [f"cases/{name}/"]
    assert "还缺审核" in office.fabu("review", at=approver.clone)

    file.write_text(text, "utf-8")
    office.fabu(
        "sign", path, "--role", "approver", "--urgent", "--key", str(keys["li"]), at=approver.clone
    )
    approver.push(f"恢复 {name}")
    office.fabu("publish")
    assert word.words in shown()
    reviewer.signs(path, "reviewer")
    assert name not in office.fabu("review", at=reviewer.clone)
