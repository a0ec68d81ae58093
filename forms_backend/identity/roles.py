"""岗位: what a member of staff is there for; one account has one role (三员分立)."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """The closed set of roles."""

    INTAKE = "intake"
    HANDLER = "handler"
    REVIEWER = "reviewer"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def leads(self) -> bool:
        """Whether the role acts for the lead unit (政法委) on matters of every unit."""
        return self in (Role.INTAKE, Role.SUPERVISOR)

    @property
    def works_on_matters(self) -> bool:
        """Administrators and auditors never see what visitors wrote."""
        return self not in (Role.ADMINISTRATOR, Role.AUDITOR)


_LABELS = {
    Role.INTAKE: "受理岗",
    Role.HANDLER: "承办人",
    Role.REVIEWER: "审核人",
    Role.SUPERVISOR: "督办岗",
    Role.ADMINISTRATOR: "系统管理员",
    Role.AUDITOR: "审计员",
}
