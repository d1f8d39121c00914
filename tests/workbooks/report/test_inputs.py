"""Changing an input in the produced file gives, on recalculation, what the engine gives for that input.

The file is edited with openpyxl where a user would type, recalculated by LibreOffice from nothing, and read by the
labels a reader sees. The engine is asked for the same change through its public call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from revshare.case_file import read_case
from revshare.fields import fields
from revshare.headline import break_even
from revshare.inputs import Unit
from revshare.lines import Projection
from revshare.path import path_of
from revshare.projection import project
from revshare.uncertainty import is_parameter
from revshare_workbooks.proof import Finished
from revshare_workbooks.reading import Values

Disagreements = Callable[..., list[str]]


@dataclass(frozen=True)
class Change:
    """What is typed into the file, and the scenario it means."""

    case: str
    inputs: Mapping[str, Any]
    column: str = "Base"
    choose: str | None = None
    scenario: str = "base"

    def engine(self) -> Projection:
        """The engine's answer to the same change."""
        return project(read_case(self.case), self.scenario, dict(self.inputs))


def _amazon(**inputs: Any) -> Change:
    return Change("anthropic-amazon", {name.replace("__", "."): value for name, value in inputs.items()})


def _microsoft(**inputs: Any) -> Change:
    return Change("openai-microsoft", {name.replace("__", "."): value for name, value in inputs.items()})


LOSS = {"products__api__cost_ratio__2024": 1.6, "products__api__cost_ratio__2025": 0.9}
"""Inference above revenue for a year, so that the treatments of losses part ways."""

CHANGES = {
    # What surrounds the share.
    "a commitment above use": _amazon(
        commitments__aws__rollover="defer",
        commitments__aws__rollover_limit=0.2,
        commitments__aws__make_up_years=2.0,
        commitments__aws__annual__2027=20000.0,
        commitments__aws__annual__2029=30000.0,
        companies__anthropic__value__2030=800000.0,
        stakes__amazon_2026__ownership=0.02,
    ),
    "a stake and the company's value": _microsoft(
        stakes__microsoft__ownership=0.3, companies__openai__value__2030=900000.0
    ),
    # The gross-profit share.
    "rate": _amazon(contracts__amazon__rate=0.35),
    "kind": _amazon(contracts__amazon__kind="revenue_share"),
    "floored losses": _amazon(**LOSS),
    "shared losses": _amazon(contracts__amazon__losses="loss_share", **LOSS),
    "losses carried": _amazon(
        contracts__amazon__losses="carryforward",
        contracts__amazon__loss_limit=0.5,
        contracts__amazon__opening_loss_bank=40.0,
        **LOSS,
    ),
    "true-up": _amazon(contracts__amazon__losses="cumulative_true_up", **LOSS),
    "ratchet": _amazon(
        contracts__amazon__losses="cumulative_ratchet", contracts__amazon__opening_loss_bank=40.0, **LOSS
    ),
    "cost ratio, compute margin and other cash": _amazon(
        products__api__cost_ratio__2026=0.58,
        products__subscriptions__cost_ratio__2030=0.2,
        partners__amazon__compute_margin__every_year=0.2,
        cash__capital_expenditure__annual__every_year=-2000.0,
    ),
    "channel mix": _amazon(
        products__api__channels__direct__every_year=0.4, products__api__channels__aws__every_year=0.6
    ),
    "late and withheld": _amazon(
        contracts__amazon__payment_lag=2.5,
        contracts__amazon__opening_payable=90.0,
        contracts__amazon__withholding=0.1,
        presentation="net",
    ),
    "early": _amazon(contracts__amazon__payment_lag=0.25, presentation="gross_cogs"),
    "collector": _amazon(contracts__amazon__collector="lab", presentation="royalty"),
    "cost bearer": _amazon(contracts__amazon__cost_bearer="partner", contracts__amazon__payment_lag=0.0),
    "coverage": _amazon(contracts__amazon__coverage=0.75),
    "rival rate and coverage": _amazon(rival__rate=0.3, rival__coverage=0.5),
    "rival kind": _amazon(rival__kind="profit_share", rival__rate=0.4),
    # The revenue share.
    "rate of revenue": _microsoft(contracts__microsoft__rate=0.15),
    "from revenue to profit": _microsoft(
        contracts__microsoft__kind="profit_share", contracts__microsoft__losses="carryforward", **LOSS
    ),
    "costs and mix": _microsoft(
        products__chat__cost_ratio__2027=1.2,
        products__api__channels__direct__every_year=0.2,
        products__api__channels__azure__every_year=0.8,
        partners__microsoft__compute_margin__every_year=0.5,
    ),
    "partner collects": _microsoft(
        contracts__microsoft__collector="partner",
        contracts__microsoft__payment_lag=1.75,
        presentation="royalty",
    ),
    "presentation below": _microsoft(
        presentation="gross_sm", cash__capital_expenditure__annual__every_year=-9000.0
    ),
    "presentation net": _microsoft(presentation="net", contracts__microsoft__payment_lag=3.0),
    "rival of revenue": _microsoft(rival__kind="revenue_share", rival__rate=0.1, rival__coverage=0.7),
    "rival of profit": _microsoft(rival__rate=0.25, rival__coverage=0.9),
}
"""Changes that leave the months' profile alone: every month must be the engine's."""

