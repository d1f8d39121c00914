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

OTHERS = {
    "RS_GROW": "start, growth, periods, [periods_per_year]",
    "RS_SPREAD_YEAR": "annual_total, annual_growth",
    "RS_SPREAD_YEARS": "annual_totals",
    "RS_RUN_RATE": "monthly",
    "RS_CAGR": "first, last, years",
    "RS_INTERPOLATE": "knot_periods, knot_values, periods, [method]",
    "RS_FADE": "start_growth, end_growth, decay, periods",
    "RS_LOGISTIC": "times, ceiling, steepness, midpoint",
    "RS_BASS": "times, market, innovation, imitation",
    "RS_ROLLUP": "series, every, [kind]",
    "RS_FISCAL_YEAR": "day, year_end_month",
    "RS_COHORT": "new_amounts, retention",
    "RS_COST_RATIO": "start, cost_decline, price_decline, periods",
    "RS_GROSS_MARGIN": "cost_ratio, share_rate, via_cloud, [presentation]",
    "RS_NET_REVENUE": "gross_revenue, cost_ratio, share_rate, via_cloud, [presentation]",
    "RS_IMPLIED_COST_RATIO": "gross_margin, share_rate, via_cloud, [presentation]",
    "RS_IMPLIED_VIA_CLOUD": "gross_revenue, net_revenue, cost_ratio, share_rate, [presentation]",
    "RS_CIRCULAR": "investment, commitment, years, compute_margin, discount_rate",
    "RS_NPV": "cash_flows, annual_rate, [timing], [periods_per_year]",
    "RS_IRR": "cash_flows",
    "RS_XIRR": "cash_flows, dates",
    "RS_IRR_ROOTS": "cash_flows, [dates]",
    "RS_MOIC": "invested, proceeds, [remaining_value]",
    "RS_DILUTE": "ownership, dilutions, [pro_rata_rounds]",
    "RS_NOTE_OWNERSHIP": "principal, pre_money, new_money, [discount], [cap]",
    "RS_EXIT_VALUE": "exit_values, invested, ownership, [preference_multiple]",
    "RS_HEDGE": "payoffs, probabilities, outlay",
    "RS_OWN_COST": "capex, years, discount_rate, annual_opex, [utilisation]",
    "RS_OWN_BREAKEVEN": "capex, years, discount_rate, annual_opex, rent_per_hour",
    "RS_BREAKEVEN_PERIOD": "profit, [labels], [sustained]",
    "RS_PEAK_FUNDING": "cash",
    "RS_PAYBACK_PERIOD": "cash, [labels]",
    "RS_SWITCHING_DISCOUNT": "switching_cost, annual_spend, years, discount_rate, [stranded]",
    "RS_FACT": "id, [field]",
    "RS_FACTS": "text",
    "RS_VERSION": "",
    "RS_COMMITMENT": (
        "usage, commitment, [rollover], [rollover_limit], [make_up_years], [periods_per_bucket]"
    ),
    "RS_COMMITMENT_PAID": (
        "usage, commitment, [rollover], [rollover_limit], [make_up_years], [periods_per_bucket]"
    ),
    "RS_COMMITMENT_PRICE": "list_commitment, discount, list_usage",
    "RS_PREPAYMENT": "prepaid, usage, [expected_breakage]",
    "RS_ALLOCATE": "demand, commitments, prices, capacities",
    "RS_CAPACITY_COST": "gigawatts, cost_per_gw_year, [utilisation]",
    "RS_CASE": "source, line, [scenario], [frequency]",
    "RS_LINES": "source",
    "RS_SCENARIOS": "source, line, [frequency]",
    "RS_SENSITIVITY": "source, line, driver, values, [driver_2], [values_2]",
    "RS_TORNADO": "source, line",
    "RS_SIMULATE": "source, line, [paths], [seed]",
    "RS_GOAL_SEEK": "source, line, driver, target",
}


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
