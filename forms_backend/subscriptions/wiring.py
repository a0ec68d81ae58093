"""Everything about subscriptions, built once."""

from __future__ import annotations

from dataclasses import dataclass

from district.models import SiteConfig
from forms_backend.database.transactions import Database
from forms_backend.outbox.service import Outbox
from forms_backend.running.clock import Clock
from forms_backend.running.settings import Settings
from forms_backend.sealing.keys import CodeKey, PayloadCipher
from forms_backend.subscriptions.deletion import delete_unconfirmed
from forms_backend.subscriptions.documents_file import DocumentsFile
from forms_backend.subscriptions.links import MailLinks
from forms_backend.subscriptions.mails import Mails
from forms_backend.subscriptions.service import SubscriptionService, Tools
from forms_backend.subscriptions.topics import Catalogue
from forms_backend.subscriptions.weekly import WeeklyMail, Written


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


def build_subscriptions(
    settings: Settings, config: SiteConfig, database: Database, cipher: PayloadCipher,
    code_key: CodeKey, outbox: Outbox, clock: Clock,
) -> SubscriptionOffice:  # fmt: skip
    """The office of the site in `settings.site_dir`. Nothing starts or writes."""
    base_url = config.site.base_url
    links = MailLinks(code_key, base_url)
    tools = Tools(
        database, cipher, code_key, outbox, Catalogue(config), DocumentsFile(settings.site_dir),
        links, Mails(config.site.name, base_url, links), clock,
        settings.subscription_weekday, settings.subscription_hour,
    )  # fmt: skip
    return SubscriptionOffice(SubscriptionService(tools), WeeklyMail(tools), tools)
