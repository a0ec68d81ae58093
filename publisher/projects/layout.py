"""The files that every project has besides texts and settings, and its first commit."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import click

from district import load_site_config
from publisher.authoring.derived import derived_files
from publisher.model.loader import Folders
from publisher.project import config_dir
from publisher.shipped import DEPLOY, SHIPPED

FILES = {
    ".gitignore": """\
/.venv/
/var/
/site/
/preview/
/.cache/
/documents.jsonl
/hearings.json
/laws.json
.env
""",
    ".gitattributes": "* text=auto eol=lf\n",
    ".pre-commit-config.yaml": """\
# 先运行一次 pre-commit install；以后每次提交前自动检查稿件和设置。
repos:
  - repo: local
    hooks:
      - id: fabu-check
        name: fabu check
        entry: fabu check
        language: system
        files: ^(content|cases_library|site_config)/
        pass_filenames: false
""",
    "README.md": """\
# 普法网站

这个文件夹是一个网站工程：稿件和设置在这里，程序（法布）另外安装，升级程序不动这里的文件。

| 在哪里 | 是什么 |
|---|---|
| `content/`、`cases_library/` | 稿件，一篇一个 Markdown 文件 |
| `site_config/` | 本区的设置，只写与国家默认不同的；`fabu config show` 列出每一项的值和出处 |
| `mkdocs.yml` | 菜单 |
| `deploy/` | 部署到服务器用的样例 |
| `var/` | 数据库、附件、密钥，不进 git，要备份 |

```sh
fabu up               # 网站和表单：http://127.0.0.1:8000
fabu preview          # 边写边看
fabu new case ID      # 新建一篇案例
fabu check            # 检查稿件和设置
```

先做三件事：

1. 在 `site_config/site.yml`、`units.yml` 里填写真实信息（`fabu check` 会逐项提醒还是“示例”的）。
2. 改写 `content/about/` 里的几页：里面的名称、电话、地址也是示例。
3. 运行 `pre-commit install`，以后每次提交前自动检查。

升级程序：`pip install` 新版本，再运行 `fabu migrate`。写稿和运维的办法见网站上的编辑手册和运维手册。
""",
}

IDENTITY = ("-c", "user.name=法布", "-c", "user.email=fabu@localhost")
"""Stands in where git knows nobody."""


def check_is_free(root: Path) -> None:
    """Raises click.UsageError unless `root` is not there yet, or a folder with nothing in it but the
    environment that the program was installed in."""
    if root.exists() and (not root.is_dir() or {path.name for path in root.iterdir()} - {".venv"}):
        raise click.UsageError(f"“{root}”里已经有东西，没有改动它；请另选一个空目录")


def write_layout(root: Path) -> None:
    """Everything of `FILES`, the menu, the samples for a server, and what follows from the settings."""
    for name, text in FILES.items():
        (root / name).write_text(text, encoding="utf-8", newline="\n")
    if not (root / "mkdocs.yml").exists():
        shutil.copyfile(SHIPPED / "mkdocs.yml", root / "mkdocs.yml")
    shutil.copytree(DEPLOY, root / "deploy", ignore=shutil.ignore_patterns("__pycache__"))
    for folder in ("content", "cases_library"):
        (root / folder).mkdir(exist_ok=True)
        if not any((root / folder).iterdir()):
            (root / folder / ".gitkeep").touch()
    folders = Folders(root, root / "cases_library", root / "content")
    for path, text in derived_files(folders, load_site_config(config_dir(root))).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def first_commit(root: Path, message: str) -> bool:
    """Make `root` a git repository with everything in it; False where there is no git, or it fails:
    the project is complete without."""
    if shutil.which("git") is None:
        return False
    known = _git(root, "config", "user.email").returncode == 0
    steps = (
        ("init", "--quiet", "--initial-branch=main"),
        ("add", "--all"),
        (*(() if known else IDENTITY), "commit", "--quiet", "--message", message),
    )
    return all(_git(root, *step).returncode == 0 for step in steps)


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)
