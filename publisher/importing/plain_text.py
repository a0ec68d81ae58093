"""Text files in whatever encoding an office left them in, and Markdown of others."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from publisher.importing.original import (
    Block,
    CannotImport,
    Original,
    Paragraph,
    escaped,
    line_of_text,
    safe_start,
    spaced_line,
)

LARGEST = 20 * 1024 * 1024

_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"
    "案判決審執訴訟當業務員經濟勞動關係個來說會國對產發與為這開過時實長應從萬東車馬見學習書報線統組織結構權條約處據資費買賣貨款違約責任賠償請求"
)


def decoded(data: bytes) -> str:
    """`data` as text: by its mark, as UTF-8, or in that of GB18030, Big5 and UTF-16 which gives most
    common characters. Raises CannotImport for what is no text."""
    for mark, codec in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return _decode(data, codec) or ""
    text = _decode(data, "utf-8")
    if text is not None and "\x00" not in text:
        return text
    best, score = "", 0.0
    for codec in ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be"):
        text = _decode(data, codec)
        if text is None:
            continue
        wide = [c for c in text if ord(c) > 0x7F]
        share = sum(c in _COMMON for c in wide) / len(wide) if wide else 0.01
        if "\x00" in text:
            share = 0.0
        if share > score:
            best, score = text, share
    if not best:
        raise CannotImport("认不出这个文件的编码；请另存为 UTF-8 再试")
    return best


def _decode(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def read_bytes(file: Path) -> bytes:
    """Raises CannotImport for a file that is too large for a text."""
    if file.stat().st_size > LARGEST:
        raise CannotImport(f"文件超过 {LARGEST // 1024 // 1024} MB")
    return file.read_bytes()


def read_text(file: Path) -> Original:
    """Every line that is not empty is a paragraph; one that begins far from the edge is centred."""
    original = Original()
    for line in decoded(read_bytes(file)).splitlines():
        plain = line_of_text(line)
        if plain:
            centred = bool(_FAR.match(line)) and len(plain) <= _LONGEST_CENTRED
            text = safe_start(escaped(plain))
            original.blocks.append(
                Paragraph(text, plain, centred=centred, spaced=spaced_line(line))
            )
    return original


_FAR = re.compile(r"^(?:[ \t]{6}|\u3000{4})")
_LONGEST_CENTRED = 40


_HEADING = re.compile(r"^(#{1,6})\s++(.(?:.*[^\s#])?)[\s#]*$")
_FACTS = {
    "title": "title", "date": "published", "published": "published", "source": "source",
    "summary": "summary", "description": "summary", "keywords": "keywords", "tags": "keywords",
    "url": "url", "case_number": "case_number",
}  # fmt: skip


def read_markdown(file: Path) -> Original:
    """Blocks between empty lines as they are written; headings by their `#`; what the header says."""
    original = Original()
    text = decoded(read_bytes(file)).replace("\r\n", "\n")
    header = re.match(r"\A---\n(.*?)\n---\n", text, re.DOTALL)
    if header:
        text = text[header.end() :]
        _read_header(header[1], original)
    chunk: list[str] = []
    fence = ""
    levels = [len(m[1]) for line in text.split("\n") if (m := _HEADING.match(line))]
    title = 1 if levels.count(1) == 1 and len(levels) > 1 and levels[0] == 1 else 0

    def close() -> None:
        if chunk and (words := "\n".join(chunk).strip("\n")).strip():
            original.blocks.append(Paragraph(words, words, ready=True))
        chunk.clear()

    for line in text.split("\n"):
        mark = re.match(r"\s*(```|~~~)", line)
        if mark and (not fence or mark[1] == fence):
            fence = "" if fence else mark[1]
        found = None if fence else _HEADING.match(line)
        if found:
            close()
            level = len(found[1])
            name = line_of_text(found[2].replace("**", ""))
            original.blocks.append(
                Paragraph(
                    name,
                    name,
                    level=0 if title and level == 1 else level,
                    ready=level != 1 or not title,
                )
            )
        elif not line.strip() and not fence:
            close()
        else:
            chunk.append(line.rstrip())
    close()
    _short_paragraphs_may_be_headings(original)
    return original


def _short_paragraphs_may_be_headings(original: Original) -> None:
    """A document without any `#` may have its headings in bold or as 【…】: those are looked at."""
    if any(isinstance(b, Paragraph) and b.level is not None for b in original.blocks):
        return
    looked: list[Block] = []
    for block in original.blocks:
        if (
            isinstance(block, Paragraph)
            and "\n" not in block.text
            and not re.match(r"[-*+>|]\s|\d+\.\s", block.text)
        ):
            plain = block.text.replace("**", "")
            bold = block.text.startswith("**") and block.text.endswith("**") and len(block.text) > 4
            looked.append(Paragraph(plain if bold else block.text, plain, bold=bold))
        else:
            looked.append(block)
    original.blocks = looked


def _read_header(text: str, original: Original) -> None:
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError:
        original.told.append("原稿的头信息读不出来，没有采用")
        return
    for key, value in (data if isinstance(data, dict) else {}).items():
        name = _FACTS.get(str(key))
        said = value.get("name") if isinstance(value, dict) else value
        if name and said:
            words = "，".join(map(str, said)) if isinstance(said, list) else str(said)
            original.facts[name] = (words, f"原稿的头信息 {key}")
