"""Everything about subscriptions, built once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from forms_backend.outbox.service import Outbox
from forms_backend.running.parts import Parts
from forms_backend.running.periodic import Task
from forms_backend.subscriptions.documents_file import DocumentsFile
from forms_backend.subscriptions.links import MailLinks
from forms_backend.subscriptions.mails import Mails
from forms_backend.subscriptions.service import SubscriptionService, Tools, delete_unconfirmed
from forms_backend.subscriptions.topics import Catalogue
from forms_backend.subscriptions.weekly import WeeklyMail, Written

FIRST_AFTER_SECONDS = 30.0
EVERY_SECONDS = 600.0


@dataclass(frozen=True)
class SubscriptionOffice:
    """The services around subscriptions."""

    service: SubscriptionService
    weekly: WeeklyMail
    tools: Tools

    def delete_unconfirmed(self) -> int:
        """See `delete_unconfirmed` of the module."""
        return delete_unconfirmed(self.tools.database, self.tools.clock)

    def look_after(self) -> tuple[Written, int]:
        """What has to happen from time to time: the weekly mail, and requests run out."""
        return self.weekly.write(), self.delete_unconfirmed()


def build(parts: Parts) -> None:
    """The office of the site in FABU_SITE_DIR. Nothing starts or writes."""
    ground, settings, site = parts.ground, parts.ground.settings, parts.ground.config.site
    links = MailLinks(ground.code_key, site.base_url)
    tools = Tools(
        ground.database,
        ground.cipher,
        ground.code_key,
        parts[Outbox],
        Catalogue(ground.config),
        DocumentsFile(settings.site_dir),
        links,
        Mails(site.name, site.base_url, links),
        ground.clock,
        settings.subscription_weekday,
        settings.subscription_hour,
    )
    office = SubscriptionOffice(SubscriptionService(tools), WeeklyMail(tools), tools)
    parts.add(office)
    parts.from_time_to_time(looking_after_subscriptions(office))


def looking_after_subscriptions(
    office: SubscriptionOffice,
    *,
    first_after: float = FIRST_AFTER_SECONDS,
    every: float = EVERY_SECONDS,
) -> Task:
    """The weekly mail when it is due, and unconfirmed requests run out."""

    def look_after(_is_stopping: Callable[[], bool]) -> dict[str, object] | None:
        written, lapsed = office.look_after()
        return {"mails": written.mails, "lapsed": lapsed} if written.mails or lapsed else None

    return Task("subscriptions", first_after=first_after, every=every, work=look_after)
