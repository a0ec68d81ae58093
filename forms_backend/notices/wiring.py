"""Who is told what, built once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from district.registers.models import Registers
from forms_backend.matters.happening import MatterNotices
from forms_backend.matters.rules import CaseworkRules
from forms_backend.notices.bell import BellService
from forms_backend.notices.daily import DailyNotices
from forms_backend.notices.law_texts import weekly_for
from forms_backend.notices.texting import PhoneTexting
from forms_backend.notices.writer import NoticeWriter
from forms_backend.outbox.queue import OutboxQueue
from forms_backend.outbox.service import Outbox
from forms_backend.running.parts import Parts
from forms_backend.running.periodic import Task
from forms_backend.watching.service import WatchService
from law.texts import STANDING_FILE

PAUSE_SECONDS = 2.0


def build(parts: Parts) -> None:
    """Nothing starts or writes."""
    ground = parts.ground
    settings = ground.settings
    texting = PhoneTexting(
        parts[Outbox],
        ground.cipher,
        ground.code_key,
        ground.config.site.name,
        each=settings.sms_per_person,
        together=settings.sms_per_day,
    )
    writer = NoticeWriter(
        parts[Outbox], ground.cipher, ground.code_key, ground.config.site, texting
    )
    parts.add(writer, known_as=MatterNotices)
    parts.add(BellService(ground.database, ground.clock))
    parts.add(
        DailyNotices(
            ground.database,
            ground.cipher,
            parts[CaseworkRules].calendar,
            ground.config,
            parts[Outbox],
            ground.clock,
            hour=settings.digest_hour,
            stuck_days=settings.stuck_days,
            registers=parts[Registers],
            limits=parts[WatchService].limits,
            texting=texting,
        )
    )
    laws = settings.site_dir.parent / STANDING_FILE
    keeper = ground.config.site.laws_keeper
    parts[DailyNotices].also_tells(weekly_for(keeper, laws, parts[CaseworkRules].calendar))
    parts.from_time_to_time(once_a_working_day(parts[DailyNotices], parts[OutboxQueue]))


def once_a_working_day(
    daily: DailyNotices, queue: OutboxQueue, *, pause: float = PAUSE_SECONDS
) -> Task:
    """Writes the notices of the day when they are due. Every process may run one: keys keep two from
    writing the same message."""
    written_for: date | None = None

    def write(_is_stopping: Callable[[], bool]) -> dict[str, object] | None:
        nonlocal written_for
        day = daily.due_day()
        if day is None or day == written_for:
            return None
        written = daily.write()
        queue.forget_finished()
        written_for = day
        return {"day": day.isoformat(), "messages": written}

    return Task("daily_notices", first_after=0.0, every=pause, work=write)
