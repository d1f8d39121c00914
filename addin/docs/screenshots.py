"""Takes the picture of Calc in these pages: ``python addin/docs/screenshots.py`` writes ``calc.png`` beside it.

Needs a LibreOffice with windows, Xvfb, xdotool and ImageMagick (Debian: libreoffice-calc python3-uno xvfb xdotool
imagemagick). Another LibreOffice than the installed one is named by its program: ``... screenshots.py soffice``.
"""
# ruff: noqa: TID251 - it writes a workbook to take a picture of

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from openpyxl.styles import Font
from openpyxl.worksheet.formula import ArrayFormula

from revshare_addin.calc.extension import built

HERE = Path(__file__).parent
WINDOW = "1120x760"
PATIENCE = 60.0

MONTHS = ["", "Jan", "Feb", "Mar", "Apr", "May", "Jun"]
REVENUE = ["Revenue", 400, 450, 520, 560, 610, 680]
COST = ["Inference cost", 460, 430, 390, 360, 340, 330]
ANSWERS = {
    "Share, half of gross profit": 'RS.PROFIT_SHARE(B2:G2,B3:G3,0.5,"carryforward")',
    "Losses still to recover": "RS.LOSS_BANK(B2:G2,B3:G3)",
    "Share of revenue instead": "RS.REVENUE_SHARE(B2:G2,0.2)",
    "Capped at 200 a year": 'RS.CAPPED(RS.PROFIT_SHARE(B2:G2,B3:G3,0.5,"carryforward"),200,12)',
}


def main(office: str) -> None:
    """Take the picture and store it small."""
    with TemporaryDirectory(prefix="revshare-") as name:
        folder = Path(name)
        with zipfile.ZipFile(io.BytesIO(built(sys.executable))) as extension:
            extension.extractall(folder / "extensions" / "revshare")
        write_book(folder / "deal.xlsx")
        with screen() as display:
            with calc(office, folder, display):
                open_wizard(display)
                picture = folder / "screen.png"
                run(display, "import", "-window", "root", str(picture))
            run(
                display,
                "convert",
                str(picture),
                "-strip",
                "+dither",
                "-colors",
                "64",
                f"PNG8:{HERE / 'calc.png'}",
            )


def write_book(path: Path) -> None:
    """A small sheet with answers of whole rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Deal"
    for line in (MONTHS, REVENUE, COST):
        sheet.append(line)
    for row, (label, formula) in enumerate(ANSWERS.items(), 5):
        sheet.cell(row, 1, label)
        sheet.cell(row, 2).value = ArrayFormula(f"B{row}:G{row}", f"={formula}")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.column_dimensions["A"].width = 28
    for cells in sheet.iter_rows(min_row=2, min_col=2, max_col=7):
        for cell in cells:
            cell.number_format = "#,##0.0"
    book.save(path)


@contextmanager
def screen() -> Iterator[str]:
    """A screen in memory."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{WINDOW}x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=(write,), stderr=subprocess.DEVNULL)  # noqa: S603
    os.close(write)
    try:
        with os.fdopen(read) as chosen:
            yield f":{chosen.readline().strip()}"
    finally:
        process.terminate()
        process.wait()


@contextmanager
def calc(office: str, folder: Path, display: str) -> Iterator[None]:
    """Calc with the sheet open and the add-in among its own, as large as the screen."""
    command = [
        office,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        f"-env:BUNDLED_EXTENSIONS={(folder / 'extensions').as_uri()}",
        *("--norestore", "--nologo", "--nofirststartwizard", str(folder / "deal.xlsx")),
    ]
    own = {**os.environ, "DISPLAY": display, "PATH": os.defpath, "SAL_USE_VCLPLUGIN": "gen"}
    process = subprocess.Popen(command, env=own, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def open_wizard(display: str) -> None:
    """Go to the first answer and open the function wizard on it."""
    window = found(display, "deal.xlsx")
    width, height = WINDOW.split("x")
    run(display, "xdotool", "windowmove", window, "0", "0", "windowsize", window, width, height)
    run(display, "xdotool", "windowfocus", "--sync", window)
    time.sleep(3)
    # The whole answer is marked, because Calc edits only whole arrays.
    for key in ("ctrl+Home", "Right", *4 * ("Down",), "ctrl+slash", "ctrl+F2"):
        run(display, "xdotool", "key", key)
        time.sleep(0.3)
    wizard = found(display, "Function Wizard")
    run(display, "xdotool", "windowmove", wizard, "400", "288")
    time.sleep(3)


def found(display: str, title: str) -> str:
    """Wait for a window with this title."""
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        windows = run(display, "xdotool", "search", "--onlyvisible", "--name", title, check=False).split()
        if windows:
            return windows[-1]
        time.sleep(0.3)
    raise SystemExit(f"no window {title} within {PATIENCE:g} seconds")


def run(display: str, *command: str, check: bool = True) -> str:
    """Run a tool on the screen and answer what it says."""
    own = {**os.environ, "DISPLAY": display}
    return subprocess.run(command, env=own, capture_output=True, text=True, check=check).stdout  # noqa: S603


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "soffice")
