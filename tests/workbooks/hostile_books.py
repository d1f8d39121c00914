"""Workbooks and case files that no person wrote: each is small or quickly made, and would cost its reader dearly."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from revshare_workbooks.inspection import OLE

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LIST = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"

Content = str | bytes | Iterator[bytes]


def related(*relations: tuple[str, str]) -> str:
    """A list of relationships, rId1 onwards, by kind and target."""
    rows = "".join(
        f'<Relationship Id="rId{at}" Type="{KINDS}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(relations, start=1)
    )
    return f"<Relationships {LIST}>{rows}</Relationships>"


def sheet(inside: str) -> str:
    return f"<worksheet {MAIN}>{inside}</worksheet>"


def workbook(inside: str = "", sheets: str = '<sheet name="Inputs" sheetId="1" r:id="rId1"/>') -> str:
    return f'<workbook {MAIN} xmlns:r="{KINDS}"><sheets>{sheets}</sheets>{inside}</workbook>'


def types(*parts: tuple[str, str]) -> str:
    rows = "".join(
        f'<Override PartName="/xl/{part}" ContentType="{TYPES}.{kind}+xml"/>' for part, kind in parts
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )


ONE_CELL = sheet('<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>')
PARTS = {
    "[Content_Types].xml": types(
        ("workbook.xml", "sheet.main"),
        ("worksheets/sheet1.xml", "worksheet"),
        ("styles.xml", "styles"),
        ("sharedStrings.xml", "sharedStrings"),
    ),
    "_rels/.rels": related(("officeDocument", "xl/workbook.xml")),
    "xl/workbook.xml": workbook(),
    "xl/_rels/workbook.xml.rels": related(
        ("worksheet", "worksheets/sheet1.xml"),
        ("styles", "styles.xml"),
        ("sharedStrings", "sharedStrings.xml"),
    ),
    "xl/worksheets/sheet1.xml": ONE_CELL,
    "xl/styles.xml": (
        f'<styleSheet {MAIN}><fonts><font/></fonts><fills><fill><patternFill patternType="none"/></fill></fills>'
        "<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf/></cellXfs>"
        '<cellStyles><cellStyle name="Normal" xfId="0"/></cellStyles></styleSheet>'
    ),
    "xl/sharedStrings.xml": f"<sst {MAIN}><si><t>a</t></si></sst>",
}


def package(
    path: Path, changed: Mapping[str, Content] | None = None, packing: int = zipfile.ZIP_STORED
) -> Path:
    """A workbook of one cell with some parts changed or added."""
    with zipfile.ZipFile(path, "w", packing) as target:
        for name, content in (PARTS | dict(changed or {})).items():
            with target.open(name, "w") as part:
                for piece in [content] if isinstance(content, str | bytes) else content:
                    part.write(piece.encode() if isinstance(piece, str) else piece)
    return path


def repeated(head: str, piece: str, times: int, tail: str) -> Iterator[bytes]:
    """A long part, never whole in memory."""
    yield head.encode()
    for _ in range(times // 1000):
        yield piece.encode() * 1000
    yield tail.encode()


SHEET, STYLES, TEXTS, BOOK = (
    *("xl/worksheets/sheet1.xml", "xl/styles.xml"),
    *("xl/sharedStrings.xml", "xl/workbook.xml"),
)
ROWS = f"<worksheet {MAIN}><sheetData>"
END = "</sheetData></worksheet>"
NAMES = workbook("<definedNames>#</definedNames>").split("#")


def _part(
    name: str, make: Callable[[], Content], packing: int = zipfile.ZIP_STORED
) -> Callable[[Path], Path]:
    return lambda path: package(path, {name: make()}, packing)


def _cells(inside: str) -> Callable[[Path], Path]:
    return _part(SHEET, lambda: sheet(f"<sheetData>{inside}</sheetData>"))


def _written(content: bytes) -> Callable[[Path], Path]:
    def make(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return make


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


def _torn(path: Path) -> Path:
    package(path)
    path.write_bytes(path.read_bytes()[:-100])
    return path


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
LONG = f'<!DOCTYPE x [<!ENTITY a "{"ha" * 5000}">]><worksheet>{"&a;" * 5000}</worksheet>'

BOOKS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "ten million cells": (
        _part(SHEET, lambda: repeated(ROWS + "<row>", "<c/>", 10_000_000, "</row>" + END)),
        "cells",
    ),
    "ten million rows": (_part(SHEET, lambda: repeated(ROWS, "<row/>", 10_000_000, END)), "entries"),
    "cells at both ends": (
        _cells('<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row>'),
        "more than can be read",
    ),
    "a formula over the whole sheet": (
        _cells('<row r="1"><c r="A1"><f t="array" ref="A1:XFD1048576">1</f></c></row>'),
        "cells",
    ),
    "a cell beyond the last row": (_cells('<row r="9999999"><c r="A9999999"/></row>'), "is damaged"),
    "a row of a thousand digits": (_cells(f'<row r="1{"0" * 999}"><c/></row>'), "is damaged"),
    "millions of texts": (
        _part(TEXTS, lambda: repeated(f"<sst {MAIN}>", "<si><t>a</t></si>", 600_000, "</sst>")),
        "entries",
    ),
    "a text of millions of runs": (
        _part(TEXTS, lambda: repeated(f"<sst {MAIN}><si>", "<r><t>a</t></r>", 600_000, "</si></sst>")),
        "entries",
    ),
    "sixty megabytes of texts": (
        _part(TEXTS, lambda: repeated(f"<sst {MAIN}>", f"<si><t>{'a' * 30_000}</t></si>", 2_000, "</sst>")),
        "60 MB, at most 50 MB",
    ),
    "a text of ninety megabytes": (
        _part(
            SHEET, lambda: repeated(ROWS + '<row><c t="str"><v>', "a" * 90, 1_000_000, f"</v></c></row>{END}")
        ),
        "a text of more than",
    ),
    "a comment of ninety megabytes": (
        _part(
            SHEET, lambda: repeated(f"<worksheet {MAIN}><!--", "<a>" * 30, 1_000_000, f"-->{ROWS[-11:]}{END}")
        ),
        "entries",
    ),
    "a comment of nine megabytes": (
        _part(
            SHEET,
            lambda: repeated(f"<worksheet {MAIN}><!--", "<" + "a" * 89, 100_000, f"-->{ROWS[-11:]}{END}"),
        ),
        "is damaged",
    ),
    "millions of formats": (
        _part(
            STYLES,
            lambda: repeated(f"<styleSheet {MAIN}><cellXfs>", "<xf/>", 2_000_000, "</cellXfs></styleSheet>"),
        ),
        "styles.xml has 2,000,004 entries",
    ),
    "a million names": (
        _part(
            BOOK, lambda: repeated(NAMES[0], '<definedName name="a">A1</definedName>', 1_000_000, NAMES[1])
        ),
        "workbook.xml has",
    ),
    "tables nested without end": (
        _part(STYLES, lambda: repeated(f"<styleSheet {MAIN}>", "<a>", 100_000, "")),
        "is damaged",
    ),
    "a sheet named twice": (
        _part(BOOK, lambda: workbook(sheets='<sheet name="Inputs" sheetId="1" r:id="rId1"/>' * 2)),
        "is damaged",
    ),
    "a sheet listed twice": (
        _part("xl/_rels/workbook.xml.rels", lambda: related(*[("worksheet", "worksheets/sheet1.xml")] * 2)),
        "is damaged",
    ),
    "a sheet in a picture's clothes": (
        _part("xl/_rels/workbook.xml.rels", lambda: related(("worksheet", "media/sheet1.png"))),
        "is damaged",
    ),
    "entities within entities": (_part(SHEET, lambda: BOMB), "is damaged"),
    "a long entity many times": (_part(SHEET, lambda: LONG), "is damaged"),
    "gigabytes folded small": (
        _part("xl/media/a.bin", lambda: repeated("", "\0" * 1000, 310_000, ""), zipfile.ZIP_DEFLATED),
        "unfolds to 310 MB",
    ),
    "a thousandfold part": (
        _part(TEXTS, lambda: repeated("", " " * 1000, 20_000, ""), zipfile.ZIP_DEFLATED),
        "-fold, at most 200-fold",
    ),
    "a part packed in another way": (
        _part(TEXTS, lambda: repeated("", " " * 1000, 20_000, ""), zipfile.ZIP_LZMA),
        "is damaged",
    ),
    "thousands of parts": (
        lambda path: package(path, {f"x{number}.xml": "<x/>" for number in range(2_000)}),
        "2,007 parts",
    ),
    "a package that is torn": (_torn, "is damaged"),
    "one locked with a password": (
        _written(OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le")),
        "is locked with a password",
    ),
    "one of an old Excel": (_written(OLE + bytes(600)), "old .xls workbook"),
    "a text under its name": (_written(b"month,revenue\n1,100\n"), "is not a workbook"),
    "an empty file": (_written(b""), "is empty"),
    "a folder": (_folder, "is a folder"),
}
"""How each is made, and what its one line says."""
if hasattr(os, "mkfifo"):
    BOOKS["a pipe that nobody fills"] = (_pipe, "is a device or pipe")

CASES: dict[str, tuple[bytes, str]] = {
    "three megabytes": (b"#" * 3_000_000, "has more than 1 MB"),
    "a key of a hundred thousand parts": (b"a." * 100_000 + b"a = 1", "nested without end"),
    "lists within lists": (b"a = " + b"[" * 400_000, "nested without end"),
    "tables within tables": (b"a = " + b"{a = " * 190_000, "nested without end"),
    "tables too deep": (b"a.b.c.d.e.f.g.h.i.j.k.l.m.n.o = 1", "lies too deep"),
    "a hundred thousand keys": (
        b"".join(b"k%d=1\n" % number for number in range(90_000)),
        "has 90,000 tables; keep at most 300",
    ),
    "twelve thousand products": (
        b"".join(b'[products.p%d]\nlabel = "x"\n' % number for number in range(12_000)),
        "products has 12,000 entries; keep at most 300",
    ),
    "spans within spans": (
        b"[products]\n1950-1999 = { channels = { 1950-1999 = { 1950-1999 = 1 } } }",
        "is one of more than 50,000 entries",
    ),
    "a span of nine thousand years": (b"[revenue.annual]\n1000-9999 = { value = 1 }", "spans 9,000 years"),
    "a number of five thousand digits": (b"first_year = 1" + b"0" * 5_000, "a number of thousands of digits"),
    "a number of twenty digits": (b"first_year = 99999999999999999999", "is a whole number beyond"),
    "a key of a megabyte": (b"a" * 900_000 + b" = 1", "has 900,000 characters; a key has at most 200"),
    "a text of a megabyte": (b'title = "' + b"a" * 900_000 + b'"', "shorten it to 200"),
    "a text that steers the terminal": (
        b'title = "\\u001b]0;x\\u0007"',
        r"holds the character \x1b, which no workbook",
    ),
    "a key that steers the terminal": (b'"\\u009b2J" = 1', r"\x9b2J has the character \x9b in its name"),
    "a text that ends early": (b'title = "a\\u0000b"', r"holds the character \x00"),
    "a byte of nothing": (b"title = 1\n\0", "is no TOML"),
    "another encoding": ('title = "é"'.encode("utf-16"), "is no text file in UTF-8"),
}
"""What each holds, and what its one line says."""
