"""The Contract sheet gives the engine's numbers for every term: as written, recalculated, and after an edit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, reject, settings
from tests.workbooks.contract_books import Bench, Trial, apart, case_of
from tests.workbooks.contract_terms import contracts, series
from tests.workbooks.contract_trials import GUARANTEE, MID_LIFE, PROFIT, RISING, TABLE, variants

from revshare.contracts.contract import KEYS
from revshare.errors import InputError, TermsError
from revshare.fields import NOT_USED, fields
from revshare.inputs import Unit
from revshare_workbooks import libreoffice
from revshare_workbooks.reading import values_of_bytes
from revshare_workbooks.recalculate import recalculated
from revshare_workbooks.report.contract import SHOWN
from revshare_workbooks.rules.forms import Form
from revshare_workbooks.rules.formulas import excesses

YEARS = 3
RATES = ("rate", "tiers", "ramp")
NAMES = tuple(variants())
DRAWN = tuple(key for key in SHOWN if key != "opening_true_up_year")
"""Terms of random contracts; the other belongs to a test date before the model and has examples of its own."""
ANYTHING = settings(
    deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate)
)


def bench(*names: str) -> Bench:
    """A workbook of some of the contracts."""
    return Bench([variants()[name] for name in names], YEARS)


@cache
def one(name: str) -> Bench:
    """The workbook of one contract, laid out once."""
    return bench(name)


def test_every_term_is_shown() -> None:
    assert set(SHOWN) == set(KEYS)


@pytest.mark.parametrize("name", NAMES)
def test_formualizer_agrees_with_the_engine_on_every_cell(name: str) -> None:
    assert one(name).faults() == []


def test_the_file_that_is_written_holds_the_same_numbers() -> None:
    found = bench("all caps", "tested every quarter")
    assert found.faults(values_of_bytes(recalculated(found.content).content)) == []


@pytest.mark.libreoffice
@pytest.mark.parametrize("part", [0, 1])
def test_libreoffice_agrees_with_the_engine_on_every_cell(part: int, tmp_path: Path) -> None:
    found = bench(*NAMES[part::2])
    path = tmp_path / "contracts.xlsx"
    path.write_bytes(found.content)
    assert found.faults(libreoffice.recalculated_values(path)) == []


@pytest.mark.parametrize("name", NAMES)
def test_formulas_can_be_read(name: str) -> None:
    forms = [
        Form("", str(cell.content), sheet.name, [place])
        for sheet in one(name).book.sheets
        for place, cell in sheet.rendered().items()
        if cell.formula and (place[1] <= sheet.layout.opening or place[1] == sheet.layout.last_month)
    ]
    assert [f"{form.sheet}: {form.sample}" for form in forms if excesses(form)] == []
    assert not [form.sample for form in forms if {"OFFSET", "INDIRECT"} & {*form.calls}]


def tried(terms: Mapping[str, Any], revenue: list[float], cost: list[float]) -> None:
    """A random contract is refused in words or shown right."""
    try:
        found = Bench([Trial(terms, revenue, cost)], YEARS)
    except (InputError, TermsError):
        reject()
    assert found.faults() == []


@settings(ANYTHING, max_examples=12, derandomize=True, database=None)
@given(contracts(DRAWN), series, series)
def test_any_contract_is_shown_right(
    terms: Mapping[str, Any], revenue: list[float], cost: list[float]
) -> None:
    tried(terms, revenue, cost)


@pytest.mark.heavy
@settings(ANYTHING, max_examples=1500, database=None)
@given(contracts(DRAWN), series, series)
def test_thousands_of_contracts_are_shown_right(
    terms: Mapping[str, Any], revenue: list[float], cost: list[float]
) -> None:
    tried(terms, revenue, cost)


def retyped(
    first: Mapping[str, Any], second: Mapping[str, Any], revenue: list[float], cost: list[float]
) -> None:
    """A report whose every term is typed over shows the other contract, or trips a guard."""
    table = {key: first[key] for key in RATES if key in first}
    other = {**{key: value for key, value in second.items() if key not in RATES}, **table}
    try:
        found = Bench([Trial(first, revenue, cost)], YEARS)
    except (InputError, TermsError):
        reject()
    given = case_of([other], YEARS)
    values = {field.name: field.input.value for field in fields(given)}
    for name, value in values.items():
        if value != found.values[name]:
            found.live.type(name, value)
    found.live.recalculate()
    tripped = found.tripped(found.sheets[0])
    try:
        expected = found.engine("p1", values)
    except (InputError, TermsError):
        assert tripped
        return
    assert tripped or apart(found.live, found.sheets[0], expected) == []


@settings(ANYTHING, max_examples=12, derandomize=True, database=None)
@given(contracts(DRAWN), contracts(DRAWN), series, series)
def test_any_contract_typed_over_another_is_shown_right_or_trips_a_guard(
    first: Mapping[str, Any], second: Mapping[str, Any], revenue: list[float], cost: list[float]
) -> None:
    retyped(first, second, revenue, cost)


@pytest.mark.heavy
@settings(ANYTHING, max_examples=1000, database=None)
@given(contracts(DRAWN), contracts(DRAWN), series, series)
def test_thousands_of_contracts_typed_over_others_are_shown_right_or_trip_a_guard(
    first: Mapping[str, Any], second: Mapping[str, Any], revenue: list[float], cost: list[float]
) -> None:
    retyped(first, second, revenue, cost)


OTHER = {
    Unit.MONEY: 55.5,
    Unit.FRACTION: 0.35,
    Unit.MONTHS: 2.0,
    Unit.NUMBER: 6.0,
}
EDITED: dict[str, tuple[dict[str, object], tuple[str, ...]]] = {
    "flat": ({"rate": 0.3}, ("rate", "coverage", "kind", "start", "end", "accrual", "fiscal_year_end")),
    "caps": (
        {"rate": 0.5, "annual_cap": 150.0, "lifetime_cap": 400.0, "period_cap": 30.0, **MID_LIFE},
        (
            "period_cap", "annual_cap", "lifetime_cap", "cap_year", "prorate_caps", "proration", "end",
            "fiscal_year_end", "opening_paid_year", "opening_paid_life",
        ),
    ),
    "losses": (
        {**PROFIT, "losses": "carryforward"},
        ("rate", "loss_limit", "loss_expiry", "loss_reset", "opening_loss_bank"),
    ),
    "treatment of losses": ({**PROFIT, "opening_loss_bank": 20.0}, ("losses",)),
    "deductions": (
        {"kind": "net_revenue_share", "rate": 0.3, "deductions": 25.0},
        ("deductions", "deduction_cap", "coverage"),
    ),
    "tiers": (
        {"tiers": TABLE, **MID_LIFE},
        (
            "tier_method", "tier_scope", "tier_boundary", "prorate_thresholds", "opening_base_year",
            "opening_base_life", "fiscal_year_end", "proration",
        ),
    ),
    "measure of tiers": ({"tiers": TABLE, "kind": "profit_share", "losses": "loss_share"}, ("tier_measure",)),
    "ramp": ({"ramp": "3:0.5; 24:0.4"}, ("ramp_method", "start", "end")),
    "minimum": (
        {**GUARANTEE, "minimum_recoupable": True, "advance": 60.0, **MID_LIFE},
        (
            "annual_minimum", "minimum_test", "minimum_year", "prorate_minimum", "minimum_recoupable",
            "minimum_at_end", "opening_earned_year", "opening_unrecouped", "advance", "advance_rate",
            "end", "proration", "fiscal_year_end",
        ),
    ),
    "minimum topped up before": (
        {**GUARANTEE, "opening_unrecouped": 90.0, "minimum_recoupable": True},
        ("opening_true_up_year", "accrual"),
    ),
    "caps inside months": (
        {"rate": 0.5, "annual_cap": 150.0, "period_cap": 30.0, "start": date(2025, 4, 20)},
        ("start", "period_cap", "annual_cap", "cap_year", "prorate_caps", "proration", "opening_paid_year"),
    ),
    "tiers inside months": (
        {"tiers": TABLE, "start": date(2025, 4, 20)},
        ("start", "tier_method", "tier_scope", "prorate_thresholds", "opening_base_year"),
    ),
    "losses inside months": (
        {**PROFIT, "losses": "carryforward", "loss_reset": "year", "start": date(2025, 4, 20)},
        ("start", "loss_limit", "loss_expiry", "loss_reset", "opening_loss_bank"),
    ),
    "ramp inside months": ({"ramp": "3:0.5; 24:0.4", "start": date(2025, 4, 20)}, ("start", "ramp_method")),
    "minimum inside months": (
        {**GUARANTEE, "minimum_recoupable": True, "advance": 60.0, "start": date(2025, 4, 20)},
        (
            "start", "annual_minimum", "minimum_test", "minimum_year", "minimum_recoupable", "advance_rate",
            "payment_lag", "accrual",
        ),
    ),
    "payment": (
        {**PROFIT, "payment_lag": 1.0},
        ("collector", "cost_bearer", "withholding", "payment_lag", "opening_payable"),
    ),
}  # fmt: skip
EDITS = [
    (bench_name, key, value)
    for bench_name, (_, keys) in EDITED.items()
    for key in keys
    for value in (
        KEYS[key].words
        or {Unit.FLAG: (True, False), Unit.DATE: (date(2027, 3, 1),)}.get(KEYS[key].unit)
        or (OTHER[KEYS[key].unit],)
    )
]


EDITS += [(name, "end", date(2028, 2, 29)) for name in ("flat", "caps", "ramp", "minimum")]
EDITS += [
    (name, key, day)
    for name in EDITED
    if name.endswith("inside months")
    for key, days in {
        "start": (date(2025, 4, 5), date(2026, 1, 20), date(2026, 3, 31), date(2024, 2, 29), NOT_USED),
        "end": (date(2028, 4, 19), date(2028, 4, 25)),
    }.items()
    for day in days
]


@cache
def editable(name: str) -> Bench:
    """The workbook of a contract that is edited, on series that move every counter."""
    example = variants()["flat"]
    return Bench([Trial(EDITED[name][0], example.revenue, example.cost)], YEARS)


@pytest.mark.parametrize(("name", "key", "value"), EDITS)
def test_a_changed_term_gives_what_the_engine_gives_for_it(name: str, key: str, value: Any) -> None:
    found = editable(name)
    sheet, cell = found.sheets[0], f"contracts.p1.{key}"
    before = found.values[cell]
    try:
        expected = found.engine("p1", {**found.values, cell: value})
        found.live.enter(cell, value)
        assert not found.tripped(sheet)
        assert apart(found.live, sheet, expected) == []
    finally:
        found.live.enter(cell, before)


def test_every_term_is_edited() -> None:
    edited = {key for _, keys in EDITED.values() for key in keys}
    assert set(KEYS) - edited == {"tiers", "ramp", "minimum_over_cap"}


@pytest.mark.parametrize(
    ("name", "edits"),
    [
        ("flat", {"tiers": "0:0.5"}),
        ("flat", {"ramp": "1:0.5"}),
        ("flat", {"losses": "carryforward"}),
        ("flat", {"loss_limit": 0.5}),
        ("flat", {"loss_reset": "calendar_year"}),
        ("flat", {"loss_expiry": 5.0}),
        ("flat", {"deductions": 5.0}),
        ("flat", {"start": date(2027, 1, 1), "end": date(2026, 1, 1)}),
        ("flat", {"fiscal_year_end": 6.5}),
        ("flat", {"annual_cap": 50.0, "start": date(2026, 3, 15)}),
        (
            "flat",
            {
                "annual_cap": 50.0,
                "opening_paid_year": 5.0,
                "start": date(2026, 1, 20),
                "end": date(2026, 12, 31),
            },
        ),
        ("minimum inside months", {"minimum_test": "quarter", "start": date(2025, 4, 5)}),
        ("tiers", {"rate": 0.5}),
        ("tiers", {"start": date(2026, 3, 15)}),
        ("tiers", {"tiers.2.from": 900.0}),
        ("tiers", {"tiers.1.from": 1.0}),
        ("tiers", {"tier_measure": "revenue", "tier_method": "cliff_ratchet"}),
        ("losses", {"loss_reset": "contract_year", "start": date(2025, 3, 15)}),
        ("ramp", {"start": date(2026, 3, 15)}),
        ("ramp", {"ramp.1.month": 30.0}),
        ("minimum", {"minimum_test": "quarter", "end": date(2028, 2, 1)}),
        ("minimum", {"annual_cap": 50.0, "minimum_over_cap": "cap_wins"}),
    ],
)
def test_an_edit_the_sheet_cannot_follow_trips_a_guard(name: str, edits: dict[str, Any]) -> None:
    found = editable(name)
    cells = {f"contracts.p1.{key}": value for key, value in edits.items()}
    try:
        for cell, value in cells.items():
            found.live.enter(cell, value)
        assert found.tripped(found.sheets[0])
    finally:
        for cell in cells:
            found.live.enter(cell, found.values[cell])


def test_the_whole_chain_gives_example_e15_without_its_reciprocal_part() -> None:
    terms = {
        "tiers": TABLE, "annual_cap": 430.0, "annual_minimum": 300.0, "advance": 100.0, "advance_rate": 0.25,
        "payment_lag": 1.0,
    }  # fmt: skip
    found = Bench([Trial(terms, RISING)], 2)
    sheet, live = found.sheets[0], found.live
    assert live.labelled(sheet, "Partner share")[:12] == pytest.approx(
        [20, 25, 30, 35, 40, 36, 40, 44, 48, 47, 42, 45]
    )
    capped = [20, 25, 30, 35, 40, 36, 40, 44, 48, 47, 42, 23]
    assert live.months(sheet.rows.share)[:12] == pytest.approx(capped)
    recouped = [5, 6.25, 7.5, 8.75, 10, 9, 10, 11, 12, 11.75, 8.75, 0]
    assert live.labelled(sheet, "Recouped from the share")[:12] == pytest.approx(recouped)
    net = [share - back for share, back in zip(capped, recouped, strict=True)]
    assert live.months(sheet.rows.cash)[:13] == pytest.approx([0, *net])
    assert live.labelled(sheet, "Advance still to be recouped")[11] == pytest.approx(0.0)
    # The contract year of 2027 has no revenue, so its whole minimum is topped up in its last month.
    assert live.labelled(sheet, "True-up")[:23] == pytest.approx(0.0)
