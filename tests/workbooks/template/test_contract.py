"""Contract sheet of a template: stages by RS_STAGE over a live terms block, whatever the terms."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from openpyxl import Workbook
from tests.workbooks.small_cases import small_case, terms_as_inputs
from tests.workbooks.template.conftest import Templates, formula, row_of

from revshare.case import Case
from revshare_workbooks.reading import Values, values_of_bytes
from revshare_workbooks.template.write import template_of

AWKWARD: dict[str, dict[str, Any]] = {
    "tiers and a cap": {
        "kind": "profit_share",
        "tiers": "0:0.5; 300:0.4; 800:0.3",
        "tier_scope": "calendar_year",
        "annual_cap": 200.0,
    },
    "a ramp": {"kind": "revenue_share", "ramp": "1:0.3; 12:0.2"},
    "losses carried, an advance, tax and a lag": {
        "kind": "profit_share",
        "rate": 0.5,
        "losses": "carryforward",
        "loss_expiry": 6.0,
        "advance": 50.0,
        "withholding": 0.1,
        "payment_lag": 1.5,
    },
    "deductions and a collecting partner": {
        "kind": "net_revenue_share",
        "rate": 0.3,
        "deductions": 5.0,
        "collector": "partner",
        "opening_payable": 7.0,
    },
    "an expected rate over odd fiscal years": {
        "kind": "profit_share",
        "rate": 0.5,
        "annual_cap": 100.0,
        "accrual": "expected_rate",
        "fiscal_year_end": 6.0,
    },
    "a word of its own for none": {"kind": "revenue_share", "rate": 0.2, "proration": "none"},
    "a rate of nothing": {"kind": "revenue_share", "rate": 0.0},
}


def two_years(terms: dict[str, Any], **more: Any) -> Case:
    return small_case(terms, **{"revenue": (1000.0, 2000.0), "cost_ratio": (0.6, 0.5), **more})


@pytest.mark.parametrize("name", AWKWARD)
def test_stages_of_awkward_terms_are_those_of_the_projected_case(name: str) -> None:
    template = template_of(two_years(AWKWARD[name]))
    checks = values_of_bytes(template.content)["Checks"]
    assert checks["C4"] == "OK"
    compared = [
        value for at, value in checks.items() if at[0] == "A" and str(value).endswith("agrees: Big Cloud")
    ]
    assert len(compared) == 4


def test_dates_of_the_term_come_as_the_workbook_holds_them() -> None:
    days = (("start", dt.date(2026, 4, 15)), ("end", dt.date(2027, 8, 20)))
    terms = terms_as_inputs({"kind": "profit_share", "rate": 0.5})
    terms |= {name: {"value": day, "basis": "assumed", "note": "A day"} for name, day in days}
    template = template_of(two_years({}, contracts={"cloud": terms}))
    cells = values_of_bytes(template.content)["Contract"]
    assert cells[f"C{row_of(cells, 'First covered day')}"] == dt.datetime(2026, 4, 15)
    assert float(str(cells[f"C{row_of(cells, 'Revenue covered')}"])) < 3000
    assert values_of_bytes(template.content)["Checks"]["C4"] == "OK"


def test_the_terms_block_holds_keys_and_live_values_and_what_is_not_used_is_none(
    formulas: Workbook, shown: Values
) -> None:
    sheet, cells = formulas["Contract"], shown["Contract"]
    first = row_of(cells, "Terms block") + 2
    keys = {cells[f"B{row}"]: row for row in range(first, sheet.max_row + 1) if f"B{row}" in cells}
    assert cells[f"C{keys['kind']}"] == "profit_share"
    assert cells[f"C{keys['rate']}"] == 0.5
    assert cells[f"C{keys['coverage']}"] == 1
    assert cells[f"C{keys['annual_cap']}"] == "none"
    assert cells.get(f"C{keys['loss_limit']}", "") == ""  # a share of revenue would refuse it
    assert sheet[f"C{keys['coverage']}"].value.startswith("=Inputs!$C$")
    top, last = min(keys.values()), max(keys.values())
    row = row_of(cells, "Share, before caps and minimums")
    text, _ = formula(sheet, f"K{row}")
    assert f'$B${top}:$C${last},"share",Inputs!$C$6)' in text


def test_what_flows_back_is_set_off(templates: Templates) -> None:
    cells = values_of_bytes(templates("openai-microsoft").content)["Contract"]
    given = row_of(cells, "What the partner owes the lab")
    stage = row_of(cells, "Set off: what the partner owes the lab")
    assert cells[f"C{given}"] == cells[f"C{stage}"] != 0


def test_a_contract_that_reaches_beyond_itself_is_not_compared_and_says_so() -> None:
    case = two_years({"kind": "profit_share", "rate": 0.5}, partner={"pooling": "product"})
    checks = values_of_bytes(template_of(case).content)["Checks"]
    texts = [str(value) for value in checks.values()]
    assert any("reaches beyond one contract" in text for text in texts)
    assert not any(text.endswith("agrees: Big Cloud") for text in texts)
