"""Inputs and expected results of the worked examples, read from the one file that holds them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

AS_OF = date(2026, 4, 30)
"""Date of the figures, as of the shipped cases."""

_FILE = files("revshare_workbooks.examples") / "worked.json"


@dataclass(frozen=True)
class Figures:
    """One worked example.

    Parameters
    ----------
    inputs
        What is given, by name.
    expected
        What comes out, worked by hand or published; empty where only the engine has it.
    tolerance
        Relative difference allowed, as printed with the example.
    source
        Where `expected` comes from.
    as_written
        Whether the inputs are those of the file; `expected` holds for no others.
    """

    inputs: Mapping[str, Any]
    expected: Mapping[str, Any]
    tolerance: float
    source: str
    as_written: bool = True


@cache
def _all() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found


def names() -> list[str]:
    """All examples, in the order of the file."""
    return list(_all())


def figures(name: str, changed: Mapping[str, Any] | None = None) -> Figures:
    """One example, with other inputs in place of those that are named."""
    found = _all()[name]
    unknown = set(changed or {}) - set(found["inputs"])
    if unknown:
        raise KeyError(f"{name} has no input {', '.join(sorted(unknown))}")
    return Figures(
        {**found["inputs"], **(changed or {})},
        found["expected"],
        found["rel_tol"],
        found["source"],
        not changed,
    )


def digest() -> str:
    """SHA-256 of the file, by which a workbook names what it was made from."""
    return hashlib.sha256(_FILE.read_bytes()).hexdigest()
