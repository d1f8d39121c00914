"""RS_CASE, RS_LINES and RS_SCENARIOS."""

from collections.abc import Callable
from typing import Any

import pytest

from revshare.case_file import read_case
from revshare.projection import project

Row = Callable[..., list[Any]]
Rows = Callable[..., list[list[Any]]]
Fault = Callable[..., str]

CASE = "anthropic-amazon"


@pytest.mark.parametrize("scenario", ["base", "low", None])
def test_a_line_of_a_shipped_case_is_what_the_model_projects(scenario: str | None, row: Row) -> None:
    projection = project(read_case(CASE), scenario or "base")
    assert row("RS_CASE", CASE, "share.amazon", scenario) == projection["share.amazon"].tolist()
    by_year = projection.by_year("share.amazon").tolist()
    assert row("RS_CASE", CASE, "share.amazon", scenario, "year") == by_year


def test_lines_are_listed_with_unit_and_meaning(rows: Rows) -> None:
    table = rows("RS_LINES", CASE)
    assert table[0] == ["line", "unit", "meaning"]
    assert ["effective_rate", "fraction", "Partner share per covered dollar"] in table


def test_scenarios_stand_side_by_side(rows: Rows) -> None:
    case = read_case(CASE)
    table = rows("RS_SCENARIOS", CASE, "revenue")
    assert table[0] == ["year", *case.scenario_names, "expected"]
    assert table[1][:2] == [2024, project(case).by_year("revenue")[0]]
    assert len(rows("RS_SCENARIOS", CASE, "revenue", "quarter")) == 1 + 28


def test_what_does_not_exist_is_refused_with_what_does(fault: Fault) -> None:
    assert "source must be one of amazon-both, anthropic-amazon" in fault("RS_CASE", "anthropic", "revenue")
    assert 'has no line "revenues"' in fault("RS_CASE", CASE, "revenues")
    assert 'has no scenario "best"; choose one of base' in fault("RS_CASE", CASE, "revenue", "best")
    assert "frequency must be one of month, quarter, year" in fault("RS_CASE", CASE, "revenue", "low", "week")


def test_nothing_is_read_from_a_users_disk(fault: Fault) -> None:
    assert "source must be one of" in fault("RS_CASE", "/etc/passwd", "revenue")
    assert "source must be one of" in fault("RS_CASE", "my-case.toml", "revenue")


def test_a_range_that_is_no_inputs_table_is_refused(fault: Fault) -> None:
    assert "source has no header row of ours" in fault("RS_CASE", [["rate", 0.5]], "revenue")
