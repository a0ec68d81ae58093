"""Once a working day: reminders by light, a digest for each person, the list of supervisors.

Every message has the day or the clock in its key. Running twice, or in two processes at once,
writes nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from district.casework.working_days import WorkingCalendar
from district.models import SiteConfig
from district.registers.models import Registers
from forms_backend.accounts.address_book import AddressBook
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.identity.person import Person
from forms_backend.matters.due_dates import Light, light_of
from forms_backend.notices.daily_repository import open_decisions, open_entries, open_matters
from forms_backend.notices.digest import (
    DECISION_DAYS,
    OpenDecision,
    OpenEntry,
    OpenMatter,
    Section,
    alert_section,
    decision_sections,
    digest_text,
    entry_sections,
    fit_for_a_group,
    held_section,
    sections_for,
    stuck_sections,
    supervised_by,
)
from forms_backend.notices.rules import LIGHT_KINDS, LIGHT_TELLS, told
from forms_backend.notices.texting import NO_TEXTS, Texting
from forms_backend.outbox import messages as texts
from forms_backend.outbox.service import ROBOTS, Message, Outbox, OutboxChannel
from forms_backend.running.clock import LOCAL_ZONE, Clock, local_date
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.quarantine_repository import QuarantineRepository
from forms_backend.watching.alerts import Alert, Limits
from forms_backend.watching.service import alerts_since

_DAY = timedelta(days=1)
BATCH = 200
"""Messages of one transaction: submissions wait for the write lock meanwhile."""
MoreSections = Callable[[Work, Person, date], tuple[Section, ...]]
"""From a transaction, a person and the day: what a topic above this one has to tell."""


def working_days_before(day: date, count: int, calendar: WorkingCalendar) -> date:
    """The working day from which `count` working days lead to `day`."""
    while count:
        day -= _DAY
        count -= calendar.is_working_day(day)
    return day


class DailyNotices:
    """Writes the notices of a day."""

    def __init__(
        self,
        database: Database,
        cipher: PayloadCipher,
        calendar: WorkingCalendar,
        config: SiteConfig,
        outbox: Outbox,
        clock: Clock,
        *,
        hour: int,
        stuck_days: int,
        registers: Registers,
        limits: Limits,
        texting: Texting = NO_TEXTS,
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._calendar = calendar
        self._config = config
        self._outbox = outbox
        self._clock = clock
        self._hour = hour
        self._stuck_days = stuck_days
        self._registers = registers
        self._limits = limits
        self._texting = texting
        self._more: list[MoreSections] = []

    def also_tells(self, tell: MoreSections) -> None:
        """What a topic above this one has for the daily list of each person."""
        self._more.append(tell)

    def due_day(self) -> date | None:
        """Today, once the hour has come on a working day and a channel is on."""
        now = self._clock()
        today, hour = local_date(now), now.astimezone(LOCAL_ZONE).hour
        if not self._outbox.channels or hour < self._hour:
            return None
        return today if self.is_working_day() else None

    def is_working_day(self) -> bool:
        """Whether people are at work today."""
        return self._calendar.is_working_day(local_date(self._clock()))

    def write(self) -> int:
        """The notices of today; returns how many were new. Written in part, it is simply run again."""
        now = self._clock()
        with self._database.read() as work:
            matters, decisions = open_matters(work), open_decisions(work)
            entries = open_entries(work, self._registers, local_date(now) + DECISION_DAYS)
            book = AddressBook(work, self._cipher, local_date(now))
            leading = {one.unit for one in book.people if one.role.leads}
            alerts = self._alerts(work, local_date(now))
            held = {unit: work[QuarantineRepository].count(unit) for unit in leading}
            more = {one.login: self._others(work, one, local_date(now)) for one in book.people}
        messages = [
            *self._reminders(matters, book, local_date(now)),
            *self._digests(matters, decisions, entries, held, more, alerts, book, local_date(now)),
            *self._group_lists(matters, local_date(now)),
        ]
        return self._post(messages, now) + self._text(matters, now)

    def _text(self, matters: Sequence[OpenMatter], now: datetime) -> int:
        """What is due or posted, to the phones of those who are told of it; once a clock and light."""
        if OutboxChannel.SMS not in self._outbox.channels:
            return 0
        today, written = local_date(now), 0
        late = [
            (matter, light)
            for matter in matters
            if (light := light_of(today, matter.yellow_on, matter.sure_on, matter.posted_on))
            in (Light.RED, Light.POSTED)
        ]
        for start in range(0, len(late), BATCH):
            with self._database.write() as work:
                for matter, light in late[start : start + BATCH]:
                    written += self._texting.tell_staff(
                        work,
                        matter.number,
                        matter.facts,
                        LIGHT_TELLS[light],
                        LIGHT_KINDS[light],
                        f"{light}:{matter.due_kind}:{matter.sure_on}",
                        now,
                    )
        return written

    def _others(self, work: Work, person: Person, today: date) -> tuple[Section, ...]:
        return tuple(section for tell in self._more for section in tell(work, person, today))

    def _post(self, messages: Sequence[Message], now: datetime) -> int:
        # In one order, so that two processes wait for each other instead of for a deadlock.
        ordered = sorted(messages, key=lambda message: message.dedupe_key)
        written = 0
        for start in range(0, len(ordered), BATCH):
            with self._database.write() as work:
                for message in ordered[start : start + BATCH]:
                    written += self._outbox.post(work, message, at=now)
        return written

    def _reminders(
        self, matters: Iterable[OpenMatter], book: AddressBook, today: date
    ) -> Iterator[Message]:
        for matter in matters:
            light = light_of(today, matter.yellow_on, matter.sure_on, matter.posted_on)
            for person in told(book.people, matter.facts, LIGHT_TELLS.get(light, frozenset())):
                occasion = f"{light}:{matter.number}:{matter.due_kind}:{matter.sure_on}"
                subject, body = self._reminder_text(matter, LIGHT_KINDS[light], today)
                yield self._mail(
                    LIGHT_KINDS[light],
                    f"light:{occasion}:{person.login}",
                    subject,
                    body,
                    book.address_of(person),
                )

    def _reminder_text(self, matter: OpenMatter, kind: str, today: date) -> tuple[str, str]:
        wording = "overdue" if kind == "due" and matter.is_overdue(today) else kind
        late = (today - matter.sure_on).days
        words = {
            "number": matter.number,
            "clock": matter.due_kind.label,
            "state": matter.facts.state.label,
            "unit": self._unit_name(matter.facts.unit or matter.facts.lead_unit),
            "due": texts.DUE.format(
                clock=matter.due_kind.label,
                due_on=matter.due_on,
                provisional=texts.PROVISIONAL if matter.provisional else "",
            ).rstrip("。"),
            "late": texts.LATE.format(days=late) if late > 0 else "",
            "link": f"{self._config.site.base_url}staff/items/{matter.number}",
        }
        return texts.LIGHT_SUBJECTS[wording].format_map(words), texts.LIGHT_BODY.format_map(words)

    def _digests(
        self,
        matters: Sequence[OpenMatter],
        decisions: Sequence[OpenDecision],
        entries: Sequence[OpenEntry],
        held: Mapping[str, int],
        more: Mapping[str, tuple[Section, ...]],
        alerts: Sequence[Alert],
        book: AddressBook,
        today: date,
    ) -> Iterator[Message]:
        since = working_days_before(today, 1, self._calendar)
        for person in book.people:
            own = sections_for(person, matters, today, since)
            own += decision_sections(person, decisions, today)
            own += entry_sections(person, entries, today)
            own += held_section(person, held.get(person.unit, 0))
            own += more[person.login]
            own += alert_section(person, alerts)
            stuck = self._stuck(supervised_by(person, matters), today)
            for kind, subject, sections in (
                ("digest", texts.DIGEST_SUBJECT, own),
                ("stuck", texts.STUCK_SUBJECT, stuck),
            ):
                if sections:
                    yield self._digest_mail(kind, subject, sections, person, book, today)

    def _alerts(self, work: Work, today: date) -> Sequence[Alert]:
        """Of the whole days since the last digest."""
        since = working_days_before(today, 1, self._calendar)
        until = datetime.combine(today, time(), LOCAL_ZONE) - timedelta(microseconds=1)
        return alerts_since(work, since, until, self._limits)

    def _digest_mail(
        self,
        kind: str,
        subject: str,
        sections: Sequence[Section],
        person: Person,
        book: AddressBook,
        today: date,
    ) -> Message:
        body = digest_text(sections, today, self._unit_name)
        link = texts.DIGEST_FOOT.format(link=f"{self._config.site.base_url}staff/items")
        return self._mail(
            kind,
            f"{kind}:{today}:{person.login}",
            _subject(subject, sections, today),
            body + link,
            book.address_of(person),
        )

    def _stuck(self, matters: Iterable[OpenMatter], today: date) -> tuple[Section, ...]:
        before = working_days_before(today, self._stuck_days, self._calendar)
        return stuck_sections(matters, today, before)

    def _group_lists(self, matters: Iterable[OpenMatter], today: date) -> Iterator[Message]:
        sections = self._stuck(fit_for_a_group(matters), today)
        for channel in ROBOTS if sections else ():
            yield Message(
                kind="stuck",
                channel=channel,
                dedupe_key=f"stuck:{today}:{channel}",
                subject=self._with_site(_subject(texts.STUCK_SUBJECT, sections, today)),
                body=digest_text(sections, today, self._unit_name),
            )

    def _mail(self, kind: str, key: str, subject: str, body: str, address: str) -> Message:
        foot = texts.FOOT.format(site=self._config.site.name)
        return Message(
            kind=kind,
            channel=OutboxChannel.MAIL,
            dedupe_key=key,
            subject=self._with_site(subject),
            body=body + foot,
            recipient=address,
        )

    def _with_site(self, subject: str) -> str:
        return texts.SUBJECT.format(site=self._config.site.name, what=subject)

    def _unit_name(self, key: str | None) -> str:
        unit = self._config.unit(key) if key else None
        return unit.short if unit else key or ""


def _subject(subject: str, sections: Sequence[Section], today: date) -> str:
    summary = "，".join(texts.SUMMARY.format(heading=s.heading, total=s.total) for s in sections)
    return subject.format(today=today, summary=summary)
