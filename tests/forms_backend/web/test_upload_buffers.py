"""Where the files of a request wait, and when what nobody kept is swept."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from district.forms.attachment import MOST_FILES
from forms_backend.attachments.errors import StorageUnavailableError
from forms_backend.attachments.kinds import MEGABYTE
from forms_backend.web import uploads
from forms_backend.web.uploads import (
    SWEEP_EVERY,
    Sweeper,
    UploadBuffer,
    UploadRequest,
    largest_body,
    supplement_field,
)
from tests.forms_backend.conftest import NOW


def test_what_is_beyond_the_largest_file_is_counted_and_not_stored(monkeypatch) -> None:
    monkeypatch.setattr(uploads, "MOST_MEGABYTES", 1)
    buffer = UploadBuffer()
    for size in (MEGABYTE - 1, 1, 1):
        assert buffer.write(b"a" * size) == size
    assert buffer.size == MEGABYTE + 1
    assert buffer.tell() == MEGABYTE
    buffer.close()


def test_of_too_many_files_the_last_are_counted_and_not_stored() -> None:
    request = UploadRequest({})
    streams = [request._get_file_stream(None, None) for _ in range(2 * MOST_FILES + 1)]
    for stream in streams:
        assert stream.write(b"abc") == 3
    assert [stream.tell() for stream in streams] == [3] * 2 * MOST_FILES + [0]
    request.close()
    assert all(stream.closed for stream in streams)


def test_a_full_disk_is_told_as_such(monkeypatch) -> None:
    buffer = UploadBuffer()

    def full(_data: bytes) -> int:
        raise OSError

    monkeypatch.setattr(buffer, "_file", SimpleNamespace(write=full))
    with pytest.raises(StorageUnavailableError):
        buffer.write(b"a")
    monkeypatch.undo()
    buffer.close()


@pytest.fixture
def swept(monkeypatch):
    """How often it was swept, and what is logged; two files are left each time but the third."""
    found = SimpleNamespace(times=0, told=[])

    def sweep() -> int:
        found.times += 1
        if found.times == 2:
            raise StorageUnavailableError
        return 0 if found.times == 3 else 2

    monkeypatch.setattr(uploads, "part", lambda _kind: SimpleNamespace(sweep=sweep))
    monkeypatch.setattr(uploads, "log_event", lambda *what, **more: found.told.append((what, more)))
    return found


def test_it_is_swept_now_and_then_whatever_becomes_of_it(swept) -> None:
    sweeper = Sweeper(NOW)
    sweeper.sweep_if_due(NOW + SWEEP_EVERY - timedelta(seconds=1))
    assert swept.times == 0
    for turn in range(1, 4):
        sweeper.sweep_if_due(NOW + turn * SWEEP_EVERY)
        sweeper.sweep_if_due(NOW + turn * SWEEP_EVERY)
        assert swept.times == turn
    assert swept.told == [(("attachments_swept",), {"count": 2})]


@pytest.mark.parametrize(
    ("method", "path", "is_large"),
    [
        ("POST", "/forms/complaint", True),
        ("GET", "/forms/complaint", False),
        ("POST", "/api/forms/complaint", False),
        ("POST", "/nowhere", False),
        ("PUT", "/forms/complaint", False),
        ("POST", "", False),
    ],
)
def test_the_server_reads_much_only_for_routes_that_take_files(app, parts, method, path, is_large):
    small = parts.ground.settings.max_content_length
    expected = uploads.LARGEST_BODY_READ if is_large else small
    assert largest_body(app, method, path) == expected


def test_a_supplement_takes_what_its_form_took_or_the_default(app, parts) -> None:
    with app.app_context():
        taken = next(parts.ground.forms["complaint"].attachments())
        assert supplement_field("complaint") == taken
        assert supplement_field("nowhere") == uploads.SUPPLEMENT
