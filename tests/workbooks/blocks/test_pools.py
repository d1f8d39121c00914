"""Pools, favoured rates and what flows back, on the contract sheet: every cell proved, worked values read off it."""

from __future__ import annotations

from pathlib import Path

import pytest

from revshare.case_file import parse_case
from revshare_workbooks.reading import values_of_bytes
from revshare_workbooks.report.write import report_of

SHIPPED = Path(__file__).parents[3] / "model/revshare/cases"
ASSUMED = 'basis = "assumed", note = "for the test"'

LINES = tuple(
    (product, channel) for product in ("API", "Chat subscriptions") for channel in ("Direct", "Azure")
)

FAVOURED = f"""
[partners.amazon.favoured]
effective = {{ value = 2026-04-20, {ASSUMED} }}

[partners.amazon.favoured.rates]
b = {{ value = 0.6, low = 0.1, high = 0.9, {ASSUMED} }}
c = {{ value = 0.3, low = 0.1, high = 0.9, {ASSUMED} }}

[contracts.amazon]
start = {{ value = 2024-03-01, {ASSUMED} }}
"""


TURNING = (
    FAVOURED.replace("2024-03-01", "2024-03-20")
    + f"""
annual_cap = {{ value = 900, low = 1, high = 20000, {ASSUMED} }}
prorate_caps = {{ value = true, {ASSUMED} }}
"""
)


def contract_rows(text: str, name: str, sheet: str = "Contract") -> dict[str, float]:
    """Totals of the contract sheet by label; writing the report compares every cell with the engine."""
    cells = values_of_bytes(report_of(parse_case(text, name)).content)[sheet]
    labels = {
        address[1:]: value for address, value in cells.items() if address[0] == "A" and address[1:].isdigit()
    }
    return {str(label): cells[f"C{row}"] for row, label in labels.items() if f"C{row}" in cells}  # type: ignore[misc]


def shipped(name: str) -> str:
    return (SHIPPED / f"{name}.toml").read_text(encoding="utf-8")


def test_each_pool_has_its_own_floor_and_the_sheet_adds_them_up() -> None:
    text = shipped("anthropic-amazon").replace(
        'covers = ["aws"]', 'covers = ["direct", "aws"]\npooling = "channel"'
    )
    rows = contract_rows(text, "pools.toml")
    assert rows["Share of Amazon"] == pytest.approx(0.5 * rows["Base after losses"])
    assert rows["Share base"] == pytest.approx(rows["Revenue covered"] - rows["Inference cost covered"])


def test_many_lines_are_brought_onto_the_sheet_before_they_are_added_up() -> None:
    text = shipped("openai-microsoft").replace(
        "[products.chat.channels.direct]\nevery_year = { value = 1.0, low = 1.0, high = 1.0,",
        f"[products.chat.channels.azure]\nevery_year = {{ value = 0.5, low = 0.5, high = 0.5, {ASSUMED} }}\n\n"
        "[products.chat.channels.direct]\nevery_year = { value = 0.5, low = 0.5, high = 0.5,",
    )
    book = values_of_bytes(report_of(parse_case(text, "lines.toml")).content)
    labels = [value for address, value in book["Contract"].items() if address[0] == "A"]
    lines = [f"{product} through {channel}" for product, channel in LINES]
    assert [label for label in labels if str(label).endswith(", in the month")] == [
        *(f"{line}, in the month" for line in lines),
        *(f"Inference, {line}, in the month" for line in lines),
    ]


def test_a_favoured_clause_adds_the_gap_from_its_first_day() -> None:
    rows = contract_rows(shipped("anthropic-amazon").replace("[contracts.amazon]", FAVOURED), "favoured.toml")
    assert rows["Share with the clause"] == pytest.approx(rows["Partner share"] + rows["Added by the clause"])
    assert 0 < rows["Added by the clause"] < 0.1 * rows["Base after losses"]


def test_what_flows_back_is_netted_when_the_share_is_settled() -> None:
    """20 % of 24,300 of the partner's own revenue flows back: 4,860."""
    rows = contract_rows(shipped("openai-microsoft"), "openai-microsoft.toml")
    assert rows["Share paid back by Microsoft"] == pytest.approx(4860.0)
    due = rows["Share of Microsoft"] - rows["Share paid back by Microsoft"]
    assert rows["Due after the advance and what flows back"] == pytest.approx(due)


@pytest.mark.parametrize("sheet", ["Contract", "By month"])
def test_pools_and_a_favoured_clause_follow_years_that_turn_inside_a_month(sheet: str) -> None:
    """Seven years from 20 March 2024 open before 2031, each with room for 900, and each uses it up but the first."""
    text = shipped("anthropic-amazon").replace("[contracts.amazon]", TURNING)
    text = text.replace('covers = ["aws"]', 'covers = ["direct", "aws"]\npooling = "channel"')
    rows = contract_rows(text, "turning.toml", sheet)
    assert 6 * 900 <= rows["Share by the clause"] <= 7 * 900
    assert rows["Share base"] == pytest.approx(rows["Revenue covered"] - rows["Inference cost covered"])


def test_what_flows_back_is_settled_by_month_where_years_turn_inside_one() -> None:
    terms = f"""[contracts.microsoft]
start = {{ value = 2023-01-23, {ASSUMED} }}
annual_cap = {{ value = 900, low = 1, high = 20000, {ASSUMED} }}
"""
    text = shipped("openai-microsoft").replace("[contracts.microsoft]", terms)
    rows = contract_rows(text, "turning.toml", "By month")
    assert rows["Share paid back by Microsoft"] == pytest.approx(4860.0)
    due = rows["Share of Microsoft"] - rows["Share paid back by Microsoft"]
    assert rows["Due after the advance and what flows back"] == pytest.approx(due)
