"""What is publicly said, as tables."""

from __future__ import annotations

import pytest

from revshare.case_file import read_case
from revshare.projection import project
from revshare.reconcile import reconcile
from revshare_workbooks.statements import show_statements, show_targets


def test_targets_and_statements_stand_in_tables(capsys: pytest.CaptureFixture[str]) -> None:
    projection = project(read_case("anthropic-amazon"))
    show_targets(projection)
    said = capsys.readouterr().out
    assert said.startswith("published figures, compared and never used as inputs:")
    assert "First profitable year" in said
    show_statements(reconcile(projection))
    assert "inputs beside the statements they name are as stated" in capsys.readouterr().out