TOTALS = {
    "revenue": (_amazon(revenue__annual__2027=40000.0), ["API revenue", "Subscriptions revenue"]),
    "product mix": (
        _amazon(products__api__share__2026=0.8, products__subscriptions__share__2026=0.2),
        ["Subscriptions revenue"],
    ),
    "training": (_microsoft(spending__training__annual__2026=20000.0), ["Research and training"]),
    "other spending": (
        _microsoft(spending__other__annual__2024=0.0),
        ["Sales, administration and free users"],
    ),
}
"""Changes of annual totals, with the profiles that were solved for others: years agree, and the check says so."""

CHOICES = {
    "low": Change("anthropic-amazon", {}, choose="Low", scenario="low"),
    "high": Change("openai-microsoft", {}, choose="High", scenario="high"),
    "own": Change("openai-microsoft", {"contracts.microsoft.rate": 0.12}, column="Own", choose="Own"),
    "own, as high as it goes": Change(
        "anthropic-amazon",
        {"contracts.amazon.rate": 0.0, "contracts.amazon.losses": "loss_share", "rival.rate": 1.0},
        column="Own",
        choose="Own",
    ),
    "low, edited": Change(
        "openai-microsoft",
        {"products.api.cost_ratio.2026": 0.9, "contracts.microsoft.rate": 0.3},
        column="Low",
        choose="Low",
        scenario="low",
    ),
}
"""What the selector chooses: the months' profile of each scenario is in the book."""

ALL = CHANGES | {f"total: {name}": change for name, (change, _) in TOTALS.items()} | CHOICES


@pytest.fixture(scope="module")
def books(
    edit: Callable[..., bytes], recalculate: Callable[[Mapping[str, bytes]], dict[str, Values]]
) -> dict[str, Values]:
    """Every change made in the file, recalculated by LibreOffice, two at a time."""
    edited = {
        name: edit(change.case, change.inputs, column=change.column, choose=change.choose)
        for name, change in ALL.items()
    }
    halves = [dict(list(edited.items())[start::2]) for start in (0, 1)]
    with ThreadPoolExecutor(2) as pool:
        return {name: values for half in pool.map(recalculate, halves) for name, values in half.items()}


pytestmark = pytest.mark.libreoffice


@pytest.mark.parametrize("name", CHANGES | CHOICES)
def test_every_month_follows_the_change_as_the_engine_does(
    books: dict[str, Values], disagreements: Disagreements, name: str
) -> None:
    assert disagreements(books[name], ALL[name].engine()) == []


@pytest.mark.parametrize("name", TOTALS)
def test_every_year_follows_a_changed_annual_total(
    books: dict[str, Values], disagreements: Disagreements, name: str
) -> None:
    change, _ = TOTALS[name]
    # Balances, and what is settled late, follow the months, whose profile the check below flags.
    timed = ("cumulative", "cash", "settled.", "timing.", "net_cash.", "received.", "own_money")
    book = books[f"total: {name}"]
    assert disagreements(book, change.engine(), months=False, without=timed) == []


def _checks(book: Values) -> Iterator[tuple[str, str, float]]:
    """Name, verdict and flag of every check."""
    cells = book["Checks"]
    for address, flag in cells.items():
        if address[0] == "E" and isinstance(flag, (int, float)) and int(address[1:]) > 8:
            yield str(cells[f"A{address[1:]}"]), str(cells[f"F{address[1:]}"]), float(flag)


@pytest.mark.parametrize("name", CHANGES | CHOICES)
def test_the_checks_still_hold_after_the_change(books: dict[str, Values], name: str) -> None:
    assert {check: flag for check, _, flag in _checks(books[name]) if flag} == {}
    cover = books[name]["Cover"]
    (shown,) = (cover[f"B{address[1:]}"] for address, text in cover.items() if text == "Model check")
    assert books[name]["Checks"]["C4"] == shown == "OK"


@pytest.mark.parametrize("name", CHANGES)
def test_the_ties_to_the_engine_say_that_inputs_changed(books: dict[str, Values], name: str) -> None:
    verdicts = {verdict for _, verdict, _ in _checks(books[name])}
    assert verdicts == {"OK", "inputs changed"}
    assert books[name]["Checks"]["C6"] == len(ALL[name].inputs)


@pytest.mark.parametrize("name", TOTALS)
def test_a_changed_total_is_flagged_until_its_months_are_solved_anew(
    books: dict[str, Values], name: str
) -> None:
    book, (_, labels) = books[f"total: {name}"], TOTALS[name]
    flagged = {check for check, _, flag in _checks(book) if flag}
    assert flagged == {f"Profile solved for these totals: {label}" for label in labels}
    assert book["Checks"]["C4"] == f"{len(labels)} to look at"
    assert book["Lab"]["C3"] == book["Checks"]["C4"]


