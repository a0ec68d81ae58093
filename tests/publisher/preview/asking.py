"""One request of the editor in the browser, answered by the preview's process."""

import json

from publisher.preview.protocol import answer
from tests.publisher.manuscripts import CASE


def ask(session, request):
    line = request if isinstance(request, bytes) else json.dumps(request).encode()
    given = answer(session, line)
    assert given.endswith(b"\n")
    assert given.count(b"\n") == 1
    return json.loads(given)


def render(session, text, path=CASE):
    return ask(session, {"op": "render", "path": path, "text": text})
