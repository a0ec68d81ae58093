"""Python and the browser's own JavaScript agree on random answer sheets, in `make test-long` ten thousand (in Node;
tests/browser/test_health_check.py has the same in Chromium)."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from publisher.health.sheet import combined
from publisher.rendering.environment import THEME_DIR
from tests.health_sheets import assert_agreement, questionnaire, random_sheets
from tests.node import NODE

HERE = Path(__file__).parent
MODULES = ("health-check-answers.js", "health-check-score.js", "health-check-sheet.js")


def test_random_sheets_give_the_same_result(tmp_path: Path) -> None:
    for name in MODULES:
        shutil.copy(THEME_DIR / "assets/fabu" / name, tmp_path)
    shutil.copy(HERE / "answer_sheets.mjs", tmp_path)
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    sheets = random_sheets(20261120)
    (tmp_path / "sheets.json").write_text(
        json.dumps({"data": questionnaire().data, "cases": sheets}), encoding="utf-8"
    )
    done = subprocess.run(
        [NODE, "answer_sheets.mjs", "sheets.json"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert_agreement(sheets, json.loads(done.stdout))


def test_replaced_questions_are_asked_once() -> None:
    checks = questionnaire().checks
    own, general = checks["childrens-wear"], checks["labour-contract"]
    keys = [question.key for question in combined((own, general))]
    assert "labour-contract/q4" not in keys
    assert "childrens-wear/q9" in keys
    assert len(keys) == len(own.questions) + len(general.questions) - 2
