"""Whatever a stranger sends is answered within its bounds: a table of files meant to break them."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from forms_backend.attachments import messages
from forms_backend.attachments.readers.answer import Outcome
from tests.forms_backend.attachments.hostile import compound_files, packages, pdfs, pictures
from tests.forms_backend.attachments.hostile.attack import Attack
from tests.forms_backend.attachments.hostile.pdfs import hidden_in_streams
from tests.forms_backend.attachments.hostile.quine import quine
from tests.forms_backend.attachments.sample_files import ACCEPTED
from tests.forms_backend.attachments.workbench import MAX_MB, Seen, look

MOST_CPU_SECONDS = 5
MOST_MEGABYTES = 200
AN_END = frozenset({Outcome.TAKEN, Outcome.REFUSED})
ROOMS = (compound_files.ATTACKS, packages.ATTACKS, pdfs.ATTACKS, pictures.ATTACKS)
ATTACKS: dict[str, Attack] = {name: attack for room in ROOMS for name, attack in room.items()}
CUTS = 24


def check_bounds(seen: Seen) -> None:
    assert seen.outcome not in (Outcome.BUG, Outcome.CRASH, Outcome.UNAVAILABLE), seen
    assert seen.cpu_seconds <= MOST_CPU_SECONDS, seen
    assert seen.peak_mb <= MOST_MEGABYTES, seen


def test_there_are_enough_and_each_has_its_own_name() -> None:
    assert len(ATTACKS) == sum(map(len, ROOMS)) >= 100


@pytest.mark.parametrize("name", ATTACKS)
def test_a_hostile_file_ends_within_its_bounds(name: str) -> None:
    attack = ATTACKS[name]
    content = attack.make()
    assert len(content) <= MAX_MB * 1024 * 1024, "this one would not get in"
    seen = look(attack.name, content)
    check_bounds(seen)
    if isinstance(attack.ends, str):
        assert (seen.outcome, seen.reason) == (Outcome.REFUSED, attack.ends)
    else:
        assert seen.outcome in attack.ends, seen


def test_the_quine_is_one() -> None:
    """It goes on for ever for who does not count: what is inside it is it."""
    content = quine()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.read(archive.namelist()[0]) == content


def test_a_long_directory_is_not_even_read() -> None:
    """Its entries would be 60 MB of objects."""
    assert look("a.docx", ATTACKS["zip-100000-parts"].make()).peak_mb < 40


def test_the_script_in_a_stream_is_not_to_be_seen_from_outside() -> None:
    content = hidden_in_streams(action=b"<< /S /JavaScript /JS (x) >>")
    assert b"JavaScript" not in content
    assert look("a.pdf", content).reason == messages.ACTIVE


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_file_may_be_cut_off_anywhere(name: str) -> None:
    """In its head after every few bytes, then in equal steps; some kinds play what is there."""
    content = ACCEPTED[name]
    steps = {*range(1, min(len(content), 96), 8), *range(0, len(content), len(content) // CUTS + 1)}
    for length in sorted(steps - {0}):
        seen = look(name, content[:length])
        check_bounds(seen)
        assert seen.outcome in AN_END, (length, seen)


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_number_in_a_head_may_be_anything(name: str) -> None:
    """Four bytes after four bytes say the largest number, the largest signed one, and nothing."""
    content = ACCEPTED[name]
    places = [*range(0, min(len(content), 128), 4)]
    chance = random.Random(name)
    places = sorted(chance.sample(places, min(12, len(places))))
    for place in places:
        value = chance.choice(
            (b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\x7f\xff\xff\xff", bytes(4))
        )
        seen = look(name, content[:place] + value + content[place + 4 :])
        check_bounds(seen)
        assert seen.outcome in AN_END, (place, value, seen)
