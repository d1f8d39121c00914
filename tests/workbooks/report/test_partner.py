"""What each partner takes, from its share and from the compute it sells."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from openpyxl import load_workbook

from revshare.case_file import read_case
from revshare.projection import project
from revshare_workbooks.reading import values_of_bytes
from revshare_workbooks.report.write import report_of

Figures = Callable[..., dict[str, list[Any]]]


def test_income_is_the_share_and_the_margin_on_compute(figures: Figures) -> None:
    rows = figures("Partner")
    for place in range(1, 9):
        margin = 0.35 * rows["Compute sold by Amazon"][place]
        assert rows["Margin on compute of Amazon"][place] == pytest.approx(margin)
        assert rows["Income of Amazon"][place] == pytest.approx(rows["Share of Amazon"][place] + margin)
        rate = rows["Income of Amazon"][place] / rows["Revenue covered by Amazon"][place]
        assert rows["Income of Amazon per covered dollar"][place] == pytest.approx(rate)


def test_half_of_gross_profit_is_the_headline_on_every_covered_dollar(figures: Figures) -> None:
    """2024: inference is 62 % of revenue, so half of the rest is 19 % (E02)."""
    rows = figures("Lab")
    assert rows["Partner share per covered dollar"][2] == pytest.approx(0.19)


def test_what_the_lab_pays_beyond_what_it_gets_the_cloud_has(figures: Figures) -> None:
    rows = figures("Partner")
    lab, cloud = (rows[f"Net cash of {name} with the others"] for name in ("Anthropic", "Amazon"))
    assert [-value for value in cloud[1:9]] == pytest.approx(lab[1:9])
    bought, shared = (rows[f"Anthropic to Amazon: {what}"] for what in ("compute", "its share"))
    paid_in = rows["Paid into: Amazon, with the 100,000"][1] + rows["Paid into: Amazon, 2023 and 2024"][1]
    assert lab[1] == pytest.approx(paid_in - bought[1] - shared[1])


def test_all_compute_from_one_cloud_is_as_concentrated_as_can_be(figures: Figures) -> None:
    rows = figures("Partner")
    assert rows["Largest share of compute by seller"][2:9] == [1.0] * 7
    assert rows["Concentration of compute by seller (Herfindahl; 1: all with one)"][2:9] == [1.0] * 7


def test_two_partners_have_a_contract_sheet_each_and_add_up() -> None:
    case = read_case("anthropic-amazon")
    amazon = case.partners["amazon"]
    two = replace(
        case,
        partners={
            "amazon": amazon,
            "google": replace(amazon, label="Google", covers=("direct",), compute=("direct",)),
        },
        contracts={"amazon": case.contracts["amazon"], "google": case.contracts["amazon"]},
    )
    report = report_of(two)
    names = load_workbook(io.BytesIO(report.content)).sheetnames
    assert [name for name in names if name.startswith("Contract")] == ["Contract Amazon", "Contract Google"]
    cells = values_of_bytes(report.content)["Lab"]
    (row,) = (address[1:] for address, text in cells.items() if text == "Partner share" and address[0] == "A")
    found = project(two)
    both = found.total("share.amazon") + found.total("share.google")
    assert cells[f"C{row}"] == pytest.approx(float(both))
