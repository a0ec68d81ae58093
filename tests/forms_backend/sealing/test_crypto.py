"""Encryption and query codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_backend.sealing.errors import DamagedAttachmentError, DecryptionError
from forms_backend.sealing.keys import CodeKey, PayloadCipher, normalise_query_code

CIPHER = PayloadCipher(bytes(32))
CODES = CodeKey(b"k" * 32)


@given(st.binary(max_size=2000))
def test_what_is_encrypted_can_be_read_again(payload: bytes) -> None:
    assert CIPHER.decrypt("TS1", CIPHER.encrypt("TS1", payload)) == payload


def test_the_same_content_never_looks_the_same() -> None:
    assert CIPHER.encrypt("TS1", b"x") != CIPHER.encrypt("TS1", b"x")


def test_every_changed_byte_is_noticed() -> None:
    blob = CIPHER.encrypt("TS1", b"payload")
    for position in range(len(blob)):
        changed = bytearray(blob)
        changed[position] ^= 1
        with pytest.raises(DecryptionError):
            CIPHER.decrypt("TS1", bytes(changed))


@pytest.mark.parametrize("blob", [b"", b"\x01", b"\x01" * 10, b"\x02" * 40])
def test_a_torn_payload_is_an_error_of_ours(blob: bytes) -> None:
    with pytest.raises(DecryptionError):
        CIPHER.decrypt("TS1", blob)


def test_payloads_cannot_be_swapped_between_submissions() -> None:
    with pytest.raises(DecryptionError, match="TS2"):
        CIPHER.decrypt("TS2", CIPHER.encrypt("TS1", b"x"))


def test_a_query_code_has_eighty_bits_in_four_groups() -> None:
    code = CODES.query_code("TS1", "a")
    assert len(code) == 19
    assert set(code) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ-")
    assert code == CODES.query_code("TS1", "a")
    assert len({CODES.query_code(f"TS{n}", "a") for n in range(1000)}) == 1000
    assert CodeKey(b"j" * 32).query_code("TS1", "a") != code


def test_the_stored_hash_is_bound_to_the_number() -> None:
    code = CODES.query_code("TS1", "a")
    assert CODES.query_code_hash("TS1", code) != CODES.query_code_hash("TS2", code)


def test_digests_of_different_purposes_and_splits_differ() -> None:
    digests = {CODES.digest("a", "bc"), CODES.digest("ab", "c"), CODES.digest("a", "b", "c")}
    assert len(digests) == 3


@given(st.text(max_size=60))
def test_normalising_is_stable(typed: str) -> None:
    once = normalise_query_code(typed)
    assert normalise_query_code(once) == once


def test_what_cannot_be_opened_is_named_with_the_reason() -> None:
    """Operators read the sentence; rotation and retention read the fields."""
    unread = DecryptionError("TS202611-000001", "密文太短")
    assert (unread.number, unread.reason) == ("TS202611-000001", "密文太短")
    assert str(unread) == "TS202611-000001 的内容无法解密：密文太短。请检查 FABU_DATA_KEY。"
    damaged = DamagedAttachmentError("ab12", "文件不在")
    assert (damaged.storage_name, damaged.reason) == ("ab12", "文件不在")
    assert str(damaged) == "附件 ab12：文件不在。请检查 FABU_VAR_DIR 和 FABU_DATA_KEY。"
