"""What is over is erased; what is open, or not old enough, is not touched."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from district.casework.retention import RecordKind, load_retention
from forms_backend.accounts.tables import Staff, StaffSession
from forms_backend.attachments.scanning import NullScanner
from forms_backend.attachments.service import AttachmentService
from forms_backend.attachments.store import FileStore
from forms_backend.attachments.tables import Attachment
from forms_backend.database.errors import DatabaseUnavailableError
from forms_backend.database.transactions import Database
from forms_backend.keeping.retention import RetentionService
from forms_backend.keeping.wiring import daily_retention
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.ledger.tables import LedgerEvent
from forms_backend.matters.tables import Matter, Writing
from forms_backend.meetings.record import Attendance, Wording
from forms_backend.meetings.tables import AgendaItem, AgendaMatter, Meeting
from forms_backend.running import periodic
from forms_backend.sealing.file_cipher import FileCipher
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.channel import Channel
from forms_backend.submissions.payload import decode_answers
from forms_backend.submissions.tables import Consent, Submission
from forms_backend.visits.record import Noted
from forms_backend.visits.tables import Visit, VisitProblem
from tests.forms_backend.attachments.workbench import workshop

CIPHER = PayloadCipher(bytes(32))
FIVE_YEARS_AGO = datetime(2021, 11, 19, 15, 59, tzinfo=UTC)  # the day before, 23:59 in the district


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "var", FileCipher(bytes(32)))


@pytest.fixture
def retention(database: Database, clock: Any, store: FileStore) -> RetentionService:
    attachments = AttachmentService(
        database, CIPHER, store, workshop(store.root.parent), NullScanner(), clock
    )
    return RetentionService(database, CIPHER, load_retention(), attachments, clock)


MakeMatter = Callable[..., str]


@pytest.fixture
def matter(
    database: Database, service: Any, forms: Any, complaint: dict[str, Any], store: FileStore
) -> MakeMatter:
    """A complaint in some state, closed at some moment, with a consent, a text and a file."""

    def make(state: str = "cleared", closed_at: datetime | None = FIVE_YEARS_AGO) -> str:
        receipt = service.accept(
            forms["complaint"], complaint | {"consent_case": True}, channel=Channel.WEB
        )
        with database.write() as session:
            row = session.scalars(
                select(Submission).where(Submission.number == receipt.number)
            ).one()
            row.state = state
            session.get_one(Matter, row.id).closed_at = closed_at
            session.add(
                Writing(
                    submission_id=row.id,
                    action="deliver",
                    need="answer",
                    actor="staff:x",
                    at=FIVE_YEARS_AGO,
                    payload=CIPHER.encrypt(row.number, b"secret"),
                )
            )
            written = store.stage(io.BytesIO(b"evidence"), 8, FIVE_YEARS_AGO)
            store.keep(written.storage_name)
            session.add(
                Attachment(
                    submission_id=row.id,
                    action="received",
                    kind="pdf",
                    size=8,
                    storage_name=written.storage_name,
                    digest=written.digest,
                    name=b"sealed",
                    at=FIVE_YEARS_AGO,
                )
            )
        codes[receipt.number] = receipt.query_code
        return str(receipt.number)

    codes: dict[str, str] = {}
    make.codes = codes  # type: ignore[attr-defined]
    return make


def test_an_old_closed_matter_loses_everything_personal(
    retention: RetentionService, matter: Any, database: Database, service: Any, store: FileStore
) -> None:
    number = matter()
    assert len(list((store.root / "stored").rglob("*/*"))) == 1
    assert [due.number for due in retention.due_matters()] == [number]
    assert retention.run(actor="cli:test") == 1
    with database.read() as session:
        row = session.scalars(select(Submission)).one()
        assert decode_answers(CIPHER.decrypt(number, row.payload)) == ()
        assert session.scalars(select(Writing)).all() == []
        assert session.scalars(select(Attachment)).all() == []
        assert list((store.root / "stored").rglob("*/*")) == []
        assert [(c.text, c.key) for c in session.scalars(select(Consent))] == [("", "consent_case")]
        assert (row.category, row.region, row.state) == ("enforcement", "park", "cleared")
        assert session.scalars(select(Matter)).one().closed_at == FIVE_YEARS_AGO
        last = session.scalars(select(LedgerEvent).order_by(LedgerEvent.sequence.desc())).first()
        assert last is not None
        assert (last.action, last.number, last.actor) == ("anonymised", number, "cli:test")
        assert session[LedgerRepository].verify().is_intact
    assert not service.code_fits(number, matter.codes[number])
    assert service.reveal(number, actor="cli:test").answers == ()
    assert retention.due_matters() == []
    assert retention.run(actor="cli:test") == 0


@pytest.mark.parametrize(
    ("state", "closed_at"),
    [
        ("handling", FIVE_YEARS_AGO),  # was reopened: its time has not begun
        ("received", None),
        ("cleared", FIVE_YEARS_AGO + timedelta(minutes=1)),  # its fifth birthday is today
        ("done", FIVE_YEARS_AGO),
    ],
)
def test_what_is_open_or_not_old_enough_stays(
    retention: RetentionService, matter: Any, service: Any, state: str, closed_at: datetime | None
) -> None:
    number = matter(state, closed_at)
    assert retention.due_matters() == []
    assert retention.anonymise(number, actor="cli:test") is False
    assert retention.run(actor="cli:test") == 0
    assert service.reveal(number, actor="cli:test").answers


def test_a_matter_that_an_open_one_carries_on_waits_for_it(
    retention: RetentionService, matter: Any, database: Database
) -> None:
    joined, carrier = matter(), matter("handling", None)
    with database.write() as session:
        rows = {row.number: row.id for row in session.scalars(select(Submission))}
        session.execute(
            text("INSERT INTO merged_matters VALUES (:a, :b)"),
            {"a": rows[joined], "b": rows[carrier]},
        )
    assert retention.due_matters() == []


def test_a_failure_in_the_middle_leaves_the_matter_whole(
    retention: RetentionService,
    matter: Any,
    service: Any,
    monkeypatch: pytest.MonkeyPatch,
    store: FileStore,
) -> None:
    number = matter()

    def fail(*_arguments: Any, **_options: Any) -> None:
        raise DatabaseUnavailableError

    monkeypatch.setattr(LedgerRepository, "append", fail)
    with pytest.raises(DatabaseUnavailableError):
        retention.run(actor="cli:test")
    monkeypatch.undo()
    assert len(list((store.root / "stored").rglob("*/*"))) == 1
    assert service.reveal(number, actor="cli:test").answers


def test_old_sessions_of_staff_are_deleted_and_counted(
    retention: RetentionService, database: Database, clock: Any
) -> None:
    with database.write() as session:
        session.add(
            Staff(
                login="zhang",
                name="张三",
                unit="court",
                role="handler",
                password_hash="-",
                must_change_password=True,
                totp_last_step=0,
                failures=0,
                created_at=clock(),
            )
        )
        session.flush()
        for n, days in enumerate((1, 364, 366, 900)):
            then = clock() - timedelta(days=days)
            session.add(
                StaffSession(staff_id=1, token_hash=str(n) * 64, created_at=then, seen_at=then)
            )
    due = retention.due_records()
    assert due == dict.fromkeys(RecordKind, 0) | {RecordKind.STAFF_SESSIONS: 2}
    retention.run(actor="system")
    with database.read() as session:
        assert len(session.scalars(select(StaffSession)).all()) == 2
        query = select(LedgerEvent.action, LedgerEvent.detail)
        event = session.execute(query.where(LedgerEvent.action != "records_changed")).one()
    assert tuple(event) == ("records_erased", '{"count": "2", "kind": "staff_sessions"}')


def test_an_old_visit_is_blanked_when_its_problems_are_closed(
    retention: RetentionService, database: Database, matter: Any, clock: Any
) -> None:
    numbers = (matter(), matter("handling", None))
    with database.write() as session:
        session.add(
            Staff(
                login="zhang",
                name="张三",
                unit="court",
                role="handler",
                password_hash="-",
                must_change_password=True,
                totp_last_step=0,
                failures=0,
                created_at=clock(),
            )
        )
        ids = {row.number: row.id for row in session.scalars(select(Submission))}
        session.flush()
        for n, number in enumerate(numbers):
            payload = CIPHER.encrypt(
                f"ZF202101-00000{n}", Noted("某厂", "李四", "谈了三点").encode()
            )
            visit = Visit(
                number=f"ZF202101-00000{n}",
                visited_on=date(2021, 11, 19),
                point="park",
                unit="court",
                login="zhang",
                created_at=clock(),
                payload=payload,
            )
            session.add(visit)
            session.flush()
            session.add(VisitProblem(submission_id=ids[number], visit_id=visit.id))
    assert retention.due_records()[RecordKind.VISITS] == 1
    retention.run(actor="system")
    assert retention.due_records()[RecordKind.VISITS] == 0
    with database.read() as session:
        firms = [
            Noted.decode(CIPHER.decrypt(v.number, v.payload)).firm
            for v in session.scalars(select(Visit).order_by(Visit.id))
        ]
        assert firms == ["", "某厂"]
        assert session[LedgerRepository].events_of("ZF202101-000000")[-1].action == "anonymised"


@pytest.fixture
def meeting(database: Database, clock: Any) -> Callable[..., None]:
    """A meeting of long ago, about one matter or several, with its decision done or not."""

    def make(number: str, *matters: str, done: bool = True) -> None:
        with database.write() as session:
            if session.get(Staff, 1) is None:
                session.add(
                    Staff(
                        login="zhang",
                        name="张三",
                        unit="court",
                        role="handler",
                        password_hash="-",
                        must_change_password=True,
                        totp_last_step=0,
                        failures=0,
                        created_at=clock(),
                    )
                )
                session.flush()
            ids = {row.number: row.id for row in session.scalars(select(Submission))}
            held = Meeting(
                number=number,
                kind="study",
                held_on=date(2021, 11, 19),
                starts_at="09:30",
                unit="court",
                lead_unit="zhengfawei",
                login="zhang",
                created_at=clock(),
                version=1,
                payload=CIPHER.encrypt(number, Attendance("二楼", "李四").encode()),
            )
            session.add(held)
            session.flush()
            item = AgendaItem(
                meeting_id=held.id,
                position=1,
                unit="court",
                due_on=date(2021, 12, 1),
                done_at=clock() if done else None,
                payload=CIPHER.encrypt(f"{number}-1", Wording("议题", "李四说", "办").encode()),
            )
            session.add(item)
            session.flush()
            session.add_all(AgendaMatter(item_id=item.id, submission_id=ids[m]) for m in matters)

    return make


def said_at(database: Database) -> dict[str, tuple[str, str]]:
    """People and minutes of each meeting."""
    with database.read() as session:
        return {
            meeting.number: (
                Attendance.decode(CIPHER.decrypt(meeting.number, meeting.payload)).people,
                Wording.decode(CIPHER.decrypt(f"{meeting.number}-1", item.payload)).minutes,
            )
            for meeting, item in session.execute(
                select(Meeting, AgendaItem).join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
            )
        }


def test_an_old_meeting_is_blanked_when_nothing_of_it_is_open(
    retention: RetentionService, database: Database, matter: Any, meeting: Any
) -> None:
    meeting("HY202111-000001", matter(closed_at=FIVE_YEARS_AGO + timedelta(days=9)))
    meeting("HY202111-000002", matter("handling", None))
    meeting("HY202111-000003", done=False)
    assert retention.due_records()[RecordKind.MEETINGS] == 1
    retention.run(actor="system")
    assert retention.due_records()[RecordKind.MEETINGS] == 0
    assert said_at(database) == {
        "HY202111-000001": ("", ""),
        "HY202111-000002": ("李四", "李四说"),
        "HY202111-000003": ("李四", "李四说"),
    }
    with database.read() as session:
        assert session[LedgerRepository].events_of("HY202111-000001")[-1].action == "anonymised"


def test_what_a_meeting_said_goes_with_the_last_of_the_matters_it_was_about(
    retention: RetentionService, database: Database, matter: Any, meeting: Any
) -> None:
    old, older, open_one = matter(), matter(), matter("handling", None)
    meeting("HY202111-000001", old, older, done=False)
    meeting("HY202111-000002", old, open_one, done=False)
    assert retention.anonymise(old, actor="cli:test")
    assert {minutes for _, minutes in said_at(database).values()} == {"李四说"}
    assert retention.anonymise(older, actor="cli:test")
    assert said_at(database) == {
        "HY202111-000001": ("李四", ""),
        "HY202111-000002": ("李四", "李四说"),
    }


class TroubledRetention:
    """Fails the first time; `done` is set by the second."""

    def __init__(self) -> None:
        self.tries = 0
        self.done = threading.Event()

    def run(self, *, actor: str) -> int:
        self.tries += 1
        if self.tries == 1:
            raise DatabaseUnavailableError
        self.done.set()
        return 0


def test_it_runs_beside_the_server_and_a_failure_does_not_end_it() -> None:
    retention: Any = TroubledRetention()
    with periodic.running([daily_retention(retention, first_after=0.01, every=0.01)]):
        assert retention.done.wait(5)
    tries = retention.tries
    retention.done.clear()
    assert not retention.done.wait(0.05), "it ended with the server"
    assert retention.tries == tries
