"""The answer to a message, as one text."""

from __future__ import annotations

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


@dataclass(frozen=True)
class Answers:
    """Answers of one site. `forms` are the IDs of the forms that it has."""

    site: Site
    forms: Collection[str]
    search: SearchService
    status: StatusTeller

    def to_text(self, text: str, sender: str, allowed: Allowed) -> str:
        """What to say to a text."""
        intent = read_intent(text)
        if intent.ask is Ask.STATUS:
            return self._status(intent, sender, allowed)
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
        return fitted([head, "", messages.MENU_HEAD, *lines, messages.MENU_STATUS])

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
        return messages.EMPTY_TEXT if ask is Ask.EMPTY else self.menu()

    def _status(self, intent: Intent, sender: str, allowed: Allowed) -> str:
        if not allowed("status", sender):
            return messages.STATUS_SLOW
        told = self.status.tell(intent.number, intent.code)
        return told or messages.STATUS_WRONG.format(phone=self.site.phone)

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
