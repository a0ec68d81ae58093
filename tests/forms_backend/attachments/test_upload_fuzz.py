"""Thousands of small files that somebody made up: never a crash, never anything left behind."""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import Any

import pytest

from forms_backend.attachments.kinds import ACCEPTED_EXTENSIONS
from forms_backend.attachments.service import AttachmentService
from tests.forms_backend.attachments.sample_files import ACCEPTED, EXECUTABLE, encrypted_zip

URL = "/forms/complaint"
FILES = 2_400
AT_ONCE = 5
NAMES = (
    "",
    ".",
    "..",
    "a",
    "/etc/passwd",
    "..\\..\\a",
    "\x00",
    "a\u202egpj",
    "字" * 300,
    "a'b\"",
    "%s{0}",
)
HEADS = tuple(content[:16] for content in ACCEPTED.values())


def change(chance: random.Random, content: bytes) -> bytes:
    """The same file with something wrong: cut, flipped, doubled, mixed, or nothing wrong at all."""
    data = bytearray(content)
    for _ in range(chance.randint(0, 6)):
        place = chance.randrange(len(data)) if data else 0
        match chance.randrange(6):
            case 0:
                del data[place:]
            case 1 if data:
                data[place] ^= 1 << chance.randrange(8)
            case 2:
                data[place:place] = chance.randbytes(chance.randint(1, 40))
            case 3:
                data[place : place + 4] = chance.choice(
                    (bytes(4), b"\xff" * 4, b"\x7f\xff\xff\xff")
                )
            case 4:
                other = chance.choice(tuple(ACCEPTED.values()))
                data += other[: chance.randrange(len(other))]
            case _:
                del data[place : place + chance.randint(1, 30)]
    return bytes(data)


def made_up(chance: random.Random) -> tuple[str, bytes]:
    name = chance.choice(tuple(ACCEPTED))
    content = change(chance, ACCEPTED[name])
    match chance.randrange(8):
        case 0:
            content = chance.choice(HEADS) + chance.randbytes(chance.randint(0, 600))
        case 1:
            content = chance.choice((EXECUTABLE, encrypted_zip(), chance.randbytes(50), b""))
    if chance.random() < 0.3:
        name = chance.choice(NAMES) + chance.choice((*ACCEPTED_EXTENSIONS, "", ".exe", ".zip"))
    return name, content


@pytest.mark.parametrize("seed", [20261120])
def test_no_file_brings_the_server_down(
    app: Any, parts: Any, open_browser: Any, clock: Any, tmp_path: Path, caplog: Any, seed: int
) -> None:
    chance = random.Random(seed)
    browser = open_browser(app.test_client())
    browser.open_form(URL)
    staged = 0
    for _ in range(FILES // AT_ONCE):
        sent = [made_up(chance) for _ in range(AT_ONCE)]
        data = {"files": [(io.BytesIO(content), name) for name, content in sent]}
        page = browser.send(URL, data)
        assert page.status == 422, (seed, sent)
        staged += page.text.count('name="files.kept"')
    assert FILES // 10 < staged < FILES  # some survive their changes, many do not
    assert "Traceback" not in caplog.text
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
    root = tmp_path / "var" / "attachments"
    assert sum(path.is_file() for path in root.rglob("*")) == staged
    clock.move(hours=3)
    assert parts[AttachmentService].sweep() == staged
    assert not [path for path in root.rglob("*") if path.is_file()]
