"""Lines of a case by month, quarter and year, and under all scenarios."""

from __future__ import annotations

import numpy as np
import pytest

from revshare.case_file import read_case
from revshare.case_lines import Frequency, line_of, lines_of, periods_of, projection_of, scenarios_of
from revshare.errors import InputError
from revshare.inputs_table import InputsTable
from revshare.lines import Kind
from revshare.projection import project

CASE = read_case("anthropic-amazon")


def test_quarters_of_a_flow_add_up_to_its_years() -> None:
    projection = project(CASE)
    quarters = line_of(projection, "share.amazon", Frequency.QUARTER)
    assert quarters.reshape(-1, 4).sum(axis=-1) == pytest.approx(
        projection.by_year("share.amazon"), rel=1e-12
    )
    assert quarters[0] == pytest.approx(projection["share.amazon"][:3].sum(), rel=1e-12)


def test_a_balance_closes_its_quarter_and_a_ratio_is_taken_anew() -> None:
    projection = project(CASE)
    assert line_of(projection, "cumulative_cash", Frequency.QUARTER)[3] == projection["cumulative_cash"][11]
    margin = line_of(projection, "gross_margin", Frequency.QUARTER)
    profit, revenue = (line_of(projection, name, Frequency.QUARTER) for name in ("gross_profit", "revenue"))
    assert margin == pytest.approx(profit / revenue, rel=1e-12)


@pytest.mark.parametrize(
    ("frequency", "count", "first", "last"),
    [("year", 7, 2024, 2030), ("quarter", 28, "2024 Q1", "2030 Q4"), ("month", 84, "2024-01", "2030-12")],
)
def test_periods_are_named(frequency: str, count: int, first: object, last: object) -> None:
    names = periods_of(CASE, Frequency(frequency))
    assert (len(names), names[0], names[-1]) == (count, first, last)
    assert len(line_of(project(CASE), "revenue", Frequency(frequency))) == count


def test_scenarios_stand_side_by_side_and_are_weighed_by_their_probability() -> None:
    table = scenarios_of(CASE, "operating_profit")
    assert list(table) == ["year", *CASE.scenario_names, "expected"]
    weights = [CASE.probability, *(item.probability for item in CASE.scenarios.values())]
    by_hand = sum(
        weight * project(CASE, name).by_year("operating_profit")
        for weight, name in zip(weights, CASE.scenario_names, strict=True)
    )
    assert table["expected"] == pytest.approx(by_hand, rel=1e-12)


def test_own_values_of_a_table_are_a_scenario_of_their_own() -> None:
    table = InputsTable(CASE, "own", {"contracts.amazon.rate": 0.4})
    own = project(CASE, "base", {"contracts.amazon.rate": 0.4})["share.amazon"]
    assert (projection_of(table)["share.amazon"] == own).all()
    assert (projection_of(table, "base")["share.amazon"] == project(CASE)["share.amazon"]).all()
    low = project(CASE, "low")["share.amazon"]
    assert (projection_of(table, "low")["share.amazon"] == low).all()


def test_every_line_has_a_unit_and_a_meaning() -> None:
    table = lines_of(CASE)
    lines = project(CASE).lines
    assert table["line"] == list(lines)
    for name, unit, meaning in zip(*table.values(), strict=True):
        assert unit == ("fraction" if lines[name].kind is Kind.RATIO else "USD million")
        assert meaning


def test_an_unknown_line_is_refused() -> None:
    with pytest.raises(InputError, match='has no line "profits"'):
        line_of(project(CASE), "profits")


def test_what_a_scenario_lacks_is_left_open_in_the_expectation() -> None:
    rates = scenarios_of(CASE, "effective_rate")
    assert np.isfinite(rates["expected"]).all()


def test_cells_that_ask_for_lines_of_the_same_source_share_one_projection() -> None:
    table = InputsTable(CASE, "own", {"contracts.amazon.rate": 0.4})
    assert projection_of(table) is projection_of(table)
    assert projection_of(CASE, "low") is projection_of(table, "low")
    other = InputsTable(CASE, "own", {"contracts.amazon.rate": 0.3})
    assert projection_of(other)["share.amazon"].sum() < projection_of(table)["share.amazon"].sum()
