"""The answer to a message, as one text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from district.models import Site
from forms_backend.wechat import messages
from forms_backend.wechat.intents import KEYWORDS, Ask, Intent, Keyword, read_intent
from forms_backend.wechat.links import fitted, link
from search.errors import SearchError
from search.server.service import SearchService

MOST_HITS = 5
Allowed = Callable[[str, str], bool]
"""Whether `sender` may do what `scope` names once more; counts it."""


class StatusTeller(Protocol):
    """Says in plain words how a matter or a booking stands; None for a wrong pair."""

    def tell(self, number: str, code: str) -> str | None: ...


class Reminders(Protocol):
    """Tells a reader how a matter goes on, and forgets the reader; `is_on`: whether it tells any."""

    is_on: bool

    def ask(self, number: str, code: str, openid: str) -> bool: ...

    def cancel(self, openid: str) -> int: ...


@dataclass(frozen=True)
class Answers:
    """Answers of one site. `forms` are the IDs of the forms that it has."""

    site: Site
    forms: Collection[str]
    search: SearchService
    status: StatusTeller
    reminders: Reminders

    def to_text(self, text: str, openid: str, allowed: Allowed) -> str:
        """What to say to a text."""
        intent, sender = read_intent(text), hashlib.sha256(openid.encode()).hexdigest()
        if intent.ask is Ask.STATUS:
            return self._status(intent, sender, allowed)
        if intent.ask is Ask.REMIND:
            return self._remind(intent, openid, sender, allowed)
        if intent.ask is Ask.REMIND_END:
            ended = self.reminders.cancel(openid)
            return messages.REMIND_ENDED.format(count=ended) if ended else messages.REMIND_NONE
        if intent.keyword is not None and self._exists(intent.keyword):
            return self._keyword(intent.keyword)
        if intent.ask in (Ask.SEARCH, Ask.KEYWORD):
            return self._found(intent.text, sender, allowed)
        return self._fixed(intent.ask)

    def menu(self) -> str:
        """What one can do here; also the welcome to who just subscribed."""
        head = messages.WELCOME.format(site=self.site.name)
        lines = [
            messages.MENU_LINE.format(word=k.word, link=self._link(k.title, k.path))
            for k in KEYWORDS
            if self._exists(k)
        ]
        remind = [messages.MENU_REMIND] if self.reminders.is_on else []
        return fitted([head, "", messages.MENU_HEAD, *lines, messages.MENU_STATUS, *remind])

    def forget(self, openid: str) -> None:
        """Of a reader who left the account: nothing can be told to them any more."""
        self.reminders.cancel(openid)

    def unknown_kind(self) -> str:
        """To a picture, a voice, a place."""
        return messages.UNKNOWN_KIND

    def slow(self) -> str:
        """When the answer is not there in time."""
        return messages.SLOW.format(link=self._link(messages.SITE, "search"))

    def trouble(self) -> str:
        """When the database does not answer."""
        return messages.TROUBLE.format(phone=self.site.phone)

    def _fixed(self, ask: Ask) -> str:
        if ask is Ask.STATUS_HOW:
            return messages.STATUS_HOW.format(link=self._link(messages.STATUS_PAGE, "status"))
        if ask is Ask.REMIND_HOW:
            return messages.REMIND_HOW if self.reminders.is_on else self._no_reminders()
        return messages.EMPTY_TEXT if ask is Ask.EMPTY else self.menu()

    def _status(self, intent: Intent, sender: str, allowed: Allowed) -> str:
        if not allowed("status", sender):
            return messages.STATUS_SLOW
        told = self.status.tell(intent.number, intent.code)
        return told or messages.STATUS_WRONG.format(phone=self.site.phone)

    def _remind(self, intent: Intent, openid: str, sender: str, allowed: Allowed) -> str:
        if not self.reminders.is_on:
            return self._no_reminders()
        if not allowed("status", sender):
            return messages.STATUS_SLOW
        if not self.reminders.ask(intent.number, intent.code, openid):
            return messages.STATUS_WRONG.format(phone=self.site.phone)
        page = self._link(messages.STATUS_PAGE, "status")
        told = messages.REMIND_ON.format(number=intent.number, link=page)
        return fitted([told, messages.DELETE_YOURS])

    def _no_reminders(self) -> str:
        return messages.REMIND_OFF.format(link=self._link(messages.STATUS_PAGE, "status"))

    def _exists(self, keyword: Keyword) -> bool:
        return keyword.form is None or keyword.form in self.forms

    def _keyword(self, keyword: Keyword) -> str:
        address = self._link(keyword.title, keyword.path)
        return messages.KEYWORD.format(title=keyword.word, link=address)

    def _found(self, text: str, sender: str, allowed: Allowed) -> str:
        if not allowed("search", sender):
            return messages.SEARCH_SLOW
        try:
            results = self.search.search(text, limit=MOST_HITS)
        except SearchError:
            return messages.SEARCH_OFF.format(link=self._link(messages.SITE, ""))
        if not results.hits:
            ask = self._link(messages.SEARCH_ASK, "forms/consultation")
            return messages.SEARCH_NOTHING.format(link=ask)
        more = self._link(messages.SEARCH_ALL, f"search?q={quote(text)}")
        items = [
            messages.SEARCH_ITEM.format(number=n, link=self._link(hit.title, hit.url.lstrip("/\\")))
            for n, hit in enumerate(results.hits, 1)
        ]
        tail = [messages.SEARCH_MORE.format(link=more)] if results.total > len(items) else []
        return fitted([messages.SEARCH_FOUND.format(count=results.total), *items, *tail])

    def _link(self, title: str, path: str) -> str:
        return link(title, self.site.base_url + path)
