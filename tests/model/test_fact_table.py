"""Facts by field."""

from __future__ import annotations

import pytest

from revshare.errors import InputError, NotApplicableError
from revshare.fact_table import Field, about, columns, everything, one_field
from revshare.facts import load_facts


@pytest.mark.parametrize("fact", load_facts(), ids=lambda fact: fact.id)
def test_every_fact_has_every_field(fact: object) -> None:
    said = everything(fact.id)  # type: ignore[attr-defined]
    assert list(said) == [field.value for field in Field]
    assert all(isinstance(each, float | str) for each in said.values())
    assert said["value_text"]


def test_a_conflict_names_the_facts_on_the_other_side() -> None:
    conflicts = everything("F002")["conflicts"]
    assert isinstance(conflicts, str)
    assert conflicts.startswith("C02 with F")
    assert "F002" not in conflicts


def test_a_field_that_is_not_given_does_not_exist() -> None:
    assert one_field("F001", Field.VALUE) == 0.5
    with pytest.raises(NotApplicableError, match="F001 gives no high"):
        one_field("F001", Field.HIGH)
    with pytest.raises(InputError, match="there is no fact"):
        one_field("F000", Field.VALUE)


def test_words_are_sought_in_subject_and_metric_only() -> None:
    assert all("margin" in f"{one.subject} {one.metric}".casefold() for one in about("Margin"))
    assert {one.subject for one in about("OpenAI revenue")} == {"OpenAI"}
    with pytest.raises(NotApplicableError, match="try a company"):
        about("zebra")


def test_the_table_has_a_row_per_fact() -> None:
    found = about("gross margin")
    assert columns(found)["id"] == [one.id for one in found]
    assert all(len(column) == len(found) for column in columns(found).values())
