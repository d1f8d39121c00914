"""What each public statement does in the shipped cases: an input, a comparison, or neither, and why."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from revshare.case import Case
from revshare.case_file import read_case, shipped_cases
from revshare.errors import InputError
from revshare.facts import load_facts
from revshare.fields import fields


class Role(StrEnum):
    """What becomes of a fact."""

    INPUT = "input"
    """An input of a case rests on it; it may be compared with a line as well."""
    COMPARISON = "comparison"
    """A line of a case is set beside it, and nothing rests on it."""
    CONTEXT = "context"
    """It bears on the deals, but is no figure that a case could take or show."""
    OUT_OF_SCOPE = "out of scope"
    """It has no bearing on the money of a deal."""


@dataclass(frozen=True, slots=True)
class FactRole:
    """The role of one fact.

    Parameters
    ----------
    role
        What becomes of it.
    cases
        Shipped cases that name it, by input or target; none for context and what is out of scope.
    reason
        Why no case names it; empty for a fact in use.
    """

    role: Role
    cases: tuple[str, ...]
    reason: str


@cache
def fact_roles() -> Mapping[str, FactRole]:
    """The role of every fact, by id and in their order. Reads all shipped cases when first called.

    Raises
    ------
    InputError
        If a fact has no role or two, or ``context.csv`` names one that does not exist.
    """
    cases = {name: read_case(name) for name in shipped_cases()}
    inputs = _named({name: input_facts(case) for name, case in cases.items()})
    comparisons = _named({name: target_facts(case) for name, case in cases.items()})
    unused = _unused()
    found: dict[str, FactRole] = {}
    for one in (fact.id for fact in load_facts()):
        used = tuple(sorted({*inputs.get(one, ()), *comparisons.get(one, ())}))
        if bool(used) == (one in unused):
            said = f"is used by {', '.join(used)}" if used else "is used by no case"
            raise InputError(f"{one} {said}; {'take it out of' if used else 'give a reason in'} context.csv")
        role = Role.INPUT if one in inputs else Role.COMPARISON
        found[one] = FactRole(role, used, "") if used else unused[one]
    if unknown := sorted(set(unused) - set(found)):
        raise InputError(f"context.csv names {', '.join(unknown)}, which is no fact; see revshare facts")
    return MappingProxyType(found)


def input_facts(case: Case) -> set[str]:
    """Facts that an input of a case names."""
    return {one for field in fields(case) for one in field.input.facts}


def target_facts(case: Case) -> set[str]:
    """Facts that a case compares with a line of its projection."""
    return {one for target in case.targets for one in target.facts}


def unused_role(fact: str) -> FactRole | None:
    """The role of a fact that no shipped case names, with the reason; None for one in use."""
    return _unused().get(fact)


def _named(facts: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Cases by fact, from facts by case."""
    found: dict[str, list[str]] = {}
    for case, names in facts.items():
        for name in names:
            found.setdefault(name, []).append(case)
    return found


@cache
def _unused() -> Mapping[str, FactRole]:
    """What ``context.csv`` says of the facts that no case names."""
    text = files("revshare").joinpath("cases", "context.csv").read_text(encoding="utf-8")
    return {
        row["id"]: FactRole(Role(row["role"]), (), row["reason"]) for row in csv.DictReader(text.splitlines())
    }
