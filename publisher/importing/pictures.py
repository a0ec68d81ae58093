"""Pictures of an original, made anew: what a camera or an office left in them does not come along."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping

from PIL import Image, UnidentifiedImageError

from publisher.model.front_matter import UNFILLED

MOST_PIXELS = 40_000_000
WIDEST = 1600
MOST_PICTURES = 100


def renewed(pictures: Mapping[str, bytes], told: list[str]) -> dict[str, tuple[str, bytes]]:
    """Key → (file name, bytes), at most `WIDEST` pixels wide, without any of their properties; what
    cannot be read is told."""
    found: dict[str, tuple[str, bytes]] = {}
    for key, data in list(pictures.items())[:MOST_PICTURES]:
        made = _renewed(data)
        if made is None:
            told.append(
                f"第 {len(found) + 1} 张图片的格式不能转换（如 WMF、EMF），没有带入，请补上"
            )
            continue
        found[key] = (f"{len(found) + 1}.{made[0]}", made[1])
    if len(pictures) > MOST_PICTURES:
        told.append(f"图片超过 {MOST_PICTURES} 张，其余没有带入")
    return found


def _renewed(data: bytes) -> tuple[str, bytes] | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(
                io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")
            ) as image:
                if image.width * image.height > MOST_PIXELS:
                    return None
                is_photograph = image.format == "JPEG"
                image.load()
                plain = image.convert(
                    "RGB"
                    if is_photograph or image.mode not in ("RGBA", "LA", "P", "PA")
                    else "RGBA"
                )
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    if plain.width > WIDEST:
        plain = plain.resize((WIDEST, max(1, plain.height * WIDEST // plain.width)))
    plain.info.clear()
    target = io.BytesIO()
    if is_photograph:
        plain.save(target, "JPEG", quality=85, optimize=True)
        return "jpg", target.getvalue()
    plain.save(target, "PNG")
    return "png", target.getvalue()


def markdown_of(folder: str, name: str) -> str:
    """The picture in a manuscript; what it shows is the editor's to write."""
    return f"![{UNFILLED}图片说明]({folder}/{name})"
