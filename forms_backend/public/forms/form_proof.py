"""Who sends a form: whoever did a little work first (ALTCHA), or else took the time to fill it in.

A browser with JavaScript solves a challenge (proof of work). Without one, a signed time stamp of the
page tells how long it was open, and slower limits apply. No third party is asked.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from altcha.v1 import ChallengeOptions, Payload, create_challenge, verify_solution
from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from limits import parse_many

from forms_backend.public.forms.form_load import hardness, has_room
from forms_backend.running.parts import Parts
from forms_backend.web.context import ground, parts_of
from forms_backend.web.limits import limiter
from forms_backend.web.sender import sender

MOST_TRIES = 100_000
"""The answer is a number up to this: half of it to try on average, about a second on an old phone.
Under load it is several times as much, see `form_load`."""
PROOF_LIFE = timedelta(hours=2)
PAGE_LIFE = timedelta(hours=24)
"""An older page is renewed: what was typed stays, the button is to be pressed again."""
LONGEST_PROOF = 2_000
_ALGORITHM: Literal["SHA-256"] = "SHA-256"


class Sender(StrEnum):
    """What is known of who sent a form."""

    PROVED = "proved"
    PATIENT = "patient"
    REPLAYED = "replayed"
    HASTY = "hasty"
    STALE = "stale"
    TOO_MANY = "too-many"

    @property
    def may_send(self) -> bool:
        return self in (Sender.PROVED, Sender.PATIENT)


def _key(parts: Parts, purpose: str) -> bytes:
    secret = parts.ground.settings.secret_key.get_secret_value().encode()
    return hmac.new(secret, f"fabu form {purpose}".encode(), hashlib.sha256).digest()


def new_challenge(form_id: str) -> dict[str, object]:
    """A challenge for one form, in ALTCHA's format (version 1)."""
    parts = parts_of(current_app)
    options = ChallengeOptions(
        algorithm=_ALGORITHM,
        max_number=MOST_TRIES * hardness(form_id),
        hmac_key=_key(parts, "proof").hex(),
        expires=parts.ground.clock() + PROOF_LIFE,
        params={"form": form_id},
    )
    made = create_challenge(options)
    return {
        "algorithm": made.algorithm,
        "challenge": made.challenge,
        "maxnumber": made.max_number,
        "salt": made.salt,
        "signature": made.signature,
    }


def _proves(payload: str, form_id: str) -> Payload | None:
    """The solution when it is right, for this form, and not too old."""
    parts = parts_of(current_app)
    try:
        solved, _ = verify_solution(payload, _key(parts, "proof").hex(), check_expires=False)
        proof = Payload.from_base64(payload) if solved else None
        if proof is None or proof.algorithm != _ALGORITHM:
            return None
        _, expires, params = proof.parse_salt()
    except (ValueError, KeyError, TypeError, AttributeError):  # anything that is not a payload
        return None
    in_time = expires is not None and parts.ground.clock().timestamp() < expires
    return proof if in_time and params.get("form") == [form_id] else None


def _is_first_use(proof: Payload) -> bool:
    seconds = int(PROOF_LIFE.total_seconds()) + 60
    storage = limiter.storage
    return storage.incr(f"fabu-proof/{proof.challenge}", seconds) == 1


class PageTime:
    """When a page was made, signed, so that the next request can tell how long it was open."""

    def __init__(self) -> None:
        parts = parts_of(current_app)
        self._now = parts.ground.clock()
        self._shortest = timedelta(seconds=parts.ground.settings.form_min_seconds)
        self._serializer = URLSafeSerializer(_key(parts, "time"), salt="page")

    def stamp(self, form_id: str) -> str:
        """For a page made now."""
        return str(self._serializer.dumps([form_id, int(self._now.timestamp())]))

    def age(self, stamp: str, form_id: str) -> timedelta | None:
        """How long ago; None for a stamp of another form or not of ours."""
        try:
            made_for, made_at = self._serializer.loads(stamp)
            made = datetime.fromtimestamp(made_at, self._now.tzinfo)
        except (BadSignature, ValueError, TypeError, OverflowError):
            return None
        return self._now - made if made_for == form_id else None

    def judge(self, stamp: str, form_id: str) -> Sender:
        """PATIENT, HASTY or STALE."""
        age = self.age(stamp, form_id)
        if age is None or age > PAGE_LIFE:
            return Sender.STALE
        return Sender.HASTY if age < self._shortest else Sender.PATIENT

    def keep(self, stamp: str, form_id: str) -> str:
        """The same stamp while it is good, so that its time goes on; else a new one."""
        is_good = self.judge(stamp, form_id) is not Sender.STALE
        return stamp if is_good else self.stamp(form_id)


def _within(rate: str, scope: str) -> bool:
    return all(limiter.limiter.hit(i, scope, sender()) for i in parse_many(rate))


def _within_slow_limit() -> bool:
    return _within(ground().settings.limit_unproved, "unproved")


def judge_program(form_id: str, payload: str) -> Sender:
    """For the JSON interface, which has no page: a proof, or the slower limit."""
    proof = _proves(payload[:LONGEST_PROOF], form_id)
    if proof is not None:
        return Sender.PROVED if _is_first_use(proof) else Sender.REPLAYED
    return _patient(form_id)


def _patient(form_id: str) -> Sender:
    """Without a proof: within the slower limit, and while the form has room."""
    may_send = has_room(form_id) and _within_slow_limit()
    return Sender.PATIENT if may_send else Sender.TOO_MANY


def judge_sender(form_id: str, payload: str, stamp: str) -> Sender:
    """What to make of a page that was sent; a right proof can be used once."""
    proof = _proves(payload[:LONGEST_PROOF], form_id)
    if proof is not None:
        return Sender.PROVED if _is_first_use(proof) else Sender.REPLAYED
    judged = PageTime().judge(stamp, form_id)
    # Once or twice it may be a form that the browser itself filled in, or a page kept for long.
    if not judged.may_send and not _within(ground().settings.limit_hasty, "hasty"):
        return judged
    return _patient(form_id)
