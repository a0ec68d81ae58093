"""Keys at work: encryption of what visitors send, and keyed hashes. Nothing here is home-made."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from forms_backend.sealing.ciphers import CIPHERS, MARKS, CipherName, CipherSpec
from forms_backend.sealing.errors import DecryptionError

NONCE_BYTES = 12
FINGERPRINT_BYTES = 4
QUERY_CODE_BYTES = 10
"""80 bits: sixteen letters of base32."""

_CROCKFORD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def fingerprint_of(key: bytes) -> bytes:
    """What stands in front of everything that a data key wrote, and tells nothing of the key."""
    return hashlib.sha256(b"fabu data key\0" + key).digest()[:FINGERPRINT_BYTES]


class PayloadCipher:
    """Encrypts with one key and cipher; decrypts what any cipher wrote under it or under the key
    before (`old`), which a rotation leaves behind (see `keeping.rotation`).

    The number of the submission is authenticated, so rows cannot be swapped.
    """

    def __init__(
        self,
        key: bytes,
        writes: CipherName = CipherName.AES_256_GCM,
        old: bytes | None = None,
    ) -> None:
        self._key = key
        self._old = old
        self._mark = MARKS[writes]
        self._fingerprint = fingerprint_of(key)
        self._aeads = {
            mark + fingerprint_of(known): spec.make(_key_of(spec, known))
            for known in (key, *filter(None, [old]))
            for mark, spec in CIPHERS.items()
        }

    def encrypt(self, number: str, payload: bytes) -> bytes:
        """Cipher byte, key fingerprint, nonce, ciphertext with tag."""
        nonce = os.urandom(NONCE_BYTES)
        header = self._mark + self._fingerprint
        return (
            header + nonce + self._aeads[header].encrypt(nonce, payload, header + number.encode())
        )

    def decrypt(self, number: str, blob: bytes) -> bytes:
        """The payload. Raises DecryptionError for another key, another row or a changed byte."""
        header, rest = blob[: 1 + FINGERPRINT_BYTES], blob[1 + FINGERPRINT_BYTES :]
        if header[:1] not in CIPHERS:
            raise DecryptionError(number, "不认识的加密方式")
        aead = self._aeads.get(header)
        if aead is None:
            raise DecryptionError(number, "写入时用的是另一把密钥")
        nonce, ciphertext = rest[:NONCE_BYTES], rest[NONCE_BYTES:]
        try:
            return aead.decrypt(nonce, ciphertext, header + number.encode())
        except (InvalidTag, ValueError) as error:
            raise DecryptionError(number, "内容被改动过") from error

    def is_current(self, blob: bytes) -> bool:
        """Whether the key that writes today wrote this."""
        return blob[1 : 1 + FINGERPRINT_BYTES] == self._fingerprint

    def derive_key(self, purpose: str) -> bytes:
        """32 bytes for another purpose, which tell nothing of the key itself (HKDF-SHA256)."""
        return _derive(self._key, purpose, 32)

    def derive_old_key(self, purpose: str) -> bytes | None:
        """The same from the key before; None where there is none."""
        return _derive(self._old, purpose, 32) if self._old else None


def _key_of(spec: CipherSpec, key: bytes) -> bytes:
    """The key itself where it has the right size, else one derived from it for this cipher."""
    return key if spec.key_bytes == len(key) else _derive(key, spec.name, spec.key_bytes)


def _derive(key: bytes, purpose: str, length: int) -> bytes:
    info = f"fabu {purpose}".encode()
    return HKDF(hashes.SHA256(), length=length, salt=None, info=info).derive(key)


class CodeKey:
    """Keyed hashes, each for one purpose, and the query codes derived from them."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def _digest(self, purpose: str, *parts: str) -> bytes:
        message = "\0".join(f"{len(part)}:{part}" for part in (purpose, *parts))
        return hmac.new(self._key, message.encode(), hashlib.sha256).digest()

    def digest(self, purpose: str, *parts: str) -> str:
        """Hexadecimal HMAC-SHA256 of `parts`, different for each purpose."""
        return self._digest(purpose, *parts).hex()

    def query_code(self, number: str, idempotency_hash: str) -> str:
        """查询码 such as "7K3M-9QXT-0ABC-DEFG": derived, so a repeated submit can show it again."""
        raw = self._digest("query-code", number, idempotency_hash)[:QUERY_CODE_BYTES]
        letters = base64.b32encode(raw).decode().translate(_CROCKFORD)
        return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))

    def query_code_hash(self, number: str, code: str) -> str:
        """What is stored of a query code."""
        return self.digest("query-code-hash", number, code)

    def code_fits(self, number: str, typed: str, stored: str | None) -> bool:
        """Whether `typed` is the query code of `number`, of which `stored` is kept; None when there
        is no such number, and then the same work is done."""
        given = self.query_code_hash(number, normalise_query_code(typed))
        return hmac.compare_digest(stored or "0" * len(given), given) and stored is not None


def normalise_query_code(typed: str) -> str:
    """The code as we write it, from what a person typed: case, spaces, O/0 and I/L/1 do not matter."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    letters = "".join(c for c in plain if c.isalnum()).translate(_MISREAD)
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))
