"""A site that lives below a path of its domain, such as https://www.example.gov.cn/fazhi/."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class BelowPath:
    """Tells the application that it is mounted at `path` ("/fazhi/"): every address that it makes,
    every redirect and cookie begins there.

    The web server in front may pass the path on or take it off; what comes without it is answered as
    well, so that `/healthz` can be asked on the machine itself.
    """

    def __init__(self, application: WSGIApplication, path: str) -> None:
        self._application = application
        self._mount = path.rstrip("/")

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        asked = environ.get("PATH_INFO", "")
        if asked == self._mount or asked.startswith(f"{self._mount}/"):
            environ["PATH_INFO"] = asked[len(self._mount) :] or "/"
        environ["SCRIPT_NAME"] = self._mount
        return self._application(environ, start_response)


def local_url(url: str) -> str:
    """`url`, relative to the site's root, as an address of this site below its path."""
    return f"{request.script_root}/" + url.lstrip("/\\")
