"""What the rest of a site sees of a document: all but its words.

While the face stays, a change of the text is seen on the document's own page and by who searches, and
nowhere else. `tests/publisher/test_text_edits.py` holds pages, lists and feeds to that.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from publisher.model.citing import Use
from publisher.model.documents.document import Document, Kind, Plain
from publisher.model.library import Entry

FACED = frozenset({Kind.CASE, Kind.POLICY, Kind.GUIDE, Kind.ARTICLE, Kind.ANSWER})
"""Kinds whose words stand on their own page alone. Of a FAQ the cards count the questions, of a hearing
the calendar gives the notice."""


def face_of(entry: Entry, uses: Iterable[Use]) -> str:
    """A digest of front matter, links and pictures in their order, places to link to, and which
    articles of which laws are cited (`uses`: by all of the document)."""
    parts = (
        entry.path,
        entry.kind,
        entry.meta,
        entry.signed_by,
        tuple(dict.fromkeys(link.target for link in entry.links)),
        tuple(dict.fromkeys(image.target for image in entry.images)),
        sorted(entry.ids),
        sorted(map(repr, uses)),
    )
    return blake2b(repr(parts).encode(), digest_size=16).hexdigest()


def standing_of(entry: Entry) -> tuple[object, ...]:
    """Where a document is found, and whether and when it is online."""
    meta: Plain = entry.meta
    own = (meta.withdrawn, meta.former_ids) if isinstance(meta, Document) else ()
    return (entry.url, meta.status, meta.publish_at, meta.unpublish_at, *own)
