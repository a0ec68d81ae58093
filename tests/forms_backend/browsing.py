"""A visitor of the application without JavaScript: what comes back, and what is sent again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


@dataclass
class Page:
    """A response, its text, and what a reader looks for in it."""

    response: TestResponse

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        return self.response.get_data(as_text=True)

    def error_at(self, key: str) -> str | None:
        """The error text at a field, reached as a screen reader does: by aria-describedby."""
        control = re.search(rf'<[^>]*\bid="field-{key}"[^>]*>', self.text)
        assert control, f"no field {key}"
        described = re.search(r'aria-describedby="([^"]*)"', control[0])
        if not described or f"field-{key}-error" not in described[1].split():
            return None
        error = re.search(rf'<p class="error" id="field-{key}-error">([^<]*)</p>', self.text)
        assert error, f"described by an error that is not there: {key}"
        return error[1]

    def summary(self) -> dict[str, str]:
        """The error summary: messages by the field that they link to."""
        found = re.findall(r'<li><a href="#field-(\w+)">([^<]*)</a></li>', self.text)
        return dict(found)

    def code(self, place: int) -> str:
        return re.findall(r'<strong class="code">([^<]*)</strong>', self.text)[place]


@dataclass
class Browser:
    """A visitor's browser: keeps cookies, sends a form with its hidden fields."""

    client: FlaskClient
    hidden: dict[str, str] = field(default_factory=dict)

    def get(self, url: str, **options: Any) -> Page:
        return Page(self.client.get(url, **options))

    def open_form(self, url: str) -> Page:
        """Load a form and remember its hidden inputs."""
        page = self.get(url)
        self.hidden = dict(
            re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text)
        )
        return page

    def send(self, url: str, data: dict[str, Any]) -> Page:
        """Post with the hidden inputs of the form that was opened last, and follow to the receipt."""
        answer = self.client.post(url, data=self.hidden | data)
        target = answer.headers.get("Location", "")
        return Page(self.client.get(target) if target.endswith("/received") else answer)

    def fill_in(self, url: str, data: dict[str, Any]) -> Page:
        self.open_form(url)
        return self.send(url, data)


class BufferedClient(FlaskClient):
    """Reads each response to its end and closes it, as a server does."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return super().open(*args, **({"buffered": True} | kwargs))
