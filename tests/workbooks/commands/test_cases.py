"""``revshare cases``: what is shipped."""

from __future__ import annotations

import pytest

from revshare_workbooks import cli


def test_cases_lists_parties_deals_and_facts(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["cases"]) == 0
    said = capsys.readouterr().out
    for word in ("anthropic-amazon", "openai-microsoft", "D01", "D02", "F001", "F002", "F008"):
        assert word in said
