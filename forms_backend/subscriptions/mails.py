"""The two mails: please confirm, and what is new. Plain text, links and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from forms_backend.fields import messages as shared
from forms_backend.outbox.service import Message, OutboxChannel
from forms_backend.subscriptions import messages
from forms_backend.subscriptions.documents_file import Published
from forms_backend.subscriptions.links import MailLinks
from forms_backend.subscriptions.topics import Topic

MOST_LISTED = 30
_SUBJECT_TITLE = 30
CONFIRM_KEY = "subscribe:{handle}"
NEWS_KEY = "news:{handle}:"


@dataclass(frozen=True)
class Mails:
    """Writes the mails of one site."""

    site: str
    base_url: str
    links: MailLinks

    def confirmation(self, address: str, handle: str, topics: Iterable[Topic]) -> Message:
        """Asks the owner of the mailbox; nothing starts without the answer."""
        return Message(
            kind="subscribe",
            channel=OutboxChannel.MAIL,
            dedupe_key=CONFIRM_KEY.format(handle=handle),
            subject=messages.CONFIRM_SUBJECT.format(site=self.site),
            body=messages.CONFIRM_BODY.format(
                site=self.site,
                topics="\n".join(f"· {topic.label}" for topic in topics),
                link=self.links.confirm(handle),
            ),
            recipient=address,
        )

    def news(
        self,
        address: str,
        handle: str,
        slot: str,
        topics: Iterable[Topic],
        found: Sequence[Published],
    ) -> Message:
        """The weekly mail of one subscriber; `found` is not empty."""
        return Message(
            kind="news",
            channel=OutboxChannel.MAIL,
            dedupe_key=NEWS_KEY.format(handle=handle) + slot,
            subject=messages.NEWS_SUBJECT.format(
                site=self.site, count=len(found), first=_short(found[0].title)
            ),
            body=self._news_body(handle, topics, found),
            recipient=address,
            unsubscribe=self.links.one_click(handle),
        )

    def _news_body(self, handle: str, topics: Iterable[Topic], found: Sequence[Published]) -> str:
        parts = [messages.NEWS_HEAD.format(count=len(found))]
        for number, document in enumerate(found[:MOST_LISTED], 1):
            parts.append(
                messages.NEWS_ITEM.format(
                    number=number,
                    title=document.title,
                    kind=shared.KIND_LABELS.get(document.kind, document.kind),
                    day=document.published.isoformat(),
                    link=self.base_url + document.url,
                )
            )
        if len(found) > MOST_LISTED:
            more = len(found) - MOST_LISTED
            parts.append(messages.NEWS_MORE.format(count=more, link=self.base_url))
        foot = messages.NEWS_FOOT.format(
            topics="、".join(topic.label for topic in topics),
            change=f"{self.base_url}subscriptions",
            leave=self.links.leave(handle),
            site=self.site,
        )
        return "".join((*parts, foot))


def _short(title: str) -> str:
    return title if len(title) <= _SUBJECT_TITLE else f"{title[: _SUBJECT_TITLE - 1]}…"
