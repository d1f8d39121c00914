"""``revshare functions``: the cell functions in words."""

from __future__ import annotations

import pytest

from revshare_workbooks import cli


def test_functions_lists_all_and_explains_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["functions"]) == 0
    assert "RS_PROFIT_SHARE" in capsys.readouterr().out
    assert cli.main(["functions", "RS_PROFIT_SHARE"]) == 0
    assert "RS_PROFIT_SHARE" in capsys.readouterr().out


def test_functions_refuses_an_unknown_name_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["functions", "RS_PROFIT_SHAER"]) == 2
    said = capsys.readouterr().err
    assert "RS_PROFIT_SHAER" in said
    assert said.count("\n") == 1
