"""A real LibreOffice opens a workbook, types into it and saves it: `python office_edit.py plan.json`.

Runs in a Python that knows UNO.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "addin" / "calc"))

import uno  # type: ignore[import-not-found]  # noqa: F401 - makes the next two importable
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.lang import DisposedException  # type: ignore[import-not-found]
from office import PATIENCE, connected, hidden  # type: ignore[import-not-found]


def main(plan: dict[str, Any]) -> None:
    pipe = f"revshare-edit{os.getpid()}"
    process = subprocess.Popen(
        [
            plan["office"],
            f"-env:UserInstallation={Path(plan['profile']).as_uri()}",
            *("--headless", "--norestore", "--nologo", "--nodefault", f"--accept=pipe,name={pipe};urp;"),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        context = connected(pipe)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        book = desktop.loadComponentFromURL(Path(plan["book"]).as_uri(), "_blank", 0, (hidden(),))
        sheet = book.Sheets.getByName("Inputs")
        for address, content in plan["edits"].items():
            cell = sheet.getCellRangeByName(address)
            # As typed: the program makes of it what it makes of a user's keys.
            cell.setFormula(content)
        book.calculateAll()
        form = PropertyValue()
        form.Name, form.Value = "FilterName", "Calc MS Excel 2007 XML"
        book.storeToURL(Path(plan["saved"]).as_uri(), (form,))
        book.close(True)
        with suppress(DisposedException):  # it may end before it can answer
            desktop.terminate()
        process.wait(PATIENCE)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
