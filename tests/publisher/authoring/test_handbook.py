"""The handbook says what the code does."""

from pathlib import Path

import pytest

from district import load_site_config
from fabu import COMMANDS
from publisher.authoring.handbook import with_section
from publisher.authoring.schema import json_schema
from publisher.checks import read_and_check
from publisher.model.documents.document import Kind
from publisher.model.finding import CODES
from tests.publisher.mini_project import FIXTURES, TODAY, project, read
from tests.reference import SITE_CONFIG

HANDBOOK = Path(__file__).parents[3] / "content" / "handbook"
KINDS = [kind for kind in Kind if kind is not Kind.PAGE]


def page(name: str) -> str:
    return (HANDBOOK / name).read_text(encoding="utf-8")


def test_every_finding_code_is_explained_and_no_other():
    rows = [line.split(" | ") for line in page("findings.md").split("\n") if line.startswith("| ")]
    codes = {row[0].removeprefix("| "): row[1] for row in rows if row[0] != "| 编号"}
    assert codes == {code.code: code.level.label for code in CODES.values()}


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_is_in_the_table_of_its_kind(kind):
    schema = json_schema(kind, load_site_config(SITE_CONFIG))
    text = page(f"{kind.value}.md")
    for key in schema["properties"]:
        required = "必填" if key in schema["required"] else "选填"
        assert f"| `{key}` | {required} |" in text


@pytest.mark.parametrize("kind", KINDS)
def test_example_passes_the_check(kind, tmp_path):
    """Copied as it stands, with what it refers to, an example gives no error."""
    folders = project(FIXTURES / "library_ok", tmp_path / "project")
    for name in ("site.yml", "units.yml", "vocabulary.yml"):
        source = HANDBOOK.parents[1] / "site_config" / name
        (folders.root / "site_config" / name).write_bytes(source.read_bytes())
    for folder in (folders.cases, folders.content):
        for file in folder.rglob("*.md"):
            if file.parent.name != "templates":
                file.unlink()
    for other in KINDS:
        example = (
            page(f"{other.value}.md").partition("## 示例\n\n```\n")[2].partition("\n```")[0] + "\n"
        )
        stem = example.partition("id: ")[2].partition("\n")[0]
        where = folders.cases / "2026" if other is Kind.CASE else folders.content / other.folder
        where.mkdir(parents=True, exist_ok=True)
        (where / f"{stem}.md").write_text(example, encoding="utf-8")
    (folders.content / "health-checks" / "ip-protection.md").write_text(
        (folders.content / "health-checks" / "labour-basics.md")
        .read_text(encoding="utf-8")
        .replace("id: labour-basics", "id: ip-protection"),
        encoding="utf-8",
    )
    _, config, _ = read(folders)
    _, findings = read_and_check(folders, config, TODAY)
    column = {Kind.CASE: "cases_library"}.get(kind, f"content/{kind.value}")[:14]
    assert [str(f) for f in findings if f.path.startswith(column)] == []


def test_index_names_the_commands_of_editors():
    for command in ("check", "new", "schema", "build", "preview"):
        assert command in COMMANDS
    for command in ("fabu check", "fabu new", "fabu schema", "fabu preview"):
        assert command in page("index.md")


def test_index_links_to_every_page():
    text = page("index.md")
    for file in HANDBOOK.glob("*.md"):
        assert file.name == "index.md" or f"({file.name})" in text


def test_section_is_replaced_up_to_the_next_heading():
    text = "# 甲\n\n## 乙\n\n旧\n\n### 细\n\n旧\n\n## 丙\n\n留\n"
    assert with_section(text, "乙", "新") == "# 甲\n\n## 乙\n\n新\n\n## 丙\n\n留\n"
    assert with_section(text, "丙", "新") == text.replace("留", "新")
    assert with_section(text, "丁", "新") == text
