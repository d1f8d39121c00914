"""RS_FACT, RS_FACTS and RS_VERSION."""

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

Row = Callable[..., list[Any]]
Rows = Callable[..., list[list[Any]]]
Fault = Callable[..., str]


def test_a_fact_by_its_number(row: Row, rows: Rows) -> None:
    assert row("RS_FACT", "F001", "value") == [0.5]
    assert row("RS_FACT", "f001", "Source") == ["text A, line 1"]
    everything: dict[str, Any] = dict(rows("RS_FACT", "F001"))
    assert everything["subject"] == "Anthropic"
    assert everything["counterparty"] == "Amazon"
    assert everything["value"] == 0.5
    assert everything["basis"] == "reported"
    assert everything["low"] == ""


def test_what_a_fact_does_not_say_is_not_made_up(fault: Fault) -> None:
    assert fault("RS_FACT", "F001", "low") == '#N/A F001 gives no low; it says "0.5"'
    assert fault("RS_FACT", "F999").startswith('#VALUE! there is no fact "F999"; they run from F001')
    assert fault("RS_FACT", "F001", "price").startswith("#VALUE! field must be one of id, subject")


def test_facts_are_found_by_subject_or_metric_and_conflicts_are_marked(rows: Rows, fault: Fault) -> None:
    header, *found = rows("RS_FACTS", "anthropic partner share")
    assert header[:5] == ["id", "subject", "counterparty", "metric", "value"]
    first = dict(zip(header, found[0], strict=True))
    assert first["id"] == "F001"
    assert first["conflicts"].startswith("C01 with F")
    assert "F001" not in first["conflicts"]
    assert all("Anthropic" in line[1] for line in found)
    assert fault("RS_FACTS", "no such thing").startswith('#N/A no fact has "no such thing"')


def test_the_version_names_the_engine(row: Row) -> None:
    assert row("RS_VERSION")[0].startswith(f"revshare {version('revshare')} (numpy ")
