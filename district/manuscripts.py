"""The kinds of documents, and the folders in which the manuscripts of each lie."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    CASE = "case"
    POLICY = "policy"
    HEALTH_CHECK = "health-check"
    HEARING = "hearing"
    GUIDE = "guide"
    TOPIC = "topic"
    ANSWER = "answer"
    FAQ = "faq"
    VIDEO = "video"
    ARTICLE = "article"
    PAGE = "page"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def folder(self) -> str:
        """Below content/; empty for cases, which have a folder of their own, and for plain pages,
        which lie anywhere else."""
        return _FOLDERS.get(self, "")


_LABELS = {
    Kind.CASE: "典型案例",
    Kind.POLICY: "政策解读",
    Kind.HEALTH_CHECK: "法治体检",
    Kind.HEARING: "旁听庭审",
    Kind.GUIDE: "办事指南",
    Kind.TOPIC: "专题",
    Kind.ANSWER: "公开答复",
    Kind.FAQ: "问答手册",
    Kind.VIDEO: "普法微视频",
    Kind.ARTICLE: "普法文章",
    Kind.PAGE: "页面",
}
_FOLDERS = {
    Kind.POLICY: "policies",
    Kind.HEALTH_CHECK: "health-checks",
    Kind.HEARING: "hearings",
    Kind.GUIDE: "guides",
    Kind.TOPIC: "topics",
    Kind.ANSWER: "answers",
    Kind.FAQ: "faqs",
    Kind.VIDEO: "videos",
    Kind.ARTICLE: "articles",
}
