"""Risk sheet: simulated figures by year and over all years, their charts, chances, and what was drawn."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook
from tests.workbooks.small_cases import small_case

from revshare.case_file import read_case
from revshare.risk.simulation import simulate
from revshare.risk.spread import PERCENTILES
from revshare.risk.start import Start
from revshare_workbooks.proof import Finished
from revshare_workbooks.reading import CellValue, Values, values_of_bytes
from revshare_workbooks.recalculate import recalculated
from revshare_workbooks.report.reconciliation import CHANGED
from revshare_workbooks.report.risk import LINES, NAME, Risk
from revshare_workbooks.report.write import report_of

CASE, PATHS, SEED = read_case("anthropic-amazon"), 300, 4
YEARS = len(CASE.timeline.years)
FIRST = 3


@pytest.fixture(scope="module")
def risk() -> Risk:
    return Risk.of(Start.of(CASE), PATHS, SEED)


@pytest.fixture(scope="module")
def report(risk: Risk) -> Finished:
    return report_of(CASE, digest="0" * 64, risk=risk)


@pytest.fixture(scope="module")
def stored(report: Finished) -> Values:
    return values_of_bytes(report.content)


def rows(cells: Mapping[str, CellValue], label: str) -> list[list[Any]]:
    """Figures right of every cell with this label: total and years."""
    found = [int(place[1:]) for place, text in cells.items() if place[0] == "A" and text == label]
    letters = [chr(ord("A") + column) for column in range(FIRST - 1, FIRST + YEARS)]
    return [[cells.get(f"{letter}{row}") for letter in letters] for row in sorted(found)]


def test_every_figure_is_what_the_simulation_says(stored: Values) -> None:
    found = simulate(CASE, LINES, PATHS, SEED)
    cells = stored[NAME]
    for place, line in enumerate(LINES):
        spread = found.spreads[line]
        expected: dict[str, Any] = {
            "Mean": [spread.total.mean, *spread.mean],
            "Standard error of the mean": [spread.total.standard_error, *spread.standard_error],
            "Expected shortfall": [spread.total.expected_shortfall, *spread.expected_shortfall],
        }
        for at, by_year, total in zip(PERCENTILES, spread.percentiles, spread.total.percentiles, strict=True):
            expected[f"P{at}: {at} % of the paths lie below"] = [total, *by_year]
        for label, figures in expected.items():
            assert rows(cells, label)[place] == pytest.approx([float(one) for one in figures], rel=1e-12), (
                label
            )


def test_the_inputs_as_they_stand_are_live_and_measured_in_standard_errors(stored: Values) -> None:
    cells = stored[NAME]
    live, mean, error = (
        rows(cells, label)[0] for label in ("As the inputs stand, live", "Mean", "Standard error of the mean")
    )
    apart = [(one - other) / wide for one, other, wide in zip(live, mean, error, strict=True)]
    assert rows(cells, "  less the mean, in standard errors")[0] == pytest.approx(apart, rel=1e-9)


def test_the_bands_of_the_fan_add_up_from_the_fifth_percentile_to_the_ninety_fifth(stored: Values) -> None:
    cells = stored[NAME]
    parts = ["Floor of the bands (P5)", "From P5 to P25", "From P25 to P75", "From P75 to P95"]
    top = sum(np.array(rows(cells, part)[0][1:], dtype=float) for part in parts)
    assert top == pytest.approx(rows(cells, "P95: 95 % of the paths lie below")[0][1:], rel=1e-9)


def test_the_bars_of_the_histogram_hold_all_paths(stored: Values, risk: Risk) -> None:
    cells = stored[NAME]
    head = next(int(place[1:]) for place, text in cells.items() if text == "Chance within")
    bars = [cells[f"G{row}"] for row in range(head + 1, head + 21)]
    assert sum(map(float, bars)) == pytest.approx(1.0)  # type: ignore[arg-type]
    assert cells[f"F{head + 20}"] == pytest.approx(1.0)
    histogram = risk.found.spreads[LINES[0]].histogram
    assert histogram is not None
    assert bars == pytest.approx(histogram.shares, abs=1e-12)


def test_the_chance_of_each_event_stands_by_year(stored: Values, risk: Risk) -> None:
    (profit,) = rows(stored[NAME], "Operating profit above 0")
    assert profit[1:] == pytest.approx(risk.found.profitable)
    labels = [str(text) for place, text in stored[NAME].items() if place[0] == "A"]
    assert any(text.endswith("paid beyond use") for text in labels)


def test_paths_and_seed_are_told(stored: Values) -> None:
    cells = stored[NAME]
    told = [rows(cells, label)[0][0] for label in ("Paths", "Seed, which draws the same paths again")]
    assert told == [PATHS, SEED]


def test_its_charts_are_a_fan_on_an_unseen_floor_and_columns(report: Finished) -> None:
    fan, histogram = load_workbook(io.BytesIO(report.content))[NAME]._charts
    assert fan.grouping == "stacked"
    assert [series.graphicalProperties.noFill for series in fan.series[:2]] == [True, False]
    assert [entry.idx for entry in fan.legend.legendEntry if entry.delete] == [0]
    assert histogram.gapWidth < 10
    assert histogram.x_axis.number_format.formatCode == "#,##0"


def test_once_the_scenario_changes_no_chart_draws_what_was_simulated_before(report: Finished) -> None:
    book = load_workbook(io.BytesIO(report.content))
    book["Inputs"]["C4"].value = "Low"
    raw = io.BytesIO()
    book.save(raw)
    cells = values_of_bytes(recalculated(raw.getvalue()).content)[NAME]
    for label in ("Floor of the bands (P5)", "From P5 to P25", "Median (P50)"):
        assert set(rows(cells, label)[0][1:]) == {CHANGED}
    assert CHANGED in rows(cells, "These figures, for the inputs and the scenario in force")[0]


def test_without_paths_there_is_no_such_sheet() -> None:
    case = small_case({"rate": 0.5}, revenue=(1000.0,) * 4, cost_ratio=(0.5,) * 4)
    assert NAME not in values_of_bytes(report_of(case).content)
