"""`fabu answers export` and `fabu case draft`: consent decides, and no identity leaves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from district import load_site_config
from fabu import cli
from forms_backend.accounts.tables import Staff
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.ledger.service import LedgerService
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.matters.service import MatterService
from forms_backend.matters.visitor_service import VisitorService
from forms_backend.publication import cli as telling_cli
from forms_backend.publication.service import TellingService
from forms_backend.running.parts import Parts
from forms_backend.submissions.channel import Channel
from publisher.checks import read_and_check
from publisher.model.loader import Folders
from tests.forms_backend.office import INPUTS, PEOPLE, SUPERVISOR, TO_DELIVERED
from tests.reference import SITE_CONFIG, make_project

ROOT = Path(__file__).parents[3]
ANSWER = (
    "张三丰先生：您反映的示例童装有限公司被重复检查一事，经查属实，已合并检查。"
    "依据《中华人民共和国行政处罚法》第四十二条。回电13800138000。编号{number}。"
)


@pytest.fixture
def run(parts: Parts, monkeypatch, tmp_path):
    monkeypatch.setattr(telling_cli, "open_parts", lambda: parts)
    monkeypatch.chdir(make_project(tmp_path))
    with parts.ground.database.write() as session:
        session.add_all(
            Staff(
                login=p.login,
                name=p.name,
                unit=p.unit,
                role=p.role.value,
                password_hash="-",
                must_change_password=True,
                totp_last_step=0,
                failures=0,
                created_at=parts.ground.clock(),
            )
            for p in PEOPLE
        )
    return lambda *args: CliRunner().invoke(cli, args)


@pytest.fixture
def answered(parts: Parts, complaint: dict[str, Any]):
    """A complaint answered, rated and, unless told otherwise, cleared."""

    def make(*, clear: bool = True, **changes: Any) -> Any:
        told = "我是张三丰，示例童装有限公司（91110000600037341L）的，电话138 0013 8000。"
        values = complaint | {"description": complaint["description"] + told} | changes
        receipt = parts[SubmissionService].accept(
            parts.ground.forms["complaint"], values, channel=Channel.WEB
        )
        for person, action in TO_DELIVERED:
            act(parts, person, receipt.number, action)
        view = parts[VisitorService].look_up(receipt.number, receipt.query_code)
        parts[VisitorService].act(
            receipt.number, receipt.query_code, Action.RATE_SATISFIED, view.version, {}
        )
        if clear:
            act(parts, SUPERVISOR, receipt.number, Action.CLEAR)
        return receipt

    return make


def act(parts: Parts, person: Person, number: str, action: Action) -> None:
    version = parts[MatterService].open(person, number).version
    typed = INPUTS | {"answer": ANSWER.format(number=number)}
    parts[MatterService].act(person, number, action, version, typed)


def exported(folder: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))]


def assert_tells_nobody(text: str, receipt: Any, complaint: dict[str, Any]) -> None:
    for key in ("name", "phone", "email", "firm", "uscc"):
        assert complaint[key] not in text, key
    assert receipt.number not in text
    assert receipt.query_code not in text
    assert "张" not in text.partition("---\n\n")[2]
    assert "童装" not in text


def findings(folder: Path, *, cases: bool) -> set[str]:
    """What the editors' check says of the drafts."""
    empty = folder.parent / "empty"
    empty.mkdir(exist_ok=True)
    content = folder.parent if not cases else empty
    folders = Folders(ROOT, folder if cases else empty, content)
    config = load_site_config(SITE_CONFIG)
    library, found = read_and_check(folders, config, _today())
    assert len(library.entries) >= 1, found
    return {f.code for f in found if not f.path.startswith("site_config")}


def _today() -> Any:
    from tests.forms_backend.conftest import NOW

    return NOW.date()


