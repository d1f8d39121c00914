"""Templates built once, and what their cells hold and show."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from revshare.case_file import read_case
from revshare_workbooks.dialects import Host
from revshare_workbooks.proof import Finished
from revshare_workbooks.reading import Values, values_of_bytes
from revshare_workbooks.template.write import template_of

Templates = Callable[..., Finished]


@pytest.fixture(scope="session")
def templates() -> Templates:
    """Give the template of a shipped case; each is built once."""

    @cache
    def build(case: str = "anthropic-amazon", scenario: str = "base", host: Host = Host.EXCEL) -> Finished:
        return template_of(read_case(case), scenario=scenario, digest="0" * 64, host=host)

    return build


@pytest.fixture(scope="session")
def formulas(templates: Templates) -> Workbook:
    """Give the template of Anthropic and Amazon with its formulas; only to be read."""
    return load_workbook(io.BytesIO(templates().content))


@pytest.fixture(scope="session")
def shown(templates: Templates) -> Values:
    """Give the values stored in the template of Anthropic and Amazon."""
    return values_of_bytes(templates().content)


def row_of(cells: Mapping[str, Any], label: str) -> int:
    """Number of the row with this label in column A."""
    return next(
        int(at[1:]) for at, value in cells.items() if value == label and at[0] == "A" and at[1:].isdigit()
    )


def formula(sheet: Worksheet, address: str) -> tuple[str, str]:
    """Text and range of the array formula that begins at a cell."""
    found = sheet[address].value
    assert isinstance(found, ArrayFormula)
    return str(found.text), str(found.ref)
