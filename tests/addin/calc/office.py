"""One LibreOffice without a window, driven through everything the tests look at: `python office.py plan.json`.

Runs in a Python that knows UNO and prints what it saw as JSON; the tests judge it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]
from com.sun.star.lang import DisposedException  # type: ignore[import-not-found]

PATIENCE = 60.0
ERRORS = 4
"""com.sun.star.sheet.FormulaResult.ERROR."""


def main(plan: dict[str, str]) -> dict[str, object]:
    pipe = f"revshare{os.getpid()}"
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
        seen = looked_at(context, desktop, plan)
        with suppress(DisposedException):  # it may end before it can answer
            desktop.terminate()
        process.wait(PATIENCE)
        return {**seen, "running_afterwards": [pid for pid in pids(plan) if not ended(pid)]}
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


def connected(pipe: str) -> Any:
    """Wait until LibreOffice answers."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    give_up = time.monotonic() + PATIENCE
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.05)


def wizard(context: Any) -> dict[str, object]:
    """What the function wizard shows of our functions."""
    service = "com.sun.star.sheet.FunctionDescriptions"
    descriptions = context.ServiceManager.createInstanceWithContext(service, context)
    shown: dict[str, object] = {}
    for position in range(descriptions.getCount()):
        function = {each.Name: each.Value for each in descriptions.getByIndex(position)}
        if function["Name"].startswith("RS."):
            arguments = [[argument.Name, argument.Description] for argument in function["Arguments"] or ()]
            shown[function["Name"]] = [function["Category"], function["Description"], arguments]
    return shown


def looked_at(context: Any, desktop: Any, plan: dict[str, str]) -> dict[str, object]:
    """Open the workbook, end the bridge, take its interpreter away, and count the days from 1904."""
    book = desktop.loadComponentFromURL(Path(plan["book"]).as_uri(), "_blank", 0, (hidden(),))
    seen: dict[str, object] = {"opened": values(book), "running": len(pids(plan))}
    seen["wizard"] = wizard(
        context
    )  # it knows the arguments of functions that were used; its window uses them
    book.storeToURL(Path(plan["saved"]).as_uri(), ())

    os.kill(pids(plan)[-1], signal.SIGKILL)
    book.calculateAll()
    seen |= {"bridge_ended": values(book), "started": len(pids(plan))}

    book.NullDate = uno.createUnoStruct("com.sun.star.util.Date", 1, 1, 1904)
    book.calculateAll()
    seen["from_1904"] = values(book)
    book.NullDate = uno.createUnoStruct("com.sun.star.util.Date", 30, 12, 1899)

    python = Path(plan["python"])
    python.rename(python.with_suffix(".away"))
    os.kill(pids(plan)[-1], signal.SIGKILL)
    book.calculateAll()
    seen["without_python"] = values(book)
    book.close(True)
    return seen


def hidden() -> Any:
    setting = PropertyValue()
    setting.Name, setting.Value = "Hidden", True
    return setting


def values(book: Any) -> dict[str, list[list[object]]]:
    """Every cell in use by sheet: a number, a text, or an error's number."""
    found = {}
    for sheet in book.Sheets:
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        last = cursor.RangeAddress
        area = sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)
        rows = [list(row) for row in area.getDataArray()]
        for faulty in area.queryFormulaCells(ERRORS).RangeAddresses:
            for row in range(faulty.StartRow, faulty.EndRow + 1):
                for column in range(faulty.StartColumn, faulty.EndColumn + 1):
                    rows[row][column] = {"error": sheet.getCellByPosition(column, row).getError()}
        found[sheet.Name] = rows
    return found


def pids(plan: dict[str, str]) -> list[int]:
    """Processes that were started as the bridge, as the interpreter's stand-in noted them."""
    return [int(line) for line in Path(plan["pids"]).read_text(encoding="ascii").split()]


def ended(pid: int) -> bool:
    """Wait for a process that nobody ends to end by itself."""
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


if __name__ == "__main__":
    print(json.dumps(main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))))
