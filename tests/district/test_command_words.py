"""The command line speaks Chinese: click's own words, and the reasons of the operating system."""

from __future__ import annotations

import errno
import gettext
import io
import os
import socket
import string
import subprocess
import sys
from pathlib import Path

import click
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from district.command_words import DOMAIN, LOCALE
from district.os_reasons import reason_of

ROOT = Path(__file__).parents[2]
FOLDER = LOCALE / "zh_CN" / "LC_MESSAGES"


def catalog():
    return read_po(io.BytesIO((FOLDER / f"{DOMAIN}.po").read_bytes()), locale="zh_CN")


def texts(found):
    return {message.id: message.string for message in found if message.id}


def test_every_text_of_click_is_translated():
    known = {key for key, text in texts(catalog()).items() if text and all(text)}
    asked = {found[2] for found in extract_from_dir(str(Path(click.__file__).parent))}
    assert asked
    assert asked - known == set()


def test_a_translation_asks_for_nothing_that_click_does_not_give():
    def fields(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for message in catalog():
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        if message.id:
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            for text in texts:
                assert fields(text) <= set.union(*map(fields, ids)), message.id


def test_the_compiled_file_is_made_from_the_texts():
    compiled = gettext.translation(DOMAIN, LOCALE, ["zh_CN"])
    for key, text in texts(catalog()).items():
        if isinstance(key, tuple):
            assert compiled.ngettext(*key, 1) == text[0]
        else:
            assert compiled.gettext(key) == text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["chek"], "错误：没有 'chek' 这个命令。"),
        (["check", "--nope"], "错误：没有 '--nope' 这个选项。"),
        (["serve", "--port", "70000"], "应在 1<=x<=65535 之内，实际为 70000。"),
        (["new", "caes", "x"], "应为 'case', 'policy',"),
    ],
)
def test_a_slip_is_told_in_chinese(words: list[str], said: str):
    environment = {k: v for k, v in os.environ.items() if k != "LANGUAGE"} | {"LC_ALL": "C.UTF-8"}
    result = subprocess.run(
        [sys.executable, str(ROOT / "fabu.py"), *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        cwd=ROOT,
        check=False,
    )
    assert result.returncode == 2
    assert said in result.stderr
    assert "Error" not in result.stderr
    assert "Usage" not in result.stderr


def test_reasons_of_the_operating_system():
    assert reason_of(PermissionError(errno.EACCES, "Permission denied")) == "没有权限"
    assert reason_of(OSError(errno.ENOSPC, "No space left on device")) == "磁盘已满"
    assert reason_of(OSError("没有编号")) == "没有编号"
    assert reason_of(OSError(errno.ENOTTY, "")) == os.strerror(errno.ENOTTY)
    assert (
        reason_of(socket.gaierror(-2, "Name or service not known")) == "Name or service not known"
    )
