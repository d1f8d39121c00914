"""xlwings Lite on one page, so that its files run as in a browser: `main.py`, the wheel, and nothing a browser lacks.

Run as a program (`seen_in_lite` does), in a process that sees the wheel, numpy and pydantic only. Threads, processes,
sockets and files elsewhere are refused, as are packages that Pyodide does not have.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import subprocess
import sys
import sysconfig
import types
from collections.abc import Callable, Sequence
from datetime import date
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

FIRST = date(1899, 12, 30)
"""Day 0 of Excel's calendar."""

LACKED = {
    *("multiprocessing", "curses", "tkinter"),
    *("openpyxl", "formualizer", "rich", "pandas", "scipy", "numba", "dask", "distributed", "threadpoolctl"),
    *("xlwings.pro", "xlwings.server"),
}
"""Modules that Pyodide lacks or that do nothing there, and packages that are not asked for."""

REFUSED = {
    "_thread.start_new_thread",
    "subprocess.Popen",
    "os.fork",
    "os.posix_spawn",
    "os.system",
    "socket.__new__",
    "ctypes.dlopen",
}
"""What cannot be done there, as Python's audit calls it."""


def seen_in_lite(folder: Path, calls: dict[str, list[Any]], *, lacking: Sequence[str] = ()) -> dict[str, Any]:
    """Run this program on the files of a folder; each call is a function's name and its arguments as rows."""
    program = [sys.executable, "-I", "-S", __file__, str(folder), sysconfig.get_path("purelib"), *lacking]
    run = subprocess.run(
        program, input=json.dumps(calls), capture_output=True, text=True, check=False, timeout=300
    )
    assert run.returncode == 0, run.stderr
    seen: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return seen


class Guard(MetaPathFinder):
    """Refuses the import of what is lacking."""

    def __init__(self, lacking: set[str]) -> None:
        self.lacking = lacking

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:  # noqa: ARG002
        if name in self.lacking or name.partition(".")[0] in self.lacking:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


def watch(allowed: Sequence[str]) -> None:
    """Refuse threads, processes, sockets, and files outside the allowed folders."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in REFUSED:
            raise RuntimeError(f"{event} is refused")
        if event == "open" and isinstance(arguments[0], str) and not arguments[0].startswith(tuple(allowed)):
            raise PermissionError(f"{arguments[0]} is refused")

    sys.addaudithook(hook)


def xlwings() -> types.ModuleType:
    """What of xlwings Lite our module meets: decorators that note, one over the other, what they are told."""

    def noted(function: Any) -> dict[str, Any]:
        if not hasattr(function, "__xlfunc__"):
            function.__xlfunc__ = {"args": {}}
        known: dict[str, Any] = function.__xlfunc__
        return known

    def func(**options: object) -> Callable[[Any], Any]:
        return lambda function: (noted(function).update(options), function)[1]

    def ret(**options: object) -> Callable[[Any], Any]:
        return lambda function: (noted(function).update(ret=options), function)[1]

    def arg(name: str, **options: object) -> Callable[[Any], Any]:
        return lambda function: (noted(function)["args"].update({name: options}), function)[1]

    module = types.ModuleType("xlwings")
    module.__dict__.update(func=func, ret=ret, arg=arg)
    return module


def called(function: Any, arguments: Sequence[Any]) -> Any:
    """Call a function as xlwings Lite does: one cell or rows, None for what was left off, errors as their text."""
    assert all(
        option["ndim"] == 2 and option["err_to_str"] for option in function.__xlfunc__["args"].values()
    )
    return function(*([[cell(each) for each in row] for row in a] if a else None for a in arguments))


def cell(value: Any) -> Any:
    """A cell's value: an error comes as its text, a date as its serial number."""
    if not isinstance(value, dict):
        return value
    return value["error"] if "error" in value else float((date.fromisoformat(value["date"]) - FIRST).days)


def main() -> None:
    folder, site, *lacking = sys.argv[1:]
    (wheel,) = Path(folder).glob("*.whl")
    sys.path[:0] = [str(wheel)]
    sys.path.append(site)
    for package in {"numpy", "pydantic"} - set(lacking):
        importlib.import_module(package)
    sys.modules["xlwings"] = xlwings()
    sys.meta_path.insert(0, Guard(LACKED | set(lacking)))
    watch([folder, site, sys.base_prefix])
    book = types.ModuleType("main")
    exec(compile((Path(folder) / "main.py").read_text(), "main.py", "exec"), book.__dict__)  # noqa: S102
    for module in ("revshare.one_thread", "revshare.risk.workers"):
        # They know a browser by the name of the platform, which half of the standard library reads as well.
        vars(sys.modules[module])["IN_BROWSER"] = True
    functions = {name: each for name, each in vars(book).items() if hasattr(each, "__xlfunc__")}
    seen: dict[str, Any] = {"listed": {}, "answers": {}, "printed": {}}
    for name, function in functions.items():
        helps = {key: option["doc"] for key, option in function.__xlfunc__["args"].items()}
        seen["listed"][name] = [function.__doc__, helps, bool(function.__annotations__)]
    for label, (name, *arguments) in json.load(sys.stdin).items():
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            seen["answers"][label] = called(functions[name], arguments)
        seen["printed"][label] = printed.getvalue()
    print(json.dumps(seen, allow_nan=False))


if __name__ == "__main__":
    main()