def test_only_consented_answers_are_exported_and_they_tell_nobody(
    run, answered, complaint, parts, tmp_path
) -> None:
    receipt = answered(consent_public_answer=True, clear=False)
    answered(title="没有同意公开的一件")
    result = run("answers", "export", "--out", "content/answers")
    assert result.exit_code == 0, result.output
    (text,) = exported(tmp_path / "content/answers")
    assert_tells_nobody(text, receipt, complaint)
    assert "重复检查" in text
    assert "第四十二条" in text
    assert "status: draft" in text
    assert parts[TellingService].digest(receipt.number) in text
    assert findings(tmp_path / "content/answers", cases=False) <= {"C214"}


def test_exporting_again_leaves_editors_files_alone(run, answered, tmp_path) -> None:
    answered(consent_public_answer=True)
    run("answers", "export")
    folder = tmp_path / "content/answers"
    (path,) = folder.glob("*.md")
    renamed = folder / "my-own-name.md"
    path.rename(renamed)
    edited = renamed.read_text(encoding="utf-8") + "\n编辑改过。\n"
    renamed.write_text(edited, encoding="utf-8")
    assert "新写 0 篇" in run("answers", "export").output
    assert exported(folder) == [edited]


def test_a_withdrawn_consent_is_listed_by_digest_and_never_exported(
    run, answered, parts, tmp_path
) -> None:
    receipt = answered(consent_public_answer=True)
    parts[VisitorService].withdraw_consent(
        receipt.number, receipt.query_code, "consent_public_answer"
    )
    run("answers", "export")
    folder = tmp_path / "content/answers"
    assert exported(folder) == []
    listed = (folder / "withdrawn.yml").read_text(encoding="utf-8")
    assert parts[TellingService].digest(receipt.number) in listed
    assert receipt.number not in listed


@pytest.mark.parametrize("changes", [{}, {"consent_public_answer": True}])
def test_a_case_needs_its_own_consent(run, answered, changes, tmp_path) -> None:
    receipt = answered(**changes)
    result = run("case", "draft", receipt.number)
    assert result.exit_code != 0
    assert not (tmp_path / "cases_library").exists()


def test_a_case_needs_a_cleared_matter_and_a_consent_that_stands(run, answered, parts) -> None:
    still_open = answered(consent_case=True, clear=False)
    assert run("case", "draft", still_open.number).exit_code != 0
    taken_back = answered(consent_case=True, title="后来撤回同意的一件")
    parts[VisitorService].withdraw_consent(taken_back.number, taken_back.query_code, "consent_case")
    assert run("case", "draft", taken_back.number).exit_code != 0
    assert run("case", "draft", "TS202611-999999").exit_code != 0


CASE_TYPES = list(load_site_config(SITE_CONFIG).vocabulary.case_types.values())


def test_a_case_draft_of_every_type_has_its_sections_and_tells_nobody(
    run, answered, complaint, tmp_path, parts
) -> None:
    receipt = answered(consent_case=True)
    for place, case_type in enumerate(CASE_TYPES):
        folder = tmp_path / f"type-{place}" / "drafts"
        result = run(
            "case", "draft", receipt.number, "--type", case_type.label, "--out", str(folder)
        )
        assert result.exit_code == 0, result.output
        (text,) = exported(folder)
        assert_tells_nobody(text, receipt, complaint)
        assert "status: draft" in text
        assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == [
            part.name for part in case_type.sections
        ]
        assert "重复检查" in text
        assert findings(folder, cases=True) <= {"C214"}, case_type.label
    again = run("case", "draft", receipt.number, "--out", str(tmp_path / "type-0" / "drafts"))
    assert again.exit_code == 0 or "已经存在" in again.output


def test_that_something_was_read_for_publication_is_in_the_ledger(run, answered, parts) -> None:
    receipt = answered(consent_case=True)
    run("case", "draft", receipt.number)
    lines, _ = parts[LedgerService].audit(3, actor="staff:auditor")
    assert ("consent_case" in lines[1].detail, lines[1].number) == (True, receipt.number)
    assert Role.AUDITOR.works_on_matters is False
