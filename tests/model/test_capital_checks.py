"""Whether what surrounds the share makes sense: every fault is told once, with its place and its cure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from revshare.capital_checks import capital_tables, parties_of
from revshare.case import Case, CaseError
from revshare.case_checks import faults_of
from revshare.case_file import case_from

Tables = Callable[..., dict[str, Any]]
Changes = dict[str, Any]
GONE = object()
"""A key to be taken out."""


def given(value: Any) -> Changes:
    found = {"value": value, "basis": "assumed", "note": "for the test"}
    return found | ({} if isinstance(value, (str, date)) else {"low": value, "high": value})


def every(value: float) -> Changes:
    return {"every_year": given(value)}


def changed(tables: Changes, changes: Changes) -> Changes:
    """Tables with changes by ``path/to/key``."""
    for name, value in changes.items():
        *path, last = name.split("/")
        table = tables
        for key in path:
            table = table.setdefault(key, {})
        if value is GONE:
            del table[last]
        else:
            table[last] = value
    return tables


def refused(tables: Changes) -> list[str]:
    with pytest.raises(CaseError) as caught:
        case_from(tables, lambda key: f"{key}:")
    return caught.value.faults


def story(inputs: Changes) -> Changes:
    scenario = {"label": "Bad", "note": "It goes badly", "probability": 0.4, "inputs": inputs}
    return {"probability": 0.6, "scenarios": {"s": scenario}}


def test_all_tables_together_are_well(tables: Tables, capital: Changes) -> None:
    assert faults_of(case_from(tables(capital), str)) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # Names
        (
            {"parties/a b": {"label": "A b"}},
            ['parties: has the key "a b"; write it with letters, digits, _ and - only'],
        ),
        (
            {"hedges/cloud/outlay/a b": given(1.0)},
            ['hedges.cloud.outlay: has the key "a b"; write it with letters, digits, _ and - only'],
        ),
        (
            {
                "stakes/cloud/tranches/a.b": {
                    "label": "x",
                    "amount": given(1.0),
                    "date": given(date(2024, 1, 1)),
                    "probability": given(1.0),
                }
            },
            ['stakes.cloud.tranches: has the key "a.b"; write it with letters, digits, _ and - only'],
        ),
        (
            {"parties/cloud": {"label": "Again"}},
            ["parties.cloud: has the name of a partner; leave it out, a partner may sell and invest"],
        ),
        (
            {"parties/lab": {"label": "The lab"}},
            ["parties.lab: is the word for the lab itself; name this one otherwise"],
        ),
        (
            {"parties/other": {"label": "big cloud"}},
            ['parties.other.label: is "big cloud", as that of partners.cloud; choose another'],
        ),
        (
            {"parties/other": {"label": "Lab"}},
            ['parties.other.label: is "Lab", as that of lab; choose another'],
        ),
        (
            {"commitments/other/label": "Compute"},
            ['commitments.other.label: is "Compute", as that of commitments.cloud; choose another'],
        ),
        # Who sells, buys, invests
        (
            {"commitments/cloud/seller": "clod"},
            [
                'commitments.cloud.seller: names "clod", which does not exist; did you mean cloud?',
                "stakes.cloud.commitment: is sold by clod, not by cloud",
            ],
        ),
        (
            {"commitments/other/buyer": "nobody"},
            ['commitments.other.buyer: names "nobody", which does not exist; known are cloud, fund'],
        ),
        (
            {"commitments/other/buyer": "cloud"},
            ['commitments.other.buyer: is "cloud", who sells it too; name the other one'],
        ),
        (
            {"capacities/hall/seller": "nobody"},
            ['capacities.hall.seller: names "nobody", which does not exist; known are cloud, fund'],
        ),
        (
            {"companies/lab/party": "nobody"},
            [
                'companies.lab.party: names "nobody", which does not exist; known are cloud, fund',
                "stakes.cloud.commitment: is bought by the lab, not by lab",
            ],
        ),
        (
            {"companies/second": {"label": "Second", "value": every(1.0)}},
            ["companies.second.party: is left off, so it is the lab, as lab is; say which party it is"],
        ),
        (
            {"stakes/cloud/investor": "nobody"},
            [
                'stakes.cloud.investor: names "nobody", which does not exist; known are cloud, fund',
                "stakes.cloud.commitment: is sold by cloud, not by nobody; name one that the investor sells",
            ],
        ),
        (
            {"stakes/cloud/company": "lib"},
            ['stakes.cloud.company: names "lib", which does not exist; did you mean lab?'],
        ),
        (
            {"stakes/cloud/commitment": "clod"},
            ['stakes.cloud.commitment: names "clod", which does not exist; did you mean cloud?'],
        ),
        (
            {"stakes/cloud/commitment": "other"},
            ["stakes.cloud.commitment: is bought by fund, not by lab; name one of the company"],
        ),
        (
            {"stakes/cloud/commitment": GONE, "companies/lab/party": "cloud"},
            ['stakes.cloud.investor: is "cloud", which is the company itself; mend one of them'],
        ),
        (
            {"hedges/cloud/investor": "nobody"},
            ['hedges.cloud.investor: names "nobody", which does not exist; known are cloud, fund'],
        ),
        # What is needed
        (
            {"commitments/cloud/usage": every(1.0)},
            ["commitments.cloud: needs one of share_of_compute and usage: give the one that is known"],
        ),
        (
            {"commitments/other/usage": GONE},
            ["commitments.other: needs one of share_of_compute and usage: give the one that is known"],
        ),
        (
            {"commitments/other/usage": GONE, "commitments/other/share_of_compute": every(0.1)},
            ["commitments.other.share_of_compute: is of the lab's compute, but fund buys; give usage"],
        ),
        (
            {"stakes/cloud/tranches": {}},
            ["stakes.cloud.tranches: is empty; say what was paid for the stake"],
        ),
        (
            {"hedges/cloud/outlay": {}},
            ["hedges.cloud.outlay: is empty; a hedge says what was paid, what may happen and what is held"],
        ),
        (
            {"hedges/cloud/holdings": {}},
            ["hedges.cloud.holdings: is empty; a hedge says what was paid, what may happen and what is held"],
        ),
        (
            {"hedges/cloud/outcomes/third": {"label": "Third", "probability": given(0.0)}},
            [
                "hedges.cloud.holdings.equity.payoff: has no value for third; add it, 0 if it is then worth nothing",
                "hedges.cloud.holdings.compute.payoff: has no value for third; add it",
            ],
        ),
        (
            {"hedges/cloud/holdings/equity/payoff/third": given(1.0)},
            ['hedges.cloud.holdings.equity.payoff: names "third", which does not exist'],
        ),
        # Years and values
        (
            {"commitments/cloud/annual/2025": GONE},
            ["commitments.cloud.annual: has no value for 2025; add 2025 = { value = ... }"],
        ),
        (
            {"site/gigawatts": {"2024": given(1.0)}},
            ["site.gigawatts: has no value for 2025; add 2025 = { value = ... }"],
        ),
        (
            {"commitments/cloud/rollover": given("exces")},
            ['commitments.cloud.rollover: must be one of none, excess, defer, term, got the text "exces"'],
        ),
        (
            {"stakes/cloud/books": given("none")},
            ['stakes.cloud.books: must be one of cost, fair_value, equity_method, got the text "none"'],
        ),
        (
            {"stakes/cloud/tranches/now/date": given("none")},
            ['stakes.cloud.tranches.now.date: must be a date such as 2026-04-20, got the text "none"'],
        ),
        (
            {"capacities/hall/utilisation": given("none")},
            ['capacities.hall.utilisation: must be a number, got the text "none"'],
        ),
        (
            {"site/life": given(0.5)},
            [
                "site.life: must be 1 to 60, got 0.5",
                "site.life.low: must be 1 to 60, got 0.5",
                "site.life.high: must be 1 to 60, got 0.5",
            ],
        ),
        # Sums
        (
            {"hedges/cloud/outcomes/wins/probability": given(0.5)},
            ["hedges.cloud.outcomes: probabilities must sum to 1, got 1.25; mend hedges.cloud.outcomes.wins"],
        ),
        (
            story({"hedges.cloud.outcomes.wins.probability": 0.0}),
            ["hedges.cloud.outcomes: probabilities must sum to 1, got 0.75; mend"],
        ),
        (
            {
                "commitments/other": {
                    "label": "Second",
                    "seller": "fund",
                    "annual": every(1.0),
                    "share_of_compute": every(0.6),
                    "rollover": given("none"),
                    "rollover_limit": given(1.0),
                    "make_up_years": given(0.0),
                    "margin": every(0.2),
                }
            },
            [
                "commitments: shares of compute sum to 1.1 in 2024, above 1; mend commitments.cloud.share_of_compute"
            ],
        ),
        (
            {"commitments/cloud/make_up_years": given(1.5)},
            ["commitments.cloud.make_up_years: must be whole years, got 1.5"],
        ),
        (
            {"stakes/cloud/ownership": given(1.0), "companies/lab/value": every(500.0)},
            ["stakes.cloud.ownership: comes to 1.2 in 2025, above 1: mend the value of the company"],
        ),
        (
            story({"site.rent": 0.0}),
            ["site.rent: must be above 0, got 0; give what the same capacity rents for (scenario s)"],
        ),
    ],
)
def test_a_fault_is_told_with_its_place_and_its_cure(
    tables: Tables, capital: Changes, changes: Changes, expected: list[str]
) -> None:
    found = refused(changed(tables(capital), changes))
    assert len(found) == len(expected), found
    for line, beginning in zip(found, expected, strict=True):
        assert line.startswith(beginning)


def test_stakes_of_one_company_are_added_up(tables: Tables, capital: Changes) -> None:
    first = capital["stakes"]["cloud"]
    second = first | {"label": "Second", "ownership": given(0.9)}
    (fault,) = refused(changed(tables(capital), {"stakes/second": second}))
    assert fault.startswith(
        "companies.lab: comes to 1.1 in 2024, above 1: mend the value of the company, or "
    )
    assert fault.endswith("stakes.cloud, stakes.second")


def test_everyone_the_lab_deals_with_is_known_by_key(tiny: Callable[..., Case], capital: Changes) -> None:
    assert parties_of(tiny(capital)) == {"cloud": "Big Cloud", "fund": "A fund"}


def test_every_table_by_year_is_looked_at(tiny: Callable[..., Case], capital: Changes) -> None:
    assert [name for name, _ in capital_tables(tiny(capital))] == [
        "spending.training.compute",
        "commitments.cloud.annual",
        "commitments.cloud.share_of_compute",
        "commitments.cloud.margin",
        "commitments.other.annual",
        "commitments.other.usage",
        "commitments.other.margin",
        "capacities.hall.gigawatts",
        "capacities.yard.gigawatts",
        "companies.lab.value",
        "stakes.cloud.dilution",
        "site.gigawatts",
    ]
