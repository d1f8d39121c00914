"""Files that are whole or not there: content goes to a neighbour, which is then renamed.

A run that is killed half-way leaves the old file untouched and at most a hidden draft beside it, which a run of a
later day clears away. Two runs at once have a draft each, and the last to end has its file there.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from revshare.errors import ModelError

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What a file system answers when there is no room left, on the disk or in the user's quota."""


DRAFT = re.compile(r"\.revshare-[0-9a-f]{8}\.tmp")
"""Names of drafts, as short as any file system takes."""
ABANDONED = 86_400.0
"""Seconds after which a draft belongs to no run; a run has its own for an instant."""

RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that Windows gives to devices."""

LOCKS = {".~lock.{}#": "LibreOffice", "~${}": "Excel"}
"""What a spreadsheet program puts beside a file that it has open."""


def write(path: Path, content: bytes) -> None:
    """Put `content` into the file at `path`, replacing what was there in one step.

    Raises
    ------
    ModelError
        If the file cannot be written; one line with the path and the cure.
    """
    with replacing(path) as draft, _own_faults(path):
        draft.write_bytes(content)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a draft beside `path` to write to; it takes that name when the block ends well.

    When the block raises, the draft is removed and the old file stays as it was.

    Raises
    ------
    ModelError
        If the file cannot be written; one line with the path and the cure.
    """
    require_writable(path)
    target = Path(os.path.realpath(path))
    with _own_faults(path):
        _clear_abandoned(target.parent)
        draft = target.with_name(f".revshare-{secrets.token_hex(4)}.tmp")
        draft.touch(exist_ok=False)
    try:
        with suppress(OSError):  # some file systems know no permissions, and there may be no old file
            draft.chmod(stat.S_IMODE(target.stat().st_mode))  # before there is anything to read in it
        yield draft
        with _own_faults(path):
            _settle(draft)
            draft.replace(target)
    except OSError as fault:
        if fault.errno in FULL:
            raise ModelError(_in_words(path, fault)) from None
        raise
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def require_writable(path: Path) -> None:
    """Find before the work what would fail after it.

    Raises
    ------
    ModelError
        If the file cannot be written, or is open in a spreadsheet program; one line with the path and the cure.
    """
    target = Path(os.path.realpath(path))
    with _own_faults(path):
        if target.is_dir():
            raise ModelError(f"cannot write {path}: it is a folder; give a file name in it")
        if RESERVED.fullmatch(target.name):
            raise ModelError(f"cannot write {path}: Windows keeps that name for a device; choose another")
        if not target.parent.is_dir():
            raise ModelError(f"cannot write {path}: there is no folder {path.parent}; create it")
        if not target.exists():
            return
        mode = target.stat().st_mode
        if not stat.S_ISREG(mode):
            raise ModelError(f"cannot write {path}: it is a device or pipe; choose a file")
        if not mode & stat.S_IWUSR:
            raise ModelError(
                f"cannot write {path}: the file is marked read-only; unmark it or choose another"
            )
        for pattern, program in LOCKS.items():
            lock = target.with_name(pattern.format(target.name))
            if lock.exists():
                raise ModelError(
                    f"cannot write {path}: it is open in {program}; close it there, or delete {lock.name} "
                    "beside it if nobody has it open"
                )


def _clear_abandoned(folder: Path) -> None:
    """Remove the drafts of runs that were killed, long after."""
    old = time.time() - ABANDONED
    for found in os.scandir(folder):
        if DRAFT.fullmatch(found.name) and found.is_file(follow_symlinks=False):
            with suppress(OSError):
                if found.stat(follow_symlinks=False).st_mtime < old:
                    os.unlink(found)  # noqa: PTH108 - as os.scandir found it


def _settle(draft: Path) -> None:
    """Have the draft on the disk before it takes the old file's name."""
    with draft.open("r+b") as stream:
        os.fsync(stream.fileno())


@contextmanager
def _own_faults(path: Path) -> Iterator[None]:
    """Say in words what the system refused here; faults of the caller's own block pass by."""
    try:
        yield
    except OSError as fault:
        raise ModelError(_in_words(path, fault)) from None


def _in_words(path: Path, fault: OSError) -> str:
    if fault.errno in FULL:
        why = "the disk is full or your quota is used up; free some space or choose another place"
    elif fault.errno == errno.EROFS:
        why = "the disk is read-only; choose another place"
    elif fault.errno == errno.ENAMETOOLONG:
        why = "the name is too long; choose a shorter one"
    elif isinstance(fault, PermissionError):
        why = "it is open in another program or you may not write there; close it or choose another place"
    else:
        why = f"{fault.strerror or fault}; choose another place"
    return f"cannot write {path}: {why}"
