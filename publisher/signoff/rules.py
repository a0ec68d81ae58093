"""Who has to sign a manuscript, and who has, told from its front matter."""

from __future__ import annotations

from collections.abc import Sequence

from district.signoff import standing as shared
from district.signoff.people import Role, SignoffRules
from district.signoff.record import Signature
from district.signoff.standing import Standing
from publisher.model.documents.document import Document, Kind, Plain


def needed_roles(kind: Kind, meta: Plain, rules: SignoffRules) -> tuple[Role, ...]:
    """Who has to sign besides the author."""
    return shared.needed_roles(kind.value, rules, is_example=getattr(meta, "example", False))


def standing(
    needed: Sequence[Role], meta: Plain, signatures: Sequence[Signature], rules: SignoffRules
) -> Standing:
    """`signatures` are genuine ones over this text; plain pages name no author."""
    if not isinstance(meta, Document):
        return shared.standing_of(needed, None, signatures, rules)
    authors = shared.authors_in(meta.review.author if meta.review else "")
    return shared.standing_of(needed, authors, signatures, rules)
