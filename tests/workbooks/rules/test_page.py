"""The page of rules."""

from __future__ import annotations

from pathlib import Path

from revshare_workbooks.rules.page import markdown
from revshare_workbooks.rules.registry import RULES

PAGE = Path(__file__).parents[3] / "workbooks/docs/rules.md"


def test_the_page_is_what_the_registry_says() -> None:
    """Write it anew with `python -m revshare_workbooks.rules.page > workbooks/docs/rules.md`."""
    assert PAGE.read_text(encoding="utf-8") == markdown()


def test_every_rule_stands_on_it_in_one_row() -> None:
    rows = [line for line in markdown().splitlines() if line.startswith("| `")]
    assert len(rows) == sum(map(len, RULES.values()))
    assert all(row.count("|") == 7 for row in rows)
