"""xlwings' own Windows code over a stubbed COM layer, so that its registration and calls run anywhere.

Run as a program (`seen_by_excel` does): it imports the functions into a stubbed workbook and answers JSON with the
VBA text, the function wizard's help, and the answers of the calls it reads. A process of its own, because the stubs
would change what xlwings is for everybody else.
"""

from __future__ import annotations

import asyncio  # noqa: F401 - loaded before the platform is disguised
import ctypes
import datetime as dt
import importlib
import json
import subprocess
import sys
import types
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import numpy as np  # noqa: F401
import openpyxl  # noqa: F401
import pandas as pd  # noqa: F401

MODULES = (
    *("pythoncom", "pywintypes", "win32api", "win32con", "win32gui", "win32process", "win32timezone"),
    *("win32com", "win32com.client", "win32com.server", "win32com.server.util", "win32com.server.policy"),
    *("win32com.server.dispatcher", "win32com.util", "win32event", "winerror", "winreg"),
)
"""What xlwings imports of pywin32."""


class ComError(Exception):
    """Stands for `pywintypes.com_error`."""


class ComRange(MagicMock):
    """A range as COM hands it over: values as nested tuples, a single cell as its value."""

    @classmethod
    def of(cls, rows: list[list[object]]) -> ComRange:
        values = tuple(map(tuple, rows))
        com = cls()
        com.Value = com.Value2 = values[0][0] if len(values) == len(values[0]) == 1 else values
        com.Row = com.Column = 1
        com.Rows.Count, com.Columns.Count = len(rows), len(rows[0])
        return com


def disguise() -> None:
    """Put stubs where pywin32 would be and let xlwings believe in Windows while it is imported."""
    stubs = {name: MagicMock(name=name) for name in MODULES}
    stubs["pythoncom"].__file__ = ""
    stubs["pywintypes"].com_error = ComError
    stubs["pywintypes"].TimeType = dt.datetime
    client = types.ModuleType("win32com.client")
    for name in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass"):
        setattr(client, name, type(name, (), {}))
    client.Dispatch = lambda com, **_: com  # type: ignore[attr-defined]
    client.DispatchEx = client.Dispatch  # type: ignore[attr-defined]
    client.gencache = MagicMock()  # type: ignore[attr-defined]
    stubs["win32com.client"] = client  # type: ignore[assignment]
    stubs["win32com"].client = client
    sys.modules.update(stubs)
    ctypes.oledll = ctypes.windll = ctypes.PyDLL = MagicMock()  # type: ignore[attr-defined,misc]


def imported() -> Any:
    """xlwings with its Windows part."""
    disguise()
    real, sys.platform = sys.platform, "win32"
    try:
        return importlib.import_module("xlwings.udfs").xlwings
    finally:
        sys.platform = real


MISSING = -2147352572
"""What VBA hands over for an argument that was left off."""


def handed_over(argument: Any) -> Any:
    """An argument as COM hands it over: rows are a range, ``{"typed": rows}`` an array in the formula."""
    if argument is None:
        return MISSING
    if isinstance(argument, list):
        return ComRange.of([[cell(each) for each in row] for row in argument])
    if isinstance(argument, dict):
        rows = tuple(map(tuple, argument["typed"]))
        return rows[0] if len(rows) == 1 else rows
    return argument


def cell(value: Any) -> Any:
    """A cell's value: ``{"error": "#N/A"}`` is an error's number, ``{"date": "2026-01-31"}`` a date."""
    if not isinstance(value, dict):
        return value
    if "date" in value:
        return dt.datetime.fromisoformat(value["date"])
    numbers = {text: number for number, text in sys.modules["xlwings._xlwindows"].cell_errors.items()}
    return numbers[value["error"]]


def seen_by_excel(calls: dict[str, list[Any]]) -> dict[str, Any]:
    """Run this program; each call is a function's name and its arguments."""
    program = [sys.executable, __file__]
    run = subprocess.run(
        program, input=json.dumps(calls), capture_output=True, text=True, check=True, timeout=300
    )
    seen: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return seen


def main() -> None:
    xlwings = imported()
    windows = xlwings._xlwindows
    windows.is_range_instance = lambda com: isinstance(com, ComRange)
    seen: dict[str, Any] = {"help": {}, "answers": {}}
    book = MagicMock()
    book.Name = "deal.xlsm"
    book.Application.Version = "16.0"
    book.Application.MacroOptions = lambda name, **options: seen["help"].update({name: options})
    components = book.VBProject.VBComponents
    components.side_effect = ComError
    components.Import = lambda name: seen.update(vba=Path(name).read_text())
    xlwings.udfs.import_udfs("revshare_addin.excel", book)
    for label, (name, *arguments) in json.load(sys.stdin).items():
        seen["answers"][label] = xlwings.udfs.call_udf(
            "revshare_addin.excel", name, [handed_over(argument) for argument in arguments], None, MagicMock()
        )
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
