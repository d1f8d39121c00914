"""Calling a cell function as a host does, and the shared worked examples."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.addin.calc.session import calc_folder, knows_uno, seen_by_calc

from revshare_addin.border import answer
from revshare_addin.catalogue import FUNCTIONS
from revshare_addin.cells import CellError

__all__ = ["calc_folder", "knows_uno", "seen_by_calc"]

EXAMPLES = Path(__file__).parents[1] / "examples.json"


def rows_of_call(name: str, *arguments: object) -> list[list[Any]]:
    """Answer all rows of a call."""
    return answer(FUNCTIONS[name], arguments)


def first_row(name: str, *arguments: object) -> list[Any]:
    """Answer the first row of a call."""
    return rows_of_call(name, *arguments)[0]


def whole_fault(name: str, *arguments: object) -> str:
    """Answer the error that is the whole answer, as it is shown."""
    rows = rows_of_call(name, *arguments)
    assert len(rows) == len(rows[0]) == 1, rows
    assert isinstance(rows[0][0], CellError), rows
    return str(rows[0][0])


@pytest.fixture(scope="session")
def rows() -> Callable[..., list[list[Any]]]:
    """Give the caller that answers all rows."""
    return rows_of_call


@pytest.fixture(scope="session")
def row() -> Callable[..., list[Any]]:
    """Give the caller that answers the first row."""
    return first_row


@pytest.fixture(scope="session")
def fault() -> Callable[..., str]:
    """Give the caller that answers the error in words."""
    return whole_fault


@pytest.fixture(scope="session")
def examples() -> dict[str, Any]:
    """Give the worked examples by id."""
    found = json.loads(EXAMPLES.read_text(encoding="utf-8"))["examples"]
    return {example["id"]: example for example in found}
