"""Images exist within the site and are described for those who cannot see them."""

from __future__ import annotations

import re

from publisher.checks.context import CheckContext
from publisher.model.finding import Finding
from publisher.model.library import Entry
from publisher.model.links import CONTENT, resolve
from publisher.prose.targets import host_of

ON_A_DISK = re.compile(r"(?:[A-Za-z]:|file:|\\\\)", re.IGNORECASE)


def check_images_are_described(entry: Entry, context: CheckContext) -> list[Finding]:
    """L403 (无障碍环境建设法 32 条; WCAG 1.1.1)."""
    return [
        Finding(entry.path, image.line, "L403", f"图片“{image.target}”没有替代文字")
        for image in entry.images
        if not image.text
    ]


def check_images_exist(entry: Entry, context: CheckContext) -> list[Finding]:
    """L402: a file below content/. Pictures from elsewhere do not load on a closed network."""
    findings = []
    for image in entry.images:
        why = _why_it_is_no_file(image.target)
        if why is not None:
            findings.append(Finding(entry.path, image.line, "L402", *why))
            continue
        path = resolve(entry, image.target) or ""
        folder, _, rest = path.partition("/")
        is_there = rest in context.brought or (context.folders.content / rest).is_file()
        if folder != CONTENT or not rest or not is_there:
            findings.append(
                Finding(entry.path, image.line, "L402", f"content/ 下没有图片“{image.target}”")
            )
    return findings


def _why_it_is_no_file(target: str) -> tuple[str, str] | None:
    """What `target` is instead of a path, and the mend."""
    if target.lower().startswith("data:"):
        return (
            f"图片“{target[:30]}…”是直接粘贴进来的数据",
            "把图片存为文件，放进 content/assets/ 再引用",
        )
    if ON_A_DISK.match(target):
        return (
            f"图片“{target}”在您自己的电脑上，别人打不开",
            "把图片复制到 content/assets/ 再引用，路径用 /",
        )
    if host_of(target) is not None:
        return f"图片“{target}”在站外", "把图片放进 content/assets/ 再引用：政务内网打不开站外图片"
    return None
