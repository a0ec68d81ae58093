"""邮件 through the district's own mail server, one connection a message."""

from __future__ import annotations

import smtplib
import ssl
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage

from forms_backend.outbox.failures import Failure, SendError
from forms_backend.outbox.mail_policy import MailPolicy
from forms_backend.outbox.service import Envelope
from forms_backend.running.clock import LOCAL_ZONE
from forms_backend.running.notify_settings import NotifySettings, SmtpSecurity

TIMEOUT_SECONDS = 15
"""For each answer of the server; a whole message stays well below the lease of a claim."""
PERMANENT_FROM = 500


class SmtpSender:
    """Sends plain-text mails in UTF-8. `sender_name` stands before the address in From."""

    def __init__(self, settings: NotifySettings, sender_name: str) -> None:
        self._settings = settings
        self._sender_name = sender_name

    def send(self, envelope: Envelope, message_id: str, created_at: datetime) -> None:
        """Hand one mail to the server. Raises SendError."""
        try:
            message = self._compose(envelope, message_id, created_at)
        except (HeaderParseError, ValueError, IndexError) as error:
            raise SendError(Failure.RECIPIENT_REFUSED, permanent=True) from error
        try:
            with self._connect() as server:
                server.send_message(message)
        except (smtplib.SMTPException, OSError) as error:
            raise _send_error(error) from error

    def _compose(self, envelope: Envelope, message_id: str, created_at: datetime) -> EmailMessage:
        host = self._settings.smtp_from.rpartition("@")[2]
        message = EmailMessage(policy=MailPolicy())
        message["From"] = Address(self._sender_name, addr_spec=self._settings.smtp_from)
        message["To"] = Address(addr_spec=envelope.recipient)
        message["Subject"] = envelope.subject
        message["Date"] = created_at.astimezone(LOCAL_ZONE)
        message["Message-ID"] = f"<{message_id}@{host}>"
        message["Auto-Submitted"] = "auto-generated"
        if envelope.unsubscribe:  # RFC 2369 and RFC 8058: the mail program's own button
            message["List-Unsubscribe"] = f"<{envelope.unsubscribe}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(envelope.body, charset="utf-8", cte="base64")
        return message

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        own_name = settings.smtp_from.rpartition("@")[2]
        context = ssl.create_default_context()
        server: smtplib.SMTP
        if settings.smtp_security is SmtpSecurity.SSL:
            server = smtplib.SMTP_SSL(
                settings.smtp_host,
                settings.real_smtp_port,
                own_name,
                timeout=TIMEOUT_SECONDS,
                context=context,
            )
        else:
            server = smtplib.SMTP(
                settings.smtp_host, settings.real_smtp_port, own_name, timeout=TIMEOUT_SECONDS
            )
        try:
            if settings.smtp_security is SmtpSecurity.STARTTLS:
                server.starttls(context=context)
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        except BaseException:
            server.close()
            raise
        return server


def _send_error(error: Exception) -> SendError:
    """What the library raised, without the address and the text that it quotes."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next((answer[0] for answer in error.recipients.values()), 0)
        return SendError(Failure.RECIPIENT_REFUSED, code, permanent=code >= PERMANENT_FROM)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return SendError(Failure.SIGN_IN_REFUSED, error.smtp_code)
    if isinstance(error, ssl.SSLError | smtplib.SMTPNotSupportedError):
        return SendError(Failure.UNTRUSTED)
    # smtplib wraps a time-out while reading into "disconnected".
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return SendError(Failure.TIMED_OUT)
    if isinstance(error, smtplib.SMTPResponseException):
        return SendError(Failure.REFUSED, error.smtp_code)
    if isinstance(error, smtplib.SMTPServerDisconnected) or not isinstance(
        error, smtplib.SMTPException
    ):
        return SendError(Failure.UNREACHABLE)
    return SendError(Failure.REFUSED)
