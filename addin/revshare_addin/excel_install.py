"""Setting up Excel on Windows: xlwings' own add-in, and xlwings' settings with our module and this Python."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

from revshare.errors import ModelError
from revshare_addin.programs import last_words, run

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
    done = run(
        [python, "-m", "xlwings.cli", "addin", "install"],
        patience=PATIENCE,
        too_slow=f"xlwings took longer than {PATIENCE:g} seconds; {_BY_HAND}",
    )
    if _DONE not in done.stdout:
        raise ModelError(f"xlwings did not install its add-in: {last_words(done)}; {_BY_HAND}")


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
