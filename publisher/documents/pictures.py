"""Photographs: the place where they were taken, and names that cameras and programs leave in them."""

from __future__ import annotations

import warnings
from pathlib import Path

from PIL import ExifTags, Image, UnidentifiedImageError

from publisher.documents.words import CannotRead, DocumentWords

_OWNERS = {
    ExifTags.Base.Artist: "作者",
    ExifTags.Base.Copyright: "版权",
    ExifTags.Base.ImageDescription: "说明",
    ExifTags.Base.UserComment: "备注",
    ExifTags.Base.CameraOwnerName: "相机所有者",
    ExifTags.Base.XPAuthor: "作者",
    ExifTags.Base.XPComment: "备注",
    ExifTags.Base.XPTitle: "标题",
}
_SERIALS = {
    ExifTags.Base.BodySerialNumber: "相机序列号",
    ExifTags.Base.LensSerialNumber: "镜头序列号",
}


def read_picture(file: Path) -> DocumentWords:
    """Raises CannotRead for what is no picture. Words within the picture are not read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file) as picture:
                exif = picture.getexif()
                gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
                tags = {**exif, **exif.get_ifd(ExifTags.IFD.Exif)}
                words = [
                    str(value)
                    for key, value in picture.info.items()
                    if isinstance(value, str) and key != "icc_profile"
                ]
                xmp = picture.info.get("xmp") or b""
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
    ) as error:
        raise CannotRead("图片损坏或格式不认识") from error
    hidden = []
    if any(key in gps for key in (ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLongitude)):
        hidden.append("图片里有拍摄地点（GPS）")
    hidden += [f"图片里有{label}" for tag, label in _SERIALS.items() if tags.get(tag)]
    texts = [
        (f"图片信息“{label}”", _text(tags[tag])) for tag, label in _OWNERS.items() if tags.get(tag)
    ]
    texts += [("图片信息", word) for word in words]
    if xmp:
        text = xmp.decode("utf-8", "replace") if isinstance(xmp, bytes) else str(xmp)
        if "GPSLatitude" in text:
            hidden.append("图片里有拍摄地点（XMP）")
    return DocumentWords(tuple(texts), tuple(dict.fromkeys(hidden)))


def _text(value: object) -> str:
    """XP… tags are UTF-16, UserComment has eight bytes of code before it."""
    if isinstance(value, bytes):
        if value[:8] in (b"UNICODE\0", b"ASCII\0\0\0"):
            value = value[8:]
        codec = "utf-16-le" if b"\0" in value else "utf-8"
        return value.decode(codec, "ignore").strip("\0")
    return str(value)
