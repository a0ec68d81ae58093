"""PDFs that lead in circles, unpack to more than there is, or hide what they run."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

from pikepdf import Array, Dictionary, Name, String

from forms_backend.attachments import messages
from forms_backend.attachments.readers.answer import Outcome
from tests.forms_backend.attachments.hostile.attack import COST, TAKEN, Attack, bomb, many
from tests.forms_backend.attachments.sample_files import locked_pdf, pdf, pdf_with_hidden, zipped

ANY = COST | TAKEN | {Outcome.REFUSED}
"""There are readers that take it and readers that do not; none may be held up."""
CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>"


def file_of(objects: Sequence[bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """Objects from 1 on, with a table and a trailer."""
    content = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        content + b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + table
        + b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, trailer, len(content))
    )  # fmt: skip


def stream(entries: bytes, content: bytes) -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def by_table_stream(
    objects: Sequence[bytes],
    packed: dict[int, tuple[int, int]],
    entries: bytes = b"",
    size: int = 0,
) -> bytes:
    """A file whose table is a compressed stream; `packed` says which objects (number: stream, index)
    stand in object streams."""
    content = b"%PDF-1.5\n"
    rows = {0: (0, 0, 65535)} | {number: (2, *where) for number, where in packed.items()}
    for number, body in enumerate(objects, start=1):
        if body:
            rows[number] = (1, len(content), 0)
            content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    own = max(rows) + 1
    rows[own] = (1, len(content), 0)
    table = b"".join(struct.pack(">BIH", *rows.get(n, (0, 0, 0))) for n in range(own + 1))
    head = b"/Type /XRef /W [1 4 2] /Size %d /Root 1 0 R /Filter /FlateDecode " % (size or own + 1)
    body = stream(head + entries, zlib.compress(table))
    return content + b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (own, body, len(content))


def object_stream(
    inner: Sequence[tuple[int, bytes]], entries: bytes = b"", *, is_bomb: bool = False
) -> bytes:
    """A compressed stream with these objects by number; a bomb goes on behind them."""
    index, bodies = b"", b""
    for number, body in inner:
        index += b"%d %d " % (number, len(bodies))
        bodies += body + b" "
    head = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode " % (len(inner), len(index))
    return stream(head + entries, (bomb if is_bomb else zlib.compress)(index + bodies))


def hidden_in_streams(entries: bytes = b"", action: bytes = b"<< >>") -> bytes:
    """Catalogue, page and action stand in an object stream, number 4."""
    inner = [(1, CATALOGUE[:-2] + b"/OpenAction 5 0 R >>"), (2, PAGES), (3, PAGE), (5, action)]
    packed = {number: (4, place) for place, (number, _) in enumerate(inner)}
    return by_table_stream([b"", b"", b"", object_stream(inner, entries)], packed)


def million_objects() -> bytes:
    """In 500 compressed streams, 2,000 in each."""
    streams = [
        object_stream([(1_000 + n * 2_000 + i, b"[1]") for i in range(2_000)]) for n in range(500)
    ]
    packed = {1_000 + n * 2_000 + i: (4 + n, i) for n in range(500) for i in range(2_000)}
    return by_table_stream([CATALOGUE, PAGES, PAGE, *streams], packed)


def bomb_of_a_table() -> bytes:
    head = b"/Type /XRef /W [1 4 2] /Size 100000000 /Root 1 0 R /Filter /FlateDecode"
    content = b"%PDF-1.5\n1 0 obj\n" + CATALOGUE + b"\nendobj\n"
    body = stream(head, bomb())
    return content + b"9 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (body, len(content))


def filters(count: int) -> bytes:
    """A table stream that is to be unpacked so often."""
    return by_table_stream(
        [CATALOGUE, PAGES, PAGE], {}, b"/Filter [" + b"/FlateDecode " * count + b"]"
    )


def circular_actions() -> bytes:
    steps = [b"<< /S /GoTo /D [3 0 R /Fit] /Next [5 0 R 4 0 R 5 0 R] >>"] * 2
    return file_of([CATALOGUE[:-2] + b"/OpenAction 4 0 R >>", PAGES, PAGE, *steps])


JAVASCRIPT = Dictionary(OpenAction=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))

ATTACKS = {
    "pdf-circular-pages": Attack(
        "a.pdf", lambda: file_of([CATALOGUE, b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>", PAGE]), ANY
    ),
    "pdf-page-is-its-own-parent": Attack(
        "a.pdf", lambda: file_of([CATALOGUE, b"<< /Type /Pages /Kids [2 0 R] /Parent 2 0 R >>"]), ANY
    ),
    "pdf-catalogue-is-its-pages": Attack("a.pdf", lambda: file_of([b"<< /Type /Catalog /Pages 1 0 R /Kids [1 0 R] >>"]), ANY),
    "pdf-objects-name-each-other": Attack("a.pdf", lambda: file_of([CATALOGUE, PAGES, PAGE, b"5 0 R", b"4 0 R"]), ANY),
    "pdf-table-before-itself": Attack(
        "a.pdf", lambda: file_of([CATALOGUE, PAGES, PAGE], b"/Root 1 0 R /Prev 187"), ANY
    ),
    "pdf-table-stream-before-itself": Attack("a.pdf", lambda: by_table_stream([CATALOGUE, PAGES, PAGE], {}, b"/Prev 200"), ANY),
    "pdf-object-stream-extends-itself": Attack("a.pdf", lambda: hidden_in_streams(b"/Extends 4 0 R"), ANY),
    "pdf-object-stream-in-itself": Attack(
        "a.pdf",
        lambda: by_table_stream([CATALOGUE, PAGES, PAGE, object_stream([(4, b"<< >>")])], {4: (4, 0)}), ANY
    ),
    "pdf-length-is-the-stream-itself": Attack(
        "a.pdf", lambda: file_of([CATALOGUE, PAGES, PAGE, b"<< /Length 4 0 R >>\nstream\nx\nendstream"]), ANY
    ),
    "pdf-size-lies": Attack("a.pdf", lambda: pdf().replace(b"/Size 4", b"/Size 2147483647"), ANY),
    "pdf-table-of-a-billion": Attack("a.pdf", lambda: pdf().replace(b"xref\n0 4", b"xref\n0 4000000000"), ANY),
    "pdf-startxref-outside": Attack("a.pdf", lambda: pdf().replace(b"startxref\n", b"startxref\n99999999999"), ANY),
    "pdf-table-stream-size-lies": Attack(
        "a.pdf", lambda: by_table_stream([CATALOGUE, PAGES, PAGE], {}, size=2_000_000_000), ANY
    ),
    "pdf-table-stream-of-300-megabytes": Attack("a.pdf", bomb_of_a_table, COST | {Outcome.REFUSED}),
    "pdf-table-stream-packed-1000-times": Attack("a.pdf", lambda: filters(1000), ANY),
    "pdf-object-stream-of-300-megabytes": Attack(
        "a.pdf",
        lambda: by_table_stream([CATALOGUE, PAGES, PAGE, stream(
            b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", bomb())], {5: (4, 0)}), COST
    ),
    "pdf-script-before-300-megabytes-of-zeros": Attack(
        "a.pdf", lambda: by_table_stream([CATALOGUE, PAGES, PAGE, object_stream(
            [(5, b"<< /S /JavaScript /JS (x) >>")], is_bomb=True)], {5: (4, 0)}), COST
    ),
    "pdf-script-below-1000-levels": Attack(
        "a.pdf", lambda: file_of([CATALOGUE, PAGES, PAGE, b"[" * 1000 + b"<< /JS (x) >>" + b"]" * 1000])
    ),
    "pdf-predictor-of-2-billion-columns": Attack(
        "a.pdf", lambda: by_table_stream(
            [CATALOGUE, PAGES, PAGE], {}, b"/DecodeParms << /Predictor 15 /Columns 2147483647 >>"), ANY
    ),
    "pdf-million-objects": Attack("a.pdf", million_objects, ANY),
    "pdf-100000-levels": Attack(
        "a.pdf", lambda: file_of([CATALOGUE, PAGES, PAGE, b"[" * 100_000 + b"]" * 100_000])
    ),
    "pdf-million-brackets": Attack("a.pdf", lambda: pdf(b"/X " + b"<<" * 1_000_000)),
    "pdf-name-of-10-megabytes": Attack("a.pdf", lambda: pdf(b"/" + many(b"#41", 10) + b" 1"), ANY),
    "pdf-numbers-for-letters": Attack("a.pdf", lambda: pdf(many(b"/J#61vaScrip#74x 1 ", 10)), ANY),
    "pdf-comments-without-end": Attack("a.pdf", lambda: pdf(b"%" + many(b"(<[", 15) + b"\n"), ANY),
    "pdf-string-of-15-megabytes": Attack("a.pdf", lambda: pdf(b"/T (" + many(b"((a))", 15) + b")"), ANY),
    "pdf-million-dictionary-keys": Attack(
        "a.pdf", lambda: pdf(b" ".join(b"/K%d 1" % n for n in range(1_000_000))), ANY
    ),
    "pdf-without-objects": Attack("a.pdf", lambda: b"%PDF-1.4\n" + many(b"1 0 obj ", 15) + b"\n%%EOF\n", COST | {Outcome.REFUSED}),
    "pdf-million-ends": Attack("a.pdf", lambda: pdf() + many(b"\nstartxref\n0\n%%EOF\n", 15), ANY),
    "pdf-script-in-a-compressed-stream": Attack("a.pdf", lambda: pdf_with_hidden(JAVASCRIPT), messages.ACTIVE),
    "pdf-script-by-hand-in-a-stream": Attack(
        "a.pdf", lambda: hidden_in_streams(action=b"<< /S /J#61vaScript /JS (x) >>"), messages.ACTIVE
    ),
    "pdf-launch-in-a-compressed-stream": Attack(
        "a.pdf", lambda: hidden_in_streams(action=b"<< /S /Launch /F (cmd.exe) >>"), messages.ACTIVE
    ),
    "pdf-file-in-a-compressed-stream": Attack(
        "a.pdf", lambda: hidden_in_streams(action=b"<< /Type /Filespec /UF (a) /EF << /F 4 0 R >> >>"),
        messages.ENCLOSES,
    ),
    "pdf-script-in-an-earlier-version": Attack(
        "a.pdf", lambda: pdf(b"/OpenAction << /S /JavaScript >>") + pdf().replace(b"%PDF", b"%pdf"), messages.ACTIVE
    ),
    "pdf-script-nobody-leads-to": Attack(
        "a.pdf", lambda: pdf_with_hidden(Dictionary(Unused=Array([Dictionary(JS=String("x"))]))), messages.ACTIVE
    ),
    "pdf-actions-in-a-circle": Attack("a.pdf", circular_actions, TAKEN),
    "pdf-locked": Attack("a.pdf", lambda: locked_pdf("x"), messages.ENCRYPTED),
    "pdf-and-zip": Attack("a.pdf", lambda: pdf() + zipped({"a.exe": b"MZ"}), TAKEN),
    "pdf-after-a-page": Attack(
        "a.pdf", lambda: b"<html><script>x</script>" + pdf(), messages.NOT_ACCEPTED.format(what=messages.WEB_PAGE)
    ),
}  # fmt: skip
