"""Approvals given in the staff zone: signed by the server's key, bound to an account, verified by the
same code as those of `fabu sign`."""

import subprocess
from dataclasses import dataclass, replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from district import ConfigError
from district.signoff.files import mentioned
from district.signoff.people import Role, signoff_rules
from district.signoff.record import (
    Signature,
    is_genuine,
    message_of,
    parse_record,
    record_text,
)
from district.signoff.ssh_signature import NAMESPACE, public_line, signed_with

SERVER = Ed25519PrivateKey.from_private_bytes(bytes(32))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
DIGEST = "0" * 64


@dataclass(frozen=True)
class Manuscript:
    kind: str = "case"
    id: str = "ld-1"


def written(**changes):
    people = {
        "wang": {"name": "王某", "office": "普法科", "roles": ["reviewer"], "account": "wang01"},
        "li": {"name": "李某", "office": "法制办", "roles": ["approver"], "account": "li01"},
    }
    return {"people": people, "staff_zone": [public_line(SERVER)]} | changes


RULES = signoff_rules(written())


def signed(key=SERVER, person="li", role=Role.APPROVER, account="li01", entry=Manuscript()):
    message = message_of(entry, role, DIGEST, urgent=False, person=person, account=account)
    return Signature(person, role, DIGEST, False, signed_with(key, message), account)


def test_the_servers_signature_counts_for_its_account_alone():
    one = signed()
    assert is_genuine(one, Manuscript(), RULES)
    assert not is_genuine(signed(OTHER), Manuscript(), RULES)
    assert not is_genuine(one, Manuscript(id="ld-2"), RULES)
    for changed in (
        replace(one, person="wang", role=Role.REVIEWER),
        replace(one, account="wang01"),
        replace(one, account=""),
        replace(one, digest="1" * 64),
        replace(one, urgent=True),
    ):
        assert not is_genuine(changed, Manuscript(), RULES), changed


def test_another_login_keeps_what_was_signed_and_nobody_inherits_it():
    one, people = signed(), written()["people"]
    renamed = {"li": {**people["li"], "account": "li02"}}
    assert not is_genuine(one, Manuscript(), signoff_rules(written(people=people | renamed)))
    renamed["li"]["former_accounts"] = ["li01"]
    assert is_genuine(one, Manuscript(), signoff_rules(written(people=people | renamed)))
    # Somebody new with the old login: their own signatures count, not those of who had it before.
    new = {"name": "钱某", "office": "办公室", "roles": ["approver"], "account": "li01"}
    rules = signoff_rules(written(people={"wang": people["wang"], "qian": new}))
    assert not is_genuine(one, Manuscript(), rules)
    assert is_genuine(signed(person="qian"), Manuscript(), rules)


@pytest.mark.parametrize(
    ("text", "folder", "expected"),
    [
        ("![](../../content/assets/a/01.png)", None, ["assets/a/01.png"]),
        ("![](../assets/a/01&#46;png)", "guides", ["assets/a/01.png"]),
        (r"![](../assets/a/01\.png)", "guides", ["assets/a/01.png"]),
        ("![](../assets/%E9%99%84%E4%BB%B6%20x.pdf)", "guides", ["assets/附件 x.pdf"]),
        ("[表](<../assets/附件 x.pdf>)", "guides", ["assets/附件 x.pdf"]),
        ("![](01.png)", "assets/b", ["assets/b/01.png"]),
        ("file: 片.mp4", "videos", ["videos/片.mp4"]),
        ("没有", "guides", []),
    ],
)
def test_files_that_a_text_may_mean_are_listed(text, folder, expected):
    paths = ["assets/a/01.png", "assets/b/01.png", "assets/附件 x.pdf", "videos/片.mp4"]
    assert list(mentioned(text, folder, paths)) == expected


def test_number_and_files_are_part_of_what_is_signed():
    files = (("assets/a.png", "1" * 64),)
    message = message_of(
        Manuscript(), Role.APPROVER, DIGEST, urgent=False, person="li", account="li01", number=2,
        files=files,
    )  # fmt: skip
    one = replace(signed(), armored=signed_with(SERVER, message), number=2, files=files)
    assert is_genuine(one, Manuscript(), RULES)
    assert parse_record(record_text([one])) == (one,)
    for changed in (
        replace(one, number=1),
        replace(one, number=0),
        replace(one, files=()),
        replace(one, files=(("assets/a.png", "2" * 64),)),
        replace(one, files=(("assets/b.png", "1" * 64),)),
        replace(one, number=0, files=()),
    ):
        assert not is_genuine(changed, Manuscript(), RULES), changed


def test_it_counts_for_nothing_without_the_servers_key_in_people_yml():
    people = written()["people"]
    own_keys = {
        name: {**person, "account": None, "keys": [public_line(OTHER)]} | {"name": name}
        for name, person in people.items()
        if name == "li"
    }
    assert not is_genuine(signed(), Manuscript(), signoff_rules({"people": own_keys}))


def test_it_is_written_and_read_like_every_other_signature():
    both = (signed(), Signature("wang", Role.REVIEWER, DIGEST, True, "-----"))
    assert parse_record(record_text(both)) == both
    assert record_text(both).count(b"account:") == 1


def test_ssh_keygen_verifies_it(tmp_path):
    one = signed()
    (tmp_path / "sig").write_text(one.armored, "ascii")
    (tmp_path / "allowed").write_text(f"li {public_line(SERVER)}\n", "ascii")
    message = message_of(
        Manuscript(), one.role, one.digest, urgent=False, person="li", account="li01"
    )
    done = subprocess.run(
        ["ssh-keygen", "-Y", "verify", "-f", tmp_path / "allowed", "-I", "li", "-n", NAMESPACE,
         "-s", tmp_path / "sig"],
        input=message, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"staff_zone": []}, "却没有 staff_zone"),
        ({"staff_zone": ["ssh-ed25519 x"]}, "不是 SSH 公钥"),
        (
            {"people": {"a": {"name": "甲", "office": "科", "roles": ["reviewer"],
                              "keys": [public_line(SERVER)]}}},
            "两者不能相同",
        ),
        (
            {"people": {k: {"name": "甲", "office": "科", "roles": ["reviewer"], "account": "x"}
                        for k in "ab"}},
            "同一个账号",
        ),
        (
            {"people": {"a": {"name": "甲", "office": "科", "roles": ["reviewer"], "account": "x"},
                        "b": {"name": "乙", "office": "科", "roles": ["reviewer"], "account": "y",
                              "former_accounts": ["x"]}}},
            "同一个账号",
        ),
        ({"people": {"a": {"name": "甲", "office": "科", "roles": ["reviewer"]}}}, "至少写一种"),
        (
            {"people": {k: {"name": "甲", "office": "科", "emails": ["a@x.cn"]} for k in "ab"}},
            "同一个邮箱",
        ),
        ({"people": {"a": {"name": "甲", "office": "科", "emails": ["b@staff.invalid"]}}}, "不能是"),
    ],
)  # fmt: skip
def test_mistakes_in_people_yml_are_told(changes, said):
    with pytest.raises(ConfigError) as caught:
        signoff_rules(written(**changes))
    assert any(said in problem.message for problem in caught.value.problems)
