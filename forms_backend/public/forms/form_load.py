"""How much of each form has been accepted lately, and what follows from it.

What was refused counts nothing: else whoever sends rubbish would close the form for everybody. Under
load a proof of work gets harder, and what comes in a burst is accepted into quarantine, where a flood
costs the clerks one look instead of a matter each.
"""

from __future__ import annotations

from limits import RateLimitItem, parse, parse_many

from forms_backend.running.json_logs import log_event
from forms_backend.submissions.channel import Channel
from forms_backend.web.context import ground
from forms_backend.web.limits import limiter

_SCOPE = "form"
HARDEST = 8
"""A proof gets at most so many times harder; on an old phone that is ten seconds."""


def _limits() -> list[RateLimitItem]:
    return parse_many(ground().settings.limit_form)


def has_room(form_id: str) -> bool:
    """Whether the form still takes what comes without a proof of work."""
    return all(limiter.limiter.test(item, _SCOPE, form_id) for item in _limits())


def load(form_id: str) -> float:
    """What was accepted within the time of FABU_FORM_BURST, as a share of it: from 1 on it is a
    burst. The last whole span counts by the part of it that has not passed yet."""
    burst = parse(ground().settings.form_burst)
    number, passed = _span(burst)
    counted = limiter.storage.get(_key(form_id, number))
    before = limiter.storage.get(_key(form_id, number - 1))
    return (counted + before * (1 - passed)) / burst.amount


def is_burst(form_id: str) -> bool:
    """Whether what comes now is to wait in quarantine."""
    return load(form_id) >= 1


def hardness(form_id: str) -> int:
    """How many times harder than usual a proof is to be: 1, 2, 4, 8 as the load doubles."""
    return min(HARDEST, 1 << int(load(form_id)).bit_length())


def count_accepted(form_id: str) -> None:
    """One more was accepted."""
    for item in _limits():
        limiter.limiter.hit(item, _SCOPE, form_id)
    burst = parse(ground().settings.form_burst)
    number, _passed = _span(burst)
    limiter.storage.incr(_key(form_id, number), 2 * burst.get_expiry())


def note_accepted(form_id: str, number: str, channel: Channel, *, in_burst: bool) -> None:
    """Count a new submission, with its metric and log line."""
    count_accepted(form_id)
    metrics = ground().metrics
    metrics.add("fabu_submissions_total", form=form_id, channel=channel.value)
    if in_burst:
        metrics.add("fabu_quarantined_total", form=form_id)
    log_event("submission_accepted", form=form_id, number=number, quarantined=in_burst)


def _span(burst: RateLimitItem) -> tuple[int, float]:
    """The number of the present span of time, and how much of it has passed."""
    number, passed = divmod(ground().clock().timestamp(), burst.get_expiry())
    return int(number), passed / burst.get_expiry()


def _key(form_id: str, number: int) -> str:
    return f"fabu-burst/{form_id}/{number}"
