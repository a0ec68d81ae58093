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
    EDITOR = "editor"
    MANUSCRIPT_REVIEWER = "manuscript-reviewer"
    APPROVER = "approver"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def leads(self) -> bool:
        """Whether the role acts for the lead unit (政法委) on matters of every unit."""
        return self in (Role.INTAKE, Role.SUPERVISOR)

    @property
    def works_on_matters(self) -> bool:
        """Administrators, auditors and those who edit the site never see what visitors wrote."""
        return self in _WORKERS

    @property
    def works_on_manuscripts(self) -> bool:
        """编辑、审核、签发 of what the site publishes; nobody else of the zone sees 编辑."""
        return self in (Role.EDITOR, Role.MANUSCRIPT_REVIEWER, Role.APPROVER)


_WORKERS = (Role.INTAKE, Role.HANDLER, Role.REVIEWER, Role.SUPERVISOR)
_LABELS = {
    Role.INTAKE: "受理岗",
    Role.HANDLER: "承办人",
    Role.REVIEWER: "审核人",
    Role.SUPERVISOR: "督办岗",
    Role.ADMINISTRATOR: "系统管理员",
    Role.AUDITOR: "审计员",
    Role.EDITOR: "稿件编辑",
    Role.MANUSCRIPT_REVIEWER: "稿件审核",
    Role.APPROVER: "稿件签发",
}
