"""A case with a key that cannot be read is checked as far as it can be."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from revshare.case import Case, Partner, Scenario, Target
from revshare.case_file import read_draft
from revshare.inputs import Basis, Input
from revshare.stand_ins import NOTE, checked_as_one, kind_at, put, stand_in


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ((), Case),
        (("lab",), str),
        (("contracts", "cloud", "rate"), Input),
        (("contracts", "cloud", "rate", "basis"), Basis),
        (("partners", "cloud"), Partner),
        (("partners", "cloud", "covers", 0), str),
        (("targets", 1), Target),
        (("targets", 1, "year"), int),
        (("scenarios", "low"), Scenario),
        (("nothing", "there"), None),
        (("lab", "below"), None),
    ],
)
def test_the_schema_says_what_belongs_at_a_place(place: tuple[str | int, ...], kind: object) -> None:
    assert kind_at(place) == kind


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (str, NOTE),
        (float, 0.0),
        (date, date(2000, 1, 1)),
        (Basis, "actual"),
        (tuple[str, ...], []),
        (dict[str, Input], {}),
        (Target, {"label": NOTE, "line": NOTE, "low": 0.0, "high": 0.0, "fact": NOTE}),
        (Input, {"value": 0.0, "low": 0.0, "high": 0.0, "basis": "assumed", "note": NOTE}),
    ],
)
def test_a_stand_in_has_the_form_of_what_it_stands_for(kind: Any, value: object) -> None:
    assert stand_in(kind) == value


def test_a_stand_in_of_everything_reads_as_a_case() -> None:
    draft = read_draft(stand_in(Case))
    assert draft.case is not None
    assert draft.faults == ()


def test_an_input_is_replaced_whole_since_its_parts_are_checked_together() -> None:
    assert checked_as_one(("rival", "rate", "basis")) == ("rival", "rate")
    assert checked_as_one(("rival", "label")) == ("rival", "label")
    tables: dict[str, Any] = {"rival": {"rate": {"value": 0.5, "basis": "hearsay"}}}
    assert put(tables, ("rival", "rate", "basis"))
    assert tables == {"rival": {"rate": stand_in(Input)}}


def test_a_stand_in_that_did_not_help_is_not_put_twice() -> None:
    tables: dict[str, Any] = {"lab": 5, "targets": [3]}
    assert put(tables, ("lab",))
    assert not put(tables, ("lab",))
    assert put(tables, ("targets", 0))
    assert not put(tables, ("targets", 0))
