"""Putting the add-in into LibreOffice for the current user, with LibreOffice's own tool, and taking it out."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from revshare.errors import ModelError
from revshare_addin.calc.extension import IDENTIFIER, built
from revshare_addin.programs import last_words, run

PATIENCE = 120.0
"""Seconds the tool may take; it takes one."""

BY_HAND = {
    "add": "write it with revshare install calc -o revshare.oxt and add it under Tools, Extension Manager",
    "remove": "take it out in LibreOffice under Tools, Extension Manager",
}
NO_PYTHON = (
    "this LibreOffice runs no add-ins in Python; on Debian and Ubuntu run apt install python3-uno, elsewhere "
    "install it from libreoffice.org"
)


def install(office: Path, *, python: str = sys.executable, profile: Path | None = None) -> None:
    """Install the add-in, or replace an older one.

    Parameters
    ----------
    office
        The program that starts LibreOffice.
    python
        Interpreter that answers the functions.
    profile
        LibreOffice's folder of settings, the user's own if left out.

    Raises
    ------
    ModelError
        If LibreOffice cannot run it or refuses it; one line with the cure.
    """
    if not _runs_python(office):
        raise ModelError(NO_PYTHON)
    with TemporaryDirectory(prefix="revshare-") as folder:
        file = Path(folder) / "revshare.oxt"
        file.write_bytes(built(python))
        _run(office, profile, "add", "--force", "--suppress-license", str(file))


def remove(office: Path, *, profile: Path | None = None) -> None:
    """Take the add-in out again.

    Raises
    ------
    ModelError
        If it is not installed or LibreOffice refuses; one line with the cure.
    """
    _run(office, profile, "remove", IDENTIFIER)


def surroundings() -> dict[str, str]:
    """Environment in which LibreOffice finds the Python it was built with, not that of an activated environment."""
    return {**os.environ, "PATH": os.defpath} if os.name == "posix" else dict(os.environ)


def _runs_python(office: Path) -> bool:
    """Whether LibreOffice's loader of Python lies where its builds have it."""
    program = office.resolve().parent
    return any((folder / "pythonloader.py").is_file() for folder in (program, program.parent / "Resources"))


def _run(office: Path, profile: Path | None, verb: str, *arguments: str) -> None:
    program = office.resolve()
    tool = program.with_name("unopkg").with_suffix(program.suffix)
    settings = [] if profile is None else [f"-env:UserInstallation={profile.as_uri()}"]
    try:
        done = run(
            [str(tool), verb, *arguments, *settings],
            patience=PATIENCE,
            too_slow=f"{tool} took longer than {PATIENCE:g} seconds; close LibreOffice and try again",
            surroundings=surroundings(),
        )
    except FileNotFoundError:
        raise ModelError(f"LibreOffice has no {tool}, which installs add-ins; {BY_HAND[verb]}") from None
    if done.returncode:
        raise ModelError(f"LibreOffice did not {verb} the add-in: {last_words(done)}; {BY_HAND[verb]}")
