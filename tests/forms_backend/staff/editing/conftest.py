"""编辑 with a repository, and the three people of a manuscript signed in."""

from __future__ import annotations

import pytest

from forms_backend.identity.roles import Role
from forms_backend.manuscripts.desk import EditingDesk
from forms_backend.web.context import parts_of
from tests.forms_backend.manuscripts.newsroom import Newsroom, people

SIGNING_KEY = bytes(range(1, 33))


@pytest.fixture
def room(tmp_path, clock):
    return Newsroom(tmp_path, clock)


@pytest.fixture
def app(make_app, room, tmp_path):
    """With a repository for editing, whose people.yml names this server's key."""
    made = make_app(
        editing_repository=room.bare,
        preview_socket=tmp_path / "p.sock",
        project_dir=tmp_path,
        signing_key=SIGNING_KEY,
    )
    key = parts_of(made)[EditingDesk].signing.public_key
    room.push({"site_config/people.yml": people(key)})
    return made


@pytest.fixture
def editor(sign_in):
    return sign_in("bianji", "court", Role.EDITOR)


@pytest.fixture
def reviewer(sign_in):
    return sign_in("shenhe", "court", Role.MANUSCRIPT_REVIEWER)


@pytest.fixture
def approver(sign_in):
    return sign_in("qianfa", "court", Role.APPROVER)
