"""Setting up Excel on Windows: xlwings' own add-in, and xlwings' settings with our module and this Python."""

from __future__ import annotations

import re
import subprocess
from importlib.util import find_spec
from pathlib import Path

from revshare.errors import ModelError

MODULE = "revshare_addin.excel"
"""What xlwings imports functions from."""

SETTINGS = Path(".xlwings") / "xlwings.conf"
"""Below the user's folder, where xlwings looks."""

PATIENCE = 180.0
"""Seconds xlwings may take; it starts Excel to ask where its add-ins are."""

_INTERPRETER, _MODULES = "INTERPRETER_WIN", "UDF MODULES"
_DONE = "Successfully installed"
_BY_HAND = "close Excel and try again, or in a terminal run: xlwings addin install"


def install(python: str) -> None:
    """Have xlwings copy its add-in to where Excel starts it.

    Parameters
    ----------
    python
        Interpreter that has xlwings.

    Raises
    ------
    ModelError
        If xlwings is missing or does not succeed; one line with the cure.
    """
    if find_spec("xlwings") is None:
        raise ModelError(f"Excel needs xlwings, which is not installed; run {python} -m pip install xlwings")
    try:
        done = subprocess.run(  # noqa: S603 - xlwings' own command, in this Python
            [python, "-m", "xlwings.cli", "addin", "install"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ModelError(f"xlwings took longer than {PATIENCE:g} seconds; {_BY_HAND}") from None
    if _DONE not in done.stdout:
        lines = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        said = lines[-1].removeprefix("Error: ").rstrip(".") if lines else "no reason given"
        raise ModelError(f"xlwings did not install its add-in: {said}; {_BY_HAND}")


def with_ours(settings: str, python: str) -> str:
    """Add our module and an interpreter to the text of xlwings' settings, and keep the others."""
    kept = _read(settings)
    modules = [module for module in kept.get(_MODULES, "").split(";") if module]
    ours = {_INTERPRETER: python, _MODULES: ";".join(dict.fromkeys([*modules, MODULE]))}
    return "".join(f'"{key}","{value}"\n' for key, value in (kept | ours).items())


def interpreter(settings: str) -> str | None:
    """Answer the interpreter that the text of xlwings' settings names."""
    return _read(settings).get(_INTERPRETER)


def _read(settings: str) -> dict[str, str]:
    return dict(re.findall(r'^"([^"\n]*)","([^"\n]*)"', settings, flags=re.MULTILINE))
