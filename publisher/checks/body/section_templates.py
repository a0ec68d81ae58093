"""Which sections a document must and may have (体例, DOMAIN §2.1)."""

from __future__ import annotations

from district.models import SectionTemplate, SiteConfig
from publisher.model.documents.case import Case
from publisher.model.documents.document import Kind, Unread
from publisher.model.library import Entry


def template_of(entry: Entry, config: SiteConfig) -> SectionTemplate | None:
    """The sections that `entry` must and may have; None where they are free."""
    vocabulary = config.vocabulary
    if isinstance(entry.meta, Case):
        return vocabulary.case_types[entry.meta.type.key].sections
    if isinstance(entry.meta, Unread) and entry.meta.case_type:
        return vocabulary.case_types[entry.meta.case_type.key].sections
    if entry.kind is Kind.POLICY:
        return vocabulary.policy_sections
    if entry.kind is Kind.GUIDE:
        return vocabulary.guide_sections
    if entry.kind is Kind.ANSWER:
        return vocabulary.answer_sections
    if entry.kind is Kind.VIDEO:
        return vocabulary.video_sections
    return None
