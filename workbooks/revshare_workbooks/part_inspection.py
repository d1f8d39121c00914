"""The XML parts of a workbook, measured before a reader sees them: cells, entries, depth, and what names what.

expat goes through each part once and keeps nothing. A reader keeps a thousand bytes for an entry and answers
seldom, so the entries are counted and not the bytes alone.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from posixpath import basename, normpath
from typing import IO, Final
from xml.parsers import expat

from revshare.errors import ModelError

MOST_CELLS: Final = 1_000_000
"""Cells that stand in the file, all sheets together; a report of seven years has 34,000."""
MOST_AREA: Final = 10_000_000
"""Rows times columns of the sheets up to their last cells, and cells covered by ranges, all sheets together."""
MOST_ENTRIES: Final = 5_000_000
"""XML tags of the whole file; a cell with a formula has six."""
MOST_ENTRIES_OF: Final = {"worksheet": MOST_ENTRIES, "sst": 2_000_000}
MOST_OTHER_ENTRIES: Final = 300_000
"""Of a part that is neither a sheet nor the table of texts; 64,000 cell formats have 200,000."""
MOST_OTHER_BYTES: Final = 50_000_000
"""Of a part that is no sheet: it is held whole by whoever reads it."""
MOST_DEPTH: Final = 100
LONGEST_TAG: Final = 1_000_000
"""Bytes of one tag or comment, which expat reads anew with every chunk until it ends."""
LONGEST_TEXT: Final = 1 << 18
"""Bytes of a text on a sheet: 32,767 characters at up to eight bytes."""
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
CHUNK: Final = 1 << 16

BLANK: Final = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"
"""What may stand before the first tag, in any encoding."""
XML: Final = (".xml", ".rels")
READ: Final = {"officeDocument", "worksheet", "sharedStrings", "styles", "theme"}
"""Kinds of parts that readers open because another part names them."""


def measure(path: Path, package: zipfile.ZipFile) -> None:
    """Go through every XML part of a workbook.

    Raises
    ------
    ModelError
        If a part is damaged, or the parts hold more than can be read; one line with the path and the cure.
    """
    parts = {part: _entries(package, part) for part in package.infolist() if _is_xml(path, package, part)}
    book = _Book(path)
    book.count("cells", sum(cells for _, cells in parts.values()), MOST_CELLS)
    book.count("entries", sum(entries for entries, _ in parts.values()), MOST_ENTRIES)
    for part, (entries, _) in parts.items():
        with package.open(part) as stream:
            _Part(book, part, entries).read(stream)


def too_large(path: Path, found: str, limit: str) -> ModelError:
    """One line for a file that holds more than any spreadsheet for a person."""
    return ModelError(
        f"{path} is not read: {found}, at most {limit} is allowed; "
        "copy the sheets you need into a new workbook and use that"
    )


def damaged(path: Path) -> ModelError:
    """One line for a package whose parts are torn or contradict each other."""
    return ModelError(f"{path} is damaged; open it in Excel or LibreOffice, save it again and use that")


def _is_xml(path: Path, package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Tell XML from pictures and macros by its first byte, whatever the part is called."""
    with package.open(part) as stream:
        begins = stream.read(CHUNK).lstrip(BLANK)[:1] == b"<"
    if not begins and part.filename.endswith(XML) and part.file_size:
        raise damaged(path)
    return begins


