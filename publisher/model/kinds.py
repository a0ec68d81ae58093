"""The table of document kinds: where their files lie, which model reads them, where they go."""

from __future__ import annotations

from dataclasses import dataclass

from publisher.model.documents.answer import Answer
from publisher.model.documents.article import Article
from publisher.model.documents.case import Case
from publisher.model.documents.document import Document, Kind, Plain
from publisher.model.documents.faq import Faq
from publisher.model.documents.guide import Guide
from publisher.model.documents.health_check import HealthCheck
from publisher.model.documents.hearing import Hearing
from publisher.model.documents.policy import Policy
from publisher.model.documents.topic import Topic
from publisher.model.documents.video import Video


@dataclass(frozen=True)
class KindSpec:
    """`folder` is below content/ (empty: the folder of cases); `column` is the URL's first part."""

    kind: Kind
    model: type[Plain]
    column: str

    @property
    def folder(self) -> str:
        return self.kind.folder


SPECS: dict[Kind, KindSpec] = {
    spec.kind: spec
    for spec in (
        KindSpec(Kind.CASE, Case, "cases"),
        KindSpec(Kind.POLICY, Policy, "policies"),
        KindSpec(Kind.HEALTH_CHECK, HealthCheck, "health-checks"),
        KindSpec(Kind.HEARING, Hearing, "hearings"),
        KindSpec(Kind.GUIDE, Guide, "guides"),
        KindSpec(Kind.TOPIC, Topic, "topics"),
        KindSpec(Kind.ANSWER, Answer, "answers"),
        KindSpec(Kind.FAQ, Faq, "faqs"),
        KindSpec(Kind.VIDEO, Video, "videos"),
        KindSpec(Kind.ARTICLE, Article, "articles"),
        KindSpec(Kind.PAGE, Plain, ""),
    )
}

_KIND_BY_FOLDER = {spec.folder: spec.kind for spec in SPECS.values() if spec.folder}

DOCUMENT_KINDS = tuple(kind for kind, spec in SPECS.items() if issubclass(spec.model, Document))


def kind_of_content_path(relative: str) -> Kind:
    """The kind of a file below content/, told by its first folder; plain pages otherwise."""
    return _KIND_BY_FOLDER.get(relative.split("/", 1)[0], Kind.PAGE)
