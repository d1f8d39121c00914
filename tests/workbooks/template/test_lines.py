"""Lines by year and by month: each line is one array formula, and shows what the engine projects."""

from __future__ import annotations

import numpy as np
import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from tests.workbooks.template.conftest import Templates, formula, row_of

from revshare.case_file import read_case
from revshare.lines import Kind
from revshare.projection import project
from revshare_workbooks.reading import Values, values_of_bytes

CASES = ("anthropic-amazon", "openai-microsoft")


def across(cells: dict[str, object], row: int, first: int, count: int) -> list[float]:
    """Numbers of a row; nothing shown is no number."""
    found = [cells.get(f"{get_column_letter(first + place)}{row}", "") for place in range(count)]
    return [np.nan if value == "" else float(value) for value in found]  # type: ignore[arg-type]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("scenario", ["base", "low"])
def test_every_line_shows_the_engine_s_months_years_and_total(
    templates: Templates, case: str, scenario: str
) -> None:
    values = values_of_bytes(templates(case, scenario).content)
    projection = project(read_case(case), scenario)
    years, months = len(projection.case.timeline.years), projection.case.timeline.months
    for sheet, first, count in (("Lines by year", 4, years), ("Lines by month", 4 + years, months)):
        for row, (name, line) in enumerate(projection.lines.items(), start=5):
            cells: dict[str, object] = dict(values[sheet])
            expected = projection.by_year(name) if count == years else line.values
            scale = max(1.0, float(np.nanmax(np.abs(np.nan_to_num(expected)))))
            assert cells[f"A{row}"] == line.label
            assert across(cells, row, first, count) == pytest.approx(
                expected, rel=1e-12, abs=1e-12 * scale, nan_ok=True
            )
            assert across(cells, row, 3, 1) == pytest.approx(
                [float(projection.total(name))], rel=1e-12, abs=1e-12 * scale, nan_ok=True
            )


def test_a_line_is_one_array_formula_over_the_inputs(formulas: Workbook, shown: Values) -> None:
    row = row_of(shown["Lines by year"], "Share of Amazon")
    last = row_of(shown["Lines by year"], "API revenue")
    assert last == 5
    text, ref = formula(formulas["Lines by year"], f"D{row}")
    assert text.startswith("=RS_CASE(Inputs!$A$4:$")
    assert text.endswith(',"share.amazon",,"year")')
    assert ref == f"D{row}:J{row}"
    text, ref = formula(formulas["Lines by month"], f"K{row}")
    assert text.endswith(',"share.amazon")')
    assert ref == f"K{row}:CP{row}"
    assert formula(formulas["Lines by month"], f"D{row}") == (
        f'=RS_ROLLUP($K${row}:$CP${row},12,"sum")',
        f"D{row}:J{row}",
    )


def test_a_ratio_is_recomputed_from_totals_and_blank_where_there_is_none(
    formulas: Workbook, shown: Values
) -> None:
    cells = shown["Lines by year"]
    row, share, covered = (
        row_of(cells, label)
        for label in ("Share of Amazon per covered dollar", "Share of Amazon", "Revenue covered by Amazon")
    )
    sheet = formulas["Lines by year"]
    assert sheet[f"C{row}"].value == f'=IF($C${covered}=0,"",$C${share}/$C${covered})'
    assert formula(sheet, f"D{row}")[0].startswith("=IFERROR(1*RS_CASE(")


def test_the_path_to_profitability_stands_below_the_months(shown: Values) -> None:
    cells = shown["Lines by month"]
    assert cells[f"C{row_of(cells, 'First year of operating profit')}"] == 2027
    assert cells[f"C{row_of(cells, 'Peak funding need')}"] == pytest.approx(
        -min(project(read_case("anthropic-amazon"))["cumulative_cash"]), rel=1e-12
    )


def test_stocks_close_and_flows_add_up(templates: Templates, shown: Values) -> None:
    projection = project(read_case("anthropic-amazon"))
    kinds = {line.kind for line in projection.lines.values()}
    assert kinds == set(Kind)
    cells = shown["Lines by month"]
    row = row_of(cells, "Cumulative cash")
    assert cells[f"C{row}"] == cells[f"CP{row}"] == cells[f"J{row}"]
    assert templates().proof.mismatches == []
