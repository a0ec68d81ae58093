"""Images exist within the site and are described for those who cannot see them."""

from __future__ import annotations

from publisher.checks.context import CheckContext
from publisher.model.finding import Finding
from publisher.model.library import Entry
from publisher.model.links import CONTENT, resolve


def check_images_are_described(entry: Entry, context: CheckContext) -> list[Finding]:
    """L403 (无障碍环境建设法 32 条; WCAG 1.1.1)."""
    return [
        Finding(entry.path, image.line, "L403", f"图片“{image.target}”没有替代文字")
        for image in entry.outline.images
        if not image.text
    ]


def check_images_exist(entry: Entry, context: CheckContext) -> list[Finding]:
    """L402: a file below content/. Pictures from elsewhere do not load on a closed network."""
    findings = []
    for image in entry.outline.images:
        if "://" in image.target:
            findings.append(
                Finding(
                    entry.path,
                    image.line,
                    "L402",
                    f"图片“{image.target}”在站外",
                    "把图片放进 content/assets/ 再引用：政务内网打不开站外图片",
                )
            )
            continue
        path = resolve(entry, image.target) or ""
        folder, _, rest = path.partition("/")
        if folder != CONTENT or not rest or not (context.folders.content / rest).is_file():
            findings.append(
                Finding(entry.path, image.line, "L402", f"content/ 下没有图片“{image.target}”")
            )
    return findings
