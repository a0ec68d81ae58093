"""Beside a matter: similar ones, joining by choosing, and the file of its firm."""

from __future__ import annotations

from typing import Any

import pytest

from forms_backend.identity.roles import Role
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.submissions.channel import Channel
from tests.forms_backend.staff.conftest import act

VISIT = {
    "point": "park", "visited_on": "2026-11-20", "firm": "示例童装有限公司、某印刷厂",
    "people": "经理", "notes": "走访了解情况。",
}  # fmt: skip
DELIVERY = {
    "title": "涉企案例选编", "cases": "", "firm": "示例童装（有限）公司", "people": "",
    "delivered_on": "2026-11-20", "channel": "hand", "copies": "2",
}  # fmt: skip


@pytest.fixture
def twice(parts: Any, complaint: dict[str, Any]) -> tuple[str, str]:
    """The same matter sent by two people of a firm."""
    accept, form = parts[SubmissionService].accept, parts.ground.forms["complaint"]
    first = accept(form, complaint, channel=Channel.WEB)
    second = accept(form, complaint | {"name": "李四"}, channel=Channel.WEB)
    return first.number, second.number


def test_a_matter_is_joined_by_choosing_and_not_by_typing(sign_in, twice) -> None:
    first, second = twice
    intake = sign_in("shouli", "zhengfawei", Role.INTAKE)
    for number in twice:
        assert act(intake, number, "register").status == 303
    supervisor = sign_in("duban", "zhengfawei", Role.SUPERVISOR)
    page = supervisor.open_form(f"/staff/items/{second}")
    assert "相近的件" in page.text
    assert "同一企业、说法相近、投诉同一单位" in page.text
    assert f'type="radio" id="merge-number-1" name="number" value="{first}"' in page.text
    merge, chosen = f"/staff/items/{second}/merge", {"number": first, "basis": "同一件事"}
    wrong = supervisor.send(merge, chosen | {"other_number": "TS999999-999999"})
    assert wrong.status == 422  # what was typed counts, the choice above it does not
    supervisor.open_form(f"/staff/items/{second}")
    assert supervisor.send(merge, chosen).status in (200, 303)
    assert (
        f'已并入 <a href="/staff/items/{first}">' in supervisor.get(f"/staff/items/{second}").text
    )


def test_the_file_of_a_firm_has_all_registers_and_no_name_in_its_address(sign_in, twice) -> None:
    intake = sign_in("shouli", "zhengfawei", Role.INTAKE)
    assert act(intake, twice[0], "register").status == 303
    intake.open_form("/staff/visits/new")
    visit = intake.send("/staff/visits", VISIT).response.headers["Location"].rsplit("/", 1)[1]
    intake.open_form("/staff/deliveries/new")
    delivery = intake.send("/staff/deliveries", DELIVERY).response.headers["Location"]
    intake.open_form(f"/staff/items/{twice[0]}")
    sent = intake.send("/staff/items/firm", {"number": twice[0]})
    address = sent.response.headers["Location"]
    page = intake.get(address)
    assert page.status == 200, page.text
    for said in (*twice, visit, delivery.split("?")[0].rsplit("/", 1)[1], "示例童装有限公司"):
        assert said in page.text, said
    assert "童装" not in address
    for person, step in ((intake, "accept"), (intake, "assign")):
        assert act(person, twice[0], step, unit="court", basis="属于审判事项").status == 303
    handler = sign_in("ban", "court", Role.HANDLER)
    handler.open_form(f"/staff/items/{twice[0]}")
    own = handler.send("/staff/items/firm", {"number": twice[0]}).response.headers["Location"]
    seen = handler.get(own)
    assert twice[0] in seen.text
    for hidden in (delivery.split("?")[0].rsplit("/", 1)[1], "涉企案例选编", visit):
        assert hidden not in seen.text, hidden  # neither register is open to a unit
    other = sign_in("duban", "zhengfawei", Role.SUPERVISOR)
    assert other.get(address).status == 404  # sealed for who asked


def test_a_stranger_gets_no_file(sign_in, twice) -> None:
    police = sign_in("jing", "police", Role.HANDLER)
    police.open_form("/staff/visits/new")
    assert police.send("/staff/items/firm", {"number": twice[0]}).status == 404
    assert police.get("/staff/items/firm?s=abc").status == 404
