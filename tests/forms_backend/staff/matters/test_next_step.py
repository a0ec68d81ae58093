"""What a matter's page opens first, and what it puts before somebody's eyes."""

from __future__ import annotations

import re

import pytest

from forms_backend.identity.roles import Role
from forms_backend.staff import messages
from tests.forms_backend.staff.conftest import act
from tests.forms_backend.staff.matters.test_staff_pages import to_handling

TEXT = "已查明，四次检查属于重复，已合并为一次。"


@pytest.fixture
def people(sign_in):
    """By what they do; the court has the matter."""
    return {
        "intake": sign_in("shouli", "zhengfawei", Role.INTAKE),
        "handler": sign_in("li", "court", Role.HANDLER),
        "head": sign_in("shen", "court", Role.REVIEWER),
        "supervisor": sign_in("duban", "zhengfawei", Role.SUPERVISOR),
    }


def opened(browser, number: str) -> list[str]:
    """The steps whose forms stand open."""
    page = browser.get(f"/staff/items/{number}").text
    return re.findall(r'<details id="(\w+)" open>', page)


def test_the_step_that_is_waited_for_is_open_and_no_way_back(people, number) -> None:
    assert opened(people["intake"], number) == ["register"]
    for action in ("register", "accept"):
        act(people["intake"], number, action)
    assert opened(people["supervisor"], number) == [], "the intake desk has it"
    page = people["supervisor"].get(f"/staff/items/{number}").text
    assert messages.TO_ACTIONS_ASIDE.format(count=page.count('<details id="')) in page
    act(people["intake"], number, "assign", unit="court", basis="审判事项")
    assert opened(people["intake"], number) == [], "nobody is led to taking it back"
    assert opened(people["head"], number) == [], "nor to giving it back"
    assert opened(people["handler"], number) == ["take"]
    act(people["handler"], number, "take")
    act(people["handler"], number, "submit_answer", answer=TEXT)
    act(people["head"], number, "approve_answer")
    assert opened(people["head"], number) == ["deliver"], "not another handler"
    first = re.search(r'<details id="(\w+)"', people["head"].get(f"/staff/items/{number}").text)
    assert first
    assert first[1] == "deliver"


def test_why_a_matter_came_back_stands_beside_the_step(people, number) -> None:
    to_handling(people["intake"], people["handler"], number)
    act(people["handler"], number, "submit_answer", answer=TEXT)
    act(people["head"], number, "return_answer", text="请写明依据")
    told = r'class="proposal"><p><b>退回修改</b>.*?<div class="pre">请写明依据</div>'
    page = people["handler"].get(f"/staff/items/{number}").text
    assert re.search(told, page, re.DOTALL)
    act(people["intake"], number, "note", text="企业来电催问")
    assert re.search(told, people["handler"].get(f"/staff/items/{number}").text, re.DOTALL)
    assert not re.search(told, people["intake"].get(f"/staff/items/{number}").text, re.DOTALL)
    act(people["handler"], number, "submit_answer", answer=TEXT + "依据第三条。")
    page = people["head"].get(f"/staff/items/{number}").text
    assert not re.search(told, page, re.DOTALL), "it is over"
    assert '<div class="pre">' + TEXT in page


def test_a_mistake_in_a_form_of_the_team_is_told_at_the_top_with_the_way_to_it(
    people, number
) -> None:
    to_handling(people["intake"], people["handler"], number)
    people["handler"].open_form(f"/staff/items/{number}")
    page = people["handler"].send(f"/staff/items/{number}/discussion", {"text": ""})
    assert page.status == 422
    link = re.search(
        r'<div class="notice notice--error".*?<a href="#([\w-]+)">', page.text, re.DOTALL
    )
    assert link
    assert f'id="{link[1]}"' in page.text
