"""A projection beside everything that is publicly said of its case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from revshare.case import Case, Target
from revshare.case_file import read_case, shipped_cases
from revshare.fact_roles import Role
from revshare.facts import load_facts
from revshare.projection import project
from revshare.reconcile import Entry, Reconciliation, reconcile
from revshare.targets import compare

Tiny = Callable[..., Case]


@cache
def found(case: str, scenario: str = "base") -> Reconciliation:
    return reconcile(project(read_case(case), scenario))


def of(name: str, case: str = "anthropic-amazon", scenario: str = "base") -> list[Entry]:
    """What stands for one fact."""
    return [entry for entry in found(case, scenario).entries if entry.fact.id == name]


def reported(value: Any, fact: str, **more: Any) -> dict[str, Any]:
    return {"value": value, "basis": "reported", "fact": fact, **more}


@pytest.mark.parametrize("case", shipped_cases())
def test_every_fact_stands_once_in_the_table_or_concerns_others(case: str) -> None:
    mine = {entry.fact.id for entry in found(case).entries}
    others = {one.id for one in found(case).others}
    assert not mine & others
    assert mine | others == {one.id for one in load_facts()}
    assert len(found(case).others) == len(others)


@pytest.mark.parametrize("case", shipped_cases())
def test_no_input_of_a_shipped_case_contradicts_what_it_names(case: str) -> None:
    assert found(case).faults == []


@pytest.mark.parametrize("case", shipped_cases())
def test_what_is_not_compared_says_why(case: str) -> None:
    for entry in found(case).entries:
        assert entry.words or entry.reason, entry.fact.id
        assert bool(entry.words) == (entry.verdict is not None)


@pytest.mark.parametrize("case", shipped_cases())
def test_every_target_stands_once_for_each_of_its_facts(case: str) -> None:
    expected = Counter(
        (name, item.target.label, item.verdict.value)
        for item in compare(project(read_case(case)))
        for name in item.target.facts
    )
    entries = [entry for entry in found(case).entries if entry.role is Role.COMPARISON]
    assert expected == Counter(
        (entry.fact.id, entry.label, entry.verdict.value) for entry in entries if entry.verdict
    )


def test_statements_in_conflict_are_judged_each_by_itself() -> None:
    """2028 in one text, 2027 in another, 2027 or 2028 in a third: one target takes all three together."""
    words = {name: of(name)[0].words for name in ("F005", "F007", "F052")}
    assert words == {"F005": "missed by 1 year", "F007": "hit", "F052": "hit"}


def test_an_input_that_holds_what_it_names_is_as_stated() -> None:
    (share,) = of("F001")
    assert share.role is Role.INPUT
    assert share.label.startswith("Contract with Amazon: ")
    assert share.verdict
    assert (share.verdict.value, share.words) == (0.5, "as stated")


def test_a_margin_is_set_beside_what_the_cost_ratio_leaves() -> None:
    """38 % is reported, and 50-55 % a year earlier; the case takes a cost ratio of 62 %."""
    later, earlier = of("F071")[0], of("F072")[0]
    assert later.remainder
    assert later.label.startswith("1 less ")
    assert later.verdict
    assert later.verdict.value == pytest.approx(0.38)
    assert (later.words, earlier.words) == ("as stated", "24.0% below")


def test_a_margin_is_never_read_as_a_cost_ratio_of_the_same_size() -> None:
    """A cost ratio of 50 % meets the margin of 50-55 %, but by what it leaves."""
    assert [entry.remainder for entry in of("F072", "build-or-partner")] == [True]


def test_what_the_api_leaves_is_the_share_of_the_subscriptions() -> None:
    api, subscriptions = of("F037")
    assert (api.remainder, subscriptions.remainder) == (False, True)
    assert {api.words, subscriptions.words} == {"as stated"}


def test_up_to_and_over_are_open_ranges() -> None:
    (pledged,) = of("F020", "anthropic-microsoft-nvidia")
    (loss,) = of("F006", "openai-microsoft")
    assert pledged.verdict
    assert loss.verdict
    assert (pledged.verdict.low, pledged.verdict.high) == (None, 5000.0)
    assert (loss.verdict.low, loss.verdict.high, loss.words) == (100000.0, None, "hit")


@pytest.mark.parametrize(
    ("name", "case", "reason"),
    [
        ("F058", "anthropic-amazon", 'Not comparable: says "multiple years"'),
        ("F048", "anthropic-amazon", "Not comparable: its unit is fraction, that of the input USD million"),
        ("F065", "anthropic-amazon", "The input is taken from F066; this is another measure"),
        ("F050", "openai-microsoft", "Worked out from F049 and F050 together"),
        ("F024", "openai-microsoft", "Worked out from F024, F056, F059 and F060 together"),
        ("F017", "amazon-both", "Assumed beside it; it gives no figure for this input alone"),
        ("F019", "anthropic-microsoft-nvidia", "Not comparable: it sets a word or a day"),
        ("F023", "anthropic-amazon", "No input or comparison of this case rests on it"),
        ("F027", "anthropic-amazon", "When the company was founded moves no figure"),
    ],
)
def test_why_a_statement_is_not_compared(name: str, case: str, reason: str) -> None:
    (entry,) = of(name, case)
    assert entry.verdict is None
    assert entry.reason == reason


def test_a_scenario_that_moves_an_input_away_from_its_fact_is_told_and_is_no_fault() -> None:
    (base,) = of("F047")
    (low,) = of("F047", scenario="low")
    assert base.words == "as stated"
    assert low.words == "10.4% below"
    assert not low.is_fault


def test_the_stake_of_another_lab_concerns_others_and_that_in_this_lab_does_not() -> None:
    others = {one.id for one in found("anthropic-amazon").others}
    assert {"F024", "F077", "F033", "F078"} <= others
    assert of("F061"), "Google's stake in the same lab"
    assert "F016" in {one.id for one in found("openai-supply").others}, "a party's deal with another lab"


def test_a_reported_input_that_is_not_what_is_reported_is_a_fault(tiny: Tiny) -> None:
    case = tiny({"contracts/cloud/rate": reported(0.6, "F001")})
    (fault,) = reconcile(project(case)).faults
    assert (fault.fact.id, fault.words) == ("F001", "20.0% above")
    assert "mark the input assumed" in fault.reason


def test_it_is_none_if_the_input_is_assumed_or_another_key_of_its_table_holds_the_fact(tiny: Tiny) -> None:
    changes = {
        "contracts/cloud/rate": reported(0.6, "F001")
        | {"basis": "assumed", "low": 0.5, "high": 0.7, "note": "x"},
        "rival/rate": reported(0.2, "F002"),
        "rival/coverage": reported(1.0, "F002"),
    }
    assert reconcile(project(tiny(changes))).faults == []


def test_a_key_of_another_table_does_not_excuse_it(tiny: Tiny) -> None:
    changes = {"rival/rate": reported(0.5, "F001"), "contracts/cloud/rate": reported(0.6, "F001")}
    assert [entry.label[:13] for entry in reconcile(project(tiny(changes))).faults] == ["Contract with"]


def test_a_fault_is_judged_by_the_base_and_not_by_the_scenario(tiny: Tiny) -> None:
    case = tiny({"contracts/cloud/rate": reported(0.5, "F001", low=0.5, high=0.6)})
    (entry,) = (
        one
        for one in reconcile(project(case, overrides={"contracts.cloud.rate": 0.6})).entries
        if one.fact.id == "F001"
    )
    assert (entry.is_fault, entry.words) == (False, "20.0% above")


def test_money_is_compared_in_the_scale_of_the_case(tiny: Tiny) -> None:
    changes = {"money": "USD billion", "revenue/annual/2024": reported(0.512, "F046")}
    (entry,) = (one for one in reconcile(project(tiny(changes))).entries if one.fact.id == "F046")
    assert entry.words == "as stated"
    (unlike,) = (
        one
        for one in reconcile(project(tiny(changes | {"money": "EUR billion"}))).entries
        if one.fact.id == "F046"
    )
    assert unlike.reason == "Not comparable: its unit is USD million, that of the input EUR billion"


def test_a_target_gives_words_a_range_of_its_own(tiny: Tiny) -> None:
    target = {"label": "Billions", "line": "revenue", "low": 1000.0, "high": 3000.0, "fact": "F016"}
    (entry,) = (
        one for one in reconcile(project(tiny({"targets": [target]}))).entries if one.fact.id == "F016"
    )
    assert isinstance(entry.source, Target)
    assert entry.verdict
    assert (entry.verdict.low, entry.verdict.high, entry.words) == (1000.0, 3000.0, "hit")


def test_what_is_never_reached_and_what_is_not_used_are_told_apart(tiny: Tiny) -> None:
    target = {"label": "Profit", "line": "first_profitable_year", "low": 2027, "high": 2027, "fact": "F007"}
    changes = {"targets": [target], "contracts/cloud/lifetime_cap": reported(115000.0, "F009")}
    overrides: dict[str, Any] = {
        "spending.training.annual.every_year": 1e6,
        "contracts.cloud.lifetime_cap": "none",
    }
    case = tiny(changes)
    words = {entry.fact.id: entry.words for entry in reconcile(project(case, overrides=overrides)).entries}
    assert words == {"F009": "not used", "F007": "not reached"}
    assert {entry.words for entry in reconcile(project(case)).entries} == {"as stated", "missed by 3 years"}