PATH = {
    "First year of operating profit": "first_profitable_year",
    "First year of free cash flow at or above zero": "first_cash_year",
    "First of 12 straight months of operating profit": "sustained_month",
    "Month in which cumulative cash is back at zero": "payback_month",
    "Peak funding need": "peak_funding",
    "Month of the peak funding need": "peak_month",
    "Deepest cumulative operating loss": "peak_loss",
}


@pytest.mark.parametrize("name", CHANGES | CHOICES)
def test_the_path_to_profitability_follows(books: dict[str, Values], name: str) -> None:
    path, lab = path_of(ALL[name].engine()), books[name]["Lab"]
    rows = {lab.get(f"A{row}"): row for row in range(1, 200)}
    for label, figure in PATH.items():
        shown, value = lab[f"C{rows[label]}"], getattr(path, figure)
        if hasattr(shown, "date"):
            shown = shown.date()
        if value is None:
            assert shown == "not reached", label
        elif isinstance(value, float):
            assert shown == pytest.approx(value, rel=1e-9, abs=1e-9), label
        else:
            assert shown == value, label


@pytest.mark.parametrize("name", CHANGES | CHOICES)
def test_the_comparison_follows(books: dict[str, Values], name: str) -> None:
    """Break-even per covered dollar and for the company, over the horizon and by year; the other deal's cost."""
    engine, sheet = ALL[name].engine(), books[name]["Compare"]
    partner = next(iter(engine.case.contracts))
    value = engine.values
    kinds = [value[f"contracts.{partner}.kind"] == "profit_share", value["rival.kind"] == "profit_share"]
    rates = [float(value[f"contracts.{partner}.rate"]), float(value["rival.rate"])]  # type: ignore[arg-type]
    parts = [float(engine.total("coverage")), float(value["rival.coverage"])]  # type: ignore[arg-type]
    first, second = (0, 1) if kinds[0] else (1, 0)
    for label, weight in (("Per covered dollar", [1.0, 1.0]), ("For the company, coverage included", parts)):
        expected = break_even(rates[first], rates[second], weight[first], weight[second])
        if kinds[0] == kinds[1] or np.isnan(expected):
            assert _beside(sheet, label) == "none"
        else:
            assert _beside(sheet, label) == pytest.approx(expected, rel=1e-9)
    base = engine.by_year("gross_profit").clip(0.0) if kinds[1] else engine.by_year("revenue")
    columns = "DEFGHIJ"[: len(engine.case.timeline.years)]
    row = next(row for row in range(1, 80) if sheet.get(f"A{row}") == engine.case.rival.label)
    shown = [sheet[f"{column}{row}"] for column in columns]
    assert shown == pytest.approx((rates[1] * parts[1] * base).tolist(), rel=1e-9)
    row = [row for row in range(1, 80) if sheet.get(f"A{row}") == "  from"][1]
    for column, through in zip(columns, engine.by_year(f"coverage.{partner}"), strict=True):
        weight = [min(1.0, float(through)), parts[1]]
        expected = break_even(rates[first], rates[second], weight[first], weight[second])
        none = kinds[0] == kinds[1] or np.isnan(expected)
        assert sheet[f"{column}{row}"] == ("none" if none else pytest.approx(expected, rel=1e-9))


def _beside(sheet: Mapping[str, Any], label: str) -> Any:
    (row,) = (address[1:] for address, text in sheet.items() if text == label)
    return sheet[f"C{row}"]


def test_the_changes_cover_every_kind_of_input_of_each_case() -> None:
    """At least ten inputs of each case, and all that a contract states."""
    for name in ("anthropic-amazon", "openai-microsoft"):
        used = {key for change in ALL.values() if change.case == name for key in change.inputs}
        assert len(used) >= 10
        known = {field.name: field for field in fields(read_case(name))}
        assert used <= set(known)
        units = {known[key].unit for key in used}
        assert {Unit.MONEY, Unit.FRACTION, Unit.MONTHS, Unit.CHOICE} <= units
        # What says how other inputs vary moves no line.
        tables = {key.partition(".")[0] for key in known if not is_parameter(key)}
        assert {key.partition(".")[0] for key in used} == tables - (
            {"revenue"} if name == "openai-microsoft" else {"spending"}
        )


def test_a_scenario_chosen_in_the_file_is_the_one_reported_from_the_start(
    books: dict[str, Values], reports: Callable[..., Finished]
) -> None:
    written = reports("anthropic-amazon", "low").book
    for sheet in ("Lab", "Partner", "Contract"):
        for (place, row, column), value in written.expected.items():
            if place == sheet and column == 3 and isinstance(value, float) and value:
                assert books["low"][sheet][f"C{row}"] == pytest.approx(value, rel=1e-9)
