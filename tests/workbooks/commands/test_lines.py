"""``revshare lines``: every line by year."""

from __future__ import annotations

import pytest

from revshare_workbooks import cli


def test_lines_shows_the_published_total_of_2025(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["lines", "anthropic-amazon"]) == 0
    (line,) = [
        line for line in capsys.readouterr().out.splitlines() if line.strip().startswith("revenue.api ")
    ]
    assert "3,907" in line