def _entries(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[int, int]:
    """Count the tags of a part and its cells, as they are mostly written, in the bytes: much faster than a parser."""
    tags = cells = 0
    with package.open(part) as stream:
        while (chunk := stream.read(CHUNK)) and tags <= MOST_ENTRIES:
            tags += chunk.count(b"<")
            cells += chunk.count(b"<c ") + chunk.count(b"<c>") + chunk.count(b"<c/")
    return tags, cells


class _Book:
    """What the parts come to together."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.cells = self.area = 0
        self.sheets: set[str] = set()

    def count(self, what: str, found: int, limit: int) -> None:
        """Refuse more than the limit."""
        if found > limit:
            raise too_large(self.path, f"it has more than {limit:,} {what}", f"{limit:,}")

    def name_sheet(self, key: str) -> None:
        """Take note of a sheet's part or its key; a sheet that is named twice is read twice."""
        if key in self.sheets:
            raise damaged(self.path)
        self.sheets.add(key)


class _Part:
    """One part, tag by tag."""

    def __init__(self, book: _Book, part: zipfile.ZipInfo, entries: int) -> None:
        self.book, self.part, self.entries = book, part, entries
        self.kind = ""
        self.depth = self.row = self.column = self.last_row = self.last_column = self.covered = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.doctype

    def read(self, stream: IO[bytes]) -> None:
        """Go through the part, chunk by chunk."""
        try:
            self._read(stream)
        except ModelError:
            raise
        except (expat.ExpatError, ValueError):
            if self.kind == "worksheet" or self.part.filename.endswith(XML):
                raise damaged(self.book.path) from None
        self.book.area += max(self.last_row * self.last_column, self.covered)
        if self.book.area > MOST_AREA:
            raise self._too_wide()

    def _read(self, stream: IO[bytes]) -> None:
        fed = silent = 0
        while chunk := stream.read(CHUNK):
            self.parser.Parse(chunk, False)
            fed += len(chunk)
            silent = 0 if b"<" in chunk else silent + len(chunk)
            if fed - self.parser.CurrentByteIndex > LONGEST_TAG:
                raise damaged(self.book.path)
            if silent > LONGEST_TEXT and self.kind == "worksheet":
                raise self._too_much(f"a text of more than {LONGEST_TEXT:,} bytes", f"{LONGEST_TEXT:,}")
        self.parser.Parse(b"", True)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take note of a cell, a row, a range, or the name of another part."""
        self.depth += 1
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self._cell(attributes.get("r"))
        elif not self.kind:
            self._begin(name)
        elif name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
        elif name == "f":
            if "ref" in attributes and attributes.get("t") != "shared":
                self._filled(_area(attributes["ref"]))
        elif name in {"mergeCell", "hyperlink"}:
            self.covered += _area(attributes.get("ref", "A1"))
        elif name == "sheet":
            self._sheet(attributes)
        elif name == "Relationship":
            self._relation(attributes)
        if self.depth > MOST_DEPTH:
            raise damaged(self.book.path)

    def end(self, _: str) -> None:
        """Leave a tag."""
        self.depth -= 1

    def doctype(self, *_: object) -> None:
        """Refuse what only an attack writes: declarations of entities."""
        raise damaged(self.book.path)

    def _begin(self, name: str) -> None:
        """Hold the part against the limits of its kind."""
        self.kind = name
        limit = MOST_ENTRIES_OF.get(name, MOST_OTHER_ENTRIES)
        if self.entries > limit:
            raise self._too_much(f"{self.entries:,} entries", f"{limit:,}")
        if name != "worksheet" and self.part.file_size > MOST_OTHER_BYTES:
            raise self._too_much(f"{self.part.file_size / 1e6:,.0f} MB", f"{MOST_OTHER_BYTES / 1e6:,.0f} MB")

    def _filled(self, cells: int) -> None:
        """Count cells, be it those that one formula fills."""
        self.book.cells += cells
        if self.book.cells > MOST_CELLS:
            self.book.count("cells", self.book.cells, MOST_CELLS)

    def _cell(self, address: str | None) -> None:
        self._filled(1)
        if address is None:  # it follows the one before
            self.column, row = self.column + 1, self.row
        else:
            self.column, row = _position(address)
        if not (0 <= row <= LAST_ROW and self.column <= LAST_COLUMN):
            raise ValueError(address)
        self.last_row = max(row, self.last_row)
        self.last_column = max(self.column, self.last_column)

    def _sheet(self, attributes: Mapping[str, str]) -> None:
        for name, value in attributes.items():
            if name.rpartition(":")[2] == "id" and self.kind == "workbook":
                self.book.name_sheet(f"key {value}")

    def _relation(self, attributes: Mapping[str, str]) -> None:
        kind, target = basename(attributes.get("Type", "")), attributes.get("Target", "").lower()
        if kind not in READ or attributes.get("TargetMode") == "External":
            return
        if not target.endswith(XML):
            raise damaged(self.book.path)
        if kind == "worksheet":
            self.book.name_sheet(normpath(f"/xl/{target}" if target[:1] != "/" else target))

    def _too_wide(self) -> ModelError:
        """One line for a sheet that is nearly empty and nearly endless."""
        found = f"reaches to row {self.last_row:,} and column {self.last_column:,}"
        if self.covered > self.last_row * self.last_column:
            found = f"has ranges over {self.covered:,} cells"
        return ModelError(
            f"{self.book.path}: the sheet in {self.part.filename} {found}, more than can be read "
            f"({MOST_AREA:,} cells in all); "
            "delete the unused rows and columns (Ctrl+End finds the last cell) and save again"
        )

    def _too_much(self, found: str, limit: str) -> ModelError:
        return too_large(self.book.path, f"{self.part.filename} has {found}", limit)


@lru_cache(maxsize=1 << 15)
def _column(letters: str) -> int:
    """Count the columns up to this one: 1 for ``A``, 28 for ``AB``."""
    if not re.fullmatch("[A-Za-z]{1,3}", letters):
        raise ValueError(letters)
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _position(cell: str) -> tuple[int, int]:
    """Column and row of an address such as ``AB12`` or ``$AB$12``."""
    letters = cell.rstrip("0123456789")
    return _column(letters.strip("$")), int(cell[len(letters) :])


def _area(ranges: str) -> int:
    """Cells covered by a range such as ``A1:C9``."""
    first, _, last = ranges.partition(":")
    (left, top), (right, bottom) = _position(first), _position(last or first)
    return (abs(right - left) + 1) * (abs(bottom - top) + 1)
