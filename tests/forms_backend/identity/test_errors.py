"""What an error brings with it."""

from __future__ import annotations

from forms_backend.identity.errors import InvalidInputError


def test_each_thing_that_is_wrong_keeps_its_place_and_all_are_said() -> None:
    problems = {"text": "请填写内容。", "files": "请选择文件。"}
    error = InvalidInputError(problems)
    assert error.problems == problems
    assert str(error) == "请填写内容。；请选择文件。"
