"""A user's workbook is looked at before any reader opens it: bounded time, bounded memory.

An ``.xlsx`` is a zip of XML parts. A file of a few kilobytes can unfold to gigabytes, or claim a sheet of
17 billion cells, and every reader at hand believes it. What a person could have saved is let through.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import IO, Final
from xml.parsers import expat

from revshare.errors import ModelError

MEGABYTE: Final = 1_000_000

MOST_FILE_BYTES: Final = 200 * MEGABYTE
MOST_INDEX_BYTES: Final = 1 * MEGABYTE
"""The zip's table of contents; 2,000 parts need a tenth of it."""
MOST_PARTS: Final = 2_000
MOST_UNFOLDED_BYTES: Final = 300 * MEGABYTE
MOST_RATIO: Final = 200
"""Unfolded to folded size; finished reports lie at 5 to 15, one repeated number at about 100."""
RATIO_COUNTS_FROM: Final = 10 * MEGABYTE
MOST_CELLS: Final = 2_000_000
"""Cells that stand in the file, all sheets together."""
MOST_AREA: Final = 20_000_000
"""Rows times columns of one sheet up to its last cell, and cells covered by its ranges."""

OLE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
END_OF_INDEX: Final = b"PK\x05\x06"
LONG_END_OF_INDEX: Final = b"PK\x06\x06"
CHUNK: Final = 1 << 16


def inspect(path: Path) -> None:
    """Refuse a file that is no workbook, is locked or damaged, or would unfold without bound.

    Raises
    ------
    ModelError
        One line with the path, what was found and what to do.
    """
    try:
        with path.open("rb") as stream:
            _signature(path, stream)
            _index_size(path, stream)
            with zipfile.ZipFile(stream) as package:
                _sizes(path, package.infolist())
                _sheets(path, package)
    except FileNotFoundError:
        raise ModelError(f"there is no file {path}; check the name and the folder") from None
    except IsADirectoryError:
        raise ModelError(f"{path} is a folder; give the name of a workbook in it") from None
    except PermissionError:
        raise ModelError(f"{path} may not be read; close it elsewhere or ask for access") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error, RuntimeError):
        raise damaged(path) from None
    except OSError as fault:
        raise ModelError(f"{path} cannot be read: {fault.strerror or fault}") from None


def _signature(path: Path, stream: IO[bytes]) -> None:
    """Tell a workbook by its first bytes, as its name may say anything."""
    head = stream.read(8)
    if head == OLE:
        rest = stream.read(MEGABYTE)
        if "EncryptedPackage".encode("utf-16-le") in rest:
            raise ModelError(f"{path} is locked with a password; save it without one and try again")
        raise ModelError(f"{path} is an old .xls workbook; save it as .xlsx and try again")
    if not head:
        raise ModelError(f"{path} is empty; save the workbook again")
    if not head.startswith(b"PK"):
        raise ModelError(f"{path} is not a workbook (.xlsx or .xlsm); save it as .xlsx and try again")


def _index_size(path: Path, stream: IO[bytes]) -> None:
    """Bound the zip's table of contents, which is read whole before anything can be counted."""
    size = stream.seek(0, 2)
    if size > MOST_FILE_BYTES:
        raise _too_large(path, f"the file has {size / MEGABYTE:,.0f} MB", "200 MB")
    stream.seek(max(0, size - 22 - 0xFFFF - 76))
    tail = stream.read()
    end = tail.rfind(END_OF_INDEX)
    if end < 0 or end + 22 > len(tail):
        raise damaged(path)
    (index_bytes,) = struct.unpack_from("<L", tail, end + 12)
    if end >= 76 and tail[end - 76 : end - 72] == LONG_END_OF_INDEX:
        (index_bytes,) = struct.unpack_from("<Q", tail, end - 76 + 40)
    if index_bytes > MOST_INDEX_BYTES:
        raise _too_large(path, f"its index has {index_bytes / MEGABYTE:,.1f} MB", "1 MB")
    stream.seek(0)


