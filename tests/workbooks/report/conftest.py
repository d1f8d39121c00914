"""Reports built once, edited as a user would, and recalculated by LibreOffice many at a time."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from revshare.lines import Kind, Projection
from revshare_workbooks import libreoffice
from revshare_workbooks.proof import Finished
from revshare_workbooks.reading import CellValue, Values, values, values_of_bytes

Reports: TypeAlias = Callable[..., Finished]
Edit: TypeAlias = Callable[..., bytes]
Recalculate: TypeAlias = Callable[[Mapping[str, bytes]], dict[str, Values]]

Figures: TypeAlias = Callable[..., dict[str, list[Any]]]

TIMELINES = ("Revenue", "Contract", "Commitments", "Lab", "Partner")
"""Sheets whose rows are lines of the projection."""

SHOWN = (
    *(
        "revenue",
        "inference",
        "gross",
        "share.",
        "partner_share",
        "contribution",
        "spending",
        "operating_profit",
    ),
    *(
        "cumulative_",
        "shown_",
        "timing.",
        "cash",
        "take",
        "settled.",
        "compute",
        "company_rate",
        "cost_ratio",
    ),
    *("commit", "usage.", "shortfall.", "paid.", "capacity.", "site_", "bought."),
    *("net_cash.", "invested.", "received.", "own_money", "revenue_share."),
)
"""Beginnings of the names of lines that a reader must find in the book."""

LABEL, TOTAL, FIRST_YEAR = 1, 3, 4
SELECTOR, HEADER_ROW = "C4", 8


@pytest.fixture(scope="session")
def edit(reports: Reports) -> Edit:
    """Give the editor: changes on the Inputs sheet, by dotted name and column, and the chosen scenario."""

    @cache
    def opened(case: str, scenario: str) -> Workbook:
        return load_workbook(io.BytesIO(reports(case, scenario).content))

    def change(
        case: str,
        inputs: Mapping[str, Any],
        *,
        column: str = "Base",
        choose: str | None = None,
        scenario: str = "base",
    ) -> bytes:
        book = opened(case, scenario)
        sheet = book["Inputs"]
        columns = {cell.value: cell.column for cell in sheet[HEADER_ROW]}
        rows = {sheet.cell(row, columns["Name"]).value: row for row in range(1, sheet.max_row + 1)}
        cells = [(sheet.cell(rows[name], columns[column]), value) for name, value in inputs.items()]
        if choose is not None:
            cells.append((sheet[SELECTOR], choose))
        before = [cell.value for cell, _ in cells]
        try:
            for cell, value in cells:
                cell.value = value
            saved = io.BytesIO()
            book.save(saved)
            return saved.getvalue()
        finally:
            for (cell, _), value in zip(cells, before, strict=True):
                cell.value = value

    return change


@pytest.fixture(scope="session")
def recalculate(tmp_path_factory: pytest.TempPathFactory) -> Recalculate:
    """Give LibreOffice's values of several workbooks, from one start of it for all."""

    def run(books: Mapping[str, bytes]) -> dict[str, Values]:
        folder = tmp_path_factory.mktemp("calc")
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        settings = libreoffice.PROFILE.format(recalculate=libreoffice.ALWAYS)
        (profile / "registrymodifications.xcu").write_text(settings, encoding="utf-8")
        paths: dict[str, Path] = {}
        for number, (name, content) in enumerate(books.items()):
            paths[name] = folder / f"book{number}.xlsx"
            paths[name].write_bytes(content)
        command = [
            str(libreoffice.find()),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
            *("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out")),
            *map(str, paths.values()),
        ]
        subprocess.run(
            command,
            check=True,
            timeout=60 + 10 * len(books),
            capture_output=True,
            env=os.environ | {"SAL_USE_VCLPLUGIN": "svp"},
        )
        return {name: values(folder / "out" / path.name) for name, path in paths.items()}

    return run


@pytest.fixture(scope="session")
def disagreements() -> Callable[..., list[str]]:
    """Give the comparison of a recalculated book with a projection, by the labels a reader sees."""
    return _disagreements


def _disagreements(
    book: Values, projection: Projection, *, months: bool = True, without: tuple[str, ...] = ()
) -> list[str]:
    """Cells of the monthly sheets that are not what the engine says; each line must stand somewhere."""
    found, seen = [], set()
    lines = {line.label: name for name, line in projection.lines.items()}
    assert len(lines) == len(projection.lines), (
        "two lines have one label, so a reader could not tell them apart"
    )
    years = len(projection.case.timeline.years)
    for sheet in book:
        if not sheet.startswith(TIMELINES):
            continue
        for row in _rows(book[sheet]):
            label = book[sheet].get(f"A{row}")
            if label not in lines or f"B{row}" not in book[sheet]:
                continue
            name = lines[str(label)]
            if projection.line(name).kind is Kind.RATIO and sheet == "Revenue":
                continue  # there the same words name the driver of one product
            seen.add(name)
            if without and name.startswith(without):
                continue
            expected = {TOTAL: projection.total(name)}
            expected |= dict(enumerate(projection.by_year(name), start=FIRST_YEAR))
            if months:
                expected |= dict(enumerate(projection[name], start=FIRST_YEAR + years + 1))
            scale = float(np.nanmax(np.abs(projection[name]), initial=0.0))
            for column, value in expected.items():
                cell = f"{get_column_letter(column)}{row}"
                if not _same(book[sheet].get(cell), float(value), scale):
                    found.append(f"{sheet}!{cell} ({label}) shows {book[sheet].get(cell)}, not {value}")
    missing = {
        name
        for name in projection.lines
        if name.startswith(SHOWN) and name not in seen and projection[name].any()
    }
    assert not missing, f"no row shows {missing}"
    return found


def _same(shown: CellValue | None, value: float, scale: float) -> bool:
    if np.isnan(value):
        return shown in {None, ""}
    return isinstance(shown, (int, float)) and abs(shown - value) <= 1e-9 * max(
        abs(value), min(scale, 1.0), 1e-9
    )


def _rows(cells: Mapping[str, CellValue]) -> list[int]:
    return sorted(int(address[1:]) for address in cells if address[0] == "A" and address[1:].isdigit())


@pytest.fixture(scope="session")
def figures(reports: Reports) -> Figures:
    """Give the stored values of a sheet by the label in its first column: what stands right of it."""

    @cache
    def stored(case: str, scenario: str) -> Values:
        return values_of_bytes(reports(case, scenario).content)

    def read(sheet: str, case: str = "anthropic-amazon", scenario: str = "base") -> dict[str, list[Any]]:
        cells = stored(case, scenario)[sheet]
        found: dict[str, list[Any]] = {}
        for row in _rows(cells):
            line = [cells.get(f"{get_column_letter(column)}{row}") for column in range(2, 12)]
            found.setdefault(str(cells[f"A{row}"]).strip(), line)
        return found

    return read
