"""A user's workbook is looked at before any reader opens it: bounded time, bounded memory.

An ``.xlsx`` is a zip of XML parts. A file of a few kilobytes can unfold to gigabytes, or claim a sheet of
17 billion cells, and every reader at hand believes it. What a person could have saved is let through.
Macros and links stay unread: nothing here, and no reader after it, runs the one or follows the other.
"""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from pathlib import Path
from typing import IO, Final

from revshare.errors import ModelError
from revshare_workbooks.part_inspection import damaged, measure, too_large

__all__ = ["damaged", "inspect"]

MEGABYTE: Final = 1_000_000

MOST_FILE_BYTES: Final = 200 * MEGABYTE
MOST_INDEX_BYTES: Final = 1 * MEGABYTE
"""The zip's table of contents; 2,000 parts need a tenth of it."""
MOST_PARTS: Final = 2_000
MOST_UNFOLDED_BYTES: Final = 300 * MEGABYTE
MOST_RATIO: Final = 200
"""Unfolded to folded size; finished reports lie at 5 to 15, one repeated number at about 100."""
RATIO_COUNTS_FROM: Final = 10 * MEGABYTE

OLE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
END_OF_INDEX: Final = b"PK\x05\x06"
LONG_END_OF_INDEX: Final = b"PK\x06\x06"
PACKED: Final = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""The two ways in which spreadsheet programs pack."""


def inspect(path: Path) -> None:
    """Refuse a file that is no workbook, is locked or damaged, or would unfold without bound.

    Raises
    ------
    ModelError
        One line with the path, what was found and what to do.
    """
    try:
        _refuse_pipes(path)
        with path.open("rb") as stream:
            _signature(path, stream)
            _index_size(path, stream)
            with zipfile.ZipFile(stream) as package:
                _sizes(path, package.infolist())
                measure(path, package)
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


def _refuse_pipes(path: Path) -> None:
    """Open nothing that may never end or never begin."""
    mode = path.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise ModelError(f"{path} is a device or pipe; give the name of a workbook")


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
        raise too_large(path, f"the file has {size / MEGABYTE:,.0f} MB", "200 MB")
    stream.seek(max(0, size - 22 - 0xFFFF - 76))
    tail = stream.read()
    end = tail.rfind(END_OF_INDEX)
    if end < 0 or end + 22 > len(tail):
        raise damaged(path)
    (index_bytes,) = struct.unpack_from("<L", tail, end + 12)
    if end >= 76 and tail[end - 76 : end - 72] == LONG_END_OF_INDEX:
        (index_bytes,) = struct.unpack_from("<Q", tail, end - 76 + 40)
    if index_bytes > MOST_INDEX_BYTES:
        raise too_large(path, f"its index has {index_bytes / MEGABYTE:,.1f} MB", "1 MB")
    stream.seek(0)


def _sizes(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    """Hold the declared sizes against the limits; the zip reader never unfolds more than declared."""
    names = [part.filename for part in parts]
    if len(names) > MOST_PARTS:
        raise too_large(path, f"it has {len(names):,} parts", f"{MOST_PARTS:,}")
    if any(part.flag_bits & 0x1 for part in parts):
        raise ModelError(f"{path} is locked with a password; save it without one and try again")
    if len(set(names)) < len(names) or any(part.compress_type not in PACKED for part in parts):
        raise damaged(path)
    book = any(re.fullmatch(r"xl/workbook\w*\.xml", name) for name in names)
    if not book or "[Content_Types].xml" not in names:
        kind = "an .xlsb workbook" if "xl/workbook.bin" in names else "not a workbook (.xlsx or .xlsm)"
        raise ModelError(f"{path} is {kind}; save it as .xlsx and try again")
    unfolded = sum(part.file_size for part in parts)
    if unfolded > MOST_UNFOLDED_BYTES:
        raise too_large(path, f"it unfolds to {unfolded / MEGABYTE:,.0f} MB", "300 MB")
    for part in parts:
        ratio = part.file_size / max(part.compress_size, 1)
        if part.file_size > RATIO_COUNTS_FROM and ratio > MOST_RATIO:
            raise too_large(path, f"{part.filename} unfolds {ratio:,.0f}-fold", f"{MOST_RATIO}-fold")
