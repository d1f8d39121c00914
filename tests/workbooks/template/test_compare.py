"""Compare sheet of a template: the functions for break-even, equivalent and effective rate over this book."""

from __future__ import annotations

import pytest
from openpyxl import Workbook
from tests.workbooks.small_cases import small_case
from tests.workbooks.template.conftest import Templates, formula, row_of

from revshare.case_file import read_case
from revshare.headline import break_even_points
from revshare.projection import project
from revshare_workbooks.reading import Values, values_of_bytes
from revshare_workbooks.template.write import template_of

COVERED = "Cost ratio, per covered dollar (RS_BREAKEVEN_COST_RATIO)"
COMPANY = "Cost ratio, for the company, coverage included"
EQUIVALENT = "Rate at which the other takes as much (RS_EQUIVALENT_RATE)"


@pytest.mark.parametrize(
    ("case", "partner"), [("anthropic-amazon", "amazon"), ("openai-microsoft", "microsoft")]
)
def test_the_break_even_is_the_headline_s(templates: Templates, case: str, partner: str) -> None:
    cells = values_of_bytes(templates(case).content)["Compare"]
    found = [cells[f"C{row_of(cells, label)}"] for label in (COVERED, COMPANY)]
    assert found == pytest.approx(break_even_points(project(read_case(case)), partner), rel=1e-12)


def test_half_of_profit_and_a_fifth_of_revenue_meet_at_a_cost_ratio_of_sixty_percent(shown: Values) -> None:
    cells = shown["Compare"]
    assert cells[f"C{row_of(cells, COVERED)}"] == pytest.approx(0.6, rel=1e-12)
    stretch = {
        cells[f"B{row}"]: cells[f"C{row}"] for row in range(1, 60) if {f"B{row}", f"C{row}"} <= cells.keys()
    }
    assert stretch["status"] == "point"
    assert stretch["low"] == stretch["high"] == pytest.approx(0.6, rel=1e-9)
    assert (stretch["cheaper_below"], stretch["cheaper_above"]) == ("b", "a")


def test_the_equivalent_rate_takes_what_the_share_takes_of_covered_revenue(shown: Values) -> None:
    cells = shown["Compare"]
    projection = project(read_case("anthropic-amazon"))
    average = projection.total("share.amazon") / projection.total("covered.amazon")
    assert cells[f"C{row_of(cells, EQUIVALENT)}"] == pytest.approx(average, rel=1e-9)


def test_deals_that_share_the_same_thing_never_meet() -> None:
    case = small_case({"kind": "revenue_share", "rate": 0.3}, rival=("revenue_share", 0.2))
    cells = values_of_bytes(template_of(case).content)["Compare"]
    assert cells[f"C{row_of(cells, COVERED)}"] == cells[f"C{row_of(cells, COMPANY)}"] == "none"


def test_a_share_that_lets_losses_count_goes_below_zero() -> None:
    case = small_case({"kind": "profit_share", "rate": 0.5, "losses": "loss_share"})
    cells = values_of_bytes(template_of(case).content)["Compare"]
    top = row_of(cells, "Cost ratio") + 1
    assert [cells[f"C{top + place}"] for place in (0, 20, 24)] == pytest.approx([0.5, 0.0, -0.1], abs=1e-12)


def test_the_curve_is_one_call_of_rs_stage_down_the_ratios(formulas: Workbook, shown: Values) -> None:
    top = row_of(shown["Compare"], "Cost ratio") + 1
    text, ref = formula(formulas["Compare"], f"C{top}")
    assert text.startswith(f"=RS_STAGE($B${top}:$B${top + 24},$A${top}:$A${top + 24},$B$")
    assert ref == f"C{top}:C{top + 24}"
