"""Files that somebody made up, sent with complete forms: `make fuzz-uploads` sends 5,000 of them.

Whatever becomes of a file, the form is answered: with its receipt when every file was taken, otherwise
with the page that names each file that was not, and no other mistake. Nothing is left behind.
"""

from __future__ import annotations

import html
import io
import os
import random
from pathlib import Path
from typing import Any

import pytest

from forms_backend.attachments import messages
from forms_backend.attachments.readers.answer import Outcome
from forms_backend.attachments.service import AttachmentService
from forms_backend.attachments.zygote_process import ZygoteProcess
from tests.forms_backend.attachments.mutations import mutation
from tests.forms_backend.attachments.test_hostile_files import MOST_CPU_SECONDS, MOST_MEGABYTES
from tests.long import amount

URL = "/forms/complaint"
MUTATIONS = int(os.environ.get("UPLOAD_MUTATIONS", amount(40, 100)))
SEED = os.environ.get("UPLOAD_SEED", "20261129")
BATCH = 100
AT_ONCE = 3


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, Any]]:
    """What workers said and how they ended."""
    seen: list[tuple[Any, Any]] = []
    run = ZygoteProcess.run

    def listening(self: ZygoteProcess, *arguments: Any) -> Any:
        answer, ending = run(self, *arguments)
        seen.append((answer, ending))
        return answer, ending

    monkeypatch.setattr(ZygoteProcess, "run", listening)
    return seen


@pytest.mark.parametrize("batch", range(max(1, MUTATIONS // BATCH)))
def test_no_file_brings_a_form_down(
    app: Any, parts: Any, open_browser: Any, complaint: Any, looked_at: Any, clock: Any,
    tmp_path: Path, caplog: Any, batch: int,
) -> None:  # fmt: skip
    chance = random.Random(f"{SEED}-{batch}")
    browser = open_browser(app.test_client())
    left, stored, refused = min(BATCH, MUTATIONS), 0, 0
    staged = 0
    while left > 0:
        sent = [mutation(chance) for _ in range(min(left, chance.randint(1, AT_ONCE)))]
        left -= len(sent)
        browser.open_form(URL)
        wishes = f"希望合并检查（{batch}-{left}）。"
        page = browser.send(
            URL, complaint | {"wishes": wishes, "files": [(io.BytesIO(c), n) for n, c in sent]}
        )
        named = [name for name, _ in sent if name]  # a browser sends no file without a name
        if page.status == 200:
            assert page.code(0).startswith("TS"), page.text
            stored += len(named)
            continue
        assert (page.status, list(page.summary())) == (422, ["files"]), (batch, sent, page.text)
        said = html.unescape(page.error_at("files") or "")
        kept = page.text.count('name="files.kept"')
        staged += kept
        refused += len(named) - kept
        assert said.count("“") >= len(named) - kept > 0
        assert messages.NOT_INSPECTED not in said
        assert messages.BUSY not in said
    assert stored > 0
    assert refused > min(BATCH, MUTATIONS) // 10
    for answer, ending in looked_at:
        assert answer is not None
        assert answer.outcome is not Outcome.BUG, answer
        assert ending.cpu_ms <= MOST_CPU_SECONDS * 1000
        assert ending.peak_kb <= MOST_MEGABYTES * 1024
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
    root = tmp_path / "var" / "attachments"
    on_disk = {
        p: sum(f.is_file() for f in (root / p).rglob("*")) for p in ("staging", "stored", "moving")
    }
    assert on_disk == {"staging": staged, "stored": stored, "moving": 0}
    clock.move(hours=3)
    assert parts[AttachmentService].sweep() == staged
