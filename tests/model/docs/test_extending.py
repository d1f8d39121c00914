"""Extending: the files and tests that the page names exist, and nothing it warns of goes unseen."""

from __future__ import annotations

import ast
import re
from dataclasses import fields
from pathlib import Path

import pytest

from revshare.contracts.contract import Contract

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "model" / "docs" / "extending.md").read_text(encoding="utf-8")
TRIED = re.compile(r"fee|burn|my-case|F001")
"""Words of the worked examples, which are not part of the package."""

KNOWN_TO_THE_BREAK_EVEN = {
    "rate",
    "kind",
    "coverage",
    "accrual",
    "losses",
    "deductions",
    "caps",
    "minimum",
    "advance",
    "term",
    "payment",
    "opening",
}


def test_every_part_of_a_contract_is_known_to_the_break_even() -> None:
    """A part that `break_even.year_terms` leaves out without `decided_by_the_year` saying so makes it wrong unseen."""
    assert {part.name for part in fields(Contract)} == KNOWN_TO_THE_BREAK_EVEN


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`([\w/.-]+\.(?:py|csv|md|toml))`", PAGE))))
def test_a_file_that_the_page_names_exists(name: str) -> None:
    if not TRIED.search(name):
        assert list(ROOT.glob(f"*/**/{name}")) or (ROOT / name).exists(), name


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(test_\w+)`", PAGE))))
def test_a_test_that_the_page_names_exists(name: str) -> None:
    assert any(f"def {name}(" in path.read_text(encoding="utf-8") for path in ROOT.glob("tests/**/test_*.py"))


def test_the_examples_are_python() -> None:
    examples = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    assert len(examples) >= 4
    for example in examples:
        ast.parse(example if not example.startswith(" ") else f"if True:\n{example}")
