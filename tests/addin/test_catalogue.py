"""The catalogue as a whole: complete, portable, and true to what people have typed."""

import dis
import re
import subprocess
import sys
from pathlib import Path

import pytest

from revshare_addin.catalogue import FUNCTIONS

NOT_LOADED = {"formualizer", "openpyxl", "pandas", "pydantic", "xlwings", "revshare_workbooks"}

PARTNER_SHARE = {
    "RS_REVENUE_SHARE": "revenue, rate",
    "RS_PROFIT_SHARE": "revenue, cost, rate, [losses], [loss_limit], [loss_expiry]",
    "RS_LOSS_BANK": "revenue, cost, [loss_limit], [loss_expiry]",
    "RS_TIERED_SHARE": "base, thresholds, rates, reset_every, [method], [boundary], [opening_base]",
    "RS_TIER_AMOUNT": "total, thresholds, rates, [method], [boundary]",
    "RS_TIER_SHARE_BY": "measure, base, thresholds, rates, reset_every, [opening_measure]",
    "RS_CAPPED": "share, cap, reset_every, [opening_paid]",
    "RS_CAP_ROOM": "share, cap, reset_every, [opening_paid]",
    "RS_MINIMUM_PAID": "earned, minimum, test_every, [recoupable]",
    "RS_RECOUPED": "share, advance, [recoup_rate]",
    "RS_MFN_TRUE_UP": "base, own_rate, other_rates",
    "RS_RECIPROCAL": "lab_revenue, partner_revenue, lab_rate, partner_rate, [basis]",
    "RS_CASH": "accrued, lag",
    "RS_PAYABLE": "accrued, lag, [opening]",
    "RS_WATERFALL": "revenue, cost, terms, [start_date], [reciprocal_share]",
    "RS_STAGE": "revenue, cost, terms, stage, [start_date], [reciprocal_share]",
    "RS_EFFECTIVE_RATE": "share, revenue",
    "RS_BREAKEVEN_COST_RATIO": "revenue, profit_terms, revenue_terms, [profit_coverage], [revenue_coverage]",
    "RS_BREAKEVEN": "revenue, terms_a, terms_b, [discount_rate]",
    "RS_EQUIVALENT_RATE": "revenue, cost, terms_a, terms_b, [discount_rate]",
    "RS_CHECK": "terms",
}
"""Names and arguments in their order: a contract with people who have typed them into cells."""

OTHERS = {"RS_GROW": "start, growth, periods, [periods_per_year]"}


@pytest.mark.parametrize(("name", "arguments"), (PARTNER_SHARE | OTHERS).items())
def test_a_function_keeps_its_name_and_the_order_of_its_arguments(name: str, arguments: str) -> None:
    assert FUNCTIONS[name].signature == f"{name}({arguments})"


def test_no_function_is_missing_from_that_list() -> None:
    assert set(FUNCTIONS) == set(PARTNER_SHARE | OTHERS)


def test_the_functions_load_nothing_that_a_browser_lacks() -> None:
    """xlwings Lite runs them in Pyodide: numpy and the standard library only."""
    code = "import revshare_addin.catalogue, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not NOT_LOADED & {name.partition(".")[0] for name in loaded.split()}


def test_no_adapter_takes_what_the_licence_forbids() -> None:
    for path in Path(__file__).parents[2].glob("addin/**/*.py"):
        assert not re.search(r"xlwings\.(pro|server)", path.read_text(encoding="utf-8")), path


def test_no_arithmetic_stands_in_a_cell_function() -> None:
    """A cell function is a name, help, and one call into the model."""
    for function in FUNCTIONS.values():
        steps = {step.opname for step in dis.get_instructions(function.python)}
        assert "BINARY_OP" not in steps, function.name
