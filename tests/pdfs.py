"""Tiny PDFs for tests, written byte by byte: text in unembedded fonts, rulings, boxes and images."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

JAPANESE, UPRIGHT, LATIN, BOLD, GOTHIC = "J", "V", "H", "B", "G"


@dataclass
class Sheet:
    """One page under construction, A4 unless said otherwise; y counts down from the top edge to the baseline."""

    width: float = 595.0
    height: float = 842.0
    operators: list[str] = field(default_factory=list)
    rotate: int = 0
    crop: tuple[float, float, float, float] | None = None

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float = 10,
        font: str = JAPANESE,
        *,
        mode: int = 0,
        colour: str = "0 g",
        matrix: str = "1 0 0 1",
        spacing: float = 0,
    ) -> Sheet:
        """Words with their first baseline at (x, y)."""
        codec = "utf-16-be" if font in (JAPANESE, UPRIGHT, GOTHIC) else "latin-1"
        code = words.encode(codec).hex()
        self.operators.append(
            f"q {colour} BT /{font} {size} Tf {mode} Tr {spacing} Tc {matrix} {x} {self.height - y} Tm <{code}> Tj ET Q"
        )
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> Sheet:
        """A stroked line."""
        self.operators.append(f"q {width} w {x0} {self.height - y0} m {x1} {self.height - y1} l S Q")
        return self

    def box(self, x0: float, y0: float, x1: float, y1: float, paint: str = "S", colour: str = "0 G 0 g") -> Sheet:
        """A rectangle, stroked (S), filled (f) or both (B)."""
        self.operators.append(f"q {colour} {x0} {self.height - y1} {x1 - x0} {y1 - y0} re {paint} Q")
        return self

    def raw(self, operators: str) -> Sheet:
        """Operators as they are."""
        self.operators.append(operators)
        return self

    def image(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        """A grey picture."""
        self.operators.append(f"q {x1 - x0} 0 0 {y1 - y0} {x0} {self.height - y1} cm /I Do Q")
        return self


def write_pdf(path: Path, *sheets: Sheet, title: str = "") -> Path:
    """The sheets as a PDF file at `path`."""
    return write_objects(path, _page_objects(sheets), title=title)


def _cid_font(encoding: str, number: int, face: str = "KozMinPr6N-Regular") -> bytes:
    return (
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{face}-{encoding} /Encoding /{encoding} "
        f"/DescendantFonts [{number} 0 R] >>"
    ).encode()


def _page_objects(sheets: Sequence[Sheet]) -> list[bytes]:
    """Objects 1…: catalogue, pages, fonts and image, then two per page."""
    first = 13
    kids = " ".join(f"{first + 2 * i} 0 R" for i in range(len(sheets)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>",
        _cid_font("UniJIS-UTF16-H", 7),
        _cid_font("UniJIS-UTF16-V", 7),
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /KozMinPr6N-Regular /DW 1000 /FontDescriptor 8 0 R "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 6 >> >>",
        b"<< /Type /FontDescriptor /FontName /KozMinPr6N-Regular /Flags 6 /FontBBox [-437 -340 1147 1317] "
        b"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 742 /StemV 80 >>",
        stream(
            b"\x80", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
        ),
        _cid_font("UniJIS-UTF16-H", 11, "KozGoPr6N-Bold"),
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /KozGoPr6N-Bold /DW 1000 /FontDescriptor 12 0 R "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 6 >> >>",
        b"<< /Type /FontDescriptor /FontName /KozGoPr6N-Bold /Flags 4 /FontBBox [-437 -340 1147 1317] "
        b"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 742 /StemV 140 >>",
    ]
    resources = "<< /Font << /H 3 0 R /B 4 0 R /J 5 0 R /V 6 0 R /G 10 0 R >> /XObject << /I 9 0 R >> >>"
    for i, sheet in enumerate(sheets):
        crop = f"/CropBox [{' '.join(map(str, sheet.crop))}] " if sheet.crop else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {sheet.width} {sheet.height}] {crop}/Rotate {sheet.rotate} "
            f"/Resources {resources} /Contents {first + 2 * i + 1} 0 R >>".encode()
        )
        objects.append(stream("\n".join(sheet.operators).encode("latin-1")))
    return objects


def stream(data: bytes, entries: str = "") -> bytes:
    """A compressed stream object."""
    packed = zlib.compress(data)
    return f"<< {entries} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode() + packed + b"\nendstream"


def write_objects(path: Path, objects: Sequence[bytes], *, title: str = "") -> Path:
    """A PDF of the given objects; the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    all_objects = [*objects, f"<< /Title <feff{title.encode('utf-16-be').hex()}> >>".encode()]
    places: list[int] = []
    for number, body in enumerate(all_objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += (
        f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R /Info {len(places)} 0 R >>\nstartxref\n{start}\n%%EOF\n"
    ).encode()
    path.write_bytes(bytes(out))
    return path
