"""Papers for tests and benchmarks: invoices as PDF, scan, image, mail, table, and files made to do harm."""

from __future__ import annotations

import importlib
import io
import zipfile
import zlib
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 200
_A4 = (595, 842)


class Row(NamedTuple):
    """A line of an invoice."""

    product: str
    asin: str
    units: int


ROWS = (Row("Stainless mixing bowl", "B0CJ4K9XQZ", 120), Row("Ceramic mug 350 ml", "B08N5WRWNW", 48))
SUPPLIER = (
    "Brightwater Home Goods Ltd.",
    "Unit 4, 12 Harbour Way, Leeds LS10 1AB, United Kingdom",
    "Phone: +44 113 496 0123    E-mail: sales@brightwater-homegoods.example",
    "www.brightwater-homegoods.example",
)
BUYER = ("Bill to:", "Oakline Trading LLC", "500 Main St Suite 210", "Columbus, OH 43215", "(614) 555-0142")


def invoice_pdf(
    path: Path,
    rows: Sequence[Row] = ROWS,
    *,
    dated: str = "17 September 2026",
    supplier: Sequence[str] = SUPPLIER,
    heading: str = "INVOICE No. BW-2026-0917",
    pages: int = 1,
    said_pages: int | None = None,
    turn: int = 0,
    size: tuple[int, int] = _A4,
) -> Path:
    """An invoice with a table.

    `turn` is the page's own rotation in degrees, `said_pages` what the page numbers claim.
    """
    canvas: Any = importlib.import_module("reportlab.pdfgen.canvas")
    drawing = canvas.Canvas(str(path), pagesize=size, invariant=1)
    for page in range(1, pages + 1):
        drawing.setPageRotation(turn)
        if turn in (90, 270):  # drawn sideways, so that it stands upright when shown
            drawing.rotate(turn)
            drawing.translate(*((0, -size[0]) if turn == 90 else (-size[1], 0)))
        height = size[0] if turn in (90, 270) else size[1]
        y = _draw_head(drawing, height - 60, supplier, heading, dated)
        _draw_table(drawing, y, rows)
        if said_pages is not None:
            drawing.drawString(250, 30, f"Page {page} of {said_pages}")
        drawing.showPage()
    drawing.save()
    return path


def _draw_head(drawing: Any, y: float, supplier: Sequence[str], heading: str, dated: str) -> float:
    drawing.setFont("Helvetica-Bold", 16)
    for line in supplier:
        drawing.drawString(60, y, line)
        drawing.setFont("Helvetica", 10)
        y -= 16
    drawing.setFont("Helvetica-Bold", 13)
    drawing.drawString(60, y - 14, heading)
    drawing.setFont("Helvetica", 10)
    drawing.drawString(330, y - 40, f"Invoice date: {dated}")
    drawing.drawString(330, y - 53, "Due date: 17 October 2026")
    for number, line in enumerate(BUYER):
        drawing.drawString(60, y - 40 - 13 * number, line)
    return y - 140


def _draw_table(drawing: Any, y: float, rows: Sequence[Row]) -> None:
    columns = (60, 250, 380, 450)
    cells = [("Description", "ASIN", "Qty", "Unit price")]
    cells += [(row.product, row.asin, str(row.units), "$7.90") for row in rows]
    for row in cells:
        for x, cell in zip(columns, row, strict=True):
            drawing.drawString(x, y, cell)
        drawing.line(55, y - 6, 520, y - 6)
        y -= 20


def pictures_of(pdf: Path, *, lean: float = 0.0, noise: float = 12.0, turn: int = 0) -> list[Image]:
    """Its pages as a scanner gives them: grey, blurred, noisy, leaning; degrees, counterclockwise."""
    from PIL import Image, ImageChops, ImageFilter

    pypdfium2: Any = importlib.import_module("pypdfium2")
    pictures = []
    for page in pypdfium2.PdfDocument(pdf):
        picture = page.render(scale=DPI / 72).to_pil().convert("L")
        leaning = picture.rotate(lean, resample=Image.Resampling.BICUBIC, fillcolor=245)
        dirt = Image.effect_noise(leaning.size, noise)
        dirty = ImageChops.add(leaning.filter(ImageFilter.GaussianBlur(0.8)), dirt, 1, -128)
        pictures.append(dirty.rotate(turn, expand=True))
    return pictures


