"""A file that was uploaded and not sent off yet, and the token by which a form remembers it."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from forms_backend.attachments.errors import AttachmentGoneError
from forms_backend.attachments.kinds import FileKind
from forms_backend.attachments.store import STAGED_FOR
from forms_backend.sealing.errors import DecryptionError
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.payload import file_value

LONGEST_TOKEN = 2_000
_CONTEXT = "attachment-token:"


@dataclass(frozen=True)
class StagedFile:
    """附件 in waiting: where it lies, and what is known of it."""

    storage_name: str
    name: str
    kind: FileKind
    size: int
    digest: str
    at: datetime

    @property
    def value(self) -> str:
        """What stands for the file among the values of a form."""
        return file_value(self.digest, self.name)


class StagedTokens:
    """Tokens are encrypted and authenticated; `scope` is the one form and field they are good for."""

    def __init__(self, cipher: PayloadCipher) -> None:
        self._cipher = cipher

    def write(self, scope: str, staged: StagedFile) -> str:
        """The token of a file, for a hidden value of the page."""
        text = json.dumps(
            [staged.storage_name, staged.name, staged.kind.value, staged.size, staged.digest,
             int(staged.at.timestamp())],
            ensure_ascii=False,
        )  # fmt: skip
        sealed = self._cipher.encrypt(_CONTEXT + scope, text.encode())
        return base64.urlsafe_b64encode(sealed).decode()

    def read(self, scope: str, token: str, now: datetime) -> StagedFile:
        """The file of a token. Raises AttachmentGoneError for one that is not ours or too old."""
        try:
            sealed = base64.b64decode(token[:LONGEST_TOKEN], altchars=b"-_", validate=True)
            fields = json.loads(self._cipher.decrypt(_CONTEXT + scope, sealed))
        except (DecryptionError, binascii.Error, ValueError) as error:
            raise AttachmentGoneError from error
        name, shown, kind, size, digest, moment = fields
        at = datetime.fromtimestamp(moment, UTC)
        if now - at > STAGED_FOR:
            raise AttachmentGoneError
        return StagedFile(name, shown, FileKind(kind), size, digest, at)
