"""Which submission a repeated one repeats: the same page sent again, or the same text within a day.

The same page is known by its idempotency key. The same text from another page gets the first receipt
only when every value is the same and a phone or an e-mail address is among them: then the sender is
the same, for nobody else can know it all. Anonymous texts may be equal by chance, and the query code
of one must not reach another; each is kept as a matter of its own.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from district.forms.fields import FieldKind, Value
from district.forms.models import FormDefinition
from forms_backend.running.clock import local_date
from forms_backend.sealing.keys import CodeKey
from forms_backend.submissions.channel import Channel
from forms_backend.submissions.state import State
from forms_backend.submissions.tables import Submission

SAME_TEXT_WITHIN = timedelta(hours=24)
_CONTACT = (FieldKind.PHONE, FieldKind.EMAIL)


@dataclass(frozen=True)
class RepeatKeys:
    """Values of the unique column idempotency_hash: `page` for the same page sent again, `content`
    for the same text sent today and yesterday. One submission is stored under one of them."""

    page: str
    content: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return (self.page, *self.content)


@dataclass(frozen=True)
class Sent:
    """What came in: `key` is the idempotency key or None, `digest` stands for form and values."""

    form: FormDefinition
    values: Mapping[str, Value]
    channel: Channel
    key: str | None
    digest: str


def repeat_keys(code_key: CodeKey, sent: Sent, now: datetime) -> RepeatKeys:
    """A page has keys of its content only when it names its sender; what comes without an
    idempotency key repeats nothing."""
    key = sent.key or secrets.token_urlsafe(24)
    scope = () if sent.channel is Channel.API else (sent.digest,)
    page = code_key.digest("idempotency", sent.channel.value, sent.form.id, key, *scope)
    is_a_page = sent.channel is Channel.WEB and sent.key is not None
    if not is_a_page or not names_its_sender(sent.form, sent.values):
        return RepeatKeys(page)
    return RepeatKeys(page, content_keys(code_key, sent.form.id, sent.digest, now))


def names_its_sender(form: FormDefinition, values: Mapping[str, Value]) -> bool:
    """Whether a way to reach the sender is among the answers."""
    return any(values.get(field.key) for field in form.fields if field.kind in _CONTACT)


def content_keys(code_key: CodeKey, form_id: str, digest: str, now: datetime) -> tuple[str, ...]:
    """Of the days that 24 hours reach into, today first."""
    today = local_date(now)
    days = (today, today - timedelta(days=1))
    return tuple(code_key.digest("same-text", form_id, digest, day.isoformat()) for day in days)


def find_repeated(
    stored: Mapping[str, Submission], keys: RepeatKeys, now: datetime
) -> Submission | None:
    """The submission that these keys lead to among those `stored` under any of them. What was
    withdrawn is not repeated but sent anew."""
    same_page = stored.get(keys.page)
    if same_page is not None:
        return same_page
    for key in keys.content:
        found = stored.get(key)
        if found is None or found.state == State.WITHDRAWN.value:
            continue
        if found.received_at > now - SAME_TEXT_WITHIN:
            return found
    return None


def key_to_store(stored: Mapping[str, Submission], keys: RepeatKeys) -> str:
    """The key of today's text while it is free, so that two at once cannot both be stored."""
    today = keys.content[:1]
    return today[0] if today and today[0] not in stored else keys.page
