"""The break-even of a year on the sheet: every cell is the engine's, as laid out and after an edit."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.workbooks.contract_books import Bench, Trial

from revshare.break_even import YearTerms, decided_by_the_year, year_break_even, year_terms
from revshare.meetings import Status
from revshare_workbooks.blocks.break_even import AGAIN, NO_END, break_even_rows
from revshare_workbooks.blocks.year_terms import Flows, YearTermsRows
from revshare_workbooks.grid import Content, Role, Row
from revshare_workbooks.rules.audited import Audited
from revshare_workbooks.rules.formulas import formula_length, repeated_calculation
from revshare_workbooks.xlsx import workbook
from revshare_workbooks.yearly import Yearly

FIFTH = YearTerms.flat(0.2, on_profit=False)
HALF = YearTerms.flat(0.5, on_profit=True)
EVEN = [1000.0 / 12] * 12
DEAR = [450.0 / 12] * 12


class Laid:
    """A contract over one year against a rival, with its break-even laid out."""

    def __init__(self, terms: Mapping[str, object], rival: YearTerms, covered: float = 1.0) -> None:
        self.bench = Bench([Trial(terms, EVEN, DEAR)], 1)
        sheet = self.bench.sheets[0]
        self._enter("rival.kind", "profit_share" if rival.on_profit else "revenue_share")
        self._enter("rival.rate", float(rival.tiers.rates[0]))
        page = Yearly(self.bench.book.sheet("Workings", Role.CALCULATION, "Workings", ""))
        rows = sheet.rows
        flows = Flows(rows.revenue, rows.cost, rows.base, rows.share)
        contract = sheet.flow.contracts[0][0]
        self.deal = YearTermsRows(page, self.bench.inputs, "p1", flows, contract, sheet.flow, favoured=False)
        base = [("tried", f"={rows.revenue}*{covered!r}", sheet.flow.revenue.sum(keepdims=True) * covered)]
        (self.answer,) = break_even_rows(self.deal, self.bench.inputs, rival, base)

    def _enter(self, name: str, value: Content) -> None:
        """Write a value over the formula of an input, before the workbook is made."""
        spot, inputs = self.bench.inputs[name], self.bench.inputs.sheet
        inputs.put(spot.row, spot.column, value, inputs.cells[spot.row, spot.column].style)
        del self.bench.book.expected[inputs.name, spot.row, spot.column]

    def year(self, row: Row) -> Any:
        """Value of a row in the only year."""
        return self.bench.live.cell(row.sheet.name, row.number, self.bench.book.layout.first_year)

    def read(self) -> tuple[Any, ...]:
        """Status, ends, and who is cheaper, as formualizer has them."""
        return tuple(self.year(row) for row in self.answer.rows)


def of_profit(**terms: object) -> dict[str, object]:
    chosen: dict[str, object] = {"kind": "profit_share", "rate": 0.5, **terms}
    if "tiers" in terms:
        del chosen["rate"]
    return chosen


CASES: dict[str, tuple[dict[str, object], YearTerms]] = {
    "flat": (of_profit(), FIFTH),
    "minimum": (of_profit(annual_minimum=150.0), FIFTH),
    "minimum at the other deal": (of_profit(annual_minimum=200.0), FIFTH),
    "minimum above": (of_profit(annual_minimum=250.0), FIFTH),
    "cap below": (of_profit(annual_cap=100.0), FIFTH),
    "cap at the other deal": (of_profit(annual_cap=200.0), FIFTH),
    "cap and minimum": (of_profit(annual_cap=300.0, annual_minimum=350.0, minimum_over_cap="cap_wins"), FIFTH),
    "tiers": (of_profit(tiers="0:0.5; 300:0.4; 800:0.3"), FIFTH),
    "tiers with a gap": (of_profit(tiers="0:0.5; 300:0; 800:0.3"), YearTerms.flat(0.15, on_profit=False)),
    "tiers and limits": (of_profit(tiers="0:0.5; 300:0.4", annual_cap=320.0, annual_minimum=90.0), FIFTH),
    "losses shared": (of_profit(losses="loss_share", annual_minimum=30.0), FIFTH),
    "tiers on revenue": ({"tiers": "0:0.2; 500:0.1"}, HALF),
    "net revenue": ({"kind": "net_revenue_share", "rate": 0.25, "deductions": 20.0}, HALF),
    "cliff": (of_profit(tiers="0:0.5; 500:0.3", tier_method="cliff_retroactive"), FIFTH),
    "cliff on revenue": ({"tiers": "0:0.2; 500:0.1", "tier_method": "cliff_ratchet"}, HALF),
    "cliff crossed": (
        of_profit(tiers="0:0.5; 700:0.2", tier_method="cliff_retroactive"), YearTerms.flat(0.21, on_profit=False),
    ),
    "two of profit": (of_profit(), YearTerms.flat(0.4, on_profit=True)),
    "two of revenue": ({"rate": 0.2}, FIFTH),
    "revenue apart": ({"rate": 0.3}, FIFTH),
    "steps, at the average": (of_profit(tiers="0:0.5; 300:0.4", tier_method="step_open"), FIFTH),
    "ramp, at the average": ({"kind": "profit_share", "ramp": "1:0.5; 12:0.3"}, FIFTH),
    "lifetime cap, at the average": (of_profit(lifetime_cap=100.0), FIFTH),
    "free": (of_profit(rate=0.0), FIFTH),
    "rival free": (of_profit(), YearTerms.flat(0.0, on_profit=False)),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_sheet_says_what_the_engine_does(name: str) -> None:
    terms, rival = CASES[name]
    laid = Laid(terms, rival)
    assert laid.bench.faults() == []
    assert laid.year(laid.answer.check) == pytest.approx(0.0, abs=1e-9)
    (found,) = laid.answer.found
    assert found is not None
    status, low, *_ = laid.read()
    assert status == found.status
    if found.status is not Status.NONE:
        assert low == pytest.approx(found.low, rel=1e-9)


@pytest.mark.parametrize(
    "name", ["flat", "tiers and limits", "tiers on revenue", "cliff", "ramp, at the average"]
)
def test_every_step_is_short_and_made_once(name: str) -> None:
    content = io.BytesIO()
    workbook(Laid(*CASES[name]).bench.book).save(content)
    book = Audited(content.getvalue())
    faults = [*formula_length.find(book), *repeated_calculation.find(book)]
    assert [fault for fault in faults if fault.place.startswith("Workings!")] == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("minimum", ("point", 0.6, 0.6, "the other deal", "this deal")),
        ("minimum at the other deal", ("interval", 0.6, NO_END, "the other deal", "neither")),
        ("minimum above", ("none", "none", "none", "the other deal", "the other deal")),
        ("cap below", ("none", "none", "none", "this deal", "this deal")),
        ("cap at the other deal", ("interval", 0.0, 0.6, "neither", "this deal")),
        ("tiers with a gap", ("interval", 0.2, 0.7, "the other deal", "this deal")),
        ("tiers on revenue", ("point", 0.7, 0.7, "this deal", "the other deal")),
        ("cliff crossed", ("crossing", 0.3, 0.3, "this deal", "the other deal")),
    ],
)
def test_the_answer_is_worked_out_by_hand(name: str, expected: tuple[Any, ...]) -> None:
    found = Laid(*CASES[name]).read()
    for shown, value in zip(found, expected, strict=True):
        assert shown == (pytest.approx(value, abs=1e-8) if isinstance(value, float) else value)


RATES = st.sampled_from([0.0, 0.1, 0.2, 0.3, 0.5, 0.9])


@settings(
    deadline=None, max_examples=15, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate),
)  # fmt: skip
@given(
    rates=st.lists(RATES, min_size=1, max_size=3),
    cap=st.none() | st.floats(1, 400),
    minimum=st.none() | st.floats(1, 400),
    losses=st.sampled_from(["floor_zero", "loss_share"]),
    cliff=st.booleans(),
    rival=st.floats(0.01, 0.9),
    on_profit=st.booleans(),
    covered=st.floats(0.3, 1.5),
)
def test_any_table_and_limits_are_shown_right(
    rates: list[float], cap: float | None, minimum: float | None, losses: str, rival: float, covered: float,
    *, cliff: bool, on_profit: bool,
) -> None:  # fmt: skip
    terms = of_profit(tiers="; ".join(f"{250 * n}:{rate}" for n, rate in enumerate(rates)), losses=losses)
    terms |= {"annual_cap": cap} if cap else {}
    terms |= {"annual_minimum": minimum} if minimum else {}
    terms |= {"tier_method": "cliff_retroactive"} if cliff else {}
    laid = Laid(terms, YearTerms.flat(rival, on_profit=on_profit), covered)
    assert laid.bench.faults() == []


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("flat", "rate", 0.8),
        ("flat", "annual_cap", 150.0),
        ("flat", "annual_minimum", 200.0),
        ("flat", "lifetime_cap", 120.0),
        ("tiers", "annual_minimum", 170.0),
        ("tiers", "tiers.2.rate", 0.1),
        ("tiers and limits", "minimum_over_cap", "cap_wins"),
        ("losses shared", "losses", "floor_zero"),
    ],
)
def test_the_answer_follows_a_changed_term(name: str, key: str, value: Any) -> None:
    terms, rival = CASES[name]
    laid = Laid(terms, rival)
    cell = f"contracts.p1.{key}"
    expected = laid.bench.engine("p1", {**laid.bench.values, cell: value})
    contract = expected.contracts[0][0]
    mean = float(expected.expense.sum() / expected.after_losses.sum())
    now = year_terms(contract) if decided_by_the_year(contract) else YearTerms.flat(mean, on_profit=True)
    found = year_break_even(now, rival, 1000.0, 1000.0)
    laid.bench.live.enter(cell, value)
    status, low, high, *_ = laid.read()
    assert status == found.status
    if found.status is not Status.NONE:
        assert low == pytest.approx(found.low, rel=1e-9)
        assert high == (NO_END if math.isinf(found.high) else pytest.approx(found.high, rel=1e-9))
    assert laid.year(laid.answer.check) == pytest.approx(0.0, abs=1e-9)


def test_a_stored_answer_that_no_longer_holds_is_flagged() -> None:
    laid = Laid(*CASES["cliff"])
    laid.bench.live.enter("contracts.p1.tiers.2.rate", 0.35)
    assert abs(laid.year(laid.answer.check)) > 1.0


def test_terms_without_a_closed_form_ask_to_be_solved_again() -> None:
    laid = Laid(*CASES["tiers"])
    laid.bench.live.enter("contracts.p1.tier_method", "cliff_retroactive")
    assert laid.read() == (AGAIN, "none", "none", "none", "none")
    assert laid.year(laid.answer.check) == 0
