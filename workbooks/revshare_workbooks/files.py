"""Files that are whole or not there: content goes to a neighbour, which is then renamed.

A run that is killed half-way leaves the old file untouched and at most a hidden draft beside it.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from revshare.errors import ModelError

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What a file system answers when there is no room left, on the disk or in the user's quota."""


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
    target = Path(os.path.realpath(path))
    with _own_faults(path):
        _refuse_unwritable(path, target)
        draft = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.tmp")
        draft.touch(exist_ok=False)
    try:
        yield draft
        with _own_faults(path):
            _settle(draft)
            if target.exists():
                draft.chmod(stat.S_IMODE(target.stat().st_mode))
            draft.replace(target)
    except OSError as fault:
        if fault.errno in FULL:
            raise ModelError(_in_words(path, fault)) from None
        raise
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _refuse_unwritable(path: Path, target: Path) -> None:
    """Find before the work what would fail after it."""
    if target.is_dir():
        raise ModelError(f"cannot write {path}: it is a folder; give a file name in it")
    if not target.parent.is_dir():
        raise ModelError(f"cannot write {path}: there is no folder {path.parent}; create it")
    if not target.exists():
        return
    mode = target.stat().st_mode
    if not stat.S_ISREG(mode):
        raise ModelError(f"cannot write {path}: it is a device or pipe; choose a file")
    if not mode & stat.S_IWUSR:
        raise ModelError(f"cannot write {path}: the file is marked read-only; unmark it or choose another")


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
