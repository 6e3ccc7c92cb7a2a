"""PDFs written by hand, byte by byte: small, without fonts, each with one property that a test is about."""

from __future__ import annotations

from pathlib import Path


def write_pdf(
    path: Path,
    *,
    pages: int = 1,
    size: tuple[int, int] = (200, 100),
    content: bytes = b"",
    rotate: int = 0,
    crop: tuple[int, int, int, int] | None = None,
    deflated: bool = False,
    encrypted: bool = False,
) -> Path:
    """A PDF whose pages all show `content` (page description operators, origin at the bottom left).

    `deflated` tells that the content is given compressed; `encrypted` claims a password that nobody knows.
    """
    kids = " ".join(f"{4 + n} 0 R" for n in range(pages))
    box = f"/CropBox [{' '.join(map(str, crop))}]" if crop else ""
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] {box} /Rotate {rotate} /Contents 3 0 R >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), b"/Filter /FlateDecode" * deflated, content),
        *([page.encode()] * pages),
    ]
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    lock = b"/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"1" * 64, b"2" * 64)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
    out += trailer % (len(objects) + 1, lock * encrypted, start)
    path.write_bytes(out)
    return path
