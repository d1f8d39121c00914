"""Our own reports keep every rule that `revshare check` holds other workbooks to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.workbooks.own_rules import broken

from revshare.case_file import shipped_cases
from revshare_workbooks.proof import Finished


def test_a_shipped_report_breaks_no_rule(reports: Callable[..., Finished]) -> None:
    assert broken(reports("anthropic-amazon")) == {}


@pytest.mark.heavy
@pytest.mark.parametrize("case", shipped_cases())
def test_every_shipped_report_breaks_no_rule(reports: Callable[..., Finished], case: str) -> None:
    assert broken(reports(case)) == {}
