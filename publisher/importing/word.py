"""Word (.docx, WPS's too): the body as blocks. What a reviewer took out never comes along: tracked
insertions are taken, deletions, comments and hidden text are dropped and told without their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from publisher.importing.links import address_in_field
from publisher.importing.original import (
    Block,
    CannotImport,
    Original,
    Paragraph,
    Picture,
    Table,
    line_of_text,
    safe_start,
    spaced_line,
)
from publisher.importing.package import Package
from publisher.importing.word_lines import (
    Line,
    marked,
    split_at_breaks,
    with_items_at_the_margin,
    without_marks,
    without_markup,
)
from publisher.importing.word_parts import (
    MC,
    MOST_COLUMNS,
    cells_of,
    first_choice,
    rows_of,
    width_of,
    words_in,
)
from publisher.importing.word_signs import (
    counts_pages,
    is_chart,
    is_contents,
    is_page_number,
    is_prompt,
    raised,
    sign_of,
)
from publisher.importing.word_styles import (
    Look,
    Numbering,
    Styles,
    W,
    is_centred,
    is_on,
    numbering_of,
    outline_level,
    points,
)
from publisher.importing.word_told import tell

MOST_ROWS = 2_000
LEAST_BODY = 120
"""Characters in text boxes that may be a document's body."""
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_DROPPED = {f"{W}del", f"{W}moveFrom"}
_SILENT = {
    f"{W}pPr", f"{W}rPr", f"{W}instrText", f"{W}delText", f"{W}delInstrText", f"{W}sectPr", f"{W}tblPr",
    f"{W}commentReference", f"{W}annotationRef", f"{W}footnoteRef", f"{W}endnoteRef", f"{W}sdtPr",
    f"{W}sdtEndPr", f"{W}rt", f"{W}rubyPr", f"{W}fldData", f"{MC}Fallback", f"{_M}ctrlPr",
}  # fmt: skip


def read_word(file: Path) -> Original:
    """Raises CannotImport for what is no such document, is locked, or is too large."""
    with Package(file) as package:
        if "word/document.xml" not in package.names:
            raise CannotImport("不是 Word 文档，或者有密码")
        if _STRICT in package.bytes_of("word/document.xml"):
            raise CannotImport("这是“Strict Open XML”格式；请在 Word 里另存为普通的 .docx")
        return _Reader(package).read()


@dataclass
class _Field:
    """A field of Word between its begin and its end."""

    instruction: list[str] = field(default_factory=list)
    href: str = ""


