"""Where matters are proposed to go, and why: the three branches of the 焦作 document."""

from __future__ import annotations

from dataclasses import replace

import pytest

from district import load_site_config
from district.casework.routing import Branch, load_routing
from forms_backend.matters.routing import MatterText, propose
from tests.reference import SITE_CONFIG

ROUTING = load_routing(load_site_config(SITE_CONFIG), SITE_CONFIG)
PLAIN = MatterText("complaint", "case-handling", "park", "court", False, "")


@pytest.mark.parametrize(
    ("change", "branch", "unit"),
    [
        ({"text": "法院迟迟不立案"}, Branch.LITIGATION, "court"),
        ({"text": "检察院久拖不决"}, Branch.LITIGATION, "procuratorate"),
        ({"category": "safety", "text": "有人强揽工程，派出所未处理"}, Branch.LITIGATION, "police"),
        ({"form_id": "consultation", "category": "labour"}, Branch.LITIGATION, "justice"),
        ({"category": "payment", "text": "法院判决后某局拖欠货款"}, Branch.PETITION, "petition"),
        ({"category": "policy", "text": "补贴没有兑现"}, Branch.PETITION, "petition"),
        ({"text": "公安机关冻结账户，法院又查封厂房"}, Branch.COORDINATION, None),
    ],
)
def test_branches(change, branch, unit) -> None:
    proposal = propose(replace(PLAIN, **change), ROUTING)
    assert (proposal.branch, proposal.unit) == (branch, unit)
    assert proposal.basis == ROUTING.bases[branch]
    assert proposal.reasons


def test_the_reason_quotes_the_words_that_decided() -> None:
    proposal = propose(replace(PLAIN, text="执行局不予立案"), ROUTING)
    assert "文中有“执行局”“不予立案”" in proposal.reasons[0]


@pytest.mark.parametrize(("accused", "text"), [("court", "法院"), ("petition", "态度恶劣")])
def test_a_report_is_never_proposed_to_the_accused(accused: str, text: str) -> None:
    matter = replace(PLAIN, category="conduct", accused_unit=accused, confidential=True, text=text)
    proposal = propose(matter, ROUTING)
    assert (proposal.branch, proposal.unit) == (Branch.COORDINATION, None)
