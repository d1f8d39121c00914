"""All rules together: their ids and words, a clean workbook, and an empty one."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook
from tests.workbooks.rules.model_books import audited, broken, outcomes_of

from revshare_workbooks.rules.audited import Audited
from revshare_workbooks.rules.registry import RULES
from revshare_workbooks.rules.rule import Rule

ALL = [rule for rules in RULES.values() for rule in rules]


def test_every_rule_has_an_id_of_its_own() -> None:
    assert len({rule.id for rule in ALL}) == len(ALL) > 60


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.id)
def test_every_rule_says_what_why_and_how_to_mend_it(rule: Rule) -> None:
    assert rule.title[0].isupper()
    assert not rule.title.endswith(".")
    for sentence in (rule.why, rule.cure):
        assert len(sentence.split()) >= 3
        assert sentence.endswith(".")


def test_a_clean_workbook_breaks_no_rule() -> None:
    assert broken(audited()) == {}


def test_a_clean_workbook_is_one_that_nearly_every_rule_speaks_of() -> None:
    absent = {name for name, one in outcomes_of(audited()).items() if one.missing}
    assert absent == {"npv-irr", "static-table", "as-written", "unit-slip", "file-times", "protection"}


def test_an_empty_workbook_is_no_fault_of_the_rules() -> None:
    raw = io.BytesIO()
    Workbook().save(raw)
    found = broken(Audited(raw.getvalue()))
    assert set(found) <= {"sheet-name", "properties"}
