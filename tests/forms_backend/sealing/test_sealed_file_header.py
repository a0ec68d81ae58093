"""What a sealed file says of itself is not believed further than it must be."""

from __future__ import annotations

import io

import pytest

from forms_backend.sealing.errors import DamagedBackupError
from forms_backend.sealing.sealed_file import SCRYPT, BackupKey, Passphrase, SealingWriter


@pytest.mark.parametrize("cost", [{}, {"scrypt": SCRYPT | {"n": 2**24}}])
def test_a_forged_cost_is_not_paid(cost) -> None:
    with pytest.raises(DamagedBackupError):
        Passphrase("a" * 12).master(bytes(32), cost)


def test_a_writer_says_how_much_it_took() -> None:
    assert SealingWriter(io.BytesIO(), BackupKey(bytes(32))).write(b"abc") == 3
