"""Our own templates keep every rule that `revshare check` holds other workbooks to."""

from __future__ import annotations

import pytest
from tests.workbooks.own_rules import broken
from tests.workbooks.template.conftest import Templates

from revshare.case_file import shipped_cases


def test_a_shipped_template_breaks_no_rule(templates: Templates) -> None:
    assert broken(templates()) == {}


@pytest.mark.heavy
@pytest.mark.parametrize("case", shipped_cases())
def test_every_shipped_template_breaks_no_rule(templates: Templates, case: str) -> None:
    assert broken(templates(case)) == {}
