"""``revshare install``: puts the cell functions where a spreadsheet program finds them."""

from __future__ import annotations

import argparse
import locale
import sys
from pathlib import Path

from revshare.errors import ModelError
from revshare_addin import excel_install, lite_files
from revshare_addin.calc.extension import built
from revshare_addin.calc.install import install, remove
from revshare_workbooks import files, libreoffice

OK, NOT_HERE = 0, 2

IN_EXCEL = """In Excel, once: File, Options, Trust Center, Trust Center Settings, Macro Settings:
  tick "Trust access to the VBA project object model", then close Excel and start it again
Then for each workbook:
  revshare template --macro   writes one (.xlsm) that knows the functions; or, in one of your own:
  save it as .xlsm; press Alt+F11, Tools, References, tick xlwings
  on the tab xlwings click Import Functions and enter =RS_GROW(100,0.5,4) in a cell: it shows 100"""

ELSEWHERE = """This way into Excel exists on Windows only; nothing was installed here. On the Windows computer:
  install Python 3.11 or later, then in a copy of revshare: py -m pip install .
  py -m revshare_workbooks install excel
In Excel on a Mac or on the web: revshare install lite. Without Excel: revshare calc BOOK"""

IN_LITE = """In Excel (Windows, Mac, web), once: Home, Add-ins, search for xlwings, Add. It opens at the right. There:
  menu, Files, Import/Export: drop {wheel} on it
  tab requirements.txt: add the lines of requirements.txt (numpy alone may stand there already)
  tab main.py: replace what stands there by the line of main.py
  menu, Restart, and enter =RS_GROW(100,0.5,4) in a cell: it shows 100, 150, 225, 337.5
If the wheel is not found, put it at a web address of yours and write that address instead of emfs:... in the tab."""


def run(options: argparse.Namespace) -> int:
    """Install for the program that was named, and say what to do next."""
    hosts = {"calc": _calc, "excel": _excel, "lite": _lite}
    return hosts[options.host](options)


def _calc(options: argparse.Namespace) -> int:
    if options.out:
        files.write(options.out, built(sys.executable))
        print(f"{options.out}: in LibreOffice open Tools, Extension Manager, Add; for this computer only,")
        print(f"because the functions are calculated by {sys.executable}")
        return OK
    office = libreoffice.require("the add-in for Calc")
    if options.remove:
        remove(office)
        print("the functions are taken out of LibreOffice; start it again to see them gone")
        return OK
    install(office)
    print(f"the functions are installed in LibreOffice for you; they are calculated by {sys.executable}")
    print("close LibreOffice, start it again, and enter =RS.GROW(100;0.5;4) in a cell: it shows 100")
    return OK


def _excel(_: argparse.Namespace) -> int:
    if sys.platform != "win32":
        print(ELSEWHERE)
        return NOT_HERE
    excel_install.install(sys.executable)
    settings = Path.home() / excel_install.SETTINGS
    before = _settle(settings)
    print(f"xlwings' add-in is installed in Excel for you; the functions are calculated by {sys.executable}")
    if before not in {None, sys.executable}:
        print(f"until now it used {before}; where a workbook needs that, set it on its sheet xlwings.conf")
    print(IN_EXCEL)
    return OK


def _settle(settings: Path) -> str | None:
    """Name our module and this Python in xlwings' settings; answer the Python they named before."""
    encoding = locale.getencoding()  # Excel reads the file in the computer's own
    try:
        settings.parent.mkdir(exist_ok=True)
        text = settings.read_text(encoding) if settings.exists() else ""
        content = excel_install.with_ours(text, sys.executable).encode(encoding)
    except (OSError, UnicodeError) as fault:
        cure = f"on Excel's tab xlwings enter {sys.executable} as Interpreter and {excel_install.MODULE} as UDF Modules"
        raise ModelError(f"cannot use {settings}: {fault}; {cure}") from None
    files.write(settings, content)
    return excel_install.interpreter(text)


def _lite(options: argparse.Namespace) -> int:
    folder: Path = options.out
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise ModelError(
            f"cannot make the folder {folder}: {fault.strerror}; choose another with -o"
        ) from None
    for name, content in lite_files.written().items():
        files.write(folder / name, content)
        print(folder / name)
    print(IN_LITE.format(wheel=lite_files.wheel_name()))
    return OK
