"""Reports in the formats of offices, made for a test."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
_DECLARED = " ".join(f'xmlns:{name}="{url}"' for name, url in NAMESPACES.items())
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"


def a_docx(lines: Iterable[str]) -> bytes:
    """Make a Word document of one paragraph a line."""
    import docx

    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def a_word_file(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """Make a Word document of the inner XML of its body and of its other parts: styles, numbering, footnotes."""
    roots = {"document": f"<w:body>{body}</w:body>", **(parts or {})}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}{name}{".main" if name == "document" else ""}+xml"/>'
        for name in roots
    )
    related = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}{name}" Target="{name}.xml"/>' for at, name in enumerate(parts or {})
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}content-types">{rels}{types}</Types>')
        main = f'<Relationship Id="r1" Type="{_OFFICE}officeDocument" Target="word/document.xml"/>'
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{_PACKAGE}relationships">{main}</Relationships>')
        archive.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{_PACKAGE}relationships">{related}</Relationships>'
        )
        for name, inner in roots.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {_DECLARED}>{inner}</w:{name}>")
    return out.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    """Give the XML of a paragraph of one run; text may be XML of runs itself."""
    runs = text if text.startswith("<") else f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>"
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def table(rows: Iterable[Iterable[str]]) -> str:
    """Give the XML of a table; a cell of several paragraphs has line feeds."""
    return "".join(
        [
            "<w:tbl>",
            *(
                "<w:tr>"
                + "".join(f"<w:tc>{''.join(map(paragraph, cell.split(chr(10))))}</w:tc>" for cell in row)
                + "</w:tr>"
                for row in rows
            ),
            "</w:tbl>",
        ]
    )


Printed = tuple[float, float, str]


def a_printed_pdf(pages: Sequence[Sequence[Printed]], size: int = 14) -> bytes:
    """Make a PDF that prints texts at places of its pages: x, y and the words; the font has no glyphs, only codes."""
    characters = sorted({character for page in pages for _, _, words in page for character in words})
    codes = {character: f"{at:04X}" for at, character in enumerate(characters, 1)}
    mapped = [f"<{code}> <{character.encode('utf-16-be').hex()}>" for character, code in codes.items()]
    blocks = [mapped[at : at + 100] for at in range(0, len(mapped), 100)]
    unicode = "".join(f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar\n" for block in blocks)
    space = "1 begincodespacerange <0000> <FFFF> endcodespacerange"
    descriptor = (
        "<< /Type /FontDescriptor /FontName /A /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800"
        " /Descent -200 /CapHeight 800 /StemV 80 >>"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{6 + 2 * at} 0 R' for at in range(len(pages)))}] >>",
        _stream(f"/CIDInit /ProcSet findresource begin 12 dict begin begincmap {space}\n{unicode}endcmap end end"),
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /DW 1000 /CIDSystemInfo << /Registry (Adobe)"
        f" /Ordering (Identity) /Supplement 0 >> /FontDescriptor {descriptor} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 3 0 R >>",
    ]
    for at, page in enumerate(pages):
        shown = (
            f"BT /F {size} Tf 1 0 0 1 {x} {y} Tm <{''.join(map(codes.__getitem__, words))}> Tj ET"
            for x, y, words in page
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * at} 0 R"
            " /Resources << /Font << /F 5 0 R >> >> >>"
        )
        objects.append(_stream("\n".join(shown)))
    return _pdf_of(objects)


def _stream(words: str) -> str:
    return f"<< /Length {len(words)} >>\nstream\n{words}\nendstream"


def _pdf_of(objects: list[str]) -> bytes:
    out, places = "%PDF-1.7\n", []
    for number, words in enumerate(objects, 1):
        places.append(f"{len(out):010} 00000 n \n")
        out += f"{number} 0 obj\n{words}\nendobj\n"
    count = len(objects) + 1
    table = f"xref\n0 {count}\n0000000000 65535 f \n{''.join(places)}"
    return f"{out}{table}trailer << /Size {count} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF".encode("ascii")
