"""Keeping what people write about a matter: encrypted, findable, with a digest for the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from forms_backend.database.work import Work
from forms_backend.ledger.actions import Action
from forms_backend.matters.repository import MatterRepository
from forms_backend.matters.states.transitions import Need
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.blind_index import blind_index
from forms_backend.submissions.search_repository import SearchRepository
from forms_backend.submissions.tables import Submission


class Writer:
    """Writes texts inside a transaction that the caller holds."""

    def __init__(self, cipher: PayloadCipher) -> None:
        self._cipher = cipher
        self._index = blind_index(cipher)

    def keep(
        self,
        work: Work,
        submission: Submission,
        action: Action,
        actor: str,
        texts: Mapping[Need, str],
        now: datetime,
    ) -> dict[str, str]:
        """Encrypt each text; the ledger gets the digest of what was kept, as it was kept. Another
        data key writes it anew: what was written with an event is found by action and moment."""
        digests = {}
        for need, text in texts.items():
            payload = self._cipher.encrypt(submission.number, text.encode())
            work[MatterRepository].add_writing(
                submission.id, action, need.value, actor, now, payload
            )
            digests[f"{need.value}_digest"] = hashlib.sha256(payload).hexdigest()
        if texts:
            work[SearchRepository].add(submission.id, self._index.trapdoors(list(texts.values())))
        return digests
