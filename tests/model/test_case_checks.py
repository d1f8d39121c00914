"""Whether what one key says fits what the others say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from revshare.case import Case, CaseError
from revshare.case_checks import faults_of
from revshare.case_file import case_from, read_case, shipped_cases

Tables = Callable[..., dict[str, Any]]


def assumed(value: Any, **more: Any) -> dict[str, Any]:
    found = {"value": value, "basis": "assumed", "note": "for the test"}
    return found | ({} if isinstance(value, str) else {"low": value, "high": value}) | more


def every(value: Any) -> dict[str, Any]:
    return {"every_year": assumed(value)}


def story(
    label: str = "Bad", probability: float = 0.4, inputs: dict[str, Any] | None = None
) -> dict[str, Any]:
    return {"label": label, "note": "It goes badly", "probability": probability, "inputs": inputs or {}}


def refused(tables: dict[str, Any]) -> list[str]:
    with pytest.raises(CaseError) as caught:
        case_from(tables, lambda key: f"{key}:")
    return caught.value.faults


@pytest.mark.parametrize("name", shipped_cases())
def test_the_shipped_cases_have_no_faults(name: str) -> None:
    assert faults_of(read_case(name)) == []


SECOND = {
    "label": "Small Cloud",
    "covers": ["direct"],
    "compute": [],
    "compute_margin": every(0.0),
}
TERMS = {"kind": assumed("revenue_share"), "rate": assumed(0.1)}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # Names
        (
            {"name": "a b"},
            ['name: must be letters, digits and hyphens, got "a b"; the report is named after it'],
        ),
        (
            {"spending/a.b": {"label": "x", "annual": every(1.0)}},
            ['spending: has the key "a.b"; write it with letters, digits, _ and - only'],
        ),
        (
            {"scenarios": {"base": story()}, "probability": 0.6},
            ["scenarios.base: is the scenario of all base values; name this one otherwise"],
        ),
        (
            {"scenarios": {"s": story("own")}, "probability": 0.6},
            ['scenarios.s.label: is "own", which is taken; choose another'],
        ),
        (
            {"scenarios": {"s": story("Good?")}, "probability": 0.6},
            ['scenarios.s.label: is "Good?"; write at most 30 letters, digits, spaces and hyphens'],
        ),
        # References
        ({"products": {}}, ["products: is empty; a case has at least one product"]),
        ({"revenue/measure": "ap"}, ['revenue.measure: names "ap", which does not exist; did you mean api?']),
        (
            {"products/api/channels": {}},
            ["products.api.channels: is empty; say through which channel the product is sold"],
        ),
        (
            {"products/api/channels/shop": every(0.0)},
            ['products.api.channels: names "shop", which does not exist; known are direct, cloud'],
        ),
        (
            {"channels/api": {"label": "API"}},
            ["channels.api: has the name of a product; lines are named by both, so choose another"],
        ),
        (
            {"partners/cloud/covers": []},
            ["partners.cloud.covers: is empty; name the channels whose revenue the partner shares"],
        ),
        (
            {"partners/cloud/covers": ["cloud", "cloud"]},
            ['partners.cloud.covers: names "cloud" twice; keep one'],
        ),
        (
            {"partners/cloud/compute": ["clod"]},
            ['partners.cloud.compute: names "clod", which does not exist; did you mean cloud?'],
        ),
        (
            {"partners/small": SECOND | {"covers": ["cloud"]}, "contracts/small": TERMS},
            [
                'partners.small.covers: covers "cloud", which cloud covers too; a channel has one share contract'
            ],
        ),
        (
            {"partners/small": SECOND},
            ["contracts.small: is missing: partner Small Cloud has no contract; add [contracts.small]"],
        ),
        ({"contracts/small": TERMS}, ['contracts: names "small", which does not exist; known are cloud']),
        (
            {"contracts/cloud/loses": assumed("floor_zero")},
            ['contracts.cloud: names "loses", which does not exist; did you mean losses?'],
        ),
        # Horizon
        ({"last_year": 2023}, ["last_year: 2023 lies before first_year 2024; swap or mend them"]),
        (
            {"last_year": 2084},
            ["last_year: 2084 lies 60 years after first_year; a model covers at most 60 years"],
        ),
        ({"first_year": 20}, ["first_year: must be a year from 1901 to 2200, got 20", "last_year"]),
        # Years and inputs
        (
            {"revenue/annual/2025": None},
            ["revenue.annual: has no value for 2025; add 2025 = { value = ... }"],
        ),
        ({"last_year": 2026}, ["revenue.annual: has no value for 2026; add 2026 = { value = ... }"]),
        (
            {"rival/rate": assumed(20.0)},
            ["rival.rate: must be 0 to 1, got 20; for 20 % enter 0.2", "rival.rate.low", "rival.rate.high"],
        ),
        (
            {"rival/rate/fact": "F999"},
            ['rival.rate.fact: names "F999", which is no fact; see revshare facts'],
        ),
        # Scenarios
        (
            {"probability": 0.7},
            ["probability: of base and all scenarios must sum to 1, got 0.7; mend probability"],
        ),
        (
            {"probability": 40.0, "scenarios": {"s": story(probability=-39.0)}},
            [
                "probability: must be 0 to 1, got 40; for 40 % enter 0.4",
                "scenarios.s.probability: must be 0 to 1, got -39",
            ],
        ),
        (
            {"probability": 0.6, "scenarios": {"s": story(inputs={"revenue.*": "lots"})}},
            [
                'scenarios.s.inputs: sets revenue.annual.2024 and 1 more, which must be a number, got the text "lots"'
            ],
        ),
        (
            {"probability": 0.6, "scenarios": {"s": story(inputs={"revenu.*": "low"})}},
            ['scenarios.s.inputs: names "revenu.*", which no input matches; see revshare inputs tiny'],
        ),
        # Sums
        (
            {"products/api/share": every(0.9)},
            ["products: shares must sum to 1, got 0.9 in 2024; mend products.api.share"],
        ),
        (
            {"probability": 0.6, "scenarios": {"s": story(inputs={"products.api.share.*": 0.9})}},
            ["products: shares must sum to 1, got 0.9 in 2024; mend products.api.share (scenario s)"],
        ),
        (
            {"revenue/annual": every(0.0)},
            ["revenue.annual: is 0 in every year; give at least one year of revenue"],
        ),
        # Contracts
        ({"contracts/cloud/rate": None}, ["contracts.cloud: rate is missing; give rate, tiers or ramp"]),
        (
            {
                "probability": 0.6,
                "scenarios": {
                    "s": story(
                        inputs={
                            "contracts.cloud.kind": "revenue_share",
                            "contracts.cloud.losses": "carryforward",
                        }
                    )
                },
            },
            ["contracts.cloud: losses apply to profit shares only; leave them out"],
        ),
        # Targets
        (
            {"targets": [{"label": "x", "line": "revenu", "low": 1, "high": 1, "fact": "F001"}]},
            ['targets.1.line: names "revenu", which does not exist; did you mean revenue?'],
        ),
        (
            {
                "targets": [
                    {"label": "x", "line": "revenue", "year": 2030, "low": 2, "high": 1, "fact": "F001, F0"}
                ]
            },
            [
                'targets.1.fact: names "F0", which is no fact',
                "targets.1.low: 2 lies above high 1",
                "targets.1.year: 2030 lies outside 2024 to 2025",
            ],
        ),
    ],
)
def test_a_contradiction_is_told_once_with_its_cure(
    tables: Tables, changes: dict[str, Any], expected: list[str]
) -> None:
    found = refused(tables(changes))
    assert len(found) == len(expected), found
    for line, beginning in zip(found, expected, strict=True):
        assert line.startswith(beginning)


def test_two_partners_on_channels_of_their_own_are_well(tables: Tables) -> None:
    found = case_from(tables({"partners/small": SECOND, "contracts/small": TERMS}), str)
    assert faults_of(found) == []


def test_the_labels_of_all_scenarios_fit_one_drop_down_list(tables: Tables) -> None:
    stories = {f"s{place}": story(f"A long story of number {place:02}", 0.05) for place in range(10)}
    (line,) = refused(tables({"probability": 0.5, "scenarios": stories}))
    assert line.startswith("scenarios: have labels too long for one drop-down list")


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("Big cloud", 'is "Big cloud", as that of cloud; choose another'),
        ("East/West", 'is "East/West"; write at most 22 characters'),
        ("A cloud with a very long name", "write at most 22 characters"),
    ],
)
def test_partners_have_labels_that_name_their_sheets(tables: Tables, label: str, words: str) -> None:
    (line,) = refused(tables({"partners/small": SECOND | {"label": label}, "contracts/small": TERMS}))
    assert line.startswith("partners.small.label: ")
    assert words in line


def test_a_product_measured_alone_needs_a_share_to_measure_by(tables: Tables) -> None:
    changes = {
        "revenue/measure": "api",
        "products/api/share": every(0.0),
        "products/chat": {
            "label": "Chat",
            "share": every(1.0),
            "channels": {"direct": every(1.0)},
            "cost_ratio": every(0.5),
        },
    }
    (line,) = refused(tables(changes))
    assert line.startswith("products.api.share: is 0 in 2024, so its revenue says nothing of the company's")


def test_a_fault_of_the_base_is_told_once_and_not_for_every_scenario(tables: Tables) -> None:
    stories = {"probability": 0.2, "scenarios": {"a": story("A"), "b": story("B")}}
    assert len(refused(tables(stories | {"contracts/cloud/rate": None}))) == 1


def test_a_case_built_in_python_is_checked_alike(tiny: Callable[..., Case]) -> None:
    case = replace(tiny(), last_year=2020)
    assert faults_of(case) == [("last_year", "2020 lies before first_year 2024; swap or mend them")]
