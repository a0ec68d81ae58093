"""The closed set of files that are accepted, and how each is called."""

from __future__ import annotations

from enum import StrEnum

MEGABYTE = 1024 * 1024
"""As files are counted; a million bytes would surprise who looks at a file's properties."""


class FileKind(StrEnum):
    """附件类型, told by content; the extension must agree."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    DOC = "doc"
    XLS = "xls"
    PPT = "ppt"
    OFD = "ofd"
    JPEG = "jpeg"
    PNG = "png"
    GIF = "gif"
    WEBP = "webp"
    MP3 = "mp3"
    WAV = "wav"
    M4A = "m4a"
    AMR = "amr"
    MP4 = "mp4"
    MOV = "mov"

    @property
    def label(self) -> str:
        return _TABLE[self][0]

    @property
    def extensions(self) -> tuple[str, ...]:
        """Lower case, with the dot; the first is the usual one."""
        return _TABLE[self][1]

    @property
    def media_type(self) -> str:
        return _TABLE[self][2]

    @property
    def is_image(self) -> bool:
        return self in (FileKind.JPEG, FileKind.PNG, FileKind.GIF, FileKind.WEBP)


_OPEN_XML = "application/vnd.openxmlformats-officedocument."

_TABLE: dict[FileKind, tuple[str, tuple[str, ...], str]] = {
    FileKind.PDF: ("PDF", (".pdf",), "application/pdf"),
    FileKind.DOCX: ("Word 文档", (".docx",), f"{_OPEN_XML}wordprocessingml.document"),
    FileKind.XLSX: ("Excel 表格", (".xlsx",), f"{_OPEN_XML}spreadsheetml.sheet"),
    FileKind.PPTX: ("PPT 演示文稿", (".pptx",), f"{_OPEN_XML}presentationml.presentation"),
    FileKind.DOC: ("Word 97-2003 文档", (".doc",), "application/msword"),
    FileKind.XLS: ("Excel 97-2003 表格", (".xls",), "application/vnd.ms-excel"),
    FileKind.PPT: ("PPT 97-2003 演示文稿", (".ppt",), "application/vnd.ms-powerpoint"),
    FileKind.OFD: ("OFD 版式文件", (".ofd",), "application/ofd"),
    FileKind.JPEG: ("JPEG 图片", (".jpg", ".jpeg"), "image/jpeg"),
    FileKind.PNG: ("PNG 图片", (".png",), "image/png"),
    FileKind.GIF: ("GIF 图片", (".gif",), "image/gif"),
    FileKind.WEBP: ("WebP 图片", (".webp",), "image/webp"),
    FileKind.MP3: ("MP3 录音", (".mp3",), "audio/mpeg"),
    FileKind.WAV: ("WAV 录音", (".wav",), "audio/wav"),
    FileKind.M4A: ("M4A 录音", (".m4a",), "audio/mp4"),
    FileKind.AMR: ("AMR 录音", (".amr",), "audio/amr"),
    FileKind.MP4: ("MP4 视频", (".mp4", ".m4v"), "video/mp4"),
    FileKind.MOV: ("MOV 视频", (".mov",), "video/quicktime"),
}

ACCEPTED_EXTENSIONS = tuple(extension for kind in FileKind for extension in kind.extensions)
"""What the file dialog of a browser offers."""
