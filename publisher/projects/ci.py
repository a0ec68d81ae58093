"""The check of a merge request on the four forges that offices use: one script, and the file that calls it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path


class Forge(StrEnum):
    """代码托管平台."""

    GITHUB = "github"
    GITLAB = "gitlab"
    GITEA = "gitea"
    GITEE = "gitee"


SCRIPT = "ci-check"

_SCRIPT = """\
#!/bin/sh
# 合并请求的检查：只看改动碰到的稿件，和这些改动在别处引起的问题；再生成一份预览。
# 用法：./ci-check [目标分支]，如 ./ci-check origin/main。在自己的电脑上也能运行。
#   CI_FORMAT   text、json 或 github，默认 text
#   CI_PREVIEW  预览放在哪里，默认 preview；写 no 则不生成
set -eu
cd "$(dirname "$0")"
target="${1:-origin/main}"
fabu check --since "$target" --format "${CI_FORMAT:-text}"
if [ "${CI_PREVIEW:-preview}" != no ]; then
  fabu build --without-booklets --site-dir "${CI_PREVIEW:-preview}"
fi
"""

_ACTIONS = """\
# 合并请求的检查（编辑用），几分钟完成。程序从哪里装：在仓库的变量里设 FABU_PACKAGE，默认 fabu-site。
name: fabu-check
on: pull_request
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: pip install "${{ vars.FABU_PACKAGE || 'fabu-site' }}"
      - run: ./ci-check "origin/${{ github.base_ref }}"
        env:
          CI_FORMAT: github
      - uses: actions/upload-artifact@v__UPLOAD__
        with:
          name: preview
          path: preview
          retention-days: 14
"""

_GITLAB = """\
# 合并请求的检查（编辑用），几分钟完成。程序从哪里装：在 CI/CD 变量里设 FABU_PACKAGE，默认 fabu-site。
fabu-check:
  image: python:3.12
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  variables:
    GIT_DEPTH: "0"
  script:
    - pip install "${FABU_PACKAGE:-fabu-site}"
    - git fetch origin "$CI_MERGE_REQUEST_TARGET_BRANCH_NAME"
    - ./ci-check FETCH_HEAD
  artifacts:
    paths: [preview]
    expire_in: 14 days
"""

_GITEE = """\
# 合并请求的检查（编辑用），几分钟完成。程序从哪里装：在流水线变量里设 FABU_PACKAGE，默认 fabu-site。
version: '1.0'
name: fabu-check
displayName: fabu-check
triggers:
  pr:
    branches:
      include:
        - main
stages:
  - name: check
    displayName: 检查稿件
    jobs:
      - step: build@python
        name: fabu_check
        displayName: fabu check
        pythonVersion: '3.12'
        commands:
          - pip install "${FABU_PACKAGE:-fabu-site}"
          - git fetch --unshallow origin || true
          - git fetch origin main
          - ./ci-check FETCH_HEAD
        artifacts:
          - name: preview
            path:
              - ./preview
"""

FILES: dict[Forge, tuple[str, str]] = {
    Forge.GITHUB: (".github/workflows/fabu-check.yml", _ACTIONS.replace("__UPLOAD__", "4")),
    Forge.GITEA: (".gitea/workflows/fabu-check.yml", _ACTIONS.replace("__UPLOAD__", "3")),
    Forge.GITLAB: (".gitlab-ci.yml", _GITLAB),
    Forge.GITEE: (".workflow/fabu-check.yml", _GITEE),
}
"""Where each forge looks, and what it finds there. Gitea's runner knows the third upload alone."""


def write_ci(root: Path, forge: Forge) -> None:
    """The script, executable, and the file of `forge`."""
    script = root / SCRIPT
    script.write_text(_SCRIPT, encoding="utf-8", newline="\n")
    script.chmod(0o755)
    name, text = FILES[forge]
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
