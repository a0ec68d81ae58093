"""`fabu serve`: the whole thing in one process, with waitress and the limits that it has not."""

from forms_backend.server.serving import open_server as open_server
from forms_backend.server.serving import serve as serve
