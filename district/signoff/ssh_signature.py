"""SSH signatures (PROTOCOL.sshsig of OpenSSH): verified here; made by people with
`ssh-keygen -Y sign`, and here with the server's own key."""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_ssh_public_key,
)

NAMESPACE = "fabu-signoff"
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_ROW = 70
"""Characters a line, as OpenSSH writes them."""
_MAGIC = b"SSHSIG"
_HASHES = {b"sha256": hashlib.sha256, b"sha512": hashlib.sha512}
_RSA = {b"rsa-sha2-256": hashes.SHA256, b"rsa-sha2-512": hashes.SHA512}
_EC: dict[int, type[hashes.HashAlgorithm]] = {
    256: hashes.SHA256, 384: hashes.SHA384, 521: hashes.SHA512,
}  # fmt: skip


def is_signed_by(public_key: str, armored: str, message: bytes) -> bool:
    """Whether `armored` is a signature over `message` for our purpose by the owner of `public_key`
    (“ssh-ed25519 AAAA…”; ECDSA and RSA as well). False for whatever cannot be read."""
    try:
        return _verified(public_key, armored, message)
    except (ValueError, KeyError, struct.error, InvalidSignature, UnsupportedAlgorithm):
        return False


def public_line(key: Ed25519PrivateKey) -> str:
    """The public key of `key` as people.yml names it (“ssh-ed25519 AAAA…”)."""
    return key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode("ascii")


def signed_with(key: Ed25519PrivateKey, message: bytes) -> str:
    """The armored signature over `message` for our purpose, as ssh-keygen would make it."""
    digest = hashlib.sha512(message).digest()
    signed = _MAGIC + b"".join(map(_packed, (NAMESPACE.encode(), b"", b"sha512", digest)))
    signature = _packed(b"ssh-ed25519") + _packed(key.sign(signed))
    public = base64.b64decode(public_line(key).split()[1])
    parts = (public, NAMESPACE.encode(), b"", b"sha512", signature)
    blob = _MAGIC + struct.pack(">I", 1) + b"".join(map(_packed, parts))
    text = base64.b64encode(blob).decode("ascii")
    rows = [text[at : at + _ROW] for at in range(0, len(text), _ROW)]
    return "\n".join((_BEGIN, *rows, _END, ""))


def _verified(public_key: str, armored: str, message: bytes) -> bool:
    blob = _unarmored(armored)
    if blob[:6] != _MAGIC or struct.unpack(">I", blob[6:10]) != (1,):
        raise ValueError("no SSH signature of version 1")
    key, namespace, reserved, hash_name, signature = _strings(blob[10:], 5)
    if namespace != NAMESPACE.encode() or key != base64.b64decode(public_key.split()[1]):
        return False
    digest = _HASHES[hash_name](message).digest()
    signed = _MAGIC + b"".join(map(_packed, (namespace, reserved, hash_name, digest)))
    kind, value = _strings(signature, 2)
    _verify(public_key, kind, value, signed)
    return True


def _verify(public_key: str, kind: bytes, value: bytes, signed: bytes) -> None:
    """Raises InvalidSignature."""
    key = load_ssh_public_key(public_key.encode())
    if isinstance(key, Ed25519PublicKey):
        key.verify(value, signed)
    elif isinstance(key, rsa.RSAPublicKey):
        key.verify(value, signed, padding.PKCS1v15(), _RSA[kind]())
    elif isinstance(key, ec.EllipticCurvePublicKey):
        r, s = (int.from_bytes(part, "big") for part in _strings(value, 2))
        key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(_EC[key.key_size]()))
    else:
        raise InvalidSignature


def _unarmored(armored: str) -> bytes:
    text = armored.strip()
    if not (text.startswith(_BEGIN) and text.endswith(_END)):
        raise ValueError("no armored signature")
    try:
        return base64.b64decode("".join(text[len(_BEGIN) : -len(_END)].split()), validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error


def _strings(data: bytes, count: int) -> list[bytes]:
    """The first `count` length-prefixed strings of `data`. Raises ValueError where it is shorter."""
    found = []
    for _ in range(count):
        (length,) = struct.unpack(">I", data[:4])
        if len(data) < 4 + length:
            raise ValueError("cut off")
        found.append(data[4 : 4 + length])
        data = data[4 + length :]
    return found


def _packed(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data
