"""Every input of a case as one list, and what may stand in each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from revshare.case import Case
from revshare.case_file import read_case, shipped_cases
from revshare.contracts.contract import KEYS, contract_from
from revshare.fields import check_input, fault_of, fields, terms_of
from revshare.inputs import Basis, Field, Input, Unit
from revshare.scenarios import values_of

Tiny = Callable[..., Case]


def field(unit: Unit, value: Any = 0.5, **more: Any) -> Field:
    given = Input(value, Basis.REPORTED, fact="F001")
    return Field("contracts.cloud.rate", "Share", unit, given, "Contract", **more)


@pytest.mark.parametrize("name", shipped_cases())
def test_every_input_of_a_shipped_case_is_named_once_with_unit_and_source(name: str) -> None:
    found = fields(read_case(name))
    assert len({one.name for one in found}) == len(found)
    for one in found:
        assert one.label
        assert one.section
        assert one.input.facts or (one.input.basis is Basis.ASSUMED and one.input.note)
        assert list(check_input(one)) == []


def test_a_contract_shows_every_term_stated_or_not(tiny: Tiny) -> None:
    case = tiny()
    shown = {one.name.rpartition(".")[2] for one in fields(case) if one.name.startswith("contracts.cloud.")}
    assert shown == set(KEYS)
    stated = [one.name for one in fields(case) if one.section == "Contract with Big Cloud"]
    assert stated == [f"contracts.cloud.{key}" for key in KEYS if key in case.contracts["cloud"]]


def test_terms_left_at_their_default_mean_the_same_contract(tiny: Tiny) -> None:
    case = tiny()
    plain = {key: given.value for key, given in case.contracts["cloud"].items()}
    assert contract_from(terms_of(values_of(case), "cloud")) == contract_from(plain)


@pytest.mark.parametrize(
    ("one", "value", "fault"),
    [
        (field(Unit.FRACTION), 0.5, None),
        (field(Unit.FRACTION), 0, None),
        (field(Unit.FRACTION), 15, "must be 0 to 1, got 15; for 15 % enter 0.15"),
        (field(Unit.FRACTION), 1500.0, "must be 0 to 1, got 1500"),
        (field(Unit.FRACTION, limits=(0.0, 3.0)), 62.0, "must be 0 to 3, got 62; for 62 % enter 0.62"),
        (field(Unit.MONEY, limits=(0.0, float("inf"))), 1e12, None),
        (field(Unit.MONEY, limits=(0.0, float("inf"))), -1.0, "must be 0 or more, got -1"),
        (
            field(Unit.MONEY, limits=(0.0, float("inf"))),
            1e16,
            "must be at most 1e+15 in size, got 1e+16; check the unit",
        ),
        (field(Unit.MONEY), True, "must be a number, got true"),
        (field(Unit.MONEY), "5", 'must be a number, got the text "5"; enter it as the number 5, not as text'),
        (field(Unit.FRACTION), " 50 %", 'must be a number, got the text "50 %"; for 50 % enter 0.5'),
        (
            field(Unit.MONEY),
            "1,234",
            'must be a number, got the text "1,234"; enter it with digits and a decimal point alone',
        ),
        (field(Unit.MONEY), "5 m", 'must be a number, got the text "5 m"'),
        (
            field(Unit.MONEY),
            float("nan"),
            "must be a number, got nan; a value that is not known is left off, never infinite",
        ),
        (field(Unit.CHOICE, "net", words=("net", "gross")), "gross", None),
        (
            field(Unit.CHOICE, "net", words=("net", "gross")),
            "gros",
            'must be one of net, gross, got the text "gros"; did you mean gross?',
        ),
        (field(Unit.DATE, date(2026, 1, 1)), date(2026, 1, 2), None),
        (field(Unit.DATE, date(2026, 1, 1)), "May", 'must be a date such as 2026-04-20, got the text "May"'),
        (
            field(Unit.DATE, date(2026, 1, 1)),
            "2026-05-01",
            (
                'must be a date such as 2026-04-20, got the text "2026-05-01"; '
                "enter it as the date 2026-05-01, not as text"
            ),
        ),
        (field(Unit.FLAG, value=True), False, None),
        (
            field(Unit.FLAG, value=True),
            "yes",
            'must be true or false (yes or no in a workbook), got the text "yes"',
        ),
        (field(Unit.TEXT, "a"), "b", None),
        (field(Unit.TEXT, "a"), 4.0, "must be text in quotes, got 4.0"),
    ],
)
def test_a_value_is_judged_by_its_unit(one: Field, value: Any, fault: str | None) -> None:
    assert fault_of(one, value) == fault


def test_both_ends_of_the_range_are_checked_too() -> None:
    given = Input(0.5, Basis.ASSUMED, low=-0.5, high=50.0, note="x")
    one = Field("rival.rate", "Rate", Unit.FRACTION, given, "Rival")
    assert dict(check_input(one)) == {
        "rival.rate.low": "must be 0 to 1, got -0.5",
        "rival.rate.high": "must be 0 to 1, got 50; for 50 % enter 0.5",
    }


def test_no_such_term_is_said_with_a_word_in_contracts_alone() -> None:
    given = Input("none", Basis.ASSUMED, note="no cap")
    allowed = Field("contracts.cloud.annual_cap", "Cap", Unit.MONEY, given, "Contract")
    refused = Field("revenue.annual.2024", "Revenue", Unit.MONEY, given, "Revenue")
    assert list(check_input(allowed)) == []
    assert [place for place, _ in check_input(refused)] == ["revenue.annual.2024"]
