"""What the rest of a site sees of a document: all but its words.

While the face stays, a change of the text is seen on the document's own page and by who searches, and
nowhere else. `tests/publisher/test_text_edits.py` holds pages, lists and feeds to that.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from law.citation import Citation
from publisher.model.document import Kind
from publisher.model.library import Entry

FACED = frozenset({Kind.CASE, Kind.POLICY, Kind.GUIDE, Kind.ARTICLE, Kind.ANSWER})
"""Kinds whose words stand on their own page alone. Of a FAQ the cards count the questions, of a hearing
the calendar gives the notice."""


def face_of(entry: Entry, citations: Iterable[Citation]) -> str:
    """A digest of front matter, links and pictures in their order, places to link to, and which
    articles of which laws are cited (`citations`: by all of the document)."""
    cited = {
        repr((c.law, c.articles, c.year, c.is_former, c.instrument and c.instrument.title))
        for c in citations
    }
    reading = entry.reading
    parts = (
        entry.path,
        entry.kind,
        entry.meta,
        entry.signed_by,
        tuple(dict.fromkeys(link.target for link in reading.links)),
        tuple(dict.fromkeys(image.target for image in reading.images)),
        sorted(reading.ids),
        sorted(cited),
    )
    return blake2b(repr(parts).encode(), digest_size=16).hexdigest()
