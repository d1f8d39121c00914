"""The second opinion and the printer: a real LibreOffice, started without a window.

LibreOffice trusts the values stored in a file; a profile of our own makes it compute every formula anew. Each
run has its own throw-away profile, so runs do not wait for each other or for the user's open windows.
"""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Final

from revshare.errors import ModelError
from revshare_workbooks import files
from revshare_workbooks.inspection import inspect
from revshare_workbooks.reading import Values, values
from revshare_workbooks.workbook_parts import without_links

PATIENCE: Final = 180.0
"""Seconds a run may take; a report takes 2 to 5, most of it start-up."""

PREFIX: Final = "revshare-office-"
"""How the name of a run's own place begins."""

FAREWELL: Final = 5.0
"""Seconds the starter gets to end after its office."""

COMMANDS: Final = ("soffice", "libreoffice", "soffice.com")
PLACES: Final = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice*/program/soffice",
    "/snap/bin/libreoffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
)
"""Where installers put it without telling the search path."""

CURE: Final = "install it from libreoffice.org (Debian, Ubuntu: apt install libreoffice-calc-nogui)"

ALWAYS, NEVER = 0, 1
PROFILE: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>{recalculate}</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>1</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
<prop oor:name="ooInetNoProxy" oor:op="fuse"><value></value></prop>
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""
"""Compute on load or not; never follow links to other files, never run a macro of the file, and find no network: every
address is asked of a proxy that is not there."""

FILTERS: Final = {".xlsx": "Calc MS Excel 2007 XML", ".xlsm": "Calc MS Excel 2007 VBA XML"}
"""What a file is read as, whatever else LibreOffice would take its content for."""


def find() -> Path | None:
    """Answer the program that starts LibreOffice, or None where there is none."""
    for command in COMMANDS:
        if found := shutil.which(command):
            return Path(found)
    for place in PLACES:
        start = Path(place)
        for found_there in sorted(
            Path(start.anchor).glob(str(start.relative_to(start.anchor))), reverse=True
        ):
            return found_there
    return None


def is_available() -> bool:
    """Tell whether LibreOffice is installed where it can be found."""
    return find() is not None


def require(purpose: str) -> Path:
    """The program, found before work is done that would need it.

    Raises
    ------
    ModelError
        If it is not installed; one line with the cure.
    """
    program = find()
    if program is None:
        raise ModelError(f"{purpose} needs LibreOffice, which was not found; {CURE}")
    return program


def hard_recalculate(path: Path, out: Path, *, patience: float = PATIENCE) -> Path:
    """Write a copy of a workbook in which LibreOffice has computed every formula anew.

    Parameters
    ----------
    path
        The workbook; it is not changed.
    out
        File to write, an ``.xlsx``.
    patience
        Seconds before the run is given up.

    Raises
    ------
    ModelError
        If LibreOffice is missing, cannot open the file or takes too long.
    """
    with _converted(path, "xlsx:Calc MS Excel 2007 XML", ALWAYS, patience) as result:
        files.write(out, result.read_bytes())
    return out


def recalculated_values(path: Path, *, patience: float = PATIENCE) -> Values:
    """Read a workbook's values as LibreOffice computes them, whatever values are stored in it.

    Raises
    ------
    ModelError
        If LibreOffice is missing, cannot open the file or takes too long.
    """
    with _converted(path, "xlsx:Calc MS Excel 2007 XML", ALWAYS, patience) as result:
        return values(result)


def to_pdf(path: Path, out: Path, *, patience: float = PATIENCE) -> Path:
    """Print a workbook, with the values stored in it, to a PDF file.

    Raises
    ------
    ModelError
        If LibreOffice is missing, cannot open the file or takes too long, or `out` cannot be written.
    """
    with _converted(path, "pdf:calc_pdf_Export", NEVER, patience) as result:
        files.write(out, result.read_bytes())
    return out


@contextmanager
def _converted(path: Path, form: str, recalculate: int, patience: float) -> Iterator[Path]:
    """Convert a copy of `path` in a place of its own, which is gone when the block ends."""
    program = require("PDF" if form.startswith("pdf") else "the independent recalculation")
    inspect(path)
    _clear_abandoned(Path(gettempdir()))
    with TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        profile = place / "profile" / "user"
        profile.mkdir(parents=True)
        settings = PROFILE.format(recalculate=recalculate)
        (profile / "registrymodifications.xcu").write_text(settings, encoding="utf-8")
        kind = path.suffix.lower() if path.suffix.lower() in FILTERS else ".xlsx"
        book = place / f"book{kind}"
        book.write_bytes(without_links(path.read_bytes()))
        said = _run(
            [
                str(program),
                f"-env:UserInstallation={(place / 'profile').as_uri()}",
                *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
                f"--infilter={FILTERS[kind]}",
                *("--convert-to", form, "--outdir", str(place / "out"), str(book)),
            ],
            path,
            patience,
        )
        result = place / "out" / f"book.{form.partition(':')[0]}"
        if not result.is_file():
            raise ModelError(
                f"LibreOffice could not convert {path}: {said or 'it gave no reason'}; open it there"
            )
        yield result


def _clear_abandoned(shelf: Path) -> None:
    """Remove this user's places of runs that were killed, long after: they hold copies of workbooks."""
    old, user = time.time() - files.ABANDONED, getattr(os, "getuid", lambda: 0)()
    for place in shelf.glob(f"{PREFIX}*"):
        with suppress(OSError):
            found = place.lstat()
            if found.st_mtime < old and found.st_uid == user and stat.S_ISDIR(found.st_mode):
                shutil.rmtree(place, ignore_errors=True)


def _run(command: list[str], path: Path, patience: float) -> str:
    """Run LibreOffice to its end, or end it and all it started; answer its last words."""
    process = subprocess.Popen(  # noqa: S603 - the program is LibreOffice, the file a copy under our name
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
        env=os.environ | {"SAL_USE_VCLPLUGIN": "svp"},
    )
    try:
        _, said = process.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        raise ModelError(
            f"LibreOffice took longer than {patience:g} seconds on {path}; close other programs and try again"
        ) from None
    finally:
        if process.returncode is None:
            _end(process)
    return said.strip().rpartition("\n")[2]


def _end(process: subprocess.Popen[str]) -> None:
    """End the office first, so that its starter can take leave of it, and then whatever is left."""
    if sys.platform == "win32":
        tree = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(tree, capture_output=True, check=False)  # noqa: S603
    else:
        for child in _children(process.pid):
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        try:
            process.wait(FAREWELL)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _children(pid: int) -> list[int]:
    """Answer the processes it started, on Linux; elsewhere the starter is the office itself."""
    try:
        return [
            int(child)
            for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        ]
    except OSError:
        return []
