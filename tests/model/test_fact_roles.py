"""The role of every public statement in the shipped cases."""

from __future__ import annotations

import csv
from dataclasses import replace
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import pytest

import revshare.fact_roles as module
from revshare.case_file import read_case, shipped_cases
from revshare.errors import InputError
from revshare.fact_roles import FactRole, Role, fact_roles, input_facts, target_facts, unused_role
from revshare.facts import load_facts
from revshare.projection import project


def unused() -> list[dict[str, str]]:
    text = files("revshare").joinpath("cases", "context.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_every_fact_has_a_role_in_the_order_of_the_facts() -> None:
    assert list(fact_roles()) == [one.id for one in load_facts()]


def test_a_fact_in_use_names_its_cases_and_any_other_its_reason() -> None:
    cases = {name: read_case(name) for name in shipped_cases()}
    for one, found in fact_roles().items():
        inputs = {name for name, case in cases.items() if one in input_facts(case)}
        comparisons = {name for name, case in cases.items() if one in target_facts(case)}
        assert set(found.cases) == inputs | comparisons
        assert (found.role is Role.INPUT) == bool(inputs)
        assert (found.role is Role.COMPARISON) == (bool(comparisons) and not inputs)
        assert bool(found.reason) == (not found.cases)


def test_known_roles() -> None:
    roles = fact_roles()
    assert roles["F001"].role is Role.INPUT
    assert "anthropic-amazon" in roles["F001"].cases
    assert roles["F008"].role is Role.COMPARISON
    assert roles["F018"].role is Role.CONTEXT
    assert roles["F030"].role is Role.OUT_OF_SCOPE


def test_context_names_each_fact_once_with_a_reason_of_one_sentence() -> None:
    rows = unused()
    assert len({row["id"] for row in rows}) == len(rows)
    assert {row["role"] for row in rows} == {Role.CONTEXT, Role.OUT_OF_SCOPE}
    for row in rows:
        assert 20 < len(row["reason"]) < 120
        assert not row["reason"].endswith(".")


@pytest.mark.parametrize(("fact", "case"), [("F069", "anthropic-amazon"), ("F070", "openai-microsoft")])
def test_the_pace_that_a_reason_names_is_that_of_the_case(fact: str, case: str) -> None:
    pace = 12.0 * float(project(read_case(case))["revenue"][11])
    assert f"{pace:,.0f} in {case}" in fact_roles()[fact].reason


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"F001": FactRole(Role.CONTEXT, (), "It is")}, r"F001 is used by .*; take it out of context.csv"),
        ({"F003": None}, r"F003 is used by no case; give a reason in context.csv"),
        ({"F999": FactRole(Role.CONTEXT, (), "It is")}, r"context.csv names F999, which is no fact"),
    ],
)
def test_a_fact_without_a_role_or_with_two_is_told(
    change: dict[str, Any], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {one: role for one, role in fact_roles().items() if not role.cases}
    changed = {one: role for one, role in (known | change).items() if role is not None}
    monkeypatch.setattr(module, "_unused", lambda: changed)
    with pytest.raises(InputError, match=said):
        fact_roles.__wrapped__()


def test_the_facts_of_a_case_are_those_of_its_inputs_and_targets() -> None:
    case = read_case("anthropic-amazon")
    assert {"F001", "F002", "F066"} <= input_facts(case)
    assert "F008" not in input_facts(case)
    assert target_facts(replace(case, targets=case.targets[:1])) == {"F005", "F007", "F052"}


def test_a_fact_out_of_use_is_found_without_reading_the_cases() -> None:
    for one, role in fact_roles().items():
        assert unused_role(one) == (None if role.cases else role)


def test_roles_cannot_be_changed_by_who_reads_them() -> None:
    assert isinstance(fact_roles(), MappingProxyType)
