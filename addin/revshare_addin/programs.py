"""Other programs that put the add-in in its place: run, and quoted where they refuse."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence

from revshare.errors import ModelError


def run(
    command: Sequence[str], *, patience: float, too_slow: str, surroundings: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program that asks nothing, and answer what it said.

    Parameters
    ----------
    patience
        Seconds it may take.
    too_slow
        What to say of one that takes longer.

    Raises
    ------
    ModelError
        If it takes longer.
    FileNotFoundError
        If there is no such program.
    """
    try:
        return subprocess.run(  # noqa: S603 - commands made here, never a user's words
            list(command),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=patience,
            check=False,
            env=surroundings,
        )
    except subprocess.TimeoutExpired:
        raise ModelError(too_slow) from None


def last_words(done: subprocess.CompletedProcess[str]) -> str:
    """The last thing a program said, which is why it stopped."""
    lines = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    if not lines:
        return "no reason given"
    return lines[-1].removeprefix("Error: ").removeprefix("ERROR: ").rstrip(".")
