"""三审: `people.yml`, who may review and approve manuscripts, and how many people each kind needs."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_ssh_public_key
from pydantic import BeforeValidator, Field, ValidationError, field_validator, model_validator

from district.errors import ConfigError
from district.frozen import Frozen
from district.loader import problems_of, read_yaml

FILE = "people.yml"
"""Below site_config/."""
NOBODY = "@staff.invalid"
"""Ends the address of a commit that the staff zone made: after the login, and deliverable to nobody
(RFC 2606)."""


_DIGEST = re.compile(r"[0-9a-f]{64}")


class Role(StrEnum):
    REVIEWER = "reviewer"
    APPROVER = "approver"

    @property
    def label(self) -> str:
        return {"reviewer": "审核", "approver": "签发"}[self.value]


def _key(value: Any) -> str:
    """The first two words of a public key as ssh-keygen writes it; a comment behind it is dropped."""
    try:
        words = str(value).split()
        load_ssh_public_key(" ".join(words[:2]).encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise ValueError("不是 SSH 公钥；把 ~/.ssh/id_ed25519.pub 的那一行整行抄来") from error
    return " ".join(words[:2])


def _role(value: Any) -> Role:
    if value not in set(Role):
        raise ValueError(f"应为 reviewer（审核）或 approver（签发），实际为“{value}”")
    return Role(value)


def _address(value: Any) -> str:
    text = str(value).strip().lower()
    if "@" not in text or text.endswith(NOBODY) or any(sign.isspace() for sign in text):
        raise ValueError(f"emails 应为 git 提交用的邮箱，不能是 …{NOBODY}，实际为“{value}”")
    return text


def _digest(value: Any) -> str:
    if _DIGEST.fullmatch(str(value)) is None:
        raise ValueError(f"still 应为 fabu review 列出的 64 位摘要，实际为“{value}”")
    return str(value)


PublicKey = Annotated[str, BeforeValidator(_key)]
Address = Annotated[str, BeforeValidator(_address)]
Digest = Annotated[str, BeforeValidator(_digest)]
OneRole = Annotated[Role, BeforeValidator(_role)]
Level = Annotated[int, Field(ge=1, le=3, strict=True)]
Word = Annotated[str, Field(min_length=1, max_length=40)]


class Person(Frozen):
    """`office` is what pages show as 审核; the name stays in the file. `account`: the login of the
    staff zone, for who signs there. `emails`: those of their commits in git, by which the staff zone
    knows who wrote a draft; somebody with these alone writes and does not sign. `left`: signs no more; of what
    they signed before the texts in `still` count, by their digests. `former_accounts`: logins that they
    had before `account`; what they signed with these stays theirs, and nobody else may have them."""

    name: Word
    office: Word
    roles: tuple[OneRole, ...] = ()
    keys: tuple[PublicKey, ...] = ()
    account: Word | None = None
    former_accounts: tuple[Word, ...] = ()
    emails: tuple[Address, ...] = ()
    left: bool = False
    still: tuple[Digest, ...] = ()

    def may_have_signed(self, digest: str) -> bool:
        """Whether their signature over that text counts."""
        return not self.left or digest in self.still

    @property
    def accounts(self) -> tuple[str, ...]:
        """Every login whose signatures are theirs."""
        return (*((self.account,) if self.account else ()), *self.former_accounts)

    @model_validator(mode="after")
    def _can_sign(self) -> Person:
        only_writes = self.emails and not self.roles
        if not only_writes and not (self.roles and (self.keys or self.accounts)):
            raise ValueError("roles 至少写一个，keys 和 account 至少写一种；只写稿的写 emails")
        return self


class SignoffRules(Frozen):
    """`signoff`: kind of document → how many different people it takes, its author included;
    `default` for those that are not named. 1: the author alone; 2: an approver besides; 3: a reviewer
    and an approver besides. `staff_zone`: the keys with which the server signs what somebody approved
    in the staff zone, for persons with an `account` alone."""

    people: dict[Word, Person] = Field(default_factory=dict)
    staff_zone: tuple[PublicKey, ...] = ()
    signoff: dict[Word, Level] = Field(default_factory=dict)

    @field_validator("people")
    @classmethod
    def _nobody_shares_a_key(cls, people: dict[str, Person]) -> dict[str, Person]:
        owners: dict[str, str] = {}
        for name, person in people.items():
            for key in person.keys:
                other = owners.setdefault(key, name)
                if other != name:
                    raise ValueError(f"{other} 和 {name} 的公钥相同，签名分不清是谁")
        addresses = [one for person in people.values() for one in set(person.emails)]
        shared = next((one for one in addresses if addresses.count(one) > 1), None)
        if shared:
            raise ValueError(f"有两个人写了同一个邮箱（emails）{shared}")
        logins = [login for person in people.values() for login in set(person.accounts)]
        twice = next((login for login in logins if logins.count(login) > 1), None)
        if twice:
            raise ValueError(f"有两个人写了同一个账号（account）{twice}")
        return people

    @model_validator(mode="after")
    def _server_is_nobody(self) -> SignoffRules:
        for name, person in self.people.items():
            if not set(self.staff_zone).isdisjoint(person.keys):
                raise ValueError(f"{name} 的公钥是工作台的公钥（staff_zone），两者不能相同")
            if person.accounts and not self.staff_zone:
                raise ValueError(
                    f"{name} 写了账号（account），却没有 staff_zone：请写上工作台的公钥"
                )
        return self

    @property
    def is_on(self) -> bool:
        return any(person.roles for person in self.people.values())

    def level_of(self, kind: str) -> int:
        return self.signoff.get(kind, self.signoff.get("default", 2))


NO_SIGNOFF = SignoffRules()


def load_signoff_rules(directory: Path) -> SignoffRules:
    """The rules in the settings folder `directory`; of nobody where there is no file.

    Raises ConfigError that lists every mistake.
    """
    path = directory / FILE
    if not path.is_file():
        return NO_SIGNOFF
    return signoff_rules(read_yaml(path) or {})


def signoff_rules(written: Any) -> SignoffRules:
    """The rules in what people.yml says. Raises ConfigError that lists every mistake."""
    try:
        return SignoffRules.model_validate(written)
    except ValidationError as error:
        raise ConfigError(problems_of(error, FILE)) from error
