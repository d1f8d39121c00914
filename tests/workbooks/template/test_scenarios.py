"""Scenarios sheet of a template: one call of RS_SCENARIOS per table."""

from __future__ import annotations

import pytest
from openpyxl import Workbook
from tests.workbooks.template.conftest import formula, row_of

from revshare.case_file import read_case
from revshare.projection import project
from revshare_workbooks.reading import Values


def test_a_table_shows_every_scenario_s_years(formulas: Workbook, shown: Values) -> None:
    case = read_case("anthropic-amazon")
    top = row_of(shown["Scenarios"], "Operating profit, USD million") + 1
    cells = shown["Scenarios"]
    heads = [cells[f"{letter}{top}"] for letter in "ABCD"]
    assert heads == ["year", *case.scenario_names[:3]]
    for letter, name in zip("BCD", case.scenario_names, strict=False):
        column = [cells[f"{letter}{top + place}"] for place in range(1, 8)]
        assert column == pytest.approx(project(case, name).by_year("operating_profit"), rel=1e-12)
    text, ref = formula(formulas["Scenarios"], f"A{top}")
    assert text.endswith(',"operating_profit")')
    assert ref.startswith(f"A{top}:")
    assert ref.endswith(str(top + 7))


def test_a_table_of_a_flow_ends_with_what_each_scenario_comes_to(shown: Values) -> None:
    case, cells = read_case("anthropic-amazon"), shown["Scenarios"]
    total = row_of(cells, "Operating profit, USD million") + 9
    assert cells[f"A{total}"] == "Total"
    for letter, name in zip("BCD", case.scenario_names, strict=False):
        assert cells[f"{letter}{total}"] == pytest.approx(
            float(project(case, name).total("operating_profit")), rel=1e-12
        )


def test_only_a_table_of_ratios_may_be_blank_where_there_is_none(formulas: Workbook, shown: Values) -> None:
    for label, beginning in (
        ("Revenue, USD million", "=RS_SCENARIOS("),
        ("Inference cost per dollar of revenue, fraction", "=IFERROR(RS_SCENARIOS("),
    ):
        text, _ = formula(formulas["Scenarios"], f"A{row_of(shown['Scenarios'], label) + 1}")
        assert text.startswith(beginning)
