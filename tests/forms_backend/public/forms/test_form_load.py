"""A flood of one form: who is honest gets in at the first try, and it costs the clerks one look."""

from __future__ import annotations

import pytest

from forms_backend.matters.quarantine import QuarantineService
from forms_backend.public.forms.form_load import HARDEST
from forms_backend.public.forms.form_proof import MOST_TRIES
from tests.forms_backend.conftest import parts_of
from tests.forms_backend.public.forms.test_form_sending import solve

URL = "/api/forms/complaint"


def post(client, complaint, title: str, address: str, proof: str = "") -> int:
    headers = {"Altcha": proof} if proof else {}
    return client.post(
        URL,
        json=complaint | {"title": title},
        headers=headers,
        environ_base={"REMOTE_ADDR": address},
    ).status_code


@pytest.fixture
def flooded(make_app):
    """A form that takes six without proof in an hour, and of which four are a burst."""
    return make_app(limit_form="6 per hour", form_burst="4 per 10 minutes")


def waiting(app) -> int:
    return parts_of(app)[QuarantineService].count()


def test_what_is_refused_closes_the_form_for_nobody(flooded, complaint) -> None:
    client = flooded.test_client()
    junk = [client.post(URL, json={"title": str(n)}).status_code for n in range(15)]
    junk += [
        client.post(URL, json={}, environ_base={"REMOTE_ADDR": f"198.51.100.{n % 64}"}).status_code
        for n in range(60)
    ]
    assert set(junk) == {422}
    assert post(client, complaint, "属实的一件", "203.0.113.9") == 201
    assert waiting(flooded) == 0


def test_a_full_form_takes_whoever_brings_a_proof(flooded, complaint) -> None:
    client = flooded.test_client()
    floods = [post(client, complaint, f"垃圾{n}", f"198.51.100.{n}") for n in range(16)]
    assert (floods.count(201), floods.count(429)) == (6, 10)
    assert post(client, complaint, "没有证明", "203.0.113.8") == 429
    assert post(client, complaint, "属实的一件", "203.0.113.9", solve(client)) == 201


def test_one_network_and_sixty_four_addresses_keep_nobody_out(make_app, complaint) -> None:
    app = make_app(limit_form="300 per minute", form_burst="30 per 10 minutes")
    client = app.test_client()
    for n in range(60):
        post(client, complaint, f"一段{n}", f"2001:db8:1:2:{n:x}::1")
    for n in range(128):
        post(client, complaint, f"各处{n}", f"198.51.100.{n % 64}")
    assert post(client, complaint, "属实的一件", "203.0.113.9", solve(client)) == 201
    assert waiting(app) > 100


def test_a_burst_waits_in_quarantine_and_ends(flooded, complaint, clock) -> None:
    client = flooded.test_client()
    for n in range(6):
        assert post(client, complaint, f"第{n}件", f"198.51.100.{n}") == 201
    assert waiting(flooded) == 2
    clock.move(minutes=21)
    assert post(client, complaint, "后来的一件", "203.0.113.9", solve(client)) == 201
    assert waiting(flooded) == 2
    text = client.get("/metrics").text
    assert 'fabu_quarantined_total{form="complaint"} 2' in text
    assert "\nfabu_quarantine_waiting{} 2\n" in text


def test_proofs_get_harder_with_the_load_and_easier_again(make_app, complaint, clock) -> None:
    app = make_app(form_burst="2 per 10 minutes", limit_unproved="100 per hour")
    client = app.test_client()

    def hardness() -> float:
        return client.get("/api/challenge/complaint").json["maxnumber"] / MOST_TRIES

    found = [hardness()]
    for n in range(10):
        post(client, complaint, f"第{n}件", f"198.51.100.{n}")
        found.append(hardness())
    assert found == sorted(found)
    assert found[0] == 1
    assert found[-1] == HARDEST
    assert client.get("/api/challenge/consultation").json["maxnumber"] == MOST_TRIES
    clock.move(minutes=25)
    assert hardness() == 1