def scan_pdf(pdf: Path, path: Path, *, lean: float = 1.1, turn: int = 0, copies: int = 1) -> Path:
    """A PDF of pictures of another one's pages, all of them so many times."""
    pictures = pictures_of(pdf, lean=lean, turn=turn) * copies
    pictures[0].save(path, save_all=True, append_images=pictures[1:], resolution=DPI, quality=60)
    return path


def docx_file(path: Path, lines: Sequence[str], *, xml: str | None = None) -> Path:
    """A word processor file of these paragraphs, or of the given document part."""
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    body = xml or f'<w:document xmlns:w="{name}"><w:body>{paragraphs}</w:body></w:document>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", body)
    return path


def mail_file(path: Path, lines: Sequence[str], parts: int = 0) -> Path:
    """A message of these lines, with so many more parts."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "sales@brightwater-homegoods.example", "office@oakline.example"
    mail["Subject"], mail["Date"] = "Letter of supply", "Thu, 17 Sep 2026 09:00:00 +0000"
    mail.set_content("\n".join(lines))
    for number in range(parts):
        mail.add_attachment(f"part {number}", filename=f"{number}.txt")
    path.write_bytes(mail.as_bytes())
    return path


def locked_pdf(path: Path, source: Path) -> Path:
    """A PDF that asks for a password."""
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=source)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(path)
    return path


def laden_pdf(path: Path, source: Path) -> Path:
    """A PDF with a script and an embedded file."""
    from pypdf import PdfWriter
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

    writer = PdfWriter(clone_from=source)
    writer.add_attachment("payload.exe", b"MZ")
    script = DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.alert('hello');"),
        }
    )
    named = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("hello"), script])})
    names: Any = writer.root_object["/Names"]
    names[NameObject("/JavaScript")] = named
    writer.write(path)
    return path


def acting_pdf(path: Path, source: Path) -> Path:
    """A PDF that would run a script when it is opened, and has actions on its page and in a note."""
    from pypdf import PdfWriter
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

    def action(kind: str) -> Any:
        script = {NameObject("/JS"): TextStringObject("app.alert('hello');")} if kind == "/JavaScript" else {}
        return DictionaryObject({NameObject("/S"): NameObject(kind), **script})

    writer = PdfWriter(clone_from=source)
    writer.root_object[NameObject("/OpenAction")] = action("/JavaScript")
    page = writer.pages[0]
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): action("/SubmitForm")})
    box = ArrayObject()
    note = DictionaryObject(
        {
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/Rect"): box,
            NameObject("/A"): action("/Launch"),
        }
    )
    page[NameObject("/Annots")] = ArrayObject([note])
    writer.write(path)
    return path


def many_pages_pdf(path: Path, pages: int) -> Path:
    """A PDF of so many pages with a line of text each."""
    return _raw_pdf(path, pages, b"BT /F 12 Tf 50 700 Td (Page of a long report) Tj ET")


def bomb_pdf(path: Path, size: int) -> Path:
    """A PDF whose one page unpacks to `size` bytes of drawing."""
    packer = zlib.compressobj(9)
    chunk = b"0 0 m 9 9 l S\n" * 100_000
    packed = b"".join(packer.compress(chunk) for _ in range(max(1, size // len(chunk)))) + packer.flush()
    return _raw_pdf(path, 1, packed, b"/Filter /FlateDecode ")


def _raw_pdf(path: Path, pages: int, content: bytes, how: bytes = b"") -> Path:
    out = io.BytesIO()
    places = []

    def add(body: bytes) -> None:
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (len(places), body))

    out.write(b"%PDF-1.4\n")
    add(b"<< /Type /Catalog /Pages 2 0 R >>")
    kids = b" ".join(b"%d 0 R" % (number + 5) for number in range(pages))
    add(b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, kids))
    add(b"<< /Length %d %s>>\nstream\n%s\nendstream" % (len(content), how, content))
    add(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for _ in range(pages):
        add(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R"
            b" /Resources << /Font << /F 4 0 R >> >> >>"
        )
    start = out.tell()
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(places) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table))
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, start))
    path.write_bytes(out.getvalue())
    return path


def huge_image(path: Path, side: int = 30_000) -> Path:
    """A PNG of a few kilobytes that claims to hold `side` times `side` pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    head = side.to_bytes(4) + side.to_bytes(4) + b"\x08\x00\x00\x00\x00"
    body = zlib.compress(bytes(100_000))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b""))
    return path


def shuffled_rows(count: int, seed: int = 3) -> list[Row]:
    """So many lines of an invoice over a few products."""
    random = Random(seed)
    return [ROWS[random.randrange(len(ROWS))]._replace(units=random.randrange(1, 250)) for _ in range(count)]
