"""The deals that come with the package: all told, sourced, and with numbers that hang together."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import numpy as np
import pytest

from revshare.case import Case
from revshare.case_file import read_case, shipped_cases
from revshare.facts import fact
from revshare.fields import fields
from revshare.inputs import Basis, Field
from revshare.lines import Projection
from revshare.path import path_of
from revshare.projection import project
from revshare.scenarios import values_of

DEALS = {f"D{number:02}" for number in range(1, 14)}
ANTHROPIC = ("anthropic-amazon", "anthropic-google", "anthropic-microsoft-nvidia", "amazon-both")
OPENAI = ("openai-microsoft", "openai-supply")


@cache
def projected(name: str, scenario: str = "base") -> Projection:
    return project(read_case(name), scenario)


def number(name: str, key: str, scenario: str = "base") -> float:
    """Value of an input that is a number."""
    value = values_of(read_case(name), scenario)[key]
    assert isinstance(value, int | float)
    return float(value)


def total(name: str, inputs: str, scenario: str = "base") -> float:
    """Sum over the years of a by-year input."""
    return sum(number(name, f"{inputs}.{year}", scenario) for year in read_case(name).timeline.years)


def numbers(case: Case) -> list[Field]:
    return [one for one in fields(case) if type(one.input.value) in {int, float}]


def test_every_deal_is_in_a_case() -> None:
    assert {deal for name in shipped_cases() for deal in read_case(name).deals} == DEALS


@pytest.mark.parametrize("name", shipped_cases())
def test_a_case_is_told_in_a_few_sentences_and_scenarios(name: str) -> None:
    case = read_case(name)
    assert case.name == name
    assert 2 <= len(re.findall(r"[.?](?= |$)", case.summary)) <= 5
    assert 2 <= len(case.scenarios) <= 4
    assert case.targets


@pytest.mark.parametrize("name", shipped_cases())
def test_what_is_assumed_says_why_in_one_short_sentence(name: str) -> None:
    for one in fields(read_case(name)):
        if one.input.basis is Basis.ASSUMED and not one.name.startswith("contracts."):
            assert 3 <= len(one.input.note) <= 130, one.name


@pytest.mark.parametrize("name", shipped_cases())
def test_a_sourced_number_is_that_of_its_fact_or_says_how_it_follows(name: str) -> None:
    for one in numbers(read_case(name)):
        if one.input.basis is Basis.ASSUMED:
            continue
        stated = [fact(each) for each in one.input.facts]
        told = {end for each in stated for end in (each.value, each.low, each.high) if end is not None}
        assert one.input.value in told or one.input.note, one.name


@pytest.mark.parametrize("name", shipped_cases())
def test_only_external_scenarios_speak_for_the_press(name: str) -> None:
    for scenario in read_case(name).scenarios.values():
        assert ("press reports" in scenario.note) <= scenario.external
        if scenario.external:
            assert scenario.probability == 0.0, "unchecked reports carry no weight"


@pytest.mark.parametrize("name", shipped_cases())
def test_contracts_start_with_a_month(name: str) -> None:
    case = read_case(name)
    for scenario in case.scenario_names:
        for key, value in values_of(case, scenario).items():
            if re.fullmatch(r"contracts\.\w+\.start", key) and isinstance(value, date):
                assert value.day == 1, f"{key} in {scenario}"


@pytest.mark.parametrize("name", shipped_cases())
def test_the_base_uses_what_it_has_promised_to_buy(name: str) -> None:
    found = projected(name)
    if "commitment_shortfall" in found.lines:
        assert found.total("commitment_shortfall") == 0.0
        stories = [projected(name, scenario) for scenario in read_case(name).scenarios]
        if name != "amazon-both":
            assert max(float(story.total("commitment_shortfall")) for story in stories) > 1000.0


@pytest.mark.parametrize("name", [*ANTHROPIC, *OPENAI])
def test_a_lab_breaks_even_when_it_is_said_to(name: str) -> None:
    """2027 or 2028 (F005, F007, F052), and 2029 or 2030 (F010, F051)."""
    expected = {2027, 2028} if name in ANTHROPIC else {2029, 2030}
    assert path_of(projected(name)).first_profitable_year in expected


@pytest.mark.parametrize("cases", [ANTHROPIC, OPENAI])
def test_cases_of_one_lab_tell_the_same_revenue_and_cost(cases: tuple[str, ...]) -> None:
    def of(name: str, line: str) -> np.ndarray:
        years = read_case(name).timeline.years
        return projected(name).by_year(line)[years.index(2024) : years.index(2030) + 1]

    for name in cases[1:]:
        for line in ("revenue", "inference", "spending"):
            np.testing.assert_allclose(of(name, line), of(cases[0], line), rtol=0.002)


def test_a_share_covers_as_much_of_revenue_in_every_case_of_anthropic() -> None:
    for name in ANTHROPIC:
        years = read_case(name).timeline.years
        assert projected(name).by_year("coverage")[years.index(2024)] == pytest.approx(0.69, abs=0.025)


def test_commitments_add_up_to_what_was_announced() -> None:
    """F054, F022, F017; ten years of the 100,000 lie partly behind the horizon of anthropic-amazon."""
    aws = "commitments.aws.annual"
    assert total("amazon-both", aws) == 100_000
    assert total("anthropic-amazon", aws, "five_years") == 100_000
    beyond = 5 * number("anthropic-amazon", f"{aws}.2030")
    assert total("anthropic-amazon", aws) + beyond == 100_000
    azure = "commitments.azure.annual"
    assert total("anthropic-microsoft-nvidia", azure) == 30_000
    assert total("anthropic-microsoft-nvidia", azure, "three_years") == 30_000
    assert projected("openai-supply", "all_firm").total("committed") == pytest.approx(1_500_000, rel=1e-12)
    press = total("amazon-both", "commitments.openai.annual", "press")
    assert press == 38_000 + 100_000


def test_stakes_add_up_to_what_was_announced() -> None:
    """F065 and F053, F024, F061 with F063 and F064, F020 and F021; F068 is not counted as paid."""

    def announced(name: str, stake: str, scenario: str = "base", *, paid: bool = False) -> float:
        places = [f"stakes.{stake}.tranches.{key}" for key in read_case(name).stakes[stake].tranches]
        chance = [number(name, f"{place}.probability", scenario) if paid else 1.0 for place in places]
        return sum(
            number(name, f"{place}.amount", scenario) * part
            for place, part in zip(places, chance, strict=True)
        )

    assert announced("anthropic-amazon", "amazon", paid=True) == 4000
    assert announced("anthropic-amazon", "amazon_2026") == 5000
    assert announced("anthropic-amazon", "amazon", "press", paid=True) == 8000
    assert announced("openai-microsoft", "microsoft") == 13_000
    assert announced("anthropic-google", "google") == 300 + 500 + 2000
    assert announced("anthropic-google", "google", "inside") == 300 + 2000
    assert announced("anthropic-google", "google", paid=True) < 300 + 500 + 2000
    assert announced("anthropic-microsoft-nvidia", "microsoft") == 5000
    assert announced("anthropic-microsoft-nvidia", "nvidia") == 10_000


def test_the_mark_is_the_stake_at_the_value_it_implies() -> None:
    """135,000 over 49 % and over the 27 % of press reports."""
    for scenario, value in (("base", 275_510), ("reorganised", 500_000)):
        assert number("openai-microsoft", "companies.openai.value.2025", scenario) == value
        held = number("openai-microsoft", "stakes.microsoft.mark.ownership", scenario)
        assert held * value == pytest.approx(135_000, rel=1e-5)


def test_the_gigawatt_has_no_price_until_a_scenario_gives_one() -> None:
    assert "capacity.nvidia" not in projected("anthropic-microsoft-nvidia").lines
    priced = projected("anthropic-microsoft-nvidia", "priced")
    assert priced.by_year("capacity.nvidia")[-1] == pytest.approx(12_000)


def test_payouts_are_near_those_of_the_press_where_the_scenario_says_so() -> None:
    """Press, unchecked: about 360, 1,900 and 6,400 to all clouds in 2025 to 2027; the base lies above."""
    press, base = (
        [*projected("anthropic-amazon", name).by_year("partner_share")] for name in ("press", "base")
    )
    assert press[0] == 0.0
    np.testing.assert_allclose(press[1:4], [360, 1900, 6400], rtol=0.25)
    assert all(mine > theirs for mine, theirs in zip(base[:4], press[:4], strict=True))


def test_both_paths_serve_the_same_demand() -> None:
    for partner, build in (("base", "build"), ("low", "build_low")):
        one, other = projected("build-or-partner", partner), projected("build-or-partner", build)
        np.testing.assert_array_equal(one["revenue"], other["revenue"])
        gains = other.total("cumulative_cash") > one.total("cumulative_cash")
        assert gains == (partner == "base"), "building pays only with demand"
        assert path_of(one).peak_funding < 100_000 < path_of(other).peak_funding


def test_what_is_built_is_depreciated_over_six_years() -> None:
    built = projected("build-or-partner", "build")
    spent = -built.by_year("cash.capital_expenditure")
    expected = [spent[max(year - 6, 0) : year].sum() / 6.0 for year in range(spent.size)]
    np.testing.assert_allclose(built.by_year("cash.depreciation"), expected, atol=50.0)


def test_the_hedge_loses_a_little_if_both_labs_falter() -> None:
    """That Amazon gains whoever wins is a test, and the base fails it."""
    hedge, place = read_case("amazon-both").hedges["amazon"], "hedges.amazon"
    paid = sum(number("amazon-both", f"{place}.outlay.{key}") for key in hedge.outlay)
    worth = {
        outcome: sum(
            number("amazon-both", f"{place}.holdings.{key}.payoff.{outcome}") for key in hedge.holdings
        )
        for outcome in hedge.outcomes
    }
    assert min(worth, key=lambda name: worth[name]) == "neither"
    assert 0.8 * paid < worth["neither"] < paid
    assert all(value > 3 * paid for name, value in worth.items() if name != "neither")
