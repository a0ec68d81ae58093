"""Whom a text names after @: a name where only one has it, or a login; what cannot be understood is said."""

from __future__ import annotations

import pytest

from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.teamwork.mentions import handles, mentions_in


def person(login: str, name: str) -> Person:
    return Person(login, Role.HANDLER, "court", name=name)


SEEING = (
    person("zhang", "张三"), person("zhang2", "张三"), person("li.si", "李四"),
    person("li", "李四光"), person("fang", "王芳"), person("lin", "林一"),
)  # fmt: skip
BLIND = (
    person("wang", "王五"), person("fang2", "王芳芳"), person("lin2", "林一"), person("zhao", "李"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "logins"),
    [
        ("没有提到谁", []),
        ("请@李四看一下", ["li.si"]),
        ("请@李四光看", ["li"]),  # the longest name
        ("＠li.si 好；@li 也看", ["li.si", "li"]),
        ("@zhang2和@ZHANG，@zhang2", ["zhang2", "zhang"]),
        ("发到 wang@example.com，不用提醒", []),
        ("发到张三@qq.com、张三＠mail.example.cn，再问@李四", ["li.si"]),
        ("请@王芳 芳香一点", ["fang"]),
        ("@林一请看", ["lin"]),  # the other one cannot be meant: handles() offers the name
        ("单独一个 @ 不算", []),
    ],
)
def test_who_is_named(text: str, logins: list[str]) -> None:
    found = mentions_in(text, SEEING, BLIND)
    assert ([one.login for one in found.people], found.problem) == (logins, "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("@张三请看", "zhang、zhang2"),
        ("@王五请看", "看不到本件"),
        ("@wang 请看", "“@王五”看不到本件"),
        ("@王芳芳请看", "“@王芳芳”看不到本件"),
        ("@李四，@李五请看", "“@李”看不到本件"),
        ("发到张三@qq", "没有找到“@qq”"),
        ("@赵六", "没有找到“@赵六”"),
    ],
)
def test_what_cannot_be_understood_names_nobody(text: str, said: str) -> None:
    found = mentions_in(text, SEEING, BLIND)
    assert found.people == ()
    assert said in found.problem


def test_each_has_a_handle_that_names_no_other() -> None:
    known = handles(SEEING)
    assert sorted(known) == ["zhang", "zhang2", "李四", "李四光", "林一", "王芳"]
    for handle, one in known.items():
        assert mentions_in(f"@{handle} 请看", SEEING, BLIND).people == (one,)
