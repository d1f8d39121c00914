"""From a file to a case: every shape a file can have ends as a case or as lines a user can act on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.model.conftest import assumed, every

from revshare.case import Case, CaseError
from revshare.case_file import case_from, digest_of, parse_case, read_case, shipped_cases
from revshare.errors import InputError, ModelError
from revshare.path import path_of
from revshare.projection import project
from revshare.targets import compare

TEXTS = {
    name: (files("revshare") / "cases" / f"{name}.toml").read_text(encoding="utf-8")
    for name in shipped_cases()
}
SHIPPED = TEXTS["anthropic-amazon"]


def faults(tables: dict[str, Any]) -> list[str]:
    with pytest.raises(CaseError) as caught:
        case_from(tables, lambda key: f"deal: {key}")
    assert str(caught.value).splitlines() == caught.value.faults
    return caught.value.faults


def test_both_deals_are_shipped() -> None:
    assert {"anthropic-amazon", "openai-microsoft"} <= set(shipped_cases())


@pytest.mark.parametrize("name", shipped_cases())
def test_a_shipped_case_is_a_file_like_any_other(name: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(TEXTS[name], encoding="utf-8")
    assert read_case(str(path)) == read_case(name)
    assert digest_of(str(path)) == digest_of(name) == sha256(TEXTS[name].encode()).hexdigest()


def test_a_file_saved_by_a_windows_editor_is_read(tmp_path: Path) -> None:
    path = tmp_path / "MINE.TOML"
    path.write_bytes(b"\xef\xbb\xbf" + SHIPPED.replace("\n", "\r\n").encode())
    assert read_case(str(path)).revenue == read_case("anthropic-amazon").revenue


def test_what_the_file_says_is_what_the_case_holds() -> None:
    case = read_case("anthropic-amazon")
    assert case.as_of == date(2026, 4, 30)
    assert case.contracts["amazon"]["rate"].value == 0.5
    assert case.contracts["amazon"]["rate"].facts == ("F001",)
    assert case.partners["amazon"].covers == ("aws",)
    assert case.revenue.annual["2025"].value == 3907.0
    assert case.targets[1].low == 17000.0


def test_a_span_of_years_stands_for_each_of_them() -> None:
    shares = read_case("anthropic-amazon").products["api"].share
    assert list(shares) == [str(year) for year in range(2024, 2031)]
    assert shares["2026"] == shares["2030"]


def test_published_break_even_and_cash_are_targets_and_never_inputs() -> None:
    """F005 and F008 may be compared with; no input may rest on them."""
    tables = tomllib.loads(SHIPPED)
    targets = {fact for target in tables.pop("targets") for fact in target["fact"].split(", ")}
    assert {"F005", "F008"} <= targets
    used = set(re.findall(r"F\d{3}", str(tables)))
    assert not used & {"F005", "F007", "F008", "F052"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"lab": None}, ["deal: lab is missing; add it"]),
        ({"labb": "x"}, ["deal: labb is no known key; did you mean lab?"]),
        ({"lab": 5}, ['deal: lab must be text in quotes, got 5; write "5"']),
        ({"first_year": "soon"}, ['deal: first_year must be a whole number, got "soon"']),
        ({"first_year": 2024.5}, ["deal: first_year must be a whole number, got 2024.5"]),
        ({"first_year": 10**12}, [f"deal: first_year must be a year from 1901 to 2200, got {10**12}"]),
        ({"probability": "half"}, ['deal: probability must be a number, got "half"']),
        (
            {"as_of": "spring"},
            ['deal: as_of must be a date such as 2026-04-20, without quotes, got "spring"'],
        ),
        ({"deals": "D01"}, ['deal: deals must be a list, got "D01"; write ["D01"]']),
        ({"deals": [1]}, ['deal: deals.1 must be text in quotes, got 1; write "1"']),
        ({"products": 3}, ["deal: products must be a table, got 3; write [products] and its keys below"]),
        (
            {"revenue/annual": [1]},
            ["deal: revenue.annual must be a table, got [1]; write [revenue.annual] and its keys below"],
        ),
        (
            {"targets": [{"label": "x", "line": "revenue", "low": 1, "fact": "F001"}]},
            ["deal: targets.1.high is missing; add it"],
        ),
        (
            {"rival/rate": 0.2},
            [
                (
                    "deal: rival.rate must say more than 0.2; write rate = "
                    '{ value = 0.2, low = ..., high = ..., basis = "assumed", note = "..." }'
                )
            ],
        ),
        (
            {"rival/rate/basis": "hearsay"},
            [
                'deal: rival.rate.basis must be actual, reported, projected, estimate or assumed, got "hearsay"'
            ],
        ),
        ({"rival/rate/lwo": 0.1}, ["deal: rival.rate.lwo is no known key; did you mean low?"]),
        (
            {"rival/rate/note": ""},
            ['deal: rival.rate has no reason; an assumed value says why: add note = "..."'],
        ),
        (
            {"partners/cloud/reciprocal": {"lable": "x"}},
            ["deal: partners.cloud.reciprocal.label is missing; add it"],
        ),
        (
            {"revenue/annual/2025-2024": assumed(1.0)},
            ["deal: revenue.annual.2025-2024 ends before it starts; write 2024-2025"],
        ),
        (
            {"revenue/annual/2020-2024": assumed(1.0)},
            ["deal: revenue.annual.2020-2024 gives 2024 a second time; keep one value for a year"],
        ),
    ],
)
def test_a_fault_of_structure_is_told_in_the_users_words(
    tables: Callable[..., dict[str, Any]], changes: dict[str, Any], expected: list[str]
) -> None:
    found = faults(tables(changes))
    assert set(expected) <= set(found)
    assert len(found) == 1 or "reciprocal" in expected[0] or "1901" in expected[0]


def test_an_unknown_key_does_not_hide_other_faults(tables: Callable[..., dict[str, Any]]) -> None:
    found = faults(tables({"labb": "x", "probability": 0.9, "rival/rate/value": 2.0, "rival/rate/high": 2.0}))
    assert [line.split()[1] for line in found] == ["labb", "rival.rate", "rival.rate.high", "probability"]


def test_faults_of_every_kind_are_told_at_once(tables: Callable[..., dict[str, Any]]) -> None:
    """Structure, limits, references, sums, terms and scenarios: nothing waits for a second run."""
    wrong = tables(
        {
            "lab": None,
            "labb": "Lab",
            "rival/rate/value": "20 %",
            "presentation/basis": "hearsay",
            "contracts/cloud/rate": assumed(15.0),
            "revenue/annual/2025": None,
            "products/api/channels/direct": every(0.5),
            "partners/cloud/covers": ["clod"],
            "spending/training/annual": every(-1.0),
            "scenarios/low": {
                "label": "Low",
                "note": "x",
                "probability": 0.5,
                "inputs": {"rival.coverage": 2.0},
            },
        }
    )
    found = faults(wrong)
    assert [line.removeprefix("deal: ") for line in found] == [
        "lab is missing; add it",
        'presentation.basis must be actual, reported, projected, estimate or assumed, got "hearsay"',
        "labb is no known key; did you mean lab?",
        'partners.cloud.covers names "clod", which does not exist; did you mean cloud?',
        ("revenue.annual has no value for 2025; add 2025 = { value = ... }, or its row in a workbook"),
        "spending.training.annual.every_year must be 0 or more, got -1",
        "spending.training.annual.every_year.low must be 0 or more, got -1",
        "spending.training.annual.every_year.high must be 0 or more, got -1",
        "contracts.cloud.rate must be 0 to 1, got 15; for 15 % enter 0.15",
        "contracts.cloud.rate.low must be 0 to 1, got 15; for 15 % enter 0.15",
        "contracts.cloud.rate.high must be 0 to 1, got 15; for 15 % enter 0.15",
        'rival.rate must be a number, got the text "20 %"; for 20 % enter 0.2',
        "probability of base and all scenarios must sum to 1, got 1.5; mend probability, scenarios.low.probability",
        "scenarios.low.inputs sets rival.coverage, which must be 0 to 1, got 2; for 2 % enter 0.02",
    ]


def test_sums_and_contracts_are_judged_beside_other_faults(tables: Callable[..., dict[str, Any]]) -> None:
    found = faults(
        tables(
            {
                "labb": "x",
                "spending/training/annual": every(-1.0),
                "products/api/channels/direct": every(0.5),
                "contracts/cloud/loss_limit": assumed(0.5),
                "contracts/cloud/advance": assumed(10.0),
                "contracts/cloud/deductions": assumed(0.5),
            }
        )
    )
    said = "\n".join(found)
    assert "labb is no known key" in said
    assert "products.api.channels shares must sum to 1, got 1.1 in 2024" in said
    assert "loss_limit and loss_expiry apply to carryforward only" in said
    assert "deductions apply to net revenue shares only" in said


def test_a_fault_in_a_span_of_years_is_told_once_as_it_is_written(
    tables: Callable[..., dict[str, Any]],
) -> None:
    assert faults(tables({"revenue/annual": {"2024-2025": assumed(-5.0, low=-5.0, high=9.0)}})) == [
        "deal: revenue.annual.2024-2025 must be 0 or more, got -5",
        "deal: revenue.annual.2024-2025.low must be 0 or more, got -5",
    ]


def test_nothing_is_taken_for_a_number_that_is_none(tables: Callable[..., dict[str, Any]]) -> None:
    found = faults(
        tables(
            {
                "first_year": "2024",
                "probability": True,
                "rival/rate/low": "0.1",
                "rival/rate/high": float("nan"),
            }
        )
    )
    assert found == [
        'deal: first_year must be a whole number, got "2024"; enter it as the number 2024, not as text',
        "deal: probability must be a number, got true",
        'deal: rival.rate.low must be a number, got "0.1"; enter it as the number 0.1, not as text',
        "deal: rival.rate.high must be a number, got nan",
    ]


def test_tables_nested_without_end_are_refused() -> None:
    for text in ("a." * 5000 + "b = 1", "a = " + "[" * 5000, "a = " + "{x = " * 5000):
        with pytest.raises(ModelError):
            parse_case(text, "deal")


def test_keys_of_any_kind_of_place_can_be_named(tables: Callable[..., dict[str, Any]]) -> None:
    with pytest.raises(CaseError, match=r"^Inputs!D12: lab is missing"):
        case_from(tables({"lab": None}), lambda key: f"Inputs!D12: {key}")


def test_a_case_that_is_not_there_is_no_crash(tmp_path: Path) -> None:
    for what in ("nowhere", str(tmp_path / "nowhere.toml"), str(tmp_path), "", ".toml", "a\x00b.toml"):
        with pytest.raises(InputError):
            read_case(what)


# --- Whatever a text holds, the answer is a case that projects, or lines to act on; tables: test_input_fuzz.py --------


def settles(read: Callable[[], Case]) -> None:
    """The case reads and projects, or is refused in lines."""
    try:
        case = read()
    except ModelError as fault:
        lines = str(fault).splitlines()
        assert lines
        assert [
            line for line in lines if line.strip() != line or not line.startswith("deal") or len(line) > 600
        ] == []
        return
    for scenario in case.scenario_names:
        found = project(case, scenario)
        path_of(found)
        compare(found)


@settings(deadline=None, max_examples=100)
@given(data=st.data())
def test_a_mangled_text_projects_or_is_refused_in_lines(data: st.DataObject) -> None:
    lines = SHIPPED.splitlines()
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(lines) - 1))
        piece = data.draw(
            st.sampled_from(["", "[", "]", "{", "}", "=", '"', "\\", "99", "-", "\n", "\x00", "é"])
        )
        spot = data.draw(st.integers(0, len(lines[at])))
        lines[at] = lines[at][:spot] + piece + lines[at][spot + data.draw(st.integers(0, 3)) :]
    settles(lambda: parse_case("\n".join(lines), "deal"))
