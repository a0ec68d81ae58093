"""What arrives at a mail server, and what becomes of one that refuses, lies or is not there."""

from __future__ import annotations

import io
import json
import socket
import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from forms_backend.outbox import smtp
from forms_backend.outbox.failures import Failure, SendError
from forms_backend.outbox.sender import Sent, message_id_of
from forms_backend.outbox.service import Envelope
from forms_backend.outbox.smtp import SmtpSender
from forms_backend.running.json_logs import configure_logs
from tests.forms_backend.conftest import NOW
from tests.forms_backend.outbox.conftest import ADDRESS, BODY

ENVELOPE = Envelope(ADDRESS, "【示例区法治营商网】TS202611-000001 已有办理结果", BODY)


def send(settings, envelope: Envelope = ENVELOPE) -> None:
    SmtpSender(settings, "示例区法治营商网").send(envelope, message_id_of("key"), NOW)


def failure_of(settings, envelope: Envelope = ENVELOPE) -> SendError:
    with pytest.raises(SendError) as caught:
        send(settings, envelope)
    return caught.value


def test_a_mail_has_chinese_headers_that_every_program_reads(mail_settings, mail_server) -> None:
    send(mail_settings())
    send(mail_settings())
    mail, again = mail_server.mails
    assert mail["Subject"] == ENVELOPE.subject
    assert mail["From"].addresses[0].display_name == "示例区法治营商网"
    assert mail["From"].addresses[0].addr_spec == "notice@example.gov.cn"
    assert mail["To"] == ADDRESS
    assert mail["Date"] == "Fri, 20 Nov 2026 15:30:00 +0800"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == again["Message-ID"] == f"<{message_id_of('key')}@example.gov.cn>"
    assert mail.get_content_charset() == "utf-8"
    assert mail.get_content().rstrip("\n") == BODY
    assert mail.as_bytes().isascii()


def test_a_subscription_can_be_ended_by_the_mail_program_itself(mail_settings, mail_server) -> None:
    address = f"https://fazhi.example.gov.cn/subscriptions/one-click/{'0' * 32}.{'a' * 40}"
    send(mail_settings(), replace(ENVELOPE, unsubscribe=address))
    send(mail_settings())
    mail, other = mail_server.mails
    raw = dict(mail.raw_items())
    assert raw["List-Unsubscribe"] == f"<{address}>", "as it travels: neither cut nor encoded"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "List-Unsubscribe" not in other


def test_the_account_is_used(mail_settings, mail_server) -> None:
    send(mail_settings(smtp_user="fabu", smtp_password="secret"))
    assert mail_server.logins[0].startswith("AUTH PLAIN")


@pytest.mark.parametrize(
    ("answers", "stored", "permanent"),
    [
        ({"recipient_answer": "550 no such user"}, "recipient_refused 550", True),
        ({"recipient_answer": "451 later"}, "recipient_refused 451", False),
        ({"data_answer": "554 spam"}, "refused 554", False),
        ({"login_answer": "535 wrong"}, "sign_in_refused 535", False),
    ],
)
def test_each_refusal_is_told_apart(mail_settings, mail_server, answers, stored, permanent) -> None:
    for name, answer in answers.items():
        setattr(mail_server, name, answer)
    error = failure_of(mail_settings(smtp_user="fabu", smtp_password="secret"))
    assert (error.stored, error.permanent) == (stored, permanent)
    assert mail_server.mails == []


@pytest.mark.parametrize("address", ["", "nobody", "a@b.cn\nBcc: c@d.cn", "a b@c.cn"])
def test_no_address_smuggles_a_header(mail_settings, mail_server, address: str) -> None:
    error = failure_of(mail_settings(), Envelope(address, "s", "b"))
    assert (error.failure, error.permanent) == (Failure.RECIPIENT_REFUSED, True)
    assert mail_server.recipients == []


def test_a_subject_with_a_line_break_is_refused_too(mail_settings, mail_server) -> None:
    failure_of(mail_settings(), Envelope(ADDRESS, "a\r\nBcc: c@d.cn", "b"))
    assert mail_server.recipients == []


def test_a_server_that_is_not_there(mail_settings) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        error = failure_of(mail_settings(smtp_port=unused.getsockname()[1]))
    assert (error.failure, error.permanent) == (Failure.UNREACHABLE, False)


def test_a_server_that_says_nothing(mail_settings, monkeypatch) -> None:
    monkeypatch.setattr(smtp, "TIMEOUT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        error = failure_of(mail_settings(smtp_port=silent.getsockname()[1]))
    assert error.failure is Failure.TIMED_OUT


def self_signed(directory: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    file = directory / "certificate.pem"
    file.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@pytest.mark.parametrize("offers", [False, True])
def test_nothing_is_said_before_the_connection_is_trusted(
    mail_settings, mail_server, tmp_path, offers: bool
) -> None:
    mail_server.offers_starttls, mail_server.tls = offers, self_signed(tmp_path)
    settings = mail_settings(smtp_security="starttls", smtp_user="fabu", smtp_password="secret")
    assert failure_of(settings).failure is Failure.UNTRUSTED
    assert mail_server.logins == mail_server.recipients == []


def test_logs_and_stored_errors_carry_no_address(post, mail_server) -> None:
    mail_server.recipient_answer = f"550 {ADDRESS} unknown"
    stream = io.StringIO()
    configure_logs("INFO", stream)
    post.write()
    assert post.sender().send_due() == Sent(given_up=1)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["event"] for line in lines] == ["outbox_failed"]
    assert ADDRESS not in stream.getvalue()
    assert "example.com" not in stream.getvalue()
    assert 'fabu_outbox_attempts_total{channel="mail",result="given_up"} 1' in post.metrics.render()