def _sizes(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    """Hold the declared sizes against the limits; the zip reader never unfolds more than declared."""
    names = [part.filename for part in parts]
    if len(names) > MOST_PARTS:
        raise _too_large(path, f"it has {len(names):,} parts", f"{MOST_PARTS:,}")
    if any(part.flag_bits & 0x1 for part in parts):
        raise ModelError(f"{path} is locked with a password; save it without one and try again")
    if len(set(names)) < len(names):
        raise damaged(path)
    book = any(re.fullmatch(r"xl/workbook\w*\.xml", name) for name in names)
    if not book or "[Content_Types].xml" not in names:
        kind = "an .xlsb workbook" if "xl/workbook.bin" in names else "not a workbook (.xlsx or .xlsm)"
        raise ModelError(f"{path} is {kind}; save it as .xlsx and try again")
    unfolded = sum(part.file_size for part in parts)
    if unfolded > MOST_UNFOLDED_BYTES:
        raise _too_large(path, f"it unfolds to {unfolded / MEGABYTE:,.0f} MB", "300 MB")
    for part in parts:
        ratio = part.file_size / max(part.compress_size, 1)
        if part.file_size > RATIO_COUNTS_FROM and ratio > MOST_RATIO:
            raise _too_large(path, f"{part.filename} unfolds {ratio:,.0f}-fold", f"{MOST_RATIO}-fold")


def _sheets(path: Path, package: zipfile.ZipFile) -> None:
    """Measure every worksheet by its cells, whatever size it declares."""
    cells = 0
    for part in package.infolist():
        sheet = _Sheet(path, part.filename, cells)
        try:
            with package.open(part) as stream:
                sheet.read(stream)
        except ModelError:
            raise
        except (expat.ExpatError, ValueError):
            if part.filename.endswith((".xml", ".rels")):
                raise damaged(path) from None
        cells = sheet.cells


class _Sheet:
    """Counts the cells of one part and how far they reach; stops at once where it is no worksheet."""

    def __init__(self, path: Path, part: str, cells: int) -> None:
        self.path, self.part, self.cells = path, part, cells
        self.kind = ""
        self.row = self.column = self.last_row = self.last_column = self.covered = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.element
        self.parser.StartDoctypeDeclHandler = self.doctype

    def read(self, stream: IO[bytes]) -> None:
        """Go through the part, chunk by chunk."""
        while self.kind in {"", "worksheet"}:
            chunk = stream.read(CHUNK)
            self.parser.Parse(chunk, not chunk)
            if self.cells > MOST_CELLS:
                raise _too_large(self.path, f"it has more than {MOST_CELLS:,} cells", f"{MOST_CELLS:,}")
            if not chunk:
                break
        if self.last_row * self.last_column > MOST_AREA:
            raise self.too_wide(f"reaches to row {self.last_row:,} and column {self.last_column:,}")
        if self.covered > MOST_AREA:
            raise self.too_wide(f"has ranges over {self.covered:,} cells")

    def element(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take note of a cell, a row or a range."""
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self.cells += 1
            if "r" in attributes:
                self.column, row = _position(attributes["r"])
            else:  # without an address it follows the one before
                self.column, row = self.column + 1, self.row
            self.last_row = max(row, self.last_row)
            self.last_column = max(self.column, self.last_column)
        elif not self.kind:
            self.kind = name
        elif name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
        elif name in {"mergeCell", "hyperlink"} or (name == "f" and attributes.get("t") != "shared"):
            self.covered += _area(attributes.get("ref", "A1"))

    def doctype(self, *_: object) -> None:
        """Refuse what only an attack writes: declarations of entities."""
        raise damaged(self.path)

    def too_wide(self, found: str) -> ModelError:
        """One line for a sheet that is nearly empty and nearly endless."""
        return ModelError(
            f"{self.path}: the sheet in {self.part} {found}, more than can be read ({MOST_AREA:,} cells); "
            "delete the unused rows and columns (Ctrl+End finds the last cell) and save again"
        )


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


def _too_large(path: Path, found: str, limit: str) -> ModelError:
    return ModelError(
        f"{path} is not read: {found}, at most {limit} is allowed; "
        "copy the sheets you need into a new workbook and use that"
    )


def damaged(path: Path) -> ModelError:
    """One line for a package whose parts are torn or contradict each other."""
    return ModelError(f"{path} is damaged; open it in Excel or LibreOffice, save it again and use that")