class _Reader:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.original = Original()
        self.styles = Styles(package.xml("word/styles.xml"))
        self.numbering = Numbering.read(package.xml("word/numbering.xml"))
        self.relations = package.relations("word/document.xml")
        self.notes: dict[tuple[str, str], str] = {}
        self.count: Counter[str] = Counter()
        self.boxes: list[list[Block]] = []
        self.links = package.links("word/document.xml")
        self.href = ""
        """Where a w:hyperlink leads, within it."""
        self.fields: list[_Field] = []
        """Fields that are open; one may go on in the next paragraph."""

    def read(self) -> Original:
        root = self.package.xml("word/document.xml")
        body = root.find(f"{W}body") if root is not None else None
        if body is None:
            raise CannotImport("文档里没有正文")
        blocks = list(self._joined(self._blocks(body)))
        if self._is_all_in_boxes(blocks):
            self.original.told.append("正文写在文本框里，已取出接在后面，请核对次序")
            blocks += [block for box in self.boxes for block in box]
            self.boxes = []
        self.original.blocks = with_items_at_the_margin(blocks)
        self._read_notes()
        tell(self.package, self.count, [words_in(box) for box in self.boxes], self.original)
        return self.original

    def _is_all_in_boxes(self, blocks: list[Block]) -> bool:
        """Whether little but a title stands outside of text boxes, as on a poster."""
        inside = sum(len(words_in(box)) for box in self.boxes)
        return inside >= LEAST_BODY and inside > 2 * len(words_in(blocks))

    def _blocks(self, parent: etree._Element) -> Iterator[Block | tuple[Line, etree._Element]]:
        """Tables, and paragraphs that are not put together yet: one may go on in the next."""
        for child in parent:
            tag = child.tag
            if tag == f"{W}p":
                line = Line()
                self._walk(child, line)
                yield line, child
            elif tag == f"{W}tbl":
                yield from self._table(child)
            elif tag in _DROPPED:
                self._dropped(child)
            elif tag in _SILENT or not isinstance(tag, str) or self._is_left_out(child):
                continue
            elif tag == f"{MC}AlternateContent":
                yield from self._blocks(first_choice(child))
            elif len(child):
                yield from self._blocks(child)

    def _joined(self, found: Iterator[Block | tuple[Line, etree._Element]]) -> Iterator[Block]:
        """A paragraph whose end was deleted and tracked goes on in the next one."""
        open_line: Line | None = None
        for item in found:
            if not isinstance(item, tuple):
                yield item
                continue
            line, element = item
            if open_line is not None:
                line.pieces[:0] = open_line.pieces
                line.pictures[:0] = open_line.pictures
                open_line = None
            if element.find(f"{W}pPr/{W}rPr/{W}del") is not None:
                open_line = line
                continue
            is_item = element.find(f"{W}pPr/{W}numPr") is not None
            for part in [line] if is_item else split_at_breaks(line):
                yield from self._made(part, element)

    def _made(self, line: Line, element: etree._Element) -> Iterator[Block]:
        properties = element.find(f"{W}pPr")
        look = self._look(properties)
        number, item = ("", "")
        plain = line_of_text(without_marks(line.words).replace("\n", " "))
        if look.numbered and look.numbered[0] != "0" and plain:
            number, item = self.numbering.next(look.numbered)
        if line.has_pages and is_page_number(plain):
            return
        if plain and not look.contents:
            text = safe_start(marked(line))
            bold = look.bold
            runs = [(b, t) for t, b, _, _ in line.pieces if t.strip()]
            bold = bool(runs) and all(b for b, _ in runs)
            sizes = Counter[float]()
            for words, _, size, _ in line.pieces:
                sizes[size or look.size or self.styles.size] += len(words.strip())
            yield Paragraph(
                text=number + text,
                plain=number + plain,
                level=look.level,
                bold=bold,
                size=sizes.most_common(1)[0][0] if sizes else 0.0,
                centred=bool(look.centred),
                item="" if look.level is not None else item,
                spaced=number + spaced_line(without_marks(line.words)) if len(plain) <= 160 else "",
            )
        for key in line.pictures:
            yield Picture(key)

    def _look(self, properties: etree._Element | None) -> Look:
        style = properties.find(f"{W}pStyle") if properties is not None else None
        look = self.styles.look(style.get(f"{W}val") if style is not None else None)
        if properties is None:
            return look
        own = outline_level(properties)
        centred, numbered = is_centred(properties), numbering_of(properties)
        return Look(
            look.level if own is None else own,
            look.bold,
            look.size,
            look.centred if centred is None else centred,
            look.numbered if numbered is None else numbered,
            look.contents,
        )

    def _walk(self, element: etree._Element, line: Line) -> None:
        """The words of a paragraph, or of anything within it."""
        for child in element:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, line, element)
            elif tag in _DROPPED:
                self._dropped(child)
            elif tag in _SILENT or not isinstance(tag, str) or self._is_left_out(child):
                continue
            elif tag in (f"{W}ins", f"{W}moveTo"):
                self.count["ins"] += 1
                self._walk(child, line)
            elif tag == f"{MC}AlternateContent":
                self._walk(first_choice(child), line)
            elif tag == f"{_M}t":
                line.add(child.text or "")
            elif tag in (f"{W}hyperlink", f"{W}fldSimple"):
                self._link(child, line)
            elif len(child):
                self._walk(child, line)

    def _is_left_out(self, element: etree._Element) -> bool:
        """Whether it is a content control of which nothing is the text's own."""
        if element.tag != f"{W}sdt":
            return False
        self.count["contents"] += is_contents(element)
        return is_contents(element) or is_prompt(element)

    def _link(self, element: etree._Element, line: Line) -> None:
        before = self.href
        line.has_pages = line.has_pages or counts_pages(element.get(f"{W}instr", ""))
        named = address_in_field(element.get(f"{W}instr", ""))
        self.href = named or self.links.get(element.get(f"{_R}id", ""), "") or before
        self._walk(element, line)
        self.href = before

    @property
    def _leads_to(self) -> str:
        """Where words lead that stand here; those that tell a field what to do are not shown."""
        shown = (one.href for one in reversed(self.fields) if one.href)
        return self.href or next(shown, "")

    def _field_mark(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(_Field())
        elif self.fields and kind == "separate":
            self.fields[-1].href = address_in_field("".join(self.fields[-1].instruction))
        elif self.fields and kind == "end":
            self.fields.pop()

    def _run(self, run: etree._Element, line: Line, above: etree._Element) -> None:
        properties = run.find(f"{W}rPr")
        bold, size = self._run_look(properties, above)
        if properties is not None and properties.find(f"{W}del") is not None:
            self._dropped(run)
            return
        if properties is not None and is_on(properties.find(f"{W}vanish")):
            self.count["hidden"] += 1
            return
        self._run_parts(run, line, bold, size)

    def _run_parts(self, run: etree._Element, line: Line, bold: bool, size: float | None) -> None:
        properties = run.find(f"{W}rPr")
        for child in run:
            tag = child.tag
            if tag == f"{W}t":
                line.add(raised(child.text or "", properties), bold, size, self._leads_to)
            elif tag == f"{W}sym":
                sign = sign_of(child)
                self.count["signs"] += sign is None
                line.add(sign or "", bold, size)
            elif tag == f"{W}fldChar":
                self._field_mark(child.get(f"{W}fldCharType", ""))
            elif tag == f"{W}instrText":
                for one in self.fields[-1:]:
                    one.instruction.append(child.text or "")
                line.has_pages = line.has_pages or counts_pages(child.text or "")
            elif tag in (f"{W}tab", f"{W}ptab", f"{W}cr") or (
                tag == f"{W}br" and child.get(f"{W}type") in (None, "textWrapping")
            ):
                line.add("\n" if tag in (f"{W}br", f"{W}cr") else " ", bold, size, self._leads_to)
            elif tag == f"{W}noBreakHyphen":
                line.add("-", bold, size)
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                self._note_mark(child, line)
            elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
                self._drawing(child, line)
            elif tag == f"{MC}AlternateContent":
                self._run_parts(first_choice(child), line, bold, size)
            elif tag == f"{W}ruby":
                base = child.find(f"{W}rubyBase")
                if base is not None:
                    self._walk(base, line)

    def _run_look(
        self, properties: etree._Element | None, above: etree._Element
    ) -> tuple[bool, float | None]:
        while above is not None and above.tag != f"{W}p":
            above = above.getparent()
        style = above.find(f"{W}pPr/{W}pStyle") if above is not None else None
        look = self.styles.look(style.get(f"{W}val") if style is not None else None)
        if properties is None:
            return bool(look.bold), look.size
        own = properties.find(f"{W}b")
        bold = is_on(own) if own is not None else bool(look.bold)
        return bold, points(properties.find(f"{W}sz")) or look.size

    def _note_mark(self, reference: etree._Element, line: Line) -> None:
        part = "footnotes" if reference.tag == f"{W}footnoteReference" else "endnotes"
        key = part, reference.get(f"{W}id", "")
        label = self.notes.setdefault(key, str(len(self.notes) + 1))
        line.add(f"\x01{label}\x02")

    def _drawing(self, drawing: etree._Element, line: Line) -> None:
        for box in drawing.iter(f"{W}txbxContent"):
            inner = list(self._joined(self._blocks(box)))
            if words_in(inner):
                self.boxes.append(inner)
        for blip in drawing.iter(f"{_A}blip", f"{_V}imagedata"):
            key = blip.get(f"{_R}embed") or blip.get(f"{_R}id") or ""
            name = self.relations.get(key)
            if name is None or name not in self.package.names:
                self.count["lost pictures"] += 1
            elif name not in line.pictures:
                self.original.pictures.setdefault(name, self.package.bytes_of(name))
                line.pictures.append(name)
        self.count["objects"] += any(True for _ in drawing.iter("{*}OLEObject"))
        self.count["charts"] += is_chart(drawing)

    def _dropped(self, element: etree._Element) -> None:
        self.count["del"] += 1
        words = "".join(part.text or "" for part in element.iter(f"{W}delText", f"{W}t"))
        self.count["deleted characters"] += len(words)

    def _table(self, table: etree._Element) -> Iterator[Block]:
        rows: list[list[str]] = []
        above: dict[int, str] = {}
        spans = False
        pictures: list[str] = []
        for row in rows_of(table):
            if row.find(f"{W}trPr/{W}del") is not None:
                self._dropped(row)
                continue
            cells: list[str] = []
            for cell in cells_of(row):
                words = self._cell(cell, pictures)
                span, merged = width_of(cell), cell.find(f"{W}tcPr/{W}vMerge")
                if len(cells) + span > MOST_COLUMNS:
                    raise CannotImport(f"表格超过 {MOST_COLUMNS} 列，不能转换；请先拆开")
                if merged is not None and merged.get(f"{W}val", "continue") != "restart":
                    words = above.get(len(cells), words)
                    spans = True
                spans = spans or span > 1
                for _ in range(span):
                    above[len(cells)] = words
                    cells.append(words)
            rows.append(cells)
            if len(rows) > MOST_ROWS:
                raise CannotImport(f"表格超过 {MOST_ROWS} 行，不能转换；请先拆开")
        width = max(map(len, rows), default=0)
        if spans:
            self.count["merged"] += 1
        if width == 1:  # a frame around text
            for words in (cells[0] for cells in rows if cells and cells[0]):
                for part in words.split("<br>"):
                    yield Paragraph(safe_start(part), without_markup(part))
        elif width:
            yield Table(tuple((*cells, *("",) * (width - len(cells))) for cells in rows))
        for key in pictures:
            yield Picture(key)

    def _cell(self, cell: etree._Element, pictures: list[str]) -> str:
        lines = []
        for item in self._blocks(cell):
            if isinstance(item, tuple):
                text = marked(item[0])
                pictures += item[0].pictures
            elif isinstance(item, Table):
                self.count["tables in tables"] += 1
                text = "；".join("，".join(filter(None, row)) for row in item.rows)
            else:
                text = item.text if isinstance(item, Paragraph) else ""
                if isinstance(item, Picture):
                    pictures.append(item.key)
            if text:
                lines.append(text.replace("\n", "<br>"))
        return "<br>".join(lines)

    def _read_notes(self) -> None:
        for part in ("footnotes", "endnotes"):
            wanted = {key: label for (kind, key), label in self.notes.items() if kind == part}
            root = self.package.xml(f"word/{part}.xml") if wanted else None
            self.links, self.fields = self.package.links(f"word/{part}.xml"), []
            for note in root if root is not None else ():
                label = wanted.get(note.get(f"{W}id", ""))
                if label is None:
                    continue
                texts = [marked(i[0]) for i in self._blocks(note) if isinstance(i, tuple)]
                self.original.footnotes[label] = " ".join(filter(None, texts))
        for label in self.notes.values():
            self.original.footnotes.setdefault(label, "")
