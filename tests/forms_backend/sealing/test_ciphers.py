"""The ciphers and hashes are the published ones, and a change of setting loses nothing."""

from __future__ import annotations

import io

import pytest
from cryptography.exceptions import InvalidTag

from forms_backend.database.transactions import Database
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.sealing.ciphers import HASHES, CipherName, HashName, Sm4Gcm
from forms_backend.sealing.errors import DecryptionError
from forms_backend.sealing.file_cipher import CHUNK, FileCipher
from forms_backend.sealing.keys import PayloadCipher

KEY = bytes(range(32))
BOTH = list(CipherName)


def test_sm4_gcm_is_that_of_rfc_8998() -> None:
    """RFC 8998, appendix A.1."""
    aead = Sm4Gcm(bytes.fromhex("0123456789ABCDEFFEDCBA9876543210"))
    nonce = bytes.fromhex("00001234567800000000ABCD")
    data = bytes.fromhex(
        "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD"
        "EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA"
    )
    associated = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    sealed = bytes.fromhex(
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
        "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
        "83DE3541E4C2B58177E065A9BF7B62EC"
    )
    assert aead.encrypt(nonce, data, associated) == sealed
    assert aead.decrypt(nonce, sealed, associated) == data
    for broken in (sealed[:-1], sealed[1:], sealed[:10], b"", bytes([sealed[0] ^ 1]) + sealed[1:]):
        with pytest.raises(InvalidTag):
            aead.decrypt(nonce, broken, associated)


def test_sm3_is_that_of_the_standard() -> None:
    """GB/T 32905-2016, appendix A, first example."""
    assert HASHES["sm3"](b"abc") == (
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    )


@pytest.mark.parametrize("before", BOTH)
@pytest.mark.parametrize("after", BOTH)
def test_content_stays_readable_when_the_cipher_changes(
    before: CipherName, after: CipherName
) -> None:
    blob = PayloadCipher(KEY, before).encrypt("TS1", b"payload")
    reader = PayloadCipher(KEY, after)
    assert reader.decrypt("TS1", blob) == b"payload"
    with pytest.raises(DecryptionError):
        reader.decrypt("TS1", bytes([3 - blob[0]]) + blob[1:])  # says the other cipher wrote it


@pytest.mark.parametrize("before", BOTH)
@pytest.mark.parametrize("after", BOTH)
def test_files_too(before: CipherName, after: CipherName) -> None:
    target = io.BytesIO()
    content = bytes(CHUNK + 5)
    FileCipher(KEY, before).encrypt("a/b", io.BytesIO(content), target)
    found = b"".join(FileCipher(KEY, after).decrypt("a/b", io.BytesIO(target.getvalue())))
    assert found == content


def test_a_ledger_may_change_its_hash_and_stays_one_chain(database_url: str, clock) -> None:
    def append(name: HashName) -> None:
        database = Database(database_url, name)
        with database.write() as session:
            session[LedgerRepository].append(
                Action.LEDGER_READ, number=None, actor="test", at=clock(), detail={}
            )
        database.close()

    for name in (HashName.SHA256, HashName.SM3, HashName.SM3, HashName.SHA256):
        append(name)
    database = Database(database_url)
    with database.read() as session:
        ledger = session[LedgerRepository]
        report = ledger.verify()
        assert (report.is_intact, report.checked) == (True, 4)
        assert [e.algorithm for e in ledger.latest(4)] == ["sha256", "sm3", "sm3", "sha256"]
    database.close()
