"""The public statements: complete, typed, and never averaged."""

from __future__ import annotations

import csv
import subprocess
import sys
from dataclasses import replace
from importlib.resources import files

import pytest

from revshare.errors import InputError, NoSolutionError
from revshare.facts import (
    EVIDENCE,
    Evidence,
    Rule,
    conflicts,
    fact,
    find,
    groups,
    load_facts,
    select,
)


def test_every_line_of_the_file_is_a_fact_in_its_own_words() -> None:
    text = files("revshare").joinpath("cases", "facts.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert [one.id for one in load_facts()] == [row["id"] for row in rows]
    for one, row in zip(load_facts(), rows, strict=True):
        assert (one.basis_text, one.as_of, one.value_text) == (
            row["basis"],
            row["period_or_date"],
            row["value_text"],
        )
        assert one.value == (float(row["value"]) if row["value"] else None)


def test_ids_are_unique_and_sources_are_the_five_texts() -> None:
    assert len({one.id for one in load_facts()}) == len(load_facts()) == 85
    assert {one.source for one in load_facts()} == set("ABCDE")
    assert all(one.source_line > 0 for one in load_facts())


def test_facts_are_read_once() -> None:
    assert load_facts() is load_facts()


def test_a_fact_says_all_it_knows() -> None:
    share = fact("F001")
    assert (share.subject, share.counterparty, share.value, share.unit) == (
        "Anthropic",
        "Amazon",
        0.5,
        "fraction of gross profit",
    )
    assert share.groups == ("C01", "C12")
    assert (share.basis, share.source, share.source_line) == (Evidence.REPORTED, "A", 1)


def test_a_range_and_a_bound_are_kept_apart_from_a_value() -> None:
    assert (fact("F043").value, fact("F043").low, fact("F043").high) == (None, 0.6, 0.75)
    assert (fact("F024").value, fact("F024").low, fact("F024").high) == (13_000, 13_000, None)
    assert (fact("F020").low, fact("F020").high) == (None, 5_000)


def test_words_for_the_basis_are_all_understood_and_all_used() -> None:
    assert {one.basis_text for one in load_facts()} == set(EVIDENCE)
    assert fact("F084").basis is Evidence.OPINION
    assert fact("F054").basis is Evidence.ANNOUNCED
    assert fact("F008").basis is Evidence.PROJECTED


def test_ranges_hold_their_values() -> None:
    for one in load_facts():
        if one.value is not None:
            assert one.low is None or one.low <= one.value
            assert one.high is None or one.value <= one.high


@pytest.mark.parametrize("text", ["tranche amazon", "AMAZON Tranche", "  tranche   Amazon "])
def test_every_word_is_searched_whatever_its_case(text: str) -> None:
    assert [one.id for one in find(text)] == ["F066", "F067"]


def test_ids_and_notes_are_searched_too() -> None:
    assert find("f019")[0].id == "F019"
    assert find("double") == ()
    assert [one.id for one in find("custom chips")] == ["F068"]
    assert find("") == load_facts()


def test_a_fact_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match='there is no fact "F999"; they run from F001 to F085'):
        fact("F999")


def test_groups_run_from_one_to_nineteen_and_each_has_a_title() -> None:
    assert list(groups()) == [f"C{number:02}" for number in range(1, 20)]
    assert all(groups().values())
    assert {group for one in load_facts() for group in one.groups} <= set(groups())


def test_conflicting_facts_stand_side_by_side() -> None:
    assert [one.id for one in conflicts("C01")] == ["F001", "F074"]


def test_an_unknown_group_is_refused() -> None:
    with pytest.raises(InputError, match='no group of conflicts "C20"; they run from C01 to C19'):
        conflicts("C20")


API_SHARE = tuple(fact(name) for name in ("F041", "F037"))
MARGIN = tuple(fact(name) for name in ("F071", "F072"))


@pytest.mark.parametrize(
    ("rule", "value", "source"),
    [("latest", 0.9, "F037"), (Rule.LOW, 0.85, "F041"), ("high", 0.9, "F037"), ("F041", 0.85, "F041")],
)
def test_a_rule_or_a_pick_selects_one_fact(rule: str, value: float, source: str) -> None:
    choice = select(API_SHARE, rule)
    assert (choice.value, choice.fact.id) == (value, source)


@pytest.mark.parametrize(("rule", "value"), [("latest", 0.38), ("low", 0.38), ("high", 0.55)])
def test_the_ends_of_a_range_count_and_the_later_month_is_latest(rule: str, value: float) -> None:
    assert select(MARGIN, rule).value == value


def test_no_rule_answers_an_average() -> None:
    stated = {0.9, 0.85}
    assert {select(API_SHARE, rule).value for rule in Rule} <= stated


def test_things_that_only_look_alike_are_not_mixed() -> None:
    with pytest.raises(
        InputError, match=r"^F001 \(.*gross profit\) and F074 \(.*\) measure different things; pick one"
    ):
        select(conflicts("C01"), "low")
    assert select(conflicts("C01"), "F001").value == 0.5


def test_a_first_and_an_additional_investment_are_not_mixed() -> None:
    with pytest.raises(InputError, match="measure different things"):
        select((fact("F059"), fact("F060")), "latest")


def test_a_range_picked_by_its_id_has_no_single_number() -> None:
    with pytest.raises(
        NoSolutionError, match=r'F043 says "0.60-0.75", which is no single number; choose low or high'
    ):
        select(conflicts("C04"), "F043")
    assert select(conflicts("C04"), "high").value == 0.75


def test_words_without_a_number_are_not_turned_into_one() -> None:
    with pytest.raises(NoSolutionError, match="F014 give no number; enter a value of your own as assumed"):
        select((fact("F014"),), "latest")


def test_equally_recent_facts_that_differ_are_left_to_the_user() -> None:
    twin = replace(fact("F037"), id="F037b", value=0.8)
    with pytest.raises(
        NoSolutionError, match="F037, F037b are equally recent and differ; pick one by its id"
    ):
        select((fact("F037"), twin), "latest")


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(InputError, match='"mean" is none of these facts and no rule'):
        select(API_SHARE, "mean")


def test_reading_them_needs_the_standard_library_only() -> None:
    code = "import sys, revshare.facts as f; f.load_facts(); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"numpy", "pandas", "pydantic", "openpyxl"} & set(loaded)
